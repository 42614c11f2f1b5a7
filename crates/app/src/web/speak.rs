//! The layers around every route: a fault becomes a page in the reader's language or a problem document, and every answer
//! carries the headers that keep a browser from doing more than it was asked.
use super::cx::{App, Cx};
use super::fault::Fault;
use super::layout::Place;
use super::words::Words;
use crate::realm::Realm;
use askama::Template;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use serde_json::json;

const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; \
                   form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'";

/// Says a fault to its reader, and sets the headers.
pub async fn speak(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let cx = Cx::anonymous(&parts, &app);
    let cookie = parts.headers.contains_key(header::COOKIE);
    let for_reader = if cookie { Cx::from_request_parts(&mut parts, &app).await.unwrap_or_else(|_| cx.clone()) } else { cx.clone() };
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let api = cx.path.starts_with("/api/");
    if response.extensions().get::<Fault>().is_none() && is_plain_error(&response) {
        let fault = of_status(response.status());
        response.extensions_mut().insert(fault);
    }
    if let Some(fault) = response.extensions().get::<Fault>().cloned() {
        if let Fault::Broken(what) = &fault {
            tracing::error!(path = cx.path.split('?').next().unwrap_or(""), "{what}");
        }
        response = if api { problem(&fault, &cx) } else { page(&fault, for_reader).await };
    }
    if let Some(onward) = onward(&cx, &response) {
        response.headers_mut().insert(header::LOCATION, onward);
    }
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CSP));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    if !headers.contains_key(header::CACHE_CONTROL) {
        let kept = if cookie || api { "no-store" } else { "no-cache" };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    }
    response
}

/// Where a form leads on to, in the language its reader chose.
fn onward(cx: &Cx, response: &Response) -> Option<HeaderValue> {
    let to = response.headers().get(header::LOCATION)?.to_str().ok()?;
    if !to.starts_with('/') || to.contains("lang=") || !(cx.lang_explicit || cx.large) {
        return None;
    }
    HeaderValue::from_str(&cx.bare_shell().href(to)).ok()
}

/// An error of the framework's own: text without a meaning of ours.
fn is_plain_error(response: &Response) -> bool {
    let json = response.headers().get(header::CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"application/problem"));
    (response.status().is_client_error() || response.status().is_server_error()) && !json && response.headers().get("x-page").is_none()
}

fn of_status(status: StatusCode) -> Fault {
    match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Fault::Missing,
        StatusCode::PAYLOAD_TOO_LARGE => Fault::TooLarge,
        StatusCode::FORBIDDEN => Fault::Barred("barred.origin"),
        s if s.is_client_error() => Fault::invalid("body", "need.body"),
        s => Fault::broken(s.to_string()),
    }
}

fn problem(fault: &Fault, cx: &Cx) -> Response {
    let w = Words::new(cx.lang, "county-cn");
    let mut body = json!({ "title": fault.title(&w), "detail": format!("{} {}", fault.sentence(&w), fault.advice(&w)), "code": fault.kind().1, "status": fault.kind().0 });
    if let Some(field) = fault.field() {
        body["field"] = field.into();
    }
    if let Fault::Kept(conflict) = fault {
        body["conflict"] = conflict.as_str().into();
    }
    with_status(fault, ([(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response())
}

async fn page(fault: &Fault, cx: Cx) -> Response {
    let shell = cx.read(|r, cx| cx.shell(r, Place::Other)).await.unwrap_or_else(|_| cx.bare_shell());
    // Before there is a realm nobody can sign in.
    let fault = if matches!(fault, Fault::SignIn) && cx.read(|r, _| Ok(Realm::find(r)?)).await.is_ok_and(|realm| realm.is_none()) {
        &Fault::NotSetUp
    } else {
        fault
    };
    let html = fault.page(shell).render().unwrap_or_default();
    with_status(fault, Html(html).into_response())
}

fn with_status(fault: &Fault, mut response: Response) -> Response {
    *response.status_mut() = StatusCode::from_u16(fault.kind().0).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let Some(seconds) = fault.retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// For pages that carry an error status of their own: they are already in words.
pub fn page_with_status(status: StatusCode, html: String) -> Response {
    let mut response = (status, Html(html)).into_response();
    response.headers_mut().insert("x-page", HeaderValue::from_static("1"));
    response
}
