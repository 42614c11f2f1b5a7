//! What is erased is nowhere.
use super::{CANARIES, fill, one};
use crate::town::county::County;
use crate::town::on_both;

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
        assert!(!page.contains("看不到姓名"), "{page}");
        let list = town.get("/households?unit=1011", county.as_who("clerk")).body;
        assert!(list.contains("/households/h1") && list.contains("已抹去") && !list.contains("看不到姓名"), "it stays in the list: {list}");
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
fn who_may_erase_a_file_and_not_open_it_is_told_why_and_led_to_where_it_is_done() {
    on_both(|town| {
        let county = County::found(town);
        one(&county);
        let (admin, clerk) = (county.as_who("admin"), county.as_who("clerk"));
        for path in ["/households/h1", "/households/h1/card", "/households/h1/versions"] {
            let refused = town.get(path, admin);
            assert_eq!(refused.status, 403);
            assert!(
                refused.body.contains("管理员不看户的台账")
                    && refused.body.contains("href=\"/erasure\"")
                    && refused.body.contains("请点下面"),
                "{}",
                refused.body
            );
            assert!(CANARIES.iter().all(|(_, value)| !refused.body.contains(value)));
        }
        let other = town.get("/households/h1", county.as_who("office"));
        assert!(other.status == 403 && !other.body.contains("/erasure"), "{}", other.body);
        assert!(town.get("/todo", admin).body.contains("href=\"/erasure\"") && !town.get("/todo", clerk).body.contains("/erasure"));
        assert_eq!(town.get("/erasure", clerk).status, 403);
        for wrong in
            ["/erasure?kind=household&code=h9", "/erasure?kind=need&code=h1", "/erasure?kind=subject&code=1", "/erasure?kind=fund&code=h1"]
        {
            let page = town.get(wrong, admin);
            assert!(page.status == 422 && page.body.contains("什么也没有抹去"), "{wrong}: {}", page.body);
        }
        let found = town.get("/erasure?kind=household&code=h1", admin);
        assert_eq!((found.status, found.location.as_str()), (303, "/households/h1/erasure"));
        let done = town.post(&found.location, &[("reason", "本人来信"), ("sure", "yes")], admin);
        assert_eq!((done.status, done.location.as_str()), (303, "/erasure?done=1"));
        let page = town.get(&done.location, admin).body;
        assert!(page.contains("role=\"status\"") && page.contains("h1") && page.contains("本人来信") && !page.contains("王守信"), "{page}");
        town.ends_well();
    });
}

#[test]
fn one_member_is_erased_without_the_records_that_name_another() {
    on_both(|town| {
        let county = County::found(town);
        one(&county);
        let served = |id: &str, name: &str| {
            let form = [("served_kind", "elder"), ("served_count", "1"), ("served_name", name), ("words", "陪着去了卫生院")];
            assert_eq!(county.record("member", id, &[&[("id", id)], &form[..]].concat()).status, 303);
        };
        served("for-the-head", "王守信");
        served("for-the-spouse", "赵桂芳");
        served("for-a-stranger", "孙大娘");
        let (path, admin) = ("/households/h1/erasure", county.as_who("admin"));
        let page = town.get(path, admin).body;
        let offered =
            |id: &str| page.split("<label").find(|label| label.contains(&format!("value=\"{id}\""))).map(|label| label.contains("checked"));
        // Which member goes is chosen on the same form: nothing is ticked for anybody.
        assert_eq!(["for-the-head", "for-the-spouse", "for-a-stranger"].map(offered), [Some(false), Some(false), None], "{page}");
        let spouse =
            town.app.db.read(|r| r.row("SELECT id FROM members WHERE relation = 'spouse'", &[])).unwrap().unwrap().text(0).unwrap();
        let form = [("reason", "本人来信"), ("sure", "yes"), ("whose", spouse.as_str()), ("deed", "for-the-spouse")];
        assert_eq!(town.post(path, &form, admin).status, 303);
        assert_eq!(town.holds("赵桂芳"), [""; 0]);
        let deed = |id: &str| town.app.db.read(|r| r.get::<crate::deeds::Deed>(id)).unwrap();
        assert!(deed("for-the-head").served.unwrap_or_default().contains("王守信") && deed("for-the-head").words.is_some());
        assert!(deed("for-the-spouse").words.is_none() && deed("for-a-stranger").words.is_some());
        assert!(town.get("/households/h1", county.as_who("clerk")).body.contains("王守信户"));
        town.ends_well();
    });
}
