//! A text that was sent to the desk, as far as it is: read, corrected by the form, each row tried.
use super::find::Scene;
use super::reading::Understood;
use super::rows::{self, Row};
use super::settle;
use super::verbs::{Kept, Undone, record_all, try_all};
use crate::asked::Measured;
use crate::campaigns::{self, Campaign};
use crate::deeds::{Deed, NewDeed};
use crate::orgs;
use crate::powers::Power;
use crate::realm::valid_day;
use crate::web::{Cx, Fault, Fields};
use ledger::Read;

pub struct Preview {
    pub scene: Scene,
    pub text: String,
    pub understood: Understood,
    pub rows: Vec<Row>,
    /// For each row the deed that was recorded of it before.
    pub before: Vec<Option<Deed>>,
    /// For each row why it cannot be recorded as it stands.
    pub faults: Vec<Option<Fault>>,
    /// Whether the form comes from a preview: what nobody looked at is not confirmed.
    pub looked: bool,
    /// The deeds of the rows that are to be recorded, each with the row's place.
    deeds: Vec<(usize, NewDeed)>,
}

impl Preview {
    /// Reads the text of a form, with the corrections it holds.
    /// # Errors
    /// `Invalid` on `unit`, `campaign`, `day` or `text`; `Barred` when the unit is not the reader's.
    pub fn of(r: &mut Read, cx: &Cx, fields: &Fields) -> Result<Self, Fault> {
        let clerk = cx.actor(r)?.id;
        let (code, day) = (fields.get("unit"), fields.get("day"));
        cx.may(r, &Power::RecordAll { unit: code.to_owned(), deeds: Vec::new() })?;
        let campaign = campaign(r, cx, fields.get("campaign"), day)?;
        let unit = orgs::find::version(r, code, day)?.filter(|u| !u.merged);
        let unit = unit.ok_or_else(|| Fault::says("unit", "need.unit", &[("code", &code)]))?;
        if !orgs::find::within(r, code, &campaign.unit, day)? {
            return Err(Fault::says("unit", "need.unit_takes_part", &[("unit", &unit.name)]));
        }
        let scene = Scene::of(r, unit, campaign, day)?;
        let text = fields.raw("text").to_owned();
        let (mut rows, understood) = rows::rows(r, &scene, &text)?;
        let looked = fields.has("r0.key");
        if looked {
            for (n, row) in rows.iter_mut().enumerate() {
                row.correct(fields, n)?;
            }
        }
        let mut made = Self { scene, text, understood, rows, before: Vec::new(), faults: Vec::new(), deeds: Vec::new(), looked };
        made.settle(r, &clerk)?;
        Ok(made)
    }

    fn settle(&mut self, r: &mut Read, clerk: &str) -> Result<(), Fault> {
        for (n, row) in self.rows.iter().enumerate() {
            let before = r.find::<Deed>(&row.key)?;
            let outcome = if before.is_none() && row.take { Some(settle::deed(r, &self.scene, row, clerk)) } else { None };
            self.before.push(before);
            self.faults.push(match outcome {
                Some(Ok(deed)) => {
                    self.deeds.push((n, deed));
                    None
                }
                Some(Err(fault @ Fault::Invalid { .. })) => Some(fault),
                Some(Err(fault)) => return Err(fault),
                None => None,
            });
        }
        Ok(())
    }

    /// Tries what would be recorded; what is wrong with it stands beside its row afterwards.
    /// # Errors
    /// When the data cannot be read, or it is not theirs to do.
    pub fn tried(mut self, cx: &Cx) -> Result<Self, Fault> {
        let deeds = self.deeds.iter().map(|(_, deed)| deed.clone()).collect();
        let found = try_all(&cx.app.db, &cx.who, &self.scene.unit.code, deeds)?;
        for ((n, _), fault) in self.deeds.iter().zip(found) {
            self.faults[*n] = fault;
        }
        Ok(self)
    }

    /// Whether every row that is to be recorded can be.
    pub fn sound(&self) -> bool {
        self.faults.iter().all(Option::is_none)
    }

    /// Whether no row is ticked.
    pub fn nothing(&self) -> bool {
        self.rows.iter().all(|row| !row.take)
    }

    /// Records the rows; those that were recorded before are named by their confirmation.
    /// # Errors
    /// `Stale` when something changed since it was tried.
    pub fn confirmed(self, cx: &Cx, measured: Option<Measured>) -> Result<Kept, Fault> {
        let ticked = self.rows.iter().zip(&self.before).filter(|(row, _)| row.take);
        let before: Vec<String> = ticked.filter_map(|(_, deed)| Some(deed.as_ref()?.import.clone())).collect();
        let deeds = self.deeds.into_iter().map(|(_, deed)| deed).collect();
        match record_all(&cx.app.db, &cx.who, &self.scene.unit.code, deeds, measured) {
            Ok(mut kept) => {
                kept.before.extend(before);
                kept.before.dedup();
                Ok(kept)
            }
            Err(Undone::Failed(fault)) => Err(fault),
            Err(Undone::Tried(_)) => Err(Fault::Stale),
        }
    }
}

/// The campaign that the text is for, open on the day.
fn campaign(r: &mut Read, cx: &Cx, id: &str, day: &str) -> Result<Campaign, Fault> {
    let today = cx.today(r)?;
    let campaign = campaigns::find::taking(r, &today)?.into_iter().find(|c| c.id == id);
    let campaign = campaign.ok_or_else(|| Fault::invalid("campaign", "need.choice"))?;
    if !valid_day(day) {
        return Err(Fault::invalid("day", "need.day"));
    }
    if day < campaign.from_day.as_str() || day > campaign.to_day.as_str() {
        return Err(Fault::says("day", "need.day_in", &[("from", &campaign.from_day), ("to", &campaign.to_day)]));
    }
    if day > today.as_str() {
        return Err(Fault::invalid("day", "need.day_past"));
    }
    Ok(campaign)
}
