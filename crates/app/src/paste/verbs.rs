//! Recording what was confirmed: every row by the verb of any deed, all of them in one write or none.
use crate::asked::{Asking, Form, Measured};
use crate::deeds::{Deed, NewDeed};
use crate::orgs::Import;
use crate::powers::{Power, Who, decide};
use crate::web::Fault;
use ledger::{Db, Tx};

/// A write that leaves nothing: it was only tried, or a row was refused. For each deed in order why, where it was.
pub enum Undone {
    Tried(Vec<Option<Fault>>),
    Failed(Fault),
}

impl From<ledger::Error> for Undone {
    fn from(e: ledger::Error) -> Self {
        Undone::Failed(e.into())
    }
}

/// What became of a confirmed text.
pub struct Kept {
    /// The confirmation that the new deeds are under; empty when none is new.
    pub import: String,
    /// Earlier confirmations of the same lines.
    pub before: Vec<String>,
}

/// Tries every row as it would be recorded and leaves nothing: what it finds is what confirming would find.
/// # Errors
/// When the data cannot be read, or it is not theirs to do.
pub fn try_all(db: &Db, who: &Who, unit: &str, deeds: Vec<NewDeed>) -> Result<Vec<Option<Fault>>, Fault> {
    let done = write(db, who, unit, deeds, |tx, deeds| Err::<(), _>(Undone::Tried(each(tx, deeds, "")?)));
    match done {
        Ok(()) => Ok(Vec::new()),
        Err(Undone::Tried(faults)) => Ok(faults),
        Err(Undone::Failed(fault)) => Err(fault),
    }
}

/// Records every row, or none: those that were recorded before stay as they are.
/// # Errors
/// `Tried` when a row cannot be taken; `Failed` when the data cannot be written or it is not theirs to do.
pub fn record_all(db: &Db, who: &Who, unit: &str, deeds: Vec<NewDeed>, measured: Option<Measured>) -> Result<Kept, Undone> {
    write(db, who, unit, deeds, move |tx, deeds| {
        let mut kept = Kept { import: String::new(), before: Vec::new() };
        let mut new = Vec::new();
        for deed in deeds {
            match tx.find::<Deed>(&deed.id)? {
                None => new.push(deed),
                Some(there) if kept.before.contains(&there.import) => {}
                Some(there) => kept.before.push(there.import),
            }
        }
        if new.is_empty() {
            return Ok(kept);
        }
        kept.import = format!("paste-{}", tx.uuid());
        let rows = i64::try_from(new.len()).unwrap_or(i64::MAX);
        let made_by = tx.warrant().who().to_owned();
        let (id, started) = (kept.import.clone(), tx.now());
        // No hash of the text: it would outlive the names in it.
        let sha256 = String::new();
        tx.insert(&Import { id, rev: 1, kind: "paste".into(), sha256, made_by, rows, done: rows, state: "done".into(), started })?;
        let faults = each(tx, new, &kept.import)?;
        if faults.iter().any(Option::is_some) {
            return Err(Undone::Tried(faults));
        }
        Asking::keep_own(tx, Form::Paste, measured).map_err(Undone::Failed)?;
        Ok(kept)
    })
}

/// Every row in the same transaction under one warrant, which allows each of them.
fn write<T: Send + 'static>(
    db: &Db,
    who: &Who,
    unit: &str,
    deeds: Vec<NewDeed>,
    act: impl FnOnce(&mut Tx, Vec<NewDeed>) -> Result<T, Undone> + Send + 'static,
) -> Result<T, Undone> {
    let now = db.clock().now_ms();
    let names = deeds.iter().map(|d| (d.recorder.clone(), d.content.day.clone())).collect();
    let (who, power) = (who.clone(), Power::RecordAll { unit: unit.to_owned(), deeds: names });
    db.write(move |r| decide(r, &who, &power, now).map_err(Undone::Failed), move |tx| act(tx, deeds))
}

/// Why each of them is refused, where it is.
fn each(tx: &mut Tx, deeds: Vec<NewDeed>, import: &str) -> Result<Vec<Option<Fault>>, Undone> {
    let mut faults = Vec::with_capacity(deeds.len());
    for deed in deeds {
        match Deed::record(tx, NewDeed { import: import.to_owned(), ..deed }) {
            Ok(_) => faults.push(None),
            Err(fault @ Fault::Invalid { .. }) => faults.push(Some(fault)),
            Err(fault) => return Err(Undone::Failed(fault)),
        }
    }
    Ok(faults)
}
