//! Questions about campaigns.
use super::{Campaign, Indicator, Item, life::DAYS_AFTER};
use crate::orgs;
use crate::people::RoleKind;
use crate::powers::Actor;
use crate::realm::day_before;
use crate::web::Fault;
use ledger::{Read, Result};

/// The campaign that the public page shows: one that takes records on the day, or else one that is open, or one that was. Among several
/// the whole organisation's goes before a unit's own, then the one that began last.
/// # Errors
/// When the data cannot be read.
pub fn current(r: &mut Read, day: &str) -> Result<Option<Campaign>> {
    const ORDER: &str = "CASE WHEN state = 'open' AND from_day <= $1 AND to_day >= $2 THEN 0 WHEN state = 'open' THEN 1 ELSE 2 END,
        CASE WHEN unit IN (SELECT code FROM units WHERE parent = '') THEN 0 ELSE 1 END, from_day DESC, id";
    r.one(&format!("WHERE state <> 'draft' ORDER BY {ORDER} LIMIT 1"), &[day.into(), day_before(day, DAYS_AFTER).into()])
}

/// Those whose days a day is one of, the newest first.
/// # Errors
/// When the data cannot be read.
pub fn running(r: &mut Read, day: &str) -> Result<Vec<Campaign>> {
    r.all("WHERE state = 'open' AND from_day <= $1 AND to_day >= $1 ORDER BY from_day DESC, id LIMIT 20", &[day.into()])
}

/// Those that take records on a day, those whose days are just over among them.
/// # Errors
/// When the data cannot be read.
pub fn taking(r: &mut Read, day: &str) -> Result<Vec<Campaign>> {
    let over = day_before(day, DAYS_AFTER);
    r.all("WHERE state = 'open' AND from_day <= $1 AND to_day >= $2 ORDER BY from_day DESC, id LIMIT 200", &[day.into(), over.into()])
}

/// The others whose days overlap with one's own, drafts aside.
/// # Errors
/// When the data cannot be read.
pub fn beside(r: &mut Read, campaign: &Campaign) -> Result<Vec<Campaign>> {
    r.all(
        "WHERE state <> 'draft' AND id <> $1 AND from_day <= $3 AND to_day >= $2 ORDER BY from_day, id LIMIT 50",
        &[(&campaign.id).into(), (&campaign.from_day).into(), (&campaign.to_day).into()],
    )
}

/// Of those that take records on the actor's day those with a unit that a role of theirs of these kinds covers.
/// # Errors
/// When the data cannot be read.
pub fn taking_from(r: &mut Read, actor: &Actor, kinds: &[RoleKind]) -> Result<Vec<Campaign>, Fault> {
    let mut found = Vec::new();
    for campaign in taking(r, &actor.day)? {
        if actor.reaches(r, kinds, &campaign.unit)? {
            found.push(campaign);
        }
    }
    Ok(found)
}

/// All of them, newest first; drafts only for those who set them up.
/// # Errors
/// When the data cannot be read.
pub fn listed(r: &mut Read, drafts: bool) -> Result<Vec<Campaign>> {
    let which = if drafts { "" } else { "WHERE state <> 'draft' " };
    r.all(&format!("{which}ORDER BY from_day DESC, id LIMIT 200"), &[])
}

/// The first and last day of an indicator's records, whatever became of them.
/// # Errors
/// When the data cannot be read.
pub fn days_used(r: &mut Read, indicator: &str) -> Result<Option<(String, String)>> {
    let row = r.row("SELECT MIN(day), MAX(day) FROM deeds WHERE indicator = $1", &[indicator.into()])?;
    Ok(row.and_then(|row| Some((row.text(0).ok()?, row.text(1).ok()?))).filter(|(first, _)| !first.is_empty()))
}

/// The items of all campaigns that take a unit's records on a day, each with its measures.
/// # Errors
/// When the data cannot be read.
pub fn open_to(r: &mut Read, unit: &str, day: &str) -> Result<Vec<(Item, Vec<Indicator>)>> {
    let mut found = Vec::new();
    for campaign in taking(r, day)? {
        if orgs::find::within(r, unit, &campaign.unit, day)? {
            found.extend(items(r, &campaign.id)?);
        }
    }
    Ok(found)
}

/// The items of a campaign in order, each with its measures.
/// # Errors
/// When the data cannot be read.
pub fn items(r: &mut Read, campaign: &str) -> Result<Vec<(Item, Vec<Indicator>)>> {
    let items: Vec<Item> = r.all("WHERE campaign = $1 ORDER BY place", &[campaign.into()])?;
    items.into_iter().map(|item| Ok((indicators(r, &item.id)?, item))).map(|p| p.map(|(i, item)| (item, i))).collect()
}

/// # Errors
/// When the data cannot be read.
pub fn indicators(r: &mut Read, item: &str) -> Result<Vec<Indicator>> {
    r.all("WHERE item = $1 ORDER BY place", &[item.into()])
}

/// The indicators whose deeds count into any of these: themselves, and those of other campaigns that say so.
/// # Errors
/// When the data cannot be read.
pub fn serving(r: &mut Read, indicators: &[String]) -> Result<Vec<String>> {
    let rows = r.rows("SELECT id, also FROM indicators WHERE also <> '' ORDER BY id", &[])?;
    let others = rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?))).collect::<Result<Vec<_>>>()?;
    let mut found = indicators.to_vec();
    let mut at = 0;
    while let Some(into) = found.get(at).cloned() {
        for (id, also) in &others {
            if !found.contains(id) && also.split(' ').any(|other| other == into) {
                found.push(id.clone());
            }
        }
        at += 1;
    }
    Ok(found)
}

/// A measure with its item and campaign.
/// # Errors
/// `Missing` when there is no such measure.
pub fn measure(r: &mut Read, indicator: &str) -> Result<(Indicator, Item, Campaign)> {
    let indicator: Indicator = r.get(indicator)?;
    let item: Item = r.get(&indicator.item)?;
    let campaign: Campaign = r.get(&item.campaign)?;
    Ok((indicator, item, campaign))
}
