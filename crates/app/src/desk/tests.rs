//! 待办: what waits for whom, and that it ends.
use crate::bulletin::tests::Desk;
use crate::campaigns::file::CampaignFile;
use crate::powers::Power;
use crate::town::county::County;
use crate::town::on_both;

const DAY: i64 = 86_400_000;

#[test]
fn everyone_finds_their_own_moves_and_they_end_with_the_campaign() {
    on_both(|town| {
        let county = County::found(town);
        let todo = |who: &str| town.get("/todo", &town.enter(who)).body;
        // The last day of the campaign: what one has not begun, by name, until it is begun.
        assert!(todo("member").contains("还没有开始的事项") && todo("member").contains("清一片垃圾"), "{}", todo("member"));
        for n in 0..4 {
            assert_eq!(county.record("member", &format!("deed-000{n}"), &[]).status, 303);
        }
        assert!(todo("member").contains("还没有开始的事项") && !todo("member").contains("清一片垃圾"));
        assert_eq!(county.record("member", "deed-0000", &[("quantity", "3")]).status, 409, "another body is kept for the clerk");
        assert!(todo("clerk").contains("/conflicts/") && !todo("office").contains("/conflicts/"));
        assert!(todo("clerk").contains("待审核的实事") && !todo("stray").contains("待审核的实事"));
        for n in 0..4 {
            let sent_back = [("deed", &*format!("deed-000{n}")), ("rev", "1"), ("verdict", "return"), ("reason_text", "请写地点")];
            assert_eq!(town.post("/checks", &sent_back, county.as_who("clerk")).status, 303);
        }
        assert_eq!(todo("member").matches("/correction").count(), 3, "a few lines, and where the others are");
        assert!(todo("member").contains("还有退回的记录"));
        let mut issue = Desk::begin(&county);
        issue.write("清理垃圾");
        assert!(todo("office").contains("待签发的简报") && !todo("clerk").contains("待签发的简报"));
        issue.sign("edited");
        issue.sign("approved");
        assert!(!todo("office").contains("待签发的简报"));
        issue.write("清理垃圾，又改了");
        assert!(todo("office").contains("待签发的简报"), "what was signed is another text");
        // Three days later nothing is recorded any more; what came back can still be corrected.
        assert!(!todo("office").contains("可以结束"));
        town.clock.advance_ms(4 * DAY);
        assert!(todo("office").contains("可以结束") && !todo("member").contains("还没有开始的事项"));
        assert!(todo("member").contains("/correction") && todo("clerk").contains("/conflicts/"));
        assert_eq!(town.post("/campaigns/six-ones/close", &[], &town.enter("office")).status, 303);
        for who in ["member", "clerk", "office", "admin"] {
            assert!(todo(who).contains("今天没有要办的事"), "{who}: {}", todo(who));
        }
        town.ends_well();
    });
}

#[test]
fn an_item_is_begun_by_recording_or_taking_part_in_what_stands() {
    on_both(|town| {
        let county = County::found(town);
        let open = |who: &str| town.get("/todo", &town.enter(who)).body.contains("清一片垃圾");
        assert!(open("member") && open("colleague") && open("clerk"));
        assert_eq!(county.record("member", "deed-0001", &[("people", "colleague")]).status, 303);
        assert_eq!((open("member"), open("colleague"), open("clerk")), (false, false, true));
        assert_eq!(town.post("/deeds/deed-0001/strike-out", &[], county.as_who("member")).status, 303);
        assert!(!open("member"), "who recorded it began it, also without taking part");
        assert!(town.get("/mine", county.as_who("member")).body.contains("/deeds/deed-0001"), "and finds it again");
        let refused = [("deed", "deed-0001"), ("rev", "2"), ("verdict", "refuse"), ("reason_text", "没有做")];
        assert_eq!(town.post("/checks", &refused, county.as_who("clerk")).status, 303);
        assert!(open("member") && open("colleague"), "what is not counted begins nothing");
        town.ends_well();
    });
}

#[test]
fn ones_own_records_go_on_page_by_page_and_what_waits_stands_beside_what_counts() {
    on_both(|town| {
        let county = County::found(town);
        for n in 1..=8 {
            assert_eq!(county.record("member", &format!("deed-000{n}"), &[]).status, 303);
        }
        let mine = |path: &str| town.get(path, county.as_who("member")).body;
        let latest = mine("/mine");
        assert!(latest.contains("deed-0008") && !latest.contains("deed-0002"), "{latest}");
        let earlier = latest.split("href=\"/mine?before=").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let earlier = mine(&format!("/mine?before={earlier}"));
        assert!(earlier.contains("deed-0002") && earlier.contains("deed-0001") && !earlier.contains("deed-0008"), "{earlier}");
        let approved = [("deed", "deed-0002"), ("rev", "1"), ("verdict", "approve")];
        assert_eq!(town.post("/checks", &approved, county.as_who("clerk")).status, 303);
        let tile = mine("/mine").split("/capture/litter").nth(1).and_then(|rest| rest.split("</a>").next()).unwrap().to_owned();
        assert!(tile.contains("待审核"), "what waits stands beside what is verified: {tile}");
        town.ends_well();
    });
}

#[test]
fn a_file_that_stopped_half_way_waits_for_whoever_began_it() {
    on_both(|town| {
        let county = County::found(town);
        town.write(crate::powers::Power::ImportDeeds, |tx| {
            let office = crate::people::find::by_code(tx, "office")?.ok_or(crate::web::Fault::Missing)?;
            tx.insert(&crate::orgs::Import {
                id: "deeds-1".into(),
                rev: 1,
                kind: "deeds".into(),
                sha256: "00".repeat(32),
                made_by: office.pseudonym,
                rows: 400,
                done: 200,
                state: "running".into(),
                started: tx.now(),
            })?;
            Ok(())
        });
        assert!(town.get("/todo", county.as_who("office")).body.contains("没有导完的文件"));
        assert!(!town.get("/todo", county.as_who("admin")).body.contains("没有导完的文件"));
        town.ends_well();
    });
}

#[test]
fn a_leader_sees_three_sentences_and_who_needs_help_and_acts_on_nothing() {
    on_both(|town| {
        let county = County::found(town);
        let page = |who: &str, unit: &str| town.get(&format!("/units/{unit}/overview"), &town.enter(who));
        let first = page("leader", "101").body;
        assert!(first.contains("没有等着审核的") && first.contains("还没有开始") && first.contains("崔庄村"), "{first}");
        assert_eq!(county.record("member", "deed-0001", &[]).status, 303);
        assert_eq!(county.record("member", "deed-0002", &[("day", "2017-03-30")]).status, 303);
        for (id, who) in [("deed-0001", "clerk"), ("deed-0002", "parent")] {
            let verdict = [("deed", id), ("rev", "1"), ("verdict", "approve")];
            assert_eq!(town.post("/checks", &verdict, county.as_who("leader")).status, 403);
            if id == "deed-0001" {
                assert_eq!(town.post("/checks", &verdict, county.as_who(who)).status, 303);
            }
        }
        let body = page("leader", "101").body;
        for said in ["审核通过<a", "参加过", "等着审核。<span data-field>由李国华审核。", "一周以来", "等得最久的", "/deeds/deed-0002"]
        {
            assert!(body.contains(said), "{said}: {body}");
        }
        assert!(!body.contains("张晓梅"), "names are for those who check");
        // Whoever has begun something is no longer named; others stand in official order, without a number.
        let county_page = page("office", "1").body;
        assert!(county_page.contains("大箕镇</a><a") && !county_page.contains("data-field>南村镇</a>"), "{county_page}");
        assert_eq!((page("leader", "102").status, page("leader", "1").status, page("member", "101").status), (403, 403, 403));
        assert!(town.get("/todo", county.as_who("leader")).body.contains("/units/101/overview"));
        town.ends_well();
    });
}

#[test]
fn who_is_in_charge_of_what_waits_is_named() {
    on_both(|town| {
        let county = County::found(town);
        let said = |unit: &str| {
            let page = town.get(&format!("/units/{unit}/overview"), county.as_who("office")).body;
            page.split("<span data-field>由").nth(1).and_then(|rest| rest.split("审核。").next()).unwrap_or_default().to_owned()
        };
        assert_eq!(said("101"), "", "nothing waits");
        assert_eq!(county.record("member", "deed-0001", &[]).status, 303);
        assert_eq!((said("101"), said("1"), said("102")), ("李国华".into(), "李国华".into(), String::new()));
        assert_eq!(county.record("below", "deed-0002", &[]).status, 303);
        assert_eq!((said("101"), said("1011")), ("李国华".into(), "李国华".into()), "nobody checks their own: it is the next clerk above");
        assert_eq!(county.record("clerk", "deed-0003", &[("people", "stray")]).status, 303);
        assert_eq!(said("101"), "吴敏、李国华");
        town.write(crate::powers::Power::ManageCampaigns, |tx| {
            let tree: crate::campaigns::Item = tx.get("tree")?;
            Ok(tx.update(&tree, &crate::campaigns::Item { way: "other".into(), ..tree.clone() })?)
        });
        assert_eq!(county.record("stray", "deed-0004", &[("item", "tree"), ("indicator", "trees")]).status, 303);
        assert_eq!((said("102"), said("1")), ("别的单位的经办人".into(), "吴敏、李国华、别的单位的经办人".into()));
        town.ends_well();
    });
}

#[test]
fn a_clerk_who_is_alone_and_the_administrator_are_told_that_nobody_may_check() {
    on_both(|town| {
        let admin = town.set_up();
        let campaign = include_str!("../../../../campaigns/six-ones.toml").replace("\"140525\"", "\"1\"");
        town.write(Power::ManageCampaigns, move |tx| CampaignFile::read(&campaign)?.make(tx));
        town.person("solo", "孙一", "1", "clerk");
        let solo = town.enter("solo");
        let told = || {
            let says = |who: &str, names: &str| town.get("/todo", who).body.contains(&format!("能审核的经办人（{names}）"));
            (says(&solo, "孙一"), says(&admin, "孙一"))
        };
        assert_eq!(told(), (false, false), "nothing waits");
        let form = [("id", "deed-0001"), ("item", "tree"), ("indicator", "trees"), ("quantity", "1"), ("day", "2017-03-20")];
        assert_eq!(town.post("/deeds", &form, &solo).status, 303);
        assert_eq!(told(), (true, true));
        town.person("second", "周二", "1", "clerk");
        assert_eq!(told(), (false, false), "somebody may");
        // Both had a hand in it.
        let form =
            [("id", "deed-0002"), ("item", "tree"), ("indicator", "trees"), ("quantity", "1"), ("day", "2017-03-20"), ("people", "second")];
        assert_eq!(town.post("/deeds", &form, &solo).status, 303);
        let body = town.get("/todo", &admin).body;
        assert!(body.contains("能审核的经办人（") && body.contains("周二"), "{body}");
        town.ends_well();
    });
}

#[test]
fn a_clerk_of_a_unit_that_went_into_another_is_one_of_its_clerks() {
    on_both(|town| {
        let county = County::found(town);
        let alone = |who: &str| town.get("/todo", &town.enter(who)).body.contains("能审核的经办人（");
        // Sibling records in 102, of which parent is a clerk as well: the county's.
        town.write(Power::GiveRoles, |tx| {
            let parent = crate::people::find::by_code(tx, "parent")?.ok_or(crate::web::Fault::Missing)?;
            for role in crate::people::find::roles(tx, &parent.id)? {
                tx.delete(&role)?;
            }
            Ok(())
        });
        assert_eq!(county.record("sibling", "deed-alone", &[]).status, 303);
        assert!(alone("sibling"));
        let form = [("seen", ""), ("into", "102"), ("day", "2017-03-30"), ("reason", "并入")];
        assert_eq!(town.post("/units/101/merger", &form, &town.enter("admin")).status, 303);
        assert!(!alone("sibling"), "whose unit went into this one may check as well");
        town.ends_well();
    });
}
