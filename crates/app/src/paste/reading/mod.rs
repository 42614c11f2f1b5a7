//! Reading what people write into chats and sheets, by rules alone. Pure: a text and a ground in, entries and doubts out.
mod amounts;
mod clauses;
mod days;
mod drafts;
mod fold;
mod ground;
mod keywords;
mod measure;
mod names;
mod numbering;
mod numbers;
mod rest;
#[cfg(test)]
mod samples;
mod scan;
mod settle;
mod table;
mod text;

pub use ground::{Ground, Known, KnownItem, KnownMeasure, KnownUnit};
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
    /// How the quantity came about where it does not stand there in the item's own measure.
    pub amount: Option<Amount>,
    /// 同上: what the line does not say is as above.
    pub ditto: bool,
    /// Nobody is named: the names are those above.
    pub carried: bool,
}

/// What was done with a number, or for want of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    Missing,
    /// 约, 几, 来: no exact number stands there.
    About,
    /// 三车, 五袋: counted by the item's rule of thumb.
    Thumb,
    /// Two numbers say the same, the more exact one was taken.
    Finer,
    /// 每人: times the people.
    Each,
    /// In a measure that the item does not have.
    Strange,
    /// More than one deed may hold.
    Much,
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
    /// It is planned, or was not done: 明天, 打算, 没有捡.
    pub undone: bool,
}

impl Doubts {
    pub fn any(self) -> bool {
        self.names || self.item || self.quantity || self.unit || self.twice || self.undone
    }
}

/// What a text says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Understood {
    pub entries: Vec<Entry>,
    /// Lines that were read as no deed.
    pub left: Vec<(usize, Left)>,
}

/// Why a line is no deed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// It says what the lines below are about, or is talk.
    Heading,
    Total,
    Example,
    Cancelled,
    /// The very same numbered line stands above.
    Repeated,
    /// Nobody who did anything was found in it.
    Nothing,
}
