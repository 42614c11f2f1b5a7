//! Behind the door's back: every table, every way, is found and named.
use crate::bench::{Bench, Note, SCHEMA, leave, on_both};
use ledger::{Error, Kind, Verifier};

fn filled(bench: &Bench) {
    let db = bench.open();
    for n in 0..6 {
        bench.write_note(&db, &format!("n{n}"), "words");
        db.checkpoint().unwrap();
    }
    let file = db.blobs().put(b"a photograph").unwrap();
    db.write(leave, move |tx| {
        let n = tx.get::<Note>("n1")?;
        tx.update(&n, &Note { file: Some(file), ..n.clone() })
    })
    .unwrap();
    db.write(leave, |tx| {
        let n = tx.get::<Note>("n2")?;
        tx.delete(&n)
    })
    .unwrap();
    db.write(leave, |tx| {
        let n = tx.get::<Note>("n3")?;
        tx.erase(&n)
    })
    .unwrap();
    db.scratch(|s| s.execute("INSERT INTO leases (id) VALUES ('l')", &[])).unwrap();
    db.checkpoint().unwrap();
}

/// A change, a deletion and an insertion for one table, made from what the database says of its columns.
fn attacks(bench: &Bench, table: &str) -> Vec<String> {
    let db = bench.open();
    let key = match table {
        "log_leaves" | "log_changes" => "position",
        "log_checkpoints" => "seq",
        "counts" => "topic",
        _ => "id",
    };
    let columns: Vec<String> = db.read(|r| {
        let sql = if bench.is_sqlite() { "SELECT name, type FROM pragma_table_info($1)" } else {
            "SELECT column_name::text, data_type::text FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1" };
        r.rows(sql, &[table.into()])?.iter().map(|row| Ok::<_, Error>(format!("{} {}", row.text(0)?, row.text(1)?.to_lowercase()))).collect()
    }).unwrap();
    let names: Vec<&str> = columns.iter().map(|c| c.split(' ').next().unwrap()).collect();
    let one = format!("{key} = (SELECT MAX({key}) FROM {table})");
    let mut out =
        vec![format!("DELETE FROM {table} WHERE {one}"), format!("DELETE FROM {table} WHERE {key} = (SELECT MIN({key}) FROM {table})")];
    for column in &columns {
        let (name, kind) = column.split_once(' ').unwrap();
        let value = if kind.contains("int") {
            format!("COALESCE({name}, 0) + 1000")
        } else if kind.starts_with("text") || kind == "character varying" {
            format!("COALESCE({name}, '') || 'x'")
        } else if bench.is_sqlite() {
            "x'00'".into()
        } else {
            "'\\x00'::bytea".into()
        };
        out.push(format!("UPDATE {table} SET {name} = {value} WHERE {one}"));
    }
    let copy: Vec<String> = columns
        .iter()
        .map(|c| {
            let (name, kind) = c.split_once(' ').unwrap();
            if name != key {
                name.to_owned()
            } else if kind.contains("int") {
                format!("{name} + 1")
            } else {
                format!("{name} || 'z'")
            }
        })
        .collect();
    out.push(format!("INSERT INTO {table} ({}) SELECT {} FROM {table} WHERE {one}", names.join(", "), copy.join(", ")));
    out
}

#[test]
fn every_table_that_the_database_lists_is_guarded() {
    on_both(|bench| {
        filled(bench);
        bench.sound();
        let tables = bench.open().read(|r| r.stored_tables()).unwrap();
        assert!(tables.len() >= 7, "{tables:?}");
        let mut tried = 0;
        for table in tables {
            if SCHEMA.tables.iter().any(|t| t.name == table && matches!(t.kind, Kind::Scratch)) {
                continue;
            }
            for attack in attacks(bench, &table) {
                let backup = Backup::of(bench);
                bench.sql(&attack);
                let faults = bench.faults();
                assert!(!faults.is_empty(), "not found: {attack}");
                let expected = if table == "log_leaves" { "log_" } else { table.as_str() };
                assert!(faults.iter().any(|f| f.starts_with(expected)), "{attack} was found, but not named: {faults:?}");
                backup.put_back(bench);
                tried += 1;
            }
        }
        assert!(tried > 30, "{tried} attacks");
        bench.sound();
    });
}

#[test]
fn a_swapped_blob_and_a_removed_tail_are_found() {
    on_both(|bench| {
        filled(bench);
        let blob = bench.open().read(|r| r.get::<Note>("n1")).unwrap().file.unwrap();
        let path = bench.dir().join("blobs").join(&blob[..2]).join(&blob);
        std::fs::write(&path, b"another photograph").unwrap();
        assert_eq!(bench.faults(), [format!("blobs {blob}: the file's content is not what its name says")]);
        std::fs::write(&path, b"a photograph").unwrap();
        bench.sound();
        let db = bench.open();
        bench.write_note(&db, "last", "words");
        db.checkpoint().unwrap();
        drop(db);
        // The last leaf, its change set, its row, its sum and the checkpoint over it: only the checkpoint's file still knows.
        bench.sql("DELETE FROM log_changes WHERE position = (SELECT MAX(position) FROM log_leaves); DELETE FROM log_leaves WHERE position = (SELECT MAX(position) FROM log_leaves); \
                   DELETE FROM notes WHERE id = 'last'; UPDATE counts SET n = n - 1");
        assert!(bench.faults().iter().any(|f| f.contains("the end of the log was removed")), "{:?}", bench.faults());
        bench.sql("DELETE FROM log_checkpoints WHERE seq = (SELECT MAX(seq) FROM log_checkpoints)");
        assert!(
            bench.faults().iter().any(|f| f.contains("the checkpoint that was signed last is not in the database")),
            "{:?}",
            bench.faults()
        );
    });
}

#[test]
fn a_replay_that_forgets_something_fails() {
    on_both(|bench| {
        filled(bench);
        let mutants = [
            Verifier { skip_column: Some(("notes", "topic")), ..Verifier::default() },
            Verifier { skip_column: Some(("notes", "words")), ..Verifier::default() },
            Verifier { skip_table: Some("notes"), ..Verifier::default() },
            Verifier { skip_table: Some("epochs"), ..Verifier::default() },
            Verifier { skip_deletes: true, ..Verifier::default() },
        ];
        for mutant in mutants {
            let report = mutant.run(&bench.config(), &SCHEMA, |_| {}).unwrap();
            assert!(!report.faults.is_empty(), "{mutant:?} was not noticed");
        }
    });
}

/// The database as it was, to try the next attack on.
struct Backup(Option<Vec<u8>>);

impl Backup {
    fn of(bench: &Bench) -> Self {
        if bench.is_sqlite() {
            bench.sql("PRAGMA wal_checkpoint(TRUNCATE)");
            return Self(Some(std::fs::read(bench.dir().join("realm.sqlite")).unwrap()));
        }
        let tables = bench.open().read(|r| r.stored_tables()).unwrap();
        bench.sql(
            &tables
                .iter()
                .map(|t| format!("DROP TABLE IF EXISTS saved.{t}; CREATE SCHEMA IF NOT EXISTS saved; CREATE TABLE saved.{t} AS TABLE {t};"))
                .collect::<String>(),
        );
        Self(None)
    }
    fn put_back(self, bench: &Bench) {
        match self.0 {
            Some(bytes) => {
                for end in ["", "-wal", "-shm"] {
                    let _ = std::fs::remove_file(bench.dir().join(format!("realm.sqlite{end}")));
                }
                std::fs::write(bench.dir().join("realm.sqlite"), bytes).unwrap();
            }
            None => {
                let tables = ["log_leaves", "log_changes", "log_checkpoints", "schema_versions", "epochs", "notes", "counts", "leases"];
                bench.sql(&tables.iter().map(|t| format!("DELETE FROM {t}; INSERT INTO {t} SELECT * FROM saved.{t};")).collect::<String>());
            }
        }
    }
}
