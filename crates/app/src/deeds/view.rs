//! Deeds as a reader may see them: lines of lists, facts, masked by who reads.
use super::facts::Facts;
use super::{Content, Deed, Served};
use crate::campaigns::{Indicator, Item, find};
use crate::needs::seen::Solved;
use crate::orgs;
use crate::people::{Person, masked};
use crate::photos::pages::Attached;
use crate::powers::{Actor, sees_names};
use crate::rosters::seen::OnRoster;
use crate::web::Fault;
use crate::web::deed_line::{DeedLine, State};
use crate::web::format::quantity;
use crate::web::words::Words;
use ledger::Read;
use std::collections::HashMap;

/// Items and units already looked up for one page.
pub struct Lookup {
    /// What stands in the place of an erased name.
    erased: String,
    measures: HashMap<String, (Indicator, Item)>,
    several: HashMap<String, bool>,
    units: HashMap<String, String>,
    names: HashMap<String, String>,
}

impl Lookup {
    pub fn new(w: &Words) -> Self {
        let erased = w.t("erasure.erased").to_owned();
        Self { erased, measures: HashMap::new(), several: HashMap::new(), units: HashMap::new(), names: HashMap::new() }
    }
    /// # Errors
    /// When the data cannot be read.
    pub fn measure(&mut self, r: &mut Read, indicator: &str) -> Result<(Indicator, Item), Fault> {
        if !self.measures.contains_key(indicator) {
            let (i, item, _) = find::measure(r, indicator)?;
            self.measures.insert(indicator.to_owned(), (i, item));
        }
        Ok(self.measures[indicator].clone())
    }
    /// Whether an item is counted in several measures.
    fn several(&mut self, r: &mut Read, item: &str) -> Result<bool, Fault> {
        if !self.several.contains_key(item) {
            self.several.insert(item.to_owned(), find::indicators(r, item)?.len() > 1);
        }
        Ok(self.several[item])
    }
    /// The unit's name on a day.
    /// # Errors
    /// When the data cannot be read.
    pub fn unit(&mut self, r: &mut Read, code: &str, day: &str) -> Result<String, Fault> {
        let key = format!("{code}@{day}");
        if !self.units.contains_key(&key) {
            let name = orgs::find::named(r, code, day)?.map_or_else(|| code.to_owned(), |u| u.name);
            self.units.insert(key.clone(), name);
        }
        Ok(self.units[&key].clone())
    }
    fn name(&mut self, r: &mut Read, person: &str) -> Result<String, Fault> {
        if !self.names.contains_key(person) {
            let name = r.find::<Person>(person)?.map(|p| p.name.unwrap_or_else(|| self.erased.clone())).unwrap_or_default();
            self.names.insert(person.to_owned(), name);
        }
        Ok(self.names[person].clone())
    }
    /// A person's name, masked unless `open`.
    /// # Errors
    /// When the data cannot be read.
    pub fn name_for(&mut self, r: &mut Read, person: &str, open: bool) -> Result<String, Fault> {
        let name = self.name(r, person)?;
        Ok(if open || name == self.erased { name } else { masked(&name) })
    }

    /// One deed as a line; `open` shows who and what they wrote.
    /// # Errors
    /// When the data cannot be read.
    pub fn line(&mut self, r: &mut Read, deed: &Deed, open: bool) -> Result<DeedLine, Fault> {
        let (indicator, item) = self.measure(r, &deed.indicator)?;
        let shown = open || deed.published;
        Ok(DeedLine {
            href: format!("/deeds/{}", deed.id),
            hue: hue(&item),
            item: indicator.called(&item, self.several(r, &item.id)?),
            quantity: quantity(deed.quantity, decimals(&indicator)),
            measure: indicator.measure,
            unit: self.unit(r, &deed.unit, &deed.day)?,
            day: deed.day.clone(),
            place: deed.place.clone(),
            who: if open { self.name(r, &deed.recorder)? } else { String::new() },
            words: if shown { deed.words.clone().unwrap_or_default() } else { String::new() },
            state: State::of(&deed.state),
            position: deed.position,
        })
    }

    /// Lines for a list that anyone may see: names and words only where this reader sees them.
    /// # Errors
    /// When the data cannot be read.
    pub fn lines(&mut self, r: &mut Read, deeds: &[Deed], actor: Option<&Actor>) -> Result<Vec<DeedLine>, Fault> {
        deeds
            .iter()
            .map(|deed| {
                let open = sees_names(r, actor, deed)?;
                self.line(r, deed, open)
            })
            .collect()
    }

    /// What the deed says of itself, with another content where a correction is looked at. `checks`: its reader decides on it.
    /// # Errors
    /// When the data cannot be read.
    pub fn facts(&mut self, r: &mut Read, w: &Words, deed: &Deed, content: &Content, (open, checks): (bool, bool)) -> Result<Facts, Fault> {
        let (indicator, item) = self.measure(r, &deed.indicator)?;
        let several = self.several(r, &item.id)?;
        let clerk = if deed.entered_by == deed.recorder { String::new() } else { self.name_for(r, &deed.entered_by, open)? };
        // Who did it alone did it together with nobody.
        let alone = content.people.as_slice() == [deed.recorder.as_str()];
        let people = content.people.iter().filter(|_| !alone).map(|p| self.name_for(r, p, open)).collect::<Result<Vec<_>, _>>()?;
        let words_shown = open || deed.published;
        let count = |n: i64| if n > 0 { n.to_string() } else { String::new() };
        Ok(Facts {
            recorder: self.name_for(r, &deed.recorder, open)?,
            clerk,
            indicator: if several { indicator.name } else { String::new() },
            day: content.day.clone(),
            began: content.began.clone().unwrap_or_default(),
            ended: content.ended.clone().unwrap_or_default(),
            place: content.place.clone(),
            how: if content.how.is_empty() { String::new() } else { w.t(&format!("how.{}", content.how)).to_owned() },
            people,
            served: content.served.iter().map(|s| served_words(w, s, open)).collect(),
            need: Solved::by(r, w, &deed.id, open)?,
            roster: OnRoster::of(r, &deed.id)?,
            public_count: count(content.public_count),
            public_method: content.public_method.clone(),
            words: if words_shown { content.words.clone() } else { String::new() },
            files: if open { attached(r, content, checks)? } else { Vec::new() },
            say_no_files: open,
        })
    }
}

fn attached(r: &mut Read, content: &Content, checks: bool) -> Result<Vec<Attached>, Fault> {
    content.files.iter().map(|file| Attached::of(r, file, checks)).collect()
}

/// 留守老人3（户或人），with the name only for those who may see it.
fn served_words(w: &Words, served: &Served, open: bool) -> String {
    let gap = if w.lang().is_han() { "" } else { " " };
    let kind = w.t(&format!("kind.{}", served.kind)).to_owned();
    let name = served.subject.as_deref().filter(|_| open).map(|s| format!(" {s}")).unwrap_or_default();
    format!("{kind}{gap}{}{name}", served.count)
}

/// The item's colour, from its place.
pub fn hue(item: &Item) -> u8 {
    u8::try_from((item.place - 1) % 6 + 1).unwrap_or(1)
}

pub fn decimals(indicator: &Indicator) -> u8 {
    u8::try_from(indicator.decimals).unwrap_or(0)
}

impl State {
    /// The state as stored; `None` for what is no state of a deed.
    pub fn of(word: &str) -> Option<State> {
        use super::state::{RECEIVED, REFUSED, RETURNED, VERIFIED, WITHDRAWN};
        [
            (RECEIVED, State::Received),
            (VERIFIED, State::Verified),
            (RETURNED, State::Returned),
            (REFUSED, State::Refused),
            (WITHDRAWN, State::Withdrawn),
        ]
        .into_iter()
        .find(|(name, _)| *name == word)
        .map(|(_, state)| state)
    }
}
