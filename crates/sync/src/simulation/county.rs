//! A server in a few maps, with mistakes that can be switched on to see that the sessions find them.
use super::{Seen, Server};
use crate::{Answer, Answered, BATCH_MOST, Batch, Chain, Fields, Kind, Link, OPS_MOST, Op, Piece, SignedAnchor, Word, hash, merge};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What a careless server might do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    /// Carries out what came before once more.
    Twice,
    /// Of two values of one field the later one wins.
    LastWins,
    /// Any change since is a conflict, also of another field.
    WholeRecord,
    /// A verified record is changed at once.
    Behind,
    /// A refused operation ends the batch; the rest is called accepted.
    EndsBatch,
    /// A photograph is called done before its last piece is there.
    EarlyDone,
    /// An operation is called accepted although the disk was full.
    FullAccepted,
}

#[derive(Default)]
struct Row {
    hash: String,
    state: String,
    fields: Fields,
    waiting: Option<Fields>,
    kept: BTreeMap<String, Fields>,
    touched: bool,
}

/// What was done: the hash of the body, by which installation as its which, how often, where.
struct Done {
    hash: String,
    device: String,
    seq: i64,
    times: usize,
    position: i64,
}

#[derive(Default)]
pub struct County {
    mistake: Option<Mistake>,
    deeds: BTreeMap<String, Row>,
    done: BTreeMap<String, Done>,
    files: BTreeSet<String>,
    partial: BTreeMap<(String, String), Vec<u8>>,
    chains: BTreeMap<String, Chain>,
    breaks: BTreeMap<String, usize>,
    size: i64,
    full: bool,
}

type Outcome = Result<Answered, (Word, &'static str)>;

impl County {
    /// A county whose server makes this mistake.
    pub fn with(mistake: Option<Mistake>) -> Self {
        Self { mistake, ..Self::default() }
    }

    fn take(&mut self, device: &str, text: &str) -> Answered {
        let op = match Op::read(text) {
            Ok(op) => op,
            Err(e) => return Answered { reason: Some(e.to_string()), ..Answered::new(None, None, Word::Rejected) },
        };
        let bare = |word| Answered::new(Some(op.id.clone()), Some(op.seq), word);
        if self.full {
            let word = if self.is(Mistake::FullAccepted) { Word::Accepted } else { Word::Later };
            return Answered { reason: Some("full".into()), ..bare(word) };
        }
        match self.carry_out(device, &op) {
            Ok(done) => done,
            Err((word, why)) => Answered { reason: Some(why.into()), ..bare(word) },
        }
    }

    fn is(&self, mistake: Mistake) -> bool {
        self.mistake == Some(mistake)
    }

    fn carry_out(&mut self, device: &str, op: &Op) -> Outcome {
        let body: Value = serde_json::from_str(op.body.get()).map_err(|_| (Word::Rejected, "body"))?;
        let text = hash(op.body.get());
        // An older text that its phone has mended since comes late: what was done stands.
        let is_it = |d: &Done| d.hash == text || d.device == device && op.seq < d.seq;
        let came = self.done.get(&op.id).map(|d| (is_it(d), d.position));
        if let Some((true, position)) = came
            && !self.is(Mistake::Twice)
        {
            return Ok(Answered { position: Some(position), ..Answered::new(Some(op.id.clone()), Some(op.seq), Word::Duplicate) });
        }
        let (word, waits) = match op.kind {
            Kind::Record => self.record(op, &body, &text)?,
            Kind::Change => self.change(op, &body, &text)?,
            Kind::Withdraw => self.withdraw(&body)?,
            Kind::Visit => unreachable!("phones of a simulation make none"),
        };
        if op.kind == Kind::Record && word == Word::Conflict {
            // Another body under the id of a record: kept, not done.
            return Ok(Answered { position: Some(self.size), ..Answered::new(Some(op.id.clone()), Some(op.seq), word) });
        }
        self.size += 1;
        let position = self.size;
        let done =
            self.done.entry(op.id.clone()).or_insert(Done { hash: text, device: device.to_owned(), seq: op.seq, times: 0, position });
        done.times += 1;
        Ok(Answered { position: Some(done.position), waits, ..Answered::new(Some(op.id.clone()), Some(op.seq), word) })
    }

    fn record(&mut self, op: &Op, body: &Value, text: &str) -> Result<(Word, bool), (Word, &'static str)> {
        let fields = body.as_object().cloned().ok_or((Word::Rejected, "body"))?;
        if let Some(row) = self.deeds.get_mut(&op.id) {
            if row.hash == text {
                return Ok((Word::Accepted, false));
            }
            row.kept.insert(text.to_owned(), fields);
            return Ok((Word::Conflict, false));
        }
        valid(&fields)?;
        let row = Row { hash: text.to_owned(), state: "received".into(), fields, ..Row::default() };
        self.deeds.insert(op.id.clone(), row);
        Ok((Word::Accepted, false))
    }

    fn change(&mut self, op: &Op, body: &Value, text: &str) -> Result<(Word, bool), (Word, &'static str)> {
        let (last_wins, whole, behind) = (self.is(Mistake::LastWins), self.is(Mistake::WholeRecord), self.is(Mistake::Behind));
        let of = |name: &str| body[name].as_object().cloned().ok_or((Word::Rejected, "body"));
        let (was, is) = (of("was")?, of("is")?);
        let row = self.deeds.get_mut(body["deed"].as_str().unwrap_or("")).ok_or((Word::Later, "its record"))?;
        if row.state == "withdrawn" {
            return Err((Word::Rejected, "closed"));
        }
        let now = row.waiting.as_ref().unwrap_or(&row.fields).clone();
        let mut merged = merge(&now, &was, &is);
        if last_wins {
            merged.set.append(&mut merged.both);
        }
        if whole && row.touched {
            merged.both.append(&mut merged.set);
        }
        let mut after = now;
        after.extend(merged.set.clone());
        valid(&after)?;
        row.touched = true;
        let waits = row.state == "verified" && !merged.set.is_empty();
        if waits && !behind {
            row.waiting = Some(after);
        } else if !merged.set.is_empty() {
            row.fields = after;
        }
        if merged.both.is_empty() {
            return Ok((Word::Accepted, waits));
        }
        row.kept.insert(format!("{} {text}", op.id), merged.both);
        Ok((Word::Conflict, waits))
    }

    fn withdraw(&mut self, body: &Value) -> Result<(Word, bool), (Word, &'static str)> {
        let row = self.deeds.get_mut(body["deed"].as_str().unwrap_or("")).ok_or((Word::Later, "its record"))?;
        if row.state == "verified" && body["saw"] != "verified" {
            return Err((Word::Rejected, "approved meanwhile"));
        }
        if row.state == "withdrawn" {
            return Ok((Word::Accepted, false));
        }
        row.state = "withdrawn".into();
        Ok((Word::Accepted, false))
    }

    fn follow(&mut self, device: &str, text: &str) {
        let Ok(op) = Op::read(text) else { return };
        let (link, chain) = Chain::follow(self.chains.get(device), &op, text);
        self.chains.insert(device.to_owned(), chain);
        if matches!(link, Link::Gap | Link::Broken) {
            *self.breaks.entry(device.to_owned()).or_default() += 1;
        }
    }
}

fn valid(fields: &Fields) -> Result<(), (Word, &'static str)> {
    let quantity = fields.get("quantity").and_then(Value::as_str).and_then(|q| q.parse::<f64>().ok()).unwrap_or(0.0);
    if quantity > 0.0 { Ok(()) } else { Err((Word::Rejected, "quantity")) }
}

impl Server for County {
    fn sync(&mut self, _: &str, body: &str) -> (u16, String) {
        let batch = match Batch::read(body.as_bytes()) {
            Ok(batch) => batch,
            Err(e) => return (422, json!({ "detail": e.to_string(), "field": "body" }).to_string()),
        };
        if body.len() > BATCH_MOST || batch.ops.len() > OPS_MOST {
            return (413, json!({ "detail": "too large" }).to_string());
        }
        let mut ops: Vec<Answered> = Vec::new();
        let mut ended = false;
        for text in &batch.ops {
            self.follow(&batch.device, text.get());
            if ended && let Ok(op) = Op::read(text.get()) {
                ops.push(Answered::new(Some(op.id), Some(op.seq), Word::Accepted));
                continue;
            }
            ops.push(self.take(&batch.device, text.get()));
            ended = self.is(Mistake::EndsBatch) && ops.last().is_some_and(|o| o.answer == Word::Rejected);
        }
        let anchor = SignedAnchor { size: self.size, root: hash(&self.size.to_string()), note: "note".into() };
        (200, serde_json::to_string(&Answer { anchor: Some(anchor), ops }).unwrap_or_default())
    }

    fn part(&mut self, person: &str, sha256: &str, piece: Piece, bytes: &[u8]) -> (u16, String) {
        let answer = |status, have: usize, done: bool| (status, json!({ "sha256": sha256, "have": have, "done": done }).to_string());
        if self.files.contains(sha256) {
            return answer(200, piece.total(), true);
        }
        if self.full {
            return (507, "{}".into());
        }
        let early = self.is(Mistake::EarlyDone);
        let key = (person.to_owned(), sha256.to_owned());
        let partial = self.partial.entry(key.clone()).or_default();
        if piece.follows(partial.len()) {
            partial.extend(bytes);
        }
        let have = partial.len();
        if have < piece.total() {
            return answer(200, have, early && have * 2 > piece.total());
        }
        let whole = self.partial.remove(&key).unwrap_or_default();
        if hex::encode(<sha2::Sha256 as sha2::Digest>::digest(&whole)) != sha256 {
            return (422, json!({ "field": "sha256", "detail": "hash" }).to_string());
        }
        self.files.insert(sha256.to_owned());
        answer(201, have, true)
    }

    fn look(&mut self, deed: &str) -> Option<Seen> {
        let row = self.deeds.get(deed)?;
        let (state, fields, waiting) = (row.state.clone(), row.fields.clone(), row.waiting.clone());
        Some(Seen { state, fields, waiting, kept: row.kept.values().cloned().collect() })
    }

    fn approve(&mut self, deed: &str) {
        let Some(row) = self.deeds.get_mut(deed) else { return };
        if row.state == "received" {
            row.state = "verified".into();
        } else if row.state == "verified"
            && let Some(waiting) = row.waiting.take()
        {
            row.fields = waiting;
        }
    }

    fn done(&mut self, op: &str) -> usize {
        self.done.get(op).map_or(0, |d| d.times)
    }
    fn holds(&mut self, sha256: &str) -> bool {
        self.files.contains(sha256)
    }
    fn breaks(&mut self, device: &str) -> usize {
        self.breaks.get(device).copied().unwrap_or(0)
    }
    fn full(&mut self, full: bool) {
        self.full = full;
    }
    fn photo(&self, n: u64) -> Vec<u8> {
        let mut chance = super::Chance::new(n);
        (0..1 + chance.below(400)).map(|_| chance.bits().to_le_bytes()[0]).collect()
    }
    fn record(&self) -> Value {
        json!({ "indicator": "litter", "unit": "1", "day": "2017-03-30", "people": ["li"] })
    }
}
