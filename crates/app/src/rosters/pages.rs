//! What the pages of rosters show.
use crate::needs::pages::Stand;
use crate::web::download::Columns;
use crate::web::forms::{Choice, Errors};
use crate::web::layout::{Fig, Link, Shell};
use crate::web::words::Words;
use askama::Template;
use paper::xlsx::Cell;

/// GET /rosters?unit=&before=&own=
#[derive(Template)]
#[template(path = "rosters/list.html")]
pub struct RostersPage {
    pub shell: Shell,
    /// The unit whose rosters these are; none for those on which one serves somebody.
    pub unit: Option<Link>,
    pub rows: Vec<RosterRow>,
    pub next: Option<String>,
    pub files: Vec<String>,
    pub below: Vec<Link>,
    pub new: Option<String>,
    pub own: Option<String>,
}

pub struct RosterRow {
    pub href: String,
    pub position: i64,
    pub name: String,
    pub kind: String,
    pub unit: String,
    /// Local ISO days.
    pub from: String,
    pub to: String,
    /// Subjects served, and on it.
    pub served: Fig,
    pub listed: Fig,
}

impl Columns for RosterRow {
    const COLUMNS: &'static [&'static str] =
        &["rosters.number", "rosters.name", "rosters.kind", "deed.unit", "rosters.from", "rosters.to", "rosters.served", "rosters.listed"];
    fn cells<'a>(&'a self, _: &'a Words) -> Vec<Cell<'a>> {
        let texts = [&self.name, &self.kind, &self.unit, &self.from, &self.to].map(|text| Cell::Text(text));
        let figures = [&self.served, &self.listed].map(|fig| crate::web::download::number(&fig.text));
        std::iter::once(Cell::Whole(self.position)).chain(texts).chain(figures).collect()
    }
}

/// GET /rosters/{number}?state=&after=&own=
#[derive(Template)]
#[template(path = "rosters/roster.html")]
pub struct RosterPage {
    pub shell: Shell,
    pub back: Link,
    pub position: i64,
    pub name: String,
    pub unit: Link,
    pub kind: String,
    /// What its services count as.
    pub item: Link,
    pub from: String,
    pub to: String,
    pub checklist: Vec<String>,
    pub served: Fig,
    /// Served, as records say that wait for their check; none where there are none.
    pub waiting: Option<Fig>,
    pub listed: Fig,
    /// What the list may be narrowed to, with how many each has; which one is on.
    pub kinds: Vec<(String, Fig, bool)>,
    pub rows: Vec<SubjectLine>,
    pub next: Option<String>,
    pub files: Vec<String>,
    /// Names are masked for this reader.
    pub masked: bool,
    pub acts: Vec<Link>,
    /// Only those the reader serves, or all of them.
    pub other: Option<Link>,
}

impl RosterPage {
    fn told(&self) -> String {
        let told = self.shell.tell(&self.name).figure("rosters.served_long", &self.served);
        let told = self.waiting.iter().fold(told, |told, waiting| told.figure("figures.waiting_long", waiting));
        told.figure("rosters.listed_long", &self.listed).end()
    }
}

pub struct SubjectLine {
    pub href: String,
    /// Where its service is written down; nothing where that is not the reader's.
    pub serve: Option<String>,
    pub position: i64,
    pub name: String,
    pub code: String,
    pub unit: String,
    pub place: String,
    pub stand: Stand,
    /// Who serves it; nothing for nobody.
    pub serves: String,
    /// Local ISO days, or nothing.
    pub served: String,
    pub from: String,
    pub ended: String,
}

impl Columns for SubjectLine {
    const COLUMNS: &'static [&'static str] = &[
        "rosters.number",
        "rosters.subject",
        "rosters.code",
        "rosters.village",
        "rosters.place",
        "rosters.state",
        "rosters.serves",
        "rosters.served_on",
        "rosters.on_from",
        "rosters.on_to",
    ];
    fn cells<'a>(&'a self, _: &'a Words) -> Vec<Cell<'a>> {
        let texts =
            [&self.name, &self.code, &self.unit, &self.place, &self.stand.label, &self.serves, &self.served, &self.from, &self.ended];
        std::iter::once(Cell::Whole(self.position)).chain(texts.map(|text| Cell::Text(text))).collect()
    }
}

/// GET /rosters/{number}/subjects/{subject}
#[derive(Template)]
#[template(path = "rosters/subject.html")]
pub struct SubjectPage {
    pub shell: Shell,
    pub back: Link,
    pub position: i64,
    pub name: String,
    pub code: String,
    pub unit: String,
    pub stand: Stand,
    /// The reader sees who it is; then the opening of a person's line is written down.
    pub whole: bool,
    pub logged: bool,
    /// Why nothing sealed opens, in words; nothing where it does.
    pub shut: String,
    pub place: String,
    pub phone: String,
    pub note: String,
    pub from: String,
    pub ended: String,
    /// Who serves it, from, and to where it ended.
    pub lines: Vec<(String, String, String)>,
    pub services: Vec<ServiceLine>,
    pub acts: Vec<Link>,
    pub erase: Option<String>,
}

pub struct ServiceLine {
    pub day: String,
    pub href: String,
    pub position: i64,
    pub state: String,
    pub who: String,
    pub ticks: Vec<String>,
}

/// GET /rosters/{number}/subjects/{subject}/service; POST the same.
#[derive(Template)]
#[template(path = "rosters/serve.html")]
pub struct ServePage {
    pub shell: Shell,
    pub back: Link,
    pub name: String,
    pub place: String,
    pub phone: String,
    pub action: String,
    pub id: String,
    /// How many, in what, by which steps.
    pub quantity: String,
    pub measure: String,
    pub step: String,
    pub ticks: Vec<Choice>,
    pub words: String,
    pub day: String,
    pub first_day: String,
    pub last_day: String,
    /// Who served, where it may be said of somebody else.
    pub servers: Vec<Choice>,
    pub with: String,
    pub errors: Errors,
}

/// GET /rosters/{number}/assignment; POST the same with `subject` and `person`.
#[derive(Template)]
#[template(path = "rosters/assign.html")]
pub struct AssignPage {
    pub shell: Shell,
    pub back: Link,
    pub action: String,
    pub people: Vec<Choice>,
    pub other: String,
    pub rows: Vec<AssignLine>,
    /// All subjects still to serve rather than those nobody serves, or the other way.
    pub others: Link,
    pub next: Option<String>,
    pub all: bool,
    pub errors: Errors,
}

pub struct AssignLine {
    pub position: i64,
    pub name: String,
    pub unit: String,
    pub serves: String,
    pub on: bool,
}
