//! A file as another program puts it: looked at before it is kept, on the disk before it is known.
use super::{File, files};
use crate::phone::pieces::Here;
use crate::powers::Power;
use crate::web::{Cx, Fault};
use ::sync::Piece;
use axum::body::Bytes;
use ledger::Blob;

/// The kind of a file that is what it says it is. `says` is its Content-Type; empty or `application/octet-stream` says nothing.
fn checked_kind(bytes: &[u8], says: &str) -> Result<&'static str, Fault> {
    let kind = files::check(bytes)?;
    let says = says.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    let silent = says.is_empty() || says == "application/octet-stream";
    if silent || says == kind { Ok(kind) } else { Err(Fault::says("file", "need.file_says", &[("says", &says), ("is", &kind)])) }
}

/// Keeps a file that came under the name of its hash; whether it is new.
/// # Errors
/// `Invalid` when the name is another file's or the file is not what it says; `Full`.
pub async fn put(cx: &Cx, name: String, says: &str, bytes: Bytes) -> Result<(String, bool), Fault> {
    let kind = checked_kind(&bytes, says)?;
    let blob = Blob::of(bytes);
    if blob.name() != name {
        return Err(Fault::invalid("sha256", "need.file_hash"));
    }
    keep(cx, blob, kind).await
}

/// Keeps a file that was looked at; its name, and whether it is new.
/// # Errors
/// `Full`.
pub async fn keep(cx: &Cx, blob: Blob<Bytes>, kind: &'static str) -> Result<(String, bool), Fault> {
    let (name, noted, size, db) = (blob.name(), blob.name(), blob.size(), cx.app.db.clone());
    tokio::task::spawn_blocking(move || db.blobs().lay(&blob)).await.map_err(|e| Fault::broken(e.to_string()))??;
    let new = cx.write(Power::PutFile, move |tx| {
        let by = tx.warrant().who().to_owned();
        File::note(tx, &noted, kind, size, &by)
    });
    let new = new.await?;
    cx.app.bell.ring();
    Ok((name, new))
}

/// What is here of a file.
pub struct Put {
    /// Bytes.
    pub have: usize,
    pub done: bool,
    /// Whether it became whole just now.
    pub new: bool,
}

/// Takes a piece of a file; the last one makes it whole, and then it is kept as any other.
/// # Errors
/// As [`put`]. What does not add up to the file of this name is forgotten.
pub async fn piece(cx: &Cx, name: String, piece: Piece, bytes: Bytes) -> Result<Put, Fault> {
    let (person, sha256) = (cx.person()?, name.clone());
    let here = cx.read(move |r, cx| {
        let known = r.find::<File>(&sha256)?.is_some_and(|f| f.is_attachment());
        Ok(if known { None } else { Some(cx.app.pieces.take(&cx.app.db, &person, &sha256, piece, &bytes)?) })
    });
    let whole = match here.await? {
        None => return Ok(Put { have: piece.total(), done: true, new: false }),
        Some(Here::Some(have)) => return Ok(Put { have, done: false, new: false }),
        Some(Here::All(bytes)) => bytes,
    };
    let have = whole.len();
    let kept = put(cx, name.clone(), "", whole.into()).await;
    if matches!(kept, Ok(_) | Err(Fault::Invalid { .. } | Fault::TooLarge)) {
        cx.app.pieces.forget(&cx.app.db, &cx.person()?, &name);
    }
    Ok(Put { have, done: true, new: kept?.1 })
}

#[cfg(test)]
mod tests {
    use super::checked_kind;

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        let png = crate::photos::tests::made(1, image::ImageFormat::Png);
        assert_eq!(checked_kind(&png, "").unwrap(), "image/png");
        assert_eq!(checked_kind(&png, "image/png; charset=x").unwrap(), "image/png");
        assert!(checked_kind(&png, "image/jpeg").is_err());
        assert!(checked_kind(b"<svg onload=alert(1)>", "image/svg+xml").is_err());
        assert!(checked_kind(b"", "").is_err());
        assert_eq!(checked_kind(&crate::photos::tests::made(1, image::ImageFormat::WebP), "image/webp").unwrap(), "image/webp");
    }
}
