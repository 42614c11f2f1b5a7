//! The exit test (两不愁三保障): each ground met or not in a year and what that rests on; with the income over the year's line.
use super::Household;
use super::lists::{self, Lists};
use super::model::{LINE_MOST, at_most};
use crate::sealing::Seal;
use crate::web::Fault;
use ledger::{Sealed, Tx, record};

record! {
    /// Whether a ground is met in a year; `met` is `yes`, `no` or nothing.
    pub struct Ground in "exit_grounds" { household: String, year: i64, ground: String, met: String, basis: Option<Sealed> as personal }
}

impl Ground {
    /// # Errors
    /// `Invalid` when the ground is none of the list.
    pub fn say(tx: &mut Tx, household: &Household, seal: &Seal, year: i64, (ground, met, basis): (&str, &str, &str)) -> Result<(), Fault> {
        let ground = lists::code("ground", "ground", &Lists::of(tx)?.grounds, ground)?;
        let met = lists::code("met", "met", &lists::MET, met)?;
        at_most("basis", basis, LINE_MOST)?;
        let id = format!("{}-{year}-{ground}", household.id);
        if let Some(there) = tx.find::<Ground>(&id)? {
            let basis = seal.renew::<Ground>(tx, &id, "basis", (&there.basis, basis))?;
            let after = Ground { met, basis, ..there.clone() };
            if after != there {
                tx.update(&there, &after)?;
            }
        } else if !met.is_empty() || !basis.trim().is_empty() {
            let basis = seal.put::<Ground>(tx, &id, "basis", basis)?;
            tx.insert(&Ground { id, rev: 1, household: household.id.clone(), year, ground, met, basis })?;
        }
        Ok(())
    }
}
