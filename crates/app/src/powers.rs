//! Who may do what, where. The only place that decides, and the only maker of warrants (a test on the sources checks that).
mod power;
mod rosters;
mod sight;

use crate::accounts::Token;
use crate::campaigns::Campaign;
use crate::deeds::{self, Conflict, Deed};
use crate::households::{self, Household};
use crate::lots::{Draw, Drawn};
use crate::needs::Need;
use crate::orgs::{
    Group,
    find::{named, version, within},
};
use crate::people::{self, Person, RoleKind};
use crate::realm::{Realm, today};
use crate::slips::Slip;
use crate::web::Fault;
use ledger::{Read, Warrant};

pub use power::Power;
use sight::{is_on_the_helpers_side, keeps_need};
pub use sight::{keeps_households, may_check, sees_by_role, sees_household, sees_names, sees_need, serves};

/// On whose behalf a request comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    Stranger,
    /// A signed-in person, by id.
    Person(String),
    /// Whoever holds a bearer token; who that is, is read in the transaction.
    Bearer(String),
    /// The command line: whoever can write the data's folder.
    Operator,
}

/// A person as the decision sees them: their unit today and their roles, read in the same transaction.
#[derive(Debug, Clone)]
pub struct Actor {
    pub id: String,
    pub code: String,
    pub pseudonym: String,
    pub name: String,
    pub unit: String,
    /// A role over a unit that was merged is there for the unit it went into as well.
    pub roles: Vec<(RoleKind, String)>,
    /// The day of the decision.
    pub day: String,
}

impl Actor {
    /// # Errors
    /// `SignIn` when there is no such person.
    pub fn load(r: &mut Read, id: &str, day: &str) -> Result<Self, Fault> {
        let person: Person = r.find(id)?.ok_or(Fault::SignIn)?;
        let unit = people::find::unit_on(r, id, day)?.unwrap_or_default();
        let roles = people::find::scopes(r, id, day)?;
        let roles = roles.into_iter().filter_map(|(role, unit)| Some((RoleKind::parse(&role)?, unit))).collect();
        let (pseudonym, name) = (person.pseudonym.clone(), person.name().to_owned());
        Ok(Self { id: person.id, code: person.code, pseudonym, name, unit, roles, day: day.to_owned() })
    }
    pub fn has(&self, kind: RoleKind) -> bool {
        self.roles.iter().any(|(k, _)| *k == kind)
    }
    /// Whether a role of this kind covers the unit on a day.
    /// # Errors
    /// When the data cannot be read.
    pub fn covers(&self, r: &mut Read, kind: RoleKind, unit: &str, day: &str) -> Result<bool, Fault> {
        let day = standing_day(r, unit, day)?;
        for (_, scope) in self.roles.iter().filter(|(k, _)| *k == kind) {
            if within(r, unit, scope, &day)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
    /// Whether a role of one of these kinds covers the unit or some unit below it: they have part in what is the unit's.
    /// # Errors
    /// When the data cannot be read.
    pub fn reaches(&self, r: &mut Read, kinds: &[RoleKind], unit: &str) -> Result<bool, Fault> {
        for (_, scope) in self.roles.iter().filter(|(k, _)| kinds.contains(k)) {
            if within(r, scope, unit, &self.day)? || within(r, unit, scope, &self.day)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
    fn covers_any(&self, r: &mut Read, kinds: &[RoleKind], unit: &str, day: &str) -> Result<bool, Fault> {
        for kind in kinds {
            if self.covers(r, *kind, unit, day)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
    /// Whether one of these roles covers a deed's unit, on the deed's day or as the tree stands today: who leads a unit now looks after
    /// what it did before.
    fn covers_deed(&self, r: &mut Read, kinds: &[RoleKind], unit: &str, day: &str) -> Result<bool, Fault> {
        Ok(self.covers_any(r, kinds, unit, day)? || self.covers_any(r, kinds, unit, &self.day.clone())?)
    }
    /// Whether this person recorded the deed, typed it in or took part in it.
    pub fn is_in(&self, deed: &Deed) -> bool {
        deed.involves(&self.id)
    }
}

/// The day itself; for a unit that does not stand then, the nearest day before it on which it did, or its first.
fn standing_day(r: &mut Read, unit: &str, day: &str) -> Result<String, Fault> {
    let unit = if version(r, unit, day)?.is_some() { None } else { named(r, unit, day)? };
    Ok(unit.map_or_else(|| day.to_owned(), |u| if u.to_day.as_str() < day { u.to_day } else { u.from_day }))
}

use RoleKind::{Administrator, Clerk, Office};

/// Decides inside the transaction that acts, and mints the warrant its leaves stand under.
/// # Errors
/// `SignIn` for strangers, `Barred` when the power is not theirs, `Missing` when the object is not there.
pub fn decide(r: &mut Read, who: &Who, power: &Power, now_ms: i64) -> Result<Warrant, Fault> {
    let person = match who {
        Who::Operator => return Ok(Warrant::mint("operator", power.name(), "")),
        Who::Stranger => return stranger(r, power),
        Who::Person(id) => id.clone(),
        Who::Bearer(token) => Token::person(r, token)?.ok_or(Fault::SignIn)?,
    };
    let day = Realm::find(r)?.map(|realm| today(&realm, now_ms)).unwrap_or_default();
    let actor = Actor::load(r, &person, &day)?;
    let unit = place(r, power, &actor)?;
    if allowed(r, power, &actor, &unit, &day)? {
        Ok(Warrant::mint(&actor.pseudonym, power.name(), &unit))
    } else {
        Err(Fault::Barred("barred.role"))
    }
}

fn stranger(r: &mut Read, power: &Power) -> Result<Warrant, Fault> {
    match power {
        Power::SetUp if Realm::find(r)?.is_none() => Ok(Warrant::mint("set-up", power.name(), "")),
        Power::Claim => Ok(Warrant::mint("invited", power.name(), "")),
        Power::Confirm(slip) => Ok(Warrant::mint("other-side", power.name(), &asked_in(r, slip)?)),
        Power::SetUp => Err(Fault::Barred("barred.set_up")),
        _ => Err(Fault::SignIn),
    }
}

/// The unit of the record that a slip asks about.
fn asked_in(r: &mut Read, slip: &str) -> Result<String, Fault> {
    let deed = r.get::<Slip>(slip)?.deed;
    Ok(deeds::find::settled(r, &deed)?.unit)
}

/// The unit in which the power is used.
fn place(r: &mut Read, power: &Power, actor: &Actor) -> Result<String, Fault> {
    Ok(match power {
        Power::Record { unit, .. }
        | Power::RecordAll { unit, .. }
        | Power::SeeAccess(unit)
        | Power::InviteUnit(unit)
        | Power::SeeOverview(unit)
        | Power::MakeGroup { unit, .. }
        | Power::SeeHouseholds(unit)
        | Power::OpenHousehold(unit)
        | Power::PairUnit(unit)
        | Power::SeeNeeds(unit)
        | Power::RaiseNeed { unit, .. }
        | Power::SeeRosters(unit)
        | Power::MakeRoster(unit)
        | Power::ChangeUnit { unit, .. } => unit.clone(),
        Power::KeepGroup(group) | Power::SeeGroup(group) => r.get::<Group>(group)?.unit,
        Power::Correct(deed)
        | Power::Withdraw(deed)
        | Power::StrikeOut(deed)
        | Power::Check(deed)
        | Power::DrawCaller(deed)
        | Power::PrintSlip(deed) => deeds::find::settled(r, deed)?.unit,
        Power::Confirm(slip) => asked_in(r, slip)?,
        Power::EraseDeed(deed) => r.get::<Deed>(deed)?.unit,
        Power::Draw(campaign) => r.get::<Campaign>(campaign)?.unit,
        Power::EnterNumber(draw) => {
            let draw: Draw = r.get(draw)?;
            r.get::<Campaign>(&draw.campaign)?.unit
        }
        Power::VisitDrawn(drawn) => {
            let drawn: Drawn = r.get(drawn)?;
            r.get::<Deed>(&drawn.deed)?.unit
        }
        Power::ReadHousehold(id)
        | Power::KeepHousehold(id)
        | Power::VisitHousehold(id)
        | Power::HandOut(id)
        | Power::PairHousehold(id)
        | Power::EraseHousehold(id) => r.get::<Household>(id)?.unit,
        Power::ReadNeed(id) | Power::KeepNeed(id) | Power::ReopenNeed(id) | Power::EraseNeed(id) => r.get::<Need>(id)?.unit,
        Power::ReadRoster(_) | Power::KeepRoster(_) | Power::ServeSubject(_) | Power::EraseSubject(_) => rosters::place(r, power)?,
        Power::Resolve(conflict) => r.get::<Conflict>(conflict)?.unit,
        Power::Invite(person)
        | Power::GiveToken(person)
        | Power::ReadPerson(person)
        | Power::NamePerson(person)
        | Power::ErasePerson(person)
        | Power::MovePerson { person, .. } => people::find::unit_near(r, person, &actor.day)?.ok_or(Fault::Missing)?,
        Power::ManageUnits
        | Power::ManagePeople
        | Power::GiveRoles
        | Power::ManageCampaigns
        | Power::ManageRealm
        | Power::WriteBulletin
        | Power::ImportDeeds
        | Power::SeeBoard
        | Power::SeeTimeAsked
        | Power::ImportGroups => crate::orgs::find::root(r)?.map(|u| u.code).unwrap_or_default(),
        Power::SetUp
        | Power::Claim
        | Power::OwnAccess
        | Power::SeePeople
        | Power::SeeReadings
        | Power::AuditMinors
        | Power::SeekErasure
        | Power::PutFile
        | Power::Paste
        | Power::ImportHouseholds
        | Power::ImportSubjects => actor.unit.clone(),
    })
}

fn allowed(r: &mut Read, power: &Power, actor: &Actor, unit: &str, day: &str) -> Result<bool, Fault> {
    match power {
        Power::SetUp => Ok(false),
        Power::Claim | Power::OwnAccess | Power::PutFile => Ok(true),
        Power::ManageUnits | Power::ManagePeople | Power::GiveRoles => Ok(actor.has(Administrator)),
        Power::ManageRealm => Ok(actor.has(Administrator)),
        Power::WriteBulletin | Power::Draw(_) => actor.covers(r, Office, unit, day),
        Power::EnterNumber(_) => actor.covers_any(r, &[Office, RoleKind::Inspector], unit, day),
        Power::VisitDrawn(drawn) => Ok(r.get::<Drawn>(drawn)?.checker == actor.pseudonym),
        Power::ManageCampaigns => Ok(actor.has(Administrator) || actor.has(Office)),
        Power::SeeOverview(_) => actor.covers_any(r, &RoleKind::ALL, unit, day),
        Power::SeeBoard => Ok(!actor.roles.is_empty()),
        Power::ImportDeeds => Ok(actor.has(Administrator) || actor.has(Office) || actor.has(Clerk)),
        Power::SeePeople => Ok([Clerk, Office, Administrator].into_iter().any(|role| actor.has(role))),
        Power::SeeTimeAsked | Power::ImportGroups => actor.covers_any(r, &[Office, Administrator], unit, day),
        Power::MovePerson { unit: to, .. } => {
            let roles = [Clerk, Administrator];
            Ok(actor.covers_any(r, &roles, unit, day)? && (to.is_empty() || actor.covers_any(r, &roles, to, day)?))
        }
        Power::ChangeUnit { to, .. } => {
            Ok(actor.covers(r, Administrator, unit, day)? && (to.is_empty() || actor.covers(r, Administrator, to, day)?))
        }
        Power::MakeGroup { kind, .. } => keeps_groups(r, actor, kind, unit, day),
        Power::KeepGroup(group) => {
            let kind = r.get::<Group>(group)?.kind;
            keeps_groups(r, actor, &kind, unit, day)
        }
        Power::SeeGroup(group) => {
            let group: Group = r.get(group)?;
            Ok(keeps_groups(r, actor, &group.kind, unit, day)? || group.kind == "units" || group.holds(r, &actor.pseudonym)?)
        }
        Power::GiveToken(person) => Ok(*person == actor.id || actor.has(Administrator)),
        Power::SeeReadings => Ok(actor.has(RoleKind::Inspector)),
        Power::AuditMinors => Ok(actor.has(RoleKind::Inspector) || actor.has(Administrator)),
        Power::SeekErasure => Ok(actor.has(Administrator)),
        Power::ErasePerson(_) => actor.covers(r, Administrator, unit, day),
        Power::EraseDeed(deed) | Power::DrawCaller(deed) => {
            let deed: Deed = r.get(deed)?;
            actor.covers_deed(r, &[Office, Administrator], unit, &deed.day)
        }
        // Both versions hold personal values: the administrator does not read them.
        Power::Resolve(_) => actor.covers(r, Clerk, unit, day),
        Power::Invite(person) => Ok(actor.covers_any(r, &[Clerk, Administrator], unit, day)? && !outranks(r, person, actor, day)?),
        Power::SeeAccess(_) | Power::InviteUnit(_) | Power::NamePerson(_) => actor.covers_any(r, &[Clerk, Administrator], unit, day),
        Power::ReadPerson(person) => Ok(*person == actor.id || actor.covers_any(r, &[Clerk, Office, Administrator], unit, day)?),
        Power::Record { recorder, day: on, .. } => records(r, actor, unit, recorder, on),
        Power::Paste | Power::ImportHouseholds | Power::ImportSubjects => Ok(actor.has(Clerk)),
        Power::RecordAll { deeds, .. } => records_all(r, actor, unit, deeds, day),
        Power::Correct(deed) | Power::Withdraw(deed) => {
            let deed: Deed = r.get(deed)?;
            Ok(deed.recorder == actor.id || deed.entered_by == actor.id || actor.covers_deed(r, &[Clerk], unit, &deed.day)?)
        }
        Power::StrikeOut(deed) => Ok(r.get::<Deed>(deed)?.people().any(|(p, _)| p == actor.id)),
        Power::Confirm(slip) => {
            let deed = r.get::<Slip>(slip)?.deed;
            let deed: Deed = r.get(&deed)?;
            if actor.is_in(&deed) || is_on_the_helpers_side(r, actor, &deed)? {
                Err(Fault::Barred("barred.helpers_side"))
            } else {
                Ok(true)
            }
        }
        Power::Check(deed) | Power::PrintSlip(deed) => {
            let deed: Deed = r.get(deed)?;
            may_check(r, actor, &deed)?.map_or(Ok(true), |barred| Err(Fault::Barred(barred.key())))
        }
        _ => with_households(r, power, actor, unit, day),
    }
}

/// What may be done with households and with what their people need. Any other power is none of these.
fn with_households(r: &mut Read, power: &Power, actor: &Actor, unit: &str, day: &str) -> Result<bool, Fault> {
    match power {
        Power::SeeHouseholds(_) if unit.is_empty() => Ok(true),
        Power::SeeHouseholds(_) => actor.covers_any(r, &[Clerk, RoleKind::Leader], unit, day),
        Power::OpenHousehold(_) | Power::PairHousehold(_) | Power::PairUnit(_) => actor.covers(r, Clerk, unit, day),
        Power::ReadHousehold(id) => Ok(sees_household(r, actor, id, unit)? || actor.covers(r, RoleKind::Leader, unit, day)?),
        Power::KeepHousehold(id) | Power::VisitHousehold(id) | Power::HandOut(id) => sees_household(r, actor, id, unit),
        Power::EraseHousehold(_) | Power::EraseNeed(_) => actor.covers(r, Administrator, unit, day),
        Power::SeeNeeds(_) if unit.is_empty() => Ok(true),
        Power::SeeNeeds(_) => actor.covers_any(r, &[Clerk, RoleKind::Leader], unit, day),
        Power::RaiseNeed { household, .. } => raises_need(r, actor, unit, household),
        Power::ReadNeed(id) => {
            let need: Need = r.get(id)?;
            Ok(sees_need(r, actor, &need)? || actor.covers(r, RoleKind::Leader, unit, day)?)
        }
        Power::KeepNeed(id) => {
            let need: Need = r.get(id)?;
            keeps_need(r, actor, &need)
        }
        Power::ReopenNeed(id) => {
            let need: Need = r.get(id)?;
            Ok(need.raised_by == actor.pseudonym || keeps_need(r, actor, &need)?)
        }
        _ => rosters::allowed(r, power, actor, unit, day),
    }
}

/// Whoever works in the unit or in one above it, its clerks, and who is responsible for the household (by code).
fn raises_need(r: &mut Read, actor: &Actor, unit: &str, household: &str) -> Result<bool, Fault> {
    if let Some(home) = households::find::by_code(r, household)?.filter(|home| home.unit == unit) {
        return sees_household(r, actor, &home.id, unit);
    }
    let works_here = !actor.unit.is_empty() && within(r, unit, &actor.unit, &actor.day)?;
    Ok(household.is_empty() && (works_here || actor.covers(r, Clerk, unit, &actor.day)?))
}

/// Whether a person may do something that the actor may not. Whoever gives a code could use it: a clerk gives none to those.
/// # Errors
/// When the data cannot be read.
pub fn outranks(r: &mut Read, person: &str, actor: &Actor, day: &str) -> Result<bool, Fault> {
    if person == actor.id || actor.has(Administrator) {
        return Ok(false);
    }
    for role in people::find::roles(r, person)? {
        if ![Clerk.word(), RoleKind::Leader.word()].contains(&role.role.as_str()) || !actor.covers(r, Clerk, &role.unit, day)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether deeds of a unit may be brought in from a file: a role over that unit, as for recording on behalf.
/// # Errors
/// `Invalid` when the unit is not theirs.
pub fn may_import(r: &mut Read, who: &Who, unit: &str, day: &str) -> Result<(), Fault> {
    is_over(r, who, &[Clerk, Office, Administrator], unit, day)
}

/// Whether households of a unit, or subjects of its rosters, may be brought in from a file: as one by one at the desk.
/// # Errors
/// `Invalid` when the unit is not theirs.
pub fn may_bring_in(r: &mut Read, who: &Who, unit: &str, day: &str) -> Result<(), Fault> {
    is_over(r, who, &[Clerk], unit, day)
}

fn is_over(r: &mut Read, who: &Who, kinds: &[RoleKind], unit: &str, day: &str) -> Result<(), Fault> {
    let theirs = match who {
        Who::Operator => true,
        Who::Person(id) => Actor::load(r, id, day)?.covers_any(r, kinds, unit, day)?,
        Who::Stranger | Who::Bearer(_) => false,
    };
    if theirs { Ok(()) } else { Err(Fault::says("unit", "need.unit_yours", &[("code", &unit)])) }
}

/// A set of units is the campaign office's matter; a team of people also their own unit's clerk's.
fn keeps_groups(r: &mut Read, actor: &Actor, kind: &str, unit: &str, day: &str) -> Result<bool, Fault> {
    let roles: &[RoleKind] = if kind == "people" { &[Clerk, Office, Administrator] } else { &[Office, Administrator] };
    actor.covers_any(r, roles, unit, day)
}

/// One's own deeds in one's own unit; a clerk also in another's name, in the units of the role.
fn records(r: &mut Read, actor: &Actor, unit: &str, recorder: &str, day: &str) -> Result<bool, Fault> {
    if recorder == actor.id && people::find::unit_on(r, recorder, day)?.as_deref() == Some(unit) {
        return Ok(true);
    }
    actor.covers(r, Clerk, unit, day)
}

/// A clerk of the unit, and every one of the deeds alone.
fn records_all(r: &mut Read, actor: &Actor, unit: &str, deeds: &[(String, String)], day: &str) -> Result<bool, Fault> {
    let mut theirs = actor.covers(r, Clerk, unit, day)?;
    for (recorder, on) in deeds {
        theirs = theirs && records(r, actor, unit, recorder, on)?;
    }
    Ok(theirs)
}
