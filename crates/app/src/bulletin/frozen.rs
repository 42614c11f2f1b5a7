//! The records behind a published figure, kept as a file of lines: what the value was made of when it was frozen.
use super::find;
use super::model::Placed;
use crate::campaigns;
use crate::deeds::File;
use crate::figures::{Input, Question, records};
use crate::web::Fault;
use ledger::{Blob, Blobs, Checkpoint, Read, Tx};
use serde::{Deserialize, Serialize};

/// Records read at once.
const PAGE: usize = 500;

/// Writes down the records of a placed figure; the file's SHA-256.
/// # Errors
/// When the file or the data cannot be written.
pub fn keep(tx: &mut Tx, placed: &Placed, blobs: &Blobs, by: &str) -> Result<String, Fault> {
    let q: Question = placed.what.parse()?;
    let mut lines = Head::of(tx, &q, placed.value)?.line()?.into_bytes();
    lines.push(b'\n');
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
    let sha256 = blobs.lay(&Blob::of(&lines))?;
    File::note(tx, &sha256, "application/x-ndjson", lines.len(), by)?;
    Ok(sha256)
}

/// What was frozen: the first line of its file, so that the records of one figure cannot be shown as those of another.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    figure: String,
    /// Thousandths for a sum, a count otherwise.
    value: i64,
    /// The indicators that count into it.
    facets: Vec<String>,
}

impl Head {
    fn of(r: &mut Read, q: &Question, value: i64) -> Result<Self, Fault> {
        Ok(Self { figure: q.to_string(), value, facets: campaigns::find::serving(r, &q.indicators)? })
    }

    fn line(&self) -> Result<String, Fault> {
        serde_json::to_string(self).map_err(|e| Fault::broken(e.to_string()))
    }
}

/// The file of a published figure: its first line, which issues of older releases have not, and a line for each record.
pub struct Kept {
    pub head: Option<String>,
    pub lines: Vec<String>,
}

impl Kept {
    /// # Errors
    /// `Missing` when the file is not there; `Broken` when it is not what was written.
    pub fn read(blobs: &Blobs, sha256: &str) -> Result<Self, Fault> {
        let text = String::from_utf8(blobs.get(sha256)?).map_err(|e| Fault::broken(e.to_string()))?;
        let mut lines: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
        let headed = lines.first().is_some_and(|line| serde_json::from_str::<Head>(line).is_ok());
        Ok(Self { head: headed.then(|| lines.remove(0)), lines })
    }

    /// The indicators that counted into it then; none where no first line says so.
    #[must_use]
    pub fn facets(&self) -> Option<Vec<String>> {
        self.head.as_deref().and_then(|head| serde_json::from_str::<Head>(head).ok()).map(|head| head.facets)
    }
}

/// What holds a published figure: the leaf that names its records, and the first checkpoint signed over that leaf.
pub struct Sealed {
    pub position: i64,
    pub kept: Kept,
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
        Ok(Self { position, kept: Kept::read(blobs, &placed.inputs)?, checkpoint, key })
    }
}
