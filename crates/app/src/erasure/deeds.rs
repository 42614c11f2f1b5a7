//! The personal values of one deed: whom it served, free words, files, reasons; in all its versions, corrections, conflicts, and where another caller was drawn.
use super::Erasure;
use crate::checks::{Call, Check};
use crate::deeds::{Conflict, Content, Correction, Deed, File, Served, find, state};
use crate::figures::cells;
use crate::orgs::Import;
use crate::phone::Operation;
use crate::realm::Realm;
use crate::slips::Slip;
use crate::web::Fault;
use ledger::Tx;

/// For whom, without their names: kinds and counts stay.
fn nameless(served: Vec<Served>) -> Vec<Served> {
    served.into_iter().map(|s| Served { subject: None, ..s }).collect()
}

fn json(value: &impl serde::Serialize) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|e| Fault::broken(e.to_string()))
}

impl Deed {
    /// Takes the personal values out. The deed goes on counting as it did; only named subjects are named no more.
    /// # Errors
    /// `Invalid` without a reason; `Stale`.
    pub fn erase_details(self, tx: &mut Tx, reason: &str) -> Result<(), Fault> {
        Erasure::note::<Deed>(tx, &self.id, reason)?;
        let zone = Realm::find(tx)?.ok_or(Fault::NotSetUp)?.zone;
        let mut files: Vec<String> = self.files().map(ToOwned::to_owned).collect();
        let served = nameless(self.served());
        let counts = Import::counts(tx, &self.import)?;
        if counts {
            cells::count(tx, &self, &zone, -1)?;
        }
        let bare = tx.erase(&self)?;
        let served = if served.is_empty() { None } else { Some(json(&served)?) };
        let after = tx.update(&bare, &Deed { served, files: String::new(), published: false, ..bare.clone() })?;
        if counts {
            cells::count(tx, &after, &zone, 1)?;
        }
        for correction in find::corrections(tx, &after.id)? {
            files.extend(correction.erase_details(tx)?);
        }
        for check in tx.all::<Check>("WHERE deed = $1 AND reason <> '' ORDER BY position", &[(&after.id).into()])? {
            tx.erase(&check)?;
        }
        // A reason may stand in an earlier version alone: once drawn again, there was one.
        for call in tx.all::<Call>("WHERE id = $1 AND passed <> ''", &[(&after.id).into()])? {
            tx.erase(&call)?;
        }
        for slip in tx.all::<Slip>("WHERE deed = $1 AND words IS NOT NULL ORDER BY id", &[(&after.id).into()])? {
            tx.erase(&slip)?;
        }
        for operation in tx.all::<Operation>("WHERE deed = $1 AND body_hash <> '' ORDER BY position", &[(&after.id).into()])? {
            tx.erase(&operation)?;
        }
        for conflict in tx.all::<Conflict>("WHERE deed = $1 AND body IS NOT NULL ORDER BY id", &[(&after.id).into()])? {
            let bare = tx.erase(&conflict)?;
            // A body that is gone cannot be chosen.
            if bare.state == "open" {
                tx.update(&bare, &Conflict { state: "first".into(), ..bare.clone() })?;
            }
        }
        files.sort();
        files.dedup();
        files.into_iter().try_for_each(|file| forget(tx, &file))
    }
}

impl Correction {
    /// Takes the personal values out; one that waits keeps the rest of what it says. The files it named are returned.
    fn erase_details(self, tx: &mut Tx) -> Result<Vec<String>, Fault> {
        if self.content.is_none() && self.reason.is_empty() {
            return Ok(Vec::new());
        }
        let content = self.content.as_deref().map(|_| self.content()).transpose()?.unwrap_or_default();
        let bare = tx.erase(&self)?;
        if bare.state == state::RECEIVED {
            let rest = Content { words: String::new(), files: Vec::new(), served: nameless(content.served.clone()), ..content.clone() };
            tx.update(&bare, &Correction { content: Some(json(&rest)?), ..bare.clone() })?;
        }
        Ok(content.files)
    }
}

/// A file that no other record names leaves the records, and then the disk ([`super::sweep`]).
fn forget(tx: &mut Tx, file: &str) -> Result<(), Fault> {
    let in_correction = "SELECT COUNT(*) FROM corrections WHERE state = 'received' AND content LIKE $1";
    if !find::with_file(tx, file)?.is_empty() || tx.int(in_correction, &[format!("%{file}%").into()])? > 0 {
        return Ok(());
    }
    if let Some(row) = tx.find::<File>(file)? {
        tx.delete(&row)?;
        let copies = crate::photos::find::forget(tx, file)?;
        for name in copies.iter().map(String::as_str).chain([file]) {
            tx.scratch("DELETE FROM forgotten WHERE id = $1", &[name.into()])?;
            tx.scratch("INSERT INTO forgotten (id) VALUES ($1)", &[name.into()])?;
        }
    }
    Ok(())
}
