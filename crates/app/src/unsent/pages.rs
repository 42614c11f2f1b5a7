//! The queue of a phone: the page is empty, the script fills it with what the phone holds.
use crate::web::deed_line::DeedLine;
use crate::web::layout::{Fig, Shell};
use askama::Template;

/// GET /unsent
#[derive(Template)]
#[template(path = "unsent/unsent.html")]
pub struct UnsentPage {
    pub shell: Shell,
}

/// GET and POST /unsent/bring-in
#[derive(Template)]
#[template(path = "unsent/bring.html")]
pub struct BringPage {
    pub shell: Shell,
    /// How many are new, and how many were here before, with the records themselves; none before a file came.
    pub brought: Option<[(Fig, Vec<DeedLine>); 2]>,
    pub refused: Vec<Refused>,
}

/// What could not be taken: an operation's id or the beginning of a photograph's name, and why.
pub struct Refused {
    pub what: String,
    pub why: String,
}
