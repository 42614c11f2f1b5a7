//! The group writer: one thread takes many waiting closures into one transaction, a savepoint each, and answers all after one
//! COMMIT. What fails undoes its own and nobody else's; when the COMMIT fails, everyone is told and memory is read anew.
use crate::blobs::Blobs;
use crate::checkpoint::{self, LogKey};
use crate::conn::Conn;
use crate::leaf::Warrant;
use crate::merkle::Edge;
use crate::read::stored_edge;
use crate::sealing::Keys;
use crate::steady::{Known, Shared, Steady};
use crate::tally::Tallies;
use crate::tx::Scratch;
use crate::{Chance, Clock, Error, Kind, Read, Result, Schema, Tx};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// The most closures one transaction takes.
const GROUP: usize = 128;
/// A change is in a signed checkpoint after at most this long (the promise is 10 s).
const CHECKPOINT_EVERY: Duration = Duration::from_secs(5);

/// Counters of the writer, for the benchmark and the health page.
#[derive(Debug, Default)]
pub struct Pulse {
    /// Committed groups, that is: times the disk was waited for.
    pub groups: AtomicU64,
    /// Times the disk was asked for what was laid among the blobs.
    pub flushes: AtomicU64,
    /// Closures in them.
    pub closures: AtomicU64,
    /// Leaves of the log after the last COMMIT.
    pub size: AtomicI64,
    /// Checkpoints signed since the start.
    pub checkpoints: AtomicU64,
}

/// One waiting closure. `run` is called inside its savepoint, `answer` after the COMMIT with what became of the group.
pub(crate) trait Job: Send {
    fn run(&mut self, bench: &mut Bench) -> Done;
    fn answer(self: Box<Self>, fate: Result<()>);
}

/// How a closure ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Done {
    Kept,
    Undone,
}

/// What a closure works with: the connection and the memory of the open group.
pub(crate) struct Bench {
    pub conn: Conn,
    pub edge: Edge,
    pub group: Tallies,
    pub chance: Chance,
    pub clock: Arc<dyn Clock>,
    pub schema: &'static Schema,
    pub schema_number: i64,
    /// Content was erased in this group: the WAL must be truncated after it.
    pub erased: bool,
    /// Somebody's write in this group names blobs.
    pub leans: bool,
    pub steady: Steady,
    pub keys: Arc<Keys>,
}

pub(crate) enum Message {
    Job(Box<dyn Job>),
    /// Sign a checkpoint now and answer when it is in its file.
    Checkpoint(std::sync::mpsc::Sender<Result<()>>),
    /// Limits the SQLite file, to stand for a full disk.
    LimitPages(u32, std::sync::mpsc::Sender<Result<()>>),
    Stop,
}

pub(crate) struct Writer {
    pub bench: Bench,
    pub key: LogKey,
    pub dir: PathBuf,
    pub blobs: Blobs,
    pub pulse: Arc<Pulse>,
    /// The readers' memory of steady tables.
    pub known: Arc<Shared>,
    /// How far the newest checkpoint reaches, and its number.
    pub signed: (u64, i64),
    pub fail_next_commit: Arc<Mutex<bool>>,
}

impl Writer {
    pub fn run(mut self, inbox: &Receiver<Message>) {
        let mut last = monotonic();
        loop {
            let wait = CHECKPOINT_EVERY.saturating_sub(last.elapsed());
            let idle = self.bench.edge.size == self.signed.0;
            let message = match inbox.recv_timeout(if idle { CHECKPOINT_EVERY } else { wait }) {
                Ok(Message::Job(job)) => self.take_group(job, inbox),
                Ok(message) => Some(message),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => break,
            };
            match message {
                Some(Message::Stop) => break,
                Some(Message::Checkpoint(answer)) => {
                    let _ = answer.send(self.checkpoint());
                    last = monotonic();
                }
                Some(Message::LimitPages(pages, answer)) => {
                    let _ = answer.send(self.bench.conn.batch(&format!("PRAGMA max_page_count={pages};")));
                }
                Some(Message::Job(_)) | None => {}
            }
            if last.elapsed() >= CHECKPOINT_EVERY {
                self.empty_wal();
                if let Err(e) = self.checkpoint() {
                    tracing::warn!("no checkpoint could be signed: {e}");
                }
                last = monotonic();
            }
        }
        let _ = self.checkpoint();
    }

    /// Commits the job with all that wait behind it; returns the first message that is not a job.
    fn take_group(&mut self, first: Box<dyn Job>, inbox: &Receiver<Message>) -> Option<Message> {
        let mut jobs = vec![first];
        let mut other = None;
        while jobs.len() < GROUP {
            match inbox.try_recv() {
                Ok(Message::Job(job)) => jobs.push(job),
                Ok(message) => {
                    other = Some(message);
                    break;
                }
                Err(_) => break,
            }
        }
        let fate = self.commit(&mut jobs);
        if fate.is_ok() {
            self.pulse.groups.fetch_add(1, Ordering::Relaxed);
            self.pulse.closures.fetch_add(jobs.len() as u64, Ordering::Relaxed);
            self.pulse.size.store(i64::try_from(self.bench.edge.size).unwrap_or(i64::MAX), Ordering::Release);
        }
        for job in jobs {
            job.answer(fate.clone());
        }
        other
    }

    fn commit(&mut self, jobs: &mut [Box<dyn Job>]) -> Result<()> {
        let fate = self.try_commit(jobs);
        if fate.is_err() {
            // The memory may be ahead of the disk: the disk is right.
            let _ = self.bench.conn.rollback();
            self.bench.steady.forget();
            self.bench.group = Tallies::default();
            match stored_edge(&mut self.bench.conn) {
                Ok(edge) => self.bench.edge = edge,
                Err(e) => tracing::error!("the log's edge cannot be read: {e}"),
            }
        } else {
            self.empty_wal();
        }
        fate
    }

    /// After an erasure the old content must leave the WAL too. A reader in the way is waited for until the next turn.
    fn empty_wal(&mut self) {
        if self.bench.erased {
            self.bench.erased = !self.bench.conn.truncate_wal().unwrap_or(false);
        }
    }

    /// The keys of sums that became nothing tell of what was erased: such rows go.
    fn drop_empty_sums(bench: &mut Bench) -> Result<()> {
        for table in bench.schema.tables {
            let Kind::Derived(tally, _) = table.kind else { continue };
            let zeros = tally.sums.iter().map(|sum| format!("{sum} = 0")).collect::<Vec<_>>().join(" AND ");
            bench.conn.execute(&format!("DELETE FROM {} WHERE {zeros}", tally.table), &[])?;
        }
        Ok(())
    }

    fn try_commit(&mut self, jobs: &mut [Box<dyn Job>]) -> Result<()> {
        let bench = &mut self.bench;
        bench.conn.begin_write()?;
        for job in jobs {
            bench.conn.batch("SAVEPOINT own")?;
            bench.steady.begin();
            let (edge, group) = (bench.edge.clone(), bench.group.is_empty());
            let done = catch_unwind(AssertUnwindSafe(|| job.run(bench)));
            if !bench.conn.in_transaction() {
                return Err(Error::Full);
            }
            if !matches!(done, Ok(Done::Kept)) {
                bench.conn.batch("ROLLBACK TO own")?;
                bench.steady.undo();
                bench.edge = edge;
                debug_assert!(!group || done.is_err() || bench.group.is_empty());
            }
            bench.conn.batch("RELEASE own")?;
        }
        std::mem::take(&mut bench.group).write(&mut bench.conn)?;
        if bench.erased {
            Self::drop_empty_sums(bench)?;
        }
        if self.fail_next_commit.lock().is_ok_and(|mut f| std::mem::take(&mut *f)) {
            return Err(Error::Lost("as asked".into()));
        }
        // One flush for all that came with the group: a record never names what is not on the disk.
        if std::mem::take(&mut bench.leans) {
            self.blobs.flush()?;
            self.pulse.flushes.fetch_add(1, Ordering::Relaxed);
        }
        let changed = bench.steady.take_changed();
        if changed {
            self.known.turn();
        }
        let fate = bench.conn.batch("COMMIT");
        if changed {
            self.known.turn();
        }
        fate.map_err(|e| if matches!(e, Error::Full) { e } else { Error::Lost(e.to_string()) })
    }

    /// Signs what is committed, keeps the note in the database, then in `DIR/checkpoint`.
    fn checkpoint(&mut self) -> Result<()> {
        let size = self.bench.edge.size;
        if size != self.signed.0 {
            let note = self.key.sign(size, &self.bench.edge.root(), &crate::stamp(self.bench.clock.now_ms()));
            let number = self.signed.1 + 1;
            let row = [number.into(), i64::try_from(size).map_err(Error::broken)?.into(), note.as_str().into()];
            self.bench.conn.execute("INSERT INTO log_checkpoints (seq, size, note) VALUES ($1, $2, $3)", &row)?;
            checkpoint::write_durably(&self.dir.join("checkpoint"), note.as_bytes())?;
            self.signed = (size, number);
            self.pulse.checkpoints.fetch_add(1, Ordering::Release);
        }
        Ok(())
    }
}

#[allow(clippy::disallowed_methods, reason = "how long to wait is not a fact that is recorded")]
fn monotonic() -> Instant {
    Instant::now()
}

/// A write under a warrant, waiting for its turn.
pub(crate) struct Task<L, A, T, E, F> {
    pub leave: Option<L>,
    pub act: Option<A>,
    pub outcome: Option<Result<T, E>>,
    pub answer: F,
}

impl<L, A, T, E, F> Job for Task<L, A, T, E, F>
where
    L: FnOnce(&mut Read) -> Result<Warrant, E> + Send,
    A: FnOnce(&mut Tx) -> Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
    F: FnOnce(Result<T, E>) + Send,
{
    fn run(&mut self, bench: &mut Bench) -> Done {
        let (Some(leave), Some(act)) = (self.leave.take(), self.act.take()) else { return Done::Undone };
        let group = std::mem::take(&mut bench.group);
        let keys = Some(bench.keys.clone());
        let mut read = Read { steady: Known::Writer(&mut bench.steady), keys, ..Read::new(&mut bench.conn, group) };
        // A panic must not lose the group's sums, so it is caught here as well as by the writer.
        let warrant = catch_unwind(AssertUnwindSafe(|| leave(&mut read))).unwrap_or_else(|_| Err(panicked().into()));
        let warrant = match warrant {
            Ok(warrant) => warrant,
            Err(e) => {
                bench.group = undone(read);
                self.outcome = Some(Err(e));
                return Done::Undone;
            }
        };
        let mut tx = Tx {
            read,
            chance: &mut bench.chance,
            warrant,
            now_ms: bench.clock.now_ms(),
            edge: bench.edge.clone(),
            schema: bench.schema,
            schema_number: bench.schema_number,
            pending: Vec::new(),
            rehearsed: None,
            erased: false,
            leans: false,
        };
        let outcome = catch_unwind(AssertUnwindSafe(|| act(&mut tx))).unwrap_or_else(|_| Err(panicked().into()));
        let outcome = outcome.and_then(|t| tx.seal().map(|()| t).map_err(E::from));
        let Tx { mut read, edge, erased, leans, .. } = tx;
        let done = if outcome.is_ok() {
            let mut group = std::mem::take(&mut read.group);
            group.merge(std::mem::take(&mut read.own));
            (bench.group, bench.edge) = (group, edge);
            bench.erased |= erased;
            bench.leans |= leans;
            Done::Kept
        } else {
            bench.group = undone(read);
            Done::Undone
        };
        self.outcome = Some(outcome);
        done
    }

    fn answer(self: Box<Self>, fate: Result<()>) {
        let outcome = self.outcome.unwrap_or_else(|| Err(panicked().into()));
        (self.answer)(match (fate, outcome) {
            (Ok(()), outcome) | (Err(_), outcome @ Err(_)) => outcome,
            (Err(e), Ok(_)) => Err(e.into()),
        });
    }
}

/// The group's sums as they were before a closure that is undone.
fn undone(mut read: Read) -> Tallies {
    let mut group = std::mem::take(&mut read.group);
    group.merge(std::mem::take(&mut read.early));
    group
}

fn panicked() -> Error {
    Error::broken("the program failed at this request; nothing of it was written")
}

/// A write to Scratch tables only: no warrant, no leaf.
pub(crate) struct ScratchTask<A, T, F> {
    pub act: Option<A>,
    pub outcome: Option<Result<T>>,
    pub answer: F,
}

impl<A, T, F> Job for ScratchTask<A, T, F>
where
    A: FnOnce(&mut Scratch) -> Result<T> + Send,
    T: Send,
    F: FnOnce(Result<T>) + Send,
{
    fn run(&mut self, bench: &mut Bench) -> Done {
        let Some(act) = self.act.take() else { return Done::Undone };
        let outcome = act(&mut Scratch { conn: &mut bench.conn, schema: bench.schema });
        let done = if outcome.is_ok() { Done::Kept } else { Done::Undone };
        self.outcome = Some(outcome);
        done
    }
    fn answer(self: Box<Self>, fate: Result<()>) {
        let outcome = self.outcome.unwrap_or_else(|| Err(panicked()));
        (self.answer)(fate.and(outcome));
    }
}
