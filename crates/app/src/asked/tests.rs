//! Stories of the time asked of staff, on both databases; each ends with a replay.
use super::find::{self, Sum};
use super::{Asking, TimeTold};
use crate::bulletin::tests::Desk;
use crate::town::county::County;
use crate::town::{Reply, Town, on_both};
use axum::body::Body;
use axum::http::{Request, header};
use serde_json::json;

/// From Friday to the Monday of the next week, the last day on which records are taken.
const TO_MONDAY_MS: i64 = 3 * 24 * 3600 * 1000;
const SIX: [&str; 6] = ["member", "colleague", "clerk", "below", "stray", "bureau"];

fn now(town: &Town) -> i64 {
    town.app.db.clock().now_ms()
}

/// Fills in the recording form as a browser with script does.
fn fills_in(town: &Town, who: &str, id: &str, (seconds, fields): (i64, i64)) {
    let asked = format!("s{}~{seconds}~{fields}~", now(town) - 1000 * seconds);
    let form = [("id", id), ("item", "litter"), ("indicator", "litter"), ("quantity", "2"), ("day", "2017-03-20"), ("asked", &asked)];
    let cookie = town.enter(who);
    assert_eq!(town.post("/deeds", &form, &cookie).status, 303, "{who} {id}");
}

fn of_week(town: &Town, week: &str) -> Sum {
    town.app.db.read(|r| find::of_all(r, week)).unwrap()
}

fn page(town: &Town, who: &str) -> String {
    town.get("/time-asked", &town.enter(who)).body
}

#[test]
fn a_month_of_forms_is_what_a_hand_adds_up() {
    on_both(|town| {
        let _county = County::found(town);
        assert!(page(town, "office").contains("还没有量到"));
        for (who, said) in SIX.into_iter().zip([(60, 2), (90, 3), (120, 2), (30, 2), (45, 4), (200, 5)]) {
            fills_in(town, who, &format!("first-{who}"), said);
        }
        // 545 seconds and 18 fields of 6 people: 1.51 minutes, 3 fields.
        assert_eq!(page(town, "office").matches("每人1.5分钟，填3项（共6人）").count(), 3, "{}", page(town, "office"));
        let checked = format!("s{}~40~1~", now(town) - 40_000);
        let form = [("deed", "first-member"), ("rev", "1"), ("verdict", "approve"), ("asked", &checked)];
        assert_eq!(town.post("/checks", &form, &town.enter("clerk")).status, 303);
        // 585 and 19 of the same 6: 1.625 and 3.17. One clerk's minutes are not what is left when the others are taken away.
        let body = page(town, "office");
        assert!(body.contains("每人1.6分钟，填3.2项（共6人）") && body.matches("人太少，不列").count() == 1, "{body}");
        assert_eq!(body.matches("不列：列了会推算出").count(), 1, "enough people recorded; that form would give the clerk away: {body}");
        assert!(body.contains("这一周还没有过完"), "{body}");
        assert!(!body.contains("每人1.5分钟"), "{body}");
        town.clock.advance_ms(TO_MONDAY_MS);
        for who in &SIX[..4] {
            fills_in(town, who, &format!("second-{who}"), (600, 9));
        }
        fills_in(town, "member", "second-again", (100, 1));
        let body = page(town, "admin");
        assert!(body.contains("2017年4月3日") && !body.contains("10.4") && body.matches("人太少，不列").count() == 4, "{body}");
        // Marked on the week that runs and in what a chat is told; the week before is over.
        assert_eq!(body.matches("这一周还没有过完").count(), 2, "{body}");
        fills_in(town, "stray", "second-stray", (0, 0));
        // 2,500 seconds and 37 fields of 5 people, one of them twice.
        assert!(page(town, "admin").contains("每人8.3分钟，填7.4项（共5人）"), "{}", page(town, "admin"));
        for (who, name) in [("member", "张晓梅"), ("stray", "孙立"), ("bureau", "何平")] {
            assert!(!page(town, "admin").contains(name) && !page(town, "admin").contains("南村镇"), "{who}");
        }
        let csv = town.get("/time-asked.csv", &town.enter("office")).body;
        assert!(csv.contains("2017-04-03,全部表单,8.3,7.4,5,这一周还没有过完\r\n") && csv.contains("2017-03-27,审核,,,"), "{csv}");
        for who in ["", "member", "clerk", "parent", "leader", "inspector"] {
            let cookie = if who.is_empty() { String::new() } else { town.enter(who) };
            for path in ["/time-asked", "/time-asked.csv", "/time-asked.xlsx"] {
                assert!([401, 403, 303].contains(&town.get(path, &cookie).status), "{who} {path}");
            }
        }
        town.ends_well();
    });
}

/// The recording page as it came; the value of its hidden field.
fn drawn(page: &str) -> String {
    page.split("name=\"asked\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned()
}

#[test]
fn without_script_it_is_the_time_from_drawing_to_arrival_and_what_was_changed() {
    on_both(|town| {
        let county = County::found(town);
        let send = |id: &str, asked: &str, more: &[(&str, &str)]| -> Reply {
            let usual =
                [("id", id), ("item", "litter"), ("indicator", "litter"), ("quantity", "2"), ("day", "2017-03-31"), ("asked", asked)];
            let form: Vec<(&str, &str)> = usual.into_iter().chain(more.iter().copied()).collect();
            town.post("/deeds", &form, &town.enter("member"))
        };
        let sum = || (of_week(town, "2017-03-27").seconds, of_week(town, "2017-03-27").fields);
        let asked = drawn(&town.get("/capture/litter", county.as_who("member")).body);
        town.clock.advance_ms(90_000);
        assert_eq!(send("deed-plain", &asked, &[("place", "东头")]).status, 303);
        assert_eq!(sum(), (90, 2), "quantity and place; the day stood there");
        assert_eq!(send("deed-plain", &asked, &[("place", "东头")]).status, 303, "sent twice it is the same");
        assert_eq!(sum(), (90, 2));
        town.clock.advance_ms(8 * 3600 * 1000);
        assert_eq!(send("deed-later", &asked, &[]).status, 303);
        assert_eq!(sum(), (690, 3), "nobody believes in eight hours");
        // Something was wrong with it: the time before and after are one form's.
        let asked = drawn(&town.get("/capture/litter", &town.enter("member")).body);
        town.clock.advance_ms(30_000);
        let wrong = send("deed-wrong", &asked, &[("began", "soon"), ("place", "西头")]);
        assert_eq!(wrong.status, 422);
        town.clock.advance_ms(20_000);
        assert_eq!(send("deed-wrong", &drawn(&wrong.body), &[("place", "西头"), ("words", "两车")]).status, 303);
        // Three fields by hand before, one after; `began` is taken back.
        assert_eq!(sum(), (690 + 50, 3 + 4));
        for odd in ["", "x", "t", "s1~2", "t~~~", "s1~a~b~", "ss~~"] {
            assert_eq!(send(&format!("deed-odd-{}", odd.len() * 7 + odd.matches('~').count()), odd, &[]).status, 303, "{odd}");
        }
        assert_eq!(sum(), (740, 7), "what says nothing is no measurement");
        assert_eq!(send("deed-much", "s1~99999999999~-5~", &[]).status, 303);
        assert_eq!(sum(), (740 + 7200, 7), "clamped, not refused");
        town.ends_well();
    });
}

/// Brings a record in from a table, as its form came: checked first, then applied.
fn import(county: &County, asked: &str) {
    let csv = "indicator,unit,recorder,day,quantity\nlitter,101,member,2017-03-21,1\n";
    let post = |form: &[(&str, &str)]| county.town.post("/import/deeds", form, county.as_who("clerk"));
    let seen = post(&[("step", "check"), ("text", csv), ("asked", asked)]).body;
    let token = seen.split("name=\"token\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect(&seen);
    assert_eq!(post(&[("step", "apply"), ("text", csv), ("token", token), ("asked", &drawn(&seen))]).status, 303);
}

#[test]
fn every_form_tells_once_and_bulk_writes_tell_nothing() {
    on_both(|town| {
        let county = County::found(town);
        let forms = || -> Vec<(String, i64, i64)> {
            let sums = town.app.db.read(|r| find::of_forms(r, "2017-03-27")).unwrap();
            sums.into_iter().map(|sum| (sum.form, sum.seconds, sum.fields)).collect()
        };
        let asked = |seconds: i64, fields: i64| format!("s{}~{seconds}~{fields}~", now(town) - 1000 * seconds);
        for id in ["deed-one", "deed-two", "deed-three"] {
            assert_eq!(county.record("member", id, &[]).status, 303);
        }
        assert_eq!(forms(), [], "a form that does not say it");
        // Two ticked in one form: one form.
        let ticked = [("verdict", "approve_ticked"), ("deed", "deed-one:1"), ("deed", "deed-two:1"), ("asked", &asked(11, 2))];
        assert_eq!(town.post("/checks", &ticked, county.as_who("clerk")).status, 303);
        let again =
            [("rev", "1"), ("item", "litter"), ("indicator", "litter"), ("quantity", "3"), ("day", "2017-03-20"), ("asked", &asked(12, 1))];
        assert_eq!(town.post("/deeds/deed-three/correction", &again, county.as_who("member")).status, 303);
        assert_eq!(forms(), [("check".to_owned(), 11, 2), ("correct".to_owned(), 12, 1)]);
        // The phone's queue sends the form; twice is once.
        let fields =
            json!([["item", "litter"], ["indicator", "litter"], ["quantity", "1"], ["day", "2017-03-20"], ["asked", asked(13, 4)]]);
        let op =
            json!({ "id": "deed-phone", "seq": 1, "prev": "", "anchor": null, "kind": "record", "body": { "fields": fields } }).to_string();
        let batch = ::sync::join("phone-one", "member", &[&op]);
        for _ in 0..2 {
            let request =
                Request::post("/api/v1/sync").header(header::COOKIE, county.as_who("member")).header("content-type", "application/json");
            let reply = town.send(request.body(Body::from(batch.clone())).unwrap());
            assert!(reply.status == 200 && reply.body.contains("deed-phone"), "{}", reply.body);
        }
        // The paste desk, over its pages; an import, over its two.
        let text = "张晓梅清理垃圾2方";
        let paste = |step: &str, asked: &str, more: &[(&str, &str)]| {
            let usual =
                [("unit", "101"), ("campaign", "six-ones"), ("day", "2017-03-20"), ("text", text), ("step", step), ("asked", asked)];
            let form: Vec<(&str, &str)> = usual.into_iter().chain(more.iter().copied()).collect();
            town.post("/paste", &form, county.as_who("clerk"))
        };
        let looked = paste("read", &asked(20, 1), &[]);
        assert!(drawn(&looked.body).contains("~20~1~"), "{}", drawn(&looked.body));
        let value = |name: &str| {
            let field = looked.body.split(&format!("name=\"r0.{name}\"")).nth(1).unwrap_or_else(|| panic!("{name}: {}", looked.body));
            field.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned()
        };
        let what = looked
            .body
            .split("name=\"r0.what\"")
            .nth(1)
            .and_then(|rest| rest.split("\" selected").next()?.rsplit('"').next())
            .unwrap()
            .to_owned();
        let row: Vec<(String, String)> =
            ["key", "who0", "quantity", "day", "place", "words"].iter().map(|name| (format!("r0.{name}"), value(name))).collect();
        let row: Vec<(&str, &str)> =
            row.iter().map(|(n, v)| (n.as_str(), v.as_str())).chain([("r0.take", "yes"), ("r0.what", what.as_str())]).collect();
        town.clock.advance_ms(5_000);
        let kept = paste("confirm", &drawn(&looked.body), &row);
        assert_eq!(kept.status, 303, "{}", kept.body);
        assert_eq!(forms()[2..], [("paste".to_owned(), 25, 1), ("record".to_owned(), 13, 4)], "nothing of the preview was changed by hand");
        import(&county, &asked(30, 1));
        // An import applies its rows beside the request.
        while !forms().iter().any(|(form, ..)| form == "import") {
            std::thread::yield_now();
        }
        assert!(forms().contains(&("import".to_owned(), 30, 1)), "{:?}", forms());
        let request = Request::post("/api/v1/deeds").header("authorization", format!("Bearer {}", county.token("member")));
        let body = r#"{"id":"deed-by-program","indicator":"litter","unit":"101","day":"2017-03-20","quantity":"1"}"#;
        assert_eq!(town.send(request.body(Body::from(body)).unwrap()).status, 201);
        assert_eq!(town.app.db.read(|r| r.all::<Asking>("ORDER BY id", &[])).unwrap().len(), 5);
        town.ends_well();
    });
}

#[test]
fn the_line_of_a_bulletin_is_signed_with_it_and_frozen() {
    on_both(|town| {
        let county = County::found(town);
        let mut desk = Desk::begin(&county);
        desk.write("全县清理垃圾。");
        assert_eq!(desk.press("time-asked", &[("time", "print")]).status, 422, "of nobody nothing is said");
        for who in SIX {
            fills_in(town, who, &format!("deed-{who}"), (90, 3));
        }
        desk.done("time-asked", &[("time", "print")]);
        const LINE: &str = "2017年3月用本系统填报，平均每人每周约1.5分钟、3项。";
        desk.sign("edited");
        desk.sign("approved");
        fills_in(town, "member", "deed-more", (270, 9));
        let moved = town.get(&format!("{}/edit", desk.path), &town.enter("office")).body;
        assert!(moved.contains(LINE) && moved.contains("平均每人每周约2.3分钟、4.5项"), "{moved}");
        desk.done("time-asked", &[("time", "leave")]);
        assert_eq!(desk.confirm().status, 422, "what was signed had the line");
        desk.done("time-asked", &[("time", "print")]);
        desk.publish();
        let line = "2017年3月用本系统填报，平均每人每周约2.3分钟、4.5项。";
        for path in ["", "/text"] {
            assert!(town.get(&format!("{}{path}", desk.path), "").body.contains(line), "{path}");
        }
        fills_in(town, "stray", "deed-late", (900, 30));
        let issue = town.get(&desk.path, "").body;
        assert!(issue.contains(line), "{issue}");
        assert!([403, 409, 410, 422].contains(&desk.press("time-asked", &[("time", "print")]).status));
        let kept: Vec<TimeTold> = town.app.db.read(|r| r.all("ORDER BY id", &[])).unwrap();
        assert_eq!(kept.iter().map(|told| (told.seconds, told.fields, told.people_weeks)).collect::<Vec<_>>(), [(810, 27, 6)]);
        town.ends_well();
    });
}

#[test]
fn visits_needs_and_withdrawals_are_measured_once() {
    on_both(|town| {
        let county = County::found(town);
        county.open_confirmed();
        crate::households::tests::one(&county);
        let asked = |seconds: i64| format!("s{}~{seconds}~3~", now(town) - 1000 * seconds);
        let send = |path: &str, who: &str, seconds: i64, form: &[(&str, &str)]| {
            let asked = asked(seconds);
            let form: Vec<(&str, &str)> = form.iter().copied().chain([("asked", asked.as_str())]).collect();
            let reply = town.post(path, &form, county.as_who(who));
            assert_eq!(reply.status, 303, "{path}: {}", reply.body);
            reply.location
        };
        for path in ["/visits/h1", "/needs/new?household=h1"] {
            assert!(drawn(&town.get(path, county.as_who("member")).body).starts_with('t'), "{path}");
        }
        let visit = [("id", "visit-first"), ("way", "visit"), ("saw", "水窖还没有修"), ("indicator", "households")];
        send("/visits/h1", "member", 30, &visit);
        send("/visits/h1", "member", 30, &visit);
        let raised = [("at", "need-first"), ("household", "h1"), ("unit", "1011"), ("topic", "water"), ("words", "水窖裂了一道缝")];
        let need = send("/needs/new", "member", 50, &raised);
        send("/needs/new", "member", 50, &raised);
        send(&format!("{need}/closing"), "member", 10, &[("at", "need-closed"), ("seen", "1"), ("why", "搬走了")]);
        assert_eq!(county.record("member", "deed-wrong", &[]).status, 303);
        send("/deeds/deed-wrong/withdrawal", "member", 20, &[("rev", "1"), ("reason", "记重了")]);
        let all: Vec<Asking> = town.app.db.read(|r| r.all("ORDER BY form, seconds", &[])).unwrap();
        let said: Vec<(&str, i64)> = all.iter().map(|asking| (asking.form.as_str(), asking.seconds)).collect();
        assert_eq!(said, [("correct", 20), ("need", 10), ("need", 50), ("visit", 30)]);
        town.ends_well();
    });
}

#[test]
fn the_forms_of_a_households_file_are_measured_and_those_that_say_so_alone() {
    on_both(|town| {
        let county = County::found(town);
        crate::households::tests::one(&county);
        let form = |path: &str, who: &str| town.get(path, county.as_who(who)).body;
        for path in ["/households/new", "/households/h1/plan", "/households/h1/income?at=2016", "/needs/new"] {
            assert!(form(path, "clerk").contains("name=\"asked\""), "{path}");
        }
        for path in ["/rosters/new", "/households/h1/hand-out"] {
            let page = form(path, "clerk");
            assert!(page.contains("<form method=\"post\"") && !page.contains("name=\"asked\""), "{path}: {page}");
        }
        let page = form("/households/h1/plan?at=2016", "clerk");
        let asked = drawn(&page);
        let seen = page.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        town.clock.advance_ms(45_000);
        let sent = [("at", "2016"), ("seen", seen), ("asked", &asked), ("year", "2016"), ("words", "先修水窖")];
        let reply = town.post("/households/h1/plan", &sent, county.as_who("clerk"));
        assert_eq!(reply.status, 303, "{}", reply.body);
        let sums = town.app.db.read(|r| find::of_forms(r, "2017-03-27")).unwrap();
        let sum = sums.iter().find(|sum| sum.form == "household").unwrap();
        assert!(sum.people == 1 && sum.seconds == 45 && (1..=2).contains(&sum.fields), "{sum:?}");
        town.ends_well();
    });
}
