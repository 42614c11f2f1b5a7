//! `/api/v1` of figures: value, parts, records, quality, proof.
use super::opened::{self, Opened};
use super::proven::Proven;
use super::{Measure, Question, find, records};
use crate::api::{answer, page_size, proof};
use crate::deeds::DeedView;
use crate::lots::Draw;
use crate::lots::find::{self as drawn, Outcome};
use crate::orgs;
use crate::web::{Answer, App, Cx, Fault, format};
use axum::extract::{Path, Query};
use ledger::Read;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Records a page holds, usually and at most.
const PAGE: (usize, usize) = (50, 500);

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show)).routes(routes!(list)).routes(routes!(prove)).merge(super::board_view::api())
}

/// A figure opened.
#[derive(Debug, Serialize, ToSchema)]
pub struct FigureView {
    pub id: String,
    /// Decimal text.
    pub value: String,
    /// The measure; `deeds`, `persons` or `person-times` for counts.
    pub unit: String,
    /// Received and not yet verified, beside the value and not in it.
    pub waiting: Option<String>,
    /// Child units with something in them, or days where there are none.
    pub parts: Vec<PartView>,
    /// The value of each day that has any; empty for distinct people and subjects.
    pub days: BTreeMap<String, String>,
    pub records_url: String,
    pub quality: QualityView,
    /// The signed checkpoint; each record brings its own path to it.
    pub proof: Option<proof::Signed>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PartView {
    /// A figure of its own.
    pub id: String,
    /// The unit's name, or the day.
    pub name: String,
    pub value: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct QualityView {
    pub deeds: i64,
    /// Of these, received more than three days after their day.
    pub late: i64,
    /// Of these, changed after the campaign's last day.
    pub edited: i64,
    /// What visits by lot found within it; none where nothing was drawn, or it is no sum of one measure.
    pub spot_check: Option<SpotCheckView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SpotCheckView {
    /// The draw's page.
    pub url: String,
    pub visits: usize,
    /// Drawn records that nobody visited yet.
    pub waiting: usize,
    /// Of what is claimed, the share found to be so, and the bounds of its 95 % interval; 0 to 1. None while visits wait or are too few.
    pub right: Option<ShareView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ShareView {
    pub low: f64,
    pub about: f64,
    pub high: f64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RecordsView {
    pub records: Vec<DeedView>,
    /// Where the next page begins, for `after`.
    pub next: Option<String>,
}

/// A page of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// `unit,position` of the last record seen.
    after: Option<String>,
    /// At most 500.
    limit: Option<usize>,
}

/// A figure with what it is made of.
#[utoipa::path(get, path = "/figures/{id}", operation_id = "show_figure", params(("id" = String, Path)), extensions(("x-authz" = json!("public"))),
    responses((status = 200, body = FigureView), (status = 404, body = crate::api::Problem)))]
async fn show(cx: Cx, Path(id): Path<String>) -> Answer {
    let question: Question = id.parse()?;
    answer(200, cx.read(move |r, _| FigureView::of(r, &question)).await?)
}

/// The records a figure is made of, by unit code and position.
#[utoipa::path(get, path = "/figures/{id}/records", operation_id = "list_figure_records", params(("id" = String, Path), Page), extensions(("x-authz" = json!("public; names and words by reader"))),
    responses((status = 200, body = RecordsView), (status = 404, body = crate::api::Problem)))]
async fn list(cx: Cx, Path(id): Path<String>, Query(page): Query<Page>) -> Answer {
    let question: Question = id.parse()?;
    let after = page.after.as_deref().map(key).transpose()?;
    let limit = page_size(page.limit, PAGE.0, PAGE.1);
    let view = cx.read(move |r, cx| {
        opened::known(r, &question)?;
        if question.measure == Measure::Listed {
            return Err(Fault::Missing);
        }
        let reader = cx.person().is_ok().then(|| cx.actor(r)).transpose()?;
        let (deeds, next) = records::page(r, &question, after.as_ref(), limit)?;
        let records = deeds.iter().map(|deed| DeedView::of(r, deed, reader.as_ref())).collect::<Result<_, _>>()?;
        Ok(RecordsView { records, next: next.map(|(unit, position)| format!("{unit},{position}")) })
    });
    answer(200, view.await?)
}

/// A figure's records as leaves under one signed checkpoint, for a check of one's own.
#[utoipa::path(get, path = "/figures/{id}/proof", operation_id = "prove_figure", params(("id" = String, Path), Page), extensions(("x-authz" = json!("public"))),
    responses((status = 200, body = Proven), (status = 404, body = crate::api::Problem)))]
async fn prove(cx: Cx, Path(id): Path<String>, Query(page): Query<Page>) -> Answer {
    let question: Question = id.parse()?;
    let after = page.after.as_deref().map(key).transpose()?;
    let limit = page_size(page.limit, PAGE.1, PAGE.1);
    let view = cx.read(move |r, _| {
        opened::known(r, &question)?;
        Proven::page(r, &question, after.as_ref(), limit)
    });
    answer(200, view.await?)
}

fn key(text: &str) -> Result<records::Key, Fault> {
    records::key(text).ok_or(Fault::invalid("after", "need.after"))
}

/// What a value is counted in.
fn unit_of(r: &mut Read, q: &Question) -> Result<String, Fault> {
    let measure = opened::known(r, q)?;
    Ok(match q.measure {
        Measure::Sum => measure,
        Measure::Deeds | Measure::Late | Measure::Edited => "deeds".to_owned(),
        Measure::Persons | Measure::Public | Measure::Served => "persons".to_owned(),
        Measure::Times => "person-times".to_owned(),
        Measure::Minutes => "minutes".to_owned(),
        Measure::Subjects(_) | Measure::Listed => "subjects".to_owned(),
    })
}

/// A value as decimal text.
fn decimal(q: &Question, value: i64) -> String {
    if q.measure == Measure::Sum { format::quantity(value, 3) } else { value.to_string() }
}

impl FigureView {
    fn of(r: &mut Read, q: &Question) -> Result<Self, Fault> {
        let unit = unit_of(r, q)?;
        let opened = Opened::of(r, q)?;
        Ok(Self {
            id: q.to_string(),
            value: decimal(q, opened.value),
            unit,
            waiting: opened.waiting.map(|waiting| decimal(q, waiting)),
            parts: opened.parts.into_iter().map(|part| PartView::of(r, part, opened.of_places)).collect::<Result<_, _>>()?,
            days: opened.days.into_iter().map(|(day, value)| (day, decimal(q, value))).collect(),
            records_url: format!("/api/v1{}/{}", q.href(), if q.measure == Measure::Listed { "proof" } else { "records" }),
            quality: QualityView {
                deeds: opened.deeds,
                late: opened.late,
                edited: opened.edited,
                spot_check: drawn::beside(r, q)?.map(|(draw, outcome)| SpotCheckView::of(&draw, &outcome)),
            },
            proof: proof::signed(r)?,
        })
    }
}

impl SpotCheckView {
    fn of(draw: &Draw, outcome: &Outcome) -> Self {
        let right = outcome.share.map(|share| ShareView { low: share.low, about: share.about, high: share.high });
        Self { url: draw.path(), visits: outcome.visits, waiting: outcome.waiting, right }
    }
}

impl PartView {
    fn of(r: &mut Read, part: find::Part, of_places: bool) -> Result<Self, Fault> {
        let value = decimal(&part.question, part.value);
        let code = part.name.trim_start_matches('=');
        let named = if of_places { orgs::find::named(r, code, &part.question.to)?.map(|unit| unit.name) } else { None };
        Ok(Self { id: part.question.to_string(), name: named.unwrap_or(part.name), value })
    }
}
