//! The personal values of a roster's subject: who it is goes, with the key; that it was on the roster, and the deeds that served it, stay.
use super::Erasure;
use crate::rosters::Subject;
use crate::sealing::FileKey;
use crate::web::Fault;
use ledger::Tx;

impl Subject {
    /// # Errors
    /// `Invalid` without a reason; `Closed` when it was done before.
    pub fn erase_details(self, tx: &mut Tx, reason: &str) -> Result<(), Fault> {
        let key: FileKey = tx.get(&self.id)?;
        if key.wrapped.is_none() {
            return Err(Fault::Closed("erasure.closed"));
        }
        Erasure::note::<Subject>(tx, &self.id, reason)?;
        tx.erase(&self)?;
        tx.erase(&key)?;
        Ok(())
    }
}
