//! Stories of household files through the routes, on both databases: who opens, who sees what, what is written down of it.
use crate::town::county::County;
use crate::town::{Reply, on_both};

/// A value of its own in every field that is sealed.
const CANARIES: [(&str, &str); 14] = [
    ("name", "王守信"),
    ("birth", "1951-07-23"),
    ("number", "140502195107231217"),
    ("health", "矽肺二期"),
    ("spouse", "赵桂芳"),
    ("address", "崔庄村西头枣树院"),
    ("phone", "13935611207"),
    ("bank", "6228480178001234567"),
    ("note", "儿子欠着赌债"),
    ("plan", "先把药费报了再说"),
    ("measure", "送蜂箱十个"),
    ("result", "蜂箱到了少一个"),
    ("entry", "老伴夜里咳血"),
    ("basis", "屋后墙裂缝已补"),
];

fn canary(name: &str) -> &'static str {
    CANARIES.iter().find(|(n, _)| *n == name).unwrap().1
}

/// What a form of the page remembers, and the form sent back filled in.
fn fill(county: &County, who: &str, section: &str, at: &str, fields: &[(&str, &str)]) -> Reply {
    let path = format!("/households/h1/{section}");
    let page = county.town.get(&format!("{path}?at={at}"), county.as_who(who)).body;
    let seen = page.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("").to_owned();
    let mut form = vec![("at", at), ("seen", seen.as_str())];
    form.extend_from_slice(fields);
    county.town.post(&path, &form, county.as_who(who))
}

/// A household `h1` of the village with something in every section; member is responsible.
pub fn one(county: &County) {
    let clerk = county.as_who("clerk");
    let head = [
        ("unit", "1011"),
        ("code", "h1"),
        ("name", canary("name")),
        ("birth", canary("birth")),
        ("number", canary("number")),
        ("health", canary("health")),
        ("sex", "male"),
        ("labour", "weak"),
    ];
    let made = county.town.post("/households/new", &head, clerk);
    assert_eq!((made.status, made.location.as_str()), (303, "/households/h1"), "{}", made.body);
    let done = |section: &str, fields: &[(&str, &str)]| {
        let reply = fill(county, "clerk", section, "", fields);
        assert_eq!(reply.status, 303, "{section}: {}", reply.body);
    };
    done("responsible", &[("person", "member"), ("from", "2017-03-02")]);
    let situation = [
        ("main_cause", "illness"),
        ("other_1", "no_labour"),
        ("watch", "sudden"),
        ("housing", "repaired"),
        ("land", "3.5"),
        ("water", "tap"),
        ("address", canary("address")),
        ("phone", canary("phone")),
        ("bank", canary("bank")),
        ("note", canary("note")),
        ("consent_how", "signed"),
        ("consent_day", "2017-03-01"),
    ];
    done("situation", &situation);
    done("member", &[("name", canary("spouse")), ("relation", "spouse"), ("sex", "female")]);
    done("income", &[("year", "2016"), ("was_wage", "3000"), ("was_business", "2500.50"), ("was_costs", "500"), ("plan_wage", "6000")]);
    done("plan", &[("year", "2017"), ("words", canary("plan"))]);
    done(
        "measure",
        &[
            ("year", "2017"),
            ("cause", "illness"),
            ("words", canary("measure")),
            ("owner", "member"),
            ("due", "2017-03-31"),
            ("result", canary("result")),
        ],
    );
    done("entry", &[("day", "2017-03-22"), ("kind", "visit"), ("words", canary("entry"))]);
    done("reaches", &[("state_facilities", "done"), ("state_housing", "not_needed"), ("note_housing", "屋子是新的")]);
    done("exit", &[("year", "2016"), ("met_food", "yes"), ("met_housing", "yes"), ("basis_housing", canary("basis"))]);
}

#[test]
fn a_file_is_whole_for_who_keeps_it_masked_for_the_leader_and_shut_for_everybody_else() {
    on_both(|town| {
        let county = County::found(town);
        one(&county);
        for who in ["clerk", "below", "parent", "member"] {
            let page = town.get("/households/h1", county.as_who(who));
            assert_eq!(page.status, 200, "{who}");
            for shown in [
                "王守信户",
                "赵桂芳",
                "老伴夜里咳血",
                "因病",
                "突发严重困难户",
                "本次查阅已登记",
                "**************1217",
                "2500.25",
                "张晓梅",
                "屋后墙裂缝已补",
            ] {
                assert!(page.body.contains(shown), "{who}: {shown}\n{}", page.body);
            }
            assert!(!page.body.contains(canary("number")) && !page.body.contains(canary("bank")), "only the last four of a number");
        }
        let masked = town.get("/households/h1", county.as_who("leader")).body;
        assert!(masked.contains("王某某户") && masked.contains("赵某某") && masked.contains("因病"), "{masked}");
        for (field, value) in CANARIES {
            assert!(!masked.contains(value), "{field}");
        }
        for who in ["", "sibling", "stray", "colleague", "bureau", "office", "inspector", "admin"] {
            let page = town.get("/households/h1", county.as_who(who));
            assert_eq!(page.status, if who.is_empty() { 401 } else { 403 }, "{who}");
        }
        // Handing over is the clerk's: the next line has its date, and who was responsible sees the file no more.
        let hand =
            |who: &str, person: &str, from: &str| fill(&county, who, "responsible", "", &[("person", person), ("from", from)]).status;
        assert_eq!(
            (hand("member", "colleague", "2017-03-20"), hand("clerk", "nobody", "2017-03-20"), hand("clerk", "colleague", "2017-03-01")),
            (403, 422, 422)
        );
        assert_eq!(hand("clerk", "colleague", "2017-03-31"), 303);
        assert_eq!(town.get("/households/h1", county.as_who("member")).status, 403);
        let page = town.get("/households/h1", county.as_who("colleague")).body;
        assert!(page.contains("马晋生") && page.contains("张晓梅"), "the line before stays: {page}");
        town.ends_well();
    });
}

#[test]
fn a_reading_is_written_once_a_person_file_and_day_before_the_page_is_shown() {
    on_both(|town| {
        let county = County::found(town);
        one(&county);
        town.clock.advance_ms(86_400_000);
        let (member, inspector) = (town.enter("member"), town.enter("inspector"));
        let (member, inspector) = (member.as_str(), inspector.as_str());
        for _ in 0..3 {
            assert_eq!(town.get("/households/h1", member).status, 200);
        }
        let page = town.get("/households/h1/readings", member).body;
        assert!(page.contains("4次"), "three times the file, once this page: {page}");
        let log = town.get("/readings.csv", inspector).body;
        assert!(log.contains("户h1,崔庄村,4"), "{log}");
        assert_eq!(town.get("/households/h1", &town.enter("office")).status, 403);
        assert!(!town.get("/readings.csv?from=2017-04-01", inspector).body.contains("office"), "who was turned away read nothing");
        town.ends_well();
    });
}

#[test]
fn a_name_is_found_by_two_letters_within_its_township_and_only_by_who_sees_names() {
    on_both(|town| {
        let county = County::found(town);
        one(&county);
        let form = [("unit", "102"), ("name", "王守义"), ("code", "h2")];
        assert_eq!(town.post("/households/new", &form, county.as_who("sibling")).status, 303);
        let found = |who: &str, unit: &str, q: &str| {
            let page = town.get(&format!("/households?unit={unit}&q={}", crate::web::html::query_value(q)), county.as_who(who)).body;
            ["h1", "h2"].into_iter().filter(|code| page.contains(&format!("/households/{code}\""))).collect::<Vec<_>>()
        };
        assert_eq!(found("clerk", "101", "守信"), ["h1"]);
        assert_eq!(found("clerk", "1011", "桂芳"), ["h1"], "any member");
        assert_eq!(found("below", "1011", "王守信"), ["h1"]);
        assert_eq!(found("parent", "1", "王守"), ["h1", "h2"]);
        assert_eq!(found("clerk", "101", "信王"), Vec::<&str>::new(), "letters in their order");
        assert_eq!(found("clerk", "101", "王"), Vec::<&str>::new(), "one letter names nobody");
        assert_eq!(found("leader", "101", "守信"), Vec::<&str>::new(), "who sees names masked cannot guess them");
        assert_eq!(found("leader", "101", "h1"), ["h1"]);
        assert_eq!(fill(&county, "clerk", "member", &head(&county), &[("name", "王守诚"), ("relation", "head")]).status, 303);
        assert_eq!((found("clerk", "101", "守信"), found("clerk", "101", "守诚")), (vec![], vec!["h1"]), "the old name is found no more");
        town.ends_well();
    });
}

/// The id of the head of `h1`.
fn head(county: &County) -> String {
    county
        .town
        .app
        .db
        .read(|r| {
            r.row("SELECT id FROM members WHERE relation = 'head' AND household = (SELECT id FROM households WHERE code = 'h1')", &[])
        })
        .unwrap()
        .unwrap()
        .text(0)
        .unwrap()
}

#[test]
fn nothing_is_overwritten_a_stale_form_is_refused_and_what_cannot_be_is_named() {
    on_both(|town| {
        let county = County::found(town);
        one(&county);
        let measure = [("year", "2017"), ("cause", "illness"), ("words", "改送羊羔")];
        let id = town.app.db.read(|r| r.row("SELECT id FROM measures", &[])).unwrap().unwrap().text(0).unwrap();
        assert_eq!(fill(&county, "member", "measure", &id, &measure).status, 303);
        let page = town.get("/households/h1/versions", county.as_who("member")).body;
        assert!(page.contains("<s>送蜂箱十个</s>") && page.contains("改送羊羔"), "{page}");
        let stale = [("at", ""), ("seen", "1"), ("main_cause", "illness")];
        assert_eq!(town.post("/households/h1/situation", &stale, county.as_who("clerk")).status, 409);
        let wrong = [
            ("situation", vec![("main_cause", "illness"), ("other_1", "illness")]),
            ("situation", vec![("other_1", "illness")]),
            ("situation", vec![("main_cause", "bad")]),
            ("situation", vec![("land", "much")]),
            ("member", vec![("name", "李四"), ("relation", "head")]),
            ("member", vec![("name", ""), ("relation", "child")]),
            ("member", vec![("name", "李四"), ("relation", "child"), ("birth", "2018-01-01")]),
            ("income", vec![("year", "2016"), ("was_wage", "1")]),
            ("income", vec![("year", "2015"), ("was_wage", "x")]),
            ("entry", vec![("kind", "visit"), ("words", "到"), ("day", "2017-04-02")]),
            ("measure", vec![("year", "2017"), ("words", "x"), ("owner", "nobody")]),
            ("exit", vec![("year", "2017"), ("met_food", "perhaps")]),
        ];
        for (section, fields) in wrong {
            let reply = fill(&county, "clerk", section, "", &fields);
            assert_eq!(reply.status, 422, "{section} {fields:?}: {}", reply.body);
            assert!(reply.body.contains("class=\"err\"") || reply.body.contains("role=\"alert\""), "{section} {fields:?}");
        }
        town.ends_well();
    });
}

#[test]
fn what_is_sealed_is_nowhere_on_the_disk_in_a_backup_or_in_what_others_are_told() {
    on_both(|town| {
        let county = County::found(town);
        one(&county);
        for (who, section, value) in [("clerk", "entry", "老伴夜里咳血"), ("clerk", "plan", "先把药费报了再说")] {
            // A refused form gives back what was typed, to who typed it.
            let reply = fill(&county, who, section, "", &[("words", value), ("kind", "visit"), ("day", "2018-01-01"), ("year", "x")]);
            assert!(reply.status == 422 && reply.body.contains(value));
        }
        town.app.db.checkpoint().unwrap();
        let backup = tempfile::tempdir().unwrap();
        ledger::backup(town.app.db.config(), &crate::tables::SCHEMA, &backup.path().join("b"), |_| {}).unwrap();
        let copy = std::fs::read(backup.path().join("b/realm.sqlite")).unwrap();
        let log: String =
            town.app.db.read(|r| (0..r.log_size()?).map(|at| Ok(r.leaf(at)?.body)).collect::<ledger::Result<String>>()).unwrap();
        for (field, value) in CANARIES {
            assert_eq!(town.holds(value), Vec::<String>::new(), "{field}");
            assert!(!copy.windows(value.len()).any(|w| w == value.as_bytes()), "{field} in the backup");
            assert!(!log.contains(value), "{field} in the log");
        }
        assert!(!log.lines().any(|line| line.starts_with("field ") && line.contains("illness")), "no column of a household is public");
        let paths = [
            "/households",
            "/households.csv",
            "/households?unit=1011",
            "/households/h1",
            "/households/h1/readings",
            "/households/h1/versions",
            "/households/h1/situation",
            "/households/h1/member",
            "/readings",
            "/readings.csv",
            "/people.csv",
            "/units/1011",
            "/units/1",
            "/",
            "/api/openapi.json",
            "/health",
            "/todo",
        ];
        for who in ["", "sibling", "stray", "colleague", "bureau", "office", "inspector", "admin", "leader"] {
            for path in paths {
                let reply = town.get(path, county.as_who(who));
                for (field, value) in CANARIES {
                    assert!(!reply.body.contains(value), "{who} {path}: {field}");
                }
            }
        }
        town.ends_well();
    });
}

#[test]
fn what_is_erased_of_a_household_or_a_member_is_nowhere_and_lists_stand() {
    on_both(|town| {
        let county = County::found(town);
        one(&county);
        let admin = county.as_who("admin");
        let page = town.get("/households/h1/erasure", admin).body;
        assert!(page.contains("第2位成员（配偶）") && CANARIES.iter().all(|(_, value)| !page.contains(value)), "{page}");
        let spouse =
            town.app.db.read(|r| r.row("SELECT id FROM members WHERE relation = 'spouse'", &[])).unwrap().unwrap().text(0).unwrap();
        let sealed = || -> Vec<Vec<u8>> {
            let rows = town.app.db.read(|r| r.rows("SELECT name, birth, number, health FROM members UNION ALL SELECT address, phone, bank, note FROM households UNION ALL SELECT words, NULL, NULL, NULL FROM household_entries", &[])).unwrap();
            rows.into_iter()
                .flat_map(|row| row.0)
                .filter_map(|value| if let ledger::Value::Bytes(bytes) = value { Some(bytes) } else { None })
                .collect()
        };
        let traces = || town.app.db.read(|r| r.int("SELECT COUNT(*) FROM household_traces", &[])).unwrap();
        let (before, traced) = (sealed(), traces());
        let form = |whose: &'static str, id: &str| {
            vec![("reason".to_owned(), "本人来信".to_owned()), ("sure".to_owned(), "yes".to_owned()), (whose.to_owned(), id.to_owned())]
        };
        let post = |who: &str, id: &str| {
            let form = form("whose", id);
            town.post("/households/h1/erasure", &form.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect::<Vec<_>>(), county.as_who(who))
                .status
        };
        assert_eq!((post("clerk", ""), post("admin", &spouse)), (403, 303));
        assert_eq!((sealed().len(), traces()), (before.len() - 1, traced - 2), "one member's name and its traces went");
        assert!(town.get("/households/h1", county.as_who("clerk")).body.contains("王守信户"));
        assert_eq!(post("admin", ""), 303);
        assert_eq!((sealed().len(), traces()), (0, 0));
        assert_eq!(post("admin", ""), 409, "once");
        for bytes in before {
            assert_eq!(disk(town, &bytes), Vec::<String>::new(), "ciphertext went from the disk too");
        }
        let page = town.get("/households/h1", county.as_who("clerk")).body;
        assert!(page.contains("已抹去") && page.contains("因病") && page.contains("2500.25") && page.contains("张晓梅"), "{page}");
        assert!(town.get("/households?unit=1011", county.as_who("clerk")).body.contains("/households/h1"), "it stays in the list");
        assert_eq!(
            fill(&county, "clerk", "entry", "", &[("kind", "visit"), ("words", "又去了"), ("seen", "")]).status,
            409,
            "nothing is written into it"
        );
        town.ends_well();
    });
}

/// Where bytes stand on the disk (SQLite's files).
fn disk(town: &crate::town::Town, bytes: &[u8]) -> Vec<String> {
    let dir = &town.app.db.config().dir;
    let files = ["realm.sqlite", "realm.sqlite-wal"].map(|name| dir.join(name));
    let holds = |path: &std::path::PathBuf| std::fs::read(path).is_ok_and(|all| all.windows(bytes.len()).any(|w| w == bytes));
    files.iter().filter(|path| holds(path)).map(|path| path.display().to_string()).collect()
}

#[test]
fn without_the_key_a_file_says_what_it_lacks_and_with_it_opens_again() {
    let town = crate::town::Town::open(None);
    let county = County::found(&town);
    one(&county);
    let keys = town.app.db.config().dir.join("keys");
    let saved = tempfile::tempdir().unwrap();
    ledger::backup(town.app.db.config(), &crate::tables::SCHEMA, &saved.path().join("b"), |_| {}).unwrap();
    assert!(!saved.path().join("b/keys").exists());
    let elsewhere = ledger::Config { dir: saved.path().join("new"), seed: Some(9), ..town.app.db.config().clone() };
    ledger::restore(&elsewhere, &crate::tables::SCHEMA, &saved.path().join("b"), |_| {}).unwrap();
    let look = || {
        let db = ledger::Db::open(elsewhere.clone(), &crate::tables::SCHEMA).unwrap();
        db.read(|r| {
            let file = super::File::open(r, "h1")?;
            let name = super::view::head_of(&file, true)?;
            Ok::<_, crate::web::Fault>((matches!(file.seal, crate::sealing::Seal::Locked(_)), name))
        })
        .unwrap()
    };
    assert_eq!(look(), (true, None), "made its own key, and says that the other is missing");
    let names = |dir: &std::path::Path| ledger::Keys::there(dir).unwrap().names().map(ToOwned::to_owned).collect::<Vec<_>>();
    let own = names(&elsewhere.dir);
    let count = |own: &[&str]| ledger::read_only(&elsewhere, |r| crate::sealing::unreadable(r, own)).unwrap();
    assert_eq!(count(&own.iter().map(String::as_str).collect::<Vec<_>>()), (1, 1));
    std::fs::copy(keys.join("seal-1.key"), elsewhere.dir.join("keys/seal-0.key")).unwrap();
    assert_eq!(look(), (false, Some("王守信".to_owned())));
    let report = ledger::verify(&elsewhere, &crate::tables::SCHEMA, |_| {}).unwrap();
    assert!(report.faults.is_empty());
}

#[test]
fn a_sheet_is_checked_whole_each_wrong_row_is_named_and_it_goes_on_where_it_was_stopped() {
    use crate::imports::{Import, Kind};
    use crate::powers::Who;
    use paper::xlsx::{Cell, Sheet};
    let w = crate::web::words::Words::new(crate::web::words::Lang::Hans, "county-cn");
    on_both(|town| {
        let county = County::found(town);
        let sheet = |rows: &[[&str; 8]]| {
            let titles = ["户编号", "单位代码", "姓名", "与户主关系", "身份证号", "主要致贫原因", "其他致贫原因", "责任人编号"];
            let mut sheet = Sheet::new("户", &titles, &[]).unwrap();
            rows.iter().for_each(|row| sheet.row(&row.map(Cell::Text)).unwrap());
            sheet.bytes().unwrap()
        };
        let clerk = town.app.db.read(|r| crate::people::find::by_code(r, "clerk")).unwrap().unwrap().id;
        let read = |rows: &[[&str; 8]]| Import::read(Kind::Households, &sheet(rows), Who::Person(clerk.clone())).unwrap();
        let wrong = read(&[
            ["h1", "1011", "王守信", "户主", "140502195107231217", "因病", "缺劳力；缺水", "member"],
            ["h1", "1011", "赵桂芳", "配偶", "", "", "", ""],
            ["h2", "1011", "钱小二", "子女", "", "", "", ""],
            ["h3", "102", "孙三", "户主", "", "", "", ""],
            ["h4", "1011", "李四", "户主", "", "因懒", "", ""],
            ["h5", "1011", "周五", "户主", "", "因病", "", "nobody"],
        ]);
        let size = || town.app.db.read(|r| r.log_size()).unwrap();
        let before = size();
        let told = wrong.check(&town.app.db, &w).unwrap();
        let lines: Vec<(u64, &str)> = told.faults.iter().map(|fault| (fault.line, fault.field.as_str())).collect();
        assert_eq!((told.state, lines), ("wrong", vec![(4, "relation"), (5, "unit"), (6, "main_cause"), (7, "person")]));
        assert_eq!(size(), before, "nothing was written");
        let names: Vec<String> = (0..250).map(|n| format!("户主{n}")).collect();
        let codes: Vec<String> = (0..250).map(|n| format!("s{n}")).collect();
        let rows: Vec<[&str; 8]> =
            names.iter().zip(&codes).map(|(name, code)| [code.as_str(), "1011", name.as_str(), "head", "", "因病", "", "member"]).collect();
        let good = read(&rows);
        let mut steps = 0;
        let told = good
            .run(&town.app.db, &w, |_| {
                steps += 1;
                steps < 2
            })
            .unwrap();
        assert_eq!((told.state, told.done), ("stopped", 200));
        assert_eq!(read(&rows).run(&town.app.db, &w, |_| true).unwrap().state, "done");
        assert!(read(&rows).run(&town.app.db, &w, |_| true).unwrap().before);
        let count = town.app.db.read(|r| r.int("SELECT COUNT(*) FROM households", &[])).unwrap();
        assert_eq!(count, 250);
        assert_eq!(town.holds("户主249"), Vec::<String>::new(), "the file is not kept");
        assert!(town.get("/households?unit=1011&q=%E6%88%B7%E4%B8%BB249", county.as_who("clerk")).body.contains("/households/s249"));
        town.ends_well();
    });
}
