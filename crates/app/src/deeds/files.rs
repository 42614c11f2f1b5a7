//! Files that belong to deeds: looked at before they are kept, on the disk before they are known.
use super::File;
use crate::powers::Power;
use crate::web::{Cx, Fault};
use axum::body::Bytes;
use ledger::Tx;
use sha2::{Digest, Sha256};

/// The most a file may hold, in bytes.
pub const FILE_MOST: usize = 12 * 1024 * 1024;

/// The kinds that are taken, by the bytes they begin with.
fn kind_of(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some("image/png"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("application/pdf"),
        _ => None,
    }
}

/// The kind of a file that is what it says it is. `says` is its Content-Type; empty or `application/octet-stream` says nothing.
/// # Errors
/// `Invalid` for other kinds, and when the file is not what it says.
pub fn checked_kind(bytes: &[u8], says: &str) -> Result<&'static str, Fault> {
    let kind = kind_of(bytes).ok_or(Fault::invalid("file", "need.file_kind"))?;
    let says = says.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    let silent = says.is_empty() || says == "application/octet-stream";
    if silent || says == kind { Ok(kind) } else { Err(Fault::says("file", "need.file_says", &[("says", &says), ("is", &kind)])) }
}

/// Keeps a file that came under the name of its hash; whether it is new.
/// # Errors
/// `Invalid` when the name is another file's or the file is not what it says; `Full`.
pub async fn put(cx: &Cx, name: String, says: &str, bytes: Bytes) -> Result<(File, bool), Fault> {
    let kind = checked_kind(&bytes, says)?;
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    // The content first, fsynced: a record never names what is not on the disk.
    let kept = cx.read(move |_, cx| {
        if hex::encode(Sha256::digest(&bytes)) != name {
            return Err(Fault::invalid("sha256", "need.file_hash"));
        }
        Ok(cx.app.db.blobs().put(&bytes)?)
    });
    let name = kept.await?;
    cx.write(Power::PutFile, move |tx| File::note(tx, name, kind, size)).await
}

impl File {
    /// Notes a file that is on the disk; whether it was unknown.
    /// # Errors
    /// When the data cannot be written.
    pub fn note(tx: &mut Tx, sha256: String, kind: &str, size: i64) -> Result<(Self, bool), Fault> {
        if let Some(there) = tx.find::<Self>(&sha256)? {
            return Ok((there, false));
        }
        let put_by = tx.warrant().who().to_owned();
        let file = Self { id: sha256.clone(), rev: 1, sha256, kind: kind.to_owned(), size, put_by, made_at: tx.now() };
        tx.insert(&file)?;
        Ok((file, true))
    }
}

#[cfg(test)]
mod tests {
    use super::checked_kind;

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        let png = b"\x89PNG\r\n\x1a\n....";
        assert_eq!(checked_kind(png, "").unwrap(), "image/png");
        assert_eq!(checked_kind(png, "image/png; charset=x").unwrap(), "image/png");
        assert!(checked_kind(png, "image/jpeg").is_err());
        assert!(checked_kind(b"<svg onload=alert(1)>", "image/svg+xml").is_err());
        assert!(checked_kind(b"", "").is_err());
        assert_eq!(checked_kind(b"RIFF\0\0\0\0WEBPVP8 ", "image/webp").unwrap(), "image/webp");
    }
}
