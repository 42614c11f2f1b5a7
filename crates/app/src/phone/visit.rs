//! A visit that was written down without a network: the form after a visit, as it was filled in.
use crate::asked::{Asking, Form, Measured};
use crate::deeds::Deed;
use crate::households::{Household, find};
use crate::people::{self, Person};
use crate::powers::{Power, Who, decide};
use crate::visits::{self, NewVisit, Visit};
use crate::web::{Fault, Fields};
use ledger::{Read, Tx};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    household: String,
    fields: Vec<(String, String)>,
}

/// Where it was, what it says, and how long it was worked on.
#[derive(Debug)]
pub struct Asked {
    pub home: Household,
    new: NewVisit,
    measured: Option<Measured>,
}

/// What is asked for; its id is the operation's.
/// # Errors
/// `Missing` when there is no such household.
pub fn asked(r: &mut Read, body: Body, id: &str) -> Result<Asked, Fault> {
    let home = find::by_code(r, &body.household)?.ok_or(Fault::Missing)?;
    let fields = Fields::from(body.fields);
    // The time since it was drawn is the network's: the phone's own word alone is taken.
    Ok(Asked { home, new: NewVisit { id: id.to_owned(), ..visits::read(&fields) }, measured: Measured::of(&fields, 0) })
}

/// Writes it down as the sender's (by id), or as theirs whose queue a clerk brings in (by code), who must be allowed to record for them: its first
/// leaf's position, and the deed it is.
/// # Errors
/// As [`Visit::make`]; `Barred` when the clerk may not record for that person.
pub fn written(
    tx: &mut Tx,
    Asked { home, new, measured }: &Asked,
    (sender, behalf): (&str, Option<&str>),
    today: &str,
) -> Result<(i64, Option<Deed>), Fault> {
    let visitor: Person = match behalf {
        None => tx.get(sender)?,
        Some(code) => {
            let person = people::find::by_code(tx, code)?.ok_or_else(|| Fault::says("person", "need.person", &[("code", &code)]))?;
            let day = if new.day.is_empty() { today } else { &new.day };
            let unit = people::find::unit_on(tx, &person.id, day)?.unwrap_or_default();
            let power = Power::Record { unit, recorder: person.id.clone(), day: day.to_owned() };
            let now = tx.now_ms();
            decide(tx, &Who::Person(sender.to_owned()), &power, now)?;
            person
        }
    };
    let position = tx.position();
    let visit = Visit::make(tx, home, new, &visitor, sender)?;
    Asking::keep(tx, Form::Visit, *measured, &visitor.pseudonym)?;
    let deed = if visit.deed.is_empty() { None } else { tx.find::<Deed>(&visit.deed)? };
    Ok((position, deed))
}
