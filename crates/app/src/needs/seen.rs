//! What a deed's page says of the need it solved: when it was raised and taken, never whose it was.
use super::find;
use super::view::topic;
use crate::web::Fault;
use crate::web::html::{Html, escape};
use crate::web::layout::Shell;
use crate::web::words::Words;
use ledger::Read;

#[derive(Clone, Debug)]
pub struct Solved {
    position: i64,
    /// What about, for who may open it.
    about: String,
    raised_on: String,
    taken_on: String,
    /// The need's page, for who may open it.
    href: Option<String>,
}

/// What the need that a deed solved was about, in words; empty where it solved none.
/// # Errors
/// When the data cannot be read.
pub fn about(r: &mut Read, w: &Words, deed: &str) -> Result<String, Fault> {
    Ok(find::of_deed(r, deed)?.map_or_else(String::new, |need| topic(w, &need.topic)))
}

impl Solved {
    /// # Errors
    /// When the data cannot be read.
    pub fn by(r: &mut Read, w: &Words, deed: &str, opens: bool) -> Result<Option<Self>, Fault> {
        let need = find::of_deed(r, deed)?;
        Ok(need.map(|need| Self {
            href: opens.then(|| need.path()),
            about: if opens { topic(w, &need.topic) } else { String::new() },
            position: need.position,
            raised_on: need.raised_on,
            taken_on: need.taken_on,
        }))
    }

    pub fn html(&self, shell: &Shell) -> Html {
        let number = shell.position(self.position).0;
        let number = match &self.href {
            Some(href) => format!("<a href=\"{}\">{number}</a>", shell.href(href)),
            None => number,
        };
        let about = Some(escape(&self.about)).filter(|about| !about.is_empty());
        let mut said: Vec<String> = about.into_iter().chain([number]).collect();
        said.push(shell.with("needs.raised_day", "day", shell.day(&self.raised_on)).0);
        if !self.taken_on.is_empty() {
            said.push(shell.with("needs.taken_day", "day", shell.day(&self.taken_on)).0);
        }
        Html(said.join(" · "))
    }
}
