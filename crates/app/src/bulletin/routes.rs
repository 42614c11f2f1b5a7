//! Bulletins: public once they are published, their desk for the campaign office.
use super::model::{Bulletin, DRAFT, DROPPED, PUBLISHED, WITHDRAWN};
use super::pages::{BulletinPage, MovedSince};
use super::paper::{Paper, Scan};
use super::{archive, document, edit_routes, find, frozen_page, publication, value};
use crate::figures::Question;
use crate::powers::Power;
use crate::web::format::day_year;
use crate::web::forms::Errors;
use crate::web::layout::{Fig, Link, Place, Shell};
use crate::web::speak::page_with_status;
use crate::web::{Answer, App, Cx, Fault, Fields, see_other};
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use ledger::{Read, Tx};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/bulletins", get(archive::list).post(edit_routes::begin))
        .route("/bulletins.atom", get(archive::feed))
        .route("/bulletins.csv", get(archive::file))
        .route("/bulletins.xlsx", get(archive::file))
        .route("/bulletins/{id}", get(show))
        .route("/bulletins/{id}/text", get(as_text).post(edit_routes::save))
        .route("/bulletins/{id}/figures/{number}", get(frozen_page::show).post(edit_routes::change))
        .route("/bulletins/{id}/figures/{number}/inputs", get(frozen_page::inputs))
        .route("/bulletins/{id}/docx", get(as_document))
        .route("/bulletins/{id}/edit", get(edit_routes::show))
        .route("/bulletins/{id}/question", post(edit_routes::ask))
        .route("/bulletins/{id}/figures", post(edit_routes::place))
        .route("/bulletins/{id}/confirmation", post(edit_routes::confirm))
        .route("/bulletins/{id}/stories", post(edit_routes::story))
        .route("/bulletins/{id}/time-asked", post(edit_routes::time_asked))
        .route("/bulletins/{id}/sign-offs", post(edit_routes::sign))
        .route("/bulletins/{id}/publication", get(publication::show).post(publication::publish))
        .route("/bulletins/{id}/end", post(edit_routes::give_up))
        .route("/bulletins/{id}/withdrawal", post(withdraw))
        .route("/bulletins/{id}/next", post(issue_again))
}

async fn show(cx: Cx, Path(id): Path<String>) -> Answer {
    cx.page(move |r, cx| page(r, cx, &id, Errors::default())).await
}

/// A bulletin that the reader may see: published ones are everyone's, drafts the writers'.
fn open(r: &mut Read, cx: &Cx, id: &str) -> Result<Bulletin, Fault> {
    let b: Bulletin = r.get(id)?;
    let public = [PUBLISHED, WITHDRAWN].contains(&b.state.as_str());
    if public || b.state != DROPPED && cx.may(r, &Power::WriteBulletin).is_ok() { Ok(b) } else { Err(Fault::Missing) }
}

fn page(r: &mut Read, cx: &Cx, id: &str, errors: Errors) -> Result<BulletinPage, Fault> {
    let b = open(r, cx, id)?;
    let shell = cx.shell(r, Place::Bulletins)?;
    let paper = Paper::of(r, &shell.w, &b)?;
    Ok(BulletinPage {
        scan: Scan::of(r, &shell.origin, &b)?,
        id: b.id.clone(),
        rev: b.rev,
        other: other(r, &shell, &b)?,
        moved: if b.state == DRAFT { Vec::new() } else { moved(r, &shell, &b)? },
        paragraph: paragraph(&shell, &paper, &b),
        writer: cx.may(r, &Power::WriteBulletin).is_ok(),
        state: b.state,
        reason: b.reason,
        paper,
        errors,
        shell,
    })
}

fn paragraph(shell: &Shell, paper: &Paper, b: &Bulletin) -> String {
    let text = paper.plain(&shell.w, &day_year(shell.lang(), &b.day));
    format!("{text}\n{}/bulletins/{}", shell.origin, b.id)
}

/// The one that this one replaces, or that replaces it.
fn other(r: &mut Read, shell: &Shell, b: &Bulletin) -> Result<Option<Link>, Fault> {
    let newer = find::in_place_of(r, &b.id)?;
    let older = r.find::<Bulletin>(&b.instead_of)?;
    let link = |b: Bulletin, key: &str| Link { href: format!("/bulletins/{}", b.id), label: shell.t(key).to_owned() };
    Ok(newer.map(|b| link(b, "bulletin.newer")).or(older.map(|b| link(b, "bulletin.older"))))
}

/// The figures of which the records have moved since it was published.
fn moved(r: &mut Read, shell: &Shell, b: &Bulletin) -> Result<Vec<MovedSince>, Fault> {
    let w = shell.w.in_language(super::paper::language(b));
    let mut moved = Vec::new();
    for placed in find::placed(r, &b.id)?.into_iter().filter(|p| p.deed().is_none()) {
        let now = value::of(r, &placed.what)?;
        if now != placed.value {
            let (q, text) = (placed.what.parse::<Question>()?, value::exactly(r, &w, &placed.what, now)?);
            moved.push(MovedSince {
                note: placed.number,
                href: super::paper::href(b, &placed),
                said: value::said(r, &w, &placed)?,
                sentence: crate::figures::view::sentence(r, &shell.w, &q)?,
                now: Fig { text, unit: String::new(), href: Some(q.href()) },
            });
        }
    }
    Ok(moved)
}

async fn as_text(cx: Cx, Path(id): Path<String>) -> Answer {
    let text = cx
        .read(move |r, cx| {
            let b = open(r, cx, &id)?;
            let shell = cx.shell(r, Place::Bulletins)?;
            let paper = Paper::of(r, &shell.w, &b)?;
            Ok(paragraph(&shell, &paper, &b))
        })
        .await?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}

async fn as_document(cx: Cx, Path(id): Path<String>) -> Answer {
    let (bytes, name) = cx
        .read(move |r, cx| {
            let (b, words) = (open(r, cx, &id)?, cx.words(r)?);
            let bytes = document::docx(r, &words, &b, &cx.origin())?;
            Ok((bytes, format!("{}{}", b.head, words.f("bulletin.no", &[("n", &b.number)]))))
        })
        .await?;
    let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    let name = format!("attachment; filename*=UTF-8''{}.docx", crate::web::html::query_value(&name));
    Ok(([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

async fn withdraw(cx: Cx, Path(id): Path<String>, fields: Fields) -> Answer {
    let (rev, reason) = (fields.get("rev").parse().unwrap_or(0), fields.get("reason").to_owned());
    after(cx, id, move |tx, b| b.withdraw(tx, rev, &reason)).await
}

async fn issue_again(cx: Cx, Path(id): Path<String>) -> Answer {
    let bulletin = id.clone();
    let next = cx.write(Power::WriteBulletin, move |tx| tx.get::<Bulletin>(&bulletin)?.issue_again(tx)).await?;
    see_other(&format!("/bulletins/{}/edit", next.id))
}

async fn after(cx: Cx, id: String, act: impl FnOnce(&mut Tx, Bulletin) -> Result<Bulletin, Fault> + Send + 'static) -> Answer {
    let bulletin = id.clone();
    let outcome = cx.write(Power::WriteBulletin, move |tx| {
        let b = tx.get(&bulletin)?;
        act(tx, b)
    });
    match outcome.await {
        Ok(_) => see_other(&format!("/bulletins/{id}")),
        Err(fault @ Fault::Invalid { .. }) => {
            let html = cx.read(move |r, cx| refused(r, cx, &id, &fault)).await?;
            Ok(page_with_status(StatusCode::UNPROCESSABLE_ENTITY, html))
        }
        Err(fault) => Err(fault),
    }
}

fn refused(r: &mut Read, cx: &Cx, id: &str, fault: &Fault) -> Result<String, Fault> {
    let mut errors = Errors::default();
    errors.add(fault.field().unwrap_or(""), fault.sentence(&cx.words(r)?));
    page(r, cx, id, errors)?.render().map_err(|e| Fault::broken(e.to_string()))
}
