//! The public page of the campaign, and setting one up from a file.
use super::file::CampaignFile;
use super::pages::{Campaign as Shown, CampaignImportPage, CampaignPage, Finding, Preview};
use super::{Campaign, Indicator, Item, closing, find, make::CLOSED};
use crate::deeds::{self, view::Lookup};
use crate::figures::{self, Measure, Question, view};
use crate::orgs::{self, Unit};
use crate::people::{self, RoleKind};
use crate::powers::{Actor, Power};
use crate::web::forms::Errors;
use crate::web::layout::{Link, Place, Shell};
use crate::web::pieces::{Petal, TileGroup, UnitTile};
use crate::web::{Answer, App, Cx, Fault, Fields, see_other};
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use ledger::Read;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(home))
        .route("/campaigns/{id}", get(one))
        .route("/campaigns/import", get(import_form).post(import))
        .merge(super::listing::routes())
        .merge(super::set_up::routes())
}

async fn home(cx: Cx) -> Answer {
    cx.page(|r, cx| page(r, cx, None)).await
}

/// The public page of one campaign; with `.toml` behind it, its file.
async fn one(cx: Cx, Path(id): Path<String>) -> Answer {
    match id.strip_suffix(".toml") {
        Some(id) => super::listing::export(cx, id.to_owned()).await,
        None => cx.page(move |r, cx| page(r, cx, Some(&id))).await,
    }
}

/// How many deeds the page shows as the latest.
const LATEST: usize = 6;

fn page(r: &mut Read, cx: &Cx, id: Option<&str>) -> Result<CampaignPage, Fault> {
    let shell = cx.shell(r, Place::Campaign)?;
    let today = cx.today(r)?;
    let actor = if cx.person().is_ok() { Some(cx.actor(r)?) } else { None };
    let found = match id {
        Some(id) => Some(r.get::<Campaign>(id)?),
        None => find::current(r, &today)?,
    };
    let Some(campaign) = found else {
        let may = actor.is_some_and(|a| a.has(RoleKind::Administrator) || a.has(RoleKind::Office));
        return Ok(CampaignPage { shell, campaign: None, set_up: may.then(|| "/campaigns/new".to_owned()) });
    };
    if campaign.state == "draft" {
        return Err(Fault::Missing);
    }
    let shown = show(r, cx, &shell, &campaign, actor.as_ref())?;
    Ok(CampaignPage { shell, campaign: Some(shown), set_up: None })
}

fn show(r: &mut Read, cx: &Cx, shell: &Shell, campaign: &Campaign, actor: Option<&Actor>) -> Result<Shown, Fault> {
    let items = find::items(r, &campaign.id)?;
    let today = cx.today(r)?;
    let (running, takes) = (campaign.runs_on(&today), campaign.refuses(&today).is_none());
    let indicators: Vec<String> = items.iter().flat_map(|(_, indicators)| indicators.iter().map(|i| i.id.clone())).collect();
    let facets = find::serving(r, &indicators)?;
    let feed = deeds::find::latest(r, &facets, LATEST)?;
    let record = if actor.is_some() { "/mine" } else { "/sign-in?next=/mine" };
    Ok(Shown {
        state: shell.t(campaign.state_word(&today)).to_owned(),
        others: others(r, &campaign.id, &today)?,
        complaints: campaign.complaints.clone(),
        running,
        name: campaign.name.clone(),
        slogan: if campaign.slogan.is_empty() { campaign.name.clone() } else { campaign.slogan.clone() },
        blurb: campaign.blurb.clone(),
        first_day: campaign.from_day.clone(),
        last_day: campaign.to_day.clone(),
        petals: cx.app.kept.petals(&campaign.id, cx.app.db.clock().now_ms() / 60_000, || petals(r, campaign, &items))?,
        figures: view::of_items(r, &shell.w, campaign, &items, &campaign.unit)?,
        groups: groups(r, shell, campaign, &items, &today)?,
        feed: Lookup::new(&shell.w).lines(r, &feed, None)?,
        feed_href: Some(figures::find::all_deeds(r, campaign)?.records_href()),
        unit: Link {
            href: format!("/units/{}", campaign.unit),
            label: orgs::find::named(r, &campaign.unit, &today)?.map(|u| u.name).unwrap_or_default(),
        },
        record: takes.then(|| record.to_owned()),
        until: (takes && !running).then(|| campaign.recorded_until()),
        closing: if campaign.state == CLOSED { Some(closing::of(r, cx, shell, campaign, &items)?) } else { None },
    })
}

/// The others that run: more than one campaign may.
fn others(r: &mut Read, shown: &str, today: &str) -> Result<Vec<Link>, Fault> {
    let running = find::running(r, today)?.into_iter().filter(|c| c.id != shown);
    Ok(running.map(|c| Link { href: format!("/campaigns/{}", c.id), label: c.name }).collect())
}

/// A petal shows the share of its planned number; without one, the share of people who did the item at least once.
fn petals(r: &mut Read, campaign: &Campaign, items: &[(Item, Vec<Indicator>)]) -> Result<Vec<Petal>, Fault> {
    let people = people::find::count_between(r, &campaign.from_day, &campaign.to_day)?;
    items
        .iter()
        .map(|(item, indicators)| {
            let ids: Vec<&str> = indicators.iter().map(|i| i.id.as_str()).collect();
            let (measure, whole) = match planned(r, campaign, item, people)? {
                Some(whole) => (Measure::Sum, whole),
                None => (Measure::Persons, people),
            };
            let done = figures::find::value(r, &Question::new(measure, &ids, &campaign.unit, &campaign.from_day, &campaign.to_day))?;
            // A drawing needs no more than a float holds.
            let part = if whole > 0 { done as f32 / whole as f32 } else { 0.0 };
            Ok(Petal { part, label: item.label.clone() })
        })
        .collect()
}

/// The planned number of the whole campaign, be it set for each unit or each person.
fn planned(r: &mut Read, campaign: &Campaign, item: &Item, people: i64) -> Result<Option<i64>, Fault> {
    let Some(target) = item.target else { return Ok(None) };
    Ok(Some(match item.per.as_str() {
        "person" => target.saturating_mul(people),
        "unit" => {
            let units = orgs::find::children_in(r, &campaign.unit, &campaign.from_day, &campaign.to_day)?.len();
            target.saturating_mul(i64::try_from(units.max(1)).unwrap_or(1))
        }
        _ => target,
    }))
}

/// The children of the campaign's unit, by kind.
fn groups(
    r: &mut Read,
    shell: &Shell,
    campaign: &Campaign,
    items: &[(Item, Vec<Indicator>)],
    today: &str,
) -> Result<Vec<TileGroup>, Fault> {
    let children = orgs::find::children(r, &campaign.unit, today)?;
    let mut groups: Vec<TileGroup> = Vec::new();
    for unit in &children {
        let title = orgs::view::kind_group(&shell.w, &unit.kind);
        let tile = tile(r, unit, items, campaign)?;
        match groups.iter_mut().find(|g| g.title == title) {
            Some(group) => group.tiles.push(tile),
            None => groups.push(TileGroup { title, tiles: vec![tile] }),
        }
    }
    groups.sort_by_key(|g| g.title != orgs::view::kind_group(&shell.w, "township"));
    Ok(groups)
}

/// A unit's tile: begun or not yet, item by item.
/// # Errors
/// When the data cannot be read.
pub fn tile(r: &mut Read, unit: &Unit, items: &[(Item, Vec<Indicator>)], campaign: &Campaign) -> Result<UnitTile, Fault> {
    let items = view::begun(r, items, &unit.code, campaign)?;
    Ok(UnitTile { name: unit.name.clone(), href: format!("/units/{}", unit.code), items, at: orgs::tiles::of(r, &unit.code)? })
}

async fn import_form(cx: Cx) -> Answer {
    cx.page(|r, cx| {
        cx.may(r, &Power::ManageCampaigns)?;
        import_page(r, cx, String::new(), None)
    })
    .await
}

async fn import(cx: Cx, fields: Fields) -> Answer {
    let text = fields.raw("text").to_owned();
    let read = CampaignFile::read(&text);
    // The form's other button says "no": it only looks.
    if let ("yes", Ok(file)) = (fields.get("confirm"), &read) {
        let file = file.clone();
        let made = cx.write(Power::ManageCampaigns, move |tx| file.make(tx)).await;
        return match made {
            Ok(made) => see_other(&format!("/campaigns/{}", made.id)),
            Err(fault @ Fault::Invalid { .. }) => cx.page(move |r, cx| import_page(r, cx, text, Some(Err(fault)))).await,
            Err(fault) => Err(fault),
        };
    }
    cx.page(move |r, cx| {
        cx.may(r, &Power::ManageCampaigns)?;
        import_page(r, cx, text, Some(read))
    })
    .await
}

fn import_page(r: &mut Read, cx: &Cx, text: String, read: Option<Result<CampaignFile, Fault>>) -> Result<CampaignImportPage, Fault> {
    let shell = cx.shell(r, Place::Other)?;
    let mut errors = Errors::default();
    let mut findings = Vec::new();
    let preview = match read {
        Some(Ok(file)) => {
            findings = file.findings(&cx.realm(r)?.rules).iter().map(|f| Finding::of(f, &shell.w)).collect();
            match file.fits(r) {
                Ok(_) => {}
                Err(fault @ Fault::Invalid { .. }) => errors.add("text", fault.sentence(&shell.w)),
                Err(fault) => return Err(fault),
            }
            Some(preview(&file, !errors.any() && !findings.iter().any(|f| f.refused), &shell.today))
        }
        Some(Err(fault)) => {
            errors.add("text", fault.sentence(&shell.w));
            None
        }
        None => None,
    };
    Ok(CampaignImportPage { shell, action: "/campaigns/import".into(), text, errors, findings, preview })
}

fn preview(file: &CampaignFile, sound: bool, today: &str) -> Preview {
    let measures = |item: &super::file::ItemFile| item.indicators.iter().map(|i| i.measure.clone()).collect::<Vec<_>>().join(" · ");
    Preview {
        title: file.name.clone(),
        first_day: file.from.clone(),
        last_day: file.to.clone(),
        items: file.items.iter().map(|item| (item.name.clone(), measures(item))).collect(),
        sound,
        over: file.to.as_str() < today,
    }
}
