//! Stories of the interface, on both databases; each ends with a replay.
pub mod place;

use crate::deeds::{Conflict, Deed};
use place::{Place, on_both};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

fn body(id: &str) -> Value {
    json!({ "id": id, "item": "litter", "indicator": "litter", "unit": "140525100", "day": "2017-03-30", "quantity": "1.5", "people": ["li", "wang"], "place": "村口" })
}

fn with(field: &str, value: impl Into<Value>) -> Value {
    let mut body = body("deed-0001");
    body[field] = value.into();
    body
}

const LITTER: &str = "sum.litter.140525.20170301-20170331.verified";

#[test]
fn the_same_body_is_answered_the_same_and_another_is_kept() {
    on_both(|town| {
        let (status, first) = town.post("li", &body("deed-0001"));
        assert_eq!((status, &first["state"]), (201, &json!("received")));
        assert_eq!(town.post("li", &body("deed-0001")), (201, first.clone()));
        town.approve("deed-0001");
        assert_eq!(town.post("li", &body("deed-0001")), (201, first), "the first answer, also after a check");
        let (status, problem) = town.post("li", &with("quantity", "3"));
        assert_eq!((status, &problem["code"]), (409, &json!("kept")));
        assert_eq!(town.post("li", &with("quantity", "3")).1["conflict"], problem["conflict"], "kept once");
        let kept: Vec<Conflict> = town.db.read(|r| r.all("", &[])).unwrap();
        assert_eq!(kept.len(), 1);
        assert!(kept[0].body.as_deref().unwrap().contains("\"3\""));
        assert_eq!(town.get("", &format!("/api/v1/figures/{LITTER}")).1["value"], "1.5", "counted once");
    });
}

#[test]
fn bad_input_is_named_and_nothing_is_written() {
    on_both(|town| {
        let before = town.log_size();
        let cases: Vec<(Value, u16, &str)> = vec![
            (with("unit", "999"), 422, "unit"),
            (with("day", "2017-04-01"), 422, "day"),
            (with("day", "2017-02-28"), 422, "day"),
            (with("day", "2017-02-30"), 422, "day"),
            (with("quantity", "-1"), 422, "quantity"),
            (with("quantity", "0"), 422, "quantity"),
            (with("quantity", "1.55"), 422, "quantity"),
            (with("quantity", "31"), 422, "quantity"),
            (with("quantity", "many"), 422, "quantity"),
            (with("quantity", 2), 422, "body"),
            (with("item", "tree"), 422, "item"),
            (with("indicator", "gold"), 422, "indicator"),
            (with("people", json!(["nobody"])), 422, "people"),
            (with("files", json!(["00".repeat(32)])), 422, "files"),
            (with("surprise", 1), 422, "body"),
            (with("id", "x"), 422, "id"),
        ];
        for (body, status, field) in cases {
            let (got, problem) = town.post("li", &body);
            assert_eq!((got, problem["field"].as_str()), (status, Some(field)), "{body} {problem}");
            assert!(problem["detail"].as_str().is_some_and(|d| d.len() > 20), "{problem}");
        }
        assert_eq!(town.post("sun", &body("deed-0001")).0, 403, "another unit's item is not theirs");
        assert_eq!(town.post("", &body("deed-0001")).0, 401);
        assert_eq!(town.send("POST", "/api/v1/deeds", "li", "", b"{").0, 422);
        assert_eq!(town.send("POST", "/api/v1/deeds", "li", "", &vec![b' '; 65 * 1024]).0, 413);
        assert_eq!(town.log_size(), before);
    });
}

#[test]
fn a_clerk_records_for_the_unit_and_the_first_who_took_part_is_the_recorder() {
    on_both(|town| {
        let mut sent = body("deed-0001");
        sent["unit"] = "140525101".into();
        sent["people"] = json!(["sun"]);
        assert_eq!(town.post("he", &sent).0, 201);
        let deed: Deed = town.db.read(|r| r.get("deed-0001")).unwrap();
        assert_eq!((deed.recorder, deed.entered_by), (town.id("sun"), town.id("he")));
    });
}

#[test]
fn a_file_is_kept_only_when_it_is_what_it_says() {
    on_both(|town| {
        let before = town.log_size();
        let png = crate::photos::tests::made(1, image::ImageFormat::Png);
        let path = |bytes: &[u8]| format!("/api/v1/blobs/{}", hex::encode(Sha256::digest(bytes)));
        assert_eq!(town.send("PUT", &path(&png), "", "image/png", &png).0, 401);
        assert_eq!(town.send("PUT", &path(&png), "li", "image/jpeg", &png).0, 422);
        assert_eq!(town.send("PUT", &path(b"other"), "li", "image/png", &png).0, 422);
        let page = b"<script>alert(1)</script>";
        assert_eq!(town.send("PUT", &path(page), "li", "image/png", page).0, 422);
        let big = [png.clone(), vec![0; 12 * 1024 * 1024]].concat();
        assert_eq!(town.send("PUT", &path(&big), "li", "image/png", &big).0, 413);
        assert_eq!(town.log_size(), before);
        assert_eq!(town.send("PUT", &path(&png), "li", "image/png", &png).0, 201);
        assert_eq!(town.send("PUT", &path(&png), "li", "", &png).0, 200);
        let sha = hex::encode(Sha256::digest(&png));
        assert_eq!(town.post("li", &with("files", json!([sha]))).0, 201);
    });
}

#[test]
fn a_figure_opens_to_masked_records_and_their_proofs() {
    on_both(|town| {
        for n in 1..=3 {
            assert_eq!(town.post("li", &body(&format!("deed-000{n}"))).0, 201);
        }
        let figure = format!("/api/v1/figures/{LITTER}");
        let waiting = town.get("", &figure).1;
        assert_eq!((&waiting["value"], &waiting["waiting"]), (&json!("0"), &json!("4.5")));
        town.approve("deed-0001");
        town.approve("deed-0002");
        town.db.checkpoint().unwrap();
        let opened = town.get("", &figure).1;
        assert_eq!((&opened["value"], &opened["waiting"], &opened["unit"]), (&json!("3"), &json!("1.5"), &json!("立方米")));
        assert_eq!((&opened["parts"][0]["name"], &opened["parts"][0]["value"]), (&json!("南村镇"), &json!("3")));
        assert_eq!(opened["quality"], json!({ "deeds": 2, "late": 0, "edited": 0, "spot_check": null }));
        let first = town.get("", &format!("{}?limit=1", opened["records_url"].as_str().unwrap())).1;
        let next = first["next"].as_str().unwrap();
        let second = town.get("", &format!("{figure}/records?limit=1&after={next}")).1;
        assert_eq!(
            (&first["records"][0]["id"], &second["records"][0]["id"], &second["next"]),
            (&json!("deed-0001"), &json!("deed-0002"), &Value::Null)
        );
        assert_eq!(second["records"][0]["inside"], Value::Null, "a stranger sees no names");
        assert_eq!(town.get("zhao", "/api/v1/deeds/deed-0002").1["inside"]["people"], json!(["李强", "王芳"]));
        town.proof_holds(&town.get("", "/api/v1/deeds/deed-0002").1["proof"]);
        assert_eq!(town.get("", &format!("{figure}/records?after=x")).0, 422);
        assert_eq!(town.get("", "/api/v1/figures/sum.gold.140525.20170301-20170331.verified").0, 404);
    });
}

#[test]
fn campaign_and_units_are_described() {
    on_both(|town| {
        let campaign = town.get("", "/api/v1/campaigns/six-ones").1;
        assert_eq!(campaign["items"].as_array().map(Vec::len), Some(6));
        assert_eq!(campaign["items"][2]["indicators"][0]["figure"], LITTER);
        let units = town.get("", "/api/v1/units?limit=2").1;
        assert_eq!(
            units["units"][0],
            json!({ "code": "140525", "name": "泽州县", "parent": null, "kind": "county", "rank": 0, "from": null, "to": null })
        );
        assert_eq!(
            town.get("", &format!("/api/v1/units?after={}", units["next"].as_str().unwrap())).1["units"].as_array().map(Vec::len),
            Some(1)
        );
        assert_eq!(town.get("", "/api/v1/units?day=soon").0, 422);
        assert_eq!(town.get("", "/health").0, 200);
    });
}

#[test]
fn every_operation_says_whom_it_lets_in() {
    let (_, api) = super::parts();
    let api: Value = serde_json::from_str(&api.to_json().unwrap()).unwrap();
    let mut operations = 0;
    for (path, methods) in api["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            assert!(operation["x-authz"].as_str().is_some_and(|a| !a.is_empty()), "{method} {path}");
            operations += 1;
        }
    }
    assert_eq!(operations, 12);
}

impl Place {
    fn proof_holds(&self, proof: &Value) {
        let position = proof["position"].as_u64().unwrap();
        let hashes: Vec<[u8; 32]> =
            proof["hashes"].as_array().unwrap().iter().map(|h| hex::decode(h.as_str().unwrap()).unwrap().try_into().unwrap()).collect();
        let epoch: ledger::Epoch = self.db.read(|r| r.get("e1")).unwrap();
        let signed = ledger::checkpoint::open(proof["checkpoint"].as_str().unwrap(), &epoch.vkey).unwrap();
        let leaf = ledger::merkle::leaf_hash(proof["leaf"].as_str().unwrap().as_bytes());
        assert_eq!(ledger::merkle::root_of_inclusion(leaf, position, proof["size"].as_u64().unwrap(), &hashes), Some(signed.root));
    }
}
