//! How much of a roster is covered: figures over its subjects and its services' deeds, whose place is the roster.
use super::find;
use super::model::Roster;
use crate::figures::{Measure, Question, records};
use ledger::{Read, Result};
use std::collections::BTreeMap;

/// Deeds read at once.
const PAGE: usize = 500;

impl Roster {
    fn asks(&self, measure: Measure) -> Question {
        Question::new(measure, &[&self.indicator], &format!("*{}", self.position), &self.from_day, &self.to_day)
    }
    /// Different subjects served, as verified deeds say.
    pub fn served(&self) -> Question {
        let kind = self.served_kind();
        self.asks(Measure::Subjects(if ["household", "enterprise"].contains(&kind) { kind } else { "" }))
    }
    /// Subjects on the roster.
    pub fn listed(&self) -> Question {
        self.asks(Measure::Listed)
    }
}

/// The roster that is a question's place.
/// # Errors
/// When the data cannot be read.
pub fn roster(r: &mut Read, q: &Question) -> Result<Option<Roster>> {
    q.roster().map_or(Ok(None), |number| find::by_position(r, number))
}

/// What a roster's subjects are counted in.
pub fn measure_key(roster: &Roster) -> &'static str {
    match roster.kind.as_str() {
        "household" => "measure.households",
        "enterprise" => "measure.enterprises",
        "machine" => "measure.subjects",
        _ => "measure.persons",
    }
}

/// Whether it asks of a roster what can be asked of it.
pub fn fits(roster: &Roster, q: &Question) -> bool {
    let kind =
        if let (Measure::Subjects(kind), Measure::Subjects(own)) = (q.measure, roster.served().measure) { kind == own } else { true };
    kind && q.indicators == [roster.indicator.clone()]
}

/// The value of a question whose place is a roster.
/// # Errors
/// When the data cannot be read.
pub fn value(r: &mut Read, q: &Question) -> Result<i64> {
    let Some(roster) = roster(r, q)? else { return Ok(0) };
    match q.measure {
        Measure::Listed => find::count_on_it(r, &roster.id, &q.from, &q.to),
        Measure::Subjects(_) => find::count_served(r, &roster.id, &q.state, (&q.from, &q.to)),
        _ => Ok(by_day(r, q)?.values().sum()),
    }
}

/// The value of each day: from the records themselves.
/// # Errors
/// When the data cannot be read.
pub fn by_day(r: &mut Read, q: &Question) -> Result<BTreeMap<String, i64>> {
    let (mut days, mut after) = (BTreeMap::new(), None);
    if q.measure.is_distinct() {
        return Ok(days);
    }
    loop {
        let (deeds, next) = records::page(r, q, after.as_ref(), PAGE)?;
        for deed in deeds {
            *days.entry(deed.day).or_default() += if q.measure == Measure::Sum { deed.quantity } else { 1 };
        }
        after = next;
        if after.is_none() {
            return Ok(days);
        }
    }
}
