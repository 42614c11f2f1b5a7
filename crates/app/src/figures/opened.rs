//! A figure opened, as numbers: what its page and the interface both show.
use super::find::{self, Part};
use super::{Measure, Question};
use crate::campaigns;
use crate::orgs::{self, Group};
use crate::rosters::coverage;
use crate::web::Fault;
use ledger::Read;
use std::collections::BTreeMap;

pub struct Opened {
    pub value: i64,
    /// Received and not yet verified; none for a question about just that.
    pub waiting: Option<i64>,
    pub parts: Vec<Part>,
    /// Parts are places (true) or days.
    pub of_places: bool,
    /// Records under the same question, and how many of them came in late or were changed after the deadline.
    pub deeds: i64,
    pub late: i64,
    pub edited: i64,
    /// The value of each day that has any; empty for distinct ones.
    pub days: BTreeMap<String, i64>,
}

impl Opened {
    /// # Errors
    /// `Missing` when the question names something that is not there, or adds up what cannot be added.
    pub fn of(r: &mut Read, q: &Question) -> Result<Self, Fault> {
        known(r, q)?;
        let (parts, of_places) = find::parts(r, q)?;
        Ok(Self {
            value: find::value(r, q)?,
            waiting: if q.state == "verified" && q.measure != Measure::Listed { Some(find::value(r, &q.waiting())?) } else { None },
            parts,
            of_places,
            deeds: find::value(r, &q.of(Measure::Deeds))?,
            late: find::value(r, &q.of(Measure::Late))?,
            edited: find::value(r, &q.of(Measure::Edited))?,
            days: find::by_day(r, q)?,
        })
    }
}

/// The measure a sum is in, when everything the question names is there; empty for counts.
/// # Errors
/// `Missing` when a place or an indicator is unknown, or indicators of different measures would be added up.
pub fn known(r: &mut Read, q: &Question) -> Result<String, Fault> {
    for place in &q.places {
        match place.strip_prefix('@') {
            _ if place.starts_with('*') => {
                let roster = coverage::roster(r, q)?.ok_or(Fault::Missing)?;
                // One question has one id.
                if !coverage::fits(&roster, q) {
                    return Err(Fault::Missing);
                }
            }
            Some(group) => {
                r.get::<Group>(group)?;
            }
            None => {
                orgs::find::named(r, place.trim_start_matches('='), &q.to)?.ok_or(Fault::Missing)?;
            }
        }
    }
    let measure = |id: &String| Ok(campaigns::find::measure(r, id)?.0.measure);
    let mut measures = q.indicators.iter().map(measure).collect::<Result<Vec<String>, Fault>>()?;
    measures.sort();
    measures.dedup();
    match (q.measure, measures.len()) {
        // Different measures cannot be added up; such a sum has no name.
        (Measure::Sum, 2..) => Err(Fault::Missing),
        (Measure::Sum, _) => Ok(measures.pop().unwrap_or_default()),
        _ => Ok(String::new()),
    }
}
