//! The file of a campaign that is there, and of one like it for the year after.
use super::file::{CampaignFile, IndicatorFile, ItemFile};
use super::{Campaign, Indicator, Item, find};
use crate::web::Fault;
use crate::web::format::quantity;
use jiff::{ToSpan, civil::Date};
use ledger::{Chance, Read};

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(ToOwned::to_owned).collect()
}

/// Thousandths as decimal text; nought is what a draft has not said yet.
fn amount(milli: i64) -> String {
    if milli == 0 { String::new() } else { quantity(milli, 3) }
}

impl CampaignFile {
    /// # Errors
    /// `Missing` when there is no such campaign.
    pub fn of(r: &mut Read, id: &str) -> Result<(Self, Campaign), Fault> {
        let row: Campaign = r.get(id)?;
        let rules = crate::realm::Realm::find(r)?.map(|realm| realm.rules);
        let items = find::items(r, &row.id)?.iter().map(|(item, indicators)| ItemFile::of(item, indicators)).collect();
        let c = row.clone();
        let file = Self {
            id: c.id,
            name: c.name,
            mine: c.mine,
            slogan: c.slogan,
            blurb: c.blurb,
            unit: c.unit,
            from: c.from_day,
            to: c.to_day,
            rules,
            complaints: c.complaints,
            switches: words(&c.switches),
            items,
        };
        Ok((file, row))
    }

    /// The same a year later, under ids of its own.
    pub fn next_year(mut self, chance: &mut Chance) -> Self {
        self.id = new_id("c", chance);
        self.from = year_later(&self.from);
        self.to = year_later(&self.to);
        for item in &mut self.items {
            item.id = new_id("i", chance);
            for indicator in &mut item.indicators {
                indicator.id = new_id("n", chance);
            }
        }
        self
    }
}

/// The same day of the next year; 28 February for 29.
fn year_later(day: &str) -> String {
    day.parse::<Date>().ok().and_then(|d| d.checked_add(1.year()).ok()).map_or_else(|| day.to_owned(), |d| d.to_string())
}

/// An id that nobody has to think of.
pub fn new_id(kind: &str, chance: &mut Chance) -> String {
    format!("{kind}-{}", hex::encode(chance.bytes::<6>()))
}

impl ItemFile {
    fn of(item: &Item, indicators: &[Indicator]) -> Self {
        let item = item.clone();
        Self {
            id: item.id,
            name: item.name,
            label: item.label,
            way: item.way,
            evidence: item.evidence,
            justification: item.justification,
            required: words(&item.required),
            target: item.target.map(|milli| quantity(milli, 3)),
            per: item.per,
            note: item.note,
            lead: item.lead_unit,
            indicators: indicators.iter().map(IndicatorFile::of).collect(),
        }
    }

    /// An item as a new form shows it.
    pub fn blank(chance: &mut Chance) -> Self {
        Self {
            id: new_id("i", chance),
            way: "own".into(),
            evidence: "none".into(),
            per: "campaign".into(),
            indicators: vec![IndicatorFile::blank(chance)],
            ..Self::default()
        }
    }
}

impl IndicatorFile {
    fn of(n: &Indicator) -> Self {
        Self {
            id: n.id.clone(),
            name: n.name.clone(),
            measure: n.measure.clone(),
            decimals: n.decimals,
            most: amount(n.most),
            step: Some(n.step).filter(|step| *step != 1000).map(amount),
            hint: n.hint.clone(),
            how: words(&n.hows),
            also: words(&n.also),
        }
    }

    pub fn blank(chance: &mut Chance) -> Self {
        Self { id: new_id("n", chance), most: "100".into(), ..Self::default() }
    }
}
