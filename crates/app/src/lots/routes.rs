//! Draws: announced, frozen and closed by the office, numbers from two people, visits by whom the lot named. Everyone may read and repeat
//! them; every form works without script.
use super::pages::DrawRow;
use super::verbs::{Notice, Told, Visit};
use super::{Draw, seal, view};
use crate::powers::Power;
use crate::web::download::{self, Kind};
use crate::web::forms::Errors;
use crate::web::layout::Place;
use crate::web::speak::page_with_status;
use crate::web::{Answer, App, Cx, Fault, Fields, see_other};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use ledger::Tx;
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/campaigns/{id}/draws", get(list).post(announce))
        .route("/campaigns/{id}/draws.csv", get(list_file))
        .route("/campaigns/{id}/draws.xlsx", get(list_file))
        .route("/draws/{id}", get(show))
        .route("/draws/{id}/list", get(frozen_list))
        .route("/draws/{id}/checkpoint", get(checkpoint))
        .route("/draws/{id}/drawn.csv", get(drawn_file))
        .route("/draws/{id}/drawn.xlsx", get(drawn_file))
        .route("/draws/{id}/freeze", post(freeze))
        .route("/draws/{id}/number", post(number))
        .route("/draws/{id}/closure", post(close))
        .route("/draws/{id}/end", post(give_up))
        .route("/draws/{id}/visits/{place}", get(visit).post(write_visit))
}

#[derive(Deserialize, Default)]
struct At {
    /// What was just done.
    #[serde(default)]
    done: String,
}

async fn list(cx: Cx, Path(id): Path<String>) -> Answer {
    cx.page(move |r, cx| view::list(r, cx, &id, &Fields::default(), Errors::default())).await
}

async fn list_file(cx: Cx, kind: Kind, Path(id): Path<String>) -> Answer {
    let file = cx.read(move |r, cx| {
        let shell = cx.shell(r, Place::Other)?;
        download::list::<DrawRow, ()>(kind, &shell.w, shell.t("draws.title"), (), |()| Ok((view::rows(r, cx, &shell, &id)?, None)))
    });
    file.await?.answer()
}

async fn show(cx: Cx, Path(id): Path<String>, Query(at): Query<At>) -> Answer {
    cx.page(move |r, cx| view::one(r, cx, &id, &at.done, Errors::default())).await
}

async fn drawn_file(cx: Cx, kind: Kind, Path(id): Path<String>) -> Answer {
    let file = cx.read(move |r, cx| {
        let (shell, draw) = (cx.shell(r, Place::Other)?, r.get::<Draw>(&id)?);
        let open = cx.may(r, &Power::Draw(draw.campaign.clone())).is_ok();
        download::list(kind, &shell.w, shell.t("draws.drawn"), (), |()| Ok((view::drawn_rows(r, &shell, &draw, open)?, None)))
    });
    file.await?.answer()
}

/// The frozen list of records, as its SHA-256 stands in the log.
async fn frozen_list(cx: Cx, Path(id): Path<String>) -> Answer {
    let text = cx.read(move |r, cx| {
        let draw: Draw = r.get(&id)?;
        if draw.records.is_empty() { Err(Fault::Missing) } else { Ok(cx.app.db.blobs().get(&draw.records)?) }
    });
    Ok(([(header::CONTENT_TYPE, "text/tab-separated-values; charset=utf-8")], text.await?).into_response())
}

/// The checkpoint's text as the seed is made of it.
async fn checkpoint(cx: Cx, Path(id): Path<String>) -> Answer {
    let text = cx.read(move |r, _| {
        let draw: Draw = r.get(&id)?;
        Ok(seal::text(&seal::of(r, &draw)?.ok_or(Fault::Missing)?))
    });
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text.await?).into_response())
}

async fn announce(cx: Cx, Path(id): Path<String>, fields: Fields) -> Answer {
    let text = |name: &str| fields.get(name).to_owned();
    let notice = Notice {
        indicator: text("indicator"),
        rate: text("rate"),
        strata: text("strata"),
        rota: text("rota"),
        source: text("source"),
        known_at: text("known_at"),
    };
    let campaign = id.clone();
    match cx.write(Power::Draw(id.clone()), move |tx| Draw::announce(tx, &campaign, &notice)).await {
        Ok(draw) => see_other(&draw.path()),
        Err(fault @ Fault::Invalid { .. }) => {
            refused(&cx, fault, move |r, cx, errors| drawn(&view::list(r, cx, &id, &fields, errors)?)).await
        }
        Err(fault) => Err(fault),
    }
}

/// The page again, with what was wrong.
async fn refused(
    cx: &Cx,
    fault: Fault,
    again: impl FnOnce(&mut ledger::Read, &Cx, Errors) -> Result<String, Fault> + Send + 'static,
) -> Answer {
    let html = cx.read(move |r, cx| {
        let mut errors = Errors::default();
        errors.add(fault.field().unwrap_or(""), fault.sentence(&cx.words(r)?));
        again(r, cx, errors)
    });
    Ok(page_with_status(StatusCode::UNPROCESSABLE_ENTITY, html.await?))
}

fn drawn(page: &impl Template) -> Result<String, Fault> {
    page.render().map_err(|e| Fault::broken(e.to_string()))
}

/// Does something with a draw as the office; then shows it, or what was wrong.
async fn after(cx: Cx, id: String, act: impl FnOnce(&mut Tx, Draw) -> Result<Draw, Fault> + Send + 'static) -> Answer {
    let campaign = campaign_of(&cx, &id).await?;
    let draw = id.clone();
    let outcome = cx.write(Power::Draw(campaign), move |tx| {
        let draw = tx.get(&draw)?;
        act(tx, draw)
    });
    match outcome.await {
        Ok(draw) => see_other(&draw.path()),
        Err(fault @ Fault::Invalid { .. }) => refused(&cx, fault, move |r, cx, errors| drawn(&view::one(r, cx, &id, "", errors)?)).await,
        Err(fault) => Err(fault),
    }
}

async fn campaign_of(cx: &Cx, id: &str) -> Result<String, Fault> {
    let id = id.to_owned();
    cx.read(move |r, _| Ok(r.get::<Draw>(&id)?.campaign)).await
}

async fn freeze(cx: Cx, Path(id): Path<String>) -> Answer {
    let blobs = cx.app.db.blobs().clone();
    after(cx, id, move |tx, draw| draw.freeze(tx, &blobs)).await
}

async fn close(cx: Cx, Path(id): Path<String>) -> Answer {
    after(cx, id, |tx, draw| draw.close(tx)).await
}

async fn give_up(cx: Cx, Path(id): Path<String>) -> Answer {
    after(cx, id, |tx, draw| draw.drop_it(tx)).await
}

async fn number(cx: Cx, Path(id): Path<String>, fields: Fields) -> Answer {
    let (draw, blobs, typed) = (id.clone(), cx.app.db.blobs().clone(), fields.get("number").to_owned());
    let outcome = cx.write(Power::EnterNumber(id.clone()), move |tx| tx.get::<Draw>(&draw)?.enter(tx, &blobs, &typed));
    let fault = match outcome.await {
        Ok(Told::First) => return see_other(&format!("/draws/{id}?done=first")),
        Ok(Told::Drawn) => return see_other(&format!("/draws/{id}?done=drawn")),
        // Both numbers are written down, and neither stands.
        Ok(Told::Differs) => Fault::invalid("number", "need.draw_number_same"),
        Err(fault @ Fault::Invalid { .. }) => fault,
        Err(fault) => return Err(fault),
    };
    refused(&cx, fault, move |r, cx, errors| drawn(&view::one(r, cx, &id, "", errors)?)).await
}

fn ordinal(place: &str) -> Result<i64, Fault> {
    place.parse().map_err(|_| Fault::Missing)
}

async fn visit(cx: Cx, Path((id, place)): Path<(String, String)>) -> Answer {
    let place = ordinal(&place)?;
    cx.page(move |r, cx| view::visit(r, cx, (&id, place), None, Errors::default())).await
}

async fn write_visit(cx: Cx, Path((id, place)): Path<(String, String)>, fields: Fields) -> Answer {
    let (person, place, draw) = (cx.person()?, ordinal(&place)?, id.clone());
    let row = cx.read(move |r, _| Ok(view::drawn_at(r, &draw, place)?.id)).await?;
    let text = |name: &str| fields.get(name).to_owned();
    let found = Visit { found: text("found"), seen_at: text("seen_at"), words: text("words") };
    let drawn_row = row.clone();
    let outcome = cx.write(Power::VisitDrawn(row), move |tx| tx.get::<super::Drawn>(&drawn_row)?.visit(tx, &person, &found));
    match outcome.await {
        Ok(_) => see_other(&format!("/draws/{id}?done=visited")),
        Err(fault @ Fault::Invalid { .. }) => {
            refused(&cx, fault, move |r, cx, errors| drawn(&view::visit(r, cx, (&id, place), Some(&fields), errors)?)).await
        }
        Err(fault) => Err(fault),
    }
}
