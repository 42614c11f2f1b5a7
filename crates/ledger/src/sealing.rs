//! Personal values under a key of their own. Each file (a household's, a person's) has a random data key; a data key is kept wrapped by a
//! master key, which lies in `DIR/keys` and never in the database: XChaCha20-Poly1305, bound to table, id and column.
use crate::checkpoint::sync_dir;
use crate::{Chance, Error, Field, Result, Tx, Value};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// A sealed value begins with this, its nonce follows.
const VERSION: u8 = 1;
const NONCE: usize = 24;
/// The folder of keys holds `seal-1.key` and, after a restore or a change of keys, more: the last by name seals, all of them open.
const FIRST: &str = "seal-1.key";

/// Bytes that say nothing without their key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

impl Field for Sealed {
    fn put(&self) -> Value {
        Value::Bytes(self.0.clone())
    }
    fn take(value: Value) -> Result<Self> {
        match value {
            Value::Bytes(bytes) => Ok(Self(bytes)),
            other => Err(Error::broken(format!("a sealed value expected, found {other:?}"))),
        }
    }
}

/// The key of one file, opened. It never leaves memory.
#[derive(Clone)]
pub struct DataKey([u8; 32]);

/// Where a value stands: it opens nowhere else.
#[derive(Debug, Clone, Copy)]
pub struct Spot<'a> {
    pub table: &'a str,
    pub id: &'a str,
    pub column: &'a str,
}

impl Spot<'_> {
    fn bytes(&self) -> Vec<u8> {
        [self.table, self.id, self.column].join("\0").into_bytes()
    }
}

impl DataKey {
    /// A fresh one.
    pub fn random(tx: &mut Tx) -> Self {
        Self(tx.random())
    }
    /// # Errors
    /// `Broken` when the text is longer than the cipher takes.
    pub fn seal(&self, tx: &mut Tx, spot: Spot, text: &str) -> Result<Sealed> {
        seal(&self.0, tx.random(), spot, text.as_bytes())
    }
    /// # Errors
    /// `Broken` when it was sealed elsewhere, or under another key, or was changed.
    pub fn open(&self, spot: Spot, sealed: &Sealed) -> Result<String> {
        String::from_utf8(open(&self.0, spot, sealed)?).map_err(Error::broken)
    }
}

/// One master key and the name it is known by: the beginning of a hash of it.
struct Master {
    name: String,
    key: [u8; 32],
}

/// The master keys of a realm, the one that seals last.
#[derive(Default)]
pub struct Keys(Vec<Master>);

impl Keys {
    /// Reads `DIR/keys/seal-*.key`, or makes the first (0600).
    /// # Errors
    /// When a file cannot be read or written, or is not a key.
    pub fn open(dir: &Path, chance: &mut Chance) -> Result<Self> {
        let folder = dir.join("keys");
        let mut keys = Self::read(&folder)?;
        if keys.0.is_empty() {
            fs::create_dir_all(&folder)?;
            fs::set_permissions(&folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
            let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(folder.join(FIRST))?;
            file.write_all(hex::encode(chance.bytes::<32>()).as_bytes())?;
            file.sync_all()?;
            sync_dir(&folder)?;
            keys = Self::read(&folder)?;
        }
        Ok(keys)
    }

    /// The keys that are there, without making one.
    /// # Errors
    /// When a file cannot be read, or is not a key.
    pub fn there(dir: &Path) -> Result<Self> {
        Self::read(&dir.join("keys"))
    }

    fn read(folder: &Path) -> Result<Self> {
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry?.path();
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            if name.starts_with("seal-") && name.ends_with(".key") {
                paths.push(path);
            }
        }
        paths.sort_by_key(|path| (path.as_os_str().len(), path.clone()));
        paths.iter().map(|path| Master::read(path)).collect::<Result<_>>().map(Self)
    }

    /// The names of the keys.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|master| master.name.as_str())
    }
    /// Wraps a file's key: the name of the master key, and the wrapped bytes.
    /// # Errors
    /// `Broken` where there is no master key.
    pub fn wrap(&self, tx: &mut Tx, spot: Spot, key: &DataKey) -> Result<(String, Sealed)> {
        let master = self.0.last().ok_or_else(|| Error::broken("there is no key to seal with"))?;
        Ok((master.name.clone(), seal(&master.key, tx.random(), spot, &key.0)?))
    }
    /// A file's key; none where its master key is not here.
    /// # Errors
    /// `Broken` when the wrapped bytes were changed.
    pub fn unwrap(&self, name: &str, spot: Spot, wrapped: &Sealed) -> Result<Option<DataKey>> {
        let Some(master) = self.0.iter().find(|master| master.name == name) else { return Ok(None) };
        let bytes = open(&master.key, spot, wrapped)?;
        bytes.as_slice().try_into().map(|key| Some(DataKey(key))).map_err(|_| Error::broken("a file's key has another length"))
    }
    /// What a text is found by, without the text: a keyed hash within a scope. The first is the one to keep, all are to be looked for.
    pub fn traces(&self, scope: &str, text: &str) -> Vec<String> {
        self.0.iter().rev().map(|master| trace(&master.key, scope, text)).collect()
    }
}

impl Master {
    fn read(path: &Path) -> Result<Self> {
        let broken = |_| Error::broken(format!("{} is not a key", path.display()));
        let bytes = hex::decode(fs::read_to_string(path)?.trim()).map_err(|_| Error::broken(format!("{} is not a key", path.display())))?;
        let key: [u8; 32] = bytes.as_slice().try_into().map_err(broken)?;
        let name = Sha256::new().chain_update(b"chunman/seal/name/1\0").chain_update(key).finalize();
        Ok(Self { name: hex::encode(&name[..8]), key })
    }
}

fn trace(master: &[u8; 32], scope: &str, text: &str) -> String {
    let hash = |key: &[u8], parts: &[&[u8]]| {
        let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).expect("HMAC takes keys of any length");
        parts.iter().for_each(|part| mac.update(part));
        mac.finalize().into_bytes()
    };
    let own = hash(master, &[b"chunman/seal/trace/1"]);
    hex::encode(&hash(&own, &[scope.as_bytes(), b"\0", text.as_bytes()])[..10])
}

fn seal(key: &[u8; 32], nonce: [u8; NONCE], spot: Spot, plain: &[u8]) -> Result<Sealed> {
    let cipher = XChaCha20Poly1305::new(&Key::from(*key));
    let body = cipher.encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: &spot.bytes() });
    let body = body.map_err(|_| Error::broken("a value could not be sealed"))?;
    Ok(Sealed([&[VERSION], &nonce[..], &body].concat()))
}

fn open(key: &[u8; 32], spot: Spot, sealed: &Sealed) -> Result<Vec<u8>> {
    let broken = || Error::broken(format!("the sealed value {} of {}/{} does not open", spot.column, spot.table, spot.id));
    let (version, rest) = sealed.0.split_first().ok_or_else(broken)?;
    let (nonce, body) = rest.split_at_checked(NONCE).filter(|_| *version == VERSION).ok_or_else(broken)?;
    let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| broken())?;
    let cipher = XChaCha20Poly1305::new(&Key::from(*key));
    cipher.decrypt(&XNonce::from(nonce), Payload { msg: body, aad: &spot.bytes() }).map_err(|_| broken())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPOT: Spot = Spot { table: "members", id: "m1", column: "name" };

    #[test]
    fn a_value_opens_in_its_own_place_under_its_own_key_and_unchanged() {
        let sealed = seal(&[7; 32], [1; NONCE], SPOT, "李长根".as_bytes()).unwrap();
        assert_eq!(open(&[7; 32], SPOT, &sealed).unwrap(), "李长根".as_bytes());
        assert!(!sealed.0.windows(3).any(|w| w == &"李".as_bytes()[..3]));
        assert!(open(&[8; 32], SPOT, &sealed).is_err());
        for spot in [Spot { table: "people", ..SPOT }, Spot { id: "m2", ..SPOT }, Spot { column: "phone", ..SPOT }] {
            assert!(open(&[7; 32], spot, &sealed).is_err());
        }
        for n in 0..sealed.0.len() {
            let mut other = sealed.clone();
            other.0[n] ^= 1;
            assert!(open(&[7; 32], SPOT, &other).is_err(), "byte {n}");
        }
        assert!(open(&[7; 32], SPOT, &Sealed(vec![])).is_err() && open(&[7; 32], SPOT, &Sealed(vec![1, 2])).is_err());
    }

    #[test]
    fn the_key_is_made_once_for_nobody_else_to_read_and_an_older_one_still_opens() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(Keys::there(dir.path()).unwrap().names().count(), 0);
        let first = Keys::open(dir.path(), &mut Chance::seeded(1)).unwrap();
        let again = Keys::open(dir.path(), &mut Chance::seeded(2)).unwrap();
        assert_eq!(first.names().collect::<Vec<_>>(), again.names().collect::<Vec<_>>());
        let path = dir.path().join("keys").join(FIRST);
        let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
        let wrapped = seal(&first.0[0].key, [1; NONCE], SPOT, &[5; 32]).unwrap();
        let name = first.names().next().unwrap().to_owned();
        fs::rename(&path, path.with_file_name("seal-0.key")).unwrap();
        fs::write(path.with_file_name("seal-2.key"), hex::encode([9; 32])).unwrap();
        let both = Keys::open(dir.path(), &mut Chance::seeded(3)).unwrap();
        assert_eq!(both.unwrap(&name, SPOT, &wrapped).unwrap().unwrap().0, [5; 32]);
        assert!(both.0.last().unwrap().key == [9; 32] && both.unwrap("0000", SPOT, &wrapped).unwrap().is_none());
        fs::write(&path, "no key").unwrap();
        assert!(Keys::open(dir.path(), &mut Chance::seeded(3)).is_err());
    }

    #[test]
    fn a_trace_tells_neither_its_text_nor_that_another_scope_has_the_same() {
        let keys = Keys(vec![Master { name: "a".into(), key: [3; 32] }]);
        assert_eq!(keys.traces("101", "李长"), keys.traces("101", "李长"));
        assert_ne!(keys.traces("101", "李长"), keys.traces("102", "李长"));
        let other = Keys(vec![Master { name: "b".into(), key: [4; 32] }]);
        assert_ne!(keys.traces("101", "李长"), other.traces("101", "李长"));
    }
}
