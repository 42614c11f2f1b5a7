//! What can be done to a unit as of a day. A change runs on through later versions until one differs in the same thing by itself.
use super::find;
use crate::figures::Hung;
use crate::orgs::{self, Unit, UnitChange, find::line};
use crate::people::Post;
use crate::powers::Power;
use crate::realm::{OPEN_END, Realm, day_before, today, valid_day};
use crate::web::Fault;
use ledger::Tx;

/// A change of one unit.
#[derive(Debug, Clone)]
pub struct Change {
    pub unit: String,
    /// The first day it holds for; for an end the last day of the unit, or empty to open it again.
    pub day: String,
    pub reason: String,
    pub what: What,
}

#[derive(Debug, Clone)]
pub enum What {
    Rename(String),
    /// Below another unit, by code.
    Move(String),
    /// Into another unit, by code.
    Merge(String),
    End,
    /// Its place among its siblings; not dated.
    Order(i64),
}

impl What {
    fn word(&self) -> &'static str {
        match self {
            What::Rename(_) => "rename",
            What::Move(_) => "move",
            What::Merge(_) => "merge",
            What::End => "end",
            What::Order(_) => "order",
        }
    }
}

/// No line may grow longer than the queries walk.
const DEPTH_MOST: usize = 12;
const REASON_MOST: usize = 200;

impl Change {
    /// The power it is made under: over the unit, and over the one it goes to.
    pub fn power(&self) -> Power {
        let to = if let What::Move(to) | What::Merge(to) = &self.what { to.clone() } else { String::new() };
        Power::ChangeUnit { unit: self.unit.clone(), to }
    }

    /// Makes the change and writes it into the unit's history. What is so already changes nothing.
    /// # Errors
    /// `Invalid`, naming the field; `Missing` when there is no such unit.
    pub fn make(&self, tx: &mut Tx) -> Result<(), Fault> {
        if self.reason.chars().count() > REASON_MOST {
            return Err(Fault::says("reason", "need.shorter", &[("most", &REASON_MOST)]));
        }
        let dated = !matches!(self.what, What::Order(_));
        let opens = matches!(self.what, What::End) && self.day.is_empty();
        if dated && !opens && !valid_day(&self.day) {
            return Err(Fault::invalid("day", "need.day"));
        }
        if find::versions(tx, &self.unit)?.is_empty() {
            return Err(Fault::Missing);
        }
        let done = match &self.what {
            What::Rename(name) => self.rename(tx, name)?,
            What::Move(parent) => self.move_below(tx, parent)?,
            What::Merge(into) => self.merge(tx, into)?,
            What::End if opens => self.open(tx)?,
            What::End => self.version(tx).and_then(|_| self.end(tx, &self.unit))?.map(|was| (was, self.day.clone())),
            What::Order(rank) => self.order(tx, *rank)?,
        };
        done.map_or(Ok(()), |(was, becomes)| self.note(tx, was, becomes))
    }

    fn note(&self, tx: &mut Tx, was: String, becomes: String) -> Result<(), Fault> {
        let day = if self.day.is_empty() { Realm::find(tx)?.map(|r| today(&r, tx.now_ms())).unwrap_or_default() } else { self.day.clone() };
        let row = UnitChange {
            id: tx.uuid(),
            rev: 1,
            unit: self.unit.clone(),
            kind: self.what.word().into(),
            day,
            was,
            becomes,
            reason: self.reason.trim().to_owned(),
            made_by: tx.warrant().who().to_owned(),
            made_at: tx.now(),
        };
        tx.insert(&row)?;
        Ok(())
    }

    /// The version that holds on the change's day.
    fn version(&self, tx: &mut Tx) -> Result<Unit, Fault> {
        let missing = || Fault::says("day", "need.unit", &[("code", &self.unit)]);
        let unit = orgs::find::version(tx, &self.unit, &self.day)?.ok_or_else(missing)?;
        if unit.merged {
            return Err(Fault::says("day", "need.unit_merged", &[("code", &self.unit), ("into", &unit.parent)]));
        }
        Ok(unit)
    }

    /// Versions from the change's day on, the first one cut so that it begins there, while `same` says so.
    fn onward(&self, tx: &mut Tx, same: impl Fn(&Unit) -> bool) -> Result<Vec<Unit>, Fault> {
        cut(tx, &self.unit, &self.day)?;
        let later = find::versions(tx, &self.unit)?.into_iter().filter(|v| v.from_day >= self.day);
        Ok(later.take_while(same).collect())
    }

    fn rename(&self, tx: &mut Tx, name: &str) -> Result<Option<(String, String)>, Fault> {
        let (name, now) = (name.trim(), self.version(tx)?);
        if name.is_empty() || name.chars().count() > 60 {
            return Err(Fault::says("name", "need.unit_name", &[("code", &self.unit)]));
        }
        if name == now.name {
            return Ok(None);
        }
        for version in self.onward(tx, |v| v.name == now.name)? {
            tx.update(&version, &Unit { name: name.to_owned(), ..version.clone() })?;
        }
        Ok(Some((now.name, name.to_owned())))
    }

    /// A merged unit is given a place of its own again by this; what went over with it stays where it is.
    fn move_below(&self, tx: &mut Tx, parent: &str) -> Result<Option<(String, String)>, Fault> {
        let missing = || Fault::says("day", "need.unit", &[("code", &self.unit)]);
        let now = orgs::find::version(tx, &self.unit, &self.day)?.ok_or_else(missing)?;
        if now.parent == parent && !now.merged {
            return Ok(None);
        }
        if now.parent.is_empty() {
            return Err(Fault::invalid("parent", "need.not_the_root"));
        }
        let later = self.onward(tx, |v| v.parent == now.parent && v.merged == now.merged)?;
        let end = later.last().map_or(now.to_day, |v| v.to_day.clone());
        self.may_hang(tx, "parent", parent, &end)?;
        let hung = Hung::before(tx, &self.unit, &self.day, &end)?;
        for version in later {
            tx.update(&version, &Unit { parent: parent.to_owned(), merged: false, ..version.clone() })?;
        }
        hung.rehang(tx)?;
        Ok(Some((now.parent, parent.to_owned())))
    }

    /// Whether another unit stands and is not merged all through the period, and does not lie below this one.
    fn may_hang(&self, tx: &mut Tx, field: &'static str, above: &str, to: &str) -> Result<(), Fault> {
        if !find::stands(tx, above, &self.day, to)? {
            return Err(Fault::says(field, "need.parent_through", &[("code", &above), ("day", &self.day)]));
        }
        for day in find::turns(tx, &self.day, to)? {
            let over = line(tx, above, &day)?;
            if over.contains(&self.unit) {
                return Err(Fault::says(field, "need.no_ring", &[("code", &above)]));
            }
            if over.len() >= DEPTH_MOST {
                return Err(Fault::says(field, "need.too_deep", &[("most", &DEPTH_MOST)]));
            }
        }
        Ok(())
    }

    /// What is below it and whoever holds a post in it goes to the other unit; its own records stay its own, one step further down.
    fn merge(&self, tx: &mut Tx, into: &str) -> Result<Option<(String, String)>, Fault> {
        let now = self.version(tx)?;
        if now.parent.is_empty() {
            return Err(Fault::invalid("into", "need.not_the_root"));
        }
        if into == self.unit {
            return Err(Fault::says("into", "need.no_ring", &[("code", &into)]));
        }
        let later = self.onward(tx, |_| true)?;
        let end = later.last().map_or(now.to_day, |v| v.to_day.clone());
        self.may_hang(tx, "into", into, &end)?;
        for child in find::below_from(tx, &self.unit, &self.day)? {
            let from = child.from_day.clone().max(self.day.clone());
            let hung = Hung::before(tx, &child.code, &from, &child.to_day)?;
            let child = cut(tx, &child.code, &from)?;
            tx.update(&child, &Unit { parent: into.to_owned(), ..child.clone() })?;
            hung.rehang(tx)?;
        }
        let hung = Hung::before(tx, &self.unit, &self.day, &end)?;
        for version in later {
            tx.update(&version, &Unit { parent: into.to_owned(), merged: true, ..version.clone() })?;
        }
        hung.rehang(tx)?;
        Post::carry_over(tx, &self.unit, into, &self.day)?;
        Ok(Some((now.parent, into.to_owned())))
    }

    /// The unit's last day; what was merged into it ends with it. Nothing may be left behind after it. Gives the last day before.
    fn end(&self, tx: &mut Tx, code: &str) -> Result<Option<String>, Fault> {
        let versions = find::versions(tx, code)?;
        let was = versions.last().map(|v| v.to_day.clone()).unwrap_or_default();
        let holds = versions.iter().find(|v| v.from_day <= self.day && self.day <= v.to_day).cloned();
        let holds = holds.ok_or_else(|| Fault::says("day", "need.unit", &[("code", &code)]))?;
        if holds.parent.is_empty() {
            return Err(Fault::invalid("day", "need.not_the_root"));
        }
        if was == self.day {
            return Ok(None);
        }
        let after = day_after(&self.day);
        for child in find::below_from(tx, code, &after)? {
            let there = orgs::find::version(tx, &child.code, &self.day)?;
            if !there.is_some_and(|v| v.merged && v.parent == code) {
                return Err(Fault::says("day", "need.end_children", &[("name", &child.name)]));
            }
            self.end(tx, &child.code)?;
        }
        match find::in_use_after(tx, code, &self.day)? {
            (true, _) => return Err(Fault::says("day", "need.end_posts", &[("code", &code)])),
            (_, true) => return Err(Fault::says("day", "need.end_deeds", &[("code", &code)])),
            _ => {}
        }
        for version in versions.iter().filter(|v| v.from_day > self.day) {
            tx.delete(version)?;
        }
        tx.update(&holds, &Unit { to_day: self.day.clone(), ..holds.clone() })?;
        Ok(Some(was))
    }

    /// The unit goes on after all.
    fn open(&self, tx: &mut Tx) -> Result<Option<(String, String)>, Fault> {
        let Some(last) = find::versions(tx, &self.unit)?.pop().filter(|v| v.to_day != OPEN_END) else { return Ok(None) };
        let opened = Self { day: day_after(&last.to_day), ..self.clone() };
        opened.may_hang(tx, "day", &last.parent, OPEN_END)?;
        tx.update(&last, &Unit { to_day: OPEN_END.to_owned(), ..last.clone() })?;
        Ok(Some((last.to_day.clone(), String::new())))
    }

    fn order(&self, tx: &mut Tx, rank: i64) -> Result<Option<(String, String)>, Fault> {
        if !(0..=99_999).contains(&rank) {
            return Err(Fault::says("rank", "need.whole", &[("text", &rank)]));
        }
        let versions = find::versions(tx, &self.unit)?;
        let was = versions.last().map_or(0, |v| v.rank);
        for version in versions.iter().filter(|v| v.rank != rank) {
            tx.update(version, &Unit { rank, ..version.clone() })?;
        }
        Ok(if was == rank { None } else { Some((was.to_string(), rank.to_string())) })
    }
}

/// Cuts the version that holds on a day so that one begins there; gives that one.
fn cut(tx: &mut Tx, code: &str, day: &str) -> Result<Unit, Fault> {
    let version = orgs::find::version(tx, code, day)?.ok_or(Fault::Missing)?;
    if version.from_day == day {
        return Ok(version);
    }
    tx.update(&version, &Unit { to_day: day_before(day, 1), ..version.clone() })?;
    let second = Unit { id: format!("{code}@{day}"), rev: 1, from_day: day.to_owned(), ..version };
    tx.insert(&second)?;
    Ok(second)
}

fn day_after(day: &str) -> String {
    day_before(day, -1)
}
