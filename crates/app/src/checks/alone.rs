//! Records that nobody may check: their unit has one clerk, and that clerk recorded them, typed them in or took part.
use crate::deeds::{Deed, find::SETTLED};
use crate::orgs;
use ledger::{Read, Result, Value};
use std::collections::BTreeMap;

/// The longest waiting records of a unit that are looked at.
const LOOKED_AT: usize = 20;
/// Clerks' roles that are looked at.
const ROLES: usize = 500;

/// Units with such records, each with its only clerk (an id), of all units or of one clerk's own.
/// # Errors
/// When the data cannot be read.
pub fn units(r: &mut Read, clerk: Option<&str>, day: &str) -> Result<BTreeMap<String, String>> {
    let (which, with): (&str, Vec<Value>) = clerk.map_or(("", Vec::new()), |id| (" AND person = $1", vec![id.into()]));
    let sql = format!("SELECT DISTINCT unit, person FROM roles WHERE role = 'clerk'{which} ORDER BY unit, person LIMIT {ROLES}");
    let mut found = BTreeMap::new();
    for row in r.rows(&sql, &with)? {
        let (unit, person) = (row.text(0)?, row.text(1)?);
        if clerks_of(r, &unit, day)? == [person.as_str()] && waits_for_another(r, &unit, &person)? {
            found.insert(unit, person);
        }
    }
    Ok(found)
}

/// The ids of all clerks of a unit and above it.
fn clerks_of(r: &mut Read, unit: &str, day: &str) -> Result<Vec<String>> {
    let mut clerks = Vec::new();
    for above in orgs::find::line(r, unit, day)? {
        let rows = r.rows("SELECT DISTINCT person FROM roles WHERE role = 'clerk' AND unit = $1", &[above.into()])?;
        clerks.extend(rows.iter().map(|row| row.text(0)).collect::<Result<Vec<_>>>()?);
    }
    clerks.sort_unstable();
    clerks.dedup();
    Ok(clerks)
}

fn waits_for_another(r: &mut Read, unit: &str, clerk: &str) -> Result<bool> {
    let own = "item IN (SELECT id FROM items WHERE way = 'own')";
    let tail = format!("WHERE unit = $1 AND state = 'received' AND {own} AND {SETTLED} ORDER BY position LIMIT {LOOKED_AT}");
    Ok(r.all::<Deed>(&tail, &[unit.into()])?.iter().any(|deed| deed.involves(clerk)))
}
