//! Draws as stories, through the routes, on both databases.
use super::find;
use super::model::{Draw, Drawn};
use super::repeat::repeat;
use crate::people;
use crate::powers::Power;
use crate::town::county::County;
use crate::town::{Reply, Town, on_both};

const NUMBER: &str = "03 07 12 19 25 31 + 08";
const LITTER: &str = "/figures/sum.litter.1.20170301-20170331.verified";
const HOUR: i64 = 3_600_000;

/// A county with approved records of two townships, and a draw of them that is announced.
pub struct Lot<'a> {
    town: &'a Town,
    pub path: String,
}

impl<'a> Lot<'a> {
    /// Twenty records of each township, half of them to be visited.
    pub fn announce(county: &County<'a>) -> Self {
        for n in 0..20 {
            verified(county, "member", "clerk", &format!("d-south-{n:02}"), "2.5");
            verified(county, "stray", "sibling", &format!("d-north-{n:02}"), "4");
        }
        let path = announced(county, &[]).location;
        Self { town: county.town, path }
    }
    fn id(&self) -> String {
        self.path.trim_start_matches("/draws/").to_owned()
    }
    fn press(&self, who: &str, act: &str, form: &[(&str, &str)]) -> Reply {
        self.town.post(&format!("{}/{act}", self.path), form, &self.town.enter(who))
    }
    fn page(&self, who: &str) -> String {
        let cookie = if who.is_empty() { String::new() } else { self.town.enter(who) };
        self.town.get(&self.path, &cookie).body
    }
    pub fn freeze(&self) {
        let frozen = self.press("office", "freeze", &[]);
        assert_eq!(frozen.status, 303, "{}", frozen.body);
        self.town.app.db.checkpoint().unwrap();
    }
    /// The evening of the next day: the number is out.
    pub fn wait_for_the_number(&self) {
        self.town.clock.advance_ms(36 * HOUR);
    }
    fn enter(&self, who: &str, number: &str) -> Reply {
        self.press(who, "number", &[("number", number)])
    }
    pub fn draw(&self) {
        assert_eq!(self.enter("office", NUMBER).status, 303);
        let drawn = self.enter("inspector", "03071219253108");
        assert!(drawn.location.ends_with("done=drawn"), "{}", drawn.body);
    }
    pub fn drawn(&self) -> Vec<Drawn> {
        let id = self.id();
        self.town.app.db.read(|r| find::drawn(r, &id)).unwrap()
    }
    /// The code of a drawn record's checker.
    fn checker(&self, row: &Drawn) -> String {
        let found = self.town.app.db.read(|r| people::find::by_pseudonym(r, &row.checker)).unwrap();
        found.unwrap().code
    }
    fn visit(&self, row: &Drawn, found: &str, words: &str) -> Reply {
        let form = [("found", found), ("seen_at", "小东河桥头"), ("words", words)];
        self.press(&self.checker(row), &format!("visits/{}", row.place), &form)
    }
    /// What repeating it from the log finds wrong.
    fn faults(&self) -> Vec<String> {
        let id = self.id();
        self.town.app.db.read(|r| repeat(r, &id)).unwrap().faults
    }
}

fn verified(county: &County, recorder: &str, clerk: &str, id: &str, quantity: &str) {
    county.town.clock.advance_ms(1);
    assert_eq!(county.record(recorder, id, &[("quantity", quantity)]).status, 303);
    let verdict = [("deed", id), ("rev", "1"), ("verdict", "approve")];
    assert_eq!(county.town.post("/checks", &verdict, county.as_who(clerk)).status, 303);
}

fn announced(county: &County, more: &[(&str, &str)]) -> Reply {
    let usual = [
        ("indicator", "litter"),
        ("rate", "50"),
        ("strata", "unit"),
        ("rota", ""),
        ("source", "4月1日福利彩票双色球开奖号"),
        ("known_at", "2017-04-01T21:30"),
    ];
    let form: Vec<(&str, &str)> = more.iter().copied().chain(usual.into_iter().filter(|(n, _)| more.iter().all(|(m, _)| m != n))).collect();
    county.town.post("/campaigns/six-ones/draws", &form, county.as_who("office"))
}

#[test]
fn a_draw_goes_from_its_notice_to_words_beside_the_figure() {
    on_both(|town| {
        let county = County::found(town);
        let lot = Lot::announce(&county);
        let figure = || town.get(LITTER, "").body;
        assert!(figure().contains("还没有随机抽查。") && figure().contains("/campaigns/six-ones/draws"));
        assert!(lot.page("").contains("已公布") && lot.page("").contains("双色球"), "everyone reads it before anyone knows the number");
        assert!(lot.page("").contains("由活动办公室冻结名单"), "and who does what next");
        assert!(town.get("/todo", &town.enter("office")).body.contains("要冻结名单"));
        lot.freeze();
        assert_eq!(lot.press("office", "freeze", &[]).status, 409, "a list is frozen once");
        assert_eq!(lot.enter("office", NUMBER).status, 409, "nobody can know it yet");
        lot.wait_for_the_number();
        assert!(town.get("/todo", &town.enter("inspector")).body.contains("要录入号码"));
        lot.draw();
        let rows = lot.drawn();
        assert_eq!(rows.iter().map(|row| row.hits).sum::<i64>(), 20);
        assert!(!town.get("/todo", &town.enter("inspector")).body.contains("要录入号码"));
        for row in &rows {
            let (own, checker) = (row.deed.starts_with("d-south"), lot.checker(row));
            let others: &[&str] = if own { &["sibling", "bureau"] } else { &["clerk", "below", "bureau"] };
            assert!(others.contains(&checker.as_str()), "{} is visited by {checker}", row.deed);
        }
        assert!(figure().contains("正在随机抽查"), "{}", figure());
        assert!(lot.page("").contains("抽到的人去实地看"));
        // A fifth of one is not there; the others are right.
        let first = &rows[0];
        let form = format!("{}/visits/{}", lot.path, first.place);
        assert!(town.get("/todo", &town.enter(&lot.checker(first))).body.contains("/visits/"));
        let page = town.get(&form, &town.enter(&lot.checker(first))).body;
        assert!(page.contains(if first.deed.starts_with("d-south") { "张晓梅" } else { "孙立" }), "whom to ask: {page}");
        assert_eq!(lot.visit(first, "1", "").status, 422, "less than claimed is explained");
        assert_eq!(lot.visit(first, "1", "桥头只有一半").status, 303);
        for row in &rows[1..] {
            assert_eq!(lot.visit(row, "9", "").status, 303);
        }
        assert!(figure().contains("属实（九成五的把握）"), "{}", figure());
        let south = town.get(&LITTER.replace(".1.", ".101."), "").body;
        assert!(south.contains("抽查太少"), "eight visits of a township say nothing: {south}");
        assert!(lot.page("office").contains("孙立") || lot.page("office").contains("钱进"), "the office sees who visited");
        assert!(!lot.page("").contains("钱进") && !lot.page("").contains("桥头"), "strangers do not");
        assert!(town.get(&format!("/deeds/{}", first.deed), &town.enter("parent")).body.contains("桥头只有一半"));
        assert!(town.get("/todo", &town.enter("office")).body.contains("都看过了，可以结束"));
        assert!(lot.page("").contains("由活动办公室结束这次抽查"));
        assert_eq!(lot.press("office", "closure", &[]).status, 303);
        assert!(!lot.page("").contains("接下来"), "nothing comes after its end");
        assert_eq!(lot.visit(first, "2", "再看一次").status, 409, "what is finished stays");
        assert_eq!(lot.faults(), Vec::<String>::new());
        town.ends_well();
    });
}

#[test]
fn nobody_enters_a_number_alone_and_two_must_agree() {
    on_both(|town| {
        let county = County::found(town);
        let lot = Lot::announce(&county);
        lot.freeze();
        lot.wait_for_the_number();
        assert_eq!(lot.enter("clerk", NUMBER).status, 403, "it is the office's and the inspectors' to enter");
        assert!(lot.enter("office", NUMBER).location.ends_with("done=first"));
        let again = lot.enter("office", NUMBER);
        assert!(again.status == 422 && again.body.contains("要由另一个人录入"), "{}", again.body);
        assert!(!lot.page("inspector").contains("0307"), "the second does not see the first one's");
        let leaf = town.app.db.read(|r| r.rows("SELECT body FROM log_leaves WHERE object LIKE 'draw_numbers/%'", &[])).unwrap();
        assert!(leaf.len() == 1 && !leaf[0].text(0).unwrap().contains("03071219253108"), "not even in the log");
        let other = lot.enter("inspector", "03 07 12 19 25 31 + 09");
        assert!(other.status == 422 && other.body.contains("不一样"), "{}", other.body);
        assert!(lot.drawn().is_empty());
        assert_eq!(lot.enter("inspector", "seven").status, 422);
        // Both begin again.
        lot.draw();
        assert_eq!(lot.drawn().iter().map(|row| row.hits).sum::<i64>(), 20);
        assert_eq!(lot.enter("office", NUMBER).status, 409);
        assert_eq!(lot.faults(), Vec::<String>::new());
        town.ends_well();
    });
}

#[test]
fn what_is_withdrawn_after_the_freeze_does_not_leave_the_lot() {
    on_both(|town| {
        let county = County::found(town);
        let lot = Lot::announce(&county);
        lot.freeze();
        let withdrawal = |n: usize| {
            town.post(&format!("/deeds/d-south-{n:02}/withdrawal"), &[("rev", "2"), ("reason", "记错了")], &town.enter("member"))
        };
        (0..20).for_each(|n| assert_eq!(withdrawal(n).status, 303));
        // Somebody who joins a team of the record's unit later, and a new record, change nothing either.
        verified(&county, "stray", "sibling", "d-late-one", "9");
        lot.wait_for_the_number();
        lot.draw();
        let rows = lot.drawn();
        let gone: Vec<&Drawn> = rows.iter().filter(|row| row.deed.starts_with("d-south")).collect();
        assert!((7..=8).contains(&gone.len()) && rows.iter().all(|row| row.deed != "d-late-one"), "{rows:?}");
        assert_eq!(lot.visit(gone[0], "2.5", "").status, 409, "there is nothing to visit");
        for row in rows.iter().filter(|row| row.deed.starts_with("d-north")) {
            assert_eq!(lot.visit(row, "4", "").status, 303);
        }
        // Of 130 cubic metres on the list 50 were withdrawn: eight of twenty points at most were not found.
        let id = lot.id();
        let outcome = town.app.db.read(|r| r.get::<Draw>(&id).and_then(|draw| find::outcome(r, &draw))).unwrap();
        let share = outcome.share.unwrap();
        assert!(outcome.waiting == 0 && (0.6..=0.65).contains(&share.about), "{outcome:?}");
        assert_eq!(lot.faults(), Vec::<String>::new());
        town.ends_well();
    });
}

#[test]
fn whoever_is_of_the_unit_or_had_a_hand_in_it_or_inspects_is_never_on_the_rota() {
    on_both(|town| {
        let county = County::found(town);
        verified(&county, "member", "clerk", "d-one-more", "2");
        let (office, team) = (county.as_who("office"), |name: &str, members: &[&str]| {
            let form = [("name", name), ("kind", "people"), ("unit", "1"), ("from", "2017-03-01")];
            let group = town.post("/groups", &form, county.as_who("office")).location;
            for member in members {
                let added = town.post(&format!("{group}/members"), &[("member", member), ("from", "2017-03-01")], county.as_who("office"));
                assert_eq!(added.status, 303, "{}", added.body);
            }
            group.trim_start_matches("/groups/").to_owned()
        });
        let rota = |group: &str| {
            let path = announced(&county, &[("rota", group)]).location;
            let frozen = town.post(&format!("{path}/freeze"), &[], office);
            if frozen.status != 303 {
                assert_eq!(town.post(&format!("{path}/end"), &[], office).status, 303);
            }
            (frozen.status, frozen.body, path)
        };
        let own = team("本镇的人", &["member", "colleague", "clerk", "below", "leader", "parent"]);
        let (status, body, _) = rota(&own);
        assert!(status == 422 && body.contains("没有人可以去看"), "{body}");
        let (status, body, _) = rota(&team("纪检", &["inspector"]));
        assert!(status == 422 && body.contains("没有可以去看的人"), "{body}");
        let (status, body, path) = rota(&team("都有", &["colleague", "inspector", "bureau"]));
        assert_eq!(status, 303, "{body}");
        let id = path.trim_start_matches("/draws/").to_owned();
        let draw = town.app.db.read(|r| r.get::<Draw>(&id)).unwrap();
        let set = super::verbs::read(town.app.db.blobs(), &draw).unwrap();
        let named = |pseudonym: &String| town.app.db.read(|r| people::find::by_pseudonym(r, pseudonym)).unwrap().unwrap().code;
        let mut on: Vec<String> = set.rota.iter().map(named).collect();
        on.sort();
        assert_eq!(on, ["bureau", "colleague"]);
        assert_eq!(set.barred["d-one-more"].iter().map(named).collect::<Vec<_>>(), ["colleague"]);
        assert_eq!(announced(&county, &[]).status, 422, "one draw of a measure at a time");
        town.ends_well();
    });
}

#[test]
fn a_draw_that_was_tampered_with_does_not_repeat() {
    on_both(|town| {
        let county = County::found(town);
        let lot = Lot::announce(&county);
        lot.freeze();
        lot.wait_for_the_number();
        lot.draw();
        assert_eq!(lot.faults(), Vec::<String>::new());
        // Behind the door's back: another record in the place of a drawn one, and back again.
        let (first, id) = (lot.drawn()[0].clone(), lot.id());
        let other = (0..20).map(|n| format!("d-south-{n:02}")).find(|id| lot.drawn().iter().all(|row| row.deed != *id)).unwrap();
        let swap = |deed: &str| town.behind_the_door(&format!("UPDATE drawn SET deed = '{deed}' WHERE id = '{}'", first.id));
        swap(&other);
        assert!(lot.faults().iter().any(|f| f.starts_with("the table has") && f.contains(&other)), "{:?}", lot.faults());
        swap(&first.deed);
        town.behind_the_door(&format!("DELETE FROM drawn WHERE id = '{}-2'", lot.id()));
        assert!(lot.faults().iter().any(|f| f.starts_with("the table lacks")), "{:?}", lot.faults());
        let two = lot.drawn();
        town.behind_the_door(&format!("UPDATE draws SET number = '03071219253109' WHERE id = '{id}'"));
        assert!(lot.faults().iter().any(|f| f.contains("row is not what the log says")), "{:?}", lot.faults());
        town.behind_the_door(&format!("UPDATE draws SET number = '03071219253108' WHERE id = '{id}'"));
        // Through the door, so that the log itself is sound: a checker was exchanged.
        let row = two[3].clone();
        town.write(Power::ManageUnits, move |tx| Ok(tx.update(&row, &Drawn { checker: "p00".into(), ..row.clone() })?));
        assert!(lot.faults().iter().any(|f| f.starts_with("the log has") && f.contains("p00")), "{:?}", lot.faults());
    });
}

#[test]
fn a_list_that_is_frozen_or_sealed_too_late_is_not_drawn() {
    on_both(|town| {
        let county = County::found(town);
        let lot = Lot::announce(&county);
        assert_eq!(announced(&county, &[("indicator", "trees"), ("known_at", "2017-03-30T21:30")]).status, 422, "it is known already");
        assert_eq!(announced(&county, &[("indicator", "trees"), ("rate", "0")]).status, 422);
        lot.wait_for_the_number();
        assert_eq!(lot.press("office", "freeze", &[]).status, 409, "the number may be known");
        assert_eq!(lot.press("clerk", "end", &[]).status, 403);
        assert_eq!(lot.press("office", "end", &[]).status, 303);
        assert!(lot.page("").contains("已放弃"), "what was announced stays");
        assert_eq!(lot.press("office", "freeze", &[]).status, 409);
        town.ends_well();
    });
}
