//! Days as people write them: 3月18日, 3.18, 3/18, 2017-03-18, 昨天, 周六, 18日, Mar 18, yesterday.
use super::fold::{at, is_han, is_letter, longest};
use jiff::civil::{Date, Weekday};

/// A day that was read; empty when no day is given to count from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    pub end: usize,
    pub date: Option<Date>,
    /// Written with a point or a stroke alone: it may be another number.
    pub bare: bool,
}

#[rustfmt::skip]
const RELATIVE: &[(&str, i32)] = &[("今天", 0), ("今日", 0), ("今早", 0), ("今晚", 0), ("今儿", 0), ("昨天", 1), ("昨日", 1), ("昨晚", 1), ("昨儿", 1), ("前天", 2), ("前日", 2), ("大前天", 3),
    ("today", 0), ("yesterday", 1), ("tonight", 0), ("this morning", 0), ("this afternoon", 0), ("last night", 1)];
const WEEK: &[(&str, Weekday)] = &[
    ("一", Weekday::Monday),
    ("二", Weekday::Tuesday),
    ("三", Weekday::Wednesday),
    ("四", Weekday::Thursday),
    ("五", Weekday::Friday),
    ("六", Weekday::Saturday),
    ("日", Weekday::Sunday),
    ("天", Weekday::Sunday),
    ("末", Weekday::Saturday),
];
const ENGLISH_WEEK: &[(&str, Weekday)] = &[
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];
const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The day that begins here, counted from `today` where it needs to be.
pub fn day_at(c: &[char], i: usize, today: Option<Date>) -> Option<Day> {
    if i > 0 && (c[i - 1].is_ascii_alphanumeric() || c[i - 1] == '.') {
        return None;
    }
    relative(c, i, today).or_else(|| numeric(c, i, today)).or_else(|| english(c, i, today))
}

fn relative(c: &[char], i: usize, today: Option<Date>) -> Option<Day> {
    if let Some(word) = longest(c, i, RELATIVE.iter().map(|(w, _)| *w)) {
        let back = RELATIVE.iter().find(|(w, _)| *w == word)?.1;
        let date = today.and_then(|t| t.checked_sub(jiff::Span::new().days(back)).ok());
        return Some(Day { end: i + word.chars().count(), date, bare: false });
    }
    let lead = longest(c, i, ["周", "星期", "礼拜", "本周", "这周", "上周", "上星期", "上礼拜", "本星期"])?;
    let after = i + lead.chars().count();
    let (_, weekday) = WEEK.iter().find(|(w, _)| at(c, after, w))?;
    // 周一围 and the like are no days.
    let weeks = i32::from(lead.starts_with('上'));
    let date = today.and_then(|t| latest(t, *weekday, weeks));
    Some(Day { end: after + 1, date, bare: false })
}

/// The last such weekday up to today; with 上周, the one of the week before.
fn latest(today: Date, weekday: Weekday, weeks: i32) -> Option<Date> {
    let back = today.weekday().since(weekday);
    let monday = i32::from(today.weekday().since(Weekday::Monday));
    let back = i32::from(back);
    let back = if weeks > 0 && back <= monday { back + 7 } else { back };
    today.checked_sub(jiff::Span::new().days(back)).ok()
}

/// A number of one to `most` digits, and where it ends.
fn number(c: &[char], i: usize, most: usize) -> Option<(i16, usize)> {
    let count = c[i.min(c.len())..].iter().take_while(|c| c.is_ascii_digit()).count();
    if count == 0 || count > most {
        return None;
    }
    Some((c[i..i + count].iter().collect::<String>().parse().ok()?, i + count))
}

/// 三月十八日: months and days in Han as well.
fn han_or_digits(c: &[char], i: usize) -> Option<(i16, usize)> {
    if let Some(found) = number(c, i, 2) {
        return Some(found);
    }
    let found = super::numbers::number_at(c, i).filter(|n| n.word && is_han(c[i]) && !n.guess)?;
    let value = i16::try_from(found.milli? / 1000).ok()?;
    (1..=31).contains(&value).then_some((value, found.end))
}

fn made(year: Option<i16>, month: i16, day: i16, today: Option<Date>) -> Option<Option<Date>> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let Some(year) = year.or(today.map(Date::year)) else { return Some(None) };
    let date = Date::new(year, month, day).ok()?;
    // A day without a year that is far ahead is last year's.
    let ahead = today.filter(|t| date > *t && date.since(*t).is_ok_and(|s| s.get_days() > 180));
    Some(Some(if ahead.is_some() { Date::new(year - 1, month, day).ok()? } else { date }))
}

fn numeric(c: &[char], i: usize, today: Option<Date>) -> Option<Day> {
    let (year, from) = match number(c, i, 4) {
        Some((year, end)) if (1990..2100).contains(&year) && c.get(end).is_some_and(|c| "年-/.".contains(*c)) => (Some(year), end + 1),
        _ => (None, i),
    };
    let (month, after) = han_or_digits(c, from)?;
    let sign = *c.get(after)?;
    if year.is_none() && (sign == '日' || sign == '号') && number(c, i, 2).is_some() {
        return day_alone(c, after, month, today);
    }
    if !"月-/.".contains(sign) || sign != '月' && number(c, from, 2).is_none() {
        return None;
    }
    let (day, mut end) = if sign == '月' { han_or_digits(c, after + 1)? } else { number(c, after + 1, 2)? };
    let date = made(year, month, day, today)?;
    let mut bare = year.is_none() && sign != '月';
    if matches!(c.get(end), Some('日' | '号')) {
        (end, bare) = (end + 1, false);
    } else if c
        .get(end)
        .is_some_and(|next| next.is_ascii_digit() || *next == '.' && year.is_none() && c.get(end + 1).is_some_and(char::is_ascii_digit))
    {
        return None;
    }
    Some(Day { end: to_end(c, end), date, bare })
}

/// 3月18日-20日, 3月18日至19日: the first day is meant; what follows belongs to it.
fn to_end(c: &[char], end: usize) -> usize {
    if !matches!(c.get(end), Some('-' | '~' | '至' | '到')) {
        return end;
    }
    match number(c, end + 1, 2) {
        Some((_, after)) if matches!(c.get(after), Some('日' | '号')) => after + 1,
        Some((_, after)) if c.get(after) == Some(&'月') => {
            number(c, after + 1, 2).map_or(end, |(_, last)| if matches!(c.get(last), Some('日' | '号')) { last + 1 } else { last })
        }
        _ => end,
    }
}

/// 18日, 18号: of today's month. 18号楼 is a house.
fn day_alone(c: &[char], after: usize, day: i16, today: Option<Date>) -> Option<Day> {
    let end = after + 1;
    if !(1..=31).contains(&day) || c.get(end).is_some_and(|next| "楼院线桥路坑井机门栋地点村渠闸店厅岗铺室床台".contains(*next))
    {
        return None;
    }
    let date = today.and_then(|t| Date::new(t.year(), t.month(), i8::try_from(day).ok()?).ok());
    Some(Day { end, date, bare: false })
}

fn english(c: &[char], i: usize, today: Option<Date>) -> Option<Day> {
    if i > 0 && is_letter(c[i - 1]) {
        return None;
    }
    let (word, end) = super::numbers::word_at(c, i);
    if let Some((_, weekday)) = ENGLISH_WEEK.iter().find(|(w, _)| *w == word) {
        return Some(Day { end, date: today.and_then(|t| latest(t, *weekday, 0)), bare: false });
    }
    if let Some((day, after)) = number(c, i, 2) {
        let after = ["st", "nd", "rd", "th"].iter().find(|s| at(c, after, s)).map_or(after, |_| after + 2);
        let from = after + usize::from(c.get(after) == Some(&' '));
        let (word, end) = super::numbers::word_at(c, from);
        return Some(Day { end, date: made(None, month(&word)?, day, today)?, bare: false });
    }
    let month = month(&word)?;
    let from = end + c[end..].iter().take_while(|c| matches!(c, ' ' | '.')).count();
    let (day, mut after) = number(c, from, 2)?;
    if ["st", "nd", "rd", "th"].iter().any(|s| at(c, after, s)) {
        after += 2;
    }
    Some(Day { end: after, date: made(None, month, day, today)?, bare: false })
}

fn month(word: &str) -> Option<i16> {
    let names = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    let at = MONTHS.iter().position(|m| *m == word).or_else(|| names.iter().position(|m| *m == word))?;
    i16::try_from(at + 1).ok()
}

/// A time of the day: 8:30, 上午9点半. Where it ends.
pub fn time_at(c: &[char], i: usize) -> Option<usize> {
    // 一上午, 整个下午: how long, not when.
    let long = i > 0 && "一半整个".contains(c[i - 1]);
    if let Some(word) = longest(c, i, ["上午", "下午", "早上", "早晨", "清晨", "中午", "晚上", "傍晚", "凌晨"]).filter(|_| !long)
    {
        return Some(i + word.chars().count());
    }
    if i > 0 && (c[i - 1].is_ascii_alphanumeric() || c[i - 1] == '.') {
        return None;
    }
    let (hour, end) = number(c, i, 2)?;
    if hour > 24 {
        return None;
    }
    if c.get(end) == Some(&':') {
        let (_, end) = number(c, end + 1, 2).filter(|(minute, end2)| *minute < 60 && end2 - end == 3)?;
        let seconds = if c.get(end) == Some(&':') { number(c, end + 1, 2).map(|(_, e)| e) } else { None };
        return Some(clock_end(c, seconds.unwrap_or(end)));
    }
    if c.get(end) == Some(&'点') && !at(c, end, "点多") {
        let end = if matches!(c.get(end + 1), Some('半' | '整' | '钟')) { end + 2 } else { end + 1 };
        return Some(number(c, end, 2).filter(|(_, e)| c.get(*e) == Some(&'分')).map_or(end, |(_, e)| e + 1));
    }
    let rest = super::numbers::word_at(c, end).0;
    (rest == "am" || rest == "pm").then_some(end + 2)
}

/// 8:30-10:00 is one time, 8:30am too.
fn clock_end(c: &[char], end: usize) -> usize {
    let end = if at(c, end, "am") || at(c, end, "pm") { end + 2 } else { end };
    if matches!(c.get(end), Some('-' | '~' | '至' | '到')) { time_at(c, end + 1).unwrap_or(end) } else { end }
}

#[cfg(test)]
mod tests {
    use super::{day_at, time_at};
    use jiff::civil::date;

    #[test]
    fn days_as_people_write_them() {
        let today = Some(date(2017, 3, 23)); // a Thursday
        for (text, month, day, end) in [
            ("3月18日清理", 3, 18, 5),
            ("3.18 张", 3, 18, 4),
            ("3/18", 3, 18, 4),
            ("2017-03-18", 3, 18, 10),
            ("2017年3月18日", 3, 18, 10),
            ("三月十八日", 3, 18, 5),
            ("昨天", 3, 22, 2),
            ("周六", 3, 18, 2),
            ("上周三", 3, 15, 3),
            ("本周三", 3, 22, 3),
            ("18号", 3, 18, 3),
            ("3月18日-20日", 3, 18, 9),
            ("mar 18", 3, 18, 6),
            ("18th march", 3, 18, 10),
            ("saturday", 3, 18, 8),
        ] {
            let c: Vec<char> = text.chars().collect();
            let read = day_at(&c, 0, today).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((read.date, read.end), (Some(date(2017, month, day)), end), "{text}");
        }
        for text in ["18号楼", "1.5", "13.40", "3.18.2"] {
            let c: Vec<char> = text.chars().collect();
            assert!(day_at(&c, 0, today).is_none_or(|d| d.bare && text == "1.5"), "{text}");
        }
    }

    #[test]
    fn times_are_no_quantities() {
        for (text, end) in [("8:30", 4), ("10:32:05", 8), ("9点半", 3), ("上午", 2), ("8:30-10:00", 10), ("9am", 3)] {
            assert_eq!(time_at(&text.chars().collect::<Vec<_>>(), 0), Some(end), "{text}");
        }
    }
}
