//! What there is to erase, and what was.
use super::Erasure;
use crate::checks::{Call, Check};
use crate::deeds::{Conflict, Correction, Deed};
use crate::web::Fault;
use ledger::{Read, Record};
use std::collections::BTreeMap;

/// Shorter words name nobody.
const LETTERS_LEAST: usize = 2;

/// The deeds of which some version, correction, check, conflict or drawing of a caller holds one of these words in what is personal of it, by position.
/// # Errors
/// When the data cannot be read.
pub fn naming(r: &mut Read, mut words: Vec<String>) -> Result<Vec<Deed>, Fault> {
    words.retain(|word| word.chars().count() >= LETTERS_LEAST);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let tables = [
        (Deed::TABLE, Deed::COLUMNS),
        (Correction::TABLE, Correction::COLUMNS),
        (Check::TABLE, Check::COLUMNS),
        (Conflict::TABLE, Conflict::COLUMNS),
        (Call::TABLE, Call::COLUMNS),
    ];
    let mut deeds: BTreeMap<i64, Deed> = BTreeMap::new();
    for (table, id) in r.saying(&tables, &words)? {
        let of = match table {
            Correction::TABLE => r.find::<Correction>(&id)?.map(|c| c.deed),
            Check::TABLE => r.find::<Check>(&id)?.map(|c| c.deed),
            Conflict::TABLE => r.find::<Conflict>(&id)?.map(|c| c.deed),
            // A caller is drawn under the deed's own id.
            _ => Some(id),
        };
        if let Some(deed) = of.map(|id| r.find::<Deed>(&id)).transpose()?.flatten() {
            deeds.insert(deed.position, deed);
        }
    }
    Ok(deeds.into_values().collect())
}

/// The newest erasure of a record.
/// # Errors
/// When the data cannot be read.
pub fn of<T: Record>(r: &mut Read, id: &str) -> ledger::Result<Option<Erasure>> {
    r.one("WHERE object = $1 ORDER BY made_at DESC, id DESC LIMIT 1", &[format!("{}/{id}", T::TABLE).into()])
}
