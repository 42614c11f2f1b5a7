//! The queue's page, and what installs the recording pages on a phone.
use super::bring;
use super::pages::UnsentPage;
use crate::web::layout::Place;
use crate::web::{Answer, App, Cx, assets};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;

pub fn routes() -> Router<App> {
    let bring = get(bring::show).post(bring::bring).layer(DefaultBodyLimit::max(bring::MOST + 64 * 1024));
    Router::new()
        .route("/unsent", get(show))
        .route("/unsent/bring-in", bring)
        .route("/worker.js", get(worker))
        .route("/app.webmanifest", get(manifest))
}

async fn show(cx: Cx) -> Answer {
    cx.person()?;
    cx.page(|r, cx| Ok(UnsentPage { shell: cx.shell(r, Place::Mine)? })).await
}

/// At the root, for it answers for all pages; asked for anew each time, for a phone must not keep an old one.
async fn worker() -> Response {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")], assets::WORKER).into_response()
}

/// What a phone needs to know to put the recording pages beside its own programs.
async fn manifest(cx: Cx) -> Answer {
    let (name, lang) = cx.read(|r, cx| Ok((cx.realm(r)?.name, cx.words(r)?.lang().tag()))).await?;
    let text = json!({
        "name": name, "short_name": "春满", "lang": lang, "id": "/mine", "start_url": "/mine", "scope": "/", "display": "standalone",
        "background_color": "#fbf8f1", "theme_color": "#fbf8f1",
        "icons": [{ "src": assets::icon_href(), "sizes": "any", "type": "image/svg+xml" }],
    });
    Ok(([(header::CONTENT_TYPE, "application/manifest+json")], text.to_string()).into_response())
}
