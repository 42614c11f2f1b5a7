//! The realm's settings, for its administrator.
use super::Realm;
use super::pages::RealmPage;
use crate::powers::Power;
use crate::web::forms::Errors;
use crate::web::layout::Place;
use crate::web::speak::page_with_status;
use crate::web::{Answer, App, Cx, Fault, Fields, see_other};
use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use ledger::Read;

pub fn routes() -> Router<App> {
    Router::new().route("/realm", get(show).post(change))
}

async fn show(cx: Cx) -> Answer {
    let saved = cx.path.contains("done=saved");
    cx.page(move |r, cx| {
        let realm = cx.realm(r)?;
        page(r, cx, realm, Errors::default(), saved)
    })
    .await
}

fn page(r: &mut Read, cx: &Cx, realm: Realm, errors: Errors, saved: bool) -> Result<RealmPage, Fault> {
    cx.may(r, &Power::ManageRealm)?;
    Ok(RealmPage::draw(cx.shell(r, Place::Other)?, &realm, errors, saved))
}

async fn change(cx: Cx, fields: Fields) -> Answer {
    let wanted = fields.clone();
    let changed = cx
        .write(Power::ManageRealm, move |tx| {
            let old = Realm::find(tx)?.ok_or(Fault::NotSetUp)?;
            let rev = wanted.get("rev").parse::<i64>().ok();
            if rev != Some(old.rev) {
                return Err(Fault::Stale);
            }
            old.change(tx, &typed(&old, &wanted))
        })
        .await;
    match changed {
        Ok(_) => see_other("/realm?done=saved"),
        Err(fault @ Fault::Invalid { .. }) => {
            let html = cx.read(move |r, cx| again(r, cx, &fields, &fault)).await?;
            Ok(page_with_status(StatusCode::UNPROCESSABLE_ENTITY, html))
        }
        Err(other) => Err(other),
    }
}

fn again(r: &mut Read, cx: &Cx, fields: &Fields, fault: &Fault) -> Result<String, Fault> {
    let realm = cx.realm(r)?;
    let mut errors = Errors::default();
    errors.add(fault.field().unwrap_or(""), fault.sentence(&cx.words(r)?));
    page(r, cx, typed(&realm, fields), errors, false)?.render().map_err(|e| Fault::broken(e.to_string()))
}

/// The realm as the form has it. Zone and clock stay: days are already counted by them.
fn typed(old: &Realm, fields: &Fields) -> Realm {
    let text = |name: &str| fields.get(name).to_owned();
    Realm {
        name: text("realm"),
        rules: text("rules"),
        words: text("words"),
        telephone: text("phone"),
        address: text("address"),
        currency: text("currency"),
        ..old.clone()
    }
}
