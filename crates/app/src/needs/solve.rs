//! A need is solved by a deed: recorded here with what is known of the need, confirmed where all deeds of its item are. So nothing is typed twice, and the
//! figure of what was solved is a figure of deeds.
use super::model::{Need, TEXT_MOST, said, step};
use crate::campaigns::{self, Indicator};
use crate::deeds::{Content, Deed, NewDeed, Recorded, Served, state};
use crate::households::{Household, at_most, today_of};
use crate::orgs;
use crate::people::{self, Person};
use crate::realm::valid_day;
use crate::web::Fault;
use ledger::{Read, Tx};

/// How it was solved.
#[derive(Debug, Clone, Default)]
pub struct Solution {
    /// The deed's id, given by the sender.
    pub deed: String,
    /// Empty where only one takes such records.
    pub indicator: String,
    pub day: String,
    /// Stands in the need, sealed.
    pub words: String,
    /// What the deed says of it, to who sees its names; a figure's record tells what was done.
    pub told: String,
    /// Person ids of those who helped; the owner, where nobody is named.
    pub people: Vec<String>,
}

/// One: what a solved need counts for.
const ONE: i64 = 1000;

/// The indicators under which solved needs of a unit are recorded on a day: those whose records the other side confirms.
/// # Errors
/// When the data cannot be read.
pub fn indicators(r: &mut Read, unit: &str, day: &str) -> Result<Vec<Indicator>, Fault> {
    let items = campaigns::find::open_to(r, unit, day)?;
    Ok(items.into_iter().filter(|(item, _)| item.way == "confirm").flat_map(|(_, indicators)| indicators).collect())
}

impl Need {
    /// Records the deed that solves it; `by` is the person, by id, who types it in. The other side is asked next.
    /// # Errors
    /// `Invalid` when a field is wrong or no campaign takes such records; `Closed` when nothing is left to do; `Stale`.
    pub fn solve(self, tx: &mut Tx, solution: &Solution, by: &str) -> Result<Need, Fault> {
        self.still_open(tx)?;
        at_most("words", &solution.words, TEXT_MOST)?;
        let Some(owner) = people::find::by_pseudonym(tx, &self.owner)? else { return Err(Fault::invalid("owner", "need.owner_first")) };
        let today = today_of(tx)?;
        if valid_day(&solution.day) && solution.day > today {
            return Err(Fault::invalid("day", "need.day_past"));
        }
        if valid_day(&solution.day) && solution.day < self.raised_on {
            return Err(Fault::says("day", "need.solved_before", &[("day", &self.raised_on)]));
        }
        let fitting = indicators(tx, &self.unit, &solution.day)?;
        let indicator = match (&fitting[..], solution.indicator.as_str()) {
            ([], _) => return Err(Fault::invalid("indicator", "need.no_confirming_item")),
            ([one], "") => one.id.clone(),
            (_, chosen) => {
                fitting.iter().find(|i| i.id == chosen).map(|i| i.id.clone()).ok_or(Fault::invalid("indicator", "need.which_item"))?
            }
        };
        let deed = self.deed_of(tx, solution, &owner, (&indicator, by))?;
        let Recorded::New(deed) = Deed::record(tx, deed)? else { return Err(Fault::Stale) };
        let after = tx.update(&self, &Need { deed: deed.id, ..self.clone() })?;
        let seal = after.seal(tx)?;
        after.note(tx, &seal, step::SOLVED, &solution.words)?;
        Ok(after)
    }

    fn deed_of(&self, tx: &mut Tx, solution: &Solution, owner: &Person, (indicator, by): (&str, &str)) -> Result<NewDeed, Fault> {
        let place = orgs::find::named(tx, &self.unit, &solution.day)?.map(|unit| unit.name).unwrap_or_default();
        let people = if solution.people.is_empty() { vec![owner.id.clone()] } else { solution.people.clone() };
        // Whose it was: the household's code, or the need's number. A name stays in the need, where it is sealed.
        let subject = if self.household.is_empty() { format!("№{}", self.position) } else { tx.get::<Household>(&self.household)?.code };
        let content = Content {
            day: solution.day.clone(),
            quantity: ONE,
            place,
            people,
            served: vec![Served { kind: "household".into(), count: 1, subject: Some(subject) }],
            words: solution.told.trim().to_owned(),
            ..Content::default()
        };
        let id = if solution.deed.is_empty() { tx.uuid() } else { solution.deed.clone() };
        Ok(NewDeed::follows(&self.id, id, (&self.unit, indicator), (&owner.id, by), content))
    }

    /// Opens it again, with the reason. `never`: it was not solved, so the record of it is withdrawn and leaves the figures; else it came back, and
    /// what was solved then stays.
    /// # Errors
    /// `Invalid` without a reason; `Closed` when there is nothing to reopen; `Stale`.
    pub fn reopen(self, tx: &mut Tx, why: &str, never: bool) -> Result<Need, Fault> {
        said("why", why)?;
        if self.standing(tx)?.is_open() {
            return Err(Fault::Closed("closed.need_open"));
        }
        if self.is_erased() {
            return Err(Fault::Closed("closed.need"));
        }
        let deed = if self.deed.is_empty() { None } else { tx.find::<Deed>(&self.deed)? };
        if let Some(deed) = deed.filter(|deed| never && [state::RECEIVED, state::RETURNED, state::VERIFIED].contains(&deed.state.as_str()))
        {
            let rev = deed.rev;
            deed.withdraw(tx, rev, why)?;
        }
        let none = String::new;
        let after = tx.update(&self, &Need { deed: none(), closed_on: none(), owner: none(), due: none(), ..self.clone() })?;
        let seal = after.seal(tx)?;
        after.note(tx, &seal, step::REOPENED, why)?;
        Ok(after)
    }
}
