//! A unit's desk page: what it was when, what was done to it, and a form for each change.

use askama::Template;

use crate::web::forms::{Choice, Errors};
use crate::web::html::Html;
use crate::web::layout::{Link, Shell};

/// GET /units/{code}/desk
#[derive(Template)]
#[template(path = "orgs/changes/desk.html")]
pub struct DeskPage {
    pub shell: Shell,
    pub back: Link,
    pub code: String,
    pub name: String,
    /// Access, invitations, groups, people.
    pub links: Vec<Link>,
    /// Newest first.
    pub versions: Vec<Version>,
    pub changes: Vec<Done>,
    /// The forms, for an administrator of the unit.
    pub forms: Option<Forms>,
    pub errors: Errors,
}

pub struct Version {
    pub days: Html,
    pub name: String,
    /// What it hangs below; none for the topmost unit.
    pub above: Option<Link>,
    /// It went into that unit.
    pub merged: bool,
}

pub struct Done {
    /// What was done, as a sentence.
    pub sentence: String,
    /// The day it holds from.
    pub day: String,
    pub reason: String,
    pub who: String,
    /// A local instant.
    pub at: String,
}

pub struct Forms {
    /// The newest change its writer saw.
    pub seen: String,
    /// The topmost unit is only renamed.
    pub root: bool,
    /// A merged unit can only be given a place of its own again.
    pub merged: bool,
    pub typed: Typed,
    /// Units it may go below and units it may go into, as suggestions.
    pub parents: Vec<Choice>,
    pub others: Vec<Choice>,
}

#[derive(Default)]
pub struct Typed {
    /// Which form it was.
    pub act: String,
    pub name: String,
    pub parent: String,
    pub into: String,
    pub day: String,
    pub end: String,
    pub rank: String,
    pub reason: String,
}

impl DeskPage {
    /// The sentence for a field, where it belongs to the form that was sent.
    fn of(&self, act: &str, field: &str) -> &str {
        let sent = self.forms.as_ref().is_some_and(|forms| forms.typed.act == act);
        if sent { self.errors.of(field) } else { "" }
    }

    fn is_open(&self, act: &str) -> bool {
        self.errors.any() && self.forms.as_ref().is_some_and(|forms| forms.typed.act == act)
    }
}
