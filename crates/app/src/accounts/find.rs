//! Questions about access and sessions.
use super::Account;
use crate::people::{Person, find::pattern};
use ledger::{Read, Result};

/// Failed tries of a code (by hash): how many, and when the last one was.
/// # Errors
/// When the data cannot be read.
pub fn tries(r: &mut Read, id: &str) -> Result<Option<(i64, String)>> {
    let row = r.row("SELECT failures, last FROM sign_in_failures WHERE id = $1", &[id.into()])?;
    row.map(|row| Ok((row.int(0)?, row.text(1)?))).transpose()
}

/// Whether more than one person can sign in.
/// # Errors
/// When the data cannot be read.
pub fn several(r: &mut Read) -> Result<bool> {
    Ok(r.rows("SELECT id FROM accounts LIMIT 2", &[])?.len() > 1)
}

/// The account of the person with this code.
/// # Errors
/// When the data cannot be read.
pub fn account(r: &mut Read, code: &str) -> Result<Option<Account>> {
    r.one("WHERE id = (SELECT id FROM people WHERE code = $1)", &[code.into()])
}

/// One person's access, as the unit's desk sees it.
pub struct AccessRow {
    pub id: String,
    pub code: String,
    pub name: String,
    pub title: String,
    pub open: bool,
    pub invited: bool,
}

/// The people of a unit (not below it) and their access, by code after `after`, at most `limit`.
/// # Errors
/// When the data cannot be read.
pub fn access(r: &mut Read, unit: &str, (day, now): (&str, &str), q: &str, after: &str, limit: i64) -> Result<Vec<AccessRow>> {
    const SQL: &str = "SELECT p.id, p.code, p.name, o.title, CASE WHEN a.id IS NULL THEN 0 ELSE 1 END,
            (SELECT COUNT(*) FROM invitations i WHERE i.person = p.id AND i.used IS NULL AND i.until >= $3)
        FROM posts o JOIN people p ON p.id = o.person LEFT JOIN accounts a ON a.id = p.id
        WHERE o.unit = $1 AND o.from_day <= $2 AND o.to_day >= $2 AND p.code > $4 AND (p.code = $5 OR p.name LIKE $6 ESCAPE '!')
        ORDER BY p.code LIMIT $7";
    let rows = r.rows(SQL, &[unit.into(), day.into(), now.into(), after.into(), q.into(), pattern(q).into(), limit.into()])?;
    let read = |row: &ledger::Row| {
        Ok(AccessRow {
            id: row.text(0)?,
            code: row.text(1)?,
            name: row.text(2)?,
            title: row.text(3)?,
            open: row.int(4)? == 1,
            invited: row.int(5)? > 0,
        })
    };
    rows.iter().map(read).collect()
}

/// The people of a unit (not below it) who cannot sign in, by code: without a code that still holds, or `again` all of them. Whoever
/// has a role beyond the unit is given a code by itself, by somebody who may.
/// # Errors
/// When the data cannot be read.
pub fn without_access(r: &mut Read, unit: &str, (day, now): (&str, &str), again: bool, limit: usize) -> Result<Vec<Person>> {
    let invited = "AND id NOT IN (SELECT person FROM invitations WHERE used IS NULL AND until >= $3)";
    let tail = format!(
        "WHERE name IS NOT NULL AND id IN (SELECT person FROM posts WHERE unit = $1 AND from_day <= $2 AND to_day >= $2) AND id NOT IN (SELECT id FROM accounts)
            AND id NOT IN (SELECT person FROM roles WHERE role NOT IN ('clerk', 'leader') OR unit <> $1) {}
            ORDER BY code LIMIT {limit}",
        if again { "AND $3 <> ''" } else { invited }
    );
    r.all(&tail, &[unit.into(), day.into(), now.into()])
}

/// A session, as its person sees it.
pub struct SessionRow {
    pub id: String,
    pub device: String,
    pub since: String,
    pub seen: String,
    pub until: String,
}

/// The sessions of a person that still hold, newest first.
/// # Errors
/// When the data cannot be read.
pub fn sessions(r: &mut Read, person: &str, now: &str) -> Result<Vec<SessionRow>> {
    const SQL: &str = "SELECT s.id, s.device, s.since, s.seen, s.until FROM sessions s JOIN accounts a ON a.id = s.person
        WHERE s.person = $1 AND s.until >= $2 AND s.epoch = a.epoch ORDER BY s.since DESC, s.id";
    let read = |row: &ledger::Row| {
        Ok(SessionRow { id: row.text(0)?, device: row.text(1)?, since: row.text(2)?, seen: row.text(3)?, until: row.text(4)? })
    };
    r.rows(SQL, &[person.into(), now.into()])?.iter().map(read).collect()
}

/// Whether the person holds any role: such a person needs a password.
/// # Errors
/// When the data cannot be read.
pub fn at_a_desk(r: &mut Read, person: &Person) -> Result<bool> {
    Ok(!crate::people::find::roles(r, &person.id)?.is_empty())
}
