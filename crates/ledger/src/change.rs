//! A change set: every column of a record's version with its salt, the source of replay. It lies beside the leaf, which holds
//! only the root over the commitments. A commitment is stored when its value is erased; until then it is recomputed.
use crate::merkle::{self, Hash};
use crate::{Column, Error, Result, Sight, Value};
use sha2::{Digest, Sha256};

const DOMAIN: &[u8] = b"chunman/commitment/1\0";

/// One column of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Live { column: String, salt: [u8; 16], value: Value },
    Erased { column: String, commitment: Hash },
}

impl Cell {
    pub fn column(&self) -> &str {
        match self {
            Cell::Live { column, .. } | Cell::Erased { column, .. } => column,
        }
    }
    /// The value, if this is the column and it is not erased.
    pub fn value(&self, name: &str) -> Option<&Value> {
        match self {
            Cell::Live { column, value, .. } if column == name => Some(value),
            _ => None,
        }
    }
    /// SHA-256(domain ‖ salt ‖ column ‖ 0 ‖ value).
    pub fn commitment(&self) -> Hash {
        match self {
            Cell::Erased { commitment, .. } => *commitment,
            Cell::Live { column, salt, value } => {
                let mut bytes = Vec::with_capacity(128);
                bytes.extend_from_slice(DOMAIN);
                bytes.extend_from_slice(salt);
                bytes.extend_from_slice(column.as_bytes());
                bytes.push(0);
                value.canonical(&mut bytes);
                Sha256::digest(&bytes).into()
            }
        }
    }
    /// Whether it is a personal text that holds one of the words.
    pub fn says(&self, columns: &[Column], words: &[String]) -> bool {
        let Cell::Live { column, value: Value::Text(text), .. } = self else { return false };
        columns.iter().any(|c| c.name == column && c.sight == Sight::Personal) && words.iter().any(|word| text.contains(word.as_str()))
    }
    pub fn erased(&self) -> Self {
        Cell::Erased { column: self.column().to_owned(), commitment: self.commitment() }
    }
}

/// The root over the commitments, in the order of the columns. A deletion has no cells.
pub fn root(cells: &[Cell]) -> Hash {
    merkle::root_of(cells.iter().map(|c| merkle::leaf_hash(&c.commitment())))
}

pub fn encode(cells: &[Cell]) -> Vec<u8> {
    let mut out = Vec::with_capacity(cells.len() * 48);
    for cell in cells {
        put(&mut out, cell.column().as_bytes());
        match cell {
            Cell::Live { salt, value, .. } => {
                out.push(1);
                out.extend_from_slice(salt);
                let mut bytes = Vec::new();
                value.canonical(&mut bytes);
                put(&mut out, &bytes);
            }
            Cell::Erased { commitment, .. } => {
                out.push(0);
                out.extend_from_slice(commitment);
            }
        }
    }
    out
}

/// # Errors
/// `Broken` when the bytes are not a change set.
pub fn decode(mut bytes: &[u8]) -> Result<Vec<Cell>> {
    let mut cells = Vec::new();
    while !bytes.is_empty() {
        let length = take_length(&mut bytes)?;
        let column = String::from_utf8(take(&mut bytes, length)?.to_vec()).map_err(Error::broken)?;
        cells.push(match take(&mut bytes, 1)? {
            [1] => {
                let salt = take(&mut bytes, 16)?.try_into().map_err(Error::broken)?;
                let length = take_length(&mut bytes)?;
                Cell::Live { column, salt, value: Value::from_canonical(take(&mut bytes, length)?)? }
            }
            _ => Cell::Erased { column, commitment: take(&mut bytes, 32)?.try_into().map_err(Error::broken)? },
        });
    }
    Ok(cells)
}

fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend_from_slice(bytes);
}

fn take_length(bytes: &mut &[u8]) -> Result<usize> {
    let head: [u8; 4] = take(bytes, 4)?.try_into().map_err(Error::broken)?;
    Ok(u32::from_be_bytes(head) as usize)
}

fn take<'a>(bytes: &mut &'a [u8], n: usize) -> Result<&'a [u8]> {
    let (head, rest) = bytes.split_at_checked(n).ok_or_else(|| Error::broken("a change set is cut short"))?;
    *bytes = rest;
    Ok(head)
}
