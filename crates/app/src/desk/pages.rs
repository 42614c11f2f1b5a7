//! 待办, everyone's first page, and the desk's imports.

use askama::Template;

use crate::households::Field;
use crate::imports::First;
use crate::web::forms::Errors;
use crate::web::layout::{Fig, Link, Shell};

/// GET /todo — my moves only.
#[derive(Template)]
#[template(path = "desk/todo.html")]
pub struct TodoPage {
    pub shell: Shell,
    pub moves: Vec<Move>,
    /// The three links this reader uses most.
    pub links: Vec<Link>,
    /// A sentence just after an action, as 已审核通过.
    pub notice: String,
}

impl TodoPage {
    fn told(&self) -> String {
        let shell = &self.shell;
        let who = shell.person.as_ref().map_or_else(String::new, |person| shell.joined(&[&person.unit, &person.name], "", ", "));
        let told = shell.tell(shell.t("nav.todo")).say(who).say(if self.moves.is_empty() { shell.t("todo.none") } else { "" });
        let said = |it: &Move| match it {
            Move::Checks { waiting, .. } => (shell.t("todo.checks").to_owned(), shell.plain(waiting)),
            Move::Returned { title, reason, .. } => (shell.t("todo.returned").to_owned(), shell.joined(&[title, reason], "，", ", ")),
            Move::Invitations { people, .. } => (shell.t("todo.invitations").to_owned(), shell.plain(people)),
            Move::Needs { raised, .. } => (shell.t("todo.needs").to_owned(), shell.plain(raised)),
            Move::Conflicts { waiting, .. } => (shell.t("todo.conflicts").to_owned(), shell.plain(waiting)),
            Move::Other { title, detail, .. } => (title.clone(), detail.clone()),
        };
        self.moves
            .iter()
            .map(said)
            .fold(told, |told, (name, value)| if value.is_empty() { told.say(name) } else { told.named(&name, &value) })
            .end()
    }
}

/// One line of 待办: a count in a sentence, or a sentence alone.
pub enum Move {
    /// Deeds waiting for my check; `oldest` is the local ISO day the first of them came in.
    Checks { waiting: Fig, href: String, oldest: Option<String> },
    /// My deed was returned.
    Returned { title: String, reason: String, href: String },
    /// People of my unit who cannot sign in yet.
    Invitations { people: Fig, href: String },
    /// Difficulties in my units that nobody has taken.
    Needs { raised: Fig, href: String },
    /// Deeds others changed at the same time: both bodies are kept, someone must choose.
    Conflicts { waiting: Fig, href: String },
    /// Anything else that waits for me.
    Other { title: String, detail: String, href: String },
}

/// GET /import/{kind}; POST to `action` with `text` and `step=check`, then `apply` with the same text and its `token`; `stop` while
/// running.
#[derive(Template)]
#[template(path = "desk/import.html")]
pub struct ImportPage {
    pub shell: Shell,
    /// The form for a single one, where there is one.
    pub one: Vec<Field>,
    pub action: String,
    /// The kinds this reader may import, and which one this page is.
    pub kinds: Vec<(Link, bool)>,
    /// Column names the kind must have, in order, and those it may have.
    pub needed: String,
    pub more: String,
    /// What goes into the columns.
    pub hint: String,
    pub text: String,
    pub errors: Errors,
    pub state: ImportState,
    /// What is applied is in use at once, as units and people are; deeds count when all of them are in.
    pub counted: bool,
    /// A sheet to be filled in, where there is one.
    pub pattern: Option<String>,
    /// The first rows of what was checked, as they were understood.
    pub first: First,
    /// What this is for, where it is one thing.
    pub back: Option<Link>,
    /// What comes next: the campaign is set up, while there is none.
    pub next: Option<Link>,
    /// Where what was brought in is seen.
    pub result: String,
}

pub enum ImportState {
    Empty,
    /// The file was read; nothing is applied yet. `wrong` are the first of them; with `more_wrong` a file has all.
    Checked {
        token: String,
        good: Fig,
        wrong: Vec<WrongRow>,
        more_wrong: bool,
    },
    /// Being applied in steps; the page refreshes itself.
    Running {
        token: String,
        done: i64,
        total: usize,
        rows: Fig,
    },
    Done {
        rows: Fig,
        /// It was in already: nothing was written.
        before: bool,
    },
    Stopped {
        rows: Fig,
    },
}

pub struct WrongRow {
    pub line: u64,
    pub field: String,
    pub sentence: String,
}

impl ImportPage {
    /// No table was given yet.
    fn is_empty(&self) -> bool {
        matches!(self.state, ImportState::Empty) && self.text.is_empty() && !self.errors.among("text")
    }
    /// Being applied: the page comes again by itself, also without script.
    fn is_running(&self) -> bool {
        matches!(self.state, ImportState::Running { .. })
    }
    /// Whether confirming is what comes next.
    fn sound(&self) -> bool {
        matches!(&self.state, ImportState::Checked { wrong, .. } if wrong.is_empty())
    }
}
