//! What was made of a file, and which records hold nearly the same photograph.
use super::KINDS;
use super::darkroom::forgotten;
use crate::campaigns::CLOSED;
use crate::campaigns::life::still_open;
use crate::deeds::find::{WITH_FILE, file_params, with_file};
use crate::deeds::{Correction, Deed, File, state};
use crate::web::Fault;
use ledger::{Read, Tx, Value};
use std::collections::HashSet;

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
    // A hint ends with its campaign.
    if still_open(r, &deed.indicator).is_err() {
        return Ok(found);
    }
    for file in deed.files() {
        if !r.find::<File>(file)?.is_some_and(|f| is_photo(&f)) {
            continue;
        }
        let sql = "SELECT near FROM near_pictures WHERE id = $1 UNION SELECT id FROM near_pictures WHERE near = $1";
        let mut files = r.rows(sql, &[file.into()])?.iter().map(|row| row.text(0)).collect::<Result<Vec<_>, _>>()?;
        files.push(file.to_owned());
        for file in files {
            found.extend(with_file(r, &file)?);
        }
    }
    found.retain(|other| other.id != deed.id && ![state::WITHDRAWN, state::REFUSED].contains(&other.state.as_str()));
    found.sort_by_key(|other| other.position);
    found.dedup_by(|a, b| a.id == b.id);
    found.truncate(NAMED);
    Ok(found)
}

/// Takes out which photographs of a campaign that ends are nearly the same as others: those its records hold, those that stand or stood in a correction of
/// one, and those that no record of a campaign that goes on holds any more.
/// # Errors
/// When the data cannot be written.
pub fn forget_pairs(tx: &mut Tx, campaign: &str) -> Result<(), Fault> {
    const HELD: &str =
        "SELECT d.files, i.campaign, g.state FROM deeds d JOIN items i ON i.id = d.item JOIN campaigns g ON g.id = i.campaign
        WHERE d.files <> ''";
    const CORRECTED: &str =
        "SELECT c.id, c.state, i.campaign, g.state FROM corrections c JOIN deeds d ON d.id = c.deed JOIN items i ON i.id = d.item
        JOIN campaigns g ON g.id = i.campaign WHERE c.content IS NOT NULL";
    let pairs = tx.rows("SELECT id, near FROM near_pictures", &[])?;
    if pairs.is_empty() {
        return Ok(());
    }
    let (mut theirs, mut others): (HashSet<String>, HashSet<String>) = Default::default();
    for row in tx.rows(HELD, &[])? {
        let into = if row.text(1)? == campaign { &mut theirs } else { &mut others };
        if row.text(1)? == campaign || row.text(2)? != CLOSED {
            into.extend(row.text(0)?.split_whitespace().map(ToOwned::to_owned));
        }
    }
    for row in tx.rows(CORRECTED, &[])? {
        let (own, waits) = (row.text(2)? == campaign, row.text(1)? == state::RECEIVED && row.text(3)? != CLOSED);
        if own || waits {
            let files = tx.get::<Correction>(&row.text(0)?)?.content()?.files;
            if own { theirs.extend(files) } else { others.extend(files) }
        }
    }
    let goes_on = |file: &String| others.contains(file) && !theirs.contains(file);
    for pair in pairs {
        let (id, near) = (pair.text(0)?, pair.text(1)?);
        if !goes_on(&id) || !goes_on(&near) {
            tx.scratch("DELETE FROM near_pictures WHERE id = $1 AND near = $2", &[id.into(), near.into()])?;
        }
    }
    Ok(())
}

/// Of photographs that one is nearly the same as, those that may be told of: of neither is all that holds it over.
/// # Errors
/// When the data cannot be read.
pub fn going_on(r: &mut Read, file: &str, near: Vec<String>) -> ledger::Result<Vec<String>> {
    let mut kept = Vec::new();
    if near.is_empty() || is_over(r, file)? {
        return Ok(kept);
    }
    for other in near {
        if !is_over(r, &other)? {
            kept.push(other);
        }
    }
    Ok(kept)
}

/// Whether a photograph stands in records of ended campaigns alone.
fn is_over(r: &mut Read, file: &str) -> ledger::Result<bool> {
    let sql = format!(
        "SELECT COUNT(*), COUNT(*) FILTER (WHERE g.state <> $3) FROM deeds d JOIN items i ON i.id = d.item JOIN campaigns g ON g.id = i.campaign
        WHERE d.position IN ({WITH_FILE})"
    );
    let params: Vec<Value> = file_params(file).into_iter().chain([CLOSED.into()]).collect();
    let row = r.row(&sql, &params)?;
    row.map_or(Ok(false), |row| Ok(row.int(0)? > 0 && row.int(1)? == 0))
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
