//! POST /api/v1/sync: operations of a phone's queue.
use super::order::{Came, Sent};
use super::{Operation, anchor, chains, said};
use crate::api::answer;
use crate::people;
use crate::web::words::Words;
use crate::web::{self, App, Cx, Fault};
use ::sync::{Answer, Answered, BATCH_MOST, Batch, OPS_MOST, Op};
use axum::body::Bytes;
use axum::extract::DefaultBodyLimit;
use ledger::Read;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(sync)).layer(DefaultBodyLimit::max(BATCH_MOST))
}

/// Take operations of a phone's queue: at most 50 or 64 KB. Each is answered for itself, in the order they were sent.
#[utoipa::path(post, path = "/sync", operation_id = "sync", request_body = Batch, security(("token" = [])), extensions(("x-authz" = json!("anyone signed in, for their own queue; each operation takes the power it takes elsewhere"))),
    responses((status = 200, description = "What is said to be done is on the disk", body = Answer),
        (status = 401, description = "The session has ended; nothing was done", body = crate::api::Problem),
        (status = 403, description = "It is somebody else's queue; nothing was done", body = crate::api::Problem),
        (status = 413, description = "Too much for one batch; nothing was done", body = crate::api::Problem),
        (status = 422, description = "Not a batch; nothing was done", body = crate::api::Problem)))]
async fn sync(cx: Cx, body: Bytes) -> web::Answer {
    let sender = cx.person()?;
    let batch = Batch::read(&body).map_err(|e| Fault::says("body", "need.json", &[("what", &e)]))?;
    if batch.ops.len() > OPS_MOST {
        return Err(Fault::TooLarge);
    }
    let (w, mut ops, end) = cx
        .read(move |r, cx| {
            let day = cx.today(r)?;
            Ok((cx.words(r)?, opened(r, &batch, &sender, &day)?))
        })
        .await
        .map(|(w, (ops, end))| (w, ops, end))?;
    let handed: Vec<_> = ops.drain(..).map(|op| op.hand_in(&cx)).collect();
    let mut all = Vec::with_capacity(handed.len());
    for one in handed {
        all.push(one.answered(&w).await);
    }
    if let Some(end) = end {
        chains::keep(&cx, end).await;
    }
    let anchor = cx.read(|r, _| Ok(r.checkpoint()?)).await?.and_then(anchor::signed);
    answer(200, Answer { anchor, ops: all })
}

/// Carries out an operation of somebody's queue that came as a file; the one who brings it in is the sender.
/// # Errors
/// As for an operation that the phone sends.
pub async fn bring_in(cx: &Cx, op: Op, device: &str, code: &str) -> Result<Came, Fault> {
    let (sender, day) = (cx.person()?, cx.read(|r, cx| cx.today(r)).await?);
    let sent = Sent { behalf: Some(code.to_owned()), ..Sent::new(op, device, &sender, &day) };
    let asked = sent.clone();
    cx.hand_in(move |r, _| asked.order(r), move |tx, order| sent.carry_out(tx, order)).await.unwrap_or(Err(Fault::Lost))
}

/// One operation of a batch, read.
enum Incoming {
    /// It cannot be read: the text, and why.
    Unreadable(String, String),
    /// It was carried out before.
    Again(Sent, Came),
    Fresh(Sent),
}

/// The same on its way through the writer.
enum Handed {
    Unreadable(String, String),
    Done(Sent, Came),
    Waiting(Sent, tokio::sync::oneshot::Receiver<Result<Came, Fault>>),
}

impl Incoming {
    fn hand_in(self, cx: &Cx) -> Handed {
        match self {
            Incoming::Unreadable(text, why) => Handed::Unreadable(text, why),
            Incoming::Again(sent, came) => Handed::Done(sent, came),
            Incoming::Fresh(sent) => {
                let (asked, done) = (sent.clone(), sent.clone());
                Handed::Waiting(sent, cx.hand_in(move |r, _| asked.order(r), move |tx, order| done.carry_out(tx, order)))
            }
        }
    }
}

impl Handed {
    async fn answered(self, w: &Words) -> Answered {
        match self {
            Handed::Unreadable(text, why) => said::unreadable(w, &text, &why),
            Handed::Done(sent, came) => said::answered(w, &sent, Ok(came)),
            Handed::Waiting(sent, outcome) => said::answered(w, &sent, outcome.await.unwrap_or(Err(Fault::Lost))),
        }
    }
}

/// Reads a batch: whose it is, what of it came before, what does not fit.
fn opened(r: &mut Read, batch: &Batch, sender: &str, day: &str) -> Result<(Vec<Incoming>, Option<chains::End>), Fault> {
    if people::find::by_code(r, &batch.person)?.is_none_or(|p| p.id != sender) {
        return Err(Fault::Barred("barred.other_person"));
    }
    if !(8..=64).contains(&batch.device.len()) {
        return Err(Fault::invalid("device", "need.id"));
    }
    let texts: Vec<&str> = batch.ops.iter().map(|op| op.get()).collect();
    let ops: Vec<Result<Op, String>> = texts.iter().map(|text| Op::read(text).map_err(|e| e.to_string())).collect();
    let before = chains::of(r, &chains::id(&batch.device, sender))?;
    let (hints, after) = chains::follow(before.clone(), ops.iter().zip(&texts).map(|(op, text)| op.as_ref().ok().map(|op| (op, *text))));
    let breaks = hints.iter().flatten().count();
    let mut incoming = Vec::with_capacity(ops.len());
    for ((op, text), hint) in ops.into_iter().zip(&texts).zip(hints) {
        incoming.push(match op {
            Err(why) => Incoming::Unreadable((*text).to_owned(), why),
            Ok(op) => {
                let hint = hint.or(if is_ours(r, &op)? { None } else { Some("anchor") });
                looked_up(r, Sent { hint, ..Sent::new(op, &batch.device, sender, day) })?
            }
        });
    }
    let end = after.filter(|chain| before.as_ref() != Some(chain));
    Ok((incoming, end.map(|chain| chains::End { id: chains::id(&batch.device, sender), chain, breaks })))
}

fn looked_up(r: &mut Read, sent: Sent) -> Result<Incoming, Fault> {
    let before = r.find::<Operation>(&sent.op.id)?.filter(|before| before.is_of(&sent));
    Ok(match before {
        Some(before) => Incoming::Again(sent, before.again(r)?.into()),
        None => Incoming::Fresh(sent),
    })
}

/// Whether the anchor of an operation is a checkpoint of this log; none is none to doubt.
fn is_ours(r: &mut Read, op: &Op) -> Result<bool, Fault> {
    let Some(seen) = &op.anchor else { return Ok(true) };
    Ok(anchor::seen(r, seen.size, &seen.root)?.is_some())
}
