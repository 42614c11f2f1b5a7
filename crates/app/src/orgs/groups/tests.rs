//! Stories of groups, through the routes, on both databases; each ends with a replay.
use super::{GroupMember, find};
use crate::orgs::{NewUnit, Unit, find::members_of};
use crate::people::{self, NewPerson, Person};
use crate::powers::Power;
use crate::town::{Reply, Town, on_both};

/// A county with two townships and a bureau, the campaign, a clerk and four people.
fn county(town: &Town) -> String {
    let admin = town.set_up();
    town.write(Power::ManageUnits, |tx| {
        for (code, name, kind) in [("101", "南村镇", "township"), ("102", "大箕镇", "township"), ("103", "财政局", "bureau")] {
            Unit::add(tx, &NewUnit { code: code.into(), name: name.into(), parent: "1".into(), kind: kind.into(), ..NewUnit::default() })?;
        }
        Ok(())
    });
    let campaign = include_str!("../../../../../campaigns/six-ones.toml").replace("\"140525\"", "\"1\"");
    town.write(Power::ManageCampaigns, move |tx| crate::campaigns::file::CampaignFile::read(&campaign)?.make(tx));
    for (code, name, unit, role) in [
        ("clerk", "侯丽", "101", "clerk"),
        ("li", "李强", "101", ""),
        ("wang", "王芳", "101", ""),
        ("sun", "孙立", "102", ""),
        ("office", "赵明", "1", "office"),
    ] {
        town.person(code, name, unit, role);
    }
    admin
}

fn made(reply: &Reply) -> String {
    assert_eq!(reply.status, 303, "{}", reply.body);
    reply.location.clone()
}

fn record(town: &Town, cookie: &str, id: &str, day: &str, group: &str) -> Reply {
    let form = [("id", id), ("item", "litter"), ("indicator", "litter"), ("quantity", "4.5"), ("day", day), ("group", group)];
    town.post("/deeds", &form, cookie)
}

fn value(town: &Town, figure: &str) -> String {
    let reply = town.get(&format!("/api/v1/figures/{figure}"), "");
    serde_json::from_str::<serde_json::Value>(&reply.body).unwrap()["value"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_deed_of_a_group_counts_once_and_fills_everyones_petal() {
    on_both(|town| {
        county(town);
        let (clerk, li, wang) = (town.enter("clerk"), town.enter("li"), town.enter("wang"));
        let group =
            made(&town.post("/groups", &[("name", "春耕助农队"), ("kind", "people"), ("unit", "101"), ("from", "2017-03-01")], &clerk));
        let add = |who: &[(&str, &str)]| town.post(&format!("{group}/members"), who, &clerk);
        made(&add(&[("member", "li"), ("others", "王芳"), ("from", "2017-03-01")]));
        let page = town.get(&group, &clerk).body;
        assert!(page.contains("李强") && page.contains("王芳"), "both are listed");
        let id = group.trim_start_matches("/groups/").to_owned();
        assert!(town.get("/capture/litter", &li).body.contains(&format!("value=\"{id}\"")), "one's own group can be brought along");
        assert!(!town.get("/capture/litter", &town.enter("sun")).body.contains(&id), "another township's cannot");
        assert_eq!(record(town, &li, "deed-0001", "2017-03-20", &id).status, 303);
        assert_eq!(value(town, "sum.litter.101.20170301-20170331.received"), "4.5", "the quantity counts once");
        assert_eq!(value(town, "deeds.litter.1.20170301-20170331.received"), "1");
        assert_eq!(value(town, "times.litter.101.20170301-20170331.received"), "2");
        assert_eq!(value(town, "persons.litter.101.20170301-20170331.received"), "2");
        for person in [&li, &wang] {
            assert!(town.get("/mine", person).body.contains("deed-0001"), "it is among everyone's own");
        }
        // Wang leaves with the 21st: a deed of the 22nd is not hers, one of the 21st still is.
        let row = town.app.db.read(|r| r.all::<GroupMember>("ORDER BY id", &[])).unwrap();
        let pseudonym = town.app.db.read(|r| people::find::by_code(r, "wang")).unwrap().unwrap().pseudonym;
        let hers = row.iter().find(|m| m.member == pseudonym).unwrap();
        made(&town.post(&format!("{group}/members/{}", hers.id), &[("last", "2017-03-21")], &clerk));
        assert_eq!(record(town, &li, "deed-0002", "2017-03-21", &id).status, 303);
        assert_eq!(record(town, &li, "deed-0003", "2017-03-22", &id).status, 303);
        assert_eq!(value(town, "times.litter.101.20170321-20170321.received"), "2");
        assert_eq!(value(town, "times.litter.101.20170322-20170322.received"), "1");
        let before = record(town, &li, "deed-0004", "2017-03-01", "nobody");
        assert!(before.status == 422 && before.body.contains("这个组那天没有成员"), "a group that is none is said");
        town.ends_well();
    });
}

#[test]
fn who_keeps_a_group_and_who_may_be_in_it() {
    on_both(|town| {
        let admin = county(town);
        let (clerk, li, office) = (town.enter("clerk"), town.enter("li"), town.enter("office"));
        let make = |cookie: &str, kind: &str, unit: &str| town.post("/groups", &[("name", "口"), ("kind", kind), ("unit", unit)], cookie);
        assert_eq!((make("", "people", "101").status, make(&li, "people", "101").status), (401, 403));
        assert_eq!(
            (make(&clerk, "units", "101").status, make(&clerk, "people", "102").status, make(&clerk, "people", "1").status),
            (403, 403, 403)
        );
        let units = made(&make(&office, "units", "1"));
        let people = made(&make(&admin, "people", "101"));
        let add = |group: &str, who: &str, cookie: &str| {
            town.post(&format!("{group}/members"), &[("others", who), ("from", "2017-03-10")], cookie)
        };
        assert_eq!(add(&units, "101", &clerk).status, 403);
        made(&add(&units, "101、财政局", &office));
        assert!(add(&units, "101", &office).status == 303, "the very same again changes nothing");
        let outside = add(&people, "sun", &clerk);
        assert!(outside.status == 422 && outside.body.contains("不在组所属的单位"), "{}", outside.body);
        assert!(add(&people, "ghost", &clerk).body.contains("没有编号为ghost的人"));
        assert!(add(&people, "", &clerk).body.contains("还没有选成员"));
        made(&add(&people, "li", &clerk));
        let twice = town.post(&format!("{people}/members"), &[("member", "li"), ("from", "2017-03-20")], &clerk);
        assert!(twice.body.contains("已经是成员"));
        assert_eq!(town.get(&people, &town.enter("sun")).status, 403, "who is in a team is not for everyone");
        assert_eq!(town.get(&people, &li).status, 200, "but for the team");
        assert_eq!(town.post(&format!("{people}/name"), &[("rev", "1"), ("name", "清理队")], &li).status, 403);
        made(&town.post(&format!("{people}/name"), &[("rev", "1"), ("name", "清理队")], &clerk));
        assert_eq!(town.post(&format!("{people}/name"), &[("rev", "1"), ("name", "又一个名")], &clerk).status, 409);
        assert!(town.post(&format!("{people}/name"), &[("rev", "2"), ("name", "")], &clerk).status == 422);
        town.ends_well();
    });
}

#[test]
fn a_group_is_dated_and_so_are_its_members() {
    on_both(|town| {
        county(town);
        let office = town.enter("office");
        let group = made(&town.post("/groups", &[("name", "党群口"), ("kind", "units"), ("unit", "1"), ("from", "2017-03-05")], &office));
        let id = group.trim_start_matches("/groups/").to_owned();
        let add = |code: &str, from: &str, to: &str| {
            made(&town.post(&format!("{group}/members"), &[("member", code), ("from", from), ("until", to)], &office))
        };
        add("101", "", "2017-03-10");
        add("101", "2017-03-20", "");
        add("102", "2017-03-01", "");
        made(&town.post(&format!("{group}/end"), &[("rev", "1"), ("to", "2017-03-25")], &office));
        let members = |from: &'static str, to: &'static str| {
            let id = id.clone();
            let of = town.app.db.read(move |r| members_of(r, &id, from, to)).unwrap();
            of.into_iter().map(|(unit, a, b)| format!("{unit} {}-{}", &a[8..], &b[8..])).collect::<Vec<_>>()
        };
        assert_eq!(members("2017-03-01", "2017-03-31"), ["101 05-10", "101 20-25", "102 05-25"]);
        assert_eq!(members("2017-03-09", "2017-03-21"), ["101 09-10", "101 20-21", "102 09-21"]);
        assert_eq!(members("2017-03-26", "2017-03-31"), Vec::<String>::new());
        assert!(town.get("/groups", &office).body.contains("已结束"));
        let wrong = town.post(&format!("{group}/end"), &[("rev", "2"), ("to", "2017-03-01")], &office);
        assert_eq!(wrong.status, 422, "it cannot end before it begins");
        town.ends_well();
    });
}

#[test]
fn groups_come_from_a_file_whole_or_not_at_all() {
    on_both(|town| {
        let admin = county(town);
        let file = "group,name,kind,member,from,to\nkou-1,党群口,units,101,,\nkou-1,党群口,units,103,2017-03-01,2017-03-20\nteam,清理队,people,li,,\n";
        let check = |text: &str| town.post("/import/groups", &[("text", text), ("step", "check")], &admin);
        let wrong = check(&file.replace("team,清理队,people,li", "team,清理队,people,ghost").replace("units,103", "people,103"));
        assert!(wrong.body.contains("第3行") && wrong.body.contains("第4行"), "each wrong row is named: {}", wrong.body);
        assert!(check(file).body.contains("全部正确"));
        let import = crate::imports::Import::read(crate::imports::Kind::Groups, file.as_bytes(), crate::powers::Who::Operator).unwrap();
        let words = crate::web::words::Words::new(crate::web::words::Lang::En, "county-cn");
        assert_eq!(import.run(&town.app.db, &words, |_| true).unwrap().state, "done");
        let (units, listed) = town
            .app
            .db
            .read(|r| {
                let admin = people::find::by_code(r, "admin")?.unwrap();
                let listed = find::listed(r, &admin.id, "2017-03-31", ("", ""), "", 9)?;
                Ok::<_, ledger::Error>((members_of(r, "kou-1", "", "9999-12-31")?, listed.len()))
            })
            .unwrap();
        assert_eq!((units.len(), units[1].2.as_str(), listed), (2, "2017-03-20", 2));
        assert_eq!(town.post("/import/groups", &[("text", file), ("step", "check")], &town.enter("clerk")).status, 403);
        // Somebody who joins the township later may be in its team from then on.
        town.write(Power::ManagePeople, |tx| {
            let new = NewPerson {
                code: "new".into(),
                name: "新人".into(),
                unit: "101".into(),
                from: "2017-03-15".into(),
                ..NewPerson::default()
            };
            Person::add(tx, &new)
        });
        let team = made(&town.post("/groups", &[("name", "队"), ("kind", "people"), ("unit", "101")], &admin));
        made(&town.post(&format!("{team}/members"), &[("member", "new"), ("from", "2017-03-01")], &admin));
        town.ends_well();
    });
}
