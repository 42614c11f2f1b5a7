//! A campaign's rows, made of its file.
use super::file::{CampaignFile, IndicatorFile, ItemFile, milli};
use super::{Campaign, Indicator, Item};
use crate::orgs;
use crate::realm::Realm;
use crate::rules::{Finding, Level, Pack, lint};
use crate::web::Fault;
use ledger::{Read, Tx};

/// States of a campaign.
pub const DRAFT: &str = "draft";
pub const OPEN: &str = "open";
pub const CLOSED: &str = "closed";

impl CampaignFile {
    /// Makes the campaign and opens it; a second one of the same id is refused.
    /// # Errors
    /// `Invalid` when something is wrong, refused by the rules, or its unit is unknown.
    pub fn make(&self, tx: &mut Tx) -> Result<Campaign, Fault> {
        self.make_as(tx, OPEN)
    }

    /// Makes it as a draft, which may be unfinished, or open.
    /// # Errors
    /// As [`CampaignFile::make`].
    pub fn make_as(&self, tx: &mut Tx, state: &str) -> Result<Campaign, Fault> {
        self.check_for(tx, state)?;
        let campaign = Campaign { rev: 1, state: state.into(), ..self.fits(tx)? };
        tx.insert(&campaign)?;
        for (place, item) in (1..).zip(&self.items) {
            tx.insert(&item.row(&self.id, place))?;
            for (place, indicator) in (1..).zip(&item.indicators) {
                tx.insert(&indicator.row(&item.id, place))?;
            }
        }
        self.check_also(tx)?;
        Ok(campaign)
    }

    /// What a state asks of it: a draft that nothing is wrong; open, that it is whole and allowed.
    /// # Errors
    /// `Invalid`.
    pub fn check_for(&self, r: &mut Read, state: &str) -> Result<(), Fault> {
        if state == DRAFT {
            let first = self.wrongs(false).into_iter().next();
            return first.map_or(Ok(()), |wrong| Err(Fault::says("text", "need.campaign", &[("what", &wrong.field)])));
        }
        self.check()?;
        self.check_rules(r)
    }

    /// What the realm's rules refuse is not opened.
    fn check_rules(&self, r: &mut Read) -> Result<(), Fault> {
        let pack = Realm::find(r)?.map_or("cn".to_owned(), |realm| realm.rules);
        let refused = self.findings(&pack).into_iter().find(|f| f.level == Level::Refuse);
        refused.map_or(Ok(()), |f| Err(Fault::says("text", "need.rules", &[("field", &f.field)])))
    }

    /// What the rules of a pack say of it.
    pub fn findings(&self, pack: &str) -> Vec<Finding> {
        toml::Table::try_from(self).map(|table| lint(Pack::of(pack), &table)).unwrap_or_default()
    }

    /// Its row, if it can be made beside what is there.
    /// # Errors
    /// `Invalid` when an id is given already or a unit is unknown.
    pub fn fits(&self, r: &mut Read) -> Result<Campaign, Fault> {
        self.check_free(r)?;
        self.row(r)
    }

    /// Ids stand in addresses of figures: each is given once in a realm.
    fn check_free(&self, r: &mut Read) -> Result<(), Fault> {
        if r.find::<Campaign>(&self.id)?.is_some() {
            return taken(&self.id);
        }
        for item in &self.items {
            item.check_free(r)?;
            for indicator in &item.indicators {
                indicator.check_free(r)?;
            }
        }
        Ok(())
    }

    /// # Errors
    /// `Invalid` when the unit, or one that leads an item, is unknown.
    pub fn row(&self, r: &mut Read) -> Result<Campaign, Fault> {
        for item in self.items.iter().filter(|i| !i.lead.is_empty()) {
            orgs::find::named(r, &item.lead, &self.from)?.ok_or_else(|| Fault::says("lead", "need.unit", &[("code", &item.lead)]))?;
        }
        let unit = if self.unit.is_empty() { orgs::find::root(r)? } else { orgs::find::named(r, &self.unit, &self.from)? };
        let unit = unit.ok_or_else(|| Fault::says("unit", "need.unit", &[("code", &self.unit)]))?;
        Ok(Campaign {
            id: self.id.clone(),
            rev: 0,
            name: self.name.clone(),
            mine: self.mine.clone(),
            slogan: self.slogan.clone(),
            blurb: self.blurb.clone(),
            unit: unit.code,
            from_day: self.from.clone(),
            to_day: self.to.clone(),
            state: DRAFT.into(),
            switches: self.switches.join(" "),
            complaints: self.complaints.clone(),
        })
    }

    /// What indicators also count into is there, of another campaign, of the same measure and decimals, and no circle.
    /// # Errors
    /// `Invalid`.
    pub fn check_also(&self, r: &mut Read) -> Result<(), Fault> {
        self.items.iter().flat_map(|i| &i.indicators).try_for_each(|n| check_also(r, n))
    }
}

fn taken(id: &str) -> Result<(), Fault> {
    Err(Fault::says("text", "need.campaign_taken", &[("what", &id)]))
}

impl ItemFile {
    /// # Errors
    /// `Invalid` when another item has the id.
    pub fn check_free(&self, r: &mut Read) -> Result<(), Fault> {
        if r.find::<Item>(&self.id)?.is_some() { taken(&self.id) } else { Ok(()) }
    }

    pub fn row(&self, campaign: &str, place: i64) -> Item {
        Item {
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
            per: self.per.clone(),
            required: self.required.join(" "),
        }
    }
}

impl IndicatorFile {
    /// # Errors
    /// `Invalid` when another indicator has the id.
    pub fn check_free(&self, r: &mut Read) -> Result<(), Fault> {
        if r.find::<Indicator>(&self.id)?.is_some() { taken(&self.id) } else { Ok(()) }
    }

    pub fn row(&self, item: &str, place: i64) -> Indicator {
        Indicator {
            id: self.id.clone(),
            rev: 1,
            item: item.to_owned(),
            place,
            name: self.name.clone(),
            measure: self.measure.clone(),
            decimals: self.decimals,
            // Nought is what a draft has not said yet.
            most: milli(&self.most).unwrap_or(0),
            step: self.step.as_deref().and_then(milli).unwrap_or(1000),
            hint: self.hint.clone(),
            hows: self.how.join(" "),
            also: self.also.join(" "),
        }
    }
}

fn check_also(r: &mut Read, file: &IndicatorFile) -> Result<(), Fault> {
    if file.also.is_empty() {
        return Ok(());
    }
    let own: Indicator = r.get(&file.id)?;
    let campaign = r.get::<Item>(&own.item)?.campaign;
    let bad = |id: &str| Fault::says("text", "need.also", &[("own", &file.id), ("id", &id)]);
    let (mut seen, mut open) = (std::collections::HashSet::new(), file.also.clone());
    while let Some(id) = open.pop() {
        let other: Indicator = r.find(&id)?.ok_or_else(|| bad(&id))?;
        let same = other.measure == own.measure && other.decimals == own.decimals;
        if !same || r.get::<Item>(&other.item)?.campaign == campaign {
            return Err(bad(&id));
        }
        if seen.insert(id) {
            open.extend(other.also.split_whitespace().map(ToOwned::to_owned));
        }
    }
    Ok(())
}
