//! The end of a campaign: what is asked before it, and what its page says afterwards.
use super::{Campaign, Indicator, Item};
use crate::bulletin;
use crate::checks;
use crate::deeds::view::{decimals, hue};
use crate::figures::{self, Measure, Question, plot, view};
use crate::lots;
use crate::powers::Power;
use crate::web::format::{amount, day, shown};
use crate::web::html::Html;
use crate::web::layout::{Fig, Link, Place, Shell};
use crate::web::words::Words;
use crate::web::{Answer, Cx, Fault, see_other};
use askama::Template;
use axum::extract::Path;
use ledger::Read;

/// GET /campaigns/{id}/close — what will end. POST ends it.
#[derive(Template)]
#[template(path = "campaigns/closing.html")]
pub struct ClosingPage {
    pub shell: Shell,
    pub name: String,
    pub action: String,
    /// Records that would stay unchecked.
    pub waiting: Option<Fig>,
    /// Who is in charge of them, in words.
    pub by: String,
    /// All of them.
    pub records: String,
    /// The queue, where the reader checks some of them.
    pub checks: Option<String>,
    /// The list of campaigns.
    pub back: Link,
}

/// What the page of an ended campaign says.
pub struct Closing {
    pub kept: Vec<Kept>,
    /// Its deeds on each day, and the first and last of them.
    pub bars: Html,
    pub days: (String, String),
    pub deeds: Fig,
    /// Those that nobody had checked at its end; none when there is none.
    pub unchecked: Option<Fig>,
    pub issues: Vec<Link>,
    /// Its archive, for the office.
    pub archive: Option<String>,
}

impl Closing {
    pub fn is_spot_checked(&self) -> bool {
        self.kept.iter().any(|kept| !kept.checked.0.is_empty())
    }
}

/// What was promised and what was done.
pub struct Kept {
    pub hue: u8,
    pub name: String,
    /// The planned number in its measure, and whose it was; empty when there was none.
    pub planned: String,
    pub done: Fig,
    /// What a spot check said of it; empty where there was none.
    pub checked: Html,
}

pub async fn ask(cx: Cx, Path(id): Path<String>) -> Answer {
    cx.page(move |r, cx| {
        cx.may(r, &Power::ManageCampaigns)?;
        let campaign: Campaign = r.get(&id)?;
        if campaign.state != super::make::OPEN {
            return Err(Fault::Closed("closed.ended"));
        }
        let shell = cx.shell(r, Place::Campaign)?;
        let all = figures::find::all_deeds(r, &campaign)?;
        let waiting = view::fig(r, &shell.w, &all.waiting())?;
        let (actor, today) = (cx.actor(r)?, cx.today(r)?);
        let mine = checks::find::queue(r, &actor, &today, -1, 1)?.count > 0;
        Ok(ClosingPage {
            by: checks::charge::of(r, &shell.w, &campaign.unit, &campaign, &today)?,
            records: all.waiting().records_href(),
            checks: mine.then(|| "/checks".to_owned()),
            action: format!("/campaigns/{id}/close"),
            back: Link { href: "/campaigns".into(), label: shell.t("campaigns.title").to_owned() },
            waiting: Some(waiting).filter(|f| !f.is_zero()),
            name: campaign.name,
            shell,
        })
    })
    .await
}

pub async fn close(cx: Cx, Path(id): Path<String>) -> Answer {
    let page = format!("/campaigns/{id}");
    cx.write(Power::ManageCampaigns, move |tx| tx.get::<Campaign>(&id)?.close(tx)).await?;
    see_other(&page)
}

/// # Errors
/// When the data cannot be read.
pub fn of(r: &mut Read, cx: &Cx, shell: &Shell, campaign: &Campaign, items: &[(Item, Vec<Indicator>)]) -> Result<Closing, Fault> {
    let all = figures::find::all_deeds(r, campaign)?;
    let (from, to) = (campaign.from_day.clone(), campaign.to_day.clone());
    let figures = view::of_items(r, &shell.w, campaign, items, &campaign.unit)?;
    let alt = shell.f("closing.bars", &[("from", &day(shell.lang(), &from)), ("to", &day(shell.lang(), &to))]);
    let issues = bulletin::find::issued_of(r, &campaign.id)?;
    let mut said = Vec::new();
    for ((item, indicators), figure) in items.iter().zip(figures) {
        let id = indicators.first().map_or("", |i| &i.id);
        let sum = Question::new(Measure::Sum, &[id], &campaign.unit, &from, &to);
        let checked = lots::told::beside(r, shell, &sum)?.map_or(Html(String::new()), |said| said.html);
        said.push(Kept { checked, ..kept(shell, item, indicators, figure.value) });
    }
    Ok(Closing {
        kept: said,
        bars: plot::bars(&figures::find::by_day(r, &all)?, &from, &to, &alt),
        days: (from, to),
        deeds: view::fig(r, &shell.w, &all)?,
        unchecked: Some(view::fig(r, &shell.w, &all.waiting())?).filter(|f| !f.is_zero()),
        issues: issues.into_iter().map(|b| Link { href: format!("/bulletins/{}", b.id), label: b.title }).collect(),
        archive: cx.may(r, &Power::ManageCampaigns).is_ok().then(|| format!("/campaigns/{}/archive.zip", campaign.id)),
    })
}

fn kept(shell: &Shell, item: &Item, indicators: &[Indicator], done: Fig) -> Kept {
    Kept { hue: hue(item), name: item.name.clone(), planned: planned(&shell.w, item, indicators), done, checked: Html(String::new()) }
}

/// The planned number in its measure, and whose it is; empty where there is none.
pub fn planned(w: &Words, item: &Item, indicators: &[Indicator]) -> String {
    let planned = item.target.zip(indicators.first()).map(|(milli, n)| amount(w.lang(), &shown(w.lang(), milli, decimals(n)), &n.measure));
    let whose = w.t(match item.per.as_str() {
        "unit" => "per.unit",
        "person" => "per.person",
        _ => "per.campaign",
    });
    planned.map_or_else(String::new, |amount| format!("{amount}{}", w.f("closing.whose", &[("whose", &whose.to_lowercase())])))
}
