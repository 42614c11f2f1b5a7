//! What people do on their phones: they record, change and withdraw deeds, and look at what the server holds.
use super::Server;
use super::ledger::{Fate, Made, files};
use super::session::Session;
use crate::{Fields, Kind};
use serde_json::{Value, json};

/// Fields that people change, each time to a value that was never there.
const NAMES: [&str; 3] = ["place", "words", "public_method"];

impl<S: Server> Session<'_, S> {
    /// A person does something; it counts once it is stored.
    pub(super) fn act(&mut self, n: usize) -> Result<(), String> {
        let before = (self.phones[n].queue.clone(), self.phones[n].disk.clone());
        let known: Vec<String> = self.phones[n].disk.known.keys().cloned().collect();
        let deed = self.chance.of(&known).cloned();
        let made = match (self.chance.below(10), deed) {
            (0..=3, _) | (_, None) => self.record(n),
            (4, _) => return self.look(n),
            (5, Some(deed)) if self.chance.once_in(3) => self.withdraw(n, &deed),
            (_, Some(deed)) => self.change(n, &deed),
        };
        let Some(made) = made else { return Ok(()) };
        if self.chance.once_in(30) {
            // Killed before it was stored: it was never said to be there.
            (self.phones[n].queue, self.phones[n].disk) = before;
            return self.phones[n].kill();
        }
        self.phones[n].save();
        self.ledger.made.push(made);
        Ok(())
    }

    fn fresh(&mut self, name: &str) -> Value {
        self.made += 1;
        format!("{name} {}", self.made).into()
    }

    fn id(&mut self, what: &str) -> String {
        self.made += 1;
        format!("{}-{what}-{}", self.mark, self.made)
    }

    /// Takes a photograph: its hash and size; the bytes are stored at once.
    fn photo(&mut self, n: usize) -> (String, usize) {
        self.made += 1;
        let bytes = self.server.photo(self.chance.bits() >> 8);
        let sha256 = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(&bytes));
        let size = bytes.len();
        self.phones[n].disk.photos.insert(sha256.clone(), bytes);
        (sha256, size)
    }

    fn record(&mut self, n: usize) -> Option<Made> {
        let mut fields = self.server.record().as_object().cloned().unwrap_or_default();
        for name in NAMES {
            let value = self.fresh(name);
            fields.insert(name.into(), value);
        }
        let quantity = if self.chance.once_in(8) { "0" } else { "1.5" };
        fields.insert("quantity".into(), quantity.into());
        let photos: Vec<(String, usize)> = (0..self.chance.below(3)).map(|_| self.photo(n)).collect();
        fields.insert("files".into(), photos.iter().map(|(f, _)| f.as_str()).collect::<Vec<_>>().into());
        let id = self.id("deed");
        let made = self.phones[n].queue.make(&id, Kind::Record, &id, &Value::Object(fields.clone()), &photos);
        self.phones[n].disk.known.insert(id.clone(), fields.clone());
        made.then(|| self.noted(n, &id, Kind::Record, &id, (Fields::new(), fields)))
    }

    fn noted(&self, phone: usize, id: &str, kind: Kind, deed: &str, (was, is): (Fields, Fields)) -> Made {
        Made { id: id.to_owned(), kind, deed: deed.to_owned(), phone, was, is, fate: Fate::Due, gone: false }
    }

    fn change(&mut self, n: usize, deed: &str) -> Option<Made> {
        let known = self.phones[n].disk.known.get(deed)?.clone();
        let (mut was, mut is) = (Fields::new(), Fields::new());
        for _ in 0..1 + self.chance.below(2) {
            let name = NAMES[self.chance.below(NAMES.len())];
            was.insert(name.into(), known.get(name).cloned().unwrap_or_default());
            let value = self.fresh(name);
            is.insert(name.into(), value);
        }
        let mut photos = Vec::new();
        if self.chance.once_in(4) {
            let mut list = files(&known);
            was.insert("files".into(), list.clone().into());
            if self.chance.once_in(3) && !list.is_empty() {
                list.remove(0);
            } else {
                photos.push(self.photo(n));
                list.extend(photos.iter().map(|(f, _)| f.clone()));
            }
            is.insert("files".into(), list.into());
        }
        if self.chance.once_in(12) {
            was.insert("quantity".into(), known.get("quantity").cloned().unwrap_or_default());
            is.insert("quantity".into(), "0".into());
        }
        let id = self.id("change");
        let body = json!({ "deed": deed, "was": was, "is": is });
        let made = self.phones[n].queue.make(&id, Kind::Change, deed, &body, &photos);
        self.phones[n].disk.known.get_mut(deed)?.extend(is.clone());
        made.then(|| self.noted(n, &id, Kind::Change, deed, (was, is)))
    }

    fn withdraw(&mut self, n: usize, deed: &str) -> Option<Made> {
        let id = self.id("withdrawal");
        let saw = self.server.look(deed).filter(|_| self.chance.once_in(2)).map_or_else(|| "received".to_owned(), |s| s.state);
        let body = json!({ "deed": deed, "saw": saw, "reason": "twice" });
        let made = self.phones[n].queue.make(&id, Kind::Withdraw, deed, &body, &[]);
        made.then(|| self.noted(n, &id, Kind::Withdraw, deed, (Fields::new(), Fields::new())))
    }

    /// A page of one of the owner's deeds is opened: what is shown is the server's word with one's own waiting changes on it.
    fn look(&mut self, n: usize) -> Result<(), String> {
        let person = self.phones[n].person.clone();
        let theirs = |m: &&Made| m.kind == Kind::Record && self.phones[m.phone].person == person;
        let deeds: Vec<String> = self.ledger.made.iter().filter(theirs).map(|m| m.deed.clone()).collect();
        let Some(deed) = self.chance.of(&deeds) else { return Ok(()) };
        let Some(seen) = self.server.look(deed) else { return Ok(()) };
        let mut shown = seen.newest().clone();
        let waiting = self.phones[n].queue.entries.iter().filter(|e| e.deed == *deed && e.kind == Kind::Change && !e.is_received());
        for entry in waiting {
            if let Some(made) = self.ledger.made.iter().find(|m| m.id == entry.id) {
                shown.extend(made.is.clone());
            }
        }
        self.phones[n].disk.known.insert(deed.clone(), shown);
        Ok(())
    }
}
