//! A household's file as a whole: everything in it, and the key that opens it.
use super::lists::Lists;
use super::money::{self, Net};
use super::{Entry, Ground, Household, Income, Measure, Member, Pairing, Plan, Reach, find};
use crate::sealing::Seal;
use crate::web::Fault;
use ledger::Read;

pub struct File {
    pub household: Household,
    pub seal: Seal,
    pub lists: &'static Lists,
    pub members: Vec<Member>,
    pub incomes: Vec<Income>,
    pub plans: Vec<Plan>,
    pub measures: Vec<Measure>,
    /// The newest first, at most [`ENTRIES`].
    pub entries: Vec<Entry>,
    pub reaches: Vec<Reach>,
    pub grounds: Vec<Ground>,
    /// The newest first.
    pub pairings: Vec<Pairing>,
}

/// Entries on the file's page.
pub const ENTRIES: usize = 100;

impl File {
    /// # Errors
    /// `Missing` when there is no such household.
    pub fn open(r: &mut Read, code: &str) -> Result<File, Fault> {
        let household = find::by_code(r, code)?.ok_or(Fault::Missing)?;
        let id = household.id.clone();
        let of = [id.as_str().into()];
        Ok(File {
            seal: Seal::of(r, &id)?,
            lists: Lists::of(r)?,
            members: find::members(r, &id)?,
            incomes: r.all("WHERE household = $1 ORDER BY year, source", &of)?,
            plans: r.all("WHERE household = $1 ORDER BY year DESC", &of)?,
            measures: r.all("WHERE household = $1 ORDER BY year DESC, due, id", &of)?,
            entries: r.all(&format!("WHERE household = $1 ORDER BY day DESC, made_at DESC, id DESC LIMIT {ENTRIES}"), &of)?,
            reaches: r.all("WHERE subject = $1 ORDER BY id", &of)?,
            grounds: r.all("WHERE household = $1 ORDER BY year DESC, ground", &of)?,
            pairings: find::pairings(r, &id)?,
            household,
        })
    }

    /// Every row of a kind of a household's file.
    /// # Errors
    /// When the data cannot be read.
    pub fn all<T: ledger::Record>(r: &mut Read, household: &str) -> ledger::Result<Vec<T>> {
        let owner = if T::COLUMNS.iter().any(|column| column.name == "subject") { "subject" } else { "household" };
        r.all(&format!("WHERE {owner} = $1 ORDER BY id"), &[household.into()])
    }

    pub fn head(&self) -> Option<&Member> {
        let heads = self.members.iter().filter(|member| member.relation == "head");
        heads.max_by_key(|member| &member.to_day)
    }
    /// The responsible person on a day.
    pub fn responsible(&self, day: &str) -> Option<&Pairing> {
        self.pairings.iter().find(|line| line.from_day.as_str() <= day && line.to_day.as_str() >= day)
    }
    pub fn net(&self, year: i64, planned: bool, today: &str) -> Option<Net> {
        money::net(self.lists, &self.incomes, &self.members, (year, planned), today)
    }
    /// Years of which something is written, oldest first.
    pub fn years(&self) -> Vec<i64> {
        let mut years: Vec<i64> = self.incomes.iter().map(|income| income.year).collect();
        years.sort_unstable();
        years.dedup();
        years
    }
    /// Whether the household is over the line in a year; none where there is no line or no income.
    pub fn over_line(&self, year: i64, today: &str) -> Option<bool> {
        Some(self.net(year, false, today)?.per_head > self.lists.line(year)?)
    }
}
