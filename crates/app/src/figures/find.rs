//! Answers: values from the sums, records by key. The cost of a value does not depend on the number of records.
use super::cells::is_late;
use super::{Measure, Question};
use crate::campaigns::Campaign;
use crate::deeds::{Deed, find::SETTLED};
use crate::orgs;
use crate::realm::Realm;
use ledger::{Read, Result, Value};

/// The value: thousandths for a sum, a count otherwise.
/// # Errors
/// When the data cannot be read.
pub fn value(r: &mut Read, q: &Question) -> Result<i64> {
    match q.measure {
        Measure::Persons => persons(r, q),
        Measure::Sum => cells(r, q, "quantity"),
        Measure::Deeds => cells(r, q, "deeds"),
        Measure::Times => cells(r, q, "times"),
        Measure::Late => cells(r, q, "late"),
    }
}

/// `($5, $6, …)` for a list of indicators behind the four other parameters.
fn marks(q: &Question, first: usize) -> String {
    (0..q.indicators.len()).map(|n| format!("${}", n + first)).collect::<Vec<_>>().join(", ")
}

fn cells(r: &mut Read, q: &Question, column: &str) -> Result<i64> {
    let sql = format!(
        "SELECT CAST(SUM({column}) AS BIGINT) FROM cells WHERE unit = $1 AND state = $2 AND day >= $3 AND day <= $4 AND facet IN ({})",
        marks(q, 5)
    );
    r.int(&sql, &params(q))
}

fn params(q: &Question) -> Vec<Value> {
    let fixed = [&q.unit, &q.state, &q.from, &q.to].map(Value::from);
    fixed.into_iter().chain(q.indicators.iter().map(Value::from)).collect()
}

/// Distinct people whose own unit lay in the subtree on the day.
fn persons(r: &mut Read, q: &Question) -> Result<i64> {
    let indicators = marks(q, 3);
    let root = orgs::find::root(r)?.is_some_and(|root| root.code == q.unit);
    if root {
        let sql = format!(
            "SELECT COUNT(DISTINCT person) FROM presence WHERE state = $1 AND day >= $2 AND day <= $3 AND facet IN ({}) AND deeds > 0",
            marks(q, 4)
        );
        let mut with = params(q);
        with.remove(0);
        return r.int(&sql, &with);
    }
    let mut people = std::collections::HashSet::new();
    for (unit, from, to) in orgs::find::scope(r, &q.unit, &q.from, &q.to)? {
        let sql = format!(
            "SELECT DISTINCT person FROM presence WHERE unit = $1 AND state = $2 AND facet IN ({indicators}) AND day >= ${} AND day <= ${} AND deeds > 0",
            q.indicators.len() + 3,
            q.indicators.len() + 4
        );
        let mut with: Vec<Value> = vec![unit.into(), (&q.state).into()];
        with.extend(q.indicators.iter().map(Value::from));
        with.extend([from.into(), to.into()]);
        for row in r.rows(&sql, &with)? {
            people.insert(row.text(0)?);
        }
    }
    Ok(i64::try_from(people.len()).unwrap_or(i64::MAX))
}

/// What a figure is made of, first level: child units, or days where there are none.
#[derive(Debug, Clone)]
pub struct Part {
    pub question: Question,
    /// The unit's code, or the day.
    pub name: String,
    pub value: i64,
}

/// The parts of a figure, those of nothing left out; whether they are units. They add up to it (persons excepted: one person
/// may stand in several).
/// # Errors
/// When the data cannot be read.
pub fn parts(r: &mut Read, q: &Question) -> Result<(Vec<Part>, bool)> {
    let children = orgs::find::children_in(r, &q.unit, &q.from, &q.to)?;
    let mut parts = Vec::new();
    for child in &children {
        let (from, to) = (child.from_day.clone().max(q.from.clone()), child.to_day.clone().min(q.to.clone()));
        let question = q.within(&child.code, &from, &to);
        let value = value(r, &question)?;
        if value != 0 {
            parts.push(Part { question, name: child.code.clone(), value });
        }
    }
    if parts.is_empty() { Ok((days(r, q)?, false)) } else { Ok((parts, true)) }
}

fn days(r: &mut Read, q: &Question) -> Result<Vec<Part>> {
    let sql = format!(
        "SELECT DISTINCT day FROM cells WHERE unit = $1 AND state = $2 AND day >= $3 AND day <= $4 AND facet IN ({}) AND deeds > 0 ORDER BY day",
        marks(q, 5)
    );
    let days: Vec<String> = r.rows(&sql, &params(q))?.iter().map(|row| row.text(0)).collect::<Result<_>>()?;
    if q.from == q.to || q.measure == Measure::Persons {
        return Ok(Vec::new());
    }
    days.into_iter()
        .map(|day| {
            let question = q.within(&q.unit, &day, &day);
            Ok(Part { value: value(r, &question)?, name: day, question })
        })
        .collect()
}

/// First and last day of a question's records.
/// # Errors
/// When the data cannot be read.
pub fn days_of(r: &mut Read, q: &Question) -> Result<Option<(String, String)>> {
    let sql = format!(
        "SELECT MIN(day), MAX(day) FROM cells WHERE unit = $1 AND state = $2 AND day >= $3 AND day <= $4 AND facet IN ({}) AND deeds > 0",
        marks(q, 5)
    );
    let row = r.row(&sql, &params(q))?;
    Ok(row.and_then(|row| Some((row.text(0).ok()?, row.text(1).ok()?))).filter(|(a, _)| !a.is_empty()))
}

/// A place in the list of a figure's records: unit code and position.
pub type Key = (String, i64);

/// A page of a figure's records by unit code and position, and where the next begins.
/// # Errors
/// When the data cannot be read.
pub fn records(r: &mut Read, q: &Question, after: Option<&Key>, limit: usize) -> Result<(Vec<Deed>, Option<Key>)> {
    let zone = Realm::find(r)?.map(|realm| realm.zone).unwrap_or_default();
    let mut out: Vec<Deed> = Vec::new();
    for (unit, from, to) in orgs::find::scope(r, &q.unit, &q.from, &q.to)? {
        let mut position = match after {
            Some((code, _)) if unit < *code => continue,
            Some((code, position)) if unit == *code => *position,
            _ => -1,
        };
        while out.len() <= limit {
            let page = of_unit(r, q, &unit, position, (&from, &to), limit + 1)?;
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

fn of_unit(r: &mut Read, q: &Question, unit: &str, position: i64, (from, to): (&str, &str), limit: usize) -> Result<Vec<Deed>> {
    let tail = format!(
        "WHERE unit = $1 AND position > $2 AND state = $3 AND day >= $4 AND day <= $5 AND indicator IN ({}) AND {SETTLED} ORDER BY position LIMIT {limit}",
        marks(q, 6)
    );
    let mut with: Vec<Value> = vec![unit.into(), position.into(), (&q.state).into(), from.into(), to.into()];
    with.extend(q.indicators.iter().map(Value::from));
    r.all(&tail, &with)
}

/// The figure of all deeds of a campaign.
/// # Errors
/// When the data cannot be read.
pub fn all_deeds(r: &mut Read, campaign: &Campaign) -> Result<Question> {
    let sql = "SELECT n.id FROM indicators n JOIN items i ON i.id = n.item WHERE i.campaign = $1";
    let ids: Vec<String> = r.rows(sql, &[(&campaign.id).into()])?.iter().map(|row| row.text(0)).collect::<Result<_>>()?;
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    Ok(Question::new(Measure::Deeds, &ids, &campaign.unit, &campaign.from_day, &campaign.to_day))
}
