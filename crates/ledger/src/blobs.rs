//! Files by the SHA-256 of their content, beside the database.
use crate::flush::Flush;
use crate::{Error, Result, checkpoint};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

/// The blobs of one realm: `DIR/blobs/ab/abcdef…`.
#[derive(Debug, Clone)]
pub struct Blobs {
    dir: PathBuf,
    flush: Arc<Flush>,
}

/// Bytes and what they are called, worked out once.
#[derive(Debug, Clone)]
pub struct Blob<B> {
    bytes: B,
    hash: [u8; 32],
}

impl<B: AsRef<[u8]>> Blob<B> {
    pub fn of(bytes: B) -> Self {
        let hash = Sha256::digest(bytes.as_ref()).into();
        Self { bytes, hash }
    }
    /// SHA-256 in lower-case hex.
    pub fn name(&self) -> String {
        hex::encode(self.hash)
    }
    pub fn size(&self) -> usize {
        self.bytes.as_ref().len()
    }
}

impl Blobs {
    pub fn new(dir: PathBuf) -> Self {
        Self { dir, flush: Arc::default() }
    }
    fn path(&self, sha256: &str) -> Result<PathBuf> {
        if sha256.len() != 64 || !sha256.bytes().all(|b| b.is_ascii_hexdigit() && !b.is_ascii_uppercase()) {
            return Err(Error::Missing { table: "blobs", id: sha256.to_owned() });
        }
        Ok(self.dir.join(&sha256[..2]).join(sha256))
    }
    /// Keeps the bytes under their hash: the file and its directories are on the disk when this returns.
    /// # Errors
    /// `Full` when the disk has no room.
    pub fn put(&self, bytes: &[u8]) -> Result<String> {
        let blob = Blob::of(bytes);
        self.keep(&blob)?;
        Ok(blob.name())
    }
    /// [`Blobs::put`] of what has its name already.
    /// # Errors
    /// As there.
    pub fn keep<B: AsRef<[u8]>>(&self, blob: &Blob<B>) -> Result<()> {
        let path = self.path(&blob.name())?;
        let bytes = blob.bytes.as_ref();
        // Whoever put the same before may still be on the way to the disk, or have been cut off there by a crash.
        if fs::read(&path).is_ok_and(|there| there == bytes) {
            return self.flush.all(&self.dir);
        }
        let folder = path.parent().unwrap_or(&self.dir);
        fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(bytes)?;
        file.persist(&path).map_err(|e| Error::from(e.error))?;
        self.flush.all(&self.dir)
    }
    pub fn has(&self, sha256: &str) -> bool {
        self.path(sha256).is_ok_and(|p| p.exists())
    }
    /// # Errors
    /// `Missing` when there is no such blob.
    pub fn get(&self, sha256: &str) -> Result<Vec<u8>> {
        let path = self.path(sha256)?;
        fs::read(path).map_err(|_| Error::Missing { table: "blobs", id: sha256.to_owned() })
    }
    /// Takes a blob away; one that is not there is gone already.
    /// # Errors
    /// When the disk refuses.
    pub fn remove(&self, sha256: &str) -> Result<()> {
        let path = self.path(sha256)?;
        match fs::remove_file(&path) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(e.into()),
            _ => checkpoint::sync_dir(path.parent().unwrap_or(&self.dir)),
        }
    }
    /// Whether the file's content still is what its name says.
    pub fn sound(&self, sha256: &str) -> bool {
        self.get(sha256).is_ok_and(|bytes| hex::encode(Sha256::digest(&bytes)) == sha256)
    }
}
