//! What was taken out of which record and why; files that are still to leave the disk.
use crate::deeds::File;
use crate::web::Fault;
use ledger::{Db, Record, Tx, record};

record! {
    /// Personal values of a record were erased. `object` is its table and id, as in the log.
    pub struct Erasure in "erasures" { object: String as open, reason: String, made_by: String as open, made_at: String as open }
}

const REASON_MOST: usize = 200;

impl Erasure {
    /// # Errors
    /// `Invalid` when there is no reason, or it is too long.
    pub fn check(reason: &str) -> Result<(), Fault> {
        if reason.trim().is_empty() {
            return Err(Fault::invalid("reason", "erasure.need_reason"));
        }
        if reason.chars().count() > REASON_MOST {
            return Err(Fault::says("reason", "need.shorter", &[("most", &REASON_MOST)]));
        }
        Ok(())
    }

    /// Notes that the record was erased under this writing's warrant.
    /// # Errors
    /// As [`Erasure::check`].
    pub fn note<T: Record>(tx: &mut Tx, id: &str, reason: &str) -> Result<(), Fault> {
        Self::check(reason)?;
        let made_by = tx.warrant().who().to_owned();
        let object = format!("{}/{id}", T::TABLE);
        let row = Erasure { id: tx.uuid(), rev: 1, object, reason: reason.trim().to_owned(), made_by, made_at: tx.now() };
        tx.insert(&row)?;
        Ok(())
    }
}

/// Takes files from the disk that no record names any more. What a crash leaves over is taken when the program starts again.
/// # Errors
/// When the disk or the data refuse; the next call goes on.
pub fn sweep(db: &Db) -> ledger::Result<()> {
    let names =
        db.read(|r| r.rows("SELECT id FROM forgotten ORDER BY id", &[])?.iter().map(|row| row.text(0)).collect::<Result<Vec<_>, _>>())?;
    for name in names {
        // The same file may have come again meanwhile.
        if db.read(|r| r.find::<File>(&name))?.is_none() {
            db.blobs().remove(&name)?;
        }
        db.scratch(move |s| s.execute("DELETE FROM forgotten WHERE id = $1", &[name.as_str().into()]))?;
    }
    Ok(())
}
