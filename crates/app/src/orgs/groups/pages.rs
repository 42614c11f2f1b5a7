//! Groups for the desk: the list with a form for a new one, and one group with its members and their days.

use askama::Template;

use crate::web::download::Columns;
use crate::web::forms::{Choice, Errors};
use crate::web::html::Html;
use crate::web::layout::{Fig, Link, Shell};
use crate::web::words::Words;
use paper::xlsx::Cell;

/// GET /groups?q=&unit=
#[derive(Template)]
#[template(path = "orgs/groups/groups.html")]
pub struct GroupsPage {
    pub shell: Shell,
    pub query: String,
    /// The unit whose groups are listed; all when none.
    pub unit: Option<Link>,
    pub rows: Vec<GroupRow>,
    pub next: Option<String>,
    pub files: Vec<String>,
    pub import: Option<String>,
    /// The form for a new group, for those who may make one.
    pub form: Option<NewForm>,
    pub errors: Errors,
}

impl GroupsPage {
    fn told(&self) -> String {
        let of = self.unit.as_ref().map_or("", |unit| &unit.label);
        self.shell.tell(self.shell.t("groups.title")).say(of).rows(&self.rows).end()
    }
}

impl Columns for GroupRow {
    const COLUMNS: &'static [&'static str] = &["groups.name", "groups.kind", "deed.unit", "deed.state"];
    fn cells<'a>(&'a self, w: &'a Words) -> Vec<Cell<'a>> {
        let state = if self.ended { w.t("groups.ended") } else { "" };
        [&self.name, &self.kind, &self.unit].map(|text| Cell::Text(text)).into_iter().chain([Cell::Text(state)]).collect()
    }
}

pub struct GroupRow {
    pub href: String,
    pub name: String,
    /// Its kind in words.
    pub kind: String,
    pub unit: String,
    pub ended: bool,
}

pub struct NewForm {
    pub name: String,
    pub kinds: Vec<Choice>,
    pub units: Vec<Choice>,
    pub from: String,
}

/// GET /groups/{id}
#[derive(Template)]
#[template(path = "orgs/groups/group.html")]
pub struct GroupPage {
    pub shell: Shell,
    pub back: Link,
    pub id: String,
    pub name: String,
    pub kind: String,
    pub unit: Link,
    pub since: Option<String>,
    pub until: Option<String>,
    /// How many are in it today.
    pub count: Fig,
    pub members: Vec<MemberRow>,
    pub next: Option<String>,
    pub files: Vec<String>,
    /// The forms, for those who keep it.
    pub keep: Option<KeepForms>,
    pub errors: Errors,
}

impl GroupPage {
    fn told(&self) -> String {
        let of = self.shell.joined(&[&self.kind, &self.unit.label], "，", ", ");
        self.shell.tell(&self.name).say(of).say(self.shell.plain(&self.count)).rows(&self.members).end()
    }
}

impl Columns for MemberRow {
    const COLUMNS: &'static [&'static str] = &["groups.name", "people.code", "deed.unit", "groups.from", "groups.until"];
    fn cells<'a>(&'a self, _: &'a Words) -> Vec<Cell<'a>> {
        [&self.name, &self.code, &self.unit, &self.from, &self.to].map(|text| Cell::Text(text)).into()
    }
}

pub struct MemberRow {
    pub id: String,
    pub name: String,
    pub href: String,
    pub code: String,
    pub unit: String,
    /// From when to when, in words, and as local ISO days; open ends are empty.
    pub days: Html,
    pub from: String,
    pub to: String,
    /// Whether it has ended before today.
    pub past: bool,
    pub last: String,
}

pub struct KeepForms {
    pub rev: i64,
    pub to: String,
    /// Those who are no members yet and can be ticked.
    pub choices: Vec<Choice>,
    pub others: String,
    pub from: String,
    pub until: String,
}
