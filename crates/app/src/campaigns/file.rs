//! A campaign as a TOML file: read, checked, written. Making rows of it is in `make.rs`.
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
pub const WAYS: [&str; 4] = ["own", "other", "confirm", "none"];
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

/// Decimal text as thousandths: "1.5" is 1500, as is "１．５" of a Chinese keyboard. None for what is no such number.
pub fn milli(text: &str) -> Option<i64> {
    let half = |c: char| match c {
        '０'..='９' | '．' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    };
    let text: String = text.trim().chars().map(half).collect();
    let text = text.as_str();
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || part.len() > 3 || !digits(whole) || !digits(part) || text.ends_with('.') {
        return None;
    }
    let part: i64 = format!("{part:0<3}").parse().ok()?;
    whole.parse::<i64>().ok()?.checked_mul(1000)?.checked_add(part)
}

/// Why a file cannot be read: the line, where there is one, and what stands there wrong, as its reader says it.
fn unread(text: &str, e: &toml::de::Error) -> Fault {
    let line = e.span().and_then(|at| text.get(..at.start)).map(|before| before.matches('\n').count() + 1);
    match line {
        Some(line) => Fault::says("text", "need.toml_at", &[("line", &line), ("what", &e.message())]),
        None => Fault::says("text", "need.toml", &[("what", &e.message())]),
    }
}

impl CampaignFile {
    /// Reads a whole campaign.
    /// # Errors
    /// `Invalid` with what the file lacks.
    pub fn read(text: &str) -> Result<Self, Fault> {
        let file: CampaignFile = toml::from_str(text).map_err(|e| unread(text, &e))?;
        file.check()?;
        Ok(file)
    }

    /// The file's text, from which [`CampaignFile::read`] makes the same campaign.
    pub fn text(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    /// Whether it may be opened.
    /// # Errors
    /// `Invalid` with the first place that is not right.
    pub fn check(&self) -> Result<(), Fault> {
        match self.wrongs(true).first() {
            Some(wrong) => Err(Fault::says("text", "need.campaign", &[("what", &wrong.field)])),
            None => Ok(()),
        }
    }
}

/// Words that stand where a campaign's id may.
const TAKEN: [&str; 3] = ["new", "import", "lint"];

/// Small letters, digits and dashes: ids stand in addresses.
pub fn valid_id(id: &str) -> bool {
    !id.is_empty() && !TAKEN.contains(&id) && id.len() <= 60 && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
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
