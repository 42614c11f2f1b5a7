//! `verify`: replays the log into a fresh database and compares it with every table, cell by cell, both ways; checks the tree,
//! the checkpoints, the sums and the blobs; names each fault.
mod compare;
mod replay;
mod tree;

use crate::{Config, Error, Read, Result, Schema};
use std::fmt;

/// Something that is not as the log says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Table, or `log`, `checkpoint`, `blobs`.
    pub place: String,
    /// Row, leaf or file.
    pub object: String,
    /// One sentence for a person.
    pub what: String,
}

impl Fault {
    pub(crate) fn new(place: &str, object: impl fmt::Display, what: impl Into<String>) -> Self {
        Self { place: place.to_owned(), object: object.to_string(), what: what.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} {}: {}", self.place, self.object, self.what)
    }
}

/// What `verify` found.
#[derive(Debug, Clone, Default)]
pub struct Report {
    pub leaves: i64,
    pub rows: i64,
    pub sums: i64,
    pub blobs: i64,
    pub checkpoints: i64,
    pub faults: Vec<Fault>,
}

/// How far a verification is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Leaves { done: i64, all: i64 },
    Tables,
    Sums,
    Blobs,
}

/// A verification. The skips make it a mutant, to show that a replay which forgets something fails.
#[derive(Debug, Clone, Default)]
pub struct Verifier {
    pub skip_column: Option<(&'static str, &'static str)>,
    pub skip_table: Option<&'static str>,
    pub skip_deletes: bool,
}

/// The most faults that are named; more say the same thing again.
const NAMED: usize = 200;

/// Verifies a realm's data, beside a running server or without one.
/// # Errors
/// When there is no data or it cannot be read at all; faults are in the report.
pub fn verify(config: &Config, schema: &'static Schema, progress: impl FnMut(Stage)) -> Result<Report> {
    Verifier::default().run(config, schema, progress)
}

/// The data as they were when the log had `size` leaves, made of leaves and change sets alone: `f` reads them in a fresh database, whose
/// Derived and Scratch tables are empty.
/// # Errors
/// `Broken`, naming the first fault, when those leaves are not sound; whatever `f` returns.
pub fn as_of<T, E: From<Error>>(
    r: &mut Read,
    schema: &'static Schema,
    size: i64,
    f: impl FnOnce(&mut Read) -> Result<T, E>,
) -> Result<T, E> {
    let mut report = Report::default();
    let mut replay = replay::Replay::new(schema, Verifier::default())?;
    let size = size.min(r.log_size()?);
    tree::walk(r, &mut replay, &mut report, size, &mut |_| {})?;
    match report.faults.first() {
        Some(fault) => Err(Error::broken(fault.to_string()).into()),
        None => f(&mut Read::new(&mut replay.conn, crate::tally::Tallies::default())),
    }
}

impl Verifier {
    /// # Errors
    /// As [`verify`].
    pub fn run(&self, config: &Config, schema: &'static Schema, mut progress: impl FnMut(Stage)) -> Result<Report> {
        // The file first: the snapshot then is at least as new.
        let file = std::fs::read_to_string(config.dir.join("checkpoint")).ok();
        let blobs = crate::Blobs::new(config.dir.join("blobs"));
        crate::db::read_only(config, |r| {
            let mut report = Report::default();
            if let Some(fault) = another_release(r, schema)? {
                report.faults.push(fault);
                return Ok(report);
            }
            declared(r, schema, &mut report)?;
            let mut replay = replay::Replay::new(schema, self.clone())?;
            let all = r.log_size()?;
            let roots = tree::walk(r, &mut replay, &mut report, all, &mut progress)?;
            tree::checkpoints(r, &roots, file.as_deref(), &mut report)?;
            replay.finish(&mut report)?;
            progress(Stage::Tables);
            compare::tables(r, &mut replay, schema, &mut report)?;
            progress(Stage::Sums);
            compare::sums(r, schema, &mut report)?;
            progress(Stage::Blobs);
            check_blobs(r, schema, &blobs, &mut report)?;
            report.faults.truncate(NAMED);
            Ok(report)
        })
    }
}

/// Data whose tables are those of another release cannot be compared with what this one would have written.
fn another_release(r: &mut Read, schema: &Schema) -> Result<Option<Fault>> {
    let number = r.int("SELECT MAX(number) FROM schema_versions", &[])?;
    let newest = schema.newest();
    let strange = match number.cmp(&newest) {
        std::cmp::Ordering::Equal => return Ok(None),
        std::cmp::Ordering::Greater => format!("the data has schema {number}, this release reads up to {newest}; use the newer release"),
        std::cmp::Ordering::Less => Error::Older { found: number, known: newest }.to_string(),
    };
    let mut same = stored_tables(r)?.len() == schema.all_tables().count() + crate::LOG_TABLES.len();
    for (table, columns) in schema.records() {
        same = same && stored_columns(r, table)?.len() == columns.len();
    }
    Ok((!same).then(|| Fault::new("schema_versions", number, strange)))
}

/// Every table of the database is declared, and every declared one is there.
fn declared(r: &mut Read, schema: &Schema, report: &mut Report) -> Result<()> {
    let number = r.int("SELECT MAX(number) FROM schema_versions", &[])?;
    if number != schema.newest() {
        let what = format!("the data says schema {number}, this release reads schema {}", schema.newest());
        report.faults.push(Fault::new("schema_versions", number, what));
    }
    let stored = stored_tables(r)?;
    let known: Vec<&str> = schema.all_tables().map(|t| t.name).chain(crate::LOG_TABLES.iter().copied()).collect();
    for table in stored.iter().filter(|t| !known.contains(&t.as_str())) {
        report.faults.push(Fault::new(table, "*", "the table is not declared: nothing accounts for its rows"));
    }
    for table in known.iter().filter(|k| !stored.iter().any(|t| t == *k)) {
        report.faults.push(Fault::new(table, "*", "the table is missing"));
    }
    Ok(())
}

/// The tables as the database itself lists them.
pub(crate) fn stored_tables(r: &mut Read) -> Result<Vec<String>> {
    let sql = if r.conn.is_postgres() {
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
    } else {
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    };
    r.rows(sql, &[])?.iter().map(|row| row.text(0)).collect()
}

/// The columns of a table in their order; none when there is no such table.
pub(crate) fn stored_columns(r: &mut Read, table: &str) -> Result<Vec<String>> {
    let sql = if r.conn.is_postgres() {
        "SELECT column_name::text FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position"
    } else {
        "SELECT name FROM pragma_table_info($1)"
    };
    r.rows(sql, &[table.into()])?.iter().map(|row| row.text(0)).collect()
}

impl Read<'_> {
    /// The tables of the database, as it lists them itself.
    /// # Errors
    /// As [`Read::rows`].
    pub fn stored_tables(&mut self) -> Result<Vec<String>> {
        stored_tables(self)
    }
}

fn check_blobs(r: &mut Read, schema: &Schema, blobs: &crate::Blobs, report: &mut Report) -> Result<()> {
    let Some((table, column)) = schema.blobs else { return Ok(()) };
    for row in r.rows(&format!("SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY {column}"), &[])? {
        let name = row.text(0)?;
        report.blobs += 1;
        if !blobs.has(&name) {
            report.faults.push(Fault::new("blobs", &name, "the file is missing"));
        } else if !blobs.sound(&name) {
            report.faults.push(Fault::new("blobs", &name, "the file's content is not what its name says"));
        }
    }
    Ok(())
}

pub(crate) fn told<T>(outcome: Result<T>, place: &str, object: impl fmt::Display, report: &mut Report) -> Option<T> {
    match outcome {
        Ok(t) => Some(t),
        Err(Error::Broken(what)) => {
            report.faults.push(Fault::new(place, object, what));
            None
        }
        Err(e) => {
            report.faults.push(Fault::new(place, object, e.to_string()));
            None
        }
    }
}
