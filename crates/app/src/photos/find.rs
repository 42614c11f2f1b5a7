//! What was made of a file, and which records hold nearly the same photograph.
use super::KINDS;
use super::darkroom::forgotten;
use crate::deeds::{Deed, File, state};
use crate::web::Fault;
use ledger::{Read, Tx};

/// How many records are named at most.
const NAMED: usize = 5;

/// How far a photograph is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Its copies are being made.
    Waiting,
    /// It cannot be opened.
    Closed,
    /// The SHA-256 of its public copy and of its thumbnail.
    Ready { copy: String, thumbnail: String },
}

/// # Errors
/// When the data cannot be read.
pub fn stage(r: &mut Read, file: &str) -> Result<Stage, Fault> {
    let row = r.row("SELECT copy, thumbnail FROM pictures WHERE id = $1", &[file.into()])?;
    let Some(row) = row else { return Ok(Stage::Waiting) };
    let (copy, thumbnail) = (row.text(0)?, row.text(1)?);
    Ok(if copy.is_empty() { Stage::Closed } else { Stage::Ready { copy, thumbnail } })
}

pub fn is_photo(file: &File) -> bool {
    KINDS.contains(&file.kind.as_str())
}

/// Other records that hold a photograph of this one's or nearly the same, the first five of them.
/// # Errors
/// When the data cannot be read.
pub fn near(r: &mut Read, deed: &Deed) -> Result<Vec<Deed>, Fault> {
    let mut found: Vec<Deed> = Vec::new();
    for file in deed.files() {
        if !r.find::<File>(file)?.is_some_and(|f| is_photo(&f)) {
            continue;
        }
        let sql = "SELECT near FROM near_pictures WHERE id = $1 UNION SELECT id FROM near_pictures WHERE near = $1";
        let mut files = r.rows(sql, &[file.into()])?.iter().map(|row| row.text(0)).collect::<Result<Vec<_>, _>>()?;
        files.push(file.to_owned());
        for file in files {
            found.extend(crate::deeds::find::with_file(r, &file)?);
        }
    }
    found.retain(|other| other.id != deed.id && ![state::WITHDRAWN, state::REFUSED].contains(&other.state.as_str()));
    found.sort_by_key(|other| other.position);
    found.dedup_by(|a, b| a.id == b.id);
    found.truncate(NAMED);
    Ok(found)
}

/// Takes out what was made of a file that leaves the records; the copies then leave the disk with it.
/// # Errors
/// When the data cannot be written.
pub fn forget(tx: &mut Tx, file: &str) -> Result<Vec<String>, Fault> {
    let made = stage(tx, file)?;
    for (sql, params) in forgotten(file) {
        tx.scratch(sql, &params)?;
    }
    Ok(if let Stage::Ready { copy, thumbnail } = made { vec![copy, thumbnail] } else { Vec::new() })
}
