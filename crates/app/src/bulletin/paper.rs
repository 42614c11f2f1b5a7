//! An issue as a page, a chat and a document show it: heads, paragraphs, what is placed in them.
use super::model::{Bulletin, DRAFT, Placed, STEPS, SignOff};
use super::text::{self, Piece};
use super::{find, value};
use crate::asked::TimeTold;
use crate::figures::Question;
use crate::people::Person;
use crate::verify::fingerprint;
use crate::web::Fault;
use crate::web::format::day_year;
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
    /// That it was withdrawn, and why; empty of any other.
    pub withdrawn: String,
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
    pub signed: Vec<Hand>,
}

/// Whoever gave a step last; of a draft, whoever edited or approved it as it stands.
#[derive(Debug, Clone)]
pub struct Hand {
    /// 拟稿, 核稿 or 签发, by its key.
    pub step: &'static str,
    pub name: String,
    /// Who noted it on their behalf, and how it was given; empty for one's own.
    pub note: String,
}

impl Hand {
    /// 签发：原志清（代录：赵明，电话同意）
    pub fn line(&self, w: &Words) -> String {
        format!("{}{}{}{}", w.t(self.step), w.t("form.colon"), self.name, self.aside(w))
    }
    /// The note in brackets.
    pub fn aside(&self, w: &Words) -> String {
        if self.note.is_empty() { String::new() } else { w.f("bulletin.aside", &[("text", &self.note)]) }
    }
}

/// Who noted a step on somebody's behalf, and how it was given; empty for one's own.
/// # Errors
/// When the data cannot be read.
pub fn on_behalf(r: &mut Read, w: &Words, signed: &SignOff) -> Result<String, Fault> {
    if signed.how.is_empty() {
        return Ok(String::new());
    }
    let by = r.get::<Person>(&signed.noted_by)?.called(w);
    Ok(w.f("bulletin.on_behalf", &[("by", &by), ("how", &signed.how)]))
}

/// How a print is verified: the code's address, where the realm's own is known, and what its reader compares the key with.
#[derive(Debug, Clone)]
pub struct Scan {
    pub number: i64,
    pub address: Option<String>,
    pub fingerprint: String,
}

impl Scan {
    /// None of a draft. `origin` is where the realm stands for everyone, or empty.
    /// # Errors
    /// When the data cannot be read.
    pub fn of(r: &mut Read, origin: &str, b: &Bulletin) -> Result<Option<Self>, Fault> {
        if b.state == DRAFT {
            return Ok(None);
        }
        let address = (!origin.is_empty()).then(|| format!("{origin}{}", crate::verify::href_of_issue(&b.id)));
        Ok(Some(Self { number: b.number, address, fingerprint: fingerprint(&find::key(r, b)?) }))
    }

    pub fn picture(&self) -> Html {
        self.address.as_deref().map_or(Html(String::new()), qr_html)
    }

    /// What stands beside the code; without one, how it is verified by its number.
    pub fn says(&self, w: &Words) -> String {
        let key = if self.address.is_some() { "bulletin.scan_verify" } else { "bulletin.verify_by_number" };
        w.f(key, &[("n", &self.number), ("key", &self.fingerprint)])
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
    language_of(&b.title, &b.text)
}

fn language_of(title: &str, text: &str) -> Lang {
    let letters = || title.chars().chain(text.chars());
    let of = |those: &str| letters().filter(|c| those.contains(*c)).count();
    match letters().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c)) {
        true if of(HANT) > of(HANS) => Lang::Hant,
        true => Lang::Hans,
        false => Lang::En,
    }
}

/// Letters in frequent use that are written otherwise in the other characters: a text has many of the one and few of the other.
const HANS: &str = "个们来为国这学会开关时书长发无与东车实办务员单业动广张点党县乡镇区众树户贫帮难报数据组织参战干进过还对从两条产农机费头边节听说让认设计论评语调请课谈谢";
const HANT: &str = "個們來為國這學會開關時書長發無與東車實辦務員單業動廣張點黨縣鄉鎮區眾樹戶貧幫難報數據組織參戰幹進過還對從兩條產農機費頭邊節聽說讓認設計論評語調請課談謝";

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
        let mut lines = lines.collect::<Result<Vec<_>, Fault>>()?;
        if let Some(told) = TimeTold::of(r, &b.id)? {
            lines.push(Line { level: 0, spans: vec![Span::Words(told.said(&w))] });
        }
        let recipients = [("bulletin.report_to", &b.report_to), ("bulletin.send_to", &b.send_to), ("bulletin.issue_to", &b.issue_to)];
        Ok(Self {
            number: b.number,
            draft: b.state == DRAFT,
            withdrawn: b.withdrawn(&w),
            han: w.lang().is_han(),
            head: b.head.clone(),
            office: b.office.clone(),
            day: b.day.clone(),
            title: b.title.clone(),
            lines,
            recipients: recipients.into_iter().filter(|(_, to)| !to.is_empty()).map(|(key, to)| (key, to.clone())).collect(),
            copies: b.copies,
            signed: hands(r, &w, b)?,
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
        let withdrawn = if self.withdrawn.is_empty() { String::new() } else { w.f("bulletin.aside", &[("text", &self.withdrawn)]) + "\n" };
        let mut out = format!("{withdrawn}{}\n{no}{gap}{}{gap}{day}\n\n{}\n", self.head, self.office, self.title);
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
        for line in self.foot(w) {
            out.push_str(&format!("\n{line}"));
        }
        out.push('\n');
        out
    }

    /// The first paragraph of body text.
    pub fn beginning(&self) -> String {
        self.lines.iter().find(|line| line.level == 0).map(Line::words).unwrap_or_default()
    }

    /// What stands under the text: 报, 送, 发; who signed; who issued it on which day, in how many copies.
    pub fn foot(&self, w: &Words) -> Vec<String> {
        let mut foot: Vec<String> = self.recipients.iter().map(|(key, to)| format!("{}{}{to}", w.t(key), w.t("form.colon"))).collect();
        // Characters of one Han width, as in print.
        let gap = if w.lang().is_han() { "　" } else { ", " };
        let noted = self.signed.iter().any(|hand| !hand.note.is_empty());
        let signed: Vec<String> = self.signed.iter().map(|hand| hand.line(w)).collect();
        foot.extend(if noted { signed } else { [signed.join(gap)].into_iter().filter(|line| !line.is_empty()).collect() });
        let copies = w.f("bulletin.copies_line", &[("n", &self.copies)]);
        foot.push(format!("{}{gap}{}{}", self.office, day_year(w.lang(), &self.day), if self.copies > 0 { copies } else { String::new() }));
        foot
    }

    /// All words of the text, to look names up in.
    pub fn all_words(&self) -> String {
        self.lines.iter().map(Line::words).collect()
    }

    pub fn claims(&self) -> Vec<String> {
        let spans = self.lines.iter().flat_map(|line| &line.spans);
        spans.filter_map(|span| if let Span::Claim(text) = span { Some(text.clone()) } else { None }).collect()
    }
}

fn hands(r: &mut Read, w: &Words, b: &Bulletin) -> Result<Vec<Hand>, Fault> {
    let (draft, steps) = (b.state == DRAFT, find::sign_offs(r, &b.id)?);
    let hash = b.hash(r)?;
    let mut hands = Vec::new();
    for (step, key) in STEPS.into_iter().zip(["bulletin.drafted", "bulletin.edited", "bulletin.approved"]) {
        let last = find::signature(&steps, step, &hash);
        // A name stands for the text it was given to; whoever drafted it did so, whatever became of it.
        if let Some(last) = last.filter(|s| !draft || step == STEPS[0] || s.signed == hash) {
            let (how, day) = (on_behalf(r, w, last)?, crate::web::format::day(w.lang(), &last.day));
            // Given on another's word, it says when; one's own hand is of the record's own moment.
            let note = if how.is_empty() { how } else { w.f("bulletin.on_day", &[("how", &how), ("day", &day)]) };
            hands.push(Hand { step: key, name: last.name.clone(), note });
        }
    }
    Ok(hands)
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
    fn words(&self) -> String {
        let word = |span: &Span| match span {
            Span::Words(text) | Span::Placed(_, text, _) | Span::Claim(text) => text.clone(),
        };
        self.spans.iter().map(word).collect()
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_a_text_is_that_of_its_letters() {
        assert_eq!(language_of("县乡动起来", "这个月各单位都来帮助贫困户。"), Lang::Hans);
        assert_eq!(language_of("縣鄉動起來", "這個月各單位都來幫助貧困戶。"), Lang::Hant);
        assert_eq!(language_of("三月", "山水"), Lang::Hans, "what is written alike in both");
        assert_eq!(language_of("A good month", "Everyone helped."), Lang::En);
    }
}
