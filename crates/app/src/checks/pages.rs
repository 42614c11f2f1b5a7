//! The checker's queue: the list beside the deed, mouse and keyboard both.

use askama::Template;

use super::again::Changed;
use crate::deeds::facts::Facts;
use crate::photos::pages::Near;
use crate::web::deed_line::DeedLine;
use crate::web::forms::{Choice, Errors};
use crate::web::layout::{Fig, Shell};

/// GET /checks?at=id. POST /checks with `deed` (repeated when several are ticked), `verdict` =
/// `approve` | `approve_ticked` | `return` | `refuse` | `visit`, `reason` (a ready sentence), `reason_text`, `publish`, `rev`, `at`.
#[derive(Template)]
#[template(path = "checks/queue.html")]
pub struct QueuePage {
    pub shell: Shell,
    pub waiting: Fig,
    /// How many of them are corrections of verified records.
    pub corrections: Option<Fig>,
    /// Local ISO day the oldest came in.
    pub oldest: Option<String>,
    pub rows: Vec<Row>,
    pub next: Option<String>,
    pub files: Vec<String>,
    pub at: Option<Detail>,
    /// A sentence after an act, as 审核通过.
    pub notice: String,
    /// The record it was done to.
    pub was: Option<DeedLine>,
    pub errors: Errors,
    /// What was typed as a reason, kept.
    pub reason_text: String,
}

impl QueuePage {
    /// Several can be approved at once.
    fn ticks(&self) -> bool {
        self.rows.iter().any(|row| row.ticked.is_some())
    }

    fn told(&self) -> String {
        // All of them wait, also those of which an earlier version was approved.
        let lines: Vec<DeedLine> = self.rows.iter().map(|row| DeedLine { state: None, ..row.line.clone() }).collect();
        self.shell.tell(self.shell.t("checks.title")).say(self.shell.plain(&self.waiting)).records(&lines).end()
    }
}

pub struct Row {
    pub id: String,
    /// `href` leads back here with this one open.
    pub line: DeedLine,
    pub rev: i64,
    pub open: bool,
    /// None where each is approved by a form of its own.
    pub ticked: Option<bool>,
    /// That it was checked before, in a word.
    pub again: String,
    /// The other side answered by a slip.
    pub replied: bool,
}

pub struct Detail {
    pub id: String,
    pub rev: i64,
    pub href: String,
    pub hue: u8,
    pub item: String,
    pub quantity: String,
    pub measure: String,
    pub unit: String,
    pub position: i64,
    /// That it was checked before, and the reason it was sent back for.
    pub again: Option<(String, String)>,
    /// What it says now and said before.
    pub changes: Vec<Changed>,
    pub facts: Facts,
    pub near: Near,
    /// A visit is already arranged.
    pub visit: bool,
    /// A reason this reader may not decide (own record, took part); the buttons are then gone.
    pub barred: String,
    /// Ready sentences.
    pub returns: Vec<Choice>,
    pub refusals: Vec<Choice>,
    /// Offer to mark the words fit to publish.
    pub can_publish: bool,
    /// The other side has to confirm it: who, when and how is asked instead of a bare approval.
    pub confirm: Option<Asked>,
    /// What the other side answered by a slip, and their own words.
    pub reply: Option<(String, String)>,
}

/// The other side's confirmation as it was typed: `confirmed_by`, `confirmed_on` (a local day), `how` = `phone` | `person`.
pub struct Asked {
    pub by: String,
    pub on: String,
    /// The deed's day and today: it was given between them.
    pub from: String,
    pub to: String,
    pub hows: Vec<Choice>,
    /// That a slip was printed and is not answered yet; empty where none is.
    pub printed: String,
}
