//! Photographs of which not all pieces are here: `DIR/pieces/PERSON/SHA256`, outside of the records. They may be lost: the phone then begins again.
use crate::deeds::files::{MOST, is_name};
use crate::web::Fault;
use ::sync::{PIECE_MOST, Piece};
use ledger::{Db, Error};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// How long what is unfinished is kept, and the most bytes of it for one person.
const KEPT: Duration = Duration::from_secs(7 * 86_400);
const PERSON_MOST: u64 = 3 * MOST as u64;

/// One piece at a time is written.
#[derive(Default)]
pub struct Pieces {
    writing: Mutex<()>,
}

/// What is here of a file after a piece came.
#[derive(Debug, PartialEq, Eq)]
pub enum Here {
    /// So many bytes.
    Some(usize),
    All(Vec<u8>),
}

impl Pieces {
    /// Writes a piece behind what is here; one that belongs elsewhere is ignored. What is whole is given out, and is here until [`Pieces::forget`].
    /// # Errors
    /// `TooLarge`, `Invalid` when the piece is not as long as it says, `Full`.
    pub fn take(&self, db: &Db, person: &str, name: &str, piece: Piece, bytes: &[u8]) -> Result<Here, Fault> {
        check(name, piece, bytes)?;
        let _one = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let dir = db.config().dir.join("pieces").join(person);
        let path = dir.join(name);
        let mut have = size(&path);
        if have > piece.total() {
            remove(&path)?;
            have = 0;
        }
        let now = SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(db.clock().now_ms()).unwrap_or(0));
        if piece.follows(have) {
            if have == 0 {
                sweep(&db.config().dir.join("pieces"), now);
                make_room(&dir, piece.total());
            }
            append(&dir, &path, bytes, now)?;
            have += bytes.len();
        }
        if have == piece.total() && have > 0 { Ok(Here::All(fs::read(&path).map_err(Error::from)?)) } else { Ok(Here::Some(have)) }
    }

    /// Forgets what is here of a file.
    pub fn forget(&self, db: &Db, person: &str, name: &str) {
        let _one = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = remove(&db.config().dir.join("pieces").join(person).join(name));
    }
}

fn check(name: &str, piece: Piece, bytes: &[u8]) -> Result<(), Fault> {
    if piece.total() > MOST || bytes.len() > PIECE_MOST {
        return Err(Fault::TooLarge);
    }
    let long = if let Piece::Part { len, .. } = piece { len } else { 0 };
    if !is_name(name) || bytes.len() != long {
        return Err(Fault::invalid("sha256", "need.file_hash"));
    }
    Ok(())
}

fn size(path: &Path) -> usize {
    fs::metadata(path).map_or(0, |m| usize::try_from(m.len()).unwrap_or(usize::MAX))
}

fn remove(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(e.into()),
        _ => Ok(()),
    }
}

/// A piece of which only a part could be written is taken out again: what is here stays what the phone was told.
fn append(dir: &Path, path: &Path, bytes: &[u8], now: SystemTime) -> Result<(), Error> {
    fs::create_dir_all(dir)?;
    let mut file = fs::OpenOptions::new().create(true).append(true).open(path)?;
    let before = file.metadata()?.len();
    if let Err(e) = file.write_all(bytes) {
        file.set_len(before)?;
        return Err(e.into());
    }
    Ok(file.set_modified(now)?)
}

/// The files of a folder with when each was last written, the oldest first.
fn aged(dir: &Path) -> Vec<(SystemTime, u64, std::path::PathBuf)> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let file = |e: fs::DirEntry| e.metadata().ok().and_then(|m| Some((m.modified().ok()?, m.len(), e.path())));
    let mut all: Vec<_> = entries.filter_map(file).collect();
    all.sort();
    all
}

/// Takes out what nobody went on with.
fn sweep(dir: &Path, now: SystemTime) {
    for (.., person) in aged(dir) {
        for (.., path) in aged(&person).into_iter().filter(|(at, ..)| now.duration_since(*at).is_ok_and(|age| age > KEPT)) {
            let _ = remove(&path);
        }
    }
}

/// Lets go of a person's oldest until another file has room.
fn make_room(dir: &Path, coming: usize) {
    let mut all = aged(dir);
    let mut held: u64 = all.iter().map(|(_, size, _)| size).sum();
    while held + coming as u64 > PERSON_MOST && !all.is_empty() {
        let (_, size, path) = all.remove(0);
        let _ = remove(&path);
        held -= size;
    }
}
