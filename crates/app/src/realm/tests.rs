//! The realm's settings, on both databases.
use crate::imports::{Import, Kind};
use crate::orgs::{NewUnit, Unit};
use crate::powers::{Power, Who};
use crate::town::on_both;
use crate::web::words::{Lang, Words};

const FORM: [(&str, &str); 6] = [
    ("realm", "Riverside School"),
    ("rules", "general"),
    ("words", "school"),
    ("phone", "01632 960001"),
    ("address", "1 River Road"),
    ("currency", "GBP"),
];

#[test]
fn the_administrator_changes_words_and_rules_and_nobody_else_does() {
    on_both(|town| {
        let admin = town.set_up();
        town.person("li", "李国华", "1", "office");
        let office = town.enter("li");
        assert_eq!(town.get("/realm", "").status, 401);
        assert_eq!(town.get("/realm", &office).status, 403);
        assert!(town.get("/realm", &admin).body.contains("泽州县"));
        let with = |rev: &'static str| FORM.iter().copied().chain([("rev", rev)]).collect::<Vec<_>>();
        assert_eq!(town.post("/realm", &with("1"), &office).status, 403);
        assert_eq!(town.post("/realm", &with("1"), &admin).location, "/realm?done=saved");
        assert_eq!(town.post("/realm", &with("1"), &admin).status, 409, "an older version does not overwrite");
        let page = town.get("/realm?lang=en", &admin).body;
        assert!(page.contains("Riverside School") && page.contains("selected>GBP"), "{page}");
        assert!(town.get("/units?lang=en", "").body.contains("Classes"));
        for (name, value) in [("currency", "XXX"), ("words", "army"), ("rules", ""), ("phone", ""), ("realm", " ")] {
            let form: Vec<(&str, &str)> = with("2").into_iter().map(|(n, v)| if n == name { (n, value) } else { (n, v) }).collect();
            let reply = town.post("/realm", &form, &admin);
            assert_eq!(reply.status, 422, "{name}");
            assert!(reply.body.contains(&format!("err-{name}")), "{name}");
        }
        town.ends_well();
    });
}

#[test]
fn a_schools_sheet_says_what_its_units_are_in_its_own_words() {
    on_both(|town| {
        let admin = town.set_up();
        let form: Vec<(&str, &str)> = FORM.iter().copied().chain([("rev", "1")]).collect();
        assert_eq!(town.post("/realm", &form, &admin).status, 303);
        let sheet = "code,name,parent,kind\ny7,Seven,1,Year\nc71,Seven one,y7,班级\nc72,Seven two,y7,village\nchess,Chess,1,Club\n";
        let words = Words::new(Lang::En, "school");
        let told = Import::read(Kind::Units, sheet.as_bytes(), Who::Operator).unwrap().run(&town.app.db, &words, |_| true).unwrap();
        assert_eq!(told.state, "done", "{:?}", told.faults);
        let kinds: Vec<Unit> = town.app.db.read(|r| r.all("WHERE code <> '1' ORDER BY code", &[])).unwrap();
        let kinds: Vec<&str> = kinds.iter().map(|unit| unit.kind.as_str()).collect();
        assert_eq!(kinds, ["village", "village", "Club", "township"]);
        let page = town.get("/units/y7?lang=en", &admin).body;
        assert!(page.contains("Classes") && page.contains("Seven two"), "{page}");
        town.ends_well();
    });
}

#[test]
fn official_order_is_the_countys_unless_a_campaign_switches_it_on() {
    on_both(|town| {
        let admin = town.set_up();
        for (code, rank) in [("a", 2), ("b", 1)] {
            let unit = NewUnit {
                code: code.into(),
                name: format!("Team {code}"),
                parent: "1".into(),
                kind: "team".into(),
                rank,
                ..NewUnit::default()
            };
            town.write(Power::ManageUnits, move |tx| Unit::add(tx, &unit));
        }
        let order = || -> String {
            let all = town.app.db.read(|r| crate::orgs::find::children(r, "1", "2017-03-31")).unwrap();
            all.into_iter().map(|u| u.code).collect()
        };
        assert_eq!(order(), "ba", "the county goes by rank");
        let form: Vec<(&str, &str)> = FORM.iter().copied().chain([("rev", "1")]).collect();
        assert_eq!(town.post("/realm", &form, &admin).status, 303);
        assert_eq!(order(), "ab", "a school does not");
        let file = "id = \"c\"\nname = \"Spring\"\nfrom = \"2017-03-01\"\nto = \"2017-03-31\"\nswitches = [\"rank-order\"]\n[[items]]\nid = \"read\"\nname = \"Read\"\nlabel = \"R\"\n\
                    [[items.indicators]]\nid = \"reads\"\nname = \"Stories\"\nmeasure = \"stories\"\nmost = \"9\"\n";
        assert_eq!(town.post("/campaigns/import", &[("text", file), ("confirm", "yes")], &admin).status, 303);
        assert_eq!(order(), "ba", "unless it is switched on");
        town.ends_well();
    });
}
