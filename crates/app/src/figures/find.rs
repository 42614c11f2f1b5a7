//! Answers: values from the sums. The cost of a sum does not depend on the number of records.
use super::ground::{self, Plot, Span};
use super::{Measure, Question};
use crate::campaigns::{self, Campaign};
use crate::orgs;
use crate::realm::{day_before, days_between};
use crate::rosters::coverage;
use ledger::{Read, Result, Value};
use std::collections::{BTreeMap, HashSet};

/// The value: thousandths for a sum, a count otherwise.
/// # Errors
/// When the data cannot be read.
pub fn value(r: &mut Read, q: &Question) -> Result<i64> {
    match column(q.measure) {
        _ if q.roster().is_some() => r.remembered(&q.to_string(), |r| coverage::value(r, q)).map(|count| *count),
        Some(column) => sums(r, q, column),
        None => r.remembered(&q.to_string(), |r| distinct(r, q)).map(|count| *count),
    }
}

/// The column of cells that a measure adds up; none where it counts distinct ones.
fn column(measure: Measure) -> Option<&'static str> {
    Some(match measure {
        Measure::Sum => "quantity",
        Measure::Deeds => "deeds",
        Measure::Times => "times",
        Measure::Public => "public",
        Measure::Minutes => "minutes",
        Measure::Served => "served",
        Measure::Late => "late",
        Measure::Edited => "edited",
        Measure::Persons | Measure::Subjects(_) | Measure::Listed => return None,
    })
}

/// `$5, $6, …` for so many parameters from `first` on.
pub fn marks(count: usize, first: usize) -> String {
    (0..count).map(|n| format!("${}", n + first)).collect::<Vec<_>>().join(", ")
}

fn sums(r: &mut Read, q: &Question, column: &str) -> Result<i64> {
    let facets = campaigns::find::serving(r, &q.indicators)?;
    let mut sum = 0;
    for plot in ground::plots(r, q)? {
        sum += cells(r, &plot, &q.state, &facets, column)?;
    }
    Ok(sum)
}

/// The cells of a plot; what is a unit's own is what its children do not have.
fn cells(r: &mut Read, plot: &Plot, state: &str, facets: &[String], column: &str) -> Result<i64> {
    let mut sum = of_unit(r, plot, state, facets, column)?;
    if plot.own {
        for child in orgs::find::children_in(r, &plot.unit, &plot.from, &plot.to)? {
            let (from, to) = (child.from_day.max(plot.from.clone()), child.to_day.min(plot.to.clone()));
            sum -= of_unit(r, &Plot { unit: child.code, from, to, own: false }, state, facets, column)?;
        }
    }
    Ok(sum)
}

fn of_unit(r: &mut Read, plot: &Plot, state: &str, facets: &[String], column: &str) -> Result<i64> {
    let sql = format!(
        "SELECT CAST(SUM({column}) AS BIGINT) FROM cells WHERE unit = $1 AND state = $2 AND day >= $3 AND day <= $4 AND facet IN ({})",
        marks(facets.len(), 5)
    );
    let fixed: [Value; 4] = [(&plot.unit).into(), state.into(), (&plot.from).into(), (&plot.to).into()];
    r.int(&sql, &fixed.into_iter().chain(facets.iter().map(Value::from)).collect::<Vec<_>>())
}

/// Distinct people at their own units, distinct subjects at the deeds' units.
fn distinct(r: &mut Read, q: &Question) -> Result<i64> {
    let facets = campaigns::find::serving(r, &q.indicators)?;
    let (table, who, kind) = match q.measure {
        Measure::Subjects(kind) => ("subjects", "kind, subject", kind),
        _ => ("presence", "person", ""),
    };
    let only = if kind.is_empty() { "" } else { " AND kind = $6" };
    // One unit and facet at a time: then the rows come in the order of the key, and distinct ones need no sorting.
    let sql = format!(
        "SELECT DISTINCT {who} FROM {table} WHERE unit = $1 AND state = $2 AND facet = $3 AND day >= $4 AND day <= $5{only} AND deeds > 0"
    );
    let mut found: HashSet<Vec<Value>> = HashSet::new();
    for (unit, spans) in ground::units(r, q)? {
        for ((from, to), facet) in spans.iter().flat_map(|span| facets.iter().map(move |facet| (span, facet))) {
            let mut with: Vec<Value> = [&unit, &q.state, facet, from, to].map(Value::from).into();
            with.extend((!kind.is_empty()).then(|| kind.into()));
            r.each(&sql, &with, |row| {
                found.insert(row.0);
                Ok(())
            })?;
        }
    }
    Ok(i64::try_from(found.len()).unwrap_or(i64::MAX))
}

/// What a figure is made of, first level.
#[derive(Debug, Clone)]
pub struct Part {
    pub question: Question,
    /// The place (a unit's code, `=` and a unit's code), or the day.
    pub name: String,
    pub value: i64,
    /// First and last day of a place's records.
    pub days: Option<Span>,
}

/// The parts of a figure, those of nothing left out; whether they are places. They add up to it, distinct ones excepted: one person
/// may stand in several.
/// # Errors
/// When the data cannot be read.
pub fn parts(r: &mut Read, q: &Question) -> Result<(Vec<Part>, bool)> {
    if q.roster().is_some() {
        return Ok((days(r, q)?, false));
    }
    let facets = campaigns::find::serving(r, &q.indicators)?;
    let mut parts = Vec::new();
    for plot in below(r, q)? {
        let name = if plot.own { format!("={}", plot.unit) } else { plot.unit.clone() };
        let question = q.within(&name, &plot.from, &plot.to);
        let (value, days) = match column(q.measure) {
            Some(column) if !plot.own => held(r, &plot, &q.state, &facets, column)?,
            _ => (value(r, &question)?, None),
        };
        if value != 0 {
            let days = if days.is_some() { days } else { days_of(r, &question)? };
            parts.push(Part { question, name, value, days });
        }
    }
    let places = parts.iter().any(|part| part.question.places != q.places);
    if places { Ok((parts, true)) } else { Ok((days(r, q)?, false)) }
}

/// The cells of a whole unit, and the first and last day that has any.
fn held(r: &mut Read, plot: &Plot, state: &str, facets: &[String], column: &str) -> Result<(i64, Option<Span>)> {
    let some = if column == "times" { "times" } else { "deeds" };
    let sql = format!(
        "SELECT CAST(SUM({column}) AS BIGINT), MIN(day) FILTER (WHERE {some} > 0), MAX(day) FILTER (WHERE {some} > 0) FROM cells
         WHERE unit = $1 AND state = $2 AND day >= $3 AND day <= $4 AND facet IN ({})",
        marks(facets.len(), 5)
    );
    let fixed: [Value; 4] = [(&plot.unit).into(), state.into(), (&plot.from).into(), (&plot.to).into()];
    let row = r.row(&sql, &fixed.into_iter().chain(facets.iter().map(Value::from)).collect::<Vec<_>>())?;
    let Some(row) = row else { return Ok((0, None)) };
    Ok((row.int(0)?, row.get::<Option<String>>(1)?.zip(row.get::<Option<String>>(2)?)))
}

/// A unit's own and its children; of several places, the plots they are.
fn below(r: &mut Read, q: &Question) -> Result<Vec<Plot>> {
    let Some(unit) = q.unit() else { return ground::plots(r, q) };
    let own = Plot { unit: unit.to_owned(), from: q.from.clone(), to: q.to.clone(), own: true };
    let children = orgs::find::children_in(r, unit, &q.from, &q.to)?.into_iter().map(|child| Plot {
        from: child.from_day.max(q.from.clone()),
        to: child.to_day.min(q.to.clone()),
        unit: child.code,
        own: false,
    });
    Ok([own].into_iter().chain(children).collect())
}

fn days(r: &mut Read, q: &Question) -> Result<Vec<Part>> {
    if q.from == q.to || q.measure.is_distinct() {
        return Ok(Vec::new());
    }
    let part = |(day, value): (String, i64)| Part { question: q.during(&day, &day), value, name: day, days: None };
    Ok(by_day(r, q)?.into_iter().map(part).collect())
}

/// The value of each day that has any. Distinct ones have none: they do not add up over days.
/// # Errors
/// When the data cannot be read.
pub fn by_day(r: &mut Read, q: &Question) -> Result<BTreeMap<String, i64>> {
    if q.roster().is_some() {
        return coverage::by_day(r, q);
    }
    let Some(column) = column(q.measure) else { return Ok(BTreeMap::new()) };
    let facets = campaigns::find::serving(r, &q.indicators)?;
    let mut days = BTreeMap::new();
    for plot in ground::plots(r, q)? {
        add_days(r, &plot, 1, (&q.state, &facets, column), &mut days)?;
        if plot.own {
            for child in orgs::find::children_in(r, &plot.unit, &plot.from, &plot.to)? {
                let (from, to) = (child.from_day.max(plot.from.clone()), child.to_day.min(plot.to.clone()));
                add_days(r, &Plot { unit: child.code, from, to, own: false }, -1, (&q.state, &facets, column), &mut days)?;
            }
        }
    }
    days.retain(|_, value| *value != 0);
    Ok(days)
}

fn add_days(
    r: &mut Read,
    plot: &Plot,
    sign: i64,
    (state, facets, column): (&str, &[String], &str),
    days: &mut BTreeMap<String, i64>,
) -> Result<()> {
    let sql = format!(
        "SELECT day, CAST(SUM({column}) AS BIGINT) FROM cells WHERE unit = $1 AND state = $2 AND day >= $3 AND day <= $4 AND facet IN ({}) GROUP BY day",
        marks(facets.len(), 5)
    );
    let mut with: Vec<Value> = vec![(&plot.unit).into(), state.into(), (&plot.from).into(), (&plot.to).into()];
    with.extend(facets.iter().map(Value::from));
    for row in r.rows(&sql, &with)? {
        *days.entry(row.text(0)?).or_default() += sign * row.int(1)?;
    }
    Ok(())
}

/// First and last day of a question's records.
fn days_of(r: &mut Read, q: &Question) -> Result<Option<Span>> {
    let some = if q.measure.is_of_people() { Measure::Times } else { Measure::Deeds };
    let days = by_day(r, &q.of(some))?;
    Ok(days.first_key_value().zip(days.last_key_value()).map(|((a, _), (b, _))| (a.clone(), b.clone())))
}

/// The same question of the time just before, as long.
pub fn before(q: &Question) -> Question {
    let length = days_between(&q.from, &q.to);
    q.during(&day_before(&q.from, length), &day_before(&q.from, 1))
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
