//! A unit's desk, and its changes. Every form works without script.
use super::{Change, What, find, view};
use crate::web::speak::page_with_status;
use crate::web::{Answer, App, Cx, Fault, Fields, see_other};
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::{get, post};
use ledger::{Read, Tx};

pub fn routes() -> Router<App> {
    let act = |act: &'static str| post(move |cx: Cx, Path(code): Path<String>, fields: Fields| change(cx, code, act, fields));
    Router::new()
        .route("/units/{code}/desk", get(desk))
        .route("/units/{code}/name", act("name"))
        .route("/units/{code}/parent", act("parent"))
        .route("/units/{code}/merger", act("merger"))
        .route("/units/{code}/end", act("end"))
        .route("/units/{code}/order", act("order"))
}

async fn desk(cx: Cx, Path(code): Path<String>) -> Answer {
    cx.page(move |r, cx| view::page(r, cx, &code, None)).await
}

/// Makes the change that a form asks for and shows the unit's desk; or the desk again with what was wrong.
async fn change(cx: Cx, code: String, act: &'static str, fields: Fields) -> Answer {
    let (form, unit) = (fields.clone(), code.clone());
    let prepared = move |r: &mut Read, _: &str| {
        let change = asked(r, unit, act, &form)?;
        Ok((change.power(), (change, form.get("seen").to_owned())))
    };
    let make = |tx: &mut Tx, (change, seen): (Change, String)| {
        let newest = find::history(tx, &change.unit)?.first().map(|change| change.id.clone()).unwrap_or_default();
        if newest == seen { change.make(tx) } else { Err(Fault::Stale) }
    };
    match cx.write_prepared(prepared, make).await {
        Ok(()) => see_other(&format!("/units/{code}/desk")),
        Err(fault @ Fault::Invalid { .. }) => {
            let page = cx.read(move |r, cx| {
                let page = view::page(r, cx, &code, Some((act, &fields, &fault)))?;
                page.render().map_err(|e| Fault::broken(e.to_string()))
            });
            Ok(page_with_status(StatusCode::UNPROCESSABLE_ENTITY, page.await?))
        }
        Err(fault) => Err(fault),
    }
}

fn asked(r: &mut Read, unit: String, act: &str, fields: &Fields) -> Result<Change, Fault> {
    let day = fields.get("day").to_owned();
    let other = |r: &mut Read, field: &'static str| {
        let text = fields.get(field);
        find::code_of(r, text, &day)?.ok_or_else(|| Fault::says(field, "need.unit", &[("code", &text)]))
    };
    let what = match act {
        "name" => What::Rename(fields.get("name").to_owned()),
        "parent" => What::Move(other(r, "parent")?),
        "merger" => What::Merge(other(r, "into")?),
        "end" => What::End,
        _ => What::Order(fields.get("rank").parse().map_err(|_| Fault::says("rank", "need.whole", &[("text", &fields.get("rank"))]))?),
    };
    Ok(Change { unit, day, reason: fields.get("reason").to_owned(), what })
}
