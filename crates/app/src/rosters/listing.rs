//! The list of a unit's rosters, or of those on which one serves somebody; as a page and as files.
use super::find::{self, Whose};
use super::model::Roster;
use super::pages::{RosterRow, RostersPage};
use super::view::kind_word;
use crate::figures::view::fig;
use crate::needs;
use crate::orgs;
use crate::powers::{Actor, Power};
use crate::web::download::{self, Download, Kind, files};
use crate::web::layout::{Link, Place};
use crate::web::words::Words;
use crate::web::{Cx, Fault};
use ledger::Read;

/// What the list is narrowed to.
#[derive(serde::Deserialize, Default, Clone)]
pub struct Asked {
    /// A unit's code; empty for the first the reader has a role over, or else those on which one serves somebody.
    #[serde(default)]
    unit: String,
    /// A roster's number: those before it.
    #[serde(default)]
    before: Option<i64>,
    #[serde(default)]
    own: String,
}

const PAGE: usize = 50;

struct Reader<'a> {
    w: &'a Words,
    actor: &'a Actor,
    unit: &'a str,
}

impl Reader<'_> {
    fn rows(&self, r: &mut Read, before: i64) -> Result<(Vec<RosterRow>, Option<i64>), Fault> {
        let whose = if self.unit.is_empty() { Whose::Person(&self.actor.pseudonym) } else { Whose::Unit(self.unit) };
        let mut rosters = find::listed(r, &whose, &self.actor.day, before, PAGE + 1)?;
        let more = rosters.len() > PAGE;
        rosters.truncate(PAGE);
        let next = rosters.last().filter(|_| more).map(|roster| roster.position);
        Ok((rosters.iter().map(|roster| self.row(r, roster)).collect::<Result<_, _>>()?, next))
    }
    fn row(&self, r: &mut Read, roster: &Roster) -> Result<RosterRow, Fault> {
        Ok(RosterRow {
            href: roster.path(),
            position: roster.position,
            name: roster.name.clone(),
            kind: kind_word(self.w, &roster.kind),
            unit: needs::unit_name(r, &roster.unit, &self.actor.day)?,
            from: roster.from_day.clone(),
            to: roster.to_day.clone(),
            served: fig(r, self.w, &roster.served())?,
            listed: fig(r, self.w, &roster.listed())?,
        })
    }
}

fn reading<T>(r: &mut Read, cx: &Cx, asked: &Asked, then: impl FnOnce(&mut Read, &Reader) -> Result<T, Fault>) -> Result<T, Fault> {
    let (actor, w) = (cx.actor(r)?, cx.words(r)?);
    let unit = actor.unit_of_list(&asked.unit, &asked.own);
    cx.may(r, &Power::SeeRosters(unit.clone()))?;
    if !unit.is_empty() && orgs::find::named(r, &unit, &actor.day)?.is_none() {
        return Err(Fault::Missing);
    }
    then(r, &Reader { w: &w, actor: &actor, unit: &unit })
}

/// # Errors
/// `Barred` when the unit's rosters are not the reader's to see.
pub fn page(r: &mut Read, cx: &Cx, asked: &Asked) -> Result<RostersPage, Fault> {
    let shell = cx.shell(r, Place::Other)?;
    reading(r, cx, asked, |r, reader| {
        let (unit, day) = (reader.unit, reader.actor.day.as_str());
        let (rows, next) = reader.rows(r, asked.before.unwrap_or(i64::MAX))?;
        let below = if unit.is_empty() { Vec::new() } else { orgs::find::children(r, unit, day)? };
        let path = if unit.is_empty() { "/rosters?own=1".to_owned() } else { format!("/rosters?unit={unit}") };
        Ok(RostersPage {
            unit: orgs::find::named(r, unit, day)?.map(|unit| Link { href: format!("/units/{}", unit.code), label: unit.name }),
            next: next.map(|before| format!("{path}&before={before}")),
            files: files("/rosters", &[("unit", unit), ("own", if unit.is_empty() { "1" } else { "" })]),
            below: below.into_iter().map(|unit| Link { href: format!("/rosters?unit={}", unit.code), label: unit.name }).collect(),
            new: (!unit.is_empty() && cx.may(r, &Power::MakeRoster(unit.to_owned())).is_ok()).then(|| format!("/rosters/new?unit={unit}")),
            own: (!unit.is_empty() && find::has_any(r, &reader.actor.pseudonym, &reader.actor.day)?).then(|| "/rosters?own=1".to_owned()),
            rows,
            shell,
        })
    })
}

/// # Errors
/// As [`page`].
pub fn file(r: &mut Read, cx: &Cx, asked: &Asked, kind: Kind) -> Result<Download, Fault> {
    reading(r, cx, asked, |r, reader| {
        download::list(kind, reader.w, reader.w.t("rosters.title"), i64::MAX, |before| reader.rows(r, *before))
    })
}
