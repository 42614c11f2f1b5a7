//! Questions about rosters.
use super::model::Roster;
use super::person::Assignment;
use super::service::Service;
use super::subject::Subject;
use crate::deeds::find::SETTLED;
use crate::households::find::DOWN;
use crate::realm::OPEN_END;
use ledger::{Read, Result, Value};

/// How far a subject `s` is: served where a deed says so that is verified, waiting while one waits or was sent back.
const STANDING: &str = "CASE WHEN s.mistaken = 1 THEN 'mistaken'
    WHEN EXISTS (SELECT 1 FROM roster_services v JOIN deeds d ON d.id = v.deed WHERE v.subject = s.id AND d.state = 'verified') THEN 'served'
    WHEN EXISTS (SELECT 1 FROM roster_services v JOIN deeds d ON d.id = v.deed WHERE v.subject = s.id AND d.state IN ('received', 'returned')) THEN 'waiting'
    WHEN s.ended_on <> '' THEN 'ended' ELSE 'open' END";

/// How far a subject is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Open,
    /// Served, as a record says that waits for its check.
    Waiting,
    Served,
    /// Taken off before anybody served it.
    Ended,
    /// Never was on it.
    Mistaken,
}

impl Standing {
    pub const ALL: [Standing; 5] = [Standing::Open, Standing::Waiting, Standing::Served, Standing::Ended, Standing::Mistaken];
    pub fn word(self) -> &'static str {
        match self {
            Standing::Open => "open",
            Standing::Waiting => "waiting",
            Standing::Served => "served",
            Standing::Ended => "ended",
            Standing::Mistaken => "mistaken",
        }
    }
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.word() == word)
    }
}

/// # Errors
/// When the data cannot be read.
pub fn by_position(r: &mut Read, position: i64) -> Result<Option<Roster>> {
    r.one("WHERE position = $1", &[position.into()])
}

/// A roster's number and a subject's, joined by a slash, by the subject's alone.
/// # Errors
/// When the data cannot be read.
pub fn numbers_of(r: &mut Read, position: &str) -> Result<Option<String>> {
    const SQL: &str = "SELECT t.position FROM roster_subjects s JOIN rosters t ON t.id = s.roster WHERE s.position = $1";
    let Ok(position) = position.parse::<i64>() else { return Ok(None) };
    let row = r.row(SQL, &[position.into()])?;
    row.map(|row| Ok(format!("{}/{position}", row.int(0)?))).transpose()
}

/// A subject of a roster by its number; one of an unfinished import is not there yet.
/// # Errors
/// When the data cannot be read.
pub fn subject_at(r: &mut Read, roster: &str, position: i64) -> Result<Option<Subject>> {
    r.one(&format!("WHERE roster = $1 AND position = $2 AND {SETTLED}"), &[roster.into(), position.into()])
}

/// Whether one that says the same, or has the same code, is on the roster.
/// # Errors
/// When the data cannot be read.
pub fn alike(r: &mut Read, roster: &str, trace: &str, code: &str) -> Result<bool> {
    const SQL: &str =
        "SELECT 1 FROM roster_subjects WHERE roster = $1 AND ended_on = '' AND (trace = $2 OR code = $3 AND code <> '') LIMIT 1";
    Ok(r.row(SQL, &[roster.into(), trace.into(), code.into()])?.is_some())
}

/// Whether a record that counts says it was served.
/// # Errors
/// When the data cannot be read.
pub fn is_served(r: &mut Read, subject: &str) -> Result<bool> {
    const SQL: &str = "SELECT 1 FROM roster_services v JOIN deeds d ON d.id = v.deed WHERE v.subject = $1 AND d.state IN ('received', 'returned', 'verified') LIMIT 1";
    Ok(r.row(SQL, &[subject.into()])?.is_some())
}

/// # Errors
/// When the data cannot be read.
pub fn standing(r: &mut Read, subject: &str) -> Result<Standing> {
    let row = r.row(&format!("SELECT {STANDING} FROM roster_subjects s WHERE s.id = $1"), &[subject.into()])?;
    Ok(row.map(|row| row.text(0)).transpose()?.and_then(|word| Standing::parse(&word)).unwrap_or(Standing::Open))
}

/// What a list of subjects is narrowed to: those of a person (a pseudonym), those of a standing, those nobody serves on a day.
#[derive(Debug, Clone, Copy)]
pub struct Only<'a> {
    pub day: &'a str,
    pub person: &'a str,
    pub standing: Option<Standing>,
    pub unassigned: bool,
}

/// Lines `a` that hold on a day, given as a parameter: who was to serve a subject still has a post in the unit they were in when they got it, or has one
/// while that unit does not stand any more. So it ends with the post, and somebody who comes back has it again.
fn held(day: &str) -> String {
    format!(
        "a.to_day = '{OPEN_END}' AND EXISTS (SELECT 1 FROM people p JOIN posts w ON w.person = p.id JOIN posts o ON o.person = p.id
            WHERE p.pseudonym = a.person AND w.from_day <= a.from_day AND w.to_day >= a.from_day AND o.from_day <= {day} AND o.to_day >= {day}
            AND (o.unit = w.unit OR NOT EXISTS (SELECT 1 FROM units u WHERE u.code = w.unit AND u.from_day <= {day} AND u.to_day >= {day})))"
    )
}

impl Only<'_> {
    /// The condition with `$1` to `$3`.
    fn sql(&self) -> String {
        let standing = match self.standing {
            Some(standing) => format!("{STANDING} = '{}'", standing.word()),
            None => "s.mistaken = 0".to_owned(),
        };
        let served = format!("SELECT a.subject FROM roster_assignments a WHERE {}", held("$3"));
        let person = if self.person.is_empty() { "$2 = $2".to_owned() } else { format!("s.id IN ({served} AND a.person = $2)") };
        let none = if self.unassigned { format!(" AND s.id NOT IN ({served} AND a.roster = s.roster)") } else { String::new() };
        let settled = SETTLED.replace("import =", "s.import =").replace("OR import", "OR s.import");
        format!("s.roster = $1 AND {settled} AND {standing} AND {person} AND $3 = $3{none}")
    }
    fn with(&self, roster: &str) -> [Value; 3] {
        [roster.into(), self.person.into(), self.day.into()]
    }
}

/// A page of subjects behind a position, each with how far it is.
/// # Errors
/// When the data cannot be read.
pub fn subjects(r: &mut Read, roster: &str, only: &Only, after: i64, limit: usize) -> Result<Vec<(Subject, Standing)>> {
    let sql = format!(
        "SELECT s.id, {STANDING} FROM roster_subjects s WHERE {} AND s.position > $4 ORDER BY s.position LIMIT {limit}",
        only.sql()
    );
    let [roster, person, day] = only.with(roster);
    let rows = r.rows(&sql, &[roster, person, day, after.into()])?;
    rows.iter().map(|row| Ok((r.get::<Subject>(&row.text(0)?)?, Standing::parse(&row.text(1)?).unwrap_or(Standing::Open)))).collect()
}

/// # Errors
/// When the data cannot be read.
pub fn count(r: &mut Read, roster: &str, only: &Only) -> Result<i64> {
    r.int(&format!("SELECT COUNT(*) FROM roster_subjects s WHERE {}", only.sql()), &only.with(roster))
}

/// Subjects that were on the roster on some day of a period, behind a position.
/// # Errors
/// When the data cannot be read.
pub fn on_it(r: &mut Read, roster: &str, (from, to): (&str, &str), after: i64, limit: usize) -> Result<Vec<Subject>> {
    let [roster, from, to]: [Value; 3] = [roster.into(), from.into(), to.into()];
    r.all(&format!("WHERE {ON_IT} AND position > $4 ORDER BY position LIMIT {limit}"), &[roster, from, to, after.into()])
}

const ON_IT: &str = "roster = $1 AND mistaken = 0 AND from_day <= $3 AND (ended_on = '' OR ended_on >= $2)
    AND (import = '' OR import IN (SELECT id FROM imports WHERE state = 'done'))";

/// How many these are.
/// # Errors
/// When the data cannot be read.
pub fn count_on_it(r: &mut Read, roster: &str, from: &str, to: &str) -> Result<i64> {
    r.int(&format!("SELECT COUNT(*) FROM roster_subjects WHERE {ON_IT}"), &[roster.into(), from.into(), to.into()])
}

/// Different subjects with a deed of a state and some days.
/// # Errors
/// When the data cannot be read.
pub fn count_served(r: &mut Read, roster: &str, state: &str, (from, to): (&str, &str)) -> Result<i64> {
    const SQL: &str = "SELECT COUNT(DISTINCT v.subject) FROM roster_services v JOIN deeds d ON d.id = v.deed
        WHERE v.roster = $1 AND d.state = $2 AND d.day >= $3 AND d.day <= $4";
    r.int(SQL, &[roster.into(), state.into(), from.into(), to.into()])
}

/// The services of a subject, the newest first.
/// # Errors
/// When the data cannot be read.
pub fn services(r: &mut Read, subject: &str) -> Result<Vec<Service>> {
    let all: Vec<Service> = r.all("WHERE subject = $1 ORDER BY id DESC", &[subject.into()])?;
    Ok(all)
}

/// The service that a deed is.
/// # Errors
/// When the data cannot be read.
pub fn service_of(r: &mut Read, deed: &str) -> Result<Option<Service>> {
    r.one("WHERE deed = $1", &[deed.into()])
}

/// Whose rosters are meant: of a unit and all below it, or those on which a person (a pseudonym) serves somebody.
pub enum Whose<'a> {
    Unit(&'a str),
    Person(&'a str),
}

/// A page of rosters, the newest first, before a position.
/// # Errors
/// When the data cannot be read.
pub fn listed(r: &mut Read, whose: &Whose, day: &str, before: i64, limit: usize) -> Result<Vec<Roster>> {
    let (head, which, id) = match whose {
        Whose::Unit(unit) => (DOWN, "unit IN (SELECT code FROM down)".to_owned(), *unit),
        Whose::Person(person) => ("", format!("id IN ({})", assigned("$2")), *person),
    };
    let sql = format!("{head} SELECT id FROM rosters WHERE {which} AND $2 = $2 AND position < $3 ORDER BY position DESC LIMIT {limit}");
    let rows = r.rows(&sql, &[id.into(), day.into(), before.into()])?;
    rows.iter().map(|row| r.get::<Roster>(&row.text(0)?)).collect()
}

/// Rosters on which `$1` serves somebody on a day, given as a parameter.
fn assigned(day: &str) -> String {
    format!("SELECT a.roster FROM roster_assignments a WHERE a.person = $1 AND {}", held(day))
}

/// Whether there is any roster.
/// # Errors
/// When the data cannot be read.
pub fn are_any(r: &mut Read) -> Result<bool> {
    Ok(r.row("SELECT 1 FROM rosters LIMIT 1", &[])?.is_some())
}

/// Whether a person (a pseudonym) serves somebody of any roster on a day.
/// # Errors
/// When the data cannot be read.
pub fn has_any(r: &mut Read, person: &str, day: &str) -> Result<bool> {
    Ok(r.row(&format!("{} LIMIT 1", assigned("$2")), &[person.into(), day.into()])?.is_some())
}

/// Whether a person serves a subject on a day, or with nothing anybody of the roster.
/// # Errors
/// When the data cannot be read.
pub fn is_assigned(r: &mut Read, person: &str, (roster, subject): (&str, &str), day: &str) -> Result<bool> {
    let sql = format!("{} AND a.roster = $3 AND (a.subject = $4 OR $4 = '') LIMIT 1", assigned("$2"));
    Ok(r.row(&sql, &[person.into(), day.into(), roster.into(), subject.into()])?.is_some())
}

/// Who serves a subject on a day.
/// # Errors
/// When the data cannot be read.
pub fn serving(r: &mut Read, subject: &str, day: &str) -> Result<Option<Assignment>> {
    let sql = format!("SELECT a.id FROM roster_assignments a WHERE a.subject = $1 AND {} LIMIT 1", held("$2"));
    match r.row(&sql, &[subject.into(), day.into()])? {
        Some(row) => Ok(Some(r.get(&row.text(0)?)?)),
        None => Ok(None),
    }
}

/// Rosters that run on a day and have subjects still to serve that a person serves, or, of a unit, that nobody does.
/// # Errors
/// When the data cannot be read.
pub fn with_work(r: &mut Read, whose: &Whose, day: &str, limit: usize) -> Result<Vec<Roster>> {
    let mut found = Vec::new();
    for roster in listed(r, whose, day, i64::MAX, SEARCHED)? {
        if found.len() == limit {
            break;
        }
        let only = match whose {
            Whose::Unit(_) => Only { day, person: "", standing: Some(Standing::Open), unassigned: true },
            Whose::Person(person) => Only { day, person, standing: Some(Standing::Open), unassigned: false },
        };
        if roster.to_day.as_str() >= day && roster.from_day.as_str() <= day && !subjects(r, &roster.id, &only, -1, 1)?.is_empty() {
            found.push(roster);
        }
    }
    Ok(found)
}

/// Rosters looked through for work.
const SEARCHED: usize = 30;
