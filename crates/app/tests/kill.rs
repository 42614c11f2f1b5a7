//! Kill −9 under load: what was acknowledged is there once and byte for byte; what was not is wholly there or wholly absent.
#![allow(clippy::unwrap_used)]
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fs::OpenOptions;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

const KILLS: usize = 20;
const CLIENTS: usize = 8;
const SEED: u64 = 20_170_331;

fn chunman(args: &[&str]) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_chunman")).args(args).output().unwrap();
    assert!(out.status.success(), "{args:?}: {}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

/// Serves the data; the address is what the program prints first.
fn serve(data: &str) -> (Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_chunman"))
        .args(["serve", "--data", data, "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (child, line.trim().trim_start_matches("http://").to_owned())
}

/// One request on its own connection: status and body, or `None` when the server died under it.
fn ask(address: &str, token: &str, method: &str, path: &str, body: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(address).ok()?;
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let status = answer.split(' ').nth(1)?.parse().ok()?;
    let (_, body) = answer.split_once("\r\n\r\n")?;
    Some((status, body.to_owned()))
}

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

fn load(address: &str, token: &str, known: &Arc<Known>, round: usize, until: usize, child: &mut Child) {
    let done = Arc::new(AtomicUsize::new(0));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (address, token, known, done) = (address.to_owned(), token.to_owned(), known.clone(), done.clone());
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
    child.kill().unwrap();
    child.wait().unwrap();
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
    chunman(&["demo", "--no-serve", "--data", data]);
    let token = chunman(&["token", "--person", "zhangxiaomei", "--data", data]);
    let token = token.lines().find(|l| l.starts_with("cm")).unwrap().trim().to_owned();
    let file = OpenOptions::new().create(true).append(true).open(Path::new(data).with_file_name("acknowledged")).unwrap();
    let known = Arc::new(Known { file: Mutex::new(file), acknowledged: Mutex::default(), asked: Mutex::default() });
    let mut random = SEED;
    for round in 0..KILLS {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let (mut child, address) = serve(data);
        load(&address, &token, &known, round, 5 + (random >> 33) as usize % 60, &mut child);
    }
    let (mut child, address) = serve(data);
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
    child.kill().unwrap();
    child.wait().unwrap();
    println!("{} acknowledged", acknowledged.len());
    chunman(&["verify", "--data", data]);
}
