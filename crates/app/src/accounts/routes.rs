//! Coming in and going out: the first run, signing in, claiming a code, sessions.
use super::pages::{ClaimPage, FirstRunPage, MySessionsPage, Session, SignInPage};
use super::sessions::{self, Kind};
use super::{Account, Invitation, SetUp, access, find, secrets, sheet, tries};
use crate::people;
use crate::powers::Power;
use crate::realm::{Realm, local, pages::currencies};
use crate::web::fields::Fields;
use crate::web::forms::{Choice, Errors};
use crate::web::layout::{Place, Shell};
use crate::web::speak::page_with_status;
use crate::web::words::Words;
use crate::web::{Answer, App, Cx, Fault, see_other};
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect};
use axum::routing::{get, post};
use ledger::{Chance, Read};
use subtle::ConstantTimeEq;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/first-run/{code}", get(first_run).post(set_up))
        .route("/sign-in", get(sign_in_page).post(sign_in))
        .route("/sign-out", post(sign_out))
        .route("/join/{code}", get(join).post(claim))
        .route("/sessions", get(my_sessions))
        .route("/sessions/end", post(end_sessions))
        .merge(access::routes())
        .merge(sheet::routes())
}

/// Draws a form again with the sentence beside the field that could not be taken; other faults go on as they are.
fn again<P: Template>(fault: &Fault, w: &Words, page: impl FnOnce(Errors) -> P) -> Answer {
    let Fault::Invalid { field, .. } = fault else { return Err(fault.clone()) };
    let mut errors = Errors::default();
    errors.add(field, fault.sentence(w));
    let html = page(errors).render().map_err(|e| Fault::broken(e.to_string()))?;
    Ok(page_with_status(StatusCode::UNPROCESSABLE_ENTITY, html))
}

/// A new session for this device; the reader goes on at `next` with its cookie.
/// # Errors
/// When the session cannot be written.
pub async fn enter(cx: &Cx, account: Account, kind: Kind, device: String, next: &str) -> Answer {
    let token = hex::encode(Chance::from_machine()?.bytes::<32>());
    let cookie = sessions::cookie(&token, kind, cx.app.settings.secure);
    let now = cx.app.db.clock().now_ms();
    cx.scratch(move |s| sessions::start(s, &token, &account.id, account.epoch, kind, &device, now)).await?;
    Ok((AppendHeaders([(header::SET_COOKIE, cookie)]), Redirect::to(next)).into_response())
}

/// The link's word is this server's, and there is no realm yet.
async fn first_link(cx: &Cx, code: &str) -> Result<(), Fault> {
    let word = cx.app.settings.set_up_code.as_bytes();
    if word.is_empty() || !bool::from(word.ct_eq(code.as_bytes())) {
        return Err(Fault::Missing);
    }
    match cx.read(|r, _| Ok(Realm::find(r)?)).await? {
        None => Ok(()),
        Some(_) => Err(Fault::StaleCode),
    }
}

async fn first_run(cx: Cx, Path(code): Path<String>) -> Answer {
    first_link(&cx, &code).await?;
    cx.page(|_, cx| Ok(first_page(cx.bare_shell(), &Fields::default(), Errors::default()))).await
}

async fn set_up(cx: Cx, Path(code): Path<String>, headers: HeaderMap, fields: Fields) -> Answer {
    first_link(&cx, &code).await?;
    let shell = cx.bare_shell();
    match make_realm(&cx, &fields).await {
        Ok(account) => enter(&cx, account, Kind::Desk, device(&headers), "/todo").await,
        Err(fault) => again(&fault, &shell.w.clone(), |errors| first_page(shell, &fields, errors)),
    }
}

async fn make_realm(cx: &Cx, fields: &Fields) -> Result<Account, Fault> {
    let text = |name: &str| fields.get(name).to_owned();
    let realm = Realm {
        id: "realm".into(),
        rev: 1,
        name: text("realm"),
        zone: text("time_zone"),
        rules: text("rules"),
        words: text("words"),
        telephone: text("phone"),
        address: text("address"),
        offset_ms: 0,
        demonstration: false,
        currency: fields.some("currency").unwrap_or_else(|| "CNY".into()),
    };
    let set_up = SetUp { realm, unit_code: text("unit_code"), name: text("name"), code: text("code") };
    let password = secrets::hash(text("password"), text("password_again")).await?;
    cx.write(Power::SetUp, move |tx| set_up.make(tx, password)).await
}

const PLACES: [&str; 10] =
    ["Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/"];

fn first_page(shell: Shell, fields: &Fields, errors: Errors) -> FirstRunPage {
    let or = |name: &str, first: &str| fields.some(name).unwrap_or_else(|| first.to_owned());
    let zone = or("time_zone", "Asia/Shanghai");
    // Places of today; the database also keeps names of countries and offsets that nobody looks for.
    let place = |zone: &String| zone == "UTC" || PLACES.iter().any(|part| zone.starts_with(part));
    let mut zones: Vec<String> = jiff::tz::db().available().map(|z| z.to_string()).filter(place).collect();
    zones.sort();
    // Whoever reads English is seldom a county's office.
    let (rules, words) = if shell.lang().is_han() { ("cn", "county-cn") } else { ("general", "charity") };
    FirstRunPage {
        action: shell.path.clone(),
        realm: or("realm", ""),
        unit_code: or("unit_code", "1"),
        time_zones: zones.iter().map(|z| Choice::new(z, z, *z == zone)).collect(),
        rules: FirstRunPage::rule_choices(&shell, &or("rules", rules)),
        word_sets: FirstRunPage::word_choices(&shell, &or("words", words)),
        currencies: currencies(&or("currency", "CNY")),
        phone: or("phone", ""),
        address: or("address", ""),
        name: or("name", ""),
        code: or("code", "admin"),
        errors,
        shell,
    }
}

/// A path of ours, or the first page after sign-in: a link from outside must not lead on to another site.
fn local_path(next: &str) -> &str {
    let ours = next.starts_with('/') && !next[1..].starts_with(['/', '\\']) && !next.chars().any(char::is_control);
    if ours { next } else { "/todo" }
}

#[derive(serde::Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

async fn sign_in_page(cx: Cx, axum::extract::Query(query): axum::extract::Query<Next>) -> Answer {
    cx.page(move |r, cx| {
        cx.realm(r)?;
        let next = local_path(&query.next).to_owned();
        Ok(SignInPage { shell: cx.shell(r, Place::Other)?, code: String::new(), next, errors: Errors::default() })
    })
    .await
}

async fn sign_in(cx: Cx, headers: HeaderMap, fields: Fields) -> Answer {
    let (code, next) = (fields.get("code").to_owned(), local_path(fields.get("next")).to_owned());
    tries::count(&cx, &code).await?;
    let wanted = code.clone();
    let account = cx.read(move |r, _| Ok(find::account(r, &wanted)?)).await?;
    let right = secrets::check(account.clone(), fields.get("password").to_owned()).await?;
    if let Some(account) = account.filter(|_| right) {
        tries::forget(&cx, &code).await?;
        return enter(&cx, account, Kind::Desk, device(&headers), &next).await;
    }
    let shell = cx.read(|r, cx| cx.shell(r, Place::Other)).await?;
    again(&Fault::invalid("password", "need.sign_in"), &shell.w.clone(), |errors| SignInPage { shell, code, next, errors })
}

async fn sign_out(cx: Cx) -> Answer {
    if let (Some(session), Ok(person)) = (cx.session.clone(), cx.person()) {
        cx.scratch(move |s| sessions::end(s, &session, &person)).await?;
    }
    gone(&cx)
}

/// Signed out on this device.
fn gone(cx: &Cx) -> Answer {
    let cookie = sessions::cookie("", Kind::Desk, cx.app.settings.secure);
    Ok((AppendHeaders([(header::SET_COOKIE, cookie)]), Redirect::to("/")).into_response())
}

async fn join(cx: Cx, Path(code): Path<String>) -> Answer {
    cx.page(move |r, cx| claim_page(r, cx, &code, Errors::default())).await
}

fn claim_page(r: &mut Read, cx: &Cx, code: &str, errors: Errors) -> Result<ClaimPage, Fault> {
    let now = ledger::stamp(cx.app.db.clock().now_ms());
    let (_, person) = Invitation::open(r, code, &now)?;
    let today = cx.today(r)?;
    let unit = match people::find::unit_on(r, &person.id, &today)? {
        Some(unit) => crate::orgs::find::named(r, &unit, &today)?.map(|u| u.name).unwrap_or_default(),
        None => String::new(),
    };
    let password_required = find::at_a_desk(r, &person)?;
    Ok(ClaimPage {
        shell: cx.shell(r, Place::Other)?,
        action: format!("/join/{code}"),
        name: person.name().to_owned(),
        unit,
        password_required,
        errors,
    })
}

async fn claim(cx: Cx, Path(code): Path<String>, headers: HeaderMap, fields: Fields) -> Answer {
    match use_code(&cx, code.clone(), &fields).await {
        Ok((account, kind)) => enter(&cx, account, kind, device(&headers), "/todo").await,
        Err(fault) => {
            let page = cx.read(move |r, cx| claim_page(r, cx, &code, Errors::default())).await?;
            again(&fault, &page.shell.w.clone(), |errors| ClaimPage { errors, ..page })
        }
    }
}

async fn use_code(cx: &Cx, code: String, fields: &Fields) -> Result<(Account, Kind), Fault> {
    let known = code.clone();
    let (person, at_a_desk) = cx
        .read(move |r, cx| {
            let (_, person) = Invitation::open(r, &known, &ledger::stamp(cx.app.db.clock().now_ms()))?;
            let at_a_desk = find::at_a_desk(r, &person)?;
            Ok((person, at_a_desk))
        })
        .await?;
    let (password, twice) = (fields.get("password").to_owned(), fields.get("password_again").to_owned());
    let wants = at_a_desk || !password.is_empty() || !twice.is_empty();
    let hash = if wants { Some(secrets::hash(password, twice).await?) } else { None };
    let account = cx
        .write(Power::Claim, move |tx| {
            let now = tx.now();
            Invitation::open(tx, &code, &now)?.0.claim(tx, hash)
        })
        .await?;
    // Whoever was locked out by wrong passwords is let in by the code.
    tries::forget(cx, &person.code).await?;
    let own = fields.get("own_phone") == "yes" && !at_a_desk;
    Ok((account, if own { Kind::OwnPhone } else { Kind::Desk }))
}

async fn my_sessions(cx: Cx) -> Answer {
    cx.page(|r, cx| {
        let (person, realm) = (cx.person()?, cx.realm(r)?);
        let shell = cx.shell(r, Place::Other)?;
        let rows = find::sessions(r, &person, &ledger::stamp(cx.app.db.clock().now_ms()))?;
        let session = |row: find::SessionRow| Session {
            device: device_in_words(&shell.w, &row.device),
            since: local(&realm.zone, &row.since),
            seen: local(&realm.zone, &row.seen),
            here: cx.session.as_deref() == Some(&row.id),
            id: row.id,
        };
        let sessions = rows.into_iter().map(session).collect();
        let notice = if cx.path.contains("done=yes") { shell.t("sessions.done").to_owned() } else { String::new() };
        Ok(MySessionsPage { sessions, notice, shell })
    })
    .await
}

async fn end_sessions(cx: Cx, headers: HeaderMap, fields: Fields) -> Answer {
    let person = cx.person()?;
    if fields.get("all") == "yes" {
        return end_all(&cx, person, device(&headers)).await;
    }
    let session = fields.get("session").to_owned();
    let here = cx.session.as_ref() == Some(&session);
    cx.scratch(move |s| sessions::end(s, &session, &person)).await?;
    if here { gone(&cx) } else { see_other("/sessions") }
}

/// Voids every session of the person, then opens one for this device, of the kind it had.
async fn end_all(cx: &Cx, person: String, device: String) -> Answer {
    let here = cx.session.clone();
    let own = person.clone();
    let rows = cx.read(move |r, cx| Ok(find::sessions(r, &own, &ledger::stamp(cx.app.db.clock().now_ms()))?)).await?;
    let kind = rows.iter().find(|row| Some(&row.id) == here.as_ref()).map_or(Kind::Desk, |row| Kind::of(&row.since, &row.until));
    let account = cx.write(Power::OwnAccess, move |tx| tx.get::<Account>(&person)?.end_sessions(tx)).await?;
    enter(cx, account, kind, device, "/sessions?done=yes").await
}

/// What a session remembers of its device: the system's name, and whether it was inside WeChat.
fn device(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or("");
    // An Android names Linux too, and an iPad names Mac: the first that fits is it.
    let system = ["iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux"].into_iter().find(|name| agent.contains(name)).unwrap_or("");
    if agent.contains("MicroMessenger") { format!("wechat {system}") } else { system.to_owned() }
}

fn device_in_words(w: &Words, device: &str) -> String {
    match device.strip_prefix("wechat") {
        Some("" | " ") => w.t("sessions.wechat").to_owned(),
        Some(system) => format!("{} ·{system}", w.t("sessions.wechat")),
        None if device.is_empty() => w.t("sessions.unknown").to_owned(),
        None => device.to_owned(),
    }
}

#[cfg(test)]
mod paths {
    #[test]
    fn only_our_own_paths_are_followed() {
        for (next, to) in [
            ("/mine?a=b", "/mine?a=b"),
            ("", "/todo"),
            ("//evil.example", "/todo"),
            ("/\\evil.example", "/todo"),
            ("https://evil.example", "/todo"),
        ] {
            assert_eq!(super::local_path(next), to);
        }
    }
}
