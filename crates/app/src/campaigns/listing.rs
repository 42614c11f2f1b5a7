//! All campaigns of the realm, and what the campaign office does with one: file, archive, next year, end.
use super::file::CampaignFile;
use super::make::{CLOSED, DRAFT, OPEN};
use super::{Campaign, archive, closing, find};
use crate::orgs;
use crate::powers::Power;
use crate::web::download::{self, Columns, Kind, files};
use crate::web::layout::{Place, Shell};
use crate::web::words::Words;
use crate::web::{Answer, App, Cx, Fault, see_other};
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use ledger::{Chance, Read};
use paper::xlsx::Cell;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/campaigns", get(list))
        .route("/campaigns.csv", get(file))
        .route("/campaigns.xlsx", get(file))
        .route("/campaigns/{id}/archive.zip", get(archived))
        .route("/campaigns/{id}/clone", post(clone))
        .route("/campaigns/{id}/close", get(closing::ask).post(closing::close))
        .route("/campaigns/{id}/discard", post(discard))
}

/// GET /campaigns.
#[derive(Template)]
#[template(path = "campaigns/listing.html")]
pub struct ListingPage {
    pub shell: Shell,
    /// Whether the reader sets campaigns up.
    pub manages: bool,
    pub campaigns: Vec<Row>,
    pub files: Vec<String>,
}

impl ListingPage {
    fn told(&self) -> String {
        self.shell.tell(self.shell.t("campaigns.title")).rows(&self.campaigns).end()
    }
}

impl Columns for Row {
    const COLUMNS: &'static [&'static str] = &["set_up.name", "deed.state", "set_up.from", "set_up.to", "deed.unit"];
    fn cells<'a>(&'a self, _: &'a Words) -> Vec<Cell<'a>> {
        let (from, to) = self.days.as_ref().map_or(("", ""), |(from, to)| (from, to));
        [&self.name, self.state.as_str(), from, to, &self.unit].map(Cell::Text).into()
    }
}

pub struct Row {
    pub name: String,
    pub slogan: String,
    pub state: String,
    pub running: bool,
    /// None while a draft has no days.
    pub days: Option<(String, String)>,
    pub unit: String,
    pub href: String,
    /// None when it has ended.
    pub edit: Option<String>,
    pub file: String,
    pub archive: String,
    /// Its spot checks.
    pub draws: String,
    pub clone: String,
    /// None unless it is open.
    pub close: Option<String>,
    /// None unless it is a draft.
    pub discard: Option<String>,
}

async fn list(cx: Cx) -> Answer {
    cx.page(|r, cx| {
        cx.realm(r)?;
        let manages = cx.may(r, &Power::ManageCampaigns).is_ok();
        let shell = cx.shell(r, Place::Campaign)?;
        Ok(ListingPage { campaigns: rows(r, cx, &shell.w)?, files: files("/campaigns", &[]), manages, shell })
    })
    .await
}

async fn file(cx: Cx, kind: Kind) -> Answer {
    let file = cx.read(move |r, cx| {
        let w = cx.words(r)?;
        download::list(kind, &w, w.t("campaigns.title"), (), |()| Ok((rows(r, cx, &w)?, None)))
    });
    file.await?.answer()
}

/// The campaigns that the reader may see.
fn rows(r: &mut Read, cx: &Cx, w: &Words) -> Result<Vec<Row>, Fault> {
    let manages = cx.may(r, &Power::ManageCampaigns).is_ok();
    let today = cx.today(r)?;
    find::listed(r, manages)?.into_iter().map(|c| row(r, w, c, &today)).collect()
}

fn row(r: &mut Read, w: &Words, c: Campaign, today: &str) -> Result<Row, Fault> {
    let path = format!("/campaigns/{}", c.id);
    let unit = orgs::find::named(r, &c.unit, &c.to_day)?.map(|u| u.name).unwrap_or_default();
    Ok(Row {
        running: c.runs_on(today),
        state: w.t(c.state_word(today)).to_owned(),
        name: if c.name.is_empty() { w.t("set_up.new").to_owned() } else { c.name },
        slogan: c.slogan,
        days: (!c.from_day.is_empty() && !c.to_day.is_empty()).then_some((c.from_day, c.to_day)),
        unit,
        href: if c.state == DRAFT { format!("{path}/edit") } else { path.clone() },
        edit: (c.state != CLOSED).then(|| format!("{path}/edit")),
        file: format!("{path}.toml"),
        archive: format!("{path}/archive.zip"),
        draws: format!("{path}/draws"),
        clone: format!("{path}/clone"),
        close: (c.state == OPEN).then(|| format!("{path}/close")),
        discard: (c.state == DRAFT).then(|| format!("{path}/discard")),
    })
}

impl Campaign {
    /// Whether it takes records on a day.
    pub fn runs_on(&self, today: &str) -> bool {
        self.state == OPEN && self.from_day.as_str() <= today && today <= self.to_day.as_str()
    }
    /// Its state in words, by key.
    pub fn state_word(&self, today: &str) -> &'static str {
        match self.state.as_str() {
            DRAFT => "campaigns.draft",
            CLOSED => "campaign.ended",
            _ if today < self.from_day.as_str() => "campaign.not_begun",
            _ if today == self.to_day => "campaign.last_day",
            _ if today < self.to_day.as_str() => "campaign.running",
            _ => "campaign.ended",
        }
    }
}

/// The campaign's file. A draft's is its office's own.
pub async fn export(cx: Cx, id: String) -> Answer {
    let name = format!("attachment; filename=\"{id}.toml\"");
    let text = cx
        .read(move |r, cx| {
            let (file, campaign) = CampaignFile::of(r, &id)?;
            if campaign.state == DRAFT {
                cx.may(r, &Power::ManageCampaigns)?;
            }
            Ok(file.text())
        })
        .await?;
    Ok(([(header::CONTENT_TYPE, "application/toml; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)], text).into_response())
}

async fn archived(cx: Cx, Path(id): Path<String>) -> Answer {
    let name = format!("attachment; filename=\"{id}.zip\"");
    let bytes = cx
        .read(move |r, cx| {
            cx.may(r, &Power::ManageCampaigns)?;
            let actor = cx.actor(r)?;
            archive::zip(r, &id, &actor)
        })
        .await?;
    Ok(([(header::CONTENT_TYPE, "application/zip".to_owned()), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

async fn clone(cx: Cx, Path(id): Path<String>) -> Answer {
    let made = cx
        .write(Power::ManageCampaigns, move |tx| {
            let (file, _) = CampaignFile::of(tx, &id)?;
            let mut chance = Chance::from_machine()?;
            file.next_year(&mut chance).make_as(tx, DRAFT)
        })
        .await?;
    see_other(&format!("/campaigns/{}/edit", made.id))
}

/// Gives a draft up.
async fn discard(cx: Cx, Path(id): Path<String>) -> Answer {
    cx.write(Power::ManageCampaigns, move |tx| tx.get::<Campaign>(&id)?.discard(tx)).await?;
    see_other("/campaigns")
}
