//! 待办: everyone's first page, my moves only.
use super::pages::{Move, TodoPage};
use crate::campaigns;
use crate::households;
use crate::people::RoleKind;
use crate::powers::Power;
use crate::rosters;
use crate::web::layout::{Link, Place};
use crate::web::{Answer, App, Cx, Fault};
use axum::Router;
use axum::routing::get;
use ledger::Read;

pub fn routes() -> Router<App> {
    Router::new().route("/todo", get(todo)).route("/units/{code}/overview", get(super::overview::overview))
}

async fn todo(cx: Cx) -> Answer {
    cx.page(page).await
}

fn page(r: &mut Read, cx: &Cx) -> Result<TodoPage, Fault> {
    let actor = cx.actor(r)?;
    let shell = cx.shell(r, Place::Todo)?;
    let mut moves = super::moves::of(r, cx, &shell, &actor)?;
    let link = |href: &str, key: &str| Link { href: href.into(), label: shell.t(key).to_owned() };
    // A realm without a campaign begins with its units, its people, and then the campaign.
    let begins = actor.has(RoleKind::Administrator) && campaigns::find::current(r, &actor.day)?.is_none();
    let files = [link("/import/units", "units.import"), link("/import/people", "people.import")];
    let mut links = if begins {
        let (title, href) = (shell.t("campaign.set_up").to_owned(), "/campaigns/new".to_owned());
        moves.push(Move::Other { title, detail: String::new(), href });
        files.iter().cloned().chain([link("/campaigns/import", "campaigns.import")]).collect()
    } else {
        vec![link("/mine", "campaign.record"), link("/", "nav.campaign"), link("/sessions", "sessions.title")]
    };
    if actor.has(RoleKind::Clerk) {
        links.push(link("/paste", "paste.title"));
        links.push(link("/unsent/bring-in", "unsent.bring"));
    }
    let over = actor.has(RoleKind::Clerk) || actor.has(RoleKind::Leader);
    // A county's units keep files and lists; elsewhere one is led to them where there are any.
    let county = cx.realm(r)?.words == "county-cn";
    let files_kept = over && (county || households::find::are_any(r)?);
    if files_kept || households::find::has_households(r, &actor.pseudonym, &actor.day)? {
        links.push(link("/households", "households.title"));
        links.push(link("/visits", "visits.title"));
    }
    if !actor.unit.is_empty() || over {
        links.push(link("/needs", "needs.title"));
    }
    if over && (county || rosters::are_any(r)?) || rosters::has_any(r, &actor.pseudonym, &actor.day)? {
        links.push(link("/rosters", "rosters.title"));
    }
    if let Some((_, unit)) = actor.roles.iter().find(|(kind, _)| [RoleKind::Leader, RoleKind::Office].contains(kind)) {
        links.push(link(&format!("/units/{unit}/overview"), "overview.title"));
    }
    if actor.has(RoleKind::Inspector) {
        links.push(link("/readings", "readings.title"));
    }
    if cx.may(r, &Power::AuditMinors).is_ok() {
        links.push(link("/minors", "minors.title"));
    }
    if actor.has(RoleKind::Administrator) || actor.has(RoleKind::Office) {
        links.push(link("/campaigns", "campaigns.manage"));
    }
    if cx.may(r, &Power::SeeTimeAsked).is_ok() {
        links.push(link("/time-asked", "asked.title"));
    }
    if actor.has(RoleKind::Administrator) {
        links.push(link("/realm", "realm.title"));
        links.push(link("/erasure", "erasure.title"));
        links.extend(files.into_iter().filter(|_| !begins));
    }
    if let Some(campaign) = campaigns::find::current(r, &actor.day)?.filter(|_| !actor.roles.is_empty()) {
        links.push(link(&format!("/campaigns/{}/board", campaign.id), "board.title"));
    }
    Ok(TodoPage { moves, links, notice: String::new(), shell })
}
