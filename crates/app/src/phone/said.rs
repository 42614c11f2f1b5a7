//! What became of an operation, in the interface's words and the reader's.
use super::order::{Came, Sent};
use crate::web::Fault;
use crate::web::words::Words;
use ::sync::{Answered, Kind, Word};

/// The answer to one operation.
pub fn answered(w: &Words, sent: &Sent, came: Result<Came, Fault>) -> Answered {
    let bare = |word| Answered::new(Some(sent.op.id.clone()), Some(sent.op.seq), word);
    match came {
        Ok(Came::Done(done)) => Answered {
            deed: done.deed.as_ref().map(|deed| deed.id.clone()),
            position: Some(done.position),
            rev: done.deed.as_ref().map(|deed| deed.rev),
            state: done.deed.map(|deed| deed.state),
            waits: done.waits,
            reason: done.conflict.is_some().then(|| w.t("sync.kept").to_owned()),
            conflict: done.conflict,
            fields: done.fields,
            ..bare(done.word)
        },
        Ok(Came::Later(key)) => Answered { reason: Some(w.t(key).to_owned()), ..bare(Word::Later) },
        Err(fault) => refused(w, sent, &fault),
    }
}

fn refused(w: &Words, sent: &Sent, fault: &Fault) -> Answered {
    let word = word_of(fault, sent.op.kind);
    let reason = match fault {
        Fault::Missing if word == Word::Later => w.t("sync.record_first").to_owned(),
        Fault::Broken(what) => {
            tracing::error!(op = sent.op.id, "{what}");
            fault.sentence(w)
        }
        _ => fault.sentence(w),
    };
    let field = fault.field().map(ToOwned::to_owned);
    Answered { field, reason: Some(reason), ..Answered::new(Some(sent.op.id.clone()), Some(sent.op.seq), word) }
}

/// Whether the same again may go another time. What the program itself got wrong may: nothing is lost by waiting.
fn word_of(fault: &Fault, kind: Kind) -> Word {
    match fault {
        // What a visit names does not follow it: its household and all of that was there when the form was kept.
        Fault::Missing if ![Kind::Record, Kind::Visit].contains(&kind) => Word::Later,
        Fault::SignIn
        | Fault::NotSetUp
        | Fault::Stale
        | Fault::Throttled(_)
        | Fault::Preparing
        | Fault::Full
        | Fault::Lost
        | Fault::Broken(_) => Word::Later,
        Fault::Barred(_)
        | Fault::Missing
        | Fault::StaleCode
        | Fault::Kept(_)
        | Fault::Closed(_)
        | Fault::Over { .. }
        | Fault::Invalid { .. }
        | Fault::TooLarge => Word::Rejected,
    }
}

/// The answer to what cannot be read as an operation.
pub fn unreadable(w: &Words, text: &str, why: &str) -> Answered {
    let said: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    let (id, seq) = (said["id"].as_str().map(ToOwned::to_owned), said["seq"].as_i64());
    let fault = Fault::says("body", "need.json", &[("what", &why)]);
    Answered { field: Some("body".into()), reason: Some(fault.sentence(w)), ..Answered::new(id, seq, Word::Rejected) }
}
