//! `chunman photos match` as another program calls it.
#![allow(clippy::unwrap_used)]
use image::{ImageFormat, Rgb, RgbImage, imageops};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn run(library: &Path, queries: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_chunman"))
        .args(["photos", "match", "--json", "--library"])
        .arg(library)
        .arg("--queries")
        .arg(queries)
        .output()
        .unwrap()
}

/// Tiles of colours by a seed: as different from each other as photographs are.
fn picture(seed: u32) -> RgbImage {
    RgbImage::from_fn(320, 240, |x, y| {
        let tile = (x / 40 + y / 40 * 8 + seed * 97).wrapping_mul(2_654_435_761);
        Rgb([tile >> 24, tile >> 16, tile >> 8].map(|c| (c % 256) as u8))
    })
}

fn keep(picture: &RgbImage, path: &Path) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    picture.save_with_format(path, ImageFormat::Png).unwrap();
}

#[test]
fn each_query_has_its_nearest_and_what_cannot_be_read_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let (library, queries) = (dir.path().join("library"), dir.path().join("queries"));
    keep(&picture(1), &library.join("三月/村口.png"));
    keep(&picture(2), &library.join("2.png"));
    keep(&imageops::flip_horizontal(&picture(1)), &queries.join("反的.jpg"));
    keep(&picture(9), &queries.join("b/stranger.png"));
    let out = run(&library, &queries);
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    let expected = json!([
        {"query": "b/stranger.png", "match": null, "distance": null, "form": null},
        {"query": "反的.jpg", "match": "三月/村口.png", "distance": 0, "form": "mirrored"},
    ]);
    assert_eq!(serde_json::from_slice::<Value>(&out.stdout).unwrap(), expected);

    fs::write(library.join("notes.txt"), "not a picture").unwrap();
    let whole = fs::read(library.join("2.png")).unwrap();
    fs::write(queries.join("cut.png"), &whole[..whole.len() / 2]).unwrap();
    let out = run(&library, &queries);
    assert_eq!(out.status.code(), Some(1));
    let lines: Vec<Value> = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(lines[0], json!({"library": "notes.txt", "error": "is not a JPEG, PNG or WebP picture"}));
    assert_eq!(lines[2], json!({"query": "cut.png", "error": "ends before its picture does"}));
    assert_eq!(lines.len(), 4);
}

#[test]
fn a_folder_that_is_not_there_is_said_in_one_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let out = run(&dir.path().join("nothing"), dir.path());
    assert_eq!(out.status.code(), Some(2));
    let said = String::from_utf8(out.stderr).unwrap();
    assert!(said.contains("nothing") && said.trim().lines().count() == 1, "{said}");
    let empty = run(dir.path(), dir.path());
    assert_eq!((empty.status.code(), empty.stdout.trim_ascii()), (Some(0), b"[]".as_slice()));
}
