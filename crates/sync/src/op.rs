//! An operation: made once, kept and sent as the same text.
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

/// What of the server's log was seen last: so the operation was made after it was signed.
#[cfg_attr(feature = "described", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anchor {
    /// Leaves.
    pub size: i64,
    /// The root over them, 64 hex digits.
    pub root: String,
}

#[cfg_attr(feature = "described", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Record a deed.
    Record,
    /// Change fields of a deed.
    Change,
    /// Take a deed out.
    Withdraw,
    /// Write a visit to a household down.
    Visit,
}

/// One operation. An unknown field is refused: a misspelt one would be lost in silence.
#[cfg_attr(feature = "described", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Op {
    pub id: String,
    /// 1, 2, 3 … of this installation and person.
    pub seq: i64,
    /// [`hash`] of the text of the operation before; empty for the first.
    pub prev: String,
    pub anchor: Option<Anchor>,
    pub kind: Kind,
    #[cfg_attr(feature = "described", schema(value_type = Object))]
    pub body: Box<RawValue>,
}

impl Op {
    /// # Errors
    /// What is wrong with the text.
    pub fn read(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }
}

/// SHA-256 of a text, 64 hex digits.
pub fn hash(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}
