//! Who opens a file, who sees what, what is written down of it, who finds it.
use super::{CANARIES, canary, fill, head, one};
use crate::town::county::County;
use crate::town::on_both;

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
        let measure = page.split("送蜂箱十个</b>").nth(1).and_then(|rest| rest.split("</li>").next()).unwrap();
        assert!(measure.contains("马晋生") && !measure.contains("张晓梅"), "what was not done yet is his now: {measure}");
        // Nobody chosen is nobody; whoever is not in the list is named by code.
        let form = town.get("/households/h1/responsible", county.as_who("clerk")).body;
        assert!(form.contains("<option value=\"colleague\" selected>"), "{form}");
        assert_eq!(hand("clerk", "", "2017-03-31"), 422);
        assert_eq!(hand("clerk", "member", "2999-01-01"), 422, "a slip of the pen");
        let other = [("person", "colleague"), ("other", "sibling"), ("from", "2017-04-10")];
        assert_eq!(fill(&county, "clerk", "responsible", "", &other).status, 303);
        assert!(town.get("/households/h1", county.as_who("clerk")).body.contains("钱进"), "as of a day ahead");
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
        // Handed over: whose line began and whose ended, with their units.
        let handed = fill(&county, "clerk", "responsible", "", &[("person", "colleague"), ("from", "2017-03-20")]);
        assert_eq!(handed.status, 303, "{}", handed.body);
        let page = town.get("/households/h1/versions", county.as_who("clerk")).body;
        for line in ["马晋生 · 南村镇", "张晓梅 · 南村镇"] {
            assert!(page.matches(line).count() >= 1, "{line}: {page}");
        }
        let hers = page.matches("帮扶责任人：</span><span data-field>张晓梅 · 南村镇").count();
        assert_eq!(hers, 2, "her line's beginning and its end: {page}");
        for said in [
            "data-field>成员</span>",
            "data-field>收入</span>",
            "data-field>措施 · 2017</span>",
            "data-field>到户情况</span>",
            "措施：</span><span data-field>",
            "负责人：</span><span data-field>张晓梅",
        ] {
            assert!(page.contains(said), "which part of the file it is, in words: {said}: {page}");
        }
        let back = fill(&county, "clerk", "responsible", "", &[("person", "member"), ("from", "2017-03-20")]);
        assert_eq!(back.status, 303, "{}", back.body);
        let stale = [("at", ""), ("seen", "1"), ("main_cause", "illness"), ("note", "老人耳背，说话要大声")];
        let late = town.post("/households/h1/situation", &stale, county.as_who("clerk"));
        assert!(late.status == 409 && late.body.contains("老人耳背，说话要大声"), "what was written in vain can be copied: {}", late.body);
        assert!(!late.body.contains(">illness<"), "{}", late.body);
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
