//! What people did, written down beside the phones, and whether the server has it.
use super::{Seen, Server};
use crate::{Fields, Kind};
use std::collections::{BTreeMap, BTreeSet};

/// What is to become of something that was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It must be at the server.
    Due,
    /// Its owner dropped it after a refusal.
    Dropped,
    /// The phone was put back to an older copy since: it may be there or not.
    Unsure,
}

/// One thing that a person did on a phone.
#[derive(Debug, Clone)]
pub struct Made {
    pub id: String,
    pub kind: Kind,
    pub deed: String,
    pub phone: usize,
    pub was: Fields,
    pub is: Fields,
    pub fate: Fate,
    /// It left the phone's queue as received.
    pub gone: bool,
}

#[derive(Default)]
pub struct Ledger {
    pub made: Vec<Made>,
    /// Deeds a checker approved, as they then stood.
    pub approved: BTreeMap<String, Fields>,
    /// Phones that were put back to an older copy.
    pub restored: BTreeSet<usize>,
}

impl Ledger {
    pub fn find(&mut self, id: &str) -> Option<&mut Made> {
        self.made.iter_mut().find(|m| m.id == id)
    }

    /// Looks whether everything holds.
    pub fn hold<S: Server>(&self, server: &mut S) -> Result<(), String> {
        let was_dropped = |m: &&Made| m.fate == Fate::Dropped && !self.restored.contains(&m.phone);
        if let Some(made) = self.made.iter().filter(was_dropped).find(|m| server.done(&m.id) > 0) {
            return Err(format!("{} was dropped on its phone as refused, and the server did it", made.id));
        }
        for made in self.made.iter().filter(|m| m.fate == Fate::Due) {
            if !made.gone {
                return Err(format!("{} never left its phone", made.id));
            }
            if server.done(&made.id) != 1 {
                return Err(format!("{} was done {} times", made.id, server.done(&made.id)));
            }
            let seen = server.look(&made.deed).ok_or_else(|| format!("{}: its deed {} is not there", made.id, made.deed))?;
            if made.kind == Kind::Withdraw && seen.state != "withdrawn" {
                return Err(format!("{} is {}, though it was withdrawn", made.deed, seen.state));
            }
            self.nothing_is_lost(made, &seen, server)?;
        }
        let deeds: BTreeSet<&String> = self.made.iter().map(|m| &m.deed).collect();
        for deed in deeds {
            if let Some(seen) = server.look(deed) {
                self.no_needless_conflict(deed, &seen)?;
                self.verified_stands(deed, &seen)?;
            }
        }
        Ok(())
    }

    /// A value somebody entered stands, or is kept for the clerk, or somebody who saw it changed it.
    fn nothing_is_lost<S: Server>(&self, made: &Made, seen: &Seen, server: &mut S) -> Result<(), String> {
        for (name, value) in made.is.iter().filter(|(name, _)| ["place", "words", "public_method"].contains(&name.as_str())) {
            let stands = [&seen.fields, seen.newest()].into_iter().chain(&seen.kept).any(|fields| fields.get(name) == Some(value));
            let passed_on = |o: &Made| o.deed == made.deed && o.was.get(name) == Some(value) && o.is.get(name) != Some(value);
            if !stands && !self.made.iter().filter(|o| passed_on(o)).any(|o| server.done(&o.id) > 0) {
                return Err(format!("{}: {name} {value} of {} is lost: {seen:?}", made.id, made.deed));
            }
        }
        for file in files(&made.is) {
            if files(&made.was).contains(&file) {
                continue;
            }
            let stands = [&seen.fields, seen.newest()].into_iter().chain(&seen.kept).any(|fields| files(fields).contains(&file));
            let taken_out = |o: &Made| o.deed == made.deed && files(&o.was).contains(&file) && !files(&o.is).contains(&file);
            if !stands && !self.made.iter().any(taken_out) {
                return Err(format!("{}: photograph {file} of {} is lost", made.id, made.deed));
            }
            if !server.holds(&file) {
                return Err(format!("{}: photograph {file} never came", made.id));
            }
        }
        Ok(())
    }

    /// Both values are kept only where two wrote.
    fn no_needless_conflict(&self, deed: &str, seen: &Seen) -> Result<(), String> {
        let mine: Vec<&Made> = self.made.iter().filter(|m| m.deed == deed).collect();
        if mine.iter().any(|m| self.restored.contains(&m.phone)) {
            return Ok(());
        }
        for kept in &seen.kept {
            for name in kept.keys() {
                let writers = mine.iter().filter(|m| m.kind == Kind::Change && m.is.contains_key(name)).count();
                if writers < 2 {
                    return Err(format!("{deed}: {name} is in conflict, and {writers} wrote it"));
                }
            }
        }
        Ok(())
    }

    /// What a checker approved stands until a checker approves something else.
    pub fn verified_stands(&self, deed: &str, seen: &Seen) -> Result<(), String> {
        match self.approved.get(deed) {
            Some(fields) if seen.state == "verified" && seen.fields != *fields => {
                Err(format!("{deed} was verified as {fields:?} and is {:?}", seen.fields))
            }
            _ => Ok(()),
        }
    }
}

/// SHA-256 of the photographs a body names.
pub fn files(fields: &Fields) -> Vec<String> {
    let list = fields.get("files").and_then(serde_json::Value::as_array);
    list.into_iter().flatten().filter_map(|f| f.as_str().map(ToOwned::to_owned)).collect()
}
