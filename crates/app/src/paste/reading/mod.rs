//! Reading what people write into chats and sheets, by rules alone. Pure: a text and a ground in, entries and doubts out.
mod amounts;
mod clauses;
mod days;
mod fold;
mod ground;
mod keywords;
mod measure;
mod names;
mod numbers;
mod rest;
#[cfg(test)]
mod samples;
mod scan;
mod settle;
mod table;
mod text;

pub use ground::Ground;
pub use names::Name;
pub use text::read;

use jiff::civil::Date;

/// One deed, as far as it was understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// From 1.
    pub line: usize,
    pub names: Vec<Name>,
    /// Places in the ground's lists.
    pub item: Option<usize>,
    pub indicator: Option<usize>,
    /// Thousandths of the indicator's measure.
    pub quantity: Option<i64>,
    /// A unit's key.
    pub unit: String,
    pub place: String,
    pub words: String,
    pub day: Option<Date>,
    pub doubts: Doubts,
}

/// What was guessed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Doubts {
    pub names: bool,
    pub item: bool,
    pub quantity: bool,
    pub unit: bool,
    /// The same stands in the text before.
    pub twice: bool,
}

impl Doubts {
    pub fn any(self) -> bool {
        self.names || self.item || self.quantity || self.unit || self.twice
    }
}

/// What a text says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Understood {
    pub entries: Vec<Entry>,
    /// Lines that were read as no deed.
    pub left: Vec<usize>,
}
