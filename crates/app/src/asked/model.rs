//! One form that was filled in and taken.
use super::Measured;
use crate::realm::{Realm, today};
use crate::web::Fault;
use jiff::civil::Date;
use ledger::{Tx, record};

record! {
    /// Every column is closed: the log shows nobody's minutes.
    pub struct Asking in "askings" {
        /// The word of a [`Form`].
        form: String,
        /// The local Monday of the week in which it arrived.
        week: String,
        seconds: i64,
        /// Filled in by hand.
        fields: i64,
        /// A pseudonym.
        person: String,
    }
}

/// The forms by which staff report, in the order in which they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Record,
    Correct,
    Check,
    Paste,
    Import,
    Visit,
    Need,
    /// A household's file, whichever part of it.
    Household,
}

impl Form {
    pub const ALL: [Form; 8] =
        [Form::Record, Form::Correct, Form::Check, Form::Paste, Form::Import, Form::Visit, Form::Need, Form::Household];

    pub fn word(self) -> &'static str {
        match self {
            Form::Record => "record",
            Form::Correct => "correct",
            Form::Check => "check",
            Form::Paste => "paste",
            Form::Import => "import",
            Form::Visit => "visit",
            Form::Need => "need",
            Form::Household => "household",
        }
    }

    /// Its name, as a key.
    pub fn key(self) -> &'static str {
        match self {
            Form::Record => "asked.record",
            Form::Correct => "asked.correct",
            Form::Check => "asked.check",
            Form::Paste => "asked.paste",
            Form::Import => "asked.import",
            Form::Visit => "asked.visit",
            Form::Need => "asked.need",
            Form::Household => "asked.household",
        }
    }
}

impl Asking {
    /// Keeps what a form said of itself, in the transaction of its verb; nothing where it said nothing. `person` is a pseudonym.
    /// # Errors
    /// When the data cannot be written.
    pub fn keep(tx: &mut Tx, form: Form, measured: Option<Measured>, person: &str) -> Result<(), Fault> {
        let Some(Measured { seconds, fields }) = measured else { return Ok(()) };
        let realm = Realm::find(tx)?.ok_or(Fault::NotSetUp)?;
        let week = monday(&today(&realm, tx.now_ms()));
        let id = tx.uuid();
        tx.insert(&Self { id, rev: 1, form: form.word().to_owned(), week, seconds, fields, person: person.to_owned() })?;
        Ok(())
    }

    /// The same for whoever acts.
    /// # Errors
    /// When the data cannot be written.
    pub fn keep_own(tx: &mut Tx, form: Form, measured: Option<Measured>) -> Result<(), Fault> {
        let person = tx.warrant().who().to_owned();
        Self::keep(tx, form, measured, &person)
    }
}

/// The Monday of a local day's week; the day itself when it is no calendar day.
fn monday(day: &str) -> String {
    let date = day.parse::<Date>().ok();
    let back = date.map_or(0, |date| i64::from(date.weekday().to_monday_zero_offset()));
    crate::realm::day_before(day, back)
}
