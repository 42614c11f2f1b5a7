//! Who may do what with rosters.
use super::{Actor, Power, serves};
use crate::people::RoleKind::{Administrator, Clerk, Leader};
use crate::rosters::{self, Roster, Subject};
use crate::web::Fault;
use ledger::Read;

/// The unit of the roster that a power is used on; nothing for any other power.
pub(super) fn place(r: &mut Read, power: &Power) -> Result<String, Fault> {
    let roster = match power {
        Power::ReadRoster(id) | Power::KeepRoster(id) => id.clone(),
        Power::ServeSubject(id) | Power::EraseSubject(id) => r.get::<Subject>(id)?.roster,
        _ => return Ok(String::new()),
    };
    Ok(r.get::<Roster>(&roster)?.unit)
}

/// What may be done with rosters. Any other power is none of these.
pub(super) fn allowed(r: &mut Read, power: &Power, actor: &Actor, unit: &str, day: &str) -> Result<bool, Fault> {
    match power {
        Power::SeeRosters(_) if unit.is_empty() => Ok(true),
        Power::SeeRosters(_) => actor.covers_any(r, &[Clerk, Leader], unit, day),
        Power::MakeRoster(_) | Power::KeepRoster(_) => actor.covers(r, Clerk, unit, day),
        Power::ReadRoster(id) => {
            Ok(actor.covers_any(r, &[Clerk, Leader], unit, day)? || rosters::is_assigned(r, &actor.pseudonym, (id, ""), day)?)
        }
        Power::ServeSubject(id) => {
            let subject: Subject = r.get(id)?;
            serves(r, actor, &subject, unit)
        }
        Power::EraseSubject(_) => actor.covers(r, Administrator, unit, day),
        _ => Ok(false),
    }
}
