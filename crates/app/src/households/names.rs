//! Names of many households at once, for lists: each file's key is opened once and nothing is read but names.
use super::{Household, Member, Pairing};
use crate::sealing::Seal;
use crate::web::Fault;
use ledger::{Read, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The names of those who live or lived in these households, the head's (the latest one's) apart; by a household's id.
#[derive(Debug, Default)]
pub struct Names {
    pub heads: BTreeMap<String, String>,
    /// Households whose head's name was taken out.
    pub erased: BTreeSet<String>,
    all: BTreeMap<String, Vec<String>>,
}

/// Ids as parameters, and their marks.
pub(super) fn ids(homes: &[Household]) -> (Vec<Value>, String) {
    let marks: Vec<String> = (1..=homes.len()).map(|n| format!("${n}")).collect();
    (homes.iter().map(|home| home.id.as_str().into()).collect(), marks.join(", "))
}

impl Names {
    /// # Errors
    /// `Broken` when a value was changed behind the door.
    pub fn of_all(r: &mut Read, homes: &[Household]) -> Result<Self, Fault> {
        Self::of(r, homes, "")
    }
    /// Those of the heads alone.
    /// # Errors
    /// As [`Names::of_all`].
    pub fn of_heads(r: &mut Read, homes: &[Household]) -> Result<Self, Fault> {
        Self::of(r, homes, "relation = 'head' AND ")
    }

    fn of(r: &mut Read, homes: &[Household], only: &str) -> Result<Self, Fault> {
        let mut names = Self::default();
        if homes.is_empty() {
            return Ok(names);
        }
        let (with, marks) = ids(homes);
        let seals = Seal::of_all(r, &with, &marks)?;
        let members: Vec<Member> = r.all(&format!("WHERE {only}household IN ({marks}) ORDER BY to_day, place, id"), &with)?;
        for member in members {
            let name = match seals.get(&member.household) {
                Some(seal) => seal.get::<Member>(&member.id, "name", &member.name)?,
                None => continue,
            };
            if name.is_empty() {
                if member.relation == "head" && member.name.is_none() {
                    names.erased.insert(member.household);
                }
                continue;
            }
            if member.relation == "head" {
                names.heads.insert(member.household.clone(), name.clone());
            }
            names.all.entry(member.household).or_default().push(name);
        }
        Ok(names)
    }

    /// Whether somebody of a household has a name that fits.
    pub fn any(&self, household: &str, fits: impl Fn(&str) -> bool) -> bool {
        self.all.get(household).is_some_and(|names| names.iter().any(|name| fits(name)))
    }
}

/// The members of several households, in the order of each file, with what opens them.
/// # Errors
/// When the data cannot be read.
pub fn opened(r: &mut Read, households: &[String]) -> Result<Vec<(String, Seal, Vec<Member>)>, Fault> {
    if households.is_empty() {
        return Ok(Vec::new());
    }
    let with: Vec<Value> = households.iter().map(|id| id.as_str().into()).collect();
    let marks = (1..=with.len()).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
    let mut members: BTreeMap<String, Vec<Member>> = BTreeMap::new();
    for member in r.all::<Member>(&format!("WHERE household IN ({marks}) ORDER BY place, id"), &with)? {
        members.entry(member.household.clone()).or_default().push(member);
    }
    let seals = Seal::of_all(r, &with, &marks)?;
    Ok(seals.into_iter().filter_map(|(id, seal)| members.remove(&id).map(|members| (id, seal, members))).collect())
}

/// Who is responsible for each on a day: pseudonyms by a household's id.
/// # Errors
/// When the data cannot be read.
pub fn responsible(r: &mut Read, homes: &[Household], day: &str) -> Result<BTreeMap<String, String>, Fault> {
    if homes.is_empty() {
        return Ok(BTreeMap::new());
    }
    let (mut with, marks) = ids(homes);
    with.push(day.into());
    let n = with.len();
    let lines: Vec<Pairing> =
        r.all(&format!("WHERE household IN ({marks}) AND from_day <= ${n} AND to_day >= ${n} ORDER BY from_day, made_at"), &with)?;
    Ok(lines.into_iter().map(|line| (line.household, line.person)).collect())
}

/// How far each reach of each household is: by a household's id, then by the reach.
/// # Errors
/// When the data cannot be read.
pub fn reaches(r: &mut Read, homes: &[Household]) -> Result<BTreeMap<String, BTreeMap<String, String>>, Fault> {
    let mut states: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    if homes.is_empty() {
        return Ok(states);
    }
    let (with, marks) = ids(homes);
    for row in r.rows(&format!("SELECT subject, reach, state FROM reaches WHERE subject IN ({marks})"), &with)? {
        states.entry(row.text(0)?).or_default().insert(row.text(1)?, row.text(2)?);
    }
    Ok(states)
}
