//! The line of a bulletin: what reporting through the system took in its month. Taken over by the writer, signed with the text, frozen with it.
use super::find;
use super::rows::{FEW, Said};
use crate::bulletin::Bulletin;
use crate::campaigns::Campaign;
use crate::realm::day_before;
use crate::web::Fault;
use crate::web::format::{month, quantity};
use crate::web::words::Words;
use ledger::{Read, Tx, record};

record! {
    /// Under the bulletin's id. Open: it is printed.
    pub struct TimeTold in "time_told" {
        /// Local, as `2017-03`.
        month: String as open,
        seconds: i64 as open,
        fields: i64 as open,
        /// Each person counted once in each week.
        people_weeks: i64 as open,
    }
}

/// A month has no more weeks.
const WEEKS: usize = 6;

impl TimeTold {
    /// What the records say now of the month of a bulletin's day, or of the campaign's last day where that was before; none where too few took
    /// part to say it. A week belongs to the month that its Thursday is in, and weeks of few people are left out.
    /// # Errors
    /// When the data cannot be read.
    pub fn now(r: &mut Read, b: &Bulletin) -> Result<Option<Self>, Fault> {
        let last = r.find::<Campaign>(&b.campaign)?.map_or_else(|| b.day.clone(), |campaign| campaign.to_day.min(b.day.clone()));
        let Some(of_month) = last.get(..7) else { return Ok(None) };
        let mut told = Self { id: b.id.clone(), rev: 1, month: of_month.to_owned(), seconds: 0, fields: 0, people_weeks: 0 };
        // A Monday from the 29th on has its Thursday in the next month.
        let weeks = find::weeks(r, &format!("{of_month}-29"), WEEKS)?;
        for week in weeks.iter().filter(|week| day_before(week, -3).starts_with(of_month)) {
            let sum = find::of_all(r, week)?;
            if sum.people >= FEW {
                told = Self {
                    seconds: told.seconds + sum.seconds,
                    fields: told.fields + sum.fields,
                    people_weeks: told.people_weeks + sum.people,
                    ..told
                };
            }
        }
        Ok(Some(told).filter(|told| told.people_weeks > 0))
    }

    /// As the bulletin has it, if it has one.
    /// # Errors
    /// When the data cannot be read.
    pub fn of(r: &mut Read, bulletin: &str) -> Result<Option<Self>, Fault> {
        Ok(r.find(bulletin)?)
    }

    /// The line goes into a draft as the records say it now, or out of it.
    /// # Errors
    /// `Invalid` when too few took part to say it.
    pub fn put(tx: &mut Tx, b: &Bulletin, printed: bool) -> Result<(), Fault> {
        let there = Self::of(tx, &b.id)?;
        match (there, printed) {
            (None, false) => {}
            (Some(there), false) => tx.delete(&there)?,
            (there, true) => {
                let now = Self::now(tx, b)?.ok_or(Fault::invalid("time", "need.enough_people"))?;
                match there {
                    Some(there) if there.says_as(&now) => {}
                    Some(there) => {
                        tx.update(&there, &Self { rev: there.rev, ..now })?;
                    }
                    None => {
                        tx.insert(&now)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The same line for the draft that replaces a withdrawn issue.
    /// # Errors
    /// When the data cannot be written.
    pub fn copy(tx: &mut Tx, from: &str, to: &str) -> Result<(), Fault> {
        if let Some(there) = Self::of(tx, from)? {
            tx.insert(&Self { id: to.to_owned(), rev: 1, ..there })?;
        }
        Ok(())
    }

    /// Whether it holds the same values.
    pub fn says_as(&self, other: &Self) -> bool {
        self.signed() == other.signed()
    }

    /// What a signature is given to.
    pub fn signed(&self) -> String {
        format!("asked\0{}\0{}\0{}\0{}\0", self.month, self.seconds, self.fields, self.people_weeks)
    }

    /// The sentence.
    pub fn said(&self, w: &Words) -> String {
        let each = Said::of(self.people_weeks, self.seconds, self.fields);
        let (minutes, fields) = each.map_or((0, 0), |each| (each.minutes, each.fields));
        let (of, minutes, fields) = (month(w.lang(), &self.month), quantity(minutes, 1), quantity(fields, 1));
        w.f("asked.line", &[("month", &of), ("minutes", &minutes), ("fields", &fields)])
    }
}
