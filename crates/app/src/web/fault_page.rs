//! An error is a page: what happened to your data, what to do now, whom to call, a code.

use askama::Template;

use super::html::Html;
use super::layout::{Link, Shell};

#[derive(Template)]
#[template(path = "web/fault_page.html")]
pub struct FaultPage {
    pub shell: Shell,
    pub title: String,
    /// What happened, and what became of the reader's data.
    pub happened: Html,
    /// What to do now.
    pub now: String,
    /// Ways out, the best first.
    pub ways: Vec<Link>,
    /// Who has the permission, or whom to call; the foot's telephone when empty.
    pub whom: String,
    /// What the reader wrote that was not taken, to be copied from.
    pub words: Vec<String>,
    /// A short code to name on the telephone.
    pub code: String,
}
