//! Questions about people.
use super::{Person, Post, Role};
use ledger::{Read, Result};

/// # Errors
/// When the data cannot be read.
pub fn by_code(r: &mut Read, code: &str) -> Result<Option<Person>> {
    r.one("WHERE code = $1", &[code.into()])
}

/// The unit a person belongs to on a day.
/// # Errors
/// When the data cannot be read.
pub fn unit_on(r: &mut Read, person: &str, day: &str) -> Result<Option<String>> {
    let sql = "SELECT unit FROM posts WHERE person = $1 AND from_day <= $2 AND to_day >= $2 ORDER BY from_day DESC LIMIT 1";
    r.row(sql, &[person.into(), day.into()])?.map(|row| row.text(0)).transpose()
}

/// # Errors
/// When the data cannot be read.
pub fn posts(r: &mut Read, person: &str) -> Result<Vec<Post>> {
    r.all("WHERE person = $1 ORDER BY from_day DESC", &[person.into()])
}

/// # Errors
/// When the data cannot be read.
pub fn roles(r: &mut Read, person: &str) -> Result<Vec<Role>> {
    r.all("WHERE person = $1 ORDER BY since, id", &[person.into()])
}

/// The people of one unit (not below it) on a day, by official rank, at most `limit` after `after` (a code).
/// # Errors
/// When the data cannot be read.
pub fn of_unit(r: &mut Read, unit: &str, day: &str, after: &str, limit: i64) -> Result<Vec<Person>> {
    let tail =
        "WHERE code > $3 AND id IN (SELECT person FROM posts WHERE unit = $1 AND from_day <= $2 AND to_day >= $2) ORDER BY code LIMIT $4";
    r.all(tail, &[unit.into(), day.into(), after.into(), limit.into()])
}

/// The ids of the people in a group on a day.
/// # Errors
/// When the data cannot be read.
pub fn of_group(r: &mut Read, group: &str, day: &str) -> Result<Vec<String>> {
    let sql = "SELECT p.id FROM group_members m JOIN people p ON p.pseudonym = m.member
        WHERE m.group_id = $1 AND m.from_day <= $2 AND m.to_day >= $2 ORDER BY p.code";
    r.rows(sql, &[group.into(), day.into()])?.iter().map(|row| row.text(0)).collect()
}

/// How many people of a unit cannot sign in yet.
/// # Errors
/// When the data cannot be read.
pub fn without_access(r: &mut Read, unit: &str, day: &str) -> Result<i64> {
    let sql = "SELECT COUNT(DISTINCT person) FROM posts WHERE unit = $1 AND from_day <= $2 AND to_day >= $2 AND person NOT IN (SELECT id FROM accounts)";
    r.int(sql, &[unit.into(), day.into()])
}
