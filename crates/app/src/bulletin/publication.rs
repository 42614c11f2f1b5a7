//! Publishing an issue: one page says what will happen, one button does it.
use super::model::{Bulletin, DRAFT};
use super::pages::PublicationPage;
use super::paper::{Paper, language};
use super::{edit, value};
use crate::figures::{Question, view};
use crate::powers::Power;
use crate::web::layout::Place;
use crate::web::speak::page_with_status;
use crate::web::{Answer, Cx, Fault, Fields, see_other};
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use ledger::Read;

pub async fn show(cx: Cx, Path(id): Path<String>) -> Answer {
    cx.page(move |r, cx| page(r, cx, &id)).await
}

fn page(r: &mut Read, cx: &Cx, id: &str) -> Result<PublicationPage, Fault> {
    cx.may(r, &Power::WriteBulletin)?;
    let b: Bulletin = r.get(id)?;
    if b.state != DRAFT {
        return Err(Fault::Closed("closed.bulletin"));
    }
    let shell = cx.shell(r, Place::Bulletins)?;
    let w = shell.w.in_language(language(&b));
    let mut figures = Vec::new();
    for (n, p) in b.used(r)?.iter().enumerate().filter(|(_, p)| p.deed().is_none()) {
        let q: Question = p.what.parse()?;
        figures.push((i64::try_from(n).unwrap_or(0) + 1, value::said(r, &w, p)?, view::sentence(r, &shell.w, &q)?, q.href()));
    }
    Ok(PublicationPage {
        id: b.id.clone(),
        rev: b.rev,
        paper: Paper::of(r, &shell.w, &b)?,
        figures,
        lacks: b.lacks(r)?.iter().map(|fault| edit::sentence(&shell.w, fault)).collect(),
        shell,
    })
}

/// Publishes it as it stands at the revision that was looked at.
pub async fn publish(cx: Cx, Path(id): Path<String>, fields: Fields) -> Answer {
    let (by, blobs, rev) = (cx.person()?, cx.app.db.blobs().clone(), fields.get("rev").parse().unwrap_or(0));
    let bulletin = id.clone();
    let outcome = cx.write(Power::WriteBulletin, move |tx| tx.get::<Bulletin>(&bulletin)?.publish(tx, rev, &blobs, &by)).await;
    match outcome {
        Ok(_) => see_other(&format!("/bulletins/{id}")),
        // What it lacks meanwhile stands on the page.
        Err(Fault::Invalid { .. }) => {
            let html = cx.read(move |r, cx| page(r, cx, &id)?.render().map_err(|e| Fault::broken(e.to_string()))).await?;
            Ok(page_with_status(StatusCode::UNPROCESSABLE_ENTITY, html))
        }
        Err(fault) => Err(fault),
    }
}
