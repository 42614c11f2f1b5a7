//! Stories of verifying, through the routes, on both databases.
use crate::bulletin::tests::Desk;
use crate::deeds::Deed;
use crate::town::county::County;
use crate::town::{Town, on_both};
use serde_json::Value;
use sha2::{Digest, Sha256};

const LITTER: &str = "sum.litter.1.20170301-20170331.verified";

fn cleared(county: &County, id: &str, quantity: &str) {
    assert_eq!(county.record("member", id, &[("quantity", quantity)]).status, 303);
    let verdict = [("deed", id), ("rev", "1"), ("verdict", "approve")];
    assert_eq!(county.town.post("/checks", &verdict, county.as_who("clerk")).status, 303);
}

/// A leaf with its path leads to the root of the note; the note is signed with the key.
fn holds(page: &Value, leaf: &Value) {
    let signed = ledger::checkpoint::open(page["checkpoint"].as_str().unwrap(), page["key"].as_str().unwrap()).unwrap();
    let hash = |h: &Value| hex::decode(h.as_str().unwrap()).unwrap().try_into().unwrap();
    let hashes: Vec<[u8; 32]> = leaf["hashes"].as_array().unwrap().iter().map(hash).collect();
    let found = ledger::merkle::leaf_hash(leaf["leaf"].as_str().unwrap().as_bytes());
    let root = ledger::merkle::root_of_inclusion(found, leaf["position"].as_u64().unwrap(), signed.size, &hashes);
    assert_eq!(root, Some(signed.root), "{leaf}");
}

fn proof(town: &Town, path: &str) -> Value {
    serde_json::from_str(&town.get(path, "").body).unwrap()
}

#[test]
fn a_printed_figure_is_found_by_its_number_and_proved_as_it_was_frozen() {
    on_both(|town| {
        let county = County::found(town);
        for n in 0..3 {
            cleared(&county, &format!("deed-000{n}"), "25");
        }
        let mut desk = Desk::begin(&county);
        desk.write("清理垃圾");
        desk.place(LITTER, "exact");
        desk.publish();
        town.app.db.checkpoint().unwrap();
        cleared(&county, "deed-after", "5");
        town.app.db.checkpoint().unwrap();
        let page = town.get("/verify?q=9/1", "");
        assert_eq!(page.status, 200);
        for said in ["75", "第9期　注1", "现在是", ">80<", "data-value=\"75000\"", "密钥指纹", "浏览器没有运行脚本"] {
            assert!(page.body.contains(said), "{said}: {}", page.body);
        }
        let path = page.body.split("data-proof=\"").nth(1).unwrap().split('"').next().unwrap();
        let (first, rest) = (proof(town, &format!("{path}?limit=2")), proof(town, &format!("{path}?limit=2&after=2")));
        assert_eq!((&first["value"], &first["next"], &rest["next"]), (&Value::from(75_000), &Value::from("2"), &Value::Null));
        let records: Vec<&Value> = [&first, &rest].into_iter().flat_map(|page| page["records"].as_array().unwrap()).collect();
        assert_eq!(records.len(), 3, "the record that came after is not in it");
        let head = first["frozen"]["head"].as_str().unwrap();
        assert_eq!(head, format!(r#"{{"figure":"{LITTER}","value":75000,"facets":["litter"]}}"#), "bound to what it is of");
        let lines: String = records.iter().map(|record| format!("{}\n", record["line"].as_str().unwrap())).collect();
        let lines = format!("{head}\n{lines}");
        let sealed = first["frozen"]["leaf"].as_str().unwrap();
        assert!(sealed.contains(&format!("field inputs {}\n", hex::encode(Sha256::digest(lines)))), "{sealed}");
        holds(&first, &first["frozen"]);
        records.into_iter().for_each(|record| holds(&first, record));
        let live = proof(town, &format!("/api/v1/figures/{LITTER}/proof"));
        assert_eq!((&live["value"], &live["frozen"]), (&Value::from(80_000), &Value::Null));
        assert_ne!(live["checkpoint"], first["checkpoint"], "it stands under what was signed when it was frozen");
        for asked in [LITTER.to_owned(), format!("https://town.example/figures/{LITTER}"), "第9期注1".to_owned(), desk.path.clone()] {
            let asked = crate::web::html::query_value(&asked);
            assert_eq!(town.get(&format!("/verify?q={asked}"), "").status, 200, "{asked}");
        }
        for nothing in ["9/2", "10/1", "10", "ghost", "sum.gold.1.20170301-20170331.verified"] {
            let page = town.get(&format!("/verify?q={nothing}"), "");
            assert!(page.status == 404 && page.body.contains("没有找到"), "{nothing}: {}", page.status);
        }
        let print = town.get(&desk.path, "").body;
        let id = desk.path.trim_start_matches("/bulletins/");
        assert!(print.contains(&format!("https://town.example/verify?q={id}")), "its print leads here");
        let key = town.app.db.read(|r| r.vkey()).unwrap();
        let fingerprint = super::fingerprint(&key);
        assert!(print.contains(&fingerprint) && page.body.contains(&fingerprint), "the key is compared with the print");
        town.ends_well();
    });
}

#[test]
fn one_record_is_found_by_its_number_and_proved_alone() {
    on_both(|town| {
        let county = County::found(town);
        cleared(&county, "deed-0001", "2.5");
        town.app.db.checkpoint().unwrap();
        let deed: Deed = town.app.db.read(|r| r.get("deed-0001")).unwrap();
        let number = deed.position.to_string();
        for asked in
            ["/deeds/deed-0001".to_owned(), number.clone(), format!("第{number}号"), format!("No. {number}"), "deeds/deed-0001".to_owned()]
        {
            let page = town.get(&format!("/verify?q={}", crate::web::html::query_value(&asked)), "");
            assert_eq!(page.status, 200, "{asked}");
            for said in
                ["data-proof=\"/api/v1/deeds/deed-0001/proof\"", "data-value=\"2500\"", "密钥指纹", "审核通过", "浏览器没有运行脚本"]
            {
                assert!(page.body.contains(said), "{asked}: {said}");
            }
        }
        assert!(town.get("/deeds/deed-0001", "").body.contains("/verify?q=deeds/deed-0001"), "its page leads here");
        let page = proof(town, "/api/v1/deeds/deed-0001/proof");
        let record = &page["records"][0];
        holds(&page, record);
        let leaf = record["leaf"].as_str().unwrap();
        assert!(leaf.contains("field state verified") && leaf.contains("field quantity 2500"), "{leaf}");
        assert!(!leaf.contains("张晓梅"), "what is not open is a commitment");
        for nothing in ["/deeds/ghost", "第999999号", "deeds/"] {
            assert_eq!(town.get(&format!("/verify?q={}", crate::web::html::query_value(nothing)), "").status, 404, "{nothing}");
        }
        town.ends_well();
    });
}

#[test]
fn a_printed_record_is_verified_by_its_note() {
    on_both(|town| {
        let county = County::found(town);
        assert_eq!(county.record("member", "deed-0001", &[("quantity", "2.5"), ("words", "河边清出两方多")]).status, 303);
        let verdict = [("deed", "deed-0001"), ("rev", "1"), ("verdict", "approve"), ("publish", "yes")];
        assert_eq!(town.post("/checks", &verdict, county.as_who("clerk")).status, 303);
        let mut desk = Desk::begin(&county);
        desk.write("清理垃圾");
        desk.place(LITTER, "exact");
        desk.done("stories", &[("story", "deed-0001")]);
        desk.publish();
        let page = town.get("/verify?q=9/2", "");
        assert!(page.status == 200 && page.body.contains("/api/v1/deeds/deed-0001/proof"), "{}", page.body);
        town.ends_well();
    });
}

#[test]
fn an_issue_lists_its_notes_by_number_or_by_its_own_name() {
    on_both(|town| {
        let county = County::found(town);
        cleared(&county, "deed-0001", "2");
        let mut desk = Desk::begin(&county);
        desk.write("清理垃圾");
        desk.place(LITTER, "exact");
        desk.publish();
        let page = town.get("/verify?q=9", "").body;
        let id = desk.path.trim_start_matches("/bulletins/");
        assert!(page.contains(&format!("/verify?q={id}/1")) && page.contains("2方"), "{page}");
        assert_eq!(town.get(&format!("/verify?q={id}"), "").body.matches("/verify?q=").count(), page.matches("/verify?q=").count());
        town.ends_well();
    });
}
