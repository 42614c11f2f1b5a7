//! The phone's queue. Whoever drives it stores [`Device::to_json`] after every call that changes it, and the photographs' bytes beside
//! it; sends what [`Device::next`] says, one request at a time; tells what came of it ([`Device::hear`]); and deletes what
//! [`Device::let_go`] names, nothing else. The script mirrors this file: same names, same order.
use crate::{Anchor, Answer, Answered, BATCH_MOST, Kind, OPS_MOST, Piece, Word, hash, join};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Waiting after a failure, in milliseconds: doubled each time, up to the most.
const WAIT_FIRST: i64 = 2_000;
const WAIT_MOST: i64 = 300_000;
/// How often a photograph whose bytes did not add up is begun again.
const AGAIN_MOST: u32 = 3;
/// What a batch holds beside its operations, with room to spare.
const FRAME: usize = 512;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// 未上传
    Waiting,
    /// The server could not take it yet.
    Later { reason: String },
    /// 已收到, with its position; `kept` says what the clerk decides.
    Received { position: i64, kept: Option<String> },
    /// The person mends or drops it.
    Rejected { reason: String, field: Option<String> },
}

/// One operation of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub id: String,
    pub seq: i64,
    pub kind: Kind,
    pub deed: String,
    /// As it is sent, byte for byte.
    pub text: String,
    /// SHA-256 of the photographs it names.
    pub files: Vec<String>,
    pub state: State,
    #[serde(skip)]
    wait: Wait,
}

/// A photograph of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photo {
    pub size: usize,
    /// The server has all of it.
    pub done: bool,
    /// Why the server does not take it.
    pub refused: Option<String>,
    /// How many bytes the server has, as it last said.
    #[serde(skip)]
    have: usize,
    #[serde(skip)]
    again: u32,
}

/// When to try again. Not stored: after a start everything is tried at once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Wait {
    until: i64,
    step: i64,
}

/// What to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// POST /api/v1/sync with this body; `ops` are id and seq of what is in it.
    Sync { body: String, ops: Vec<(String, i64)> },
    /// PUT /api/v1/blobs/{sha256} with these bytes of it.
    Part { sha256: String, piece: Piece },
}

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// No answer, or none that can be read.
    Lost,
    /// Status, body and the seconds of `Retry-After`.
    Said { status: u16, body: String, after: i64 },
}

/// What may be deleted on the phone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gone {
    pub ops: Vec<Entry>,
    pub files: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Device {
    pub device: String,
    pub person: String,
    seq: i64,
    last: String,
    anchor: Option<Anchor>,
    pub entries: Vec<Entry>,
    pub photos: BTreeMap<String, Photo>,
    /// Bytes of a photograph to a request.
    #[serde(skip, default = "piece")]
    pub piece: usize,
    #[serde(skip)]
    wait: Wait,
    /// Nobody is signed in, or somebody else.
    #[serde(skip)]
    stopped: bool,
    #[serde(skip, default = "ops_most")]
    ops_most: usize,
}

fn piece() -> usize {
    64 * 1024
}

fn ops_most() -> usize {
    OPS_MOST
}

impl Device {
    /// A fresh installation, for one person.
    pub fn new(device: &str, person: &str) -> Self {
        Self {
            device: device.to_owned(),
            person: person.to_owned(),
            seq: 0,
            last: String::new(),
            anchor: None,
            entries: Vec::new(),
            photos: BTreeMap::new(),
            piece: piece(),
            wait: Wait::default(),
            stopped: false,
            ops_most: OPS_MOST,
        }
    }

    /// What is to be stored.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// # Errors
    /// When the text is not what [`Device::to_json`] wrote.
    pub fn of_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// Puts an operation at the end of the queue; `files` are its photographs, with their sizes. `false` when it is too long ever to be sent.
    #[must_use]
    pub fn make(&mut self, id: &str, kind: Kind, deed: &str, body: &Value, files: &[(String, usize)]) -> bool {
        let seq = self.seq + 1;
        let text = json!({ "id": id, "seq": seq, "prev": self.last, "anchor": self.anchor, "kind": kind, "body": body }).to_string();
        if text.len() + FRAME > BATCH_MOST {
            return false;
        }
        (self.seq, self.last) = (seq, hash(&text));
        for (sha256, size) in files {
            let photo = Photo { size: *size, done: false, refused: None, have: 0, again: 0 };
            self.photos.entry(sha256.clone()).or_insert(photo);
        }
        let files = files.iter().map(|(sha256, _)| sha256.clone()).collect();
        let (id, deed) = (id.to_owned(), deed.to_owned());
        self.entries.push(Entry { id, seq, kind, deed, text, files, state: State::Waiting, wait: Wait::default() });
        true
    }

    /// Whether anything is left to send.
    pub fn is_idle(&self) -> bool {
        let open = |e: &Entry| match e.state {
            State::Waiting | State::Later { .. } => true,
            State::Received { .. } => e.files.iter().any(|f| self.photos.get(f).is_some_and(|p| !p.done && p.refused.is_none())),
            State::Rejected { .. } => false,
        };
        !self.entries.iter().any(open)
    }

    /// What to send now; nothing while it waits, or while the session is over.
    pub fn next(&self, now: i64) -> Option<Request> {
        if self.stopped || !self.wait.is_over(now) {
            return None;
        }
        self.batch(now).or_else(|| self.part())
    }

    /// All operations that can be sent go before any photograph.
    fn batch(&self, now: i64) -> Option<Request> {
        let mut size = FRAME;
        let mut chosen: Vec<&Entry> = Vec::new();
        for entry in self.entries.iter().filter(|e| self.can_be_sent(e, now)) {
            size += entry.text.len() + 1;
            if chosen.len() == self.ops_most || size > BATCH_MOST {
                break;
            }
            chosen.push(entry);
        }
        if chosen.is_empty() {
            return None;
        }
        let texts: Vec<&str> = chosen.iter().map(|e| e.text.as_str()).collect();
        let ops = chosen.iter().map(|e| (e.id.clone(), e.seq)).collect();
        Some(Request::Sync { body: join(&self.device, &self.person, &texts), ops })
    }

    /// Everything is sent once, in its order; what must wait for a record that was rejected is then held until that is mended.
    fn can_be_sent(&self, entry: &Entry, now: i64) -> bool {
        match entry.state {
            State::Waiting => true,
            State::Later { .. } => entry.wait.is_over(now) && !self.is_held(entry),
            State::Received { .. } | State::Rejected { .. } => false,
        }
    }

    fn is_held(&self, entry: &Entry) -> bool {
        let rejected = |e: &Entry| e.kind == Kind::Record && matches!(e.state, State::Rejected { .. });
        self.entries.iter().any(|e| e.deed == entry.deed && rejected(e))
    }

    /// Photographs go for records that were received, or that wait for them.
    fn part(&self) -> Option<Request> {
        let ready = |e: &&Entry| matches!(e.state, State::Received { .. } | State::Later { .. });
        let files = self.entries.iter().filter(ready).flat_map(|e| &e.files);
        let open = |sha256: &&String| self.photos.get(*sha256).is_some_and(|p| !p.done && p.refused.is_none());
        let sha256 = files.into_iter().find(open)?.clone();
        let photo = self.photos.get(&sha256)?;
        let from = if photo.have < photo.size { photo.have } else { 0 };
        let piece = Piece::Part { from, len: self.piece.min(photo.size - from), total: photo.size };
        Some(Request::Part { sha256, piece })
    }

    /// What came of a request. An answer that comes late is as good as another: it says what is on the server's disk.
    pub fn hear(&mut self, request: &Request, reply: &Reply, now: i64) {
        let Reply::Said { status, body, after } = reply else { return self.wait.more(now, 0) };
        match (status, request) {
            (200 | 201, Request::Sync { ops, .. }) => self.hear_answer(ops, body, now),
            (200 | 201, Request::Part { sha256, .. }) => self.hear_part(sha256, body, now),
            (401 | 403, _) => self.stopped = true,
            (400 | 413 | 422, Request::Sync { ops, .. }) => self.hear_refusal(ops, body),
            (400 | 413 | 422, Request::Part { sha256, .. }) => self.hear_part_refused(sha256, body),
            _ => self.wait.more(now, *after),
        }
    }

    fn hear_answer(&mut self, ops: &[(String, i64)], body: &str, now: i64) {
        let Ok(answer) = serde_json::from_str::<Answer>(body) else { return self.wait.more(now, 0) };
        if answer.ops.len() != ops.len() {
            return self.wait.more(now, 0);
        }
        self.wait = Wait::default();
        self.ops_most = OPS_MOST.min(self.ops_most * 2);
        if let Some(signed) = answer.anchor
            && self.anchor.as_ref().is_none_or(|a| a.size < signed.size)
        {
            self.anchor = Some(Anchor { size: signed.size, root: signed.root });
        }
        for ((id, seq), said) in ops.iter().zip(answer.ops) {
            // A mended operation has another seq: an answer to the old one is not about it.
            if let Some(entry) = self.entries.iter_mut().find(|e| e.id == *id && e.seq == *seq) {
                entry.hear(said, now);
            }
        }
    }

    /// The whole batch could not be read: half as many next time, until the one is found.
    fn hear_refusal(&mut self, ops: &[(String, i64)], body: &str) {
        self.ops_most = (ops.len() / 2).max(1);
        let [(id, seq)] = ops else { return };
        if let Some(entry) = self.entries.iter_mut().find(|e| e.id == *id && e.seq == *seq && !e.is_received()) {
            entry.state = State::Rejected { reason: detail(body), field: None };
        }
    }

    fn hear_part(&mut self, sha256: &str, body: &str, now: i64) {
        let said: Value = serde_json::from_str(body).unwrap_or_default();
        let (Some(have), Some(done)) = (said["have"].as_u64(), said["done"].as_bool()) else { return self.wait.more(now, 0) };
        self.wait = Wait::default();
        let Some(photo) = self.photos.get_mut(sha256) else { return };
        photo.have = usize::try_from(have).unwrap_or(0);
        photo.done |= done;
        if photo.done {
            // What waited for it goes at once.
            for entry in self.entries.iter_mut().filter(|e| e.files.iter().any(|f| f == sha256)) {
                entry.wait = Wait::default();
            }
        }
    }

    fn hear_part_refused(&mut self, sha256: &str, body: &str) {
        let said: Value = serde_json::from_str(body).unwrap_or_default();
        let Some(photo) = self.photos.get_mut(sha256).filter(|p| !p.done) else { return };
        (photo.have, photo.again) = (0, photo.again + 1);
        if said["field"] != "sha256" || photo.again > AGAIN_MOST {
            photo.refused = Some(detail(body));
        }
    }

    /// The person has signed in again.
    pub fn signed_in(&mut self) {
        self.stopped = false;
        self.wait = Wait::default();
    }

    /// The person drops a rejected operation; with a record what was to be done to it goes too. What went is returned.
    pub fn drop_rejected(&mut self, id: &str) -> Gone {
        let Some(at) = self.entries.iter().position(|e| e.id == id && matches!(e.state, State::Rejected { .. })) else {
            return Gone::default();
        };
        let dropped = self.entries.remove(at);
        let mut ops = Vec::new();
        if dropped.kind == Kind::Record {
            ops.extend(self.entries.extract_if(.., |e| e.deed == dropped.deed && !e.is_received()));
        }
        ops.insert(0, dropped);
        Gone { files: self.forget_photos(), ops }
    }

    /// The person makes a rejected operation anew under its id. `false` when it is too long ever to be sent.
    #[must_use]
    pub fn mend(&mut self, id: &str, body: &Value, files: &[(String, usize)]) -> bool {
        let Some(at) = self.entries.iter().position(|e| e.id == id && matches!(e.state, State::Rejected { .. })) else { return false };
        let (kind, deed) = (self.entries[at].kind, self.entries[at].deed.clone());
        let made = self.make(id, kind, &deed, body, files);
        if made {
            self.entries.remove(at);
        }
        made
    }

    /// The person lets go of a photograph that the server does not take.
    pub fn leave_photo(&mut self, sha256: &str) -> Gone {
        if self.photos.get(sha256).is_some_and(|p| p.refused.is_some()) {
            self.entries.iter_mut().for_each(|e| e.files.retain(|f| f != sha256));
        }
        Gone { ops: Vec::new(), files: self.forget_photos() }
    }

    /// What is received with all its photographs: it leaves the queue, and may be deleted.
    pub fn let_go(&mut self) -> Gone {
        let photos = &self.photos;
        let all_done = |e: &Entry| e.files.iter().all(|f| photos.get(f).is_some_and(|p| p.done));
        let ops = self.entries.extract_if(.., |e| e.is_received() && all_done(e)).collect();
        Gone { ops, files: self.forget_photos() }
    }

    /// Photographs that no operation names any more.
    fn forget_photos(&mut self) -> Vec<String> {
        let named: BTreeSet<&String> = self.entries.iter().flat_map(|e| &e.files).collect();
        let gone: Vec<String> = self.photos.keys().filter(|f| !named.contains(f)).cloned().collect();
        gone.iter().for_each(|f| {
            self.photos.remove(f);
        });
        gone
    }
}

impl Entry {
    pub fn is_received(&self) -> bool {
        matches!(self.state, State::Received { .. })
    }

    /// What is received stays received, whatever an older answer says.
    fn hear(&mut self, said: Answered, now: i64) {
        if self.is_received() {
            return;
        }
        let reason = said.reason.unwrap_or_default();
        self.state = match said.answer {
            Word::Accepted | Word::Duplicate => State::Received { position: said.position.unwrap_or(0), kept: None },
            Word::Conflict => State::Received { position: said.position.unwrap_or(0), kept: Some(reason) },
            Word::Rejected => State::Rejected { reason, field: said.field },
            Word::Later => {
                self.wait.more(now, 0);
                State::Later { reason }
            }
        };
    }
}

impl Wait {
    fn more(&mut self, now: i64, least_seconds: i64) {
        self.step = if self.step == 0 { WAIT_FIRST } else { WAIT_MOST.min(self.step * 2) };
        self.until = now + self.step.max(WAIT_MOST.min(least_seconds * 1000));
    }

    /// The clock may jump: nobody waits longer than the most by it.
    fn is_over(&self, now: i64) -> bool {
        now >= self.until || self.until - now > WAIT_MOST
    }
}

/// The sentence of a problem document.
fn detail(body: &str) -> String {
    let said: Value = serde_json::from_str(body).unwrap_or_default();
    said["detail"].as_str().unwrap_or_default().to_owned()
}
