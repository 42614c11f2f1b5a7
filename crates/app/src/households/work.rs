//! What is planned and done for a household: a plan a year, measures that each answer a cause, and the ledger in the order of time.
use super::Household;
use super::lists::{self, Lists};
use super::model::{TEXT_MOST, at_most, day_or_none, due_within, today_of};
use crate::people;
use crate::sealing::Seal;
use crate::web::Fault;
use ledger::{Sealed, Tx, record};

record! {
    /// What is to be done in a year, in words.
    pub struct Plan in "household_plans" { household: String, year: i64, words: Option<Sealed> as personal }
}

record! {
    /// Something done against a cause.
    pub struct Measure in "measures" {
        household: String,
        year: i64,
        /// The cause it answers; empty where nobody said.
        cause: String,
        /// A pseudonym.
        owner: String,
        due: String,
        /// The local day on which it was done, or nothing.
        done: String,
        words: Option<Sealed> as personal,
        result: Option<Sealed> as personal,
    }
}

record! {
    /// A line of the ledger: when, who wrote it, what was said or seen.
    pub struct Entry in "household_entries" { household: String, day: String, kind: String, made_by: String, made_at: String, words: Option<Sealed> as personal }
}

/// A measure in plain words; `owner` is a person's code.
#[derive(Debug, Clone, Default)]
pub struct MeasureContent {
    pub year: i64,
    pub cause: String,
    pub owner: String,
    pub due: String,
    pub done: String,
    pub words: String,
    pub result: String,
}

impl Plan {
    fn id_of(household: &str, year: i64) -> String {
        format!("{household}-{year}")
    }
    /// Writes a year's plan over what it was.
    /// # Errors
    /// `Invalid` when it is too long.
    pub fn write(tx: &mut Tx, household: &Household, seal: &Seal, year: i64, words: &str) -> Result<(), Fault> {
        at_most("words", words, TEXT_MOST)?;
        let id = Self::id_of(&household.id, year);
        if let Some(there) = tx.find::<Plan>(&id)? {
            let words = seal.renew::<Plan>(tx, &id, "words", (&there.words, words))?;
            if words != there.words {
                tx.update(&there, &Plan { words, ..there.clone() })?;
            }
            return Ok(());
        }
        let words = seal.put::<Plan>(tx, &id, "words", words)?;
        if words.is_some() {
            tx.insert(&Plan { id, rev: 1, household: household.id.clone(), year, words })?;
        }
        Ok(())
    }
}

impl Measure {
    /// # Errors
    /// `Invalid` when a field is wrong.
    pub fn add(tx: &mut Tx, household: &Household, seal: &Seal, new: &MeasureContent) -> Result<Measure, Fault> {
        let (id, none) = (tx.uuid(), String::new);
        let blank = Measure {
            id,
            rev: 1,
            household: household.id.clone(),
            year: 0,
            cause: none(),
            owner: none(),
            due: none(),
            done: none(),
            words: None,
            result: None,
        };
        let measure = blank.with(tx, seal, new)?;
        tx.insert(&measure)?;
        Ok(measure)
    }
    /// # Errors
    /// As [`Measure::add`]; `Stale` when it was changed meanwhile.
    pub fn change(self, tx: &mut Tx, seal: &Seal, new: &MeasureContent) -> Result<(), Fault> {
        let after = self.with(tx, seal, new)?;
        if after != self {
            tx.update(&self, &after)?;
        }
        Ok(())
    }
    /// It was done on a day; the result is said where nobody said one before.
    /// # Errors
    /// `Closed` where the file's key is not to be had; `Stale` when it was changed meanwhile.
    pub fn finish(self, tx: &mut Tx, seal: &Seal, day: &str, result: &str) -> Result<(), Fault> {
        let result = if self.result.is_some() { self.result.clone() } else { seal.put::<Measure>(tx, &self.id, "result", result)? };
        tx.update(&self, &Measure { done: day.to_owned(), result, ..self.clone() })?;
        Ok(())
    }
    /// What somebody had still to do goes to who is responsible next (both pseudonyms): they see the file, and whoever was does no more.
    /// # Errors
    /// When the data cannot be written.
    pub fn pass_on(tx: &mut Tx, household: &str, from: &str, to: &str) -> Result<(), Fault> {
        if from.is_empty() {
            return Ok(());
        }
        for measure in tx.all::<Measure>("WHERE household = $1 AND owner = $2 AND done = ''", &[household.into(), from.into()])? {
            tx.update(&measure, &Measure { owner: to.to_owned(), ..measure.clone() })?;
        }
        Ok(())
    }
    fn with(&self, tx: &mut Tx, seal: &Seal, new: &MeasureContent) -> Result<Measure, Fault> {
        lists::code("cause", "cause", &Lists::of(tx)?.causes, &new.cause)?;
        if new.words.trim().is_empty() {
            return Err(Fault::invalid("words", "need.measure_words"));
        }
        at_most("words", &new.words, TEXT_MOST)?;
        at_most("result", &new.result, TEXT_MOST)?;
        let (due, done) = (day_or_none("due", &new.due)?, day_or_none("done", &new.done)?);
        if done > today_of(tx)? {
            return Err(Fault::invalid("done", "need.not_ahead"));
        }
        due_within(tx, "due", &due)?;
        let owner = if new.owner.is_empty() { String::new() } else { pseudonym(tx, "owner", &new.owner)? };
        let words = seal.renew::<Measure>(tx, &self.id, "words", (&self.words, &new.words))?;
        let result = seal.renew::<Measure>(tx, &self.id, "result", (&self.result, &new.result))?;
        Ok(Measure { year: new.year, cause: new.cause.clone(), owner, due, done, words, result, ..self.clone() })
    }
}

/// The pseudonym of the person with a code.
/// # Errors
/// `Invalid` when nobody has it.
pub fn pseudonym(tx: &mut Tx, field: &'static str, code: &str) -> Result<String, Fault> {
    let person = people::find::by_code(tx, code)?.ok_or_else(|| Fault::says(field, "need.person", &[("code", &code)]))?;
    Ok(person.pseudonym)
}

impl Entry {
    /// Adds a line. What was written stays: who erred writes another.
    /// # Errors
    /// `Invalid` when a field is wrong.
    pub fn write(tx: &mut Tx, household: &Household, seal: &Seal, (day, kind, words): (&str, &str, &str)) -> Result<(), Fault> {
        if kind.is_empty() || words.trim().is_empty() {
            return Err(Fault::invalid("words", "need.entry"));
        }
        lists::code("kind", "kind", &lists::KINDS, kind)?;
        at_most("words", words, TEXT_MOST)?;
        let today = today_of(tx)?;
        let day = if day.is_empty() { today.clone() } else { day_or_none("day", day)? };
        if day > today {
            return Err(Fault::invalid("day", "need.not_ahead"));
        }
        let (id, made_by, made_at) = (tx.uuid(), tx.warrant().who().to_owned(), tx.now());
        let words = seal.put::<Entry>(tx, &id, "words", words)?;
        tx.insert(&Entry { id, rev: 1, household: household.id.clone(), day, kind: kind.to_owned(), made_by, made_at, words })?;
        Ok(())
    }
}
