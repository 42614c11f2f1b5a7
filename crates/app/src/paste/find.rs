//! What a text is read against in the realm: a unit's people on a day, the units there are, a campaign's items.
use super::reading::{Ground, Known, KnownItem, KnownMeasure, KnownUnit};
use crate::campaigns::{self, Campaign, Indicator, Item};
use crate::deeds::Deed;
use crate::orgs::{self, Unit};
use crate::people::{self, Person, Post, RoleKind};
use crate::powers::Actor;
use crate::web::Fault;
use ledger::Read;
use std::collections::HashMap;

/// The most people of one unit that a text is read against.
const PEOPLE_MOST: i64 = 2000;
/// The most units whose names are looked for in a text, and the most that are offered.
const UNITS_MOST: usize = 600;

/// The unit, campaign and day that a text is pasted for, with everything it is read against.
pub struct Scene {
    pub unit: Unit,
    pub campaign: Campaign,
    pub day: String,
    pub items: Vec<(Item, Vec<Indicator>)>,
    /// In the order of `ground.people`.
    pub people: Vec<Person>,
    /// What each is called on this desk: by name, with the code where several of the unit are called so.
    pub labels: Vec<String>,
    pub ground: Ground,
    /// What outsiders do not know, for keys made of what people wrote: the id of the first person there was.
    pub salt: String,
}

impl Scene {
    /// # Errors
    /// When the data cannot be read.
    pub fn of(r: &mut Read, unit: Unit, campaign: Campaign, day: &str) -> Result<Self, Fault> {
        let people = people::find::of_unit(r, &unit.code, day, "", PEOPLE_MOST)?;
        let posts: Vec<Post> =
            r.all("WHERE unit = $1 AND from_day <= $2 AND to_day >= $2 ORDER BY person", &[unit.code.as_str().into(), day.into()])?;
        let titles: HashMap<&str, &str> = posts.iter().map(|p| (p.person.as_str(), p.title.as_str())).collect();
        let known = people.iter().map(|p| Known {
            code: p.code.clone(),
            name: p.name().to_owned(),
            unit: unit.code.clone(),
            title: titles.get(p.id.as_str()).copied().unwrap_or("").to_owned(),
            nicknames: p.nicknames().map(ToOwned::to_owned).collect(),
        });
        let known: Vec<Known> = known.filter(|p| !p.name.is_empty()).collect();
        let people: Vec<Person> = people.into_iter().filter(|p| !p.name().is_empty()).collect();
        let labels = labels(&people);
        let units = orgs::find::page_on(r, day, "", UNITS_MOST)?.into_iter().map(|u| KnownUnit { key: u.code, name: u.name }).collect();
        let first = r.row("SELECT id FROM people ORDER BY id LIMIT 1", &[])?;
        let salt = first.map(|row| row.text(0)).transpose()?.unwrap_or_default();
        let items = campaigns::find::items(r, &campaign.id)?;
        let ground = Ground::new(known, units, items.iter().map(|(item, measures)| known_item(item, measures)).collect(), day.parse().ok());
        Ok(Self { unit, campaign, day: day.to_owned(), items, people, labels, ground, salt })
    }
}

fn labels(people: &[Person]) -> Vec<String> {
    let mut called: HashMap<&str, usize> = HashMap::new();
    for person in people {
        *called.entry(person.name()).or_default() += 1;
    }
    let label = |p: &Person| if called[p.name()] > 1 { format!("{}（{}）", p.name(), p.code) } else { p.name().to_owned() };
    people.iter().map(label).collect()
}

fn known_item(item: &Item, measures: &[Indicator]) -> KnownItem {
    let measure = |i: &Indicator| KnownMeasure::new(&i.name, &i.measure, Some(i.most), &i.hint);
    KnownItem { id: item.id.clone(), name: item.name.clone(), label: item.label.clone(), measures: measures.iter().map(measure).collect() }
}

/// The units a clerk may record for on a day, by code: those of the roles and all below.
/// # Errors
/// When the data cannot be read.
pub fn units(r: &mut Read, actor: &Actor, day: &str) -> Result<Vec<Unit>, Fault> {
    let mut found: Vec<Unit> = Vec::new();
    for (_, scope) in actor.roles.iter().filter(|(kind, _)| *kind == RoleKind::Clerk) {
        for (code, ..) in orgs::find::scope(r, scope, day, day)?.into_iter().take(UNITS_MOST) {
            if !found.iter().any(|u| u.code == code) {
                found.extend(orgs::find::version(r, &code, day)?.filter(|u| !u.merged));
            }
        }
    }
    Ok(found)
}

/// The deeds that were recorded with one confirmation, in their order.
/// # Errors
/// When the data cannot be read.
pub fn deeds_of(r: &mut Read, import: &str) -> Result<Vec<Deed>, Fault> {
    Ok(r.all("WHERE import = $1 AND import <> '' ORDER BY position, id LIMIT 500", &[import.into()])?)
}
