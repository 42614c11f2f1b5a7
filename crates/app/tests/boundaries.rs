//! The boundaries that no type can hold: drivers belong to the ledger, warrants to `powers`, queries stay out of routes.
#![allow(clippy::unwrap_used)]
use std::path::{Path, PathBuf};

fn sources(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out)
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path)
        }
    }
}

fn app_sources() -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    files.into_iter().map(|f| (f.clone(), std::fs::read_to_string(f).unwrap())).collect()
}

#[test]
fn only_the_ledger_depends_on_database_drivers() {
    let manifest: toml::Table = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap().parse().unwrap();
    let dependencies = manifest["dependencies"].as_table().unwrap();
    for driver in ["rusqlite", "postgres", "tokio-postgres", "sqlx", "libsqlite3-sys"] {
        assert!(!dependencies.contains_key(driver), "{driver} is the ledger's");
    }
}

#[test]
fn only_powers_mints_warrants() {
    for (file, text) in app_sources() {
        assert!(file.ends_with("powers.rs") || !text.contains("Warrant::mint"), "{} mints a warrant", file.display());
    }
}

#[test]
fn routes_hold_no_queries() {
    // Wherever a route is declared, whatever the file is called; `doors.rs` declares none, its tests walk them all.
    let declares = |text: &str| text.contains(".route(") || text.contains("routes!(");
    for (file, text) in app_sources()
        .into_iter()
        .filter(|(f, text)| !f.ends_with("doors.rs") && (f.ends_with("routes.rs") || f.ends_with("api.rs") || declares(text)))
    {
        for word in ["\"SELECT ", "\"WHERE ", "\"WITH ", "\"INSERT ", "\"UPDATE ", "\"DELETE "] {
            assert!(!text.contains(word), "{} holds a query: {word}", file.display());
        }
    }
}
