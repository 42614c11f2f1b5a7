//! Deeds with what becomes of each: recorded, checked, returned, corrected, refused, withdrawn, every step at its own instant.
use super::World;
use crate::asked::{Asking, Form, Measured};
use crate::checks::{Call, Confirmation, Decision, Ruling};
use crate::deeds::{Content, Deed, NewDeed};
use crate::needs::{Need, NewNeed, Solution};
use crate::people::Person;
use crate::powers::{Power, Who};
use crate::realm::{Realm, today};
use crate::rosters::{Assignment, NewService, Service, Subject};
use crate::web::Fault;
use ledger::{Read, Tx};
use sha2::{Digest, Sha256};

pub const HOUR: i64 = 3_600_000;
pub const DAY: i64 = 24 * HOUR;

/// What happens to a deed after it came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Approved,
    Waits,
    Returned,
    ReturnedAndCorrected,
    Refused,
    Withdrawn,
    /// Approved; its correction waits.
    CorrectedAfter,
    /// Approved, and so is its correction.
    CorrectedAndApproved,
}

/// A deed to be, and whose it is.
#[derive(Debug, Clone)]
pub struct Draft {
    pub indicator: &'static str,
    pub unit: String,
    /// Person ids. Whoever enters it is the recorder, or a clerk on their behalf; nobody checks it when there is no checker.
    pub recorder: String,
    pub entered_by: String,
    pub checker: String,
    pub content: Content,
    /// When it comes in.
    pub at: i64,
    pub fate: Fate,
    /// Its words are fit to publish.
    pub publish: bool,
    /// A name by which a bulletin finds it, or empty.
    pub tag: &'static str,
    /// Who of the other side confirms it and how, where that is the item's way; on the day it is checked.
    pub confirmed: Option<(&'static str, &'static str)>,
    /// The need that it solves.
    pub need: Option<Raised>,
    /// The roster's subject that it serves, and what of the checklist is done.
    pub roster: Option<(OnRoster, Vec<&'static str>)>,
}

/// A subject of a roster, by id, and the clerk who gives it the day before to who serves it.
#[derive(Debug, Clone)]
pub struct OnRoster {
    pub subject: String,
    pub clerk: String,
}

/// A need that was raised before its deed and given to who records that.
#[derive(Debug, Clone)]
pub struct Raised {
    pub new: NewNeed,
    /// Who raises it and gives it, by id.
    pub by: String,
    /// How long before the deed it was raised, and taken.
    pub raised: i64,
    pub taken: i64,
    pub due: String,
}

/// What people say when they check, correct and withdraw.
#[derive(Debug)]
pub struct Sayings {
    pub returned: &'static [&'static str],
    pub refused: &'static [&'static str],
    pub withdrawn: &'static [&'static str],
    /// Places that a correction names.
    pub places: &'static [&'static str],
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Raise,
    Take,
    /// A roster's subject, to who will serve it.
    Give,
    Record,
    Check(Decision, &'static str),
    Correct(&'static str),
    Withdraw(&'static str),
}

/// All of them, in order.
pub struct Timeline {
    drafts: Vec<Draft>,
    ids: Vec<String>,
    steps: Vec<(i64, usize, Step)>,
    played: usize,
}

impl Timeline {
    /// Lays the steps out; what would happen after `latest` does not.
    pub fn of(world: &mut World, mut drafts: Vec<Draft>, sayings: &Sayings, latest: i64) -> Self {
        drafts.sort_by_key(|draft| draft.at);
        let ids = drafts.iter().map(|draft| world.uuid(draft.at)).collect();
        let mut steps = Vec::with_capacity(drafts.len() * 3);
        for (n, draft) in drafts.iter().enumerate() {
            if let Some(need) = &draft.need {
                steps.push((draft.at - need.raised, n, Step::Raise));
                steps.push((draft.at - need.taken, n, Step::Take));
            }
            if draft.roster.is_some() {
                steps.push((draft.at - DAY, n, Step::Give));
            }
            steps.push((draft.at, n, Step::Record));
            let mut at = draft.at;
            let fate = if draft.checker.is_empty() && draft.fate != Fate::Withdrawn { Fate::Waits } else { draft.fate };
            for step in after(world, fate, sayings) {
                at += HOUR + i64::try_from(world.below(26 * 60)).unwrap_or(0) * 60_000;
                steps.push((at, n, step));
            }
        }
        steps.retain(|(at, _, _)| *at <= latest);
        steps.sort_by_key(|(at, n, _)| (*at, *n));
        world.all = steps.iter().filter(|(_, _, step)| matches!(step, Step::Record)).count();
        Self { drafts, ids, steps, played: 0 }
    }

    /// Plays what happens until an instant.
    /// # Errors
    /// When something of it is refused.
    pub fn play(&mut self, world: &mut World, until: i64) -> Result<(), Fault> {
        while let Some((at, n, step)) = self.steps.get(self.played).copied().filter(|(at, _, _)| *at <= until) {
            self.step(world, at, n, step)?;
            self.played += 1;
        }
        world.settle()
    }

    /// The id of the deed with this tag.
    pub fn tagged(&self, tag: &str) -> Option<&str> {
        let at = self.drafts.iter().position(|draft| draft.tag == tag)?;
        Some(&self.ids[at])
    }

    fn step(&self, world: &mut World, at: i64, n: usize, step: Step) -> Result<(), Fault> {
        let (draft, id) = (&self.drafts[n], self.ids[n].clone());
        match (step, &draft.need) {
            (Step::Raise, Some(need)) => {
                let new = NewNeed { id: need_of(&id), ..need.new.clone() };
                let power = Power::RaiseNeed { unit: new.unit.clone(), household: new.household.clone() };
                world.later(at, (Who::Person(need.by.clone()), power), 0, move |tx| Need::raise(tx, &new).map(|_| ()))
            }
            (Step::Take, Some(need)) => {
                let (owner, due, need_id) = (draft.recorder.clone(), need.due.clone(), need_of(&id));
                let leave = (Who::Person(need.by.clone()), Power::KeepNeed(need_id.clone()));
                world.later(at, leave, 0, move |tx| {
                    let owner: Person = tx.get(&owner)?;
                    tx.get::<Need>(&need_id)?.give(tx, &owner, &due, "").map(|_| ())
                })
            }
            (Step::Record, Some(_)) => {
                let (new, need_id) = (draft.as_new(id.clone()), need_of(&id));
                let leave = (Who::Person(new.recorder.clone()), Power::KeepNeed(need_id.clone()));
                let solution = Solution {
                    deed: id,
                    indicator: new.indicator,
                    day: new.content.day,
                    told: new.content.words.clone(),
                    words: new.content.words,
                    people: new.content.people,
                };
                world.later(at, leave, 1, move |tx| tx.get::<Need>(&need_id)?.solve(tx, &solution, &new.entered_by).map(|_| ()))
            }
            (Step::Raise | Step::Take, None) => Ok(()),
            (Step::Give, _) => draft.give(world, at),
            (Step::Record, None) if draft.roster.is_some() => draft.serve(world, at, id),
            (Step::Record, None) => {
                let new = draft.as_new(id);
                let power = Power::Record { unit: new.unit.clone(), recorder: new.recorder.clone(), day: new.content.day.clone() };
                let who = Who::Person(new.entered_by.clone());
                world.later(at, (who, power), 1, move |tx| {
                    Deed::record(tx, new)?;
                    Asking::keep_own(tx, Form::Record, asked_of(n, 35, 90, 2))
                })
            }
            (Step::Check(decision, reason), _) => draft.check(world, at, (n, id), (decision, reason)),
            (Step::Correct(place), _) => {
                let (by, content) = (draft.recorder.clone(), Content { place: place.to_owned(), ..draft.content.clone() });
                let leave = (Who::Person(by.clone()), Power::Correct(id.clone()));
                world.later(at, leave, 0, move |tx| {
                    let (deed, rev) = newest(tx, &id)?;
                    deed.correct(tx, rev, &content, &by).map(|_| ())
                })
            }
            (Step::Withdraw(reason), _) => {
                let leave = (Who::Person(draft.recorder.clone()), Power::Withdraw(id.clone()));
                world.later(at, leave, 0, move |tx| {
                    let (deed, rev) = newest(tx, &id)?;
                    deed.withdraw(tx, rev, reason).map(|_| ())
                })
            }
        }
    }
}

/// What the form of the n-th deed says of itself: every third was filled in where it was measured, in so many seconds at least and so many more.
fn asked_of(n: usize, least: usize, more: usize, fields: usize) -> Option<Measured> {
    let whole = |n: usize| i64::try_from(n).unwrap_or(0);
    n.is_multiple_of(3).then(|| Measured { seconds: whole(least + n * 37 % more), fields: whole(fields + n / 3 % 3) })
}

impl Draft {
    fn give(&self, world: &mut World, at: i64) -> Result<(), Fault> {
        let Some((OnRoster { subject, clerk }, _)) = self.roster.clone() else { return Ok(()) };
        let (to, roster) = (self.recorder.clone(), world.db.read(|r| r.get::<Subject>(&subject))?.roster);
        world.later(at, (Who::Person(clerk), Power::KeepRoster(roster)), 0, move |tx| {
            let (subject, person): (Subject, Person) = (tx.get(&subject)?, tx.get(&to)?);
            Assignment::give(tx, &subject, &person)
        })
    }

    fn serve(&self, world: &mut World, at: i64, id: String) -> Result<(), Fault> {
        let Some((OnRoster { subject, .. }, ticks)) = self.roster.clone() else { return Ok(()) };
        let new = NewService {
            deed: id,
            day: self.content.day.clone(),
            quantity: self.content.quantity,
            ticks: ticks.into_iter().map(ToOwned::to_owned).collect(),
            words: self.content.words.clone(),
            with: self.content.people.clone(),
        };
        let (server, by) = (self.recorder.clone(), self.entered_by.clone());
        world.later(at, (Who::Person(by.clone()), Power::ServeSubject(subject.clone())), 1, move |tx| {
            let (subject, server): (Subject, Person) = (tx.get(&subject)?, tx.get(&server)?);
            Service::make(tx, &subject, &new, (&server, &by)).map(|_| ())
        })
    }

    fn as_new(&self, id: String) -> NewDeed {
        let body = format!("{id} {:?}", self.content);
        NewDeed {
            id,
            indicator: self.indicator.to_owned(),
            item: None,
            unit: self.unit.clone(),
            recorder: self.recorder.clone(),
            entered_by: self.entered_by.clone(),
            content: self.content.clone(),
            body_hash: hex::encode(Sha256::digest(&body)),
            body,
            import: String::new(),
            files_follow: false,
        }
    }
}

/// The id of the need that a deed solves: no chance of its own, so that nothing else of a demonstration depends on it.
fn need_of(deed: &str) -> String {
    format!("need-{deed}")
}

impl Draft {
    /// By the usual checker, or by whoever the lot fell on.
    fn check(
        &self,
        world: &mut World,
        at: i64,
        (n, id): (usize, String),
        (decision, reason): (Decision, &'static str),
    ) -> Result<(), Fault> {
        let (checker, publish, confirmed) = (self.checker.clone(), self.publish, self.confirmed);
        let (usual, called) = (checker.clone(), id.clone());
        let leave = (move |r: &mut Read| Ok(Who::Person(caller(r, &called, at)?.unwrap_or(usual))), Power::Check(id.clone()));
        world.later_as(at, leave, 0, move |tx| {
            Asking::keep_own(tx, Form::Check, asked_of(n, 6, 25, 0))?;
            let (deed, rev) = newest(tx, &id)?;
            let Some((by, how)) = confirmed else {
                return deed.check(tx, &checker, rev, decision, reason, publish).map(|_| ());
            };
            let checker = caller(tx, &id, at)?.unwrap_or(checker);
            let confirmed = Some(Confirmation::given(by, &day_at(tx, at)?, how));
            deed.rule(tx, &checker, rev, &Ruling { decision, reason: reason.to_owned(), publish, confirmed }).map(|_| ())
        })
    }
}

/// Who asks the other side of a record, where the lot decides that.
fn caller(r: &mut Read, deed: &str, at: i64) -> Result<Option<String>, Fault> {
    let Some(call) = r.find::<Call>(deed)? else { return Ok(None) };
    let day = day_at(r, at)?;
    Ok(call.clerks(r, &day)?.into_iter().next().map(|clerk| clerk.id))
}

fn day_at(r: &mut Read, at: i64) -> Result<String, Fault> {
    Ok(Realm::find(r)?.map(|realm| today(&realm, at)).unwrap_or_default())
}

fn newest(tx: &mut Tx, id: &str) -> Result<(Deed, i64), Fault> {
    let deed: Deed = tx.get(id)?;
    let rev = deed.rev;
    Ok((deed, rev))
}

fn after(world: &mut World, fate: Fate, sayings: &Sayings) -> Vec<Step> {
    let approve = Step::Check(Decision::Approve, "");
    match fate {
        Fate::Waits => Vec::new(),
        Fate::Approved => vec![approve],
        Fate::Returned => vec![Step::Check(Decision::Return, world.word(sayings.returned))],
        Fate::Refused => vec![Step::Check(Decision::Refuse, world.word(sayings.refused))],
        Fate::Withdrawn => vec![Step::Withdraw(world.word(sayings.withdrawn))],
        Fate::ReturnedAndCorrected => {
            vec![Step::Check(Decision::Return, world.word(sayings.returned)), Step::Correct(world.word(sayings.places)), approve]
        }
        Fate::CorrectedAfter => vec![approve, Step::Correct(world.word(sayings.places))],
        Fate::CorrectedAndApproved => vec![approve, Step::Correct(world.word(sayings.places)), approve],
    }
}
