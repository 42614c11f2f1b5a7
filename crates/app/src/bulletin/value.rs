//! What a placed figure is worth and how it is said.
use super::model::Placed;
use super::wording::{Amount, Wording};
use crate::deeds::Deed;
use crate::figures::{Measure, Question, find as figures, opened, view};
use crate::web::Fault;
use crate::web::words::{Lang, Words};
use ledger::Read;

/// The present value of a question; of a placed record its position.
/// # Errors
/// `Missing` when it names something that is not there.
pub fn of(r: &mut Read, what: &str) -> Result<i64, Fault> {
    if let Some(deed) = what.strip_prefix("deed:") {
        return Ok(r.get::<Deed>(deed)?.position);
    }
    let q: Question = what.parse()?;
    // What is placed is frozen with its records, and these are deeds.
    if q.measure == Measure::Listed {
        return Err(Fault::invalid("figure", "need.counts_deeds"));
    }
    opened::known(r, &q)?;
    Ok(figures::value(r, &q)?)
}

/// A placed figure's value, to be said.
/// # Errors
/// When the data cannot be read.
pub fn amount(r: &mut Read, w: &Words, what: &str, value: i64) -> Result<Amount, Fault> {
    let (milli, decimals, measure) = view::amount(r, w, &what.parse()?, value)?;
    Ok(Amount { milli, decimals, measure })
}

/// What stands in the text for it.
/// # Errors
/// When the data cannot be read.
pub fn said(r: &mut Read, w: &Words, placed: &Placed) -> Result<String, Fault> {
    if placed.deed().is_some() {
        return Ok(w.f("position.no", &[("n", &placed.value)]));
    }
    let amount = amount(r, w, &placed.what, placed.value)?;
    let wording = Wording::parse(&placed.wording).unwrap_or(Wording::Exact);
    Ok(amount.said(w.lang(), wording).or_else(|| amount.said(w.lang(), Wording::Exact)).unwrap_or_default())
}

/// A value of its question with all its digits, in the measure that the text uses.
/// # Errors
/// When the data cannot be read.
pub fn exactly(r: &mut Read, w: &Words, what: &str, value: i64) -> Result<String, Fault> {
    Ok(amount(r, w, what, value)?.said(w.lang(), Wording::Exact).unwrap_or_default())
}

/// # Errors
/// `Invalid` when the wording is not true of the value.
pub fn true_wording(r: &mut Read, placed: &Placed) -> Result<(), Fault> {
    if placed.deed().is_some() {
        return Ok(());
    }
    let wording = Wording::parse(&placed.wording).ok_or(Fault::invalid("wording", "need.choice"))?;
    let amount = amount(r, &Words::new(Lang::Hans, "county-cn"), &placed.what, placed.value)?;
    amount.said(Lang::Hans, wording).map(|_| ()).ok_or(Fault::says("text", "need.true_wording", &[("n", &placed.number)]))
}
