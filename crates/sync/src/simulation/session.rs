//! One session: some hundred steps of trouble, then everything heals, then it is looked.
use super::ledger::{Fate, Ledger};
use super::phone::Phone;
use super::{Chance, Server};
use crate::{Kind, Reply, Request, State};
use serde_json::Value;
use std::collections::BTreeSet;

/// Rounds after which a healed world must be at rest.
const ROUNDS_MOST: usize = 3_000;

/// A message on its way.
struct Message {
    phone: usize,
    life: u32,
    request: Request,
    bytes: Vec<u8>,
    /// None on the way there; the answer on the way back.
    back: Option<Reply>,
}

pub(super) struct Session<'a, S: Server> {
    pub(super) server: &'a mut S,
    pub(super) chance: Chance,
    /// In front of every id, so that sessions may share a server.
    pub(super) mark: String,
    pub(super) made: u64,
    now: i64,
    pub(super) phones: Vec<Phone>,
    wire: Vec<Message>,
    pub(super) ledger: Ledger,
    /// Whose session is over.
    out: BTreeSet<String>,
    /// Something that was never sent was dropped along with its record.
    unsent_dropped: bool,
}

/// Plays the session of a seed. `piece` is how many bytes of a photograph a request carries.
/// # Errors
/// What did not hold.
pub fn play<S: Server>(server: &mut S, seed: u64, piece: usize) -> Result<(), String> {
    let mut chance = Chance::new(seed);
    let owners = [vec!["li"], vec!["li", "li"], vec!["li", "li", "wang"], vec!["li", "li", "li"]];
    let owners = chance.of(&owners).cloned().unwrap_or_default();
    let mark = format!("s{seed:08}");
    let phones = owners.iter().enumerate().map(|(n, person)| Phone::new(&format!("{mark}-phone-{n}"), person, piece)).collect();
    let mut session = Session {
        server,
        chance,
        mark,
        made: 0,
        now: 1_000_000,
        phones,
        wire: Vec::new(),
        ledger: Ledger::default(),
        out: BTreeSet::new(),
        unsent_dropped: false,
    };
    for _ in 0..40 + session.chance.below(120) {
        session.step()?;
    }
    session.heal()?;
    session.ledger.hold(session.server)?;
    session.chains_hold()
}

impl<S: Server> Session<'_, S> {
    fn step(&mut self) -> Result<(), String> {
        self.now += i64::try_from(self.chance.below(4_000)).unwrap_or(0);
        let phone = self.chance.below(self.phones.len());
        match self.chance.below(40) {
            0..=7 => self.act(phone)?,
            8..=15 => self.pump(phone)?,
            16..=27 => self.wire()?,
            28 | 29 => self.settle(phone)?,
            30 | 31 => self.let_go(phone)?,
            32 => self.phones[phone].kill()?,
            33 => self.phones[phone].skew = [0, 86_400_000, -86_400_000, 10_000][self.chance.below(4)],
            34 | 35 => self.approve()?,
            36 => self.sign(phone),
            37 => {
                let full = self.chance.once_in(2);
                self.server.full(full);
            }
            38 => self.time_out(phone),
            _ => self.copy(phone)?,
        }
        Ok(())
    }

    fn approve(&mut self) -> Result<(), String> {
        let deeds: Vec<String> = self.ledger.made.iter().filter(|m| m.kind == Kind::Record).map(|m| m.deed.clone()).collect();
        let Some(deed) = self.chance.of(&deeds).cloned() else { return Ok(()) };
        if let Some(seen) = self.server.look(&deed) {
            self.ledger.verified_stands(&deed, &seen)?;
        }
        self.server.approve(&deed);
        if let Some(seen) = self.server.look(&deed).filter(|s| s.state == "verified") {
            self.ledger.approved.insert(deed, seen.fields);
        }
        Ok(())
    }

    fn sign(&mut self, n: usize) {
        let person = self.phones[n].person.clone();
        if !self.out.remove(&person) {
            self.out.insert(person);
            return;
        }
        self.phones.iter_mut().filter(|p| p.person == person).for_each(|p| p.queue.signed_in());
    }

    fn pump(&mut self, n: usize) -> Result<(), String> {
        let phone = &mut self.phones[n];
        if phone.busy.is_some() {
            return Ok(());
        }
        if let Some(request) = phone.queue.next(self.now + phone.skew) {
            phone.busy = Some((request.clone(), self.now));
            let bytes = phone.bytes(&request)?;
            self.wire.push(Message { phone: n, life: phone.life, request, bytes, back: None });
        }
        Ok(())
    }

    /// Some message arrives, or is lost, or arrives and is on its way once more.
    fn wire(&mut self) -> Result<(), String> {
        if self.wire.is_empty() {
            return Ok(());
        }
        let at = self.chance.below(self.wire.len());
        let message = self.wire.swap_remove(at);
        if self.chance.once_in(6) {
            return Ok(());
        }
        let Some(reply) = message.back else {
            if self.chance.once_in(8) {
                self.wire.push(Message { request: message.request.clone(), bytes: message.bytes.clone(), back: None, ..message });
            }
            let person = self.phones[message.phone].person.clone();
            let reply = self.serve(&person, &message.request, &message.bytes);
            self.wire.push(Message { back: Some(reply), ..message });
            return Ok(());
        };
        self.hear(message.phone, message.life, &message.request, &reply)
    }

    fn serve(&mut self, person: &str, request: &Request, bytes: &[u8]) -> Reply {
        let (status, body) = match request {
            _ if self.out.contains(person) => (401, "{}".to_owned()),
            Request::Sync { body, .. } => self.server.sync(person, body),
            Request::Part { sha256, piece } => self.server.part(person, sha256, *piece, bytes),
        };
        Reply::Said { status, body, after: 0 }
    }

    fn hear(&mut self, n: usize, life: u32, request: &Request, reply: &Reply) -> Result<(), String> {
        let phone = &mut self.phones[n];
        if phone.life != life {
            return Ok(());
        }
        if phone.busy.as_ref().is_some_and(|(r, _)| r == request) {
            phone.busy = None;
        }
        let received: Vec<(String, i64)> = phone.queue.entries.iter().filter(|e| e.is_received()).map(|e| (e.id.clone(), e.seq)).collect();
        phone.queue.hear(request, reply, self.now + phone.skew);
        if let Some(undone) = phone.queue.entries.iter().find(|e| !e.is_received() && received.contains(&(e.id.clone(), e.seq))) {
            return Err(format!("{} was received, and is {:?} after a late answer", undone.id, undone.state));
        }
        if self.chance.once_in(20) {
            return phone.kill();
        }
        phone.save();
        Ok(())
    }

    fn time_out(&mut self, n: usize) {
        let phone = &mut self.phones[n];
        if let Some((request, _)) = phone.busy.take_if(|(_, since)| self.now - *since > 20_000) {
            phone.queue.hear(&request, &Reply::Lost, self.now + phone.skew);
        }
    }

    /// The owner mends or drops what was rejected.
    fn settle(&mut self, n: usize) -> Result<(), String> {
        let rejected = |e: &&crate::Entry| matches!(e.state, State::Rejected { .. });
        let Some(entry) = self.phones[n].queue.entries.iter().find(rejected).cloned() else { return Ok(()) };
        if self.ledger.find(&entry.id).is_some_and(|m| m.kind == Kind::Record && m.is["quantity"] == "1.5")
            && !self.ledger.restored.contains(&n)
        {
            return Err(format!("{} is refused, and nothing is wrong with it: {:?}", entry.id, entry.state));
        }
        if entry.kind == Kind::Record && self.chance.once_in(2) {
            return self.mend(n, &entry);
        }
        let gone = self.phones[n].queue.drop_rejected(&entry.id);
        self.unsent_dropped |= gone.ops.iter().any(|e| e.state == State::Waiting);
        for op in &gone.ops {
            if let Some(made) = self.ledger.find(&op.id) {
                made.fate = Fate::Dropped;
            }
        }
        if entry.kind == Kind::Record {
            self.phones[n].disk.known.remove(&entry.deed);
        }
        self.phones[n].save();
        gone.files.iter().for_each(|f| {
            self.phones[n].disk.photos.remove(f);
        });
        Ok(())
    }

    fn mend(&mut self, n: usize, entry: &crate::Entry) -> Result<(), String> {
        let Some(made) = self.ledger.find(&entry.id) else { return Ok(()) };
        made.is.insert("quantity".into(), "1.5".into());
        let body = Value::Object(made.is.clone());
        let sizes = |f: &String| (f.clone(), self.phones[n].disk.photos.get(f).map_or(0, Vec::len));
        let photos: Vec<(String, usize)> = entry.files.iter().map(sizes).collect();
        if !self.phones[n].queue.mend(&entry.id, &body, &photos) {
            return Err(format!("{} cannot be mended", entry.id));
        }
        self.phones[n].save();
        Ok(())
    }

    /// Deletes on the phone what may be deleted, and looks whether it might.
    fn let_go(&mut self, n: usize) -> Result<(), String> {
        let gone = self.phones[n].queue.let_go();
        for op in &gone.ops {
            if self.server.done(&op.id) == 0 {
                return Err(format!("{} is deleted on the phone, and the server never did it", op.id));
            }
            if let Some(file) = op.files.iter().find(|f| !self.server.holds(f)) {
                return Err(format!("{} is deleted on the phone, and its photograph {file} is not at the server", op.id));
            }
        }
        if self.chance.once_in(20) {
            return self.phones[n].kill();
        }
        self.phones[n].save();
        for op in &gone.ops {
            if let Some(made) = self.ledger.find(&op.id) {
                made.gone = true;
            }
        }
        for file in &gone.files {
            self.phones[n].disk.photos.remove(file);
        }
        Ok(())
    }

    /// Now and then a copy of the phone is put away, and some day put back: what was done since is not on it.
    fn copy(&mut self, n: usize) -> Result<(), String> {
        let Some(old) = self.phones[n].old.take_if(|_| self.chance.once_in(3)) else {
            self.phones[n].old = Some(self.phones[n].disk.clone());
            return Ok(());
        };
        self.phones[n].disk = old;
        self.phones[n].kill()?;
        self.ledger.restored.insert(n);
        for made in self.ledger.made.iter_mut().filter(|m| m.phone == n && m.fate == Fate::Due && !m.gone) {
            made.fate = Fate::Unsure;
        }
        Ok(())
    }

    /// No more trouble: within some time every queue is empty.
    fn heal(&mut self) -> Result<(), String> {
        self.server.full(false);
        self.out.clear();
        self.wire.clear();
        self.phones.iter_mut().for_each(|p| {
            p.queue.signed_in();
            p.busy = None;
        });
        for _ in 0..ROUNDS_MOST {
            if self.phones.iter().all(|p| p.queue.entries.is_empty()) {
                return Ok(());
            }
            self.now += 10_000;
            for n in 0..self.phones.len() {
                let phone = &self.phones[n];
                if let Some(request) = phone.queue.next(self.now + phone.skew) {
                    let (life, person, bytes) = (phone.life, phone.person.clone(), phone.bytes(&request)?);
                    let reply = self.serve(&person, &request, &bytes);
                    self.phones[n].busy = None;
                    self.hear(n, life, &request, &reply)?;
                }
                self.settle(n)?;
                self.let_go(n)?;
            }
        }
        let left: Vec<_> = self.phones.iter().flat_map(|p| &p.queue.entries).map(|e| (&e.id, &e.state, &e.files)).collect();
        Err(format!("the queues do not empty: {left:?}"))
    }

    /// An honest phone's order never looks broken; one put back to an old copy may, and nothing was refused for it.
    fn chains_hold(&mut self) -> Result<(), String> {
        for n in 0..self.phones.len() {
            let device = self.phones[n].queue.device.clone();
            let breaks = self.server.breaks(&device);
            if breaks > 0 && !self.ledger.restored.contains(&n) && !self.unsent_dropped {
                return Err(format!("{device} looks broken {breaks} times"));
            }
        }
        Ok(())
    }
}
