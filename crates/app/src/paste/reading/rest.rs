//! What is left of an entry when names, items and quantities are read: a place, words, or nothing.
use super::fold::{Folded, is_han};
use super::scan::{Piece, Token};

#[rustfmt::skip]
const FILLERS: &[&str] = &[
    "报数", "活动", "任务", "情况", "完成", "spent", "joined", "volunteered", "completed", "no.", "参加了", "今天的", "截止", "截至", "累计", "全体", "了", "的",
    "在", "和", "与", "及", "共", "已", "等", "个", "我", "我们", "们", "又", "也", "还", "去", "来", "到", "参加", "做", "上", "报", "共计", "一共", "总共", "合计",
    "打卡", "进行", "开展", "了一次", "是", "由", "已经", "今", "本人", "同志", "报名", "接龙", "汇报", "报告", "完毕", "过", "并", "就", "把", "将", "给", "为", "有", "第",
    "之", "出", "点", "组织", "带领", "负责", "一起", "参与", "帮忙", "数量", "地点", "姓名", "单位", "备注", "位置", "日期", "时间", "事项", "内容", "共同", "实际", "另", "另外",
    "此外", "然后", "接着", "顺便", "顺手", "于", "大家", "全家", "家", "补报", "补", "补记", "约", "左右", "吧", "啦", "呢", "哦", "啊", "已报", "记", "收到", "好的", "ok",
    "of", "the", "a", "an", "and", "for", "with", "some", "total", "in total", "by", "did", "done", "was", "were", "has", "have", "i",
    "we", "my", "our", "to", "at", "on", "in", "more", "from", "just", "also", "then", "plus", "today", "me", "us", "x", "picked",
    "picked up", "up", "collected", "made", "took", "it", "is", "are", "finished", "been", "all", "no", "part", "help", "helping",
    "helped", "worth", "my family", "two of us",
];

#[rustfmt::skip]
const PLACE_ENDS: &[&str] = &[
    "桥头", "路头", "街头", "村头", "集市", "坝上", "大门", "东门", "西门", "南门", "北门", "路段", "路口", "路", "街", "巷", "胡同", "村", "庄", "沟", "河", "湖", "山", "岭",
    "坡", "口", "桥", "广场", "公园", "学校", "小学", "中学", "大学", "幼儿园", "小区", "社区", "组", "队", "院", "园", "站", "所", "门前", "门口", "门", "沿线", "两侧", "沿岸",
    "岸", "边", "旁", "附近", "渠", "水库", "塘", "田", "棚", "林场", "服务区", "高速", "国道", "省道", "县道", "大队", "活动室", "村委会", "居委会", "村部", "医院", "超市", "市场",
    "车站", "楼", "单元", "栋", "中心", "基地", "上游", "下游", "中游", "段", "湿地", "河堤", "堤", "坝", "操场", "教室", "图书馆", "图书角", "花园", "场", "湾", "滩", "后面",
    "前面", "旁边", "路边", "周边", "院内", "院里", "楼下", "楼道", "里面", "村里", "镇上", "街上", "街道", "镇", "乡", "县城", "城区", "老街", "大院", "厂", "矿", "寺", "庙",
    "祠堂", "文化站", "食堂", "车间", "教育局", "东头", "西头", "南头", "北头", "村口", "村东", "村西", "村南", "村北", "后院", "前院", "大棚", "地头", "地", "井", "洞", "港",
    "码头", "闸", "店", "馆", "亭", "厅", "室", "库", "墙", "角", "一带", "一线", "两旁", "干道", "大道", "环线", "匝道", "铁路", "公路", "坟", "陵园", "烈士陵园", "苗圃",
    "果园", "菜园", "梁", "坪", "洼", "峪", "堡", "屯", "营", "寨", "圪", "凹", "苑", "府", "城", "宅", "家园", "花坛", "绿化带", "垃圾站", "垃圾点", "垃圾池", "沿河", "内", "库区", "校区", "景区", "片区", "厂区", "林区", "牧区", "矿区",
];
#[rustfmt::skip]
const PLACE_WORDS: &[&str] = &[
    "pier", "road", "street", "park", "beach", "river", "school", "avenue", "lane", "square", "station", "library", "centre", "center",
    "church", "hall", "garden", "gardens", "market", "bridge", "wood", "woods", "hill", "lake", "shore", "harbour", "harbor", "field",
    "playground", "hospital", "cafe", "café", "canal", "bay", "dock", "drive", "estate", "house", "court", "plaza", "mall", "campus",
    "cove", "st", "rd", "ave", "quay", "promenade", "green", "common", "clinic",
];
const NO_PLACE: &[&str] = &["很多", "不少", "人家", "大家", "有点", "一点", "高兴", "辛苦", "雨", "老人家", "累", "好"];

/// Characters of which a text that says nothing is made.
const EMPTY: &str = "了的在和与及共已经做看个有过又也去来到我们是等一起都把给将于就并今日天人名位";
/// Words that a text may begin or end with and that say nothing.
#[rustfmt::skip]
const AROUND: &[&str] = &[
    "了", "的", "已完成", "已经", "完成", "共计", "一共", "总共", "合计", "累计", "等", "我们", "和", "与", "及", "是", "共", "已", "在此", "我是", "由",
];

const TOGETHER: &[&str] = &["一起", "一同", "一道", "一块", "合作", "结伴"];

/// Words of doing: a text that holds one behind its beginning tells of something and names no place.
const DOING: &[&str] = &["交给", "送给", "还给", "帮", "把", "了", "捡", "发现", "联系", "交到", "打扫", "修好", "送"];
/// Words that a text begins with that tells of something.
const DOES: &[&str] = &["把", "扫", "擦", "拖", "打扫", "清扫", "捡", "帮", "替", "扶", "陪", "给", "看望", "慰问", "修好", "送走"];

/// What stands in a piece of text, without the words that only join.
pub fn trimmed(line: &Folded, mut from: usize, mut to: usize) -> &[char] {
    let c = &line.c;
    loop {
        let before = (from, to);
        while from < to && super::fold::is_gap(c[from]) {
            from += 1;
        }
        while from < to && super::fold::is_gap(c[to - 1]) {
            to -= 1;
        }
        let text: String = c[from..to].iter().collect();
        let han = text.chars().any(is_han);
        if FILLERS.contains(&text.as_str()) || han && text.chars().all(|c| EMPTY.contains(c)) {
            return &line.raw[from..from];
        }
        (from, to) = if han { shorter_han(&text, from, to) } else { shorter(&text, from, to) };
        if (from, to) == before {
            return &line.raw[from..to];
        }
    }
}

fn shorter_han(text: &str, from: usize, to: usize) -> (usize, usize) {
    match AROUND.iter().find(|w| text.starts_with(**w) && !text.starts_with("的确") && !text.starts_with("和谐")) {
        // 和邻居一起, 和妈妈一起读的: whom it was done with.
        Some(word) if ["和", "与", "及"].contains(word) && TOGETHER.iter().any(|with| text.contains(with)) => (from, to),
        Some(word) => (from + word.chars().count(), to),
        None => (from, to),
    }
}

fn shorter(text: &str, mut from: usize, mut to: usize) -> (usize, usize) {
    if let Some(word) = FILLERS.iter().find(|w| **w != "with" && text.strip_prefix(**w).is_some_and(|r| r.starts_with(' '))) {
        from += word.chars().count() + 1;
    }
    let count = text.chars().count();
    if let Some(word) =
        FILLERS.iter().find(|w| text.strip_suffix(**w).is_some_and(|r| r.ends_with(' '))).filter(|w| w.chars().count() + 1 < count)
    {
        to -= word.chars().count() + 1;
    }
    (from.min(to), to)
}

/// The place this text names, without its preposition; none when it names none.
pub fn place(text: &[char]) -> Option<String> {
    let written: String = text.iter().collect();
    let folded = super::fold::folded(&written);
    let han = text.iter().any(|c| is_han(*c));
    if !han {
        return latin_place(&written, &folded);
    }
    let lead = ["地点是", "地点", "位于", "送到", "在", "于", "到", "去", "至", "沿着", "沿", "从", "就在"]
        .iter()
        .find(|p| folded.starts_with(**p) && folded.chars().count() > p.chars().count() + 1);
    let bare: String = text.iter().skip(lead.map_or(0, |p| if *p == "沿" || *p == "沿着" { 0 } else { p.chars().count() })).collect();
    let tail = super::fold::folded(&bare);
    let count = bare.chars().count();
    if !(2..=16).contains(&count) || NO_PLACE.iter().any(|n| tail.contains(n)) || does(&tail) {
        return None;
    }
    let bare = bare.trim_start_matches(':').trim_start_matches('：').to_owned();
    let road = tail.chars().next().is_some_and(|c| "gsxyc".contains(c)) && tail.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    let numbered = tail.chars().next().is_some_and(|c| c.is_ascii_digit())
        && ["国道", "省道", "县道", "号楼", "组", "队"].iter().any(|e| tail.contains(e));
    let inside = ["里", "上", "下", "前", "后", "中", "东", "西", "南", "北", "处"].iter().any(|e| tail.ends_with(e))
        && lead.is_some_and(|l| *l == "在");
    let ends = PLACE_ENDS.iter().any(|e| tail.ends_with(e));
    (ends || road || numbered || inside || lead == Some(&"地点") || lead.is_some_and(|l| *l == "在") && count <= 6).then_some(bare)
}

fn does(text: &str) -> bool {
    DOES.iter().any(|word| text.starts_with(word)) || DOING.iter().any(|word| text.find(word).is_some_and(|at| at > 0))
}

fn latin_place(written: &str, folded: &str) -> Option<String> {
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|w| !w.is_empty()).collect();
    let road = folded.len() <= 8
        && folded.chars().next().is_some_and(|c| "gsx".contains(c))
        && folded[1..].chars().next().is_some_and(|c| c.is_ascii_digit());
    if road {
        return Some(written.trim().to_owned());
    }
    let lead = ["at ", "in ", "near ", "on ", "by ", "along ", "outside ", "behind ", "beside ", "around ", "from "]
        .iter()
        .find(|p| folded.starts_with(**p));
    let bare = &written[lead.map_or(0, |p| p.len())..];
    let bare = bare.strip_prefix("the ").unwrap_or(bare);
    let capital = bare.chars().next().is_some_and(char::is_uppercase);
    (words.len() <= 6 && words.iter().any(|w| PLACE_WORDS.contains(w)) && (capital || lead.is_some())).then(|| bare.trim().to_owned())
}

/// Place and words of the pieces of one entry. `measures` are words that say nothing alone.
pub fn rest(line: &Folded, pieces: &[Piece], measures: &[String]) -> (String, String) {
    let item = pieces.iter().position(|p| matches!(p.token, Token::Item(_)));
    let number = item.and_then(|n| pieces[n..].iter().find(|p| matches!(p.token, Token::Quantity(_))));
    let first = pieces.iter().find(|p| matches!(p.token, Token::Quantity(_))).map(|p| p.to);
    let mut found = Found { line, place: String::new(), words: Vec::new(), named: number.map(|p| p.to), number: first };
    for chunk in chunks(line, pieces) {
        found.chunk(chunk, measures);
    }
    let words = joined(line, &found.words);
    (found.place, words)
}

struct Found<'a> {
    line: &'a Folded,
    place: String,
    words: Vec<(usize, usize)>,
    /// Where the number ends that stands behind the item's name.
    named: Option<usize>,
    /// Where the first number ends.
    number: Option<usize>,
}

impl Found<'_> {
    fn chunk(&mut self, chunk: &[Piece], measures: &[String]) {
        let alone = chunk.iter().all(|p| matches!(p.token, Token::Text | Token::Unit(_) | Token::Place));
        if self.more(chunk) {
            return;
        }
        let (first, last) = (chunk[0].from, chunk[chunk.len() - 1].to);
        let plain = chunk.iter().all(|p| p.is_text() || matches!(p.token, Token::Item(_)));
        let behind = plain && self.number.is_some_and(|end| first >= end);
        let before = (self.words.len(), self.place.len());
        self.pieces(chunk, alone, measures);
        // 已包好书皮: short texts around a word of an item, that say something only together. （杨树）: what it was, in brackets.
        let least = if first.checked_sub(1).is_some_and(|n| self.line.c[n] == '(') { 2 } else { 4 };
        let short = chunk.len() >= 3 || least == 2;
        if behind && short && before == (self.words.len(), self.place.len()) && trimmed(self.line, first, last).len() >= least {
            self.words.push((first, last));
        }
    }

    fn pieces(&mut self, chunk: &[Piece], alone: bool, measures: &[String]) {
        // Where the last place ends: words do not reach back over it.
        let mut from = 0;
        for (n, piece) in chunk.iter().enumerate() {
            match &piece.token {
                // 敬老院 holds a word of an item and is a place all the same.
                Token::Item(_) if house(self.line, chunk, n) && self.place.is_empty() => {
                    self.place = self.line.raw[piece.from..chunk[chunk.len() - 1].to].iter().collect();
                    return;
                }
                Token::Place => {
                    if self.place.is_empty() {
                        self.place = place_of(self.line, piece);
                    }
                    from = n + 1;
                }
                Token::Text => {
                    let unit_before = n > 0 && alone && matches!(chunk[n - 1].token, Token::Unit(_));
                    let begin = if unit_before { chunk[n - 1].from } else { piece.from };
                    if self.text(chunk, n, from, begin, measures) {
                        from = n + 1;
                    }
                }
                _ => {}
            }
        }
    }

    /// 家务1次：洗碗、拖地. What an item consists of, behind its number, when the item was named before it.
    fn more(&mut self, chunk: &[Piece]) -> bool {
        let plain = chunk.iter().all(|p| p.is_text() && trimmed(self.line, p.from, p.to).is_empty() || matches!(p.token, Token::Item(_)));
        let (from, to) = (chunk[0].from, chunk[chunk.len() - 1].to);
        let more = plain && self.named.is_some_and(|end| from >= end) && chunk.iter().any(|p| matches!(p.token, Token::Item(_)));
        let more = more && !house(self.line, chunk, 0);
        if more {
            self.words.push((from, to));
        }
        more
    }

    /// Whether the text is the place.
    fn text(&mut self, chunk: &[Piece], n: usize, from: usize, begin: usize, measures: &[String]) -> bool {
        let text = trimmed(self.line, begin, chunk[n].to);
        let folded = super::fold::folded(&text.iter().collect::<String>());
        if text.iter().all(|c| !c.is_alphanumeric()) || measures.contains(&folded) {
            return false;
        }
        let whole = phrase(chunk, n, from);
        let named: Vec<char> = self.line.raw[whole.0..whole.1].to_vec();
        let latin = !text.iter().any(|c| is_han(*c));
        let found = place(text).or_else(|| if latin && named.first().is_some_and(|c| c.is_uppercase()) { place(&named) } else { None });
        if let Some(found) = found.filter(|_| self.place.is_empty()) {
            self.place = found;
            return true;
        }
        if text.len() >= 2 {
            self.words.push(whole);
        }
        false
    }
}

/// Whether a part of its own, from this word of an item to its end, is the name of a house.
fn house(line: &Folded, chunk: &[Piece], n: usize) -> bool {
    let plain = chunk[n + 1..].iter().all(|p| matches!(p.token, Token::Text | Token::Item(_)));
    let (from, to) = (chunk[n].from, chunk[chunk.len() - 1].to);
    n == 0 && plain && (3..=8).contains(&(to - from)) && "院站池馆".contains(line.c[to - 1])
}

fn place_of(line: &Folded, piece: &Piece) -> String {
    let text: String = line.raw[piece.from..piece.to].iter().collect();
    let text = text.trim();
    let bare = text.split_once(' ').map_or(text, |(_, rest)| rest);
    bare.strip_prefix("the ").unwrap_or(bare).trim().to_owned()
}

/// Runs of pieces that no gap parts; a single blank between words of letters parts none.
fn chunks<'a>(line: &Folded, pieces: &'a [Piece]) -> Vec<&'a [Piece]> {
    // Any longer gap than one blank parts: a dash between blanks, a comma.
    let soft = |p: &Piece| {
        let before = p.from.checked_sub(1).map(|n| line.c[n]);
        let after = line.c.get(p.to).copied();
        let latin = |c: Option<char>| c.is_some_and(|c| super::fold::is_letter(c) || c.is_ascii_digit());
        p.to == p.from + 1 && line.c[p.from] == ' ' && latin(before) && latin(after)
    };
    pieces.split(|p| p.is_gap() && !soft(p)).filter(|chunk| !chunk.is_empty()).collect()
}

/// A text with the words of items it leans on: 帮 and 王大娘挑水 are one sentence.
fn phrase(chunk: &[Piece], n: usize, from: usize) -> (usize, usize) {
    let part = |p: &Piece| matches!(p.token, Token::Text | Token::Item(_)) || p.is_gap();
    let mut first = n;
    while first > from && part(&chunk[first - 1]) {
        first -= 1;
    }
    let mut last = n;
    while last + 1 < chunk.len() && part(&chunk[last + 1]) {
        last += 1;
    }
    (chunk[first].from, chunk[last].to)
}

/// The words as they were written; those that only marks part keep their marks.
fn joined(line: &Folded, words: &[(usize, usize)]) -> String {
    let mut out = String::new();
    let mut end: Option<usize> = None;
    for (from, to) in words {
        match end {
            Some(end) if *from <= end => {}
            Some(end) if line.c[end..*from].iter().all(|c| super::fold::is_gap(*c) && *c != '\t') => {
                let open = out.contains(['(', '（', '[', '【']);
                out.extend(line.raw[end..*from].iter().filter(|c| open || !")）]】".contains(**c)));
            }
            Some(_) => out.push_str(if out.chars().any(is_han) { "，" } else { ", " }),
            None => {}
        }
        let begin = end.map_or(*from, |e| (*from).max(e));
        if begin < *to {
            out.extend(&line.raw[begin..*to]);
        }
        end = Some(end.map_or(*to, |e| e.max(*to)));
    }
    let written = super::fold::fold(&out);
    let kept: String = trimmed(&written, 0, written.raw.len()).iter().collect();
    kept.trim().to_owned()
}
