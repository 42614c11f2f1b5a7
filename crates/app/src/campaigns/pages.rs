//! The campaign in public, and the desk page that takes a campaign's file.

use askama::Template;

use crate::web::deed_line::DeedLine;
use crate::web::format::day_year;
use crate::web::forms::Errors;
use crate::web::html::Html;
use crate::web::layout::{Link, Shell};
use crate::web::pieces::{ItemFigure, Petal, TileGroup, bloom};
use crate::web::words::Words;

/// GET / — the campaign, or what to say while there is none.
#[derive(Template)]
#[template(path = "campaigns/campaign.html")]
pub struct CampaignPage {
    pub shell: Shell,
    pub campaign: Option<Campaign>,
    /// Where this reader may set one up; None for everyone else.
    pub set_up: Option<String>,
}

pub struct Campaign {
    /// State in words, as 进行中 · 今天是最后一天.
    pub state: String,
    pub running: bool,
    pub name: String,
    /// The name where there is no slogan.
    pub slogan: String,
    pub blurb: String,
    /// Local ISO days.
    pub first_day: String,
    pub last_day: String,
    pub petals: Vec<Petal>,
    pub figures: Vec<ItemFigure>,
    pub groups: Vec<TileGroup>,
    /// The unit whose campaign it is.
    pub unit: Link,
    pub feed: Vec<DeedLine>,
    /// Other campaigns that run.
    pub others: Vec<Link>,
    /// A complaint contact of its own; empty means the one at the page's foot.
    pub complaints: String,
    /// All deeds of the feed's figure.
    pub feed_href: Option<String>,
    /// Where to record: one's own items, or sign-in. None when the campaign takes no records now.
    pub record: Option<String>,
    /// The last day records are taken, once the campaign's own days are over.
    pub until: Option<String>,
    /// What stays when it has ended.
    pub closing: Option<super::closing::Closing>,
}

impl Campaign {
    fn told(&self, shell: &Shell) -> String {
        let days =
            shell.f("form.days", &[("from", &day_year(shell.lang(), &self.first_day)), ("to", &day_year(shell.lang(), &self.last_day))]);
        let told = shell
            .tell(&self.slogan)
            .say(if self.name == self.slogan { "" } else { &self.name })
            .say(&self.blurb)
            .say(days)
            .say(&self.state);
        told.items(&self.figures).say(shell.t("campaign.counted")).end()
    }

    fn bloom(&self, shell: &Shell, size: u32) -> Html {
        bloom(&self.petals, size, shell.t("campaign.bloom"))
    }
}

/// GET /campaigns/import — an administrator gives the campaign's TOML; POST back to `action`.
#[derive(Template)]
#[template(path = "campaigns/import.html")]
pub struct CampaignImportPage {
    pub shell: Shell,
    pub action: String,
    /// What was typed or uploaded, kept.
    pub text: String,
    pub errors: Errors,
    /// What the rules refuse or warn of.
    pub findings: Vec<Finding>,
    /// The campaign as understood: title and items, shown before it is confirmed. None before a first reading.
    pub preview: Option<Preview>,
}

pub struct Finding {
    pub refused: bool,
    /// Where in the file, `items[3].target`.
    pub field: String,
    pub sentence: String,
    pub instead: String,
    pub source: String,
}

pub struct Preview {
    pub title: String,
    pub first_day: String,
    pub last_day: String,
    /// Item name and its measures in words.
    pub items: Vec<(String, String)>,
    /// Whether it may be confirmed (`confirm=yes`).
    pub sound: bool,
    /// Its last day has passed.
    pub over: bool,
}

impl Finding {
    pub fn of(found: &crate::rules::Finding, w: &Words) -> Self {
        Self {
            refused: found.level == crate::rules::Level::Refuse,
            field: found.field.clone(),
            sentence: found.why(w),
            instead: found.instead(w.lang()).to_owned(),
            source: found.rule.source(w.lang()),
        }
    }
}
