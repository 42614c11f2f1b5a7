//! Behind the product's back: each table that the database itself lists is changed, emptied of a row and given one; each time
//! `chunman verify` finds it and names the table. What may be lost by declaration (sessions, failed sign-ins) is left out.
#![allow(clippy::unwrap_used)]
use rusqlite::Connection;
use std::path::Path;
use std::process::Command;

const SCRATCH: [&str; 7] = ["chains", "chain_hints", "sessions", "sign_in_failures", "forgotten", "pictures", "near_pictures"];

fn verify(data: &Path) -> (Option<i32>, String) {
    let out = Command::new(env!("CARGO_BIN_EXE_chunman")).args(["verify", "--json", "--data"]).arg(data).output().unwrap();
    (out.status.code(), String::from_utf8_lossy(&out.stdout).into_owned())
}

/// A change of each column, a deletion and an insertion of one row, from what the database says of the table.
fn attacks(db: &Connection, table: &str) -> Vec<String> {
    let mut info = db.prepare(&format!("SELECT name, type, pk FROM pragma_table_info('{table}')")).unwrap();
    let columns: Vec<(String, String, i64)> =
        info.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).unwrap().collect::<Result<_, _>>().unwrap();
    let (key, kind, _) = columns.iter().find(|c| c.2 == 1).unwrap();
    let one = if columns.iter().filter(|c| c.2 > 0).count() == 1 {
        format!("{key} = (SELECT MAX({key}) FROM {table})")
    } else {
        let keys: Vec<&str> = columns.iter().filter(|c| c.2 > 0).map(|c| c.0.as_str()).collect();
        format!("({0}) IN (SELECT {0} FROM {table} ORDER BY {1} DESC LIMIT 1)", keys.join(", "), keys.join(" DESC, "))
    };
    let mut out = vec![format!("DELETE FROM {table} WHERE {one}")];
    for (name, kind, _) in &columns {
        let value = match kind.as_str() {
            "INTEGER" => format!("COALESCE({name}, 0) + 1000"),
            "TEXT" => format!("COALESCE({name}, '') || 'x'"),
            _ => "x'00'".to_owned(),
        };
        out.push(format!("UPDATE {table} SET {name} = {value} WHERE {one}"));
    }
    let copies: Vec<String> = columns
        .iter()
        .map(|(name, ..)| match (name == key, kind.as_str()) {
            (true, "INTEGER") => format!("{name} + 1"),
            (true, _) => format!("{name} || 'z'"),
            // A unique column of its own must not stop the insertion: that would be no attack.
            _ if ["code", "pseudonym"].contains(&name.as_str()) => format!("{name} || 'z'"),
            _ => name.clone(),
        })
        .collect();
    let names: Vec<&str> = columns.iter().map(|c| c.0.as_str()).collect();
    out.push(format!("INSERT INTO {table} ({}) SELECT {} FROM {table} WHERE {one}", names.join(", "), copies.join(", ")));
    out
}

/// A row made up for a table that has none.
fn forged(db: &Connection, table: &str) -> String {
    let mut info = db.prepare(&format!("SELECT name, type FROM pragma_table_info('{table}')")).unwrap();
    let cells: Vec<(String, String)> = info.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).unwrap().collect::<Result<_, _>>().unwrap();
    let value = |kind: &str| match kind {
        "INTEGER" => "1",
        "BLOB" => "x'00'",
        _ => "'x'",
    };
    let values: Vec<&str> = cells.iter().map(|(_, kind)| value(kind)).collect();
    let names: Vec<&str> = cells.iter().map(|(name, _)| name.as_str()).collect();
    format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), values.join(", "))
}

fn copy_all(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() { copy_all(&entry.path(), &target) } else { std::fs::copy(entry.path(), target).map(|_| ()).unwrap() }
    }
}

#[test]
fn every_row_of_every_table_is_guarded() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let made = Command::new(env!("CARGO_BIN_EXE_chunman"))
        .args(["demo", "--world", "school", "--no-serve", "--data"])
        .arg(&data)
        .status()
        .unwrap();
    assert!(made.success());
    for make in ["invite", "token"] {
        let out = Command::new(env!("CARGO_BIN_EXE_chunman")).args([make, "--person", "reed", "--data"]).arg(&data).output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    }
    assert_eq!(verify(&data).0, Some(0));
    let file = data.join("realm.sqlite");
    let db = Connection::open(&file).unwrap();
    db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let mut tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name").unwrap();
    let tables: Vec<String> = tables.query_map([], |r| r.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    let (mut tried, mut empty) = (0, Vec::new());
    for table in tables.iter().filter(|t| !SCRATCH.contains(&t.as_str())) {
        let rows: i64 = db.query_row(&format!("SELECT COUNT(*) FROM {table}"), [], |r| r.get(0)).unwrap();
        if rows == 0 {
            empty.push(table.as_str());
        }
        for attack in if rows == 0 { vec![forged(&db, table)] } else { attacks(&db, table) } {
            let copy = dir.path().join("copy");
            copy_all(&data.join("blobs"), &copy.join("blobs"));
            std::fs::copy(&file, copy.join("realm.sqlite")).unwrap();
            std::fs::copy(data.join("checkpoint"), copy.join("checkpoint")).unwrap();
            let changed = Connection::open(copy.join("realm.sqlite")).unwrap().execute(&attack, []).unwrap();
            assert_eq!(changed, 1, "{attack}");
            let (code, said) = verify(&copy);
            assert_eq!(code, Some(1), "not found: {attack}\n{said}");
            let names = if table.starts_with("log_") { "\"log_" } else { table.as_str() };
            assert!(said.contains(names), "found, but not named: {attack}\n{said}");
            tried += 1;
            std::fs::remove_dir_all(&copy).unwrap();
        }
    }
    println!("{tried} attacks; empty in the demonstration, so only a forged row was tried: {empty:?}");
    assert!(tried > 120, "{tried} attacks");
}
