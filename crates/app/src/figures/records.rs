//! The records a figure is made of, by unit code and position, a page at a time.
use super::cells::is_late;
use super::find::marks;
use super::ground::Span;
use super::{Measure, Question, ground};
use crate::campaigns;
use crate::deeds::{Deed, find::SETTLED};
use crate::realm::Realm;
use ledger::{Read, Result, Row, Value};

/// A place in the list of a figure's records: unit code and position.
pub type Key = (String, i64);

/// A key as it stands in an address.
pub fn key(text: &str) -> Option<Key> {
    let (unit, position) = text.split_once(',')?;
    Some((unit.to_owned(), position.parse().ok()?))
}

/// A page of a figure's records by unit code and position, and where the next begins.
/// # Errors
/// When the data cannot be read.
pub fn page(r: &mut Read, q: &Question, after: Option<&Key>, limit: usize) -> Result<(Vec<Deed>, Option<Key>)> {
    let zone = Realm::find(r)?.map(|realm| realm.zone).unwrap_or_default();
    let facets = campaigns::find::serving(r, &q.indicators)?;
    let mut out: Vec<Deed> = Vec::new();
    for (unit, spans) in ground::units(r, q)? {
        let mut position = match after {
            Some((code, _)) if unit < *code => continue,
            Some((code, position)) if unit == *code => *position,
            _ => -1,
        };
        while out.len() <= limit {
            let page = of_unit(r, q, &facets, (&unit, position), &spans, limit + 1)?;
            let last = page.len() <= limit;
            position = page.last().map_or(position, |d| d.position);
            out.extend(page.into_iter().filter(|d| q.measure != Measure::Late || is_late(d, &zone)));
            if last {
                break;
            }
        }
    }
    let more = out.len() > limit;
    out.truncate(limit);
    let next = if more { out.last().map(|d| (d.unit.clone(), d.position)) } else { None };
    Ok((out, next))
}

fn of_unit(
    r: &mut Read,
    q: &Question,
    facets: &[String],
    (unit, position): (&str, i64),
    spans: &[Span],
    limit: usize,
) -> Result<Vec<Deed>> {
    let (condition, with) = conditions(q, facets, (unit, position), spans);
    r.all(&format!("WHERE {condition} ORDER BY position LIMIT {limit}"), &with)
}

/// What a record of one unit behind a position must fulfil, and its parameters.
fn conditions(q: &Question, facets: &[String], (unit, position): (&str, i64), spans: &[Span]) -> (String, Vec<Value>) {
    let first = 4 + facets.len();
    let span = |n: usize| format!("day >= ${} AND day <= ${}", first + 2 * n, first + 2 * n + 1);
    let days = (0..spans.len()).map(span).collect::<Vec<_>>().join(" OR ");
    let condition = format!(
        "unit = $1 AND position > $2 AND state = $3 AND indicator IN ({}) AND ({days}){} AND {SETTLED}",
        marks(facets.len(), 4),
        part_of(q.measure)
    );
    let mut with: Vec<Value> = vec![unit.into(), position.into(), (&q.state).into()];
    with.extend(facets.iter().map(Value::from));
    with.extend(spans.iter().flat_map(|(from, to)| [Value::from(from), Value::from(to)]));
    (condition, with)
}

/// What a file shows of a record.
pub struct Line {
    pub position: i64,
    pub indicator: String,
    pub unit: String,
    pub day: String,
    pub quantity: i64,
    pub place: String,
    pub received: String,
    pub recorder: String,
    entered_by: String,
    people: String,
    pub words: Option<String>,
    pub published: bool,
}

/// Lines read at once.
const LINES: usize = 5000;

/// The next lines of one unit behind a position.
/// # Errors
/// When the data cannot be read.
pub fn lines(r: &mut Read, q: &Question, facets: &[String], (unit, after): (&str, i64), spans: &[Span]) -> Result<Vec<Line>> {
    let (condition, with) = conditions(q, facets, (unit, after), spans);
    let sql = format!(
        "SELECT position, indicator, day, quantity, place, received, recorder, entered_by, people, words, published
         FROM deeds WHERE {condition} ORDER BY position LIMIT {LINES}"
    );
    let line = |row: Row| {
        let mut cells = row.0.into_iter();
        Ok(Line {
            position: next(&mut cells)?,
            indicator: next(&mut cells)?,
            unit: unit.to_owned(),
            day: next(&mut cells)?,
            quantity: next(&mut cells)?,
            place: next(&mut cells)?,
            received: next(&mut cells)?,
            recorder: next(&mut cells)?,
            entered_by: next(&mut cells)?,
            people: next(&mut cells)?,
            words: next(&mut cells)?,
            published: next(&mut cells)?,
        })
    };
    r.rows(&sql, &with)?.into_iter().map(line).collect()
}

fn next<T: ledger::Field>(cells: &mut impl Iterator<Item = Value>) -> Result<T> {
    T::take(cells.next().unwrap_or(Value::Null))
}

impl Line {
    /// Whether this person recorded it, typed it in or took part.
    pub fn is_of(&self, person: &str) -> bool {
        self.recorder == person || self.entered_by == person || self.people.split(' ').any(|p| p.split('@').next() == Some(person))
    }
}

/// What a record must have to be part of the figure.
fn part_of(measure: Measure) -> &'static str {
    match measure {
        Measure::Edited => " AND edited = 1",
        Measure::Public => " AND public_count > 0",
        Measure::Minutes => " AND began IS NOT NULL AND ended IS NOT NULL",
        Measure::Served | Measure::Subjects(_) => " AND served IS NOT NULL",
        Measure::Persons | Measure::Times => " AND people <> ''",
        Measure::Sum | Measure::Deeds | Measure::Late => "",
    }
}
