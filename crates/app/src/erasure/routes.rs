//! The pages that erase. Whoever may is decided again when it is done.
use super::pages::{ErasurePage, Naming};
use super::{Erasure, find, subject, sweep};
use crate::deeds::{Deed, view::Lookup};
use crate::households::{self, Household, Member};
use crate::needs::{self, Need};
use crate::people::{self, Person};
use crate::powers::{Power, Who, decide};
use crate::web::forms::{Choice, Errors};
use crate::web::layout::{Link, Place, Shell};
use crate::web::speak::page_with_status;
use crate::web::{Answer, App, Cx, Fault, Fields, see_other};
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::get;
use ledger::Read;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/people/{code}/erasure", get(of_person).post(erase_person))
        .route("/deeds/{id}/erasure", get(of_deed).post(erase_deed))
        .route("/households/{code}/erasure", get(of_household).post(erase_household))
        .route("/needs/{number}/erasure", get(of_need).post(erase_need))
        .route("/rosters/{number}/subjects/{subject}/erasure", get(subject::form).post(subject::erase))
}

/// A form that was refused: what it held, and why.
pub(super) type Refused<'a> = Option<(&'a Fields, &'a Fault)>;

async fn of_person(cx: Cx, Path(code): Path<String>) -> Answer {
    cx.page(move |r, cx| person_page(r, cx, &code, None)).await
}

async fn of_deed(cx: Cx, Path(id): Path<String>) -> Answer {
    cx.page(move |r, cx| deed_page(r, cx, &id, None)).await
}

fn known(r: &mut Read, code: &str) -> Result<Person, Fault> {
    people::find::by_code(r, code)?.ok_or(Fault::Missing)
}

fn person_page(r: &mut Read, cx: &Cx, code: &str, refused: Refused) -> Result<ErasurePage, Fault> {
    let person = known(r, code)?;
    cx.may(r, &Power::ErasePerson(person.id.clone()))?;
    if person.is_erased() {
        return Err(Fault::Closed("erasure.closed"));
    }
    let shell = cx.shell(r, Place::Other)?;
    let (mut naming, mut beyond, mut look) = (Vec::new(), false, Lookup::new(&shell.w));
    for deed in find::naming(r, &person)? {
        if cx.may(r, &Power::EraseDeed(deed.id.clone())).is_ok() {
            let on = refused.is_none_or(|(fields, _)| fields.all("deed").any(|id| id == deed.id));
            naming.push(row(r, &mut look, deed, on)?);
        } else {
            beyond = true;
        }
    }
    let lines = |keys: &[&str]| keys.iter().map(|key| shell.t(key).to_owned()).collect();
    Ok(ErasurePage {
        back: Link { href: format!("/people/{code}"), label: person.called(&shell.w) },
        action: format!("/people/{code}/erasure"),
        whose: person.called(&shell.w),
        goes: lines(&["erasure.person_goes", "erasure.access_goes", "erasure.posts_end", "erasure.words_go"]),
        stays: lines(&["erasure.deeds_stay", "erasure.code_stays", "erasure.log_stays", "erasure.backups_stay"]),
        whose_of: Vec::new(),
        naming,
        beyond,
        reason: refused.map_or("", |(fields, _)| fields.get("reason")).to_owned(),
        errors: errors(&shell, refused),
        shell,
    })
}

fn row(r: &mut Read, look: &mut Lookup, deed: Deed, on: bool) -> Result<Naming, Fault> {
    let item = look.measure(r, &deed.indicator)?.1.name;
    let unit = look.unit(r, &deed.unit, &deed.day)?;
    Ok(Naming { href: format!("/deeds/{}", deed.id), position: deed.position, item, unit, day: deed.day, id: deed.id, on })
}

fn deed_page(r: &mut Read, cx: &Cx, id: &str, refused: Refused) -> Result<ErasurePage, Fault> {
    cx.may(r, &Power::EraseDeed(id.to_owned()))?;
    let (shell, deed) = (cx.shell(r, Place::Other)?, r.get::<Deed>(id)?);
    let item = Lookup::new(&shell.w).measure(r, &deed.indicator)?.1.name;
    let lines = |keys: &[&str]| keys.iter().map(|key| shell.t(key).to_owned()).collect();
    Ok(ErasurePage {
        back: Link { href: format!("/deeds/{id}"), label: item.clone() },
        action: format!("/deeds/{id}/erasure"),
        whose: format!("{item} · {}", shell.f("position.no", &[("n", &deed.position)])),
        goes: lines(&["erasure.deed_goes", "erasure.subjects_go", "erasure.files_go", "erasure.versions_go"]),
        stays: lines(&["erasure.quantity_stays", "erasure.people_stay", "erasure.log_stays", "erasure.backups_stay"]),
        whose_of: Vec::new(),
        naming: Vec::new(),
        beyond: false,
        reason: refused.map_or("", |(fields, _)| fields.get("reason")).to_owned(),
        errors: errors(&shell, refused),
        shell,
    })
}

async fn of_household(cx: Cx, Path(code): Path<String>) -> Answer {
    cx.page(move |r, cx| household_page(r, cx, &code, None)).await
}

/// The page of a household's erasure. Who may do it sees nobody's name: members are told apart by their place and relation.
fn household_page(r: &mut Read, cx: &Cx, code: &str, refused: Refused) -> Result<ErasurePage, Fault> {
    let home = households::find::by_code(r, code)?.ok_or(Fault::Missing)?;
    cx.may(r, &Power::EraseHousehold(home.id.clone()))?;
    let shell = cx.shell(r, Place::Other)?;
    let typed = refused.map_or("", |(fields, _)| fields.get("whose"));
    let mut whose_of = vec![Choice::new("", shell.t("erasure.whole"), typed.is_empty())];
    for (n, member) in households::find::members(r, &home.id)?.iter().enumerate().filter(|(_, member)| member.name.is_some()) {
        let label = shell
            .f("erasure.one_member", &[("n", &(n + 1)), ("relation", &households::lists::word(&shell.w, "relation", &member.relation))]);
        whose_of.push(Choice::new(&member.id, &label, typed == member.id));
    }
    if whose_of.len() == 1 {
        return Err(Fault::Closed("erasure.closed"));
    }
    let lines = |keys: &[&str]| keys.iter().map(|key| shell.t(key).to_owned()).collect();
    Ok(ErasurePage {
        back: Link { href: "/todo".to_owned(), label: shell.t("nav.todo").to_owned() },
        action: format!("{}/erasure", home.path()),
        whose: home.code.clone(),
        goes: lines(&["erasure.household_goes", "erasure.household_words_go", "erasure.household_key_goes"]),
        stays: lines(&["erasure.household_stays", "erasure.member_words_stay", "erasure.log_stays", "erasure.backups_stay"]),
        whose_of,
        naming: Vec::new(),
        beyond: false,
        reason: refused.map_or("", |(fields, _)| fields.get("reason")).to_owned(),
        errors: errors(&shell, refused),
        shell,
    })
}

async fn erase_household(cx: Cx, Path(code): Path<String>, fields: Fields) -> Answer {
    let done = household_goes(&cx, code.clone(), &fields).await;
    answer(cx, fields, done, "/todo".to_owned(), move |r, cx, refused| household_page(r, cx, &code, refused)).await
}

async fn household_goes(cx: &Cx, code: String, fields: &Fields) -> Result<(), Fault> {
    let home: Household = cx
        .read(move |r, cx| {
            let home = households::find::by_code(r, &code)?.ok_or(Fault::Missing)?;
            cx.may(r, &Power::EraseHousehold(home.id.clone()))?;
            Ok(home)
        })
        .await?;
    let (reason, whose) = (confirmed(fields)?, fields.get("whose").to_owned());
    cx.write(Power::EraseHousehold(home.id.clone()), move |tx| {
        if whose.is_empty() {
            return tx.get::<Household>(&home.id)?.erase_details(tx, &reason);
        }
        let member: Member = tx.get(&whose)?;
        if member.household == home.id { member.erase_details(tx, &reason) } else { Err(Fault::Missing) }
    })
    .await
}

async fn of_need(cx: Cx, Path(number): Path<i64>) -> Answer {
    cx.page(move |r, cx| need_page(r, cx, number, None)).await
}

fn need_page(r: &mut Read, cx: &Cx, number: i64, refused: Refused) -> Result<ErasurePage, Fault> {
    let need = needs::by_position(r, number)?.ok_or(Fault::Missing)?;
    cx.may(r, &Power::EraseNeed(need.id))?;
    if need.words.is_none() {
        return Err(Fault::Closed("erasure.closed"));
    }
    let shell = cx.shell(r, Place::Other)?;
    let lines = |keys: &[&str]| keys.iter().map(|key| shell.t(key).to_owned()).collect();
    Ok(ErasurePage {
        back: Link { href: "/todo".to_owned(), label: shell.t("nav.todo").to_owned() },
        action: format!("/needs/{number}/erasure"),
        whose: shell.f("needs.of_number", &[("n", &number)]),
        goes: lines(&["erasure.need_goes", "erasure.versions_go"]),
        stays: lines(&["erasure.need_stays", "erasure.log_stays", "erasure.backups_stay"]),
        whose_of: Vec::new(),
        naming: Vec::new(),
        beyond: false,
        reason: refused.map_or("", |(fields, _)| fields.get("reason")).to_owned(),
        errors: errors(&shell, refused),
        shell,
    })
}

async fn erase_need(cx: Cx, Path(number): Path<i64>, fields: Fields) -> Answer {
    let done = need_goes(&cx, number, &fields).await;
    answer(cx, fields, done, "/todo".to_owned(), move |r, cx, refused| need_page(r, cx, number, refused)).await
}

async fn need_goes(cx: &Cx, number: i64, fields: &Fields) -> Result<(), Fault> {
    let need: Need = cx
        .read(move |r, cx| {
            let need = needs::by_position(r, number)?.ok_or(Fault::Missing)?;
            cx.may(r, &Power::EraseNeed(need.id.clone()))?;
            Ok(need)
        })
        .await?;
    let reason = confirmed(fields)?;
    cx.write(Power::EraseNeed(need.id.clone()), move |tx| tx.get::<Need>(&need.id)?.erase_details(tx, &reason)).await
}

pub(super) fn errors(shell: &Shell, refused: Refused) -> Errors {
    refused.map_or_else(Errors::default, |(_, fault)| Errors(vec![(fault.field().unwrap_or("").to_owned(), fault.sentence(&shell.w))]))
}

/// The reason, when it was confirmed.
pub(super) fn confirmed(fields: &Fields) -> Result<String, Fault> {
    Erasure::check(fields.get("reason"))?;
    if fields.get("sure") == "yes" { Ok(fields.get("reason").to_owned()) } else { Err(Fault::invalid("sure", "erasure.need_sure")) }
}

async fn erase_person(cx: Cx, Path(code): Path<String>, fields: Fields) -> Answer {
    let done = person_goes(&cx, code.clone(), &fields).await;
    let page = format!("/people/{code}");
    answer(cx, fields, done, page, move |r, cx, refused| person_page(r, cx, &code, refused)).await
}

async fn person_goes(cx: &Cx, code: String, fields: &Fields) -> Result<(), Fault> {
    let person: Person = cx.read(move |r, _| known(r, &code)).await?;
    cx.read({
        let power = Power::ErasePerson(person.id.clone());
        move |r, cx| cx.may(r, &power)
    })
    .await?;
    let (reason, now) = (confirmed(fields)?, cx.app.db.clock().now_ms());
    let deeds: Vec<String> = fields.all("deed").map(ToOwned::to_owned).collect();
    let power = Power::ErasePerson(person.id.clone());
    let prepared = move |r: &mut Read, who: &str| {
        // Each record that goes with the person is a decision of its own.
        for deed in &deeds {
            decide(r, &Who::Person(who.to_owned()), &Power::EraseDeed(deed.clone()), now)?;
        }
        Ok((power, deeds))
    };
    cx.write_prepared(prepared, move |tx, deeds| tx.get::<Person>(&person.id)?.erase_details(tx, &reason, &deeds)).await
}

async fn erase_deed(cx: Cx, Path(id): Path<String>, fields: Fields) -> Answer {
    let done = deed_goes(&cx, id.clone(), &fields).await;
    let page = format!("/deeds/{id}");
    answer(cx, fields, done, page, move |r, cx, refused| deed_page(r, cx, &id, refused)).await
}

async fn deed_goes(cx: &Cx, id: String, fields: &Fields) -> Result<(), Fault> {
    let power = Power::EraseDeed(id.clone());
    let asked = power.clone();
    cx.read(move |r, cx| cx.may(r, &asked)).await?;
    let reason = confirmed(fields)?;
    cx.write(power, move |tx| tx.get::<Deed>(&id)?.erase_details(tx, &reason)).await
}

/// The page of what was erased; or the form again with what was wrong.
pub(super) async fn answer(
    cx: Cx,
    fields: Fields,
    done: Result<(), Fault>,
    page: String,
    again: impl FnOnce(&mut Read, &Cx, Refused) -> Result<ErasurePage, Fault> + Send + 'static,
) -> Answer {
    match done {
        Ok(()) => {
            let db = cx.app.db.clone();
            tokio::task::spawn_blocking(move || sweep(&db)).await.map_err(|e| Fault::broken(e.to_string()))??;
            see_other(&page)
        }
        Err(fault @ Fault::Invalid { .. }) => {
            let html = cx.read(move |r, cx| again(r, cx, Some((&fields, &fault)))?.render().map_err(|e| Fault::broken(e.to_string())));
            Ok(page_with_status(StatusCode::UNPROCESSABLE_ENTITY, html.await?))
        }
        Err(fault) => Err(fault),
    }
}
