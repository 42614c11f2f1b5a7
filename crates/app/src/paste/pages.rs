//! The paste desk: the text, what was understood of it, and what became of it.
use crate::asked;
use crate::web::Fields;
use crate::web::deed_line::{DeedLine, State};
use crate::web::format::day_year;
use crate::web::forms::{Choice, Errors};
use crate::web::layout::{Fig, Link, Shell};
use askama::Template;

/// GET /paste, and the answer to a text that could not be read.
#[derive(Template)]
#[template(path = "paste/paste.html")]
pub struct PastePage {
    pub shell: Shell,
    pub units: Vec<Choice>,
    pub campaigns: Vec<Choice>,
    pub day: String,
    pub last_day: String,
    pub text: String,
    pub errors: Errors,
    /// Other ways in: a sheet to be filled in, its import.
    pub ways: Vec<Link>,
}

/// POST /paste: nothing is recorded yet.
#[derive(Template)]
#[template(path = "paste/preview.html")]
pub struct PreviewPage {
    pub shell: Shell,
    /// What every form of the desk carries.
    pub unit: String,
    pub campaign: String,
    pub day: String,
    pub text: String,
    pub unit_name: String,
    pub campaign_name: String,
    /// How many deeds were read, and of how many something was guessed.
    pub read: Fig,
    pub guessed: Option<Fig>,
    pub wrong: Option<Fig>,
    /// It was to be confirmed and could not be.
    pub refused: bool,
    pub rows: Vec<RowView>,
    /// Lines that are no deed: the line, what it says, why.
    pub left: Vec<(usize, String, String)>,
    /// Of the unit, for the fields of names.
    pub people: Vec<String>,
    pub last_day: String,
    pub errors: Errors,
}

/// A row of the preview. Names of fields begin with `r{n}.`.
pub struct RowView {
    pub n: usize,
    pub key: String,
    pub line: usize,
    pub raw: String,
    pub take: bool,
    /// What was understood, in one line.
    pub sum: String,
    pub guesses: Vec<String>,
    /// What its reader is to decide or to fill in.
    pub asks: Vec<String>,
    /// What is worth saying and no guess: a nickname that is registered.
    pub notes: Vec<String>,
    pub who: Vec<WhoField>,
    pub whats: Vec<Choice>,
    pub measure: String,
    pub quantity: String,
    pub day: String,
    pub place: String,
    pub words: String,
    /// The deed that was recorded of this line before, its position and state.
    pub before: Option<(String, i64, Option<State>)>,
    pub errors: Errors,
}

pub struct WhoField {
    pub name: String,
    pub label: String,
    pub value: String,
    /// Who may be meant, when several may.
    pub choices: Vec<Choice>,
}

impl PastePage {
    fn no_later(&self) -> String {
        format!("required max=\"{}\"", self.last_day)
    }
}

impl PreviewPage {
    /// What the form tells of itself, after the pages before it.
    pub fn drawn(&self, now_ms: i64, before: &Fields) -> String {
        let names: Vec<(String, &str)> = self.rows.iter().flat_map(RowView::held).collect();
        let carried = [("unit", &self.unit), ("campaign", &self.campaign), ("day", &self.day), ("text", &self.text)];
        let carried = carried.into_iter().map(|(name, value)| (name, value.as_str()));
        asked::drawn::again(now_ms, before, carried.chain(names.iter().map(|(name, value)| (name.as_str(), *value))))
    }
    fn no_later(&self) -> String {
        format!("max=\"{}\"", self.last_day)
    }
}

impl RowView {
    fn open(&self) -> bool {
        self.errors.any() || !self.guesses.is_empty() || !self.asks.is_empty()
    }
    /// What stands in its fields.
    fn held(&self) -> Vec<(String, &str)> {
        let take = if self.take || self.before.is_some() { "yes" } else { "" };
        let what = self.whats.iter().find(|choice| choice.on).map_or("", |choice| choice.value.as_str());
        let texts = [("quantity", &self.quantity), ("day", &self.day), ("place", &self.place), ("words", &self.words)];
        let named = self.who.iter().map(|who| (who.name.as_str(), who.value.as_str()));
        let all = [("take", take), ("what", what)].into_iter().chain(texts.map(|(name, text)| (name, text.as_str()))).chain(named);
        all.map(|(name, value)| (self.field(name), value)).collect()
    }
    fn field(&self, name: &str) -> String {
        format!("r{}.{name}", self.n)
    }
}

/// GET /paste/{id}: what one confirmation recorded.
#[derive(Template)]
#[template(path = "paste/receipt.html")]
pub struct ReceiptPage {
    pub shell: Shell,
    /// It was recorded by an earlier confirmation of the same lines.
    pub again: bool,
    pub count: Fig,
    /// Who checks what waits of them, in words; empty when nothing does.
    pub by: String,
    pub unit: String,
    /// The local day of the confirmation.
    pub day: String,
    pub lines: Vec<DeedLine>,
    /// Other confirmations, of lines that were recorded before.
    pub earlier: Vec<String>,
}

impl ReceiptPage {
    fn told(&self) -> String {
        let day = day_year(self.shell.lang(), &self.day);
        let head = self.shell.f("paste.paragraph", &[("unit", &self.unit), ("day", &day), ("n", &self.count.text)]);
        self.shell.tell(&head).records(&self.lines).end()
    }
}
