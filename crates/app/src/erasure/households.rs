//! The personal values of a household, or of one member: sealed values and traces go from rows and all versions, and with the whole household the
//! key that opens what is left of them anywhere.
use super::Erasure;
use crate::handed::HandOut;
use crate::households::{Entry, File, Ground, Household, Measure, Member, Plan, Reach, count_traces};
use crate::needs::{Need, NeedStep};
use crate::sealing::FileKey;
use crate::visits::Visit;
use crate::web::Fault;
use ledger::{Record, Tx};

impl Household {
    /// Takes the personal values of the whole file out. Causes, amounts, states and days stay, so that figures and lists stand.
    /// # Errors
    /// `Invalid` without a reason; `Closed` when it was done before.
    pub fn erase_details(self, tx: &mut Tx, reason: &str) -> Result<(), Fault> {
        let key: FileKey = tx.get(&self.id)?;
        if key.wrapped.is_none() {
            return Err(Fault::Closed("erasure.closed"));
        }
        Erasure::note::<Household>(tx, &self.id, reason)?;
        for member in File::all::<Member>(tx, &self.id)? {
            count_traces(tx, &self.id, &member.name_traces, -1);
            tx.erase(&member)?;
        }
        all_of::<Plan>(tx, &self.id)?;
        all_of::<Measure>(tx, &self.id)?;
        all_of::<Entry>(tx, &self.id)?;
        all_of::<Reach>(tx, &self.id)?;
        all_of::<Ground>(tx, &self.id)?;
        all_of::<Need>(tx, &self.id)?;
        all_of::<NeedStep>(tx, &self.id)?;
        all_of::<Visit>(tx, &self.id)?;
        all_of::<HandOut>(tx, &self.id)?;
        tx.erase(&self)?;
        tx.erase(&key)?;
        Ok(())
    }
}

fn all_of<T: Record>(tx: &mut Tx, household: &str) -> Result<(), Fault> {
    for row in File::all::<T>(tx, household)? {
        tx.erase(&row)?;
    }
    Ok(())
}

impl Need {
    /// Takes its words, the name and the telephone out, and the key, where it is the need's own. What solved it is a deed and is erased as one.
    /// # Errors
    /// `Invalid` without a reason; `Closed` when it was done before.
    pub fn erase_details(self, tx: &mut Tx, reason: &str) -> Result<(), Fault> {
        if self.words.is_none() {
            return Err(Fault::Closed("erasure.closed"));
        }
        Erasure::note::<Need>(tx, &self.id, reason)?;
        for step in tx.all::<NeedStep>("WHERE need = $1 ORDER BY id", &[self.id.as_str().into()])? {
            tx.erase(&step)?;
        }
        tx.erase(&self)?;
        if self.household.is_empty() {
            let key: FileKey = tx.get(&self.id)?;
            tx.erase(&key)?;
        }
        Ok(())
    }
}

impl Member {
    /// Takes one member's values out. What the ledger says of them in words is the household's and stays.
    /// # Errors
    /// `Invalid` without a reason; `Closed` when it was done before.
    pub fn erase_details(self, tx: &mut Tx, reason: &str) -> Result<(), Fault> {
        if self.name.is_none() {
            return Err(Fault::Closed("erasure.closed"));
        }
        Erasure::note::<Member>(tx, &self.id, reason)?;
        count_traces(tx, &self.household, &self.name_traces, -1);
        tx.erase(&self)?;
        Ok(())
    }
}
