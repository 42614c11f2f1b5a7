//! The records behind a published figure, kept as a file of lines: what the value was made of when it was frozen.
use super::model::Placed;
use crate::deeds::{Deed, File};
use crate::figures::{Question, records};
use crate::web::Fault;
use ledger::{Blobs, Read, Tx};
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

/// Records read at once.
const PAGE: usize = 500;

/// Writes down the records of a placed figure; the file's SHA-256.
/// # Errors
/// When the file or the data cannot be written.
pub fn keep(tx: &mut Tx, placed: &Placed, blobs: &Blobs, by: &str) -> Result<String, Fault> {
    let q: Question = placed.what.parse()?;
    let mut lines = Vec::new();
    let mut after = None;
    loop {
        let (page, next) = records::page(tx, &q, after.as_ref(), PAGE)?;
        for deed in &page {
            serde_json::to_writer(&mut lines, &Input::of(tx, deed)?).map_err(|e| Fault::broken(e.to_string()))?;
            lines.push(b'\n');
        }
        after = next;
        if after.is_none() {
            break;
        }
    }
    let sha256 = blobs.put(&lines)?;
    File::note(tx, &sha256, "application/x-ndjson", lines.len(), by)?;
    Ok(sha256)
}

impl Input {
    fn of(r: &mut Read, deed: &Deed) -> Result<Self, Fault> {
        let leaf = r.last_leaf::<Deed>(&deed.id)?.unwrap_or(deed.position);
        let (unit, day) = (deed.unit.clone(), deed.day.clone());
        Ok(Self { deed: deed.id.clone(), leaf, position: deed.position, unit, day, quantity: deed.quantity })
    }

    /// The deed with what it counted then; the rest is as it is now.
    /// # Errors
    /// When the data cannot be read.
    pub fn then(&self, r: &mut Read) -> ledger::Result<Deed> {
        let deed = r.get::<Deed>(&self.deed)?;
        Ok(Deed { unit: self.unit.clone(), day: self.day.clone(), quantity: self.quantity, ..deed })
    }
}

/// The records of a file.
/// # Errors
/// `Missing` when the file is not there; `Broken` when it is not what was written.
pub fn read(blobs: &Blobs, sha256: &str) -> Result<Vec<Input>, Fault> {
    let bytes = blobs.get(sha256)?;
    let text = String::from_utf8(bytes).map_err(|e| Fault::broken(e.to_string()))?;
    text.lines().map(|line| serde_json::from_str(line).map_err(|e| Fault::broken(e.to_string()))).collect()
}
