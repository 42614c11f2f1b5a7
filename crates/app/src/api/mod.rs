//! The interface for other programs, `/api/v1`: the same verbs and questions as the pages, described at `/api/openapi.json`.
//! Each feature brings its own operations; here they are put together, and every one says whom it lets in (`x-authz`).
pub mod proof;
#[cfg(test)]
pub mod tests;

use crate::web::{Answer, App, Fault};
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use std::sync::atomic::Ordering;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi, ToSchema};
use utoipa_axum::router::OpenApiRouter;

#[derive(OpenApi)]
#[openapi(
    info(title = "Chunman", description = "Record deeds, read figures, check proofs. Quantities are decimal text; days are local days of the realm."),
    components(schemas(Problem)),
    modifiers(&Bearer)
)]
struct Description;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let bearer = SecurityScheme::Http(
            HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("chunman token --person CODE")).build(),
        );
        api.components.get_or_insert_default().add_security_scheme("token", bearer);
    }
}

/// Why a request was not done, `application/problem+json`.
#[derive(Serialize, ToSchema)]
pub struct Problem {
    pub title: String,
    /// What happened, what became of the data, what to do now.
    pub detail: String,
    /// `invalid` `kept` `missing` `sign_in` `barred` `too_large` …
    pub code: String,
    pub status: u16,
    /// The field that could not be taken.
    pub field: Option<String>,
    /// Where another body under the same id is kept.
    pub conflict: Option<String>,
}

/// How the writer is doing.
#[derive(Debug, Serialize)]
struct Health {
    /// Times the disk was waited for, and requests written in them.
    groups: u64,
    closures: u64,
    /// Leaves of the log.
    size: i64,
}

/// The interface's routes, its description, and the health of the program.
pub fn routes() -> Router<App> {
    let (router, description) = parts();
    let description = description.to_json().unwrap_or_default();
    let describe = get(move || async move { ([(header::CONTENT_TYPE, "application/json")], description.clone()) });
    router.route("/api/openapi.json", describe).route("/health", get(health))
}

fn parts() -> (Router<App>, utoipa::openapi::OpenApi) {
    let features = OpenApiRouter::new()
        .merge(crate::deeds::api::routes())
        .merge(crate::figures::api::routes())
        .merge(crate::bulletin::api::routes())
        .merge(crate::campaigns::api::routes())
        .merge(crate::phone::api::routes())
        .merge(crate::orgs::api::routes());
    OpenApiRouter::with_openapi(Description::openapi()).nest("/api/v1", features).split_for_parts()
}

/// The description, for tests that compare it.
#[cfg(test)]
pub fn description() -> String {
    parts().1.to_json().unwrap_or_default()
}

async fn health(State(app): State<App>) -> impl IntoResponse {
    let pulse = app.db.pulse();
    let read = |n: &std::sync::atomic::AtomicU64| n.load(Ordering::Relaxed);
    Json(Health { groups: read(&pulse.groups), closures: read(&pulse.closures), size: pulse.size.load(Ordering::Acquire) })
}

/// An answer with its status.
pub fn answer(status: u16, body: impl Serialize) -> Answer {
    let status = axum::http::StatusCode::from_u16(status).map_err(|e| Fault::broken(e.to_string()))?;
    Ok((status, Json(body)).into_response())
}

/// How many rows a page holds: what was asked, within bounds.
pub fn page_size(asked: Option<usize>, usual: usize, most: usize) -> usize {
    asked.unwrap_or(usual).clamp(1, most)
}
