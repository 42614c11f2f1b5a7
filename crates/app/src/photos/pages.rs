//! A record's attachments on its page: a thumbnail that opens the copy, or in words why there is none.
use super::find::{Stage, is_photo, near, stage};
use crate::deeds::{Deed, File};
use crate::web::Fault;
use crate::web::html::{Html, escape};
use crate::web::layout::Shell;
use ledger::Read;

/// One attachment as its reader may see it.
#[derive(Clone, Debug)]
pub struct Attached {
    /// The file's SHA-256.
    pub file: String,
    pub seen: Seen,
    /// Whether the reader may have the file as it was put.
    pub original: bool,
}

#[derive(Clone, Debug)]
pub enum Seen {
    Photo,
    Preparing,
    /// A picture that cannot be opened.
    Closed,
    /// A PDF.
    Paper,
    /// The phone has not sent it yet.
    UnderWay,
}

/// Other records with nearly the same photograph, for who checks one: their numbers, never who they are of.
#[derive(Clone, Debug, Default)]
pub struct Near(pub Vec<(String, i64)>);

impl Near {
    /// # Errors
    /// When the data cannot be read.
    pub fn of(r: &mut Read, deed: &Deed) -> Result<Self, Fault> {
        let others = near(r, deed)?.into_iter();
        Ok(Self(others.map(|other| (format!("/deeds/{}", other.id), other.position)).collect()))
    }
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// A sentence for each, opening it.
    pub fn html(&self, shell: &Shell) -> Html {
        let line = |(href, number): &(String, i64)| {
            let record = Html(format!("<a class=\"tap\" href=\"{}\">{}</a>", escape(&shell.href(href)), shell.position(*number)));
            format!("<br>{}", shell.with("photos.near", "record", record))
        };
        Html(format!("<b>{}</b>{}", escape(shell.t("photos.hint")), self.0.iter().map(line).collect::<String>()))
    }
}

impl Attached {
    /// `checks`: the reader decides on the record.
    /// # Errors
    /// When the data cannot be read.
    pub fn of(r: &mut Read, file: &str, checks: bool) -> Result<Self, Fault> {
        let put = r.find::<File>(file)?;
        let seen = match stage(r, file)? {
            _ if put.is_none() => Seen::UnderWay,
            _ if !put.is_some_and(|f| is_photo(&f)) => Seen::Paper,
            Stage::Waiting => Seen::Preparing,
            Stage::Closed => Seen::Closed,
            Stage::Ready { .. } => Seen::Photo,
        };
        Ok(Self { file: file.to_owned(), seen, original: checks })
    }

    pub fn html(&self, shell: &Shell) -> Html {
        let words = |key: &str| escape(shell.t(key));
        let href = format!("/files/{}", escape(&self.file));
        let original = |key: &str| format!("<a class=\"tap\" href=\"{href}/original\">{}</a>", words(key));
        let first = match self.seen {
            Seen::Photo => {
                let alt = words("photos.photo");
                format!("<a class=\"photo\" href=\"{href}\"><img src=\"{href}/thumbnail\" alt=\"{alt}\" loading=\"lazy\"></a>")
            }
            Seen::Preparing => format!("<span>{}</span>", words("photos.preparing")),
            Seen::Closed => format!("<span>{}</span>", words("photos.closed")),
            Seen::UnderWay => return Html(format!("<span>{}</span>", words("photos.under_way"))),
            Seen::Paper if self.original => return Html(original("photos.paper")),
            Seen::Paper => format!("<span>{}</span>", words("photos.paper_for_checkers")),
        };
        Html(if self.original { format!("{first} {}", original("photos.original")) } else { first })
    }
}
