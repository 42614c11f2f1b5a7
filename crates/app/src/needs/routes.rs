//! Needs: the list, one of them, what is done with it. Whoever opens one whole leaves a reading behind, before the page is drawn.
use super::forms::{self, Act};
use super::listing::{self, Asked};
use super::{Need, find, view};
use crate::asked::{self, Asking, Measured};
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
        .route("/needs", get(list))
        .route("/needs.csv", get(list_file))
        .route("/needs.xlsx", get(list_file))
        .route("/needs/new", get(new).post(raise))
        .route("/needs/{number}", get(need))
        .route("/needs/{number}/{act}", get(form).post(act))
}

#[derive(serde::Deserialize, Default)]
struct At {
    #[serde(default)]
    unit: String,
    #[serde(default)]
    household: String,
}

async fn list(cx: Cx, Query(asked): Query<Asked>) -> Answer {
    cx.page(move |r, cx| listing::page(r, cx, &asked)).await
}

async fn list_file(cx: Cx, kind: Kind, Query(asked): Query<Asked>) -> Answer {
    cx.read(move |r, cx| listing::file(r, cx, &asked, kind)).await?.answer()
}

async fn find(cx: &Cx, number: i64) -> Result<Need, Fault> {
    cx.read(move |r, cx| {
        cx.person()?;
        find::by_position(r, number)?.ok_or(Fault::Missing)
    })
    .await
}

/// Writes down that it is opened, under the decision that it may be: of a household's file, where it hangs on one.
async fn opened(cx: &Cx, number: i64) -> Result<(), Fault> {
    let need = find(cx, number).await?;
    let object = if need.household.is_empty() { need.id.clone() } else { need.household.clone() };
    let erases = Power::EraseNeed(need.id.clone());
    match cx.write(Power::ReadNeed(need.id), move |tx| Reading::note(tx, &object)).await {
        Err(fault) => Err(erasure::routes::unopened(cx, fault, erases).await),
        done => done,
    }
}

async fn need(cx: Cx, Path(number): Path<i64>) -> Answer {
    opened(&cx, number).await?;
    cx.page(move |r, cx| view::page(r, cx, number)).await
}

async fn form(cx: Cx, Path((number, act)): Path<(i64, String)>) -> Answer {
    let act = Act::parse(&act)?;
    cx.page(move |r, cx| forms::page(r, cx, (number, act), None)).await
}

async fn act(cx: Cx, Path((number, act)): Path<(i64, String)>, fields: Fields) -> Answer {
    let act = Act::parse(&act)?;
    let need = find(&cx, number).await?;
    let (form, by, id) = (fields.clone(), cx.person()?, need.id.clone());
    let measured = Measured::of(&fields, cx.app.db.clock().now_ms());
    let done = cx.write(act.power(&need.id), move |tx| {
        let need: Need = tx.get(&id)?;
        act.done(tx, need, &form, &by)?;
        Asking::keep_own(tx, asked::Form::Need, measured)
    });
    let done = done.await;
    // Who hands a need on may have no more to do with it.
    let (read, own) = (Power::ReadNeed(need.id.clone()), "/needs?own=1&done=handed".to_owned());
    let next = if done.is_ok() && cx.read(move |r, cx| cx.may(r, &read)).await.is_err() { own } else { need.path() };
    answer(&cx, done, fields, |()| next, move |r, cx, refused| forms::page(r, cx, (number, act), refused)).await
}

async fn new(cx: Cx, Query(asked): Query<At>) -> Answer {
    cx.page(move |r, cx| forms::new(r, cx, (&asked.unit, &asked.household), None)).await
}

async fn raise(cx: Cx, fields: Fields) -> Answer {
    let new = forms::read_new(&fields);
    let (unit, household) = (new.unit.clone(), new.household.clone());
    let power = Power::RaiseNeed { unit: unit.clone(), household: household.clone() };
    let measured = Measured::of(&fields, cx.app.db.clock().now_ms());
    let done = cx.write(power, move |tx| {
        let before = tx.find::<Need>(&new.id)?;
        let need = Need::raise(tx, &new)?;
        if before.is_none() {
            Asking::keep_own(tx, asked::Form::Need, measured)?;
        }
        Ok(need)
    });
    let done = done.await;
    answer(&cx, done, fields, Need::path, move |r, cx, refused| forms::new(r, cx, (&unit, &household), refused)).await
}
