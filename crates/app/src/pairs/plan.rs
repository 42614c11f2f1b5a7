//! A unit's households and who could look after them, as an instance of `pairing`, and its solution.
use crate::households::lists::Lists;
use crate::households::{Household, find as homes};
use crate::orgs::{self, Group};
use crate::people::{self, Person};
use crate::web::Fault;
use ledger::Read;
use pairing::{Change, Edge, Gaps, Instance, KILOMETRE, KNOWN, Official, Solved, UNSKILLED, solve};
use std::collections::{BTreeMap, BTreeSet};

/// The most that one page pairs.
pub const HOMES_MOST: usize = 400;
pub const PEOPLE_MOST: usize = 400;
/// Without coordinates the way is guessed from the units: within one, within one township, beyond, in metres.
const WAYS: [u32; 3] = [0, 5_000, 20_000];

pub struct Home {
    pub household: Household,
    /// Its causes that a skill can answer.
    pub causes: Vec<&'static str>,
    /// Who is responsible today, a pseudonym.
    pub now: String,
    line: Vec<String>,
}

pub struct Helper {
    pub person: Person,
    pub unit: String,
    pub skills: Vec<&'static str>,
    /// Households they look after that are not paired here.
    pub elsewhere: u32,
    line: Vec<String>,
}

pub struct Plan {
    pub homes: Vec<Home>,
    pub people: Vec<Helper>,
    /// Nothing fixed by hand: who may take whom, and the proposal.
    free: (Instance, Solved),
    /// With what was fixed.
    solved: Solved,
    /// Households that each helper has in it.
    loads: Vec<u32>,
    /// Households of which it was fixed by hand who takes them.
    fixed: BTreeSet<usize>,
    pub gaps: Gaps,
    /// More households or people than a page pairs.
    pub cut: bool,
}

/// Where a pair's cost comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// 0 the same unit, 1 the same township, 2 beyond.
    pub way: usize,
    /// Causes that no skill answers, of how many.
    pub unanswered: usize,
    pub causes: usize,
    pub known: bool,
}

/// What one helper costs a household more than another; below 0 where it is less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct More {
    /// Kilometres of way.
    pub way: i64,
    /// Causes that no skill answers.
    pub unanswered: i64,
    /// 1 where the other knows the household and this one does not, -1 the other way round.
    pub strange: i64,
    /// All of it as kilometres.
    pub all: i64,
}

/// Who else could take a household, and what that costs it more.
pub struct Next<'a> {
    pub helper: &'a Helper,
    pub more: More,
    /// They have as many as they take.
    pub full: bool,
}

/// What is asked: whose households, out of whom, at most so many each, and what was fixed by hand (a household's code to a person's).
#[derive(Debug, Clone, Default)]
pub struct Wish {
    pub unit: String,
    /// A group's id, or empty for the people of the unit and of those below and above it.
    pub group: String,
    pub most: u32,
    pub pins: BTreeMap<String, String>,
    /// Households (by code) whose needs stay with who has taken them.
    pub needs_stay: BTreeSet<String>,
}

impl Plan {
    /// # Errors
    /// `Invalid` when the most is too little to be one, or more is fixed on somebody than they take.
    pub fn of(r: &mut Read, wish: &Wish, day: &str) -> Result<Plan, Fault> {
        if wish.most == 0 {
            return Err(Fault::invalid("most", "need.pair_most"));
        }
        let lists = Lists::of(r)?;
        let (homes, more_homes) = households(r, lists, &wish.unit, day)?;
        let (people, more_people) = helpers(r, lists, wish, &homes, day)?;
        // What somebody looks after elsewhere, they look after all the same.
        let bounds = people.iter().map(|helper| Official { lo: 0, hi: wish.most.saturating_sub(helper.elsewhere) }).collect();
        let mut edges = Vec::with_capacity(homes.len() * people.len());
        for (household, home) in (0u32..).zip(&homes) {
            for (official, helper) in (0u32..).zip(&people) {
                edges.push(Edge { household, official, cost: reason(home, helper).cost(home, helper) });
            }
        }
        let full = |_| Fault::invalid("most", "need.pair_most");
        let open = Instance::new(bounds, homes.len(), &edges).map_err(full)?;
        let proposal = solve(&open);
        let changes = pinned(&homes, &people, &wish.pins);
        let fixed =
            changes.iter().filter_map(|change| if let Change::Pin { household, .. } = change { Some(*household as usize) } else { None });
        let fixed: BTreeSet<usize> = fixed.collect();
        let instance = open.changed(&changes).map_err(full)?;
        let solved = if fixed.is_empty() { proposal.clone() } else { proposal.again(&instance) };
        let (gaps, loads) = (solved.gaps(&instance), solved.loads());
        Ok(Plan { homes, people, free: (open, proposal), solved, loads, fixed, gaps, cut: more_homes || more_people })
    }

    /// A household with whom, and why.
    pub fn with(&self, home: usize) -> Option<(&Helper, Reason)> {
        let household = u32::try_from(home).ok()?;
        let helper = &self.people[self.solved.official(household)? as usize];
        Some((helper, reason(&self.homes[home], helper)))
    }

    /// Who would take a household next, by what it costs; of one fixed by hand whom the proposal has for it.
    pub fn next(&self, home: usize) -> Option<Next<'_>> {
        let household = u32::try_from(home).ok()?;
        let with = self.solved.official(household)?;
        let (open, proposal) = &self.free;
        let other = if self.is_fixed(home) {
            proposal.official(household)?
        } else {
            let value = |(official, cost): (u32, i64)| (cost, self.is_full(official), official);
            open.candidates(household).filter(|(official, _)| *official != with).min_by_key(|one| value(*one))?.0
        };
        let (this, helper) = (&self.people[with as usize], &self.people[other as usize]);
        let of = |helper: &Helper| reason(&self.homes[home], helper);
        Some(Next { helper, more: of(helper).more_than(of(this)), full: self.is_full(other) })
    }

    pub fn is_fixed(&self, home: usize) -> bool {
        self.fixed.contains(&home)
    }

    fn is_full(&self, official: u32) -> bool {
        let room = self.free.0.officials().get(official as usize).map_or(0, |one| one.hi);
        self.loads.get(official as usize).is_some_and(|load| *load >= room)
    }

    /// What all together costs more than the proposal, in kilometres, where as many households are served.
    pub fn dearer(&self) -> Option<i64> {
        let served = |solved: &Solved| solved.loads().iter().sum::<u32>();
        let same = !self.fixed.is_empty() && served(&self.solved) == served(&self.free.1);
        same.then(|| (self.solved.cost - self.free.1.cost) / KILOMETRE)
    }

    /// Whether both are among those that are paired here.
    pub fn knows(&self, household: &str, person: &str) -> bool {
        self.homes.iter().any(|home| home.household.code == household) && self.people.iter().any(|helper| helper.person.code == person)
    }

    /// The candidates of a household, the cheapest first.
    pub fn candidates(&self, home: usize, most: usize) -> Vec<&Helper> {
        let Ok(household) = u32::try_from(home) else { return Vec::new() };
        let mut all: Vec<(i64, u32)> = self.free.0.candidates(household).map(|(official, cost)| (cost, official)).collect();
        all.sort_unstable();
        all.iter().take(most).map(|(_, official)| &self.people[*official as usize]).collect()
    }
}

impl Reason {
    fn cost(self, home: &Home, helper: &Helper) -> i64 {
        pairing::cost(WAYS[self.way], &home.causes, &helper.skills, self.known)
    }

    fn more_than(self, other: Self) -> More {
        let many = |n: usize| i64::try_from(n).unwrap_or(0);
        let way = i64::from(WAYS[self.way]) / 1000 - i64::from(WAYS[other.way]) / 1000;
        let unanswered = many(self.unanswered) - many(other.unanswered);
        let strange = i64::from(other.known) - i64::from(self.known);
        More { way, unanswered, strange, all: way + unanswered * (UNSKILLED / KILOMETRE) + strange * (KNOWN / KILOMETRE) }
    }
}

fn reason(home: &Home, helper: &Helper) -> Reason {
    let same =
        |up: usize| helper.line.get(helper.line.len().saturating_sub(up + 1)).zip(home.line.get(home.line.len().saturating_sub(up + 1)));
    // Lines go from a unit up to the root: the last but one is the township.
    let way = if helper.unit == home.household.unit {
        0
    } else if home.line.len() > 1 && same(1).is_some_and(|(a, b)| a == b) {
        1
    } else {
        2
    };
    let unanswered = home.causes.iter().filter(|cause| !helper.skills.contains(cause)).count();
    Reason { way, unanswered, causes: home.causes.len(), known: home.now == helper.person.pseudonym }
}

fn pinned(homes: &[Home], people: &[Helper], pins: &BTreeMap<String, String>) -> Vec<Change> {
    let place = |at: Option<usize>| at.and_then(|n| u32::try_from(n).ok());
    let mut changes = Vec::new();
    for (code, person) in pins {
        let household = place(homes.iter().position(|home| home.household.code == *code));
        let official = place(people.iter().position(|helper| helper.person.code == *person));
        // Who is not among those one chooses from any more is not fixed either.
        if let (Some(household), Some(official)) = (household, official) {
            changes.push(Change::Pin { household, official });
        }
    }
    changes
}

fn households(r: &mut Read, lists: &'static Lists, unit: &str, day: &str) -> Result<(Vec<Home>, bool), Fault> {
    let mut all = homes::listed(r, &homes::Whose::Unit(unit), day, "", HOMES_MOST + 1)?;
    let more = all.len() > HOMES_MOST;
    all.truncate(HOMES_MOST);
    let mut found = Vec::with_capacity(all.len());
    for household in homes::kept(r, all)? {
        let now = homes::pairings(r, &household.id)?.into_iter().find(|line| line.from_day.as_str() <= day && line.to_day.as_str() >= day);
        let causes: Vec<String> = household.causes().map(ToOwned::to_owned).collect();
        let known = |cause: &String| lists.causes.iter().find(|known| *known == cause).map(String::as_str);
        found.push(Home {
            causes: lists.answerable(causes.iter().filter_map(known)),
            now: now.map(|line| line.person).unwrap_or_default(),
            line: orgs::find::line(r, &household.unit, day)?,
            household,
        });
    }
    Ok((found, more))
}

fn helpers(r: &mut Read, lists: &'static Lists, wish: &Wish, paired: &[Home], day: &str) -> Result<(Vec<Helper>, bool), Fault> {
    let mut units: Vec<String> = orgs::find::scope(r, &wish.unit, day, day)?.into_iter().map(|(code, _, _)| code).collect();
    let line = orgs::find::line(r, &wish.unit, day)?;
    let above = line.len().saturating_sub(1);
    units.extend(line.into_iter().take(above).skip(1));
    let mut people: Vec<Person> = Vec::new();
    if wish.group.is_empty() {
        for unit in &units {
            people.extend(people::find::of_unit(r, unit, day, "", i64::try_from(PEOPLE_MOST).unwrap_or(0))?);
        }
        // Whoever looks after one of them already may go on, from wherever.
        for home in paired.iter().filter(|home| !home.now.is_empty()) {
            people.extend(people::find::by_pseudonym(r, &home.now)?.filter(|person| person.name.is_some()));
        }
    } else {
        if groups(r, &wish.unit, day)?.iter().all(|group| group.id != wish.group) {
            return Err(Fault::Missing);
        }
        for id in people::find::of_group(r, &wish.group, day)? {
            people.push(r.get(&id)?);
        }
    }
    // Whoever looks after one of them already is not cut off.
    let holds = |person: &Person| paired.iter().any(|home| home.now == person.pseudonym);
    people.sort_by_cached_key(|person| (!holds(person), person.code.clone()));
    people.dedup_by(|a, b| a.id == b.id);
    let more = people.len() > PEOPLE_MOST;
    people.truncate(PEOPLE_MOST);
    let mut found = Vec::with_capacity(people.len());
    for person in people {
        let unit = people::find::unit_on(r, &person.id, day)?.unwrap_or_default();
        let here = paired.iter().filter(|home| home.now == person.pseudonym).count();
        let all = homes::count(r, &homes::Whose::Person(&person.pseudonym), day)?;
        let elsewhere = u32::try_from(all).unwrap_or(u32::MAX).saturating_sub(u32::try_from(here).unwrap_or(0));
        found.push(Helper { skills: lists.answered_by(&person.skills), elsewhere, line: orgs::find::line(r, &unit, day)?, unit, person });
    }
    Ok((found, more))
}

/// Groups of people that may be chosen from: those of the unit and of the units above it.
/// # Errors
/// When the data cannot be read.
pub fn groups(r: &mut Read, unit: &str, day: &str) -> Result<Vec<Group>, Fault> {
    let mut found = Vec::new();
    for code in orgs::find::line(r, unit, day)? {
        let tail = "WHERE kind = 'people' AND unit = $1 AND from_day <= $2 AND to_day >= $2 ORDER BY name, id";
        found.extend(r.all::<Group>(tail, &[code.into(), day.into()])?);
    }
    Ok(found)
}
