//! A need and what happens to it. Its standing is never written down: it follows from its owner and from the deed that says it is solved.
use crate::deeds::{Deed, check_id, state};
use crate::households::{self, Household, at_most, due_within, today_of};
use crate::orgs;
use crate::people::Person;
use crate::realm::valid_day;
use crate::sealing::{FileKey, Seal};
use crate::visits::SENT_BEFORE;
use crate::web::Fault;
use ledger::{Read, Sealed, Tx, record};

record! {
    /// A difficulty. No column is public.
    pub struct Need in "needs" {
        /// Log position of its first version: the number people know it by.
        position: i64,
        unit: String,
        /// A household's id, or empty: whoever has no file has a need all the same.
        household: String,
        topic: String,
        /// Pseudonyms.
        raised_by: String,
        /// Local days; `taken_on` is the first time.
        raised_on: String,
        taken_on: String,
        owner: String,
        due: String,
        /// The deed that says it is solved, or empty.
        deed: String,
        /// The local day on which it was let go, or empty.
        closed_on: String,
        who: Option<Sealed> as personal,
        phone: Option<Sealed> as personal,
        words: Option<Sealed> as personal,
    }
}

record! {
    /// One thing that happened to it. `step` is a word of [`step`].
    pub struct NeedStep in "need_steps" {
        position: i64,
        need: String,
        household: String,
        step: String,
        day: String,
        made_by: String,
        owner: String,
        due: String,
        deed: String,
        words: Option<Sealed> as personal,
    }
}

pub mod step {
    pub const RAISED: &str = "raised";
    pub const TAKEN: &str = "taken";
    pub const HANDED: &str = "handed";
    /// Handed on with its household.
    pub const PASSED: &str = "passed";
    pub const SOLVED: &str = "solved";
    pub const REOPENED: &str = "reopened";
    pub const CLOSED: &str = "closed";
    pub const VISITED: &str = "visited";
}

/// What difficulties are about. Who may not read the words sees this.
pub const TOPICS: [&str; 12] =
    ["labour", "medicine", "water", "road", "farming", "schooling", "allowance", "papers", "housing", "selling", "power", "other"];

/// The most letters of one line, and of a longer text.
const LINE_MOST: usize = 120;
pub(super) const TEXT_MOST: usize = 1000;

/// How far a need is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Raised,
    Taken,
    /// Solved, as its owner says; the other side was not asked yet.
    Solved,
    Confirmed,
    Closed,
}

impl Standing {
    pub const ALL: [Standing; 5] = [Standing::Raised, Standing::Taken, Standing::Solved, Standing::Confirmed, Standing::Closed];
    pub fn word(self) -> &'static str {
        match self {
            Standing::Raised => "raised",
            Standing::Taken => "taken",
            Standing::Solved => "solved",
            Standing::Confirmed => "confirmed",
            Standing::Closed => "closed",
        }
    }
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.word() == word)
    }
    /// Something is left to do.
    pub fn is_open(self) -> bool {
        matches!(self, Standing::Raised | Standing::Taken)
    }
}

/// What a new need says.
#[derive(Debug, Clone, Default)]
pub struct NewNeed {
    /// Given by the sender, so that the same one sent twice is one; empty for the next.
    pub id: String,
    pub unit: String,
    /// A household's code, or empty.
    pub household: String,
    pub topic: String,
    pub who: String,
    pub phone: String,
    pub words: String,
}

/// A reason, or what was done: it must be there.
pub fn said(field: &'static str, text: &str) -> Result<(), Fault> {
    at_most(field, text, TEXT_MOST)?;
    if text.trim().is_empty() { Err(Fault::invalid(field, "need.say_why")) } else { Ok(()) }
}

impl NewNeed {
    fn check(&self) -> Result<(), Fault> {
        if !TOPICS.contains(&self.topic.as_str()) {
            return Err(Fault::invalid("topic", "need.topic"));
        }
        if self.words.trim().is_empty() {
            return Err(Fault::invalid("words", "need.need_words"));
        }
        if self.who.trim().is_empty() && self.household.is_empty() {
            return Err(Fault::invalid("who", "need.need_who"));
        }
        at_most("who", &self.who, LINE_MOST)?;
        at_most("phone", &self.phone, LINE_MOST)?;
        at_most("words", &self.words, TEXT_MOST)
    }
}

impl Need {
    /// Writes a difficulty down. The very same once more changes nothing.
    /// # Errors
    /// `Invalid` when a field is wrong.
    pub fn raise(tx: &mut Tx, new: &NewNeed) -> Result<Need, Fault> {
        if let Some(there) = tx.find::<Need>(&new.id)? {
            return if there.says(tx, new)? { Ok(there) } else { Err(Fault::invalid("words", SENT_BEFORE)) };
        }
        if !new.id.is_empty() {
            check_id(&new.id)?;
        }
        new.check()?;
        let (day, unit) = (today_of(tx)?, new.unit.trim());
        if orgs::find::line(tx, unit, &day)?.is_empty() {
            return Err(Fault::says("unit", "need.unit", &[("code", &unit)]));
        }
        let id = if new.id.is_empty() { tx.uuid() } else { new.id.clone() };
        let (household, seal) = match Self::home(tx, &new.household, unit)? {
            Some(home) => (home.id.clone(), Seal::of(tx, &home.id)?),
            None => (String::new(), FileKey::make(tx, &id)?),
        };
        let (position, raised_by, none) = (tx.position(), tx.warrant().who().to_owned(), String::new);
        let need = Need {
            who: seal.put::<Need>(tx, &id, "who", &new.who)?,
            phone: seal.put::<Need>(tx, &id, "phone", &new.phone)?,
            words: seal.put::<Need>(tx, &id, "words", &new.words)?,
            id,
            rev: 1,
            position,
            unit: unit.to_owned(),
            household,
            topic: new.topic.clone(),
            raised_by,
            raised_on: day,
            taken_on: none(),
            owner: none(),
            due: none(),
            deed: none(),
            closed_on: none(),
        };
        tx.insert(&need)?;
        need.note(tx, &seal, step::RAISED, "")?;
        Ok(need)
    }

    /// Whether it says what a form says: the same once more.
    fn says(&self, tx: &mut Tx, new: &NewNeed) -> Result<bool, Fault> {
        let seal = self.seal(tx)?;
        let text = |column: &str, sealed| seal.get::<Need>(&self.id, column, sealed);
        let same = text("who", &self.who)? == new.who.trim() && text("words", &self.words)? == new.words.trim();
        Ok(same && self.topic == new.topic && self.unit == new.unit.trim())
    }

    /// The household a need hangs on, in its unit.
    fn home(tx: &mut Tx, code: &str, unit: &str) -> Result<Option<Household>, Fault> {
        if code.is_empty() {
            return Ok(None);
        }
        let home = households::find::by_code(tx, code)?.filter(|home| home.unit == unit);
        home.map(Some).ok_or_else(|| Fault::says("household", "need.household", &[("code", &code)]))
    }

    /// Writes a step down, with owner, due day and deed as they are then.
    pub(super) fn note(&self, tx: &mut Tx, seal: &Seal, step: &str, words: &str) -> Result<(), Fault> {
        let (id, position, made_by, day) = (tx.uuid(), tx.position(), tx.warrant().who().to_owned(), today_of(tx)?);
        let words = seal.put::<NeedStep>(tx, &id, "words", words)?;
        tx.insert(&NeedStep {
            id,
            rev: 1,
            position,
            need: self.id.clone(),
            household: self.household.clone(),
            step: step.to_owned(),
            day,
            made_by,
            owner: self.owner.clone(),
            due: self.due.clone(),
            deed: self.deed.clone(),
            words,
        })?;
        Ok(())
    }

    /// Gives it to somebody to solve by a day: the first one takes it, every later one is handed it; whoever hands it on by a form says why.
    /// # Errors
    /// `Invalid` when the day has passed or the reason is too long; `Closed` when nothing is left to do; `Stale`.
    pub fn give(self, tx: &mut Tx, to: &Person, due: &str, why: &str) -> Result<Need, Fault> {
        self.still_open(tx)?;
        let today = today_of(tx)?;
        if !valid_day(due) || due < today.as_str() {
            return Err(Fault::says("due", "need.due", &[("day", &today)]));
        }
        due_within(tx, "due", due)?;
        if self.owner == to.pseudonym && self.due == due {
            return Ok(self);
        }
        let first = self.owner.is_empty();
        at_most("why", why, TEXT_MOST)?;
        let taken_on = if self.taken_on.is_empty() { today } else { self.taken_on.clone() };
        let after = tx.update(&self, &Need { owner: to.pseudonym.clone(), due: due.to_owned(), taken_on, ..self.clone() })?;
        let seal = after.seal(tx)?;
        after.note(tx, &seal, if first { step::TAKEN } else { step::HANDED }, why)?;
        Ok(after)
    }

    /// Somebody was there about it, and did not solve it yet.
    /// # Errors
    /// `Closed` when nothing is left to do.
    pub fn visited(&self, tx: &mut Tx, seal: &Seal) -> Result<(), Fault> {
        self.still_open(tx)?;
        self.note(tx, seal, step::VISITED, "")
    }

    /// Lets it go, with the reason: it is another's, was raised twice, or cannot be done.
    /// # Errors
    /// As [`Need::give`].
    pub fn close(self, tx: &mut Tx, why: &str) -> Result<Need, Fault> {
        self.still_open(tx)?;
        said("why", why)?;
        let closed_on = today_of(tx)?;
        let after = tx.update(&self, &Need { closed_on, ..self.clone() })?;
        let seal = after.seal(tx)?;
        after.note(tx, &seal, step::CLOSED, why)?;
        Ok(after)
    }

    /// The key its words are under.
    /// # Errors
    /// When the data cannot be read.
    pub fn seal(&self, r: &mut Read) -> Result<Seal, Fault> {
        Seal::of(r, if self.household.is_empty() { &self.id } else { &self.household })
    }

    /// How far it is.
    /// # Errors
    /// When the data cannot be read.
    pub fn standing(&self, r: &mut Read) -> ledger::Result<Standing> {
        if !self.closed_on.is_empty() {
            return Ok(Standing::Closed);
        }
        let deed = if self.deed.is_empty() { None } else { r.find::<Deed>(&self.deed)? };
        Ok(match deed.as_ref().map(|deed| deed.state.as_str()) {
            Some(state::VERIFIED) => Standing::Confirmed,
            // One that was sent back is put right at the record: a second one would count twice.
            Some(state::RECEIVED | state::RETURNED) => Standing::Solved,
            // What was erased before it was solved is nobody's to solve.
            _ if self.is_erased() => Standing::Closed,
            _ if self.owner.is_empty() => Standing::Raised,
            _ => Standing::Taken,
        })
    }

    /// What is personal of it was taken out: it is history.
    pub fn is_erased(&self) -> bool {
        self.words.is_none()
    }

    pub(super) fn still_open(&self, tx: &mut Tx) -> Result<(), Fault> {
        if self.standing(tx)?.is_open() { Ok(()) } else { Err(Fault::Closed("closed.need")) }
    }

    pub fn path(&self) -> String {
        format!("/needs/{}", self.position)
    }
}
