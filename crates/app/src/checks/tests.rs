//! What counts on the other side's word, as stories.
use super::Check;
use crate::town::county::County;
use crate::town::on_both;
use axum::body::Body;
use axum::http::Request;

const VERIFIED: &str = "sum.visits.1.20170301-20170331.verified";
const WAITING: &str = "sum.visits.1.20170301-20170331.received";

/// Records a visit of the member's through the interface, with others of these codes.
fn visit(county: &County, id: &str, people: &str) {
    let token = county.token("member");
    let body = format!(
        r#"{{"id":"{id}","item":"visit","indicator":"visits","unit":"101","day":"2017-03-20","quantity":"1","people":[{people}]}}"#
    );
    let request = Request::post("/api/v1/deeds").header("authorization", format!("Bearer {token}"));
    assert_eq!(county.town.send(request.body(Body::from(body)).unwrap()).status, 201);
}

fn began(county: &County) {
    county.open_confirmed();
    visit(county, "visit-by-her", r#""member""#);
    visit(county, "visit-by-two", r#""member","stray""#);
}

/// Approves as somebody, with changes to what a good form holds.
fn approve(county: &County, who: &str, id: &str, change: &[(&str, &str)]) -> crate::town::Reply {
    let usual =
        [("deed", id), ("rev", "1"), ("verdict", "approve"), ("confirmed_by", "王大爷"), ("confirmed_on", "2017-03-30"), ("how", "phone")];
    let form: Vec<(&str, &str)> =
        usual.iter().map(|(n, v)| (*n, change.iter().find(|(m, _)| m == n).map_or(*v, |(_, changed)| *changed))).collect();
    county.town.post("/checks", &form, county.as_who(who))
}

#[test]
fn nobody_of_the_helpers_side_is_asked_for_the_confirmation() {
    on_both(|town| {
        let county = County::found(town);
        began(&county);
        let received = town.get("/deeds/visit-by-her/received", county.as_who("member")).body;
        assert!(received.contains("由抽签抽到的别的单位问过对方以后审核"), "{received}");
        let drawn = county.caller("visit-by-her");
        assert_eq!(county.caller("visit-by-two"), "bureau", "one of 102 took part");
        let queued = |who: &str| {
            let list = town.get("/checks", county.as_who(who)).body;
            ["visit-by-her", "visit-by-two"].map(|id| list.contains(&format!("/checks?at={id}\"")))
        };
        assert_eq!((queued("clerk"), queued("parent")), ([false, false], [false, false]), "the recorder's own unit and those above");
        assert_eq!((queued("sibling"), queued("bureau")), ([drawn == "sibling", false], [drawn == "bureau", true]));
        assert_eq!(queued("below"), [false, false], "the lot fell on another");
        for (who, id, status) in [
            ("clerk", "visit-by-her", 403),
            ("parent", "visit-by-her", 403),
            ("member", "visit-by-her", 403),
            ("office", "visit-by-her", 403),
            ("below", "visit-by-her", 403),
            (if drawn == "bureau" { "sibling" } else { "bureau" }, "visit-by-her", 403),
            ("", "visit-by-her", 401),
            ("sibling", "visit-by-two", 403),
        ] {
            assert_eq!(approve(&county, who, id, &[]).status, status, "{who} {id}");
            let page = town.get(&format!("/checks?at={id}"), county.as_who(who)).body;
            assert!(!page.contains("name=\"confirmed_by\""), "{who} {id}");
        }
        assert_eq!(approve(&county, "bureau", "visit-by-two", &[]).status, 303);
        assert_eq!((county.value(VERIFIED), county.value(WAITING)), ("1".into(), "1".into()));
        town.ends_well();
    });
}

#[test]
fn the_lot_says_which_unit_asks_and_the_office_alone_draws_again_with_a_reason() {
    on_both(|town| {
        let county = County::found(town);
        county.open_confirmed();
        let ids: Vec<String> = (0..24).map(|n| format!("visit-lot-{n}")).collect();
        ids.iter().for_each(|id| visit(&county, id, r#""member""#));
        let drawn = |who: &str| ids.iter().filter(|id| county.caller(id) == who).count();
        assert!(drawn("sibling") > 0 && drawn("bureau") > 0, "{} and {}", drawn("sibling"), drawn("bureau"));
        let queue = |who: &str| town.get("/checks", county.as_who(who)).body;
        for who in ["sibling", "bureau"] {
            let list = queue(who);
            assert!(ids.iter().all(|id| list.contains(&format!("/checks?at={id}\"")) == (county.caller(id) == who)), "{who}: {list}");
        }
        // Whoever recorded it is not told whom the lot fell on; the office is, with the clerks.
        let (id, first) = (ids[0].as_str(), county.caller(&ids[0]));
        let (other, name) = if first == "bureau" { ("sibling", "何平（bureau）") } else { ("bureau", "钱进（sibling）") };
        let page = |who: &str| town.get(&format!("/deeds/{id}"), county.as_who(who)).body;
        assert!(page("office").contains(name) && !page("member").contains("抽到哪个单位") && !page(first).contains("抽到哪个单位"));
        assert!(!page(other).contains("东头"), "who was not drawn reads nothing of it");
        let again = |who: &str, reason: &str| town.post(&format!("/deeds/{id}/caller"), &[("reason", reason)], county.as_who(who));
        assert_eq!((again("member", "x").status, again(first, "x").status, again("clerk", "x").status), (403, 403, 403));
        let reply = again("office", " ");
        assert!(reply.status == 422 && reply.body.contains("还没有写为什么换"), "{} {}", reply.status, reply.body);
        assert_eq!(again("office", "经办人休假").status, 303);
        assert_eq!(county.caller(id), other);
        assert!(page("office").contains("经办人休假") && approve(&county, first, id, &[]).status == 403);
        // Somebody of the unit that was drawn took part after all: the lot falls on another by itself, and on none where there is none.
        let form = [("rev", "1"), ("item", "visit"), ("indicator", "visits"), ("quantity", "1"), ("day", "2017-03-20"), ("people", other)];
        let reply = town.post(&format!("/deeds/{id}/correction"), &form, county.as_who("member"));
        assert_eq!(reply.status, 303, "{}", reply.body);
        let people = town.app.db.read(|r| r.get::<crate::deeds::Deed>(id)).unwrap().people;
        assert_eq!(county.caller(id), first, "{people}");
        let reply = again("office", "再换一次");
        assert!(reply.status == 422 && reply.body.contains("没有别的单位可以抽"), "{} {}", reply.status, reply.body);
        assert_eq!(approve(&county, first, id, &[("rev", "2")]).status, 303);
        assert_eq!(again("office", "晚了").status, 409);
        town.ends_well();
    });
}

#[test]
fn the_office_alone_is_told_of_a_call_that_nobody_made_for_a_week() {
    on_both(|town| {
        let county = County::found(town);
        county.open_confirmed();
        visit(&county, "visit-by-her", r#""member""#);
        let told = |who: &str| town.get("/todo", &town.enter(who)).body.contains("有一条回访等了一个多星期");
        assert!(!told("office"));
        town.clock.advance_ms(8 * 24 * 3600 * 1000);
        assert!(told("office") && !told("member") && !told(county.caller("visit-by-her")));
        let todo = town.get("/todo", &town.enter("office")).body;
        assert!(todo.contains("/deeds/visit-by-her\""), "{todo}");
        let again = town.post("/deeds/visit-by-her/caller", &[("reason", "一直没有人打")], &town.enter("office"));
        assert!(again.status == 303 && !told("office"), "{}: another has a week of their own", again.status);
        town.ends_well();
    });
}

#[test]
fn it_waits_until_the_other_side_confirmed_and_says_who_when_and_how() {
    on_both(|town| {
        let county = County::found(town);
        began(&county);
        let drawn = county.caller("visit-by-her");
        let page = town.get("/checks?at=visit-by-her", county.as_who(drawn)).body;
        assert!(page.contains("请直接问对方") && page.contains("对方已确认") && !page.contains("data-approve"), "{page}");
        assert!(!page.contains("value=\"visit-by-her:1\""), "it is not ticked with others");
        for (name, value, sentence) in [
            ("confirmed_by", " ", "还没有写是谁确认的"),
            ("confirmed_by", "张晓梅", "这是记录人或者参加人的名字"),
            ("confirmed_on", "2017-03-19", "填2017年3月20日到2017年3月31日之间"),
            ("confirmed_on", "2017-04-01", "填2017年3月20日到2017年3月31日之间"),
            ("confirmed_on", "soon", "确认的日子不对"),
            ("how", "", "请选打电话或者当面"),
            ("how", "letter", "请选打电话或者当面"),
        ] {
            let reply = approve(&county, drawn, "visit-by-her", &[(name, value)]);
            let kept = name == "confirmed_by" || reply.body.contains("value=\"王大爷\"");
            assert!(reply.status == 200 && reply.body.contains(sentence) && kept, "{name}={value}: {} {}", reply.status, reply.body);
        }
        let ticked = town.post("/checks", &[("verdict", "approve_ticked"), ("deed", "visit-by-her:1")], county.as_who(drawn));
        assert_eq!(ticked.status, 422);
        assert_eq!((county.value(VERIFIED), county.value(WAITING)), ("0".into(), "2".into()), "nothing counts before");
        assert_eq!(approve(&county, drawn, "visit-by-her", &[]).status, 303);
        assert_eq!((county.value(VERIFIED), county.value(WAITING)), ("1".into(), "1".into()));
        let check: Check = town.app.db.read(|r| r.one("WHERE deed = $1", &["visit-by-her".into()])).unwrap().unwrap();
        assert_eq!(
            (check.confirmed_by.as_deref(), check.confirmed_on.as_str(), check.how.as_str()),
            (Some("王大爷"), "2017-03-30", "phone")
        );
        let of = |who: &str| town.get("/deeds/visit-by-her", county.as_who(who)).body;
        assert!(of("member").contains("王大爷，2017年3月30日，打电话"), "{}", of("member"));
        assert!(of("").contains("对方已确认") && !of("").contains("王大爷"), "strangers are not told who");
        let data = |who: &str| town.get("/api/v1/deeds/visit-by-her", county.as_who(who)).body;
        assert!(data("member").contains(r#""confirmed":{"by":"王大爷","on":"2017-03-30","how":"phone"}"#) && !data("").contains("王大爷"));
        town.ends_well();
    });
}

#[test]
fn without_it_a_record_is_sent_back_and_a_correction_is_confirmed_again() {
    on_both(|town| {
        let county = County::found(town);
        began(&county);
        let back = [("deed", "visit-by-two"), ("rev", "1"), ("verdict", "refuse"), ("reason_text", "老人说没有来过。")];
        assert_eq!(town.post("/checks", &back, county.as_who("bureau")).status, 303);
        assert_eq!(approve(&county, county.caller("visit-by-her"), "visit-by-her", &[]).status, 303);
        let form = [("rev", "2"), ("item", "visit"), ("indicator", "visits"), ("quantity", "3"), ("day", "2017-03-20")];
        assert_eq!(town.post("/deeds/visit-by-her/correction", &form, county.as_who("member")).status, 303);
        let again =
            |change: &[(&str, &str)]| approve(&county, county.caller("visit-by-her"), "visit-by-her", &[&[("rev", "2")], change].concat());
        assert!(again(&[("confirmed_by", "")]).body.contains("还没有写是谁确认的"));
        assert_eq!((county.value(VERIFIED), county.value(WAITING)), ("1".into(), "0".into()), "the confirmed version goes on counting");
        assert_eq!(again(&[("how", "person")]).status, 303);
        assert_eq!(county.value(VERIFIED), "3");
        town.ends_well();
    });
}

#[test]
fn what_was_checked_before_is_shown_with_what_changed_and_why_it_was_sent_back() {
    on_both(|town| {
        let county = County::found(town);
        assert_eq!(county.record("member", "deed-again", &[("place", "东头")]).status, 303);
        let check = |verdict: &str, rev: &str| {
            let form = [("deed", "deed-again"), ("rev", rev), ("verdict", verdict), ("reason_text", "请写清在哪个村")];
            assert_eq!(town.post("/checks", &form, county.as_who("clerk")).status, 303, "{verdict}");
        };
        let again = |quantity: &str, place: &str, rev: &str| {
            let form = [
                ("rev", rev),
                ("item", "litter"),
                ("indicator", "litter"),
                ("quantity", quantity),
                ("day", "2017-03-20"),
                ("place", place),
            ];
            assert_eq!(town.post("/deeds/deed-again/correction", &form, county.as_who("member")).status, 303);
            town.get("/checks?at=deed-again", county.as_who("clerk")).body
        };
        let first = town.get("/checks?at=deed-again", county.as_who("clerk")).body;
        assert!(!first.contains("<del>") && !first.contains("更正</span>"), "{first}");
        check("return", "1");
        let page = again("2", "东头村口", "2");
        assert!(page.contains("补正后再报</span>") && page.contains("请写清在哪个村"), "{page}");
        assert!(page.contains("<del><span data-field>东头</span></del>") && page.contains("<ins><span data-field>东头村口</span></ins>"));
        assert_eq!(page.matches("<del>").count(), 1, "the place alone: {page}");
        check("approve", "3");
        let page = again("2.5", "", "4");
        assert!(page.contains("更正</span>") && page.contains("原来那份继续算数") && !page.contains("请写清在哪个村"), "{page}");
        assert!(
            page.contains("<del><span data-field>2立方米</span></del>") && page.contains("<ins><span data-field>2.5立方米</span></ins>")
        );
        assert!(page.contains("<del><span data-field>东头村口</span></del> → <span class=\"muted\">没填</span>"), "{page}");
        assert!(page.contains("data-measure=\"1件\"") || page.contains(">1<"), "how many of them are corrections: {page}");
        check("approve", "4");
        assert_eq!(county.value("sum.litter.1.20170301-20170331.verified"), "2.5");
        town.ends_well();
    });
}
