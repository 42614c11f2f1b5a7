//! A campaign's life: until when it takes records, how it ends, a draft that is given up.
use super::make::{CLOSED, DRAFT, OPEN};
use super::{Campaign, find};
use crate::realm::day_before;
use crate::web::Fault;
use crate::web::words::Words;
use ledger::{Read, Tx};

/// So many days after its last one, records of its own days are still taken: who did something on the last evening writes it down later.
pub const DAYS_AFTER: i64 = 3;
/// So many days before its last one, people are told what they have not begun.
const SOON: i64 = 6;

impl Campaign {
    /// What one's own items are called in it.
    pub fn mine_called(&self, w: &Words) -> String {
        if self.mine.is_empty() { w.t("nav.mine").to_owned() } else { self.mine.clone() }
    }

    /// The last day on which records are taken.
    pub fn recorded_until(&self) -> String {
        day_before(&self.to_day, -DAYS_AFTER)
    }

    /// Why it takes no records on a day; nothing while it does.
    pub fn refuses(&self, today: &str) -> Option<Fault> {
        let until = self.recorded_until();
        match self.state.as_str() {
            CLOSED => Some(Fault::Closed("closed.over")),
            OPEN if today > until.as_str() => Some(Fault::Over { key: "closed.recorded_until", day: until }),
            OPEN if today >= self.from_day.as_str() => None,
            _ => Some(Fault::Closed("closed.campaign")),
        }
    }

    /// Whether its last days are here and records are still taken.
    pub fn ends_soon(&self, today: &str) -> bool {
        self.refuses(today).is_none() && today >= day_before(&self.to_day, SOON).as_str()
    }

    /// Whether nothing is recorded any more and the office can end it.
    pub fn has_run_out(&self, today: &str) -> bool {
        self.state == OPEN && today > self.recorded_until().as_str()
    }

    /// Ends it: no new records, no checks, no reminders; everything stays.
    /// # Errors
    /// `Closed` when it is not open.
    pub fn close(&self, tx: &mut Tx) -> Result<Campaign, Fault> {
        if self.state != OPEN {
            return Err(Fault::Closed("closed.ended"));
        }
        crate::phone::forget(tx, &self.id)?;
        crate::photos::find::forget_pairs(tx, &self.id)?;
        Ok(tx.update(self, &Campaign { state: CLOSED.into(), ..self.clone() })?)
    }

    /// Gives a draft up: it is gone, with its items. Nothing rests on it.
    /// # Errors
    /// `Closed` when it was published.
    pub fn discard(&self, tx: &mut Tx) -> Result<(), Fault> {
        if self.state != DRAFT {
            return Err(Fault::Closed("closed.published"));
        }
        for (item, indicators) in find::items(tx, &self.id)? {
            for indicator in &indicators {
                tx.delete(indicator)?;
            }
            tx.delete(&item)?;
        }
        tx.delete(self)?;
        Ok(())
    }
}

/// Refuses to decide or correct what belongs to a campaign that has ended.
/// # Errors
/// `Closed`.
pub fn still_open(r: &mut Read, indicator: &str) -> Result<(), Fault> {
    let (.., campaign) = find::measure(r, indicator)?;
    if campaign.state == CLOSED { Err(Fault::Closed("closed.deed_over")) } else { Ok(()) }
}
