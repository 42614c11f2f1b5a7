//! What one operation asks for, and its carrying out: in a transaction of its own, through the verbs of the pages.
use super::model::{Operation, outcome};
use super::{chains, visit};
use crate::asked::{self, Asking, Measured};
use crate::campaigns::{self, life::still_open};
use crate::deeds::capture_view::Draft;
use crate::deeds::fields::typed;
use crate::deeds::{Conflict, Content, Deed, DeedBody, NewDeed, Recorded, check_id, state};
use crate::people::Person;
use crate::powers::{Actor, Power};
use crate::web::{self, Fault};
use ::sync::{Anchor, Fields, Kind, Op, Word, hash, merge};
use ledger::{Read, Tx};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// An operation as it came.
#[derive(Debug, Clone)]
pub struct Sent {
    pub op: Op,
    pub device: String,
    /// Person id.
    pub sender: String,
    pub body_hash: String,
    /// The realm's day.
    pub day: String,
    /// The code of whose queue it is, where a clerk brings it in.
    pub behalf: Option<String>,
    /// What does not fit about its place in the chain or its anchor.
    pub hint: Option<&'static str>,
}

/// What is to be done.
pub enum Order {
    Record(Box<NewDeed>),
    Change(Change),
    Withdraw(Withdrawal),
    Visit(Box<visit::Asked>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    deed: String,
    was: Fields,
    is: Fields,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    deed: String,
    /// The record's state as its sender saw it.
    saw: String,
    reason: String,
}

/// A record as the form of the pages has it: names and values, and the hashes of its files.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    fields: Vec<(String, String)>,
    #[serde(default)]
    files: Vec<String>,
}

/// What became of it.
#[derive(Debug)]
pub enum Came {
    Done(Box<Done>),
    /// Nothing was written; why, as a key.
    Later(&'static str),
}

#[derive(Debug)]
pub struct Done {
    pub word: Word,
    /// None of a visit that was recorded under no item.
    pub deed: Option<Deed>,
    pub position: i64,
    pub waits: bool,
    pub fields: Vec<String>,
    pub conflict: Option<String>,
}

impl From<Done> for Came {
    fn from(done: Done) -> Self {
        Came::Done(Box::new(done))
    }
}

/// The most a reason for a withdrawal may hold.
const REASON_MOST: usize = 500;

fn unreadable(what: impl std::fmt::Display) -> Fault {
    Fault::says("body", "need.json", &[("what", &what)])
}

impl Sent {
    pub fn new(op: Op, device: &str, sender: &str, day: &str) -> Self {
        let body_hash = hash(op.body.get());
        Self { op, device: device.to_owned(), sender: sender.to_owned(), day: day.to_owned(), behalf: None, body_hash, hint: None }
    }

    fn body<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        serde_json::from_str(self.op.body.get()).map_err(unreadable)
    }

    /// What is asked for, and the power it takes.
    /// # Errors
    /// `Invalid`, naming the field.
    pub fn order(&self, r: &mut Read) -> Result<(Power, Order), Fault> {
        check_id(&self.op.id)?;
        Ok(match self.op.kind {
            Kind::Record => {
                let new = self.deed(r)?;
                let power = Power::Record { unit: new.unit.clone(), recorder: new.recorder.clone(), day: new.content.day.clone() };
                (power, Order::Record(Box::new(new)))
            }
            Kind::Change => {
                let change: Change = self.body()?;
                (Power::Correct(change.deed.clone()), Order::Change(change))
            }
            Kind::Withdraw => {
                let withdrawal: Withdrawal = self.body()?;
                (Power::Withdraw(withdrawal.deed.clone()), Order::Withdraw(withdrawal))
            }
            Kind::Visit => {
                let asked = visit::asked(r, self.body()?, &self.op.id)?;
                (Power::VisitHousehold(asked.home.id.clone()), Order::Visit(Box::new(asked)))
            }
        })
    }

    /// The operation's id is the deed's.
    fn deed(&self, r: &mut Read) -> Result<NewDeed, Fault> {
        let mut fields: Fields = self.body()?;
        if fields.contains_key("fields") {
            return self.form(r);
        }
        if fields.insert("id".into(), self.op.id.as_str().into()).is_some_and(|id| id != self.op.id.as_str()) {
            return Err(Fault::invalid("id", "need.id"));
        }
        let body: DeedBody = serde_json::from_value(fields.into()).map_err(unreadable)?;
        Ok(NewDeed { files_follow: true, ..body.resolve(r, &self.sender, self.op.body.get().as_bytes())? })
    }

    /// The recording form as it was filled in.
    fn form(&self, r: &mut Read) -> Result<NewDeed, Fault> {
        let form: Form = self.body()?;
        let mut pairs = form.fields;
        if let Some(code) = self.behalf.as_ref().filter(|_| !pairs.iter().any(|(name, _)| name == "on_behalf")) {
            pairs.push(("on_behalf".to_owned(), code.clone()));
        }
        let fields = web::Fields::from(pairs);
        let actor = Actor::load(r, &self.sender, &self.day)?;
        let draft = Draft::of(r, &actor, &fields, form.files)?;
        let new = draft.into_deed(&self.op.id, &fields, &self.sender);
        Ok(NewDeed { body_hash: self.body_hash.clone(), files_follow: true, ..new })
    }

    /// # Errors
    /// As the verbs; nothing of it is written then.
    pub fn carry_out(&self, tx: &mut Tx, order: Order) -> Result<Came, Fault> {
        let before = tx.find::<Operation>(&self.op.id)?;
        if let Some(before) = before.as_ref().filter(|b| b.is_of(self)) {
            return Ok(before.again(tx)?.into());
        }
        match order {
            Order::Record(new) => self.record(tx, *new),
            Order::Change(change) => self.change(tx, change, before.is_some()),
            Order::Withdraw(_) if before.is_some() => Err(Fault::invalid("id", "need.id")),
            Order::Withdraw(withdrawal) => self.withdraw(tx, &withdrawal),
            Order::Visit(..) if before.is_some() => Err(Fault::invalid("id", "need.id")),
            Order::Visit(asked) => {
                let (position, deed) = visit::written(tx, &asked, (&self.sender, self.behalf.as_deref()), &self.day)?;
                let done = Done { word: Word::Accepted, deed, position, waits: false, fields: Vec::new(), conflict: None };
                Ok(self.note(tx, done, outcome::DONE)?.into())
            }
        }
    }

    fn record(&self, tx: &mut Tx, new: NewDeed) -> Result<Came, Fault> {
        if is_verified_by_its_photo(tx, &new.indicator, &new.content)? {
            return Ok(Came::Later("sync.photo_first"));
        }
        let done =
            |word, deed: Deed| Done { word, position: deed.position, deed: Some(deed), waits: false, fields: Vec::new(), conflict: None };
        let done = match Deed::record(tx, new)? {
            Recorded::New(deed) => {
                self.keep_asking(tx, &deed)?;
                self.note(tx, done(Word::Accepted, deed), outcome::DONE)?
            }
            Recorded::Same(deed) => done(Word::Duplicate, deed),
            Recorded::Kept { deed, conflict } => Done { conflict: Some(conflict), ..done(Word::Conflict, deed) },
        };
        Ok(done.into())
    }

    /// What the form says of itself; whoever brings another's queue in filled in nothing.
    fn keep_asking(&self, tx: &mut Tx, deed: &Deed) -> Result<(), Fault> {
        let Ok(form) = self.body::<Form>() else { return Ok(()) };
        // The time since it was drawn is the network's: the phone's own word alone is taken.
        let measured = Measured::of(&web::Fields::from(form.fields), 0);
        let person = if self.behalf.is_some() { &deed.recorder } else { &self.sender };
        let person = tx.get::<Person>(person)?.pseudonym;
        Asking::keep(tx, asked::Form::Record, measured, &person)
    }

    /// What nobody else touched is changed, the rest is kept for the clerk. `other`: this id came before with another body, which was
    /// carried out; all of this one is kept.
    fn change(&self, tx: &mut Tx, change: Change, other: bool) -> Result<Came, Fault> {
        let deed: Deed = tx.get(&change.deed)?;
        if [state::WITHDRAWN, state::REFUSED].contains(&deed.state.as_str()) {
            return Err(Fault::Closed("closed.record"));
        }
        still_open(tx, &deed.indicator)?;
        if !change.was.keys().eq(change.is.keys()) {
            return Err(unreadable("was, is"));
        }
        let (was, is) = (typed(tx, &change.was)?, typed(tx, &change.is)?);
        let now = Content::newest(tx, &deed)?;
        let merged = if other { ::sync::Merged { set: Fields::new(), both: is } } else { merge(&now.fields(), &was, &is) };
        let content = now.with(merged.set.clone())?;
        if is_verified_by_its_photo(tx, &deed.indicator, &content)? {
            return Ok(Came::Later("sync.photo_first"));
        }
        let (position, waits) = (tx.position(), deed.state == state::VERIFIED && !merged.set.is_empty());
        let rev = deed.rev;
        let deed = if merged.set.is_empty() { deed } else { deed.change(tx, rev, &content, &self.sender)? };
        let conflict = self.keep(tx, &deed, &change.is, &merged.both)?;
        let fields = merged.both.keys().cloned().collect();
        let word = if conflict.is_some() { Word::Conflict } else { Word::Accepted };
        let done = Done { word, deed: Some(deed), position, waits, fields, conflict };
        let became = match (&done.conflict, waits) {
            (Some(_), _) => outcome::KEPT,
            (None, true) => outcome::WAITS,
            (None, false) => outcome::DONE,
        };
        Ok(if other { done } else { self.note(tx, done, became)? }.into())
    }

    /// Keeps the fields in conflict as they were written.
    fn keep(&self, tx: &mut Tx, deed: &Deed, said: &Fields, both: &Fields) -> Result<Option<String>, Fault> {
        if both.is_empty() {
            return Ok(None);
        }
        let said: Fields = said.iter().filter(|(name, _)| both.contains_key(*name)).map(|(n, v)| (n.clone(), v.clone())).collect();
        let body = serde_json::Value::Object(said).to_string();
        Conflict::keep(tx, deed, body, &self.body_hash, &self.sender).map(Some)
    }

    /// A record that a checker approved meanwhile is not taken out by somebody who does not know it.
    fn withdraw(&self, tx: &mut Tx, asked: &Withdrawal) -> Result<Came, Fault> {
        let deed: Deed = tx.get(&asked.deed)?;
        if deed.state == state::VERIFIED && asked.saw != state::VERIFIED {
            return Err(Fault::Closed("sync.approved_meanwhile"));
        }
        if asked.reason.chars().count() > REASON_MOST {
            return Err(Fault::says("reason", "need.shorter", &[("most", &REASON_MOST)]));
        }
        let (position, rev) = (tx.position(), deed.rev);
        let gone = deed.state == state::WITHDRAWN;
        let deed = if gone { deed } else { deed.withdraw(tx, rev, &asked.reason)? };
        let done = Done { word: Word::Accepted, deed: Some(deed), position, waits: false, fields: Vec::new(), conflict: None };
        Ok(self.note(tx, done, outcome::DONE)?.into())
    }

    /// Writes down that it was carried out.
    fn note(&self, tx: &mut Tx, done: Done, became: &str) -> Result<Done, Fault> {
        let (anchor_size, anchor_root) = match &self.op.anchor {
            Some(Anchor { size, root }) => (*size, root.chars().take(64).collect()),
            None => (-1, String::new()),
        };
        tx.insert(&Operation {
            id: self.op.id.clone(),
            rev: 1,
            position: done.position,
            deed: done.deed.as_ref().map_or_else(String::new, |deed| deed.id.clone()),
            kind: kind_word(self.op.kind).to_owned(),
            outcome: became.to_owned(),
            sender: self.sender.clone(),
            device: self.device.clone(),
            seq: self.op.seq,
            anchor_size,
            anchor_root,
            body_hash: self.body_hash.clone(),
            conflict: done.conflict.clone().unwrap_or_default(),
            fields: done.fields.join(" "),
            received: tx.now(),
        })?;
        if let Some(what) = self.hint {
            chains::hint(tx, &self.op.id, done.deed.as_ref().map_or("", |deed| &deed.id), what)?;
        }
        Ok(done)
    }
}

fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Record => "record",
        Kind::Change => "change",
        Kind::Withdraw => "withdraw",
        Kind::Visit => "visit",
    }
}

/// Nobody checks such a record, and its item asks for a file: it is there first.
fn is_verified_by_its_photo(r: &mut Read, indicator: &str, content: &Content) -> Result<bool, Fault> {
    let Ok((_, item, _)) = campaigns::find::measure(r, indicator) else { return Ok(false) };
    Ok(item.way == "none" && item.evidence == "file" && !content.files_under_way(r)?.is_empty())
}

impl Operation {
    /// Whether this is what was carried out, or an older text of it that its phone has mended since and that comes late. Of an erased one
    /// nobody can say what its body was.
    pub fn is_of(&self, sent: &Sent) -> bool {
        let late = self.device == sent.device && sent.op.seq < self.seq;
        self.sender == sent.sender && (self.body_hash.is_empty() || self.body_hash == sent.body_hash || late)
    }

    /// The answer to the same operation once more.
    /// # Errors
    /// When the data cannot be read.
    pub fn again(&self, r: &mut Read) -> Result<Done, Fault> {
        let deed = if self.deed.is_empty() { None } else { Some(r.get::<Deed>(&self.deed)?) };
        Ok(Done {
            word: if self.conflict.is_empty() { Word::Duplicate } else { Word::Conflict },
            deed,
            position: self.position,
            waits: self.outcome == outcome::WAITS,
            fields: self.fields.split_whitespace().map(ToOwned::to_owned).collect(),
            conflict: Some(self.conflict.clone()).filter(|c| !c.is_empty()),
        })
    }
}
