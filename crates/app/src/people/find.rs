//! Questions about people.
use super::{Person, Post, Reading, Role, RoleKind};
use crate::rosters::OF_MINORS;
use ledger::{Read, Result, Row, Value};

/// # Errors
/// When the data cannot be read.
pub fn by_code(r: &mut Read, code: &str) -> Result<Option<Person>> {
    r.one("WHERE code = $1", &[code.into()])
}

/// Whether there is more than one person.
/// # Errors
/// When the data cannot be read.
pub fn several(r: &mut Read) -> Result<bool> {
    Ok(r.rows("SELECT id FROM people LIMIT 2", &[])?.len() > 1)
}

/// The unit a person belongs to on a day.
/// # Errors
/// When the data cannot be read.
pub fn unit_on(r: &mut Read, person: &str, day: &str) -> Result<Option<String>> {
    let sql = "SELECT unit FROM posts WHERE person = $1 AND from_day <= $2 AND to_day >= $2 ORDER BY from_day DESC LIMIT 1";
    r.row(sql, &[person.into(), day.into()])?.map(|row| row.text(0)).transpose()
}

/// Of several posts of a person the one held on the day `$2`, or else the last one before it, or the first to come.
const NEAREST: &str = "CASE WHEN from_day <= $2 THEN 0 ELSE 1 END, CASE WHEN from_day <= $2 THEN from_day END DESC, from_day";

/// The unit whose matter a person is on a day: as [`unit_on`], also of who has left or is still to come.
/// # Errors
/// When the data cannot be read.
pub fn unit_near(r: &mut Read, person: &str, day: &str) -> Result<Option<String>> {
    let sql = format!("SELECT unit FROM posts WHERE person = $1 ORDER BY {NEAREST} LIMIT 1");
    r.row(&sql, &[person.into(), day.into()])?.map(|row| row.text(0)).transpose()
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

/// How many people have a role of a kind, anywhere.
/// # Errors
/// When the data cannot be read.
pub fn with_role(r: &mut Read, kind: RoleKind) -> Result<i64> {
    r.int("SELECT COUNT(DISTINCT person) FROM roles WHERE role = $1", &[kind.word().into()])
}

/// Roles of `$1` and what became of their units by the day `$2`: a merged one's role goes on in the unit it went into, which is itself
/// not merged. The role stays as it was given, so that a merger dated ahead, in the past or taken back needs nothing more.
const SCOPES: &str = "WITH RECURSIVE held (role, unit, depth) AS (
        SELECT role, unit, 0 FROM roles WHERE person = $1
        UNION SELECT h.role, u.parent, 1 FROM roles h JOIN units u ON u.code = h.unit AND u.merged = 1
            WHERE h.person = $1 AND u.from_day <= $2 AND u.to_day >= $2)";

/// The words of a person's roles on a day, each with a unit it is over.
/// # Errors
/// When the data cannot be read.
pub fn scopes(r: &mut Read, person: &str, day: &str) -> Result<Vec<(String, String)>> {
    let sql = format!("{SCOPES} SELECT role, unit, MIN(depth) FROM held GROUP BY role, unit ORDER BY MIN(depth), role, unit");
    r.rows(&sql, &[person.into(), day.into()])?.iter().map(|row| Ok((row.text(0)?, row.text(1)?))).collect()
}

/// The head of a query: `down` holds the units that roles of these kinds of `$1` cover on the day `$2`.
pub fn below_roles(kinds: &[RoleKind]) -> String {
    let words: Vec<String> = kinds.iter().map(|kind| format!("'{}'", kind.word())).collect();
    format!(
        "{SCOPES}, down (code, depth) AS (
        SELECT unit, CAST(0 AS BIGINT) FROM held WHERE role IN ({})
        UNION SELECT u.code, d.depth + 1 FROM down d JOIN units u ON u.parent = d.code WHERE u.from_day <= $2 AND u.to_day >= $2 AND d.depth < 20) ",
        words.join(", ")
    )
}

/// The people of one unit (not below it) on a day, by official rank, at most `limit` after `after` (a code).
/// # Errors
/// When the data cannot be read.
pub fn of_unit(r: &mut Read, unit: &str, day: &str, after: &str, limit: i64) -> Result<Vec<Person>> {
    let tail = "WHERE name IS NOT NULL AND code > $3 AND id IN (SELECT person FROM posts WHERE unit = $1 AND from_day <= $2 AND to_day >= $2) ORDER BY code LIMIT $4";
    r.all(tail, &[unit.into(), day.into(), after.into(), limit.into()])
}

/// The ids of the people in a group who hold a post on a day.
/// # Errors
/// When the data cannot be read.
pub fn of_group(r: &mut Read, group: &str, day: &str) -> Result<Vec<String>> {
    let sql = "SELECT DISTINCT p.id, p.code FROM group_members m JOIN people p ON p.pseudonym = m.member JOIN groups g ON g.id = m.group_id
        WHERE m.group_id = $1 AND g.kind = 'people' AND g.from_day <= $2 AND g.to_day >= $2 AND m.from_day <= $2 AND m.to_day >= $2
            AND EXISTS (SELECT 1 FROM posts o WHERE o.person = p.id AND o.from_day <= $2 AND o.to_day >= $2) ORDER BY p.code";
    r.rows(sql, &[group.into(), day.into()])?.iter().map(|row| row.text(0)).collect()
}

/// How many people of a unit cannot sign in yet.
/// # Errors
/// When the data cannot be read.
pub fn without_access(r: &mut Read, unit: &str, day: &str) -> Result<i64> {
    let sql = "SELECT COUNT(DISTINCT person) FROM posts WHERE unit = $1 AND from_day <= $2 AND to_day >= $2 AND person NOT IN (SELECT id FROM accounts)
        AND person NOT IN (SELECT id FROM people WHERE name IS NULL)";
    r.int(sql, &[unit.into(), day.into()])
}

/// A LIKE pattern (`ESCAPE '!'`) for text anywhere in a value.
pub fn pattern(q: &str) -> String {
    let plain: String = q.chars().flat_map(|c| ['!'].into_iter().filter(move |_| "!%_".contains(c)).chain([c])).collect();
    format!("%{plain}%")
}

/// A person with a post today, for a list.
pub struct Listed {
    pub code: String,
    pub name: String,
    pub unit_name: String,
    pub title: String,
}

/// Those who hold a post on a day in a unit that one of the reader's desk roles covers.
const IN_SCOPE: &str =
    "SELECT {columns} FROM people p JOIN posts o ON o.person = p.id JOIN units u ON u.code = o.unit AND u.from_day <= $2 AND u.to_day >= $2
    WHERE o.unit IN (SELECT code FROM down) AND o.from_day <= $2 AND o.to_day >= $2 AND (p.code = $3 OR p.name LIKE $4 ESCAPE '!')";

/// A page of them by code after `after`, and how many there are in all.
/// # Errors
/// When the data cannot be read.
pub fn listed(r: &mut Read, reader: &str, day: &str, q: &str, after: &str, limit: i64) -> Result<(Vec<Listed>, i64)> {
    let all = [reader.into(), day.into(), q.into(), pattern(q).into()];
    let below = below_roles(&RoleKind::DESK);
    let count = r.int(&format!("{below}{}", IN_SCOPE.replace("{columns}", "COUNT(DISTINCT p.id)")), &all)?;
    let sql =
        format!("{below}{} AND p.code > $5 ORDER BY p.code LIMIT $6", IN_SCOPE.replace("{columns}", "p.code, p.name, u.name, o.title"));
    let page: Vec<ledger::Value> = all.into_iter().chain([after.into(), limit.into()]).collect();
    let read = |row: &ledger::Row| Ok(Listed { code: row.text(0)?, name: row.text(1)?, unit_name: row.text(2)?, title: row.text(3)? });
    Ok((r.rows(&sql, &page)?.iter().map(read).collect::<Result<_>>()?, count))
}

/// The readings of a person's file, newest first.
/// # Errors
/// When the data cannot be read.
pub fn readings(r: &mut Read, person: &Person) -> Result<Vec<Reading>> {
    r.all("WHERE object = $1 ORDER BY made_at DESC, id DESC LIMIT 200", &[person.pseudonym.as_str().into()])
}

/// What a reader left behind of a file on a day.
/// # Errors
/// When the data cannot be read.
pub fn reading_on(r: &mut Read, reader: &str, object: &str, day: &str) -> Result<Option<Reading>> {
    r.one("WHERE object = $1 AND reader = $2 AND day = $3 LIMIT 1", &[object.into(), reader.into(), day.into()])
}

/// The person the log knows by this name.
/// # Errors
/// When the data cannot be read.
pub fn by_pseudonym(r: &mut Read, pseudonym: &str) -> Result<Option<Person>> {
    r.one("WHERE pseudonym = $1", &[pseudonym.into()])
}

/// How many people hold a post at any time between two days.
/// # Errors
/// When the data cannot be read.
pub fn count_between(r: &mut Read, from: &str, to: &str) -> Result<i64> {
    r.int("SELECT COUNT(DISTINCT person) FROM posts WHERE from_day <= $2 AND to_day >= $1", &[from.into(), to.into()])
}

/// `$1` the inspector, `$2` today, then the period as instants, the key and a unit or nothing.
fn readings_of_units() -> String {
    format!(
        ", chosen (code, depth) AS (
        SELECT code, CAST(0 AS BIGINT) FROM units WHERE code = $7
        UNION SELECT u.code, c.depth + 1 FROM chosen c JOIN units u ON u.parent = c.code WHERE u.from_day <= $2 AND u.to_day >= $2 AND c.depth < 20)
    SELECT g.made_at, g.id, r.name, r.code, COALESCE((SELECT unit FROM posts WHERE person = r.id ORDER BY {NEAREST} LIMIT 1), ''), p.name,
        COALESCE(h.unit, k.unit, t.unit, o.unit), COALESCE(h.code, ''), g.times, COALESCE(k.position, 0), COALESCE(v.position, 0)
    FROM readings g JOIN people r ON r.pseudonym = g.reader LEFT JOIN people p ON p.pseudonym = g.object LEFT JOIN households h ON h.id = g.object LEFT JOIN needs k ON k.id = g.object
        LEFT JOIN roster_subjects v ON v.id = g.object LEFT JOIN rosters t ON t.id = v.roster
        LEFT JOIN posts o ON o.id = (SELECT id FROM posts WHERE person = p.id ORDER BY {NEAREST} LIMIT 1)
    WHERE COALESCE(h.unit, k.unit, t.unit, o.unit) IN (SELECT code FROM down) AND g.made_at >= $3 AND g.made_at < $4 AND (g.made_at < $5 OR g.made_at = $5 AND g.id < $6)
        AND ($7 = '' OR COALESCE(h.unit, k.unit, t.unit, o.unit) IN (SELECT code FROM chosen)) ORDER BY g.made_at DESC, g.id DESC"
    )
}

/// The readings of household files, and of lines of rosters that list minors, of a year in the units of the reader's role, the oldest first: when and its id, the local
/// day, the reader's name, code and unit, the household's id and code, or else nothing, the unit, how often that day, the line's number or 0 and its roster's kind. `after` is
/// `instant,id`.
/// # Errors
/// When the data cannot be read.
pub fn readings_about_minors(r: &mut Read, (reader, today): (&str, &str), year: i64, after: &str, limit: usize) -> Result<Vec<Row>> {
    let sql = format!(
        "{}SELECT g.made_at, g.id, g.day, r.name, r.code, COALESCE((SELECT unit FROM posts WHERE person = r.id ORDER BY {NEAREST} LIMIT 1), ''),
            COALESCE(h.id, ''), COALESCE(h.code, ''), COALESCE(h.unit, t.unit), g.times, COALESCE(v.position, 0), COALESCE(t.kind, '')
        FROM readings g JOIN people r ON r.pseudonym = g.reader LEFT JOIN households h ON h.id = g.object
        LEFT JOIN roster_subjects v ON v.id = g.object LEFT JOIN rosters t ON t.id = v.roster AND t.kind IN ('{}')
        WHERE COALESCE(h.unit, t.unit) IN (SELECT code FROM down) AND g.day >= $3 AND g.day <= $4 AND g.made_at > $5 AND g.made_at < $6
            AND (g.made_at, g.id) > ($7, $8) ORDER BY g.made_at, g.id LIMIT {limit}",
        below_roles(&[RoleKind::Inspector, RoleKind::Administrator]),
        OF_MINORS.join("', '")
    );
    let (at, id) = after.split_once(',').unwrap_or(("", ""));
    let (from, to) = (format!("{year}-01-01"), format!("{year}-12-31"));
    // A local day begins at most a day before or after that of the instants.
    let (first, last) = (format!("{}-12-31", year - 1), format!("{}-01-03", year + 1));
    r.rows(&sql, &[reader.into(), today.into(), from.into(), to.into(), first.into(), last.into(), at.into(), id.into()])
}

/// The readings of files of people, households, needs and rosters' subjects in the inspector's units, newest first: when, its id, the reader's name, code and unit, the
/// name of the person read, the unit of who was read, the household's code, how often that day, and the need's
/// or the subject's number or 0.
/// # Errors
/// When the data cannot be read.
pub fn readings_below(r: &mut Read, with: &[Value; 7], limit: usize) -> Result<Vec<Row>> {
    r.rows(&format!("{}{} LIMIT {limit}", below_roles(&[RoleKind::Inspector]), readings_of_units()), with)
}
