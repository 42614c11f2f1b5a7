//! The rows of deeds, their corrections, files and conflicts.
use super::Served;
use ledger::record;

/// The states of a record.
pub mod state {
    pub const RECEIVED: &str = "received";
    pub const VERIFIED: &str = "verified";
    pub const RETURNED: &str = "returned";
    pub const REFUSED: &str = "refused";
    pub const WITHDRAWN: &str = "withdrawn";
    /// A correction that a newer one took the place of.
    pub const REPLACED: &str = "replaced";
}

record! {
    /// One thing done. It belongs to one unit and one recorder; its quantity is counted once, there.
    pub struct Deed in "deeds" {
        /// Log position of its first version: the number people know it by.
        position: i64 as open,
        item: String as open,
        indicator: String as open,
        unit: String as open,
        recorder: String,
        /// Who typed it in; the recorder, or a clerk on their behalf.
        entered_by: String,
        day: String as open,
        /// Local times, 08:10.
        began: Option<String>,
        ended: Option<String>,
        /// Thousandths of the indicator's measure.
        quantity: i64 as open,
        how: String as open,
        place: String as open,
        /// Those who took part, `person@unit` apart by spaces: the unit is their own on that day.
        people: String,
        public_count: i64,
        public_method: String,
        /// For whom, JSON of [`Served`].
        served: Option<String> as personal,
        words: Option<String> as personal,
        /// SHA-256 of each file, apart by spaces.
        files: String,
        state: String as open,
        reason: String as personal,
        /// A site visit was asked for.
        visit: bool,
        /// A checker marked the words fit to publish.
        published: bool,
        received: String,
        /// Changed after the campaign's last day.
        edited: bool,
        /// SHA-256 of the body as it came, for idempotency; empty once the record's personal values are erased.
        body_hash: String as personal,
        /// The import that brought it, or empty.
        import: String,
    }
}

record! {
    /// The next version of a verified deed, waiting: the verified one goes on counting.
    pub struct Correction in "corrections" {
        position: i64 as open,
        deed: String as open,
        made_by: String,
        /// JSON of [`super::Content`].
        content: Option<String> as personal,
        state: String as open,
        reason: String as personal,
        received: String,
    }
}

record! {
    /// A file that was put, known by its content.
    pub struct File in "files" { sha256: String as open, kind: String as open, size: i64 as open, put_by: String as open, made_at: String as open }
}

record! {
    /// Another body under the id of a deed: kept for the unit's clerk.
    pub struct Conflict in "conflicts" {
        deed: String as open,
        unit: String as open,
        body: Option<String> as personal,
        sender: String,
        made_at: String,
        /// `open`, `first` or `second`.
        state: String as open,
    }
}

impl Deed {
    /// Those who took part: person id and their own unit.
    pub fn people(&self) -> impl Iterator<Item = (&str, &str)> {
        self.people.split(' ').filter_map(|p| p.split_once('@'))
    }
    /// Whether a person, by id, recorded it, typed it in or took part in it.
    pub fn involves(&self, person: &str) -> bool {
        self.recorder == person || self.entered_by == person || self.people().any(|(p, _)| p == person)
    }
    pub fn served(&self) -> Vec<Served> {
        self.served.as_deref().and_then(|s| serde_json::from_str(s).ok()).unwrap_or_default()
    }
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.split(' ').filter(|f| !f.is_empty())
    }
    /// Whether it stands in figures, as waiting or as verified.
    pub fn counts(&self) -> bool {
        [state::RECEIVED, state::VERIFIED].contains(&self.state.as_str())
    }
}
