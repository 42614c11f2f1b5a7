//! The page before personal values go, and the verb behind it, for each thing they are taken out of. Whoever may is decided again when it is done.
use super::pages::{ErasurePage, Naming};
use super::seek::{self, Sought};
use super::things::{Kind, Thing, Ticked};
use super::{Erasure, sweep};
use crate::deeds::{Deed, view::Lookup};
use crate::households;
use crate::powers::{Power, Who, decide};
use crate::web::fault::UNOPENED;
use crate::web::forms::{Choice, Errors, Refused, answer};
use crate::web::layout::{Link, Place, Shell};
use crate::web::speak::page_with_status;
use crate::web::{Answer, App, Cx, Fault, Fields, see_other};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::routing::{MethodRouter, get};
use ledger::Read;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/erasure", get(seek))
        .route("/people/{code}/erasure", of(Kind::Person))
        .route("/deeds/{id}/erasure", of(Kind::Deed))
        .route("/households/{code}/erasure", of(Kind::Household))
        .route("/needs/{number}/erasure", of(Kind::Need))
        .route("/rosters/{number}/subjects/{subject}/erasure", of_subject())
}

/// The page to find what is to be erased; where it is found, on to the page before it goes.
async fn seek(cx: Cx, Query(sought): Query<Sought>) -> Answer {
    let of = sought.clone();
    let found = cx.read(move |r, cx| {
        cx.may(r, &Power::SeekErasure)?;
        of.found(r, cx)
    });
    match found.await {
        Ok(Some(path)) => see_other(&path),
        Ok(None) => cx.page(move |r, cx| seek::page(r, cx, &sought, None)).await,
        Err(fault @ Fault::Invalid { .. }) => {
            let drawn =
                move |r: &mut Read, cx: &Cx| seek::page(r, cx, &sought, Some(&fault))?.render().map_err(|e| Fault::broken(e.to_string()));
            Ok(page_with_status(StatusCode::UNPROCESSABLE_ENTITY, cx.read(drawn).await?))
        }
        Err(fault) => Err(fault),
    }
}

/// Why somebody may not open what they may erase, for who may; the fault itself for everybody else.
pub async fn unopened(cx: &Cx, fault: Fault, erases: Power) -> Fault {
    let barred = matches!(fault, Fault::Barred("barred.role"));
    let may = barred && cx.read(move |r, cx| Ok(cx.may(r, &erases).is_ok())).await.unwrap_or(false);
    if may { Fault::Barred(UNOPENED) } else { fault }
}

fn of(kind: Kind) -> MethodRouter<App> {
    let ask = move |cx: Cx, Path(key): Path<String>| async move { cx.page(move |r, cx| page(r, cx, kind, &key, None)).await };
    get(ask).post(move |cx: Cx, Path(key): Path<String>, fields: Fields| erase(cx, kind, key, fields))
}

/// A subject is found by two numbers.
fn of_subject() -> MethodRouter<App> {
    let key = |(roster, subject): (i64, i64)| format!("{roster}/{subject}");
    let ask = move |cx: Cx, Path(numbers): Path<(i64, i64)>| async move {
        cx.page(move |r, cx| page(r, cx, Kind::Subject, &key(numbers), None)).await
    };
    get(ask).post(move |cx: Cx, Path(numbers): Path<(i64, i64)>, fields: Fields| erase(cx, Kind::Subject, key(numbers), fields))
}

fn page(r: &mut Read, cx: &Cx, kind: Kind, key: &str, refused: Refused) -> Result<ErasurePage, Fault> {
    let thing = Thing::find(r, kind, key)?;
    cx.may(r, &thing.power())?;
    if thing.is_erased(r)? {
        return Err(Fault::Closed("erasure.closed"));
    }
    let shell = cx.shell(r, Place::Other)?;
    let (mut naming, mut beyond, mut look) = (Vec::new(), false, Lookup::new(&shell.w));
    for deed in thing.naming(r)? {
        if cx.may(r, &Power::EraseDeed(deed.id.clone())).is_ok() {
            // Of a household one member may go alone: nobody else's record goes unless it is asked for.
            let on = refused.map_or(kind == Kind::Person, |(fields, _)| fields.all("deed").any(|id| id == deed.id));
            naming.push(row(r, &mut look, deed, on)?);
        } else {
            beyond = true;
        }
    }
    let lines = |keys: &[&str]| keys.iter().map(|key| shell.t(key).to_owned()).collect();
    let (goes, stays) = thing.told();
    let (whose, back) = called(r, &shell, &thing)?;
    Ok(ErasurePage {
        back,
        action: format!("{}/erasure", thing.path()),
        whose,
        goes: lines(goes),
        stays: lines(stays),
        whose_of: whose_of(r, &shell, &thing, refused)?,
        naming,
        beyond,
        reason: refused.map_or("", |(fields, _)| fields.get("reason")).to_owned(),
        errors: Errors::of_refused(&shell.w, refused),
        shell,
    })
}

/// Whose values they are, and the page to go back to: who erases a household or a need may not open it.
fn called(r: &mut Read, shell: &Shell, thing: &Thing) -> Result<(String, Link), Fault> {
    let back = || Link { href: "/erasure".to_owned(), label: shell.t("erasure.title").to_owned() };
    Ok(match thing {
        Thing::Person(person) => (person.called(&shell.w), Link { href: thing.path(), label: person.called(&shell.w) }),
        Thing::Deed(deed) => {
            let item = Lookup::new(&shell.w).measure(r, &deed.indicator)?.1.name;
            let whose = format!("{item} · {}", shell.f("position.no", &[("n", &deed.position)]));
            (whose, Link { href: thing.path(), label: item })
        }
        Thing::Household(home) => (home.code.clone(), back()),
        Thing::Need(need) => (shell.f("needs.of_number", &[("n", &need.position)]), back()),
        Thing::Subject(subject, _) => (shell.f("rosters.of_number", &[("n", &subject.position)]), back()),
    })
}

/// Of a household the whole or one member; who may do it sees nobody's name: members are told apart by their place and relation.
fn whose_of(r: &mut Read, shell: &Shell, thing: &Thing, refused: Refused) -> Result<Vec<Choice>, Fault> {
    let Thing::Household(home) = thing else { return Ok(Vec::new()) };
    let typed = refused.map_or("", |(fields, _)| fields.get("whose"));
    let mut all = vec![Choice::new("", shell.t("erasure.whole"), typed.is_empty())];
    for (n, member) in households::find::members(r, &home.id)?.iter().enumerate().filter(|(_, member)| member.name.is_some()) {
        let relation = households::lists::word(&shell.w, "relation", &member.relation);
        let label = shell.f("erasure.one_member", &[("n", &(n + 1)), ("relation", &relation)]);
        all.push(Choice::new(&member.id, &label, typed == member.id));
    }
    Ok(all)
}

fn row(r: &mut Read, look: &mut Lookup, deed: Deed, on: bool) -> Result<Naming, Fault> {
    let item = look.measure(r, &deed.indicator)?.1.name;
    let unit = look.unit(r, &deed.unit, &deed.day)?;
    Ok(Naming { href: format!("/deeds/{}", deed.id), position: deed.position, item, unit, day: deed.day, id: deed.id, on })
}

/// The reason, when it was confirmed.
fn confirmed(fields: &Fields) -> Result<String, Fault> {
    Erasure::check(fields.get("reason"))?;
    if fields.get("sure") == "yes" { Ok(fields.get("reason").to_owned()) } else { Err(Fault::invalid("sure", "erasure.need_sure")) }
}

async fn erase(cx: Cx, kind: Kind, key: String, fields: Fields) -> Answer {
    let of = key.clone();
    let found = cx.read(move |r, cx| {
        let thing = Thing::find(r, kind, &of)?;
        cx.may(r, &thing.power())?;
        Ok(thing)
    });
    let thing = found.await?;
    let then = if matches!(kind, Kind::Person | Kind::Deed) { thing.path() } else { "/erasure?done=1".to_owned() };
    let done = goes(&cx, thing, &fields).await;
    if done.is_ok() {
        let db = cx.app.db.clone();
        tokio::task::spawn_blocking(move || sweep(&db)).await.map_err(|e| Fault::broken(e.to_string()))??;
    }
    answer(&cx, done, fields, |()| then, move |r, cx, refused| page(r, cx, kind, &key, refused)).await
}

async fn goes(cx: &Cx, thing: Thing, fields: &Fields) -> Result<(), Fault> {
    let (reason, now, power) = (confirmed(fields)?, cx.app.db.clock().now_ms(), thing.power());
    let ticked = Ticked { deeds: fields.all("deed").map(ToOwned::to_owned).collect(), member: fields.get("whose").to_owned() };
    let prepared = move |r: &mut Read, who: &str| {
        // Each record that goes with it is a decision of its own.
        for deed in &ticked.deeds {
            decide(r, &Who::Person(who.to_owned()), &Power::EraseDeed(deed.clone()), now)?;
        }
        Ok((power, ticked))
    };
    cx.write_prepared(prepared, move |tx, ticked| thing.erase(tx, &reason, &ticked)).await
}
