//! The queue of a phone: the page is empty, the script fills it with what the phone holds.
use crate::web::layout::Shell;
use askama::Template;

/// GET /unsent
#[derive(Template)]
#[template(path = "unsent/unsent.html")]
pub struct UnsentPage {
    pub shell: Shell,
}
