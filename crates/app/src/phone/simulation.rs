//! The sessions of `sync::simulation` before the product's own routes, on both databases; then the log is replayed. `SYNC_ROUTE_SESSIONS` says how
//! many, `SYNC_SEED` plays a single one again.
use super::Operation;
use crate::api::tests::place::{Place, on_both};
use crate::deeds::{Conflict, Content, Correction, Deed, File, fields::NAMES, state};
use crate::web::format::quantity;
use ::sync::simulation::{Chance, Seen, Server, play};
use ::sync::{Fields, Piece};
use serde_json::{Value, json};
use std::env::var;

/// Sessions that `make test` plays on each database.
const USUAL: u64 = 50;
/// Bytes of a file to a request: several pieces each.
const PIECE: usize = 700;

struct Routes<'a> {
    place: &'a Place,
    full: bool,
}

#[test]
fn whatever_happens_on_the_way_what_people_did_is_in_the_records_once() {
    let seeds = match var("SYNC_SEED") {
        Ok(seed) => seed.parse().unwrap()..seed.parse::<u64>().unwrap() + 1,
        Err(_) => 0..var("SYNC_ROUTE_SESSIONS").map_or(USUAL, |n| n.parse().unwrap()),
    };
    on_both(|place| {
        for seed in seeds.clone() {
            if let Err(why) = play(&mut Routes { place, full: false }, seed, PIECE) {
                panic!("{why}\nagain: SYNC_SEED={seed} scripts/with-postgres cargo test -p app --bin chunman whatever_happens");
            }
        }
    });
}

/// A deed's content as a body says it.
fn said(content: &Content) -> Fields {
    let mut fields = content.fields();
    fields.insert("quantity".into(), quantity(content.quantity, 3).into());
    fields
}

impl Server for Routes<'_> {
    fn sync(&mut self, person: &str, body: &str) -> (u16, String) {
        if self.full {
            self.place.db.fail_next_commit();
        }
        let (status, said) = self.place.send("POST", "/api/v1/sync", person, "application/json", body.as_bytes());
        if self.full {
            // Whatever was in the batch, the failure was for it alone.
            let _ = self.place.db.scratch(|_| Ok(()));
        }
        (status, said.to_string())
    }

    fn part(&mut self, person: &str, sha256: &str, piece: Piece, bytes: &[u8]) -> (u16, String) {
        let range = piece.header();
        let (status, said) = self.place.send_with("PUT", &format!("/api/v1/blobs/{sha256}"), person, &[("content-range", &range)], bytes);
        (status, said.to_string())
    }

    fn look(&mut self, deed: &str) -> Option<Seen> {
        let found = self.place.db.read(|r| -> Result<Option<Seen>, crate::web::Fault> {
            let Some(deed) = r.find::<Deed>(deed)? else { return Ok(None) };
            let newest = "WHERE deed = $1 AND state IN ('received', 'withdrawn') ORDER BY position DESC LIMIT 1";
            let waiting: Option<Correction> = r.one(newest, &[(&deed.id).into()])?;
            let waiting = waiting.map(|c| c.content().map(|content| said(&content))).transpose()?;
            let kept: Vec<Conflict> = r.all("WHERE deed = $1 ORDER BY id", &[(&deed.id).into()])?;
            let body = |c: Conflict| -> Fields { serde_json::from_str(&c.body.unwrap_or_default()).unwrap() };
            let known = |fields: Fields| fields.into_iter().filter(|(name, _)| NAMES.contains(&name.as_str())).collect();
            let kept = kept.into_iter().map(body).map(known).collect();
            Ok(Some(Seen { fields: said(&Content::of(&deed)), state: deed.state, waiting, kept }))
        });
        found.unwrap()
    }

    fn approve(&mut self, deed: &str) {
        let id = deed.to_owned();
        let waits = self.place.db.read(|r| -> ledger::Result<bool> {
            let deed: Option<Deed> = r.find(&id)?;
            let correction = Correction::waiting(r, &id)?.is_some();
            Ok(deed.is_some_and(|d| d.state == state::RECEIVED || d.state == state::VERIFIED && correction))
        });
        if waits.unwrap() {
            self.place.approve(deed);
            self.place.db.checkpoint().unwrap();
        }
    }

    fn done(&mut self, op: &str) -> usize {
        usize::from(self.place.db.read(|r| r.find::<Operation>(op)).unwrap().is_some())
    }

    fn holds(&mut self, sha256: &str) -> bool {
        let known = self.place.db.read(|r| r.find::<File>(sha256)).unwrap().is_some();
        known && self.place.db.blobs().sound(sha256)
    }

    fn breaks(&mut self, device: &str) -> usize {
        let sql = "SELECT COALESCE(MAX(breaks), 0) FROM chains WHERE id LIKE $1";
        usize::try_from(self.place.db.read(|r| r.int(sql, &[format!("{device}/%").into()])).unwrap()).unwrap()
    }

    /// A COMMIT that fails stands for the disk.
    fn full(&mut self, full: bool) {
        self.full = full;
    }

    fn photo(&self, n: u64) -> Vec<u8> {
        let mut chance = Chance::new(n);
        let size = chance.below(4_000);
        b"%PDF-".iter().copied().chain((0..size).map(|_| chance.bits().to_le_bytes()[0])).collect()
    }

    fn record(&self) -> Value {
        json!({ "indicator": "litter", "unit": "140525100", "day": "2017-03-30" })
    }
}
