//! Personal values of a file under the file's own key (docs/decisions/0033): what is stored, committed to and backed up is the sealed value.
use crate::web::Fault;
use ledger::{DataKey, Read, Record, Sealed, Spot, Tx, Value, record};
use std::collections::BTreeMap;

record! {
    /// The key of a file, wrapped by the master key of that name. Its id is the file's. Erased, nothing sealed under it opens any more.
    pub struct FileKey in "file_keys" { master: String, wrapped: Option<Sealed> as personal }
}

/// A file's key as a reader has it.
#[derive(Clone)]
pub enum Seal {
    Open(DataKey),
    /// The personal values of the file were taken out for good.
    Erased,
    /// The master key of this name is not in `DIR/keys`.
    Locked(String),
}

impl FileKey {
    /// A new file's key.
    /// # Errors
    /// `Taken` when the file has one.
    pub fn make(tx: &mut Tx, id: &str) -> Result<Seal, Fault> {
        let (key, keys) = (DataKey::random(tx), tx.keys());
        let (master, wrapped) = keys.wrap(tx, Self::spot(id), &key)?;
        tx.insert(&FileKey { id: id.to_owned(), rev: 1, master, wrapped: Some(wrapped) })?;
        Ok(Seal::Open(key))
    }

    fn spot(id: &str) -> Spot<'_> {
        Spot { table: Self::TABLE, id, column: "wrapped" }
    }

    fn seal(&self, r: &Read) -> Result<Seal, Fault> {
        let Some(wrapped) = &self.wrapped else { return Ok(Seal::Erased) };
        let key = r.keys().unwrap(&self.master, Self::spot(&self.id), wrapped)?;
        Ok(key.map_or_else(|| Seal::Locked(self.master.clone()), Seal::Open))
    }
}

impl Seal {
    /// # Errors
    /// `Missing` when there is no such file.
    pub fn of(r: &mut Read, file: &str) -> Result<Self, Fault> {
        let key: FileKey = r.get(file)?;
        key.seal(r)
    }
    /// Of several files at once, by file: ids and the marks that stand for them in a statement.
    /// # Errors
    /// When the data cannot be read.
    pub fn of_all(r: &mut Read, files: &[Value], marks: &str) -> Result<BTreeMap<String, Self>, Fault> {
        let keys: Vec<FileKey> = r.all(&format!("WHERE id IN ({marks})"), files)?;
        keys.into_iter().map(|key| Ok((key.id.clone(), key.seal(r)?))).collect()
    }
    /// # Errors
    /// `Closed` where the key is not to be had: then nothing of the file may be written.
    fn key(&self) -> Result<&DataKey, Fault> {
        match self {
            Seal::Open(key) => Ok(key),
            Seal::Erased => Err(Fault::Closed("erasure.closed")),
            Seal::Locked(_) => Err(Fault::Closed("closed.locked")),
        }
    }
    /// Seals a text for a column of a row; nothing stays nothing.
    /// # Errors
    /// As [`Seal::key`].
    pub fn put<T: Record>(&self, tx: &mut Tx, id: &str, column: &str, text: &str) -> Result<Option<Sealed>, Fault> {
        let key = self.key()?;
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        Ok(Some(key.seal(tx, Spot { table: T::TABLE, id, column }, text)?))
    }
    /// The same over what is there: an unchanged text keeps its sealed value, so that the log shows no change.
    /// # Errors
    /// As [`Seal::key`].
    pub fn renew<T: Record>(
        &self,
        tx: &mut Tx,
        id: &str,
        column: &str,
        (was, text): (&Option<Sealed>, &str),
    ) -> Result<Option<Sealed>, Fault> {
        if self.get::<T>(id, column, was)? == text.trim() { Ok(was.clone()) } else { self.put::<T>(tx, id, column, text) }
    }
    /// The text; empty where there is none or it does not open.
    /// # Errors
    /// `Broken` when the value was changed behind the door.
    pub fn get<T: Record>(&self, id: &str, column: &str, sealed: &Option<Sealed>) -> Result<String, Fault> {
        match (self, sealed) {
            (Seal::Open(key), Some(sealed)) => Ok(key.open(Spot { table: T::TABLE, id, column }, sealed)?),
            _ => Ok(String::new()),
        }
    }
}

/// How many files are sealed, and how many of them under master keys that are not among these.
/// # Errors
/// When the data cannot be read.
pub fn unreadable(r: &mut Read, names: &[&str]) -> ledger::Result<(i64, i64)> {
    let (mut all, mut locked) = (0, 0);
    for row in r.rows("SELECT master, COUNT(*) FROM file_keys WHERE wrapped IS NOT NULL GROUP BY master", &[])? {
        let count = row.int(1)?;
        all += count;
        locked += if names.contains(&row.text(0)?.as_str()) { 0 } else { count };
    }
    Ok((all, locked))
}
