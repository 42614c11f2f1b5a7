//! The records behind a published figure, kept as a file of lines: what the value was made of when it was frozen.
use super::find;
use super::model::Placed;
use crate::deeds::File;
use crate::figures::{Input, Question, records};
use crate::web::Fault;
use ledger::{Blobs, Checkpoint, Read, Tx};

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
            lines.extend(Input::of(tx, deed)?.line()?.into_bytes());
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

/// The lines of a file, a record each.
/// # Errors
/// `Missing` when the file is not there; `Broken` when it is not what was written.
pub fn lines(blobs: &Blobs, sha256: &str) -> Result<Vec<String>, Fault> {
    let text = String::from_utf8(blobs.get(sha256)?).map_err(|e| Fault::broken(e.to_string()))?;
    Ok(text.lines().map(ToOwned::to_owned).collect())
}

/// What holds a published figure: the leaf that names its records, and the first checkpoint signed over that leaf.
pub struct Sealed {
    pub position: i64,
    /// Its records, a line each.
    pub lines: Vec<String>,
    /// None until one is signed (at most ten seconds).
    pub checkpoint: Option<Checkpoint>,
    /// The key of the epoch in which it was signed.
    pub key: String,
}

impl Sealed {
    /// # Errors
    /// `Missing` when there is no leaf of it; else when the data cannot be read.
    pub fn of(r: &mut Read, blobs: &Blobs, placed: &Placed) -> Result<Self, Fault> {
        let position = r.last_leaf::<Placed>(&placed.id)?.ok_or(Fault::Missing)?;
        let checkpoint = r.checkpoint_covering(position)?;
        let key = find::key_of(r, checkpoint.as_ref())?;
        Ok(Self { position, lines: lines(blobs, &placed.inputs)?, checkpoint, key })
    }
}
