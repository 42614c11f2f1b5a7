//! Questions about bulletins.
use super::model::{Bulletin, DRAFT, PUBLISHED, Placed, SignOff, WITHDRAWN};
use crate::campaigns::{self, Campaign};
use crate::deeds::{Deed, find::SETTLED, state};
use crate::figures::find::marks;
use crate::orgs::{self, Group};
use ledger::{Checkpoint, Read, Result, Value};
use std::collections::HashSet;

/// Issues that everyone may read, the newest first: published ones, and withdrawn ones with their reason.
/// # Errors
/// When the data cannot be read.
pub fn issued(r: &mut Read, limit: usize) -> Result<Vec<Bulletin>> {
    let states = [PUBLISHED.into(), WITHDRAWN.into()];
    r.all(&format!("WHERE state IN ($1, $2) ORDER BY day DESC, number DESC, state, id LIMIT {limit}"), &states)
}

/// The published issues of a campaign, in their order.
/// # Errors
/// When the data cannot be read.
pub fn issued_of(r: &mut Read, campaign: &str) -> Result<Vec<Bulletin>> {
    r.all("WHERE campaign = $1 AND state = $2 ORDER BY number, id LIMIT 50", &[campaign.into(), PUBLISHED.into()])
}

/// The drafts with a text that nobody has approved as it stands, of campaigns that have not ended.
/// # Errors
/// When the data cannot be read.
pub fn unsigned(r: &mut Read) -> std::result::Result<Vec<Bulletin>, crate::web::Fault> {
    let mut found = Vec::new();
    for draft in drafts(r)? {
        if draft.text.trim().is_empty() || r.find::<Campaign>(&draft.campaign)?.is_none_or(|c| c.state == "closed") {
            continue;
        }
        let hash = draft.hash(r)?;
        if !sign_offs(r, &draft.id)?.iter().any(|s| s.step == "approved" && s.signed == hash) {
            found.push(draft);
        }
    }
    Ok(found)
}

/// # Errors
/// When the data cannot be read.
pub fn drafts(r: &mut Read) -> Result<Vec<Bulletin>> {
    r.all("WHERE state = $1 ORDER BY number DESC, id LIMIT 50", &[DRAFT.into()])
}

/// The newest that is published, of any campaign.
/// # Errors
/// When the data cannot be read.
pub fn latest(r: &mut Read) -> Result<Option<Bulletin>> {
    r.one("WHERE state = $1 ORDER BY day DESC, number DESC, id LIMIT 1", &[PUBLISHED.into()])
}

/// The last issue of a campaign by number that is published or being written.
/// # Errors
/// When the data cannot be read.
pub fn last_of(r: &mut Read, campaign: &str) -> Result<Option<Bulletin>> {
    r.one("WHERE campaign = $1 AND state IN ($2, $3) ORDER BY number DESC, id LIMIT 1", &[campaign.into(), PUBLISHED.into(), DRAFT.into()])
}

/// The published issue of a campaign that has a number.
/// # Errors
/// When the data cannot be read.
pub fn published_as(r: &mut Read, campaign: &str, number: i64) -> Result<Option<Bulletin>> {
    r.one("WHERE campaign = $1 AND number = $2 AND state = $3", &[campaign.into(), number.into(), PUBLISHED.into()])
}

/// The issues that are called so, by id or by number: published ones, then withdrawn ones. A print of one that was withdrawn bears its number still.
/// # Errors
/// When the data cannot be read.
pub fn called(r: &mut Read, name: &str) -> Result<Vec<Bulletin>> {
    if let Some(one) = r.find::<Bulletin>(name)?.filter(|b| [PUBLISHED, WITHDRAWN].contains(&b.state.as_str())) {
        return Ok(vec![one]);
    }
    let Ok(number) = name.parse::<i64>() else { return Ok(Vec::new()) };
    r.all(
        "WHERE number = $1 AND state IN ($2, $3) ORDER BY state, day DESC, id LIMIT 20",
        &[number.into(), PUBLISHED.into(), WITHDRAWN.into()],
    )
}

/// The published issue that replaces a withdrawn one.
/// # Errors
/// When the data cannot be read.
pub fn in_place_of(r: &mut Read, withdrawn: &str) -> Result<Option<Bulletin>> {
    r.one("WHERE instead_of = $1 AND state = $2", &[withdrawn.into(), PUBLISHED.into()])
}

/// The sets of units that a figure may be asked of.
/// # Errors
/// When the data cannot be read.
pub fn sets_of_units(r: &mut Read) -> Result<Vec<Group>> {
    r.all("WHERE kind = 'units' ORDER BY name, id LIMIT 60", &[])
}

/// The key that a published issue's figures are sealed with.
/// # Errors
/// When the data cannot be read.
pub fn key(r: &mut Read, b: &Bulletin) -> Result<String> {
    let checkpoint = r.checkpoint_covering(b.frozen_at)?;
    key_of(r, checkpoint.as_ref())
}

/// The key that a checkpoint is signed with; the newest epoch's while there is none.
/// # Errors
/// When the data cannot be read.
pub fn key_of(r: &mut Read, checkpoint: Option<&Checkpoint>) -> Result<String> {
    let (keys, origin) = (r.vkeys()?, checkpoint.map_or("", Checkpoint::origin));
    Ok(keys.iter().find(|key| key.split('+').next() == Some(origin)).or(keys.first()).cloned().unwrap_or_default())
}

/// What is placed in a bulletin, by number.
/// # Errors
/// When the data cannot be read.
pub fn placed(r: &mut Read, bulletin: &str) -> Result<Vec<Placed>> {
    r.all("WHERE bulletin = $1 ORDER BY number", &[bulletin.into()])
}

/// # Errors
/// When the data cannot be read.
pub fn one_placed(r: &mut Read, bulletin: &str, number: i64) -> Result<Option<Placed>> {
    r.one("WHERE bulletin = $1 AND number = $2", &[bulletin.into(), number.into()])
}

/// Who signed, in the order it was noted.
/// # Errors
/// When the data cannot be read.
pub fn sign_offs(r: &mut Read, bulletin: &str) -> Result<Vec<SignOff>> {
    r.all("WHERE bulletin = $1 ORDER BY made_at, id", &[bulletin.into()])
}

/// A step's signature: the newest that was given to the text with this hash, or else the newest.
pub fn signature<'a>(given: &'a [SignOff], step: &str, hash: &str) -> Option<&'a SignOff> {
    let of_step = || given.iter().filter(|s| s.step == step);
    of_step().rfind(|s| s.signed == hash).or(of_step().next_back())
}

/// Verified deeds of a campaign whose words a checker marked fit to publish; `$1` the state, then the indicators.
fn told(r: &mut Read, campaign: &Campaign) -> Result<(String, Vec<Value>)> {
    let items = campaigns::find::items(r, &campaign.id)?;
    let indicators: Vec<Value> = items.iter().flat_map(|(_, is)| is.iter().map(|i| Value::from(&i.id))).collect();
    let condition = format!(
        "published = 1 AND state = $1 AND words IS NOT NULL AND words <> '' AND indicator IN ({}) AND {SETTLED}",
        marks(indicators.len(), 2)
    );
    Ok((condition, [state::VERIFIED.into()].into_iter().chain(indicators).collect()))
}

/// The stories of a campaign for its bulletin, newest first, in a unit and below it as the tree stands on a day.
/// # Errors
/// When the data cannot be read.
pub fn stories(r: &mut Read, campaign: &Campaign, unit: &str, day: &str, limit: usize) -> Result<Vec<Deed>> {
    let (condition, mut with) = told(r, campaign)?;
    let at = with.len() + 1;
    let sql = format!(
        "WHERE {condition} AND unit IN (
            WITH RECURSIVE down (code, depth) AS (
                SELECT code, CAST(0 AS BIGINT) FROM units WHERE code = ${at} AND from_day <= ${on} AND to_day >= ${on}
                UNION SELECT u.code, d.depth + 1 FROM down d JOIN units u ON u.parent = d.code
                    WHERE u.from_day <= ${on} AND u.to_day >= ${on} AND d.depth < 20)
            SELECT code FROM down) ORDER BY position DESC LIMIT {limit}",
        on = at + 1
    );
    with.extend([unit.into(), day.into()]);
    r.all(&sql, &with)
}

/// The units that stories of a campaign come from, and all above them on a day.
/// # Errors
/// When the data cannot be read.
pub fn storied(r: &mut Read, campaign: &Campaign, day: &str) -> Result<HashSet<String>> {
    let (condition, with) = told(r, campaign)?;
    let mut found = HashSet::new();
    for row in r.rows(&format!("SELECT DISTINCT unit FROM deeds WHERE {condition}"), &with)? {
        found.extend(orgs::find::line(r, &row.text(0)?, day)?);
    }
    Ok(found)
}
