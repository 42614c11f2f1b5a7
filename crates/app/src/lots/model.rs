//! A draw, the public number as each of two people entered it, and the drawn records with what was found.
use super::estimate::VISITS_LEAST;
use ledger::record;

record! {
    /// A spot check of one measure of a campaign.
    pub struct Draw in "draws" {
        campaign: String as open,
        indicator: String as open,
        /// Visits for a thousand records.
        rate: i64 as open,
        /// `unit`: each unit right below the campaign's has its share of the visits. Empty: all records are one stratum.
        strata: String as open,
        /// The group of people that checkers are drawn from; empty: whoever is a unit's clerk.
        rota: String as open,
        /// Where the public number comes from, in words.
        source: String as open,
        /// UTC instant from which it is known.
        known_at: String as open,
        /// `announced`, `frozen`, `drawn`, `done`, or `dropped` before it was drawn.
        state: String as open,
        announced_at: String as open,
        /// The log's size when the records were frozen, and the local day.
        frozen_at: i64 as open,
        frozen_on: String as open,
        /// SHA-256 of the frozen list of records, and of who may be drawn to visit them.
        records: String as open,
        checkers: String as open,
        /// How many records were frozen, and the thousandths they claim.
        size: i64 as open,
        claimed: i64 as open,
        /// Points drawn of the claimed quantity: as many visits, when none is hit twice.
        hits: i64 as open,
        /// The log's size under the checkpoint that the seed is made of.
        checkpoint: i64 as open,
        number: String as open,
        /// Hexadecimal SHA-256 of the checkpoint's text and the number.
        seed: String as open,
    }
}

record! {
    /// The public number, as one person entered it: closed, so that the second cannot read it from the log.
    pub struct Entered in "draw_numbers" {
        draw: String as open,
        number: String,
        /// A pseudonym.
        entered_by: String as open,
        entered_at: String as open,
        /// Until it did not agree with another's.
        stands: bool as open,
    }
}

record! {
    /// A drawn record and its checker.
    pub struct Drawn in "drawn" {
        draw: String as open,
        /// From 1, in the order of the draw.
        place: i64 as open,
        deed: String as open,
        hits: i64 as open,
        /// Thousandths, as it was frozen.
        claimed: i64 as open,
        /// A pseudonym.
        checker: String as open,
        /// Thousandths that the checker found; none until it was visited.
        found: Option<i64> as open,
        /// The place that was visited, and the local day.
        seen_at: String,
        seen_on: String,
    }
}

pub const ANNOUNCED: &str = "announced";
pub const FROZEN: &str = "frozen";
pub const DRAWN: &str = "drawn";
pub const DONE: &str = "done";
pub const DROPPED: &str = "dropped";

/// The word of a check that a drawn checker made.
pub const FOUND: &str = "found";

impl Draw {
    pub fn path(&self) -> String {
        format!("/draws/{}", self.id)
    }
    /// Points to be drawn of so many records.
    pub fn hits_of(&self, records: i64) -> i64 {
        (self.rate * records + 999) / 1000
    }
    pub fn is(&self, state: &str) -> bool {
        self.state == state
    }
    /// Whether its visits can say something worth a number.
    pub fn is_enough(&self) -> bool {
        usize::try_from(self.hits).is_ok_and(|hits| hits >= VISITS_LEAST)
    }
}
