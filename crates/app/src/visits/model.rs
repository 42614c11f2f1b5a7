//! A visit, and all that it is at once.
use crate::deeds::{Content, Deed, NewDeed, Recorded, Served, check_id};
use crate::households::{Household, Measure, at_most, due_within, today_of};
use crate::needs::{self, Need, Solution};
use crate::orgs;
use crate::people::{self, Person};
use crate::realm::valid_day;
use crate::sealing::Seal;
use crate::web::Fault;
use ledger::{Sealed, Tx, record};

record! {
    /// A visit, or a call. `visitor` and `owner` are pseudonyms.
    pub struct Visit in "visits" {
        household: String,
        visitor: String,
        /// A local day.
        day: String,
        /// One of [`WAYS`].
        way: String,
        /// Who does what was promised, and by when; the day on which it was kept, or nothing.
        owner: String,
        due: String,
        kept_on: String,
        /// What it was a step of: ids, or nothing.
        measure: String,
        need: String,
        deed: String,
        made_at: String,
        saw: Option<Sealed> as personal,
        promised: Option<Sealed> as personal,
    }
}

pub const WAYS: [&str; 2] = ["visit", "call"];
const SAW_MOST: usize = 500;
const PROMISE_MOST: usize = 200;
/// The key of the sentence for another visit, or need, under an id that was sent before.
pub const SENT_BEFORE: &str = "need.sent_before";
/// One household helped.
const ONE: i64 = 1000;

/// What the visitor says afterwards.
#[derive(Debug, Clone, Default)]
pub struct NewVisit {
    /// Given by the sender, so that the same one sent twice is one; empty for the next.
    pub id: String,
    /// Empty for today.
    pub day: String,
    pub way: String,
    pub saw: String,
    pub promised: String,
    /// A person's code.
    pub owner: String,
    pub due: String,
    /// Visits (by id) whose promises were kept.
    pub kept: Vec<String>,
    pub measure: String,
    pub measure_done: bool,
    pub need: String,
    pub need_solved: bool,
    /// The indicator it is recorded under, or nothing.
    pub indicator: String,
}

impl NewVisit {
    fn check(&self, today: &str) -> Result<(), Fault> {
        if self.saw.trim().is_empty() {
            return Err(Fault::invalid("saw", "need.saw"));
        }
        at_most("saw", &self.saw, SAW_MOST)?;
        at_most("promised", &self.promised, PROMISE_MOST)?;
        if !WAYS.contains(&self.way.as_str()) {
            return Err(Fault::invalid("way", "need.visit_way"));
        }
        if !self.day.is_empty() && (!valid_day(&self.day) || self.day.as_str() > today) {
            return Err(Fault::invalid("day", "need.not_ahead"));
        }
        // Of a visit that was written without a network the day may have passed by now.
        let from = if self.day.is_empty() { today } else { &self.day };
        if !self.promised.trim().is_empty() && (!valid_day(&self.due) || self.due.as_str() < from) {
            return Err(Fault::says("due", "need.due", &[("day", &from)]));
        }
        if self.need_solved && self.need.is_empty() {
            return Err(Fault::invalid("need", "need.choose_need"));
        }
        if self.measure_done && self.measure.is_empty() {
            return Err(Fault::invalid("measure", "need.choose_measure"));
        }
        Ok(())
    }
}

impl Visit {
    /// Writes a visit down with all that it is; `by` is the person, by id, who types it in. The very same once more changes nothing.
    /// # Errors
    /// `Invalid` when a field is wrong, or another visit came under this id.
    pub fn make(tx: &mut Tx, home: &Household, new: &NewVisit, visitor: &Person, by: &str) -> Result<Visit, Fault> {
        if let Some(there) = tx.find::<Visit>(&new.id)? {
            let seal = Seal::of(tx, &there.household)?;
            return if there.says(&seal, new)? { Ok(there) } else { Err(Fault::invalid("saw", SENT_BEFORE)) };
        }
        if !new.id.is_empty() {
            check_id(&new.id)?;
        }
        let today = today_of(tx)?;
        new.check(&today)?;
        let day = if new.day.is_empty() { today.clone() } else { new.day.clone() };
        if !new.promised.trim().is_empty() {
            due_within(tx, "due", &new.due)?;
        }
        let seal = Seal::of(tx, &home.id)?;
        for kept in &new.kept {
            Self::keep(tx, home, kept, &day)?;
        }
        if !new.measure.is_empty() {
            let measure: Measure = tx.get(&new.measure)?;
            if measure.household != home.id {
                return Err(Fault::Missing);
            }
            // Somebody else may have finished it since the form was drawn.
            if new.measure_done && measure.done.is_empty() {
                measure.finish(tx, &seal, &day, &new.saw)?;
            }
        }
        let solved = new.answer(tx, (home, &seal), (visitor, by), (&day, &today))?;
        let deed = match solved {
            Some(deed) => deed,
            None if new.indicator.is_empty() => String::new(),
            None => new.record(tx, home, (visitor, by), &day)?,
        };
        let promises = !new.promised.trim().is_empty();
        let owner = match new.owner.as_str() {
            _ if !promises => String::new(),
            "" => visitor.pseudonym.clone(),
            code => people::find::by_code(tx, code)?.ok_or_else(|| Fault::says("owner", "need.person", &[("code", &code)]))?.pseudonym,
        };
        let (id, made_at) = (if new.id.is_empty() { tx.uuid() } else { new.id.clone() }, tx.now());
        let visit = Visit {
            saw: seal.put::<Visit>(tx, &id, "saw", &new.saw)?,
            promised: seal.put::<Visit>(tx, &id, "promised", &new.promised)?,
            id,
            rev: 1,
            household: home.id.clone(),
            visitor: visitor.pseudonym.clone(),
            day,
            way: new.way.clone(),
            owner,
            due: if promises { new.due.clone() } else { String::new() },
            kept_on: String::new(),
            measure: new.measure.clone(),
            need: new.need.clone(),
            deed,
            made_at,
        };
        tx.insert(&visit)?;
        Ok(visit)
    }

    /// What was promised at an earlier visit is kept.
    fn keep(tx: &mut Tx, home: &Household, id: &str, day: &str) -> Result<(), Fault> {
        let before: Visit = tx.get(id)?;
        if before.household != home.id {
            return Err(Fault::Missing);
        }
        if before.promised.is_some() && before.kept_on.is_empty() {
            tx.update(&before, &Visit { kept_on: day.to_owned(), ..before.clone() })?;
        }
        Ok(())
    }

    /// Whether it says what a form says: the same once more.
    fn says(&self, seal: &Seal, new: &NewVisit) -> Result<bool, Fault> {
        let text = |column: &str, sealed| seal.get::<Visit>(&self.id, column, sealed);
        let same = text("saw", &self.saw)? == new.saw.trim() && text("promised", &self.promised)? == new.promised.trim();
        Ok(same && self.way == new.way && self.measure == new.measure && self.need == new.need)
    }

    pub fn is_promise(&self) -> bool {
        self.promised.is_some() && self.kept_on.is_empty()
    }
}

impl NewVisit {
    /// Answers the need it was about; the deed's id where that solved it.
    fn answer(
        &self,
        tx: &mut Tx,
        (home, seal): (&Household, &Seal),
        (visitor, by): (&Person, &str),
        (day, today): (&str, &str),
    ) -> Result<Option<String>, Fault> {
        if self.need.is_empty() {
            return Ok(None);
        }
        let need: Need = tx.get(&self.need)?;
        if need.household != home.id {
            return Err(Fault::Missing);
        }
        // Somebody else may have solved it since the form was drawn: the visit is one all the same.
        if !need.standing(tx)?.is_open() {
            return Ok(None);
        }
        // What was seen stays in the file: others read the need.
        if !self.need_solved {
            need.visited(tx, seal)?;
            return Ok(None);
        }
        // Whoever solves it on the spot has taken it.
        let need = if need.owner == visitor.pseudonym { need } else { need.give(tx, visitor, today, "")? };
        let fitting = needs::indicators(tx, &need.unit, day)?;
        let indicator = fitting.iter().find(|i| i.id == self.indicator).or(fitting.first()).map(|i| i.id.clone()).unwrap_or_default();
        let solution = Solution { indicator, day: day.to_owned(), people: vec![visitor.id.clone()], ..Solution::default() };
        Ok(Some(need.solve(tx, &solution, by)?.deed))
    }

    /// The deed that the visit is, under an item of the visitor's unit. What was seen stays in the household's file.
    fn record(&self, tx: &mut Tx, home: &Household, (visitor, by): (&Person, &str), day: &str) -> Result<String, Fault> {
        let unit = people::find::unit_on(tx, &visitor.id, day)?.ok_or(Fault::invalid("indicator", "need.visit_unit"))?;
        let place = orgs::find::named(tx, &home.unit, day)?.map(|unit| unit.name).unwrap_or_default();
        let content = Content {
            day: day.to_owned(),
            quantity: ONE,
            place,
            people: vec![visitor.id.clone()],
            served: vec![Served { kind: "household".into(), count: 1, subject: Some(home.code.clone()) }],
            ..Content::default()
        };
        let id = tx.uuid();
        let deed = NewDeed::follows(&id.clone(), id, (&unit, &self.indicator), (&visitor.id, by), content);
        match Deed::record(tx, deed)? {
            Recorded::New(deed) => Ok(deed.id),
            _ => Err(Fault::Stale),
        }
    }
}
