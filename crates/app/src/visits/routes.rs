//! Today's visits and the form after one. Names, telephones and promises are shown: every page leaves readings behind first.
use super::pages::OfflinePage;
use super::{Visit, form, today};
use crate::asked::{Asking, Form, Measured};
use crate::deeds::receipt;
use crate::households::{self, Household};
use crate::people::{Person, Reading};
use crate::powers::Power;
use crate::web::forms::answer;
use crate::web::html::query_value;
use crate::web::layout::Place;
use crate::web::{Answer, App, Cx, Fault, Fields};
use axum::Router;
use axum::extract::{Path, Query};
use axum::routing::get;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/visits", get(show))
        .route("/visits/offline", get(offline))
        .route("/visits/{code}", get(visit).post(save))
        .route("/visits/{code}/received", get(received))
}

async fn show(cx: Cx) -> Answer {
    let homes = cx
        .read(|r, cx| {
            let actor = cx.actor(r)?;
            today::homes(r, &actor.pseudonym, &actor.day)
        })
        .await?;
    if !homes.is_empty() {
        cx.write(Power::SeeHouseholds(String::new()), move |tx| homes.iter().try_for_each(|home| Reading::note(tx, &home.id))).await?;
    }
    cx.page(today::page).await
}

/// The same page for everybody: what it opens lies on the phone.
async fn offline(cx: Cx) -> Answer {
    cx.page(|r, cx| {
        cx.person()?;
        Ok(OfflinePage { shell: cx.shell(r, Place::Other)? })
    })
    .await
}

#[derive(serde::Deserialize)]
struct Which {
    #[serde(default)]
    visit: String,
}

/// What was written down of a visit that is no deed.
async fn received(cx: Cx, Path(code): Path<String>, Query(which): Query<Which>) -> Answer {
    cx.page(move |r, cx| receipt::of_visit_alone(r, cx, &code, &which.visit)).await
}

async fn find(cx: &Cx, code: &str) -> Result<Household, Fault> {
    let code = code.to_owned();
    cx.read(move |r, cx| {
        cx.person()?;
        households::find::by_code(r, &code)?.ok_or(Fault::Missing)
    })
    .await
}

async fn visit(cx: Cx, Path(code): Path<String>) -> Answer {
    let home = find(&cx, &code).await?;
    cx.write(Power::VisitHousehold(home.id.clone()), move |tx| Reading::note(tx, &home.id)).await?;
    cx.page(move |r, cx| form::page(r, cx, &code, None)).await
}

async fn save(cx: Cx, Path(code): Path<String>, fields: Fields) -> Answer {
    let home = find(&cx, &code).await?;
    let (new, by) = (form::read(&fields), cx.person()?);
    let measured = Measured::of(&fields, cx.app.db.clock().now_ms());
    let made = cx.write(Power::VisitHousehold(home.id.clone()), move |tx| {
        let (visitor, before): (Person, _) = (tx.get(&by)?, tx.find::<Visit>(&new.id)?);
        let visit = Visit::make(tx, &home, &new, &visitor, &by)?;
        if before.is_none() {
            Asking::keep_own(tx, Form::Visit, measured)?;
        }
        Ok(visit)
    });
    let (made, of) = (made.await, code.clone());
    let receipt = move |visit: &Visit| match visit.deed.as_str() {
        "" => format!("/visits/{of}/received?visit={}", query_value(&visit.id)),
        deed => format!("/deeds/{deed}/received"),
    };
    answer(&cx, made, fields, receipt, move |r, cx, refused| form::page(r, cx, &code, refused)).await
}
