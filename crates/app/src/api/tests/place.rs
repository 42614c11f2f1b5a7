//! A small county to try the interface in: three units, seven people, the campaign, a token each.
use crate::accounts::Token;
use crate::campaigns::file::CampaignFile;
use crate::checks::Decision;
use crate::deeds::Deed;
use crate::orgs::{NewUnit, Unit};
use crate::people::{self, NewPerson, Person};
use crate::powers::{Power, Who, decide};
use crate::realm::Realm;
use crate::tables::SCHEMA;
use crate::web::{App, Fault, Settings, server};
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use ledger::{Config, Db, SetClock, Tx};
use serde_json::Value;
use std::collections::HashMap;
use std::process::Command;
use std::sync::Arc;
use tower::ServiceExt;

const UNITS: [(&str, &str, &str, &str); 3] =
    [("140525", "泽州县", "", "county"), ("140525100", "南村镇", "140525", "township"), ("140525101", "下村镇", "140525", "township")];
const PEOPLE: [(&str, &str, &str, &str); 7] = [
    ("li", "李强", "140525100", ""),
    ("wang", "王芳", "140525100", ""),
    ("zhao", "赵敏", "140525100", "clerk"),
    ("sun", "孙立", "140525101", ""),
    ("qian", "钱进", "140525101", "clerk"),
    ("he", "何平", "140525", "clerk"),
    ("admin", "周正", "140525", "administrator"),
];

pub struct Place {
    pub db: Db,
    pub clock: Arc<SetClock>,
    config: Config,
    router: Router,
    tokens: HashMap<&'static str, String>,
    _dir: tempfile::TempDir,
}

/// Tells the story on SQLite, and on PostgreSQL when `CHUNMAN_TEST_PG` names a cluster; then replays the log.
pub fn on_both(story: impl Fn(&Place)) {
    let postgres = std::env::var("CHUNMAN_TEST_PG").ok();
    for base in [None, postgres].into_iter().enumerate().filter(|(n, base)| *n == 0 || base.is_some()).map(|(_, base)| base) {
        let place = Place::found(base.as_deref());
        story(&place);
        place.sound();
    }
}

impl Place {
    fn found(base: Option<&str>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let postgres = base.map(|base| own_schema(base, &dir));
        let clock = Arc::new(SetClock::at("2017-03-31T02:00:00Z"));
        let config = Config {
            dir: dir.path().join("data"),
            postgres,
            origin: "test.example/log/realm".into(),
            clock: clock.clone(),
            seed: Some(11),
        };
        let db = Db::open(config.clone(), &SCHEMA).unwrap();
        let router = server::router(App::new(db.clone(), Settings::default()));
        let mut place = Self { db, clock, config, router, tokens: HashMap::new(), _dir: dir };
        place.tokens = place.operate(Power::SetUp, people_the_county);
        place
    }

    /// Writes as the command line would.
    pub fn operate<T: Send + 'static>(&self, power: Power, act: impl FnOnce(&mut Tx) -> Result<T, Fault> + Send + 'static) -> T {
        let now = self.db.clock().now_ms();
        self.db.write(move |r| decide(r, &Who::Operator, &power, now), act).unwrap()
    }

    /// Sends a request; status and body (null when it is no JSON). An empty code means no token.
    pub fn send(&self, method: &str, path: &str, code: &str, kind: &str, body: &[u8]) -> (u16, Value) {
        self.send_with(method, path, code, &[("content-type", kind)], body)
    }
    /// The same with headers; an empty one is left out.
    pub fn send_with(&self, method: &str, path: &str, code: &str, headers: &[(&str, &str)], body: &[u8]) -> (u16, Value) {
        let mut request = Request::builder().method(method).uri(path).header("accept-language", "en");
        if let Some(token) = self.tokens.get(code) {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_vec())).unwrap();
        let router = self.router.clone();
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async move {
            let response = router.oneshot(request).await.unwrap();
            let status = response.status().as_u16();
            let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
            (status, serde_json::from_slice(&bytes).unwrap_or_default())
        })
    }
    pub fn post(&self, code: &str, body: &Value) -> (u16, Value) {
        self.send("POST", "/api/v1/deeds", code, "application/json", body.to_string().as_bytes())
    }
    pub fn get(&self, code: &str, path: &str) -> (u16, Value) {
        self.send("GET", path, code, "", b"")
    }

    pub fn id(&self, code: &str) -> String {
        self.db.read(|r| people::find::by_code(r, code)).unwrap().unwrap().id
    }
    /// The township's clerk approves.
    pub fn approve(&self, deed: &str) {
        let (zhao, deed, now) = (self.id("zhao"), deed.to_owned(), self.db.clock().now_ms());
        let (who, power, checker) = (Who::Person(zhao.clone()), Power::Check(deed.clone()), zhao);
        let act = move |tx: &mut Tx| {
            let there: Deed = tx.get(&deed)?;
            let rev = there.rev;
            there.check(tx, &checker, rev, Decision::Approve, "", false)
        };
        self.db.write(move |r| decide(r, &who, &power, now), act).unwrap();
    }
    pub fn log_size(&self) -> i64 {
        self.db.read(|r| r.log_size()).unwrap()
    }
    pub fn sound(&self) {
        self.db.checkpoint().unwrap();
        let report = ledger::verify(&self.config, &SCHEMA, |_| {}).unwrap();
        assert_eq!(report.faults.iter().map(ToString::to_string).collect::<Vec<_>>(), Vec::<String>::new());
    }
}

/// A schema of its own in the cluster; the driver belongs to the ledger, so psql makes it.
fn own_schema(base: &str, dir: &tempfile::TempDir) -> String {
    let name = dir.path().file_name().unwrap().to_string_lossy().trim_start_matches('.').to_lowercase();
    let made = Command::new("psql").args([base, "-qc", &format!("CREATE SCHEMA a{name}")]).status().unwrap();
    assert!(made.success());
    format!("{base}&options=-csearch_path%3Da{name}")
}

fn people_the_county(tx: &mut Tx) -> Result<HashMap<&'static str, String>, Fault> {
    Realm::make(tx, &realm())?;
    for (code, name, parent, kind) in UNITS {
        Unit::add(tx, &NewUnit { code: code.into(), name: name.into(), parent: parent.into(), kind: kind.into(), ..NewUnit::default() })?;
    }
    CampaignFile::read(include_str!("../../../../../campaigns/six-ones.toml"))?.make(tx)?;
    let mut tokens = HashMap::new();
    for (code, name, unit, role) in PEOPLE {
        let person = Person::add(
            tx,
            &NewPerson { code: code.into(), name: name.into(), unit: unit.into(), role: role.into(), ..NewPerson::default() },
        )?;
        tokens.insert(code, Token::make(tx, &person, "test")?);
    }
    Ok(tokens)
}

fn realm() -> Realm {
    Realm {
        id: "realm".into(),
        rev: 1,
        name: "泽州".into(),
        zone: "Asia/Shanghai".into(),
        rules: "cn".into(),
        words: "county-cn".into(),
        telephone: "12345".into(),
        address: "泽州".into(),
        offset_ms: 0,
        demonstration: false,
        currency: "CNY".into(),
    }
}
