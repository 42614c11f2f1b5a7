//! Who lives in a household, from when to when.
use super::Household;
use super::lists::{self};
use super::model::{LINE_MOST, at_most, day_or_none, today_of};
use super::{find, traces};
use crate::realm::OPEN_END;
use crate::sealing::Seal;
use crate::web::Fault;
use ledger::{Sealed, Tx, record};

record! {
    /// A member of a household. Days are local and inclusive; an empty first day means always.
    pub struct Member in "members" {
        household: String,
        /// The order on the page.
        place: i64,
        relation: String,
        sex: String,
        labour: String,
        schooling: String,
        from_day: String,
        to_day: String,
        consent_day: String,
        consent_by: String,
        name: Option<Sealed> as personal,
        birth: Option<Sealed> as personal,
        number: Option<Sealed> as personal,
        health: Option<Sealed> as personal,
        /// Keyed hashes, apart by a space.
        name_traces: Option<String> as personal,
        number_trace: Option<String> as personal,
    }
}

/// A member in plain words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MemberContent {
    pub relation: String,
    pub sex: String,
    pub labour: String,
    pub schooling: String,
    pub from: String,
    /// Empty while they live there.
    pub to: String,
    pub consent_day: String,
    pub consent_by: String,
    pub name: String,
    pub birth: String,
    pub number: String,
    pub health: String,
}

/// The most members a household may have had.
const MOST: usize = 60;

impl MemberContent {
    fn check(&self) -> Result<(), Fault> {
        if self.name.trim().is_empty() || self.name.chars().count() > 60 {
            return Err(Fault::invalid("name", "need.member_name"));
        }
        if self.relation.is_empty() {
            return Err(Fault::invalid("relation", "need.relation"));
        }
        lists::code("relation", "relation", &lists::RELATIONS, &self.relation)?;
        lists::code("sex", "sex", &lists::SEXES, &self.sex)?;
        lists::code("labour", "labour", &lists::LABOUR, &self.labour)?;
        lists::code("schooling", "schooling", &lists::SCHOOLING, &self.schooling)?;
        lists::code("consent_by", "consent_by", &lists::CONSENT_BY, &self.consent_by)?;
        for (field, day) in [("birth", &self.birth), ("from", &self.from), ("to", &self.to), ("consent_day", &self.consent_day)] {
            day_or_none(field, day)?;
        }
        if self.number.chars().count() > 30 || !self.number.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err(Fault::invalid("number", "need.identity"));
        }
        at_most("health", &self.health, LINE_MOST)
    }
    fn to_day(&self) -> String {
        if self.to.is_empty() { OPEN_END.to_owned() } else { self.to.clone() }
    }
}

impl Member {
    /// # Errors
    /// `Invalid` when a field is wrong, or there is another head.
    pub fn add(tx: &mut Tx, household: &Household, seal: &Seal, new: &MemberContent) -> Result<Member, Fault> {
        new.check()?;
        let all = find::members(tx, &household.id)?;
        if all.len() >= MOST {
            return Err(Fault::says("name", "need.fewer_members", &[("most", &MOST)]));
        }
        one_head(&all, "", new)?;
        let (id, none) = (tx.uuid(), String::new);
        let blank = Member {
            id,
            rev: 1,
            household: household.id.clone(),
            place: i64::try_from(all.len()).unwrap_or(0) + 1,
            relation: none(),
            sex: none(),
            labour: none(),
            schooling: none(),
            from_day: none(),
            to_day: none(),
            consent_day: none(),
            consent_by: none(),
            name: None,
            birth: None,
            number: None,
            health: None,
            name_traces: None,
            number_trace: None,
        };
        let member = blank.with(tx, household, seal, new)?;
        tx.insert(&member)?;
        traces::count(tx, &household.id, &member.name_traces, 1);
        Ok(member)
    }

    /// # Errors
    /// As [`Member::add`]; `Stale` when it was changed meanwhile.
    pub fn change(self, tx: &mut Tx, household: &Household, seal: &Seal, new: &MemberContent) -> Result<(), Fault> {
        new.check()?;
        one_head(&find::members(tx, &household.id)?, &self.id, new)?;
        let after = self.with(tx, household, seal, new)?;
        if after != self {
            traces::count(tx, &household.id, &self.name_traces, -1);
            traces::count(tx, &household.id, &after.name_traces, 1);
            tx.update(&self, &after)?;
        }
        Ok(())
    }

    fn with(&self, tx: &mut Tx, household: &Household, seal: &Seal, new: &MemberContent) -> Result<Member, Fault> {
        let today = today_of(tx)?;
        if new.birth > today {
            return Err(Fault::invalid("birth", "need.not_ahead"));
        }
        let texts = [
            ("name", &new.name, &self.name),
            ("birth", &new.birth, &self.birth),
            ("number", &new.number, &self.number),
            ("health", &new.health, &self.health),
        ];
        let [name, birth, number, health] = texts.map(|(column, text, was)| seal.renew::<Member>(tx, &self.id, column, (was, text)));
        Ok(Member {
            relation: new.relation.clone(),
            sex: new.sex.clone(),
            labour: new.labour.clone(),
            schooling: new.schooling.clone(),
            from_day: new.from.clone(),
            to_day: new.to_day(),
            consent_day: new.consent_day.clone(),
            consent_by: new.consent_by.clone(),
            name: name?,
            birth: birth?,
            number: number?,
            health: health?,
            name_traces: traces::of_name(tx, &household.scope, &new.name),
            number_trace: traces::of_number(tx, &new.number),
            ..self.clone()
        })
    }

    /// The member in plain words; what does not open is empty.
    /// # Errors
    /// `Broken` when a value was changed behind the door.
    pub fn content(&self, seal: &Seal) -> Result<MemberContent, Fault> {
        let text = |column: &str, sealed: &Option<Sealed>| seal.get::<Member>(&self.id, column, sealed);
        Ok(MemberContent {
            relation: self.relation.clone(),
            sex: self.sex.clone(),
            labour: self.labour.clone(),
            schooling: self.schooling.clone(),
            from: self.from_day.clone(),
            to: if self.to_day == OPEN_END { String::new() } else { self.to_day.clone() },
            consent_day: self.consent_day.clone(),
            consent_by: self.consent_by.clone(),
            name: text("name", &self.name)?,
            birth: text("birth", &self.birth)?,
            number: text("number", &self.number)?,
            health: text("health", &self.health)?,
        })
    }

    pub fn stands_on(&self, day: &str) -> bool {
        self.from_day.as_str() <= day && self.to_day.as_str() >= day
    }
}

/// A household has one head at a time.
fn one_head(all: &[Member], own: &str, new: &MemberContent) -> Result<(), Fault> {
    let to = new.to_day();
    let other = |m: &Member| m.id != own && m.relation == "head" && m.from_day <= to && m.to_day >= new.from;
    if new.relation == "head" && all.iter().any(other) { Err(Fault::invalid("relation", "need.one_head")) } else { Ok(()) }
}
