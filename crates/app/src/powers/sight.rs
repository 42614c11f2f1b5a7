//! Who sees what, and who is kept from deciding: asked by pages as well as by the decision itself.
use super::Actor;
use crate::checks::{self, Barred, Call};
use crate::deeds::{Deed, state};
use crate::needs::Need;
use crate::people::{self, RoleKind};
use crate::rosters::{self, Subject};
use crate::web::Fault;
use crate::{campaigns, households, lots};
use RoleKind::{Clerk, Office};
use ledger::Read;

impl Actor {
    /// The unit that a list is about: the one asked for; where none was, the first that the reader is clerk or leader of, unless they ask for what is their own.
    pub fn unit_of_list(&self, unit: &str, own: &str) -> String {
        let role = self.roles.iter().find(|(kind, _)| [Clerk, RoleKind::Leader].contains(kind));
        match role {
            Some((_, first)) if unit.is_empty() && own.is_empty() => first.clone(),
            _ => unit.to_owned(),
        }
    }
}

/// Why this person may not check the deed; `None` when they may.
/// # Errors
/// When the data cannot be read.
pub fn may_check(r: &mut Read, actor: &Actor, deed: &Deed) -> Result<Option<Barred>, Fault> {
    if actor.is_in(deed) || checks::find::corrected_by(r, &deed.id, &actor.id)? {
        return Ok(Some(Barred::Own));
    }
    let (_, item, _) = campaigns::find::measure(r, &deed.indicator)?;
    // As the queue lists it: the unit's clerks are those of today, so that a record does not wait for a unit that went into another.
    let own = actor.covers(r, Clerk, &deed.unit, &actor.day)?;
    let allowed = match item.way.as_str() {
        "other" => !own && actor.has(Clerk),
        "confirm" => !own && actor.has(Clerk) && !is_on_the_helpers_side(r, actor, deed)? && calls(r, actor, deed)?,
        _ => own,
    };
    Ok(if allowed { None } else { Some(Barred::Role) })
}

/// Whether the lot fell on a unit this is a clerk of; where none was drawn, any clerk asks.
fn calls(r: &mut Read, actor: &Actor, deed: &Deed) -> Result<bool, Fault> {
    let drawn = r.find::<Call>(&deed.id)?;
    drawn.map_or(Ok(true), |call| actor.covers(r, Clerk, &call.unit, &actor.day))
}

/// Whether somebody who recorded the deed, typed it in or took part in it belonged that day to the unit this clerk is in or clerk of.
pub(super) fn is_on_the_helpers_side(r: &mut Read, actor: &Actor, deed: &Deed) -> Result<bool, Fault> {
    let mut units: Vec<String> = deed.people().map(|(_, unit)| unit.to_owned()).collect();
    units.push(deed.unit.clone());
    for person in [&deed.recorder, &deed.entered_by] {
        units.extend(people::find::unit_on(r, person, &deed.day)?);
    }
    for unit in units {
        if unit == actor.unit || actor.covers(r, Clerk, &unit, &deed.day)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether this reader sees the deed's names and words: its team, its checkers, who was drawn to visit it.
/// # Errors
/// When the data cannot be read.
pub fn sees_names(r: &mut Read, actor: Option<&Actor>, deed: &Deed) -> Result<bool, Fault> {
    let Some(actor) = actor else { return Ok(false) };
    let sees = actor.is_in(deed) || sees_by_role(r, actor, &deed.indicator, &deed.unit, &deed.day)?;
    let sees = sees || actor.has(Clerk) && may_check(r, actor, deed)?.is_none();
    Ok(sees || lots::find::is_checker(r, &actor.pseudonym, &deed.id)?)
}

/// Whether this reader sees the personal values of a household's file: its unit's clerks, and who is responsible for it today. Others who may
/// open it see names as 李某某 and nothing that is sealed.
/// # Errors
/// When the data cannot be read.
pub fn sees_household(r: &mut Read, actor: &Actor, household: &str, unit: &str) -> Result<bool, Fault> {
    let day = actor.day.clone();
    Ok(households::find::is_responsible(r, &actor.pseudonym, household, &day)? || actor.covers(r, Clerk, unit, &day)?)
}

/// Whether somebody keeps the households of a unit, and so sees their files whole.
/// # Errors
/// When the data cannot be read.
pub fn keeps_households(r: &mut Read, actor: &Actor, unit: &str) -> Result<bool, Fault> {
    actor.covers(r, Clerk, unit, &actor.day.clone())
}

/// Whether a role opens the names of deeds of an indicator in a unit on a day: its clerks and the office, and other units' clerks
/// where they all check.
/// # Errors
/// When the data cannot be read.
pub fn sees_by_role(r: &mut Read, actor: &Actor, indicator: &str, unit: &str, day: &str) -> Result<bool, Fault> {
    if actor.covers_deed(r, &[Clerk, Office], unit, day)? {
        return Ok(true);
    }
    Ok(actor.has(Clerk) && campaigns::find::measure(r, indicator)?.1.way == "other")
}

/// Whether this reader sees a need whole: who raised it or owns it, its unit's clerks, who is responsible for the household, and whoever may check the
/// record that says it is solved, for they ask those who had it. A leader sees what it is about, and no name.
/// # Errors
/// When the data cannot be read.
pub fn sees_need(r: &mut Read, actor: &Actor, need: &Need) -> Result<bool, Fault> {
    if keeps_need(r, actor, need)? || need.raised_by == actor.pseudonym {
        return Ok(true);
    }
    let deed = if need.deed.is_empty() { None } else { r.find::<Deed>(&need.deed)? };
    deed.filter(|deed| deed.state == state::RECEIVED).map_or(Ok(false), |deed| Ok(may_check(r, actor, &deed)?.is_none()))
}

/// Whether somebody may give a need to others, solve it or let it go: its owner, its unit's clerks, who is responsible for the household.
/// # Errors
/// When the data cannot be read.
pub fn keeps_need(r: &mut Read, actor: &Actor, need: &Need) -> Result<bool, Fault> {
    let day = actor.day.clone();
    Ok(need.owner == actor.pseudonym
        || actor.covers(r, Clerk, &need.unit, &day)?
        || !need.household.is_empty() && households::find::is_responsible(r, &actor.pseudonym, &need.household, &day)?)
}

/// Whether somebody serves a subject of a unit's roster, and so sees it whole: who it was given to, and the unit's clerks.
/// # Errors
/// When the data cannot be read.
pub fn serves(r: &mut Read, actor: &Actor, subject: &Subject, unit: &str) -> Result<bool, Fault> {
    let day = actor.day.clone();
    Ok(rosters::is_assigned(r, &actor.pseudonym, (&subject.roster, &subject.id), &day)? || actor.covers(r, Clerk, unit, &day)?)
}
