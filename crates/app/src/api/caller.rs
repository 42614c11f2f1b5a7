//! Another program that writes. Who it is, what it means and whether it may are all found out in the transaction that writes:
//! one turn on the writer's thread, whose pages are warm, instead of two reads before it.
use crate::accounts::{Token, hash_code};
use crate::powers::{Power, Who, decide};
use crate::web::{App, Cx, Fault};
use axum::extract::FromRequestParts;
use axum::http::{header::AUTHORIZATION, request::Parts};
use ledger::{Read, Tx};
use std::collections::HashSet;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// Hashes of tokens that were good once. They are looked up again in every transaction; this only keeps strangers from
/// taking the writer's time.
static MET: LazyLock<Mutex<HashSet<String>>> = LazyLock::new(Mutex::default);
const MET_MOST: usize = 10_000;

/// The bearer of a token, not yet looked up in the transaction that counts.
pub struct Caller {
    app: App,
    token: String,
}

impl FromRequestParts<App> for Caller {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|v| v.to_str().ok()).unwrap_or("");
        let token = header.strip_prefix("Bearer ").ok_or(Fault::SignIn)?.to_owned();
        let hash = hash_code(&token);
        if !MET.lock().unwrap_or_else(PoisonError::into_inner).contains(&hash) {
            Cx::from_request_parts(parts, app).await?.person()?;
            let mut met = MET.lock().unwrap_or_else(PoisonError::into_inner);
            if met.len() >= MET_MOST {
                met.clear();
            }
            met.insert(hash);
        }
        Ok(Self { app: app.clone(), token })
    }
}

impl Caller {
    /// Writes: `prepare` reads what is meant and names the power, which is decided before `act` does it.
    /// # Errors
    /// `SignIn` when the token has ended, `Barred`, whatever the closures return.
    pub async fn write<P: Send + 'static, T: Send + 'static>(
        self,
        prepare: impl FnOnce(&mut Read, &str) -> Result<(Power, P), Fault> + Send + 'static,
        act: impl FnOnce(&mut Tx, P) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let (send, receive) = tokio::sync::oneshot::channel();
        let (token, now) = (self.token, self.app.db.clock().now_ms());
        let prepared = Arc::new(Mutex::new(None));
        let given = prepared.clone();
        let leave = move |r: &mut Read| {
            let person = Token::person(r, &token)?.ok_or(Fault::SignIn)?;
            let (power, what) = prepare(r, &person)?;
            *given.lock().unwrap_or_else(PoisonError::into_inner) = Some(what);
            decide(r, &Who::Person(person), &power, now)
        };
        let act = move |tx: &mut Tx| {
            let what = prepared.lock().unwrap_or_else(PoisonError::into_inner).take();
            act(tx, what.ok_or_else(|| Fault::broken("nothing was prepared"))?)
        };
        self.app.db.submit(leave, act, move |outcome| {
            let _ = send.send(outcome);
        });
        receive.await.unwrap_or(Err(Fault::Lost))
    }
}
