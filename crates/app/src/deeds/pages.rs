//! A deed, my own items, what follows a submission, and two bodies under one id.

use askama::Template;

use super::facts::Facts;
use crate::erasure::pages::Erased;
use crate::photos::pages::Near;
use crate::web::deed_line::{DeedLine, State};
use crate::web::html::{Html, escape};
use crate::web::layout::{Fig, Link, Shell};
use crate::web::pieces::{Petal, bloom};

/// GET /deeds/{id}. Public or staff view: the caller leaves out what its reader may not see.
#[derive(Template)]
#[template(path = "deeds/deed.html")]
pub struct DeedPage {
    pub shell: Shell,
    pub id: String,
    pub back: Option<Link>,
    pub hue: u8,
    pub item: String,
    pub quantity: String,
    pub measure: String,
    pub unit: Link,
    pub state: State,
    pub position: i64,
    pub facts: Facts,
    /// For its checker: records with nearly the same photograph, address and number.
    pub near: Near,
    /// For the office: who was drawn to ask the other side.
    pub call: Option<Called>,
    /// A sentence: that a correction waits while the verified version goes on counting; that the campaign ended before a check.
    pub note: String,
    pub history: Vec<Event>,
    pub proof: Option<LeafProof>,
    pub acts: Acts,
    pub logged_reading: bool,
    pub erased: Option<Erased>,
}

impl DeedPage {
    fn verify(&self) -> String {
        format!("/verify?q=deeds/{}", self.id)
    }

    fn told(&self) -> String {
        let quantity = self.shell.joined(&[&self.quantity, &self.measure], "", " ");
        let told = self.shell.tell(&self.unit.label).named(&self.item, &quantity).say(self.state.word(&self.shell.w));
        let told = self.facts.told(&self.shell).into_iter().fold(told, |told, (label, value)| told.named(&label, &value));
        told.say(self.shell.one("position.no", "n", self.position)).end()
    }
}

/// A version or a decision. `who` is masked for its reader.
pub struct Event {
    pub what: Step,
    pub who: String,
    /// Local instant.
    pub at: String,
    pub reason: String,
    pub position: i64,
}

impl Event {
    /// The same for a stranger.
    pub fn nameless(self) -> Self {
        Event { who: String::new(), ..self }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Recorded,
    Corrected,
    Approved,
    /// On the other side's word.
    Confirmed,
    Returned,
    Refused,
    VisitAsked,
    SpotChecked,
    Withdrawn,
    StruckOut,
    Erased,
}

impl Step {
    pub fn word(self, shell: &Shell) -> &str {
        shell.t(match self {
            Step::Recorded => "step.recorded",
            Step::Corrected => "step.corrected",
            Step::Approved => "step.approved",
            Step::Confirmed => "confirm.step",
            Step::Returned => "step.returned",
            Step::Refused => "step.refused",
            Step::VisitAsked => "step.visit",
            Step::SpotChecked => "draws.step",
            Step::Withdrawn => "step.withdrawn",
            Step::StruckOut => "step.struck_out",
            Step::Erased => "erasure.step",
        })
    }
}

/// Where the record's leaf lies under a signed checkpoint.
pub struct LeafProof {
    pub leaf: String,
    pub index: i64,
    pub size: i64,
    /// Local instant of the checkpoint.
    pub at: String,
    pub root: String,
    pub path: Vec<String>,
}

/// The unit drawn to ask the other side, its clerks, where to post `reason` to draw again, and why it was drawn again before.
pub struct Called {
    pub unit: String,
    pub clerks: Vec<String>,
    pub again: String,
    pub reason: String,
}

/// What this reader may do; each is where its form posts to.
#[derive(Default)]
pub struct Acts {
    /// GET: the capture page in correction.
    pub correct: Option<String>,
    /// POST `reason`.
    pub withdraw: Option<String>,
    /// POST, no fields: take myself out of those who took part.
    pub strike_out: Option<String>,
    /// GET: the queue at this deed.
    pub check: Option<String>,
    /// GET: the page that takes the personal values out.
    pub erase: Option<String>,
    /// The rev to post along with an act.
    pub rev: i64,
}

/// GET /mine
#[derive(Template)]
#[template(path = "deeds/mine.html")]
pub struct MinePage {
    pub shell: Shell,
    pub unit: String,
    pub name: String,
    /// The campaign's own title for one's items, as 我的六个一.
    pub title: String,
    pub petals: Vec<Petal>,
    pub tiles: Vec<MyItem>,
    pub latest: Vec<DeedLine>,
    /// Those before them.
    pub next: Option<String>,
    /// All of mine as files.
    pub files: Vec<String>,
    /// Why nothing can be recorded now (not begun, ended); empty while the campaign runs.
    pub closed: String,
}

pub struct MyItem {
    /// Its campaign's name, where several run.
    pub of: String,
    pub hue: u8,
    pub name: String,
    /// The capture page of this item.
    pub href: String,
    pub done: bool,
    pub status: MyStatus,
}

pub enum MyStatus {
    NotYet,
    /// What I did that is verified, and what waits beside it.
    Done(Fig, Option<Fig>),
    Waiting(Fig),
    Returned,
}

impl MyStatus {
    fn said(&self, shell: &Shell) -> String {
        match self {
            MyStatus::NotYet => shell.t("mine.not_yet").to_owned(),
            MyStatus::Done(fig, None) => shell.joined(&[&shell.plain(fig), shell.t("state.verified")], "，", ", "),
            MyStatus::Done(fig, Some(waits)) => {
                let said = [&shell.plain(fig), shell.t("state.verified"), &shell.plain(waits), shell.t("state.received")];
                shell.joined(&said, "，", ", ")
            }
            MyStatus::Waiting(fig) => shell.joined(&[&shell.plain(fig), shell.t("state.received")], "，", ", "),
            MyStatus::Returned => shell.t("state.returned").to_owned(),
        }
    }
}

impl MinePage {
    fn told(&self) -> String {
        let who = self.shell.joined(&[&self.unit, &self.name], "", ", ");
        let told = self.shell.tell(&self.title).say(who);
        self.tiles.iter().fold(told, |told, tile| told.named(&tile.name, &tile.status.said(&self.shell))).records(&self.latest).end()
    }

    fn bloom(&self) -> Html {
        bloom(&self.petals, 120, self.shell.t("mine.bloom"))
    }
}

/// After POST /deeds.
#[derive(Template)]
#[template(path = "deeds/received.html")]
pub struct ReceivedPage {
    pub shell: Shell,
    pub position: i64,
    /// A signed checkpoint covers it.
    pub sealed: bool,
    /// What the phone need not keep any more.
    pub sent: String,
    pub item: String,
    pub quantity: String,
    pub measure: String,
    /// What more was taken down.
    pub lines: Vec<String>,
    /// The record itself, where there is one.
    pub see: Option<Link>,
    /// Who looks at it next, in words; empty when nobody checks (spot checks only).
    pub checker: String,
    pub next: String,
    /// Another of the same day and amount that the same person recorded before: its page and number.
    pub twin: Option<(String, i64)>,
    pub again: Link,
    pub mine: Link,
}

impl ReceivedPage {
    fn numbered(&self, href: &str, position: &i64) -> Html {
        Html(format!("<a class=\"tap\" href=\"{}\">{}</a>", escape(&self.shell.href(href)), self.shell.position(position)))
    }
}

/// GET /conflicts/{id} — two bodies came under one id; the unit's clerk chooses. POST `keep=first|second`.
#[derive(Template)]
#[template(path = "deeds/conflict.html")]
pub struct ConflictPage {
    pub shell: Shell,
    pub back: Link,
    pub action: String,
    pub title: String,
    pub first: Body,
    pub second: Body,
}

pub struct Body {
    /// Local instant of arrival.
    pub at: String,
    /// Through which device or account, in words.
    pub from: String,
    pub quantity: String,
    pub measure: String,
    pub facts: Facts,
}
