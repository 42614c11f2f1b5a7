//! 待办: everyone's first page, my moves only.
use super::pages::{Move, TodoPage};
use crate::campaigns;
use crate::checks;
use crate::deeds;
use crate::deeds::view::Lookup;
use crate::people::{self, RoleKind};
use crate::realm::local_day;
use crate::web::layout::{Fig, Link, Place};
use crate::web::{Answer, App, Cx, Fault};
use axum::Router;
use axum::routing::get;
use ledger::Read;

pub fn routes() -> Router<App> {
    Router::new().route("/todo", get(todo))
}

async fn todo(cx: Cx) -> Answer {
    cx.page(page).await
}

fn page(r: &mut Read, cx: &Cx) -> Result<TodoPage, Fault> {
    let actor = cx.actor(r)?;
    let shell = cx.shell(r, Place::Todo)?;
    let (today, zone) = (cx.today(r)?, cx.realm(r)?.zone);
    let deeds_word = shell.t("measure.deeds").to_owned();
    let mut moves = Vec::new();
    let mut look = Lookup::new(&shell.w);
    for deed in deeds::find::returned_to(r, &actor.id)? {
        let line = look.line(r, &deed, true)?;
        moves.push(Move::Returned { title: line.item, reason: deed.reason.clone(), href: format!("/deeds/{}/correction", deed.id) });
    }
    if actor.has(RoleKind::Clerk) {
        let (queue, count) = checks::find::queue(r, &actor, &today, -1, 1)?;
        if count > 0 {
            let waiting = Fig { text: count.to_string(), unit: deeds_word.clone(), href: Some("/checks".into()) };
            moves.push(Move::Checks { waiting, href: "/checks".into(), oldest: queue.first().map(|d| local_day(&zone, &d.received)) });
        }
        for conflict in deeds::find::open_conflicts(r)? {
            if actor.covers(r, RoleKind::Clerk, &conflict.unit, &today)? {
                let href = format!("/conflicts/{}", conflict.id);
                moves.push(Move::Conflicts { waiting: Fig { text: "1".into(), unit: deeds_word.clone(), href: Some(href.clone()) }, href });
            }
        }
        for (_, scope) in actor.roles.iter().filter(|(k, _)| *k == RoleKind::Clerk) {
            let waiting = people::find::without_access(r, scope, &today)?;
            if waiting > 0 {
                let href = format!("/units/{scope}/access");
                let people = Fig { text: waiting.to_string(), unit: shell.t("measure.persons").to_owned(), href: Some(href.clone()) };
                moves.push(Move::Invitations { people, href });
            }
        }
    }
    let link = |href: &str, key: &str| Link { href: href.into(), label: shell.t(key).to_owned() };
    // A realm without a campaign begins with its units, its people, and then the campaign.
    let mut links = if actor.has(RoleKind::Administrator) && campaigns::find::current(r)?.is_none() {
        let (title, href) = (shell.t("campaign.set_up").to_owned(), "/campaigns/new".to_owned());
        moves.push(Move::Other { title, detail: String::new(), href });
        vec![link("/import/units", "units.import"), link("/import/people", "people.import"), link("/campaigns/import", "campaigns.import")]
    } else {
        vec![link("/mine", "campaign.record"), link("/", "nav.campaign"), link("/sessions", "sessions.title")]
    };
    if actor.has(RoleKind::Clerk) {
        links.push(link("/paste", "paste.title"));
    }
    if actor.has(RoleKind::Inspector) {
        links.push(link("/readings", "readings.title"));
    }
    if actor.has(RoleKind::Administrator) || actor.has(RoleKind::Office) {
        links.push(link("/campaigns", "campaigns.manage"));
    }
    if actor.has(RoleKind::Administrator) {
        links.push(link("/realm", "realm.title"));
    }
    if let Some(campaign) = campaigns::find::current(r)?.filter(|_| !actor.roles.is_empty()) {
        links.push(link(&format!("/campaigns/{}/board", campaign.id), "board.title"));
    }
    Ok(TodoPage { moves, links, notice: String::new(), shell })
}
