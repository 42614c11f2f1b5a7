//! Income: years that are missing, amounts that cannot be, and those that were copied.
use super::{Found, Kind};
use crate::households::file::File;
use crate::households::sections::Section;
use std::collections::BTreeMap;

/// Fen a head and year above which nobody is helped; what is more is a slip of the pen.
const ABSURD: i64 = 10_000_000;
/// Sources that are never the same to the yuan in two years. Allowances are.
const EARNED: [&str; 2] = ["wage", "business"];

pub fn check(file: &File, today: &str, found: &mut Found) {
    if file.lists.money().next().is_none() {
        return;
    }
    let mut years: BTreeMap<i64, BTreeMap<&str, i64>> = BTreeMap::new();
    for income in file.incomes.iter().filter(|income| !income.planned) {
        years.entry(income.year).or_default().insert(&income.source, income.fen);
    }
    for (year, of) in &years {
        let at = year.to_string();
        let costs: i64 = of.iter().filter(|(source, _)| file.lists.sign(source) < 0).map(|(_, fen)| fen).sum();
        // No total is typed that parts could miss. Costs are of the household's own business: what that brought belongs beside them, were it nothing.
        if costs > 0 && !of.contains_key("business") {
            found.say(Kind::IncomeParts, &at, Section::Income, &at);
        }
        let negative = of.iter().any(|(_, fen)| *fen < 0);
        if negative || file.net(*year, false, today).is_some_and(|net| net.per_head > ABSURD) {
            found.say(Kind::IncomeAbsurd, &at, Section::Income, &at);
        }
        let before = years.get(&(year - 1));
        let same = |source: &str| before.and_then(|b| b.get(source)).zip(of.get(source)).is_some_and(|(a, b)| a == b && *b > 0);
        if EARNED.iter().any(|source| same(source)) {
            found.say(Kind::IncomeUnchanged, &at, Section::Income, &at);
        }
    }
    missing(file, &years, today, found);
}

/// Between the first year of which something is written and the last one that is over, none is left out.
fn missing(file: &File, years: &BTreeMap<i64, BTreeMap<&str, i64>>, today: &str, found: &mut Found) {
    let this = today.get(..4).and_then(|year| year.parse::<i64>().ok()).unwrap_or(0);
    let opened = file.household.from_day.get(..4).and_then(|year| year.parse::<i64>().ok()).unwrap_or(this);
    let first = years.keys().next().copied().unwrap_or(opened);
    for year in (first..this).filter(|year| !years.contains_key(year)) {
        found.say(Kind::YearMissing, year.to_string(), Section::Income, "");
    }
}
