//! What is known of tables that seldom change (units, people, roles …): answers of SELECTs on these alone, kept until one of them is
//! written. PostgreSQL is spared a way there and back for each.
//!
//! The writer has a memory of its own: there is one writer, so it cannot be behind the disk. Readers share another, which is of one
//! era, the time between two COMMITs that change steady tables; a snapshot uses it when all of it was taken within that era.
use crate::{Row, Schema, Value};
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// The memory at hand.
pub(crate) enum Known<'a> {
    Nothing,
    Writer(&'a mut Steady),
    Reader(&'a Shared, u64),
}

impl Known<'_> {
    pub fn find(&self, sql: &str, params: &[Value]) -> Option<Vec<Row>> {
        match self {
            Known::Nothing => None,
            Known::Writer(steady) => steady.find(sql, params),
            Known::Reader(shared, era) => shared.of(*era, |steady| steady.find(sql, params)).flatten(),
        }
    }
    pub fn keep(&mut self, sql: &str, params: &[Value], rows: &[Row]) {
        match self {
            Known::Nothing => {}
            Known::Writer(steady) => steady.keep(sql, params, rows),
            Known::Reader(shared, era) => {
                shared.of(*era, |steady| {
                    steady.make_room();
                    steady.keep(sql, params, rows);
                });
            }
        }
    }
    /// A row of a table was written.
    pub fn write(&mut self, table: &str) {
        if let Known::Writer(steady) = self {
            steady.write(table);
        }
    }
}

/// The readers' memory.
pub(crate) struct Shared {
    /// Odd while a COMMIT that changes steady tables is under way.
    era: AtomicU64,
    answers: Mutex<(u64, Steady)>,
}

impl Shared {
    pub fn of_schema(schema: &Schema) -> Self {
        Self { era: AtomicU64::new(0), answers: Mutex::new((0, Steady::of(schema))) }
    }
    /// A COMMIT that changes steady tables begins, or has ended.
    pub fn turn(&self) {
        self.era.fetch_add(1, Ordering::SeqCst);
    }
    /// The era; `None` while one ends. Whoever finds the same before and after taking a snapshot has it wholly within.
    pub fn era(&self) -> Option<u64> {
        Some(self.era.load(Ordering::SeqCst)).filter(|era| era % 2 == 0)
    }
    /// The answers of an era; `None` when they are of a later one.
    fn of<T>(&self, era: u64, f: impl FnOnce(&mut Steady) -> T) -> Option<T> {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        if answers.0 < era {
            answers.0 = era;
            answers.1.forget();
        }
        (answers.0 == era).then(|| f(&mut answers.1))
    }
}

/// The rows of one statement, by its parameters.
type Answers = HashMap<Vec<Value>, Vec<Row>>;

#[derive(Default)]
pub(crate) struct Steady {
    steady: HashSet<&'static str>,
    other: HashSet<&'static str>,
    /// By statement, then by parameters; none where the statement reads another table.
    answers: HashMap<String, Option<Answers>>,
    /// Rows in all answers.
    kept: usize,
    /// Something steady was written since the closure began: if that is undone, what was read after it is untrue.
    written: bool,
    /// Something steady was written since the last COMMIT.
    changed: bool,
}

/// Rows kept at most, and those of one answer; an empty answer counts as one.
const MOST: usize = 50_000;
const ROWS: usize = 4_000;
/// Statements known at most.
const STATEMENTS: usize = 2_000;

impl Steady {
    pub fn of(schema: &Schema) -> Self {
        let names = |steady: bool| schema.all_tables().filter(move |t| t.steady == steady).map(|t| t.name).collect();
        let mut other: HashSet<&'static str> = names(false);
        other.extend(crate::LOG_TABLES);
        Self { steady: names(true), other, ..Self::default() }
    }

    pub fn find(&self, sql: &str, params: &[Value]) -> Option<Vec<Row>> {
        self.answers.get(sql)?.as_ref()?.get(params).cloned()
    }

    pub fn keep(&mut self, sql: &str, params: &[Value], rows: &[Row]) {
        if !self.answers.contains_key(sql) {
            let answers = self.is_steady(sql).then(Answers::new);
            self.answers.insert(sql.to_owned(), answers);
        }
        if let Some(Some(answers)) = self.answers.get_mut(sql)
            && rows.len() <= ROWS
            && self.kept < MOST
        {
            answers.insert(params.to_vec(), rows.to_vec());
            self.kept += rows.len().max(1);
        }
    }

    /// Whether a statement reads steady tables and no others.
    fn is_steady(&self, sql: &str) -> bool {
        let words = || sql.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        words().any(|word| self.steady.contains(word)) && !words().any(|word| self.other.contains(word))
    }

    /// A closure begins.
    pub fn begin(&mut self) {
        self.written = false;
        self.make_room();
    }

    fn make_room(&mut self) {
        if self.kept >= MOST || self.answers.len() >= STATEMENTS {
            (self.kept, self.answers) = (0, HashMap::new());
        }
    }

    /// A row of a table was written.
    pub fn write(&mut self, table: &str) {
        if self.steady.contains(table) {
            self.forget();
            (self.written, self.changed) = (true, true);
        }
    }

    /// Whether something steady was written since this was asked last.
    pub fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }

    /// The closure's writes were undone.
    pub fn undo(&mut self) {
        if std::mem::take(&mut self.written) {
            self.forget();
        }
    }

    pub fn forget(&mut self) {
        self.answers.values_mut().flatten().for_each(HashMap::clear);
        self.kept = 0;
    }
}
