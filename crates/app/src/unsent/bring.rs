//! A phone's queue as a file, brought in by a clerk where the phone itself finds no network. Twice is once.
use super::pages::{BringPage, Refused};
use crate::checks::routes::clerk;
use crate::deeds::{Deed, put::put, view::Lookup};
use crate::phone::{api::bring_in, order::Came};
use crate::web::layout::{Fig, Place};
use crate::web::{Answer, Cx, Fault, Fields};
use ::sync::{Op, Word};
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The most such a file may hold, in bytes; the phone leaves photographs out beyond less.
pub const MOST: usize = 64 * 1024 * 1024;
/// The most operations of one file.
const OPS_MOST: usize = 5000;

/// As the phone writes it.
#[derive(Deserialize)]
struct Queue {
    device: String,
    /// The code of whose queue it is.
    person: String,
    /// The operations' texts.
    ops: Vec<String>,
    photos: Vec<Photo>,
}

#[derive(Deserialize)]
struct Photo {
    sha256: String,
    /// Base64.
    content: String,
}

/// What became of the operations of a file.
#[derive(Default)]
struct Brought {
    /// By number, what is new and what was here before; no record of a visit that is none.
    new: BTreeMap<i64, Option<Deed>>,
    before: BTreeMap<i64, Option<Deed>>,
    refused: Vec<Refused>,
}

pub async fn show(cx: Cx) -> Answer {
    cx.page(|r, cx| {
        clerk(r, cx)?;
        Ok(BringPage { brought: None, refused: Vec::new(), shell: cx.shell(r, Place::Paste)? })
    })
    .await
}

pub async fn bring(cx: Cx, request: Request) -> Answer {
    cx.read(clerk).await?;
    let parts = Multipart::from_request(request, &()).await.map_err(|_| Fault::invalid("file", "need.queue"))?;
    let fields = Fields::read(parts, MOST).await?;
    if fields.file_too_large {
        return Err(Fault::TooLarge);
    }
    let queue: Queue =
        serde_json::from_slice(fields.file.as_deref().unwrap_or_default()).map_err(|_| Fault::invalid("file", "need.queue"))?;
    if queue.ops.len() > OPS_MOST {
        return Err(Fault::TooLarge);
    }
    // Looked at whole before anything of it is taken.
    let not_one = || Fault::invalid("file", "need.queue");
    let ops: Vec<Op> = queue.ops.iter().map(|text| Op::read(text).map_err(|_| not_one())).collect::<Result<_, _>>()?;
    let read = |photo: Photo| Ok((photo.sha256, BASE64_STANDARD.decode(photo.content).map_err(|_| not_one())?));
    let photos: Vec<(String, Vec<u8>)> = queue.photos.into_iter().map(read).collect::<Result<_, Fault>>()?;
    let mut brought = Brought::default();
    for (sha256, bytes) in photos {
        if let Err(fault) = put(&cx, sha256.clone(), "", Bytes::from(bytes)).await {
            brought.refuse(&cx, sha256.chars().take(8).collect(), &fault).await?;
        }
    }
    for op in ops {
        let id = op.id.clone();
        match bring_in(&cx, op, &queue.device, &queue.person).await {
            Ok(Came::Done(done)) => {
                let of = if done.word == Word::Accepted { &mut brought.new } else { &mut brought.before };
                of.insert(done.deed.as_ref().map_or(done.position, |deed| deed.position), done.deed);
            }
            Ok(Came::Later(key)) => {
                brought.refused.push(Refused { what: id, why: cx.read(move |r, cx| Ok(cx.words(r)?.t(key).to_owned())).await? })
            }
            Err(fault) => brought.refuse(&cx, id, &fault).await?,
        }
    }
    cx.page(move |r, cx| {
        let (shell, actor) = (cx.shell(r, Place::Paste)?, cx.actor(r)?);
        let mut part = |all: BTreeMap<i64, Option<Deed>>, at: &str| {
            let fig = Fig::new(all.len().to_string(), shell.t("measure.deeds"), at);
            let deeds: Vec<Deed> = all.into_values().flatten().collect();
            Ok::<_, Fault>((fig, Lookup::new(&shell.w).lines(r, &deeds, Some(&actor))?))
        };
        let parts = [part(brought.new, "#new")?, part(brought.before, "#before")?];
        Ok(BringPage { brought: Some(parts), refused: brought.refused, shell })
    })
    .await
}

impl Brought {
    async fn refuse(&mut self, cx: &Cx, what: String, fault: &Fault) -> Result<(), Fault> {
        let w = cx.read(|r, cx| cx.words(r)).await?;
        self.refused.push(Refused { what, why: fault.sentence(&w) });
        Ok(())
    }
}
