//! Units in public.
use super::pages::{UnitPage, UnitsPage};
use super::{Unit, find, view};
use crate::campaigns;
use crate::deeds::{self, view::Lookup};
use crate::figures;
use crate::people::RoleKind;
use crate::powers::Power;
use crate::realm::OPEN_END;
use crate::web::download::{self, Kind, files};
use crate::web::layout::{Link, Place};
use crate::web::pieces::{TileGroup, UnitRow, UnitTile};
use crate::web::words::Words;
use crate::web::{Answer, App, Cx, Fault};
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use ledger::Read;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/units", get(units))
        .route("/units/{code}", get(unit))
        .route("/units/{code}/below.csv", get(below_file))
        .route("/units/{code}/below.xlsx", get(below_file))
}

async fn units(cx: Cx) -> Answer {
    cx.page(|r, cx| {
        let shell = cx.shell(r, Place::Units)?;
        let today = cx.today(r)?;
        let root = find::root(r)?;
        let import = cx.may(r, &Power::ManageUnits).is_ok().then(|| "/import/units".to_owned());
        let groups = match &root {
            Some(root) => groups(r, cx, root, &today)?,
            None => Vec::new(),
        };
        let desks =
            if cx.may(r, &Power::SeePeople).is_ok() { [("/people", "people.title"), ("/groups", "groups.title")].as_slice() } else { &[] };
        let desks = desks.iter().map(|(href, key)| Link { href: (*href).to_owned(), label: shell.t(key).to_owned() }).collect();
        let files =
            root.as_ref().filter(|_| !groups.is_empty()).map(|u| files(&format!("/units/{}/below", u.code), &[])).unwrap_or_default();
        Ok(UnitsPage {
            shell,
            files,
            root: root.map(|u| Link { href: format!("/units/{}", u.code), label: u.name }),
            groups,
            import,
            desks,
        })
    })
    .await
}

/// Children of a unit by kind, then each child's own children under its name.
fn groups(r: &mut Read, cx: &Cx, root: &Unit, today: &str) -> Result<Vec<TileGroup>, Fault> {
    let w = cx.words(r)?;
    let Some(campaign) = campaigns::find::current(r, today)? else { return plain_groups(r, cx, root, today) };
    let items = campaigns::find::items(r, &campaign.id)?;
    let mut groups: Vec<TileGroup> = Vec::new();
    for unit in find::children(r, &root.code, today)? {
        let title = view::kind_group(&w, &unit.kind);
        let tile = campaigns::routes::tile(r, &unit, &items, &campaign)?;
        match groups.iter_mut().find(|g| g.title == title) {
            Some(group) => group.tiles.push(tile),
            None => groups.push(TileGroup { title, tiles: vec![tile] }),
        }
    }
    Ok(groups)
}

fn plain_tile(unit: &Unit) -> UnitTile {
    UnitTile { name: unit.name.clone(), href: format!("/units/{}", unit.code), items: Vec::new(), at: None }
}

/// Before there is a campaign there is nothing begun to show.
fn plain_groups(r: &mut Read, cx: &Cx, root: &Unit, today: &str) -> Result<Vec<TileGroup>, Fault> {
    let w = cx.words(r)?;
    let tiles: Vec<UnitTile> = find::children(r, &root.code, today)?.iter().map(plain_tile).collect();
    Ok(if tiles.is_empty() { Vec::new() } else { vec![TileGroup { title: w.t("units.below").to_owned(), tiles }] })
}

async fn below_file(cx: Cx, kind: Kind, Path(code): Path<String>) -> Answer {
    let file = cx.read(move |r, cx| {
        let (w, today) = (cx.words(r)?, cx.today(r)?);
        let unit = find::named(r, &code, &today)?.ok_or(Fault::Missing)?;
        let title = w.f("units.below_of", &[("unit", &unit.name)]);
        download::list(kind, &w, &title, (), |()| Ok((below(r, &w, &code, &today)?, None)))
    });
    file.await?.answer()
}

/// The units below one with what they have begun.
fn below(r: &mut Read, w: &Words, code: &str, today: &str) -> Result<Vec<UnitRow>, Fault> {
    let campaign = campaigns::find::current(r, today)?;
    let items = campaign.as_ref().map(|c| campaigns::find::items(r, &c.id)).transpose()?.unwrap_or_default();
    let children = find::children(r, code, today)?;
    let row = |unit: Unit| {
        let begun = campaign.as_ref().map(|c| figures::view::begun(r, &items, &unit.code, c)).transpose()?.unwrap_or_default();
        let begun: Vec<String> = begun.into_iter().filter(|(_, begun)| *begun).map(|(name, _)| name).collect();
        Ok(UnitRow { kind: view::kind(w, &unit.kind).to_owned(), begun: begun.join(w.t("form.comma")), code: unit.code, name: unit.name })
    };
    children.into_iter().map(row).collect()
}

async fn unit(cx: Cx, Path(code): Path<String>) -> Answer {
    cx.page(move |r, cx| page(r, cx, &code)).await
}

const LATEST: usize = 8;

fn page(r: &mut Read, cx: &Cx, code: &str) -> Result<UnitPage, Fault> {
    let shell = cx.shell(r, Place::Units)?;
    let today = cx.today(r)?;
    let unit = find::named(r, code, &today)?.ok_or(Fault::Missing)?;
    let actor = if cx.person().is_ok() { Some(cx.actor(r)?) } else { None };
    let access = match &actor {
        Some(a) => a.covers(r, RoleKind::Clerk, code, &today)? || a.covers(r, RoleKind::Administrator, code, &today)?,
        None => false,
    };
    let under = find::children(r, code, &today)?;
    let (mut figures, mut children, mut all) = (Vec::new(), under.iter().map(plain_tile).collect(), None);
    if let Some(campaign) = campaigns::find::current(r, &today)? {
        let items = campaigns::find::items(r, &campaign.id)?;
        figures = figures::view::of_items(r, &shell.w, &campaign, &items, code)?;
        children = under.iter().map(|u| campaigns::routes::tile(r, u, &items, &campaign)).collect::<Result<Vec<_>, _>>()?;
        let question = figures::find::all_deeds(r, &campaign)?;
        all = Some(question.within(code, &question.from, &question.to).records_href());
    }
    let here: Vec<String> = under.iter().map(|u| u.code.clone()).chain([code.to_owned()]).collect();
    let feed = deeds::find::latest_of(r, &here, LATEST)?;
    Ok(UnitPage {
        files: if children.is_empty() { Vec::new() } else { files(&format!("/units/{code}/below"), &[]) },
        kind: view::kind(&shell.w, &unit.kind).to_owned(),
        since: Some(unit.from_day.clone()).filter(|d| !d.is_empty()),
        until: Some(unit.to_day.clone()).filter(|d| d != OPEN_END),
        crumbs: crumbs(r, &unit, &today)?,
        figures,
        children,
        feed: Lookup::new(&shell.w).lines(r, &feed, actor.as_ref())?,
        feed_href: all.filter(|_| !feed.is_empty()),
        access: access.then(|| format!("/units/{code}/access")),
        desks: access.then(|| (format!("/groups?unit={code}"), format!("/units/{code}/desk"))),
        name: unit.name,
        code: unit.code,
        shell,
    })
}

fn crumbs(r: &mut Read, unit: &Unit, today: &str) -> Result<Vec<Link>, Fault> {
    let mut line = find::line(r, &unit.parent, today)?;
    line.reverse();
    line.into_iter()
        .map(|code| {
            let name = find::named(r, &code, today)?.map_or_else(|| code.clone(), |u| u.name);
            Ok(Link { href: format!("/units/{code}"), label: name })
        })
        .collect()
}
