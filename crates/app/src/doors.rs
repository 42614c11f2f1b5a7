//! Every route of both routers is walked as everyone who may stand before it, against `doors.txt`, which is written by hand.
use crate::bulletin::tests::Desk;
use crate::town::county::County;
use crate::town::{Reply, Town, on_both};
use crate::web::App;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use std::collections::BTreeSet;
use std::path::Path;
use tower::ServiceExt;

pub const EVERYONE: [&str; 13] =
    ["", "member", "colleague", "clerk", "below", "sibling", "stray", "bureau", "parent", "office", "inspector", "admin", "leader"];

pub struct Door {
    pub method: &'static str,
    path: &'static str,
    pub tried: &'static str,
    form: &'static str,
    pub lets_in: BTreeSet<&'static str>,
}

pub fn doors() -> Vec<Door> {
    let lines = include_str!("../doors.txt").lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let [route, in_words, tried, form, who] = cells[..] else { panic!("five cells: {line}") };
            let (method, path) = route.split_once(' ').unwrap();
            assert!(!in_words.is_empty(), "{line}");
            Door { method, path, tried, form, lets_in: who.split(' ').flat_map(group).collect() }
        })
        .collect()
}

fn group(word: &'static str) -> Vec<&'static str> {
    match word {
        "-" => Vec::new(),
        "all" => EVERYONE.to_vec(),
        "in" => EVERYONE[1..].to_vec(),
        "clerks" => vec!["clerk", "below", "sibling", "bureau", "parent"],
        "here" => vec!["clerk", "parent"],
        code => {
            assert!(EVERYONE.contains(&code), "{code}");
            vec![code]
        }
    }
}

/// Every path that a source gives a router, and the interface's operations.
fn paths() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("doors.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                for rest in text.split(".route(").skip(1) {
                    let literal = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
                    found.insert(literal.unwrap_or_else(|| panic!("{}: a route is written as a text", path.display())).to_owned());
                }
                for other in [".route_service(", ".nest_service(", ".fallback_service("] {
                    assert!(!text.contains(other), "{}: {other} is not looked at here", path.display());
                }
            }
        }
    }
    let description: serde_json::Value = serde_json::from_str(&crate::api::description()).unwrap();
    found.extend(description["paths"].as_object().unwrap().keys().cloned());
    found
}

/// What the router itself says it takes at a path: an OPTIONS request is answered with `Allow`.
fn methods(router: &Router, path: &str) -> BTreeSet<String> {
    let concrete = path.split('/').map(|part| if part.starts_with('{') { "x" } else { part }).collect::<Vec<_>>().join("/");
    let request = Request::options(concrete).body(Body::empty()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let response = runtime.block_on(router.clone().oneshot(request)).unwrap();
    let allow = response.headers().get(header::ALLOW).map_or("", |v| v.to_str().unwrap()).to_owned();
    allow.split(',').filter(|m| !m.is_empty() && *m != "HEAD").map(ToOwned::to_owned).collect()
}

#[test]
fn every_route_has_its_line_and_every_line_its_route() {
    let town = Town::open(None);
    let router = crate::routes().route("/assets/{name}", axum::routing::get(|| async {})).with_state::<()>(App::clone(&town.app));
    let there: BTreeSet<(String, String)> =
        paths().into_iter().flat_map(|path| methods(&router, &path).into_iter().map(move |m| (path.clone(), m))).collect();
    let told: BTreeSet<(String, String)> = doors().iter().map(|d| (d.path.to_owned(), d.method.to_owned())).collect();
    let (untold, gone): (Vec<_>, Vec<_>) = (there.difference(&told).collect(), told.difference(&there).collect());
    assert!(untold.is_empty() && gone.is_empty(), "routes without a line: {untold:#?}\nlines without a route: {gone:#?}");
}

/// What the walk needs: deeds, a file, a conflict, a team, a pasted text.
pub struct Things {
    file: String,
    conflict: String,
    team: String,
    /// A published bulletin with a figure, and a draft.
    issue: String,
    draft: String,
    pasted: String,
    /// A draw that is announced, and one that waits for bureau's visit.
    draw: String,
    drawn: String,
    need: String,
    /// A roster of 101, and a subject of it that member serves.
    roster: String,
    subject: String,
    /// A file that member handed out.
    handed: String,
}

impl Things {
    pub fn make(county: &County) -> Self {
        let (town, member) = (county.town, county.as_who("member"));
        let file = with_file(town, member);
        for id in ["d-received", "d-verified", "d-struck"] {
            assert_eq!(county.record("member", id, &[("people", "colleague")]).status, 303);
        }
        let verdict = [("deed", "d-verified"), ("rev", "1"), ("verdict", "approve")];
        assert_eq!(town.post("/checks", &verdict, county.as_who("clerk")).status, 303);
        assert_eq!(county.record("member", "d-received", &[("people", "colleague"), ("quantity", "3")]).status, 409);
        let conflict = town.app.db.read(|r| r.row("SELECT id FROM conflicts", &[])).unwrap().unwrap().text(0).unwrap();
        let form = [("name", "春耕助农队"), ("kind", "people"), ("unit", "101"), ("from", "2017-03-01")];
        let team = town.post("/groups", &form, county.as_who("clerk")).location.trim_start_matches("/groups/").to_owned();
        let joined = [("member", "member"), ("from", "2017-03-01")];
        assert_eq!(town.post(&format!("/groups/{team}/members"), &joined, county.as_who("clerk")).status, 303);
        let preview = crate::paste::tests::paste(county, "clerk", "101", "1. 张晓梅 植树3棵");
        let pasted = crate::paste::tests::confirm(county, "clerk", &preview, &[]).location;
        let pasted = pasted.trim_start_matches("/paste/").split('?').next().unwrap().to_owned();
        let mut issue = Desk::begin(county);
        issue.write("清理垃圾");
        issue.place("sum.litter.1.20170301-20170331.verified", "exact");
        issue.publish();
        let id = |desk: &Desk| desk.path.trim_start_matches("/bulletins/").to_owned();
        let (issue, draft) = (id(&issue), id(&Desk::begin(county)));
        crate::households::tests::one(county);
        let need = crate::needs::tests::one(county);
        let (roster, subjects) = crate::rosters::tests::filled(county);
        let subject = subjects[0].clone();
        let (draw, drawn) = draws(county);
        let handed = crate::handed::tests::hand_out(county, "member", "");
        Self { file, conflict, team, pasted, issue, draft, draw, drawn, need, roster, subject, handed }
    }
    pub fn fill(&self, text: &str, who: &str) -> String {
        let who = if who.is_empty() { "nobody" } else { who };
        let things = [
            ("{who}", who),
            ("{file}", &self.file),
            ("{conflict}", &self.conflict),
            ("{team}", &self.team),
            ("{pasted}", &self.pasted),
            ("{issue}", &self.issue),
            ("{draft}", &self.draft),
            ("{draw}", &self.draw),
            ("{drawn}", &self.drawn),
            ("{need}", &self.need),
            ("{roster}", &self.roster),
            ("{subject}", &self.subject),
            ("{handed}", &self.handed),
        ];
        things.into_iter().fold(text.to_owned(), |text, (name, thing)| text.replace(name, thing))
    }
}

/// A draw that is announced, and one of the only approved record, which bureau is to visit.
fn draws(county: &County) -> (String, String) {
    let (town, office) = (county.town, county.as_who("office"));
    let press = |path: &str, form: &[(&str, &str)], who: &str| {
        let done = town.post(path, form, county.as_who(who));
        assert_eq!(done.status, 303, "{path}: {}", done.body);
        done.location
    };
    let form = [("name", "抽查组"), ("kind", "people"), ("unit", "1"), ("from", "2017-03-01")];
    let group = town.post("/groups", &form, office).location;
    press(&format!("{group}/members"), &[("member", "bureau"), ("from", "2017-03-01")], "office");
    let announce = |indicator: &str, known_at: &str| {
        let rota = group.trim_start_matches("/groups/");
        let form = [("indicator", indicator), ("rate", "100"), ("rota", rota), ("source", "双色球开奖号"), ("known_at", known_at)];
        press("/campaigns/six-ones/draws", &form, "office")
    };
    let draw = announce("trees", "2017-04-30T21:30");
    let drawn = announce("litter", "2017-03-31T10:05");
    press(&format!("{drawn}/freeze"), &[], "office");
    town.app.db.checkpoint().unwrap();
    town.clock.advance_ms(10 * 60_000);
    for who in ["office", "inspector"] {
        press(&format!("{drawn}/number"), &[("number", "03071219253108")], who);
    }
    let id = |path: String| path.trim_start_matches("/draws/").to_owned();
    (id(draw), id(drawn))
}

/// A deed of 101 with a file; the file's hash.
fn with_file(town: &Town, member: &str) -> String {
    let mut body = String::new();
    let pairs = [
        ("id", "d-with-file"),
        ("item", "litter"),
        ("indicator", "litter"),
        ("quantity", "2"),
        ("day", "2017-03-20"),
        ("people", "colleague"),
    ];
    for (name, value) in pairs {
        body += &format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    body += "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n";
    let body = [body.as_bytes(), &crate::photos::tests::shot(1), b"\r\n--cut--\r\n"].concat();
    let request = Request::post("/deeds").header(header::COOKIE, member).header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut");
    assert_eq!(town.send(request.body(Body::from(body)).unwrap()).status, 303);
    crate::photos::tests::develop(town);
    town.app.db.read(|r| r.row("SELECT sha256 FROM files", &[])).unwrap().unwrap().text(0).unwrap()
}

pub fn ask(county: &County, door: &Door, things: &Things, who: &str) -> Reply {
    let (path, form) = (things.fill(door.tried, who), things.fill(door.form, who));
    let kind = if form.starts_with('{') { "application/json" } else { "application/x-www-form-urlencoded" };
    let mut request = Request::builder().method(door.method).uri(path).header(header::CONTENT_TYPE, kind);
    if door.path.starts_with("/api/v1") {
        if !who.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {}", county.token(who)));
        }
    } else {
        // Each comes with a session of their own: signing out ends it.
        let cookie = if who.is_empty() { String::new() } else { county.town.enter(who) };
        county.town.clock.advance_ms(1);
        request = request.header(header::COOKIE, cookie);
    }
    county.town.send(request.body(Body::from(form)).unwrap())
}

#[test]
fn everyone_is_let_in_where_the_table_says_and_nowhere_else() {
    on_both(|town| {
        let county = County::found(town);
        let things = Things::make(&county);
        let mut wrong = Vec::new();
        for door in doors() {
            for who in EVERYONE {
                let status = ask(&county, &door, &things, who).status;
                let opens = match (door.method, status) {
                    ("GET", 200) => true,
                    ("GET", _) | (_, 401 | 403) => false,
                    (_, status) => status < 500 && door.lets_in.contains(who) || ![404, 410, 422].contains(&status),
                };
                // A refusal that is no 401 or 403 tells more than it should, except that what is nobody's is not there.
                let said = status == if who.is_empty() { 401 } else { 403 } || status == 404 || status == 410;
                if opens != door.lets_in.contains(who) || !opens && !said {
                    let expected = if door.lets_in.contains(who) { "let in" } else { "refused" };
                    wrong.push(format!("{} {} as “{who}”: {status}, but {expected} by the table", door.method, door.tried));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        town.ends_well();
    });
}
