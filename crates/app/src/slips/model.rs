//! A slip is printed, answered once, or given up for another.
use super::find;
use crate::campaigns::{self, life::still_open};
use crate::checks::{Confirmation, Decision, Ruling};
use crate::deeds::{Content, Correction, Deed, state};
use crate::realm::{Realm, today};
use crate::web::Fault;
use ledger::{Read, Tx, record};

record! {
    pub struct Slip in "slips" {
        deed: String as open,
        /// The first digits of its code.
        locator: String,
        /// Argon2id of the whole code: so few digits are soon found under a quick hash.
        code: String,
        /// What it asks about: the correction that waits, or empty.
        correction: String as open,
        /// The log position of the record's version that it asks about.
        version: i64 as open,
        /// The clerk, by id.
        printed_by: String,
        printed_at: String,
        /// `open`, `answered`, or `replaced` by another.
        state: String as open,
        /// The word of a [`Reply`], closed: nobody but its checker reads that the other side said otherwise. Empty while it is open.
        answer: String,
        words: Option<String> as personal,
        answered_at: String,
    }
}

const OPEN: &str = "open";
const ANSWERED: &str = "answered";
const REPLACED: &str = "replaced";
const WORDS_MOST: usize = 300;

/// What the other side says of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// It was so.
    Yes,
    /// It was otherwise.
    Other,
    /// They know nothing of it.
    Unknown,
}

impl Reply {
    pub const ALL: [Reply; 3] = [Reply::Yes, Reply::Other, Reply::Unknown];

    pub fn word(self) -> &'static str {
        match self {
            Reply::Yes => "yes",
            Reply::Other => "other",
            Reply::Unknown => "unknown",
        }
    }
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reply| reply.word() == word)
    }
}

impl Slip {
    /// Prints one for what waits of a record now; the ones before it hold no more. None when another slip begins with the same digits.
    /// # Errors
    /// `Missing` when the other side does not confirm such records; `Closed` when nothing of it waits.
    pub fn print(tx: &mut Tx, deed: &str, locator: &str, hash: &str, by: &str) -> Result<Option<Self>, Fault> {
        let deed: Deed = tx.get(deed)?;
        if campaigns::find::measure(tx, &deed.indicator)?.1.way != "confirm" {
            return Err(Fault::Missing);
        }
        still_open(tx, &deed.indicator)?;
        let correction = Correction::waiting(tx, &deed.id)?.map(|c| c.id).unwrap_or_default();
        if deed.state != state::RECEIVED && correction.is_empty() {
            return Err(Fault::Closed("closed.record"));
        }
        if find::by_locator(tx, locator)?.is_some() {
            return Ok(None);
        }
        for old in tx.all::<Self>("WHERE deed = $1 AND state = 'open'", &[deed.id.as_str().into()])? {
            tx.update(&old, &Self { state: REPLACED.into(), ..old.clone() })?;
        }
        let slip = Self {
            id: tx.uuid(),
            rev: 1,
            version: tx.last_leaf::<Deed>(&deed.id)?.unwrap_or(deed.position),
            deed: deed.id,
            locator: locator.to_owned(),
            code: hash.to_owned(),
            correction,
            printed_by: by.to_owned(),
            printed_at: tx.now(),
            state: OPEN.into(),
            answer: String::new(),
            words: None,
            answered_at: String::new(),
        };
        tx.insert(&slip)?;
        Ok(Some(slip))
    }

    /// The record, and what of it this slip asks about, where that still waits as it was printed.
    /// # Errors
    /// When the data cannot be read.
    pub fn asks(&self, r: &mut Read) -> Result<Option<(Deed, Content)>, Fault> {
        let deed: Deed = r.get(&self.deed)?;
        let waiting = Correction::waiting(r, &deed.id)?;
        if waiting.as_ref().map_or("", |c| c.id.as_str()) != self.correction {
            return Ok(None);
        }
        if let Some(correction) = waiting {
            let content = correction.content()?;
            return Ok(Some((deed, content)));
        }
        let printed = r.version::<Deed>(self.version)?.map(|deed| Content::of(&deed));
        let content = Content::of(&deed);
        Ok((deed.state == state::RECEIVED && printed.as_ref() == Some(&content)).then_some((deed, content)))
    }

    /// The same, for whoever holds the code of a slip that was not answered.
    /// # Errors
    /// `Closed` when it was answered, another one was printed, the record was changed or decided, or its campaign has ended.
    pub fn opens(&self, r: &mut Read) -> Result<(Deed, Content), Fault> {
        match self.state.as_str() {
            ANSWERED => return Err(Fault::Closed("closed.slip_used")),
            OPEN => {}
            _ => return Err(Fault::Closed("closed.slip_void")),
        }
        let (deed, content) = self.asks(r)?.ok_or(Fault::Closed("closed.slip_void"))?;
        still_open(r, &deed.indicator).map_err(|_| Fault::Closed("closed.slip_over"))?;
        Ok((deed, content))
    }

    /// Takes the answer. A yes approves what waits; anything else is a hint for its checker and decides nothing.
    /// # Errors
    /// As [`Slip::opens`]; `Invalid` when the words are too long.
    pub fn answer(self, tx: &mut Tx, reply: Reply, words: &str) -> Result<(), Fault> {
        let (deed, _) = self.opens(tx)?;
        let words = words.trim();
        if words.chars().count() > WORDS_MOST {
            return Err(Fault::says("words", "need.shorter", &[("most", &WORDS_MOST)]));
        }
        let (answered_at, words) = (tx.now(), Some(words.to_owned()).filter(|words| !words.is_empty() && reply != Reply::Yes));
        let by = self.printed_by.clone();
        tx.update(&self, &Self { state: ANSWERED.into(), answer: reply.word().into(), words, answered_at, ..self.clone() })?;
        // A photograph that must be there is still under way: its checker approves it then.
        if reply != Reply::Yes || deed.awaits_required_files(tx)? {
            return Ok(());
        }
        let realm = Realm::find(tx)?.ok_or(Fault::NotSetUp)?;
        let day = today(&realm, tx.now_ms());
        let ruling =
            Ruling { decision: Decision::Approve, reason: String::new(), publish: false, confirmed: Some(Confirmation::by_code(day)) };
        let rev = deed.rev;
        deed.rule(tx, &by, rev, &ruling)?;
        Ok(())
    }

    pub fn is_open(&self) -> bool {
        self.state == OPEN
    }

    /// What was answered; none while it is open.
    pub fn reply(&self) -> Option<Reply> {
        Reply::parse(&self.answer)
    }
}
