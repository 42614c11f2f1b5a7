//! Finished public pages, kept until the log moves: a page that thousands open is drawn once a change.
use super::Fault;
use super::cx::App;
use super::pieces::Petal;
use super::words::Lang;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header, response::Parts};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};

/// The pages that were drawn at one state of the log.
#[derive(Default)]
pub struct Kept(Mutex<(At, Pages)>, Mutex<HashMap<String, (i64, Vec<Petal>)>>);

/// A page by what decides its look.
type Pages = HashMap<String, (Parts, Bytes)>;

/// Leaves, checkpoints and the minute (a demonstration shows its clock, a campaign ends at midnight).
type At = (i64, u64, i64);

/// Pages kept at most, and the largest kept.
const MOST: usize = 1000;
const LARGEST: usize = 256 * 1024;

impl Kept {
    /// A campaign's petals, drawn at most once a minute: four steps of a drawing need no more, and counting distinct people
    /// is the one thing on the page whose cost grows with them.
    /// # Errors
    /// What `draw` returns.
    pub fn petals(&self, campaign: &str, minute: i64, draw: impl FnOnce() -> Result<Vec<Petal>, Fault>) -> Result<Vec<Petal>, Fault> {
        let mut kept = self.1.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, petals)) = kept.get(campaign).filter(|(at, _)| *at == minute) {
            return Ok(petals.clone());
        }
        let petals = draw()?;
        kept.insert(campaign.to_owned(), (minute, petals.clone()));
        Ok(petals)
    }
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("Kept")
    }
}

/// Answers a stranger's GET from memory when nothing has changed since it was drawn.
pub async fn keep(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some(key) = key(&request) else { return next.run(request).await };
    let pulse = app.db.pulse();
    let state = (pulse.size.load(Ordering::Acquire), pulse.checkpoints.load(Ordering::Acquire), app.db.clock().now_ms() / 60_000);
    {
        let mut kept = app.kept.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 != state {
            *kept = (state, HashMap::new());
        }
        if let Some((parts, body)) = kept.1.get(&key) {
            return Response::from_parts(parts.clone(), Body::from(body.clone()));
        }
    }
    let (parts, body) = next.run(request).await.into_parts();
    let page = parts.status == StatusCode::OK && !parts.headers.contains_key(header::SET_COOKIE);
    let html = parts.headers.get(header::CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"text/html"));
    if !page || !html {
        return Response::from_parts(parts, body);
    }
    // The body is already in memory: a page is a string before it is a response.
    let Ok(bytes) = to_bytes(body, usize::MAX).await else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let mut kept = app.kept.0.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.0 == state && kept.1.len() < MOST && bytes.len() < LARGEST {
        kept.1.insert(key, (parts.clone(), bytes.clone()));
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// What decides how a page looks to a stranger; `None` for everyone and everything else.
fn key(request: &Request) -> Option<String> {
    let headers = request.headers();
    if request.method() != Method::GET || headers.contains_key(header::COOKIE) || headers.contains_key(header::AUTHORIZATION) {
        return None;
    }
    let text = |name| headers.get(name).and_then(|v: &axum::http::HeaderValue| v.to_str().ok()).unwrap_or("");
    let lang = Lang::from_accept_language(text(header::ACCEPT_LANGUAGE));
    let gzip = text(header::ACCEPT_ENCODING).contains("gzip");
    let path = request.uri().path_and_query()?.as_str();
    if path.starts_with("/api/") || path.starts_with("/assets/") || path.starts_with("/confirm/") || path.len() > 500 {
        return None;
    }
    Some(format!("{} {gzip} {} {path}", lang.tag(), text(header::HOST)))
}
