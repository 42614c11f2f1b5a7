//! Stories of a phone's queue, on both databases; each ends with a replay.
use super::Operation;
use crate::api::tests::place::{Place, on_both};
use crate::campaigns::Item;
use crate::deeds::{Conflict, Correction, Deed};
use crate::powers::Power;
use crate::town::county::County;
use ::sync::{Device, Kind, OPS_MOST, Reply, Request, State, hash, join};
use axum::body::Body;
use axum::http::{self, header};
use serde_json::{Value, json};

fn deed(quantity: &str) -> Value {
    json!({ "indicator": "litter", "unit": "140525100", "day": "2017-03-30", "quantity": quantity, "place": "村口" })
}

/// An operation's text.
fn op(id: &str, seq: i64, kind: &str, body: Value) -> String {
    json!({ "id": id, "seq": seq, "prev": "", "anchor": null, "kind": kind, "body": body }).to_string()
}

fn change(deed: &str, was: Value, is: Value) -> Value {
    json!({ "deed": deed, "was": was, "is": is })
}

impl Place {
    fn sync(&self, who: &str, device: &str, ops: &[String]) -> (u16, Value) {
        let ops: Vec<&str> = ops.iter().map(String::as_str).collect();
        self.send("POST", "/api/v1/sync", who, "application/json", join(device, who, &ops).as_bytes())
    }
    /// Syncs as li; the words of the answers.
    fn words(&self, ops: &[String]) -> Vec<String> {
        let (status, said) = self.sync("li", "phone-one", ops);
        assert_eq!(status, 200, "{said}");
        said["ops"].as_array().unwrap().iter().map(|o| o["answer"].as_str().unwrap().to_owned()).collect()
    }
    fn piece(&self, sha256: &str, range: &str, bytes: &[u8]) -> (u16, Value) {
        self.send_with("PUT", &format!("/api/v1/blobs/{sha256}"), "li", &[("content-range", range)], bytes)
    }
    fn deed(&self, id: &str) -> Deed {
        self.db.read(|r| r.get(id)).unwrap()
    }
    fn conflicts(&self) -> Vec<Conflict> {
        self.db.read(|r| r.all("ORDER BY id", &[])).unwrap()
    }
    fn checked_by_photo(&self, item: &'static str, way: &'static str) {
        self.operate(Power::ManageCampaigns, move |tx| {
            let item: Item = tx.get(item)?;
            Ok(tx.update(&item, &Item { evidence: "file".into(), justification: "要看".into(), way: way.into(), ..item.clone() })?)
        });
    }
}

fn scan() -> (Vec<u8>, String) {
    let bytes: Vec<u8> = b"%PDF-1.7 ".iter().copied().chain((0..2000).map(|n| u8::try_from(n % 251).unwrap())).collect();
    let name = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(&bytes));
    (bytes, name)
}

#[test]
fn each_operation_is_answered_for_itself_and_the_same_again_is_the_same() {
    on_both(|town| {
        let ops = [
            op("deed-0001", 1, "record", deed("1.5")),
            op("deed-0002", 2, "record", deed("0")),
            op("deed-0003", 3, "dance", json!({})),
            op("change-01", 4, "change", change("deed-none", json!({"words": ""}), json!({"words": "x"}))),
            op("deed-0004", 5, "record", json!({"indicator": "litter", "unit": "140525101", "day": "2017-03-30", "quantity": "1"})),
            op("change-02", 6, "change", change("deed-0001", json!({"words": ""}), json!({"words": "清理垃圾两车"}))),
            op("deed-0005", 7, "record", deed("2")),
            op("gone-0001", 8, "withdraw", json!({"deed": "deed-0005", "saw": "received", "reason": "记错了"})),
        ];
        let first = town.sync("li", "phone-one", &ops).1;
        let words: Vec<&str> = first["ops"].as_array().unwrap().iter().map(|o| o["answer"].as_str().unwrap()).collect();
        assert_eq!(words, ["accepted", "rejected", "rejected", "later", "rejected", "accepted", "accepted", "accepted"]);
        assert_eq!((&first["ops"][1]["field"], &first["ops"][1]["position"]), (&json!("quantity"), &Value::Null));
        assert!(first["ops"][1]["reason"].as_str().is_some_and(|r| r.len() > 20), "{first}");
        assert_eq!((&first["ops"][2]["id"], &first["ops"][2]["seq"]), (&json!("deed-0003"), &json!(3)));
        assert_eq!(
            (&first["ops"][0]["position"], &first["ops"][0]["state"]),
            (&json!(town.deed("deed-0001").position), &json!("received"))
        );
        assert_eq!((town.deed("deed-0001").words.as_deref(), town.deed("deed-0005").state.as_str()), (Some("清理垃圾两车"), "withdrawn"));
        let size = town.log_size();
        assert_eq!(town.words(&ops), ["duplicate", "rejected", "rejected", "later", "rejected", "duplicate", "duplicate", "duplicate"]);
        let again = town.sync("li", "phone-one", &ops).1;
        assert_eq!(again["ops"][5]["position"], first["ops"][5]["position"]);
        assert_eq!(town.log_size(), size, "nothing is written twice");
        // What the phone mended stands, also when its older text comes late.
        assert_eq!(town.words(&[op("deed-0002", 11, "record", deed("1"))]), ["accepted"]);
        assert_eq!(town.words(&[op("deed-0002", 2, "record", deed("0"))]), ["duplicate"]);
        // Another body under the id of a record is kept, as it is when it comes another way.
        assert_eq!(town.words(&[op("deed-0001", 9, "record", deed("3"))]), ["conflict"]);
        assert_eq!(
            town.words(&[op("change-02", 10, "change", change("deed-0001", json!({"place": "村口"}), json!({"place": "河边"})))]),
            ["conflict"]
        );
        assert_eq!((town.conflicts().len(), town.deed("deed-0001").quantity, town.deed("deed-0001").place.as_str()), (2, 1500, "村口"));
    });
}

#[test]
fn the_form_as_it_was_filled_in_is_a_record_like_any_other() {
    on_both(|town| {
        let form = |quantity: &str, files: Value| {
            let fields = json!([
                ["item", "litter"],
                ["indicator", "litter"],
                ["quantity", quantity],
                ["day", "2017-03-30"],
                ["others", "wang"],
                ["words", "路边"]
            ]);
            json!({ "fields": fields, "files": files })
        };
        let (bytes, name) = scan();
        let ops = [op("deed-0001", 1, "record", form("１．５", json!([name]))), op("deed-0002", 2, "record", form("1.5方", json!([])))];
        let said = town.sync("li", "phone-one", &ops).1;
        assert_eq!((&said["ops"][0]["answer"], &said["ops"][1]["answer"]), (&json!("accepted"), &json!("rejected")), "{said}");
        assert_eq!(said["ops"][1]["field"], "quantity", "as at the form's own field");
        let deed = town.deed("deed-0001");
        assert_eq!((deed.quantity, deed.words.as_deref(), deed.people().count()), (1500, Some("路边"), 2));
        assert_eq!(deed.files().collect::<Vec<_>>(), [name.as_str()], "its photograph may follow");
        assert_eq!(town.words(&ops), ["duplicate", "rejected"]);
        assert!(town.piece(&name, &format!("bytes 0-{}/{}", bytes.len() - 1, bytes.len()), &bytes).1["done"].as_bool().unwrap());
    });
}

#[test]
fn what_is_no_batch_or_somebody_elses_is_turned_away_and_nothing_is_done() {
    on_both(|town| {
        let size = town.log_size();
        let many: Vec<String> = (0..=OPS_MOST).map(|n| op(&format!("deed-{n:04}"), 1, "record", deed("1"))).collect();
        assert_eq!(town.sync("li", "phone-one", &many).0, 413);
        let mut long = deed("1");
        long["words"] = "x".repeat(65 * 1024).into();
        assert_eq!(town.sync("li", "phone-one", &[op("deed-long", 1, "record", long)]).0, 413);
        for wrong in
            ["", "[]", "{\"device\":\"phone-one\",\"person\":\"li\",\"ops\":[{]}", "{\"device\":\"x\",\"person\":\"li\",\"ops\":[]}"]
        {
            assert_eq!(town.send("POST", "/api/v1/sync", "li", "application/json", wrong.as_bytes()).0, 422, "{wrong}");
        }
        let text = op("deed-0001", 1, "record", deed("1"));
        let body = join("phone-one", "wang", &[&text]);
        let (status, said) = town.send("POST", "/api/v1/sync", "li", "application/json", body.as_bytes());
        assert_eq!((status, &said["code"]), (403, &json!("barred")));
        assert_eq!(town.send("POST", "/api/v1/sync", "", "application/json", body.as_bytes()).0, 401);
        assert_eq!(town.log_size(), size);
    });
}

#[test]
fn two_phones_change_one_record_and_only_the_same_field_is_the_clerks() {
    on_both(|town| {
        assert_eq!(town.words(&[op("deed-0001", 1, "record", deed("1.5"))]), ["accepted"]);
        let one = change("deed-0001", json!({"quantity": "1.5", "place": "村口"}), json!({"quantity": "2", "place": "村口东头"}));
        let two = change("deed-0001", json!({"quantity": "1.50", "words": ""}), json!({"quantity": "2.5", "words": "两车"}));
        assert_eq!(town.words(&[op("change-01", 2, "change", one)]), ["accepted"]);
        let (_, said) = town.sync("li", "phone-two", &[op("change-02", 1, "change", two)]);
        let said = &said["ops"][0];
        assert_eq!((&said["answer"], &said["fields"]), (&json!("conflict"), &json!(["quantity"])));
        let merged = town.deed("deed-0001");
        assert_eq!((merged.quantity, merged.place.as_str(), merged.words.as_deref()), (2000, "村口东头", Some("两车")));
        // The clerk takes the second: its quantity, and the rest as it has become.
        let conflict = said["conflict"].as_str().unwrap().to_owned();
        let zhao = town.id("zhao");
        town.operate(Power::Resolve(conflict.clone()), move |tx| Conflict::resolve(tx, &conflict, true, &zhao));
        let merged = town.deed("deed-0001");
        assert_eq!((merged.quantity, merged.place.as_str(), merged.words.as_deref()), (2500, "村口东头", Some("两车")));
        let unlike = change("deed-0001", json!({"words": ""}), json!({"place": "x"}));
        assert_eq!(town.words(&[op("change-03", 3, "change", unlike)]), ["rejected"], "was and is are of the same fields");
        let nobody = change("deed-0001", json!({"people": ["li"]}), json!({"people": ["nobody"]}));
        assert_eq!(town.words(&[op("change-04", 4, "change", nobody)]), ["rejected"]);
    });
}

#[test]
fn of_a_verified_record_a_change_waits_and_is_not_taken_out_unseen() {
    on_both(|town| {
        assert_eq!(town.words(&[op("deed-0001", 1, "record", deed("1.5"))]), ["accepted"]);
        town.approve("deed-0001");
        let (_, said) = town.sync(
            "li",
            "phone-one",
            &[op("change-01", 2, "change", change("deed-0001", json!({"quantity": "1.5"}), json!({"quantity": "2"})))],
        );
        assert_eq!((&said["ops"][0]["answer"], &said["ops"][0]["waits"]), (&json!("accepted"), &json!(true)));
        let other = change("deed-0001", json!({"words": "", "quantity": "1.5"}), json!({"words": "两车", "quantity": "3"}));
        assert_eq!(town.words(&[op("change-02", 3, "change", other)]), ["conflict"]);
        assert_eq!((town.deed("deed-0001").quantity, town.deed("deed-0001").words), (1500, None), "the verified version stands");
        let waiting = town.db.read(|r| Correction::waiting(r, "deed-0001")).unwrap().unwrap().content().unwrap();
        assert_eq!((waiting.quantity, waiting.words.as_str()), (2000, "两车"));
        let gone = json!({"deed": "deed-0001", "saw": "received", "reason": "记错了"});
        assert_eq!(town.words(&[op("gone-0001", 4, "withdraw", gone)]), ["rejected"]);
        let seen = json!({"deed": "deed-0001", "saw": "verified", "reason": "记错了"});
        assert_eq!(town.words(&[op("gone-0002", 5, "withdraw", seen.clone())]), ["accepted"]);
        assert_eq!(town.words(&[op("gone-0003", 6, "withdraw", seen)]), ["accepted"], "it is out, as was asked");
        assert_eq!(
            town.words(&[op("change-03", 7, "change", change("deed-0001", json!({"words": ""}), json!({"words": "x"})))]),
            ["rejected"]
        );
    });
}

#[test]
fn the_text_goes_first_and_its_photograph_follows_in_pieces() {
    on_both(|town| {
        let (bytes, sha256) = scan();
        let total = bytes.len();
        let mut with_file = deed("1.5");
        with_file["files"] = json!([sha256]);
        assert_eq!(town.words(&[op("deed-0001", 1, "record", with_file)]), ["accepted"]);
        let inside = |town: &Place| town.get("li", "/api/v1/deeds/deed-0001").1["inside"].clone();
        assert_eq!(inside(town)["files_under_way"], json!([sha256]));
        let held = |have: usize, done: bool| json!({ "sha256": sha256, "have": have, "done": done });
        assert_eq!(town.piece(&sha256, &format!("bytes */{total}"), b""), (200, held(0, false)));
        assert_eq!(town.piece(&sha256, &format!("bytes 0-999/{total}"), &bytes[..1000]), (200, held(1000, false)));
        assert_eq!(town.piece(&sha256, &format!("bytes 0-999/{total}"), &bytes[..1000]), (200, held(1000, false)), "once more");
        assert_eq!(town.piece(&sha256, &format!("bytes 1500-1999/{total}"), &bytes[1500..2000]), (200, held(1000, false)), "too early");
        // What does not add up is forgotten, and begun again.
        let rest = |bytes: &[u8]| town.piece(&sha256, &format!("bytes 1000-{}/{total}", total - 1), bytes);
        let (status, said) = rest(&vec![0; total - 1000]);
        assert_eq!((status, &said["field"]), (422, &json!("sha256")));
        assert_eq!(town.piece(&sha256, &format!("bytes 0-999/{total}"), &bytes[..1000]), (200, held(1000, false)));
        assert_eq!(rest(&bytes[1000..]), (201, held(total, true)));
        assert_eq!(rest(&bytes[1000..]), (200, held(total, true)));
        assert_eq!(inside(town)["files_under_way"], Value::Null);
        let other = "0".repeat(64);
        for (range, body, status) in
            [("bytes 0-9", &bytes[..10], 422), ("bytes 0-99/200", &bytes[..10], 422), ("bytes 0-9/99999999", &bytes[..10], 413)]
        {
            assert_eq!(town.piece(&other, range, body).0, status, "{range}");
        }
        assert_eq!(town.piece("../../keys", "bytes 0-9/20", &bytes[..10]).0, 404);
        // What nobody goes on with is let go of when somebody begins something else.
        let half = town.db.config().dir.join("pieces").join(town.id("li")).join(&other);
        assert_eq!(town.piece(&other, "bytes 0-9/20", &bytes[..10]).0, 200);
        assert!(half.exists());
        town.clock.advance_ms(8 * 86_400_000);
        assert_eq!(town.piece(&"1".repeat(64), "bytes 0-9/20", &bytes[..10]).0, 200);
        assert!(!half.exists());
    });
}

#[test]
fn a_photograph_that_must_be_there_is_waited_for() {
    on_both(|town| {
        let (bytes, sha256) = scan();
        let of = |indicator: &str| json!({ "indicator": indicator, "unit": "140525100", "day": "2017-03-30", "quantity": "1", "files": [sha256] });
        town.checked_by_photo("litter", "own");
        town.checked_by_photo("tree", "none");
        let ops = [op("deed-0001", 1, "record", of("litter")), op("deed-0002", 2, "record", of("trees"))];
        assert_eq!(town.words(&ops), ["accepted", "later"], "where nobody checks, the photograph is first");
        let awaits = |town: &Place| town.db.read(|r| r.get::<Deed>("deed-0001")?.awaits_required_files(r)).unwrap();
        assert!(awaits(town));
        let zhao = town.id("zhao");
        let refused = town.db.write(
            {
                let (who, now) = (crate::powers::Who::Person(zhao.clone()), town.db.clock().now_ms());
                move |r| crate::powers::decide(r, &who, &Power::Check("deed-0001".into()), now)
            },
            move |tx| tx.get::<Deed>("deed-0001")?.check(tx, &zhao, 1, crate::checks::Decision::Approve, "", false),
        );
        assert!(matches!(refused, Err(crate::web::Fault::Invalid { key: "need.file_under_way", .. })), "{refused:?}");
        assert_eq!(town.piece(&sha256, &format!("bytes 0-{}/{}", bytes.len() - 1, bytes.len()), &bytes).0, 201);
        assert!(!awaits(town));
        town.approve("deed-0001");
        assert_eq!(town.words(&ops), ["duplicate", "accepted"]);
        assert_eq!(town.deed("deed-0002").state, "verified");
    });
}

#[test]
fn when_the_disk_is_full_it_goes_later_and_nothing_is_lost() {
    on_both(|town| {
        let ops = [op("deed-0001", 1, "record", deed("1.5"))];
        let size = town.log_size();
        town.db.fail_next_commit();
        assert_eq!(town.words(&ops), ["later"]);
        assert_eq!(town.log_size(), size);
        assert_eq!(town.words(&ops), ["accepted"]);
    });
}

#[test]
fn a_phone_says_what_it_saw_last_and_a_broken_order_is_a_hint_until_the_campaign_ends() {
    on_both(|town| {
        town.db.checkpoint().unwrap();
        let mut phone = Device::new("phone-one", "li");
        assert!(phone.make("deed-0001", Kind::Record, "deed-0001", &deed("1.5"), &[]));
        let send = |phone: &mut Device| {
            let request = phone.next(0).unwrap();
            let Request::Sync { body, .. } = &request else { panic!("{request:?}") };
            let (status, said) = town.send("POST", "/api/v1/sync", "li", "application/json", body.as_bytes());
            phone.hear(&request, &Reply::Said { status, body: said.to_string(), after: 0 }, 0);
            said["anchor"].clone()
        };
        let anchor = send(&mut phone);
        assert!(anchor["note"].as_str().is_some_and(|n| n.contains("test.example/log/realm")), "{anchor}");
        assert!(phone.make("deed-0002", Kind::Record, "deed-0002", &deed("1"), &[]));
        let lost = phone.clone();
        send(&mut phone);
        let of = |id: &str| town.db.read(|r| r.get::<Operation>(id)).unwrap();
        assert_eq!((of("deed-0001").anchor_size, of("deed-0001").seq), (-1, 1));
        assert_eq!(
            (json!(of("deed-0002").anchor_size), json!(of("deed-0002").anchor_root)),
            (anchor["size"].clone(), anchor["root"].clone())
        );
        let hints = |town: &Place| {
            let rows = town.db.read(|r| r.rows("SELECT id, what FROM chain_hints ORDER BY id", &[])).unwrap();
            rows.iter().map(|row| (row.text(0).unwrap(), row.text(1).unwrap())).collect::<Vec<_>>()
        };
        assert_eq!(hints(town), [], "an honest phone");
        let (seen, not_before) = town
            .db
            .read(|r| {
                let seen = r.checkpoint_at(of("deed-0002").anchor_size)?.map(|checkpoint| checkpoint.time().to_owned());
                Ok::<_, ledger::Error>((seen, Operation::not_before(r, "deed-0002")?))
            })
            .unwrap();
        assert!(seen.is_some() && not_before == seen, "{not_before:?}");
        assert_eq!(town.db.read(|r| Operation::not_before(r, "deed-0001")).unwrap(), None, "it had seen nothing");
        // Put back to what it was, it makes another second operation; and a made-up anchor.
        let mut put_back = Device::of_json(&lost.to_json()).unwrap();
        put_back.entries.clear();
        assert!(put_back.make("deed-0003", Kind::Record, "deed-0003", &deed("3"), &[]));
        send(&mut put_back);
        let mut other = Device::new("phone-two", "li");
        assert!(other.make("deed-0004", Kind::Record, "deed-0004", &deed("3"), &[]));
        let made_up = other.entries[0].text.replace("\"anchor\":null", &format!("\"anchor\":{{\"size\":1,\"root\":\"{}\"}}", hash("x")));
        assert_eq!(town.sync("li", "phone-two", &[made_up]).1["ops"][0]["answer"], "accepted");
        assert_eq!(town.db.read(|r| Operation::not_before(r, "deed-0004")).unwrap(), None, "nothing of this log");
        let mut early = deed("4");
        early["place"] = "桥头".into();
        let texts = [op("deed-0005", 5, "record", early.clone()), op("deed-0006", 8, "record", early)];
        assert_eq!(town.words(&texts), ["accepted", "accepted"]);
        let found: Vec<String> = hints(town).into_iter().map(|(id, what)| format!("{id} {what}")).collect();
        assert_eq!(found, ["deed-0004 anchor", "deed-0005 gap", "deed-0006 gap"]);
        assert!(phone.entries.iter().all(|e| matches!(e.state, State::Received { .. })));
        town.operate(Power::ManageCampaigns, |tx| tx.get::<crate::campaigns::Campaign>("six-ones")?.close(tx));
        assert_eq!(hints(town), [], "gone with the campaign");
    });
}

#[test]
fn erasing_a_record_takes_what_its_operations_say() {
    on_both(|town| {
        assert_eq!(town.words(&[op("deed-0001", 1, "record", deed("1.5"))]), ["accepted"]);
        let worded = op("change-01", 2, "change", change("deed-0001", json!({"words": ""}), json!({"words": "和老马头"})));
        assert_eq!(town.words(std::slice::from_ref(&worded)), ["accepted"]);
        town.operate(Power::EraseDeed("deed-0001".into()), |tx| tx.get::<Deed>("deed-0001")?.erase_details(tx, "本人要求"));
        for id in ["deed-0001", "change-01"] {
            let left: Operation = town.db.read(|r| r.get(id)).unwrap();
            assert_eq!((left.body_hash.as_str(), left.device.as_str()), ("", ""));
        }
        let size = town.log_size();
        assert_eq!(town.words(&[worded]), ["duplicate"], "it does not come back");
        assert_eq!(town.log_size(), size);
    });
}

#[test]
fn a_session_is_let_in_from_our_own_pages_alone() {
    crate::town::on_both(|town| {
        let county = County::found(town);
        let body = json!({ "indicator": "litter", "unit": "101", "day": "2017-03-20", "quantity": "1" });
        let sync = |site: &str, cookie: &str| {
            let text = op("deed-0001", 1, "record", body.clone());
            let request = http::Request::post("/api/v1/sync?lang=zh-Hant").header(header::COOKIE, cookie).header("sec-fetch-site", site);
            town.send(request.body(Body::from(join("phone-one", "member", &[&text]))).unwrap())
        };
        let cookie = county.as_who("member");
        assert_eq!(sync("cross-site", cookie).status, 403);
        assert_eq!(sync("same-origin", "chunman=ended").status, 401);
        let reply = sync("same-origin", cookie);
        assert_eq!(reply.status, 200, "{}", reply.body);
        assert!(reply.body.contains("\"accepted\""), "{}", reply.body);
        assert_eq!(sync("same-origin", county.as_who("colleague")).status, 403, "somebody else on the same phone");
        town.ends_well();
    });
}
