//! What reaches a household, or a village: each of a short list is done, under way, needed, or not needed and why.
use super::lists::{self, Lists};
use super::model::{LINE_MOST, at_most};
use crate::sealing::Seal;
use crate::web::Fault;
use ledger::{Sealed, Tx, record};

record! {
    /// How far one of the reaches is. `subject` is a household's id or a village's code, `unit` the village's or team's code.
    pub struct Reach in "reaches" { subject: String, unit: String, reach: String, state: String, note: Option<Sealed> as personal }
}

impl Reach {
    /// Says how far it is.
    /// # Errors
    /// `Invalid` when the reach or the state is none of the lists.
    pub fn say(tx: &mut Tx, seal: &Seal, (subject, unit): (&str, &str), reach: &str, (state, note): (&str, &str)) -> Result<(), Fault> {
        let reach = lists::code("reach", "reach", &Lists::of(tx)?.reaches, reach)?;
        let state = lists::code("state", "state", &lists::STATES, state)?;
        at_most("note", note, LINE_MOST)?;
        let id = format!("{subject}-{reach}");
        if let Some(there) = tx.find::<Reach>(&id)? {
            let note = seal.renew::<Reach>(tx, &id, "note", (&there.note, note))?;
            let after = Reach { unit: unit.to_owned(), state, note, ..there.clone() };
            if after != there {
                tx.update(&there, &after)?;
            }
        } else if !state.is_empty() {
            let note = seal.put::<Reach>(tx, &id, "note", note)?;
            tx.insert(&Reach { id, rev: 1, subject: subject.to_owned(), unit: unit.to_owned(), reach, state, note })?;
        }
        Ok(())
    }
}
