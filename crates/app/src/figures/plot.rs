//! A figure over time as bars: a small drawing made here, of days, weeks or months as the period is long.
use crate::realm::{day_before, days_between};
use crate::web::html::{Html, escape};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Up to so many days each has a bar of its own; up to as many weeks, each week; beyond that, each month.
const BARS_MOST: i64 = 62;
const WIDTH: usize = 620;
const HEIGHT: i64 = 96;

/// Bars of a period, oldest first. `alt` says in words what is drawn. Empty when there are not two bars to compare.
pub fn bars(days: &BTreeMap<String, i64>, from: &str, to: &str, alt: &str) -> Html {
    let values = spans(days, from, to);
    let most = values.iter().copied().max().unwrap_or(0);
    if values.len() < 2 || most <= 0 {
        return Html(String::new());
    }
    let step = WIDTH / values.len();
    let wide = (step * 4 / 5).clamp(2, 40);
    let mut svg = format!(
        "<svg class=\"plot\" viewBox=\"0 0 {} {}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{}\">",
        step * values.len(),
        HEIGHT + 1,
        escape(alt)
    );
    for (n, value) in values.iter().enumerate() {
        // What is there at all stays visible beside a large neighbour.
        let tall = if *value > 0 { (value.saturating_mul(HEIGHT) / most).max(2) } else { 0 };
        let (x, y) = (n * step + (step - wide) / 2, HEIGHT - tall);
        // Writing to a String cannot fail.
        let _ = write!(svg, "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{tall}\"/>");
    }
    let _ = write!(svg, "<path d=\"M0 {HEIGHT}.5H{}\"/></svg>", step * values.len());
    Html(svg)
}

/// The value of each span of the period.
fn spans(days: &BTreeMap<String, i64>, from: &str, to: &str) -> Vec<i64> {
    let length = days_between(from, to);
    if length <= BARS_MOST {
        return (0..length).map(|n| days.get(&day_before(from, -n)).copied().unwrap_or(0)).collect();
    }
    if length <= 7 * BARS_MOST {
        let week = |n: i64| (day_before(from, -7 * n), day_before(from, -7 * n - 6));
        return (0..(length + 6) / 7).map(week).map(|(a, b)| days.range(a..=b).map(|(_, v)| v).sum()).collect();
    }
    let mut months: BTreeMap<&str, i64> = BTreeMap::new();
    for (day, value) in days {
        *months.entry(day.get(..7).unwrap_or(day)).or_default() += value;
    }
    months.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_for_each_day_of_a_month_and_each_week_of_a_term() {
        let days = BTreeMap::from([("2017-03-01".to_owned(), 5), ("2017-03-09".to_owned(), 10)]);
        assert_eq!(bars(&days, "2017-03-01", "2017-03-31", "").0.matches("<rect").count(), 31);
        assert_eq!(spans(&days, "2017-03-01", "2017-06-30")[..3], [5, 10, 0]);
        assert_eq!(bars(&days, "2017-03-01", "2017-03-01", "").0, "");
        assert_eq!(bars(&BTreeMap::new(), "2017-03-01", "2017-03-31", "").0, "");
    }
}
