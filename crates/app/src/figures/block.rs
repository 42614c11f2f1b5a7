//! Eight days in one row, so that a long period is few rows: a month is at most seventeen instead of thirty-one.
use jiff::ToSpan;
use jiff::civil::{Date, date};

const DAYS: i32 = 8;
/// What blocks are counted from.
const FIRST: Date = date(2000, 1, 1);

/// Whole blocks of eight days. A row's day reads `x2017-03-01`, which sorts behind every calendar day.
pub struct Block;

/// Rows between two keys, both included.
pub type Rows = (String, String);

impl Block {
    /// The key of the block a day lies in; the day itself when it is no calendar day.
    pub fn of(day: &str) -> String {
        day.parse().map_or_else(|_| day.to_owned(), |date| key(start(date)))
    }

    /// The rows that make up a period: days before its first whole block, whole blocks, days behind the last.
    pub fn rows(from: &str, to: &str) -> Vec<Rows> {
        let whole = || vec![(from.to_owned(), to.to_owned())];
        let (Ok(a), Ok(b)) = (from.parse::<Date>(), to.parse::<Date>()) else { return whole() };
        let first = if start(a) == a { a } else { start(a).saturating_add(DAYS.days()) };
        let (Ok(next), Ok(before)) = (b.tomorrow(), first.yesterday()) else { return whole() };
        // The first day behind the last whole block.
        let end = start(next);
        if end <= first {
            return whole();
        }
        let mut rows = vec![(key(first), key(end.saturating_sub(DAYS.days())))];
        if a < first {
            rows.push((from.to_owned(), before.to_string()));
        }
        if end <= b {
            rows.push((end.to_string(), to.to_owned()));
        }
        rows
    }
}

fn start(day: Date) -> Date {
    let since = FIRST.until(day).map_or(0, |span| span.get_days());
    day.saturating_sub(since.rem_euclid(DAYS).days())
}

fn key(day: Date) -> String {
    format!("x{day}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_rows_of_a_period_hold_each_of_its_days_once(from in 0..900_i32, length in 0..90_i32) {
            let (a, b) = (FIRST.saturating_add(from.days()), FIRST.saturating_add((from + length).days()));
            let rows = Block::rows(&a.to_string(), &b.to_string());
            let within = |key: &str| rows.iter().filter(|(x, y)| x.as_str() <= key && key <= y.as_str()).count();
            for n in -20..length + 20 {
                let day = a.saturating_add(n.days()).to_string();
                prop_assert_eq!(within(&day) + within(&Block::of(&day)), usize::from((0..=length).contains(&n)), "{}", day);
            }
        }
    }
}
