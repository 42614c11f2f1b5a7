//! Attachments as they leave: copies to whoever sees the record's names, the files themselves to those who check it.
use super::find::{Stage, is_photo, stage};
use crate::deeds::{Deed, File, find::with_file};
use crate::powers::{Actor, may_check, sees_names};
use crate::web::{Answer, App, Cx, Fault};
use axum::Router;
use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use ledger::Read;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/files/{sha256}", get(copy))
        .route("/files/{sha256}/thumbnail", get(thumbnail))
        .route("/files/{sha256}/original", get(original))
}

async fn copy(cx: Cx, Path(sha256): Path<String>) -> Answer {
    made(cx, sha256, |copy, _| copy).await
}

async fn thumbnail(cx: Cx, Path(sha256): Path<String>) -> Answer {
    made(cx, sha256, |_, thumbnail| thumbnail).await
}

/// What was made of a photograph; a PDF as it is, to those who check it.
async fn made(cx: Cx, sha256: String, which: fn(String, String) -> String) -> Answer {
    let (bytes, kind) = cx
        .read(move |r, cx| {
            let actor = cx.actor(r)?;
            let put = called(r, &sha256)?;
            let deeds = with_file(r, &sha256)?;
            if !sees(r, &actor, &put, &deeds)? || !is_photo(&put) && !checks(r, &actor, &deeds)? {
                return Err(Fault::Barred("barred.role"));
            }
            if !is_photo(&put) {
                return Ok((cx.app.db.blobs().get(&put.sha256)?, put.kind));
            }
            match stage(r, &sha256)? {
                Stage::Waiting => Err(Fault::Preparing),
                Stage::Closed => Err(Fault::invalid("file", "photos.closed")),
                Stage::Ready { copy, thumbnail } => cx.app.db.blobs().get(&which(copy, thumbnail)).map_or_else(
                    |_| {
                        // Its copy went with another file that made the same one: it is made again.
                        cx.app.bell.again(&cx.app.db, sha256)?;
                        Err(Fault::Preparing)
                    },
                    |bytes| Ok((bytes, "image/jpeg".to_owned())),
                ),
            }
        })
        .await?;
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "private, no-store".into())], bytes).into_response())
}

async fn original(cx: Cx, Path(sha256): Path<String>) -> Answer {
    let (bytes, kind) = cx
        .read(move |r, cx| {
            let actor = cx.actor(r)?;
            let put = called(r, &sha256)?;
            let deeds = with_file(r, &sha256)?;
            if !checks(r, &actor, &deeds)? {
                return Err(Fault::Barred("barred.role"));
            }
            Ok((cx.app.db.blobs().get(&put.sha256)?, put.kind))
        })
        .await?;
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "private, no-store".into())], bytes).into_response())
}

/// The file of this name; what is no SHA-256 is no file's name.
fn called(r: &mut Read, name: &str) -> Result<File, Fault> {
    if name.len() != 64 || !name.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(Fault::Missing);
    }
    Ok(r.get(name)?)
}

fn sees(r: &mut Read, actor: &Actor, put: &File, deeds: &[Deed]) -> Result<bool, Fault> {
    let mut sees = put.put_by == actor.id;
    for deed in deeds {
        sees = sees || sees_names(r, Some(actor), deed)?;
    }
    Ok(sees)
}

fn checks(r: &mut Read, actor: &Actor, deeds: &[Deed]) -> Result<bool, Fault> {
    let mut checks = false;
    for deed in deeds {
        checks = checks || may_check(r, actor, deed)?.is_none();
    }
    Ok(checks)
}
