//! Files by the SHA-256 of their content, beside the database.
use crate::{Error, Result, checkpoint};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The blobs of one realm: `DIR/blobs/ab/abcdef…`.
#[derive(Debug, Clone)]
pub struct Blobs {
    dir: PathBuf,
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
        let name = self.lay(&Blob::of(bytes))?;
        self.flush()?;
        Ok(name)
    }
    /// Writes the bytes under their hash, whole or not at all, and says what it is; but does not wait for the disk: the write that names
    /// them does ([`crate::Tx::lean_on_blobs`]).
    /// # Errors
    /// `Full` when the disk has no room.
    pub fn lay<B: AsRef<[u8]>>(&self, blob: &Blob<B>) -> Result<String> {
        let name = blob.name();
        let path = self.path(&name)?;
        let bytes = blob.bytes.as_ref();
        // Whoever laid the same before may have been cut off by a crash: then it is laid anew.
        if fs::read(&path).is_ok_and(|there| there == bytes) {
            return Ok(name);
        }
        let mut file = in_folder(path.parent().unwrap_or(&self.dir))?;
        file.write_all(bytes)?;
        file.persist(&path).map_err(|e| Error::from(e.error))?;
        Ok(name)
    }
    /// Returns when everything that was laid before the call is on the disk: content, names, folders.
    /// # Errors
    /// When the disk refuses.
    pub(crate) fn flush(&self) -> Result<()> {
        fs::create_dir_all(&self.dir)?;
        Ok(rustix::fs::syncfs(fs::File::open(&self.dir)?).map_err(std::io::Error::from)?)
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

/// A file to be written in a folder, which is made where there is none.
fn in_folder(folder: &Path) -> Result<tempfile::NamedTempFile> {
    match tempfile::NamedTempFile::new_in(folder) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            fs::create_dir_all(folder)?;
            Ok(tempfile::NamedTempFile::new_in(folder)?)
        }
        made => Ok(made?),
    }
}
