//! Questions about households.
use super::{Household, Member, Pairing, names, traces};
use crate::sealing::Seal;
use crate::web::Fault;
use ledger::{Read, Result, Value};

/// # Errors
/// When the data cannot be read.
pub fn by_code(r: &mut Read, code: &str) -> Result<Option<Household>> {
    r.one("WHERE code = $1", &[code.into()])
}

/// Everyone who lives or lived there, in the order of the file.
/// # Errors
/// When the data cannot be read.
pub fn members(r: &mut Read, household: &str) -> Result<Vec<Member>> {
    r.all("WHERE household = $1 ORDER BY place, id", &[household.into()])
}

/// Who was and is responsible, the newest first.
/// # Errors
/// When the data cannot be read.
pub fn pairings(r: &mut Read, household: &str) -> Result<Vec<Pairing>> {
    r.all("WHERE household = $1 ORDER BY from_day DESC, made_at DESC", &[household.into()])
}

/// Whether a person is responsible for a household on a day.
/// # Errors
/// When the data cannot be read.
pub fn is_responsible(r: &mut Read, pseudonym: &str, household: &str, day: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM pairings WHERE person = $1 AND household = $2 AND from_day <= $3 AND to_day >= $3 LIMIT 1";
    Ok(r.row(sql, &[pseudonym.into(), household.into(), day.into()])?.is_some())
}

/// Whether there is any household's file.
/// # Errors
/// When the data cannot be read.
pub fn are_any(r: &mut Read) -> Result<bool> {
    Ok(r.row("SELECT 1 FROM households LIMIT 1", &[])?.is_some())
}

/// Whether a person is responsible for any household on a day.
/// # Errors
/// When the data cannot be read.
pub fn has_households(r: &mut Read, pseudonym: &str, day: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM pairings WHERE person = $1 AND to_day >= $2 AND from_day <= $2 LIMIT 1";
    Ok(r.row(sql, &[pseudonym.into(), day.into()])?.is_some())
}

/// Which households are meant.
pub enum Whose<'a> {
    /// Of a unit and all below it.
    Unit(&'a str),
    /// Those a person (a pseudonym) is responsible for.
    Person(&'a str),
}

/// The units below one, as `down`: `$1` its code, `$2` a day.
pub const DOWN: &str = "WITH RECURSIVE down (code, depth) AS (
        SELECT code, CAST(0 AS BIGINT) FROM units WHERE code = $1
        UNION SELECT u.code, d.depth + 1 FROM down d JOIN units u ON u.parent = d.code WHERE u.from_day <= $2 AND u.to_day >= $2 AND d.depth < 20)";
const HERE: &str = "unit IN (SELECT code FROM down) AND from_day <= $2 AND to_day >= $2";
const THEIRS: &str = "id IN (SELECT household FROM pairings WHERE person = $1 AND from_day <= $2 AND to_day >= $2) AND to_day >= $2";

/// A page of households by code behind `after`, on a day.
/// # Errors
/// When the data cannot be read.
pub fn listed(r: &mut Read, whose: &Whose, day: &str, after: &str, limit: usize) -> Result<Vec<Household>> {
    let (id, ids) = match whose {
        Whose::Unit(unit) => (*unit, format!("{DOWN} SELECT id FROM households WHERE {HERE} AND code > $3 ORDER BY code LIMIT {limit}")),
        Whose::Person(person) => (*person, format!("SELECT id FROM households WHERE {THEIRS} AND code > $3 ORDER BY code LIMIT {limit}")),
    };
    let rows = r.rows(&ids, &[id.into(), day.into(), after.into()])?;
    rows.iter().map(|row| r.get::<Household>(&row.text(0)?)).collect()
}

/// How many there are.
/// # Errors
/// When the data cannot be read.
pub fn count(r: &mut Read, whose: &Whose, day: &str) -> Result<i64> {
    let (id, sql) = match whose {
        Whose::Unit(unit) => (*unit, format!("{DOWN} SELECT COUNT(*) FROM households WHERE {HERE}")),
        Whose::Person(person) => (*person, format!("SELECT COUNT(*) FROM households WHERE {THEIRS}")),
    };
    r.int(&sql, &[id.into(), day.into()])
}

/// The units within which names of a unit's households are found, as they were when the files were opened: a village that moved since is
/// found under its old one.
/// # Errors
/// When the data cannot be read.
fn scopes(r: &mut Read, unit: &str, day: &str) -> Result<Vec<String>> {
    let sql = format!("{DOWN} SELECT DISTINCT scope FROM households WHERE {HERE} ORDER BY scope");
    r.rows(&sql, &[unit.into(), day.into()])?.iter().map(|row| row.text(0)).collect()
}

/// Households with a member in whose name these letters stand, at most `limit`: by the traces, so that whoever asks opens them and looks.
/// # Errors
/// When the data cannot be read.
pub fn by_name(r: &mut Read, unit: &str, day: &str, letters: &str, limit: usize) -> Result<Vec<Household>> {
    let mut found = Vec::new();
    for scope in scopes(r, unit, day)? {
        let asked = traces::asked(r, &scope, letters);
        let mut with: Vec<Value> = vec![unit.into(), day.into()];
        let mut all = Vec::new();
        for pair in &asked {
            let marks: Vec<String> = (0..pair.len()).map(|n| format!("${}", with.len() + n + 1)).collect();
            with.extend(pair.iter().map(Into::into));
            all.push(format!("id IN (SELECT household FROM household_traces WHERE trace IN ({}) AND n > 0)", marks.join(", ")));
        }
        if all.is_empty() {
            continue;
        }
        let sql = format!("{DOWN} SELECT id FROM households WHERE {} AND {HERE} ORDER BY code LIMIT {limit}", all.join(" AND "));
        for row in r.rows(&sql, &with)? {
            found.push(r.get::<Household>(&row.text(0)?)?);
        }
    }
    found.sort_by(|a, b| a.code.cmp(&b.code));
    found.truncate(limit);
    Ok(found)
}

/// Who read a file, the newest first.
/// # Errors
/// When the data cannot be read.
pub fn readings(r: &mut Read, household: &str) -> Result<Vec<crate::people::Reading>> {
    r.all("WHERE object = $1 ORDER BY day DESC, made_at DESC, id DESC LIMIT 200", &[household.into()])
}

/// Those whose data was not erased: nobody can be sent to a household of which nothing is known any more.
/// # Errors
/// When the data cannot be read.
pub fn kept(r: &mut Read, homes: Vec<Household>) -> std::result::Result<Vec<Household>, Fault> {
    if homes.is_empty() {
        return Ok(homes);
    }
    let (ids, marks) = names::ids(&homes);
    let seals = Seal::of_all(r, &ids, &marks)?;
    Ok(homes.into_iter().filter(|home| !matches!(seals.get(&home.id), None | Some(Seal::Erased))).collect())
}
