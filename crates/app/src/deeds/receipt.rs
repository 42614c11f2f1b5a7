//! What is said after a record was taken: what it is, its number, how firmly it is kept, who looks at it next. A service and a visit end with one as well.
use super::pages::ReceivedPage;
use super::{Deed, capture_view, deed_view, find, view};
use crate::campaigns;
use crate::powers::Power;
use crate::rosters::seen::OnRoster;
use crate::visits::{self, Visit};
use crate::web::format::quantity;
use crate::web::layout::{Link, Place};
use crate::web::{Cx, Fault};
use ledger::Read;

/// # Errors
/// `Barred` for who had no part in it.
pub fn page(r: &mut Read, cx: &Cx, id: &str) -> Result<ReceivedPage, Fault> {
    let deed: Deed = r.get(id)?;
    let actor = cx.actor(r)?;
    if !actor.is_in(&deed) {
        return Err(Fault::Barred("barred.role"));
    }
    let shell = cx.shell(r, Place::Mine)?;
    let (indicator, item, campaign) = campaigns::find::measure(r, &deed.indicator)?;
    let unit = crate::orgs::find::named(r, &deed.unit, &deed.day)?.map_or_else(String::new, |u| u.name);
    let checker = match item.way.as_str() {
        "none" => String::new(),
        "other" => shell.t("received.other_clerk").to_owned(),
        "confirm" => shell.t("confirm.received").to_owned(),
        _ => shell.one("received.own_clerk", "unit", &unit),
    };
    let usual = ReceivedPage {
        position: deed.position,
        sealed: deed_view::proof(r, &deed)?.is_some(),
        sent: capture_view::draft_name(&actor.id, &item.id),
        item: item.name,
        quantity: quantity(deed.quantity, view::decimals(&indicator)),
        measure: indicator.measure,
        lines: Vec::new(),
        see: Some(Link { href: format!("/deeds/{id}"), label: shell.t("received.see").to_owned() }),
        next: shell.t(if checker.is_empty() { "received.no_checker" } else { "received.correctable" }).to_owned(),
        checker,
        twin: find::twin(r, &deed)?.map(|twin| (format!("/deeds/{}", twin.id), twin.position)),
        again: Link { href: format!("/capture/{}", item.id), label: shell.t("received.again").to_owned() },
        mine: Link { href: "/mine".into(), label: campaign.mine_called(&shell.w) },
        shell,
    };
    if let Some(on) = OnRoster::of(r, id)? {
        return Ok(of_service(usual, on));
    }
    match visits::of_deed(r, id)? {
        Some(visit) => of_visit(r, cx, usual, &visit),
        None => Ok(usual),
    }
}

/// Of a service: on which roster, what of its checklist was done, and whom to serve next.
fn of_service(usual: ReceivedPage, on: OnRoster) -> ReceivedPage {
    let open = Link { href: format!("{}?state=open", on.path), label: usual.shell.t("rosters.serve_next").to_owned() };
    let lines = std::iter::once(on.name.clone()).chain(on.ticks.iter().map(|tick| format!("✓ {tick}"))).collect();
    ReceivedPage { sent: String::new(), lines, again: open, mine: Link { href: on.path, label: on.name }, ..usual }
}

/// Of a visit: that it stands in the household's file, with what was promised by when. What was seen there is not said again.
fn of_visit(r: &mut Read, cx: &Cx, usual: ReceivedPage, visit: &Visit) -> Result<ReceivedPage, Fault> {
    let home: crate::households::Household = r.get(&visit.household)?;
    let shell = &usual.shell;
    let mut lines = vec![shell.f("visits.in_file", &[("code", &home.code)])];
    if visit.is_promise() {
        lines.push(shell.f("visits.promise_noted", &[("day", &crate::web::format::day(shell.lang(), &visit.due))]));
    }
    let visits = Link { href: "/visits".to_owned(), label: shell.t("visits.title").to_owned() };
    let file = Link { href: home.path(), label: shell.t("visits.see_file").to_owned() };
    let mine = if cx.may(r, &Power::ReadHousehold(home.id.clone())).is_ok() { file } else { usual.mine };
    Ok(ReceivedPage { sent: String::new(), lines, again: visits, mine, twin: None, ..usual })
}

/// The receipt of a visit that is no deed: it stands in the household's file alone.
/// # Errors
/// `Missing` when the household has no such visit.
pub fn of_visit_alone(r: &mut Read, cx: &Cx, code: &str, id: &str) -> Result<ReceivedPage, Fault> {
    let home = crate::households::find::by_code(r, code)?.ok_or(Fault::Missing)?;
    cx.may(r, &Power::VisitHousehold(home.id.clone()))?;
    let visit = r.find::<Visit>(id)?.filter(|visit| visit.household == home.id).ok_or(Fault::Missing)?;
    // Its number is that of its first leaf: a promise that is kept is another.
    let position = r.leaves::<Visit>(id)?.first().ok_or(Fault::Missing)?.position;
    let shell = cx.shell(r, Place::Other)?;
    let label = shell.t(if visit.way == "call" { "visits.by_call" } else { "visits.by_visit" }).to_owned();
    let bare = ReceivedPage {
        position,
        sealed: r.checkpoint()?.is_some_and(|checkpoint| position < checkpoint.size),
        sent: String::new(),
        item: label,
        quantity: String::new(),
        measure: String::new(),
        lines: Vec::new(),
        see: None,
        next: shell.t("visits.no_record").to_owned(),
        checker: String::new(),
        twin: None,
        again: Link::default(),
        mine: Link::default(),
        shell,
    };
    of_visit(r, cx, bare, &visit)
}
