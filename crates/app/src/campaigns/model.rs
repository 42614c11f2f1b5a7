//! The campaign's rows.
use ledger::record;

record! {
    pub struct Campaign in "campaigns" {
        name: String as open,
        /// What one's own items are called, 我的六个一.
        mine: String as open,
        slogan: String as open,
        blurb: String as open,
        /// The unit that runs it: it and all below take part.
        unit: String as open,
        from_day: String as open,
        to_day: String as open,
        /// `draft`, `open` or `closed`.
        state: String as open,
        /// What other words than the county's leave off, switched on here; words apart by spaces.
        switches: String as open,
        /// Where one may complain of this campaign; empty means the realm's telephone and address.
        complaints: String as open,
    }
}

record! {
    pub struct Item in "items" {
        campaign: String as open,
        /// From 1, in the order of the petals.
        place: i64 as open,
        name: String as open,
        /// One character for the blossom.
        label: String as open,
        /// Who verifies: `own` unit's clerk, `other` unit's clerk, `confirm` (the other side, asked by another unit's clerk), `none`
        /// (spot checks only).
        way: String as open,
        /// What is required beside item and quantity: `none`, `place`, `file`.
        evidence: String as open,
        /// Why it is required; shown to everyone asked.
        justification: String as open,
        /// Planned number in thousandths of the first measure; none is usual.
        target: Option<i64> as open,
        note: String as open,
        lead_unit: String as open,
        /// Whose the planned number is: `campaign`, `unit`, `person`.
        per: String as open,
        /// What is asked beside item and quantity, apart by spaces: `place people how words public served times`.
        required: String as open,
    }
}

impl Item {
    /// Whether its deeds are checked by other units' clerks: from outside, or by asking the other side.
    pub fn is_checked_outside(&self) -> bool {
        ["other", "confirm"].contains(&self.way.as_str())
    }
}

record! {
    pub struct Indicator in "indicators" {
        item: String as open,
        place: i64 as open,
        name: String as open,
        /// Its unit of measure, 立方米.
        measure: String as open,
        decimals: i64 as open,
        /// The most one deed may hold, in thousandths: more is absurd, not diligent.
        most: i64 as open,
        /// Step of − and + in thousandths.
        step: i64 as open,
        hint: String as open,
        /// How it may be measured, words apart by spaces: `eye cart sack weighed`.
        hows: String as open,
        /// Ids of indicators of other campaigns that deeds of this one also count into, apart by spaces.
        also: String as open,
    }
}

impl Indicator {
    /// What it is chosen and listed by: its item's name, and its own where the item is counted in several measures.
    pub fn called(&self, item: &Item, several: bool) -> String {
        if several { format!("{} · {}", item.name, self.name) } else { item.name.clone() }
    }
}
