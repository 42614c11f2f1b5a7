//! What was handed out before.
use super::HandOut;
use crate::people;
use crate::sealing::Seal;
use crate::web::Fault;
use crate::web::words::Words;
use ledger::Read;

/// Of one household, the newest first.
/// # Errors
/// When the data cannot be read.
pub fn of_household(r: &mut Read, household: &str) -> ledger::Result<Vec<HandOut>> {
    r.all("WHERE household = $1 ORDER BY made_at DESC, id DESC LIMIT 200", &[household.into()])
}

/// Lists of a year that were looked at or taken away, the newest first.
/// # Errors
/// When the data cannot be read.
pub fn lists_of(r: &mut Read, year: i64) -> ledger::Result<Vec<HandOut>> {
    r.all("WHERE household = '' AND year = $1 ORDER BY made_at DESC, id DESC LIMIT 200", &[year.into()])
}

/// One handing-out of a file: who did it, at which instant, and what to whom in words.
pub struct Line {
    pub who: String,
    /// The same, as a pseudonym.
    pub made_by: String,
    pub made_at: String,
    pub day: String,
    pub what: String,
}

/// Those of a household in words, for who sees its file whole.
/// # Errors
/// `Broken` when a value was changed behind the door.
pub fn lines(r: &mut Read, w: &Words, household: &str, seal: &Seal) -> Result<Vec<Line>, Fault> {
    let mut lines = Vec::new();
    for row in of_household(r, household)? {
        let who = people::find::by_pseudonym(r, &row.made_by)?.map_or_else(|| row.made_by.clone(), |person| person.called(w));
        let name = seal.get::<HandOut>(&row.id, "recipient", &row.recipient)?;
        let name = if name.is_empty() { w.t("erasure.erased").to_owned() } else { name };
        let what = w.f(
            if row.member.is_empty() { "handed.whole_to" } else { "handed.part_to" },
            &[("name", &name), ("as", &w.t(&format!("handed_to.{}", row.to_whom)))],
        );
        lines.push(Line { who, made_by: row.made_by, made_at: row.made_at, day: row.day, what });
    }
    Ok(lines)
}
