//! A fresh database, filled from leaves and change sets alone.
use super::{Fault, Report, Verifier};
use crate::change::Cell;
use crate::conn::Conn;
use crate::{Cells, Column, Error, Head, LeafKind, Result, Schema, Sight, Value, migrate};

pub(super) struct Replay {
    pub conn: Conn,
    schema: &'static Schema,
    mutant: Verifier,
    _file: tempfile::NamedTempFile,
}

impl Replay {
    pub fn new(schema: &'static Schema, mutant: Verifier) -> Result<Self> {
        let file = tempfile::NamedTempFile::new()?;
        let lite = rusqlite::Connection::open(file.path())?;
        lite.execute_batch("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;")?;
        lite.set_prepared_statement_cache_capacity(256);
        let mut conn = Conn::Lite(lite);
        migrate::create(&mut conn, schema)?;
        conn.ddl(
            "CREATE TABLE replay_last (object TEXT PRIMARY KEY, position BIGINT NOT NULL, live BIGINT NOT NULL, personal BIGINT NOT NULL);
             CREATE TABLE replay_erased (position BIGINT PRIMARY KEY, object TEXT NOT NULL)",
        )?;
        conn.begin_write()?;
        Ok(Self { conn, schema, mutant, _file: file })
    }

    pub fn apply(&mut self, position: i64, head: &Head, cells: Vec<Cell>, report: &mut Report) -> Result<()> {
        let Some((table, columns)) = self.schema.records().find(|(name, _)| *name == head.table) else {
            report.faults.push(Fault::new("log_leaves", position, format!("the leaf is of {}, which is no record", head.table)));
            return Ok(());
        };
        self.follow(position, head, columns, &cells, report)?;
        if self.mutant.skip_table == Some(table) || self.mutant.skip_deletes && head.deed == LeafKind::Delete {
            return Ok(());
        }
        if head.deed == LeafKind::Delete {
            self.conn.execute(&format!("DELETE FROM {table} WHERE id = $1"), &[head.id.as_str().into()])?;
            return Ok(());
        }
        let row = self.upcast(table, head.schema, cells);
        let names: Vec<&str> = columns.iter().map(|c| c.name).collect();
        let marks: Vec<String> = (1..=names.len()).map(|n| format!("${n}")).collect();
        let values: Vec<Value> = columns.iter().map(|c| self.value(table, c, &row)).collect();
        let sql = format!("INSERT OR REPLACE INTO {table} ({}) VALUES ({})", names.join(", "), marks.join(", "));
        match self.conn.execute(&sql, &values) {
            Err(Error::Broken(what)) => {
                report.faults.push(Fault::new("log_changes", position, format!("the row cannot be rebuilt: {what}")));
                Ok(())
            }
            other => other.map(|_| ()),
        }
    }

    /// The chain of one record's leaves, and whether what is erased was erased by a leaf that says so.
    fn follow(&mut self, position: i64, head: &Head, columns: &[Column], cells: &[Cell], report: &mut Report) -> Result<()> {
        let object = Value::Text(format!("{}/{}", head.table, head.id));
        let last = self
            .conn
            .rows("SELECT position, live, personal FROM replay_last WHERE object = $1", std::slice::from_ref(&object))?
            .into_iter()
            .next();
        let (before, live, personal) = match last {
            Some(r) => (Some(r.int(0)?), r.int(1)?, r.int(2)?),
            None => (None, 0, 0),
        };
        let mut fault = |what: &str| report.faults.push(Fault::new("log_leaves", position, format!("{}/{}: {what}", head.table, head.id)));
        if head.prev != before {
            fault("the leaf does not follow the record's leaf before it");
        }
        if (head.deed == LeafKind::Insert) == (live == 1) {
            fault("the record is made twice, or changed before it was made");
        }
        if head.deed == LeafKind::Erase {
            if personal == 1 {
                fault("the erasure left personal values in an earlier change set");
            }
            self.conn.execute("DELETE FROM replay_erased WHERE object = $1", std::slice::from_ref(&object))?;
        }
        if cells.iter().any(|c| matches!(c, Cell::Erased { .. })) {
            self.conn.execute("INSERT INTO replay_erased (position, object) VALUES ($1, $2)", &[position.into(), object.clone()])?;
        }
        let sensitive = |c: &Cell| columns.iter().any(|k| k.name == c.column() && k.sight == Sight::Personal);
        let shown = cells.iter().any(|c| matches!(c, Cell::Live { .. }) && sensitive(c));
        let personal = if head.deed == LeafKind::Erase { false } else { shown || personal == 1 };
        let sql = "INSERT OR REPLACE INTO replay_last (object, position, live, personal) VALUES ($1, $2, $3, $4)";
        self.conn.execute(sql, &[object, position.into(), (head.deed != LeafKind::Delete).into(), personal.into()])?;
        Ok(())
    }

    fn upcast(&self, table: &str, from: i64, cells: Vec<Cell>) -> Cells {
        let mut row: Cells = cells
            .into_iter()
            .map(|c| match c {
                Cell::Live { column, value, .. } => (column, value),
                Cell::Erased { column, .. } => (column, Value::Null),
            })
            .collect();
        for step in self.schema.migrations.iter().filter(|m| m.number > from) {
            if let Some(upcast) = step.upcast {
                upcast(table, &mut row);
            }
        }
        row
    }

    fn value(&self, table: &str, column: &Column, row: &Cells) -> Value {
        let forgotten = self.mutant.skip_column == Some((table, column.name));
        let found = row.iter().find(|(name, _)| name == column.name).map(|(_, v)| v.clone());
        match found.unwrap_or(Value::Null) {
            // A mutant forgets the value, within what the column's type allows.
            Value::Int(_) if forgotten => Value::Int(i64::MIN),
            Value::Text(_) | Value::Null if forgotten => Value::Text("forgotten".into()),
            Value::Bytes(_) if forgotten => Value::Bytes(Vec::new()),
            value => value,
        }
    }

    pub fn finish(&mut self, report: &mut Report) -> Result<()> {
        for row in self.conn.rows("SELECT position, object FROM replay_erased ORDER BY position", &[])? {
            report.faults.push(Fault::new(
                "log_changes",
                row.int(0)?,
                format!("{}: values are gone, and no leaf says they were erased", row.text(1)?),
            ));
        }
        self.conn.batch("COMMIT")
    }
}
