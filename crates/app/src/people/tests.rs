//! Posts change, also in the past: stories through the routes, and random ones among random deeds.
use super::{NewPerson, NewPost, Person, find};
use crate::deeds::{Content, Deed, NewDeed};
use crate::figures::cells;
use crate::orgs::{NewUnit, Unit};
use crate::powers::{Power, Who, decide};
use crate::town::county::County;
use crate::town::{Reply, Town, on_both};
use crate::web::Fault;
use ledger::Chance;
use std::collections::BTreeMap;

/// Two townships with a clerk each, and the campaign.
fn county(town: &Town) -> String {
    let admin = town.set_up();
    town.write(Power::ManageUnits, |tx| {
        for (code, name) in [("11", "南村镇"), ("12", "大箕镇")] {
            let new = NewUnit { code: code.into(), name: name.into(), parent: "1".into(), kind: "township".into(), ..NewUnit::default() };
            Unit::add(tx, &new)?;
        }
        Ok(())
    });
    let campaign = include_str!("../../../../campaigns/six-ones.toml").replace("\"140525\"", "\"1\"");
    town.write(Power::ManageCampaigns, move |tx| crate::campaigns::file::CampaignFile::read(&campaign)?.make(tx));
    for (code, unit, role) in [("c11", "11", "clerk"), ("c12", "12", "clerk"), ("li", "11", ""), ("wang", "11", "")] {
        town.person(code, code, unit, role);
    }
    admin
}

fn times(town: &Town, unit: &str) -> String {
    let figure = |measure: &str| {
        let reply = town.get(&format!("/api/v1/figures/{measure}.trees.{unit}.20170301-20170331.received"), "");
        serde_json::from_str::<serde_json::Value>(&reply.body).unwrap()["value"].as_str().unwrap_or_default().to_owned()
    };
    format!("{} {}", figure("sum"), figure("persons"))
}

fn plant(town: &Town, person: &str, id: &str, day: &str) -> u16 {
    let form = [("id", id), ("item", "tree"), ("indicator", "trees"), ("quantity", "5"), ("day", day)];
    town.clock.advance_ms(1);
    town.post("/deeds", &form, &town.enter(person)).status
}

/// Sends one of the forms on somebody's page as the page stands.
fn post(town: &Town, cookie: &str, person: &str, act: &str, form: &[(&str, &str)]) -> Reply {
    let page = town.get(&format!("/people/{person}"), cookie).body;
    let seen = page.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("").to_owned();
    let form: Vec<(&str, &str)> = form.iter().copied().chain([("seen", seen.as_str())]).collect();
    town.post(&format!("/people/{person}/{act}"), &form, cookie)
}

#[test]
fn a_post_changes_in_the_past_and_attendances_follow_from_that_day_on() {
    on_both(|town| {
        let admin = county(town);
        assert_eq!((plant(town, "li", "deed-0001", "2017-03-05"), plant(town, "li", "deed-0002", "2017-03-20")), (303, 303));
        assert_eq!((times(town, "11"), times(town, "12")), ("10 1".into(), "0 0".into()));
        let moved = post(town, &admin, "li", "posts", &[("unit", "大箕镇"), ("title", "副镇长"), ("from", "2017-03-10")]);
        assert_eq!(moved.status, 303, "{}", moved.body);
        // The trees stay where they were planted; who planted on the 20th belonged to the other township that day.
        assert_eq!((times(town, "11"), times(town, "12"), times(town, "1")), ("10 1".into(), "0 1".into(), "10 1".into()));
        assert!(town.get("/people/li", &admin).body.contains("副镇长"));
        assert_eq!(plant(town, "li", "deed-0003", "2017-03-21"), 303);
        assert_eq!(times(town, "12"), "5 1", "and records there");
        // Back again, as if it had never been.
        assert_eq!(post(town, &admin, "li", "posts", &[("unit", "11"), ("from", "2017-03-10")]).status, 303);
        assert_eq!((times(town, "11"), times(town, "12")), ("10 1".into(), "5 0".into()));
        town.ends_well();
    });
}

#[test]
fn who_may_move_whom_and_what_is_refused() {
    on_both(|town| {
        let admin = county(town);
        let (clerk, li) = (town.enter("c11"), town.enter("li"));
        let day = ("from", "2017-03-10");
        assert_eq!(post(town, &clerk, "li", "posts", &[("unit", "12"), day]).status, 403, "out of one's unit is the administrator's");
        assert_eq!(post(town, &clerk, "c12", "posts", &[("unit", "11"), day]).status, 403);
        assert_eq!(
            (
                post(town, &li, "li", "posts", &[("unit", "12"), day]).status,
                post(town, "", "li", "leave", &[("last", "2017-03-31")]).status
            ),
            (403, 401)
        );
        assert_eq!(post(town, &clerk, "li", "posts", &[("unit", "11"), ("title", "组长"), day]).status, 303);
        let said = |act: &str, form: &[(&str, &str)], sentence: &str| {
            let reply = post(town, &admin, "wang", act, form);
            assert!(reply.status == 422 && reply.body.contains(sentence), "{act} {form:?}: {}", reply.body);
        };
        said("posts", &[("unit", "99"), day], "没有代码为99的单位");
        said("posts", &[("unit", "12"), ("from", "2017-02-30")], "不是日历上的一天");
        assert_eq!(plant(town, "wang", "deed-0001", "2017-03-20"), 303);
        said("leave", &[("last", "2017-03-19")], "那天以后还参加过实事");
        said("leave", &[("last", "never")], "不是日历上的一天");
        assert_eq!(town.post("/people/wang/leave", &[("last", "2017-03-21"), ("seen", "old")], &admin).status, 409);
        assert_eq!(post(town, &clerk, "wang", "leave", &[("last", "2017-03-21")]).status, 303);
        assert_eq!(plant(town, "wang", "deed-0002", "2017-03-22"), 403, "who has left records nothing");
        assert_eq!(post(town, &clerk, "wang", "posts", &[("unit", "11"), ("from", "2017-03-25")]).status, 303, "and may come back");
        assert_eq!(plant(town, "wang", "deed-0003", "2017-03-26"), 303);
        town.ends_well();
    });
}

#[test]
fn who_moves_later_is_their_present_units_matter_until_then() {
    on_both(|town| {
        let admin = county(town);
        town.person("i11", "周正", "11", "inspector");
        assert_eq!(post(town, &admin, "li", "posts", &[("unit", "12"), ("from", "2017-04-02")]).status, 303);
        let opens = |clerk: &str| town.get("/people/li", &town.enter(clerk)).status;
        assert_eq!((opens("c11"), opens("c12")), (200, 403));
        let logged = |town: &Town| town.get("/readings", &town.enter("i11")).body.contains("</b> <span class=\"muted\" data-field>");
        assert!(logged(town), "who read it is the present unit's inspector's to see");
        town.clock.advance_ms(2 * 86_400_000);
        assert_eq!((opens("c11"), opens("c12")), (403, 200));
        assert!(!logged(town));
        assert_eq!(post(town, &town.enter("admin"), "li", "leave", &[("last", "2017-04-02")]).status, 303);
        town.clock.advance_ms(86_400_000);
        assert_eq!((opens("c11"), opens("c12")), (403, 200), "who has left stays the last unit's");
        town.ends_well();
    });
}

#[test]
fn a_file_moves_people_from_a_day_on_and_never_silently() {
    on_both(|town| {
        county(town);
        let add = |unit: &str, from: &str| {
            let new = NewPerson { code: "li".into(), name: "li".into(), unit: unit.into(), from: from.into(), ..NewPerson::default() };
            let now = town.app.db.clock().now_ms();
            town.app.db.write(move |r| decide(r, &Who::Operator, &Power::ManagePeople, now), move |tx| Person::add(tx, &new))
        };
        assert!(matches!(add("12", ""), Err(Fault::Invalid { field: "from", .. })), "another unit without a day");
        assert!(add("11", "").is_ok() && add("12", "2017-03-15").is_ok() && add("12", "2017-03-15").is_ok());
        let li = town.app.db.read(|r| find::by_code(r, "li")).unwrap().unwrap();
        let posts = town.app.db.read(|r| find::posts(r, &li.id)).unwrap();
        assert_eq!(
            posts.iter().map(|p| (p.unit.as_str(), p.from_day.as_str(), p.to_day.as_str())).collect::<Vec<_>>(),
            [("12", "2017-03-15", "9999-12-31"), ("11", "", "2017-03-14")]
        );
        town.ends_well();
    });
}

#[test]
fn random_posts_keep_presence_as_recomputed() {
    on_both(|town| {
        county(town);
        let mut chance = Chance::seeded(41);
        let mut below = |n: usize| usize::from(u16::from_be_bytes(chance.bytes())) % n;
        let ids: Vec<String> =
            ["li", "wang", "c11"].iter().map(|code| town.app.db.read(|r| find::by_code(r, code)).unwrap().unwrap().id).collect();
        for n in 0..90 {
            let (person, unit, day) = (ids[below(3)].clone(), ["1", "11", "12"][below(3)], format!("2017-03-{:02}", 1 + below(31)));
            let now = town.app.db.clock().now_ms();
            if below(3) > 0 {
                let content = Content { day: day.clone(), quantity: 1000, people: ids[..=below(3)].to_vec(), ..Content::default() };
                let new = NewDeed {
                    id: format!("deed-{n:04}"),
                    indicator: "trees".into(),
                    item: None,
                    unit: unit.into(),
                    recorder: person.clone(),
                    entered_by: person.clone(),
                    content,
                    body: String::new(),
                    body_hash: n.to_string(),
                    import: String::new(),
                    files_follow: false,
                };
                let power = Power::Record { unit: unit.into(), recorder: person, day };
                town.app.db.write(move |r| decide(r, &Who::Operator, &power, now), move |tx| Deed::record(tx, new).map(|_| ())).unwrap();
            } else {
                let power = Power::MovePerson { person: person.clone(), unit: unit.into() };
                let new = NewPost { unit: unit.into(), title: format!("职{n}"), from: day };
                let act = move |tx: &mut ledger::Tx| tx.get::<Person>(&person)?.take_post(tx, &new);
                town.app.db.write(move |r| decide(r, &Who::Operator, &power, now), act).unwrap();
            }
        }
        town.app
            .db
            .read(|r| {
                let rebuilt = cells::rebuild_presence(r)?;
                let rows = r.rows("SELECT unit, person, day, CAST(SUM(deeds) AS BIGINT) FROM presence GROUP BY unit, person, day", &[])?;
                let stored: BTreeMap<_, _> = rows
                    .iter()
                    .map(|row| ((row.text(0).unwrap(), row.text(1).unwrap(), row.text(2).unwrap()), row.int(3).unwrap()))
                    .filter(|(_, n)| *n != 0)
                    .collect();
                // Straight from the definition: who took part that day, at the unit they held a post in.
                let mut expected: BTreeMap<(String, String, String), i64> = BTreeMap::new();
                for deed in r.all::<Deed>("", &[])? {
                    for (person, _) in deed.people() {
                        let unit = find::unit_on(r, person, &deed.day)?.unwrap();
                        *expected.entry((unit, person.to_owned(), deed.day.clone())).or_default() += 1;
                    }
                }
                assert_eq!(stored, expected, "seed 41");
                let total = |v: &Vec<i64>| v.iter().sum::<i64>();
                assert_eq!(rebuilt.iter().map(|(_, sums)| total(sums)).sum::<i64>(), expected.values().sum::<i64>());
                Ok::<_, ledger::Error>(())
            })
            .unwrap();
        town.ends_well();
    });
}

#[test]
fn inspectors_see_who_read_whose_file_in_their_units_with_names_masked() {
    on_both(|town| {
        let county = County::found(town);
        for (reader, whose) in [("clerk", "member"), ("office", "stray")] {
            assert_eq!(town.get(&format!("/people/{whose}"), county.as_who(reader)).status, 200);
            town.clock.advance_ms(1000);
        }
        let all = town.get("/readings", county.as_who("inspector")).body;
        assert!(all.contains("李某某") && all.contains("张某某") && all.contains("南村镇") && all.contains("孙某"), "{all}");
        assert!(!all.contains("张晓梅") && !all.contains("李国华"), "masked");
        let some = |query: &str| town.get(&format!("/readings.csv{query}"), county.as_who("inspector")).body.lines().count() - 1;
        assert_eq!((some(""), some("?unit=101"), some("?unit=1"), some("?unit=103")), (2, 1, 2, 0));
        assert_eq!((some("?from=2017-03-31&to=2017-03-31"), some("?to=2017-03-30"), some("?from=2017-04-01")), (2, 0, 0));
        town.person("their-inspector", "周正", "102", "inspector");
        let theirs = town.get("/readings", &town.enter("their-inspector")).body;
        assert!(theirs.contains("孙某") && !theirs.contains("张某某"), "of their units alone: {theirs}");
        assert_eq!(town.get("/readings?from=31", county.as_who("inspector")).status, 422);
        for n in 0..60 {
            town.clock.advance_ms(1000);
            town.person(&format!("one-{n}"), "周全", "101", "");
            for _ in 0..2 {
                assert_eq!(town.get(&format!("/people/one-{n}"), county.as_who("clerk")).status, 200);
            }
        }
        assert!(
            town.get("/readings.csv", county.as_who("inspector")).body.contains("周某,南村镇,2"),
            "opened twice that day, written once"
        );
        let first = town.get("/readings", county.as_who("inspector")).body;
        let next = first
            .split("rel=\"next\" href=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .unwrap()
            .replace("&#38;", "&")
            .replace("&amp;", "&");
        let second = town.get(&next, county.as_who("inspector")).body;
        let count = |page: &str| page.matches("</b> <span class=\"muted\" data-field>").count();
        assert_eq!((count(&first), count(&second)), (50, 12));
        let office = town.enter("office");
        assert_eq!((town.get("/readings", &office).status, town.get("/readings.xlsx", county.as_who("admin")).status), (403, 403));
        town.ends_well();
    });
}

#[test]
fn roles_are_given_and_taken_back_and_an_administrator_is_always_left() {
    on_both(|town| {
        let admin = county(town);
        let queue = || town.get("/checks", &town.enter("li")).status;
        let give = |role: &str, unit: &str, cookie: &str| town.post("/people/li/roles", &[("role", role), ("role_unit", unit)], cookie);
        assert_eq!(queue(), 403);
        assert_eq!(give("clerk", "11", &town.enter("c11")).status, 403, "a clerk makes nobody a clerk");
        let wrong = give("clerk", "没有的镇", &admin);
        assert!(wrong.status == 422 && wrong.body.contains("没有的镇"), "{}", wrong.body);
        assert_eq!(give("mayor", "11", &admin).status, 422);
        assert_eq!((give("clerk", "南村镇", &admin).status, give("clerk", "11", &admin).status), (303, 303), "twice is once");
        assert_eq!(queue(), 200);
        let page = town.get("/people/li", &admin).body;
        let ends: Vec<&str> = page.split("action=\"/people/li/roles/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(ends.len(), 1, "{page}");
        let end = format!("/people/li/roles/{}", ends[0]);
        assert_eq!(town.post(&end, &[("x", "1")], &town.enter("li")).status, 403);
        assert_eq!(town.post(&end, &[("x", "1")], &admin).status, 303);
        assert_eq!((town.post(&end, &[("x", "1")], &admin).status, queue()), (409, 403), "it is gone");
        let own = town.get("/people/admin", &admin).body;
        let last = own.split("action=\"/people/admin/roles/").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
        let kept = town.post(&format!("/people/admin/roles/{last}"), &[("x", "1")], &admin);
        assert!(kept.status == 422 && kept.body.contains("总要留一个管理员"), "{}", kept.body);
        // A file that names somebody again with a role gives it.
        let add = NewPerson { code: "li".into(), name: "li".into(), unit: "11".into(), role: "clerk".into(), ..NewPerson::default() };
        town.write(Power::ManagePeople, move |tx| Person::add(tx, &add));
        assert_eq!(queue(), 200);
        town.ends_well();
    });
}
