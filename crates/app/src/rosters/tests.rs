//! Stories of rosters, on both databases: set up, filled from a sheet, served by deeds, covered as figures say. Each ends with a replay.
use crate::town::county::County;
use crate::town::{Reply, on_both};

const CANARIES: [&str; 3] = ["耿小娥", "13935611208", "戏台后头第三家"];
const SHEET: &str =
    "name,unit,place,phone,serves\n耿小娥,1011,戏台后头第三家,13935611208,member\n靳来生,1011,井台西,,member\n原改梅,101,坡底,,\n";

/// A roster of older people of 101 with two lines to tick, set up by its clerk; its number.
pub fn one(county: &County) -> String {
    let form = [
        ("at", "roster-of-elders"),
        ("unit", "101"),
        ("name", "独居老人用电查看"),
        ("kind", "elder"),
        ("indicator", "good-deeds"),
        ("checklist", "看电线\r\n看炉灶\r\n看电线\r\n"),
    ];
    let made = county.town.post("/rosters/new", &form, county.as_who("clerk"));
    assert_eq!(made.status, 303, "{}", made.body);
    made.location.trim_start_matches("/rosters/").to_owned()
}

/// The same with the sheet brought in; the roster's number and the subjects'.
pub fn filled(county: &County) -> (String, Vec<String>) {
    let number = one(county);
    assert_eq!(bring(county, &number, SHEET), "done");
    let subjects = numbers(county);
    (number, subjects)
}

/// A roster of children with one on it whom member serves; its number and the child's.
pub fn of_children(county: &County) -> (String, String) {
    let (town, clerk) = (county.town, county.as_who("clerk"));
    let form = [("at", "roster-of-children"), ("unit", "101"), ("name", "留守儿童走访"), ("kind", "child"), ("indicator", "good-deeds")];
    let path = town.post("/rosters/new", &form, clerk).location;
    let form = [("at", "one-child-listed"), ("name", "靳小苗"), ("unit", "101"), ("phone", "13935611299")];
    assert_eq!(town.post(&format!("{path}/subjects/new"), &form, clerk).status, 303);
    let child = numbers(county).pop().unwrap();
    assert_eq!(town.post(&format!("{path}/assignment"), &[("person", "member"), ("subject", child.as_str())], clerk).status, 303);
    (path.trim_start_matches("/rosters/").to_owned(), child)
}

fn numbers(county: &County) -> Vec<String> {
    let rows = county.town.app.db.read(|r| r.rows("SELECT position FROM roster_subjects ORDER BY position", &[])).unwrap();
    rows.iter().map(|row| row.int(0).unwrap().to_string()).collect()
}

/// Brings a sheet in as the page does; the state of its import.
fn bring(county: &County, number: &str, sheet: &str) -> String {
    let (town, clerk, path) = (county.town, county.as_who("clerk"), format!("/import/subjects?roster={number}"));
    let checked = town.post(&path, &[("step", "check"), ("text", sheet)], clerk).body;
    let kept =
        |name: &str| checked.split(&format!("name=\"{name}\" value=\"")).nth(1).and_then(|r| r.split('"').next()).unwrap_or("").to_owned();
    let (token, text) = (kept("token"), kept("text"));
    if token.is_empty() {
        return checked;
    }
    let applied = town.post(&path, &[("step", "apply"), ("token", &token), ("text", &text)], clerk);
    assert_eq!(applied.status, 303, "{}", applied.body);
    let id = format!("subjects-{}", &token[..32]);
    for _ in 0..200 {
        let state = town.app.db.read(|r| r.row("SELECT state FROM imports WHERE id = $1", &[id.as_str().into()])).unwrap();
        if let Some(state) = state.map(|row| row.text(0).unwrap()).filter(|state| state == "done") {
            return state;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    "unfinished".to_owned()
}

fn serve(county: &County, who: &str, (number, subject): (&str, &str), id: &str, more: &[(&str, &str)]) -> Reply {
    let usual = [("id", id), ("quantity", "1"), ("day", "2017-03-20"), ("tick", "看炉灶"), ("words", "插座换了一个")];
    let form: Vec<(&str, &str)> = more.iter().copied().chain(usual.into_iter().filter(|(n, _)| more.iter().all(|(m, _)| m != n))).collect();
    county.town.post(&format!("/rosters/{number}/subjects/{subject}/service"), &form, county.as_who(who))
}

fn check(county: &County, deed: &str, verdict: &str) -> u16 {
    let form = [("deed", deed), ("rev", "1"), ("verdict", verdict), ("reason", "请写清")];
    county.town.post("/checks", &form, county.as_who("clerk")).status
}

/// Subjects served, waiting and listed, as the figures say.
fn covered(county: &County, number: &str) -> [String; 3] {
    let of = |measure: &str, state: &str| county.value(&format!("{measure}.good-deeds.*{number}.20170301-20170331.{state}"));
    [of("subjects", "verified"), of("subjects", "received"), of("listed", "verified")]
}

#[test]
fn a_roster_is_filled_from_a_sheet_and_covered_by_deeds() {
    on_both(|town| {
        let county = County::found(town);
        let (number, subjects) = filled(&county);
        assert_eq!(covered(&county, &number), ["0", "0", "3"]);
        let page = |who: &str, path: &str| town.get(&format!("/rosters/{number}{path}"), county.as_who(who)).body;
        let todo = town.get("/todo", county.as_who("member")).body;
        assert!(todo.contains("名册上有要您服务的") && todo.contains("独居老人用电查看，3月31日前"), "{todo}");
        assert!(town.get("/todo", county.as_who("clerk")).body.contains("名册上还没有定由谁服务"));
        let own = page("member", "");
        assert!(own.contains("耿小娥") && own.contains("靳来生") && !own.contains("原改梅"), "only those she serves: {own}");
        assert!(page("clerk", "?state=open").contains("原改梅"));
        let form = page("member", &format!("/subjects/{}/service", subjects[0]));
        assert!(form.contains("看电线") && form.contains("13935611208") && form.matches("type=\"checkbox\"").count() == 2, "{form}");
        // One form is the record, and the same form twice is one.
        let at = (number.as_str(), subjects[0].as_str());
        let nothing = serve(&county, "member", at, "service-one", &[("tick", "")]);
        assert!(
            nothing.status == 422 && nothing.body.contains("一项也没有勾") && nothing.body.contains("id=\"err-tick\""),
            "{}",
            nothing.body
        );
        let made = serve(&county, "member", at, "service-one", &[]);
        assert_eq!((made.status, made.location.as_str()), (303, "/deeds/service-one/received"));
        let receipt = town.get(&made.location, county.as_who("member")).body;
        for said in ["已收到", "href=\"/deeds/service-one\"", "独居老人用电查看", "✓ 看炉灶", "?state=open", "几秒以后存证"]
        {
            assert!(receipt.contains(said), "{said}: {receipt}");
        }
        assert!(CANARIES.iter().all(|canary| !receipt.contains(canary)), "{receipt}");
        assert_eq!(town.get(&made.location, county.as_who("colleague")).status, 403, "theirs alone");
        town.app.db.checkpoint().unwrap();
        let sealed = town.get(&made.location, county.as_who("member")).body;
        assert!(sealed.contains("已存证") && !sealed.contains("几秒以后存证"), "{sealed}");
        assert_eq!(serve(&county, "member", at, "service-one", &[]).status, 303);
        let other = serve(&county, "member", at, "service-one", &[("words", "别的话"), ("quantity", "2")]);
        assert!(other.status == 422 && other.body.contains("别的话"), "another one is not lost: {}", other.body);
        assert_eq!(covered(&county, &number), ["0", "1", "3"], "it waits for its check");
        assert!(page("member", "").contains("已服务，待审核"));
        assert_eq!(check(&county, "service-one", "approve"), 303);
        assert_eq!(covered(&county, &number), ["1", "0", "3"]);
        let record = town.get("/deeds/service-one", "").body;
        assert!(record.contains("独居老人用电查看") && record.contains("看炉灶") && !record.contains("看电线"), "{record}");
        assert!(CANARIES.iter().all(|canary| !record.contains(canary)));
        let whole = town.get("/deeds/service-one", county.as_who("member")).body;
        assert!(whole.contains(&format!("№{}", subjects[0])) && !whole.contains("耿小娥"), "{whole}");
        // Served again is another record, and still one subject.
        assert_eq!(serve(&county, "member", at, "service-two", &[("day", "2017-03-21")]).status, 303);
        assert_eq!(check(&county, "service-two", "approve"), 303);
        assert_eq!(covered(&county, &number), ["1", "0", "3"]);
        assert_eq!(county.value(&format!("deeds.good-deeds.*{number}.20170301-20170331.verified")), "2");
        assert_eq!(
            county.value(&format!("sum.good-deeds.*{number}.20170301-20170331.verified")),
            county.value("sum.good-deeds.101.20170301-20170331.verified")
        );
        // A record that is withdrawn takes the subject back to those still to serve.
        for deed in ["service-one", "service-two"] {
            let gone = town.post(&format!("/deeds/{deed}/withdrawal"), &[("rev", "2"), ("reason", "记错人了")], county.as_who("member"));
            assert_eq!(gone.status, 303, "{}", gone.body);
        }
        assert_eq!(covered(&county, &number), ["0", "0", "3"]);
        assert!(page("clerk", "?state=open").contains("耿小娥"));
        town.ends_well();
    });
}

#[test]
fn a_figure_of_a_roster_opens_to_records_and_proof() {
    on_both(|town| {
        let county = County::found(town);
        let (number, subjects) = filled(&county);
        for (n, subject) in subjects.iter().take(2).enumerate() {
            assert_eq!(serve(&county, "member", (&number, subject), &format!("service-{n}0"), &[]).status, 303);
            assert_eq!(check(&county, &format!("service-{n}0"), "approve"), 303);
        }
        // Another record of the same item is none of the roster's.
        assert_eq!(
            county.record("member", "another-deed", &[("item", "good-deed"), ("indicator", "good-deeds"), ("quantity", "1")]).status,
            303
        );
        assert_eq!(check(&county, "another-deed", "approve"), 303);
        assert_eq!(county.value("deeds.good-deeds.101.20170301-20170331.verified"), "3");
        let served = format!("subjects.good-deeds.*{number}.20170301-20170331.verified");
        let listed = format!("listed.good-deeds.*{number}.20170301-20170331.verified");
        let open = |path: &str| town.get(path, "");
        let figure = open(&format!("/figures/{served}"));
        assert!(figure.status == 200 && figure.body.contains("名册“独居老人用电查看”"), "{}", figure.body);
        let records = open(&format!("/figures/{served}/records")).body;
        assert!(
            records.contains("/deeds/service-00") && records.contains("/deeds/service-10") && !records.contains("another-deed"),
            "{records}"
        );
        let file = open(&format!("/figures/{served}/records.csv")).body;
        assert_eq!(file.lines().count(), 3, "{file}");
        let list = open(&format!("/figures/{listed}/records")).body;
        assert!(subjects.iter().all(|subject| list.contains(&format!("第{subject}号"))), "{list}");
        for path in [format!("/figures/{listed}"), format!("/figures/{listed}/records"), format!("/figures/{listed}/records.csv")] {
            let page = open(&path);
            assert!(page.status == 200 && CANARIES.iter().all(|canary| !page.body.contains(canary)), "{path}: {}", page.body);
        }
        town.app.db.checkpoint().unwrap();
        for (figure, records) in [(&served, 2), (&listed, 3)] {
            let proof: serde_json::Value = serde_json::from_str(&open(&format!("/api/v1/figures/{figure}/proof")).body).unwrap();
            assert_eq!(proof["records"].as_array().unwrap().len(), records, "{proof}");
            assert!(proof["records"].as_array().unwrap().iter().all(|record| record["hashes"].is_array()), "{proof}");
        }
        for wrong in [
            format!("subjects.litter.*{number}.20170301-20170331.verified"),
            format!("subjects-household.good-deeds.*{number}.20170301-20170331.verified"),
            "listed.good-deeds.*999999.20170301-20170331.verified".to_owned(),
            format!("persons.good-deeds.*{number}.20170301-20170331.verified"),
        ] {
            assert_eq!(open(&format!("/figures/{wrong}")).status, 404, "{wrong}");
        }
        town.ends_well();
    });
}

#[test]
fn a_sheet_is_checked_whole_and_an_unfinished_one_is_in_no_figure() {
    on_both(|town| {
        let county = County::found(town);
        let number = one(&county);
        let wrong = bring(&county, &number, "name,unit,serves\n甲,1011,\n,1011,\n乙,9999,\n丙,1011,nobody\n甲,1011,\n");
        for said in ["请写服务对象的名称", "9999", "nobody", "名册上已经有甲"] {
            assert!(wrong.contains(said), "{said}: {wrong}");
        }
        assert_eq!(numbers(&county).len(), 0);
        let sibling = format!("roster,name\n{number},甲\n");
        let others = town.post("/import/subjects", &[("step", "check"), ("text", sibling.as_str())], county.as_who("sibling")).body;
        assert!(others.contains("101"), "another unit's clerk brings nothing in: {others}");
        assert_eq!(bring(&county, &number, SHEET), "done");
        assert_eq!(covered(&county, &number)[2], "3");
        // The same rows in another file are on it already; the same file is in.
        let again = bring(&county, &number, &format!("{SHEET}新来的,1011,,,\n"));
        assert!(again.contains("名册上已经有耿小娥"), "{again}");
        town.write(crate::powers::Power::ImportSubjects, |tx| {
            let done: crate::orgs::Import = tx.one("WHERE kind = 'subjects'", &[])?.unwrap();
            Ok(tx.update(&done, &crate::orgs::Import { state: "running".into(), ..done.clone() })?)
        });
        assert_eq!(covered(&county, &number)[2], "0", "of an unfinished import nobody is on the roster yet");
        let page = town.get(&format!("/rosters/{number}"), county.as_who("clerk")).body;
        assert!(!page.contains("耿小娥"), "{page}");
        assert_eq!(bring(&county, &number, SHEET), "done", "the same file goes on");
        assert_eq!((covered(&county, &number)[2].as_str(), numbers(&county).len()), ("3", 3));
        town.ends_well();
    });
}

#[test]
fn who_serves_is_a_line_each_and_nobody_is_deleted() {
    on_both(|town| {
        let mut county = County::found(town);
        let (number, subjects) = filled(&county);
        let give = |county: &County, person: &str, subject: &str| {
            let form = [("person", person), ("other", ""), ("subject", subject)];
            town.post(&format!("/rosters/{number}/assignment"), &form, county.as_who("clerk"))
        };
        assert_eq!(give(&county, "member", "").status, 422, "nobody ticked");
        assert_eq!(give(&county, "ghost", &subjects[2]).status, 422);
        let at = (number.as_str(), subjects[2].as_str());
        assert_eq!(serve(&county, "colleague", at, "service-early", &[]).status, 403);
        assert_eq!(give(&county, "colleague", &subjects[2]).status, 303);
        town.clock.advance_ms(24 * 3_600_000);
        for who in ["clerk", "member", "colleague"] {
            county.cookies.insert(who, town.enter(who));
        }
        assert_eq!(give(&county, "member", &subjects[2]).status, 303);
        let subject = town.get(&format!("/rosters/{number}/subjects/{}", subjects[2]), county.as_who("clerk")).body;
        assert!(subject.contains("马晋生") && subject.contains("张晓梅"), "who served before stays: {subject}");
        assert_eq!(serve(&county, "colleague", at, "service-late", &[]).status, 403, "it is another's by now");
        assert_eq!(serve(&county, "clerk", at, "service-for", &[("server", "colleague")]).status, 303, "the clerk writes it down for him");
        assert_eq!(check(&county, "service-for", "approve"), 403, "and does not check what he typed in");
        assert_eq!(serve(&county, "member", at, "service-as", &[("server", "colleague")]).status, 403);
        let end = |subject: &str, mistaken: &str| {
            town.post(&format!("/rosters/{number}/subjects/{subject}/end"), &[("mistaken", mistaken)], county.as_who("clerk"))
        };
        assert_eq!(end(&subjects[2], "yes").status, 422, "somebody served is no mistake");
        assert_eq!(end(&subjects[1], "").status, 303);
        assert_eq!(covered(&county, &number)[2], "3", "who moved away was on it");
        assert_eq!(end(&subjects[0], "yes").status, 303);
        assert_eq!(covered(&county, &number)[2], "2", "who never should have been on it was not");
        assert_eq!(serve(&county, "member", (&number, &subjects[1]), "service-gone", &[]).status, 409);
        let page = town.get(&format!("/rosters/{number}"), county.as_who("clerk")).body;
        assert!(page.contains("不再服务") && page.contains("登记错了") && !page.contains("耿小娥"), "{page}");
        let (day, other) = (("day", "2017-02-28"), "");
        assert!(serve(&county, "clerk", at, "service-bad", &[day]).status == 422 && other.is_empty());
        // By hand, and changed: what was done under a line that is gone stays as it was called.
        let form = [("at", "subject-by-hand"), ("name", "后来的"), ("unit", "1011")];
        assert_eq!(town.post(&format!("/rosters/{number}/subjects/new"), &form, county.as_who("clerk")).status, 303);
        assert_eq!(town.post(&format!("/rosters/{number}/subjects/new"), &form, county.as_who("clerk")).status, 303);
        assert_eq!(covered(&county, &number)[2], "3");
        let change = [("seen", "1"), ("name", "独居老人查看"), ("checklist", "看烟道"), ("from", "2017-03-01"), ("to", "2017-03-31")];
        assert_eq!(town.post(&format!("/rosters/{number}/change"), &change, county.as_who("clerk")).status, 303);
        assert_eq!(town.post(&format!("/rosters/{number}/change"), &change, county.as_who("clerk")).status, 409, "seen another version");
        assert!(town.get("/deeds/service-for", "").body.contains("看炉灶"));
        town.ends_well();
    });
}

#[test]
fn names_are_for_who_serves_and_go_when_they_are_erased() {
    on_both(|town| {
        let county = County::found(town);
        let (number, subjects) = filled(&county);
        for (who, status, one) in [
            ("", 401, 401),
            ("clerk", 200, 200),
            ("parent", 200, 200),
            ("member", 200, 200),
            ("leader", 200, 200),
            ("below", 403, 403),
            ("colleague", 403, 403),
            ("sibling", 403, 403),
            ("bureau", 403, 403),
            ("office", 403, 403),
            ("inspector", 403, 403),
            ("admin", 403, 403),
        ] {
            assert_eq!(town.get(&format!("/rosters/{number}"), county.as_who(who)).status, status, "{who}");
            assert_eq!(town.get(&format!("/rosters/{number}/subjects/{}", subjects[0]), county.as_who(who)).status, one, "{who}");
        }
        assert_eq!(town.get(&format!("/rosters/{number}/subjects/{}", subjects[2]), county.as_who("member")).status, 403, "another's");
        let masked = ["", "/subjects.csv", &format!("/subjects/{}", subjects[0])].map(|path| format!("/rosters/{number}{path}"));
        for path in masked.iter().chain([&"/rosters?unit=101".to_owned()]) {
            let page = town.get(path, county.as_who("leader"));
            assert!(page.status == 200 && CANARIES.iter().all(|canary| !page.body.contains(canary)), "{path}: {}", page.body);
        }
        assert!(town.get(&masked[0], county.as_who("leader")).body.contains("耿某某"));
        let file = town.get(&masked[1], county.as_who("clerk")).body;
        assert!(file.contains("耿小娥") && !file.contains(CANARIES[1]), "a file has names for its clerk, and no telephone: {file}");
        assert_eq!(serve(&county, "member", (&number, &subjects[0]), "service-one", &[]).status, 303);
        for canary in CANARIES {
            assert_eq!(town.holds(canary), [""; 0], "sealed wherever it lies");
        }
        let log = town.get("/readings.csv", county.as_who("inspector")).body;
        assert!(log.contains(&format!("名册上第{}号", subjects[0])) && !log.contains("耿小娥"), "{log}");
        let (path, sure) = (format!("/rosters/{number}/subjects/{}/erasure", subjects[0]), [("reason", "本人要求"), ("sure", "yes")]);
        assert_eq!(town.post(&path, &sure, county.as_who("clerk")).status, 403);
        assert_eq!(town.post(&path, &sure, county.as_who("admin")).status, 303);
        let page = town.get(&format!("/rosters/{number}"), county.as_who("clerk")).body;
        assert!(page.contains(&format!("名册上第{}号", subjects[0])) && !page.contains("耿小娥"), "{page}");
        assert_eq!(covered(&county, &number), ["0", "1", "3"], "figures stay");
        town.ends_well();
    });
}

#[test]
fn who_leaves_the_unit_serves_nobody_any_more_and_the_gap_is_seen_until_it_is_filled() {
    on_both(|town| {
        let county = County::found(town);
        let (number, subjects) = filled(&county);
        let left = town.app.db.read(|r| crate::people::find::by_code(r, "member")).unwrap().unwrap();
        town.write(crate::powers::Power::ManagePeople, move |tx| left.leave(tx, "2017-03-31"));
        let at = (number.as_str(), subjects[0].as_str());
        let of = |who: &str, path: &str| town.get(&format!("/rosters/{number}{path}"), &town.enter(who));
        assert_eq!(serve(&county, "member", at, "service-last", &[]).status, 303, "on the last day they still do");
        town.clock.advance_ms(24 * 3_600_000);
        let clerk = of("clerk", "/assignment").body;
        assert!(clerk.contains("靳来生"), "nobody serves them: {clerk}");
        let subject = of("clerk", &format!("/subjects/{}", subjects[1])).body;
        assert!(subject.contains("张晓梅（已离开原单位，请另定一人）"), "{subject}");
        assert!(!of("clerk", "").body.contains("张晓梅"));
        assert_eq!(of("member", "").status, 403);
        assert_eq!(of("member", &format!("/subjects/{}", subjects[1])).status, 403, "nor do they see the line");
        let give = |who: &str| {
            let form = [("person", who), ("subject", subjects[1].as_str())];
            town.post(&format!("/rosters/{number}/assignment"), &form, &town.enter("clerk"))
        };
        let gone = give("member");
        assert!(gone.status == 422 && gone.body.contains("现在不在任何单位任职"), "{}", gone.body);
        assert_eq!(give("colleague").status, 303);
        assert!(of("clerk", "").body.contains("马晋生") && of("colleague", "").status == 200);
        town.ends_well();
    });
}

#[test]
fn of_two_days_in_the_wrong_order_the_one_that_is_wrong_is_marked() {
    let town = crate::town::Town::open(None);
    let county = County::found(&town);
    let marked = |from: &str, to: &str| {
        let form = [("unit", "101"), ("name", "x"), ("kind", "elder"), ("indicator", "good-deeds"), ("from", from), ("to", to)];
        let page = town.post("/rosters/new", &form, county.as_who("clerk")).body;
        ["from", "to"].map(|field| page.contains(&format!("id=\"err-{field}\"")))
    };
    assert_eq!(marked("2017-03-20", "2017-03-10"), [false, true], "the end is before the start");
    assert_eq!(marked("2017-02-20", "2017-03-10"), [true, false], "before the campaign");
    assert_eq!(marked("2017-03-10", "2017-04-20"), [false, true], "after it");
    assert_eq!(marked("", "2017-02-20"), [false, true]);
}
