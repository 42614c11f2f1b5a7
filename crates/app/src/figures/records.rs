//! The records a figure is made of, by unit code and position, a page at a time.
use super::cells::{is_late, late};
use super::find::marks;
use super::ground::Span;
use super::{Measure, Question, ground};
use crate::campaigns;
use crate::deeds::{Deed, find::SETTLED};
use crate::realm::Realm;
use ledger::{Read, Result, Row, Value};
use std::collections::BTreeMap;

/// A place in the list of a figure's records: unit code and position.
pub type Key = (String, i64);

/// A key as it stands in an address.
pub fn key(text: &str) -> Option<Key> {
    let (unit, position) = text.split_once(',')?;
    Some((unit.to_owned(), position.parse().ok()?))
}

/// The ground of a question: its units, each with the days on which its own records count.
pub type Ground = BTreeMap<String, Vec<Span>>;

/// A page of a figure's records by unit code and position, and where the next begins. The unit is the deed's; where people are counted,
/// the first of the ground that somebody who took part belongs to.
/// # Errors
/// When the data cannot be read.
pub fn page(r: &mut Read, q: &Question, after: Option<&Key>, limit: usize) -> Result<(Vec<Deed>, Option<Key>)> {
    let zone = Realm::find(r)?.map(|realm| realm.zone).unwrap_or_default();
    let facets = campaigns::find::serving(r, &q.indicators)?;
    let ground = ground::units(r, q)?;
    let mut out: Vec<(&str, Deed)> = Vec::new();
    for (unit, spans) in &ground {
        let mut position = match after {
            Some((code, _)) if unit < code => continue,
            Some((code, position)) if unit == code => *position,
            _ => -1,
        };
        while out.len() <= limit {
            let page = of_unit(r, q, &facets, (unit, position), spans, limit + 1)?;
            let last = page.len() <= limit;
            position = page.last().map_or(position, |d| d.position);
            let part = |d: &Deed| match q.measure {
                Measure::Late => is_late(d, &zone),
                people if people.is_of_people() => stands_under(&ground, &d.people, &d.day) == Some(unit),
                _ => true,
            };
            out.extend(page.into_iter().filter(part).map(|d| (unit.as_str(), d)));
            if last {
                break;
            }
        }
    }
    let more = out.len() > limit;
    out.truncate(limit);
    let next = if more { out.last().map(|(unit, d)| ((*unit).to_owned(), d.position)) } else { None };
    Ok((out.into_iter().map(|(_, d)| d).collect(), next))
}

/// The first unit of the ground that one of those who took part belongs to: under it the record stands, once, among those of people.
fn stands_under<'a>(ground: &'a Ground, people: &str, day: &str) -> Option<&'a str> {
    let own = people.split(' ').filter_map(|p| p.split_once('@')).filter_map(|(_, unit)| ground.get_key_value(unit));
    let then = own.filter(|(_, spans)| spans.iter().any(|(from, to)| from.as_str() <= day && day <= to.as_str()));
    then.map(|(unit, _)| unit.as_str()).min()
}

/// Whose records a list walks: the unit's own, or those of other units in which its people took part.
#[derive(Clone, Copy)]
enum Walk {
    Own,
    Away,
}

/// The walks of a question: one, or both where people are counted.
fn walks(measure: Measure) -> &'static [Walk] {
    if measure.is_of_people() { &[Walk::Own, Walk::Away] } else { &[Walk::Own] }
}

fn of_unit(
    r: &mut Read,
    q: &Question,
    facets: &[String],
    (unit, position): (&str, i64),
    spans: &[Span],
    limit: usize,
) -> Result<Vec<Deed>> {
    let mut page: Vec<Deed> = Vec::new();
    for walk in walks(q.measure) {
        let (condition, with) = conditions(q, *walk, (facets, 1), (unit, position), spans);
        page.extend(r.all::<Deed>(&format!("WHERE {condition} ORDER BY position LIMIT {limit}"), &with)?);
    }
    page.sort_by_key(|d| d.position);
    page.truncate(limit);
    Ok(page)
}

/// What a record of one unit behind a position must fulfil, and its parameters.
fn conditions(
    q: &Question,
    walk: Walk,
    (facets, few): (&[String], usize),
    (unit, position): (&str, i64),
    spans: &[Span],
) -> (String, Vec<Value>) {
    let first = 4 + facets.len();
    let span = |n: usize| format!("day >= ${} AND day <= ${}", first + 2 * n, first + 2 * n + 1);
    let days = (0..spans.len()).map(span).collect::<Vec<_>>().join(" OR ");
    let place = match walk {
        Walk::Own => "unit = $1",
        Walk::Away => "position IN (SELECT position FROM away WHERE unit = $1 AND position > $2 AND people > 0)",
    };
    // Of few facets they are read along `deeds_pages`, of many along `deeds_queue`, which holds all of the unit and state by position: an
    // expression of the state keeps that index out.
    let state = if facets.len() <= few { "state || ''" } else { "state" };
    let condition = format!(
        "{place} AND position > $2 AND {state} = $3 AND indicator IN ({}) AND ({days}){} AND {SETTLED}",
        marks(facets.len(), 4),
        part_of(q.measure)
    );
    let mut with: Vec<Value> = vec![unit.into(), position.into(), (&q.state).into()];
    with.extend(facets.iter().map(Value::from));
    with.extend(spans.iter().flat_map(|(from, to)| [Value::from(from), Value::from(to)]));
    if let Some(number) = q.roster() {
        with.push(number.into());
        return (format!("{condition} AND {}", of_roster(with.len())), with);
    }
    (condition, with)
}

/// A record is a service of the roster whose number this parameter is.
fn of_roster(mark: usize) -> String {
    format!("id IN (SELECT v.deed FROM roster_services v JOIN rosters o ON o.id = v.roster WHERE o.position = ${mark})")
}

/// What a file shows of a record. Names are empty where its reader sees none: a hundred thousand times nothing is read.
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

/// Lines read at once: more than most units have of a figure, so that theirs are put in order once.
pub const LINES: usize = 20_000;
/// A file of at most so many facets reads only theirs.
const FEW: usize = 8;

/// The next lines of one unit behind a position, at most [`LINES`]; with names only for a `named` reader.
/// # Errors
/// When the data cannot be read.
pub fn lines(r: &mut Read, q: &Question, facets: &[String], (unit, after): (&str, i64), spans: &[Span], named: bool) -> Result<Vec<Line>> {
    let line = |row: Row| {
        let mut cells = row.0.into_iter();
        Ok(Line {
            position: next(&mut cells)?,
            indicator: next(&mut cells)?,
            unit: next(&mut cells)?,
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
    let received = if q.measure == Measure::Late { "received" } else { "''" };
    let people = if named || q.measure.is_of_people() { "recorder, entered_by, people" } else { "'', '', ''" };
    let mut page: Vec<Line> = Vec::new();
    for walk in walks(q.measure) {
        let (condition, with) = conditions(q, *walk, (facets, FEW), (unit, after), spans);
        let sql = format!(
            "SELECT position, indicator, unit, day, quantity, place, {received}, {people}, words, published
             FROM deeds WHERE {condition} ORDER BY position LIMIT {LINES}"
        );
        page.extend(r.rows(&sql, &with)?.into_iter().map(line).collect::<Result<Vec<_>>>()?);
    }
    page.sort_by_key(|l| l.position);
    page.truncate(LINES);
    Ok(page)
}

fn next<T: ledger::Field>(cells: &mut impl Iterator<Item = Value>) -> Result<T> {
    T::take(cells.next().unwrap_or(Value::Null))
}

impl Line {
    /// Whether it is part of the figure, and stands under this unit of the ground.
    pub fn counts(&self, q: &Question, ground: &Ground, unit: &str, zone: &str) -> bool {
        match q.measure {
            Measure::Late => late(&self.day, &self.received, zone),
            people if people.is_of_people() => stands_under(ground, &self.people, &self.day) == Some(unit),
            _ => true,
        }
    }
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
        Measure::Sum | Measure::Deeds | Measure::Late | Measure::Listed => "",
    }
}
