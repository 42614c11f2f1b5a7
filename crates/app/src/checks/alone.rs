//! Records that nobody may check: every clerk who could recorded them, typed them in or took part.
use crate::deeds::{Deed, find::SETTLED};
use crate::orgs;
use ledger::{Read, Result};
use std::collections::{BTreeMap, BTreeSet};

/// The longest waiting records of a unit that are looked at.
const LOOKED_AT: usize = 20;
/// Clerks' roles that are looked at.
const ROLES: usize = 5000;

/// Units with such records, each with those clerks (ids), of all units or of one clerk's own.
/// # Errors
/// When the data cannot be read.
pub fn units(r: &mut Read, clerk: Option<&str>, day: &str) -> Result<BTreeMap<String, Vec<String>>> {
    let all = clerks(r, day)?;
    let mut found = BTreeMap::new();
    for (unit, own) in &all {
        if clerk.is_some_and(|id| !own.contains(id)) {
            continue;
        }
        let line = orgs::find::line(r, unit, day)?;
        let over: BTreeSet<&String> = line.iter().filter_map(|above| all.get(above)).flatten().collect();
        if waits_for_another(r, unit, &over)? {
            found.insert(unit.clone(), over.into_iter().cloned().collect());
        }
    }
    Ok(found)
}

/// The ids of every unit's clerks on a day; a role over a unit that was merged is there for the unit it went into as well.
fn clerks(r: &mut Read, day: &str) -> Result<BTreeMap<String, BTreeSet<String>>> {
    let sql = format!(
        "SELECT unit, person FROM roles WHERE role = 'clerk'
            UNION SELECT u.parent, r.person FROM roles r JOIN units u ON u.code = r.unit AND u.merged = 1
                WHERE r.role = 'clerk' AND u.from_day <= $1 AND u.to_day >= $1
            ORDER BY 1, 2 LIMIT {ROLES}"
    );
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in r.rows(&sql, &[day.into()])? {
        all.entry(row.text(0)?).or_default().insert(row.text(1)?);
    }
    Ok(all)
}

fn waits_for_another(r: &mut Read, unit: &str, clerks: &BTreeSet<&String>) -> Result<bool> {
    let own = "item IN (SELECT id FROM items WHERE way = 'own')";
    let tail = format!("WHERE unit = $1 AND state = 'received' AND {own} AND {SETTLED} ORDER BY position LIMIT {LOOKED_AT}");
    Ok(r.all::<Deed>(&tail, &[unit.into()])?.iter().any(|deed| clerks.iter().all(|clerk| deed.involves(clerk))))
}
