//! Opening a realm's data, and the two ways in: read and write.
use crate::checkpoint::LogKey;
use crate::conn::Conn;
use crate::leaf::Warrant;
use crate::memo::Memo;
use crate::migrate::{self, Epoch};
use crate::pool::Pool;
use crate::read::stored_edge;
use crate::sealing::Keys;
use crate::steady::{Known, Shared};
use crate::tally::Tallies;
use crate::tx::Scratch;
use crate::writer::{Bench, Job, Message, Pulse, ScratchTask, Task, Writer};
use crate::{Blobs, Chance, Clock, Error, Read, Result, Schema, Tx};
use std::fs;
use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

/// Where a realm's data lies.
#[derive(Clone)]
pub struct Config {
    /// Blobs, keys, the newest checkpoint, and the SQLite file.
    pub dir: PathBuf,
    /// A `postgres://…` address; SQLite in `dir` when there is none.
    pub postgres: Option<String>,
    /// The log's name without its epoch, `<host>/log/<realm>`.
    pub origin: String,
    pub clock: Arc<dyn Clock>,
    /// Chance from a seed, for stories; from the machine when `None`.
    pub seed: Option<u64>,
}

/// A realm's data. Cheap to clone; the last clone that goes stops the writer.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    config: Config,
    schema: &'static Schema,
    readers: Pool,
    memo: Memo,
    known: Arc<Shared>,
    keys: Arc<Keys>,
    outbox: Sender<Message>,
    writer: Mutex<Option<std::thread::JoinHandle<()>>>,
    pulse: Arc<Pulse>,
    blobs: Blobs,
    fail_next_commit: Arc<Mutex<bool>>,
    /// Held while we live: a second process refuses to start.
    _lock: fs::File,
}

impl Drop for Inner {
    fn drop(&mut self) {
        let _ = self.outbox.send(Message::Stop);
        if let Some(thread) = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take() {
            let _ = thread.join();
        }
    }
}

/// The first SQLite that does not lose acknowledged commits in WAL mode.
const SQLITE_AT_LEAST: i32 = 3_051_003;

impl Db {
    /// Opens the data, makes it when there is none, brings an older schema up to date.
    /// # Errors
    /// `Locked` when another process serves it, `Newer` when a newer release wrote it.
    pub fn open(config: Config, schema: &'static Schema) -> Result<Self> {
        if rusqlite::version_number() < SQLITE_AT_LEAST {
            return Err(Error::broken(format!("SQLite {} can lose acknowledged commits; 3.51.3 or newer is needed", rusqlite::version())));
        }
        fs::create_dir_all(config.dir.join("blobs"))?;
        let lock = lock(&config)?;
        let mut chance = config.seed.map_or_else(Chance::from_machine, |s| Ok(Chance::seeded(s)))?;
        let mut conn = config.connect_writer()?;
        let found = migrate::stored_number(&mut conn)?;
        let epoch = if found.is_some() { current_epoch(&mut conn)? } else { "e1".to_owned() };
        let key = LogKey::open(&config.dir, &format!("{}-{epoch}", config.origin), &epoch, &mut chance)?;
        let mut bench = Bench {
            conn,
            edge: crate::merkle::Edge::default(),
            group: Tallies::default(),
            chance,
            clock: config.clock.clone(),
            schema,
            schema_number: schema.newest(),
            erased: false,
            leans: false,
            steady: crate::steady::Steady::of(schema),
            keys: Arc::new(master_keys(&config)?),
        };
        prepare(&mut bench, found, &key, &epoch)?;
        Self::start(config, schema, lock, bench, key)
    }

    fn start(config: Config, schema: &'static Schema, lock: fs::File, mut bench: Bench, key: LogKey) -> Result<Self> {
        bench.edge = stored_edge(&mut bench.conn)?;
        let newest = Read::new(&mut bench.conn, Tallies::default()).checkpoint()?;
        let signed = newest.map_or(Ok((0, 0)), |c| u64::try_from(c.size).map(|s| (s, c.number)).map_err(Error::broken))?;
        let (pulse, fail_next_commit) = (Arc::new(Pulse::default()), Arc::new(Mutex::new(false)));
        pulse.size.store(i64::try_from(bench.edge.size).unwrap_or(i64::MAX), std::sync::atomic::Ordering::Release);
        let known = Arc::new(Shared::of_schema(schema));
        let keys = bench.keys.clone();
        let blobs = Blobs::new(config.dir.join("blobs"));
        let writer = Writer {
            known: known.clone(),
            bench,
            key,
            dir: config.dir.clone(),
            blobs: blobs.clone(),
            pulse: pulse.clone(),
            signed,
            fail_next_commit: fail_next_commit.clone(),
        };
        let (outbox, inbox) = channel();
        let thread = std::thread::Builder::new().name("ledger-writer".into()).spawn(move || writer.run(&inbox))?;
        let inner = Inner {
            readers: Pool::new(&config),
            memo: Memo::default(),
            known,
            keys,
            config,
            schema,
            outbox,
            writer: Mutex::new(Some(thread)),
            pulse,
            blobs,
            fail_next_commit,
            _lock: lock,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    pub fn config(&self) -> &Config {
        &self.inner.config
    }
    pub fn schema(&self) -> &'static Schema {
        self.inner.schema
    }
    pub fn blobs(&self) -> &Blobs {
        &self.inner.blobs
    }
    pub fn pulse(&self) -> &Pulse {
        &self.inner.pulse
    }
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.inner.config.clock
    }

    /// Reads one snapshot. Blocks: call it on a database thread.
    /// # Errors
    /// Whatever `f` returns, or why no connection could be had.
    pub fn read<T, E: From<Error>>(&self, f: impl FnOnce(&mut Read) -> Result<T, E>) -> Result<T, E> {
        let mut conn = self.inner.readers.take(&self.inner.config)?;
        let outcome = snapshot(&mut conn, Some((&self.inner.memo, &self.inner.known)), Some(self.inner.keys.clone()), f);
        self.inner.readers.give(outcome.1.then_some(conn));
        outcome.0
    }

    /// Writes: `leave` decides whether it may be and mints the warrant, `act` does it, both in one transaction. Blocks until
    /// it is durable.
    /// # Errors
    /// Whatever the closures return; `Lost` or `Full` when the group could not be committed.
    pub fn write<T, E>(
        &self,
        leave: impl FnOnce(&mut Read) -> Result<Warrant, E> + Send + 'static,
        act: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (send, receive) = channel();
        self.submit(leave, act, move |outcome| {
            let _ = send.send(outcome);
        });
        receive.recv().unwrap_or_else(|_| Err(stopped().into()))
    }

    /// As [`Db::write`], with the outcome given to `answer` on the writer's thread: `answer` must be quick.
    pub fn submit<T, E>(
        &self,
        leave: impl FnOnce(&mut Read) -> Result<Warrant, E> + Send + 'static,
        act: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static,
        answer: impl FnOnce(Result<T, E>) + Send + 'static,
    ) where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let task = Task { leave: Some(leave), act: Some(act), outcome: None, answer };
        // A stopped writer drops the task and with it the answer's channel: its receiver sees that.
        let _ = self.inner.outbox.send(Message::Job(Box::new(task)));
    }

    /// Writes Scratch tables only.
    /// # Errors
    /// Whatever `act` returns, or why it could not be committed.
    pub fn scratch<T: Send + 'static>(&self, act: impl FnOnce(&mut Scratch) -> Result<T> + Send + 'static) -> Result<T> {
        let (send, receive) = channel();
        let answer = move |outcome| {
            let _ = send.send(outcome);
        };
        let _ = self.inner.outbox.send(Message::Job(Box::new(ScratchTask { act: Some(act), outcome: None, answer })));
        receive.recv().unwrap_or_else(|_| Err(stopped()))
    }

    /// As [`Db::scratch`], for what nobody waits for: should it fail, it is only logged.
    pub fn scratch_later(&self, act: impl FnOnce(&mut Scratch) -> Result<()> + Send + 'static) {
        let answer = |outcome: Result<()>| {
            if let Err(e) = outcome {
                tracing::warn!("a note was left out: {e}");
            }
        };
        let _ = self.inner.outbox.send(Message::Job(Box::new(ScratchTask { act: Some(act), outcome: None, answer })));
    }

    /// Signs a checkpoint over all that is committed and waits until it is in its file.
    /// # Errors
    /// When the note could not be stored.
    pub fn checkpoint(&self) -> Result<()> {
        let (send, receive) = channel();
        let _ = self.inner.outbox.send(Message::Checkpoint(send));
        receive.recv().unwrap_or_else(|_| Err(stopped()))
    }

    /// For tests of a full disk: the SQLite file may grow to this many pages.
    /// # Errors
    /// On PostgreSQL, which has no such limit.
    pub fn limit_pages(&self, pages: u32) -> Result<()> {
        let (send, receive) = channel();
        let _ = self.inner.outbox.send(Message::LimitPages(pages, send));
        receive.recv().unwrap_or_else(|_| Err(stopped()))
    }

    /// For tests of what happens when a COMMIT fails: the next one does.
    pub fn fail_next_commit(&self) {
        *self.inner.fail_next_commit.lock().unwrap_or_else(PoisonError::into_inner) = true;
    }
}

fn stopped() -> Error {
    Error::Lost("the program is stopping".into())
}

/// Runs `f` in a snapshot; the flag says whether the connection is still good.
fn snapshot<T, E: From<Error>>(
    conn: &mut Conn,
    memory: Option<(&Memo, &Shared)>,
    keys: Option<Arc<Keys>>,
    f: impl FnOnce(&mut Read) -> Result<T, E>,
) -> (Result<T, E>, bool) {
    let era = memory.and_then(|(_, known)| known.era());
    // The first SELECT takes the snapshot, BEGIN does not.
    let size = match conn.begin_read().and_then(|()| Read::new(conn, Tallies::default()).log_size()) {
        Ok(size) => size,
        Err(e) => return (Err(e.into()), false),
    };
    let steady = match memory.zip(era) {
        Some(((_, known), era)) if known.era() == Some(era) => Known::Reader(known, era),
        _ => Known::Nothing,
    };
    let memo = memory.map(|(memo, _)| memo);
    let outcome = f(&mut Read { memo, steady, size: Some(size), keys, ..Read::new(conn, Tallies::default()) });
    let good = conn.rollback().is_ok();
    (outcome, good)
}

impl Config {
    pub(crate) fn sqlite_path(&self) -> PathBuf {
        self.dir.join("realm.sqlite")
    }
    pub(crate) fn connect_writer(&self) -> Result<Conn> {
        match &self.postgres {
            Some(url) => Conn::postgres(url),
            None => Conn::lite_writer(&self.sqlite_path()),
        }
    }
    pub(crate) fn connect_reader(&self) -> Result<Conn> {
        match &self.postgres {
            Some(url) => Conn::postgres(url),
            None => Conn::lite_reader(&self.sqlite_path()),
        }
    }
}

/// Reads the data without serving it, for `verify` and `backup` beside a running server.
/// # Errors
/// `Missing` when there is no data, else whatever `f` returns.
pub fn read_only<T>(config: &Config, f: impl FnOnce(&mut Read) -> Result<T>) -> Result<T> {
    if config.postgres.is_none() && !config.sqlite_path().exists() {
        return Err(nothing_in(config));
    }
    let mut conn = config.connect_reader()?;
    match migrate::stored_number(&mut conn)? {
        None => Err(nothing_in(config)),
        Some(_) => snapshot(&mut conn, None, None, f).0,
    }
}

fn nothing_in(config: &Config) -> Error {
    Error::Missing { table: "data in", id: config.dir.display().to_string() }
}

/// The master keys; of a story from its seed, so that it can be told twice.
fn master_keys(config: &Config) -> Result<Keys> {
    let mut chance = config.seed.map_or_else(Chance::from_machine, |seed| Ok(Chance::seeded(seed.wrapping_add(1))))?;
    Keys::open(&config.dir, &mut chance)
}

/// One process serves a realm: a lock on `DIR/lock`, and on PostgreSQL an advisory lock of the writer's connection.
fn lock(config: &Config) -> Result<fs::File> {
    let file = fs::OpenOptions::new().create(true).truncate(false).write(true).open(config.dir.join("lock"))?;
    file.try_lock().map_err(|_| Error::Locked(config.dir.display().to_string()))?;
    Ok(file)
}

pub(crate) fn current_epoch(conn: &mut Conn) -> Result<String> {
    let epochs: Vec<Epoch> = Read::new(conn, Tallies::default()).all("ORDER BY id", &[])?;
    let number = |e: &Epoch| e.id.trim_start_matches('e').parse::<u64>().unwrap_or(0);
    Ok(epochs.iter().max_by_key(|e| number(e)).map_or_else(|| "e1".to_owned(), |e| e.id.clone()))
}

/// Makes or migrates the tables, and writes what was done to the log, in one transaction.
fn prepare(bench: &mut Bench, found: Option<i64>, key: &LogKey, epoch: &str) -> Result<()> {
    if bench.conn.is_postgres()
        && bench.conn.rows("SELECT CASE WHEN pg_try_advisory_lock(hashtext('chunman ' || current_schema())) THEN 1 ELSE 0 END", &[])?[0]
            .int(0)?
            == 0
    {
        return Err(Error::Locked("its PostgreSQL schema".into()));
    }
    if found == Some(bench.schema_number) {
        return Ok(());
    }
    bench.conn.begin_write()?;
    match found {
        None => migrate::create(&mut bench.conn, bench.schema)?,
        Some(from) => migrate::bring_up(&mut bench.conn, bench.schema, from)?,
    }
    bench.edge = stored_edge(&mut bench.conn)?;
    let first = found.is_none().then(|| Epoch {
        id: epoch.to_owned(),
        rev: 1,
        origin: key.origin().to_owned(),
        vkey: key.vkey(),
        previous: None,
        lost_from: None,
        lost_to: None,
    });
    let schema = bench.schema;
    by_the_system(bench, "migrate", move |tx| {
        if let Some(epoch) = &first {
            tx.insert(epoch)?;
        }
        migrate::record_steps(tx, schema, found.unwrap_or(0))
    })?;
    if found.is_some() {
        crate::tally::refill(&mut bench.conn, schema)?;
    }
    bench.conn.batch("COMMIT")
}

/// Writes under the system's own warrant inside an open transaction, before the writer runs.
pub(crate) fn by_the_system(bench: &mut Bench, act: &'static str, f: impl FnOnce(&mut Tx) -> Result<()> + Send) -> Result<()> {
    let (send, receive) = channel();
    let mut task = Task {
        leave: Some(move |_: &mut Read| Ok(Warrant::mint("system", act, ""))),
        act: Some(f),
        outcome: None,
        answer: move |outcome: Result<()>| {
            let _ = send.send(outcome);
        },
    };
    task.run(bench);
    Box::new(task).answer(Ok(()));
    receive.recv().unwrap_or_else(|_| Err(stopped()))
}
