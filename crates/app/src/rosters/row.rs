//! A line of a sheet of subjects.
use super::find;
use super::person::Assignment;
use super::subject::{NewSubject, Subject};
use crate::people;
use crate::powers::{Who, may_bring_in};
use crate::web::Fault;
use ledger::Tx;

#[derive(Debug, Clone, Default)]
pub struct SubjectRow {
    /// The roster's number.
    pub roster: String,
    pub subject: NewSubject,
    /// The code of who serves it, or empty.
    pub serves: String,
}

impl SubjectRow {
    /// Puts the subject on its roster and gives it to who serves it. The same once more changes nothing.
    /// # Errors
    /// `Invalid`, naming the field.
    pub fn bring(&self, tx: &mut Tx, import: &str, who: &Who) -> Result<(), Fault> {
        let number = self.roster.trim().parse().ok();
        let roster = number.map(|number| find::by_position(tx, number)).transpose()?.flatten();
        let roster = roster.ok_or_else(|| Fault::says("roster", "need.roster", &[("number", &self.roster)]))?;
        let today = crate::households::today_of(tx)?;
        may_bring_in(tx, who, &roster.unit, &today)?;
        let subject = Subject::add(tx, &roster, &NewSubject { import: import.to_owned(), ..self.subject.clone() })?;
        if self.serves.is_empty() {
            return Ok(());
        }
        let code = self.serves.as_str();
        let person = people::find::by_code(tx, code)?.ok_or_else(|| Fault::says("serves", "need.person", &[("code", &code)]))?;
        Assignment::give(tx, &subject, &person)
    }
}
