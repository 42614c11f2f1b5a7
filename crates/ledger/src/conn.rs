//! One connection to either database, with the few things the ledger asks of it.
use crate::{Error, Result, Row, Value, dialect};
use postgres::types::{IsNull, ToSql, Type, private::BytesMut};
use std::collections::HashMap;
use std::path::Path;

pub(crate) enum Conn {
    Lite(rusqlite::Connection),
    Pg(Box<PgConn>),
}

pub(crate) struct PgConn {
    client: postgres::Client,
    statements: HashMap<String, postgres::Statement>,
}

/// A cache of prepared statements per connection; the product has a few hundred texts.
const STATEMENTS: usize = 512;

impl Conn {
    /// The connection that writes: WAL, FULL, deleted content overwritten. The WAL is written back at 64 MB: most pages of it are
    /// there many times by then and go into the database once. Its own cache is small: each commit goes through all of it while the database
    /// is under 1 GB (a balanced tree borrows the page number behind that), and what it lacks is in the system's cache.
    pub fn lite_writer(path: &Path) -> Result<Self> {
        let c = rusqlite::Connection::open(path)?;
        c.execute_batch(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; \
             PRAGMA cache_size=-4096; PRAGMA temp_store=MEMORY; PRAGMA busy_timeout=5000; PRAGMA wal_autocheckpoint=16000;",
        )?;
        keep_statements(&c)?;
        Ok(Conn::Lite(c))
    }
    /// A connection that cannot write. It reads the file as mapped memory, up to SQLite's limit of 2 GB: what it touches is the
    /// system's page cache and not the program's own.
    pub fn lite_reader(path: &Path) -> Result<Self> {
        let c = rusqlite::Connection::open_with_flags(
            path,
            rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE | rusqlite::OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        c.execute_batch("PRAGMA query_only=ON; PRAGMA cache_size=-8192; PRAGMA mmap_size=2147418112; PRAGMA temp_store=MEMORY; PRAGMA busy_timeout=5000;")?;
        keep_statements(&c)?;
        Ok(Conn::Lite(c))
    }
    pub fn postgres(url: &str) -> Result<Self> {
        let mut client = postgres::Client::connect(url, postgres::NoTls).map_err(|e| {
            let why = std::error::Error::source(&e).map_or_else(|| e.to_string(), ToString::to_string);
            Error::Broken(format!("the PostgreSQL database cannot be reached: {why}"))
        })?;
        client.batch_execute("SET synchronous_commit = on; SET client_min_messages = warning")?;
        Ok(Conn::Pg(Box::new(PgConn { client, statements: HashMap::new() })))
    }
    pub fn is_postgres(&self) -> bool {
        matches!(self, Conn::Pg(_))
    }

    pub fn begin_write(&mut self) -> Result<()> {
        self.batch(if self.is_postgres() { "BEGIN" } else { "BEGIN IMMEDIATE" })
    }
    /// A snapshot: every SELECT until [`Conn::rollback`] sees the same data.
    pub fn begin_read(&mut self) -> Result<()> {
        self.batch(if self.is_postgres() { "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" } else { "BEGIN" })
    }
    pub fn rollback(&mut self) -> Result<()> {
        self.batch("ROLLBACK")
    }
    /// Whether a transaction is still open: a full disk may have ended it behind our back.
    pub fn in_transaction(&mut self) -> bool {
        match self {
            Conn::Lite(c) => !c.is_autocommit(),
            Conn::Pg(p) => !p.client.is_closed(),
        }
    }
    pub fn batch(&mut self, sql: &str) -> Result<()> {
        match self {
            // Prepared, since BEGIN, SAVEPOINT and COMMIT come again with every request.
            Conn::Lite(c) if !sql.contains(';') => {
                let mut s = c.prepare_cached(sql)?;
                let mut rows = s.raw_query();
                while rows.next()?.is_some() {}
                Ok(())
            }
            Conn::Lite(c) => Ok(c.execute_batch(sql)?),
            Conn::Pg(p) => Ok(p.client.batch_execute(sql)?),
        }
    }
    /// Empties the WAL into the database; false when a reader still needs it.
    pub fn truncate_wal(&mut self) -> Result<bool> {
        match self {
            Conn::Lite(c) => Ok(c.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))? == 0),
            Conn::Pg(_) => Ok(true),
        }
    }
    pub fn ddl(&mut self, sql: &str) -> Result<()> {
        match self {
            Conn::Lite(c) => Ok(c.execute_batch(&dialect::sqlite_ddl(sql))?),
            Conn::Pg(p) => Ok(p.client.batch_execute(&dialect::postgres_ddl(sql))?),
        }
    }
    pub fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        match self {
            Conn::Lite(c) => {
                let mut s = c.prepare_cached(sql)?;
                bind(&mut s, params)?;
                Ok(s.raw_execute()? as u64)
            }
            Conn::Pg(p) => {
                let statement = p.prepare(sql)?;
                Ok(p.client.execute(&statement, &pg(params))?)
            }
        }
    }
    pub fn rows(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
        let mut out = Vec::new();
        self.each(sql, params, |row| {
            out.push(row);
            Ok(())
        })?;
        Ok(out)
    }
    /// Streams the rows of a SELECT (SQLite; PostgreSQL's client gathers them first).
    pub fn each(&mut self, sql: &str, params: &[Value], mut f: impl FnMut(Row) -> Result<()>) -> Result<()> {
        if !dialect::is_select(sql) {
            return Err(Error::broken(format!("a read may not write: {sql}")));
        }
        match self {
            Conn::Lite(c) => {
                let mut s = c.prepare_cached(sql)?;
                bind(&mut s, params)?;
                let n = s.column_count();
                let mut rows = s.raw_query();
                while let Some(r) = rows.next()? {
                    f(Row((0..n).map(|i| lite_value(r, i)).collect::<Result<_>>()?))?;
                }
                Ok(())
            }
            Conn::Pg(p) => {
                let statement = p.prepare(sql)?;
                for r in p.client.query(&statement, &pg(params))? {
                    f(Row((0..r.len()).map(|i| pg_value(&r, i)).collect::<Result<_>>()?))?;
                }
                Ok(())
            }
        }
    }
}

/// Statements are prepared once. Without the planner's stability guarantee SQLite prepares a SELECT anew whenever a parameter
/// changes that its plan might lean on: a sixth of the writer's time.
fn keep_statements(c: &rusqlite::Connection) -> Result<()> {
    c.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    c.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(())
}

impl PgConn {
    fn prepare(&mut self, sql: &str) -> Result<postgres::Statement> {
        if let Some(s) = self.statements.get(sql) {
            return Ok(s.clone());
        }
        if self.statements.len() >= STATEMENTS {
            self.statements.clear();
        }
        let s = self.client.prepare(sql)?;
        self.statements.insert(sql.to_owned(), s.clone());
        Ok(s)
    }
}

/// SQLite takes `$1` as a name, numbered by first appearance; bind it by the number it says.
fn bind(s: &mut rusqlite::CachedStatement, params: &[Value]) -> Result<()> {
    for i in 1..=s.parameter_count() {
        let n: usize = s.parameter_name(i).and_then(|n| n.get(1..)).and_then(|n| n.parse().ok()).unwrap_or(i);
        match params.get(n - 1).ok_or_else(|| Error::broken(format!("parameter ${n} is missing")))? {
            Value::Null => s.raw_bind_parameter(i, rusqlite::types::Null)?,
            Value::Int(v) => s.raw_bind_parameter(i, v)?,
            Value::Text(v) => s.raw_bind_parameter(i, v)?,
            Value::Bytes(v) => s.raw_bind_parameter(i, v)?,
        }
    }
    Ok(())
}

fn lite_value(row: &rusqlite::Row, i: usize) -> Result<Value> {
    use rusqlite::types::ValueRef;
    Ok(match row.get_ref(i)? {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => Value::Int(n),
        ValueRef::Text(t) => Value::Text(std::str::from_utf8(t).map_err(Error::broken)?.to_owned()),
        ValueRef::Blob(b) => Value::Bytes(b.to_vec()),
        ValueRef::Real(_) => return Err(Error::broken("a column holds a fraction")),
    })
}

fn pg_value(row: &postgres::Row, i: usize) -> Result<Value> {
    let ty = row.columns()[i].type_();
    Ok(match *ty {
        Type::INT8 => row.try_get::<_, Option<i64>>(i)?.map_or(Value::Null, Value::Int),
        Type::INT4 => row.try_get::<_, Option<i32>>(i)?.map_or(Value::Null, |n| Value::Int(n.into())),
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(i)?.map_or(Value::Null, Value::Bytes),
        Type::TEXT | Type::VARCHAR | Type::NAME => row.try_get::<_, Option<String>>(i)?.map_or(Value::Null, Value::Text),
        _ => return Err(Error::broken(format!("a column has the type {ty}"))),
    })
}

fn pg(params: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    params.iter().map(|v| v as _).collect()
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> std::result::Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(n) if *ty == Type::INT4 => i32::try_from(*n)?.to_sql(ty, out),
            Value::Int(n) => n.to_sql(ty, out),
            Value::Text(s) => s.to_sql(ty, out),
            Value::Bytes(b) => b.to_sql(ty, out),
        }
    }
    fn accepts(_: &Type) -> bool {
        true
    }
    postgres::types::to_sql_checked!();
}
