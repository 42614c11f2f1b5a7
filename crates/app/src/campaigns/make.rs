//! A campaign's rows, made of its file.
use super::file::{CampaignFile, IndicatorFile, ItemFile, milli};
use super::{Campaign, Indicator, Item};
use crate::orgs;
use crate::realm::Realm;
use crate::rules::{Finding, Level, Pack, lint};
use crate::web::Fault;
use ledger::{Read, Tx};

impl CampaignFile {
    /// Makes the campaign; a second one of the same id is refused by its identity.
    /// # Errors
    /// `Invalid` when the unit is unknown.
    pub fn make(&self, tx: &mut Tx) -> Result<Campaign, Fault> {
        self.check()?;
        self.check_rules(tx)?;
        self.check_free(tx)?;
        let campaign = Campaign { rev: 1, state: "open".into(), ..self.row(tx)? };
        tx.insert(&campaign)?;
        for (place, item) in (1..).zip(&self.items) {
            tx.insert(&item.row(&self.id, place))?;
            for (place, indicator) in (1..).zip(&item.indicators) {
                tx.insert(&indicator.row(&item.id, place))?;
            }
        }
        for indicator in self.items.iter().flat_map(|i| &i.indicators) {
            check_also(tx, indicator)?;
        }
        Ok(campaign)
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

    /// Ids stand in addresses of figures: each is given once in a realm.
    fn check_free(&self, r: &mut Read) -> Result<(), Fault> {
        let taken = |id: &str| Err(Fault::says("text", "need.campaign_taken", &[("what", &id)]));
        if r.find::<Campaign>(&self.id)?.is_some() {
            return taken(&self.id);
        }
        for item in &self.items {
            if r.find::<Item>(&item.id)?.is_some() {
                return taken(&item.id);
            }
            for indicator in &item.indicators {
                if r.find::<Indicator>(&indicator.id)?.is_some() {
                    return taken(&indicator.id);
                }
            }
        }
        Ok(())
    }

    fn row(&self, r: &mut Read) -> Result<Campaign, Fault> {
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
            state: "draft".into(),
            switches: self.switches.join(" "),
            complaints: self.complaints.clone(),
        })
    }
}

impl ItemFile {
    fn row(&self, campaign: &str, place: i64) -> Item {
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
    fn row(&self, item: &str, place: i64) -> Indicator {
        Indicator {
            id: self.id.clone(),
            rev: 1,
            item: item.to_owned(),
            place,
            name: self.name.clone(),
            measure: self.measure.clone(),
            decimals: self.decimals,
            most: milli(&self.most).unwrap_or(1000),
            step: self.step.as_deref().and_then(milli).unwrap_or(1000),
            hint: self.hint.clone(),
            hows: self.how.join(" "),
            also: self.also.join(" "),
        }
    }
}

/// What an indicator also counts into is there, of another campaign, of the same measure and decimals, and no circle.
fn check_also(r: &mut Read, file: &IndicatorFile) -> Result<(), Fault> {
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
