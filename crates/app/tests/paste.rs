//! `chunman paste` as another program calls it.
#![allow(clippy::unwrap_used)]
use std::io::Write;
use std::process::{Command, Output, Stdio};

fn paste(people: &str, text: &str) -> Output {
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/src/paste/samples");
    let mut child = Command::new(env!("CARGO_BIN_EXE_chunman"))
        .args(["paste", "--json", "--people", &format!("{samples}/{people}"), "--items", &format!("{samples}/charity.toml")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A child that ended before it read says so by its answer.
    let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
    child.wait_with_output().unwrap()
}

#[test]
fn a_text_becomes_objects_with_exactly_these_fields() {
    let out = paste("charity.csv", "\u{feff}Beach clean\r\n1. Mia – 3 bags, Pier 4\r\n2. Anna – 2 bags\r\n");
    assert!(out.status.success());
    let rows: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    let expected = serde_json::json!([
        {"line": 2, "names": ["Maria Lopez"], "item": "beach", "quantity": "3", "unit": "Harbour Team", "place": "Pier 4", "words": "", "certain": true},
        {"line": 3, "names": ["Anna"], "item": "beach", "quantity": "2", "unit": "", "place": "", "words": "", "certain": false},
    ]);
    assert_eq!(rows, expected);
}

#[test]
fn a_file_that_is_not_there_is_said_in_one_sentence() {
    let out = paste("nobody.csv", "");
    assert_eq!(out.status.code(), Some(2));
    let said = String::from_utf8(out.stderr).unwrap();
    assert!(said.contains("nobody.csv") && said.trim().lines().count() == 1, "{said}");
}
