//! `/api/v1` of deeds and files.
use super::data::DeedView;
use super::files::MOST;
use super::put::{self, Put};
use super::sent::DeedBody;
use super::{Deed, Recorded, find, state};
use crate::api::{answer, proof};
use crate::campaigns::Item;
use crate::figures::proven::ProvenDeed;
use crate::powers::Power;
use crate::web::{Answer, App, Bearer, Cx, Fault, Putting};
use ::sync::Piece;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Request};
use axum::http::header::{CONTENT_RANGE, CONTENT_TYPE, HeaderName};
use ledger::{Read, Tx};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The most the body of one deed may hold, in bytes.
const BODY_MOST: usize = 64 * 1024;

pub fn routes() -> OpenApiRouter<App> {
    let deeds = OpenApiRouter::new().routes(routes!(record)).layer(DefaultBodyLimit::max(BODY_MOST));
    deeds.routes(routes!(show)).routes(routes!(prove)).routes(routes!(put_blob))
}

/// What is acknowledged: the deed is on the disk.
#[derive(Debug, Serialize, ToSchema)]
pub struct Acknowledged {
    pub id: String,
    /// Its place in the log.
    pub position: i64,
    /// `received`, or `verified` where nobody checks.
    pub state: String,
}

/// Record a deed.
#[utoipa::path(post, path = "/deeds", operation_id = "record_deed", request_body = DeedBody, security(("token" = [])), extensions(("x-authz" = json!("record: in one's own unit; a clerk in the units of the role"))),
    responses((status = 201, description = "On the disk; the same body again is answered the same", body = Acknowledged),
        (status = 409, description = "Another body under this id; it is kept for the unit's clerk", body = crate::api::Problem),
        (status = 422, description = "A field cannot be taken; nothing was written", body = crate::api::Problem)))]
async fn record(Bearer(cx): Bearer, body: Bytes) -> Answer {
    let sent = DeedBody::read(&body)?;
    let prepare = move |r: &mut Read, person: &str| {
        let new = sent.resolve(r, person, &body)?;
        Ok((Power::Record { unit: new.unit.clone(), recorder: new.recorder.clone(), day: new.content.day.clone() }, new))
    };
    let done = cx.write_prepared(prepare, |tx, new| {
        let recorded = Deed::record(tx, new)?;
        acknowledge(tx, recorded)
    });
    let done = done.await?;
    done.map_or_else(|conflict| Err(Fault::Kept(conflict)), |known| answer(201, known))
}

/// The first answer, also when it is asked for again after the deed was checked; else the conflict that was kept, which must
/// be committed and so is no error here.
fn acknowledge(tx: &mut Tx, recorded: Recorded) -> Result<Result<Acknowledged, String>, Fault> {
    let deed = match recorded {
        Recorded::Kept { conflict, .. } => return Ok(Err(conflict)),
        Recorded::New(deed) => return Ok(Ok(Acknowledged { id: deed.id, position: deed.position, state: deed.state })),
        Recorded::Same(deed) => deed,
    };
    let unchecked = tx.get::<Item>(&deed.item)?.way == "none";
    let state = if unchecked { state::VERIFIED } else { state::RECEIVED }.to_owned();
    Ok(Ok(Acknowledged { id: deed.id, position: deed.position, state }))
}

/// One deed, as its reader may see it, with its proof.
#[utoipa::path(get, path = "/deeds/{id}", operation_id = "show_deed", params(("id" = String, Path)), extensions(("x-authz" = json!("public; names and words by reader"))),
    responses((status = 200, body = DeedView), (status = 404, body = crate::api::Problem)))]
async fn show(cx: Cx, Path(id): Path<String>) -> Answer {
    let view = cx.read(move |r, cx| {
        let deed = find::settled(r, &id)?;
        let reader = cx.person().is_ok().then(|| cx.actor(r)).transpose()?;
        let proof = proof::of_deed(r, &deed)?;
        Ok(DeedView { proof, ..DeedView::of(r, &deed, reader.as_ref())? })
    });
    answer(200, view.await?)
}

/// One deed's newest leaf under the newest signed checkpoint, for a check of one's own.
#[utoipa::path(get, path = "/deeds/{id}/proof", operation_id = "prove_deed", params(("id" = String, Path)), extensions(("x-authz" = json!("public; open fields only"))),
    responses((status = 200, body = ProvenDeed), (status = 404, body = crate::api::Problem)))]
async fn prove(cx: Cx, Path(id): Path<String>) -> Answer {
    let view = cx.read(move |r, _| {
        let deed = find::settled(r, &id)?;
        ProvenDeed::of(r, deed)
    });
    answer(200, view.await?)
}

/// Put a file under the SHA-256 of its content, whole, or piece by piece with `Content-Range`: `have` says where to go on.
#[utoipa::path(put, path = "/blobs/{sha256}", operation_id = "put_blob", params(("sha256" = String, Path), ("Content-Range" = Option<String>, Header, description = "bytes 0-65535/234567, a piece of at most 1 MB; bytes */234567 only asks")),
    security(("token" = [])), extensions(("x-authz" = json!("put-file: anyone signed in"))),
    request_body(content = Vec<u8>, description = "JPEG, PNG, WebP or PDF, at most 12 MB", content_type = "application/octet-stream"),
    responses((status = 201, description = "All of it is on the disk", body = Held), (status = 200, description = "It was there, or some of it is", body = Held),
        (status = 413, body = crate::api::Problem), (status = 422, body = crate::api::Problem)))]
async fn put_blob(Putting(cx): Putting, Path(name): Path<String>, request: Request) -> Answer {
    let says = header(&request, CONTENT_TYPE).unwrap_or_default();
    let range = header(&request, CONTENT_RANGE).map(|range| Piece::read(&range).ok_or(Fault::invalid("body", "need.body"))).transpose()?;
    let bytes = axum::body::to_bytes(request.into_body(), MOST).await.map_err(|_| Fault::TooLarge)?;
    let put = match range {
        Some(piece) => put::piece(&cx, name.clone(), piece, bytes).await?,
        None => {
            let (have, put) = (bytes.len(), put::put(&cx, name.clone(), &says, bytes).await);
            if put.is_err() {
                cx.still_stands().await?;
            }
            Put { have, done: true, new: put?.1 }
        }
    };
    answer(if put.new { 201 } else { 200 }, Held { sha256: name, have: put.have, done: put.done })
}

fn header(request: &Request, name: HeaderName) -> Option<String> {
    request.headers().get(name).and_then(|v| v.to_str().ok()).map(ToOwned::to_owned)
}

/// What is here of a file.
#[derive(Debug, Serialize, ToSchema)]
struct Held {
    sha256: String,
    /// Bytes.
    have: usize,
    /// All of it is on the disk.
    done: bool,
}
