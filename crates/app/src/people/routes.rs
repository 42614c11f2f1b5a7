//! People for the desk. Whoever opens another's file leaves a reading behind, before the page is drawn.
use super::pages::{PeoplePage, PersonPage, PersonRow, Post as PostRow, ReadingsPage};
use super::{Person, Reading, RoleKind, find};
use crate::orgs;
use crate::powers::Power;
use crate::realm::{OPEN_END, local};
use crate::web::cx::role_word;
use crate::web::html::query_value;
use crate::web::layout::{Fig, Link, Place, Shell};
use crate::web::{Answer, App, Cx, Fault};
use axum::Router;
use axum::extract::{Path, Query};
use axum::routing::get;
use ledger::Read;

pub fn routes() -> Router<App> {
    Router::new().route("/people", get(people)).route("/people/{code}", get(person)).route("/people/{code}/readings", get(readings))
}

/// A page of the list.
const PAGE: usize = 50;

#[derive(serde::Deserialize)]
struct Search {
    #[serde(default)]
    q: String,
    #[serde(default)]
    after: String,
}

async fn people(cx: Cx, Query(search): Query<Search>) -> Answer {
    cx.page(move |r, cx| people_page(r, cx, &search)).await
}

fn people_page(r: &mut Read, cx: &Cx, search: &Search) -> Result<PeoplePage, Fault> {
    cx.may(r, &Power::SeePeople)?;
    let (today, q) = (cx.today(r)?, search.q.trim());
    let (mut rows, count) = find::listed(r, &cx.person()?, &today, q, &search.after, PAGE as i64 + 1)?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|last| format!("/people?q={}&after={}", query_value(q), query_value(&last.code)));
    let import = cx.may(r, &Power::ManagePeople).is_ok().then(|| "/import/people".to_owned());
    let shell = cx.shell(r, Place::Other)?;
    let row = |row: find::Listed| PersonRow {
        href: format!("/people/{}", row.code),
        name: row.name,
        code: row.code,
        unit: row.unit_name,
        post: row.title,
    };
    let count = Fig::new(count.to_string(), shell.t("people.measure"), "/people");
    Ok(PeoplePage { query: q.to_owned(), count, rows: rows.into_iter().map(row).collect(), next, import, shell })
}

async fn person(cx: Cx, Path(code): Path<String>) -> Answer {
    let reader = cx.person()?;
    let person: Person = cx.read(move |r, _| find::by_code(r, &code)?.ok_or(Fault::Missing)).await?;
    let logged = person.id != reader;
    if logged {
        let read = person.clone();
        cx.write(Power::ReadPerson(person.id.clone()), move |tx| Reading::note(tx, &read)).await?;
    }
    cx.page(move |r, cx| person_page(r, cx, &person, logged)).await
}

fn person_page(r: &mut Read, cx: &Cx, person: &Person, logged: bool) -> Result<PersonPage, Fault> {
    let (shell, today) = (cx.shell(r, Place::Other)?, cx.today(r)?);
    let back = if logged { ("/people", "people.title") } else { ("/todo", "nav.todo") };
    let unit = find::unit_on(r, &person.id, &today)?;
    let reopen = match unit {
        Some(unit) if cx.may(r, &Power::Invite(person.id.clone())).is_ok() => Some(format!("/units/{unit}/access/{}", person.code)),
        _ => None,
    };
    let mut fields = Vec::new();
    for (label, value) in [("people.phone", person.phone.as_deref().unwrap_or("")), ("people.skills", &person.skills)] {
        if !value.is_empty() {
            fields.push((shell.t(label).to_owned(), value.to_owned()));
        }
    }
    Ok(PersonPage {
        back: Link { href: back.0.to_owned(), label: shell.t(back.1).to_owned() },
        name: person.name().to_owned(),
        code: person.code.clone(),
        posts: posts(r, person)?,
        fields,
        roles: roles(r, &shell, person, &today)?,
        reopen,
        readings: (!logged).then(|| format!("/people/{}/readings", person.code)),
        logged,
        shell,
    })
}

fn posts(r: &mut Read, person: &Person) -> Result<Vec<PostRow>, Fault> {
    let posts = find::posts(r, &person.id)?;
    let mut row = |post: super::Post| {
        let unit = orgs::find::named(r, &post.unit, &post.to_day)?;
        let label = unit.map_or_else(|| post.unit.clone(), |u| u.name);
        let until = Some(post.to_day).filter(|day| day != OPEN_END);
        Ok(PostRow { unit: Link { href: format!("/units/{}", post.unit), label }, post: post.title, since: post.from_day, until })
    };
    posts.into_iter().map(&mut row).collect()
}

fn roles(r: &mut Read, shell: &Shell, person: &Person, today: &str) -> Result<Vec<String>, Fault> {
    let mut words = Vec::new();
    for role in find::roles(r, &person.id)? {
        let Some(kind) = RoleKind::parse(&role.role) else { continue };
        let unit = orgs::find::named(r, &role.unit, today)?.map_or_else(|| role.unit.clone(), |u| u.name);
        words.push(shell.f("people.role_in", &[("role", &role_word(&shell.w, kind)), ("unit", &unit)]));
    }
    Ok(words)
}

async fn readings(cx: Cx, Path(code): Path<String>) -> Answer {
    cx.page(move |r, cx| {
        let person = find::by_code(r, &code)?.filter(|p| cx.person().is_ok_and(|own| own == p.id)).ok_or(Fault::Missing)?;
        let zone = cx.realm(r)?.zone;
        let mut rows = Vec::new();
        for reading in find::readings(r, &person)? {
            let name = find::by_pseudonym(r, &reading.reader)?.map_or_else(|| reading.reader.clone(), |p| p.name().to_owned());
            rows.push((name, local(&zone, &reading.made_at)));
        }
        let shell = cx.shell(r, Place::Other)?;
        Ok(ReadingsPage { back: Link { href: format!("/people/{code}"), label: person.name().to_owned() }, rows, shell })
    })
    .await
}
