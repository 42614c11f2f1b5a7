//! Where a question asks: units and groups as one ground, on which each record counts once on each day.
use super::Question;
use crate::orgs;
use crate::realm::day_before;
use crate::rosters::{Roster, coverage};
use ledger::{Read, Result};
use std::collections::BTreeMap;

/// A unit from one day to another: with everything below it, or only with what is its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Plot {
    pub unit: String,
    pub from: String,
    pub to: String,
    pub own: bool,
}

/// Inclusive days.
pub type Span = (String, String);

/// The question's places as plots of which no two hold the same record: a unit is left out on the days on which a unit above it is
/// in the set.
/// # Errors
/// When the tree cannot be read.
pub fn plots(r: &mut Read, q: &Question) -> Result<Vec<Plot>> {
    if let Some(unit) = q.unit() {
        return Ok(vec![Plot { unit: unit.to_owned(), from: q.from.clone(), to: q.to.clone(), own: false }]);
    }
    if q.roster().is_some() {
        // Its services are all recorded in its unit.
        let own = |roster: Roster| Plot { unit: roster.unit, from: q.from.clone(), to: q.to.clone(), own: true };
        return Ok(coverage::roster(r, q)?.map(own).into_iter().collect());
    }
    let members = members(r, q)?;
    let mut plots = Vec::new();
    for (place, spans) in &members {
        let (unit, own) = place.strip_prefix('=').map_or((place.as_str(), false), |unit| (unit, true));
        for span in spans {
            let mut above = orgs::find::above(r, unit, &span.0, &span.1)?;
            // What is a unit's own lies in the unit.
            above.extend(own.then(|| (unit.to_owned(), span.0.clone(), span.1.clone())));
            let covered = above.iter().flat_map(|(code, a, b)| {
                let spans = members.get(code).map_or(&[][..], Vec::as_slice);
                spans.iter().filter_map(|s| common(s, &(a.clone(), b.clone())))
            });
            let plot = |(from, to)| Plot { unit: unit.to_owned(), from, to, own };
            plots.extend(without(span.clone(), covered).into_iter().map(plot));
        }
    }
    Ok(plots)
}

/// Each place of the set (a unit, or `=` and a unit for its own) with the days it belongs to it, apart from each other.
fn members(r: &mut Read, q: &Question) -> Result<BTreeMap<String, Vec<Span>>> {
    let mut spans: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    for place in &q.places {
        match place.strip_prefix('@') {
            None => spans.entry(place.clone()).or_default().push((q.from.clone(), q.to.clone())),
            Some(group) => {
                for (unit, a, b) in orgs::find::members_of(r, group, &q.from, &q.to)? {
                    spans.entry(unit).or_default().push((a, b));
                }
            }
        }
    }
    Ok(spans.into_iter().map(|(unit, spans)| (unit, apart(spans))).collect())
}

/// The same days in spans that do not overlap.
fn apart(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    let mut out: Vec<Span> = Vec::new();
    for (a, b) in spans {
        match out.last_mut() {
            Some(last) if a <= last.1 => last.1 = b.max(last.1.clone()),
            _ => out.push((a, b)),
        }
    }
    out
}

fn common(x: &Span, y: &Span) -> Option<Span> {
    let span = (x.0.clone().max(y.0.clone()), x.1.clone().min(y.1.clone()));
    (span.0 <= span.1).then_some(span)
}

/// The days of a span that are in none of the others.
fn without(span: Span, others: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut left = vec![span];
    for (x, y) in others {
        left = left
            .into_iter()
            .flat_map(|(a, b)| {
                if y < a || x > b {
                    return vec![(a, b)];
                }
                let before = (x > a).then(|| (a, day_before(&x, 1)));
                let after = (y < b).then(|| (day_before(&y, -1), b));
                before.into_iter().chain(after).collect()
            })
            .collect();
    }
    left
}

/// The units of all plots by code: each with the spans of days on which its own records count.
/// # Errors
/// When the tree cannot be read.
pub fn units(r: &mut Read, q: &Question) -> Result<BTreeMap<String, Vec<Span>>> {
    let mut units: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    for plot in plots(r, q)? {
        if plot.own {
            units.entry(plot.unit).or_default().push((plot.from, plot.to));
            continue;
        }
        for (unit, from, to) in orgs::find::scope(r, &plot.unit, &plot.from, &plot.to)? {
            units.entry(unit).or_default().push((from, to));
        }
    }
    Ok(units.into_iter().map(|(unit, spans)| (unit, apart(spans))).collect())
}
