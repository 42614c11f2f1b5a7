//! Stories of how a campaign ends and what is kept of it.
use super::{send, spring, stored};
use crate::imports::{Import, Kind};
use crate::powers::Who;
use crate::town::on_both;
use crate::web::words::{Lang, Words};

#[test]
fn records_are_taken_three_days_longer_and_the_end_is_asked_for_once() {
    on_both(|town| {
        let admin = town.set_up();
        let mut file = spring();
        file.items[0].way = "own".into();
        assert_eq!(send(town, &admin, &file, None, "open").status, 303);
        town.person("zhang", "张三", "1", "");
        town.person("li", "李四", "1", "clerk");
        let record = |id: &str| {
            let form = [("id", id), ("item", "tree"), ("indicator", "trees"), ("quantity", "3"), ("day", "2017-03-31")];
            town.post("/deeds", &form, &town.enter("zhang"))
        };
        let verdict = |id: &str, rev: &str, verdict: &str| {
            let form = [("deed", id), ("rev", rev), ("verdict", verdict), ("reason_text", "请写地点")];
            town.post("/checks", &form, &town.enter("li"))
        };
        let correct = |id: &str, rev: &str| {
            let form = [("rev", rev), ("item", "tree"), ("indicator", "trees"), ("quantity", "4"), ("day", "2017-03-31")];
            town.post(&format!("/deeds/{id}/correction"), &form, &town.enter("zhang"))
        };
        town.clock.advance_ms(3 * 86_400_000);
        assert!(town.get("/capture/tree", &town.enter("zhang")).body.contains("4月3日"));
        assert!(town.get("/campaigns/spring", "").body.contains("4月3日"));
        for id in ["late-0001", "late-0002"] {
            assert_eq!(record(id).status, 303);
        }
        assert_eq!((verdict("late-0001", "1", "return").status, verdict("late-0002", "1", "return").status), (303, 303));
        town.clock.advance_ms(86_400_000);
        let refused = record("late-0003");
        assert!(refused.status == 422 && refused.body.contains("收到2017年4月3日为止"), "{}", refused.body);
        let page = town.get("/capture/tree", &town.enter("zhang"));
        assert!(page.status == 409 && page.body.contains("4月3日"), "{}", page.body);
        assert!(town.get("/mine", &town.enter("zhang")).body.contains("4月3日"));
        assert_eq!(correct("late-0001", "2").status, 303, "what came back is corrected until the office ends it");
        assert_eq!(verdict("late-0001", "3", "approve").status, 303);
        assert_eq!(correct("late-0002", "2").status, 303);
        let ask = town.get("/campaigns/spring/close", &town.enter("admin"));
        assert!(ask.status == 200 && ask.body.contains("不再收新记录") && ask.body.contains("没有审核"), "{}", ask.body);
        assert!(
            ask.body.contains("由李四审核。") && ask.body.contains(".received/records") && !ask.body.contains("\"/checks\""),
            "{}",
            ask.body
        );
        let deed = |who: &str| town.get("/deeds/late-0002", &town.enter(who)).body;
        assert!(deed("li").contains("/checks?at=late-0002") && deed("zhang").contains("/correction"), "until the end");
        assert_eq!(town.post("/campaigns/spring/discard", &[], &town.enter("admin")).status, 409, "only a draft is given up");
        assert_eq!(town.post("/campaigns/spring/close", &[], &town.enter("admin")).location, "/campaigns/spring");
        let over = record("late-0004");
        assert!(over.status == 422 && over.body.contains("已经结束，不再收新记录"), "{}", over.body);
        assert!(town.get("/capture/tree", &town.enter("zhang")).body.contains("已经结束，不再收新记录"));
        assert_eq!((correct("late-0002", "3").status, verdict("late-0002", "3", "approve").status), (409, 409));
        assert!(!town.get("/checks", &town.enter("li")).body.contains("late-0002"));
        assert!(deed("li").contains("这一件还没有审核") && !deed("li").contains("/checks?at") && !deed("zhang").contains("/correction"));
        let page = town.get("/campaigns/spring", "").body;
        assert!(page.contains("到结束时没有审核，不算在上面的数里"), "{page}");
        for said in ["说到的，做到的", "谢谢", "做了", "记录、审核和提醒都已经停止"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(!page.contains("archive.zip") && town.get("/campaigns/spring", &town.enter("admin")).body.contains("archive.zip"));
        town.ends_well();
    });
}

#[test]
fn a_campaign_is_held_again_next_year_closed_and_archived() {
    on_both(|town| {
        let admin = town.set_up();
        assert_eq!(send(town, &admin, &spring(), None, "open").status, 303);
        let record = [
            ("id", "0190a0b0-0000-7000-8000-00000000000b"),
            ("item", "tree"),
            ("indicator", "trees"),
            ("quantity", "3"),
            ("day", "2017-03-12"),
            ("words", "=1+1"),
        ];
        assert_eq!(town.post("/deeds", &record, &admin).status, 303);
        let next = town.post("/campaigns/spring/clone", &[], &admin).location;
        let id = next.trim_start_matches("/campaigns/").trim_end_matches("/edit").to_owned();
        let (file, _, state) = stored(town, &id);
        assert_eq!((file.from.as_str(), file.to.as_str(), state.as_str()), ("2018-03-01", "2018-03-31", "draft"));
        assert!(file.items[0].id != "tree" && file.items[0].indicators[0].id != "trees");
        assert_eq!(town.post("/campaigns/spring/close", &[], &town.enter_as_member()).status, 403);
        assert_eq!(town.post("/campaigns/spring/close", &[], &admin).status, 303);
        let late = [
            ("id", "0190a0b0-0000-7000-8000-00000000000c"),
            ("item", "tree"),
            ("indicator", "trees"),
            ("quantity", "3"),
            ("day", "2017-03-12"),
        ];
        assert_ne!(town.post("/deeds", &late, &admin).status, 303, "no new record");
        assert_eq!(town.get("/campaigns/spring/edit", &admin).status, 409);
        assert_eq!(town.get("/campaigns/spring/archive.zip", "").status, 401);
        let zip = town.get("/campaigns/spring/archive.zip", &admin).body;
        for part in ["campaign.toml", "figures.csv", "deeds.csv", "sum.trees.1.20170301-20170331.verified", "'=1+1"] {
            assert!(zip.contains(part), "{part}");
        }
        town.ends_well();
    });
}

#[test]
fn an_unfinished_import_is_in_no_archive() {
    on_both(|town| {
        let admin = town.set_up();
        assert_eq!(send(town, &admin, &spring(), None, "open").status, 303);
        let rows = "trees,1,admin,2017-03-12,2,unfinished\n".repeat(250);
        let file = format!("indicator,unit,recorder,day,quantity,place\n{rows}");
        let import = Import::read(Kind::Deeds, file.as_bytes(), Who::Operator).unwrap();
        let archive = || town.get("/campaigns/spring/archive.zip", &admin).body.matches(",unfinished,").count();
        let run = |most: usize| {
            let told = import.run(&town.app.db, &Words::new(Lang::En, "county-cn"), |at| at.done < most).unwrap();
            (told.state, told.done)
        };
        assert_eq!(run(200), ("stopped", 200));
        assert_eq!(archive(), 0);
        assert_eq!(run(250), ("done", 250));
        assert_eq!(archive(), 250);
        town.ends_well();
    });
}
