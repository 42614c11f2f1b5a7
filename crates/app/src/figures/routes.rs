//! Opening a figure: its page and its records. Public.
use super::opened::{Opened, known};
use super::pages::{FigurePage, Part, Proof, Quality, RecordsPage};
use super::records::Key;
use super::{Measure, Question, board_view, download as record_files, find, plot, records, view};
use crate::campaigns;
use crate::deeds::view::Lookup;
use crate::lots;
use crate::orgs;
use crate::realm::{Realm, local};
use crate::rosters;
use crate::web::download::{self, Kind, files};
use crate::web::format::day;
use crate::web::html::{Html, escape};
use crate::web::layout::{Link, Place, Shell};
use crate::web::{Answer, App, Cx, Fault};
use axum::Router;
use axum::extract::{Path, Query};
use axum::routing::get;
use ledger::Read;
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/figures/{id}", get(figure))
        .route("/figures/{id}/parts.csv", get(part_file))
        .route("/figures/{id}/parts.xlsx", get(part_file))
        .route("/figures/{id}/records", get(record_list))
        .merge(record_files::routes())
        .merge(board_view::routes())
}

async fn figure(cx: Cx, Path(id): Path<String>) -> Answer {
    let q: Question = id.parse()?;
    cx.page(move |r, cx| page(r, cx, &q)).await
}

fn page(r: &mut Read, cx: &Cx, q: &Question) -> Result<FigurePage, Fault> {
    let shell = cx.shell(r, Place::Other)?;
    let w = shell.w.clone();
    let opened = Opened::of(r, q)?;
    let title = view::sentence(r, &w, q)?;
    let value = view::shown(r, &w, q, opened.value)?;
    let waiting = opened.waiting.filter(|n| *n != 0).map(|n| view::shown(r, &w, &q.waiting(), n)).transpose()?;
    let before = Some(view::fig(r, &w, &find::before(q))?).filter(|was| !was.is_zero());
    let empty = value.is_zero() && opened.parts.is_empty();
    let over = w.f("figures.over_time", &[("from", &day(w.lang(), &q.from)), ("to", &day(w.lang(), &q.to))]);
    Ok(FigurePage {
        up: up(r, q)?,
        quality: quality(r, &shell, q, &opened)?,
        records: if empty { None } else { Some(q.records_href()) },
        proof: proof(r, q)?,
        bars: plot::bars(&opened.days, &q.from, &q.to, &over),
        days: (q.from.clone(), q.to.clone()),
        before,
        value,
        sentence: view::said(r, &shell, q)?,
        title,
        waiting,
        parts: opened.parts.iter().map(|p| part(r, &shell, p, opened.of_places)).collect::<Result<Vec<_>, _>>()?,
        parts_are_units: opened.of_places,
        files: if opened.parts.is_empty() { Vec::new() } else { files(&format!("{}/parts", q.href()), &[]) },
        shell,
    })
}

fn part(r: &mut Read, shell: &Shell, part: &find::Part, of_places: bool) -> Result<Part, Fault> {
    let value = view::shown(r, &shell.w, &part.question, part.value)?;
    if of_places {
        let label = view::place_name(r, &shell.w, &part.name, &part.question.to)?;
        Ok(Part { label: Html(escape(&label)), name: label, value, days: part.days.clone() })
    } else {
        let days = Some((part.name.clone(), part.name.clone()));
        Ok(Part { label: shell.day(&part.name), name: day(shell.lang(), &part.name), value, days })
    }
}

async fn part_file(cx: Cx, kind: Kind, Path(id): Path<String>) -> Answer {
    let q: Question = id.parse()?;
    let file = cx.read(move |r, cx| {
        let (shell, opened) = (cx.shell(r, Place::Other)?, Opened::of(r, &q)?);
        let title = view::sentence(r, &shell.w, &q)?;
        let rows = |r: &mut Read| opened.parts.iter().map(|p| part(r, &shell, p, opened.of_places)).collect::<Result<Vec<_>, _>>();
        download::list(kind, &shell.w, title.trim_end_matches(['。', '.']), (), |()| Ok((rows(r)?, None)))
    });
    file.await?.answer()
}

/// The same question of the unit above.
fn up(r: &mut Read, q: &Question) -> Result<Option<Link>, Fault> {
    let [place] = q.places.as_slice() else { return Ok(None) };
    if q.roster().is_some() {
        return Ok(None);
    }
    if let Some(unit) = place.strip_prefix('=') {
        let label = orgs::find::named(r, unit, &q.to)?.map_or_else(|| unit.to_owned(), |u| u.name);
        return Ok(Some(Link { href: q.within(unit, &q.from, &q.to).href(), label }));
    }
    let Some(unit) = orgs::find::named(r, place, &q.to)? else { return Ok(None) };
    let Some(parent) = orgs::find::version(r, &unit.parent, &q.to)? else { return Ok(None) };
    Ok(Some(Link { href: q.within(&parent.code, &q.from, &q.to).href(), label: parent.name }))
}

fn quality(r: &mut Read, shell: &Shell, q: &Question, opened: &Opened) -> Result<Vec<Quality>, Fault> {
    let (w, mut lines) = (&shell.w, Vec::new());
    if opened.late != 0 {
        lines.push(Quality::Late(view::shown(r, w, &q.of(Measure::Late), opened.late)?));
    }
    if opened.edited != 0 {
        lines.push(Quality::Edited(view::shown(r, w, &q.of(Measure::Edited), opened.edited)?));
    }
    // Whom a roster lists is neither late nor drawn by lot.
    if q.measure == Measure::Listed {
        return Ok(Vec::new());
    }
    if lines.is_empty() {
        lines.push(Quality::InTime);
    }
    let first = q
        .indicators
        .first()
        .map_or(Ok(String::new()), |id| Ok::<_, Fault>(format!("/campaigns/{}/draws", campaigns::find::measure(r, id)?.2.id)))?;
    lines.push(lots::told::beside(r, shell, q)?.map_or(Quality::NotSpotChecked(first), Quality::SpotChecked));
    Ok(lines)
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

async fn record_list(cx: Cx, Path(id): Path<String>, Query(after): Query<After>) -> Answer {
    let q: Question = id.parse()?;
    if q.measure == Measure::Listed {
        let after = after.after.map_or(Ok(-1), |a| a.parse()).map_err(|_| Fault::Missing)?;
        return cx
            .page(move |r, cx| {
                known(r, &q)?;
                rosters::listed_page(r, cx, &q, after)
            })
            .await;
    }
    let after = after.after.map(|a| records::key(&a).ok_or(Fault::Missing)).transpose()?;
    cx.page(move |r, cx| list(r, cx, &q, after.as_ref())).await
}

fn list(r: &mut Read, cx: &Cx, q: &Question, after: Option<&Key>) -> Result<RecordsPage, Fault> {
    known(r, q)?;
    let here = if q.measure == Measure::Deeds { Place::Deeds } else { Place::Other };
    let shell = cx.shell(r, here)?;
    let w = shell.w.clone();
    let actor = if cx.person().is_ok() { Some(cx.actor(r)?) } else { None };
    let (deeds, next) = records::page(r, q, after, PAGE)?;
    // People's records may lie in other units: no figure of deeds counts just these.
    let count = match q.measure {
        people if people.is_of_people() => None,
        Measure::Late => Some(Measure::Late),
        _ => Some(Measure::Deeds),
    };
    Ok(RecordsPage {
        up: Link { href: q.href(), label: w.t("figures.how").to_owned() },
        total: view::fig(r, &w, q)?,
        count: count.map(|measure| view::fig(r, &w, &q.of(measure))).transpose()?,
        title: view::sentence(r, &w, q)?,
        sentence: view::said(r, &shell, q)?,
        rows: Lookup::new(&w).lines(r, &deeds, actor.as_ref())?,
        first: after.map(|_| q.records_href()),
        next: next.map(|(unit, position)| format!("{}?after={unit},{position}", q.records_href())),
        files: ["csv", "xlsx"].map(|kind| format!("{}.{kind}", q.records_href())).to_vec(),
        shell,
    })
}
