//! A unit for whoever leads it: three sentences, and who needs help. Nothing here is typed, and no unit is set beside another by a number.
use crate::campaigns::{self, Campaign};
use crate::checks;
use crate::deeds::{self, view::Lookup};
use crate::figures::{self, Measure, view};
use crate::orgs;
use crate::people::RoleKind;
use crate::powers::Power;
use crate::realm::day_before;
use crate::web::deed_line::DeedLine;
use crate::web::layout::{Fig, Link, Place, Shell};
use crate::web::pieces::ItemFigure;
use crate::web::{Answer, Cx, Fault};
use askama::Template;
use axum::extract::Path;
use ledger::Read;

/// GET /units/{code}/overview.
#[derive(Template)]
#[template(path = "desk/overview.html")]
pub struct OverviewPage {
    pub shell: Shell,
    pub back: Link,
    pub name: String,
    /// None while there is no campaign.
    pub now: Option<Now>,
}

/// How a unit stands in the campaign.
pub struct Now {
    pub campaign: String,
    pub done: Fig,
    pub people: Fig,
    pub items: Vec<ItemFigure>,
    /// None when nothing waits for a check.
    pub waiting: Option<Fig>,
    /// Who is in charge of them, in words.
    pub by: String,
    /// Where this reader checks them.
    pub checks: Option<String>,
    /// Of the last seven days, of the campaign's own; none when those are over.
    pub week: Option<Fig>,
    /// Units right below that have begun nothing, in official order.
    pub not_begun: Vec<Link>,
    /// Records waiting longest.
    pub oldest: Vec<DeedLine>,
}

impl OverviewPage {
    fn told(&self) -> String {
        let told = self.shell.tell(&self.name);
        let Some(now) = &self.now else { return told.say(self.shell.t("campaign.none_now")).end() };
        let told = told.say(&now.campaign).figure("overview.done", &now.done).figure("overview.people", &now.people);
        let told = match &now.waiting {
            Some(waiting) => told.figure("overview.waiting", waiting),
            None => told.say(self.shell.t("overview.nothing_waits")),
        };
        let told = match &now.week {
            Some(week) => told.figure("overview.week", week),
            None => told.say(self.shell.t("overview.over")),
        };
        told.items(&now.items).end()
    }
}

const OLDEST: usize = 3;
/// Days of a week before today.
const WEEK: i64 = 6;

pub async fn overview(cx: Cx, Path(code): Path<String>) -> Answer {
    cx.page(move |r, cx| page(r, cx, &code)).await
}

fn page(r: &mut Read, cx: &Cx, code: &str) -> Result<OverviewPage, Fault> {
    let today = cx.today(r)?;
    let unit = orgs::find::named(r, code, &today)?.ok_or(Fault::Missing)?;
    cx.may(r, &Power::SeeOverview(code.to_owned()))?;
    let shell = cx.shell(r, Place::Other)?;
    let campaign = campaigns::find::current(r, &today)?;
    let now = campaign.map(|c| now(r, cx, &shell, code, &c)).transpose()?;
    let back = Link { href: format!("/units/{code}"), label: unit.name.clone() };
    Ok(OverviewPage { back, name: unit.name, now, shell })
}

fn now(r: &mut Read, cx: &Cx, shell: &Shell, code: &str, campaign: &Campaign) -> Result<Now, Fault> {
    let (actor, today) = (cx.actor(r)?, cx.today(r)?);
    let items = campaigns::find::items(r, &campaign.id)?;
    let all = figures::find::all_deeds(r, campaign)?;
    let all = all.within(code, &campaign.from_day, &campaign.to_day);
    let (from, to) = (day_before(&today, WEEK).max(campaign.from_day.clone()), today.clone().min(campaign.to_day.clone()));
    let week = if from <= to { Some(view::fig(r, &shell.w, &all.within(code, &from, &to))?) } else { None };
    let mut not_begun = Vec::new();
    for child in orgs::find::children(r, code, &today)? {
        if !view::begun(r, &items, &child.code, campaign)?.iter().any(|(_, begun)| *begun) {
            not_begun.push(Link { href: format!("/units/{}", child.code), label: child.name });
        }
    }
    let oldest = deeds::find::waiting_longest(r, code, &campaign.id, &today, OLDEST)?;
    let may = actor.covers(r, RoleKind::Clerk, code, &today)?;
    Ok(Now {
        campaign: campaign.name.clone(),
        done: view::fig(r, &shell.w, &all)?,
        people: view::fig(r, &shell.w, &all.of(Measure::Persons))?,
        items: view::of_items(r, &shell.w, campaign, &items, code)?,
        waiting: Some(view::fig(r, &shell.w, &all.waiting())?).filter(|f| !f.is_zero()),
        checks: may.then(|| "/checks".to_owned()),
        by: checks::charge::of(r, &shell.w, code, campaign, &today)?,
        week,
        not_begun,
        oldest: Lookup::new(&shell.w).lines(r, &oldest, Some(&actor))?,
    })
}
