//! Who may do what with rosters.
use super::{Actor, Power, serves};
use crate::people::RoleKind::{Administrator, Clerk, Leader};
use crate::rosters::{self, Subject};
use crate::web::Fault;
use ledger::Read;

/// What may be done with rosters. Any other power is none of these.
pub(super) fn allowed(r: &mut Read, power: &Power, actor: &Actor, unit: &str, day: &str) -> Result<bool, Fault> {
    match power {
        Power::SeeRosters(_) if unit.is_empty() => Ok(true),
        Power::SeeRosters(_) => actor.covers_any(r, &[Clerk, Leader], unit, day),
        Power::MakeRoster(_) | Power::KeepRoster(_) => actor.covers(r, Clerk, unit, day),
        Power::ReadRoster(id) => {
            Ok(actor.covers_any(r, &[Clerk, Leader], unit, day)? || rosters::is_assigned(r, &actor.pseudonym, id, "")?)
        }
        Power::ServeSubject(id) => {
            let subject: Subject = r.get(id)?;
            serves(r, actor, &subject, unit)
        }
        Power::EraseSubject(_) => actor.covers(r, Administrator, unit, day),
        _ => Ok(false),
    }
}
