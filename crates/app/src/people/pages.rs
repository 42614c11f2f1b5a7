//! People for the desk: the list, and one person's file. Reading a file is recorded, and the page says so.

use askama::Template;

use crate::erasure::pages::Erased;
use crate::web::download::Columns;
use crate::web::forms::{Choice, Errors};
use crate::web::layout::{Fig, Link, Shell};
use crate::web::words::Words;
use paper::xlsx::Cell;

/// GET /people?q=
#[derive(Template)]
#[template(path = "people/people.html")]
pub struct PeoplePage {
    pub shell: Shell,
    pub query: String,
    pub count: Fig,
    pub rows: Vec<PersonRow>,
    pub next: Option<String>,
    pub files: Vec<String>,
    pub import: Option<String>,
}

impl PeoplePage {
    fn told(&self) -> String {
        self.shell.tell(self.shell.t("people.title")).say(self.shell.plain(&self.count)).rows(&self.rows).end()
    }
}

impl Columns for PersonRow {
    const COLUMNS: &'static [&'static str] = &["people.name", "people.code", "deed.unit", "people.post"];
    fn cells<'a>(&'a self, _: &'a Words) -> Vec<Cell<'a>> {
        [&self.name, &self.code, &self.unit, &self.post].map(|text| Cell::Text(text)).into()
    }
}

pub struct PersonRow {
    pub href: String,
    pub name: String,
    pub code: String,
    pub unit: String,
    pub post: String,
}

/// GET /people/{code}
#[derive(Template)]
#[template(path = "people/person.html")]
pub struct PersonPage {
    pub shell: Shell,
    pub back: Link,
    pub name: String,
    pub code: String,
    /// Newest first.
    pub posts: Vec<Post>,
    /// Official rank, skills and the like, as label and value.
    pub fields: Vec<(String, String)>,
    pub roles: Vec<Granted>,
    /// The form for another role, for the administrator.
    pub granting: Option<Granting>,
    /// POST: a new one-time code.
    pub reopen: Option<String>,
    /// They could sign in before.
    pub invited_before: bool,
    /// GET: the page that takes the personal values out.
    pub erase: Option<String>,
    pub erased: Option<Erased>,
    /// Who read this file; for the person alone.
    pub readings: Option<String>,
    pub logged: bool,
    /// The forms for another post and for leaving, for a clerk or an administrator of the unit.
    pub posting: Option<Posting>,
    /// The form for nicknames, for a clerk or an administrator of the unit.
    pub naming: Option<Naming>,
    pub errors: Errors,
}

impl PersonPage {
    fn told(&self) -> String {
        let told = self.shell.tell(&self.name).say(&self.code);
        let told = self.posts.iter().filter(|post| post.until.is_none()).fold(told, |told, post| told.named(&post.unit.label, &post.post));
        let roles: Vec<&str> = self.roles.iter().map(|role| role.words.as_str()).collect();
        told.say(roles.join(self.shell.t("form.comma"))).end()
    }
}

/// A role somebody has.
pub struct Granted {
    /// As 大阳镇单位经办人.
    pub words: String,
    /// POST: it is taken back.
    pub end: Option<String>,
}

pub struct Granting {
    pub kinds: Vec<Choice>,
    /// Code or name of the unit it is to be over.
    pub unit: String,
}

pub struct Naming {
    pub rev: i64,
    pub nicknames: String,
}

pub struct Posting {
    /// The newest post its writer saw.
    pub seen: String,
    /// Units to choose from, as suggestions.
    pub units: Vec<Choice>,
    pub unit: String,
    pub title: String,
    pub from: String,
    pub last: String,
}

pub struct Post {
    pub unit: Link,
    pub post: String,
    /// Local ISO days.
    pub since: String,
    pub until: Option<String>,
}

/// GET /people/{code}/readings
#[derive(Template)]
#[template(path = "people/readings.html")]
pub struct ReadingsPage {
    pub shell: Shell,
    pub back: Link,
    /// Who read it, when for the first time that day (a local instant) and how often on it; newest first.
    pub rows: Vec<(String, String, i64)>,
}

/// GET /readings?from=&to=&unit=
#[derive(Template)]
#[template(path = "people/log.html")]
pub struct LogPage {
    pub shell: Shell,
    /// Local ISO days and a unit's code, as asked.
    pub from: String,
    pub to: String,
    pub unit: String,
    pub rows: Vec<LogRow>,
    pub next: Option<String>,
    pub files: Vec<String>,
}

/// Who read whose file. Names are masked.
pub struct LogRow {
    /// A local instant.
    pub at: String,
    pub reader: String,
    /// The reader's code.
    pub code: String,
    pub reader_unit: String,
    /// A masked name, a household's code, or a need's number.
    pub person: String,
    pub unit: String,
    /// How often that day.
    pub times: i64,
}

impl LogPage {
    fn told(&self) -> String {
        self.shell.tell(self.shell.t("readings.title")).rows(&self.rows).end()
    }
}

impl Columns for LogRow {
    const COLUMNS: &'static [&'static str] = &[
        "readings.at",
        "readings.reader",
        "readings.reader_code",
        "readings.reader_unit",
        "readings.person",
        "readings.unit",
        "readings.times",
    ];
    fn cells<'a>(&'a self, _: &'a Words) -> Vec<Cell<'a>> {
        let text = [&self.at, &self.reader, &self.code, &self.reader_unit, &self.person, &self.unit].map(|text| Cell::Text(text));
        text.into_iter().chain([Cell::Whole(self.times)]).collect()
    }
}
