//! A bulletin is begun, written, signed, published, withdrawn and issued again.
use super::frozen;
use super::model::{Bulletin, DRAFT, DROPPED, PUBLISHED, Placed, STEPS, SignOff, WITHDRAWN};
use super::{find, text, value};
use crate::asked::TimeTold;
use crate::campaigns::Campaign;
use crate::people::Person;
use crate::realm::{Realm, today, valid_day};
use crate::web::Fault;
use ledger::{Blobs, Read, Tx};
use sha2::{Digest, Sha256};

/// What the writer types.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    pub number: String,
    pub head: String,
    pub office: String,
    pub day: String,
    pub title: String,
    pub text: String,
    pub report_to: String,
    pub send_to: String,
    pub issue_to: String,
    pub copies: String,
}

/// A step of 拟稿 · 核稿 · 签发 as it is noted.
#[derive(Debug, Clone, Default)]
pub struct Signature {
    pub step: String,
    pub name: String,
    /// How it was given, when somebody else notes it.
    pub how: String,
    /// Local day on which it was given.
    pub day: String,
}

impl Sheet {
    /// A bulletin as its form holds it.
    pub fn of(b: &Bulletin) -> Self {
        let some = |n: i64| if n == 0 { String::new() } else { n.to_string() };
        Self {
            number: some(b.number),
            head: b.head.clone(),
            office: b.office.clone(),
            day: b.day.clone(),
            title: b.title.clone(),
            text: b.text.clone(),
            report_to: b.report_to.clone(),
            send_to: b.send_to.clone(),
            issue_to: b.issue_to.clone(),
            copies: some(b.copies),
        }
    }
}

const TEXT_MOST: usize = 20_000;
const LINE_MOST: usize = 120;
const PLACED_MOST: usize = 200;

impl Bulletin {
    /// Begins the next issue: heads, office and recipients of the last one, its text or an outline.
    /// # Errors
    /// `Missing` when there is no such campaign.
    pub fn begin(tx: &mut Tx, campaign: &str, outline: &Sheet) -> Result<Self, Fault> {
        let campaign: Campaign = tx.get(campaign)?;
        let day = Realm::find(tx)?.map(|realm| today(&realm, tx.now_ms())).unwrap_or_default();
        let last = find::last_of(tx, &campaign.id)?;
        let id = format!("b-{}", hex::encode(tx.random::<5>()));
        let blank = Self {
            id,
            rev: 1,
            campaign: campaign.id.clone(),
            number: 1,
            head: outline.head.clone(),
            office: outline.office.clone(),
            day,
            title: String::new(),
            text: outline.text.clone(),
            report_to: String::new(),
            send_to: String::new(),
            issue_to: String::new(),
            copies: 0,
            state: DRAFT.into(),
            reason: String::new(),
            instead_of: String::new(),
            published_at: String::new(),
            frozen_at: 0,
        };
        let next = match last {
            Some(last) => Self {
                number: last.number + 1,
                head: last.head,
                office: last.office,
                report_to: last.report_to,
                send_to: last.send_to,
                issue_to: last.issue_to,
                copies: last.copies,
                ..blank
            },
            None => blank,
        };
        tx.insert(&next)?;
        Ok(next)
    }

    /// Takes over what was typed. What did not change is not written.
    /// # Errors
    /// `Invalid` for a field that cannot be taken, `Stale` when `rev` is not the newest, `Closed` when it is no draft.
    pub fn write(self, tx: &mut Tx, rev: i64, sheet: &Sheet) -> Result<Self, Fault> {
        self.open_at(rev)?;
        let after = self.with(sheet)?;
        if after == self { Ok(self) } else { Ok(tx.update(&self, &after)?) }
    }

    fn open_at(&self, rev: i64) -> Result<(), Fault> {
        if self.state != DRAFT {
            return Err(Fault::Closed("closed.bulletin"));
        }
        if rev == self.rev { Ok(()) } else { Err(Fault::Stale) }
    }

    fn with(&self, sheet: &Sheet) -> Result<Self, Fault> {
        let line = |field: &'static str, value: &str| {
            if value.chars().count() > LINE_MOST {
                Err(Fault::says(field, "need.shorter", &[("most", &LINE_MOST)]))
            } else {
                Ok(value.to_owned())
            }
        };
        let whole = |field: &'static str, value: &str| match value {
            "" => Ok(0),
            text => {
                text.parse::<i64>().ok().filter(|n| (0..=99_999).contains(n)).ok_or(Fault::says(field, "need.whole", &[("text", &text)]))
            }
        };
        if sheet.text.chars().count() > TEXT_MOST {
            return Err(Fault::says("text", "need.shorter", &[("most", &TEXT_MOST)]));
        }
        if !valid_day(&sheet.day) {
            return Err(Fault::invalid("day", "need.day"));
        }
        Ok(Self {
            number: whole("number", &sheet.number)?,
            head: line("head", &sheet.head)?,
            office: line("office", &sheet.office)?,
            day: sheet.day.clone(),
            title: line("title", &sheet.title)?,
            text: text::written(&sheet.text.replace('\r', ""), |_| Some(String::new())),
            report_to: line("report_to", &sheet.report_to)?,
            send_to: line("send_to", &sheet.send_to)?,
            issue_to: line("issue_to", &sheet.issue_to)?,
            copies: whole("copies", &sheet.copies)?,
            ..self.clone()
        })
    }

    /// Places a figure or a record; its number stands for it in the text from now on.
    /// # Errors
    /// `Missing` when the question names something that is not there, `Invalid` when the wording is not true or it is too much.
    pub fn place(&self, tx: &mut Tx, what: &str, wording: &str) -> Result<Placed, Fault> {
        let there = find::placed(tx, &self.id)?;
        if there.len() >= PLACED_MOST {
            return Err(Fault::says("text", "need.placed_fewer", &[("most", &PLACED_MOST)]));
        }
        let number = there.last().map_or(1, |p| p.number + 1);
        let value = value::of(tx, what)?;
        let (bulletin, inputs) = (self.id.clone(), String::new());
        let placed = Placed { id: tx.uuid(), rev: 1, bulletin, number, what: what.into(), wording: wording.into(), value, inputs };
        value::true_wording(tx, &placed)?;
        tx.insert(&placed)?;
        Ok(placed)
    }

    /// Notes a step of 拟稿 · 核稿 · 签发.
    /// # Errors
    /// `Invalid` when the name, the day or, on behalf, how it was given is missing, or when figures moved since they were placed and it is not
    /// the drafter's; `Closed` when it is no draft.
    pub fn sign(&self, tx: &mut Tx, by: &str, new: &Signature) -> Result<(), Fault> {
        self.open_at(self.rev)?;
        if !STEPS.contains(&new.step.as_str()) {
            return Err(Fault::invalid("step", "need.choice"));
        }
        let fits = |text: &str| (1..=LINE_MOST).contains(&text.trim().chars().count());
        if !fits(&new.name) {
            return Err(Fault::invalid("signer", "need.signer"));
        }
        let own = tx.get::<Person>(by)?.name() == new.name.trim();
        if !own && !fits(&new.how) {
            return Err(Fault::invalid("how", "need.how_signed"));
        }
        if !valid_day(&new.day) {
            return Err(Fault::invalid("signed_day", "need.day"));
        }
        if Realm::find(tx)?.is_some_and(|realm| new.day > today(&realm, tx.now_ms())) {
            return Err(Fault::invalid("signed_day", "need.day_past"));
        }
        if new.step != STEPS[0] {
            self.confirmed(tx)?;
        }
        let signed = self.hash(tx)?;
        if new.step == STEPS[2] && !find::sign_offs(tx, &self.id)?.iter().any(|s| s.step == STEPS[1]) {
            return Err(Fault::invalid("step", "need.edited_first"));
        }
        let (name, how) = (new.name.trim().to_owned(), new.how.trim().to_owned());
        let row = SignOff {
            id: tx.uuid(),
            rev: 1,
            bulletin: self.id.clone(),
            step: new.step.clone(),
            name,
            noted_by: by.into(),
            how: if own { String::new() } else { how },
            day: new.day.clone(),
            made_at: tx.now(),
            signed,
        };
        tx.insert(&row)?;
        Ok(())
    }

    /// What a signature is given to: all that is printed. Blank lines at the end are not, nor what its notes are called before they are printed.
    /// # Errors
    /// When the data cannot be read.
    pub fn hash(&self, r: &mut Read) -> Result<String, Fault> {
        let (mut hash, number) = (Sha256::new(), self.number.to_string());
        let (text, order) = text::in_order(self.text.trim_end());
        for part in [&number, &self.head, &self.office, &self.day, &self.title, &text, &self.report_to, &self.send_to, &self.issue_to] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        let placed = find::placed(r, &self.id)?;
        for (n, number) in order.iter().enumerate() {
            for p in placed.iter().filter(|p| p.number == *number) {
                hash.update(format!("{}\0{}\0{}\0{}\0", n + 1, p.what, p.wording, p.value));
            }
        }
        if let Some(told) = TimeTold::of(r, &self.id)? {
            hash.update(told.signed());
        }
        Ok(hex::encode(hash.finalize()))
    }

    /// Freezes every figure with its records, numbers the notes as they stand in the text, and gives the issue to everyone.
    /// # Errors
    /// `Invalid` naming the first thing it lacks.
    pub fn publish(self, tx: &mut Tx, rev: i64, blobs: &Blobs, by: &str) -> Result<Self, Fault> {
        self.open_at(rev)?;
        if let Some(fault) = self.lacks(tx)?.into_iter().next() {
            return Err(fault);
        }
        let (text, order) = text::in_order(self.text.trim_end());
        for placed in find::placed(tx, &self.id)? {
            let Some(at) = order.iter().position(|number| *number == placed.number) else {
                tx.delete(&placed)?;
                continue;
            };
            let number = i64::try_from(at).unwrap_or(0) + 1;
            let inputs = if placed.deed().is_none() { frozen::keep(tx, &placed, blobs, by)? } else { String::new() };
            let after = Placed { number, inputs, ..placed.clone() };
            if after != placed {
                tx.update(&placed, &after)?;
            }
        }
        let after = Self { text, state: PUBLISHED.into(), published_at: tx.now(), frozen_at: tx.log_size()?, ..self.clone() };
        Ok(tx.update(&self, &after)?)
    }

    /// Takes a published issue back; its page stays and says why.
    /// # Errors
    /// `Invalid` without a reason, `Closed` when it is not published, `Stale` when `rev` is not the newest.
    pub fn withdraw(self, tx: &mut Tx, rev: i64, reason: &str) -> Result<Self, Fault> {
        if self.state != PUBLISHED {
            return Err(Fault::Closed("closed.not_published"));
        }
        if rev != self.rev {
            return Err(Fault::Stale);
        }
        if !(1..=LINE_MOST).contains(&reason.chars().count()) {
            return Err(Fault::invalid("reason", "need.reason"));
        }
        Ok(tx.update(&self, &Self { state: WITHDRAWN.into(), reason: reason.into(), ..self.clone() })?)
    }

    /// A new draft of a withdrawn issue under its number: its text, its figures as they are now.
    /// # Errors
    /// `Closed` when it was not withdrawn.
    pub fn issue_again(&self, tx: &mut Tx) -> Result<Self, Fault> {
        if self.state != WITHDRAWN {
            return Err(Fault::Closed("closed.not_withdrawn"));
        }
        let id = format!("b-{}", hex::encode(tx.random::<5>()));
        let (state, published_at) = (DRAFT.to_owned(), String::new());
        let next = Self { id, rev: 1, state, instead_of: self.id.clone(), published_at, frozen_at: 0, ..self.clone() };
        tx.insert(&next)?;
        for placed in find::placed(tx, &self.id)? {
            let row = Placed { id: tx.uuid(), rev: 1, bulletin: next.id.clone(), inputs: String::new(), ..placed };
            tx.insert(&row)?;
        }
        TimeTold::copy(tx, &self.id, &next.id)?;
        Ok(next)
    }

    /// Gives a draft up.
    /// # Errors
    /// `Closed` when it is no draft, `Stale` when `rev` is not the newest.
    pub fn give_up(self, tx: &mut Tx, rev: i64) -> Result<Self, Fault> {
        self.open_at(rev)?;
        Ok(tx.update(&self, &Self { state: DROPPED.into(), ..self.clone() })?)
    }
}

impl Placed {
    /// Another wording of the value as it stands.
    /// # Errors
    /// `Invalid` when it is not true.
    pub fn say(self, tx: &mut Tx, wording: &str) -> Result<Self, Fault> {
        let after = Self { wording: wording.into(), ..self.clone() };
        value::true_wording(tx, &after)?;
        if after == self { Ok(self) } else { Ok(tx.update(&self, &after)?) }
    }

    /// Takes the value as it is now, when it is the one that was shown; a wording that is no longer true becomes the exact one.
    /// # Errors
    /// When the data cannot be read.
    pub fn confirm(self, tx: &mut Tx, shown: i64) -> Result<Self, Fault> {
        let mut after = Self { value: value::of(tx, &self.what)?, ..self.clone() };
        if after.value != shown || after == self {
            return Ok(self);
        }
        if value::true_wording(tx, &after).is_err() {
            after.wording = "exact".into();
        }
        Ok(tx.update(&self, &after)?)
    }
}
