//! What is not right in a campaign's file, place by place. A draft may be unfinished, but not wrong.
use super::file::{
    CampaignFile, EVIDENCE, HOWS, INDICATORS_MOST, ITEMS_MOST, IndicatorFile, ItemFile, PER, REQUIRED, SWITCHES, WAYS, milli, valid_id,
};
use crate::realm::valid_day;
use crate::web::words::Words;
use std::collections::HashSet;
use std::fmt::Display;

/// A place in the file, `items[3].target`, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    pub field: String,
    key: &'static str,
    gaps: Vec<(&'static str, String)>,
}

impl Wrong {
    pub fn new(field: impl Into<String>, key: &'static str) -> Self {
        Self { field: field.into(), key, gaps: Vec::new() }
    }
    pub fn with(mut self, gap: &'static str, value: impl Display) -> Self {
        self.gaps.push((gap, value.to_string()));
        self
    }
    pub fn sentence(&self, w: &Words) -> String {
        let gaps: Vec<(&str, &dyn Display)> = self.gaps.iter().map(|(name, value)| (*name, value as &dyn Display)).collect();
        w.f(self.key, &gaps)
    }
}

/// What was found so far, and how strictly it is looked at.
struct Look {
    whole: bool,
    found: Vec<Wrong>,
}

impl Look {
    fn bad(&mut self, field: String, key: &'static str) {
        self.found.push(Wrong::new(field, key));
    }
    /// A text within its length; given, when the campaign is to be whole and the text is needed.
    fn text(&mut self, field: String, text: &str, needed: bool, most: usize) {
        if needed && self.whole && text.trim().is_empty() {
            self.bad(field, "need.given");
        } else if text.chars().count() > most {
            self.found.push(Wrong::new(field, "need.shorter").with("most", most));
        }
    }
    fn amount(&mut self, field: String, text: &str, needed: bool) {
        let empty = text.trim().is_empty();
        if empty && !(needed && self.whole) {
            return;
        }
        if milli(text).is_none_or(|m| m <= 0) {
            self.bad(field, "need.amount");
        }
    }
    /// A planned number may be nought; a rule has its own word on that.
    fn target(&mut self, field: String, text: &str) {
        if !text.trim().is_empty() && milli(text).is_none() {
            self.bad(field, "need.amount");
        }
    }
    fn one_of(&mut self, field: String, word: &str, set: &[&str]) {
        if !set.contains(&word) {
            self.bad(field, "need.choice");
        }
    }
}

impl CampaignFile {
    /// Every place that is not right; `whole` asks for everything that an open campaign needs.
    pub fn wrongs(&self, whole: bool) -> Vec<Wrong> {
        let mut look = Look { whole, found: Vec::new() };
        look.text("name".into(), &self.name, true, 60);
        for (field, text, most) in
            [("mine", &self.mine, 30), ("slogan", &self.slogan, 100), ("blurb", &self.blurb, 1000), ("complaints", &self.complaints, 200)]
        {
            look.text(field.into(), text, false, most);
        }
        self.days(&mut look);
        if self.items.is_empty() && whole || self.items.len() > ITEMS_MOST {
            look.found.push(Wrong::new("items", "need.items").with("most", ITEMS_MOST));
        }
        self.switches.iter().for_each(|word| look.one_of("switches".into(), word, &SWITCHES));
        for (n, item) in self.items.iter().enumerate() {
            item.look(&format!("items[{n}]"), &mut look);
        }
        self.ids(&mut look);
        look.found
    }

    fn days(&self, look: &mut Look) {
        let wanted = |day: &str| look.whole || !day.is_empty();
        let bad = |day: &str| wanted(day) && !valid_day(day);
        let (from, to) = (bad(&self.from), bad(&self.to) || valid_day(&self.from) && valid_day(&self.to) && self.from > self.to);
        if from {
            look.bad("from".into(), "need.days");
        }
        if to {
            look.bad("to".into(), "need.days");
        }
    }

    /// A measure may be called as its item is; two items or two measures may not.
    fn ids(&self, look: &mut Look) {
        let mut seen = HashSet::new();
        let items = self.items.iter().enumerate().map(|(n, i)| ("item", format!("items[{n}].id"), &i.id));
        let measures = self.items.iter().enumerate().flat_map(|(n, i)| {
            i.indicators.iter().enumerate().map(move |(m, it)| ("measure", format!("items[{n}].indicators[{m}].id"), &it.id))
        });
        for (kind, field, id) in std::iter::once(("campaign", "id".to_owned(), &self.id)).chain(items).chain(measures) {
            if !valid_id(id) || !seen.insert((kind, id)) {
                look.found.push(Wrong::new(field.clone(), "need.campaign").with("what", format!("{field} = \"{id}\"")));
            }
        }
    }
}

impl ItemFile {
    fn look(&self, path: &str, look: &mut Look) {
        let at = |name: &str| format!("{path}.{name}");
        look.text(at("name"), &self.name, true, 60);
        look.text(at("label"), &self.label, true, 4);
        look.text(at("justification"), &self.justification, false, 500);
        look.text(at("note"), &self.note, false, 200);
        look.target(at("target"), self.target.as_deref().unwrap_or(""));
        look.one_of(at("way"), &self.way, &WAYS);
        look.one_of(at("per"), &self.per, &PER);
        look.one_of(at("evidence"), &self.evidence, &EVIDENCE);
        self.required.iter().for_each(|field| look.one_of(at("required"), field, &REQUIRED));
        if look.whole && self.evidence != "none" && self.justification.trim().is_empty() {
            look.bad(at("justification"), "need.justification");
        }
        if self.indicators.is_empty() && look.whole || self.indicators.len() > INDICATORS_MOST {
            look.found.push(Wrong::new(at("indicators"), "need.measures").with("most", INDICATORS_MOST));
        }
        for (m, indicator) in self.indicators.iter().enumerate() {
            indicator.look(&format!("{path}.indicators[{m}]"), look);
        }
    }
}

impl IndicatorFile {
    fn look(&self, path: &str, look: &mut Look) {
        let at = |name: &str| format!("{path}.{name}");
        look.text(at("name"), &self.name, true, 60);
        look.text(at("measure"), &self.measure, true, 20);
        look.text(at("hint"), &self.hint, false, 200);
        look.amount(at("most"), &self.most, true);
        look.amount(at("step"), self.step.as_deref().unwrap_or(""), false);
        if !(0..=3).contains(&self.decimals) {
            look.bad(at("decimals"), "need.choice");
        }
        self.how.iter().for_each(|how| look.one_of(at("how"), how, &HOWS));
        if !self.also.iter().all(|id| valid_id(id)) {
            look.bad(at("also"), "need.ids");
        }
    }
}
