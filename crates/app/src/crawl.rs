//! Every page that links lead to, from the entry pages and every door that is open, as each role and in each language.
use crate::doors::{Things, doors};
use crate::town::county::County;
use crate::town::{Reply, Town};
use crate::web::seen::Seen;
use crate::web::words::Lang;
use axum::body::Body;
use axum::http::{Request, header};
use std::collections::{BTreeMap, BTreeSet};

/// Strangers, a member, a unit's clerk, the campaign office, an inspector, the administrator.
const ROLES: [&str; 6] = ["", "member", "clerk", "office", "inspector", "admin"];
/// What a public page may weigh with its style and script, compressed, without pictures.
const PUBLIC_MOST: usize = 14 * 1024;
/// The most pages of a realm as small as this, each figure with its records and its proof; more means that links lead on for ever.
const PAGES_MOST: usize = 3000;

/// Pages that say something, and kinds of which each does.
const TELL: [&str; 13] = [
    "/time-asked",
    "/",
    "/units",
    "/todo",
    "/mine",
    "/checks",
    "/people",
    "/groups",
    "/campaigns",
    "/bulletins",
    "/readings",
    "/campaigns/six-ones/board",
    "/campaigns/six-ones/draws",
];
const TELL_EACH: [&str; 6] = ["/units/", "/figures/", "/deeds/", "/people/", "/groups/", "/draws/"];
const NAMES: [&str; 9] = ["何平", "张晓梅", "马晋生", "李国华", "郑桂花", "钱进", "孙立", "吴敏", "陈立"];

struct Crawl<'a> {
    county: &'a County<'a>,
    /// Paths each role begins with.
    doors: BTreeMap<&'static str, BTreeSet<String>>,
    /// Style and script, compressed, by address.
    weights: BTreeMap<String, usize>,
    heaviest: usize,
    wrong: BTreeSet<String>,
    pages: usize,
}

#[test]
fn every_page_that_links_lead_to_opens_and_says_nothing_it_may_not() {
    let town = Town::open(None);
    let county = County::found(&town);
    let things = Things::make(&county);
    fill(&county);
    let of = |who: &'static str| {
        let open = doors().into_iter().filter(|d| d.method == "GET" && d.lets_in.contains(who));
        open.map(|d| things.fill(d.tried, who)).chain(["/".to_owned()]).collect()
    };
    let doors = ROLES.into_iter().map(|who| (who, of(who))).collect();
    let mut crawl = Crawl { county: &county, doors, weights: BTreeMap::new(), heaviest: 0, wrong: BTreeSet::new(), pages: 0 };
    for who in ROLES {
        for lang in Lang::ALL {
            crawl.walk(who, lang);
        }
    }
    assert!(
        crawl.wrong.is_empty(),
        "{} pages, {} faults:\n{}",
        crawl.pages,
        crawl.wrong.len(),
        crawl.wrong.into_iter().collect::<Vec<_>>().join("\n")
    );
    assert!(crawl.heaviest > 10 * 1024, "style and script are weighed: {}", crawl.heaviest);
    println!("{} pages, the heaviest public one {} bytes", crawl.pages, crawl.heaviest);
    assert!(crawl.pages > 500, "{} pages", crawl.pages);
    town.ends_well();
}

/// What a month leaves behind: records in every state and of every item, words and places, helpers and those served.
fn fill(county: &County) {
    let (town, clerk) = (county.town, county.as_who("clerk"));
    let items = [("good-deed", "good-deeds", "1"), ("tree", "trees", "12"), ("post", "posts", "1")];
    for (n, (item, indicator, quantity)) in items.into_iter().enumerate() {
        let day = format!("2017-03-1{n}");
        let id = format!("deed-{item}");
        let form = [
            ("item", item),
            ("indicator", indicator),
            ("quantity", quantity),
            ("day", &day),
            ("place", "小东河边"),
            ("words", "带了工具。"),
        ];
        let reply = county.record(["member", "colleague", "stray"][n], &id, &form);
        assert_eq!(reply.status, 303, "{item}: {}", reply.body);
    }
    let rule = |deed: &str, verdict: &str, reason: &str| {
        let form = [("deed", deed), ("rev", "1"), ("verdict", verdict), ("reason", reason)];
        assert_eq!(town.post("/checks", &form, clerk).status, 303, "{deed}");
    };
    rule("deed-good-deed", "approve", "");
    rule("deed-tree", "return", "请写明地点。");
    for (id, state) in [("deed-refused", "refuse"), ("deed-visit", "visit")] {
        assert_eq!(county.record("colleague", id, &[]).status, 303);
        rule(id, state, "与另一条重复。");
    }
    assert_eq!(county.record("member", "deed-gone", &[]).status, 303);
    assert_eq!(town.post("/deeds/deed-gone/withdrawal", &[("rev", "1"), ("reason", "记错了")], county.as_who("member")).status, 303);
    assert_eq!(town.post("/units/101/access/colleague", &[], clerk).status, 200);
    let change = [("seen", ""), ("day", "2017-03-15"), ("name", "大箕街道"), ("reason", "更名")];
    town.post("/units/102/name", &change, county.as_who("admin"));
}

impl Crawl<'_> {
    fn walk(&mut self, who: &'static str, lang: Lang) {
        let mut found = self.doors[who].clone();
        let mut waiting: Vec<(String, String)> = found.iter().map(|path| (path.clone(), "a door".to_owned())).collect();
        while let Some((path, from)) = waiting.pop() {
            // A file says the same in each language but for its heads.
            if lang != Lang::Hans && (path.contains(".csv") || path.contains(".xlsx")) {
                continue;
            }
            let reply = self.open(&path, who, lang);
            let page = format!("{} {} {path}", if who.is_empty() { "stranger" } else { who }, lang.tag());
            if reply.status == 303 && !reply.location.is_empty() {
                self.note(&reply.location, &path, &mut found, &mut waiting);
            } else if reply.status != 200 {
                self.wrong.insert(format!("{page}: {} from {from}", reply.status));
            } else if header_of(&reply, header::CONTENT_TYPE).starts_with("text/html") {
                let seen = Seen::of(&reply.body);
                self.tells(&page, &path, &reply.body);
                self.wrong.extend(seen.faults(lang).into_iter().map(|fault| format!("{page}: {fault}")));
                if who.is_empty() {
                    self.weigh(&page, &path, &seen, lang);
                }
                for link in &seen.links {
                    self.note(link, &path, &mut found, &mut waiting);
                }
            }
            assert!(found.len() < PAGES_MOST, "{page}: links without an end");
        }
        self.pages += found.len();
    }

    /// A link to a page of ours that has not been opened yet. Language and size of letters go with the reader, not with the page.
    fn note(&self, link: &str, from: &str, found: &mut BTreeSet<String>, waiting: &mut Vec<(String, String)>) {
        let link = link.split('#').next().unwrap_or("").trim_start_matches("https://town.example");
        let (path, query) = link.split_once('?').unwrap_or((link, ""));
        let kept: Vec<&str> =
            query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang=") && !pair.starts_with("text=")).collect();
        let path = if path.is_empty() { from.split('?').next().unwrap_or("/") } else { path };
        let link = if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) };
        if link.starts_with('/') && found.insert(link.clone()) {
            waiting.push((link, from.to_owned()));
        }
    }

    /// Opens a page; somebody whose session a page ended comes back with another.
    fn open(&self, path: &str, who: &str, lang: Lang) -> Reply {
        self.county.town.send(self.request(path, who, lang).body(Body::empty()).unwrap())
    }

    fn request(&self, path: &str, who: &str, lang: Lang) -> axum::http::request::Builder {
        Request::get(path).header(header::COOKIE, self.county.as_who(who)).header(header::ACCEPT_LANGUAGE, lang.tag())
    }

    /// A page that says something tells it as a paragraph, and names nobody there whom it does not name itself.
    fn tells(&mut self, page: &str, path: &str, html: &str) {
        let path = path.split('?').next().unwrap_or("");
        let one_of = |kind: &str| path.strip_prefix(kind).is_some_and(|rest| !rest.is_empty() && !rest.contains('/'));
        let told = html.split_once("id=\"paragraph\"").and_then(|(before, rest)| {
            let (text, after) = rest.split_once("</textarea>")?;
            Some((text, format!("{before}{after}")))
        });
        match told {
            None if TELL.contains(&path) || TELL_EACH.iter().any(|kind| one_of(kind)) || path.ends_with("/records") => {
                self.wrong.insert(format!("{page}: nothing to copy"));
            }
            None => {}
            Some((text, rest)) => {
                let names = NAMES.iter().filter(|name| text.contains(**name) && !rest.contains(**name));
                self.wrong.extend(names.map(|name| format!("{page}: tells of {name}")));
                if !text.contains("https://town.example/") || !text.contains("2017") {
                    self.wrong.insert(format!("{page}: tells without day or address"));
                }
            }
        }
    }

    /// A page for strangers with what it loads, as it goes over the line.
    fn weigh(&mut self, page: &str, path: &str, seen: &Seen, lang: Lang) {
        let own = self.compressed(path, lang);
        for load in seen.loads.iter().filter(|load| load.ends_with(".css") || load.ends_with(".js")) {
            if !self.weights.contains_key(load) {
                let weight = self.compressed(load, lang);
                self.weights.insert(load.clone(), weight);
            }
        }
        let loads: usize = seen.loads.iter().filter_map(|load| self.weights.get(load)).sum();
        self.heaviest = self.heaviest.max(own + loads);
        if own + loads > PUBLIC_MOST {
            self.wrong.insert(format!("{page}: weighs {} bytes, {own} of its own", own + loads));
        }
    }

    fn compressed(&self, path: &str, lang: Lang) -> usize {
        let request = self.request(path, "", lang).header(header::ACCEPT_ENCODING, "gzip").body(Body::empty()).unwrap();
        self.county.town.send(request).bytes.len()
    }
}

fn header_of(reply: &Reply, name: header::HeaderName) -> &str {
    reply.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
}
