//! The numbers of a list at the head of its lines, in the many ways they are written.
use super::days;
use super::fold::{Folded, at, is_gap};
use super::ground::Ground;

/// A list being read.
#[derive(Default)]
pub struct Numbering {
    /// The number of the last line: the next one has the next, or begins anew.
    pub last: u64,
}

impl Numbering {
    /// The number of a list that the line begins with, and where the rest begins.
    pub fn read(&mut self, ground: &Ground, line: &Folded) -> (usize, bool) {
        let c = &line.c;
        let mut i = c.iter().take_while(|c| c.is_whitespace() || "-*•·●○#>+".contains(**c)).count();
        if at(c, i, "no.") && c.get(i + 3).is_some_and(char::is_ascii_digit) {
            i += 3;
        }
        if let Some(end) = group(c, i) {
            return (end, true);
        }
        let circled = line.raw.get(i).and_then(|r| circled(*r));
        if let Some(n) = circled {
            self.last = n;
            return (i + 1, true);
        }
        let open = matches!(c.get(i), Some('(' | '[' | '【'));
        let start = i + usize::from(open);
        let digits = c[start.min(c.len())..].iter().take_while(|c| c.is_ascii_digit()).count();
        if digits == 0 || digits > 3 {
            return (han_number(c, i), false);
        }
        let value: u64 = c[start..start + digits].iter().collect::<String>().parse().unwrap_or(0);
        i = start + digits;
        let next = c.get(i).copied().unwrap_or(' ');
        let after = c.get(i + 1).copied().unwrap_or(' ');
        let expected = value == self.last + 1 || value == 1;
        let ok = match next {
            ')' | ']' | '】' => true,
            '.' => !after.is_ascii_digit() || expected && list_decimal(c, i + 1),
            '、' | ':' | '-' | '_' | '*' => !open && !after.is_ascii_digit() || next == '、',
            ',' => !open && !(after.is_ascii_digit()),
            ' ' => !open && (expected || self.last == 0) && list_blank(ground, c, i),
            '/' => false,
            _ => !open && expected && name_follows(ground, c, i),
        };
        if !ok {
            return (0, false);
        }
        self.last = value;
        let rest = i + usize::from(next != ' ' && (is_gap(next) || next == ')'));
        (if is_gap(next) { rest } else { i }, true)
    }
}

/// 1.3月18日 and 1.5棵: the first is a list's number, the second is not.
fn list_decimal(c: &[char], i: usize) -> bool {
    days::day_at(&[&[' '], &c[i..]].concat(), 1, None).is_some_and(|d| !d.bare)
}

/// "1 张三": a number and a blank, when no measure follows.
fn list_blank(ground: &Ground, c: &[char], i: usize) -> bool {
    let from = i + c[i..].iter().take_while(|c| c.is_whitespace()).count();
    let measured = ground.measures.iter().any(|m| super::keywords::stands(c, from, m) && !name_follows(ground, c, from));
    from < c.len() && !measured
}

fn name_follows(ground: &Ground, c: &[char], i: usize) -> bool {
    ground.names.listed().iter().any(|(name, _)| at(c, i, name))
}

/// 一、 二、 are headings or numbers; what follows is read either way.
fn han_number(c: &[char], i: usize) -> usize {
    let count = c[i.min(c.len())..].iter().take_while(|c| "一二三四五六七八九十".contains(**c)).count();
    if count > 0 && matches!(c.get(i + count), Some('、' | '.')) { i + count + 1 } else { 0 }
}

/// 第1组： and the like head a line as a number does.
fn group(c: &[char], i: usize) -> Option<usize> {
    let number = super::numbers::number_at(c, i + 1).filter(|_| c.get(i) == Some(&'第'))?;
    let end = number.end + c[number.end..].iter().take_while(|c| "小组队批名位".contains(**c)).count();
    (c.get(end) == Some(&':')).then_some(end + 1)
}

/// ① is 1, ⑴ and ⒈ too.
fn circled(c: char) -> Option<u64> {
    let base = match c {
        '①'..='⑳' => '①',
        '⑴'..='⒇' => '⑴',
        '⒈'..='⒛' => '⒈',
        '㈠'..='㈩' => '㈠',
        '❶'..='❿' => '❶',
        '➊'..='➓' => '➊',
        _ => return None,
    };
    Some(u64::from(c as u32 - base as u32) + 1)
}
