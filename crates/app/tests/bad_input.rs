//! At the terminal: whatever is wrong, a command ends with 2 (or 1 for wrong rows) and a sentence a person can act on.
#![allow(clippy::unwrap_used)]
mod program;

use program::{Done, ask, chunman, run, serve, token};
use std::fmt::Write;
use std::fs;
use std::net::TcpListener;
use std::path::Path;

/// Refused with this exit code, in whole sentences that hold this word, without anything of the program's insides.
fn refused(done: &Done, code: i32, word: &str) {
    let said = done.err.trim();
    assert_eq!(done.code, Some(code), "{done:?}");
    assert!(said.contains(word), "“{word}” is not in: {said}");
    assert!(said.ends_with('.') && said.chars().next().is_some_and(|c| !c.is_lowercase()), "not a sentence: {said}");
    for inside in ["panicked", "Broken", "Error", "Some(", "at offset", "unwrap", "RUST_BACKTRACE"] {
        assert!(!said.contains(inside), "{said}");
    }
}

fn demo(dir: &Path) -> String {
    let data = dir.join("data").to_str().unwrap().to_owned();
    chunman(&["demo", "--small", "--no-serve", "--data", &data]);
    data
}

#[test]
fn a_second_server_and_a_command_beside_a_server_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let data = demo(dir.path());
    let token = token(&data, "zhangxiaomei");
    let server = serve(&data);
    refused(&run(&["serve", "--data", &data, "--listen", "127.0.0.1:0"]), 2, "Another process uses the data");
    refused(&run(&["token", "--person", "admin", "--data", &data]), 2, "Nothing was changed");
    refused(&run(&["demo", "--small", "--no-serve", "--data", &data]), 2, "Another process uses the data");
    assert!(chunman(&["verify", "--data", &data]).starts_with("sound"), "looking is allowed beside a server");
    let deed = r#"{"id":"beside-0001","indicator":"trees","unit":"140525106","day":"2017-03-20","quantity":"5"}"#;
    assert_eq!(ask(&server.address, &token, "POST", "/api/v1/deeds", deed).unwrap().0, 201, "and the server goes on");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    drop(server);
    let address = taken.local_addr().unwrap().to_string();
    refused(&run(&["serve", "--data", &data, "--listen", &address]), 2, "--listen");
}

#[test]
fn data_of_another_release_or_of_none_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let (data, to) = (demo(dir.path()), dir.path().join("backup").to_str().unwrap().to_owned());
    let file = Path::new(&data).join("realm.sqlite");
    let newer = |by: &str| {
        let db = rusqlite::Connection::open(&file).unwrap();
        db.execute_batch(&format!(
            "UPDATE schema_versions SET number = number {by} WHERE number = (SELECT MAX(number) FROM schema_versions)"
        ))
        .unwrap();
    };
    newer("+ 500");
    refused(&run(&["serve", "--data", &data]), 2, "newer release");
    refused(&run(&["backup", "--data", &data, &to]), 2, "newer release");
    assert!(!Path::new(&to).exists(), "no half of a backup");
    assert_eq!(run(&["verify", "--data", &data]).code, Some(1), "and verify names it");
    newer("- 500");
    chunman(&["verify", "--data", &data]);
    fs::write(&file, b"this is a letter and no database, and it is long enough to be looked at").unwrap();
    for gone in ["realm.sqlite-wal", "realm.sqlite-shm"] {
        let _ = fs::remove_file(Path::new(&data).join(gone));
    }
    refused(&run(&["serve", "--data", &data]), 2, "newest backup");
    let nowhere = dir.path().join("nowhere").to_str().unwrap().to_owned();
    refused(&run(&["verify", "--data", &nowhere]), 2, "no data in");
    refused(&run(&["backup", "--data", &nowhere, &to]), 2, "no data in");
    refused(&run(&["restore", "--data", &nowhere, &to]), 2, "nothing was restored");
    refused(&run(&["serve", "--database", "postgres://nobody@127.0.0.1:1/none", "--data", &nowhere]), 2, "PostgreSQL");
}

#[test]
fn a_file_that_is_too_large_or_not_what_it_says_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let data = demo(dir.path());
    let before = chunman(&["verify", "--data", &data]);
    let file = |name: &str, bytes: &[u8]| {
        let path = dir.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let import = |kind: &str, path: &str| run(&["import", kind, path, "--data", &data]);
    refused(&import("units", "/nowhere/units.csv"), 2, "/nowhere/units.csv");
    refused(&import("units", &file("gbk.csv", b"code,name\n\xd6\xd0,\xce\xc4\n")), 2, "UTF-8");
    refused(&import("units", &file("people.csv", b"code,name,unit\nx,X,140525\n")), 2, "parent");
    refused(&import("people", &file("empty.csv", b"")), 2, "code");
    refused(&import("people", &file("photo.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")), 2, "UTF-8");
    refused(&import("deeds", &file("sheet.xlsx", b"PK\x03\x04 and then nothing of a spreadsheet")), 2, "");
    let large = file("large.csv", b"");
    fs::File::options().write(true).open(&large).unwrap().set_len(129 * 1024 * 1024).unwrap();
    refused(&import("deeds", &large), 2, "Divide it");
    refused(&run(&["invite", "--person", "nobody", "--data", &data]), 2, "nobody");
    refused(
        &run(&["import", "units", &file("u.csv", b"code,name,parent,kind\n1,X,,county\n"), "--data", &format!("{data}-none")]),
        2,
        "administrator",
    );
    assert_eq!(chunman(&["verify", "--data", &data]), before, "not a leaf more");
}

#[test]
fn one_wrong_row_of_five_thousand_is_named_and_nothing_is_imported() {
    let dir = tempfile::tempdir().unwrap();
    let data = demo(dir.path());
    let before = chunman(&["verify", "--data", &data]);
    let mut rows = "indicator,unit,recorder,day,quantity\n".to_owned();
    for n in 0..5000 {
        let day = if n == 4321 { "2017-03-32" } else { "2017-03-12" };
        writeln!(rows, "trees,140525106,zhangxiaomei,{day},2").unwrap();
    }
    let path = dir.path().join("deeds.csv");
    fs::write(&path, &rows).unwrap();
    let path = path.to_str().unwrap();
    let done = run(&["import", "deeds", path, "--data", &data]);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(done.out.contains("line 4323, day: ") && done.out.contains("Nothing was written"), "{done:?}");
    assert_eq!(chunman(&["verify", "--data", &data]), before, "not a leaf more");
    fs::write(path, rows.replace("2017-03-32", "2017-03-12")).unwrap();
    assert!(chunman(&["import", "deeds", path, "--data", &data]).contains("5000 applied"));
    assert!(chunman(&["verify", "--data", &data]).starts_with("sound"));
}
