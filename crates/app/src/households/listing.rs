//! The list of a unit's households, or of those one is responsible for; as a page and as files, masked for its reader.
use super::find::{self, Whose};
use super::lists::word;
use super::names::{self, Names};
use super::pages::{HouseholdRow, HouseholdsPage};
use super::{Household, traces, view};
use crate::orgs;
use crate::people::masked;
use crate::powers::{self, Actor, Power};
use crate::web::download::{self, Download, Kind, files};
use crate::web::forms::Errors;
use crate::web::html::query_value;
use crate::web::layout::{Fig, Link, Place};
use crate::web::words::Words;
use crate::web::{Cx, Fault};
use ledger::Read;

/// What the list is narrowed to.
#[derive(serde::Deserialize, Default, Clone)]
pub struct Asked {
    /// A unit's code; empty for one's own.
    #[serde(default)]
    pub unit: String,
    /// A household's code, or letters of a name.
    #[serde(default)]
    pub q: String,
    #[serde(default)]
    pub after: String,
    #[serde(default)]
    pub own: String,
}

const PAGE: usize = 50;

/// Rows and where they go on.
type Rows = (Vec<HouseholdRow>, Option<String>);

struct Reader<'a> {
    w: &'a Words,
    actor: &'a Actor,
    unit: &'a str,
    /// Sees names whole in this list.
    whole: bool,
}

impl Reader<'_> {
    fn rows(&self, r: &mut Read, q: &str, after: &str) -> Result<Rows, Fault> {
        let day = self.actor.day.as_str();
        if !q.is_empty() && !self.unit.is_empty() {
            let found = self.found(r, q)?;
            return Ok((self.shown(r, &found)?, None));
        }
        let whose = self.whose();
        let mut homes = find::listed(r, &whose, day, after, PAGE + 1)?;
        let more = homes.len() > PAGE;
        homes.truncate(PAGE);
        let next = homes.last().filter(|_| more).map(|home| home.code.clone());
        Ok((self.shown(r, &homes)?, next))
    }
    fn whose(&self) -> Whose<'_> {
        if self.unit.is_empty() { Whose::Person(&self.actor.pseudonym) } else { Whose::Unit(self.unit) }
    }
    /// The household with this code, or those in which somebody's name has these letters: for who sees names alone.
    fn found(&self, r: &mut Read, q: &str) -> Result<Vec<Household>, Fault> {
        if let Some(home) = find::by_code(r, q)?.filter(|home| home.to_day.as_str() >= self.actor.day.as_str()) {
            let here = orgs::find::within(r, &home.unit, self.unit, &self.actor.day)?;
            return Ok(if here { vec![home] } else { Vec::new() });
        }
        if !self.whole || traces::pairs(q).is_empty() {
            return Ok(Vec::new());
        }
        let homes: Vec<Household> = find::by_name(r, self.unit, &self.actor.day, q, PAGE)?;
        let (names, letters) = (Names::of_all(r, &homes)?, plain(q));
        Ok(homes.into_iter().filter(|home| names.any(&home.id, |name| plain(name).contains(&letters))).collect())
    }
    fn shown(&self, r: &mut Read, homes: &[Household]) -> Result<Vec<HouseholdRow>, Fault> {
        let names = Names::of_heads(r, homes)?;
        let responsible = names::responsible(r, homes, &self.actor.day)?;
        let row = |home: &Household| {
            let erased = names.erased.contains(&home.id).then(|| self.w.t("erasure.erased").to_owned());
            let head = names.heads.get(&home.id).map(|name| if self.whole { name.clone() } else { masked(name) });
            self.row(r, home, head.or(erased), responsible.get(&home.id))
        };
        homes.iter().map(row).collect()
    }
    fn row(&self, r: &mut Read, home: &Household, head: Option<String>, responsible: Option<&String>) -> Result<HouseholdRow, Fault> {
        let day = self.actor.day.as_str();
        let responsible = responsible.map(|person| view::called(r, self.w, person)).transpose()?;
        Ok(HouseholdRow {
            href: home.path(),
            code: home.code.clone(),
            head: head.unwrap_or_else(|| self.w.t("households.unnamed").to_owned()),
            unit: orgs::find::named(r, &home.unit, day)?.map_or_else(|| home.unit.clone(), |unit| unit.name),
            cause: word(self.w, "cause", &home.main_cause),
            watch: word(self.w, "watch", &home.watch),
            responsible: responsible.unwrap_or_default(),
        })
    }
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace() && *c != '·').flat_map(char::to_lowercase).collect()
}

/// Lists for the reader with their leave.
fn reading<T>(r: &mut Read, cx: &Cx, asked: &Asked, then: impl FnOnce(&mut Read, &Reader) -> Result<T, Fault>) -> Result<T, Fault> {
    let (actor, w) = (cx.actor(r)?, cx.words(r)?);
    let unit = actor.unit_of_list(&asked.unit, &asked.own);
    cx.may(r, &Power::SeeHouseholds(unit.clone()))?;
    if !unit.is_empty() && orgs::find::named(r, &unit, &actor.day)?.is_none() {
        return Err(Fault::Missing);
    }
    let whole = unit.is_empty() || powers::keeps_households(r, &actor, &unit)?;
    then(r, &Reader { w: &w, actor: &actor, unit: &unit, whole })
}

/// # Errors
/// `Barred` when the unit's households are not the reader's to see.
pub fn page(r: &mut Read, cx: &Cx, asked: &Asked) -> Result<HouseholdsPage, Fault> {
    let shell = cx.shell(r, Place::Other)?;
    reading(r, cx, asked, |r, reader| {
        let (unit, day, q) = (reader.unit, reader.actor.day.as_str(), asked.q.trim());
        let (rows, next) = reader.rows(r, q, &asked.after)?;
        let path = format!("/households?unit={unit}&q={}", query_value(q));
        let below = if unit.is_empty() { Vec::new() } else { orgs::find::children(r, unit, day)? };
        let named = orgs::find::named(r, unit, day)?;
        let own = !unit.is_empty() && find::has_households(r, &reader.actor.pseudonym, day)?;
        Ok(HouseholdsPage {
            count: Fig::new(
                find::count(r, &reader.whose(), day)?.to_string(),
                shell.t("households.measure"),
                if unit.is_empty() { "/households?own=1".to_owned() } else { format!("/households?unit={unit}") },
            ),
            unit: named.map(|unit| Link { href: format!("/units/{}", unit.code), label: unit.name }),
            unit_code: unit.to_owned(),
            query: q.to_owned(),
            next: next.map(|after| format!("{path}&after={}", query_value(&after))),
            files: if q.is_empty() {
                files("/households", &[("unit", unit), ("own", if unit.is_empty() { "1" } else { "" })])
            } else {
                Vec::new()
            },
            below: below.into_iter().map(|unit| Link { href: format!("/households?unit={}", unit.code), label: unit.name }).collect(),
            new: cx.may(r, &Power::OpenHousehold(unit.to_owned())).is_ok().then(|| format!("/households/new?unit={unit}")),
            import: (reader.whole && !unit.is_empty()).then(|| "/import/households".to_owned()),
            reaches: (!unit.is_empty()).then(|| format!("/reaches?unit={unit}")),
            pairs: cx.may(r, &Power::PairUnit(unit.to_owned())).is_ok().then(|| format!("/pairs?unit={unit}")),
            own: own.then(|| "/households?own=1".to_owned()),
            by_name: reader.whole,
            errors: Errors::default(),
            rows,
            shell,
        })
    })
}

/// # Errors
/// As [`page`].
pub fn file(r: &mut Read, cx: &Cx, asked: &Asked, kind: Kind) -> Result<Download, Fault> {
    reading(r, cx, asked, |r, reader| {
        let title = reader.w.t("households.title");
        download::list(kind, reader.w, title, String::new(), |after| reader.rows(r, asked.q.trim(), after))
    })
}
