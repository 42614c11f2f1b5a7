//! Whether a file holds its picture to the end. Decoders fill what is missing with grey and say nothing; a photograph cut off on a bad line is to be sent again.
use crate::Kind;

/// Whether the file's own structure reaches its end mark. What a camera appends after it is no fault.
pub(crate) fn is_whole(kind: Kind, bytes: &[u8]) -> bool {
    match kind {
        Kind::Jpeg => jpeg(bytes),
        Kind::Png => png(bytes),
        Kind::WebP => u32_at(bytes, 4, u32::from_le_bytes).is_some_and(|size| bytes.len() as u64 >= u64::from(size) + 8),
    }
}

/// Segments by their length, coded data up to the next mark, until the end mark; that of a preview inside a segment does not count.
fn jpeg(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(rest) = bytes.get(at..) {
        let is_mark = |at: &usize| rest.get(at + 1).is_some_and(|next| !matches!(next, 0 | 1 | 0xd0..=0xd7 | 0xff));
        let Some(mark) = memchr::memchr_iter(0xff, rest).find(is_mark) else { return false };
        at += mark + 2;
        if rest[mark + 1] == 0xd9 {
            return true;
        }
        let Some(&[high, low]) = bytes.get(at..at + 2) else { return false };
        at += usize::from(u16::from_be_bytes([high, low])).max(2);
    }
    false
}

fn png(bytes: &[u8]) -> bool {
    let mut at = 8;
    while let (Some(length), Some(name)) = (u32_at(bytes, at, u32::from_be_bytes), bytes.get(at + 4..at + 8)) {
        if name == b"IEND" {
            return bytes.len() >= at + 12;
        }
        at = at.saturating_add(length as usize).saturating_add(12);
    }
    false
}

fn u32_at(bytes: &[u8], at: usize, order: fn([u8; 4]) -> u32) -> Option<u32> {
    Some(order(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}
