//! Sessions from seeds, before the server of a few maps. `SYNC_SESSIONS` says how many, `SYNC_SEED` plays a single one again.
#![allow(clippy::unwrap_used)]
use std::env::var;
use sync::simulation::{County, Mistake, play};

/// Bytes of a photograph to a request: several pieces each.
const PIECE: usize = 64;

fn seeds(usual: u64) -> std::ops::Range<u64> {
    if let Ok(seed) = var("SYNC_SEED") {
        let seed: u64 = seed.parse().unwrap();
        return seed..seed + 1;
    }
    0..var("SYNC_SESSIONS").map_or(usual, |n| n.parse().unwrap())
}

fn first_fault(mistake: Option<Mistake>, seeds: std::ops::Range<u64>) -> Option<(u64, String)> {
    seeds.into_iter().find_map(|seed| play(&mut County::with(mistake), seed, PIECE).err().map(|why| (seed, why)))
}

#[test]
fn whatever_happens_on_the_way_what_people_did_is_at_the_server_once() {
    if let Some((seed, why)) = first_fault(None, seeds(1000)) {
        panic!("{why}\nagain: SYNC_SEED={seed} cargo test -p sync --test simulation whatever");
    }
}

#[test]
fn a_careless_server_is_found_out() {
    let mistakes = [
        Mistake::Twice,
        Mistake::LastWins,
        Mistake::WholeRecord,
        Mistake::Behind,
        Mistake::EndsBatch,
        Mistake::EarlyDone,
        Mistake::FullAccepted,
    ];
    for mistake in mistakes {
        let found = first_fault(Some(mistake), 0..1000);
        println!("{mistake:?}: {found:?}");
        assert!(found.is_some(), "{mistake:?} is not found");
    }
}
