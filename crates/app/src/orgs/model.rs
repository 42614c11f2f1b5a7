//! Units, groups and imports.
use super::{Tile, find};
use crate::realm::{OPEN_END, valid_day};
use crate::web::Fault;
use ledger::{Tx, record};

record! {
    /// A version of a unit: its code and the days it holds for. Units are known by code and dates; names repeat.
    pub struct Unit in "units" {
        code: String as open,
        name: String as open,
        /// The parent's code; empty for the root.
        parent: String as open,
        /// `county` `bureau` `township` `village` `team`, or a realm's own.
        kind: String as open,
        /// Official order among its siblings; 0 when none is set.
        rank: i64 as open,
        from_day: String as open,
        to_day: String as open,
        /// The unit went into its parent: it takes no records and is no child on any page, and its sums go on into the parent's.
        merged: bool as open,
    }
}

record! {
    /// What was done to a unit: the history people read. The versions themselves are in `units`.
    pub struct UnitChange in "unit_changes" {
        unit: String as open,
        /// `rename` `move` `merge` `end` `order`.
        kind: String as open,
        /// The first day it holds for; for an end the unit's last day.
        day: String as open,
        /// A name, a unit's code or a day, as the kind says.
        was: String as open,
        becomes: String as open,
        reason: String,
        made_by: String as open,
        made_at: String as open,
    }
}

record! {
    /// A file that was brought in, in steps; until it is `done` its deeds are in no figure.
    pub struct Import in "imports" {
        kind: String as open,
        sha256: String as open,
        made_by: String as open,
        rows: i64 as open,
        done: i64 as open,
        /// `running` or `done`.
        state: String as open,
        started: String as open,
    }
}

/// What a new unit needs. Days are inclusive local days, empty for open ends.
#[derive(Debug, Clone, Default)]
pub struct NewUnit {
    pub code: String,
    pub name: String,
    pub parent: String,
    pub kind: String,
    pub rank: i64,
    pub from: String,
    pub to: String,
    /// Column and row of its tile.
    pub tile: Option<(i64, i64)>,
}

impl Unit {
    /// Adds a unit, or leaves it when the very same is already there.
    /// # Errors
    /// `Invalid` when the code is malformed or differs from what is there, or the parent is unknown.
    pub fn add(tx: &mut Tx, new: &NewUnit) -> Result<Unit, Fault> {
        let unit = new.version()?;
        if let Some(tile) = new.tile {
            Tile::lay(tx, &unit.code, tile)?;
        }
        if let Some(there) = tx.find::<Unit>(&unit.id)? {
            let same = there.name == unit.name && there.parent == unit.parent && there.kind == unit.kind;
            return if same { Ok(there) } else { Err(Fault::says("code", "need.unit_taken", &[("code", &unit.code)])) };
        }
        let above = find::version(tx, &unit.parent, &unit.from_day)?;
        if unit.parent == unit.code || !unit.parent.is_empty() && above.is_none_or(|u| u.merged) {
            return Err(Fault::says("parent", "need.parent", &[("code", &unit.parent)]));
        }
        if unit.parent.is_empty() && find::root(tx)?.is_some() {
            return Err(Fault::says("parent", "need.one_root", &[("code", &unit.code)]));
        }
        let others = tx.row(
            "SELECT 1 FROM units WHERE code = $1 AND from_day <= $3 AND to_day >= $2 LIMIT 1",
            &[unit.code.as_str().into(), unit.from_day.as_str().into(), unit.to_day.as_str().into()],
        )?;
        if others.is_some() {
            return Err(Fault::says("from", "need.unit_overlap", &[("code", &unit.code)]));
        }
        tx.insert(&unit)?;
        Ok(unit)
    }
}

impl NewUnit {
    fn version(&self) -> Result<Unit, Fault> {
        let code = self.code.trim();
        if code.is_empty() {
            return Err(Fault::invalid("code", "need.code_missing"));
        }
        if code.len() > 40 || !code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            return Err(Fault::says("code", "need.unit_code", &[("code", &self.code)]));
        }
        if self.name.trim().is_empty() || self.name.chars().count() > 60 {
            return Err(Fault::says("name", "need.unit_name", &[("code", &self.code)]));
        }
        let to = if self.to.is_empty() { OPEN_END } else { &self.to };
        if !self.from.is_empty() && !valid_day(&self.from) || !valid_day(to) || self.from.as_str() > to {
            return Err(Fault::invalid("from", "need.days"));
        }
        let id = if self.from.is_empty() { code.to_owned() } else { format!("{code}@{}", self.from) };
        Ok(Unit {
            id,
            rev: 1,
            code: code.to_owned(),
            name: self.name.trim().to_owned(),
            parent: self.parent.trim().to_owned(),
            kind: if self.kind.is_empty() { "county".to_owned() } else { self.kind.clone() },
            rank: self.rank,
            from_day: self.from.clone(),
            to_day: to.to_owned(),
            merged: false,
        })
    }
}
