//! A record as a figure counted it: a line of text, so that what was counted can be kept, hashed and compared with the record's leaf.
use crate::deeds::Deed;
use crate::web::Fault;
use ledger::Read;
use serde::{Deserialize, Serialize};

/// One record as it stood.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
pub struct Input {
    pub deed: String,
    /// Its newest leaf then.
    pub leaf: i64,
    /// The number its receipt shows.
    pub position: i64,
    pub unit: String,
    pub day: String,
    /// Thousandths.
    pub quantity: i64,
}

impl Input {
    /// The record as it stands.
    /// # Errors
    /// When the data cannot be read.
    pub fn of(r: &mut Read, deed: &Deed) -> ledger::Result<Self> {
        let leaf = r.last_leaf::<Deed>(&deed.id)?.unwrap_or(deed.position);
        let (unit, day) = (deed.unit.clone(), deed.day.clone());
        Ok(Self { deed: deed.id.clone(), leaf, position: deed.position, unit, day, quantity: deed.quantity })
    }

    /// Its line of JSON, without an end.
    /// # Errors
    /// Never in practice: there is nothing in it that JSON cannot hold.
    pub fn line(&self) -> Result<String, Fault> {
        serde_json::to_string(self).map_err(|e| Fault::broken(e.to_string()))
    }

    /// # Errors
    /// `Broken` when the line is none of ours.
    pub fn parse(line: &str) -> Result<Self, Fault> {
        serde_json::from_str(line).map_err(|e| Fault::broken(e.to_string()))
    }

    /// The deed with what it counted then; the rest is as it is now.
    /// # Errors
    /// When the data cannot be read.
    pub fn then(&self, r: &mut Read) -> ledger::Result<Deed> {
        let deed = r.get::<Deed>(&self.deed)?;
        Ok(Deed { unit: self.unit.clone(), day: self.day.clone(), quantity: self.quantity, ..deed })
    }
}
