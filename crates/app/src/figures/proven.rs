//! A figure with its records as leaves under one signed checkpoint, a page at a time: what a stranger's own check reads.
use super::records::Key;
use super::{Question, find, records};
use crate::campaigns;
use crate::deeds::Deed;
use crate::web::Fault;
use ledger::Read;
use serde::Serialize;
use utoipa::ToSchema;

/// One page of a proof. Each stands by itself: value, key and checkpoint are repeated, and the last one has no `next`.
#[derive(Debug, Serialize, ToSchema)]
pub struct Proven {
    /// `chunman/proof/1`
    pub format: &'static str,
    /// The figure's question.
    pub figure: String,
    /// Thousandths for a sum, a count otherwise; as the server says it.
    pub value: i64,
    /// Ids of the indicators that count into it.
    pub facets: Vec<String>,
    /// The log's verifier key, as the server says it: compare it with the one in print.
    pub key: String,
    /// The signed note (C2SP) that the paths lead to; none before the first is signed.
    pub checkpoint: Option<String>,
    pub records: Vec<Included>,
    /// Where the next page begins, for `after`.
    pub next: Option<String>,
}

/// A record's newest leaf with its path to the checkpoint's root (RFC 6962).
#[derive(Debug, Serialize, ToSchema)]
pub struct Included {
    pub position: i64,
    pub leaf: String,
    /// Hexadecimal, lowest first; none while no checkpoint covers the leaf (at most ten seconds).
    pub hashes: Option<Vec<String>>,
}

impl Proven {
    /// # Errors
    /// When the data cannot be read.
    pub fn page(r: &mut Read, q: &Question, after: Option<&Key>, limit: usize) -> Result<Self, Fault> {
        let checkpoint = r.checkpoint()?;
        let size = checkpoint.as_ref().map_or(0, |c| c.size);
        let (deeds, next) = records::page(r, q, after, limit)?;
        Ok(Self {
            format: "chunman/proof/1",
            figure: q.to_string(),
            value: find::value(r, q)?,
            facets: campaigns::find::serving(r, &q.indicators)?,
            key: r.vkey()?,
            records: deeds.iter().map(|deed| Included::of(r, deed, size)).collect::<Result<_, _>>()?,
            checkpoint: checkpoint.map(|c| c.note),
            next: next.map(|(unit, position)| format!("{unit},{position}")),
        })
    }
}

impl Included {
    fn of(r: &mut Read, deed: &Deed, size: i64) -> Result<Self, Fault> {
        let position = r.last_leaf::<Deed>(&deed.id)?.unwrap_or(deed.position);
        let path = |r: &mut Read| Ok::<_, Fault>(r.inclusion(position, size)?.iter().map(hex::encode).collect());
        let hashes = (position < size).then(|| path(r)).transpose()?;
        Ok(Self { position, leaf: r.leaf(position)?.body, hashes })
    }
}
