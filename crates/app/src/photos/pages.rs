//! A record's attachments on its page: a thumbnail that opens the copy, or in words why there is none.
use super::find::{Stage, is_photo, stage};
use crate::deeds::File;
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
