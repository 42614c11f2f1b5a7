//! `/api/v1` of bulletins: the proof of a published figure.
use super::frozen::Sealed;
use super::frozen_page::published;
use super::model::{Bulletin, Placed};
use crate::api::{answer, page_size};
use crate::campaigns;
use crate::figures::proven::{FORMAT, Frozen, Included, Proven, path};
use crate::figures::{Input, Question};
use crate::web::{Answer, App, Cx, Fault};
use axum::extract::{Path, Query};
use ledger::{Blobs, Read};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Records a page holds, when nothing else is asked.
const PAGE: usize = 500;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(prove))
}

/// A page of a proof.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct Page {
    /// How many records came before.
    after: Option<usize>,
    /// At most 500.
    limit: Option<usize>,
}

/// A published figure with the records it was made of then, under the first checkpoint that was signed after it was frozen.
#[utoipa::path(get, path = "/bulletins/{id}/figures/{number}/proof", operation_id = "prove_published_figure", params(("id" = String, Path), ("number" = i64, Path), Page), extensions(("x-authz" = json!("public"))),
    responses((status = 200, body = Proven), (status = 404, body = crate::api::Problem)))]
async fn prove(cx: Cx, Path((id, number)): Path<(String, i64)>, Query(page): Query<Page>) -> Answer {
    let (after, limit) = (page.after.unwrap_or(0), page_size(page.limit, PAGE, PAGE));
    let view = cx.read(move |r, cx| {
        let (bulletin, placed) = published(r, &id, number)?;
        proven(r, cx.app.db.blobs(), &bulletin, &placed, (after, limit))
    });
    answer(200, view.await?)
}

fn proven(r: &mut Read, blobs: &Blobs, bulletin: &Bulletin, placed: &Placed, (after, limit): (usize, usize)) -> Result<Proven, Fault> {
    let q: Question = placed.what.parse()?;
    let Sealed { position, kept, checkpoint, key } = Sealed::of(r, blobs, placed)?;
    let size = checkpoint.as_ref().map_or(0, |c| c.size);
    let more = kept.lines.len() > after.saturating_add(limit);
    let frozen = Frozen {
        bulletin: bulletin.id.clone(),
        number: placed.number,
        position,
        leaf: r.leaf(position)?.body,
        hashes: path(r, position, size)?,
        head: kept.head.clone(),
    };
    let facets = kept.facets().map_or_else(|| campaigns::find::serving(r, &q.indicators), Ok)?;
    let included = |line: String| Included::as_said(r, &Input::parse(&line)?, line, size);
    let records = kept.lines.into_iter().skip(after).take(limit).map(included).collect::<Result<_, _>>()?;
    Ok(Proven {
        format: FORMAT,
        figure: q.to_string(),
        value: placed.value,
        facets,
        key,
        checkpoint: checkpoint.map(|c| c.note),
        records,
        next: more.then(|| (after + limit).to_string()),
        frozen: Some(frozen),
    })
}
