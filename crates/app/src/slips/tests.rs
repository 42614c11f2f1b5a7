//! Stories of slips by which the other side answers, on both databases; each ends with a replay.
use super::{Reply, Slip};
use crate::checks::Check;
use crate::town::county::County;
use crate::town::{Reply as Answered, Town, on_both};
use axum::body::Body;
use axum::http::Request;

const VERIFIED: &str = "sum.visits.1.20170301-20170331.verified";

/// The member of 101 records a visit; with a colleague of 102 where `two`.
fn began(county: &County, id: &str, two: bool) {
    if !county.town.get("/campaigns/care", "").body.contains("邻里相助") {
        county.open_confirmed();
    }
    let people = if two { r#""member","stray""# } else { r#""member""# };
    let body = format!(
        r#"{{"id":"{id}","item":"visit","indicator":"visits","unit":"101","day":"2017-03-20","quantity":"2","place":"东头","words":"打扫了院子","people":[{people}]}}"#
    );
    let request = Request::post("/api/v1/deeds").header("authorization", format!("Bearer {}", county.token("member")));
    assert_eq!(county.town.send(request.body(Body::from(body)).unwrap()).status, 201);
}

fn prints(county: &County, who: &str, id: &str) -> Answered {
    county.town.post(&format!("/deeds/{id}/slip"), &[], county.as_who(who))
}

/// The code on a printed slip.
fn code_of(slip: &Answered) -> String {
    assert_eq!(slip.status, 200, "{}", slip.body);
    slip.body.split("class=\"code-big\" data-field>").nth(1).and_then(|rest| rest.split('<').next()).unwrap().to_owned()
}

fn answers(town: &Town, code: &str, answer: &str, words: &str) -> Answered {
    town.post("/confirm/answer", &[("code", code), ("answer", answer), ("words", words)], "")
}

#[test]
fn they_answer_by_its_code_and_the_helpers_side_never_sees_it() {
    on_both(|town| {
        let county = County::found(town);
        began(&county, "visit-one", false);
        began(&county, "visit-two", true);
        for (who, id, status) in [
            ("", "visit-one", 401),
            ("member", "visit-one", 403),
            ("colleague", "visit-one", 403),
            ("clerk", "visit-one", 403),
            ("parent", "visit-one", 403),
            ("office", "visit-one", 403),
            ("admin", "visit-one", 403),
            ("sibling", "visit-two", 403),
        ] {
            assert_eq!(prints(&county, who, id).status, status, "{who} {id}");
        }
        assert!(town.get("/checks?at=visit-one", county.as_who(county.caller("visit-one"))).body.contains("打印确认单"));
        let slip = prints(&county, county.caller("visit-one"), "visit-one");
        let code = code_of(&slip);
        assert!(slip.headers["cache-control"] == "no-store" && slip.body.contains("https://town.example/confirm"), "{:?}", slip.headers);
        let digits = code.replace(' ', "");
        assert_eq!(town.holds(&digits).into_iter().chain(town.holds(&code)).collect::<Vec<_>>(), [""; 0], "only a hash of it is kept");
        for who in ["member", "clerk", "parent", county.caller("visit-one")] {
            for path in ["/deeds/visit-one", "/checks?at=visit-one"] {
                let page = town.get(path, county.as_who(who)).body;
                assert!(!page.contains(&digits) && !page.contains(&code), "{who} {path}");
            }
        }
        // By the QR code and by hand it is the same page: what, when, how much, where, which unit; no name, no words of theirs.
        for page in [town.get(&format!("/confirm/{digits}"), ""), town.post("/confirm", &[("code", &code)], "")] {
            assert_eq!((page.status, &page.headers["cache-control"]), (200, &"no-store".parse().unwrap()), "{}", page.body);
            for said in ["看望一位老人", "2017年3月20日", "2次", "东头", "南村镇", "是这样"] {
                assert!(page.body.contains(said), "{said}: {}", page.body);
            }
            assert!(!page.body.contains("张晓梅") && !page.body.contains("打扫了院子") && !page.body.contains(&digits), "{}", page.body);
        }
        // A helper who got hold of it does not answer with it.
        for who in ["member", "clerk", "parent"] {
            assert_eq!(town.post("/confirm", &[("code", &code)], county.as_who(who)).status, 403, "{who}");
            assert_eq!(town.post("/confirm/answer", &[("code", &code), ("answer", "yes")], county.as_who(who)).status, 403, "{who}");
        }
        assert_eq!(county.value(VERIFIED), "0");
        assert!(answers(town, &code, "perhaps", "").body.contains("是这样"), "nothing is chosen: the page again");
        let answered = answers(town, &code, "yes", "");
        assert_eq!((answered.status, answered.location.as_str()), (303, "/confirm?done=yes"), "{}", answered.body);
        assert!(town.get("/confirm?done=yes", "").body.contains("谢谢您"));
        assert_eq!(county.value(VERIFIED), "2");
        let check: Check = town.app.db.read(|r| r.one("WHERE deed = $1", &["visit-one".into()])).unwrap().unwrap();
        assert_eq!((check.how.as_str(), check.confirmed_by.as_deref(), check.confirmed_on.as_str()), ("code", Some(""), "2017-03-31"));
        assert!(town.get("/deeds/visit-one", county.as_who("member")).body.contains("2017年3月31日，凭确认单"));
        for again in [answers(town, &code, "other", "没来过"), town.get(&format!("/confirm/{digits}"), "")] {
            assert!(again.status == 409 && again.body.contains("已经回答过了"), "{} {}", again.status, again.body);
        }
        town.ends_well();
    });
}

#[test]
fn another_answer_is_a_hint_for_the_checker_and_decides_nothing() {
    on_both(|town| {
        let county = County::found(town);
        began(&county, "visit-one", false);
        began(&county, "visit-two", false);
        let long = "长".repeat(301);
        let code = code_of(&prints(&county, county.caller("visit-one"), "visit-one"));
        let refused = answers(town, &code, "other", &long);
        assert!(refused.status == 422 && refused.body.contains(&long), "what was written is still there");
        assert_eq!(answers(town, &code, "other", "来过一次，不是两次").status, 303);
        let code = code_of(&prints(&county, county.caller("visit-two"), "visit-two"));
        assert_eq!(answers(town, &code, "unknown", "").status, 303);
        assert_eq!(county.value(VERIFIED), "0");
        let page = |id: &str, who: &str| town.get(&format!("/checks?at={id}"), county.as_who(who)).body;
        let seen = page("visit-one", county.caller("visit-one"));
        assert!(seen.contains("不是这样") && seen.contains("来过一次，不是两次") && seen.contains("对方有答复"), "{seen}");
        assert!(page("visit-two", county.caller("visit-two")).contains("不知道这件事"));
        let helper = town.get("/deeds/visit-one", county.as_who("member")).body;
        assert!(!helper.contains("来过一次，不是两次"), "{helper}");
        // Its checker decides as ever; the hint is gone with what it was about.
        let back = [("deed", "visit-one"), ("rev", "1"), ("verdict", "return"), ("reason_text", "请核对次数")];
        assert_eq!(town.post("/checks", &back, county.as_who(county.caller("visit-one"))).status, 303);
        let form = [("rev", "2"), ("item", "visit"), ("indicator", "visits"), ("quantity", "1"), ("day", "2017-03-20")];
        assert_eq!(town.post("/deeds/visit-one/correction", &form, county.as_who("member")).status, 303);
        assert!(!page("visit-one", county.caller("visit-one")).contains("来过一次，不是两次"));
        // What they wrote is erased with the record.
        let erased = [("reason", "本人要求"), ("sure", "yes")];
        assert_eq!(town.post("/deeds/visit-one/erasure", &erased, county.as_who("office")).status, 303);
        let words: Vec<Option<String>> =
            town.app.db.read(|r| r.all::<Slip>("ORDER BY printed_at", &[])).unwrap().into_iter().map(|slip| slip.words).collect();
        assert_eq!(words, [None, None]);
        town.ends_well();
    });
}

#[test]
fn a_slip_ends_with_what_it_asks_about() {
    on_both(|town| {
        let county = County::found(town);
        began(&county, "visit-one", false);
        let void = |code: &str| {
            let reply = answers(town, code, "yes", "");
            assert!(reply.status == 409 && reply.body.contains("已经作废"), "{} {}", reply.status, reply.body);
        };
        let first = code_of(&prints(&county, county.caller("visit-one"), "visit-one"));
        let second = code_of(&prints(&county, county.caller("visit-one"), "visit-one"));
        void(&first);
        // A visit is asked for: the record says what it said.
        let visit = [("deed", "visit-one"), ("rev", "1"), ("verdict", "visit")];
        assert_eq!(town.post("/checks", &visit, county.as_who(county.caller("visit-one"))).status, 303);
        assert_eq!(town.post("/confirm", &[("code", &second)], "").status, 200);
        let corrects = |rev: &str, quantity: &str| {
            let form = [("rev", rev), ("item", "visit"), ("indicator", "visits"), ("quantity", quantity), ("day", "2017-03-20")];
            assert_eq!(town.post("/deeds/visit-one/correction", &form, county.as_who("member")).status, 303);
        };
        corrects("2", "3");
        void(&second);
        assert_eq!(county.value(VERIFIED), "0");
        let third = code_of(&prints(&county, county.caller("visit-one"), "visit-one"));
        assert_eq!(answers(town, &third, "yes", "").status, 303);
        assert_eq!(county.value(VERIFIED), "3");
        assert_eq!(prints(&county, county.caller("visit-one"), "visit-one").status, 409, "nothing of it waits");
        // A correction of what was confirmed is asked about by itself, and the newest alone.
        corrects("4", "4");
        let fourth = prints(&county, county.caller("visit-one"), "visit-one");
        assert!(fourth.body.contains(">4次<"), "{}", fourth.body);
        corrects("4", "5");
        void(&code_of(&fourth));
        let fifth = code_of(&prints(&county, county.caller("visit-one"), "visit-one"));
        assert_eq!(answers(town, &fifth, "yes", "").status, 303);
        assert_eq!(county.value(VERIFIED), "5");
        // When the campaign's checking ends, its slips do.
        began(&county, "visit-last", false);
        let last = code_of(&prints(&county, county.caller("visit-last"), "visit-last"));
        assert_eq!(town.post("/campaigns/care/close", &[], county.as_who("office")).status, 303);
        let over = answers(town, &last, "yes", "");
        assert!(over.status == 409 && over.body.contains("审核已经结束"), "{} {}", over.status, over.body);
        let said: Vec<Option<Reply>> =
            town.app.db.read(|r| r.all::<Slip>("ORDER BY printed_at, id", &[])).unwrap().iter().map(Slip::reply).collect();
        assert_eq!(said.into_iter().flatten().collect::<Vec<_>>(), [Reply::Yes, Reply::Yes]);
        town.ends_well();
    });
}

#[test]
fn guessing_waits_longer_each_time_and_a_slip_of_the_pen_costs_nothing() {
    on_both(|town| {
        let county = County::found(town);
        began(&county, "visit-one", false);
        let code = code_of(&prints(&county, county.caller("visit-one"), "visit-one")).replace(' ', "");
        for typed in ["", "1234", &code[..15]] {
            let reply = town.post("/confirm", &[("code", typed)], "");
            assert!(reply.status == 422 && reply.body.contains("一共十六位数字"), "{typed}: {}", reply.status);
        }
        let other = |n: u32| {
            let digits = format!("{}{:010}", &code[..5], n);
            (0..10).map(|d| format!("{digits}{d}")).find(|code| super::code::Code::read(code).is_ok()).unwrap()
        };
        for n in 0..5 {
            let reply = town.post("/confirm/answer", &[("code", &other(n)), ("answer", "yes")], "");
            assert!(reply.status == 422 && reply.body.contains("没有找到这个号码"), "{n}: {} {}", reply.status, reply.body);
        }
        assert_eq!(town.get(&format!("/confirm/{}", other(9)), "").status, 429);
        assert_eq!(town.post("/confirm", &[("code", &code)], "").status, 429, "the right one waits as well");
        town.clock.advance_ms(31_000);
        assert_eq!(town.get(&format!("/confirm/{code}"), "").status, 200);
        assert_eq!(town.get(&format!("/confirm/{}", other(9)), "").status, 404, "and then counting begins anew");
        assert_eq!(county.value(VERIFIED), "0");
        town.ends_well();
    });
}
