//! A line cut into pieces: names, quantities, words of items, days, units, gaps, and what is left.
use super::fold::{Folded, at, is_gap, is_han, is_letter, longest};
use super::ground::Ground;
use super::names::{self, Name};
use super::{days, numbers};
use jiff::civil::Date;

/// How much, as it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quantity {
    /// Empty when the text says 几 and the like.
    pub milli: Option<i64>,
    /// Folded; empty for a bare number.
    pub measure: String,
    pub guess: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    Name(Name),
    /// Items with the weight of the word.
    Item(Vec<(usize, i64)>),
    Quantity(Quantity),
    Day(Option<Date>),
    /// Units that may be meant.
    Unit(Vec<usize>),
    /// 同上
    Ditto,
    /// 各, 每人
    Each,
    /// A place that a preposition begins.
    Place,
    Text,
    Gap,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    pub from: usize,
    pub to: usize,
    pub token: Token,
}

impl Piece {
    pub fn is_gap(&self) -> bool {
        self.token == Token::Gap
    }
    pub fn is_text(&self) -> bool {
        self.token == Token::Text
    }
}

pub struct Scan<'a> {
    pub(super) ground: &'a Ground,
    line: &'a Folded,
    unit: Option<String>,
    pieces: Vec<Piece>,
}

/// The pieces of a part of a line. `unit` is the unit the text speaks of there.
pub fn scan(ground: &Ground, line: &Folded, from: usize, to: usize, unit: Option<&str>) -> Vec<Piece> {
    let mut scan = Scan { ground, line, unit: unit.map(ToOwned::to_owned), pieces: Vec::new() };
    let mut i = from;
    while i < to {
        let (end, token) = scan.next(i).unwrap_or((i + 1, Token::Text));
        i = end.min(to).max(i + 1);
        scan.push(i, end, token, from);
    }
    scan.merged()
}

const DITTO: &[&str] = &["同上", "同前", "如上", "同楼上", "same as above", "as above", "ditto"];
const EACH: &[&str] = &["每人各", "每人", "各自", "人均", "各", "each", "apiece", "per person"];
const JOINERS: &str = "和与及同跟由是请带@";
#[rustfmt::skip]
const FACES: &[&str] = &[
    "强", "玫瑰", "鼓掌", "握手", "微笑", "太阳", "爱心", "ok", "拳头", "胜利", "庆祝", "加油", "呲牙", "抱拳", "笑脸", "合十", "鲜花", "偷笑", "愉快", "心",
];

impl Scan<'_> {
    pub(super) fn c(&self) -> &[char] {
        &self.line.c
    }

    fn push(&mut self, to: usize, _end: usize, token: Token, start: usize) {
        let from = self.pieces.last().map_or(start, |p| p.to);
        match self.pieces.last_mut() {
            Some(last) if last.token == token && matches!(token, Token::Text | Token::Gap) => last.to = to,
            _ => self.pieces.push(Piece { from, to, token }),
        }
    }

    /// Whether nothing unread stands directly before.
    pub(super) fn bounded(&self, i: usize) -> bool {
        match self.pieces.last() {
            Some(last) if last.is_text() => JOINERS.contains(self.line.c[i - 1]),
            _ => true,
        }
    }

    fn next(&self, i: usize) -> Option<(usize, Token)> {
        let c = self.c();
        if let Some(end) = self.ditto(i) {
            return Some((end, Token::Ditto));
        }
        if let Some(end) = face(c, i) {
            return Some((end, Token::Gap));
        }
        if let Some(found) = self.quantity(i) {
            return Some(found);
        }
        if is_gap(c[i]) && c[i] != '\'' {
            return Some((i + 1, Token::Gap));
        }
        if let Some(found) = self.name(i) {
            return Some(found);
        }
        let bounded = self.bounded(i);
        if let Some(day) = days::day_at(c, i, self.ground.today).filter(|d| !d.bare || self.bare_day(i, d.end)) {
            return Some((day.end, Token::Day(day.date)));
        }
        if let Some(end) = days::time_at(c, i) {
            return Some((end, Token::Gap));
        }
        if bounded && let Some(found) = self.unit(i) {
            return Some(found);
        }
        if let Some(word) =
            longest(c, i, EACH.iter().copied()).filter(|w| w.chars().all(is_han) || !is_letter(*c.get(i.wrapping_sub(1)).unwrap_or(&' ')))
        {
            let after = i + word.chars().count();
            // 各种, 各位: no each.
            if word != "各" || !matches!(c.get(after), Some('种' | '位' | '类' | '界' | '地' | '单')) {
                return Some((after, Token::Each));
            }
        }
        self.place(i).or_else(|| self.item(i)).or_else(|| self.titled(i))
    }

    fn ditto(&self, i: usize) -> Option<usize> {
        let c = self.c();
        if let Some(word) = longest(c, i, DITTO.iter().copied()) {
            return Some(i + word.chars().count());
        }
        let edge = |n: Option<&char>| n.is_none_or(|n| n.is_whitespace() || ",、;|)(".contains(*n));
        let before = i.checked_sub(1).and_then(|n| c.get(n));
        (matches!(c[i], '"' | '〃' | '″') && edge(before) && edge(c.get(i + 1))).then_some(i + 1)
    }

    /// 3.18 is a day at the head of a line, where something else follows that is no measure.
    pub(super) fn bare_day(&self, i: usize, end: usize) -> bool {
        let head = self.pieces.iter().all(|p| matches!(p.token, Token::Gap | Token::Name(_) | Token::Unit(_)));
        let c = self.c();
        let mark = c[i..end].contains(&'.');
        let two = c[i..end].iter().rev().take_while(|c| c.is_ascii_digit()).count() == 2;
        let next = c.get(end).copied().unwrap_or(' ');
        let measured = self.measure_at(end).is_some();
        head && !measured
            && (!mark || two || is_gap(next) && self.pieces.is_empty())
            && (is_gap(next) || is_han(next))
            && self.digits_behind(end)
    }
    fn digits_behind(&self, end: usize) -> bool {
        self.c()[end..].iter().any(|c| c.is_ascii_digit() || is_han(*c) || c.is_alphabetic())
    }

    /// A listed name; one that a longer word merely contains is none.
    fn name(&self, i: usize) -> Option<(usize, Token)> {
        let c = self.c();
        let bounded = self.bounded(i);
        for (name, full) in self.ground.names.listed() {
            if !at(c, i, name) {
                continue;
            }
            let count = name.chars().count();
            let (end, han) = (i + count, name.chars().all(|c| is_han(c) || c == '·'));
            let before = i.checked_sub(1).map(|n| c[n]);
            if !han && (before.is_some_and(is_letter) || c.get(end).is_some_and(|n| is_letter(*n))) {
                continue;
            }
            let strong = *full && count >= 3;
            if !bounded && (!strong || before.is_some_and(|b| "帮给替为向的".contains(b))) {
                continue;
            }
            if han && count == 2 && c.get(end).is_some_and(|n| "路街村桥庄河沟镇乡".contains(*n)) {
                continue;
            }
            if han && (!*full && !self.known_behind(end) || count == 2 && self.longer_name(end)) {
                continue;
            }
            let title = names::title_at(c, end);
            let written: String = self.line.raw[i..end].iter().collect();
            return Some((end + title, Token::Name(self.ground.names.resolve(&written, self.unit.as_deref()))));
        }
        None
    }

    /// 王强强: one more character, and then nothing, makes another name of it.
    fn longer_name(&self, end: usize) -> bool {
        let c = self.c();
        let next = c.get(end).is_some_and(|n| is_han(*n));
        let apart = c.get(end + 1).is_none_or(|n| is_gap(*n) || n.is_ascii_digit());
        next && apart && !self.known_behind(end) && names::title_at(c, end) == 0
    }

    /// Whether what stands here can follow a name that is no full one.
    fn known_behind(&self, i: usize) -> bool {
        let c = self.c();
        let Some(next) = c.get(i) else { return true };
        is_gap(*next)
            || next.is_ascii_digit()
            || "在于到和与及各去今昨的等又也从帮共".contains(*next)
            || names::title_at(c, i) > 0
            || !self.ground.keywords.at(c, i).is_empty()
            || numbers::number_at(c, i).is_some()
            || self.ground.names.listed().iter().any(|(n, _)| at(c, i, n))
    }

    fn unit(&self, i: usize) -> Option<(usize, Token)> {
        let c = self.c();
        let (name, _, _) = self
            .ground
            .unit_names
            .iter()
            .find(|(name, _, full)| at(c, i, name) && self.unit_ends(i + name.chars().count(), *full, name))?;
        let all: Vec<usize> = self.ground.unit_names.iter().filter(|(n, _, _)| n == name).map(|(_, unit, _)| *unit).collect();
        // The full name of one goes before the short names of others.
        let full: Vec<usize> = self.ground.unit_names.iter().filter(|(n, _, full)| n == name && *full).map(|(_, unit, _)| *unit).collect();
        let mut units = if full.is_empty() { all } else { full };
        units.dedup();
        Some((i + name.chars().count(), Token::Unit(units)))
    }

    /// 白沙镇广场 is a place, not the unit 白沙镇; a short name stands alone or before a name.
    fn unit_ends(&self, end: usize, full: bool, name: &str) -> bool {
        let c = self.c();
        let Some(next) = c.get(end) else { return true };
        if name.chars().last().is_some_and(is_letter) {
            return !is_letter(*next);
        }
        let named = self.ground.names.listed().iter().any(|(n, _)| at(c, end, n));
        is_gap(*next)
            || named
            || full
                && (next.is_ascii_digit()
                    || !self.ground.keywords.at(c, end).is_empty()
                    || days::day_at(c, end, None).is_some()
                    || "的在".contains(*next))
    }

    /// at North Beach, near Oak Street: to the next mark or number.
    fn place(&self, i: usize) -> Option<(usize, Token)> {
        let (c, raw) = (self.c(), &self.line.raw);
        if !c[i].is_ascii_alphabetic() || i > 0 && is_letter(c[i - 1]) {
            return None;
        }
        let (word, end) = numbers::word_at(c, i);
        let sure = ["at", "near", "along", "outside", "behind", "beside", "around"].contains(&word.as_str());
        let upper = |n: usize| raw.get(n).is_some_and(|r| r.is_uppercase());
        let the = if at(c, end + 1, "the ") { end + 5 } else { end + 1 };
        if c.get(end) != Some(&' ') || !(sure || ["in", "on", "by", "from"].contains(&word.as_str()) && (upper(the) || the > end + 1)) {
            return None;
        }
        // on Saturday is a day.
        if days::day_at(c, the, self.ground.today).is_some_and(|day| !day.bare) {
            return None;
        }
        let capital = upper(the);
        let stop = |n: usize| {
            c[n] == ' ' && (self.place_ends(n + 1, capital) || at(c, n, " - "))
                || is_gap(c[n]) && c[n] != ' ' && c[n] != '.' && c[n] != '-'
                || c[n] == '.' && c.get(n + 1).is_none_or(|x| *x == ' ')
        };
        let mut last = end + 1;
        while last < c.len()
            && !stop(last)
            && !(c[last] == ' '
                && c.get(last + 1).is_some_and(|x| {
                    x.is_ascii_digit()
                        && self.quantity(last + 1).is_some_and(|q| matches!(&q.1, Token::Quantity(q) if !q.measure.is_empty()))
                }))
        {
            last += 1;
        }
        (last > end + 2).then_some((last, Token::Place))
    }

    /// A place goes on over capitals, or over a few words where it has none.
    fn place_ends(&self, i: usize, capital: bool) -> bool {
        let (word, _) = numbers::word_at(self.c(), i);
        let small = self.line.raw.get(i).is_some_and(|r| r.is_lowercase());
        let joins = ["of", "the"].contains(&word.as_str());
        small
            && !joins
            && (capital
                || ["and", "with", "for", "to", "but", "then", "helping", "doing", "so", "while", "after", "before", "today", "this", "on"]
                    .contains(&word.as_str()))
    }

    fn item(&self, i: usize) -> Option<(usize, Token)> {
        let c = self.c();
        let found = self.ground.keywords.at(c, i);
        let longest = found.iter().map(|k| super::keywords::length(c, i, &k.text)).max()?;
        // 柳树村, 桃树沟: the tree in the name of a place is none that was planted.
        if longest == 1 && i > 0 && is_han(c[i - 1]) && c.get(i + 1).is_some_and(|next| PLACES.contains(*next)) {
            return None;
        }
        let mut items: Vec<(usize, i64)> = Vec::new();
        for word in found {
            let own = super::keywords::length(c, i, &word.text);
            // A shorter word of another item says less than the longer one.
            items.push((word.item, if own == longest { word.weight } else { word.weight / 3 }));
        }
        Some((i + longest, Token::Item(items)))
    }

    /// 李主任, 老王, 小陈 where nothing else follows them.
    fn titled(&self, i: usize) -> Option<(usize, Token)> {
        let c = self.c();
        if !self.bounded(i) || !is_han(c[i]) {
            return None;
        }
        let run = c[i..].iter().take_while(|c| is_han(**c)).count().min(6);
        (2..=run).rev().find_map(|count| {
            let text: String = c[i..i + count].iter().collect();
            names::surname_of(&text)?;
            if !self.known_behind(i + count) {
                return None;
            }
            let written: String = self.line.raw[i..i + count].iter().collect();
            Some((i + count, Token::Name(self.ground.names.resolve(&written, self.unit.as_deref()))))
        })
    }

    /// Words of letters with single blanks between them are one text.
    fn merged(self) -> Vec<Piece> {
        join_words(self.pieces, &self.line.c)
    }
}

/// What the name of a place ends in behind a tree or a flower.
const PLACES: &str = "村沟庄湾坪坡洼峪山河桥岭坝屯寨";

/// Whether words on both sides of a gap are one text: a blank, well-known; a dash between blanks parts them.
fn joins(gap: &[char]) -> bool {
    gap.iter().all(|g| matches!(g, ' ' | '\'' | '.' | '-')) && (gap.len() == 1 || !gap.contains(&'-'))
}

pub fn join_words(pieces: Vec<Piece>, c: &[char]) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let latin = |ch: char| is_letter(ch) || ch.is_ascii_digit();
    for piece in pieces {
        let n = out.len();
        if piece.is_text()
            && n >= 2
            && out[n - 2].is_text()
            && out[n - 1].is_gap()
            && joins(&c[out[n - 1].from..out[n - 1].to])
            && latin(c[out[n - 2].to - 1])
            && latin(c[piece.from])
        {
            out.pop();
            if let Some(last) = out.last_mut() {
                last.to = piece.to;
            }
        } else if let Some(last) = out.last_mut().filter(|last| last.is_text() && piece.is_text()) {
            last.to = piece.to;
        } else {
            out.push(piece);
        }
    }
    out
}

/// [强], [玫瑰]: faces of a chat.
fn face(c: &[char], i: usize) -> Option<usize> {
    if c[i] != '[' {
        return None;
    }
    let name = longest(c, i + 1, FACES.iter().copied())?;
    let end = i + 1 + name.chars().count();
    (c.get(end) == Some(&']')).then_some(end + 1)
}
