//! A decision on a deed or on a waiting correction of it.
use super::Confirmation;
use crate::campaigns;
use crate::deeds::{Content, Correction, Deed, state};
use crate::web::Fault;
use ledger::{Read, Tx, record};

record! {
    pub struct Check in "checks" {
        position: i64 as open,
        deed: String as open,
        /// `approve` `return` `refuse` `visit`.
        decision: String as open,
        reason: String as personal,
        checker: String,
        made_at: String,
        /// Who of the other side confirmed, where that is the item's way.
        confirmed_by: Option<String> as personal,
        /// The local day of it; empty where nobody was asked.
        confirmed_on: String,
        /// `phone`, `person`, or `code` where they answered by a slip; empty where nobody was asked.
        how: String as open,
    }
}

/// Why somebody may not check a deed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Barred {
    /// Recorded it, typed it in, corrected it, or took part.
    Own,
    /// The item is verified by somebody else.
    Role,
}

impl Barred {
    pub fn key(self) -> &'static str {
        match self {
            Barred::Own => "barred.own",
            Barred::Role => "barred.check",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Approve,
    Return,
    Refuse,
    Visit,
}

impl Decision {
    pub fn word(self) -> &'static str {
        match self {
            Decision::Approve => "approve",
            Decision::Return => "return",
            Decision::Refuse => "refuse",
            Decision::Visit => "visit",
        }
    }
    pub fn parse(word: &str) -> Option<Self> {
        [Decision::Approve, Decision::Return, Decision::Refuse, Decision::Visit].into_iter().find(|d| d.word() == word)
    }
    fn state(self) -> &'static str {
        match self {
            Decision::Approve => state::VERIFIED,
            Decision::Return => state::RETURNED,
            Decision::Refuse => state::REFUSED,
            Decision::Visit => state::RECEIVED,
        }
    }
}

/// What a checker says of a deed.
#[derive(Debug, Clone)]
pub struct Ruling {
    pub decision: Decision,
    pub reason: String,
    /// Its words are fit to publish.
    pub publish: bool,
    /// The other side's word; an item whose way is `confirm` is approved by nothing else.
    pub confirmed: Option<Confirmation>,
}

impl Deed {
    /// Decides without asking the other side. `rev` is the version the checker saw; `publish` marks its words fit to publish.
    /// # Errors
    /// `Stale` when it changed or was decided since; `Invalid` when a reason is missing.
    pub fn check(self, tx: &mut Tx, checker: &str, rev: i64, decision: Decision, reason: &str, publish: bool) -> Result<Deed, Fault> {
        self.rule(tx, checker, rev, &Ruling { decision, reason: reason.to_owned(), publish, confirmed: None })
    }

    /// Decides. `rev` is the version the checker saw.
    /// # Errors
    /// `Closed` when its campaign has ended; `Stale` when it changed or was decided since; `Invalid` when a reason, the other side's confirmation or a file that must be there is missing.
    pub fn rule(self, tx: &mut Tx, checker: &str, rev: i64, ruling: &Ruling) -> Result<Deed, Fault> {
        let (decision, publish, reason) = (ruling.decision, ruling.publish, ruling.reason.trim());
        if rev != self.rev {
            return Err(Fault::Stale);
        }
        campaigns::life::still_open(tx, &self.indicator)?;
        let confirmed = self.confirmation(tx, ruling)?;
        if decision == Decision::Approve && self.awaits_required_files(tx)? {
            return Err(Fault::invalid("verdict", "need.file_under_way"));
        }
        if matches!(decision, Decision::Return | Decision::Refuse) && reason.is_empty() {
            return Err(Fault::invalid("reason", "need.reason"));
        }
        if reason.chars().count() > 500 {
            return Err(Fault::says("reason", "need.shorter", &[("most", &500)]));
        }
        let row = Check {
            id: tx.uuid(),
            rev: 1,
            position: tx.position(),
            deed: self.id.clone(),
            decision: decision.word().into(),
            reason: reason.to_owned(),
            checker: checker.to_owned(),
            made_at: tx.now(),
            confirmed_by: confirmed.as_ref().map(|c| c.by.clone()),
            confirmed_on: confirmed.as_ref().map(|c| c.on.clone()).unwrap_or_default(),
            how: confirmed.map(|c| c.how).unwrap_or_default(),
        };
        match (self.state.as_str(), Correction::waiting(tx, &self.id)?) {
            (state::RECEIVED, _) => {
                tx.insert(&row)?;
                let after = Deed {
                    state: decision.state().into(),
                    reason: reason.to_owned(),
                    visit: decision == Decision::Visit,
                    published: publish && decision == Decision::Approve,
                    ..self.clone()
                };
                self.decided(tx, &after)
            }
            (state::VERIFIED, Some(correction)) => {
                tx.insert(&row)?;
                self.check_correction(tx, &correction, decision, reason, publish)
            }
            _ => Err(Fault::Stale),
        }
    }

    /// Whether its item asks for a file and one that it names is still under way.
    /// # Errors
    /// When the data cannot be read.
    pub fn awaits_required_files(&self, r: &mut Read) -> Result<bool, Fault> {
        let asks = campaigns::find::measure(r, &self.indicator)?.1.evidence == "file";
        Ok(asks && !Content::newest(r, self)?.files_under_way(r)?.is_empty())
    }

    /// The confirmation this ruling stands on; none where the item's way asks for none, or nothing is approved.
    fn confirmation(&self, tx: &mut Tx, ruling: &Ruling) -> Result<Option<Confirmation>, Fault> {
        let way = campaigns::find::measure(tx, &self.indicator)?.1.way;
        if way != "confirm" || ruling.decision != Decision::Approve {
            return Ok(None);
        }
        let confirmed = ruling.confirmed.clone().unwrap_or_default();
        confirmed.check(tx, self)?;
        Ok(Some(confirmed))
    }

    /// The verified version counts until its correction is approved.
    fn check_correction(
        self,
        tx: &mut Tx,
        correction: &Correction,
        decision: Decision,
        reason: &str,
        publish: bool,
    ) -> Result<Deed, Fault> {
        tx.update(correction, &Correction { state: decision.state().into(), reason: reason.to_owned(), ..correction.clone() })?;
        let after = match decision {
            Decision::Approve => Deed { published: publish, ..correction.content()?.onto(tx, &self)? },
            Decision::Visit => Deed { visit: true, ..self.clone() },
            Decision::Return | Decision::Refuse => return Ok(self),
        };
        self.decided(tx, &after)
    }
}
