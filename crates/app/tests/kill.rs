//! Kill −9 under load: what was acknowledged is there once and byte for byte; what was not is wholly there or wholly absent.
#![allow(clippy::unwrap_used)]
mod program;

use program::{Server, ask, chunman, serve, token};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

const KILLS: usize = 20;
const CLIENTS: usize = 8;
const SEED: u64 = 20_170_331;

fn body(id: &str, n: usize) -> String {
    format!(
        r#"{{"id":"{id}","item":"litter","indicator":"litter","unit":"140525106","day":"2017-03-30","quantity":"{}.5","place":"section {n}","people":["zhangxiaomei"]}}"#,
        n % 20
    )
}

/// What the clients know, kept on the disk like a client's own ledger.
struct Known {
    file: Mutex<std::fs::File>,
    acknowledged: Mutex<HashMap<String, (usize, i64)>>,
    asked: Mutex<Vec<(String, usize)>>,
}

fn load(token: &str, known: &Arc<Known>, round: usize, until: usize, server: &mut Server) {
    let done = Arc::new(AtomicUsize::new(0));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (address, token, known, done) = (server.address.clone(), token.to_owned(), known.clone(), done.clone());
            std::thread::spawn(move || {
                for n in 0.. {
                    let id = format!("kill-{round:02}-{client}-{n:05}");
                    known.asked.lock().unwrap().push((id.clone(), n));
                    let Some((201, answer)) = ask(&address, &token, "POST", "/api/v1/deeds", &body(&id, n)) else { return };
                    let position = position(&answer);
                    let mut file = known.file.lock().unwrap();
                    writeln!(file, "{id} {position} {}", hex::encode(Sha256::digest(body(&id, n)))).unwrap();
                    file.sync_data().unwrap();
                    drop(file);
                    known.acknowledged.lock().unwrap().insert(id, (n, position));
                    done.fetch_add(1, Ordering::Release);
                }
            })
        })
        .collect();
    while done.load(Ordering::Acquire) < until {
        std::thread::yield_now();
    }
    server.kill();
    clients.into_iter().for_each(|c| c.join().unwrap());
}

fn position(answer: &str) -> i64 {
    serde_json::from_str::<serde_json::Value>(answer).unwrap()["position"].as_i64().unwrap()
}

#[test]
fn nothing_acknowledged_is_lost_and_nothing_is_there_twice() {
    println!("seed {SEED}");
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let data = data.to_str().unwrap();
    chunman(&["demo", "--small", "--no-serve", "--data", data]);
    let token = token(data, "zhangxiaomei");
    let file = OpenOptions::new().create(true).append(true).open(Path::new(data).with_file_name("acknowledged")).unwrap();
    let known = Arc::new(Known { file: Mutex::new(file), acknowledged: Mutex::default(), asked: Mutex::default() });
    let mut random = SEED;
    for round in 0..KILLS {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        load(&token, &known, round, 5 + (random >> 33) as usize % 60, &mut serve(data));
    }
    let server = serve(data);
    let address = server.address.clone();
    let acknowledged = known.acknowledged.lock().unwrap().clone();
    assert!(acknowledged.len() >= KILLS * 5);
    for (id, (n, position_then)) in &acknowledged {
        let (status, answer) = ask(&address, &token, "GET", &format!("/api/v1/deeds/{id}"), "").unwrap();
        assert_eq!((status, position(&answer)), (200, *position_then), "{id} was acknowledged");
        // The same bytes give the same answer: they are what was stored.
        assert_eq!(
            ask(&address, &token, "POST", "/api/v1/deeds", &body(id, *n)).map(|(s, a)| (s, position(&a))),
            Some((201, *position_then))
        );
    }
    for (id, n) in known.asked.lock().unwrap().iter().filter(|(id, _)| !acknowledged.contains_key(id)) {
        let (status, _) = ask(&address, &token, "GET", &format!("/api/v1/deeds/{id}"), "").unwrap();
        assert!([200, 404].contains(&status), "{id} is wholly there or not at all");
        assert_eq!(ask(&address, &token, "POST", "/api/v1/deeds", &body(id, *n)).unwrap().0, 201, "{id} can be sent again");
    }
    drop(server);
    println!("{} acknowledged", acknowledged.len());
    chunman(&["verify", "--data", data]);
}
