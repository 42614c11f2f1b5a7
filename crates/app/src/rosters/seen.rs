//! What a deed's page says of the roster it is a service of: which, and what of the checklist was done; never whom it served.
use super::find;
use super::model::Roster;
use crate::web::Fault;
use ledger::Read;

#[derive(Clone, Debug)]
pub struct OnRoster {
    pub name: String,
    pub path: String,
    pub ticks: Vec<String>,
}

impl OnRoster {
    /// # Errors
    /// When the data cannot be read.
    pub fn of(r: &mut Read, deed: &str) -> Result<Option<Self>, Fault> {
        let Some(service) = find::service_of(r, deed)? else { return Ok(None) };
        let roster: Roster = r.get(&service.roster)?;
        Ok(Some(Self { path: roster.path(), name: roster.name, ticks: service.ticked().map(ToOwned::to_owned).collect() }))
    }
}
