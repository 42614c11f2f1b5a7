//! What the pages of visits show.
use crate::web::forms::{Choice, Errors};
use crate::web::layout::{Link, Shell};
use askama::Template;

/// GET /visits
#[derive(Template)]
#[template(path = "visits/today.html")]
pub struct TodayPage {
    pub shell: Shell,
    /// A local ISO day.
    pub today: String,
    /// Where a promise or a need is due, or nobody has been yet.
    pub due: Vec<Card>,
    pub others: Vec<Card>,
}

/// GET /visits/offline: opens the day's cards that were kept on the phone.
#[derive(Template)]
#[template(path = "visits/offline.html")]
pub struct OfflinePage {
    pub shell: Shell,
}

/// A household as who visits it needs it.
pub struct Card {
    pub name: String,
    pub unit: String,
    pub address: String,
    pub phone: String,
    /// Something is due, or nobody has been yet.
    pub is_due: bool,
    /// The last visit: its day and way.
    pub last: Option<(String, String)>,
    /// Promised or needed: what, by when, whether that day has passed.
    pub open: Vec<(String, String, bool)>,
    /// The form for a visit, and the file.
    pub visit: String,
    pub file: String,
}

/// GET /visits/{code}; POST the same
#[derive(Template)]
#[template(path = "visits/visit.html")]
pub struct VisitPage {
    pub shell: Shell,
    pub back: Link,
    pub title: String,
    pub action: String,
    pub id: String,
    pub saw: String,
    pub promised: String,
    pub due: String,
    pub day: String,
    pub owners: Vec<Choice>,
    pub ways: Vec<Choice>,
    /// Promises that may have been kept.
    pub kept: Vec<Choice>,
    pub measures: Vec<Choice>,
    pub measure_done: bool,
    pub needs: Vec<Choice>,
    /// Whether that is ticked, and the item it is recorded under then; nothing where no campaign takes what is solved.
    pub need_solved: Option<(bool, String)>,
    pub items: Vec<Choice>,
    pub errors: Errors,
}
