//! Who is responsible for a household. A change goes on the next line with its date.
use super::model::{day_or_none, due_within, today_of};
use super::work::pseudonym;
use super::{Household, find};
use crate::realm::{OPEN_END, day_before};
use crate::web::Fault;
use ledger::{Tx, record};

record! {
    /// Somebody is responsible for a household, from–to. `person` is a pseudonym.
    pub struct Pairing in "pairings" { household: String, person: String, from_day: String, to_day: String, made_by: String, made_at: String }
}

impl Pairing {
    /// Hands a household over to the person with a code, from a day on; to the same person changes nothing.
    /// # Errors
    /// `Invalid` when nobody has the code, or the day lies before the line there is.
    pub fn hand_over(tx: &mut Tx, household: &Household, code: &str, from: &str) -> Result<(), Fault> {
        let person = pseudonym(tx, "person", code)?;
        let from = if from.is_empty() { today_of(tx)? } else { day_or_none("from", from)? };
        due_within(tx, "from", &from)?;
        take_back(tx, household, &from)?;
        if let Some(last) = find::pairings(tx, &household.id)?.into_iter().next().filter(|last| last.to_day == OPEN_END) {
            if last.person == person {
                return Ok(());
            }
            // Handed over on the same day it was another's: that line says who it is; the log has who it was.
            if last.from_day == from {
                tx.update(&last, &Pairing { person, ..last.clone() })?;
                return Ok(());
            }
            if last.from_day > from {
                return Err(Fault::says("from", "need.after_day", &[("day", &last.from_day)]));
            }
            tx.update(&last, &Pairing { to_day: day_before(&from, 1), ..last.clone() })?;
        }
        let (id, made_by, made_at) = (tx.uuid(), tx.warrant().who().to_owned(), tx.now());
        tx.insert(&Pairing {
            id,
            rev: 1,
            household: household.id.clone(),
            person,
            from_day: from,
            to_day: OPEN_END.to_owned(),
            made_by,
            made_at,
        })?;
        Ok(())
    }
}

/// A hand-over that has not begun gives way to one of an earlier day: whoever came before it goes on, as if it had not been made.
fn take_back(tx: &mut Tx, household: &Household, from: &str) -> Result<(), Fault> {
    let today = today_of(tx)?;
    let mut lines = find::pairings(tx, &household.id)?.into_iter();
    let Some(ahead) = lines.next().filter(|line| line.from_day > today && line.from_day.as_str() > from) else { return Ok(()) };
    if let Some(before) = lines.next().filter(|line| line.to_day == day_before(&ahead.from_day, 1)) {
        tx.update(&before, &Pairing { to_day: OPEN_END.to_owned(), ..before.clone() })?;
    }
    Ok(tx.delete(&ahead)?)
}
