//! Stories of setting a campaign up and changing it.
use super::{CampaignFile, IndicatorFile, ItemFile, find_all, form, send, spring, stored};
use crate::town::{Reply, on_both};

#[test]
fn items_and_measures_are_added_moved_and_removed_by_the_form_alone() {
    on_both(|town| {
        let admin = town.set_up();
        let names = |reply: &Reply| -> Vec<String> {
            let mark = ".name\" type=\"text\" value=\"";
            reply.body.match_indices(mark).map(|(at, _)| reply.body[at + mark.len()..].split('"').next().unwrap().to_owned()).collect()
        };
        let mut file = spring();
        let reply = send(town, &admin, &file, None, "add-item");
        assert_eq!((reply.status, names(&reply)), (200, vec!["栽一棵树".into(), "树木".into(), String::new(), String::new()]));
        file.items.push(ItemFile { id: "b".into(), name: "看望".into(), ..file.items[0].clone() });
        assert_eq!(names(&send(town, &admin, &file, None, "raise-item.1"))[0], "看望");
        assert_eq!(names(&send(town, &admin, &file, None, "lower-item.0"))[0], "看望");
        assert_eq!(names(&send(town, &admin, &file, None, "remove-item.0")), ["看望", "树木"]);
        assert_eq!(names(&send(town, &admin, &file, None, "add-measure.0")).len(), 5);
        let grass = IndicatorFile { id: "n2".into(), name: "草".into(), ..file.items[0].indicators[0].clone() };
        file.items[0].indicators.push(grass);
        assert_eq!(names(&send(town, &admin, &file, None, "remove-measure.0.0"))[1], "草");
        assert!(find_all(town).is_empty(), "looking writes nothing");
        town.ends_well();
    });
}

#[test]
fn what_records_rest_on_stays_while_the_rest_is_edited() {
    on_both(|town| {
        let admin = town.set_up();
        assert_eq!(send(town, &admin, &spring(), None, "open").status, 303);
        let record = [
            ("id", "0190a0b0-0000-7000-8000-00000000000a"),
            ("item", "tree"),
            ("indicator", "trees"),
            ("quantity", "3"),
            ("day", "2017-03-12"),
        ];
        let reply = town.post("/deeds", &record, &admin);
        assert_eq!(reply.status, 303, "{}", reply.body);
        let (file, rev, _) = stored(town, "spring");
        let refused = |change: &dyn Fn(&mut CampaignFile), field: &str| {
            let mut edited = file.clone();
            change(&mut edited);
            let reply = send(town, &admin, &edited, Some(rev), "save");
            assert_eq!(reply.status, 422, "{field}");
            assert!(field.is_empty() || reply.body.contains(&format!("err-{field}\"")), "{field}: {}", reply.body);
        };
        refused(&|f| f.items[0].indicators[0].measure = "株".into(), "items[0].indicators[0].measure");
        refused(&|f| f.items[0].indicators[0].decimals = 1, "items[0].indicators[0].decimals");
        refused(&|f| f.from = "2017-03-20".into(), "from");
        refused(&|f| f.items[0].id = "other".into(), "");
        let mut edited = file.clone();
        edited.slogan = "栽下去，看它长".into();
        edited.items[0].target = Some("1000".into());
        edited.items.push(ItemFile {
            id: "visit".into(),
            name: "看望".into(),
            indicators: vec![IndicatorFile { id: "visits".into(), ..file.items[0].indicators[0].clone() }],
            ..file.items[0].clone()
        });
        assert_eq!(send(town, &admin, &edited, Some(rev), "save").status, 303);
        assert_eq!(stored(town, "spring").0.items.len(), 2);
        let (mut back, rev, _) = stored(town, "spring");
        back.items.truncate(1);
        assert_eq!(send(town, &admin, &back, Some(rev), "save").status, 303, "an item without records goes");
        town.ends_well();
    });
}

#[test]
fn two_campaigns_run_side_by_side_and_one_counts_into_the_other() {
    on_both(|town| {
        let admin = town.set_up();
        assert_eq!(send(town, &admin, &spring(), None, "open").status, 303);
        let mut second = CampaignFile { id: "green".into(), name: "绿化周".into(), from: "2017-03-10".into(), ..spring() };
        second.items[0].id = "plant".into();
        second.items[0].indicators[0].id = "plants".into();
        second.items[0].indicators[0].also = vec!["trees".into()];
        let mut wrong = second.clone();
        wrong.items[0].indicators[0].measure = "株".into();
        assert_eq!(send(town, &admin, &wrong, None, "open").status, 422, "another measure does not add up");
        assert_eq!(send(town, &admin, &second, None, "open").status, 303);
        assert_eq!(stored(town, "green").0.items[0].indicators[0].also, ["trees"]);
        let home = town.get("/", "").body;
        assert!(home.contains("绿化周") && home.contains("/campaigns/spring"), "{home}");
        assert!(town.get("/campaigns/spring", "").body.contains("春季植树"));
        let list = town.get("/campaigns", "").body;
        assert!(list.contains("春季植树") && list.contains("绿化周") && !list.contains("/clone"));
        let look = town.post("/campaigns/import", &[("text", &second.text()), ("confirm", "no")], &admin).body;
        assert!(
            look.contains("err-text") && !look.contains("value=\"yes\""),
            "an id that is taken is told before anything is confirmed: {look}"
        );
        town.ends_well();
    });
}

#[test]
fn the_rules_answer_while_one_types() {
    on_both(|town| {
        let admin = town.set_up();
        let mut file = spring();
        file.items[0].name = "每日打卡".into();
        let fields = form(&file, None, "");
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let reply = town.post("/campaigns/lint", &fields, &admin);
        let found: serde_json::Value = serde_json::from_str(&reply.body).unwrap();
        assert_eq!(
            (&found[0]["rule"], &found[0]["field"], &found[0]["level"]),
            (&"no-check-in".into(), &"items[0].name".into(), &"refuse".into())
        );
        assert_eq!(town.post("/campaigns/lint", &fields, "").status, 401);
        town.ends_well();
    });
}
