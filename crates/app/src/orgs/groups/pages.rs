//! Groups for the desk: the list with a form for a new one, and one group with its members and their days.

use askama::Template;

use crate::web::forms::{Choice, Errors};
use crate::web::html::Html;
use crate::web::layout::{Fig, Link, Shell};

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
    pub import: Option<String>,
    /// The form for a new group, for those who may make one.
    pub form: Option<NewForm>,
    pub errors: Errors,
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
    /// The forms, for those who keep it.
    pub keep: Option<KeepForms>,
    pub errors: Errors,
}

pub struct MemberRow {
    pub id: String,
    pub name: String,
    pub href: String,
    pub code: String,
    pub unit: String,
    /// From when to when, in words.
    pub days: Html,
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
