//! One page before personal values go: what goes, what stays, why, and a confirmation.
use crate::web::forms::{Choice, Errors};
use crate::web::layout::{Link, Shell};
use askama::Template;

/// GET /people/{code}/erasure, /deeds/{id}/erasure, /households/{code}/erasure; POST the same, with `reason`, `sure=yes` and `deed` of each ticked record.
#[derive(Template)]
#[template(path = "erasure/erasure.html")]
pub struct ErasurePage {
    pub shell: Shell,
    pub back: Link,
    pub action: String,
    /// Whose: a name, or a record's number and item.
    pub whose: String,
    pub goes: Vec<String>,
    pub stays: Vec<String>,
    /// Of a household: the whole, or one member.
    pub whose_of: Vec<Choice>,
    /// Records that name the person.
    pub naming: Vec<Naming>,
    /// More records name the person, where the reader may not erase.
    pub beyond: bool,
    pub reason: String,
    pub errors: Errors,
}

/// GET /erasure?kind=&code=
#[derive(Template)]
#[template(path = "erasure/seek.html")]
pub struct SeekPage {
    pub shell: Shell,
    pub kinds: Vec<Choice>,
    pub code: String,
    /// What the reader erased, the newest first.
    pub done: Vec<ErasedBefore>,
    pub errors: Errors,
}

pub struct ErasedBefore {
    pub what: String,
    /// A local instant.
    pub at: String,
    pub reason: String,
}

pub struct Naming {
    pub id: String,
    pub href: String,
    pub position: i64,
    pub item: String,
    pub unit: String,
    /// A local ISO day.
    pub day: String,
    pub on: bool,
}

/// When and why it was done, for the pages of what was erased.
pub struct Erased {
    /// A local instant.
    pub at: String,
    pub reason: String,
}
