//! `/api/v1` of units.
use super::{Unit, find};
use crate::api::{answer, page_size};
use crate::realm::{OPEN_END, valid_day};
use crate::web::{Answer, App, Cx, Fault};
use axum::extract::Query;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Units a page holds, usually and at most.
const PAGE: (usize, usize) = (1000, 5000);

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

#[derive(Debug, Serialize, ToSchema)]
pub struct UnitView {
    pub code: String,
    pub name: String,
    /// The parent's code; none for the root.
    pub parent: Option<String>,
    pub kind: String,
    pub rank: i64,
    /// Inclusive local days; none for open ends.
    pub from: Option<String>,
    pub to: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct UnitsView {
    pub units: Vec<UnitView>,
    /// Where the next page begins, for `after`.
    pub next: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The day the tree is asked for; today when left out.
    day: Option<String>,
    /// Code of the last unit seen.
    after: Option<String>,
    /// At most 5000.
    limit: Option<usize>,
}

/// The units that hold on a day, by code.
#[utoipa::path(get, path = "/units", operation_id = "list_units", params(Asked), extensions(("x-authz" = json!("public"))),
    responses((status = 200, body = UnitsView), (status = 422, body = crate::api::Problem)))]
async fn list(cx: Cx, Query(asked): Query<Asked>) -> Answer {
    if asked.day.as_deref().is_some_and(|day| !valid_day(day)) {
        return Err(Fault::invalid("day", "need.day"));
    }
    let limit = page_size(asked.limit, PAGE.0, PAGE.1);
    let view = cx.read(move |r, cx| {
        let day = asked.day.map_or_else(|| cx.today(r), Ok)?;
        let mut units = find::page_on(r, &day, asked.after.as_deref().unwrap_or(""), limit + 1)?;
        let more = units.len() > limit;
        units.truncate(limit);
        let next = units.last().filter(|_| more).map(|unit| unit.code.clone());
        Ok(UnitsView { units: units.into_iter().map(UnitView::of).collect(), next })
    });
    answer(200, view.await?)
}

impl UnitView {
    fn of(unit: Unit) -> Self {
        let open = |text: String| Some(text).filter(|t| !t.is_empty() && t != OPEN_END);
        Self {
            code: unit.code,
            name: unit.name,
            parent: open(unit.parent),
            kind: unit.kind,
            rank: unit.rank,
            from: open(unit.from_day),
            to: open(unit.to_day),
        }
    }
}
