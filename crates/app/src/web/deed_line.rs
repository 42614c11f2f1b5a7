//! A deed as one line of a list, and the states a reader can meet.

use super::html::{Html, escape};
use super::words::Words;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Received,
    Verified,
    Returned,
    Refused,
    Withdrawn,
}

impl State {
    pub fn word(self, w: &Words) -> &str {
        w.t(match self {
            State::Received => "state.received",
            State::Verified => "state.verified",
            State::Returned => "state.returned",
            State::Refused => "state.refused",
            State::Withdrawn => "state.withdrawn",
        })
    }

    /// An icon and a word; the colour only repeats them.
    pub fn chip(self, w: &Words) -> Html {
        let (class, icon) = match self {
            State::Received => ("", "○"),
            State::Verified => ("ok", "✓"),
            State::Returned => ("warn", "↩"),
            State::Refused => ("", "✕"),
            State::Withdrawn => ("", "–"),
        };
        Html(format!("<span class=\"chip {class}\"><span aria-hidden=\"true\">{icon}</span>{}</span>", escape(self.word(w))))
    }
}

/// One deed in a list. `who` and `words` stay empty where the reader may not see them.
#[derive(Clone, Debug)]
pub struct DeedLine {
    pub href: String,
    /// Position of its item in the campaign, from 1, for the colour.
    pub hue: u8,
    pub item: String,
    /// As shown, "1.5", and its unit of measure.
    pub quantity: String,
    pub measure: String,
    pub unit: String,
    /// Local ISO day.
    pub day: String,
    pub place: String,
    pub who: String,
    pub words: String,
    pub state: Option<State>,
    pub position: i64,
}
