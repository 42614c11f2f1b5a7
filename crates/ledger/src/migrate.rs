//! The ledger's own tables, and bringing a database to the schema this release knows.
use crate::conn::Conn;
use crate::record::Table;
use crate::{Error, Migration, Result, Schema, Tx, record};

record! {
    /// An applied step of the schema.
    pub struct SchemaVersion in "schema_versions" {
        number: i64 as open,
    }
}

record! {
    /// A life of the log: from set-up or from a restore. Its first leaf names what the log before it had.
    pub struct Epoch in "epochs" {
        origin: String as open,
        /// The key that its checkpoints verify with.
        vkey: String as open,
        /// The newest checkpoint known of the epoch before.
        previous: Option<String> as open,
        /// Positions that a restore lost, from–to; empty when none are known to be.
        lost_from: Option<i64> as open,
        lost_to: Option<i64> as open,
    }
}

pub(crate) const OWN_TABLES: &[Table] = &[Table::record::<SchemaVersion>(), Table::record::<Epoch>()];

/// Tables that are the log itself: checked by their hashes, not replayed.
pub const LOG_TABLES: &[&str] = &["log_leaves", "log_changes", "log_checkpoints"];

const OWN: Migration = Migration {
    number: 0,
    upcast: None,
    sql: "
CREATE TABLE log_leaves (position BIGINT PRIMARY KEY, object TEXT NOT NULL, body TEXT NOT NULL, hashes BYTEA NOT NULL);
CREATE INDEX log_leaves_object ON log_leaves (object, position);
CREATE TABLE log_changes (position BIGINT PRIMARY KEY, cells BYTEA NOT NULL);
CREATE TABLE log_checkpoints (seq BIGINT PRIMARY KEY, size BIGINT NOT NULL, note TEXT NOT NULL);
CREATE TABLE schema_versions (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, number BIGINT NOT NULL);
CREATE TABLE epochs (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, origin TEXT NOT NULL, vkey TEXT NOT NULL, previous TEXT,
    lost_from BIGINT, lost_to BIGINT);
",
};

/// The schema number of the stored data; `None` when there is none yet.
pub(crate) fn stored_number(conn: &mut Conn) -> Result<Option<i64>> {
    let sql = if conn.is_postgres() {
        "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'schema_versions'"
    } else {
        "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_versions'"
    };
    if conn.rows(sql, &[])?.first().map_or(Ok(0), |r| r.int(0))? == 0 {
        return Ok(None);
    }
    let rows = conn.rows("SELECT MAX(number) FROM schema_versions", &[])?;
    rows.first().map_or(Ok(Some(0)), |r| r.int(0).map(Some))
}

/// Makes all tables in an empty database, without any row.
pub(crate) fn create(conn: &mut Conn, schema: &Schema) -> Result<()> {
    create_as_of(conn, schema, schema.newest())
}

/// Makes the tables as they were at an earlier step.
pub(crate) fn create_as_of(conn: &mut Conn, schema: &Schema, number: i64) -> Result<()> {
    for migration in std::iter::once(&OWN).chain(schema.migrations.iter().filter(|m| m.number <= number)) {
        conn.ddl(migration.sql)?;
    }
    Ok(())
}

/// Runs the SQL of the steps that `from` lacks; [`record_steps`] then writes them to the log.
/// # Errors
/// `Newer` when the data knows steps that this release does not.
pub(crate) fn bring_up(conn: &mut Conn, schema: &Schema, from: i64) -> Result<()> {
    if from > schema.newest() {
        return Err(Error::Newer { found: from, known: schema.newest() });
    }
    for step in schema.migrations.iter().filter(|m| m.number > from) {
        conn.ddl(step.sql)?;
    }
    Ok(())
}

/// Records each step after `from` in the log.
pub(crate) fn record_steps(tx: &mut Tx, schema: &Schema, from: i64) -> Result<()> {
    for step in schema.migrations.iter().filter(|m| m.number > from) {
        tx.insert(&SchemaVersion { id: step.number.to_string(), rev: 1, number: step.number })?;
    }
    Ok(())
}
