//! A published figure under its own name: what it was when it was printed, its records then, and what has changed since.
use super::model::{Bulletin, DRAFT, DROPPED, Placed};
use super::pages::FrozenPage;
use super::paper::language;
use super::{find, frozen, value};
use crate::deeds::view::Lookup;
use crate::figures::{Input, Question, view};
use crate::realm::local;
use crate::web::layout::{Fig, Link, Place};
use crate::web::{Answer, Cx, Fault};
use axum::extract::{Path, Query};
use axum::http::header;
use axum::response::IntoResponse;
use ledger::Read;
use serde::Deserialize;

#[derive(Deserialize)]
pub struct After {
    /// How many records came before.
    #[serde(default)]
    after: usize,
}

const PAGE: usize = 50;

pub async fn show(cx: Cx, Path((id, number)): Path<(String, i64)>, Query(after): Query<After>) -> Answer {
    cx.page(move |r, cx| page(r, cx, &id, number, after.after)).await
}

/// The issue and the figure, once they are published.
/// # Errors
/// `Missing` when there is no such figure, or nobody published it.
pub fn published(r: &mut Read, id: &str, number: i64) -> Result<(Bulletin, Placed), Fault> {
    let b: Bulletin = r.get(id)?;
    let placed = find::one_placed(r, id, number)?.filter(|p| p.deed().is_none()).ok_or(Fault::Missing)?;
    if [DRAFT, DROPPED].contains(&b.state.as_str()) { Err(Fault::Missing) } else { Ok((b, placed)) }
}

fn page(r: &mut Read, cx: &Cx, id: &str, number: i64, after: usize) -> Result<FrozenPage, Fault> {
    let (b, placed) = published(r, id, number)?;
    let shell = cx.shell(r, Place::Bulletins)?;
    let (w, zone) = (shell.w.clone(), cx.realm(r)?.zone);
    let q: Question = placed.what.parse()?;
    let text_words = w.in_language(language(&b));
    let inputs = frozen::Kept::read(cx.app.db.blobs(), &placed.inputs)?.lines;
    let actor = if cx.person().is_ok() { Some(cx.actor(r)?) } else { None };
    let deeds = inputs.iter().skip(after).take(PAGE).map(|line| Ok(Input::parse(line)?.then(r)?)).collect::<Result<Vec<_>, Fault>>()?;
    let now = crate::figures::find::value(r, &q)?;
    let here = format!("/bulletins/{id}/figures/{number}");
    let value = view::shown(r, &w, &q, placed.value)?;
    Ok(FrozenPage {
        back: Link { href: format!("/bulletins/{id}#n{number}"), label: w.f("bulletin.issue", &[("n", &b.number), ("title", &b.title)]) },
        name: w.f("bulletin.note", &[("n", &b.number), ("number", &number)]),
        withdrawn: b.withdrawn(&w),
        said: value::said(r, &text_words, &placed)?,
        value: Fig { href: Some("#records".to_owned()), ..value },
        sentence: view::sentence(r, &w, &q)?,
        at: local(&zone, &b.published_at),
        size: b.frozen_at,
        inputs: format!("{here}/inputs"),
        verify: format!("/verify?q={id}/{number}"),
        now: if now == placed.value { None } else { Some(view::shown(r, &w, &q, now)?) },
        live: Link { href: q.href(), label: w.t("figures.how").to_owned() },
        rows: Lookup::new(&w).lines(r, &deeds, actor.as_ref())?,
        next: (inputs.len() > after + PAGE).then(|| format!("{here}?after={}", after + PAGE)),
        shell,
    })
}

/// The records behind a published figure as they were written down: public fields only, a line of JSON each.
pub async fn inputs(cx: Cx, Path((id, number)): Path<(String, i64)>) -> Answer {
    let bytes = cx
        .read(move |r, cx| {
            let (_, placed) = published(r, &id, number)?;
            Ok(cx.app.db.blobs().get(&placed.inputs)?)
        })
        .await?;
    Ok(([(header::CONTENT_TYPE, "application/x-ndjson")], bytes).into_response())
}
