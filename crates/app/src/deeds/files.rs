//! Files that are put: known by content, taken only when they are what a photograph or a scan is.
use super::File;
use crate::web::Fault;
use ledger::Tx;
use pictures::{Picture, Refusal};

/// The most a file may hold, in bytes.
pub const MOST: usize = 12 * 1024 * 1024;

/// The media types we take.
const KINDS: [&str; 4] = ["image/jpeg", "image/png", "application/pdf", "image/webp"];

/// Whether a text is the SHA-256 of something, as files are named.
pub fn is_name(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// The media type that the first bytes show, of those we take.
pub fn kind_of(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some("image/png"),
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("application/pdf"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

/// A phone's own format, which a browser gives as JPEG where the phone can; otherwise few programs open it.
fn is_heic(bytes: &[u8]) -> bool {
    const BRANDS: [&[u8]; 6] = [b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1"];
    bytes.get(4..8) == Some(b"ftyp") && bytes.get(8..12).is_some_and(|brand| BRANDS.contains(&brand))
}

/// Checks a file before it is stored.
/// # Errors
/// `TooLarge`, or `Invalid` when it is none of the kinds we take, or a picture that cannot or must not be opened.
pub fn check(bytes: &[u8]) -> Result<&'static str, Fault> {
    if bytes.len() > MOST {
        return Err(Fault::TooLarge);
    }
    let kind = kind_of(bytes).ok_or_else(|| Fault::invalid("file", if is_heic(bytes) { "need.file_heic" } else { "need.file_kind" }))?;
    if crate::photos::KINDS.contains(&kind) {
        Picture::check(bytes).map_err(refused)?;
    }
    Ok(kind)
}

fn refused(why: Refusal) -> Fault {
    match why {
        Refusal::NotAPicture => Fault::invalid("file", "need.file_kind"),
        Refusal::CutShort => Fault::invalid("file", "need.file_cut"),
        Refusal::TooManyPixels(..) | Refusal::TooMuchMemory => Fault::invalid("file", "need.file_pixels"),
        Refusal::Damaged(_) => Fault::invalid("file", "need.file_damaged"),
    }
}

impl File {
    /// Whether it was put as an attachment; others are the product's own.
    pub fn is_attachment(&self) -> bool {
        KINDS.contains(&self.kind.as_str())
    }

    /// Notes a blob that was laid, which is on the disk before this is; putting the same again changes nothing. Whether it is new is returned.
    /// # Errors
    /// When the data cannot be written.
    pub fn note(tx: &mut Tx, sha256: &str, kind: &str, size: usize, by: &str) -> Result<bool, Fault> {
        tx.lean_on_blobs();
        if tx.find::<File>(sha256)?.is_some() {
            return Ok(false);
        }
        let size = i64::try_from(size).unwrap_or(i64::MAX);
        tx.insert(&File {
            id: sha256.into(),
            rev: 1,
            sha256: sha256.into(),
            kind: kind.into(),
            size,
            put_by: by.into(),
            made_at: tx.now(),
        })?;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::web::Fault;

    #[test]
    fn a_phones_own_format_is_refused_with_what_to_do() {
        let said = |bytes: &[u8]| match check(bytes) {
            Err(Fault::Invalid { key, .. }) => key,
            other => panic!("{other:?}"),
        };
        assert_eq!(said(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), "need.file_heic");
        assert_eq!(said(b"\0\0\0\x18ftypisom\0\0\0\0isomavc1"), "need.file_kind");
        assert_eq!(said(b"GIF89a"), "need.file_kind");
    }
}
