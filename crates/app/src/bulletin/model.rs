//! A bulletin, what is placed in it, and who signed it.
use crate::web::words::Words;
use ledger::record;

record! {
    /// One issue. Its text is a paragraph a line; what is placed stands there as `{number …}`.
    pub struct Bulletin in "bulletins" {
        campaign: String as open,
        number: i64 as open,
        /// 活动简报: what the head says.
        head: String,
        /// Who issues it.
        office: String,
        /// Local day on its head.
        day: String,
        title: String,
        text: String,
        /// 报, 送, 发.
        report_to: String,
        send_to: String,
        issue_to: String,
        copies: i64,
        /// `draft`, `published`, `withdrawn`, or `dropped` before it was published.
        state: String as open,
        /// Why it was withdrawn, or issued again.
        reason: String,
        /// The withdrawn one that this one replaces, or empty.
        instead_of: String,
        /// UTC instant, or empty.
        published_at: String,
        /// The log's size when its figures were frozen.
        frozen_at: i64 as open,
    }
}

record! {
    /// A figure or a record placed in a text.
    pub struct Placed in "placed" {
        bulletin: String as open,
        /// What stands in the text for it.
        number: i64 as open,
        /// A figure's question, or `deed:` and a deed's id.
        what: String,
        wording: String,
        /// As the writer last confirmed it; as published, once it is.
        value: i64,
        /// SHA-256 of the file of records behind a published figure, or empty.
        inputs: String as open,
    }
}

record! {
    /// 拟稿, 核稿 or 签发 by somebody, noted by the person themselves or on their behalf.
    pub struct SignOff in "sign_offs" {
        bulletin: String as open,
        /// `drafted`, `edited` or `approved`.
        step: String as open,
        name: String,
        /// The person who noted it, by id.
        noted_by: String,
        /// How it was given, when it was noted on behalf; empty for one's own.
        how: String,
        /// Local day on which it was given.
        day: String,
        made_at: String,
        /// Hash of what was signed: a later change needs another signature.
        signed: String as open,
    }
}

pub const DRAFT: &str = "draft";
pub const PUBLISHED: &str = "published";
pub const WITHDRAWN: &str = "withdrawn";
pub const DROPPED: &str = "dropped";

/// The steps in their order.
pub const STEPS: [&str; 3] = ["drafted", "edited", "approved"];

impl Placed {
    /// The deed's id, when it is a record and no figure.
    pub fn deed(&self) -> Option<&str> {
        self.what.strip_prefix("deed:")
    }
}

impl Bulletin {
    /// That it was withdrawn, and why; empty of any other.
    pub fn withdrawn(&self, w: &Words) -> String {
        if self.state == WITHDRAWN { w.f("bulletin.withdrawn_because", &[("reason", &self.reason)]) } else { String::new() }
    }
}
