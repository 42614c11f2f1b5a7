//! What the pages of needs show.
use crate::web::download::Columns;
use crate::web::html::{Html, escape};
use crate::web::layout::{Fig, Link, Shell};
use crate::web::words::Words;
use askama::Template;
use paper::xlsx::Cell;

/// How far a need is, for a chip: its word and its sign.
#[derive(Clone)]
pub struct Stand {
    pub label: String,
    /// `ok`, `warn` or nothing.
    pub class: &'static str,
    pub sign: &'static str,
}

impl Stand {
    pub fn chip(&self) -> Html {
        Html(format!("<span class=\"chip {}\"><span aria-hidden=\"true\">{}</span>{}</span>", self.class, self.sign, escape(&self.label)))
    }
}

/// GET /needs?unit=&state=&before=&own=
#[derive(Template)]
#[template(path = "needs/list.html")]
pub struct NeedsPage {
    pub shell: Shell,
    /// The unit whose needs these are; none for one's own.
    pub unit: Option<Link>,
    /// What the list may be narrowed to, with how many each has; which one is on.
    pub kinds: Vec<(String, Fig, bool)>,
    /// Within how many days half of the confirmed ones were taken, and solved.
    pub half: Option<(Fig, Fig)>,
    pub rows: Vec<NeedRow>,
    pub next: Option<String>,
    pub files: Vec<String>,
    pub below: Vec<Link>,
    pub new: Option<String>,
    pub own: Option<String>,
}

pub struct NeedRow {
    pub href: String,
    pub position: i64,
    pub topic: String,
    /// Whose it is, as the reader sees it; nothing where they may not.
    pub who: String,
    pub unit: String,
    pub owner: String,
    pub stand: Stand,
    /// Local ISO days, or nothing.
    pub raised: String,
    pub taken: String,
    pub due: String,
    pub solved: String,
    pub overdue: bool,
    /// Its owner looks after the household no more.
    pub left: bool,
}

impl Columns for NeedRow {
    const COLUMNS: &'static [&'static str] = &[
        "needs.number",
        "needs.topic",
        "needs.who",
        "deed.unit",
        "needs.state",
        "needs.owner",
        "needs.raised_on",
        "needs.taken_on",
        "needs.due",
        "needs.solved_on",
    ];
    fn cells<'a>(&'a self, _: &'a Words) -> Vec<Cell<'a>> {
        let texts =
            [&self.topic, &self.who, &self.unit, &self.stand.label, &self.owner, &self.raised, &self.taken, &self.due, &self.solved];
        std::iter::once(Cell::Milli(self.position * 1000, 0)).chain(texts.map(|text| Cell::Text(text))).collect()
    }
}

/// GET /needs/{number}
#[derive(Template)]
#[template(path = "needs/need.html")]
pub struct NeedPage {
    pub shell: Shell,
    pub back: Link,
    pub position: i64,
    pub unit: Link,
    pub topic: String,
    pub stand: Stand,
    /// The reader sees whose it is and the words.
    pub whole: bool,
    /// Why nothing sealed opens, in words; nothing where it does.
    pub shut: String,
    pub who: String,
    pub phone: String,
    pub words: String,
    pub household: Option<Link>,
    pub owner: String,
    /// Its owner looks after the household no more.
    pub left: bool,
    /// A local ISO day, or nothing.
    pub due: String,
    pub overdue: bool,
    pub deed: Option<Link>,
    pub steps: Vec<StepLine>,
    pub acts: Vec<Link>,
    pub erase: Option<String>,
}

impl StepLine {
    /// What is told by another record: no names, no words.
    pub fn told(label: &str, day: String, position: i64) -> Self {
        let none = String::new;
        Self { label: label.to_owned(), day, position, who: none(), owner: none(), due: none(), words: none(), deed: None }
    }
}

/// One thing that happened.
pub struct StepLine {
    pub label: String,
    pub who: String,
    /// To whom, and by when, where that changed.
    pub owner: String,
    pub due: String,
    pub words: String,
    pub day: String,
    pub position: i64,
    pub deed: Option<String>,
}
