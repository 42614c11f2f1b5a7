//! Questions about visits.
use super::Visit;
use crate::campaigns::{self, Indicator, Item};
use ledger::{Read, Result};

/// The visits of a household, the newest first, at most so many.
/// # Errors
/// When the data cannot be read.
pub fn of_household(r: &mut Read, household: &str, limit: usize) -> Result<Vec<Visit>> {
    r.all(&format!("WHERE household = $1 ORDER BY day DESC, made_at DESC LIMIT {limit}"), &[household.into()])
}

/// The visit that a deed is.
/// # Errors
/// When the data cannot be read.
pub fn of_deed(r: &mut Read, deed: &str) -> Result<Option<Visit>> {
    r.one("WHERE deed = $1 ORDER BY made_at LIMIT 1", &[deed.into()])
}

/// Promises to a household that nobody has kept, the nearest due first.
/// # Errors
/// When the data cannot be read.
pub fn open_promises(r: &mut Read, household: &str) -> Result<Vec<Visit>> {
    let all: Vec<Visit> = r.all("WHERE household = $1 AND kept_on = '' AND due <> '' ORDER BY due, made_at", &[household.into()])?;
    Ok(all.into_iter().filter(Visit::is_promise).collect())
}

/// Whether somebody (a pseudonym) promised something that is due on a day, or was before, and that nobody has kept.
/// # Errors
/// When the data cannot be read.
pub fn is_promise_due(r: &mut Read, owner: &str, day: &str) -> Result<bool> {
    let due: Vec<Visit> = r.all(
        "WHERE owner = $1 AND due <> '' AND due <= $2 AND kept_on = '' AND promised IS NOT NULL ORDER BY due LIMIT 1",
        &[owner.into(), day.into()],
    )?;
    Ok(!due.is_empty())
}

/// The indicator a person's last visit was recorded under; anybody's, before they made one.
/// # Errors
/// When the data cannot be read.
pub fn last_indicator(r: &mut Read, visitor: &str) -> Result<Option<String>> {
    const OWN: &str = "SELECT d.indicator FROM visits v JOIN deeds d ON d.id = v.deed WHERE v.visitor = $1 AND v.need = '' ORDER BY v.made_at DESC LIMIT 1";
    const ANY: &str = "SELECT d.indicator FROM visits v JOIN deeds d ON d.id = v.deed WHERE v.need = '' ORDER BY v.made_at DESC LIMIT 1";
    let own = r.row(OWN, &[visitor.into()])?;
    let row = if own.is_some() { own } else { r.row(ANY, &[])? };
    row.map(|row| row.text(0)).transpose()
}

/// The items of a unit under which a visit may be recorded on a day, each by its first indicator.
/// # Errors
/// When the data cannot be read.
pub fn items(r: &mut Read, unit: &str, day: &str) -> Result<Vec<(Item, Indicator)>> {
    let items = campaigns::find::open_to(r, unit, day)?;
    // What the other side confirms solves a need; what has decimals is no household.
    let first = |(item, indicators): (Item, Vec<Indicator>)| Some((item, indicators.into_iter().next()?));
    Ok(items.into_iter().filter_map(first).filter(|(item, first)| item.way != "confirm" && first.decimals == 0).collect())
}
