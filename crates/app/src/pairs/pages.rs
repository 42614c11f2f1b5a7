//! What the pages of pairing show.
use crate::web::forms::{Choice, Errors};
use crate::web::layout::{Link, Shell};
use askama::Template;

/// GET /pairs?unit=; POST the same with `unit`, `group`, `most`, `with_CODE`, `was_CODE`, `pin` and `step`.
#[derive(Template)]
#[template(path = "pairs/pairs.html")]
pub struct PairsPage {
    pub shell: Shell,
    pub back: Link,
    pub unit: String,
    pub unit_name: String,
    pub groups: Vec<Choice>,
    pub most: String,
    /// It could not be worked out as it was asked for: what is shown cannot be applied.
    pub refused: bool,
    /// What all that was fixed by hand costs more than the proposal; empty where nothing was, or it cannot be compared.
    pub dearer: String,
    /// More households or people than one page pairs.
    pub cut: bool,
    pub rows: Vec<Row>,
    /// Households that nobody can take, and why.
    pub unserved: Vec<(String, String)>,
    /// What was fixed by hand before, as `household person`.
    pub pins: Vec<String>,
    pub errors: Errors,
}

impl PairsPage {
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.unserved.is_empty()
    }
}

/// A household with whom it would be.
pub struct Row {
    pub code: String,
    pub name: String,
    pub unit: String,
    pub causes: String,
    /// Who is responsible today; nothing for nobody.
    pub now: String,
    pub now_code: String,
    /// Who it would be, by code, among whom one may choose.
    pub with: String,
    pub options: Vec<Choice>,
    /// Why, in words.
    pub why: String,
    /// Who would come next and what that costs more; where it was fixed by hand, whom the proposal had and what this costs more.
    pub beside: String,
    /// By hand.
    pub fixed: bool,
    pub changes: bool,
    /// What who is responsible has taken of its needs, and whether that goes along.
    pub needs: Vec<String>,
    pub needs_go: bool,
}

/// What was handed over.
#[derive(Template)]
#[template(path = "pairs/done.html")]
pub struct DonePage {
    pub shell: Shell,
    pub back: Link,
    pub rows: Vec<Handed>,
}

/// A household with who was responsible for it and who is now.
pub struct Handed {
    pub home: Link,
    pub before: String,
    pub now: String,
    /// Needs that went along, and those that stayed with who was responsible.
    pub passed: Vec<Link>,
    pub stayed: Vec<Link>,
}
