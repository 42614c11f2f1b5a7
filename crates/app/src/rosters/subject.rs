//! Whom a roster lists: put on it by hand or from a sheet, ended, never deleted.
use super::find;
use super::model::Roster;
use crate::households::{at_most, today_of};
use crate::orgs;
use crate::sealing::{FileKey, Seal};
use crate::web::Fault;
use ledger::{Read, Sealed, Tx, record};
use sha2::{Digest, Sha256};

record! {
    /// Somebody or something to serve. What says who it is, is sealed under its own key.
    pub struct Subject in "roster_subjects" {
        /// Log position of its first version: the number people know it by.
        position: i64 as open,
        roster: String as open,
        /// A code it has elsewhere, as a household's, or empty.
        code: String,
        unit: String,
        /// The first local day on the roster, and the last, or nothing.
        from_day: String as open,
        ended_on: String as open,
        /// It was put on it by mistake: then it never was on it.
        mistaken: bool as open,
        made_by: String,
        /// The import that brought it, or empty.
        import: String as open,
        /// A salted hash of what the line says, by which the same one is found again.
        trace: Option<String> as personal,
        name: Option<Sealed> as personal,
        place: Option<Sealed> as personal,
        phone: Option<Sealed> as personal,
        note: Option<Sealed> as personal,
    }
}

/// What a form or a line says of a subject.
#[derive(Debug, Clone, Default)]
pub struct NewSubject {
    /// Given by the sender, so that the same one sent twice is one; empty for the next.
    pub id: String,
    pub code: String,
    /// Empty for the roster's.
    pub unit: String,
    pub name: String,
    pub place: String,
    pub phone: String,
    pub note: String,
    /// The import it belongs to, or empty.
    pub import: String,
}

const LINE_MOST: usize = 120;
const NOTE_MOST: usize = 500;
const CODE_MOST: usize = 60;

impl NewSubject {
    fn check(&self) -> Result<(), Fault> {
        if self.name.trim().is_empty() {
            return Err(Fault::invalid("name", "need.subject_name"));
        }
        for (field, text) in [("name", &self.name), ("place", &self.place), ("phone", &self.phone)] {
            at_most(field, text, LINE_MOST)?;
        }
        at_most("code", &self.code, CODE_MOST)?;
        at_most("note", &self.note, NOTE_MOST)
    }

    /// The same line has the same trace, and none that could be guessed without the log's salt.
    fn trace(&self, tx: &mut Tx, unit: &str) -> Result<String, Fault> {
        let salt = tx.salt()?;
        let said = [&self.code, unit, &self.name, &self.place, &self.phone].map(str::trim).join("\u{1f}");
        let digest = Sha256::new().chain_update(b"chunman/roster-subject/1\0").chain_update(salt).chain_update(said).finalize();
        Ok(hex::encode(&digest[..16]))
    }
}

impl Subject {
    /// Puts somebody on a roster. The very same id once more changes nothing.
    /// # Errors
    /// `Invalid` when a field is wrong or the same one is on it already.
    pub fn add(tx: &mut Tx, roster: &Roster, new: &NewSubject) -> Result<Subject, Fault> {
        if let Some(there) = tx.find::<Subject>(&new.id)? {
            return if there.roster == roster.id { Ok(there) } else { Err(Fault::Missing) };
        }
        if !new.id.is_empty() {
            crate::deeds::check_id(&new.id)?;
        }
        new.check()?;
        let (unit, day) = (if new.unit.trim().is_empty() { &roster.unit } else { new.unit.trim() }, roster.day_on(tx)?);
        // A bureau serves villages that are not below it: any unit there is.
        if orgs::find::line(tx, unit, &day)?.is_empty() {
            return Err(Fault::says("unit", "need.unit", &[("code", &unit)]));
        }
        let trace = new.trace(tx, unit)?;
        let code = new.code.trim();
        if find::alike(tx, &roster.id, &trace, code)? {
            return Err(Fault::says("name", "need.subject_there", &[("name", &new.name.trim())]));
        }
        let id = if new.id.is_empty() { tx.uuid() } else { new.id.clone() };
        let (position, made_by) = (tx.position(), tx.warrant().who().to_owned());
        let seal = FileKey::make(tx, &id)?;
        let subject = Subject {
            name: seal.put::<Subject>(tx, &id, "name", &new.name)?,
            place: seal.put::<Subject>(tx, &id, "place", &new.place)?,
            phone: seal.put::<Subject>(tx, &id, "phone", &new.phone)?,
            note: seal.put::<Subject>(tx, &id, "note", &new.note)?,
            id,
            rev: 1,
            position,
            roster: roster.id.clone(),
            code: code.to_owned(),
            unit: unit.to_owned(),
            from_day: day,
            ended_on: String::new(),
            mistaken: false,
            made_by,
            import: new.import.clone(),
            trace: Some(trace),
        };
        tx.insert(&subject)?;
        Ok(subject)
    }

    /// Takes it off from today on, or as never having been on it.
    /// # Errors
    /// `Closed` when that was done; `Invalid` when something that was served is said to be a mistake.
    pub fn end(self, tx: &mut Tx, mistaken: bool) -> Result<Subject, Fault> {
        self.still_on()?;
        if mistaken && find::is_served(tx, &self.id)? {
            return Err(Fault::invalid("mistaken", "need.subject_served"));
        }
        let ended_on = today_of(tx)?.max(self.from_day.clone());
        let after = tx.update(&self, &Subject { ended_on, mistaken, ..self.clone() })?;
        Ok(after)
    }

    pub(super) fn still_on(&self) -> Result<(), Fault> {
        // Of one whose values were taken out nobody knows whom to serve.
        if self.ended_on.is_empty() && self.name.is_some() { Ok(()) } else { Err(Fault::Closed("closed.subject")) }
    }

    /// # Errors
    /// When the data cannot be read.
    pub fn seal(&self, r: &mut Read) -> Result<Seal, Fault> {
        Seal::of(r, &self.id)
    }

    /// Whom a deed says it served: an enterprise or a machine by its name; of people never more than a household's code or the line's number.
    pub(super) fn called_in_deed(&self, roster: &Roster, seal: &Seal) -> Result<String, Fault> {
        Ok(match roster.is_of_people() {
            true if roster.kind == "household" && !self.code.is_empty() => self.code.clone(),
            true => format!("№{}", self.position),
            false => seal.get::<Subject>(&self.id, "name", &self.name)?,
        })
    }

    pub fn path(&self, roster: &Roster) -> String {
        format!("{}/subjects/{}", roster.path(), self.position)
    }
}
