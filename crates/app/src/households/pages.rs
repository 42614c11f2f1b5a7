//! What the pages of households show. Whoever sees names masked gets a page without the sealed values, not one that hides them.
use super::form::Field;
use crate::asked::drawn;
use crate::needs::pages::Stand;
use crate::web::Cx;
use crate::web::download::Columns;
use crate::web::forms::{Errors, Refused};
use crate::web::layout::{Fig, Link, Shell};
use crate::web::words::Words;
use askama::Template;
use paper::xlsx;

/// GET /households?unit=&q=&after=
#[derive(Template)]
#[template(path = "households/list.html")]
pub struct HouseholdsPage {
    pub shell: Shell,
    /// The unit whose households these are; none for those one is responsible for.
    pub unit: Option<Link>,
    pub unit_code: String,
    pub query: String,
    pub count: Fig,
    pub rows: Vec<HouseholdRow>,
    pub next: Option<String>,
    pub files: Vec<String>,
    /// Units below, to narrow it to.
    pub below: Vec<Link>,
    /// GET: a new file's form.
    pub new: Option<String>,
    pub import: Option<String>,
    /// How far the reaches are in the unit.
    pub reaches: Option<String>,
    /// Where the unit's households are paired with people.
    pub pairs: Option<String>,
    /// One's own households, where there are any.
    pub own: Option<String>,
    /// Names can be searched for here.
    pub by_name: bool,
    pub errors: Errors,
}

pub struct HouseholdRow {
    pub href: String,
    pub code: String,
    /// The head's name as the reader sees it.
    pub head: String,
    pub unit: String,
    pub cause: String,
    pub watch: String,
    pub responsible: String,
}

impl Columns for HouseholdRow {
    const COLUMNS: &'static [&'static str] =
        &["households.code", "households.head", "deed.unit", "households.main_cause", "households.watch", "households.responsible"];
    fn cells<'a>(&'a self, _: &'a Words) -> Vec<xlsx::Cell<'a>> {
        [&self.code, &self.head, &self.unit, &self.cause, &self.watch, &self.responsible].map(|text| xlsx::Cell::Text(text)).into()
    }
}

/// GET /households/{code}
#[derive(Template)]
#[template(path = "households/file.html")]
pub struct FilePage {
    pub shell: Shell,
    /// Its units, the topmost first.
    pub units: Vec<String>,
    pub back: Link,
    pub code: String,
    pub title: String,
    pub people: Fig,
    pub chips: Vec<String>,
    /// Why nothing sealed opens, in words; nothing where it does.
    pub shut: String,
    /// The reader sees the sealed values.
    pub whole: bool,
    pub responsible: Option<Line>,
    /// What may be missing or does not fit together, for who keeps the file; `first`: its reader is responsible for it.
    pub advice: Vec<Link>,
    pub first: bool,
    /// Those before, the newest first.
    pub before: Vec<Line>,
    pub reaches: Vec<ReachCell>,
    pub money: Option<Money>,
    pub entries: Vec<EntryLine>,
    pub members: Vec<MemberCard>,
    /// Its difficulties, the newest first: what about, how far, when raised; where they open.
    pub needs: Vec<(Link, Stand, String)>,
    pub situation: Vec<(String, String)>,
    pub plans: Vec<(String, String, Option<String>)>,
    pub measures: Vec<MeasureLine>,
    pub exit: Option<Exit>,
    /// The forms one may open, by section.
    pub acts: Vec<Link>,
    /// Who read it; how it was before; taking it out.
    pub more: Vec<Link>,
}

/// Somebody responsible, from–to.
pub struct Line {
    pub name: String,
    pub unit: String,
    /// Local ISO days.
    pub from: String,
    pub to: Option<String>,
}

pub struct ReachCell {
    pub name: String,
    pub state: String,
    /// It is done.
    pub done: bool,
    pub note: String,
}

/// Income in yuan by source and year.
pub struct Money {
    pub heads: Vec<MoneyHead>,
    pub rows: Vec<(String, Vec<String>)>,
    /// Per head: yuan, and how it came about in words.
    pub net: Vec<Option<(Fig, String)>>,
    /// The exit line of each year.
    pub line: Vec<String>,
}

impl Money {
    pub fn has_line(&self) -> bool {
        self.line.iter().any(|line| !line.is_empty())
    }
}

pub struct MoneyHead {
    pub year: i64,
    pub planned: bool,
    pub change: Option<String>,
}

pub struct EntryLine {
    pub day: String,
    pub kind: String,
    pub words: String,
    pub who: String,
    /// The record that a visit is, where it is one.
    pub deed: Option<String>,
}

pub struct MemberCard {
    pub name: String,
    pub relation: String,
    /// In words, without the sealed ones.
    pub facts: Vec<String>,
    /// A local ISO day, or nothing.
    pub birth: String,
    pub number: String,
    pub health: String,
    /// They live there no more since this day.
    pub left: String,
    pub change: Option<String>,
}

pub struct MeasureLine {
    pub year: i64,
    pub cause: String,
    pub words: String,
    pub owner: String,
    pub due: String,
    pub done: String,
    pub result: String,
    pub change: Option<String>,
}

pub struct Exit {
    pub year: i64,
    /// Ground, met or not in words, what it rests on.
    pub grounds: Vec<(String, String, String)>,
    /// Whether income is over the line, in words; nothing where it cannot be said.
    pub income: String,
    pub change: Option<String>,
}

/// GET /reaches?unit=
#[derive(Template)]
#[template(path = "households/matrix.html")]
pub struct MatrixPage {
    pub shell: Shell,
    pub back: Link,
    pub unit: String,
    pub heads: Vec<String>,
    pub rows: Vec<MatrixRow>,
}

/// A unit below, or a household.
pub struct MatrixRow {
    pub link: Link,
    pub cells: Vec<Cell>,
}

pub enum Cell {
    /// Nobody said anything.
    Nothing,
    /// Done, of so many in which it was needed.
    Of(Fig, Fig),
    /// A household's own, in words; whether it is done.
    State(String, bool),
}

/// GET /households/{code}/card: what hangs on the wall, and a page of the handbook.
#[derive(Template)]
#[template(path = "households/card.html")]
pub struct CardPage {
    pub shell: Shell,
    pub back: Link,
    pub file: FilePage,
    /// The head's name, or what the file is called where none is written.
    pub head: String,
    /// Of who is responsible.
    pub phone: String,
    /// Net income per head of the last year that is written, in words; empty where none is.
    pub net: String,
}

/// GET /households/new, /households/{code}/{section}
#[derive(Template)]
#[template(path = "households/form.html")]
pub struct FormPage {
    pub shell: Shell,
    pub back: Link,
    pub title: String,
    pub action: String,
    pub at: String,
    pub seen: String,
    /// What its button says, where that is not “save”.
    pub send: Option<String>,
    pub fields: Vec<Field>,
    /// Staff report by it: how long that takes is measured.
    pub measured: bool,
    pub errors: Errors,
}

impl FormPage {
    /// The same as a form whose time is measured.
    pub fn measured(self, cx: &Cx, refused: Refused) -> Self {
        let held = self.fields.iter().map(|field| (field.name.as_str(), field.value.as_str()));
        let shell = drawn::in_frame(cx, self.shell, refused.map(|(fields, _)| fields), held);
        Self { measured: true, shell, ..self }
    }
}

/// GET /households/{code}/readings, /households/{code}/versions
#[derive(Template)]
#[template(path = "households/trail.html")]
pub struct TrailPage {
    pub shell: Shell,
    pub back: Link,
    pub title: String,
    pub hint: String,
    pub rows: Vec<Trail>,
}

/// What somebody did with a file.
pub struct Trail {
    pub who: String,
    /// The unit they are in, or were in last.
    pub unit: String,
    /// A local instant.
    pub at: String,
    /// Which part of the file, in words; empty where it is the whole.
    pub of: String,
    /// How often that day.
    pub times: i64,
    /// What was changed: its name, what it was and what it became.
    pub changes: Vec<(String, String, String)>,
}
