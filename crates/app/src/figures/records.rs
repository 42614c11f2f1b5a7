//! The records a figure is made of, by unit code and position, a page at a time.
use super::cells::is_late;
use super::find::marks;
use super::{Measure, Question, ground};
use crate::campaigns;
use crate::deeds::{Deed, find::SETTLED};
use crate::realm::Realm;
use ledger::{Read, Result, Value};

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
    for (unit, from, to) in ground::units(r, q)? {
        let mut position = match after {
            Some((code, _)) if unit < *code => continue,
            Some((code, position)) if unit == *code => *position,
            _ => -1,
        };
        while out.len() <= limit {
            let page = of_unit(r, q, &facets, (&unit, position), (&from, &to), limit + 1)?;
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
    (from, to): (&str, &str),
    limit: usize,
) -> Result<Vec<Deed>> {
    let tail = format!(
        "WHERE unit = $1 AND position > $2 AND state = $3 AND day >= $4 AND day <= $5 AND indicator IN ({}){} AND {SETTLED} ORDER BY position LIMIT {limit}",
        marks(facets.len(), 6),
        part_of(q.measure)
    );
    let mut with: Vec<Value> = vec![unit.into(), position.into(), (&q.state).into(), from.into(), to.into()];
    with.extend(facets.iter().map(Value::from));
    r.all(&tail, &with)
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
