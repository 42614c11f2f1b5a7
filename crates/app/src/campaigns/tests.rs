//! Stories of setting campaigns up, on both databases; each ends with a replay.
use super::file::{CampaignFile, HOWS, IndicatorFile, ItemFile, PER, REQUIRED, SWITCHES, WAYS};
use super::find;
use crate::imports::{Import, Kind};
use crate::powers::Who;
use crate::town::{Reply, Town, on_both};
use crate::web::words::{Lang, Words};
use ledger::Chance;

/// Every field of the set-up form as the page would send it.
fn form(file: &CampaignFile, rev: Option<i64>, act: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    let mut put = |name: String, value: &str| all.push((name, value.to_owned()));
    for (name, value) in [
        ("id", &file.id),
        ("name", &file.name),
        ("mine", &file.mine),
        ("slogan", &file.slogan),
        ("blurb", &file.blurb),
        ("unit", &file.unit),
        ("from", &file.from),
        ("to", &file.to),
        ("complaints", &file.complaints),
    ] {
        put(name.into(), value);
    }
    file.switches.iter().for_each(|s| put("switches".into(), s));
    for (n, item) in file.items.iter().enumerate() {
        let at = |name: &str| format!("items[{n}].{name}");
        for (name, value) in [
            ("id", item.id.as_str()),
            ("name", &item.name),
            ("label", &item.label),
            ("way", &item.way),
            ("evidence", &item.evidence),
            ("justification", &item.justification),
            ("target", item.target.as_deref().unwrap_or("")),
            ("per", &item.per),
            ("note", &item.note),
            ("lead", &item.lead),
        ] {
            put(at(name), value);
        }
        item.required.iter().for_each(|r| put(at("required"), r));
        for (m, i) in item.indicators.iter().enumerate() {
            let at = |name: &str| format!("items[{n}].indicators[{m}].{name}");
            for (name, value) in [
                ("id", i.id.as_str()),
                ("name", &i.name),
                ("measure", &i.measure),
                ("decimals", &i.decimals.to_string()),
                ("most", &i.most),
                ("step", i.step.as_deref().unwrap_or("")),
                ("hint", &i.hint),
                ("also", &i.also.join(" ")),
            ] {
                put(at(name), value);
            }
            i.how.iter().for_each(|h| put(at("how"), h));
        }
    }
    put("do".into(), act);
    if let Some(rev) = rev {
        put("rev".into(), &rev.to_string());
    }
    all
}

fn send(town: &Town, cookie: &str, file: &CampaignFile, rev: Option<i64>, act: &str) -> Reply {
    let path = if rev.is_some() { format!("/campaigns/{}/edit", file.id) } else { "/campaigns/new".to_owned() };
    let fields = form(file, rev, act);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    town.post(&path, &fields, cookie)
}

fn stored(town: &Town, id: &str) -> (CampaignFile, i64, String) {
    let id = id.to_owned();
    let (file, row) = town.app.db.read(|r| CampaignFile::of(r, &id)).unwrap();
    (file, row.rev, row.state)
}

fn spring() -> CampaignFile {
    let indicator =
        IndicatorFile { id: "trees".into(), name: "树木".into(), measure: "棵".into(), most: "500".into(), ..IndicatorFile::default() };
    let item = ItemFile {
        id: "tree".into(),
        name: "栽一棵树".into(),
        label: "树".into(),
        way: "none".into(),
        evidence: "none".into(),
        per: "campaign".into(),
        indicators: vec![indicator],
        ..ItemFile::default()
    };
    let days = ("2017-03-01".to_owned(), "2017-03-31".to_owned());
    CampaignFile {
        id: "spring".into(), name: "春季植树".into(), from: days.0, to: days.1, items: vec![item], ..CampaignFile::default()
    }
}

#[test]
fn a_draft_is_saved_unfinished_seen_by_nobody_and_opened_when_it_is_whole_and_allowed() {
    on_both(|town| {
        let admin = town.set_up();
        assert_eq!(town.get("/campaigns/new", "").status, 401);
        assert_eq!(town.get("/campaigns/new", &admin).status, 200);
        let mut file = CampaignFile { to: String::new(), ..spring() };
        file.items[0].name = String::new();
        assert_eq!(send(town, &admin, &file, None, "save").location, "/campaigns/spring/edit?done=saved");
        assert_eq!(town.get("/campaigns/spring", "").status, 404, "a draft is no page");
        assert_eq!(town.get("/campaigns/spring.toml", "").status, 401);
        assert!(!town.get("/campaigns", "").body.contains("spring"));
        let (_, rev, state) = stored(town, "spring");
        assert_eq!(state, "draft");
        let reply = send(town, &admin, &file, Some(rev), "open");
        assert_eq!(reply.status, 422);
        assert!(reply.body.contains("err-items[0].name") && reply.body.contains("err-to"), "{}", reply.body);
        let mut ranked = spring();
        ranked.items[0].indicators[0].name = "名次".into();
        let reply = send(town, &admin, &ranked, Some(rev), "open");
        assert_eq!(reply.status, 422);
        assert!(reply.body.contains("整治形式主义为基层减负若干规定") && reply.body.contains("不允许"), "{}", reply.body);
        assert_eq!(stored(town, "spring").2, "draft", "what is refused is not opened");
        assert_eq!(send(town, &admin, &spring(), Some(rev), "open").location, "/campaigns/spring");
        assert_eq!(stored(town, "spring").2, "open");
        assert!(town.get("/", "").body.contains("春季植树"));
        assert_eq!(send(town, &admin, &spring(), Some(rev), "save").status, 409, "an older version does not overwrite");
        town.ends_well();
    });
}

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

fn find_all(town: &Town) -> Vec<super::Campaign> {
    town.app.db.read(|r| find::listed(r, true)).unwrap()
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

impl Town {
    fn enter_as_member(&self) -> String {
        self.person("mem", "张三", "1", "");
        self.enter("mem")
    }
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

/// A random campaign, as canonical text as the database gives it back.
fn random(chance: &mut Chance, n: usize) -> CampaignFile {
    let mut pick = |most: usize| usize::from(chance.bytes::<1>()[0]) % most.max(1);
    let texts = ["春天", "A “quoted” line", "两行\n文字", "\\ back = [slash]", "emoji 🌱", "'''", "  内有 空格", "# no comment"];
    let mut items = Vec::new();
    for i in 0..=pick(4) {
        let indicators = (0..=pick(3))
            .map(|m| IndicatorFile {
                id: format!("n{n}-{i}-{m}"),
                name: texts[pick(8)].trim().into(),
                measure: ["棵", "m³", "hours"][pick(3)].into(),
                decimals: pick(4) as i64,
                most: ["1", "0.5", "2000"][pick(3)].into(),
                step: [None, Some("0.5".to_owned())][pick(2)].clone(),
                hint: texts[pick(8)].into(),
                how: HOWS.iter().filter(|_| pick(2) == 1).map(|h| (*h).to_owned()).collect(),
                also: vec![],
            })
            .collect();
        items.push(ItemFile {
            id: format!("i{n}-{i}"),
            name: texts[pick(8)].trim().into(),
            label: "字".into(),
            way: WAYS[pick(4)].into(),
            evidence: ["none", "place", "file"][pick(3)].into(),
            justification: "要找得到那个地方".into(),
            required: REQUIRED.iter().filter(|_| pick(4) == 1).map(|r| (*r).to_owned()).take(3).collect(),
            target: [None, Some("12.5".to_owned()), Some("300".to_owned())][pick(3)].clone(),
            per: PER[pick(3)].into(),
            note: texts[pick(8)].into(),
            lead: ["", "1"][pick(2)].into(),
            indicators,
        });
    }
    CampaignFile {
        id: format!("c{n}"),
        name: texts[pick(8)].trim().into(),
        mine: texts[pick(8)].into(),
        slogan: texts[pick(8)].into(),
        blurb: texts[pick(8)].into(),
        unit: "1".into(),
        from: "2026-01-01".into(),
        to: "2026-12-31".into(),
        rules: Some("cn".into()),
        complaints: ["", "12345"][pick(2)].into(),
        switches: SWITCHES.iter().filter(|_| pick(4) == 1).map(|s| (*s).to_owned()).collect(),
        items,
    }
}

#[test]
fn what_is_exported_reads_back_as_the_same_campaign() {
    let seed = u64::from_le_bytes(Chance::from_machine().unwrap().bytes::<8>());
    println!("seed {seed}");
    on_both(|town| {
        let admin = town.set_up();
        let mut chance = Chance::seeded(seed);
        for n in 0..40 {
            let file = random(&mut chance, n);
            assert_eq!(CampaignFile::read(&file.text()).unwrap(), file, "seed {seed}");
            let text = file.text();
            assert_eq!(town.post("/campaigns/import", &[("text", &text), ("confirm", "yes")], &admin).status, 303, "seed {seed}: {text}");
            let exported = town.get(&format!("/campaigns/{}.toml", file.id), "").body;
            assert_eq!(CampaignFile::read(&exported).unwrap(), file, "seed {seed}");
        }
        town.ends_well();
    });
}

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
        assert!(refused.status == 422 && refused.body.contains("收到2017-04-03为止"), "{}", refused.body);
        let page = town.get("/capture/tree", &town.enter("zhang"));
        assert!(page.status == 409 && page.body.contains("4月3日"), "{}", page.body);
        assert!(town.get("/mine", &town.enter("zhang")).body.contains("4月3日"));
        assert_eq!(correct("late-0001", "2").status, 303, "what came back is corrected until the office ends it");
        assert_eq!(verdict("late-0001", "3", "approve").status, 303);
        assert_eq!(correct("late-0002", "2").status, 303);
        let ask = town.get("/campaigns/spring/close", &town.enter("admin"));
        assert!(ask.status == 200 && ask.body.contains("不再收新记录") && ask.body.contains("没有审核"), "{}", ask.body);
        assert_eq!(town.post("/campaigns/spring/discard", &[], &town.enter("admin")).status, 409, "only a draft is given up");
        assert_eq!(town.post("/campaigns/spring/close", &[], &town.enter("admin")).location, "/campaigns/spring");
        let over = record("late-0004");
        assert!(over.status == 422 && over.body.contains("已经结束，不再收新记录"), "{}", over.body);
        assert!(town.get("/capture/tree", &town.enter("zhang")).body.contains("已经结束，不再收新记录"));
        assert_eq!((correct("late-0002", "3").status, verdict("late-0002", "3", "approve").status), (409, 409));
        assert!(!town.get("/checks", &town.enter("li")).body.contains("late-0002"));
        let page = town.get("/campaigns/spring", "").body;
        for said in ["说到的，做到的", "谢谢", "做了", "记录、审核和提醒都已经停止"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(!page.contains("archive.zip") && town.get("/campaigns/spring", &town.enter("admin")).body.contains("archive.zip"));
        town.ends_well();
    });
}

#[test]
fn a_draft_is_given_up_whole() {
    on_both(|town| {
        let admin = town.set_up();
        assert_eq!(send(town, &admin, &spring(), None, "save").status, 303);
        assert!(town.get("/campaigns", &admin).body.contains("/campaigns/spring/discard"));
        assert_eq!(town.post("/campaigns/spring/discard", &[], &town.enter_as_member()).status, 403);
        assert_eq!(town.post("/campaigns/spring/discard", &[], &admin).location, "/campaigns");
        assert!(find_all(town).is_empty());
        assert_eq!(send(town, &admin, &spring(), None, "open").status, 303, "its names are free again");
        town.ends_well();
    });
}
