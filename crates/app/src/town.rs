//! A realm for stories, on either database: the whole product behind its routes, at a clock that is set.
pub mod county;

use crate::accounts::{Account, sessions};
use crate::people::{self, NewPerson, Person};
use crate::powers::{Power, Who, decide};
use crate::tables::SCHEMA;
use crate::web::{App, Fault, Settings, server};
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Request, header};
use ledger::{Config, Db, SetClock, Tx};
use std::sync::Arc;
use tower::ServiceExt;

/// The word of the town's first-run link.
pub const SET_UP_CODE: &str = "first";
/// Every password in a town.
pub const PASSWORD: &str = "spring fills the fields";

pub struct Town {
    pub app: App,
    pub clock: Arc<SetClock>,
    config: Config,
    runtime: tokio::runtime::Runtime,
    _dir: tempfile::TempDir,
}

/// What came back.
pub struct Reply {
    pub status: u16,
    pub body: String,
    /// The body as it is, for files.
    pub bytes: Bytes,
    /// Where a redirect leads; empty otherwise.
    pub location: String,
    /// The session cookie it sets, ready to be sent again; empty when it sets none or ends it.
    pub cookie: String,
    pub headers: HeaderMap,
}

/// Plays the story on SQLite, and on PostgreSQL when `CHUNMAN_TEST_PG` names a cluster (`make test` starts one).
pub fn on_both(story: impl Fn(&Town)) {
    story(&Town::open(None));
    if let Ok(base) = std::env::var("CHUNMAN_TEST_PG") {
        story(&Town::open(Some(&base)));
    }
}

impl Town {
    /// An empty town: no realm yet.
    pub fn open(cluster: Option<&str>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let postgres = cluster.map(|base| {
            let schema = format!("t{}", dir.path().file_name().unwrap().to_string_lossy().trim_start_matches('.').to_lowercase());
            postgres::Client::connect(base, postgres::NoTls).unwrap().batch_execute(&format!("CREATE SCHEMA {schema}")).unwrap();
            format!("{base}&options=-csearch_path%3D{schema}")
        });
        let clock = Arc::new(SetClock::at("2017-03-31T02:00:00Z"));
        let config =
            Config { dir: dir.path().join("data"), postgres, origin: "test.example/log/town".into(), clock: clock.clone(), seed: Some(7) };
        let db = Db::open(config.clone(), &SCHEMA).unwrap();
        let settings =
            Settings { set_up_code: SET_UP_CODE.into(), origin: "https://town.example".into(), secure: true, ..Settings::default() };
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        Self { app: App::new(db, settings), clock, config, runtime, _dir: dir }
    }

    /// Goes through the first run and returns the administrator's cookie. The topmost unit is `1`, the person `admin`.
    pub fn set_up(&self) -> String {
        let form = [
            ("realm", "泽州县"),
            ("unit_code", "1"),
            ("time_zone", "Asia/Shanghai"),
            ("rules", "cn"),
            ("words", "county-cn"),
            ("phone", "0356-2030000"),
            ("address", "泽州县府城街1号"),
            ("name", "陈立"),
            ("code", "admin"),
            ("password", PASSWORD),
            ("password_again", PASSWORD),
        ];
        let reply = self.post(&format!("/first-run/{SET_UP_CODE}"), &form, "");
        assert_eq!((reply.status, reply.location.as_str()), (303, "/todo"), "{}", reply.body);
        reply.cookie
    }

    pub fn get(&self, path: &str, cookie: &str) -> Reply {
        self.send(Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap())
    }
    pub fn post(&self, path: &str, form: &[(&str, &str)], cookie: &str) -> Reply {
        let pair = |(name, value): &(&str, &str)| format!("{name}={}", crate::web::html::query_value(value));
        let body = form.iter().map(pair).collect::<Vec<_>>().join("&");
        let request = Request::post(path).header(header::COOKIE, cookie).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body)).unwrap())
    }
    /// Sends any request through the whole product.
    pub fn send(&self, request: Request<Body>) -> Reply {
        self.runtime.block_on(async {
            let response = server::router(self.app.clone()).oneshot(request).await.unwrap();
            let header = |name| response.headers().get(name).map_or("", |v: &axum::http::HeaderValue| v.to_str().unwrap()).to_owned();
            let cookie = header(header::SET_COOKIE).split(';').next().unwrap_or("").to_owned();
            let (status, location, headers) = (response.status().as_u16(), header(header::LOCATION), response.headers().clone());
            let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
            let cookie = if cookie.ends_with('=') { String::new() } else { cookie };
            Reply { status, body: String::from_utf8_lossy(&bytes).into_owned(), bytes, location, cookie, headers }
        })
    }

    /// Writes as the command line would.
    pub fn write<T: Send + 'static>(&self, power: Power, act: impl FnOnce(&mut Tx) -> Result<T, Fault> + Send + 'static) -> T {
        let now = self.app.db.clock().now_ms();
        self.app.db.write(move |r| decide(r, &Who::Operator, &power, now), act).unwrap()
    }
    /// A person with a post in the unit; `role` may be empty.
    pub fn person(&self, code: &str, name: &str, unit: &str, role: &str) -> Person {
        let new = NewPerson { code: code.into(), name: name.into(), unit: unit.into(), role: role.into(), ..NewPerson::default() };
        self.write(Power::ManagePeople, move |tx| Person::add(tx, &new))
    }
    /// A session for the person with this code, without the way through the door; the cookie.
    pub fn enter(&self, code: &str) -> String {
        // Each session of a story has a token of its own.
        self.clock.advance_ms(1);
        let code_of = code.to_owned();
        let account = self.write(Power::OwnAccess, move |tx| {
            let person = people::find::by_code(tx, &code_of)?.ok_or(Fault::Missing)?;
            tx.find::<Account>(&person.id)?.map_or_else(|| Account::open(tx, &person, None), Ok)
        });
        let (token, now) = (format!("t-{code}-{}", self.app.db.clock().now_ms()), self.app.db.clock().now_ms());
        let start = token.clone();
        self.app.db.scratch(move |s| sessions::start(s, &start, &account.id, account.epoch, sessions::Kind::Desk, "", now)).unwrap();
        format!("chunman={token}")
    }

    /// Where a text stands: in which files of the data's folder, and (PostgreSQL) in which tables.
    pub fn holds(&self, text: &str) -> Vec<String> {
        let (mut found, mut folders) = (Vec::new(), vec![self.config.dir.clone()]);
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if std::fs::read(&path).unwrap().windows(text.len()).any(|w| w == text.as_bytes()) {
                    found.push(format!("{text}: {}", path.display()));
                }
            }
        }
        if let Some(url) = &self.config.postgres {
            let mut client = postgres::Client::connect(url, postgres::NoTls).unwrap();
            for table in SCHEMA.all_tables().map(|t| t.name).chain(ledger::LOG_TABLES.iter().copied()) {
                let sql = format!("SELECT COUNT(*) FROM {table} t WHERE t::text LIKE $1 OR t::text LIKE $2");
                let count: i64 = client.query_one(&sql, &[&format!("%{text}%"), &format!("%{}%", hex::encode(text))]).unwrap().get(0);
                if count > 0 {
                    found.push(format!("{text}: table {table}"));
                }
            }
        }
        found
    }

    /// Changes the database behind the door's back, as whoever has the disk could.
    pub fn behind_the_door(&self, sql: &str) {
        match &self.config.postgres {
            Some(url) => postgres::Client::connect(url, postgres::NoTls).unwrap().batch_execute(sql).unwrap(),
            None => rusqlite::Connection::open(self.config.dir.join("realm.sqlite")).unwrap().execute_batch(sql).unwrap(),
        }
    }

    /// Signs what was written and replays it: every table is what the log says.
    pub fn ends_well(&self) {
        self.app.db.checkpoint().unwrap();
        let report = ledger::verify(&self.config, &SCHEMA, |_| {}).unwrap();
        assert_eq!(report.faults.iter().map(ToString::to_string).collect::<Vec<_>>(), Vec::<String>::new());
    }
}
