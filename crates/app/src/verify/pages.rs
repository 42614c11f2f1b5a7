//! A figure to be verified, as a page.

use askama::Template;

use crate::figures::pages::Proof;
use crate::web::deed_line::State;
use crate::web::forms::Errors;
use crate::web::html::{Html, escape};
use crate::web::layout::{Fig, Link, Shell};

/// GET /verify
#[derive(Template)]
#[template(path = "verify/verify.html")]
pub struct VerifyPage {
    pub shell: Shell,
    /// As it was asked for.
    pub q: String,
    pub errors: Errors,
    pub subject: Subject,
    /// The verifier keys of all epochs.
    pub keys: Vec<String>,
}

pub enum Subject {
    Nothing,
    /// Several issues are called so.
    Issues(Vec<Link>),
    /// One issue and what is placed in it.
    Issue(Link, Vec<NoteRow>),
    Claim(Box<Claim>),
    Record(Box<Record>),
}

pub struct NoteRow {
    /// As 第9期注3.
    pub name: String,
    /// As the text says it, and where it is verified.
    pub link: Link,
}

/// A figure with what the server says of it.
pub struct Claim {
    /// Of a published figure: its name in print and its own page.
    pub name: Option<Link>,
    /// That the issue it was printed in was withdrawn, and why; or empty.
    pub withdrawn: String,
    /// As the text says it, or empty.
    pub said: String,
    pub value: Fig,
    /// Thousandths for a sum, a count otherwise, as the proof says it.
    pub raw: i64,
    pub title: String,
    pub sentence: Html,
    pub question: String,
    /// Local instant of publication, and the log's size then.
    pub frozen: Option<(String, i64)>,
    /// The same question now, when a published figure has moved.
    pub now: Option<Fig>,
    pub records: String,
    /// How many records it is made of.
    pub count: Option<Fig>,
    /// Where its proof comes from.
    pub proof: String,
    /// The same question as it is now, for a published figure.
    pub live: Option<Link>,
    pub fingerprint: String,
    pub checkpoint: Option<Proof>,
}

/// One record with what the server says of it: what any stranger sees.
pub struct Record {
    pub id: String,
    pub item: String,
    pub quantity: String,
    pub measure: String,
    pub unit: String,
    /// Local ISO day.
    pub day: String,
    pub state: State,
    pub position: i64,
    /// Thousandths.
    pub raw: i64,
    pub fingerprint: String,
    pub checkpoint: Option<Proof>,
}

impl Claim {
    /// How many records the check looks at, where that is known.
    fn counted(&self) -> &str {
        self.count.as_ref().map_or("", |count| &count.text)
    }
}

impl Record {
    fn page(&self) -> String {
        format!("/deeds/{}", self.id)
    }

    /// As its proof calls it.
    fn named(&self) -> String {
        format!("deeds/{}", self.id)
    }

    fn proof(&self) -> String {
        format!("/api/v1/deeds/{}/proof", self.id)
    }
}

/// What the browser's check may come to: its word, and how bad it is.
const ANSWERS: [(&str, &str); 26] = [
    ("checking", ""),
    ("record", "ok"),
    ("sound", "ok"),
    ("frozen", "ok"),
    ("file", "part"),
    ("closed", "part"),
    ("stopped", "part"),
    ("fresh", "part"),
    ("moved", "part"),
    ("network", "part"),
    ("path", "bad"),
    ("row", "bad"),
    ("other", "bad"),
    ("twice", "bad"),
    ("state", "bad"),
    ("day", "bad"),
    ("facet", "bad"),
    ("value", "bad"),
    ("list", "bad"),
    ("signature", "bad"),
    ("key", "bad"),
    ("origin", "bad"),
    ("note", "bad"),
    ("figure", "bad"),
    ("format", "bad"),
    ("cut", "bad"),
];

/// What a check does, in its order, and which answers say that it failed there.
const STEPS: [(&str, &str); 6] = [
    ("signature", "signature key origin note"),
    ("path", "path fresh"),
    ("row", "row other"),
    ("belongs", "state day facet twice figure"),
    ("list", "list"),
    ("value", "value cut moved"),
];

/// The same of a single record.
const RECORD_STEPS: [(&str, &str); 3] =
    [("signature", "signature key origin note"), ("record_path", "path fresh"), ("row", "row other twice figure value cut moved")];

impl VerifyPage {
    /// Each answer as a sentence; a record's number and how many were looked at are filled in by the script.
    fn answers(&self) -> Vec<(&'static str, &'static str, Html)> {
        let sentence = |word: &str| {
            let key = format!("verify_says.{word}");
            let text = escape(self.shell.t(&key));
            Html(text.replace("{at}", "<a data-at></a>").replace("{n}", "<span data-count></span>"))
        };
        ANSWERS.iter().map(|(word, grade)| (*word, *grade, sentence(word))).collect()
    }

    /// Each step's answers, and what it does.
    fn steps(&self) -> Vec<(&'static str, String)> {
        let steps: &[(&str, &str)] = if matches!(&self.subject, Subject::Record(_)) { &RECORD_STEPS } else { &STEPS };
        let frozen = matches!(&self.subject, Subject::Claim(claim) if claim.frozen.is_some());
        let steps = steps.iter().filter(|(step, _)| frozen || *step != "list");
        steps.map(|(step, fails)| (*fails, self.shell.t(&format!("verify_step.{step}")).to_owned())).collect()
    }

    /// How a record's number is written, a star in its place.
    fn no(&self) -> String {
        self.shell.one("position.no", "n", "*")
    }

    fn told(&self, claim: &Claim) -> String {
        let name = claim.name.as_ref().map_or(claim.title.as_str(), |name| &name.label);
        let told = self.shell.tell(name).say(&claim.said).say(if claim.name.is_some() { &claim.title } else { "" });
        told.say(self.shell.plain(&claim.value)).end()
    }
}
