//! Reading: any SELECT in the common dialect, and the log.
use crate::change::{self, Cell};
use crate::conn::Conn;
use crate::memo::Memo;
use crate::merkle::{self, Edge, Hash};
use crate::sealing::Keys;
use crate::steady::Known;
use crate::tally::Tallies;
use crate::{Column, Error, Field, Record, Result, Row, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A snapshot of the data. It cannot write.
pub struct Read<'a> {
    pub(crate) conn: &'a mut Conn,
    /// Sums of this group and of this closure that are not yet in their tables.
    pub(crate) group: Tallies,
    pub(crate) own: Tallies,
    /// What a read made us write early; the group gets it back when this closure fails.
    pub(crate) early: Tallies,
    /// Costly answers of earlier snapshots; none inside a write.
    pub(crate) memo: Option<&'a Memo>,
    /// What is known of steady tables.
    pub(crate) steady: Known<'a>,
    /// The log's size, where it stays: in a snapshot.
    pub(crate) size: Option<i64>,
    /// The master keys that open personal values; none where the data is only copied or compared.
    pub(crate) keys: Option<Arc<Keys>>,
}

impl<'a> Read<'a> {
    pub(crate) fn new(conn: &'a mut Conn, group: Tallies) -> Self {
        Self { conn, group, own: Tallies::default(), early: Tallies::default(), memo: None, steady: Known::Nothing, size: None, keys: None }
    }

    /// The keys that open personal values.
    pub fn keys(&self) -> Arc<Keys> {
        self.keys.clone().unwrap_or_default()
    }

    /// The rows of a SELECT with `$1`-style parameters.
    /// # Errors
    /// `Broken` when the statement is not a SELECT or the database refuses it.
    pub fn rows(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
        if let Some(known) = self.steady.find(sql, params) {
            return Ok(known);
        }
        self.write_sums_read_by(sql)?;
        let rows = self.conn.rows(sql, params)?;
        self.steady.keep(sql, params, &rows);
        Ok(rows)
    }
    /// As [`Read::rows`], one row at a time.
    /// # Errors
    /// As [`Read::rows`], and whatever `f` returns.
    pub fn each(&mut self, sql: &str, params: &[Value], f: impl FnMut(Row) -> Result<()>) -> Result<()> {
        self.write_sums_read_by(sql)?;
        self.conn.each(sql, params, f)
    }
    /// The first row, if there is one.
    /// # Errors
    /// As [`Read::rows`].
    pub fn row(&mut self, sql: &str, params: &[Value]) -> Result<Option<Row>> {
        Ok(self.rows(sql, params)?.into_iter().next())
    }
    /// The first column of the first row; 0 when there is none or it is NULL.
    /// # Errors
    /// As [`Read::rows`].
    pub fn int(&mut self, sql: &str, params: &[Value]) -> Result<i64> {
        self.row(sql, params)?.map_or(Ok(0), |r| r.int(0))
    }

    /// The records that a tail (`WHERE … ORDER BY … LIMIT …`) selects.
    /// # Errors
    /// As [`Read::rows`].
    pub fn all<T: Record>(&mut self, tail: &str, params: &[Value]) -> Result<Vec<T>> {
        self.rows(&select::<T>(tail), params)?.into_iter().map(|r| T::from_row(r.0)).collect()
    }
    /// # Errors
    /// As [`Read::rows`].
    pub fn one<T: Record>(&mut self, tail: &str, params: &[Value]) -> Result<Option<T>> {
        self.row(&select::<T>(tail), params)?.map(|r| T::from_row(r.0)).transpose()
    }
    /// # Errors
    /// As [`Read::rows`].
    pub fn find<T: Record>(&mut self, id: &str) -> Result<Option<T>> {
        self.one("WHERE id = $1", &[id.into()])
    }
    /// # Errors
    /// `Missing` when there is no such record.
    pub fn get<T: Record>(&mut self, id: &str) -> Result<T> {
        self.find(id)?.ok_or_else(|| Error::Missing { table: T::TABLE, id: id.to_owned() })
    }

    /// Sums waiting in memory are written before a SELECT on their table, so that a closure sees its own.
    fn write_sums_read_by(&mut self, sql: &str) -> Result<()> {
        if !self.own.touches(sql) && !self.group.touches(sql) {
            return Ok(());
        }
        let group = std::mem::take(&mut self.group);
        group.write(self.conn)?;
        std::mem::take(&mut self.own).write(self.conn)?;
        self.early.merge(group);
        Ok(())
    }
}

fn select<T: Record>(tail: &str) -> String {
    let columns: Vec<&str> = T::COLUMNS.iter().map(|c| c.name).collect();
    format!("SELECT {} FROM {} {tail}", columns.join(", "), T::TABLE)
}

/// A leaf as it is stored.
#[derive(Debug, Clone)]
pub struct Leaf {
    pub position: i64,
    pub body: String,
}

/// A signed checkpoint: its number, the size it covers and the note.
#[derive(Debug, Clone)]
pub struct Checkpoint {
    pub number: i64,
    pub size: i64,
    pub note: String,
}

impl Checkpoint {
    /// When it was signed, as the note says (UTC).
    pub fn time(&self) -> &str {
        self.note.lines().find_map(|l| l.strip_prefix("time ")).unwrap_or("")
    }
    /// The root in base64, as the note says.
    pub fn root(&self) -> &str {
        self.note.lines().nth(2).unwrap_or("")
    }
    /// The log that it is of, as the note says: each epoch has a name and a key of its own.
    pub fn origin(&self) -> &str {
        self.note.lines().next().unwrap_or("")
    }
}

/// The log.
impl Read<'_> {
    /// How many leaves the log has.
    /// # Errors
    /// As [`Read::rows`].
    pub fn log_size(&mut self) -> Result<i64> {
        if let Some(size) = self.size {
            return Ok(size);
        }
        self.int("SELECT COALESCE(MAX(position) + 1, 0) FROM log_leaves", &[])
    }
    /// # Errors
    /// `Missing` when the log is shorter.
    pub fn leaf(&mut self, position: i64) -> Result<Leaf> {
        let row = self.row("SELECT body FROM log_leaves WHERE position = $1", &[position.into()])?;
        let row = row.ok_or_else(|| Error::Missing { table: "log_leaves", id: position.to_string() })?;
        Ok(Leaf { position, body: row.text(0)? })
    }
    /// The newest leaf of a record.
    /// # Errors
    /// As [`Read::rows`].
    pub fn last_leaf<T: Record>(&mut self, id: &str) -> Result<Option<i64>> {
        last_leaf(self.conn, &format!("{}/{id}", T::TABLE))
    }
    /// Every leaf of a record, oldest first.
    /// # Errors
    /// As [`Read::rows`].
    pub fn leaves<T: Record>(&mut self, id: &str) -> Result<Vec<Leaf>> {
        let sql = "SELECT position, body FROM log_leaves WHERE object = $1 ORDER BY position";
        let rows = self.rows(sql, &[format!("{}/{id}", T::TABLE).into()])?;
        rows.iter().map(|row| Ok(Leaf { position: row.int(0)?, body: row.text(1)? })).collect()
    }
    /// A record as the leaf at `position` left it; none where a value was erased since, or the table had other columns then.
    /// # Errors
    /// As [`Read::rows`].
    pub fn version<T: Record>(&mut self, position: i64) -> Result<Option<T>> {
        let Some(row) = self.row("SELECT cells FROM log_changes WHERE position = $1", &[position.into()])? else { return Ok(None) };
        let Some(Value::Bytes(bytes)) = row.0.first() else { return Ok(None) };
        let cells = change::decode(bytes)?;
        let value = |name: &str| cells.iter().find_map(|cell| cell.value(name)).cloned();
        let values: Option<Vec<Value>> = T::COLUMNS.iter().map(|column| value(column.name)).collect();
        values.map(T::from_row).transpose()
    }
    /// Sixteen random bytes that this log began with: what is hashed with them cannot be guessed from the hash alone.
    /// # Errors
    /// `Broken` when the log has no beginning.
    pub fn salt(&mut self) -> Result<[u8; 16]> {
        let rows = self.conn.rows("SELECT cells FROM log_changes WHERE position = 0", &[])?;
        let Some([Value::Bytes(bytes)]) = rows.first().map(|row| row.0.as_slice()) else {
            return Err(Error::broken("the log has no beginning"));
        };
        match change::decode(bytes)?.first() {
            Some(Cell::Live { salt, .. }) => Ok(*salt),
            _ => Err(Error::broken("the log has no beginning")),
        }
    }
    /// The records of some tables that say one of the words in a personal value of any of their versions: table and id, each once.
    /// Walks the whole log.
    /// # Errors
    /// As [`Read::rows`].
    pub fn saying(&mut self, tables: &[(&'static str, &[Column])], words: &[String]) -> Result<Vec<(&'static str, String)>> {
        let of: Vec<String> = tables.iter().map(|(name, _)| format!("l.object LIKE '{name}/%'")).collect();
        let sql = format!(
            "SELECT l.position, l.object, c.cells FROM log_leaves l JOIN log_changes c ON c.position = l.position
            WHERE l.position > $1 AND ({}) ORDER BY l.position LIMIT 2000",
            of.join(" OR ")
        );
        let (mut found, mut after) = (BTreeSet::new(), -1);
        loop {
            let page = self.conn.rows(&sql, &[after.into()])?;
            let Some(last) = page.last() else { break };
            after = last.int(0)?;
            for row in &page {
                let (object, Some(Value::Bytes(bytes))) = (row.text(1)?, row.0.get(2)) else { continue };
                let table = object.split_once('/').and_then(|(name, id)| Some((tables.iter().find(|t| t.0 == name)?, id)));
                let Some(((table, columns), id)) = table else { continue };
                // Most rows say nothing of it: they are looked at as bytes before they are taken apart.
                if words.iter().any(|word| holds(bytes, word)) && change::decode(bytes)?.iter().any(|c| c.says(columns, words)) {
                    found.insert((*table, id.to_owned()));
                }
            }
        }
        Ok(found.into_iter().collect())
    }
    /// The newest checkpoint, if one was signed yet.
    /// # Errors
    /// As [`Read::rows`].
    pub fn checkpoint(&mut self) -> Result<Option<Checkpoint>> {
        let row = self.row("SELECT seq, size, note FROM log_checkpoints ORDER BY seq DESC LIMIT 1", &[])?;
        row.map(|r| Ok(Checkpoint { number: r.int(0)?, size: r.int(1)?, note: r.text(2)? })).transpose()
    }
    /// The checkpoint over exactly so many leaves.
    /// # Errors
    /// As [`Read::rows`].
    pub fn checkpoint_at(&mut self, size: i64) -> Result<Option<Checkpoint>> {
        let sql = "SELECT seq, size, note FROM log_checkpoints WHERE size = $1 ORDER BY seq LIMIT 1";
        self.row(sql, &[size.into()])?.map(|r| Ok(Checkpoint { number: r.int(0)?, size: r.int(1)?, note: r.text(2)? })).transpose()
    }
    /// The first checkpoint that covers a leaf: what was signed when it was new.
    /// # Errors
    /// As [`Read::rows`].
    pub fn checkpoint_covering(&mut self, position: i64) -> Result<Option<Checkpoint>> {
        let sql = "SELECT seq, size, note FROM log_checkpoints WHERE size > $1 ORDER BY seq LIMIT 1";
        self.row(sql, &[position.into()])?.map(|r| Ok(Checkpoint { number: r.int(0)?, size: r.int(1)?, note: r.text(2)? })).transpose()
    }
    /// The verifier keys of all epochs, the newest first.
    /// # Errors
    /// As [`Read::rows`].
    pub fn vkeys(&mut self) -> Result<Vec<String>> {
        let rows = self.rows("SELECT vkey FROM epochs ORDER BY LENGTH(id) DESC, id DESC", &[])?;
        rows.iter().map(|row| row.text(0)).collect()
    }
    /// The verifier key of the log's newest epoch; empty before there is one.
    /// # Errors
    /// As [`Read::rows`].
    pub fn vkey(&mut self) -> Result<String> {
        Ok(self.vkeys()?.into_iter().next().unwrap_or_default())
    }
    /// The RFC 6962 inclusion proof of a leaf in the tree of `size` leaves.
    /// # Errors
    /// `Missing` when the tree has no such leaf.
    pub fn inclusion(&mut self, position: i64, size: i64) -> Result<Vec<Hash>> {
        let conn = &mut *self.conn;
        merkle::inclusion(position.try_into().unwrap_or(u64::MAX), size.try_into().unwrap_or(0), |n| closed(conn, n))
    }
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|w| w == word.as_bytes())
}

pub(crate) fn last_leaf(conn: &mut Conn, object: &str) -> Result<Option<i64>> {
    let rows = conn.rows("SELECT position FROM log_leaves WHERE object = $1 ORDER BY position DESC LIMIT 1", &[object.into()])?;
    rows.first().map(|r| r.int(0)).transpose()
}

/// The hashes of the subtrees that leaf `n` closes.
pub(crate) fn closed(conn: &mut Conn, n: u64) -> Result<Vec<Hash>> {
    let n = i64::try_from(n).map_err(Error::broken)?;
    let rows = conn.rows("SELECT hashes FROM log_leaves WHERE position = $1", &[n.into()])?;
    match rows.into_iter().next().map(|r| r.0).as_deref() {
        Some([Value::Bytes(b)]) => merkle::hashes_from_bytes(b),
        _ => Err(Error::broken(format!("leaf {n} is missing"))),
    }
}

/// The right edge of the stored tree.
pub(crate) fn stored_edge(conn: &mut Conn) -> Result<Edge> {
    let size = conn.rows("SELECT COALESCE(MAX(position) + 1, 0) FROM log_leaves", &[])?;
    let size: i64 = size.first().map_or(Ok(0), |r| i64::take(r.0[0].clone()))?;
    Edge::read(u64::try_from(size).map_err(Error::broken)?, |n| closed(conn, n))
}
