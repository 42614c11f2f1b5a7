//! Questions about the tree. A day decides which version of a unit is meant.
use super::{Import, Unit};
use ledger::{Read, Result};

/// The version of a unit that holds on a day (an empty day means the first version).
/// # Errors
/// When the data cannot be read.
pub fn version(r: &mut Read, code: &str, day: &str) -> Result<Option<Unit>> {
    if day.is_empty() {
        return r.one("WHERE code = $1 ORDER BY from_day LIMIT 1", &[code.into()]);
    }
    r.one("WHERE code = $1 AND from_day <= $2 AND to_day >= $2 ORDER BY from_day DESC LIMIT 1", &[code.into(), day.into()])
}

/// The newest version of a unit on a day, or the nearest one when none holds then.
/// # Errors
/// When the data cannot be read.
pub fn named(r: &mut Read, code: &str, day: &str) -> Result<Option<Unit>> {
    match version(r, code, day)? {
        Some(unit) => Ok(Some(unit)),
        None => r.one("WHERE code = $1 ORDER BY from_day DESC LIMIT 1", &[code.into()]),
    }
}

/// The unit without a parent.
/// # Errors
/// When the data cannot be read.
pub fn root(r: &mut Read) -> Result<Option<Unit>> {
    r.one("WHERE parent = '' ORDER BY code LIMIT 1", &[])
}

/// The unit's code and those of all above it on a day, itself first; empty when it does not exist then.
/// # Errors
/// When the data cannot be read.
pub fn line(r: &mut Read, code: &str, day: &str) -> Result<Vec<String>> {
    const UP: &str = "WITH RECURSIVE up (code, parent, depth) AS (
            SELECT code, parent, CAST(0 AS BIGINT) FROM units WHERE code = $1 AND from_day <= $2 AND to_day >= $2
            UNION ALL SELECT u.code, u.parent, up.depth + 1 FROM up JOIN units u ON u.code = up.parent
                WHERE u.from_day <= $2 AND u.to_day >= $2 AND up.depth < 20)
        SELECT code FROM up ORDER BY depth";
    r.rows(UP, &[code.into(), day.into()])?.iter().map(|row| row.text(0)).collect()
}

/// Whether `unit` lies in `scope` or below it on a day.
/// # Errors
/// When the data cannot be read.
pub fn within(r: &mut Read, unit: &str, scope: &str, day: &str) -> Result<bool> {
    Ok(unit == scope || line(r, unit, day)?.iter().any(|c| c == scope))
}

/// Official order: the county's way, elsewhere only where an open campaign switches it on. Two questions of the whole, asked once a query.
const BY_RANK: &str = "CASE WHEN EXISTS (SELECT 1 FROM realms WHERE words <> 'county-cn') \
    AND NOT EXISTS (SELECT 1 FROM campaigns WHERE state = 'open' AND switches LIKE '%rank-order%') THEN 0 ELSE rank END";

/// Direct children on a day, in official order; what was merged into the unit is none.
/// # Errors
/// When the data cannot be read.
pub fn children(r: &mut Read, code: &str, day: &str) -> Result<Vec<Unit>> {
    r.all(
        &format!("WHERE parent = $1 AND merged = 0 AND from_day <= $2 AND to_day >= $2 ORDER BY {BY_RANK}, code"),
        &[code.into(), day.into()],
    )
}

/// Children at any time between two days, each with the part of the period it was one; also what was merged into the unit.
/// # Errors
/// When the data cannot be read.
pub fn children_in(r: &mut Read, code: &str, from: &str, to: &str) -> Result<Vec<Unit>> {
    r.all(
        &format!("WHERE parent = $1 AND from_day <= $3 AND to_day >= $2 ORDER BY {BY_RANK}, code, from_day"),
        &[code.into(), from.into(), to.into()],
    )
}

/// The units of a subtree between two days: code, first and last day inside it, by code.
/// # Errors
/// When the data cannot be read.
pub fn scope(r: &mut Read, code: &str, from: &str, to: &str) -> Result<Vec<(String, String, String)>> {
    const DOWN: &str = "WITH RECURSIVE down (code, a, b, depth) AS (
            SELECT code, CASE WHEN from_day > $2 THEN from_day ELSE $2 END, CASE WHEN to_day < $3 THEN to_day ELSE $3 END, CAST(0 AS BIGINT)
                FROM units WHERE code = $1 AND from_day <= $3 AND to_day >= $2
            UNION ALL SELECT u.code, CASE WHEN u.from_day > d.a THEN u.from_day ELSE d.a END, CASE WHEN u.to_day < d.b THEN u.to_day ELSE d.b END, d.depth + 1
                FROM down d JOIN units u ON u.parent = d.code WHERE u.from_day <= d.b AND u.to_day >= d.a AND d.depth < 20)
        SELECT code, a, b FROM down ORDER BY code, a";
    r.rows(DOWN, &[code.into(), from.into(), to.into()])?.iter().map(|row| Ok((row.text(0)?, row.text(1)?, row.text(2)?))).collect()
}

/// Versions that hold on a day, by code, at most `limit` behind `after`.
/// # Errors
/// When the data cannot be read.
pub fn page_on(r: &mut Read, day: &str, after: &str, limit: usize) -> Result<Vec<Unit>> {
    r.all(
        &format!("WHERE merged = 0 AND from_day <= $1 AND to_day >= $1 AND code > $2 ORDER BY code LIMIT {limit}"),
        &[day.into(), after.into()],
    )
}

/// The units of a group between two days: code, first and last day of its being a member. A unit that left and came back stands
/// there twice; its periods never overlap.
/// # Errors
/// When the data cannot be read.
pub fn members_of(r: &mut Read, group: &str, from: &str, to: &str) -> Result<Vec<(String, String, String)>> {
    const MEMBERS: &str = "WITH held (code, a, b) AS (
            SELECT m.member, CASE WHEN m.from_day > g.from_day THEN m.from_day ELSE g.from_day END, CASE WHEN m.to_day < g.to_day THEN m.to_day ELSE g.to_day END
                FROM group_members m JOIN groups g ON g.id = m.group_id WHERE m.group_id = $1 AND g.kind = 'units')
        SELECT code, CASE WHEN a > $2 THEN a ELSE $2 END, CASE WHEN b < $3 THEN b ELSE $3 END FROM held WHERE a <= b AND a <= $3 AND b >= $2 ORDER BY code, a";
    r.rows(MEMBERS, &[group.into(), from.into(), to.into()])?.iter().map(|row| Ok((row.text(0)?, row.text(1)?, row.text(2)?))).collect()
}

/// Every unit above one between two days, each with the days on which it is.
/// # Errors
/// When the data cannot be read.
pub fn above(r: &mut Read, code: &str, from: &str, to: &str) -> Result<Vec<(String, String, String)>> {
    const UP: &str = "WITH RECURSIVE up (code, a, b, depth) AS (
            SELECT parent, CASE WHEN from_day > $2 THEN from_day ELSE $2 END, CASE WHEN to_day < $3 THEN to_day ELSE $3 END, CAST(0 AS BIGINT)
                FROM units WHERE code = $1 AND from_day <= $3 AND to_day >= $2
            UNION ALL SELECT u.parent, CASE WHEN u.from_day > d.a THEN u.from_day ELSE d.a END, CASE WHEN u.to_day < d.b THEN u.to_day ELSE d.b END, d.depth + 1
                FROM up d JOIN units u ON u.code = d.code WHERE u.from_day <= d.b AND u.to_day >= d.a AND d.depth < 20)
        SELECT code, a, b FROM up WHERE code <> '' ORDER BY code, a";
    r.rows(UP, &[code.into(), from.into(), to.into()])?.iter().map(|row| Ok((row.text(0)?, row.text(1)?, row.text(2)?))).collect()
}

/// The days on which some unit's version begins or has ended, in order: between two of them no name and no place in the tree changes.
pub struct Eras(Vec<String>);

impl Eras {
    /// Which stretch of unchanged days a day lies in.
    pub fn of(&self, day: &str) -> usize {
        self.0.partition_point(|turn| turn.as_str() <= day)
    }
}

/// # Errors
/// When the data cannot be read.
pub fn eras(r: &mut Read) -> Result<Eras> {
    let mut turns = Vec::new();
    for row in r.rows("SELECT DISTINCT from_day, to_day FROM units", &[])? {
        // A version holds on its last day: `~` sorts behind the day and before the next.
        turns.extend([row.text(0)?, format!("{}~", row.text(1)?)]);
    }
    turns.sort_unstable();
    Ok(Eras(turns))
}

/// Files that somebody (a pseudonym) began to bring in and that are not all in, the oldest first.
/// # Errors
/// When the data cannot be read.
pub fn unfinished(r: &mut Read, pseudonym: &str) -> Result<Vec<Import>> {
    r.all("WHERE made_by = $1 AND state = 'running' ORDER BY started, id LIMIT 20", &[pseudonym.into()])
}
