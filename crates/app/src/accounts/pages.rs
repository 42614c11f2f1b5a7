//! Coming in: sign-in, first run, claiming an invitation; and opening the door again for someone.

use askama::Template;

use crate::web::download::Columns;
use crate::web::forms::{Choice, Errors};
use crate::web::html::Html;
use crate::web::layout::{Fig, Link, Shell};
use crate::web::qr::qr_html;
use crate::web::words::Words;
use paper::xlsx::Cell;

/// GET /sign-in. POST /sign-in: `code`, `password`, `next`.
#[derive(Template)]
#[template(path = "accounts/sign_in.html")]
pub struct SignInPage {
    pub shell: Shell,
    pub code: String,
    /// Where to go afterwards, a path of ours.
    pub next: String,
    pub errors: Errors,
}

/// GET and POST `action` (the one-time link): `realm`, `unit_code`, `time_zone`, `rules`, `words`, `lang`, `phone`, `address`, `name`,
/// `code`, `password`, `password_again`.
#[derive(Template)]
#[template(path = "accounts/first_run.html")]
pub struct FirstRunPage {
    pub shell: Shell,
    pub action: String,
    pub realm: String,
    pub unit_code: String,
    pub time_zones: Vec<Choice>,
    pub rules: Vec<Choice>,
    pub word_sets: Vec<Choice>,
    pub currencies: Vec<Choice>,
    pub phone: String,
    pub address: String,
    pub name: String,
    pub code: String,
    pub errors: Errors,
}

impl FirstRunPage {
    /// The rule packs that ship, `chosen` among them ticked.
    pub fn rule_choices(shell: &Shell, chosen: &str) -> Vec<Choice> {
        [("cn", "first.rules_cn", "first.rules_cn_hint"), ("general", "first.rules_general", "first.rules_general_hint")]
            .map(|choice| explained(shell, choice, chosen))
            .into()
    }

    /// The word sets that ship.
    pub fn word_choices(shell: &Shell, chosen: &str) -> Vec<Choice> {
        [
            ("county-cn", "first.words_county", "first.words_county_hint"),
            ("charity", "first.words_charity", "first.words_charity_hint"),
            ("school", "first.words_school", "first.words_school_hint"),
        ]
        .map(|choice| explained(shell, choice, chosen))
        .into()
    }
}

fn explained(shell: &Shell, (value, label, hint): (&str, &str, &str), chosen: &str) -> Choice {
    Choice { value: value.to_owned(), label: shell.t(label).to_owned(), hint: shell.t(hint).to_owned(), on: value == chosen }
}

/// GET /join/{code}. POST `action`: `password`, `password_again` (both may stay empty unless `password_required`), `own_phone=yes`.
#[derive(Template)]
#[template(path = "accounts/claim.html")]
pub struct ClaimPage {
    pub shell: Shell,
    pub action: String,
    pub name: String,
    pub unit: String,
    /// Desk roles need one; a member on his own phone does not.
    pub password_required: bool,
    pub errors: Errors,
}

/// GET /units/{code}/access — a clerk re-opens access in two taps.
#[derive(Template)]
#[template(path = "accounts/access.html")]
pub struct AccessPage {
    pub shell: Shell,
    pub back: Link,
    /// Where invitations for all of them are printed.
    pub sheet: String,
    pub unit: String,
    pub people: Vec<Access>,
    /// What was searched for, `q`.
    pub query: String,
    pub next: Option<String>,
    pub files: Vec<String>,
}

impl AccessPage {
    fn told(&self) -> String {
        let about = self.shell.joined(&[&self.unit, self.shell.t("access.title")], "", ": ");
        self.shell.tell(&about).rows(&self.people).end()
    }
}

/// Who has access; a code is never among it.
impl Columns for Access {
    const COLUMNS: &'static [&'static str] = &["people.name", "people.code", "people.post", "access.title"];
    fn cells<'a>(&'a self, w: &'a Words) -> Vec<Cell<'a>> {
        let state = w.t(match self.state {
            AccessState::Never => "access.never",
            AccessState::Invited => "access.invited",
            AccessState::Open => "access.open",
        });
        [&self.name, &self.code, &self.post].map(|text| Cell::Text(text)).into_iter().chain([Cell::Text(state)]).collect()
    }
}

pub struct Access {
    pub name: String,
    pub code: String,
    pub post: String,
    pub state: AccessState,
    /// POST, no fields: makes a new one-time code. None where this clerk may not.
    pub reopen: Option<String>,
}

pub enum AccessState {
    Never,
    Invited,
    Open,
}

/// The one-time code, shown once.
#[derive(Template)]
#[template(path = "accounts/code.html")]
pub struct CodePage {
    pub shell: Shell,
    pub back: Link,
    pub name: String,
    pub unit: String,
    pub code: String,
    /// The full address the QR leads to.
    pub address: String,
    /// Local instant after which the code is void.
    pub until: String,
    /// The person had access before.
    pub reopened: bool,
    /// The address opens on this machine alone.
    pub only_here: bool,
}

impl CodePage {
    fn qr(&self) -> Html {
        qr_html(&self.address)
    }
}

/// GET /units/{code}/invitations, and the answer to its form: the sheet, whose codes are in that answer and nowhere else.
#[derive(Template)]
#[template(path = "accounts/sheet.html")]
pub struct SheetPage {
    pub shell: Shell,
    pub back: Link,
    pub action: String,
    pub unit: String,
    /// How many have no access and no code that holds, and how many have no access.
    pub fresh: Fig,
    pub all: Fig,
    pub cards: Vec<Card>,
    /// Until when the codes hold, a local instant.
    pub until: String,
    /// Their addresses open on this machine alone.
    pub only_here: bool,
}

/// One person's card.
pub struct Card {
    pub name: String,
    pub post: String,
    pub code: String,
    pub address: String,
}

impl Card {
    fn qr(&self) -> Html {
        qr_html(&self.address)
    }
}

/// GET /sessions — where I am signed in. POST /sessions/end: `session`, or `all=yes`.
#[derive(Template)]
#[template(path = "accounts/sessions.html")]
pub struct MySessionsPage {
    pub shell: Shell,
    pub sessions: Vec<Session>,
    pub notice: String,
}

pub struct Session {
    pub id: String,
    /// Device in words.
    pub device: String,
    /// Local instants.
    pub since: String,
    pub seen: String,
    pub here: bool,
}
