//! Signed checkpoints: C2SP signed notes over the tree, with keys that never enter the database.
use crate::merkle::Hash;
use crate::{Chance, Error, Result};
use base64::{Engine, prelude::BASE64_STANDARD};
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// The log's signing key under its name (the log's origin).
pub struct LogKey {
    origin: String,
    key: SigningKey,
}

impl LogKey {
    /// Reads `DIR/keys/<epoch>.ed25519`, or makes it (0600) when the epoch is new.
    /// # Errors
    /// When the file cannot be read or written, or is not a key.
    pub fn open(dir: &Path, origin: &str, epoch: &str, chance: &mut Chance) -> Result<Self> {
        let path = dir.join("keys").join(format!("{epoch}.ed25519"));
        if !path.exists() {
            let keys = dir.join("keys");
            fs::create_dir_all(&keys)?;
            fs::set_permissions(&keys, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
            let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
            file.write_all(hex::encode(chance.bytes::<32>()).as_bytes())?;
            file.sync_all()?;
            sync_dir(&keys)?;
        }
        let seed = hex::decode(fs::read_to_string(&path)?.trim()).map_err(Error::broken)?;
        let seed: [u8; 32] = seed.as_slice().try_into().map_err(|_| Error::broken(format!("{} is not a key", path.display())))?;
        Ok(Self { origin: origin.to_owned(), key: SigningKey::from_bytes(&seed) })
    }

    /// The log's name.
    pub fn origin(&self) -> &str {
        &self.origin
    }
    /// The verifier key that everyone may have.
    pub fn vkey(&self) -> String {
        vkey(&self.origin, &self.key.verifying_key())
    }

    /// A signed note over a tree of `size` leaves with this root, made at `time`.
    pub fn sign(&self, size: u64, root: &Hash, time: &str) -> String {
        let text = format!("{}\n{size}\n{}\ntime {time}\n", self.origin, BASE64_STANDARD.encode(root));
        let mut signature = key_id(&self.origin, &self.key.verifying_key()).to_vec();
        signature.extend_from_slice(&self.key.sign(text.as_bytes()).to_bytes());
        format!("{text}\n— {} {}\n", self.origin, BASE64_STANDARD.encode(signature))
    }
}

fn vkey(origin: &str, key: &VerifyingKey) -> String {
    let mut bytes = vec![1];
    bytes.extend_from_slice(key.as_bytes());
    format!("{origin}+{}+{}", hex::encode(key_id(origin, key)), BASE64_STANDARD.encode(bytes))
}

fn key_id(origin: &str, key: &VerifyingKey) -> [u8; 4] {
    let hash = Sha256::new().chain_update(origin).chain_update(b"\n\x01").chain_update(key.as_bytes()).finalize();
    [hash[0], hash[1], hash[2], hash[3]]
}

/// What a checkpoint says, after its signature was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    pub origin: String,
    pub size: u64,
    pub root: Hash,
}

/// Opens a note with a verifier key.
/// # Errors
/// `Broken`, saying what is wrong with it.
pub fn open(note: &str, vkey: &str) -> Result<Opened> {
    let bad = |what: &str| Error::broken(format!("the checkpoint {what}"));
    let (text, signatures) = note.split_once("\n\n").ok_or_else(|| bad("has no signature"))?;
    let text = format!("{text}\n");
    let (origin, key) = parse_vkey(vkey)?;
    let prefix = format!("— {origin} ");
    let signature = signatures.lines().find_map(|l| l.strip_prefix(&prefix)).ok_or_else(|| bad("is not signed by this log"))?;
    let signature = BASE64_STANDARD.decode(signature).map_err(Error::broken)?;
    let signature: [u8; 64] = signature.get(4..).and_then(|s| s.try_into().ok()).ok_or_else(|| bad("has a broken signature"))?;
    key.verify(text.as_bytes(), &Signature::from_bytes(&signature)).map_err(|_| bad("has a false signature"))?;
    let mut lines = text.lines();
    let (first, size, root) = (lines.next().unwrap_or(""), lines.next().unwrap_or(""), lines.next().unwrap_or(""));
    if first != origin {
        return Err(bad("names another log"));
    }
    let root = BASE64_STANDARD.decode(root).ok().and_then(|r| r.try_into().ok()).ok_or_else(|| bad("has no root"))?;
    Ok(Opened { origin, size: size.parse().map_err(|_| bad("has no size"))?, root })
}

fn parse_vkey(vkey: &str) -> Result<(String, VerifyingKey)> {
    let bad = || Error::broken(format!("not a verifier key: {vkey}"));
    // The name may hold “+”? It may not (C2SP signed-note), so three parts it is; base64 may.
    let mut parts = vkey.splitn(3, '+');
    let (origin, _, key) = (parts.next().ok_or_else(bad)?, parts.next(), parts.next().ok_or_else(bad)?);
    let bytes = BASE64_STANDARD.decode(key).map_err(|_| bad())?;
    let key: [u8; 32] = bytes.get(1..).and_then(|b| b.try_into().ok()).ok_or_else(bad)?;
    Ok((origin.to_owned(), VerifyingKey::from_bytes(&key).map_err(|_| bad())?))
}

/// Puts bytes into a file so that after a crash it holds either all of the old or all of the new content.
pub(crate) fn write_durably(path: &Path, bytes: &[u8]) -> Result<()> {
    let dir = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(dir)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|e| Error::from(e.error))?;
    sync_dir(dir)
}

pub(crate) fn sync_dir(dir: &Path) -> Result<()> {
    Ok(fs::File::open(dir)?.sync_all()?)
}
