//! Whom one is to visit: first where something is due, then where nobody has been for the longest time.
use super::Visit;
use super::find;
use super::pages::{Card, TodayPage};
use crate::households::{self, File, Household, find::Whose};
use crate::needs;
use crate::orgs;
use crate::powers::Power;
use crate::web::layout::Place;
use crate::web::words::Words;
use crate::web::{Cx, Fault};
use ledger::Read;

/// Households on one page: nobody is responsible for more.
pub const HOMES: usize = 100;

/// The households a person (a pseudonym) is responsible for on a day; none whose data was erased.
/// # Errors
/// When the data cannot be read.
pub fn homes(r: &mut Read, pseudonym: &str, day: &str) -> Result<Vec<Household>, Fault> {
    let homes = households::find::listed(r, &Whose::Person(pseudonym), day, "", HOMES)?;
    households::find::kept(r, homes)
}

/// # Errors
/// When the data cannot be read.
pub fn page(r: &mut Read, cx: &Cx) -> Result<TodayPage, Fault> {
    cx.may(r, &Power::SeeHouseholds(String::new()))?;
    let (shell, actor) = (cx.shell(r, Place::Other)?, cx.actor(r)?);
    let mut cards = Vec::new();
    for home in homes(r, &actor.pseudonym, &actor.day)? {
        cards.push(card(r, &shell.w, &home, &actor.day)?);
    }
    cards.sort_by(|a, b| a.0.cmp(&b.0));
    let (due, others): (Vec<_>, Vec<_>) = cards.into_iter().partition(|((due, _), _)| *due <= actor.day);
    let bare = |all: Vec<(Urgency, Card)>| all.into_iter().map(|(_, card)| card).collect();
    Ok(TodayPage { today: actor.day.clone(), due: bare(due), others: bare(others), shell })
}

/// The first day on which something is due (`~` for none), and the last visit's.
type Urgency = (String, String);

fn card(r: &mut Read, w: &Words, home: &Household, today: &str) -> Result<(Urgency, Card), Fault> {
    let file = File::open(r, &home.code)?;
    let text = |column: &str, sealed| file.seal.get::<Household>(&home.id, column, sealed);
    let last = find::of_household(r, &home.id, 1)?.into_iter().next();
    let mut open = Vec::new();
    for promise in find::open_promises(r, &home.id)? {
        let what = file.seal.get::<Visit>(&promise.id, "promised", &promise.promised)?;
        open.push((w.f("visits.promise", &[("what", &what)]), promise.due.clone()));
    }
    for (what, due) in needs::open_of(r, w, &home.id)? {
        open.push((w.f("visits.need", &[("what", &what)]), due));
    }
    let first = open.iter().map(|(_, due)| due).filter(|due| !due.is_empty()).min().cloned();
    // Where nobody has been yet is as urgent as what is due today.
    let first = first.or_else(|| last.is_none().then(|| today.to_owned())).unwrap_or_else(|| "~".to_owned());
    let card = Card {
        name: households::head_name(r, home)?.map_or_else(|| home.code.clone(), |name| w.f("households.called", &[("name", &name)])),
        unit: orgs::find::named(r, &home.unit, today)?.map_or_else(|| home.unit.clone(), |unit| unit.name),
        address: text("address", &home.address)?,
        phone: text("phone", &home.phone)?,
        is_due: first.as_str() <= today,
        last: last.as_ref().map(|visit| (visit.day.clone(), w.t(&format!("visits.by_{}", visit.way)).to_owned())),
        open: open.into_iter().map(|(what, due)| (what, due.clone(), !due.is_empty() && due.as_str() < today)).collect(),
        visit: format!("/visits/{}", home.code),
        file: home.path(),
    };
    Ok(((first, last.map(|visit| visit.day).unwrap_or_default()), card))
}
