//! A person's pages: my items, recording, one record and what can be done with it.
use super::capture_view::{self, Draft};
use super::receipt;
use super::{Conflict, Deed, Recorded, deed_view, files, mine_view, put};
use crate::asked::{Asking, Form, Measured};
use crate::checks::Call;
use crate::powers::Power;
use crate::web::download::Kind;
use crate::web::forms::given_back;
use crate::web::{Answer, App, Cx, Fault, Fields, see_other};
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Query};
use axum::http::StatusCode;
use axum::routing::{get, post};
use ledger::Blob;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/mine", get(mine))
        .route("/mine.csv", get(mine_file))
        .route("/mine.xlsx", get(mine_file))
        .route("/mine/{item}", get(mine_item))
        .route("/mine/{item}/records.csv", get(item_file))
        .route("/mine/{item}/records.xlsx", get(item_file))
        .route("/capture/{item}", get(capture))
        .route("/deeds", post(record).layer(DefaultBodyLimit::max(SENT_MOST)))
        .route("/deeds/{id}", get(deed))
        .route("/deeds/{id}/received", get(received))
        .route("/deeds/{id}/correction", get(correction).post(correct).layer(DefaultBodyLimit::max(SENT_MOST)))
        .route("/deeds/{id}/withdrawal", post(withdraw))
        .route("/deeds/{id}/strike-out", post(strike_out))
        .route("/deeds/{id}/caller", post(draw_caller))
        .route("/conflicts/{id}", get(conflict).post(resolve))
}

/// The most a form with a file may hold, in bytes: more than a file may, so that the form comes back and says so.
const SENT_MOST: usize = 64 * 1024 * 1024;

#[derive(serde::Deserialize)]
struct Earlier {
    /// A position.
    before: Option<i64>,
}

async fn mine(cx: Cx, Query(earlier): Query<Earlier>) -> Answer {
    cx.page(move |r, cx| mine_view::page(r, cx, earlier.before)).await
}

async fn mine_file(cx: Cx, kind: Kind) -> Answer {
    cx.read(move |r, cx| mine_view::file(r, cx, None, kind)).await?.answer()
}

async fn item_file(cx: Cx, kind: Kind, Path(item): Path<String>) -> Answer {
    cx.read(move |r, cx| mine_view::file(r, cx, Some(&item), kind)).await?.answer()
}

async fn mine_item(cx: Cx, Path(item): Path<String>) -> Answer {
    cx.page(move |r, cx| mine_view::of_item(r, cx, &item)).await
}

async fn capture(cx: Cx, Path(item): Path<String>) -> Answer {
    cx.person()?;
    cx.page(move |r, cx| capture_view::fresh(r, cx, &item)).await
}

/// Stores the form's file first: what is acknowledged is on the disk.
async fn put_file(cx: &Cx, fields: &Fields) -> Result<Option<String>, Fault> {
    if fields.file_too_large {
        return Err(Fault::says("file", "need.file_size", &[("most", &(files::MOST / 1024 / 1024))]));
    }
    let Some(bytes) = fields.file.clone() else { return Ok(None) };
    let kind = files::check(&bytes)?;
    Ok(Some(put::keep(cx, Blob::of(bytes.into()), kind).await?.0))
}

async fn record(cx: Cx, fields: Fields) -> Answer {
    match record_form(&cx, &fields).await {
        Ok(Recorded::Kept { conflict, .. }) => Err(Fault::Kept(conflict)),
        Ok(recorded) => see_other(&format!("/deeds/{}/received", recorded.deed().id)),
        Err(fault) => again(cx, fields, None, fault).await,
    }
}

async fn record_form(cx: &Cx, fields: &Fields) -> Result<Recorded, Fault> {
    let person = cx.person()?;
    let file = put_file(cx, fields).await?;
    let form = fields.clone();
    let new = cx.read(move |r, cx| {
        let actor = cx.actor(r)?;
        let draft = Draft::of(r, &actor, &form, file.into_iter().collect())?;
        Ok(draft.into_deed(form.get("id"), &form, &person))
    });
    let new = new.await?;
    let power = Power::Record { unit: new.unit.clone(), recorder: new.recorder.clone(), day: new.content.day.clone() };
    let measured = Measured::of(fields, cx.app.db.clock().now_ms());
    cx.write(power, move |tx| {
        let recorded = Deed::record(tx, new)?;
        if matches!(recorded, Recorded::New(_)) {
            Asking::keep_own(tx, Form::Record, measured)?;
        }
        Ok(recorded)
    })
    .await
}

/// The form again with what was typed and what was wrong with it.
async fn again(cx: Cx, fields: Fields, deed: Option<String>, fault: Fault) -> Answer {
    if !matches!(fault, Fault::Invalid { .. }) {
        return given_back(&cx, &fields, fault).await;
    }
    let html = cx
        .read(move |r, cx| {
            let page = capture_view::again(r, cx, &fields, deed.as_deref(), &fault)?;
            page.render().map_err(|e| Fault::broken(e.to_string()))
        })
        .await?;
    Ok(crate::web::speak::page_with_status(StatusCode::UNPROCESSABLE_ENTITY, html))
}

async fn received(cx: Cx, Path(id): Path<String>) -> Answer {
    cx.page(move |r, cx| receipt::page(r, cx, &id)).await
}

async fn deed(cx: Cx, Path(id): Path<String>) -> Answer {
    cx.page(move |r, cx| deed_view::page(r, cx, &id)).await
}

async fn correction(cx: Cx, Path(id): Path<String>) -> Answer {
    cx.person()?;
    cx.page(move |r, cx| capture_view::correcting(r, cx, &id)).await
}

async fn correct(cx: Cx, Path(id): Path<String>, fields: Fields) -> Answer {
    match correct_form(&cx, &id, &fields).await {
        Ok(()) => see_other(&format!("/deeds/{id}")),
        Err(fault) => again(cx, fields, Some(id), fault).await,
    }
}

async fn correct_form(cx: &Cx, id: &str, fields: &Fields) -> Result<(), Fault> {
    let person = cx.person()?;
    let file = put_file(cx, fields).await?;
    let (form, deed) = (fields.clone(), id.to_owned());
    let draft = cx.read(move |r, cx| Draft::correcting(r, cx, &form, &deed, file)).await?;
    let rev = fields.get("rev").parse().map_err(|_| Fault::Stale)?;
    let (deed, measured) = (id.to_owned(), Measured::of(fields, cx.app.db.clock().now_ms()));
    cx.write(Power::Correct(id.to_owned()), move |tx| {
        tx.get::<Deed>(&deed)?.correct(tx, rev, &draft.content, &person)?;
        Asking::keep_own(tx, Form::Correct, measured)
    })
    .await
}

async fn withdraw(cx: Cx, Path(id): Path<String>, fields: Fields) -> Answer {
    let rev = fields.get("rev").parse().map_err(|_| Fault::Stale)?;
    let (deed, reason) = (id.clone(), fields.get("reason").to_owned());
    let measured = Measured::of(&fields, cx.app.db.clock().now_ms());
    let done = cx.write(Power::Withdraw(id.clone()), move |tx| {
        tx.get::<Deed>(&deed)?.withdraw(tx, rev, &reason)?;
        Asking::keep_own(tx, Form::Correct, measured)
    });
    done.await?;
    see_other(&format!("/deeds/{id}"))
}

async fn strike_out(cx: Cx, Path(id): Path<String>) -> Answer {
    let (deed, person) = (id.clone(), cx.person()?);
    cx.write(Power::StrikeOut(id.clone()), move |tx| tx.get::<Deed>(&deed)?.strike_out(tx, &person)).await?;
    see_other(&format!("/deeds/{id}"))
}

async fn draw_caller(cx: Cx, Path(id): Path<String>, fields: Fields) -> Answer {
    let (deed, reason) = (id.clone(), fields.get("reason").to_owned());
    let measured = Measured::of(&fields, cx.app.db.clock().now_ms());
    let drawn = cx.write(Power::DrawCaller(id.clone()), move |tx| {
        let deed: Deed = tx.get(&deed)?;
        Call::again(tx, &deed, &reason)?;
        Asking::keep_own(tx, Form::Correct, measured)
    });
    drawn.await?;
    see_other(&format!("/deeds/{id}"))
}

async fn conflict(cx: Cx, Path(id): Path<String>) -> Answer {
    cx.page(move |r, cx| deed_view::conflict(r, cx, &id)).await
}

/// Keeping the first changes nothing; keeping the second is a correction of the first.
async fn resolve(cx: Cx, Path(id): Path<String>, fields: Fields) -> Answer {
    let second = match fields.get("keep") {
        "first" => false,
        "second" => true,
        _ => return Err(Fault::invalid("keep", "need.choice")),
    };
    let person = cx.person()?;
    let conflict = id.clone();
    let measured = Measured::of(&fields, cx.app.db.clock().now_ms());
    let done = cx.write(Power::Resolve(id), move |tx| {
        Conflict::resolve(tx, &conflict, second, &person)?;
        Asking::keep_own(tx, Form::Correct, measured)
    });
    done.await?;
    see_other("/todo")
}
