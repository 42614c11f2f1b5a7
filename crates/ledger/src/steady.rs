//! What the writer knows of tables that seldom change (units, people, roles …): answers of SELECTs on these alone, kept until one of
//! them is written. There is one writer, so its memory cannot be behind the disk; PostgreSQL is spared a way there and back for each.
use crate::{Row, Schema, Value};
use std::collections::{HashMap, HashSet};

/// The rows of one statement, by its parameters.
type Answers = HashMap<Vec<Value>, Vec<Row>>;

#[derive(Default)]
pub(crate) struct Steady {
    steady: HashSet<&'static str>,
    other: HashSet<&'static str>,
    /// By statement, then by parameters; none where the statement reads another table.
    answers: HashMap<String, Option<Answers>>,
    kept: usize,
    /// Something steady was written since the closure began: if that is undone, what was read after it is untrue.
    written: bool,
}

/// Answers kept at most, and rows of one.
const MOST: usize = 50_000;
const ROWS: usize = 64;
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
            self.kept += 1;
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
        if self.kept >= MOST || self.answers.len() >= STATEMENTS {
            (self.kept, self.answers) = (0, HashMap::new());
        }
    }

    /// A row of a table was written.
    pub fn write(&mut self, table: &str) {
        if self.steady.contains(table) {
            self.forget();
            self.written = true;
        }
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
