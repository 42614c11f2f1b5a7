//! What a handler holds: the data, the reader, the language. Reads and writes go through here, each on a database thread.
use super::fault::Fault;
use super::layout::{Person, Place, Shell};
use super::words::{Lang, Words};
use crate::accounts::{Token, hash_code, sessions};
use crate::campaigns;
use crate::people::RoleKind;
use crate::powers::{Actor, Power, Who, decide};
use crate::realm::{Realm, local, today};
use askama::Template;
use axum::extract::{FromRef, FromRequestParts};
use axum::http::Method;
use axum::http::request::Parts;
use axum::response::{Html, IntoResponse, Redirect, Response};
use ledger::{Db, Read, Tx};
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// The running program: shared by all requests.
#[derive(Clone)]
pub struct App {
    pub db: Db,
    pub settings: Arc<Settings>,
    /// Public pages as they were last drawn.
    pub kept: Arc<super::kept::Kept>,
    /// Hashes of bearer tokens that were found to be there: such a request goes to the writer at once.
    pub tokens: Arc<Mutex<HashSet<String>>>,
    /// Imports under way.
    pub imports: Arc<crate::imports::Tasks>,
    /// Rung when a photograph was put.
    pub bell: Arc<crate::photos::Bell>,
    /// Photographs of which not all pieces are here.
    pub pieces: Arc<crate::phone::pieces::Pieces>,
}

impl App {
    pub fn new(db: Db, settings: Settings) -> Self {
        Self {
            db,
            settings: Arc::new(settings),
            kept: Arc::default(),
            tokens: Arc::default(),
            imports: Arc::default(),
            bell: Arc::default(),
            pieces: Arc::default(),
        }
    }
}

/// What the command line says of serving.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// `https://example.cn`, for links in print and QR codes; empty means "as the reader came".
    pub origin: String,
    /// Cookies only over HTTPS.
    pub secure: bool,
    /// Host and port of another demonstration that is served beside this one; may be empty.
    pub beside: String,
    /// The one-time word of the first run's link.
    pub set_up_code: String,
}

impl FromRef<App> for Db {
    fn from_ref(app: &App) -> Db {
        app.db.clone()
    }
}

pub type Answer = Result<Response, Fault>;

/// One request.
#[derive(Clone)]
pub struct Cx {
    pub app: App,
    pub who: Who,
    /// The session's id (hash), when the reader came by cookie.
    pub session: Option<String>,
    pub lang: Lang,
    pub lang_explicit: bool,
    pub large: bool,
    /// Path and query as they came.
    pub path: String,
    pub host: String,
}

impl FromRequestParts<App> for Cx {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let mut cx = Self::anonymous(parts, app);
        let header = |name| parts.headers.get(name).and_then(|v: &axum::http::HeaderValue| v.to_str().ok()).unwrap_or("").to_owned();
        if let Some(token) = header(axum::http::header::AUTHORIZATION).strip_prefix("Bearer ").map(ToOwned::to_owned) {
            let person = cx.read(move |r, _| Ok(Token::person(r, &token)?)).await?;
            cx.who = Who::Person(person.ok_or(Fault::SignIn)?);
        } else if let Some(token) = sessions::token_of(&header(axum::http::header::COOKIE)) {
            let now = ledger::stamp(app.db.clock().now_ms());
            if let Some(session) = cx.read(move |r, _| Ok(sessions::find(r, &token, &now)?)).await? {
                sessions::refresh(&app.db, &session);
                (cx.session, cx.who) = (Some(session.id), Who::Person(session.person));
            }
        }
        Ok(cx)
    }
}

/// A request with a bearer token whose person is read inside the transaction that writes. One not seen before is looked up by a
/// reader first, so that a made-up one takes no turn of the one writer.
pub struct Bearer(pub Cx);

impl FromRequestParts<App> for Bearer {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let header = parts.headers.get(axum::http::header::AUTHORIZATION).and_then(|v| v.to_str().ok()).unwrap_or("");
        let token = header.strip_prefix("Bearer ").ok_or(Fault::SignIn)?.to_owned();
        let (cx, known) = (Cx::anonymous(parts, app), token.clone());
        let hash = hash_code(&token);
        if !app.tokens.lock().unwrap_or_else(PoisonError::into_inner).contains(&hash) {
            cx.read(move |r, _| Token::person(r, &known)?.ok_or(Fault::SignIn)).await?;
            app.tokens.lock().unwrap_or_else(PoisonError::into_inner).insert(hash);
        }
        Ok(Self(Cx { who: Who::Bearer(token), ..cx }))
    }
}

/// A file being put: a whole one with a bearer token as [`Bearer`], any other as its person.
pub struct Putting(pub Cx);

impl FromRequestParts<App> for Putting {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let has = |name| parts.headers.contains_key(name);
        if has(axum::http::header::AUTHORIZATION) && !has(axum::http::header::CONTENT_RANGE) {
            return Ok(Self(Bearer::from_request_parts(parts, app).await?.0));
        }
        let cx = Cx::from_request_parts(parts, app).await?;
        cx.person()?;
        Ok(Self(cx))
    }
}

impl Cx {
    /// Before a bearer is told of a fault: whether the token still stands. One that was withdrawn is from then on looked up first.
    /// # Errors
    /// `SignIn` when it does not.
    pub async fn still_stands(&self) -> Result<(), Fault> {
        let Who::Bearer(token) = &self.who else { return Ok(()) };
        let (hash, token) = (hash_code(token), token.clone());
        let stands = self.read(move |r, _| Token::person(r, &token)?.ok_or(Fault::SignIn)).await;
        if stands.is_err() {
            self.app.tokens.lock().unwrap_or_else(PoisonError::into_inner).remove(&hash);
        }
        stands.map(|_| ())
    }
    /// The request before anyone asks who it is.
    pub fn anonymous(parts: &Parts, app: &App) -> Self {
        let header = |name: &str| parts.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or("");
        // A form goes to a bare address; the page it stands on says how it was read.
        let from = if parts.method == Method::POST { header("referer").split_once('?').map_or("", |(_, query)| query) } else { "" };
        let query = parts.uri.query().unwrap_or(from);
        let asked = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        let explicit = asked("lang").and_then(Lang::parse);
        Self {
            app: app.clone(),
            who: Who::Stranger,
            session: None,
            lang: explicit.unwrap_or_else(|| Lang::from_accept_language(header("accept-language"))),
            lang_explicit: explicit.is_some(),
            large: asked("text") == Some("large"),
            path: parts.uri.path_and_query().map_or("/", |p| p.as_str()).to_owned(),
            host: header("host").to_owned(),
        }
    }

    /// Reads one snapshot.
    pub async fn read<T: Send + 'static>(&self, f: impl FnOnce(&mut Read, &Cx) -> Result<T, Fault> + Send + 'static) -> Result<T, Fault> {
        let cx = self.clone();
        tokio::task::spawn_blocking(move || cx.app.db.read(|r| f(r, &cx))).await.map_err(|e| Fault::broken(e.to_string()))?
    }

    /// Writes under a power: it is decided in the same transaction.
    pub async fn write<T: Send + 'static>(
        &self,
        power: Power,
        act: impl FnOnce(&mut Tx) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        if self.who == Who::Stranger && !power.is_anyones() {
            return Err(Fault::SignIn);
        }
        let (send, receive) = tokio::sync::oneshot::channel();
        let (who, now) = (self.who.clone(), self.app.db.clock().now_ms());
        self.app.db.submit(
            move |r| decide(r, &who, &power, now),
            act,
            move |outcome| {
                let _ = send.send(outcome);
            },
        );
        receive.await.unwrap_or(Err(Fault::Lost))
    }

    /// Writes what is prepared, decided and done in one transaction: `prepare` is told who asks, reads what it needs and names
    /// the power.
    pub async fn write_prepared<P: Send + 'static, T: Send + 'static>(
        &self,
        prepare: impl FnOnce(&mut Read, &str) -> Result<(Power, P), Fault> + Send + 'static,
        act: impl FnOnce(&mut Tx, P) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        if self.who == Who::Stranger {
            return Err(Fault::SignIn);
        }
        self.hand_in(prepare, act).await.unwrap_or(Err(Fault::Lost))
    }

    /// As [`Cx::write_prepared`], handed to the writer at once: several handed in one after the other are written in that order, and
    /// share few COMMITs.
    pub fn hand_in<P: Send + 'static, T: Send + 'static>(
        &self,
        prepare: impl FnOnce(&mut Read, &str) -> Result<(Power, P), Fault> + Send + 'static,
        act: impl FnOnce(&mut Tx, P) -> Result<T, Fault> + Send + 'static,
    ) -> tokio::sync::oneshot::Receiver<Result<T, Fault>> {
        let (send, receive) = tokio::sync::oneshot::channel();
        let (who, now) = (self.who.clone(), self.app.db.clock().now_ms());
        // Both closures run on the writer's thread, one after the other: the first hands the second what it prepared.
        let (put, prepared) = std::sync::mpsc::sync_channel(1);
        let leave = move |r: &mut Read| {
            let person = match &who {
                Who::Bearer(token) => Token::person(r, token)?.ok_or(Fault::SignIn)?,
                Who::Person(id) => id.clone(),
                Who::Stranger | Who::Operator => return Err(Fault::SignIn),
            };
            let (power, ready) = prepare(r, &person)?;
            put.send(ready).map_err(|_| Fault::Lost)?;
            decide(r, &Who::Person(person), &power, now)
        };
        self.app.db.submit(
            leave,
            move |tx| act(tx, prepared.recv().map_err(|_| Fault::Lost)?),
            move |outcome| {
                let _ = send.send(outcome);
            },
        );
        receive
    }

    /// Writes Scratch tables only: sessions, tries.
    pub async fn scratch<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut ledger::Scratch) -> ledger::Result<T> + Send + 'static,
    ) -> Result<T, Fault> {
        let db = self.app.db.clone();
        Ok(tokio::task::spawn_blocking(move || db.scratch(act)).await.map_err(|e| Fault::broken(e.to_string()))??)
    }

    /// Whether the reader may, without writing anything. What it guards is decided again when something is written.
    pub fn may(&self, r: &mut Read, power: &Power) -> Result<(), Fault> {
        decide(r, &self.who, power, self.app.db.clock().now_ms()).map(|_| ())
    }

    /// Reads and draws a page.
    pub async fn page<P: Template>(&self, f: impl FnOnce(&mut Read, &Cx) -> Result<P, Fault> + Send + 'static) -> Answer {
        let html = self.read(|r, cx| f(r, cx)?.render().map_err(|e| Fault::broken(e.to_string()))).await?;
        Ok(Html(html).into_response())
    }

    /// The signed-in person's id.
    pub fn person(&self) -> Result<String, Fault> {
        if let Who::Person(id) = &self.who { Ok(id.clone()) } else { Err(Fault::SignIn) }
    }

    /// The signed-in person with unit and roles.
    pub fn actor(&self, r: &mut Read) -> Result<Actor, Fault> {
        let day = self.today(r)?;
        Actor::load(r, &self.person()?, &day)
    }

    /// The realm, or the fault that sends to the first run.
    pub fn realm(&self, r: &mut Read) -> Result<Realm, Fault> {
        Realm::find(r)?.ok_or(Fault::NotSetUp)
    }

    /// The realm's day.
    pub fn today(&self, r: &mut Read) -> Result<String, Fault> {
        Ok(today(&self.realm(r)?, self.app.db.clock().now_ms()))
    }

    /// The realm's local moment, to the minute.
    pub fn local_now(&self, r: &mut Read) -> Result<String, Fault> {
        let mut now = local(&self.realm(r)?.zone, &ledger::stamp(self.app.db.clock().now_ms()));
        now.truncate(16);
        Ok(now)
    }

    /// The words of the reader's language and the realm's set.
    pub fn words(&self, r: &mut Read) -> Result<Words, Fault> {
        Ok(Words::new(self.lang, &self.realm(r)?.words))
    }

    /// `https://host`, as the reader came or as it was set.
    pub fn origin(&self) -> String {
        let scheme = if self.app.settings.secure { "https" } else { "http" };
        if self.app.settings.origin.is_empty() { format!("{scheme}://{}", self.host) } else { self.app.settings.origin.clone() }
    }

    /// Whether that address opens on this very machine alone.
    pub fn is_only_here(&self) -> bool {
        let origin = self.origin();
        let host = origin.split_once("://").map_or(origin.as_str(), |(_, host)| host);
        host.starts_with("localhost") || host.starts_with("127.") || host.starts_with("[::1]")
    }

    /// Words before there is a realm.
    pub fn bare_shell(&self) -> Shell {
        Shell {
            w: Words::new(self.lang, "county-cn"),
            realm_name: String::new(),
            demo: None,
            today: String::new(),
            person: None,
            nav: Vec::new(),
            phone: String::new(),
            address: String::new(),
            path: self.path.clone(),
            origin: self.origin(),
            lang_explicit: self.lang_explicit,
            large: self.large,
            drawn: crate::asked::drawn::fresh(self.app.db.clock().now_ms(), None, []),
        }
    }

    /// The frame of a page.
    pub fn shell(&self, r: &mut Read, here: Place) -> Result<Shell, Fault> {
        let Some(realm) = Realm::find(r)? else { return Ok(self.bare_shell()) };
        let now = ledger::stamp(self.app.db.clock().now_ms());
        let today = today(&realm, self.app.db.clock().now_ms());
        let w = Words::new(self.lang, &realm.words);
        let campaign = campaigns::find::current(r, &today)?;
        let actor = if matches!(self.who, Who::Person(_)) { Some(self.actor(r)?) } else { None };
        let (nav, person) = match &actor {
            Some(actor) => {
                let mine = campaign.as_ref().map_or_else(|| w.t("nav.mine").to_owned(), |c| c.mine_called(&w));
                (Shell::own_nav(&w, &mine, actor.has(RoleKind::Clerk), here), Some(person_of(r, &w, actor)?))
            }
            None => {
                let deeds = campaign.as_ref().map(|c| crate::figures::find::all_deeds(r, c)).transpose()?;
                (Shell::public_nav(&w, deeds.map(|q| q.records_href()).as_deref(), here), None)
            }
        };
        let demo = realm.demonstration.then(|| local(&realm.zone, &now));
        Ok(Shell {
            w,
            realm_name: realm.name,
            demo,
            today,
            person,
            nav,
            phone: realm.telephone,
            address: realm.address,
            ..self.bare_shell()
        })
    }
}

fn person_of(r: &mut Read, w: &Words, actor: &Actor) -> Result<Person, Fault> {
    let unit = crate::orgs::find::named(r, &actor.unit, "9999-12-31")?.map(|u| u.name).unwrap_or_default();
    let mut roles: Vec<&str> = actor.roles.iter().map(|(kind, _)| role_word(w, *kind)).collect();
    roles.dedup();
    Ok(Person { code: actor.code.clone(), name: actor.name.clone(), unit, roles: roles.join(w.t("form.comma")) })
}

/// A role in words.
pub fn role_word(w: &Words, kind: RoleKind) -> &str {
    w.t(match kind {
        RoleKind::Clerk => "role.clerk",
        RoleKind::Leader => "role.leader",
        RoleKind::Office => "role.office",
        RoleKind::Inspector => "role.inspector",
        RoleKind::Administrator => "role.administrator",
    })
}

/// After a form: the page to look at next.
pub fn see_other(path: &str) -> Answer {
    Ok(Redirect::to(path).into_response())
}
