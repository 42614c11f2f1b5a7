//! `chunman erase --household` as whoever can write the folder runs it: what was theirs is in no file any more, figures and log stand.
#![allow(clippy::unwrap_used)]
mod program;

use program::{ask, chunman, run, serve, token};
use std::path::Path;

const FIGURE: &str = "/api/v1/figures/sum.litter.140525106.20170328-20170328.received";
const HOUSEHOLD: &str = "household,unit,name,relation,number,health,address,phone,bank\n\
    erased-1,140525106,鄢若虚,head,140525195107231217,矽肺二期,村西头枣树院,13935611207,6228480178001234567\n\
    erased-1,140525106,尉迟念祖,child,,,,,\n\
    kept-1,140525106,呼延守拙,head,,,,,\n";
const WORDS: &str = "和尉迟念祖一起清了垃圾";

/// The files of a folder and below it in which these bytes stand.
fn holding(folder: &Path, bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path, bytes));
        } else if std::fs::read(&path).unwrap().windows(bytes.len()).any(|w| w == bytes) {
            found.push(path.display().to_string());
        }
    }
    found
}

/// Everything sealed of a household, as it lies on the disk.
fn sealed(data: &str, code: &str) -> Vec<Vec<u8>> {
    let db = rusqlite::Connection::open(Path::new(data).join("realm.sqlite")).unwrap();
    let of = |sql: &str| {
        let mut rows = db.prepare(sql).unwrap();
        let columns = rows.column_count();
        let cells =
            rows.query_map([code], |row| (0..columns).map(|n| row.get::<_, Option<Vec<u8>>>(n)).collect::<Result<Vec<_>, _>>()).unwrap();
        cells.flat_map(Result::unwrap).flatten().collect::<Vec<_>>()
    };
    let home = "(SELECT id FROM households WHERE code = ?1)";
    [
        format!("SELECT name, birth, number, health FROM members WHERE household = {home}"),
        "SELECT address, phone, bank, note FROM households WHERE code = ?1".to_owned(),
        format!("SELECT wrapped FROM file_keys WHERE id = {home}"),
    ]
    .iter()
    .flat_map(|sql| of(sql))
    .collect()
}

#[test]
fn a_household_is_erased_from_every_file_with_the_words_that_name_it_and_figures_stand() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let data = data.to_str().unwrap();
    chunman(&["demo", "--small", "--no-serve", "--data", data]);
    let file = dir.path().join("households.csv");
    std::fs::write(&file, HOUSEHOLD).unwrap();
    chunman(&["import", "households", file.to_str().unwrap(), "--data", data]);
    let bearer = token(data, "zhangxiaomei");
    let figure = || {
        let server = serve(data);
        ask(&server.address, "", "GET", FIGURE, "").unwrap().1.split("\"value\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    {
        let server = serve(data);
        let deed = format!(
            "{{\"id\":\"names-one\",\"indicator\":\"litter\",\"unit\":\"140525106\",\"day\":\"2017-03-28\",\"quantity\":\"1\",\"words\":\"{WORDS}\"}}"
        );
        assert_eq!(ask(&server.address, &bearer, "POST", "/api/v1/deeds", &deed).unwrap().0, 201);
    }
    let (before, cipher) = (figure(), sealed(data, "erased-1"));
    assert_eq!(cipher.len(), 8, "two names, a number, health, address, telephone, account, the key");
    for text in ["鄢若虚", "140525195107231217", "6228480178001234567"] {
        assert_eq!(holding(Path::new(data), text.as_bytes()), [""; 0], "{text} never lay there in clear");
    }
    assert!(
        !holding(Path::new(data), WORDS.as_bytes()).is_empty() && cipher.iter().all(|bytes| !holding(Path::new(data), bytes).is_empty())
    );
    let missing = run(&["erase", "--household", "nobody", "--reason", "asked for", "--data", data]);
    assert!(missing.code == Some(2) && missing.err.contains("no household nobody"), "{missing:?}");
    let told = chunman(&["erase", "--household", "erased-1", "--reason", "asked for", "--json", "--data", data]);
    assert!(told.contains("names-one"), "{told}");
    for bytes in &cipher {
        assert_eq!(holding(Path::new(data), bytes), [""; 0], "ciphertext went from the disk");
    }
    assert_eq!(holding(Path::new(data), WORDS.as_bytes()), [""; 0], "and so did the words of the record that named somebody");
    assert_eq!(figure(), before, "the record goes on counting");
    assert_eq!(sealed(data, "kept-1").len(), 2, "another household is as it was");
    assert_eq!(run(&["erase", "--household", "erased-1", "--reason", "again", "--data", data]).code, Some(2), "once");
    assert!(chunman(&["verify", "--data", data]).starts_with("sound"));
}
