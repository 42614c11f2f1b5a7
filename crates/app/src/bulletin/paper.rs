//! An issue as a page, a chat and a document show it: heads, paragraphs, what is placed in them.
use super::model::{Bulletin, DRAFT, Placed};
use super::text::{self, Piece};
use super::{find, value};
use crate::figures::Question;
use crate::verify::fingerprint;
use crate::web::Fault;
use crate::web::html::{Html, escape};
use crate::web::layout::Shell;
use crate::web::qr::qr_html;
use crate::web::words::{Lang, Words};
use ledger::Read;

/// An issue, ready to be drawn.
#[derive(Debug, Clone)]
pub struct Paper {
    pub number: i64,
    pub draft: bool,
    /// The text is Chinese.
    pub han: bool,
    pub head: String,
    pub office: String,
    /// Local ISO day.
    pub day: String,
    pub title: String,
    pub lines: Vec<Line>,
    /// 报, 送, 发 by their keys; the empty ones left out.
    pub recipients: Vec<(&'static str, String)>,
    pub copies: i64,
    /// Step and name of whoever signed last.
    pub signed: Vec<(&'static str, String)>,
}

/// How a print is verified: the code's address, and what its reader compares the key with.
#[derive(Debug, Clone)]
pub struct Scan {
    pub address: String,
    pub fingerprint: String,
}

impl Scan {
    /// None of a draft.
    /// # Errors
    /// When the data cannot be read.
    pub fn of(r: &mut Read, origin: &str, b: &Bulletin) -> Result<Option<Self>, Fault> {
        if b.state == DRAFT {
            return Ok(None);
        }
        let address = format!("{origin}{}", crate::verify::href_of_issue(&b.id));
        Ok(Some(Self { address, fingerprint: fingerprint(&find::key(r, b)?) }))
    }

    pub fn picture(&self) -> Html {
        qr_html(&self.address)
    }
}

/// A paragraph: 0 for body text, 1 and 2 for heads.
#[derive(Debug, Clone)]
pub struct Line {
    pub level: u8,
    pub spans: Vec<Span>,
}

#[derive(Debug, Clone)]
pub enum Span {
    Words(String),
    /// Something placed: its number, what stands for it, where it opens.
    Placed(i64, String, String),
    /// A statement that no record supports.
    Claim(String),
}

/// The language of a text, by its letters: wordings follow the text and not its reader.
pub fn language(b: &Bulletin) -> Lang {
    let han = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
    if b.title.chars().chain(b.text.chars()).any(han) { Lang::Hans } else { Lang::En }
}

impl Paper {
    /// # Errors
    /// When the data cannot be read.
    pub fn of(r: &mut Read, words: &Words, b: &Bulletin) -> Result<Self, Fault> {
        let w = words.in_language(language(b));
        let placed = find::placed(r, &b.id)?;
        let lines = text::paragraphs(&b.text).into_iter().map(|p| {
            let spans = p.pieces.into_iter().map(|piece| span(r, &w, b, &placed, piece)).collect::<Result<_, Fault>>()?;
            Ok(Line { level: p.level, spans })
        });
        let lines = lines.collect::<Result<_, Fault>>()?;
        let steps = find::sign_offs(r, &b.id)?;
        let last = |(step, key): (&str, &'static str)| steps.iter().rfind(|s| s.step == step).map(|s| (key, s.name.clone()));
        let keys = [("drafted", "bulletin.drafted"), ("edited", "bulletin.edited"), ("approved", "bulletin.approved")];
        let signed = keys.into_iter().filter_map(last).collect();
        let recipients = [("bulletin.report_to", &b.report_to), ("bulletin.send_to", &b.send_to), ("bulletin.issue_to", &b.issue_to)];
        Ok(Self {
            number: b.number,
            draft: b.state == DRAFT,
            han: w.lang().is_han(),
            head: b.head.clone(),
            office: b.office.clone(),
            day: b.day.clone(),
            title: b.title.clone(),
            lines,
            recipients: recipients.into_iter().filter(|(_, to)| !to.is_empty()).map(|(key, to)| (key, to.clone())).collect(),
            copies: b.copies,
            signed,
        })
    }

    /// The body as markup.
    pub fn body(&self, shell: &Shell) -> Html {
        Html(self.lines.iter().map(|line| line.html(shell)).collect())
    }

    /// The whole as plain text.
    pub fn plain(&self, w: &Words, day: &str) -> String {
        // A space of one Han character's width, as in print.
        let gap = if w.lang().is_han() { "　" } else { " " };
        let no = w.f("bulletin.no", &[("n", &self.number)]);
        let mut out = format!("{}\n{no}{gap}{}{gap}{day}\n\n{}\n", self.head, self.office, self.title);
        for line in &self.lines {
            out.push_str(if line.level == 0 && w.lang().is_han() { "\n　　" } else { "\n" });
            for span in &line.spans {
                match span {
                    Span::Words(text) | Span::Placed(_, text, _) => out.push_str(text),
                    Span::Claim(text) => out.push_str(&w.f("bulletin.claimed", &[("text", text)])),
                }
            }
        }
        out.push('\n');
        out
    }

    /// All words of the text, to look names up in.
    pub fn all_words(&self) -> String {
        let spans = self.lines.iter().flat_map(|line| &line.spans);
        spans
            .map(|span| match span {
                Span::Words(text) | Span::Placed(_, text, _) | Span::Claim(text) => text.as_str(),
            })
            .collect()
    }

    pub fn claims(&self) -> Vec<String> {
        let spans = self.lines.iter().flat_map(|line| &line.spans);
        spans.filter_map(|span| if let Span::Claim(text) = span { Some(text.clone()) } else { None }).collect()
    }
}

fn span(r: &mut Read, w: &Words, b: &Bulletin, placed: &[Placed], piece: Piece) -> Result<Span, Fault> {
    Ok(match piece {
        Piece::Words(words) => Span::Words(words),
        Piece::Claim(words) => Span::Claim(words),
        Piece::Gap(number) => match placed.iter().find(|p| p.number == number) {
            Some(p) => Span::Placed(number, value::said(r, w, p)?, href(b, p)),
            None => Span::Claim(format!("{{{number}}}")),
        },
    })
}

/// Where something placed opens: a published figure under its own name, a draft's as it is now.
pub fn href(b: &Bulletin, placed: &Placed) -> String {
    match placed.deed() {
        Some(deed) => format!("/deeds/{deed}"),
        None if b.state == DRAFT => placed.what.parse::<Question>().map(|q| q.href()).unwrap_or_default(),
        None => format!("/bulletins/{}/figures/{}", b.id, placed.number),
    }
}

impl Line {
    fn html(&self, shell: &Shell) -> String {
        let inner: String = self.spans.iter().map(|span| span.html(shell)).collect();
        match self.level {
            1 => format!("<h3>{inner}</h3>"),
            2 => format!("<h4>{inner}</h4>"),
            _ => format!("<p>{inner}</p>"),
        }
    }
}

impl Span {
    fn html(&self, shell: &Shell) -> String {
        match self {
            Span::Words(text) => format!("<span data-field>{}</span>", escape(text)),
            Span::Placed(number, text, href) => {
                format!(
                    "<a class=\"figure\" id=\"n{number}\" href=\"{}\">{}</a><sup class=\"note\" data-field>{number}</sup>",
                    escape(&shell.href(href)),
                    escape(text)
                )
            }
            Span::Claim(text) => {
                format!(
                    "<span class=\"claim\" data-field>{}</span><small class=\"chip\">{}</small>",
                    escape(text),
                    escape(shell.t("bulletin.claim"))
                )
            }
        }
    }
}
