//! A row of a file of households: a member, and in the head's row what is said of the household.
use super::lists::{self, CONSENT_BY, HOUSING, LABOUR, Lists, RELATIONS, SCHOOLING, SEXES, WATER};
use super::members::{Member, MemberContent};
use super::model::{Household, NewHousehold, Situation, today_of};
use super::{Pairing, find};
use crate::campaigns::file::milli;
use crate::powers::{Who, may_bring_in};
use crate::sealing::Seal;
use crate::web::Fault;
use ledger::Tx;

/// A row as it stands in the file: lists by code or by their word.
#[derive(Debug, Clone, Default)]
pub struct HouseholdRow {
    pub household: String,
    pub unit: String,
    pub member: MemberContent,
    pub situation: Situation,
    /// Apart by `;` or `、`.
    pub other_causes: String,
    pub land: String,
    pub responsible: String,
}

impl HouseholdRow {
    /// Opens the household with its head, or adds a member to one that is there. The same once more changes nothing.
    /// # Errors
    /// `Invalid`, naming the field.
    pub fn bring(&self, tx: &mut Tx, who: &Who) -> Result<(), Fault> {
        let (lists, member) = (Lists::of(tx)?, self.coded()?);
        let there = find::by_code(tx, &self.household)?;
        let unit = there.as_ref().map_or(self.unit.as_str(), |home| home.unit.as_str());
        let today = today_of(tx)?;
        may_bring_in(tx, who, unit, &today)?;
        match there {
            Some(home) => add(tx, &home, &member),
            None if member.relation != "head" => Err(Fault::says("relation", "need.head_first", &[("code", &self.household)])),
            None => self.open(tx, lists, member),
        }
    }

    fn open(&self, tx: &mut Tx, lists: &Lists, head: MemberContent) -> Result<(), Fault> {
        let new = NewHousehold { code: self.household.clone(), unit: self.unit.clone(), head, from: String::new() };
        if self.household.is_empty() {
            return Err(Fault::says("household", "need.household_code", &[("code", &"")]));
        }
        let said = &self.situation;
        let others = self.other_causes.split([';', '；', '、']).map(str::trim).filter(|cause| !cause.is_empty());
        let situation = Situation {
            main_cause: lists::code("main_cause", "cause", &lists.causes, &said.main_cause)?,
            others: others.map(|cause| lists::code("other_causes", "cause", &lists.causes, cause)).collect::<Result<_, _>>()?,
            watch: lists::code("watch", "watch", &lists.watches, &said.watch)?,
            housing: lists::code("housing", "housing", &HOUSING, &said.housing)?,
            water: lists::code("water", "water", &WATER, &said.water)?,
            land: if self.land.is_empty() { None } else { Some(milli(&self.land).ok_or(Fault::invalid("land", "need.land"))?) },
            ..said.clone()
        };
        let home = Household::open(tx, &new)?;
        let seal = Seal::of(tx, &home.id)?;
        home.clone().change(tx, &seal, &situation)?;
        if self.responsible.is_empty() { Ok(()) } else { Pairing::hand_over(tx, &home, &self.responsible, "") }
    }

    fn coded(&self) -> Result<MemberContent, Fault> {
        let m = &self.member;
        Ok(MemberContent {
            relation: lists::code("relation", "relation", &RELATIONS, &m.relation)?,
            sex: lists::code("sex", "sex", &SEXES, &m.sex)?,
            labour: lists::code("labour", "labour", &LABOUR, &m.labour)?,
            schooling: lists::code("schooling", "schooling", &SCHOOLING, &m.schooling)?,
            consent_by: lists::code("consent_by", "consent_by", &CONSENT_BY, &m.consent_by)?,
            ..m.clone()
        })
    }
}

/// Adds a member to a household that is there; one of the same name and relation is the same and stays as they are, so that a file that was
/// stopped goes on.
fn add(tx: &mut Tx, home: &Household, member: &MemberContent) -> Result<(), Fault> {
    let seal = Seal::of(tx, &home.id)?;
    for there in find::members(tx, &home.id)? {
        let known = there.content(&seal)?;
        if known.relation == member.relation && known.name == member.name.trim() {
            return Ok(());
        }
    }
    if member.relation == "head" {
        return Err(Fault::says("household", "need.household_taken", &[("code", &home.code)]));
    }
    Member::add(tx, home, &seal, member).map(|_| ())
}
