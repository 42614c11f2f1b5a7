//! Questions about needs.
use super::model::{Need, NeedStep, Standing};
use crate::households::find::DOWN;
use ledger::{Read, Result, Value};

/// How far a need `n` is with its deed `d`, as `Need::standing` says it.
const STANDING: &str =
    "CASE WHEN n.closed_on <> '' THEN 'closed' WHEN d.state = 'verified' THEN 'confirmed' WHEN d.state IN ('received', 'returned') THEN 'solved'
    WHEN n.words IS NULL THEN 'closed' WHEN n.owner = '' THEN 'raised' ELSE 'taken' END";
/// Its owner was responsible for its household, and is no more on the day `$2`. Who never was has it for another reason.
const LEFT: &str = "EXISTS (SELECT 1 FROM pairings p WHERE p.household = n.household AND p.person = n.owner AND p.to_day < $2)
    AND NOT EXISTS (SELECT 1 FROM pairings p WHERE p.household = n.household AND p.person = n.owner AND p.from_day <= $2 AND p.to_day >= $2)";
const NEEDS: &str = "FROM needs n LEFT JOIN deeds d ON d.id = n.deed";

/// # Errors
/// When the data cannot be read.
pub fn by_position(r: &mut Read, position: i64) -> Result<Option<Need>> {
    r.one("WHERE position = $1", &[position.into()])
}

/// The need that a deed solved, also one that was opened again since.
/// # Errors
/// When the data cannot be read.
pub fn of_deed(r: &mut Read, deed: &str) -> Result<Option<Need>> {
    r.one("WHERE id = (SELECT need FROM need_steps WHERE deed = $1 AND step = 'solved' LIMIT 1)", &[deed.into()])
}

/// # Errors
/// When the data cannot be read.
pub fn of_household(r: &mut Read, household: &str) -> Result<Vec<Need>> {
    r.all("WHERE household = $1 ORDER BY position DESC", &[household.into()])
}

/// # Errors
/// When the data cannot be read.
pub fn steps(r: &mut Read, need: &str) -> Result<Vec<NeedStep>> {
    r.all("WHERE need = $1 ORDER BY position", &[need.into()])
}

/// Which needs are meant.
pub enum Whose<'a> {
    /// Of a unit and all below it.
    Unit(&'a str),
    /// Those a person (a pseudonym) raised or owns.
    Person(&'a str),
}

impl Whose<'_> {
    /// What goes before `SELECT`, and the condition, with `$1` and `$2` (today).
    fn sql(&self) -> (String, &'static str) {
        match self {
            Whose::Unit(_) => (DOWN.to_owned(), "n.unit IN (SELECT code FROM down) AND $2 = $2"),
            Whose::Person(_) => (String::new(), "(n.owner = $1 OR n.raised_by = $1) AND $2 = $2"),
        }
    }
    fn with(&self, day: &str) -> [Value; 2] {
        let id = match self {
            Whose::Unit(id) | Whose::Person(id) => *id,
        };
        [id.into(), day.into()]
    }
}

/// What a list is narrowed to: needs of a standing, those whose day has passed, or those whose owner looks after the household no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Only {
    All,
    Of(Standing),
    Overdue,
    Left,
}

impl Only {
    pub fn word(self) -> &'static str {
        match self {
            Only::All => "",
            Only::Of(standing) => standing.word(),
            Only::Overdue => "overdue",
            Only::Left => "left",
        }
    }
    pub fn parse(word: &str) -> Self {
        match word {
            "overdue" => Only::Overdue,
            "left" => Only::Left,
            _ => Standing::parse(word).map_or(Only::All, Only::Of),
        }
    }
    fn sql(self) -> String {
        match self {
            Only::All => String::new(),
            Only::Of(standing) => format!(" AND {STANDING} = '{}'", standing.word()),
            Only::Overdue => format!(" AND {STANDING} = 'taken' AND n.due <> '' AND n.due < $2"),
            Only::Left => format!(" AND {STANDING} = 'taken' AND {LEFT}"),
        }
    }
}

/// A page of needs, the newest first, before a position.
/// # Errors
/// When the data cannot be read.
pub fn listed(r: &mut Read, whose: &Whose, only: Only, day: &str, before: i64, limit: usize) -> Result<Vec<Need>> {
    let (head, which) = whose.sql();
    let sql = format!("{head} SELECT n.id {NEEDS} WHERE {which}{} AND n.position < $3 ORDER BY n.position DESC LIMIT {limit}", only.sql());
    let [id, day] = whose.with(day);
    let rows = r.rows(&sql, &[id, day, before.into()])?;
    rows.iter().map(|row| r.get::<Need>(&row.text(0)?)).collect()
}

/// How many there are.
/// # Errors
/// When the data cannot be read.
pub fn count(r: &mut Read, whose: &Whose, only: Only, day: &str) -> Result<i64> {
    let (head, which) = whose.sql();
    r.int(&format!("{head} SELECT COUNT(*) {NEEDS} WHERE {which}{}", only.sql()), &whose.with(day))
}

/// The days on which solved needs were raised, taken and solved.
/// # Errors
/// When the data cannot be read.
pub fn days(r: &mut Read, whose: &Whose, day: &str) -> Result<Vec<[String; 3]>> {
    let (head, which) = whose.sql();
    let sql = format!("{head} SELECT n.raised_on, n.taken_on, d.day {NEEDS} WHERE {which} AND {STANDING} = 'confirmed'");
    let rows = r.rows(&sql, &whose.with(day))?;
    rows.iter().map(|row| Ok([row.text(0)?, row.text(1)?, row.text(2)?])).collect()
}

/// Whether who owns it was responsible for its household and is no more on a day.
/// # Errors
/// When the data cannot be read.
pub fn is_left(r: &mut Read, need: &Need, day: &str) -> Result<bool> {
    Ok(r.row(&format!("SELECT 1 FROM needs n WHERE n.id = $1 AND {LEFT}"), &[need.id.as_str().into(), day.into()])?.is_some())
}

/// Needs of a person that wait for them, the nearest due first.
/// # Errors
/// When the data cannot be read.
pub fn owned(r: &mut Read, pseudonym: &str, limit: usize) -> Result<Vec<Need>> {
    let sql = format!("SELECT n.id {NEEDS} WHERE n.owner = $1 AND {STANDING} = 'taken' ORDER BY n.due, n.position LIMIT {limit}");
    let rows = r.rows(&sql, &[pseudonym.into()])?;
    rows.iter().map(|row| r.get::<Need>(&row.text(0)?)).collect()
}

/// Whether there is any need that a person raised or owns.
/// # Errors
/// When the data cannot be read.
pub fn has_any(r: &mut Read, pseudonym: &str) -> Result<bool> {
    Ok(r.row("SELECT 1 FROM needs WHERE owner = $1 OR raised_by = $1 LIMIT 1", &[pseudonym.into()])?.is_some())
}
