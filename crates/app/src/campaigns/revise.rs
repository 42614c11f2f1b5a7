//! Changing a campaign that is there: what its records rest on stays as it is.
use super::file::{CampaignFile, ItemFile};
use super::make::{CLOSED, DRAFT, OPEN};
use super::wrongs::Wrong;
use super::{Campaign, Indicator, Item, find};
use crate::web::Fault;
use ledger::{Read, Tx};

impl CampaignFile {
    /// Saves it: a new one as a draft, one that is there as it is now; `open` opens a draft.
    /// # Errors
    /// `Stale` when someone else changed it, `Closed` when it has ended, `Invalid` for what is wrong, refused or barred by records.
    pub fn save(&self, tx: &mut Tx, rev: Option<i64>, open: bool) -> Result<Campaign, Fault> {
        let Some(old) = tx.find::<Campaign>(&self.id)? else {
            return self.make_as(tx, if open { OPEN } else { DRAFT });
        };
        if old.state == CLOSED {
            return Err(Fault::Closed("closed.ended"));
        }
        if rev != Some(old.rev) {
            return Err(Fault::Stale);
        }
        let state = if open { OPEN.to_owned() } else { old.state.clone() };
        self.check_for(tx, &state)?;
        let new = Campaign { rev: old.rev, state, ..self.row(tx)? };
        if let Some(wrong) = self.held_by_records(tx, &old)?.first() {
            return Err(Fault::says("text", "need.campaign", &[("what", &wrong.field)]));
        }
        // Written even when nothing of the row changed: its version is the version of the whole, items included.
        let campaign = tx.update(&old, &new)?;
        self.save_items(tx)?;
        self.check_also(tx)?;
        Ok(campaign)
    }

    fn save_items(&self, tx: &mut Tx) -> Result<(), Fault> {
        let before = find::items(tx, &self.id)?;
        let kept: Vec<&str> = self.items.iter().flat_map(|i| i.indicators.iter().map(|n| n.id.as_str())).collect();
        for (item, indicators) in &before {
            for gone in indicators.iter().filter(|n| !kept.contains(&n.id.as_str())) {
                tx.delete(gone)?;
            }
            if !self.items.iter().any(|i| i.id == item.id) {
                tx.delete(item)?;
            }
        }
        let rows: Vec<&Indicator> = before.iter().flat_map(|(_, indicators)| indicators).collect();
        for (place, file) in (1..).zip(&self.items) {
            save_item(tx, &self.id, place, file, before.iter().map(|(item, _)| item).find(|i| i.id == file.id), &rows)?;
        }
        Ok(())
    }

    /// What an edit would take from under the records: each with its place and why.
    /// # Errors
    /// When the data cannot be read.
    pub fn held_by_records(&self, r: &mut Read, old: &Campaign) -> Result<Vec<Wrong>, Fault> {
        let mut found = Vec::new();
        let mut days: Option<(String, String)> = None;
        for (item, indicators) in find::items(r, &old.id)? {
            for indicator in &indicators {
                let Some(used) = find::days_used(r, &indicator.id)? else { continue };
                found.extend(self.held_measure(&item, indicator));
                days = Some(days.map_or(used.clone(), |(a, b)| (a.min(used.0), b.max(used.1))));
            }
        }
        if let Some((first, last)) = days {
            if self.from > first || self.to < last {
                let field = if self.from > first { "from" } else { "to" };
                found.push(Wrong::new(field, "need.days_used").with("from", first).with("to", last));
            }
            if !self.unit.is_empty() && self.unit != old.unit {
                found.push(Wrong::new("unit", "need.unit_used"));
            }
        }
        Ok(found)
    }

    /// A measure that holds records is still there, under its item, in its unit and precision.
    fn held_measure(&self, item: &Item, indicator: &Indicator) -> Option<Wrong> {
        let place = self.items.iter().position(|i| i.id == item.id);
        let found = place.and_then(|n| self.items[n].indicators.iter().position(|i| i.id == indicator.id).map(|m| (n, m)));
        let Some((n, m)) = found else {
            return Some(Wrong::new("items", "need.item_used").with("item", &item.name).with("measure", &indicator.name));
        };
        let new = &self.items[n].indicators[m];
        let same = new.measure == indicator.measure && new.decimals == indicator.decimals;
        (!same).then(|| {
            let field = if new.measure == indicator.measure { "decimals" } else { "measure" };
            Wrong::new(format!("items[{n}].indicators[{m}].{field}"), "need.measure_used")
                .with("measure", &indicator.measure)
                .with("decimals", indicator.decimals)
        })
    }
}

fn save_item(tx: &mut Tx, campaign: &str, place: i64, file: &ItemFile, old: Option<&Item>, rows: &[&Indicator]) -> Result<(), Fault> {
    let row = file.row(campaign, place);
    match old {
        Some(old) => {
            let row = Item { rev: old.rev, ..row };
            if row != *old {
                tx.update(old, &row)?;
            }
        }
        None => {
            file.check_free(tx)?;
            tx.insert(&row)?;
        }
    }
    for (place, indicator) in (1..).zip(&file.indicators) {
        let row = indicator.row(&file.id, place);
        match rows.iter().find(|r| r.id == indicator.id) {
            Some(old) => {
                let row = Indicator { rev: old.rev, ..row };
                if row != **old {
                    tx.update(*old, &row)?;
                }
            }
            None => {
                indicator.check_free(tx)?;
                tx.insert(&row)?;
            }
        }
    }
    Ok(())
}
