//! The draws of a campaign, one draw with its steps and its proof, and the form of a visit.
use crate::deeds::facts::Facts;
use crate::web::download::{Columns, number};
use crate::web::format::instant;
use crate::web::forms::{Choice, Errors};
use crate::web::html::Html;
use crate::web::layout::{Fig, Link, Shell};
use crate::web::words::Words;
use askama::Template;
use paper::xlsx::Cell;

/// GET /campaigns/{id}/draws. POST with `indicator`, `rate`, `strata`, `rota`, `source`, `known_at`.
#[derive(Template)]
#[template(path = "lots/draws.html")]
pub struct DrawsPage {
    pub shell: Shell,
    pub back: Link,
    pub rows: Vec<DrawRow>,
    pub files: Vec<String>,
    /// Where this reader announces one; none for everyone else.
    pub announce: Option<Announce>,
    pub errors: Errors,
}

pub struct DrawRow {
    pub href: String,
    pub item: String,
    /// Its state in words.
    pub state: String,
    pub source: String,
    /// Local instant from which the number is known.
    pub known_at: String,
    /// What it says, as far as it is; empty before it is drawn.
    pub result: Html,
    pub told: String,
}

impl Columns for DrawRow {
    const COLUMNS: &'static [&'static str] = &["draws.item", "draws.state", "draws.source", "draws.known_at", "draws.says"];
    fn cells<'a>(&'a self, _: &'a Words) -> Vec<Cell<'a>> {
        [&self.item, &self.state, &self.source, &self.known_at, &self.told].map(|text| Cell::Text(text)).into()
    }
}

pub struct Announce {
    pub action: String,
    pub indicators: Vec<Choice>,
    pub strata: Vec<Choice>,
    pub rotas: Vec<Choice>,
    pub rate: String,
    pub source: String,
    pub known_at: String,
}

impl DrawsPage {
    fn told(&self) -> String {
        let told = self.shell.tell(self.shell.t("draws.title")).say(&self.back.label);
        told.list(&self.rows, |row| vec![&row.item, &row.state, &row.told]).end()
    }
}

/// GET /draws/{id}
#[derive(Template)]
#[template(path = "lots/draw.html")]
pub struct DrawPage {
    pub shell: Shell,
    pub back: Link,
    pub id: String,
    pub item: String,
    pub state: String,
    pub result: Html,
    pub result_told: String,
    pub source: String,
    /// Local instant.
    pub known_at: String,
    pub announced_at: String,
    /// Visits for a hundred records, in digits.
    pub rate: String,
    pub strata: String,
    pub rota: String,
    pub frozen: Option<FrozenStep>,
    pub drawn: Option<DrawnStep>,
    pub acts: Acts,
    /// What comes next and who does it, in words; empty where nothing does.
    pub next: String,
    /// This reader's own visits.
    pub mine: Vec<Link>,
    pub rows: Vec<DrawnRow>,
    pub files: Vec<String>,
    pub errors: Errors,
    /// A sentence just after an act.
    pub notice: String,
}

pub struct FrozenStep {
    pub day: String,
    pub position: i64,
    pub size: Fig,
    pub claimed: Fig,
    pub hits: Fig,
    /// Fewer visits than say anything.
    pub few: bool,
    /// SHA-256 of the list, and where it is.
    pub digest: String,
    pub file: String,
    pub sealed: Option<SealedStep>,
}

pub struct SealedStep {
    pub size: i64,
    /// Local instant.
    pub at: String,
    pub href: String,
}

pub struct DrawnStep {
    pub number: String,
    pub seed: String,
    pub count: Fig,
    /// The seed once more, for a shell.
    pub shell_line: String,
    pub command: String,
}

/// What this reader may do.
#[derive(Default)]
pub struct Acts {
    pub freeze: bool,
    pub number: bool,
    /// The reader's own number waits for another person's.
    pub waits_for_other: bool,
    pub close: bool,
    pub discard: bool,
}

pub struct DrawnRow {
    /// Its order in the draw, from 1.
    pub place: String,
    pub deed: Link,
    pub unit: String,
    /// Local ISO day of the deed.
    pub day: String,
    pub claimed: Fig,
    /// In words: visited, waiting, withdrawn.
    pub state: String,
    /// Empty for readers who may not see it.
    pub checker: String,
    pub found: Option<Fig>,
}

impl Columns for DrawnRow {
    const COLUMNS: &'static [&'static str] = &[
        "draws.place",
        "draws.record",
        "deed.unit",
        "deed.day",
        "draws.claimed",
        "figures.measure",
        "draws.state",
        "draws.checker",
        "draws.found",
    ];
    fn cells<'a>(&'a self, _: &'a Words) -> Vec<Cell<'a>> {
        let found = self.found.as_ref().map_or(Cell::Text(""), |found| number(&found.text));
        vec![
            number(&self.place),
            Cell::Text(&self.deed.label),
            Cell::Text(&self.unit),
            Cell::Text(&self.day),
            number(&self.claimed.text),
            Cell::Text(&self.claimed.unit),
            Cell::Text(&self.state),
            Cell::Text(&self.checker),
            found,
        ]
    }
}

impl DrawPage {
    fn hash(&self) -> Html {
        Html("<code>SHA-256</code>".to_owned())
    }
    fn told(&self) -> String {
        let shell = &self.shell;
        let told =
            shell.tell(&format!("{}{}{}", shell.t("draws.one"), shell.t("form.colon"), self.item)).say(&self.state).say(&self.result_told);
        let told =
            told.named(shell.t("draws.source"), &self.source).named(shell.t("draws.known_at"), &instant(shell.lang(), &self.known_at));
        self.drawn
            .iter()
            .fold(told, |told, drawn| told.named(shell.t("draws.number"), &drawn.number).named(shell.t("draws.seed"), &drawn.seed))
            .end()
    }
}

/// GET /draws/{id}/visits/{place}. POST with `found`, `seen_at`, `words`.
#[derive(Template)]
#[template(path = "lots/visit.html")]
pub struct VisitPage {
    pub shell: Shell,
    pub back: Link,
    pub action: String,
    pub hue: u8,
    pub item: String,
    pub claimed: Fig,
    pub unit: String,
    pub deed: String,
    pub position: i64,
    pub facts: Facts,
    /// What was typed, or written before.
    pub found: String,
    pub seen_at: String,
    pub words: String,
    /// Local ISO day of an earlier visit; empty before one.
    pub seen_on: String,
    /// In words why nothing is to be visited; empty when it is.
    pub not_now: String,
    pub errors: Errors,
}
