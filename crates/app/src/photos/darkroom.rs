//! Where copies are made: one thread beside the server, one photograph at a time, resting as long as it worked. What it makes is Scratch: lost, it is made again.
use super::KINDS;
use crate::deeds::File;
use ledger::{Blobs, Db, Read, Result, Value};
use pictures::{Library, Picture, Question, Signature};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long to wait for the bell before looking all the same: what an import or another process left.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// The thread's name, by which a measurement tells its time from that of requests.
pub const THREAD: &str = "darkroom";

/// Rung when a photograph was put, and when the server stops.
#[derive(Default)]
pub struct Bell {
    state: Mutex<Rung>,
    heard: Condvar,
}

#[derive(Default)]
struct Rung {
    put: bool,
    stopped: bool,
    /// Somebody works by this bell already: a server with two doors has one darkroom.
    heeded: bool,
}

impl Bell {
    /// A file's copies are made once more.
    /// # Errors
    /// When the data cannot be written.
    pub fn again(&self, db: &Db, file: String) -> ledger::Result<()> {
        db.scratch(move |s| s.execute("DELETE FROM pictures WHERE id = $1", &[file.into()]).map(|_| ()))?;
        self.ring();
        Ok(())
    }
    pub fn ring(&self) {
        self.state().put = true;
        self.heard.notify_all();
    }

    /// The work ends with the photograph in hand.
    pub fn stop(&self) {
        self.state().stopped = true;
        self.heard.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, Rung> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits so long, for a photograph if there is none to work on, and in any case for the end; whether to go on.
    fn wait(&self, longest: Duration, idle: bool) -> bool {
        let waits = |rung: &mut Rung| !(rung.stopped || idle && rung.put);
        let (mut rung, _) = self.heard.wait_timeout_while(self.state(), longest, waits).unwrap_or_else(PoisonError::into_inner);
        rung.put = rung.put && !idle;
        !rung.stopped
    }
}

/// All that was made so far, in memory for the search: some 200 bytes a photograph.
pub struct Darkroom {
    db: Db,
    library: Library,
    files: Vec<String>,
}

impl Darkroom {
    /// # Errors
    /// When the data cannot be read.
    pub fn open(db: &Db) -> Result<Self> {
        let known = db.read(|r| r.rows("SELECT id, signature FROM pictures WHERE signature IS NOT NULL ORDER BY id", &[]))?;
        let mut room = Self { db: db.clone(), library: Library::default(), files: Vec::new() };
        for row in known {
            let Some(Value::Bytes(bytes)) = row.0.get(1) else { continue };
            if let Some(signature) = Signature::from_bytes(bytes) {
                room.keep(row.text(0)?, &signature);
            }
        }
        Ok(room)
    }

    /// Works beside the server until the bell stops; none where somebody works by this bell already.
    pub fn work(db: Db, bell: Arc<Bell>) -> Option<JoinHandle<()>> {
        if std::mem::replace(&mut bell.state().heeded, true) {
            return None;
        }
        let thread = std::thread::Builder::new().name(THREAD.into());
        let work = move || {
            if let Err(e) = Self::open(&db).and_then(|mut room| room.work_by(&bell)) {
                tracing::error!("photographs are not prepared any more: {e}");
            }
        };
        thread.spawn(work).inspect_err(|e| tracing::error!("photographs are not prepared: {e}")).ok()
    }

    fn work_by(&mut self, bell: &Bell) -> Result<()> {
        loop {
            // How long it took says how long to leave the machine to those who wait for it; nothing else hangs on this clock.
            #[allow(clippy::disallowed_methods)]
            let began = Instant::now();
            let worked = self.develop_next()?;
            if !bell.wait(if worked { began.elapsed() } else { LOOK_AGAIN }, !worked) {
                return Ok(());
            }
        }
    }

    /// Makes what is to be made of one file; whether there was one.
    /// # Errors
    /// When the disk or the data refuse; what was made by then is made again.
    pub fn develop_next(&mut self) -> Result<bool> {
        let Some(file) = self.db.read(next)? else { return Ok(false) };
        let read = self.db.blobs().get(&file).ok().and_then(|bytes| Picture::read(&bytes).ok());
        let Some(picture) = read else {
            self.note(&file, "", "", Value::Null, Vec::new())?;
            return Ok(true);
        };
        let (copy, thumbnail) = (self.db.blobs().put(&picture.public_copy())?, self.db.blobs().put(&picture.thumbnail())?);
        let near = self.library.near(&Question::of(&picture)).iter().map(|m| self.files[m.picture].clone()).collect();
        let near = self.db.read(|r| super::find::going_on(r, &file, near))?;
        let signature = Signature::of(&picture);
        self.note(&file, &copy, &thumbnail, signature.to_bytes().into(), near)?;
        self.keep(file, &signature);
        Ok(true)
    }

    fn keep(&mut self, file: String, signature: &Signature) {
        self.library.add(signature);
        self.files.push(file);
    }

    fn note(&self, file: &str, copy: &str, thumbnail: &str, signature: Value, near: Vec<String>) -> Result<()> {
        let row = [file.into(), copy.into(), thumbnail.into(), signature];
        let id = file.to_owned();
        self.db.scratch(move |s| {
            s.execute("DELETE FROM pictures WHERE id = $1", &row[..1])?;
            s.execute("INSERT INTO pictures (id, copy, thumbnail, signature) VALUES ($1, $2, $3, $4)", &row)?;
            for other in near.into_iter().filter(|other| *other != id) {
                s.execute("DELETE FROM near_pictures WHERE id = $1 AND near = $2", &[id.as_str().into(), other.as_str().into()])?;
                s.execute("INSERT INTO near_pictures (id, near) VALUES ($1, $2)", &[id.as_str().into(), other.into()])?;
            }
            Ok(())
        })?;
        // Erased meanwhile: then nothing of it stays.
        if self.db.read(|r| r.find::<File>(file))?.is_none() {
            let names = [copy.to_owned(), thumbnail.to_owned()];
            forgotten(file).into_iter().try_for_each(|(sql, params)| self.db.scratch(move |s| s.execute(sql, &params)).map(drop))?;
            names.iter().filter(|name| !name.is_empty()).try_for_each(|name| self.remove(name))?;
        }
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<()> {
        let blobs: &Blobs = self.db.blobs();
        blobs.remove(name)
    }
}

/// The statements that take out what was made of a file, its copies on the disk aside.
pub(super) fn forgotten(file: &str) -> [(&'static str, Vec<Value>); 2] {
    [("DELETE FROM pictures WHERE id = $1", vec![file.into()]), ("DELETE FROM near_pictures WHERE id = $1 OR near = $1", vec![file.into()])]
}

/// The oldest photograph of which nothing was made yet.
fn next(r: &mut Read) -> Result<Option<String>> {
    let [jpeg, png, webp] = KINDS.map(Value::from);
    let sql = "SELECT id FROM files WHERE kind IN ($1, $2, $3) AND id NOT IN (SELECT id FROM pictures) ORDER BY made_at, id LIMIT 1";
    r.row(sql, &[jpeg, png, webp])?.map(|row| row.text(0)).transpose()
}
