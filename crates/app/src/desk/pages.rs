//! 待办, everyone's first page, and the desk's imports.

use askama::Template;

use crate::web::forms::{Choice, Errors};
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

/// One line of 待办: a count in a sentence, or a sentence alone.
pub enum Move {
    /// Deeds waiting for my check; `oldest` is the local ISO day the first of them came in.
    Checks { waiting: Fig, href: String, oldest: Option<String> },
    /// My deed was returned.
    Returned { title: String, reason: String, href: String },
    /// People of my unit who cannot sign in yet.
    Invitations { people: Fig, href: String },
    /// Deeds others changed at the same time: both bodies are kept, someone must choose.
    Conflicts { waiting: Fig, href: String },
}

/// GET /import/{kind}; POST to `action` with `text` and `step=check|apply`, `stop` while running.
#[derive(Template)]
#[template(path = "desk/import.html")]
pub struct ImportPage {
    pub shell: Shell,
    pub action: String,
    /// units · people · deeds, as choices of `kind`.
    pub kinds: Vec<Choice>,
    /// Column names the chosen kind expects, in order.
    pub columns: String,
    pub text: String,
    pub errors: Errors,
    pub state: ImportState,
}

pub enum ImportState {
    Empty,
    /// The whole file was read; nothing is applied yet.
    Checked {
        token: String,
        good: Fig,
        wrong: Vec<WrongRow>,
        more_wrong: bool,
    },
    /// Being applied in steps; the page refreshes itself.
    Running {
        token: String,
        done: u32,
        total: u32,
    },
    Done {
        rows: Fig,
    },
    Stopped {
        rows: Fig,
    },
}

pub struct WrongRow {
    pub line: u32,
    pub field: String,
    pub sentence: String,
}
