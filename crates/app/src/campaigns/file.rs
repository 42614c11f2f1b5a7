//! A campaign as a TOML file: read, checked, written. Making rows of it is in `make.rs`.
use crate::realm::valid_day;
use crate::web::Fault;
use serde::{Deserialize, Serialize};

/// The file. Numbers are written as decimal text, days as ISO days. `docs/campaign-file.md` explains every field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CampaignFile {
    pub id: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub mine: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub slogan: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub blurb: String,
    /// The unit that runs it; the root when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    pub from: String,
    pub to: String,
    /// The pack it is written under, for whoever reads the file; a realm has its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules: Option<String>,
    /// A complaint contact of its own; the realm's when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub complaints: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub switches: Vec<String>,
    #[serde(default)]
    pub items: Vec<ItemFile>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemFile {
    pub id: String,
    pub name: String,
    pub label: String,
    /// Who verifies: `own` unit's clerk, `other` unit's clerk, `none`.
    #[serde(default = "own")]
    pub way: String,
    /// What must be attached: `none`, `place`, `file`.
    #[serde(default = "none")]
    pub evidence: String,
    /// Why anything beside item and quantity is asked; shown to everyone asked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub justification: String,
    /// What else must be filled in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub required: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Whose the target is: `campaign`, `unit`, `person`.
    #[serde(default = "whole", skip_serializing_if = "is_whole")]
    pub per: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The unit that leads, by code.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lead: String,
    #[serde(default)]
    pub indicators: Vec<IndicatorFile>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorFile {
    pub id: String,
    pub name: String,
    pub measure: String,
    #[serde(default)]
    pub decimals: i64,
    pub most: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hint: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub how: Vec<String>,
    /// Indicators of other campaigns that this one also counts into.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
}

/// Closed sets of the file.
pub const WAYS: [&str; 3] = ["own", "other", "none"];
pub const EVIDENCE: [&str; 3] = ["none", "place", "file"];
pub const PER: [&str; 3] = ["campaign", "unit", "person"];
pub const REQUIRED: [&str; 7] = ["place", "people", "how", "words", "public", "served", "times"];
pub const HOWS: [&str; 4] = ["eye", "cart", "sack", "weighed"];
/// Off outside county-cn unless a campaign switches them on.
pub const SWITCHES: [&str; 8] =
    ["rank-order", "branches", "six-reaches", "exit-test", "red-head", "maxims", "id-numbers", "missing-person"];

/// The most items of a campaign, and measures of an item.
pub const ITEMS_MOST: usize = 40;
pub const INDICATORS_MOST: usize = 8;

fn own() -> String {
    "own".into()
}
fn none() -> String {
    "none".into()
}
fn whole() -> String {
    "campaign".into()
}
fn is_whole(per: &String) -> bool {
    per == "campaign"
}

/// Decimal text as thousandths: "1.5" is 1500. None for what is no such number.
pub fn milli(text: &str) -> Option<i64> {
    let text = text.trim();
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || part.len() > 3 || !digits(whole) || !digits(part) || text.ends_with('.') {
        return None;
    }
    let part: i64 = format!("{part:0<3}").parse().ok()?;
    whole.parse::<i64>().ok()?.checked_mul(1000)?.checked_add(part)
}

impl CampaignFile {
    /// Reads a whole campaign.
    /// # Errors
    /// `Invalid` with what the file lacks.
    pub fn read(text: &str) -> Result<Self, Fault> {
        let file: CampaignFile = toml::from_str(text).map_err(|e| Fault::says("text", "need.toml", &[("what", &e.message())]))?;
        file.check()?;
        Ok(file)
    }

    /// The file's text, from which [`CampaignFile::read`] makes the same campaign.
    #[cfg(test)]
    pub fn text(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    /// Whether it may be opened.
    /// # Errors
    /// `Invalid` with the first place that is not right.
    pub fn check(&self) -> Result<(), Fault> {
        let bad = |what: &str| Err(Fault::says("text", "need.campaign", &[("what", &what)]));
        if !valid_day(&self.from) || !valid_day(&self.to) || self.from > self.to {
            return bad("from – to");
        }
        if self.name.trim().is_empty() || self.items.is_empty() || self.items.len() > ITEMS_MOST {
            return bad("name, items");
        }
        if let Some(word) = self.switches.iter().find(|s| !SWITCHES.contains(&s.as_str())) {
            return bad(&format!("switches = \"{word}\""));
        }
        self.check_ids()?;
        self.items.iter().try_for_each(ItemFile::check)
    }

    fn check_ids(&self) -> Result<(), Fault> {
        let mut seen = std::collections::HashSet::new();
        // A measure may be called as its item is; two items or two measures may not.
        let items = self.items.iter().map(|i| ("items", &i.id));
        let measures = self.items.iter().flat_map(|i| i.indicators.iter().map(|n| ("indicators", &n.id)));
        for (kind, id) in std::iter::once(("campaign", &self.id)).chain(items).chain(measures) {
            if !valid_id(id) || !seen.insert((kind, id)) {
                return Err(Fault::says("text", "need.campaign", &[("what", &format!("{kind}: id = \"{id}\""))]));
            }
        }
        Ok(())
    }
}

/// Small letters, digits and dashes: ids stand in addresses.
pub fn valid_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= 60 && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

impl ItemFile {
    fn check(&self) -> Result<(), Fault> {
        let bad = |what: &str| Err(Fault::says("text", "need.campaign", &[("what", &format!("{}: {what}", self.id))]));
        let known = |set: &[&str], word: &str| set.contains(&word);
        if !known(&WAYS, &self.way) || !known(&PER, &self.per) {
            return bad("way, per");
        }
        if !known(&EVIDENCE, &self.evidence) || self.evidence != "none" && self.justification.trim().is_empty() {
            return bad("evidence, justification");
        }
        if !self.required.iter().all(|field| known(&REQUIRED, field)) {
            return bad("required");
        }
        if self.indicators.is_empty() || self.indicators.len() > INDICATORS_MOST || self.target.as_ref().is_some_and(|t| milli(t).is_none())
        {
            return bad("indicators, target");
        }
        self.indicators.iter().try_for_each(IndicatorFile::check)
    }
}

impl IndicatorFile {
    fn check(&self) -> Result<(), Fault> {
        let bad = |what: &str| Err(Fault::says("text", "need.campaign", &[("what", &format!("{}: {what}", self.id))]));
        let positive = |text: &str| milli(text).is_some_and(|m| m > 0);
        if !positive(&self.most) || !(0..=3).contains(&self.decimals) || !self.step.as_deref().is_none_or(positive) {
            return bad("most, decimals, step");
        }
        if self.measure.trim().is_empty() || !self.how.iter().all(|how| HOWS.contains(&how.as_str())) {
            return bad("measure, how");
        }
        if !self.also.iter().all(|id| valid_id(id)) {
            return bad("also");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let file = CampaignFile::read(include_str!("../../../../campaigns/six-ones.toml")).unwrap();
        assert_eq!(CampaignFile::read(&file.text()).unwrap(), file);
    }
}
