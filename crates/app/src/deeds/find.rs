//! Questions about deeds.
use super::state::{RECEIVED, VERIFIED};
use super::{Conflict, Correction, Deed};
use crate::orgs::Import;
use crate::web::Fault;
use ledger::{Read, Result, Value};

/// Deeds of unfinished imports are nowhere.
pub const SETTLED: &str = "(import = '' OR import IN (SELECT id FROM imports WHERE state = 'done'))";

/// A deed that is there: one of an unfinished import is nowhere yet.
/// # Errors
/// `Missing` when it is not.
pub fn settled(r: &mut Read, deed: &str) -> Result<Deed, Fault> {
    let deed: Deed = r.get(deed)?;
    if Import::counts(r, &deed.import)? { Ok(deed) } else { Err(Fault::Missing) }
}

/// The deed whose receipt shows this number.
/// # Errors
/// When the data cannot be read.
pub fn numbered(r: &mut Read, position: i64) -> Result<Option<Deed>> {
    Ok(r.all::<Deed>(&format!("WHERE position = $1 AND {SETTLED}"), &[position.into()])?.pop())
}

/// The newest verified or waiting deeds of these indicators, newest first.
/// # Errors
/// When the data cannot be read.
pub fn latest(r: &mut Read, indicators: &[String], limit: usize) -> Result<Vec<Deed>> {
    let newest = r.int("SELECT COALESCE(MAX(position), 0) FROM deeds", &[])?;
    let marks: Vec<String> = (0..indicators.len()).map(|n| format!("${}", n + 2)).collect();
    let tail = format!("WHERE position > $1 AND indicator IN ({}) AND {SHOWN} ORDER BY position DESC LIMIT {limit}", marks.join(", "));
    let with: Vec<Value> = [(newest - NEAR).into()].into_iter().chain(indicators.iter().map(Value::from)).collect();
    let found: Vec<Deed> = r.all(&tail, &with)?;
    if found.len() == limit { Ok(found) } else { latest_anywhere(r, indicators, limit) }
}

/// The same of all time, along the index by indicator and unit: each unit's newest are read by key.
fn latest_anywhere(r: &mut Read, indicators: &[String], limit: usize) -> Result<Vec<Deed>> {
    let next = "SELECT MIN(unit) FROM deeds WHERE indicator = $1 AND unit > $2";
    let of_unit = format!("WHERE indicator = $1 AND unit = $2 AND {SHOWN} ORDER BY position DESC LIMIT {limit}");
    let mut found: Vec<Deed> = Vec::new();
    for indicator in indicators {
        let mut unit = String::new();
        while let Some(row) = r.row(next, &[indicator.into(), (&unit).into()])?.filter(|row| row.0[0] != Value::Null) {
            unit = row.text(0)?;
            found.extend(r.all::<Deed>(&of_unit, &[indicator.into(), (&unit).into()])?);
        }
        found.sort_by_key(|d| -d.position);
        found.truncate(limit);
    }
    Ok(found)
}

/// Positions behind the newest among which a campaign's own are looked for first.
const NEAR: i64 = 500;
/// What a list of the newest shows.
const SHOWN: &str = "state IN ('verified', 'received') AND (import = '' OR import IN (SELECT id FROM imports WHERE state = 'done'))";

/// The newest deeds of some units, newest first. Each unit's newest are read by key, so the cost does not grow with its deeds.
/// # Errors
/// When the data cannot be read.
pub fn latest_of(r: &mut Read, units: &[String], limit: usize) -> Result<Vec<Deed>> {
    let mut found: Vec<Deed> = Vec::new();
    for unit in units {
        for state in [VERIFIED, RECEIVED] {
            let tail = format!("WHERE unit = $1 AND state = $2 AND {SETTLED} ORDER BY position DESC LIMIT {limit}");
            found.extend(r.all::<Deed>(&tail, &[unit.into(), state.into()])?);
        }
    }
    found.sort_by_key(|d| -d.position);
    found.truncate(limit);
    Ok(found)
}

/// The newest other record of the same person, measure, day and amount before this one that may be the same thing written down twice.
/// # Errors
/// When the data cannot be read.
pub fn twin(r: &mut Read, deed: &Deed) -> Result<Option<Deed>> {
    let tail = "WHERE position IN (SELECT position FROM involved WHERE person = $1 AND recorded > 0 AND position < $2) AND recorder = $1
        AND indicator = $3 AND day = $4 AND quantity = $5 AND state IN ('verified', 'received', 'returned') ORDER BY position DESC LIMIT 1";
    r.one(tail, &[(&deed.recorder).into(), deed.position.into(), (&deed.indicator).into(), (&deed.day).into(), deed.quantity.into()])
}

/// Recorded by `$1`, or with `$1` among those who took part.
const OF_PERSON: &str = "position IN (SELECT position FROM involved WHERE person = $1 AND (recorded > 0 OR times > 0))";

/// Deeds that a person recorded or took part in before a position, newest first, at most `limit`.
/// # Errors
/// When the data cannot be read.
pub fn of_person(r: &mut Read, person: &str, before: i64, limit: usize) -> Result<Vec<Deed>> {
    let tail = format!("WHERE {OF_PERSON} AND position < $2 AND {SETTLED} ORDER BY position DESC LIMIT {limit}");
    r.all(&tail, &[person.into(), before.into()])
}

/// All corrections of a deed, oldest first.
/// # Errors
/// When the data cannot be read.
pub fn corrections(r: &mut Read, deed: &str) -> Result<Vec<Correction>> {
    r.all("WHERE deed = $1 ORDER BY position", &[deed.into()])
}

/// Positions of the deeds that the file `$1` (`$2` between per cent signs) belongs to: its only file, or one of several. Each is found by an index.
pub const WITH_FILE: &str = "SELECT position FROM deeds WHERE files = $1 AND files <> ''
    UNION SELECT position FROM deeds WHERE LENGTH(files) > 64 AND files LIKE $2";

/// What [`WITH_FILE`] takes.
pub fn file_params(sha256: &str) -> [Value; 2] {
    [sha256.into(), format!("%{sha256}%").into()]
}

/// Deeds that a file belongs to.
/// # Errors
/// When the data cannot be read.
pub fn with_file(r: &mut Read, sha256: &str) -> Result<Vec<Deed>> {
    r.all(&format!("WHERE position IN ({WITH_FILE}) ORDER BY position LIMIT 20"), &file_params(sha256))
}

/// Deeds of campaigns that have not ended.
const GOES_ON: &str = "item IN (SELECT i.id FROM items i JOIN campaigns c ON c.id = i.campaign WHERE c.state <> 'closed')";

/// A person's own deeds that came back, newest first; after the end of their campaign none.
/// # Errors
/// When the data cannot be read.
pub fn returned_to(r: &mut Read, person: &str) -> Result<Vec<Deed>> {
    let tail = format!("WHERE {OF_PERSON} AND recorder = $1 AND state = 'returned' AND {GOES_ON} ORDER BY position DESC LIMIT 20");
    r.all(&tail, &[person.into()])
}

/// Deeds of a campaign that wait for a check in a unit and below it, as the tree stands on a day: those waiting longest.
/// # Errors
/// When the data cannot be read.
pub fn waiting_longest(r: &mut Read, unit: &str, campaign: &str, day: &str, limit: usize) -> Result<Vec<Deed>> {
    let tail = format!(
        "WHERE state = 'received' AND {SETTLED} AND item IN (SELECT id FROM items WHERE campaign = $2) AND unit IN (
            WITH RECURSIVE down (code, depth) AS (
                SELECT code, CAST(0 AS BIGINT) FROM units WHERE code = $1 AND from_day <= $3 AND to_day >= $3
                UNION SELECT u.code, d.depth + 1 FROM down d JOIN units u ON u.parent = d.code WHERE u.from_day <= $3 AND u.to_day >= $3 AND d.depth < 20)
            SELECT code FROM down) ORDER BY position LIMIT {limit}"
    );
    r.all(&tail, &[unit.into(), campaign.into(), day.into()])
}

/// Conflicts nobody has decided yet, of campaigns that have not ended.
/// # Errors
/// When the data cannot be read.
pub fn open_conflicts(r: &mut Read) -> Result<Vec<Conflict>> {
    r.all(&format!("WHERE state = 'open' AND deed IN (SELECT id FROM deeds WHERE {GOES_ON}) ORDER BY made_at LIMIT 200"), &[])
}

/// Deeds of one item that a person recorded or took part in, newest first.
/// # Errors
/// When the data cannot be read.
pub fn of_person_and_item(r: &mut Read, person: &str, item: &str) -> Result<Vec<Deed>> {
    r.all(&format!("WHERE {OF_PERSON} AND item = $2 AND {SETTLED} ORDER BY position DESC LIMIT 500"), &[person.into(), item.into()])
}

/// The names of a campaign's items, in order, of which a person recorded nothing and took part in nothing that stands.
/// # Errors
/// When the data cannot be read.
pub fn not_begun(r: &mut Read, person: &str, campaign: &str) -> Result<Vec<String>> {
    let stands = format!("state NOT IN ('refused', 'withdrawn') AND {SETTLED}");
    let sql = format!(
        "SELECT name FROM items WHERE campaign = $2 AND id NOT IN (SELECT item FROM deeds WHERE {OF_PERSON} AND {stands}) ORDER BY place"
    );
    r.rows(&sql, &[person.into(), campaign.into()])?.iter().map(|row| row.text(0)).collect()
}
