//! The order in which a phone made its operations. What breaks it is a hint for sampling, never a refusal.
use crate::{Op, hash};

/// The newest operation seen of an installation and person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    pub seq: i64,
    pub hash: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// It follows the one before.
    Next,
    /// Sent again, as is usual.
    Again,
    /// Something before it never came.
    Gap,
    /// What came before it was another one.
    Broken,
}

impl Chain {
    /// How an operation stands to those before. What was known of an installation may be lost, so whatever comes first is a beginning.
    pub fn follow(before: Option<&Chain>, op: &Op, text: &str) -> (Link, Chain) {
        let here = Chain { seq: op.seq, hash: hash(text) };
        match before {
            None => (Link::Next, here),
            Some(last) if here == *last || here.seq < last.seq => (Link::Again, last.clone()),
            Some(last) if here.seq == last.seq => (Link::Broken, here),
            Some(last) if here.seq > last.seq + 1 => (Link::Gap, here),
            Some(last) if op.prev == last.hash => (Link::Next, here),
            Some(_) => (Link::Broken, here),
        }
    }
}
