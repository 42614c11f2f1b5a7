//! A figure with its records as leaves under one signed checkpoint, a page at a time: what a stranger's own check reads.
use super::records::Key;
use super::{Input, Measure, Question, find, records};
use crate::campaigns;
use crate::deeds::Deed;
use crate::rosters::{self, coverage};
use crate::web::Fault;
use ledger::Read;
use serde::Serialize;
use utoipa::ToSchema;

/// What a proof of this form calls itself.
pub const FORMAT: &str = "chunman/proof/2";

/// One page of a proof. Each stands by itself: value, key and checkpoint are repeated, and the last one has no `next`.
#[derive(Debug, Serialize, ToSchema)]
pub struct Proven {
    /// `chunman/proof/2`
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
    /// Of a published figure: the leaf it was frozen under. Its `inputs` is the SHA-256 of `head` and all records' lines, each with its end.
    pub frozen: Option<Frozen>,
}

/// One record for a check of one's own: what is said of it, and its newest leaf under the newest checkpoint.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProvenDeed {
    /// `chunman/proof/2`
    pub format: &'static str,
    /// The record's id.
    pub deed: String,
    pub state: String,
    /// Its quantity in thousandths.
    pub value: i64,
    /// The indicator it is recorded under.
    pub facets: [String; 1],
    /// The log's verifier key, as the server says it: compare it with the one in print.
    pub key: String,
    /// The signed note (C2SP) that the path leads to; none before the first is signed.
    pub checkpoint: Option<String>,
    pub records: [Included; 1],
}

/// A record's newest leaf with its path to the checkpoint's root (RFC 6962).
#[derive(Debug, Serialize, ToSchema)]
pub struct Included {
    pub position: i64,
    pub leaf: String,
    /// Hexadecimal, lowest first; none while no checkpoint covers the leaf (at most ten seconds).
    pub hashes: Option<Vec<String>>,
    /// What was counted, as JSON: now from the record's row, of a published figure as it was written down then.
    pub line: String,
}

/// The leaf that a published figure was frozen under, with its path.
#[derive(Debug, Serialize, ToSchema)]
pub struct Frozen {
    /// The id and the note's number.
    pub bulletin: String,
    pub number: i64,
    pub position: i64,
    pub leaf: String,
    pub hashes: Option<Vec<String>>,
    /// The first line of its list: which figure, value and indicators it is of. None where an older release published it.
    pub head: Option<String>,
}

impl Proven {
    /// # Errors
    /// When the data cannot be read.
    pub fn page(r: &mut Read, q: &Question, after: Option<&Key>, limit: usize) -> Result<Self, Fault> {
        let checkpoint = r.checkpoint()?;
        let size = checkpoint.as_ref().map_or(0, |c| c.size);
        let (records, next) = Self::records(r, q, after, (limit, size))?;
        Ok(Self {
            format: FORMAT,
            figure: q.to_string(),
            value: find::value(r, q)?,
            facets: facets(r, q)?,
            key: r.vkey()?,
            records,
            checkpoint: checkpoint.map(|c| c.note),
            next: next.map(|(unit, position)| format!("{unit},{position}")),
            frozen: None,
        })
    }

    /// A page of what it counts, as leaves.
    fn records(
        r: &mut Read,
        q: &Question,
        after: Option<&Key>,
        (limit, size): (usize, i64),
    ) -> Result<(Vec<Included>, Option<Key>), Fault> {
        if q.measure == Measure::Listed {
            let subjects = rosters::proven(r, q, after.map_or(-1, |(_, position)| *position), limit + 1)?;
            let next = subjects.get(limit).and(subjects.get(limit.saturating_sub(1))).map(|(last, ..)| (String::new(), *last));
            let page = subjects.into_iter().take(limit);
            return Ok((page.map(|(_, leaf, line)| Included::at(r, leaf, line, size)).collect::<Result<_, _>>()?, next));
        }
        let (deeds, next) = records::page(r, q, after, limit)?;
        Ok((deeds.iter().map(|deed| Included::of(r, deed, size)).collect::<Result<_, _>>()?, next))
    }
}

/// What its records must be of: indicators, or the roster.
fn facets(r: &mut Read, q: &Question) -> Result<Vec<String>, Fault> {
    if q.measure != Measure::Listed {
        return Ok(campaigns::find::serving(r, &q.indicators)?);
    }
    Ok(coverage::roster(r, q)?.map(|roster| roster.id).into_iter().collect())
}

impl ProvenDeed {
    /// # Errors
    /// When the data cannot be read.
    pub fn of(r: &mut Read, deed: Deed) -> Result<Self, Fault> {
        let checkpoint = r.checkpoint()?;
        let included = Included::of(r, &deed, checkpoint.as_ref().map_or(0, |c| c.size))?;
        Ok(Self {
            format: FORMAT,
            deed: deed.id,
            state: deed.state,
            value: deed.quantity,
            facets: [deed.indicator],
            key: r.vkey()?,
            checkpoint: checkpoint.map(|c| c.note),
            records: [included],
        })
    }
}

impl Included {
    fn of(r: &mut Read, deed: &Deed, size: i64) -> Result<Self, Fault> {
        let input = Input::of(r, deed)?;
        Self::as_said(r, &input, input.line()?, size)
    }

    /// A record by the line that says what it counted.
    /// # Errors
    /// When the data cannot be read.
    pub fn as_said(r: &mut Read, input: &Input, line: String, size: i64) -> Result<Self, Fault> {
        Self::at(r, input.leaf, line, size)
    }

    fn at(r: &mut Read, leaf: i64, line: String, size: i64) -> Result<Self, Fault> {
        Ok(Self { position: leaf, leaf: r.leaf(leaf)?.body, hashes: path(r, leaf, size)?, line })
    }
}

/// A leaf's path under a checkpoint; none while it does not reach that far.
/// # Errors
/// When the data cannot be read.
pub fn path(r: &mut Read, position: i64, size: i64) -> Result<Option<Vec<String>>, Fault> {
    Ok(if position < size { Some(r.inclusion(position, size)?.iter().map(hex::encode).collect()) } else { None })
}
