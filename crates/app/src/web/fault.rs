//! What can go wrong, as pages a person may land on, each with a way out; problem documents for clients of the interface.
use super::fault_page::FaultPage;
use super::format;
use super::html::{Html, escape};
use super::layout::{Link, Shell};
use super::words::{Words, fill};
use axum::response::{IntoResponse, Response};
use ledger::Error;
use std::fmt::Display;

/// The key of the sentence for who may erase something and not open it: their way leads there.
pub const UNOPENED: &str = "barred.unopened";

/// Keys of `Closed` for what cannot be done yet, rather than no more.
const NOT_YET: [&str; 10] = [
    "closed.campaign",
    "closed.draw_early",
    "closed.draw_not_drawn",
    "closed.draw_not_frozen",
    "closed.draw_unsealed",
    "closed.locked",
    "closed.need_open",
    "closed.no_confirming_item",
    "closed.no_item",
    "closed.not_withdrawn",
];

/// A fault, by what it means to the person. Every one says what became of their data.
#[derive(Debug, Clone)]
pub enum Fault {
    /// One must sign in first.
    SignIn,
    /// Not theirs; the key says whose it is.
    Barred(&'static str),
    Missing,
    /// There is no realm yet: the first run comes first.
    NotSetUp,
    /// A one-time code that is used, old or unknown.
    StaleCode,
    /// Someone else changed it in between.
    Stale,
    /// Another body under the same id; it is kept, as this conflict.
    Kept(String),
    /// It is over, for the reason of the key.
    Closed(&'static str),
    /// It is over since a local day, which the sentence of the key names.
    Over {
        key: &'static str,
        day: String,
    },
    /// A field that cannot be taken; a sentence by key and its gaps.
    Invalid {
        field: &'static str,
        key: &'static str,
        gaps: Vec<(&'static str, String)>,
    },
    /// Too many tries; wait so many seconds.
    Throttled(i64),
    /// Its copies are still being made.
    Preparing,
    /// Larger than may be sent.
    TooLarge,
    /// No room on the disk.
    Full,
    /// Could not be committed.
    Lost,
    /// A fault of the program; the text is for its log.
    Broken(String),
}

impl Fault {
    /// Whether it is a field's, with the sentence of this key.
    pub fn is_of(&self, sentence: &str) -> bool {
        matches!(self, Fault::Invalid { key, .. } if *key == sentence)
    }
    pub fn invalid(field: &'static str, key: &'static str) -> Self {
        Fault::Invalid { field, key, gaps: Vec::new() }
    }
    pub fn says(field: &'static str, key: &'static str, gaps: &[(&'static str, &dyn Display)]) -> Self {
        Fault::Invalid { field, key, gaps: gaps.iter().map(|(name, value)| (*name, value.to_string())).collect() }
    }
    pub fn broken(what: impl Into<String>) -> Self {
        Fault::Broken(what.into())
    }

    /// HTTP status and the word that names the fault in locales and problem documents.
    pub fn kind(&self) -> (u16, &'static str) {
        match self {
            Fault::SignIn => (401, "sign_in"),
            Fault::Barred(_) => (403, "barred"),
            Fault::Missing => (404, "missing"),
            Fault::NotSetUp => (503, "not_set_up"),
            Fault::StaleCode => (410, "stale_code"),
            Fault::Stale => (409, "stale"),
            Fault::Kept(_) => (409, "kept"),
            Fault::Closed(_) | Fault::Over { .. } => (409, "closed"),
            Fault::Invalid { .. } => (422, "invalid"),
            Fault::Throttled(_) => (429, "throttled"),
            Fault::Preparing => (503, "preparing"),
            Fault::TooLarge => (413, "too_large"),
            Fault::Full => (507, "full"),
            Fault::Lost => (503, "lost"),
            Fault::Broken(_) => (500, "broken"),
        }
    }
    pub fn field(&self) -> Option<&'static str> {
        if let Fault::Invalid { field, .. } = self { Some(field) } else { None }
    }
    /// The sentence that says what happened and what became of the data.
    pub fn sentence(&self, w: &Words) -> String {
        match self {
            Fault::Invalid { key, gaps, .. } => {
                let said: Vec<(&str, String)> = gaps
                    .iter()
                    .map(|(name, value)| {
                        let is_day = value.len() == "2017-03-01".len();
                        (*name, if is_day { format::day_year(w.lang(), value) } else { value.clone() })
                    })
                    .collect();
                let gaps: Vec<(&str, &dyn Display)> = said.iter().map(|(name, value)| (*name, value as &dyn Display)).collect();
                w.f(key, &gaps)
            }
            Fault::Barred(key) | Fault::Closed(key) => w.t(key).to_owned(),
            Fault::Over { key, day } => w.f(key, &[("day", &format::day(w.lang(), day))]),
            Fault::Throttled(seconds) => w.f("faults.throttled.happened", &[("wait", &format::wait(w, *seconds))]),
            other => w.t(&format!("faults.{}.happened", other.kind().1)).to_owned(),
        }
    }
    /// The same with a day or a stretch of time marked as one.
    fn sentence_on_page(&self, w: &Words) -> Html {
        if let Fault::Over { key, day } = self {
            let time = format!("<time datetime=\"{day}\">{}</time>", escape(&format::day(w.lang(), day)));
            return Html(fill(&escape(w.t(key)), |name| (name == "day").then(|| time.clone())));
        }
        let Fault::Throttled(seconds) = self else { return Html(escape(&self.sentence(w))) };
        let wait = format!("<time datetime=\"PT{seconds}S\">{}</time>", escape(&format::wait(w, *seconds)));
        Html(fill(&escape(w.t("faults.throttled.happened")), |name| (name == "wait").then(|| wait.clone())))
    }
    /// Seconds after which it may go better.
    pub fn retry_after(&self) -> Option<i64> {
        match self {
            Fault::Throttled(seconds) => Some(*seconds),
            Fault::Preparing => Some(5),
            Fault::Full | Fault::Lost => Some(30),
            _ => None,
        }
    }
    /// What to do now.
    pub fn advice(&self, w: &Words) -> String {
        if matches!(self, Fault::Barred(UNOPENED)) {
            return w.t("erasure.go_there").to_owned();
        }
        w.t(&format!("faults.{}.now", self.told_as())).to_owned()
    }
    /// The group of sentences it is told in.
    fn told_as(&self) -> &'static str {
        if matches!(self, Fault::Closed(key) if NOT_YET.contains(key)) { "not_yet" } else { self.kind().1 }
    }
    pub fn title(&self, w: &Words) -> String {
        w.t(&format!("faults.{}.title", self.told_as())).to_owned()
    }

    /// The fault as a page.
    pub fn page(&self, shell: Shell) -> FaultPage {
        let w = shell.w.clone();
        let home = Link { href: "/".into(), label: w.t("nav.campaign").to_owned() };
        let mut ways = if matches!(self, Fault::NotSetUp) { Vec::new() } else { vec![home] };
        if matches!(self, Fault::Barred(UNOPENED)) {
            ways.insert(0, Link { href: "/erasure".to_owned(), label: w.t("erasure.title").to_owned() });
        }
        if matches!(self, Fault::SignIn) {
            let next = super::html::query_value(&shell.path);
            ways.insert(0, Link { href: format!("/sign-in?next={next}"), label: w.t("frame.sign_in").to_owned() });
        }
        FaultPage {
            title: self.title(&w),
            happened: self.sentence_on_page(&w),
            now: self.advice(&w),
            ways,
            whom: String::new(),
            words: Vec::new(),
            code: self.kind().1.replace('_', "-"),
            shell,
        }
    }
}

impl From<Error> for Fault {
    fn from(e: Error) -> Self {
        match e {
            Error::Missing { .. } => Fault::Missing,
            Error::Stale { .. } | Error::Taken(_) => Fault::Stale,
            Error::Full => Fault::Full,
            Error::Lost(_) | Error::Locked(_) => Fault::Lost,
            Error::Newer { .. } | Error::Older { .. } | Error::Broken(_) => Fault::Broken(e.to_string()),
        }
    }
}

impl IntoResponse for Fault {
    /// Only the status, and the fault itself for the layer that knows the reader's language (`web::speak`).
    fn into_response(self) -> Response {
        let status = axum::http::StatusCode::from_u16(self.kind().0).unwrap_or(axum::http::StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
