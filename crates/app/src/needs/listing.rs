//! The list of a unit's needs, or of one's own; as a page and as files, masked for its reader.
use super::find::{self, Only, Whose};
use super::model::{Need, Standing};
use super::pages::{NeedRow, NeedsPage};
use super::view;
use crate::deeds::Deed;
use crate::orgs;
use crate::powers::{self, Actor, Power};
use crate::realm::days_between;
use crate::web::download::{self, Download, Kind, files};
use crate::web::layout::{Fig, Link, Place};
use crate::web::words::Words;
use crate::web::{Cx, Fault};
use ledger::Read;

/// What the list is narrowed to.
#[derive(serde::Deserialize, Default, Clone)]
pub struct Asked {
    /// A unit's code; empty for the first the reader has a role over, or else one's own.
    #[serde(default)]
    unit: String,
    #[serde(default)]
    state: String,
    /// A need's number: those before it.
    #[serde(default)]
    before: Option<i64>,
    #[serde(default)]
    own: String,
}

const PAGE: usize = 50;
/// What a list may be narrowed to, in this order.
const KINDS: [Only; 8] = [
    Only::All,
    Only::Of(Standing::Raised),
    Only::Of(Standing::Taken),
    Only::Overdue,
    Only::Left,
    Only::Of(Standing::Solved),
    Only::Of(Standing::Confirmed),
    Only::Of(Standing::Closed),
];

struct Reader<'a> {
    w: &'a Words,
    actor: &'a Actor,
    unit: &'a str,
    only: Only,
    /// Sees names whole in this list.
    whole: bool,
}

impl Reader<'_> {
    fn whose(&self) -> Whose<'_> {
        if self.unit.is_empty() { Whose::Person(&self.actor.pseudonym) } else { Whose::Unit(self.unit) }
    }
    fn path(&self, only: Only) -> String {
        let whose = if self.unit.is_empty() { "own=1".to_owned() } else { format!("unit={}", self.unit) };
        if only == Only::All { format!("/needs?{whose}") } else { format!("/needs?{whose}&state={}", only.word()) }
    }
    fn rows(&self, r: &mut Read, before: i64) -> Result<(Vec<NeedRow>, Option<i64>), Fault> {
        let mut needs = find::listed(r, &self.whose(), self.only, &self.actor.day, before, PAGE + 1)?;
        let more = needs.len() > PAGE;
        needs.truncate(PAGE);
        let next = needs.last().filter(|_| more).map(|need| need.position);
        Ok((needs.iter().map(|need| self.row(r, need)).collect::<Result<_, _>>()?, next))
    }
    fn row(&self, r: &mut Read, need: &Need) -> Result<NeedRow, Fault> {
        let standing = need.standing(r)?;
        let overdue = standing == Standing::Taken && need.due < self.actor.day;
        let seal = need.seal(r)?;
        let deed = if need.deed.is_empty() { None } else { r.find::<Deed>(&need.deed)? };
        Ok(NeedRow {
            href: need.path(),
            position: need.position,
            topic: view::topic(self.w, &need.topic),
            who: if self.whole { view::whose(r, need, &seal)? } else { String::new() },
            unit: view::unit_name(r, &need.unit, &self.actor.day)?,
            owner: view::called(r, self.w, &need.owner)?,
            stand: view::stand(self.w, standing, overdue),
            raised: need.raised_on.clone(),
            taken: need.taken_on.clone(),
            due: need.due.clone(),
            solved: deed.filter(|deed| deed.counts()).map(|deed| deed.day).unwrap_or_default(),
            overdue,
            left: standing == Standing::Taken && find::is_left(r, need, &self.actor.day)?,
        })
    }
    fn kinds(&self, r: &mut Read) -> Result<Vec<(String, Fig, bool)>, Fault> {
        let mut kinds = Vec::new();
        for only in KINDS {
            let count = find::count(r, &self.whose(), only, &self.actor.day)?;
            if count > 0 || only == Only::All || only == self.only {
                let key = if only == Only::All { "needs.all".to_owned() } else { format!("standing.{}", only.word()) };
                let fig = Fig::new(count.to_string(), self.w.t("measure.needs"), self.path(only));
                kinds.push((self.w.t(&key).to_owned(), fig, only == self.only));
            }
        }
        Ok(kinds)
    }
    /// Within how many days half of the confirmed needs were taken, and solved.
    fn half(&self, r: &mut Read) -> Result<Option<(Fig, Fig)>, Fault> {
        let days = find::days(r, &self.whose(), &self.actor.day)?;
        let within = |to: usize| {
            let mut all: Vec<i64> = days.iter().filter(|d| !d[to].is_empty()).map(|d| days_between(&d[0], &d[to])).collect();
            all.sort_unstable();
            all.get(all.len().saturating_sub(1) / 2).copied()
        };
        let fig = |n: i64| Fig::new(n.to_string(), self.w.t("measure.days"), self.path(Only::Of(Standing::Confirmed)));
        Ok(within(1).zip(within(2)).map(|(taken, solved)| (fig(taken), fig(solved))))
    }
}

fn reading<T>(r: &mut Read, cx: &Cx, asked: &Asked, then: impl FnOnce(&mut Read, &Reader) -> Result<T, Fault>) -> Result<T, Fault> {
    let (actor, w) = (cx.actor(r)?, cx.words(r)?);
    let unit = actor.unit_of_list(&asked.unit, &asked.own);
    cx.may(r, &Power::SeeNeeds(unit.clone()))?;
    if !unit.is_empty() && orgs::find::named(r, &unit, &actor.day)?.is_none() {
        return Err(Fault::Missing);
    }
    let whole = unit.is_empty() || powers::keeps_households(r, &actor, &unit)?;
    then(r, &Reader { w: &w, actor: &actor, unit: &unit, only: Only::parse(&asked.state), whole })
}

/// # Errors
/// `Barred` when the unit's needs are not the reader's to see.
pub fn page(r: &mut Read, cx: &Cx, asked: &Asked) -> Result<NeedsPage, Fault> {
    let shell = cx.shell(r, Place::Other)?;
    reading(r, cx, asked, |r, reader| {
        let (unit, day) = (reader.unit, reader.actor.day.as_str());
        let (rows, next) = reader.rows(r, asked.before.unwrap_or(i64::MAX))?;
        let below = if unit.is_empty() { Vec::new() } else { orgs::find::children(r, unit, day)? };
        let here = if unit.is_empty() { reader.actor.unit.clone() } else { unit.to_owned() };
        let raises = cx.may(r, &Power::RaiseNeed { unit: here.clone(), household: String::new() }).is_ok();
        Ok(NeedsPage {
            unit: orgs::find::named(r, unit, day)?.map(|unit| Link { href: format!("/units/{}", unit.code), label: unit.name }),
            kinds: reader.kinds(r)?,
            half: reader.half(r)?,
            next: next.map(|before| format!("{}&before={before}", reader.path(reader.only))),
            files: files("/needs", &[("unit", unit), ("own", if unit.is_empty() { "1" } else { "" }), ("state", reader.only.word())]),
            below: below.into_iter().map(|unit| Link { href: format!("/needs?unit={}", unit.code), label: unit.name }).collect(),
            new: raises.then(|| format!("/needs/new?unit={here}")),
            own: (!unit.is_empty() && find::has_any(r, &reader.actor.pseudonym)?).then(|| "/needs?own=1".to_owned()),
            rows,
            shell,
        })
    })
}

/// # Errors
/// As [`page`].
pub fn file(r: &mut Read, cx: &Cx, asked: &Asked, kind: Kind) -> Result<Download, Fault> {
    reading(r, cx, asked, |r, reader| download::list(kind, reader.w, reader.w.t("needs.title"), i64::MAX, |before| reader.rows(r, *before)))
}
