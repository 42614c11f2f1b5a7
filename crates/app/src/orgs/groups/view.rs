//! The pages of groups, made from the data: fresh, or again with what was wrong.
use super::Group;
use super::find::{self, Listed, Member};
use super::model::KINDS;
use super::pages::{GroupPage, GroupRow, GroupsPage, KeepForms, MemberRow, NewForm};
use crate::orgs;
use crate::people::{self, RoleKind};
use crate::powers::{Actor, Power};
use crate::realm::OPEN_END;
use crate::web::download::{self, Download, Kind, files};
use crate::web::forms::{Choice, Errors, Refused};
use crate::web::html::{Html, escape, query_value};
use crate::web::layout::{Fig, Link, Place, Shell};
use crate::web::words::Words;
use crate::web::{Cx, Fault};
use ledger::Read;

/// Groups and members on a page.
const PAGE: usize = 100;
/// Those who can be ticked.
const TICKED: usize = 200;

#[derive(serde::Deserialize, Default, Clone)]
pub struct Asked {
    #[serde(default)]
    pub q: String,
    #[serde(default)]
    pub unit: String,
    #[serde(default)]
    pub after: String,
}

fn typed(refused: Refused, name: &str, fresh: &str) -> String {
    refused.map_or(fresh, |(fields, _)| fields.get(name)).to_owned()
}

/// # Errors
/// `SignIn` for strangers.
pub fn list(r: &mut Read, cx: &Cx, asked: &Asked, refused: Refused) -> Result<GroupsPage, Fault> {
    let (actor, today, shell) = (cx.actor(r)?, cx.today(r)?, cx.shell(r, Place::Other)?);
    let q = asked.q.trim();
    let (rows, next) = listed(r, cx, &shell.w, asked, &asked.after)?;
    let next = next.map(|after| format!("/groups?q={}&unit={}&after={}", query_value(q), query_value(&asked.unit), query_value(&after)));
    let unit = if asked.unit.is_empty() { None } else { Some(unit_link(r, &asked.unit, &today)?) };
    Ok(GroupsPage {
        query: q.to_owned(),
        unit,
        files: files("/groups", &[("q", q), ("unit", &asked.unit)]),
        rows,
        next,
        import: cx.may(r, &Power::ImportGroups).is_ok().then(|| "/import/groups".to_owned()),
        form: new_form(r, cx, &shell, &actor, asked, refused)?,
        errors: Errors::of_refused(&shell.w, refused),
        shell,
    })
}

/// A page of the list, and the group it goes on behind.
fn listed(r: &mut Read, cx: &Cx, w: &Words, asked: &Asked, after: &str) -> Result<(Vec<GroupRow>, Option<String>), Fault> {
    let (actor, today) = (cx.actor(r)?, cx.today(r)?);
    let mut rows = find::listed(r, &actor.id, &today, (asked.q.trim(), &asked.unit), after, PAGE + 1)?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|last| last.id.clone());
    let row = |g: Listed| GroupRow {
        href: format!("/groups/{}", g.id),
        name: g.name,
        kind: kind_word(w, &g.kind),
        unit: g.unit_name,
        ended: g.to_day < today,
    };
    Ok((rows.into_iter().map(row).collect(), next))
}

/// The list as a file.
/// # Errors
/// `SignIn` for strangers.
pub fn list_file(r: &mut Read, cx: &Cx, asked: &Asked, kind: Kind) -> Result<Download, Fault> {
    let w = cx.words(r)?;
    download::list(kind, &w, w.t("groups.title"), String::new(), |after| listed(r, cx, &w, asked, after))
}

fn kind_word(w: &Words, kind: &str) -> String {
    w.t(if kind == "units" { "groups.of_units" } else { "groups.of_people" }).to_owned()
}

fn unit_link(r: &mut Read, code: &str, day: &str) -> Result<Link, Fault> {
    let label = orgs::find::named(r, code, day)?.map_or_else(|| code.to_owned(), |u| u.name);
    Ok(Link { href: format!("/units/{code}"), label })
}

/// The form for a new group: in the units of one's desk roles, and in the unit that was asked for.
fn new_form(r: &mut Read, cx: &Cx, shell: &Shell, actor: &Actor, asked: &Asked, refused: Refused) -> Result<Option<NewForm>, Fault> {
    let today = cx.today(r)?;
    let may = |r: &mut Read, kind: &str, unit: &str| cx.may(r, &Power::MakeGroup { kind: kind.into(), unit: unit.into() }).is_ok();
    let mut codes: Vec<&str> = vec![asked.unit.as_str()];
    codes.extend(actor.roles.iter().filter(|(kind, _)| *kind != RoleKind::Inspector).map(|(_, unit)| unit.as_str()));
    let on = typed(refused, "unit", codes[0]);
    let mut units: Vec<Choice> = Vec::new();
    for code in codes.into_iter().filter(|c| !c.is_empty()) {
        if may(r, "people", code) && !units.iter().any(|u| u.value == code) {
            units.push(Choice::new(code, &unit_link(r, code, &today)?.label, code == on));
        }
    }
    let Some(first) = units.first() else { return Ok(None) };
    let both = may(r, "units", &first.value.clone());
    let chosen = typed(refused, "kind", if both { "units" } else { "people" });
    let kinds = KINDS.into_iter().filter(|kind| both || *kind == "people");
    let kinds = kinds.map(|kind| Choice {
        hint: shell.t(if kind == "units" { "groups.of_units_hint" } else { "groups.of_people_hint" }).to_owned(),
        ..Choice::new(kind, &kind_word(&shell.w, kind), kind == chosen)
    });
    Ok(Some(NewForm { name: typed(refused, "name", ""), kinds: kinds.collect(), units, from: typed(refused, "from", &today) }))
}

/// # Errors
/// `Missing` when there is no such group, `Barred` when its members are not for this reader.
pub fn group(r: &mut Read, cx: &Cx, id: &str, after: &str, refused: Refused) -> Result<GroupPage, Fault> {
    let group: Group = r.find(id)?.ok_or(Fault::Missing)?;
    cx.may(r, &Power::SeeGroup(group.id.clone()))?;
    let (today, shell) = (cx.today(r)?, cx.shell(r, Place::Other)?);
    let (members, next) = members(r, &shell, &group, &today, after)?;
    let next = next.map(|after| format!("/groups/{id}?after={}", query_value(&after)));
    let keeps = cx.may(r, &Power::KeepGroup(group.id.clone())).is_ok();
    let measure = shell.t(if group.kind == "units" { "groups.units_measure" } else { "measure.persons" });
    let open = |day: &str| Some(day.to_owned()).filter(|d| !d.is_empty() && d != OPEN_END);
    Ok(GroupPage {
        back: Link { href: "/groups".into(), label: shell.t("groups.title").to_owned() },
        id: group.id.clone(),
        name: typed(refused.filter(|(f, _)| !f.get("name").is_empty()), "name", &group.name),
        kind: kind_word(&shell.w, &group.kind),
        unit: unit_link(r, &group.unit, &today)?,
        since: open(&group.from_day),
        until: open(&group.to_day),
        count: Fig::new(find::count(r, &group, &today)?.to_string(), measure, format!("/groups/{id}")),
        files: files(&format!("/groups/{id}/members"), &[]),
        members,
        next,
        keep: if keeps { Some(keep(r, &group, &today, refused)?) } else { None },
        errors: Errors::of_refused(&shell.w, refused),
        shell,
    })
}

/// A page of the members, and the key it goes on behind.
fn members(r: &mut Read, shell: &Shell, group: &Group, today: &str, after: &str) -> Result<(Vec<MemberRow>, Option<String>), Fault> {
    let mut members = find::members(r, group, today, after, PAGE + 1)?;
    let more = members.len() > PAGE;
    members.truncate(PAGE);
    let next = members.last().filter(|_| more).map(Member::key);
    Ok((members.into_iter().map(|m| member(shell, group, m, today)).collect(), next))
}

/// The members as a file.
/// # Errors
/// As `group`.
pub fn member_file(r: &mut Read, cx: &Cx, id: &str, kind: Kind) -> Result<Download, Fault> {
    let group: Group = r.find(id)?.ok_or(Fault::Missing)?;
    cx.may(r, &Power::SeeGroup(group.id.clone()))?;
    let (today, shell) = (cx.today(r)?, cx.shell(r, Place::Other)?);
    download::list(kind, &shell.w, &group.name, String::new(), |after| members(r, &shell, &group, &today, after))
}

fn member(shell: &Shell, group: &Group, m: Member, today: &str) -> MemberRow {
    let days = match (m.row.from_day.as_str(), m.row.to_day.as_str()) {
        ("", OPEN_END) => Html(escape(shell.t("groups.always"))),
        (from, OPEN_END) => shell.with("units.since", "day", shell.day_year(from)),
        ("", to) => shell.with("units.until", "day", shell.day_year(to)),
        (from, to) => shell.span(from, Some(to)),
    };
    MemberRow {
        href: format!("/{}/{}", group.kind, m.code),
        last: m.row.last_proposed(today),
        days,
        from: m.row.from_day.clone(),
        to: Some(m.row.to_day.clone()).filter(|day| day != OPEN_END).unwrap_or_default(),
        past: m.row.to_day.as_str() < today,
        id: m.row.id,
        name: if m.name.is_empty() { shell.t("erasure.erased").to_owned() } else { m.name },
        code: m.code,
        unit: m.unit_name,
    }
}

fn keep(r: &mut Read, group: &Group, today: &str, refused: Refused) -> Result<KeepForms, Fault> {
    let is_on = |code: &str| refused.is_some_and(|(fields, _)| fields.all("member").any(|c| c == code));
    let mut choices = Vec::new();
    if group.kind == "units" {
        for unit in orgs::find::children(r, &group.unit, today)?.into_iter().take(TICKED) {
            if find::periods(r, &group.id, &unit.code)?.is_empty() {
                choices.push(Choice::new(&unit.code, &unit.name, is_on(&unit.code)));
            }
        }
    } else {
        for person in people::find::of_unit(r, &group.unit, today, "", TICKED as i64)? {
            if find::periods(r, &group.id, &person.pseudonym)?.is_empty() {
                choices.push(Choice::new(&person.code, person.name(), is_on(&person.code)));
            }
        }
    }
    let to = if group.to_day == OPEN_END { "" } else { &group.to_day };
    Ok(KeepForms {
        rev: group.rev,
        to: typed(refused.filter(|(f, _)| !f.get("rev").is_empty()), "to", to),
        choices,
        others: typed(refused, "others", ""),
        from: typed(refused, "from", today),
        until: typed(refused, "until", ""),
    })
}
