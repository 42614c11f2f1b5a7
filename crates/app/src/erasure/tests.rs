//! Stories of erasure through the routes, on both databases: what is erased is nowhere, sums stand, the log still tells the same.
use crate::deeds::Conflict;
use crate::powers::Power;
use crate::town::county::County;
use crate::town::{Reply, Town, on_both};
use axum::body::Body;
use axum::http::{Request, header};
use sha2::{Digest, Sha256};

/// What must be nowhere afterwards.
const NAMED: [&str; 8] = ["马晋生", "13935600042", "会理发", "老马头", "王守信", "扫院子的照片", "雨里又去了一趟", "去年也去过"];
const SUMS: [&str; 6] = ["sum", "deeds", "persons", "times", "served", "public"];

fn sent(town: &Town, method: &str, path: &str, token: &str, body: impl Into<Body>) -> Reply {
    let request = Request::builder().method(method).uri(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
    town.send(request.body(body.into()).unwrap())
}

fn photo() -> (Vec<u8>, String) {
    let bytes = [&crate::photos::tests::shot(1)[..], "扫院子的照片".as_bytes()].concat();
    let name = hex::encode(Sha256::digest(&bytes));
    (bytes, name)
}

/// What the member did with the colleague, in three versions and with a second body under its number.
fn deeds(county: &County) {
    let (town, token, (bytes, sha256)) = (county.town, county.token("member"), photo());
    assert_eq!(sent(town, "PUT", &format!("/api/v1/blobs/{sha256}"), &token, bytes).status, 201);
    let body = |id: &str, words: &str, files: &[&str]| {
        serde_json::json!({ "id": id, "indicator": "litter", "unit": "101", "day": "2017-03-20", "quantity": "2", "public_count": 3,
            "people": ["member", "colleague"], "words": words, "files": files, "served": [{ "kind": "elder", "count": 1, "subject": "王守信" }] })
        .to_string()
    };
    let record = |text: String| sent(town, "POST", "/api/v1/deeds", &token, text).status;
    assert_eq!(record(body("deed-named", "和马晋生一起", &[&sha256])), 201);
    assert_eq!(record(body("deed-named", "和马晋生、老马头", &[])), 409, "kept for the clerk");
    assert_eq!(record(body("deed-other", "路边", &[])), 201);
    let form = [
        ("rev", "1"),
        ("item", "litter"),
        ("indicator", "litter"),
        ("quantity", "3"),
        ("day", "2017-03-20"),
        ("words", "雨里又去了一趟"),
        ("others", "colleague"),
        ("served_kind", "elder"),
        ("served_count", "1"),
        ("served_name", "王守信"),
    ];
    assert_eq!(town.post("/deeds/deed-named/correction", &form, county.as_who("member")).status, 303);
    let clerk = county.as_who("clerk");
    assert_eq!(
        town.post("/checks", &[("deed", "deed-named"), ("rev", "2"), ("verdict", "visit"), ("reason_text", "问问王守信")], clerk).status,
        303
    );
    assert_eq!(
        town.post("/checks", &[("deed", "deed-named"), ("rev", "3"), ("verdict", "approve"), ("publish", "yes")], clerk).status,
        303
    );
    let form: Vec<(&str, &str)> = form
        .iter()
        .map(|(n, v)| {
            (
                *n,
                if *n == "rev" {
                    "4"
                } else if *n == "words" {
                    "去年也去过，和马晋生"
                } else {
                    *v
                },
            )
        })
        .collect();
    let reply = town.post("/deeds/deed-named/correction", &form, county.as_who("member"));
    assert_eq!(reply.status, 303, "{}", reply.body);
}

fn values(county: &County) -> Vec<String> {
    let states = ["received", "verified"];
    let of = |measure: &str, state: &str| county.value(&format!("{measure}.litter.1.20170301-20170331.{state}"));
    states.iter().flat_map(|state| SUMS.map(|measure| of(measure, state))).collect()
}

fn found(town: &Town) -> Vec<String> {
    NAMED.iter().flat_map(|text| town.holds(text)).collect()
}

fn somebody(town: &Town) -> County<'_> {
    let county = County::found(town);
    town.write(Power::ManagePeople, |tx| {
        let person = crate::people::find::by_code(tx, "colleague")?.unwrap();
        let with = crate::people::Person {
            phone: Some("13935600042".into()),
            skills: "会理发".into(),
            nicknames: Some("老马头".into()),
            ..person.clone()
        };
        tx.update(&person, &with)?;
        Ok(())
    });
    deeds(&county);
    county
}

#[test]
fn what_is_erased_of_a_person_and_the_records_that_name_them_is_nowhere_and_sums_stand() {
    on_both(|town| {
        let county = somebody(town);
        let (before, admin) = (values(&county), county.as_who("admin"));
        assert_eq!(before, ["2", "1", "2", "2", "1", "3", "3", "1", "2", "2", "1", "0"], "a waiting and a verified one");
        for text in NAMED {
            assert!(!town.holds(text).is_empty(), "{text} is there before it is erased");
        }
        let page = town.get("/people/colleague/erasure", admin).body;
        assert!(page.contains("deed-named") && !page.contains("deed-other"), "{page}");
        let post = |form: &[(&str, &str)], who: &str| town.post("/people/colleague/erasure", form, county.as_who(who));
        let form = [("reason", "本人来信"), ("sure", "yes"), ("deed", "deed-named")];
        assert_eq!((post(&form, "clerk").status, post(&form[1..], "admin").status, post(&form[..1], "admin").status), (403, 422, 422));
        assert_eq!(town.get("/mine", county.as_who("colleague")).status, 200);
        let done = post(&form, "admin");
        assert_eq!((done.status, done.location.as_str()), (303, "/people/colleague"), "{}", done.body);
        // The subject of the other record is somebody else's name: that record goes by itself.
        assert_eq!(town.post("/deeds/deed-other/erasure", &form[..2], county.as_who("office")).status, 303);
        assert_eq!(found(town), Vec::<String>::new());
        assert_eq!(values(&county), before);
        assert_eq!(county.value("subjects-elder.litter.1.20170301-20170331.verified"), "0", "nobody is named any more");
        seen(&county);
        assert_eq!(post(&form, "admin").status, 409, "once");
        town.ends_well();
    });
}

/// What pages and the interface say of it afterwards.
fn seen(county: &County) {
    let (town, (_, sha256)) = (county.town, photo());
    let clerk = county.as_who("clerk");
    assert_eq!(town.get("/mine", county.as_who("colleague")).status, 401, "sessions end");
    assert!(town.get("/people/colleague", clerk).body.contains("已抹去"));
    let deed = town.get("/deeds/deed-named", clerk).body;
    assert!(deed.contains("个人资料已抹去") && deed.contains("本人来信"), "{deed}");
    assert!(!town.get("/deeds/deed-named", "").body.contains("本人来信"), "the reason is for those signed in");
    let data = sent(town, "GET", "/api/v1/deeds/deed-named", &county.token("clerk"), "").body;
    assert!(data.contains("(erased)") && data.contains("张晓梅"), "{data}");
    assert_eq!(town.get(&format!("/files/{sha256}"), clerk).status, 404);
    assert_eq!(town.get("/checks?at=deed-named", clerk).status, 200, "the correction still waits");
    let again =
        serde_json::json!({ "id": "deed-named", "indicator": "litter", "unit": "101", "day": "2017-03-20", "quantity": "9", "words": "x" });
    assert_eq!(
        sent(town, "POST", "/api/v1/deeds", &county.token("member"), again.to_string()).status,
        201,
        "a late resend changes nothing"
    );
    let kept: Vec<Conflict> = town.app.db.read(|r| r.all("WHERE state = 'open' OR body IS NOT NULL", &[])).unwrap();
    assert_eq!(kept, []);
}

#[test]
fn the_only_administrator_stays_and_an_approved_correction_brings_nothing_back() {
    on_both(|town| {
        let county = somebody(town);
        let form = [("reason", "本人来信"), ("sure", "yes")];
        let own = town.post("/people/admin/erasure", &form, county.as_who("admin"));
        assert!(own.status == 422 && own.body.contains("唯一的管理员"), "{}", own.body);
        assert_eq!(town.post("/deeds/deed-named/erasure", &form, county.as_who("office")).status, 303);
        let rev = town.app.db.read(|r| r.get::<crate::deeds::Deed>("deed-named")).unwrap().rev.to_string();
        let check = [("deed", "deed-named"), ("rev", rev.as_str()), ("verdict", "approve")];
        assert_eq!(town.post("/checks", &check, county.as_who("clerk")).status, 303);
        assert_eq!(town.holds("雨里又去了一趟"), Vec::<String>::new());
        assert_eq!(town.holds("去年也去过"), Vec::<String>::new());
        assert!(!town.holds("马晋生").is_empty(), "the person is not erased with a record");
        town.ends_well();
    });
}

#[test]
fn why_another_caller_was_drawn_goes_with_the_record_it_was_drawn_for() {
    on_both(|town| {
        let county = County::found(town);
        county.open_confirmed();
        let (office, admin) = (county.as_who("office"), county.as_who("admin"));
        let recorded = |id: &str| {
            let form = [("id", id), ("item", "visit"), ("indicator", "visits"), ("quantity", "1"), ("day", "2017-03-20")];
            assert_eq!(county.record("member", id, &form).status, 303);
        };
        let again =
            |id: &str, reason: &str| assert_eq!(town.post(&format!("/deeds/{id}/caller"), &[("reason", reason)], office).status, 303);
        for id in ["visit-named", "visit-other", "visit-plain"] {
            recorded(id);
        }
        // The name stands in an earlier version alone: the next reason took its place.
        again("visit-named", "马晋生的表弟在那个单位");
        again("visit-named", "经办人休假");
        again("visit-other", "说好了问王守信家");
        let page = town.get("/people/colleague/erasure", admin).body;
        assert!(page.contains("visit-named") && !page.contains("visit-other") && !page.contains("visit-plain"), "{page}");
        let form = [("reason", "本人来信"), ("sure", "yes"), ("deed", "visit-named")];
        assert!(!town.holds("马晋生的表弟").is_empty() && !town.holds("王守信").is_empty());
        assert_eq!(town.post("/people/colleague/erasure", &form, admin).status, 303);
        assert_eq!(town.post("/deeds/visit-other/erasure", &form[..2], office).status, 303);
        assert_eq!(town.post("/deeds/visit-plain/erasure", &form[..2], office).status, 303);
        let left: Vec<String> = ["马晋生", "王守信", "经办人休假"].iter().flat_map(|text| town.holds(text)).collect();
        assert_eq!(left, Vec::<String>::new());
        let page = town.get("/deeds/visit-named", office).body;
        assert!(page.contains("抽到哪个单位") && !page.contains("经办人休假"), "who calls stays, without the reason: {page}");
        town.ends_well();
    });
}
