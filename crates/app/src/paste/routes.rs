//! The paste desk: a text is read, looked at, confirmed once.
use super::preview::Preview;
use super::{receipt, view};
use crate::asked::Measured;
use crate::web::forms::Errors;
use crate::web::speak::page_with_status;
use crate::web::{Answer, App, Cx, Fault, Fields, see_other};
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Query};
use axum::http::StatusCode;
use axum::routing::get;

/// The most a form may hold, in bytes: the text and two hundred rows.
const BODY_MOST: usize = 4 * 1024 * 1024;

pub fn routes() -> Router<App> {
    Router::new().route("/paste", get(form).post(act).layer(DefaultBodyLimit::max(BODY_MOST))).route("/paste/{id}", get(done))
}

async fn form(cx: Cx) -> Answer {
    cx.page(|r, cx| view::form(r, cx, &Fields::default(), Errors::default())).await
}

async fn act(cx: Cx, fields: Fields) -> Answer {
    cx.person()?;
    if fields.get("step") == "back" {
        return cx.page(move |r, cx| view::form(r, cx, &fields, Errors::default())).await;
    }
    let form = fields.clone();
    let made = match cx.read(move |r, cx| Preview::of(r, cx, &form)).await {
        Ok(made) => on_a_thread(&cx, |cx| made.tried(cx)).await?,
        Err(fault @ Fault::Invalid { .. }) => return again(cx, fields, fault).await,
        Err(fault) => return Err(fault),
    };
    let confirms = fields.get("step") == "confirm" && made.looked;
    if !confirms || !made.sound() || made.nothing() {
        return look(&cx, made, fields, confirms).await;
    }
    let measured = Measured::of(&fields, cx.app.db.clock().now_ms());
    let kept = on_a_thread(&cx, move |cx| made.confirmed(cx, measured)).await?;
    see_other(&receipt::href(&kept.import, &kept.before))
}

/// Work that waits for the writer stays off the threads that answer.
async fn on_a_thread<T: Send + 'static>(cx: &Cx, work: impl FnOnce(&Cx) -> Result<T, Fault> + Send + 'static) -> Result<T, Fault> {
    let cx = cx.clone();
    tokio::task::spawn_blocking(move || work(&cx)).await.map_err(|e| Fault::broken(e.to_string()))?
}

/// What was understood; after a confirmation that could not be taken, as a refusal.
async fn look(cx: &Cx, made: Preview, fields: Fields, refused: bool) -> Answer {
    let html = cx.read(move |r, cx| {
        let mut page = view::preview(r, cx, &made, refused)?;
        page.shell.drawn = page.drawn(cx.app.db.clock().now_ms(), &fields);
        page.render().map_err(|e| Fault::broken(e.to_string()))
    });
    Ok(page_with_status(if refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, html.await?))
}

/// The form with what was typed and what was wrong with it.
async fn again(cx: Cx, fields: Fields, fault: Fault) -> Answer {
    let html = cx.read(move |r, cx| {
        let mut errors = Errors::default();
        errors.add(fault.field().unwrap_or(""), fault.sentence(&cx.words(r)?));
        view::form(r, cx, &fields, errors)?.render().map_err(|e| Fault::broken(e.to_string()))
    });
    Ok(page_with_status(StatusCode::UNPROCESSABLE_ENTITY, html.await?))
}

#[derive(serde::Deserialize)]
struct Asked {
    #[serde(default)]
    again: String,
    #[serde(default)]
    before: String,
}

async fn done(cx: Cx, Path(id): Path<String>, Query(asked): Query<Asked>) -> Answer {
    cx.person()?;
    cx.page(move |r, cx| receipt::page(r, cx, &id, !asked.again.is_empty(), &asked.before)).await
}
