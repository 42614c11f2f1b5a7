//! Rosters: the list, one of them, a subject, what is done with them. Whoever opens a person's line whole leaves a reading behind, before the page is
//! drawn.
use super::forms::{self, AskedWhom};
use super::model::Roster;
use super::service::Service;
use super::service_form;
use super::subject::Subject;
use super::{find, listing, subject_view, view};
use crate::asked::{Asking, Form, Measured};
use crate::erasure;
use crate::people::Reading;
use crate::powers::Power;
use crate::web::download::Kind;
use crate::web::forms::answer;
use crate::web::{Answer, App, Cx, Fault, Fields};
use axum::Router;
use axum::extract::{Path, Query};
use axum::routing::get;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/rosters", get(list))
        .route("/rosters.csv", get(list_file))
        .route("/rosters.xlsx", get(list_file))
        .route("/rosters/new", get(new).post(make))
        .route("/rosters/{number}", get(roster))
        .route("/rosters/{number}/subjects.csv", get(subject_file))
        .route("/rosters/{number}/subjects.xlsx", get(subject_file))
        .route("/rosters/{number}/change", get(change).post(save))
        .route("/rosters/{number}/assignment", get(assignment).post(assign))
        .route("/rosters/{number}/subjects/new", get(add).post(put_on))
        .route("/rosters/{number}/subjects/{subject}", get(subject))
        .route("/rosters/{number}/subjects/{subject}/service", get(service).post(serve))
        .route("/rosters/{number}/subjects/{subject}/end", get(end).post(take_off))
}

#[derive(serde::Deserialize, Default)]
struct At {
    #[serde(default)]
    unit: String,
}

async fn list(cx: Cx, Query(asked): Query<listing::Asked>) -> Answer {
    cx.page(move |r, cx| listing::page(r, cx, &asked)).await
}

async fn list_file(cx: Cx, kind: Kind, Query(asked): Query<listing::Asked>) -> Answer {
    cx.read(move |r, cx| listing::file(r, cx, &asked, kind)).await?.answer()
}

async fn roster(cx: Cx, Path(number): Path<i64>, Query(asked): Query<view::Asked>) -> Answer {
    cx.page(move |r, cx| view::page(r, cx, number, &asked)).await
}

async fn subject_file(cx: Cx, kind: Kind, Path(number): Path<i64>, Query(asked): Query<view::Asked>) -> Answer {
    cx.read(move |r, cx| view::file(r, cx, number, &asked, kind)).await?.answer()
}

async fn new(cx: Cx, Query(asked): Query<At>) -> Answer {
    cx.page(move |r, cx| forms::new(r, cx, &asked.unit, None)).await
}

async fn make(cx: Cx, fields: Fields) -> Answer {
    let new = forms::read_roster(&fields);
    let unit = new.unit.clone();
    let done = cx.write(Power::MakeRoster(unit.clone()), move |tx| Roster::make(tx, &new)).await;
    answer(&cx, done, fields, Roster::path, move |r, cx, refused| forms::new(r, cx, &unit, refused)).await
}

async fn change(cx: Cx, Path(number): Path<i64>) -> Answer {
    cx.page(move |r, cx| forms::change(r, cx, number, None)).await
}

async fn save(cx: Cx, Path(number): Path<i64>, fields: Fields) -> Answer {
    let (roster, new) = (by_number(&cx, number).await?, forms::read_roster(&fields));
    let rev = fields.get("seen").parse().unwrap_or(0);
    let done = cx.write(Power::KeepRoster(roster.id.clone()), move |tx| tx.get::<Roster>(&roster.id)?.change(tx, rev, &new)).await;
    answer(&cx, done, fields, Roster::path, move |r, cx, refused| forms::change(r, cx, number, refused)).await
}

async fn add(cx: Cx, Path(number): Path<i64>) -> Answer {
    cx.page(move |r, cx| forms::add(r, cx, number, None)).await
}

async fn put_on(cx: Cx, Path(number): Path<i64>, fields: Fields) -> Answer {
    let (roster, new) = (by_number(&cx, number).await?, forms::read_subject(&fields));
    let (power, path) = (Power::KeepRoster(roster.id.clone()), roster.path());
    let done = cx.write(power, move |tx| Subject::add(tx, &roster, &new)).await;
    answer(&cx, done, fields, move |_| path, move |r, cx, refused| forms::add(r, cx, number, refused)).await
}

async fn assignment(cx: Cx, Path(number): Path<i64>, Query(asked): Query<AskedWhom>) -> Answer {
    cx.page(move |r, cx| forms::assign(r, cx, number, &asked, None)).await
}

async fn assign(cx: Cx, Path(number): Path<i64>, Query(asked): Query<AskedWhom>, fields: Fields) -> Answer {
    let (roster, form) = (by_number(&cx, number).await?, fields.clone());
    let (power, path) = (Power::KeepRoster(roster.id.clone()), format!("{}/assignment", roster.path()));
    let done = cx.write(power, move |tx| forms::give(tx, &roster, &form)).await;
    answer(&cx, done, fields, move |()| path, move |r, cx, refused| forms::assign(r, cx, number, &asked, refused)).await
}

/// Writes down that a person's line is opened by who sees it whole.
async fn opened(cx: &Cx, numbers: (i64, i64)) -> Result<(), Fault> {
    let noted = cx.read(move |r, cx| {
        cx.person()?;
        let (roster, subject) = subject_view::found(r, numbers)?;
        Ok((subject_view::sees(r, cx, &roster, &subject)? && roster.is_of_people()).then_some(subject.id))
    });
    let Some(id) = noted.await? else { return Ok(()) };
    cx.write(Power::ServeSubject(id.clone()), move |tx| Reading::note(tx, &id)).await
}

async fn subject(cx: Cx, Path(numbers): Path<(i64, i64)>) -> Answer {
    if let Err(fault) = opened(&cx, numbers).await {
        let (_, subject) = of_numbers(&cx, numbers).await?;
        return Err(erasure::routes::unopened(&cx, fault, Power::EraseSubject(subject.id)).await);
    }
    cx.page(move |r, cx| subject_view::page(r, cx, numbers)).await
}

async fn service(cx: Cx, Path(numbers): Path<(i64, i64)>) -> Answer {
    opened(&cx, numbers).await?;
    cx.page(move |r, cx| service_form::page(r, cx, numbers, None)).await
}

async fn serve(cx: Cx, Path(numbers): Path<(i64, i64)>, fields: Fields) -> Answer {
    let (_, subject) = of_numbers(&cx, numbers).await?;
    let (form, by, id) = (fields.clone(), cx.person()?, subject.id);
    let measured = Measured::of(&fields, cx.app.db.clock().now_ms());
    let done = cx.write(Power::ServeSubject(id.clone()), move |tx| {
        let before = tx.find::<Service>(form.get("id"))?;
        let service = service_form::done(tx, &id, &form, &by)?;
        if before.is_none() {
            Asking::keep_own(tx, Form::Record, measured)?;
        }
        Ok(service)
    });
    let done = done.await;
    answer(
        &cx,
        done,
        fields,
        |service| format!("/deeds/{}/received", service.deed),
        move |r, cx, refused| service_form::page(r, cx, numbers, refused),
    )
    .await
}

async fn end(cx: Cx, Path(numbers): Path<(i64, i64)>) -> Answer {
    cx.page(move |r, cx| forms::end(r, cx, numbers, None)).await
}

async fn take_off(cx: Cx, Path(numbers): Path<(i64, i64)>, fields: Fields) -> Answer {
    let (roster, subject) = of_numbers(&cx, numbers).await?;
    let (mistaken, path) = (fields.get("mistaken") == "yes", roster.path());
    let done = cx.write(Power::KeepRoster(roster.id), move |tx| tx.get::<Subject>(&subject.id)?.end(tx, mistaken)).await;
    answer(&cx, done, fields, move |_| path, move |r, cx, refused| forms::end(r, cx, numbers, refused)).await
}

async fn by_number(cx: &Cx, number: i64) -> Result<Roster, Fault> {
    cx.read(move |r, cx| {
        cx.person()?;
        find::by_position(r, number)?.ok_or(Fault::Missing)
    })
    .await
}

async fn of_numbers(cx: &Cx, numbers: (i64, i64)) -> Result<(Roster, Subject), Fault> {
    cx.read(move |r, cx| {
        cx.person()?;
        subject_view::found(r, numbers)
    })
    .await
}
