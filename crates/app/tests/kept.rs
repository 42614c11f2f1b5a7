//! Data that an earlier release made by its own verbs (`tests/kept/make.mjs`) is brought up to date, replayed, and goes on.
#![allow(clippy::unwrap_used)]
mod program;

use program::{ask, chunman, serve, token};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Schemas that somebody may still have.
const RELEASED: [&str; 1] = ["schema-5"];

fn kept(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/kept").join(format!("{name}.tar.gz"))
}

fn value(address: &str, figure: &str) -> String {
    let (status, body) = ask(address, "", "GET", &format!("/api/v1/figures/{figure}"), "").unwrap();
    assert_eq!(status, 200, "{figure}: {body}");
    serde_json::from_str::<serde_json::Value>(&body).unwrap()["value"].as_str().unwrap().to_owned()
}

/// The kept realm, as data and as a backup of it, unpacked.
fn unpack(name: &str) -> (tempfile::TempDir, String, String) {
    let dir = tempfile::tempdir().unwrap();
    let status = Command::new("tar").arg("-xzf").arg(kept(name)).arg("-C").arg(dir.path()).status().unwrap();
    assert!(status.success(), "{name} unpacks");
    let at = |folder: &str| dir.path().join(folder).to_str().unwrap().to_owned();
    let (data, backup) = (at("data"), at("backup"));
    (dir, data, backup)
}

/// What was in the realm is there, somebody joins, a deed is changed, and the log tells all of it.
fn goes_on(name: &str, data: &str) {
    // The first command that opens the data for writing brings it to this program's schema.
    let token = token(data, "zhangxiaomei");
    assert!(chunman(&["verify", "--data", data]).starts_with("sound"), "{name}: what was migrated is what the log says");
    let server = serve(data);
    let address = server.address.as_str();
    let trees = |state: &str| value(address, &format!("sum.trees.140525.20170301-20170331.{state}"));
    assert_eq!((trees("verified"), trees("received")), ("6".into(), "30".into()), "{name}");
    assert_eq!(value(address, "sum.litter.140525.20170301-20170331.received"), "84", "{name}");
    // Its month is long over by its clock: records of it are taken no more.
    let deed = r#"{"id":"after-migration","indicator":"trees","unit":"140525106","day":"2017-03-20","quantity":"5"}"#;
    let (status, body) = ask(address, &token, "POST", "/api/v1/deeds", deed).unwrap();
    assert_eq!(status, 422, "{name}: {body}");
    drop(server);
    let people = format!("{data}/people.csv");
    std::fs::write(&people, "code,name,unit\nafter,后来的,140525106\n").unwrap();
    chunman(&["import", "people", &people, "--data", data]);
    chunman(&["erase", "--deed", "kept-deed-1", "--reason", "asked for", "--data", data]);
    assert!(chunman(&["verify", "--data", data]).starts_with("sound"), "{name}: and so is what came after");
}

#[test]
fn every_released_schema_is_migrated_replayed_and_goes_on() {
    for name in RELEASED {
        let (_dir, data, _) = unpack(name);
        goes_on(name, &data);
    }
}

#[test]
fn a_backup_of_every_released_schema_is_restored_and_goes_on() {
    for name in RELEASED {
        let (dir, _, backup) = unpack(name);
        let data = dir.path().join("restored").to_str().unwrap().to_owned();
        chunman(&["restore", "--data", &data, &backup]);
        goes_on(name, &data);
    }
}

/// The newest kept schema may lag behind the program's by what is not released, but none that was kept is forgotten here.
#[test]
fn every_kept_file_is_tried() {
    let folder = kept("x");
    let mut there: Vec<String> = std::fs::read_dir(folder.parent().unwrap())
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().to_str()?.strip_suffix(".tar.gz").map(ToOwned::to_owned))
        .collect();
    there.sort();
    assert_eq!(there, RELEASED);
}
