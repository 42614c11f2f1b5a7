//! Weeks as the office is told of them: what few people took part in is not said, nor what would give it away.
use super::Form;
use super::find::{self, Sum};
use crate::realm::day_before;
use crate::web::Fault;
use ledger::Read;

/// Fewer people than this are not told of.
pub const FEW: i64 = 5;

/// One form in one week, or all forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedRow {
    /// The local Monday.
    pub week: String,
    /// All forms together: none.
    pub form: Option<Form>,
    pub told: Told,
    /// The week is not over: more may come.
    pub running: bool,
}

/// What is told of a form, or why nothing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    Said(Said),
    /// Few people filled it in.
    Few,
    /// Enough people filled it in; told, it would give away a form of few.
    Beside,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    pub people: i64,
    /// Thousandths of a minute, and of a field, a person.
    pub minutes: i64,
    pub fields: i64,
}

impl Said {
    /// Of so many people in a week, or of so many times one person in one week.
    pub fn of(people: i64, seconds: i64, fields: i64) -> Option<Self> {
        // To the nearest tenth.
        let each = |sum: i64, by: i64| (20 * sum + by) / (2 * by) * 100;
        (people >= FEW).then(|| Self { people, minutes: each(seconds, 60 * people), fields: each(fields, people) })
    }
}

/// A week's rows: all forms first, then each that was used.
/// # Errors
/// When the data cannot be read.
pub fn of_week(r: &mut Read, week: &str, today: &str) -> Result<Vec<AskedRow>, Fault> {
    let (all, forms) = (find::of_all(r, week)?, find::of_forms(r, week)?);
    let kept_back = kept_back(r, week, &forms)?;
    let row = |sum: &Sum, form: Option<Form>, hidden: bool| AskedRow {
        week: week.to_owned(),
        form,
        told: match Said::of(sum.people, sum.seconds, sum.fields) {
            None => Told::Few,
            Some(_) if hidden => Told::Beside,
            Some(said) => Told::Said(said),
        },
        running: day_before(week, -6).as_str() >= today,
    };
    let each = Form::ALL.into_iter().filter_map(|form| {
        let sum = forms.iter().find(|sum| sum.form == form.word())?;
        Some(row(sum, Some(form), kept_back.contains(&sum.form)))
    });
    Ok([row(&all, None, false)].into_iter().chain(each).collect())
}

/// The forms that are not told of: those of few, and where those together are still few, the next smallest with them, so that nobody takes the
/// others from the whole and is left with these.
fn kept_back(r: &mut Read, week: &str, forms: &[Sum]) -> Result<Vec<String>, Fault> {
    let mut by_size: Vec<&Sum> = forms.iter().collect();
    by_size.sort_by_key(|sum| sum.people);
    let mut hidden: Vec<String> = by_size.iter().filter(|sum| sum.people < FEW).map(|sum| sum.form.clone()).collect();
    while !hidden.is_empty() && hidden.len() < forms.len() && find::people(r, week, &hidden)? < FEW {
        hidden.push(by_size[hidden.len()].form.clone());
    }
    Ok(hidden)
}
