//! A unit's desk page, made from the data: fresh, or again with what was wrong.
use super::find;
use super::pages::{DeskPage, Done, Forms, Typed, Version};
use crate::orgs::{self, Unit, UnitChange};
use crate::people;
use crate::powers::Power;
use crate::realm::{OPEN_END, local};
use crate::web::forms::{Choice, Errors};
use crate::web::html::{Html, escape};
use crate::web::layout::{Link, Place, Shell};
use crate::web::{Cx, Fault, Fields};
use ledger::Read;

/// Suggestions in a list.
const SUGGESTED: usize = 200;

/// A form that was refused: which, what it held, and why.
pub type Refused<'a> = Option<(&'a str, &'a Fields, &'a Fault)>;

/// # Errors
/// `Missing` when there is no such unit, `Barred` for those who have no desk role over it.
pub fn page(r: &mut Read, cx: &Cx, code: &str, refused: Refused) -> Result<DeskPage, Fault> {
    cx.may(r, &Power::SeeAccess(code.to_owned()))?;
    let (shell, today) = (cx.shell(r, Place::Units)?, cx.today(r)?);
    let unit = orgs::find::named(r, code, &today)?.ok_or(Fault::Missing)?;
    let mut errors = Errors::default();
    if let Some((_, _, fault)) = refused {
        errors.add(fault.field().unwrap_or(""), fault.sentence(&shell.w));
    }
    let history = find::history(r, code)?;
    let may = cx.may(r, &Power::ChangeUnit { unit: code.to_owned(), to: String::new() }).is_ok();
    let forms = if may { Some(forms(r, &unit, &today, &history, refused)?) } else { None };
    let zone = cx.realm(r)?.zone;
    Ok(DeskPage {
        back: Link { href: format!("/units/{code}"), label: unit.name.clone() },
        links: links(&shell, code),
        versions: find::versions(r, code)?.iter().rev().map(|v| version(r, &shell, v)).collect::<Result<_, _>>()?,
        changes: history.iter().map(|change| done(r, &shell, &zone, change)).collect::<Result<_, _>>()?,
        forms,
        errors,
        code: code.to_owned(),
        name: unit.name,
        shell,
    })
}

fn links(shell: &Shell, code: &str) -> Vec<Link> {
    let link = |href: String, word: &str| Link { href, label: shell.t(word).to_owned() };
    vec![
        link(format!("/units/{code}/access"), "access.title"),
        link(format!("/units/{code}/invitations"), "sheet.title"),
        link(format!("/groups?unit={code}"), "groups.title"),
    ]
}

fn version(r: &mut Read, shell: &Shell, v: &Unit) -> Result<Version, Fault> {
    let day = if v.to_day == OPEN_END { &v.from_day } else { &v.to_day };
    let above = if v.parent.is_empty() { None } else { Some(unit_link(r, shell, &v.parent, day)?) };
    let days = match (v.from_day.as_str(), v.to_day.as_str()) {
        ("", OPEN_END) => Html(escape(shell.t("groups.always"))),
        (from, OPEN_END) => shell.with("units.since", "day", shell.day_year(from)),
        ("", to) => shell.with("units.until", "day", shell.day_year(to)),
        (from, to) => shell.span(from, Some(to)),
    };
    Ok(Version { days, name: v.name.clone(), above, merged: v.merged })
}

/// A unit by name and code: names repeat.
fn unit_link(r: &mut Read, shell: &Shell, code: &str, day: &str) -> Result<Link, Fault> {
    let name = orgs::find::named(r, code, day)?.map_or_else(String::new, |u| u.name);
    Ok(Link { href: format!("/units/{code}"), label: shell.f("changes.named", &[("name", &name), ("code", &code)]) })
}

fn done(r: &mut Read, shell: &Shell, zone: &str, change: &UnitChange) -> Result<Done, Fault> {
    let mut unit = |code: &str| unit_link(r, shell, code, &change.day).map(|link| link.label);
    let (was, becomes, itself) = match change.kind.as_str() {
        "move" => (unit(&change.was)?, unit(&change.becomes)?, String::new()),
        "merge" => (unit(&change.was)?, unit(&change.becomes)?, unit(&change.unit)?),
        _ => (change.was.clone(), change.becomes.clone(), String::new()),
    };
    let key = match change.kind.as_str() {
        "rename" => "changes.did_rename",
        "move" => "changes.did_move",
        "merge" => "changes.did_merge",
        "order" => "changes.did_order",
        _ if becomes.is_empty() => "changes.did_open",
        _ => "changes.did_end",
    };
    let who = people::find::by_pseudonym(r, &change.made_by)?.map_or_else(|| change.made_by.clone(), |p| p.called(&shell.w));
    let sentence = shell.f(key, &[("was", &was), ("becomes", &becomes), ("unit", &itself)]);
    Ok(Done { sentence, day: change.day.clone(), reason: change.reason.clone(), who, at: local(zone, &change.made_at) })
}

fn forms(r: &mut Read, unit: &Unit, today: &str, history: &[UnitChange], refused: Refused) -> Result<Forms, Fault> {
    let above = orgs::find::version(r, &unit.parent, today)?;
    let mut parents = match &above {
        Some(above) => orgs::find::children(r, &above.parent, today)?,
        None => Vec::new(),
    };
    let mut others = orgs::find::children(r, &unit.parent, today)?;
    others.retain(|u| u.code != unit.code);
    parents.extend(others.iter().cloned());
    parents.retain(|u| u.code != unit.parent);
    let choice = |u: Unit| Choice::new(&u.code, &u.name, false);
    Ok(Forms {
        seen: history.first().map(|change| change.id.clone()).unwrap_or_default(),
        root: unit.parent.is_empty(),
        merged: unit.merged,
        typed: typed(unit, today, refused),
        parents: parents.into_iter().take(SUGGESTED).map(choice).collect(),
        others: others.into_iter().take(SUGGESTED).map(choice).collect(),
    })
}

fn typed(unit: &Unit, today: &str, refused: Refused) -> Typed {
    let end = if unit.to_day == OPEN_END { String::new() } else { unit.to_day.clone() };
    let fresh = Typed { name: unit.name.clone(), day: today.to_owned(), end, rank: unit.rank.to_string(), ..Typed::default() };
    let Some((act, fields, _)) = refused else { return fresh };
    let get = |name: &str| fields.get(name).to_owned();
    let sent = Typed { act: act.to_owned(), reason: get("reason"), ..fresh };
    match act {
        "name" => Typed { name: get("name"), day: get("day"), ..sent },
        "parent" => Typed { parent: get("parent"), day: get("day"), ..sent },
        "merger" => Typed { into: get("into"), day: get("day"), ..sent },
        "end" => Typed { end: get("day"), ..sent },
        _ => Typed { rank: get("rank"), ..sent },
    }
}
