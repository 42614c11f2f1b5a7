//! Files by the SHA-256 of their content, beside the database.
use crate::{Error, Result, checkpoint};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::PathBuf;

/// The blobs of one realm: `DIR/blobs/ab/abcdef…`.
#[derive(Debug, Clone)]
pub struct Blobs {
    dir: PathBuf,
}

impl Blobs {
    pub fn new(dir: PathBuf) -> Self {
        Self { dir }
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
        let name = hex::encode(Sha256::digest(bytes));
        let path = self.path(&name)?;
        if !path.exists() {
            let dir = path.parent().unwrap_or(&self.dir);
            fs::create_dir_all(dir)?;
            checkpoint::sync_dir(&self.dir)?;
            checkpoint::write_durably(&path, bytes)?;
        }
        Ok(name)
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
