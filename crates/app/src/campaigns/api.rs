//! `/api/v1` of campaigns.
use super::{Campaign, Indicator, Item, find};
use crate::api::answer;
use crate::figures::{Measure, Question, find::all_deeds};
use crate::web::{Answer, App, Cx, Fault, format};
use axum::extract::Path;
use ledger::Read;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show))
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignView {
    pub id: String,
    pub name: String,
    pub slogan: String,
    pub blurb: String,
    /// Code of the unit that runs it: it and all below take part.
    pub unit: String,
    /// Inclusive local days.
    pub from: String,
    pub to: String,
    pub state: String,
    /// Id of the figure that counts all its deeds.
    pub deeds: String,
    pub items: Vec<ItemView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ItemView {
    pub id: String,
    pub name: String,
    pub label: String,
    /// Who verifies: `own` unit's clerk, `other` unit's clerk, `confirm` (the other side, asked by another unit's clerk), `none`.
    pub way: String,
    /// What is required beside the quantity: `none`, `place`, `file`; and why.
    pub evidence: String,
    pub justification: String,
    pub note: String,
    /// Decimal text in the first measure.
    pub target: Option<String>,
    /// Id of the figure that counts its distinct people.
    pub persons: String,
    pub indicators: Vec<IndicatorView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct IndicatorView {
    pub id: String,
    pub name: String,
    pub measure: String,
    pub decimals: i64,
    /// The most one deed may hold.
    pub most: String,
    /// How it may be measured.
    pub how: Vec<String>,
    /// Id of its figure.
    pub figure: String,
}

/// A campaign with its items, measures and the ids of their figures.
#[utoipa::path(get, path = "/campaigns/{id}", operation_id = "show_campaign", params(("id" = String, Path)), extensions(("x-authz" = json!("public"))),
    responses((status = 200, body = CampaignView), (status = 404, body = crate::api::Problem)))]
async fn show(cx: Cx, Path(id): Path<String>) -> Answer {
    answer(200, cx.read(move |r, _| CampaignView::of(r, &id)).await?)
}

/// The question over a campaign's whole ground and time.
fn question(campaign: &Campaign, measure: Measure, indicators: &[&str]) -> String {
    Question::new(measure, indicators, &campaign.unit, &campaign.from_day, &campaign.to_day).to_string()
}

impl CampaignView {
    fn of(r: &mut Read, id: &str) -> Result<Self, Fault> {
        let c: Campaign = r.get(id)?;
        let deeds = all_deeds(r, &c)?.to_string();
        let items = find::items(r, &c.id)?.into_iter().map(|(item, indicators)| ItemView::of(&c, item, &indicators)).collect();
        Ok(Self {
            items,
            deeds,
            id: c.id,
            name: c.name,
            slogan: c.slogan,
            blurb: c.blurb,
            unit: c.unit,
            from: c.from_day,
            to: c.to_day,
            state: c.state,
        })
    }
}

impl ItemView {
    fn of(campaign: &Campaign, item: Item, indicators: &[Indicator]) -> Self {
        let ids: Vec<&str> = indicators.iter().map(|n| n.id.as_str()).collect();
        Self {
            persons: question(campaign, Measure::Persons, &ids),
            indicators: indicators.iter().map(|n| IndicatorView::of(campaign, n)).collect(),
            target: item.target.map(|milli| format::quantity(milli, 3)),
            id: item.id,
            name: item.name,
            label: item.label,
            way: item.way,
            evidence: item.evidence,
            justification: item.justification,
            note: item.note,
        }
    }
}

impl IndicatorView {
    fn of(campaign: &Campaign, n: &Indicator) -> Self {
        Self {
            id: n.id.clone(),
            name: n.name.clone(),
            measure: n.measure.clone(),
            decimals: n.decimals,
            most: format::quantity(n.most, 3),
            how: n.hows.split_whitespace().map(ToOwned::to_owned).collect(),
            figure: question(campaign, Measure::Sum, &[&n.id]),
        }
    }
}
