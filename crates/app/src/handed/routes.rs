//! A file handed out, and the year's list of readings of minors. Both are written down before anything is drawn.
use super::pages::DocumentPage;
use super::{HandOut, document, find, form, minors};
use crate::households::{self, Household};
use crate::powers::Power;
use crate::realm::local;
use crate::web::download::Kind;
use crate::web::forms::answer;
use crate::web::layout::{Link, Place};
use crate::web::{Answer, App, Cx, Fault, Fields};
use axum::Router;
use axum::extract::{Path, Query};
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use ledger::Read;
use serde_json::json;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/households/{code}/hand-out", get(ask).post(hand_out))
        .route("/hand-outs/{id}", get(document))
        .route("/hand-outs/{id}/data.json", get(data))
        .route("/minors", get(list))
        .route("/minors.csv", get(list_file))
        .route("/minors.xlsx", get(list_file))
}

async fn ask(cx: Cx, Path(code): Path<String>) -> Answer {
    cx.page(move |r, cx| {
        cx.person()?;
        form::page(r, cx, &code, None)
    })
    .await
}

async fn hand_out(cx: Cx, Path(code): Path<String>, fields: Fields) -> Answer {
    let of = code.clone();
    let found = cx.read(move |r, cx| {
        cx.person()?;
        households::find::by_code(r, &of)?.ok_or(Fault::Missing)
    });
    let home: Household = found.await?;
    let new = form::read(&fields);
    let done = cx.write(Power::HandOut(home.id.clone()), move |tx| HandOut::file(tx, &home, &new)).await;
    answer(&cx, done, fields, |made| format!("/hand-outs/{}", made.id), move |r, cx, refused| form::page(r, cx, &code, refused)).await
}

/// What is handed out, as it was written down; to be opened by who did it, on that day.
fn handed(r: &mut Read, cx: &Cx, id: &str) -> Result<(HandOut, DocumentPage), Fault> {
    let actor = cx.actor(r)?;
    let row = r.find::<HandOut>(id)?.filter(|row| !row.household.is_empty()).ok_or(Fault::Missing)?;
    cx.may(r, &Power::HandOut(row.household.clone()))?;
    if row.made_by != actor.pseudonym {
        return Err(Fault::Barred("barred.role"));
    }
    if row.day != actor.day {
        return Err(Fault::Closed("handed.over"));
    }
    let (shell, zone, home) = (cx.shell(r, Place::Other)?, cx.realm(r)?.zone, r.get::<Household>(&row.household)?);
    let seal = crate::sealing::Seal::of(r, &home.id)?;
    let line = find::lines(r, &shell.w, &home.id, &seal)?.into_iter().find(|line| line.made_at == row.made_at).ok_or(Fault::Missing)?;
    let parts = document::parts(r, cx, &home.code, &row.member)?;
    let whose = if row.member.is_empty() {
        let head = households::head_name(r, &home)?;
        head.map_or_else(|| home.code.clone(), |name| shell.f("households.called", &[("name", &name)]))
    } else {
        parts.first().map_or_else(String::new, |part| part.title.clone())
    };
    let page = DocumentPage {
        back: Link { href: home.path(), label: whose.clone() },
        whose,
        to: line.what,
        by: line.who,
        at: local(&zone, &row.made_at),
        parts,
        data: format!("/hand-outs/{id}/data.json"),
        shell,
    };
    Ok((row, page))
}

async fn document(cx: Cx, Path(id): Path<String>) -> Answer {
    cx.page(move |r, cx| Ok(handed(r, cx, &id)?.1)).await
}

/// The same for a machine: parts by name, labels in the reader's language.
async fn data(cx: Cx, Path(id): Path<String>) -> Answer {
    let (row, page) = cx.read(move |r, cx| handed(r, cx, &id)).await?;
    let parts: Vec<_> = page
        .parts
        .into_iter()
        .map(|part| {
            let rows: Vec<_> = part.rows.into_iter().map(|(label, value)| json!({ "label": label, "value": value })).collect();
            json!({ "name": part.name, "title": part.title, "rows": rows })
        })
        .collect();
    let all = json!({ "whose": page.whose, "handed_to": page.to, "handed_by": page.by, "handed_at": row.made_at, "parts": parts });
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"own-file.json\""),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, all.to_string()).into_response())
}

#[derive(serde::Deserialize, Default)]
struct Asked {
    #[serde(default)]
    year: String,
    #[serde(default)]
    after: String,
}

/// The year, once it is written down that its list is looked at.
async fn noted(cx: &Cx, asked: &Asked) -> Result<i64, Fault> {
    let text = asked.year.clone();
    let year = cx
        .read(move |r, cx| {
            cx.may(r, &Power::AuditMinors)?;
            minors::year(r, cx, &text)
        })
        .await?;
    cx.write(Power::AuditMinors, move |tx| HandOut::list(tx, year)).await?;
    Ok(year)
}

async fn list(cx: Cx, Query(asked): Query<Asked>) -> Answer {
    let year = noted(&cx, &asked).await?;
    cx.page(move |r, cx| minors::page(r, cx, year, &asked.after)).await
}

async fn list_file(cx: Cx, kind: Kind, Query(asked): Query<Asked>) -> Answer {
    let year = noted(&cx, &asked).await?;
    cx.read(move |r, cx| minors::file(r, cx, year, kind)).await?.answer()
}
