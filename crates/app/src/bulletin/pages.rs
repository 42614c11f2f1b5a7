//! Bulletins as pages: the archive, an issue, a published figure, the writer's desk.

use askama::Template;

use super::paper::{Paper, Scan};
pub use super::verbs::{Sheet, Signature};
use crate::web::deed_line::DeedLine;
use crate::web::download::Columns;
use crate::web::format::day_year;
use crate::web::forms::{Choice, Errors};
use crate::web::layout::{Fig, Link, Shell};
use crate::web::words::Words;
use paper::xlsx::Cell;

/// GET /bulletins
#[derive(Template)]
#[template(path = "bulletin/archive.html")]
pub struct ArchivePage {
    pub shell: Shell,
    pub issued: Vec<IssueRow>,
    pub files: Vec<String>,
    /// Drafts and where a new one may be begun, for those who write.
    pub drafts: Vec<IssueRow>,
    /// Campaigns by id and name.
    pub begin: Vec<(String, String)>,
}

impl ArchivePage {
    fn told(&self) -> String {
        let no = |row: &IssueRow| self.shell.f("bulletin.no", &[("n", &row.number)]);
        let row = |row: &IssueRow| {
            self.shell.joined(&[&no(row), &row.title, &row.office, &day_year(self.shell.lang(), &row.day), &self.why(row)], "，", ", ")
        };
        self.issued.iter().take(TOLD).fold(self.shell.tell(self.shell.t("bulletin.archive")), |told, issue| told.say(row(issue))).end()
    }
    /// That it was withdrawn, and why.
    fn why(&self, row: &IssueRow) -> String {
        if row.withdrawn.is_empty() { String::new() } else { self.shell.f("bulletin.withdrawn_because", &[("reason", &row.withdrawn)]) }
    }
}

/// Issues that a chat is told of.
const TOLD: usize = 12;

impl Columns for IssueRow {
    const COLUMNS: &'static [&'static str] =
        &["bulletin.number", "bulletin.title", "bulletin.office", "bulletin.day", "bulletin.withdrawn_why"];
    fn cells<'a>(&'a self, _: &'a Words) -> Vec<Cell<'a>> {
        let text = [&self.title, &self.office, &self.day, &self.withdrawn].map(|text| Cell::Text(text));
        [Cell::Whole(self.number)].into_iter().chain(text).collect()
    }
}

pub struct IssueRow {
    pub href: String,
    pub number: i64,
    pub title: String,
    pub office: String,
    /// Local ISO day.
    pub day: String,
    /// Why it was withdrawn, or empty.
    pub withdrawn: String,
}

/// GET /bulletins/{id}
#[derive(Template)]
#[template(path = "bulletin/bulletin.html")]
pub struct BulletinPage {
    pub shell: Shell,
    pub id: String,
    pub rev: i64,
    pub paper: Paper,
    /// How its print is verified; none of a draft.
    pub scan: Option<Scan>,
    pub state: String,
    pub reason: String,
    /// The withdrawn issue that this one replaces, or the one that replaces this.
    pub other: Option<Link>,
    /// What changed in the records since it was published.
    pub moved: Vec<MovedSince>,
    /// As plain text, for a chat.
    pub paragraph: String,
    /// The reader may withdraw it, or issue it again.
    pub writer: bool,
    pub errors: Errors,
}

/// A figure of a published issue whose records have changed since.
pub struct MovedSince {
    pub note: i64,
    /// Where the frozen one opens.
    pub href: String,
    /// As the text says it.
    pub said: String,
    pub sentence: String,
    pub now: Fig,
}

/// An issue as a file by itself.
#[derive(Template)]
#[template(path = "bulletin/file.html")]
pub struct FilePage {
    pub shell: Shell,
    pub paper: Paper,
    pub scan: Option<Scan>,
}

impl FilePage {
    fn css(&self) -> &'static str {
        crate::web::assets::CSS.as_str()
    }
}

/// GET /bulletins/{id}/figures/{number}
#[derive(Template)]
#[template(path = "bulletin/frozen.html")]
pub struct FrozenPage {
    pub shell: Shell,
    pub back: Link,
    /// The figure's own name, as 第9期注3.
    pub name: String,
    /// That its issue was withdrawn, and why; or empty.
    pub withdrawn: String,
    /// As the text says it.
    pub said: String,
    pub value: Fig,
    pub sentence: String,
    /// Local instant of publication.
    pub at: String,
    /// The log's size then.
    pub size: i64,
    pub inputs: String,
    /// Where it is verified.
    pub verify: String,
    /// The same question now, when it has another answer.
    pub now: Option<Fig>,
    pub live: Link,
    pub rows: Vec<DeedLine>,
    pub next: Option<String>,
}

impl FrozenPage {
    fn told(&self) -> String {
        let told = self.shell.tell(&self.name).say(&self.said).say(&self.sentence).say(self.shell.plain(&self.value));
        let at = crate::web::format::instant(self.shell.lang(), &self.at);
        let sealed = self.shell.f("position.no", &[("n", &(self.size - 1))]);
        told.say(self.shell.joined(&[&self.shell.one("bulletin.frozen_at", "at", at), &sealed], "", " ")).records(&self.rows).end()
    }
}

/// GET /bulletins/{id}/publication: what will happen, before it does.
#[derive(Template)]
#[template(path = "bulletin/publication.html")]
pub struct PublicationPage {
    pub shell: Shell,
    pub id: String,
    pub rev: i64,
    pub paper: Paper,
    /// Its figures as they will be frozen, in the text's order: note, words, what was counted, where it opens.
    pub figures: Vec<(i64, String, String, String)>,
    /// What it lacks, a sentence each; none of them when it can be published.
    pub lacks: Vec<String>,
}

/// GET /bulletins/{id}/edit
#[derive(Template)]
#[template(path = "bulletin/edit.html")]
pub struct EditPage {
    pub shell: Shell,
    pub id: String,
    pub rev: i64,
    /// What the form holds: as stored, or as it was typed.
    pub sheet: Sheet,
    pub paper: Paper,
    pub placed: Vec<PlacedCard>,
    /// What this writer typed that was not saved because somebody else wrote first; empty when it was.
    pub unsaved: String,
    /// Figures of which the records have moved since they were placed or confirmed.
    pub moved: Vec<MovedCard>,
    pub picker: Picker,
    pub stories: Vec<Story>,
    /// Units to choose stories of.
    pub story_units: Vec<Choice>,
    /// Units that the text does not name, in official order, each with whether there are stories of it.
    pub unnamed: Vec<(String, bool)>,
    pub steps: Vec<StepCard>,
    /// Typed amounts and marked statements, as they stand.
    pub claims: Vec<String>,
    pub time: TimeCard,
    /// What the signature's form holds.
    pub signature: Signature,
    /// What it lacks before it can be published, a sentence each.
    pub lacks: Vec<String>,
    pub errors: Errors,
    /// What was just done, by its key; empty when nothing was.
    pub done: &'static str,
}

/// A figure or a record that stands in the text.
pub struct PlacedCard {
    pub number: i64,
    /// As the text says it.
    pub said: String,
    pub sentence: String,
    pub href: String,
    /// True wordings: word and text; empty for a record.
    pub wordings: Vec<Choice>,
    pub used: bool,
}

/// A figure in the text that moved, with all its digits: as it was and as it is now.
pub struct MovedCard {
    pub number: i64,
    /// Its number in the text's order, as its note will have.
    pub note: usize,
    pub was: String,
    pub now: Fig,
    pub sentence: String,
    /// Its number and the value shown: nothing else is taken.
    pub shown: String,
}

impl MovedCard {
    /// As it stands in the text.
    fn gap(&self) -> String {
        format!("{{{}}}", self.number)
    }
}

/// The line about the time asked of staff.
#[derive(Debug, Clone, Default)]
pub struct TimeCard {
    /// As it stands in this draft; empty where it does not.
    pub printed: String,
    /// As the records say it; empty where too few took part to say it.
    pub now: String,
    /// They say something else than the draft.
    pub moved: bool,
}

/// The question a new figure is placed with.
pub struct Picker {
    pub measures: Vec<Choice>,
    pub indicators: Vec<Choice>,
    pub places: Vec<Choice>,
    pub states: Vec<Choice>,
    pub from: String,
    pub to: String,
    /// The address of a figure that was opened before.
    pub figure: String,
    /// What the question comes to, when it was asked: its sentence and true wordings.
    pub answer: Option<Answered>,
}

pub struct Answered {
    pub value: Fig,
    pub sentence: String,
    pub id: String,
    pub wordings: Vec<Choice>,
}

pub struct Story {
    pub deed: String,
    pub href: String,
    pub words: String,
    pub unit: String,
    pub day: String,
    pub position: i64,
    pub used: bool,
}

pub struct StepCard {
    pub step: &'static str,
    /// Who, when, how; none while it is missing.
    pub done: Option<Signed>,
}

pub struct Signed {
    pub name: String,
    pub day: String,
    /// Who noted it on their behalf, and how it was given.
    pub note: String,
    /// The text was changed after it.
    pub changed: bool,
}

impl BulletinPage {
    fn docx(&self) -> String {
        format!("/bulletins/{}/docx", self.id)
    }
    fn text_href(&self) -> String {
        format!("/bulletins/{}/text", self.id)
    }
    fn edit(&self) -> String {
        format!("/bulletins/{}/edit", self.id)
    }
    fn verify(&self) -> String {
        format!("/verify?q={}", self.id)
    }
}

impl PublicationPage {
    fn edit(&self) -> String {
        format!("/bulletins/{}/edit", self.id)
    }
}

impl StepCard {
    fn key(&self) -> &'static str {
        match self.step {
            "drafted" => "bulletin.drafted",
            "edited" => "bulletin.edited",
            _ => "bulletin.approved",
        }
    }
}
