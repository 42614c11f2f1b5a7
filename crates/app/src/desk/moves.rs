//! What waits for one person: each of their moves as a line. What belongs to a campaign ends with it.
use super::pages::Move;
use crate::accounts;
use crate::bulletin;
use crate::campaigns::{self, Campaign};
use crate::checks;
use crate::deeds::{self, view::Lookup};
use crate::lots;
use crate::needs;
use crate::orgs;
use crate::people::{self, RoleKind};
use crate::powers::{Actor, Power};
use crate::realm::{day_before, local_day};
use crate::rosters;
use crate::visits;
use crate::web::layout::{Fig, Shell};
use crate::web::{Cx, Fault};
use ledger::Read;

/// Lines of one kind; what is more is behind the last of them.
const LINES: usize = 3;

/// After how many days the office is told that who was drawn to ask the other side has not.
const UNASKED_DAYS: i64 = 7;

/// # Errors
/// When the data cannot be read.
pub fn of(r: &mut Read, cx: &Cx, shell: &Shell, actor: &Actor) -> Result<Vec<Move>, Fault> {
    let mut moves = returned(r, shell, actor)?;
    if actor.has(RoleKind::Clerk) {
        moves.extend(checks(r, cx, shell, actor)?);
        if let Some(deed) = checks::find::to_ask(r, actor)? {
            moves.push(other(shell, "todo.call", shell.t("todo.call_more"), format!("/checks?at={deed}")));
        }
        moves.extend(conflicts(r, shell, actor)?);
        moves.extend(
            needs::moves::untaken(r, shell, actor)?.map(|raised| Move::Needs { href: raised.href.clone().unwrap_or_default(), raised }),
        );
    }
    if let Some(deed) = checks::find::unasked(r, actor, &day_before(&actor.day, UNASKED_DAYS))? {
        moves.push(other(shell, "todo.unasked", shell.t("todo.unasked_more"), format!("/deeds/{deed}")));
    }
    moves.extend(alone(r, shell, actor)?);
    moves.extend(imports(r, shell, actor)?);
    if cx.may(r, &Power::WriteBulletin).is_ok() {
        moves.extend(to_sign(r, shell)?);
    }
    if actor.has(RoleKind::Clerk) && campaigns::find::current(r, &actor.day)?.is_none_or(|c| c.state != "closed") {
        moves.extend(without_access(r, shell, actor)?);
    }
    moves.extend(needs::moves::of(r, shell, actor)?.into_iter().map(|(key, detail, href)| other(shell, key, detail, href)));
    moves.extend(rosters::moves::of(r, shell, actor)?.into_iter().map(|(key, detail, href)| other(shell, key, detail, href)));
    if visits::is_promise_due(r, &actor.pseudonym, &actor.day)? {
        moves.push(other(shell, "todo.promise", shell.t("todo.promise_more"), "/visits"));
    }
    moves.extend(lots::moves::of(r, cx, shell, actor)?.into_iter().map(|(key, detail, href)| other(shell, key, detail, href)));
    moves.extend(first_codes(r, shell, actor)?);
    moves.extend(not_begun(r, shell, actor)?);
    if cx.may(r, &Power::ManageCampaigns).is_ok() {
        moves.extend(to_end(r, shell, actor)?);
    }
    Ok(moves)
}

fn other(shell: &Shell, key: &str, detail: impl Into<String>, href: impl Into<String>) -> Move {
    Move::Other { title: shell.t(key).to_owned(), detail: detail.into(), href: href.into() }
}

fn returned(r: &mut Read, shell: &Shell, actor: &Actor) -> Result<Vec<Move>, Fault> {
    let mut look = Lookup::new(&shell.w);
    let all = deeds::find::returned_to(r, &actor.id)?;
    let mut moves = Vec::new();
    for deed in all.iter().take(LINES) {
        let title = look.line(r, deed, true)?.item;
        moves.push(Move::Returned { title, reason: deed.reason.clone(), href: format!("/deeds/{}/correction", deed.id) });
    }
    if all.len() > LINES {
        moves.push(other(shell, "todo.returned", shell.t("todo.returned_more"), "/mine"));
    }
    Ok(moves)
}

fn checks(r: &mut Read, cx: &Cx, shell: &Shell, actor: &Actor) -> Result<Option<Move>, Fault> {
    let checks::find::Queue { deeds: queue, count, .. } = checks::find::queue(r, actor, &actor.day, -1, 1)?;
    let zone = cx.realm(r)?.zone;
    let oldest = queue.first().map(|d| local_day(&zone, &d.received));
    let waiting = Fig::new(count.to_string(), shell.t("measure.deeds"), "/checks");
    Ok((count > 0).then(|| Move::Checks { waiting, href: "/checks".into(), oldest }))
}

/// Records that nobody may check, told to the clerks who may not, and to the administrator who can give another one the role.
fn alone(r: &mut Read, shell: &Shell, actor: &Actor) -> Result<Vec<Move>, Fault> {
    let mut moves = Vec::new();
    let all = actor.has(RoleKind::Administrator);
    if !all && !actor.has(RoleKind::Clerk) {
        return Ok(moves);
    }
    for (unit, clerks) in checks::alone::units(r, (!all).then_some(actor.id.as_str()), &actor.day)?.into_iter().take(LINES) {
        let name = orgs::find::named(r, &unit, &actor.day)?.map_or(unit, |u| u.name);
        let mut names = Vec::new();
        for clerk in &clerks {
            names.extend(r.find::<people::Person>(clerk)?.map(|p| p.called(&shell.w)));
        }
        let names = names.join(shell.t("form.comma"));
        let (key, href) = if all { ("todo.alone_admin", "/people") } else { ("todo.alone_clerk", "/mine") };
        moves.push(other(shell, "todo.alone", shell.f(key, &[("unit", &name), ("name", &names)]), href));
    }
    Ok(moves)
}

/// As long as nobody but the administrator can sign in, that is the next step.
fn first_codes(r: &mut Read, shell: &Shell, actor: &Actor) -> Result<Option<Move>, Fault> {
    if !actor.has(RoleKind::Administrator) || accounts::find::several(r)? || !people::find::several(r)? {
        return Ok(None);
    }
    Ok(Some(other(shell, "todo.first_codes", shell.t("todo.first_codes_more"), "/people")))
}

fn conflicts(r: &mut Read, shell: &Shell, actor: &Actor) -> Result<Vec<Move>, Fault> {
    let mut moves = Vec::new();
    for conflict in deeds::find::open_conflicts(r)? {
        if moves.len() < LINES && actor.covers(r, RoleKind::Clerk, &conflict.unit, &actor.day)? {
            let href = format!("/conflicts/{}", conflict.id);
            moves.push(Move::Conflicts { waiting: Fig::new("1", shell.t("measure.deeds"), &href), href });
        }
    }
    Ok(moves)
}

fn imports(r: &mut Read, shell: &Shell, actor: &Actor) -> Result<Vec<Move>, Fault> {
    let unfinished = orgs::find::unfinished(r, &actor.pseudonym)?;
    Ok(unfinished
        .iter()
        .take(LINES)
        .map(|i| other(shell, "todo.import", shell.t("todo.import_more"), format!("/import/{}", i.kind)))
        .collect())
}

fn to_sign(r: &mut Read, shell: &Shell) -> Result<Vec<Move>, Fault> {
    let drafts = bulletin::find::unsigned(r)?;
    Ok(drafts.into_iter().take(LINES).map(|b| other(shell, "todo.sign", b.title, format!("/bulletins/{}/edit", b.id))).collect())
}

fn without_access(r: &mut Read, shell: &Shell, actor: &Actor) -> Result<Vec<Move>, Fault> {
    let mut moves = Vec::new();
    for (_, scope) in actor.roles.iter().filter(|(k, _)| *k == RoleKind::Clerk) {
        let waiting = people::find::without_access(r, scope, &actor.day)?;
        if waiting > 0 {
            let href = format!("/units/{scope}/access");
            moves.push(Move::Invitations { people: Fig::new(waiting.to_string(), shell.t("measure.persons"), &href), href });
        }
    }
    Ok(moves)
}

/// In a campaign's last days, one's own items that one has not begun: their names, never how many.
fn not_begun(r: &mut Read, shell: &Shell, actor: &Actor) -> Result<Vec<Move>, Fault> {
    let mut moves = Vec::new();
    let taking = campaigns::find::taking(r, &actor.day)?;
    let several = taking.len() > 1;
    for campaign in taking {
        if !campaign.ends_soon(&actor.day) || !orgs::find::within(r, &actor.unit, &campaign.unit, &actor.day)? {
            continue;
        }
        let names = deeds::find::not_begun(r, &actor.id, &campaign.id)?;
        if !names.is_empty() {
            let names = names.join(shell.t("form.comma"));
            let said = if several { [&campaign.name, shell.t("form.colon"), &names].concat() } else { names };
            moves.push(other(shell, "todo.not_begun", said, "/mine"));
        }
    }
    Ok(moves)
}

fn to_end(r: &mut Read, shell: &Shell, actor: &Actor) -> Result<Vec<Move>, Fault> {
    let over = |c: &Campaign| c.has_run_out(&actor.day);
    let ended = campaigns::find::listed(r, false)?.into_iter().filter(over).take(LINES);
    Ok(ended.map(|c| other(shell, "todo.to_end", c.name, format!("/campaigns/{}/close", c.id))).collect())
}
