//! `chunman pair` as another program calls it.
#![allow(clippy::unwrap_used)]
mod program;
use program::run;
use serde_json::{Value, json};
use std::path::Path;

fn files(dir: &Path, officials: &str, edges: &str) -> [String; 2] {
    let path = |name: &str, text: &str| {
        let path = dir.join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    [path("officials.csv", officials), path("edges.csv", edges)]
}

#[test]
fn pairs_are_found_and_whoever_cannot_be_served_is_named_with_the_reason() {
    let dir = tempfile::tempdir().unwrap();
    let edges = "household,official,cost\nh1,a,10\nh1,b,1\nh2,a,4\nh2,b,2\nh3,c,5\nh4,c,6\nh5,,\n";
    let [officials, edges] = files(dir.path(), "id,lo,hi\na,0,1\nb,0,1\nc,0,1\nd,1,2\n", edges);
    let pairs = dir.path().join("pairs.csv").display().to_string();
    let done = run(&["pair", "--officials", &officials, "--edges", &edges, "--pairs", &pairs, "--json"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let mut told: Value = serde_json::from_str(&done.out).unwrap();
    assert!(told["seconds"].take().as_f64().unwrap() < 1.0);
    let expected = json!({
        "cost": 10, "seconds": null,
        "unserved": [
            { "household": "h5", "why": "It has no candidate." },
            { "household": "h4", "why": "2 households have only c as candidates, who take 1 at the most." },
        ],
        "short": [{ "official": "d", "missing": 1, "why": "d need 1 households at the least, and only 0 have any of them as a candidate." }],
    });
    assert_eq!(told, expected);
    let written = std::fs::read_to_string(pairs).unwrap();
    let rows: Vec<&str> = written.lines().collect();
    assert_eq!(rows[0], "household,official,cost,other,other_cost,other_full,in_all_at_least");
    assert!(rows[1].starts_with("h1,b,1,a,10,1,") && rows[2].starts_with("h2,a,4,b,2,1,") && rows[3..] == ["h3,c,5,,,,"], "{written}");
    let said = run(&["pair", "--officials", &officials, "--edges", &edges]).out;
    assert!(said.starts_with("3 pairs, cost 10 in all, found in ") && said.lines().count() == 4, "{said}");
}

#[test]
fn wrong_rows_are_named_with_their_lines_and_a_file_that_is_not_there_in_one_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let [officials, edges] = files(dir.path(), "id,lo,hi\na,0,1\n", "household,official,cost\nx,a,1\nx,b,1\ny,a,far\n");
    let done = run(&["pair", "--officials", &officials, "--edges", &edges, "--json"]);
    assert_eq!((done.code, done.out.as_str()), (Some(1), ""));
    let said: Vec<&str> = done.err.lines().collect();
    assert!(said.len() == 2 && said[0].contains("edges.csv, line 3: official b") && said[1].contains("line 4: “far”"), "{said:?}");
    let done = run(&["pair", "--officials", "nowhere.csv", "--edges", &edges]);
    assert!(done.code == Some(2) && done.err.starts_with("nowhere.csv cannot be read") && done.err.lines().count() == 1, "{done:?}");
}
