//! A slip is printed by whoever checks the record, and answered by whoever holds its code.
use super::code::Code;
use super::pages::{AnsweredPage, ConfirmPage, SlipPage};
use super::{Reply, Slip, find, view};
use crate::accounts::{secrets, tries};
use crate::deeds::view::Lookup;
use crate::powers::Power;
use crate::web::forms::Errors;
use crate::web::layout::{Link, Place, Shell};
use crate::web::speak::page_with_status;
use crate::web::{Answer, App, Cx, Fault, Fields, see_other};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, HeaderValue};
use axum::routing::{get, post};
use ledger::Read;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/deeds/{id}/slip", post(print))
        .route("/confirm", get(show).post(open))
        .route("/confirm/answer", post(answer))
        .route("/confirm/{code}", get(scanned))
}

/// Codes that are made before it is given up that one is free.
const CODES: usize = 8;

async fn print(cx: Cx, Path(id): Path<String>) -> Answer {
    let (asked, by) = (id.clone(), cx.person()?);
    cx.read(move |r, cx| cx.may(r, &Power::PrintSlip(asked))).await?;
    for _ in 0..CODES {
        let code = Code::new()?;
        let hash = secrets::hash(code.digits().to_owned(), code.digits().to_owned()).await?;
        let (deed, locator, by) = (id.clone(), code.locator().to_owned(), by.clone());
        let slip = cx.write(Power::PrintSlip(id.clone()), move |tx| Slip::print(tx, &deed, &locator, &hash, &by)).await?;
        if let Some(slip) = slip {
            return kept_nowhere(cx.page(move |r, cx| printed(r, cx, &slip, &code)).await?);
        }
    }
    Err(Fault::Lost)
}

fn printed(r: &mut Read, cx: &Cx, slip: &Slip, code: &Code) -> Result<SlipPage, Fault> {
    let (deed, content) = slip.asks(r)?.ok_or(Fault::Stale)?;
    // What the print says at its foot leads whoever was served to the right place.
    let shell = Shell { path: "/confirm".to_owned(), ..cx.shell(r, Place::Checks)? };
    let address = format!("{}/confirm", cx.origin());
    let facts = Lookup::new(&shell.w).facts(r, &shell.w, &deed, &content, (true, true))?;
    Ok(SlipPage {
        back: Link { href: format!("/checks?at={}", deed.id), label: shell.t("checks.title").to_owned() },
        asked: view::asked(r, &shell.w, &deed, &content)?,
        // A need's own words for whom it was are for the office: on paper it is said what it was about.
        to: if facts.need.is_some() { Vec::new() } else { facts.served },
        code: code.groups(),
        scan: format!("{address}/{}", code.digits()),
        address,
        shell,
    })
}

/// Not in the browser's drawer either.
fn kept_nowhere(mut response: axum::response::Response) -> Answer {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

#[derive(serde::Deserialize)]
struct Done {
    #[serde(default)]
    done: String,
}

async fn show(cx: Cx, Query(done): Query<Done>) -> Answer {
    if done.done.is_empty() {
        return cx.page(|r, cx| page(r, cx, None, &Fields::default(), Errors::default())).await;
    }
    cx.page(|r, cx| Ok(AnsweredPage { shell: cx.shell(r, Place::Other)? })).await
}

/// The slip of a code; each code that is not right counts against the slip that it points to, as a password does against its account.
async fn slip_of(cx: &Cx, text: &str) -> Result<(Slip, Code), Fault> {
    let code = Code::read(text)?;
    let pointed = format!("slip {}", code.locator());
    tries::count(cx, &pointed).await?;
    let locator = code.locator().to_owned();
    let slip = cx.read(move |r, _| Ok(find::by_locator(r, &locator)?)).await?;
    let right = secrets::holds(slip.as_ref().map(|slip| slip.code.clone()), code.digits().to_owned()).await?;
    let Some(slip) = slip.filter(|_| right) else { return Err(Fault::invalid("code", "need.slip_unknown")) };
    tries::forget(cx, &pointed).await?;
    Ok((slip, code))
}

async fn open(cx: Cx, fields: Fields) -> Answer {
    match slip_of(&cx, fields.get("code")).await {
        Ok((slip, code)) => asks(cx, slip, code, fields, Errors::default(), StatusCode::OK).await,
        Err(fault) => again(&cx, fields, fault, StatusCode::UNPROCESSABLE_ENTITY).await,
    }
}

async fn scanned(cx: Cx, Path(text): Path<String>) -> Answer {
    let fields = Fields::from(vec![("code".to_owned(), text.clone())]);
    match slip_of(&cx, &text).await {
        Ok((slip, code)) => asks(cx, slip, code, fields, Errors::default(), StatusCode::OK).await,
        Err(fault) => again(&cx, fields, fault, StatusCode::NOT_FOUND).await,
    }
}

async fn answer(cx: Cx, fields: Fields) -> Answer {
    let (slip, code) = match slip_of(&cx, fields.get("code")).await {
        Ok(found) => found,
        Err(fault) => return again(&cx, fields, fault, StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    let (id, words) = (slip.id.clone(), fields.get("words").to_owned());
    let outcome = match Reply::parse(fields.get("answer")) {
        Some(reply) => cx.write(Power::Confirm(id.clone()), move |tx| tx.get::<Slip>(&id)?.answer(tx, reply, &words)).await,
        None => Err(Fault::invalid("answer", "need.choice")),
    };
    match outcome {
        Ok(()) => see_other("/confirm?done=yes"),
        Err(fault @ Fault::Invalid { .. }) => {
            let mut errors = Errors::default();
            let w = cx.read(|r, cx| cx.words(r)).await?;
            errors.add(fault.field().unwrap_or(""), fault.sentence(&w));
            asks(cx, slip, code, fields, errors, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(fault) => Err(fault),
    }
}

/// What the slip asks, to be answered.
async fn asks(cx: Cx, slip: Slip, code: Code, fields: Fields, errors: Errors, status: StatusCode) -> Answer {
    let html = cx.read(move |r, cx| {
        cx.may(r, &Power::Confirm(slip.id.clone()))?;
        let page = page(r, cx, Some((&slip, &code)), &fields, errors)?;
        page.render().map_err(|e| Fault::broken(e.to_string()))
    });
    kept_nowhere(page_with_status(status, html.await?))
}

/// The code is asked for once more.
async fn again(cx: &Cx, fields: Fields, fault: Fault, status: StatusCode) -> Answer {
    if !matches!(fault, Fault::Invalid { .. }) {
        return Err(fault);
    }
    let html = cx.read(move |r, cx| {
        let mut errors = Errors::default();
        errors.add("code", fault.sentence(&cx.words(r)?));
        page(r, cx, None, &fields, errors)?.render().map_err(|e| Fault::broken(e.to_string()))
    });
    Ok(page_with_status(status, html.await?))
}

fn page(r: &mut Read, cx: &Cx, known: Option<(&Slip, &Code)>, fields: &Fields, errors: Errors) -> Result<ConfirmPage, Fault> {
    let asked = match known {
        Some((slip, _)) => {
            let (deed, content) = slip.opens(r)?;
            let w = cx.words(r)?;
            Some(view::asked(r, &w, &deed, &content)?)
        }
        None => None,
    };
    let typed: String = fields.get("code").chars().take(40).collect();
    let words = fields.get("words").to_owned();
    let mut shell = cx.shell(r, Place::Other)?;
    if known.is_some() {
        // No link of the page, nor its print, carries the code on.
        "/confirm".clone_into(&mut shell.path);
    }
    Ok(ConfirmPage { asked, code: known.map_or(typed, |(_, code)| code.groups()), words, errors, shell })
}
