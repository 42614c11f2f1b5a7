//! Writing: everything [`Read`] does, plus the only ways to change a row.
use crate::change::{self, Cell};
use crate::leaf::{Deed, Draft, Warrant};
use crate::merkle::Edge;
use crate::read::last_leaf;
use crate::{Chance, Column, Error, Read, Record, Result, Schema, Sight, Tally, Value, merkle};
use std::ops::{Deref, DerefMut};

/// An open transaction under a [`Warrant`]. Only [`Db::write`](crate::Db::write) makes one.
///
/// A feature cannot reach the connection:
/// ```compile_fail
/// fn sneak(tx: &mut ledger::Tx) { tx.read.conn.batch("DELETE FROM deeds"); }
/// ```
/// nor make a `Tx` of its own:
/// ```compile_fail
/// fn forge(read: ledger::Read) -> ledger::Tx { ledger::Tx { read } }
/// ```
pub struct Tx<'a> {
    pub(crate) read: Read<'a>,
    pub(crate) chance: &'a mut Chance,
    pub(crate) warrant: Warrant,
    pub(crate) now_ms: i64,
    pub(crate) edge: Edge,
    pub(crate) schema: &'static Schema,
    pub(crate) schema_number: i64,
    pub(crate) pending: Vec<Change>,
    /// Of a rehearsal, how many records it changed; what they were changed to is not held for a sealing that never comes.
    pub(crate) rehearsed: Option<i64>,
    /// The erasure overwrote old content: the writer truncates the WAL after its COMMIT.
    pub(crate) erased: bool,
    /// What it names among the blobs must be on the disk before its COMMIT.
    pub(crate) leans: bool,
}

/// A changed record, waiting to be sealed.
pub(crate) struct Change {
    table: &'static str,
    columns: &'static [Column],
    id: String,
    deed: Deed,
    values: Vec<Value>,
}

impl<'a> Deref for Tx<'a> {
    type Target = Read<'a>;
    fn deref(&self) -> &Read<'a> {
        &self.read
    }
}
impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.read
    }
}

impl Tx<'_> {
    /// Before this write is committed, what was laid among the blobs is brought to the disk; one flush serves the whole group.
    pub fn lean_on_blobs(&mut self) {
        self.leans = true;
    }
    /// The decision this writing stands under.
    pub fn warrant(&self) -> &Warrant {
        &self.warrant
    }
    /// The instant of this writing, fixed-width UTC text.
    pub fn now(&self) -> String {
        crate::stamp(self.now_ms)
    }
    pub fn now_ms(&self) -> i64 {
        self.now_ms
    }
    /// A fresh UUIDv7.
    pub fn uuid(&mut self) -> String {
        self.chance.uuid(self.now_ms)
    }
    pub fn random<const N: usize>(&mut self) -> [u8; N] {
        self.chance.bytes()
    }
    /// The log position that the next change of this closure will have.
    pub fn position(&self) -> i64 {
        let changed = self.rehearsed.unwrap_or_else(|| i64::try_from(self.pending.len()).unwrap_or(0));
        i64::try_from(self.edge.size).unwrap_or(i64::MAX) + changed
    }

    /// From here on this writing only finds out what would happen: its closure must end in an error. It may change any number of records in
    /// the memory of one.
    pub fn rehearse(&mut self) {
        self.rehearsed = Some(i64::try_from(self.pending.len()).unwrap_or(0));
    }

    /// Inserts a record as its first version and returns its log position.
    /// # Errors
    /// `Taken` when the identity is in use.
    pub fn insert<T: Record>(&mut self, row: &T) -> Result<i64> {
        let columns: Vec<&str> = T::COLUMNS.iter().map(|c| c.name).collect();
        let marks: Vec<String> = (1..=columns.len()).map(|n| format!("${n}")).collect();
        let row = row.with_rev(1);
        let values = row.values();
        self.read.conn.execute(&format!("INSERT INTO {} ({}) VALUES ({})", T::TABLE, columns.join(", "), marks.join(", ")), &values)?;
        Ok(self.note::<T>(row.id(), Deed::Insert, values))
    }

    /// Writes `after` over `before` if the stored row still is that version, and returns what is stored now.
    /// # Errors
    /// `Stale` when the row has changed since `before` was read.
    pub fn update<T: Record>(&mut self, before: &T, after: &T) -> Result<T> {
        if before.id() != after.id() {
            return Err(Error::broken(format!("an update may not change the identity {}", before.id())));
        }
        let after = after.with_rev(before.rev() + 1);
        let sets: Vec<String> = T::COLUMNS.iter().enumerate().skip(1).map(|(i, c)| format!("{} = ${}", c.name, i + 1)).collect();
        let n = T::COLUMNS.len();
        let mut params = after.values();
        params.push(before.rev().into());
        let changed =
            self.read.conn.execute(&format!("UPDATE {} SET {} WHERE id = $1 AND rev = ${}", T::TABLE, sets.join(", "), n + 1), &params)?;
        if changed != 1 {
            return Err(Error::Stale { table: T::TABLE, id: before.id().to_owned() });
        }
        params.pop();
        self.note::<T>(after.id(), Deed::Update, params);
        Ok(after)
    }

    /// # Errors
    /// `Stale` when the row has changed since it was read.
    pub fn delete<T: Record>(&mut self, row: &T) -> Result<()> {
        let changed = self
            .read
            .conn
            .execute(&format!("DELETE FROM {} WHERE id = $1 AND rev = $2", T::TABLE), &[row.id().into(), row.rev().into()])?;
        if changed != 1 {
            return Err(Error::Stale { table: T::TABLE, id: row.id().to_owned() });
        }
        self.note::<T>(row.id(), Deed::Delete, Vec::new());
        Ok(())
    }

    /// Takes the personal values of one record out of its row and of every change set it ever had; an `erase` leaf says so.
    /// # Errors
    /// `Stale` when the row has changed since it was read.
    pub fn erase<T: Record>(&mut self, row: &T) -> Result<T> {
        if self.pending.iter().any(|c| c.table == T::TABLE && c.id == row.id()) {
            return Err(Error::broken("a record that this transaction changed is erased in one of its own"));
        }
        let mut values = row.with_rev(row.rev() + 1).values();
        for (column, value) in T::COLUMNS.iter().zip(&mut values).filter(|(c, _)| c.sight == Sight::Personal) {
            *value = Value::Null;
            let sql = format!("UPDATE {} SET {} = NULL WHERE id = $1 AND rev = $2", T::TABLE, column.name);
            if self.read.conn.execute(&sql, &[row.id().into(), row.rev().into()])? != 1 {
                return Err(Error::Stale { table: T::TABLE, id: row.id().to_owned() });
            }
        }
        self.read.conn.execute(&format!("UPDATE {} SET rev = rev + 1 WHERE id = $1", T::TABLE), &[row.id().into()])?;
        self.erase_change_sets::<T>(row.id())?;
        self.erased = true;
        self.note::<T>(row.id(), Deed::Erase, values.clone());
        T::from_row(values)
    }

    fn erase_change_sets<T: Record>(&mut self, id: &str) -> Result<()> {
        let sql = "SELECT c.position, c.cells FROM log_changes c JOIN log_leaves l ON l.position = c.position WHERE l.object = $1";
        for row in self.read.conn.rows(sql, &[format!("{}/{id}", T::TABLE).into()])? {
            let Some(Value::Bytes(bytes)) = row.0.get(1) else { continue };
            let personal = |name: &str| T::COLUMNS.iter().any(|c| c.name == name && c.sight == Sight::Personal);
            let cells: Vec<Cell> = change::decode(bytes)?.into_iter().map(|c| if personal(c.column()) { c.erased() } else { c }).collect();
            self.read
                .conn
                .execute("UPDATE log_changes SET cells = $1 WHERE position = $2", &[change::encode(&cells).into(), row.int(0)?.into()])?;
        }
        Ok(())
    }

    /// Adds to a Derived table's sums. They are written with the group, at the latest before a read of that table.
    pub fn add(&mut self, tally: &'static Tally, key: Vec<Value>, deltas: &[i64]) {
        self.read.own.add(tally, key, deltas);
    }

    /// Writes a Scratch table in the same transaction.
    /// # Errors
    /// `Broken` when the statement names another kind of table.
    pub fn scratch(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        Scratch { conn: self.read.conn, schema: self.schema }.execute(sql, params)
    }

    fn note<T: Record>(&mut self, id: &str, deed: Deed, values: Vec<Value>) -> i64 {
        self.read.steady.write(T::TABLE);
        let position = self.position();
        match &mut self.rehearsed {
            Some(changed) => *changed += 1,
            None => self.pending.push(Change { table: T::TABLE, columns: T::COLUMNS, id: id.to_owned(), deed, values }),
        }
        position
    }

    /// Writes the leaves and change sets. Runs last, so that a closure that fails has none.
    pub(crate) fn seal(&mut self) -> Result<()> {
        if self.rehearsed.is_some() {
            return Err(Error::broken("a rehearsal is never kept"));
        }
        let time = self.now();
        for change in std::mem::take(&mut self.pending) {
            let object = format!("{}/{}", change.table, change.id);
            let prev = last_leaf(self.read.conn, &object)?;
            let cells = self.cells(&change);
            let draft = Draft {
                schema: self.schema_number,
                deed: change.deed,
                warrant: &self.warrant,
                time: &time,
                object: &object,
                prev,
                columns: change.columns,
                values: &change.values,
                root: change::root(&cells),
            };
            let body = draft.text()?;
            let position = Value::Int(i64::try_from(self.edge.size).map_err(Error::broken)?);
            let hashes = self.edge.push(merkle::leaf_hash(body.as_bytes())).concat();
            let conn = &mut *self.read.conn;
            conn.execute(
                "INSERT INTO log_leaves (position, object, body, hashes) VALUES ($1, $2, $3, $4)",
                &[position.clone(), object.into(), body.into(), hashes.into()],
            )?;
            conn.execute("INSERT INTO log_changes (position, cells) VALUES ($1, $2)", &[position, change::encode(&cells).into()])?;
        }
        Ok(())
    }

    fn cells(&mut self, change: &Change) -> Vec<Cell> {
        let columns = change.columns.iter().zip(&change.values);
        columns.map(|(c, v)| Cell::Live { column: c.name.to_owned(), salt: self.chance.bytes(), value: v.clone() }).collect()
    }
}

/// Writes to tables that may be lost: sessions, limits, leases. Nothing of it is in the log.
pub struct Scratch<'a> {
    pub(crate) conn: &'a mut crate::conn::Conn,
    pub(crate) schema: &'static Schema,
}

impl Scratch<'_> {
    /// # Errors
    /// `Broken` when the statement does not write a declared Scratch table.
    pub fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        let words: Vec<&str> = sql.split_whitespace().take(3).collect();
        let target = match words.as_slice() {
            ["INSERT", "INTO", table] | ["DELETE", "FROM", table] | ["UPDATE", table, _] => *table,
            _ => "",
        };
        let declared = self.schema.tables.iter().any(|t| t.name == target && matches!(t.kind, crate::Kind::Scratch));
        if declared { self.conn.execute(sql, params) } else { Err(Error::broken(format!("not a scratch table: {sql}"))) }
    }
}
