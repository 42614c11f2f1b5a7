//! The text of a bulletin as it is typed: a paragraph a line, heads by their numbers, `{3 近千方}` where something was placed,
//! `[…]` around a statement that no record supports.

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Words(String),
    /// Something placed, by its number.
    Gap(i64),
    /// A statement that no record supports: marked by the writer, or a typed number.
    Claim(String),
}

/// A paragraph: 0 for body text, 1 and 2 for heads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    pub level: u8,
    pub pieces: Vec<Piece>,
}

/// The text as paragraphs; empty lines are none.
pub fn paragraphs(text: &str) -> Vec<Paragraph> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(paragraph).collect()
}

fn paragraph(line: &str) -> Paragraph {
    let (level, line) = match line.strip_prefix("## ").map(|rest| (2, rest)).or_else(|| line.strip_prefix("# ").map(|rest| (1, rest))) {
        Some(found) => found,
        None => (head_level(line), line),
    };
    let mut pieces = Vec::new();
    for piece in split(line) {
        match piece {
            Piece::Words(words) => pieces.extend(with_claims(&words)),
            other => pieces.push(other),
        }
    }
    Paragraph { level, pieces }
}

const HAN_NUMBERS: &str = "一二三四五六七八九十";

/// 一、 begins a first head, （一） a second.
fn head_level(line: &str) -> u8 {
    let ends_sentence = line.ends_with(['。', '；', '！', '？']);
    let number = |rest: &str, close: char| {
        let digits = rest.chars().take_while(|c| HAN_NUMBERS.contains(*c)).count();
        (1..=3).contains(&digits) && rest.chars().nth(digits) == Some(close)
    };
    match line.strip_prefix('（') {
        _ if ends_sentence => 0,
        Some(rest) if number(rest, '）') => 2,
        None if number(line, '、') => 1,
        _ => 0,
    }
}

/// Words, gaps and marked statements in the order they stand. What looks like a gap or a mark and is none stays text.
fn split(line: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (mut rest, mut words) = (line, String::new());
    while let Some(first) = rest.chars().next() {
        let found = match first {
            '{' => inside(rest, '}').and_then(|(inner, after)| Some((Piece::Gap(gap_number(inner)?), after))),
            '[' => inside(rest, ']').map(|(inner, after)| (Piece::Claim(inner.to_owned()), after)),
            _ => None,
        };
        if let Some((piece, after)) = found {
            pieces.extend(words_piece(&mut words));
            pieces.push(piece);
            rest = after;
        } else {
            words.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    pieces.extend(words_piece(&mut words));
    pieces
}

fn words_piece(words: &mut String) -> Option<Piece> {
    (!words.is_empty()).then(|| Piece::Words(std::mem::take(words)))
}

/// What stands between this opening sign and the closing one, and what comes after.
fn inside(text: &str, close: char) -> Option<(&str, &str)> {
    let inner = text.get(1..)?;
    let end = inner.find(close)?;
    (end > 0 && !inner[..end].contains(['{', '['])).then(|| (&inner[..end], &inner[end + 1..]))
}

fn gap_number(inner: &str) -> Option<i64> {
    inner.split_whitespace().next()?.parse().ok().filter(|n| *n > 0)
}

/// The text with the present wording beside each gap's number, as a writer sees it; an empty wording leaves the number alone, and
/// gaps of nothing placed fall away.
pub fn written(text: &str, wording: impl Fn(i64) -> Option<String>) -> String {
    with_gaps(text, |number| {
        let said = |wording: String| format!("{{{}}}", format!("{number} {wording}").trim_end());
        wording(number).map_or_else(String::new, said)
    })
}

/// The text with its gaps numbered as they first stand in it, and the numbers they had, in that order.
pub fn in_order(text: &str) -> (String, Vec<i64>) {
    let mut order: Vec<i64> = Vec::new();
    for number in gaps(text) {
        if !order.contains(&number) {
            order.push(number);
        }
    }
    let place = |number: i64| order.iter().position(|n| *n == number).map_or(0, |at| at + 1);
    (with_gaps(text, |number| format!("{{{}}}", place(number))), order)
}

/// The text with each gap replaced.
fn with_gaps(text: &str, gap: impl Fn(i64) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        let found = inside(&rest[at..], '}').and_then(|(inner, after)| Some((gap_number(inner)?, after)));
        if let Some((number, after)) = found {
            out.push_str(&gap(number));
            rest = after;
        } else {
            out.push('{');
            rest = &rest[at + 1..];
        }
    }
    out + rest
}

/// The numbers of all gaps of a text, in the order they stand.
pub fn gaps(text: &str) -> Vec<i64> {
    let pieces = paragraphs(text).into_iter().flat_map(|p| p.pieces);
    pieces.filter_map(|piece| if let Piece::Gap(n) = piece { Some(n) } else { None }).collect()
}

/// Words with the typed numbers among them as claims.
fn with_claims(words: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut plain = String::new();
    let mut at = 0;
    while at < words.len() {
        let rest = &words[at..];
        let claim = if plain.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.') { 0 } else { claim_length(rest) };
        if claim > 0 {
            pieces.extend(words_piece(&mut plain));
            pieces.push(Piece::Claim(rest[..claim].to_owned()));
            at += claim;
        } else {
            let first = rest.chars().next().unwrap_or(' ');
            plain.push(first);
            at += first.len_utf8();
        }
    }
    pieces.extend(words_piece(&mut plain));
    pieces
}

/// What an amount is counted in, in texts of the field.
const MEASURES: &str = "件个户人名位棵株方立米亩场次条座吨袋车元万千百斤公顷部台套项批处篇份天小多余餘約约%";
/// Vague amounts that claim a number all the same.
const VAGUE: [&str; 10] = ["数十", "数百", "数千", "上百", "上千", "上万", "近百", "近千", "近万", "成千上万"];
/// After these a number is a name or a date.
const NAMES: [&str; 22] = [
    "年", "月", "日", "号", "時", "时", "点", "分", "期", "届", "国道", "國道", "省道", "县道", "縣道", "线", "線", "世纪", "周年", "路",
    "版", "条例",
];
const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// How many bytes at the start of `text` are a typed amount; 0 when they are none.
fn claim_length(text: &str) -> usize {
    if let Some(vague) = VAGUE.iter().find(|v| text.starts_with(**v)) {
        let measure = text[vague.len()..].chars().next().filter(|c| MEASURES.contains(*c));
        return measure.map_or(0, |c| vague.len() + c.len_utf8());
    }
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return 0;
    }
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(text.len());
    let digits = text[..digits].trim_end_matches(['.', ',']).len();
    let after = &text[digits..];
    if NAMES.iter().any(|name| after.starts_with(name)) {
        return 0;
    }
    let first = after.chars().next();
    if first.is_some_and(|c| MEASURES.contains(c)) {
        return digits + first.map_or(0, char::len_utf8);
    }
    let word = after.strip_prefix(' ').and_then(|rest| rest.split(|c: char| !c.is_alphabetic()).next()).unwrap_or("");
    let counts = word.starts_with(|c: char| c.is_ascii_lowercase()) && !MONTHS.contains(&word);
    if counts { digits + 1 + word.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(line: &str) -> Vec<String> {
        let pieces = paragraphs(line).into_iter().flat_map(|p| p.pieces);
        pieces.filter_map(|p| if let Piece::Claim(text) = p { Some(text) } else { None }).collect()
    }

    #[test]
    fn heads_gaps_and_marks_are_read() {
        let text = "一、总体情况\n（一）清一片垃圾\n三个乡镇清理垃圾{3 近万方}。[极大提升了知名度]\n\n# Overview\n一、二月份共{4}。";
        let read = paragraphs(text);
        assert_eq!(read.iter().map(|p| p.level).collect::<Vec<_>>(), [1, 2, 0, 1, 0]);
        let words = |s: &str| Piece::Words(s.into());
        assert_eq!(read[2].pieces, [words("三个乡镇清理垃圾"), Piece::Gap(3), words("。"), Piece::Claim("极大提升了知名度".into())]);
        assert_eq!(gaps(text), [3, 4]);
        assert_eq!(gaps("{} {x} {0} {-1} [未完 {2"), [0; 0]);
    }

    #[test]
    fn typed_amounts_are_claims_and_names_and_days_are_not() {
        assert_eq!(claims("共清理垃圾13106方，栽树上千棵。"), ["13106方", "上千棵"]);
        assert_eq!(claims("3月11日上午9点，沿207国道，第10期，2017年"), [""; 0]);
        assert_eq!(claims("We planted 120 trees on 11 March 2017."), ["120 trees"]);
        assert_eq!(claims("参加者{2 23人}，其中5人"), ["5人"]);
        assert_eq!(claims("G207、A4纸"), [""; 0]);
    }

    #[test]
    fn notes_are_numbered_as_they_first_stand() {
        let (text, order) = in_order("清理{6 近千方}（{24}），又{6}，[约{3}]{x}");
        assert_eq!((text.as_str(), order), ("清理{1}（{2}），又{1}，[约{3}]{x}", vec![6, 24, 3]));
        assert_eq!(in_order(&text).0, text);
    }

    #[test]
    fn a_writer_sees_the_wording_beside_the_number() {
        let text = "清理{1}，解决{2 old}，{9}，{也不是}";
        let said = written(text, |n| (n < 3).then(|| format!("W{n}")));
        assert_eq!(said, "清理{1 W1}，解决{2 W2}，，{也不是}");
        assert_eq!(written(&said, |n| (n < 3).then(|| format!("W{n}"))), said, "written again it is the same");
    }
}
