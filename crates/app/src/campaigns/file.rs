//! A campaign as a TOML file: read, checked, and made into rows.
use super::{Campaign, Indicator, Item};
use crate::orgs;
use crate::realm::valid_day;
use crate::web::Fault;
use ledger::Tx;
use serde::Deserialize;

/// The file. Numbers are written as decimal text, days as ISO days.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CampaignFile {
    pub id: String,
    pub name: String,
    pub mine: String,
    #[serde(default)]
    pub slogan: String,
    #[serde(default)]
    pub blurb: String,
    /// The unit that runs it; the root when empty.
    #[serde(default)]
    pub unit: String,
    pub from: String,
    pub to: String,
    pub items: Vec<ItemFile>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemFile {
    pub id: String,
    pub name: String,
    pub label: String,
    #[serde(default = "own")]
    pub way: String,
    #[serde(default = "none")]
    pub evidence: String,
    #[serde(default)]
    pub justification: String,
    pub target: Option<String>,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub lead: String,
    pub indicators: Vec<IndicatorFile>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorFile {
    pub id: String,
    pub name: String,
    pub measure: String,
    #[serde(default)]
    pub decimals: i64,
    pub most: String,
    pub step: Option<String>,
    #[serde(default)]
    pub hint: String,
    #[serde(default)]
    pub how: Vec<String>,
}

fn own() -> String {
    "own".into()
}
fn none() -> String {
    "none".into()
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
    /// # Errors
    /// `Invalid` with what the file lacks.
    pub fn read(text: &str) -> Result<Self, Fault> {
        let file: CampaignFile = toml::from_str(text).map_err(|e| Fault::says("text", "need.toml", &[("what", &e.message())]))?;
        file.check()?;
        Ok(file)
    }

    fn check(&self) -> Result<(), Fault> {
        let bad = |what: &str| Err(Fault::says("text", "need.campaign", &[("what", &what)]));
        if !valid_day(&self.from) || !valid_day(&self.to) || self.from > self.to {
            return bad("from – to");
        }
        if self.name.trim().is_empty() || self.items.is_empty() || self.items.len() > 40 {
            return bad("items");
        }
        let ids = std::iter::once(&self.id)
            .chain(self.items.iter().flat_map(|i| std::iter::once(&i.id).chain(i.indicators.iter().map(|n| &n.id))));
        if let Some(id) = ids
            .into_iter()
            .find(|id| id.is_empty() || id.len() > 60 || !id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'))
        {
            return bad(&format!("id = \"{id}\""));
        }
        for item in &self.items {
            if !["own", "other", "none"].contains(&item.way.as_str()) {
                return bad(&format!("{}: way = \"{}\"", item.id, item.way));
            }
            if !["none", "place", "file"].contains(&item.evidence.as_str())
                || item.evidence != "none" && item.justification.trim().is_empty()
            {
                return bad(&format!("{}: evidence, justification", item.id));
            }
            if item.indicators.is_empty() || item.target.as_ref().is_some_and(|t| milli(t).is_none()) {
                return bad(&format!("{}: indicators, target", item.id));
            }
            if let Some(n) = item.indicators.iter().find(|n| milli(&n.most).is_none_or(|m| m == 0) || !(0..=3).contains(&n.decimals)) {
                return bad(&format!("{}: most, decimals", n.id));
            }
        }
        Ok(())
    }

    /// Makes the campaign; a second one of the same id is refused by its identity.
    /// # Errors
    /// `Invalid` when the unit is unknown.
    pub fn make(&self, tx: &mut Tx) -> Result<Campaign, Fault> {
        self.check()?;
        let unit = if self.unit.is_empty() { orgs::find::root(tx)? } else { orgs::find::named(tx, &self.unit, &self.from)? };
        let unit = unit.ok_or_else(|| Fault::says("text", "need.unit", &[("code", &self.unit)]))?;
        if tx.find::<Campaign>(&self.id)?.is_some() {
            return Err(Fault::says("text", "need.campaign_taken", &[("what", &self.id)]));
        }
        let campaign = Campaign {
            id: self.id.clone(),
            rev: 1,
            name: self.name.clone(),
            mine: self.mine.clone(),
            slogan: self.slogan.clone(),
            blurb: self.blurb.clone(),
            unit: unit.code,
            from_day: self.from.clone(),
            to_day: self.to.clone(),
            state: "open".into(),
        };
        tx.insert(&campaign)?;
        for (place, item) in (1..).zip(&self.items) {
            item.make(tx, &self.id, place)?;
        }
        Ok(campaign)
    }
}

impl ItemFile {
    fn make(&self, tx: &mut Tx, campaign: &str, place: i64) -> Result<(), Fault> {
        let item = Item {
            id: self.id.clone(),
            rev: 1,
            campaign: campaign.to_owned(),
            place,
            name: self.name.clone(),
            label: self.label.clone(),
            way: self.way.clone(),
            evidence: self.evidence.clone(),
            justification: self.justification.clone(),
            target: self.target.as_deref().and_then(milli),
            note: self.note.clone(),
            lead_unit: self.lead.clone(),
        };
        tx.insert(&item)?;
        for (place, n) in (1..).zip(&self.indicators) {
            tx.insert(&Indicator {
                id: n.id.clone(),
                rev: 1,
                item: self.id.clone(),
                place,
                name: n.name.clone(),
                measure: n.measure.clone(),
                decimals: n.decimals,
                most: milli(&n.most).unwrap_or(1000),
                step: n.step.as_deref().and_then(milli).unwrap_or(1000),
                hint: n.hint.clone(),
                hows: n.how.join(" "),
            })?;
        }
        Ok(())
    }
}
