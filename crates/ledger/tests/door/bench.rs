//! A realm of notes to try the door with.
use ledger::{
    Cells, Clock, Config, Db, Error, Migration, Read, Result, Row, Schema, SetClock, Table, Tally, TallyRow, Tx, Value, Warrant, record,
};
use std::path::PathBuf;
use std::sync::Arc;

record! {
    pub struct Note in "notes" { topic: String as open, words: Option<String> as personal, file: Option<String> as open }
}
record! {
    pub struct NewNote in "notes" { topic: String as open, words: Option<String> as personal, file: Option<String> as open, mood: String }
}

pub static COUNTS: Tally = Tally { table: "counts", keys: &["topic"], sums: &["n"] };

/// The tally counts insertions, so it is rebuilt from the log's records alone where none was deleted; here every insert leaf counts.
fn rebuild(r: &mut Read) -> Result<Vec<TallyRow>> {
    let rows = r.rows("SELECT body FROM log_leaves WHERE object LIKE 'notes/%'", &[])?;
    let inserted = rows.iter().filter(|row: &&Row| row.text(0).is_ok_and(|b| b.contains("\nkind insert "))).count();
    Ok(vec![(vec!["t".into()], vec![inserted as i64])])
}

const FIRST: Migration = Migration {
    number: 1,
    upcast: None,
    sql: "CREATE TABLE notes (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, topic TEXT NOT NULL, words TEXT, file TEXT);
          CREATE TABLE counts (topic TEXT NOT NULL, n BIGINT NOT NULL, PRIMARY KEY (topic));
          CREATE TABLE leases (id TEXT PRIMARY KEY)",
};

fn add_mood(table: &str, cells: &mut Cells) {
    if table == "notes" {
        cells.push(("mood".into(), Value::Text("unknown".into())));
    }
}

const SECOND: Migration =
    Migration { number: 2, upcast: Some(add_mood), sql: "ALTER TABLE notes ADD COLUMN mood TEXT NOT NULL DEFAULT 'unknown'" };

pub static SCHEMA: Schema = Schema {
    migrations: &[FIRST],
    tables: &[Table::steady::<Note>(), Table::derived(&COUNTS, rebuild), Table::scratch("leases")],
    blobs: Some(("notes", "file")),
};
pub static NEXT_SCHEMA: Schema = Schema {
    migrations: &[FIRST, SECOND],
    tables: &[Table::record::<NewNote>(), Table::derived(&COUNTS, rebuild), Table::scratch("leases")],
    blobs: Some(("notes", "file")),
};

pub fn note(id: &str, words: &str) -> Note {
    Note { id: id.into(), rev: 1, topic: "t".into(), words: Some(words.into()), file: None }
}

pub fn leave(_: &mut Read) -> Result<Warrant> {
    Ok(Warrant::mint("tester", "write-note", "140525"))
}

pub struct Bench {
    dir: tempfile::TempDir,
    postgres: Option<String>,
    clock: Arc<dyn Clock>,
}

/// Runs the test on SQLite, and on PostgreSQL when `CHUNMAN_TEST_PG` names a cluster (`make test` starts one).
pub fn on_both(test: impl Fn(&Bench)) {
    let clock = || Arc::new(SetClock::at("2017-03-31T02:00:00Z"));
    test(&Bench::sqlite(clock()));
    if let Some(bench) = Bench::postgres(clock()) {
        test(&bench);
    }
}

impl Bench {
    pub fn sqlite(clock: Arc<dyn Clock>) -> Self {
        Self { dir: tempfile::tempdir().unwrap(), postgres: None, clock }
    }
    fn postgres(clock: Arc<dyn Clock>) -> Option<Self> {
        let base = std::env::var("CHUNMAN_TEST_PG").ok()?;
        let dir = tempfile::tempdir().unwrap();
        let schema = format!("t{}", dir.path().file_name().unwrap().to_string_lossy().trim_start_matches('.').to_lowercase());
        postgres::Client::connect(&base, postgres::NoTls).unwrap().batch_execute(&format!("CREATE SCHEMA {schema}")).unwrap();
        Some(Self { dir, postgres: Some(format!("{base}&options=-csearch_path%3D{schema}")), clock })
    }
    pub fn is_sqlite(&self) -> bool {
        self.postgres.is_none()
    }
    pub fn dir(&self) -> PathBuf {
        self.dir.path().join("data")
    }
    pub fn config(&self) -> Config {
        Config {
            dir: self.dir(),
            postgres: self.postgres.clone(),
            origin: "test.example/log/notes".into(),
            clock: self.clock.clone(),
            seed: Some(7),
        }
    }
    /// Another, empty place for the same kind of database.
    pub fn elsewhere(&self) -> Config {
        let postgres = self.postgres.as_ref().map(|url| {
            let schema = format!("{}_b", url.rsplit("%3D").next().unwrap());
            self.sql(&format!("CREATE SCHEMA {schema}"));
            format!("{url}_b")
        });
        Config { dir: self.dir.path().join("elsewhere"), postgres, ..self.config() }
    }
    pub fn open(&self) -> Db {
        Db::open(self.config(), &SCHEMA).unwrap()
    }
    pub fn try_note(&self, db: &Db, id: &str, words: &str) -> Result<Note> {
        let row = note(id, words);
        db.write(leave, move |tx: &mut Tx| {
            tx.insert(&row)?;
            tx.add(&COUNTS, vec!["t".into()], &[1]);
            Ok(row)
        })
    }
    pub fn write_note(&self, db: &Db, id: &str, words: &str) -> Note {
        self.try_note(db, id, words).unwrap()
    }
    pub fn faults(&self) -> Vec<String> {
        let report = ledger::verify(&self.config(), &SCHEMA, |_| {}).unwrap();
        report.faults.iter().map(ToString::to_string).collect()
    }
    pub fn sound(&self) {
        assert_eq!(self.faults(), Vec::<String>::new());
    }
    /// Changes the database behind the door's back.
    pub fn sql(&self, sql: &str) {
        match &self.postgres {
            Some(url) => postgres::Client::connect(url, postgres::NoTls).unwrap().batch_execute(sql).unwrap(),
            None => rusqlite::Connection::open(self.dir().join("realm.sqlite")).unwrap().execute_batch(sql).unwrap(),
        }
    }
    pub fn limit_size(&self, db: &Db, on: bool) {
        let pages = if on { 60 } else { 1_000_000 };
        db.limit_pages(pages).unwrap();
    }
}

pub fn failed<T: std::fmt::Debug>(outcome: &Result<T>) -> &Error {
    outcome.as_ref().unwrap_err()
}

impl Bench {
    /// A third place, never opened.
    pub fn elsewhere_again(&self) -> Config {
        Config { dir: self.dir.path().join("third"), ..self.config() }
    }
}
