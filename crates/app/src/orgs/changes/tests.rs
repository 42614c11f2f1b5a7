//! The organisation changes, also in the past: stories through the routes.
use crate::orgs::{NewUnit, Unit, find};
use crate::people;
use crate::powers::Power;
use crate::town::{Reply, Town, on_both};

pub(super) const UNITS: [(&str, &str, &str); 9] = [
    ("11", "南村乡", "1"),
    ("12", "大箕镇", "1"),
    ("13", "李寨乡", "1"),
    ("111", "崔庄", "11"),
    ("112", "西峪", "11"),
    ("121", "崔庄", "12"),
    ("122", "东沟", "12"),
    ("131", "葛万", "13"),
    ("132", "龙门", "13"),
];

/// A county of three townships with two villages each and a person in every one of them.
pub(super) fn county(town: &Town) -> String {
    let admin = town.set_up();
    town.write(Power::ManageUnits, |tx| {
        for (code, name, parent) in UNITS {
            let kind = if code.len() == 2 { "township" } else { "village" };
            Unit::add(
                tx,
                &NewUnit { code: code.into(), name: name.into(), parent: parent.into(), kind: kind.into(), ..NewUnit::default() },
            )?;
        }
        Ok(())
    });
    let campaign = include_str!("../../../../../campaigns/six-ones.toml").replace("\"140525\"", "\"1\"");
    town.write(Power::ManageCampaigns, move |tx| crate::campaigns::file::CampaignFile::read(&campaign)?.make(tx));
    for (code, name, _) in UNITS {
        town.person(&format!("p{code}"), name, code, if code.len() == 2 { "clerk" } else { "" });
    }
    admin
}

fn value(town: &Town, figure: &str) -> String {
    let reply = town.get(&format!("/api/v1/figures/{figure}"), "");
    serde_json::from_str::<serde_json::Value>(&reply.body).unwrap()["value"].as_str().unwrap_or_default().to_owned()
}

fn trees(town: &Town, unit: &str) -> String {
    value(town, &format!("sum.trees.{unit}.20170301-20170331.received"))
}

fn plant(town: &Town, person: &str, id: &str, day: &str, quantity: &str) -> Reply {
    let form = [("id", id), ("item", "tree"), ("indicator", "trees"), ("quantity", quantity), ("day", day)];
    town.clock.advance_ms(1);
    town.post("/deeds", &form, &town.enter(person))
}

/// Sends one of the desk's forms as its page stands.
fn change(town: &Town, admin: &str, unit: &str, act: &str, form: &[(&str, &str)]) -> Reply {
    let page = town.get(&format!("/units/{unit}/desk"), admin).body;
    let seen = page.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("").to_owned();
    let form: Vec<(&str, &str)> = form.iter().copied().chain([("seen", seen.as_str())]).collect();
    town.post(&format!("/units/{unit}/{act}"), &form, admin)
}

#[test]
fn a_file_of_records_names_each_unit_as_on_its_day() {
    on_both(|town| {
        let admin = county(town);
        for (n, day) in ["2017-03-14", "2017-03-15", "2017-03-16", "2017-03-31"].iter().enumerate() {
            assert_eq!(plant(town, "p11", &format!("deed-000{n}"), day, "1").status, 303);
        }
        assert_eq!(change(town, &admin, "11", "name", &[("name", "南村镇"), ("day", "2017-03-15")]).status, 303);
        assert_eq!(change(town, &admin, "11", "name", &[("name", "南村街道"), ("day", "2017-03-31")]).status, 303);
        let file = town.get("/figures/deeds.trees.1.20170301-20170331.received/records.csv", &town.enter("p11")).body;
        let named = file.lines().skip(1).filter_map(|line| line.split(',').nth(6));
        assert_eq!(named.collect::<Vec<_>>(), ["南村乡", "南村镇", "南村镇", "南村街道"], "{file}");
        town.ends_well();
    });
}

#[test]
fn a_merger_in_the_past_moves_sums_and_leaves_records() {
    on_both(|town| {
        let admin = county(town);
        for (n, (person, day)) in
            [("p13", "2017-03-05"), ("p13", "2017-03-20"), ("p131", "2017-03-21"), ("p12", "2017-03-21")].iter().enumerate()
        {
            assert_eq!(plant(town, person, &format!("deed-000{n}"), day, &(10_i32.pow(n as u32)).to_string()).status, 303);
        }
        assert_eq!((trees(town, "13"), trees(town, "12"), trees(town, "1")), ("111".into(), "1000".into(), "1111".into()));
        let merged = change(town, &admin, "13", "merger", &[("into", "大箕镇"), ("day", "2017-03-20"), ("reason", "泽政发〔2017〕3号")]);
        assert_eq!(merged.status, 303, "{}", merged.body);
        // The deed of the 5th stays above; that of the 20th is its own still and counts below the other; its village went over.
        assert_eq!((trees(town, "13"), trees(town, "12"), trees(town, "1")), ("11".into(), "1110".into(), "1111".into()));
        assert_eq!(value(town, "persons.trees.12.20170301-20170331.received"), "3");
        let desk = town.get("/units/13/desk", &admin).body;
        assert!(desk.contains("李寨乡（13）并入大箕镇（12）") && desk.contains("泽政发〔2017〕3号") && desk.contains("陈立"), "{desk}");
        assert!(town.get("/units/12/desk", &admin).body.contains("李寨乡（13）并入大箕镇（12）"), "the other's history tells it too");
        assert!(!town.get("/units/1", "").body.contains("李寨乡"), "it is no child any more");
        let person = town.app.db.read(|r| people::find::by_code(r, "p13")).unwrap().unwrap().id;
        assert_eq!(town.app.db.read(|r| people::find::unit_on(r, &person, "2017-03-20")).unwrap().unwrap(), "12");
        let late = plant(town, "p13", "deed-0009", "2017-03-25", "5000");
        assert_eq!(late.status, 422, "beyond what one may plant at once: {}", late.location);
        assert_eq!(plant(town, "p13", "deed-0009", "2017-03-25", "200").status, 303);
        assert_eq!((trees(town, "13"), trees(town, "12")), ("11".into(), "1310".into()), "new ones are the other unit's");
        town.ends_well();
    });
}

#[test]
fn a_unit_is_renamed_moved_ended_and_opened_again() {
    on_both(|town| {
        let admin = county(town);
        assert_eq!(plant(town, "p111", "deed-0001", "2017-03-10", "7").status, 303);
        assert_eq!(change(town, &admin, "11", "name", &[("name", "南村镇"), ("day", "2017-03-15")]).status, 303);
        let name = |day: &'static str| town.app.db.read(|r| find::version(r, "11", day)).unwrap().unwrap().name;
        assert_eq!((name("2017-03-14"), name("2017-03-15")), ("南村乡".into(), "南村镇".into()));
        // Earlier than a later change of the same thing: it holds only until that one.
        assert_eq!(change(town, &admin, "11", "name", &[("name", "南村公社"), ("day", "2017-03-01")]).status, 303);
        assert_eq!((name("2017-03-14"), name("2017-03-15")), ("南村公社".into(), "南村镇".into()));
        assert_eq!(change(town, &admin, "111", "parent", &[("parent", "12"), ("day", "2017-03-10")]).status, 303);
        assert_eq!((trees(town, "11"), trees(town, "12")), ("0".into(), "7".into()));
        assert_eq!(change(town, &admin, "111", "parent", &[("parent", "13"), ("day", "2017-03-11")]).status, 303);
        assert_eq!((trees(town, "12"), trees(town, "13")), ("7".into(), "0".into()), "the deed is of the day before");
        let end = |unit: &str, day: &str| change(town, &admin, unit, "end", &[("day", day)]);
        assert!(end("111", "2017-03-20").body.contains("还有人在111任职"));
        assert!(end("11", "2017-03-20").body.contains("请先安排下级单位"));
        town.write(Power::ManageUnits, |tx| {
            Unit::add(
                tx,
                &NewUnit { code: "119".into(), name: "空村".into(), parent: "11".into(), kind: "village".into(), ..NewUnit::default() },
            )
        });
        assert_eq!(end("119", "2017-03-20").status, 303);
        assert_eq!(town.app.db.read(|r| find::line(r, "119", "2017-03-21")).unwrap(), Vec::<String>::new());
        assert_eq!(end("119", "").status, 303);
        assert_eq!(town.app.db.read(|r| find::line(r, "119", "2017-03-21")).unwrap(), ["119", "11", "1"]);
        assert_eq!(change(town, &admin, "12", "order", &[("rank", "1")]).status, 303);
        assert_eq!(change(town, &admin, "11", "order", &[("rank", "2")]).status, 303);
        let order: Vec<String> = town.app.db.read(|r| find::children(r, "1", "2017-03-31")).unwrap().into_iter().map(|u| u.code).collect();
        assert_eq!(order, ["13", "12", "11"], "unplaced ones first, then by place");
        town.ends_well();
    });
}

#[test]
fn what_cannot_be_is_said_and_leaves_everything_as_it_was() {
    on_both(|town| {
        let admin = county(town);
        let before = town.app.db.read(|r| r.log_size()).unwrap();
        let said = |unit: &str, act: &str, form: &[(&str, &str)], sentence: &str| {
            let reply = change(town, &admin, unit, act, form);
            assert!(reply.status == 422 && reply.body.contains(sentence), "{unit} {act} {form:?}: {} {}", reply.status, reply.body);
        };
        let day = ("day", "2017-03-20");
        said("11", "parent", &[("parent", "111"), day], "在本单位下面");
        said("11", "parent", &[("parent", "11"), day], "在本单位下面");
        said("11", "merger", &[("into", "111"), day], "在本单位下面");
        said("11", "merger", &[("into", "11"), day], "就是本单位");
        said("11", "parent", &[("parent", "崔庄"), day], "没有代码为崔庄的单位");
        said("11", "parent", &[("parent", "99"), day], "没有代码为99的单位");
        said("11", "name", &[("name", " "), day], "没有名称");
        said("11", "name", &[("name", "新"), ("day", "2017-02-30")], "不是日历上的一天");
        said("1", "name", &[("name", ""), day], "没有名称");
        said("11", "order", &[("rank", "first")], "不是整数");
        assert_eq!(town.app.db.read(|r| r.log_size()).unwrap(), before);
        assert_eq!(town.post("/units/1/merger", &[("into", "11"), day], &admin).status, 422, "the topmost unit goes nowhere");
        let clerk = town.enter("p11");
        assert_eq!(town.get("/units/11/desk", &clerk).status, 200, "its clerk may look");
        assert_eq!(town.get("/units/12/desk", &clerk).status, 403);
        for act in ["name", "parent", "merger", "end", "order"] {
            let form = [("name", "x"), ("parent", "12"), ("into", "12"), ("rank", "1"), day];
            assert_eq!(town.post(&format!("/units/11/{act}"), &form, &clerk).status, 403, "{act}");
            assert_eq!(town.post(&format!("/units/11/{act}"), &form, "").status, 401, "{act}");
        }
        assert_eq!(change(town, &admin, "11", "merger", &[("into", "12"), day]).status, 303);
        let stale = town.post("/units/11/order", &[("rank", "4"), ("seen", "")], &admin);
        assert_eq!(stale.status, 409, "somebody changed it in between");
        said("11", "name", &[("name", "新"), day], "已经并入");
        said("111", "parent", &[("parent", "11"), day], "已经并入别的单位");
        assert_eq!(change(town, &admin, "11", "parent", &[("parent", "1"), day]).status, 303, "it is given its place again");
        assert_eq!(change(town, &admin, "111", "parent", &[("parent", "11"), day]).status, 303, "and what went over may come back");
        town.ends_well();
    });
}

#[test]
fn the_clerk_of_a_merged_unit_goes_on_in_the_unit_it_went_into() {
    on_both(|town| {
        let admin = county(town);
        for (n, (person, day)) in [("p131", "2017-03-05"), ("p121", "2017-03-06")].iter().enumerate() {
            assert_eq!(plant(town, person, &format!("deed-000{n}"), day, "7").status, 303);
        }
        let team = [("name", "葛万护林队"), ("kind", "people"), ("unit", "131"), ("from", "2017-03-01")];
        assert_eq!(town.post("/groups", &team, &admin).status, 303);
        let (there, here) = (town.enter("p13"), town.enter("p12"));
        let approve = |deed: &str, who: &str| town.post("/checks", &[("deed", deed), ("rev", "1"), ("verdict", "approve")], who).status;
        let sees = |who: &str| {
            let people = town.get("/people", who).body;
            let groups = town.get("/groups", who).body;
            (people.contains("葛万"), people.contains("崔庄"), groups.contains("葛万护林队"))
        };
        assert_eq!(sees(&there), (true, false, true));
        // Ahead of its day a merger changes nothing yet.
        assert_eq!(change(town, &admin, "13", "merger", &[("into", "12"), ("day", "2017-04-20")]).status, 303);
        assert_eq!((sees(&there), sees(&here)), ((true, false, true), (false, true, false)));
        assert_eq!(approve("deed-0001", &there), 403);
        assert_eq!(change(town, &admin, "13", "parent", &[("parent", "1"), ("day", "2017-04-20")]).status, 303, "it does not happen");
        assert_eq!(change(town, &admin, "13", "merger", &[("into", "12"), ("day", "2017-03-20")]).status, 303);
        // Both clerks are clerks of all of it, with what the merged unit did before.
        for who in [&there, &here] {
            assert_eq!(sees(who), (true, true, true));
            let queue = town.get("/checks", who).body;
            assert!(queue.contains("deed-0000") && queue.contains("deed-0001"), "{queue}");
            assert_eq!(town.get("/units/12/access", who).status, 200);
        }
        assert!(town.get("/deeds/deed-0000", &here).body.contains("葛万"), "names of before the merger open to who answers now");
        assert_eq!((approve("deed-0000", &here), approve("deed-0001", &there)), (303, 303));
        // Given its place again, each has its own.
        assert_eq!(change(town, &admin, "13", "parent", &[("parent", "1"), ("day", "2017-03-20")]).status, 303);
        assert_eq!(town.get("/units/12/access", &there).status, 403);
        town.ends_well();
    });
}

#[test]
fn a_role_follows_its_unit_through_one_merger_after_another() {
    on_both(|town| {
        let admin = county(town);
        let there = town.enter("p13");
        let opens = |unit: &str| town.get(&format!("/units/{unit}/access"), &there).status == 200;
        assert_eq!(change(town, &admin, "13", "merger", &[("into", "12"), ("day", "2017-03-20")]).status, 303);
        assert_eq!((opens("12"), opens("11")), (true, false));
        assert_eq!(change(town, &admin, "12", "merger", &[("into", "11"), ("day", "2017-03-25")]).status, 303);
        assert!(opens("11"), "what went into a unit that went into another");
        town.ends_well();
    });
}
