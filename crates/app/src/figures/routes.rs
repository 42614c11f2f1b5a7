//! Opening a figure: its page and its records. Public.
use super::pages::{FigurePage, Part, Proof, Quality, RecordsPage};
use super::{Measure, Question, find, view};
use crate::deeds::view::Lookup;
use crate::orgs;
use crate::realm::{Realm, local};
use crate::web::format::{day, day_year};
use crate::web::layout::{Link, Place};
use crate::web::{Answer, App, Cx, Fault};
use axum::Router;
use axum::extract::{Path, Query};
use axum::routing::get;
use ledger::Read;
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new().route("/figures/{id}", get(figure)).route("/figures/{id}/records", get(records))
}

async fn figure(cx: Cx, Path(id): Path<String>) -> Answer {
    let q: Question = id.parse()?;
    cx.page(move |r, cx| page(r, cx, &q)).await
}

fn page(r: &mut Read, cx: &Cx, q: &Question) -> Result<FigurePage, Fault> {
    let shell = cx.shell(r, Place::Other)?;
    let w = shell.w.clone();
    orgs::find::named(r, &q.unit, &q.to)?.ok_or(Fault::Missing)?;
    let sentence = view::sentence(r, &w, q)?;
    let value = view::fig(r, &w, q)?;
    let waiting = if q.state == "verified" { Some(view::fig(r, &w, &q.waiting())?).filter(|f| !f.is_zero()) } else { None };
    let (parts, parts_are_units) = find::parts(r, q)?;
    let parts = parts.into_iter().map(|p| part(r, cx, &p, parts_are_units)).collect::<Result<Vec<_>, _>>()?;
    let today = cx.today(r)?;
    let paragraph = format!("{sentence}\n{}{} {}\n{}{}", value.text, value.unit, day_year(w.lang(), &today), cx.origin(), q.href());
    let empty = value.is_zero() && parts.is_empty();
    Ok(FigurePage {
        up: up(r, q)?,
        quality: quality(r, cx, q)?,
        records: if empty { None } else { Some(q.records_href()) },
        proof: proof(r, q)?,
        value,
        sentence,
        waiting,
        parts,
        parts_are_units,
        paragraph,
        shell,
    })
}

fn part(r: &mut Read, cx: &Cx, part: &find::Part, units: bool) -> Result<Part, Fault> {
    let w = cx.words(r)?;
    let value = view::shown(r, &w, &part.question, part.value)?;
    if units {
        let label = orgs::find::named(r, &part.name, &part.question.to)?.map_or_else(|| part.name.clone(), |u| u.name);
        Ok(Part { label, value, days: find::days_of(r, &part.question)? })
    } else {
        Ok(Part { label: day(w.lang(), &part.name), value, days: None })
    }
}

/// The same question of the unit above.
fn up(r: &mut Read, q: &Question) -> Result<Option<Link>, Fault> {
    let Some(unit) = orgs::find::named(r, &q.unit, &q.to)? else { return Ok(None) };
    let Some(parent) = orgs::find::version(r, &unit.parent, &q.to)? else { return Ok(None) };
    Ok(Some(Link { href: q.within(&parent.code, &q.from, &q.to).href(), label: parent.name }))
}

fn quality(r: &mut Read, cx: &Cx, q: &Question) -> Result<Vec<Quality>, Fault> {
    let w = cx.words(r)?;
    let late = view::fig(r, &w, &q.of(Measure::Late))?;
    let lag = if late.is_zero() { Quality::InTime } else { Quality::Late(late) };
    Ok(vec![lag, Quality::NotSpotChecked])
}

fn proof(r: &mut Read, q: &Question) -> Result<Option<Proof>, Fault> {
    let zone = Realm::find(r)?.map(|realm| realm.zone).unwrap_or_default();
    let checkpoint = r.checkpoint()?;
    Ok(checkpoint.map(|c| Proof {
        size: c.size,
        at: local(&zone, c.time()),
        root: c.root().to_owned(),
        data: Some(format!("/api/v1/figures/{q}")),
    }))
}

#[derive(Deserialize)]
struct After {
    /// `unit,position` of the last record of the page before.
    after: Option<String>,
}

const PAGE: usize = 50;

async fn records(cx: Cx, Path(id): Path<String>, Query(after): Query<After>) -> Answer {
    let q: Question = id.parse()?;
    let after = after.after.map(|a| key(&a).ok_or(Fault::Missing)).transpose()?;
    cx.page(move |r, cx| list(r, cx, &q, after.as_ref())).await
}

/// A key as it stands in an address.
pub fn key(text: &str) -> Option<find::Key> {
    let (unit, position) = text.split_once(',')?;
    Some((unit.to_owned(), position.parse().ok()?))
}

fn list(r: &mut Read, cx: &Cx, q: &Question, after: Option<&find::Key>) -> Result<RecordsPage, Fault> {
    let here = if q.measure == Measure::Deeds { Place::Deeds } else { Place::Other };
    let shell = cx.shell(r, here)?;
    let w = shell.w.clone();
    let actor = if cx.person().is_ok() { Some(cx.actor(r)?) } else { None };
    let (deeds, next) = find::records(r, q, after, PAGE)?;
    let sentence = view::sentence(r, &w, q)?;
    Ok(RecordsPage {
        up: Link { href: q.href(), label: w.t("figures.how").to_owned() },
        total: view::fig(r, &w, q)?,
        count: view::fig(r, &w, &q.of(if q.measure == Measure::Late { Measure::Late } else { Measure::Deeds }))?,
        sentence,
        rows: Lookup::default().lines(r, &deeds, actor.as_ref())?,
        first: after.map(|_| q.records_href()),
        next: next.map(|(unit, position)| format!("{}?after={unit},{position}", q.records_href())),
        csv: None,
        shell,
    })
}
