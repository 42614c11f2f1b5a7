//! What the server says of a batch.
use serde::{Deserialize, Serialize};

#[cfg_attr(feature = "described", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Word {
    /// Done.
    Accepted,
    /// It came before, and was done then.
    Duplicate,
    /// Done as far as it could be; the rest is kept for the unit's clerk.
    Conflict,
    /// Nothing was written, and the same again would be refused again.
    Rejected,
    /// Nothing was written, and it may well go later.
    Later,
}

impl Word {
    /// Whether the server holds the operation for good.
    pub fn is_received(self) -> bool {
        matches!(self, Word::Accepted | Word::Duplicate | Word::Conflict)
    }
}

/// The newest signed checkpoint.
#[cfg_attr(feature = "described", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedAnchor {
    pub size: i64,
    pub root: String,
    /// The signed note over both.
    pub note: String,
}

/// What became of one operation.
#[cfg_attr(feature = "described", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// As it was sent; `null` where it could not be read.
    pub id: Option<String>,
    pub seq: Option<i64>,
    pub answer: Word,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deed: Option<String>,
    /// Its place in the log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<i64>,
    /// How the record stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rev: Option<i64>,
    /// A correction of a verified record: it waits for its check.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waits: bool,
    /// Fields that keep both values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// Where they are kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conflict: Option<String>,
    /// The field that could not be taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Why, in plain words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Answered {
    pub fn new(id: Option<String>, seq: Option<i64>, answer: Word) -> Self {
        Self {
            id,
            seq,
            answer,
            deed: None,
            position: None,
            state: None,
            rev: None,
            waits: false,
            fields: Vec::new(),
            conflict: None,
            field: None,
            reason: None,
        }
    }
}

/// The answer to a batch: one for each operation, in the order they were sent.
#[cfg_attr(feature = "described", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub anchor: Option<SignedAnchor>,
    pub ops: Vec<Answered>,
}
