//! People for the desk. Whoever opens another's file leaves a reading behind, before the page is drawn.
use super::pages::{Naming, PeoplePage, PersonPage, PersonRow, Post as PostRow, Posting, ReadingsPage};
use super::{NewPost, Person, Reading, find, roles};
use crate::accounts;
use crate::erasure::{self, pages::Erased};
use crate::orgs;
use crate::powers::Power;
use crate::realm::{OPEN_END, local};
use crate::web::download::{self, Kind, files};
use crate::web::forms::{Choice, Errors, Refused};
use crate::web::html::query_value;
use crate::web::layout::{Fig, Link, Place, Shell};
use crate::web::speak::page_with_status;
use crate::web::words::Words;
use crate::web::{Answer, App, Cx, Fault, Fields, see_other};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::routing::{get, post};
use ledger::{Read, Tx};

pub fn routes() -> Router<App> {
    Router::new()
        .merge(super::log::routes())
        .merge(super::roles::routes())
        .route("/people", get(people))
        .route("/people.csv", get(people_file))
        .route("/people.xlsx", get(people_file))
        .route("/people/{code}", get(person))
        .route("/people/{code}/readings", get(readings))
        .route("/people/{code}/posts", post(take_post))
        .route("/people/{code}/leave", post(leave))
        .route("/people/{code}/nicknames", post(name))
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
    let (shell, q) = (cx.shell(r, Place::Other)?, search.q.trim());
    let (rows, next, count) = listed(r, cx, &shell.w, q, &search.after)?;
    Ok(PeoplePage {
        query: q.to_owned(),
        count: Fig::new(count.to_string(), shell.t("people.measure"), format!("/people?q={}", query_value(q))),
        next: next.map(|after| format!("/people?q={}&after={}", query_value(q), query_value(&after))),
        files: files("/people", &[("q", q)]),
        import: cx.may(r, &Power::ManagePeople).is_ok().then(|| "/import/people".to_owned()),
        rows,
        shell,
    })
}

/// A page of the list, the code it goes on behind, and how many there are in all.
fn listed(r: &mut Read, cx: &Cx, w: &Words, q: &str, after: &str) -> Result<(Vec<PersonRow>, Option<String>, i64), Fault> {
    let today = cx.today(r)?;
    let (mut rows, count) = find::listed(r, &cx.person()?, &today, q, after, PAGE as i64 + 1)?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|last| last.code.clone());
    let row = |row: find::Listed| PersonRow {
        href: format!("/people/{}", row.code),
        name: if row.name.is_empty() { w.t("erasure.erased").to_owned() } else { row.name },
        code: row.code,
        unit: row.unit_name,
        post: row.title,
    };
    Ok((rows.into_iter().map(row).collect(), next, count))
}

async fn people_file(cx: Cx, kind: Kind, Query(search): Query<Search>) -> Answer {
    let file = cx.read(move |r, cx| {
        cx.may(r, &Power::SeePeople)?;
        let w = cx.words(r)?;
        download::list(kind, &w, w.t("people.title"), String::new(), |after| {
            let (rows, next, _) = listed(r, cx, &w, search.q.trim(), after)?;
            Ok((rows, next))
        })
    });
    file.await?.answer()
}

async fn person(cx: Cx, Path(code): Path<String>) -> Answer {
    let reader = cx.person()?;
    let person: Person = cx.read(move |r, _| find::by_code(r, &code)?.ok_or(Fault::Missing)).await?;
    let logged = person.id != reader;
    if logged {
        let read = person.pseudonym.clone();
        cx.write(Power::ReadPerson(person.id.clone()), move |tx| Reading::note(tx, &read)).await?;
    }
    cx.page(move |r, cx| person_page(r, cx, &person, logged, None)).await
}

fn person_page(r: &mut Read, cx: &Cx, person: &Person, logged: bool, refused: Refused) -> Result<PersonPage, Fault> {
    let (shell, today, zone) = (cx.shell(r, Place::Other)?, cx.today(r)?, cx.realm(r)?.zone);
    let back = if logged { ("/people", "people.title") } else { ("/todo", "nav.todo") };
    let unit = find::unit_on(r, &person.id, &today)?;
    let reopen = match unit {
        Some(unit) if cx.may(r, &Power::Invite(person.id.clone())).is_ok() => Some(format!("/units/{unit}/access/{}", person.code)),
        _ => None,
    };
    Ok(PersonPage {
        back: Link { href: back.0.to_owned(), label: shell.t(back.1).to_owned() },
        name: person.called(&shell.w),
        code: person.code.clone(),
        posts: posts(r, person)?,
        fields: fields(&shell, person),
        roles: roles::granted(r, cx, &shell, person, &today)?,
        granting: roles::granting(r, cx, &shell, person, &today, refused.map(|(fields, _)| fields).filter(|f| f.has("role_unit")))?,
        reopen,
        invited_before: accounts::find::account(r, &person.code)?.is_some(),
        erase: (!person.is_erased() && cx.may(r, &Power::ErasePerson(person.id.clone())).is_ok())
            .then(|| format!("/people/{}/erasure", person.code)),
        erased: erasure::find::of::<Person>(r, &person.id)?.map(|e| Erased { at: local(&zone, &e.made_at), reason: e.reason }),
        readings: (!logged).then(|| format!("/people/{}/readings", person.code)),
        logged,
        posting: posting(r, cx, person, &today, refused)?,
        naming: naming(r, cx, person, refused),
        errors: Errors::of_refused(&shell.w, refused),
        shell,
    })
}

fn fields(shell: &Shell, person: &Person) -> Vec<(String, String)> {
    let called = person.nicknames().collect::<Vec<_>>().join(shell.t("form.comma"));
    let all = [("people.phone", person.phone.as_deref().unwrap_or("")), ("people.skills", &person.skills), ("nicknames.title", &called)];
    let some = all.into_iter().filter(|(_, value)| !value.is_empty());
    some.map(|(label, value)| (shell.t(label).to_owned(), value.to_owned())).collect()
}

fn naming(r: &mut Read, cx: &Cx, person: &Person, refused: Refused) -> Option<Naming> {
    cx.may(r, &Power::NamePerson(person.id.clone())).ok()?;
    let typed = refused.map(|(fields, _)| fields).filter(|fields| fields.has("nicknames"));
    let nicknames = typed.map_or_else(|| person.nicknames.clone().unwrap_or_default(), |fields| fields.get("nicknames").to_owned());
    Some(Naming { rev: person.rev, nicknames })
}

/// Units suggested for another post.
const SUGGESTED: usize = 300;

fn posting(r: &mut Read, cx: &Cx, person: &Person, today: &str, refused: Refused) -> Result<Option<Posting>, Fault> {
    if cx.may(r, &Power::MovePerson { person: person.id.clone(), unit: String::new() }).is_err() {
        return Ok(None);
    }
    let mut units = Vec::new();
    for (_, scope) in cx.actor(r)?.roles {
        for (code, ..) in orgs::find::scope(r, &scope, today, today)?.into_iter().take(SUGGESTED) {
            let unit = orgs::find::version(r, &code, today)?.filter(|u| !u.merged);
            units.extend(unit.map(|u| Choice::new(&u.code, &u.name, false)));
        }
    }
    units.dedup_by(|a, b| a.value == b.value);
    let newest = find::posts(r, &person.id)?.into_iter().next();
    let typed = |name: &str, fresh: &str| refused.map_or(fresh, |(fields, _)| fields.get(name)).to_owned();
    Ok(Some(Posting {
        seen: seen(newest.as_ref()),
        units,
        unit: typed("unit", ""),
        title: typed("title", newest.as_ref().map_or("", |p| &p.title)),
        from: typed("from", today),
        last: typed("last", today),
    }))
}

/// A person's newest post as a form remembers it.
fn seen(newest: Option<&super::Post>) -> String {
    newest.map_or_else(String::new, |p| format!("{}.{}", p.id, p.rev))
}

async fn take_post(cx: Cx, Path(code): Path<String>, fields: Fields) -> Answer {
    let form = fields.clone();
    let prepared = move |r: &mut Read, person: &Person| {
        let (text, from) = (form.get("unit"), form.get("from").to_owned());
        let unit = orgs::changes::find::code_of(r, text, &from)?.ok_or_else(|| Fault::says("unit", "need.unit", &[("code", &text)]))?;
        let post = NewPost { unit: unit.clone(), title: form.get("title").to_owned(), from };
        Ok((Power::MovePerson { person: person.id.clone(), unit }, post))
    };
    change(cx, code, fields, prepared, |tx, person, post| person.take_post(tx, &post)).await
}

async fn leave(cx: Cx, Path(code): Path<String>, fields: Fields) -> Answer {
    let last = fields.get("last").to_owned();
    let prepared = |_: &mut Read, person: &Person| Ok((Power::MovePerson { person: person.id.clone(), unit: String::new() }, last));
    change(cx, code, fields, prepared, |tx, person, last: String| person.leave(tx, &last)).await
}

async fn name(cx: Cx, Path(code): Path<String>, fields: Fields) -> Answer {
    let person: Person = cx.read(move |r, _| find::by_code(r, &code)?.ok_or(Fault::Missing)).await?;
    let (id, page, form) = (person.id.clone(), format!("/people/{}", person.code), fields.clone());
    let named = cx.write(Power::NamePerson(person.id.clone()), move |tx| {
        let there = tx.get::<Person>(&id)?;
        if form.get("rev") == there.rev.to_string() { there.call(tx, form.get("nicknames")) } else { Err(Fault::Stale) }
    });
    match named.await {
        Ok(_) => see_other(&page),
        Err(fault @ Fault::Invalid { .. }) => again(&cx, person, fields, fault).await,
        Err(fault) => Err(fault),
    }
}

/// Changes somebody's posts and shows their page; or the page again with what was wrong.
async fn change<P: Send + 'static>(
    cx: Cx,
    code: String,
    fields: Fields,
    prepare: impl FnOnce(&mut Read, &Person) -> Result<(Power, P), Fault> + Send + 'static,
    act: impl FnOnce(&mut Tx, &Person, P) -> Result<(), Fault> + Send + 'static,
) -> Answer {
    let person: Person = cx.read(move |r, _| find::by_code(r, &code)?.ok_or(Fault::Missing)).await?;
    let (whose, page, form) = (person.clone(), format!("/people/{}", person.code), fields.clone());
    let prepared = move |r: &mut Read, _: &str| {
        let (power, with) = prepare(r, &whose)?;
        Ok((power, (whose, with)))
    };
    let act = move |tx: &mut Tx, (person, with): (Person, P)| {
        let newest = find::posts(tx, &person.id)?.into_iter().next();
        if seen(newest.as_ref()) == form.get("seen") { act(tx, &person, with) } else { Err(Fault::Stale) }
    };
    match cx.write_prepared(prepared, act).await {
        Ok(()) => see_other(&page),
        Err(fault @ Fault::Invalid { .. }) => again(&cx, person, fields, fault).await,
        Err(fault) => Err(fault),
    }
}

/// The page with what was typed and what was wrong with it.
pub async fn again(cx: &Cx, person: Person, fields: Fields, fault: Fault) -> Answer {
    let again = cx.read(move |r, cx| {
        cx.may(r, &Power::ReadPerson(person.id.clone()))?;
        let logged = cx.person()? != person.id;
        let page = person_page(r, cx, &person, logged, Some((&fields, &fault)))?;
        page.render().map_err(|e| Fault::broken(e.to_string()))
    });
    Ok(page_with_status(StatusCode::UNPROCESSABLE_ENTITY, again.await?))
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

async fn readings(cx: Cx, Path(code): Path<String>) -> Answer {
    cx.page(move |r, cx| {
        let person = find::by_code(r, &code)?.filter(|p| cx.person().is_ok_and(|own| own == p.id)).ok_or(Fault::Missing)?;
        let (zone, w) = (cx.realm(r)?.zone, cx.words(r)?);
        let mut rows = Vec::new();
        for reading in find::readings(r, &person)? {
            let name = find::by_pseudonym(r, &reading.reader)?.map_or_else(|| reading.reader.clone(), |p| p.called(&w));
            rows.push((name, local(&zone, &reading.made_at), reading.times));
        }
        let shell = cx.shell(r, Place::Other)?;
        Ok(ReadingsPage { back: Link { href: format!("/people/{code}"), label: person.name().to_owned() }, rows, shell })
    })
    .await
}
