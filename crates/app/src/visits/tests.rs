//! Stories of visits, on both databases: nothing of a visit is typed twice. Each ends with a replay.
use crate::town::county::County;
use crate::town::{Reply, on_both};

const HELPED: &str = "sum.households.101.20170301-20170331.received";
const SOLVED: &str = "sum.visits.1011.20170301-20170331.received";

fn visit(county: &County, who: &str, id: &str, more: &[(&str, &str)]) -> Reply {
    let usual = [("id", id), ("way", "visit"), ("saw", "窖里还是存不住水"), ("indicator", "households")];
    let form: Vec<(&str, &str)> = more.iter().copied().chain(usual.into_iter().filter(|(n, _)| more.iter().all(|(m, _)| m != n))).collect();
    county.town.post("/visits/h1", &form, county.as_who(who))
}

/// The value of the option of a select or tick whose label holds these words.
fn option(page: &str, words: &str) -> String {
    let before = page.split(words).next().unwrap();
    before.rsplit("value=\"").next().and_then(|rest| rest.split('"').next()).unwrap().to_owned()
}

#[test]
fn a_visit_is_the_deed_the_ledgers_line_the_measures_step_and_the_needs_answer() {
    on_both(|town| {
        let county = County::found(town);
        county.open_confirmed();
        crate::households::tests::one(&county);
        let raised = [("household", "h1"), ("unit", "1011"), ("topic", "water"), ("words", "水窖裂了一道缝")];
        let need = town.post("/needs/new", &raised, county.as_who("member")).location;
        let before = town.get("/visits", county.as_who("member")).body;
        assert!(before.contains("王守信户") && before.contains("还没有去过") && before.contains("13935611207"), "{before}");
        let promised = [("promised", "星期五前拉两吨水"), ("due", "2017-04-01")];
        let made = visit(&county, "member", "visit-first", &promised);
        assert!(made.status == 303 && made.location.ends_with("/received"), "{}", made.location);
        let receipt = town.get(&made.location, county.as_who("member")).body;
        for said in ["已收到", "已记入h1户的台账", "4月1日前要做到", "href=\"/visits\"", "href=\"/households/h1\"", "href=\"/deeds/"]
        {
            assert!(receipt.contains(said), "{said}: {receipt}");
        }
        assert!(!receipt.contains("拉两吨水") && !receipt.contains("窖里"), "{receipt}");
        assert_eq!(visit(&county, "member", "visit-first", &promised).status, 303, "the same form sent twice is one visit");
        let other = visit(&county, "member", "visit-first", &[("saw", "别的话")]);
        assert!(other.status == 422 && other.body.contains("别的话"), "another one is not lost: {}", other.body);
        assert_eq!((county.value(HELPED), county.value(SOLVED)), ("1".into(), "0".into()), "the visit is a record");
        let today = town.get("/visits", county.as_who("member")).body;
        assert!(today.contains("答应：星期五前拉两吨水") && today.contains("困难：吃水") && today.contains("上次<time"), "{today}");
        let file = town.get("/households/h1", county.as_who("member")).body;
        assert!(file.contains("窖里还是存不住水") && file.contains("答应：星期五前拉两吨水，张晓梅，4月1日前。"), "{file}");
        // The next one keeps the promise, solves the need and finishes the measure.
        let form = town.get("/visits/h1", county.as_who("member")).body;
        let (kept, asked, measure) = (option(&form, "做到了：星期五前"), option(&form, "吃水 · 水窖"), option(&form, "因病 · 送蜂箱十个"));
        let all = [
            ("saw", "换了防渗布，蓄上水了"),
            ("kept", kept.as_str()),
            ("need", asked.as_str()),
            ("need_solved", "yes"),
            ("measure", measure.as_str()),
            ("measure_done", "yes"),
        ];
        assert_eq!(visit(&county, "member", "visit-second", &all).status, 303);
        assert_eq!(
            (county.value(HELPED), county.value(SOLVED)),
            ("1".into(), "1".into()),
            "one visit, one record: the one that solves the need"
        );
        let file = town.get("/households/h1", county.as_who("member")).body;
        for told in ["3月31日做到了。", "换了防渗布，蓄上水了", "（措施“送蜂箱十个”的一步）", "已办结，等回访", "</time>完成"]
        {
            assert!(file.contains(told), "{told}: {file}");
        }
        let ledger = file.split("id=\"ledger\"").nth(1).and_then(|rest| rest.split("</section>").next()).unwrap();
        assert_eq!(ledger.matches("href=\"/deeds/").count(), 2, "each line opens its record: {ledger}");
        let need = town.get(&need, county.as_who("member")).body;
        assert!(!need.contains("换了防渗布") && need.contains("已办结，等回访"), "what was seen stays in the file: {need}");
        let open = |who: &str| town.get("/visits", county.as_who(who)).body;
        assert!(!open("member").contains("答应：") && open("colleague").contains("您没有负责的户"));
        assert_eq!(town.holds("窖里还是存不住水"), [""; 0], "sealed wherever it lies");
        assert_eq!(town.holds("换了防渗布，蓄上水了"), [""; 0], "also that which solved the need");
        town.ends_well();
    });
}

#[test]
fn what_is_wrong_is_said_and_kept_and_nothing_is_written() {
    on_both(|town| {
        let county = County::found(town);
        crate::households::tests::one(&county);
        for (field, bad, said) in [
            ("saw", " ", "请写看到了什么"),
            ("way", "", "请选是上门还是打电话"),
            ("day", "2017-04-01", "日期还没有到"),
            ("due", "2017-03-01", "请写期限"),
            ("due", "2999-04-02", "期限太远了"),
            ("owner", "nobody", "nobody"),
        ] {
            // The first of a name counts.
            let form = [(field, bad), ("promised", "送两袋面"), ("due", "2017-04-02")];
            let reply = visit(&county, "member", "visit-wrong", &form);
            assert!(reply.status == 422 && reply.body.contains(said), "{field} {}: {}", reply.status, reply.body);
        }
        assert_eq!(county.value(HELPED), "0");
        assert_eq!(visit(&county, "stray", "visit-other", &[]).status, 403);
        // Recorded under no item it is the ledger's line alone.
        assert_eq!(visit(&county, "member", "visit-plain", &[("indicator", ""), ("way", "call")]).status, 303);
        assert_eq!(county.value(HELPED), "0");
        assert!(town.get("/households/h1", county.as_who("member")).body.contains("窖里还是存不住水"));
        town.ends_well();
    });
}

/// A phone's queue with one visit, as the file that a clerk brings in.
fn bring(county: &County, clerk: &str, person: &str) -> Reply {
    let fields = [["way", "visit"], ["saw", "没有网，记在手机上"], ["indicator", "households"]];
    let body = serde_json::json!({ "household": "h1", "fields": fields });
    let op = serde_json::json!({ "id": "visit-of-a-phone", "seq": 1, "prev": "", "anchor": null, "kind": "visit", "body": body });
    let queue = serde_json::json!({ "device": "phone-one", "person": person, "ops": [op.to_string()], "photos": [] });
    let text = format!(
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"q.json\"\r\nContent-Type: application/json\r\n\r\n{queue}\r\n--b--\r\n"
    );
    let request = axum::http::Request::post("/unsent/bring-in")
        .header("cookie", county.as_who(clerk))
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "multipart/form-data; boundary=b");
    county.town.send(request.body(axum::body::Body::from(text)).unwrap())
}

#[test]
fn a_queue_with_a_visit_is_brought_in_once_as_its_visitors_and_its_bringer_checks_nothing_of_it() {
    on_both(|town| {
        let county = County::found(town);
        crate::households::tests::one(&county);
        // The village's clerk keeps the file, and does not record in the name of somebody of the township.
        bring(&county, "below", "member");
        assert_eq!(county.value(HELPED), "0");
        assert_eq!(bring(&county, "clerk", "member").status, 200);
        assert_eq!(county.value(HELPED), "1");
        assert_eq!(bring(&county, "clerk", "member").status, 200);
        assert_eq!(county.value(HELPED), "1", "twice is once");
        let deed =
            town.app.db.read(|r| r.row("SELECT id FROM deeds WHERE indicator = 'households'", &[])).unwrap().unwrap().text(0).unwrap();
        let verdict = [("deed", deed.as_str()), ("rev", "1"), ("verdict", "approve")];
        assert_eq!(town.post("/checks", &verdict, county.as_who("clerk")).status, 403, "who typed it in does not check it");
        assert_eq!(town.post("/checks", &verdict, county.as_who("parent")).status, 303);
        town.ends_well();
    });
}

#[test]
fn a_visit_that_is_no_record_ends_with_a_receipt_too() {
    on_both(|town| {
        let county = County::found(town);
        crate::households::tests::one(&county);
        let made = visit(&county, "member", "visit-alone", &[("indicator", "")]);
        assert_eq!((made.status, made.location.as_str()), (303, "/visits/h1/received?visit=visit-alone"));
        let receipt = town.get(&made.location, county.as_who("member")).body;
        assert!(receipt.contains("已收到") && receipt.contains("不计入活动的数") && receipt.contains("data-position"), "{receipt}");
        assert!(!receipt.contains("窖里"), "{receipt}");
        for who in ["colleague", "leader", "sibling", "admin"] {
            assert_eq!(town.get(&made.location, county.as_who(who)).status, 403, "{who}");
        }
        assert_eq!(town.get("/visits/h1/received?visit=another", county.as_who("member")).status, 404);
        town.ends_well();
    });
}

#[test]
fn that_it_solves_a_need_is_asked_only_where_a_campaign_takes_what_is_solved() {
    on_both(|town| {
        let county = County::found(town);
        crate::households::tests::one(&county);
        let raised = [("household", "h1"), ("unit", "1011"), ("topic", "water"), ("words", "水窖裂了一道缝")];
        let need = town.post("/needs/new", &raised, county.as_who("member")).location;
        let form = || town.get("/visits/h1", county.as_who("member")).body;
        let page = form();
        assert!(page.contains("吃水 · 水窖裂了一道缝") && !page.contains("name=\"need_solved\""), "{page}");
        // The need's own form says what is missing, and not that it is all over.
        let take = town.get(&format!("{need}/owner"), county.as_who("member")).body;
        let seen = take.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
        let taken = [("seen", seen.as_str()), ("owner", "member"), ("due", "2017-04-05")];
        assert_eq!(town.post(&format!("{need}/owner"), &taken, county.as_who("member")).status, 303);
        let refused = town.get(&format!("{need}/solution"), county.as_who("member"));
        assert!(refused.status == 409 && refused.body.contains("现在还不能办") && !refused.body.contains("不能再改"), "{}", refused.body);
        county.open_confirmed();
        assert!(form().contains("name=\"need_solved\""));
        assert_eq!(town.get(&format!("{need}/solution"), county.as_who("member")).status, 200);
        town.ends_well();
    });
}

#[test]
fn a_household_whose_data_was_erased_is_neither_visited_nor_paired() {
    on_both(|town| {
        let county = County::found(town);
        crate::households::tests::one(&county);
        let open = |path: &str, who: &str| town.get(path, county.as_who(who)).body;
        assert!(open("/visits", "member").contains("/visits/h1") && open("/pairs?unit=1011", "below").contains("value=\"h1\""));
        let sure = [("reason", "本人来信"), ("sure", "yes")];
        assert_eq!(town.post("/households/h1/erasure", &sure, county.as_who("admin")).status, 303);
        assert!(!open("/visits", "member").contains("/visits/h1"));
        assert!(!open("/pairs?unit=1011", "below").contains("value=\"h1\""));
        assert!(open("/households?unit=1011", "below").contains("/households/h1"), "it stays in the list");
        town.ends_well();
    });
}
