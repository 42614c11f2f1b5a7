//! Checking a file whole, applying it in steps, finishing it.
use super::faults::{Looked, wrong_rows};
use super::rows::{First, Kind, Rows};
use super::sheet;
use crate::asked::{Asking, Form, Measured};
use crate::deeds::Deed;
use crate::figures::cells;
use crate::orgs::{self, find::line};
use crate::powers::{Who, decide};
use crate::realm::Realm;
use crate::web::Fault;
use crate::web::words::Words;
use ledger::{Db, Error, Tx};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::Arc;

/// The most rows of one write.
pub(super) const STEP: usize = 200;

/// What is wrong with a row; one that is wrong in several fields has several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowFault {
    pub line: u64,
    pub field: String,
    pub sentence: String,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub done: usize,
    pub all: usize,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    pub kind: &'static str,
    pub rows: usize,
    /// Rows that are applied, by this run or an earlier one.
    pub done: usize,
    /// `checked`, `wrong` (nothing was written), `stopped` (the same file continues), `done`.
    pub state: &'static str,
    /// The same file was imported whole before; nothing was written.
    pub before: bool,
    /// What is wrong, by line.
    pub faults: Vec<RowFault>,
}

impl Told {
    /// How many rows are wrong.
    pub fn wrong(&self) -> usize {
        self.faults.chunk_by(|one, next| one.line == next.line).count()
    }
}

/// A file to bring in.
pub struct Import {
    kind: Kind,
    id: String,
    sha256: String,
    who: Who,
    rows: Arc<Rows>,
    /// How long its form was worked on, where one was.
    measured: Option<Measured>,
    looked: Looked,
}

/// How the check's closure ends: never well, so that nothing of it stays.
enum Checked {
    Rows(Vec<(u64, Fault)>),
    Failed(Fault),
}

impl From<Error> for Checked {
    fn from(e: Error) -> Self {
        Checked::Failed(e.into())
    }
}

impl Import {
    /// Reads the file, CSV or a spreadsheet.
    /// # Errors
    /// `Invalid` when it is no such table.
    pub fn read(kind: Kind, bytes: &[u8], who: Who) -> Result<Self, Fault> {
        let bytes = if sheet::is_spreadsheet(bytes) { plain(sheet::csv_of(bytes)?.as_bytes()) } else { plain(bytes) };
        let sha256 = hex::encode(Sha256::digest(&bytes));
        let rows = Arc::new(Rows::read(kind, &bytes, &sha256)?);
        Ok(Self { kind, id: Self::id_of(kind, &sha256), sha256, who, rows, measured: None, looked: Arc::new(|_| {}) })
    }

    /// With somebody who watches its check.
    pub fn watched(self, looked: impl Fn(usize) + Send + Sync + 'static) -> Self {
        Self { looked: Arc::new(looked), ..self }
    }

    /// As a form asked for it.
    pub fn asked(self, measured: Option<Measured>) -> Self {
        // What units and people there are is set up by the desk, and reports nothing.
        Self { measured: measured.filter(|_| self.kind == Kind::Deeds), ..self }
    }

    /// The id of a file's record; `token` is the file's.
    pub fn id_of(kind: Kind, token: &str) -> String {
        format!("{}-{}", kind.word(), token.get(..32).unwrap_or(token))
    }
    /// The SHA-256 of the file: the same file is the same import.
    pub fn token(&self) -> &str {
        &self.sha256
    }
    /// The first rows as they were understood.
    pub fn first(&self) -> First {
        self.rows.first()
    }
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    fn told(&self, state: &'static str, done: usize, faults: Vec<RowFault>) -> Told {
        Told { kind: self.kind.word(), rows: self.rows.len(), done, state, before: false, faults }
    }

    /// Whether the same file is in already, whatever became of its rows since.
    fn is_done(&self, db: &Db) -> Result<bool, Fault> {
        let now = db.clock().now_ms();
        db.read(|r| {
            decide(r, &self.who, &self.kind.power(), now)?;
            Ok(r.find::<orgs::Import>(&self.id)?.is_some_and(|record| record.state == "done"))
        })
    }

    /// Runs every row through its verb in one write that is then undone: what it finds is what applying would find.
    /// # Errors
    /// When the data cannot be read, or it is not theirs to do.
    pub fn check(&self, db: &Db, w: &Words) -> Result<Told, Fault> {
        if self.is_done(db)? {
            return Ok(Told { before: true, ..self.told("done", self.rows.len(), Vec::new()) });
        }
        let (who, power, now) = (self.who.clone(), self.kind.power(), db.clock().now_ms());
        let (rows, id, asks, looked) = (self.rows.clone(), self.id.clone(), self.who.clone(), self.looked.clone());
        let never = db.write(
            move |r| decide(r, &who, &power, now).map_err(Checked::Failed),
            move |tx| Err::<(), _>(wrong_rows(tx, &rows, (&id, &asks), &looked).map_or_else(Checked::Failed, Checked::Rows)),
        );
        let wrong = match never {
            Ok(()) => Vec::new(),
            Err(Checked::Rows(wrong)) => wrong,
            Err(Checked::Failed(fault)) => return Err(fault),
        };
        let faults: Vec<RowFault> = wrong.into_iter().map(|(line, fault)| RowFault::of(line, &fault, w)).collect();
        Ok(self.told(if faults.is_empty() { "checked" } else { "wrong" }, 0, faults))
    }

    /// Checks, then applies in steps while `go_on` says so, from where an earlier run of the same file stopped.
    /// # Errors
    /// When the data cannot be written; what was applied stays and the same file continues.
    pub fn run(&self, db: &Db, w: &Words, mut go_on: impl FnMut(Progress) -> bool) -> Result<Told, Fault> {
        let checked = self.check(db, w)?;
        if checked.state != "checked" {
            return Ok(checked);
        }
        let mut record = self.begin(db)?;
        let at = |record: &orgs::Import| usize::try_from(record.done).unwrap_or(0).min(self.rows.len());
        while at(&record) < self.rows.len() {
            if !go_on(Progress { done: at(&record), all: self.rows.len() }) {
                return Ok(self.told("stopped", at(&record), Vec::new()));
            }
            record = self.step(db, record)?;
        }
        if record.state != "done" {
            self.write(db, move |tx| finish(tx, &record))?;
        }
        go_on(Progress { done: self.rows.len(), all: self.rows.len() });
        Ok(self.told("done", self.rows.len(), Vec::new()))
    }

    fn write<T: Send + 'static>(&self, db: &Db, act: impl FnOnce(&mut Tx) -> Result<T, Fault> + Send + 'static) -> Result<T, Fault> {
        let (who, power, now) = (self.who.clone(), self.kind.power(), db.clock().now_ms());
        db.write(move |r| decide(r, &who, &power, now), act)
    }

    /// The import's record: as an earlier run left it, or a new one.
    fn begin(&self, db: &Db) -> Result<orgs::Import, Fault> {
        let (id, kind, sha256) = (self.id.clone(), self.kind.word().to_owned(), self.sha256.clone());
        let (rows, measured) = (i64::try_from(self.rows.len()).unwrap_or(i64::MAX), self.measured);
        self.write(db, move |tx| {
            if let Some(there) = tx.find::<orgs::Import>(&id)? {
                return Ok(there);
            }
            let made_by = tx.warrant().who().to_owned();
            let record = orgs::Import { id, rev: 1, kind, sha256, made_by, rows, done: 0, state: "running".into(), started: tx.now() };
            tx.insert(&record)?;
            Asking::keep_own(tx, Form::Import, measured)?;
            Ok(record)
        })
    }

    /// The next rows and how far that is, in one write.
    fn step(&self, db: &Db, record: orgs::Import) -> Result<orgs::Import, Fault> {
        let (rows, who) = (self.rows.clone(), self.who.clone());
        self.write(db, move |tx| {
            let from = usize::try_from(record.done).unwrap_or(0);
            let to = (from + STEP).min(rows.len());
            for n in from..to {
                rows.apply(tx, rows.nth(n), &record.id, &who)?;
            }
            let done = i64::try_from(to).unwrap_or(i64::MAX);
            Ok(tx.update(&record, &orgs::Import { done, ..record.clone() })?)
        })
    }
}

/// The file as it is hashed and read. A browser writes line ends its own way and drops a byte order mark: the same file by either
/// way must be the same import, or its deeds would count twice.
fn plain(bytes: &[u8]) -> Vec<u8> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_end();
    let mut kept: Vec<u8> = bytes.to_vec();
    let mut after = bytes.iter().skip(1).chain([&0]);
    kept.retain(|byte| {
        let next = after.next();
        *byte != b'\r' || next != Some(&b'\n')
    });
    kept
}

/// In one write: every deed of the import enters the sums, and the import is done.
fn finish(tx: &mut Tx, record: &orgs::Import) -> Result<(), Fault> {
    let zone = Realm::find(tx)?.ok_or(Fault::NotSetUp)?.zone;
    let mut lines: HashMap<(String, String), Vec<String>> = HashMap::new();
    let mut after = String::new();
    loop {
        let page: Vec<Deed> = tx.all(
            "WHERE import = $1 AND import <> '' AND id > $2 ORDER BY id LIMIT 1000",
            &[record.id.as_str().into(), after.as_str().into()],
        )?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.id);
        for deed in &page {
            let key = (deed.unit.clone(), deed.day.clone());
            if !lines.contains_key(&key) {
                lines.insert(key.clone(), line(tx, &deed.unit, &deed.day)?);
            }
            cells::count_in(tx, deed, &zone, &lines[&key], 1)?;
        }
    }
    tx.update(record, &orgs::Import { state: "done".into(), ..record.clone() })?;
    Ok(())
}

impl RowFault {
    fn of(line: u64, fault: &Fault, w: &Words) -> Self {
        Self { line, field: fault.field().unwrap_or("").to_owned(), sentence: fault.sentence(w) }
    }
}
