//! Texts made comparable, and whether a text denies what it names.
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Traditional letters that stand in the rules' words, each before its simplified one.
const FOLDED: &str = "積积點点讚赞贊赞學学習习時时長长線线罰罚處处舉举報报訴诉發发轉转閱阅讀读覽览瀏浏擊击數数單单額额導导連连續续簽签組组\
                      紅红龍龙進进達达標标評评獎奖懲惩參参與与錄录註注冊册載载裝装關关問问訪访辦办務务總总結结壓压證证號号碼码銀银賬账帳账戶户\
                      貧贫殘残疾疾醫医歷历檔档軌轨跡迹蹤踪視视頻频圖图攝摄傳传須须應应強强製制統统計计時时間间網网陸陆頭头條条過过無无沒没禁禁個个\
                      週周記记鐘钟實实開开閉闭永永刪删除除兒儿齡龄歲岁監监護护園园團团隊队絡络聯联業业壘垒質质臺台響响應应輪轮換换購购兌兑優优\
                      億亿隻只會会員员兩两顆颗稱称濟济給给動动區区層层類类構构總总產产運运變变幾几價价項项領领願愿離离難难雙双變变讓让誰谁該该\
                      設设誌志語语認认調调談谈請请貼贴資资賞赏質质車车軟软載载較较輕轻邊边鄉乡鎮镇錯错鏡镜門门閒闲陽阳隨随險险靜静題题顯显風风飛飞\
                      體体麼么黨党齊齐寫写對对將将專专尋寻屬属師师帶带幫帮庫库廣广張张從从後后徵征愛爱慶庆憑凭戲戏戰战擔担據据擴扩";

static FOLD: LazyLock<std::collections::HashMap<char, char>> = LazyLock::new(|| {
    let letters: Vec<char> = FOLDED.chars().filter(|c| !c.is_whitespace()).collect();
    letters.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
});

pub fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// Small letters, simplified Han, half-width signs, and nothing between two Han that hides a word.
pub fn plain(text: &str) -> String {
    let mut letters: Vec<char> = Vec::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => {}
            '\u{ff01}'..='\u{ff5e}' => letters.extend(char::from_u32(letter as u32 - 0xfee0).into_iter().flat_map(char::to_lowercase)),
            _ if letter.is_whitespace() => letters.push(' '),
            '\u{2010}'..='\u{2015}' => letters.push('-'),
            '\u{2019}' => letters.push('\''),
            other => letters.push(FOLD.get(&other).copied().unwrap_or(other)),
        }
    }
    let mut out = String::with_capacity(text.len());
    for (at, letter) in letters.iter().enumerate() {
        if hides(*letter) && han_around(&letters, at) {
            continue;
        }
        out.push(*letter);
    }
    out
}

fn hides(letter: char) -> bool {
    " ·•・*_-~|.".contains(letter)
}

/// Whether the nearest letters that hide nothing are Han on both sides.
fn han_around(letters: &[char], at: usize) -> bool {
    let before = letters[..at].iter().rev().find(|c| !hides(**c));
    let after = letters[at..].iter().find(|c| !hides(**c));
    before.is_some_and(|c| is_han(*c)) && after.is_some_and(|c| is_han(*c))
}

/// A key or a choice as words: `targetPerPerson`, `target-per-person` and “Target per person” are `target_per_person`.
pub fn key(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    let mut small = false;
    for letter in text.trim().chars() {
        if letter.is_uppercase() && small {
            out.push('_');
        }
        small = letter.is_lowercase() || letter.is_ascii_digit();
        out.push(if letter.is_alphanumeric() || letter == '%' { letter } else { '_' });
    }
    let out = plain_key(&out);
    out.split('_').filter(|w| !w.is_empty()).collect::<Vec<_>>().join("_")
}

fn plain_key(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(|c| FOLD.get(&c).copied().unwrap_or(c)).collect()
}

/// The first place where a plain text says one of the words, means it, and does not deny it.
pub fn says<'a>(words: &Regex, except: Option<&Regex>, text: &'a str) -> Option<&'a str> {
    let spared: Vec<Range<usize>> = except.map(|e| e.find_iter(text).map(|m| m.range()).collect()).unwrap_or_default();
    words
        .find_iter(text)
        .find(|hit| !spared.iter().any(|s| s.start < hit.end() && hit.start() < s.end) && !denied(text, &hit.range()))
        .map(|hit| hit.as_str())
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern that a test uses")
}

/// Han words that begin like a denial and are none.
static NOT_DENYING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "不仅|不但|不只|不光|不断|不同|不少|不定期|不限|不错|不管|不论|无论|不忘|不负|不停|无偿|无私|无线|无纸|非常|除非|未来|未必|免费|不得不|不要忘|别忘",
    )
});
static DENIES: LazyLock<Regex> = LazyLock::new(|| {
    pattern("不|无|没|未|免|勿|别再|别搞|禁止|严禁|杜绝|取消|反对|避免|拒绝|远离|告别|防止|代替|而非|停止|废除|摒弃|纠治|破除")
});
static TURNS: LazyLock<Regex> = LazyLock::new(|| pattern("但|却|而要|而是|只看|就看|改为|改用|转为"));
static DENIED_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^(等)?(一律|全部|均|都|也|已|已经)?(不再|不搞|不设|不计|不做|不作|不用|不算|不需|不要|不纳入|不列入|不采用|不使用|不进行|不评|不比|不看|取消|禁止|没有|免)",
    )
});
/// 未打卡者: whoever fails at it, which demands it.
static DEMANDED: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(的?(者|人员|人|单位|干部|党员|教师|学生|志愿者)|的?(就|则|将|要|扣|罚|通报|批评))"));

static EN_DENIES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(no|not|never|without|avoid(s|ing)?|nor|neither|against|instead of|rather than|free (of|from)|don't|doesn't|won't|isn't|aren't|stop(s|ped)?|end(s|ed)? the|ban(s|ned)?|forbid\w*|refus\w+|non)\b",
    )
});
static EN_NOT_DENYING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(not (only|just|merely)|no (less|fewer) than|no doubt|never miss|don't (miss|forget|lose|break)|not miss)\b")
});
static EN_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^('| |s)*(is|are|was|were|will|do|does|has|have|be)?( be)? ?(not|never|no longer|banned|forbidden|abolished)\b|^-free\b")
});

/// Whether the words around say that it is *not* done.
fn denied(text: &str, hit: &Range<usize>) -> bool {
    let before = NOT_DENYING.replace_all(clause_before(text, hit.start), "〇").into_owned();
    let after = &text[hit.end..];
    let turned = TURNS.find_iter(&before).last().map_or(before.as_str(), |m| &before[m.end()..]);
    let near: String = turned.chars().rev().take(14).collect::<Vec<_>>().into_iter().rev().collect();
    let demanded = near.ends_with(['不', '未', '没']) && DEMANDED.is_match(after);
    if !demanded && (DENIES.is_match(&near) || DENIED_AFTER.is_match(after)) {
        return true;
    }
    EN_AFTER.is_match(after) || denied_in_english(text, hit.start)
}

/// The clause up to `at`: back to the last mark that ends a clause in Han text.
fn clause_before(text: &str, at: usize) -> &str {
    let head = &text[..at];
    let start = head
        .rfind(['。', '！', '？', '!', '?', '；', ';', '\n', '：', ':', '，', ','])
        .map_or(0, |i| i + head[i..].chars().next().map_or(1, char::len_utf8));
    &head[start..]
}

/// “no points, rankings or streaks” denies all three: a comma in a list carries the denial on.
fn denied_in_english(text: &str, at: usize) -> bool {
    let head = &text[..at];
    let start = head.rfind(['!', '?', ';', ':', '\n', '。', '！', '？', '；']).map_or(0, |i| i + 1);
    let start = head.rfind(". ").map_or(start, |i| start.max(i + 2));
    let sentence = head.get(start..).unwrap_or(head);
    let sentence = sentence.rfind(" but ").map_or(sentence, |i| &sentence[i + 5..]);
    let mut parts = sentence.rsplit(',');
    let denies = |part: &str| EN_DENIES.is_match(&EN_NOT_DENYING.replace_all(part, ""));
    let first = parts.next().unwrap_or("");
    if denies(first) {
        return true;
    }
    let in_list = |part: &str| part.split_whitespace().filter(|w| !["or", "and", "nor", "any"].contains(w)).count();
    let joined = ["or", "and", "nor"].iter().any(|w| first.split_whitespace().last() == Some(w));
    if in_list(first) > if joined { 2 } else { 0 } {
        return false;
    }
    for part in parts {
        if denies(part) {
            return true;
        }
        if in_list(part) > 3 {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hidden_word_is_found_and_a_denied_one_is_not() {
        let words = pattern("积分|打卡|排名|leaderboards?|streaks?|rankings?");
        let hit = |text: &str| says(&words, None, &plain(text)).is_some();
        for said in [
            "每天打 卡",
            "積 分超市",
            "积·分",
            "不仅打卡还要晒图",
            "未打卡者通报",
            "Join the LEADERBOARD",
            "don't break your streak",
            "ｒａｎｋｉｎｇ",
            "不看过程，但看排名",
        ] {
            assert!(hit(said), "{said}");
        }
        for denied in [
            "不排名、不打卡",
            "不搞任何形式的积分和排名",
            "取消打卡",
            "打卡一律取消",
            "No points, rankings or streaks.",
            "There is no leaderboard",
            "ranking-free",
            "without any ranking",
            "排名不作依据",
            "It does not keep streaks or rankings",
        ] {
            assert!(!hit(denied), "{denied}");
        }
    }

    #[test]
    fn keys_are_words() {
        assert_eq!(key("targetPerPerson"), "target_per_person");
        assert_eq!(key("Check-In"), "check_in");
        assert_eq!(key("積分"), "积分");
    }
}
