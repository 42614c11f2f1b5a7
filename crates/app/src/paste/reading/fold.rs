//! A text made comparable, character by character: widths, cases and writings are one, while every character keeps its place.

/// A line as it was written and as it is compared; both have the same length.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    pub raw: Vec<char>,
    pub c: Vec<char>,
}

pub fn fold(text: &str) -> Folded {
    let raw: Vec<char> = text.chars().collect();
    let c = raw.iter().map(|c| fold_char(*c)).collect();
    Folded { raw, c }
}

/// A text folded, without blanks at its ends.
pub fn folded(text: &str) -> String {
    text.chars().map(fold_char).collect::<String>().trim().to_owned()
}

fn fold_char(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c).to_ascii_lowercase(),
        '\u{3000}' | '\u{a0}' | '\u{2002}'..='\u{200d}' | '\u{feff}' | '\u{fe0f}' | '\u{20e3}' => ' ',
        '‘' | '’' | 'ʼ' | '´' => '\'',
        '“' | '”' => '"',
        '–' | '—' | '―' | '−' | '‐' | '‑' => '-',
        '〜' | '∼' => '~',
        '﹣' => '-',
        '①'..='⒛' | '❶'..='➓' | '㈠'..='㈩' => ' ',
        '〔' | '﹙' => '(',
        '〕' | '﹚' => ')',
        '\u{1f000}'..='\u{1faff}'
        | '\u{2600}'..='\u{2775}'
        | '\u{2794}'..='\u{27bf}'
        | '\u{2b00}'..='\u{2bff}'
        | '\u{2300}'..='\u{23ff}'
        | '\u{e0020}'..='\u{e007f}' => ' ',
        _ if c.is_ascii() => c.to_ascii_lowercase(),
        _ => simple(c),
    }
}

/// Traditional and other forms of the characters that lists are made of; names and words keep what was written.
fn simple(c: char) -> char {
    const FROM: &str = "張劉陳楊趙黃吳孫馬羅鄭謝韓馮鄧蕭許葉蘇盧蔣賈閻鐘鍾陸範鄒龍萬錢湯賴賀龔歐陽國華強偉軍曉麗靜寧雲飛鳳蘭榮貴寶慶輝煒樹種紅綠兩車輛號領顆條戶個棟樓門裡裏邊橋溝灣場園廣學醫縣鄉鎮區黨團書記長師撿撈掃運淨潔問訪獻講傳單發貼幫貧養護圓塊億貳參點時間數備註項聯絡電話編週與幾餘來約滿噸這們";
    const TO: &str = "张刘陈杨赵黄吴孙马罗郑谢韩冯邓萧许叶苏卢蒋贾阎钟钟陆范邹龙万钱汤赖贺龚欧阳国华强伟军晓丽静宁云飞凤兰荣贵宝庆辉炜树种红绿两车辆号领颗条户个栋楼门里里边桥沟湾场园广学医县乡镇区党团书记长师捡捞扫运净洁问访献讲传单发贴帮贫养护圆块亿贰叁点时间数备注项联络电话编周与几余来约满吨这们";
    FROM.chars().position(|f| f == c).and_then(|at| TO.chars().nth(at)).unwrap_or(c)
}

pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇')
}

/// Whether a word of Latin letters could go on here.
pub fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !is_han(c) || c == '\''
}

/// What stands between the parts of an entry.
pub fn is_gap(c: char) -> bool {
    c.is_whitespace() || ",、;:()[]{}【】<>「」|/\\+&*#@=!?。！？…·•●○■□★☆◆→~-_\"〃^`.'".contains(c) && c != '\''
}

/// Whether this text stands here.
pub fn at(c: &[char], i: usize, text: &str) -> bool {
    text.chars().enumerate().all(|(n, want)| c.get(i + n) == Some(&want))
}

/// The longest of these texts that stands here.
pub fn longest<'a>(c: &[char], i: usize, texts: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    texts.into_iter().filter(|t| !t.is_empty() && at(c, i, t)).max_by_key(|t| t.chars().count())
}

#[cfg(test)]
mod tests {
    use super::{fold, folded};

    #[test]
    fn widths_cases_and_forms_are_one_and_keep_their_places() {
        assert_eq!(folded("　１．５ｍ³ Ｇ２０７，張偉、Sam’s "), "1.5m³ g207,张伟、sam's");
        let line = fold("✅ 張三：３棵🌲");
        assert_eq!(line.raw.len(), line.c.len());
        assert_eq!(line.c.iter().collect::<String>(), "  张三:3棵 ");
    }
}
