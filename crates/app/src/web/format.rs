//! Dates and quantities as a reader of each language writes them.

use super::words::{Lang, Words};

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// `2017-03-30` → 3月30日, 30 March. What is not a date comes back as it is.
pub fn day(lang: Lang, iso: &str) -> String {
    match split(iso) {
        Some((_, month, day)) => match lang {
            Lang::En => format!("{day} {}", MONTHS[month - 1]),
            _ => format!("{month}月{day}日"),
        },
        None => iso.to_owned(),
    }
}

/// `2017-03-30` → 2017年3月30日, 30 March 2017.
pub fn day_year(lang: Lang, iso: &str) -> String {
    match split(iso) {
        Some((year, ..)) => match lang {
            Lang::En => format!("{} {year}", day(lang, iso)),
            _ => format!("{year}年{}", day(lang, iso)),
        },
        None => iso.to_owned(),
    }
}

/// `2017-03` → 2017年3月, March 2017.
pub fn month(lang: Lang, iso: &str) -> String {
    match split(&format!("{iso}-01")) {
        Some((year, month, _)) => match lang {
            Lang::En => format!("{} {year}", MONTHS[month - 1]),
            _ => format!("{year}年{month}月"),
        },
        None => iso.to_owned(),
    }
}

/// A local `2017-03-31T10:00` → 2017年3月31日10:00, 31 March 2017, 10:00.
pub fn instant(lang: Lang, local: &str) -> String {
    let Some((date, time)) = local.split_once(['T', ' ']) else {
        return day_year(lang, local);
    };
    let clock = time.get(..5).unwrap_or(time);
    match lang {
        Lang::En => format!("{}, {clock}", day_year(lang, date)),
        _ => format!("{}{clock}", day_year(lang, date)),
    }
}

/// Thousandths with at most `decimals` places, trailing zeros gone: 1500 → 1.5.
pub fn quantity(milli: i64, decimals: u8) -> String {
    let places = usize::from(decimals.min(3));
    let step = 10_i64.pow(3 - places as u32);
    let rounded = (milli.unsigned_abs() + step as u64 / 2) / step as u64;
    let scale = 10_u64.pow(places as u32);
    let mut text = (rounded / scale).to_string();
    let fraction = rounded % scale;
    if fraction > 0 {
        let digits = format!("{fraction:0places$}");
        text.push('.');
        text.push_str(digits.trim_end_matches('0'));
    }
    if milli < 0 && rounded > 0 {
        text.insert(0, '−');
    }
    text
}

/// A quantity as a reader of the language writes it: thousands are grouped in English, Chinese text writes them plain.
pub fn shown(lang: Lang, milli: i64, decimals: u8) -> String {
    let text = quantity(milli, decimals);
    if lang.is_han() {
        return text;
    }
    text.split_once('.').map_or_else(|| grouped(&text), |(whole, rest)| format!("{}.{rest}", grouped(whole)))
}

/// A measure beside a number: in English one of a thing is not several. Words that a campaign made for itself follow the common endings.
pub fn measured(lang: Lang, number: &str, measure: &str) -> String {
    if lang.is_han() || number != "1" {
        return measure.to_owned();
    }
    let (first, rest) =
        measure.split_once(' ').filter(|(_, rest)| rest.starts_with("of ")).map_or((measure, ""), |(f, _)| (f, &measure[f.len()..]));
    let one = match first {
        "people" => "person".to_owned(),
        word if ["ss", "us", "is"].iter().any(|end| word.ends_with(end)) => word.to_owned(),
        word if word.ends_with("ies") => format!("{}y", &word[..word.len() - 3]),
        word if ["sses", "shes", "ches", "xes"].iter().any(|end| word.ends_with(end)) => word[..word.len() - 2].to_owned(),
        word => word.strip_suffix('s').unwrap_or(word).to_owned(),
    };
    format!("{one}{rest}")
}

/// What stands between a number and its measure: nothing where both are set as Chinese.
pub fn gap(lang: Lang, measure: &str) -> &'static str {
    if measure.is_empty() || lang.is_han() && !measure.starts_with(|c: char| c.is_ascii()) { "" } else { " " }
}

/// A number and its measure, set as the language sets them.
pub fn amount(lang: Lang, number: &str, measure: &str) -> String {
    format!("{number}{}{}", gap(lang, measure), measured(lang, number, measure))
}

/// Digits by threes: 12345 → 12,345.
pub fn grouped(whole: &str) -> String {
    let digits = whole.trim_start_matches('−');
    let mut out = whole[..whole.len() - digits.len()].to_owned();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn split(iso: &str) -> Option<(u32, usize, u32)> {
    let mut parts = iso.get(..10)?.split('-');
    let year = parts.next()?.parse().ok()?;
    let month: usize = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    ((1..=12).contains(&month)).then_some((year, month, day))
}

/// A stretch of time to wait: 30秒, 1分30秒.
pub fn wait(w: &Words, seconds: i64) -> String {
    match (seconds / 60, seconds % 60) {
        (0, s) => w.f("wait.seconds", &[("s", &s)]),
        (m, 0) => w.f("wait.minutes", &[("m", &m)]),
        (m, s) => w.f("wait.both", &[("m", &m), ("s", &s)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_each_language_writes_them() {
        assert_eq!(day(Lang::Hans, "2017-03-30"), "3月30日");
        assert_eq!(day(Lang::En, "2017-03-30"), "30 March");
        assert_eq!(day_year(Lang::Hant, "2017-03-30"), "2017年3月30日");
        assert_eq!(instant(Lang::Hans, "2017-03-31T10:00"), "2017年3月31日10:00");
        assert_eq!(instant(Lang::En, "2017-03-31T10:00:07"), "31 March 2017, 10:00");
        assert_eq!(day(Lang::En, "never"), "never");
    }

    #[test]
    fn quantities_carry_no_empty_zeros() {
        assert_eq!(quantity(1_500, 1), "1.5");
        assert_eq!(quantity(1_500, 3), "1.5");
        assert_eq!(quantity(2_000, 2), "2");
        assert_eq!(quantity(1_234, 1), "1.2");
        assert_eq!(quantity(13_106_000, 1), "13106");
        assert_eq!(quantity(-250, 2), "−0.25");
        assert_eq!(quantity(0, 1), "0");
        assert_eq!(shown(Lang::En, 13_106_500, 1), "13,106.5");
        assert_eq!(shown(Lang::En, -999_000, 0), "−999");
        assert_eq!(shown(Lang::Hans, 13_106_000, 0), "13106");
    }
}
