//! The door on both databases: what it promises, and what it does when something fails.
#![allow(clippy::unwrap_used, clippy::panic)]
mod bench;
mod epochs;
mod groups;
mod tamper;

use bench::{Bench, Note, on_both};
use ledger::{Db, Error, Record, SetClock, Tx};
use std::sync::Arc;

#[test]
fn what_is_written_can_be_read_and_the_log_tells_it_again() {
    on_both(|bench| {
        let db = bench.open();
        let note = bench.write_note(&db, "n1", "spring");
        assert_eq!(note.rev, 1);
        let after = db
            .write(bench::leave, {
                let n = note.clone();
                move |tx| tx.update(&n, &Note { words: Some("summer".into()), ..n.clone() })
            })
            .unwrap();
        assert_eq!(after.rev, 2);
        let stale = db.write(bench::leave, move |tx| tx.update(&note, &Note { words: Some("winter".into()), ..note.clone() }));
        assert!(matches!(stale, Err(Error::Stale { table: "notes", .. })), "{stale:?}");
        let taken = bench.try_note(&db, "n1", "again");
        assert!(matches!(taken, Err(Error::Taken(_))), "{taken:?}");
        assert_eq!(db.read(|r| r.get::<Note>("n1")).unwrap(), after);
        bench.write_note(&db, "n2", "gone soon");
        db.write(bench::leave, |tx| {
            let n = tx.get::<Note>("n2")?;
            tx.delete(&n)
        })
        .unwrap();
        db.checkpoint().unwrap();
        bench.sound();
        let tallied = db.read(|r| r.int("SELECT n FROM counts WHERE topic = $1", &["t".into()])).unwrap();
        assert_eq!(tallied, 2, "the tally counts what was written, also what was deleted later");
    });
}

#[test]
fn a_closure_reads_its_own_sums_and_a_failed_one_leaves_none() {
    on_both(|bench| {
        let db = bench.open();
        bench.write_note(&db, "a", "x");
        let seen = db
            .write(bench::leave, |tx| {
                tx.insert(&bench::note("b", "y"))?;
                tx.add(&bench::COUNTS, vec!["t".into()], &[1]);
                tx.int("SELECT n FROM counts WHERE topic = 't'", &[])
            })
            .unwrap();
        assert_eq!(seen, 2);
        let failed: Result<(), Error> = db.write(bench::leave, |tx| {
            tx.add(&bench::COUNTS, vec!["t".into()], &[40]);
            assert_eq!(tx.int("SELECT n FROM counts WHERE topic = 't'", &[])?, 42);
            Err(Error::Broken("changed my mind".into()))
        });
        assert!(failed.is_err());
        assert_eq!(db.read(|r| r.int("SELECT n FROM counts WHERE topic = 't'", &[])).unwrap(), 2);
        db.checkpoint().unwrap();
        bench.sound();
    });
}

/// Notes are declared steady here: the writer remembers what it read of them.
#[test]
fn what_the_writer_remembers_is_never_behind() {
    on_both(|bench| {
        let db = bench.open();
        let words = |tx: &mut Tx| Ok(tx.find::<bench::Note>("a")?.map(|note| note.words.unwrap_or_default()));
        let read = |db: &Db| db.write(bench::leave, words).unwrap();
        assert_eq!(read(&db), None);
        let note = bench.write_note(&db, "a", "one");
        assert_eq!(read(&db).as_deref(), Some("one"));
        // A closure sees what it changed; undone, nobody does.
        let undone: Result<(), Error> = db.write(bench::leave, {
            let note = note.clone();
            move |tx| {
                tx.update(&note, &bench::Note { words: Some("two".into()), ..note.clone() })?;
                assert_eq!(words(tx)?.as_deref(), Some("two"));
                Err(Error::Broken("changed my mind".into()))
            }
        });
        assert!(undone.is_err());
        assert_eq!(read(&db).as_deref(), Some("one"));
        // The same where the COMMIT fails.
        db.fail_next_commit();
        let lost = db.write(bench::leave, {
            let note = note.clone();
            move |tx| {
                tx.update(&note, &bench::Note { words: Some("two".into()), ..note.clone() })?;
                words(tx)
            }
        });
        assert!(matches!(lost, Err(Error::Lost(_))));
        assert_eq!(read(&db).as_deref(), Some("one"));
        db.write(bench::leave, move |tx| tx.erase(&note)).unwrap();
        assert_eq!(read(&db).as_deref(), Some(""));
        db.checkpoint().unwrap();
        bench.sound();
    });
}

/// What readers remember of the steady notes and what they read of the sums beside it are of one snapshot, whenever it was taken.
#[test]
fn what_readers_remember_is_never_behind_nor_ahead() {
    on_both(|bench| {
        let db = bench.open();
        let notes = |r: &mut ledger::Read| r.int("SELECT COUNT(*) FROM notes", &[]);
        let look = |db: &Db| {
            let (before, sum, after) =
                db.read(|r| Ok::<_, Error>((notes(r)?, r.int("SELECT n FROM counts WHERE topic = 't'", &[])?, notes(r)?))).unwrap();
            assert_eq!((before, after), (sum, sum));
            sum
        };
        std::thread::scope(|s| {
            let readers: Vec<_> = (0..3)
                .map(|_| {
                    let db = &db;
                    s.spawn(move || while look(db) < 200 {})
                })
                .collect();
            for n in 0..200 {
                bench.write_note(&db, &format!("n{n}"), "words");
                // Whoever was answered sees their own.
                assert_eq!(look(&db), n + 1);
            }
            readers.into_iter().for_each(|reader| reader.join().unwrap());
        });
        db.fail_next_commit();
        assert!(bench.try_note(&db, "lost", "words").is_err());
        assert_eq!(look(&db), 200);
    });
}

#[test]
fn a_read_cannot_write_and_scratch_is_only_scratch() {
    on_both(|bench| {
        let db = bench.open();
        let sneaky = db.read(|r| r.rows("DELETE FROM notes", &[]));
        assert!(sneaky.is_err());
        let sneaky = db.read(|r| r.rows("WITH x AS (DELETE FROM notes RETURNING id) SELECT id FROM x", &[]));
        assert!(sneaky.is_err());
        assert!(db.scratch(|s| s.execute("DELETE FROM notes", &[])).is_err());
        db.scratch(|s| s.execute("INSERT INTO leases (id) VALUES ($1)", &["l".into()])).unwrap();
        assert_eq!(db.read(|r| r.int("SELECT COUNT(*) FROM leases", &[])).unwrap(), 1);
    });
}

#[test]
fn erased_words_are_in_no_file_and_the_tree_still_verifies() {
    on_both(|bench| {
        let db = bench.open();
        let secret = "清明时节雨纷纷-secret";
        let note = bench.write_note(&db, "n1", "first version");
        let note = db.write(bench::leave, move |tx| tx.update(&note, &Note { words: Some(secret.into()), ..note.clone() })).unwrap();
        db.checkpoint().unwrap();
        let before = db.read(|r| r.checkpoint()).unwrap().unwrap();
        let bare = db.write(bench::leave, move |tx| tx.erase(&note)).unwrap();
        assert_eq!(bare.words, None);
        assert_eq!(bare.topic, "t", "what is not personal stays");
        db.checkpoint().unwrap();
        bench.sound();
        assert!(db.read(|r| r.checkpoint()).unwrap().unwrap().size > before.size);
        drop(db);
        if bench.is_sqlite() {
            for file in ["realm.sqlite", "realm.sqlite-wal"] {
                let bytes = std::fs::read(bench.dir().join(file)).unwrap_or_default();
                assert!(!bytes.windows(secret.len()).any(|w| w == secret.as_bytes()), "{file} still holds the erased words");
            }
        }
    });
}

#[test]
fn proofs_verify_against_the_signed_checkpoint_by_a_second_implementation() {
    on_both(|bench| {
        let db = bench.open();
        for n in 0..9 {
            bench.write_note(&db, &format!("n{n}"), "words");
        }
        db.checkpoint().unwrap();
        let (checkpoint, epoch) = db.read(|r| Ok::<_, Error>((r.checkpoint()?.unwrap(), r.get::<ledger::Epoch>("e1")?))).unwrap();
        let vkey = signed_note::VerifierList::new(vec![Box::new(signed_note::StandardVerifier::new(&epoch.vkey).unwrap())]);
        let (verified, _) = signed_note::Note::from_bytes(checkpoint.note.as_bytes()).unwrap().verify(&vkey).unwrap();
        assert_eq!(verified.len(), 1, "another implementation accepts the signature");
        let opened = ledger::checkpoint::open(&checkpoint.note, &epoch.vkey).unwrap();
        for position in 0..checkpoint.size {
            let (leaf, path) = db.read(|r| Ok::<_, Error>((r.leaf(position)?, r.inclusion(position, checkpoint.size)?))).unwrap();
            let hash = ledger::merkle::leaf_hash(leaf.body.as_bytes());
            assert_eq!(ledger::merkle::root_of_inclusion(hash, position as u64, checkpoint.size as u64, &path), Some(opened.root));
            let proof: Vec<tlog_tiles::Hash> = path.iter().map(|h| tlog_tiles::Hash(*h)).collect();
            tlog_tiles::check_record(
                &proof,
                checkpoint.size as u64,
                tlog_tiles::Hash(opened.root),
                position as u64,
                tlog_tiles::record_hash(leaf.body.as_bytes()),
            )
            .unwrap();
        }
        let forged = checkpoint.note.replacen("time 2017", "time 2018", 1);
        assert!(ledger::checkpoint::open(&forged, &epoch.vkey).is_err());
    });
}

#[test]
fn a_second_process_and_a_newer_database_are_refused() {
    on_both(|bench| {
        let db = bench.open();
        let second = Db::open(bench.config(), &bench::SCHEMA);
        assert!(matches!(second.err(), Some(Error::Locked(_))));
        drop(db);
        drop(Db::open(bench.config(), &bench::NEXT_SCHEMA).unwrap());
        let older = Db::open(bench.config(), &bench::SCHEMA);
        assert!(matches!(older.err(), Some(Error::Newer { found: 2, known: 1 })));
    });
}

#[test]
fn an_older_database_is_brought_up_and_its_old_change_sets_with_it() {
    on_both(|bench| {
        let db = bench.open();
        bench.write_note(&db, "n1", "old");
        drop(db);
        let db = Db::open(bench.config(), &bench::NEXT_SCHEMA).unwrap();
        let note = db.read(|r| r.get::<bench::NewNote>("n1")).unwrap();
        assert_eq!(note.mood, "unknown");
        db.write(bench::leave, move |tx| tx.update(&note, &bench::NewNote { mood: "glad".into(), ..note.clone() })).unwrap();
        db.checkpoint().unwrap();
        let report = ledger::verify(&bench.config(), &bench::NEXT_SCHEMA, |_| {}).unwrap();
        assert_eq!(report.faults, []);
    });
}

#[test]
fn a_full_disk_is_said_and_recovered_from_without_a_restart() {
    // A limit on the file stands for the disk; only SQLite has one.
    let bench = Bench::sqlite(Arc::new(SetClock::at("2017-03-31T02:00:00Z")));
    let db = bench.open();
    bench.write_note(&db, "n1", "small");
    bench.limit_size(&db, true);
    let big = "很".repeat(15_000);
    let full = (0..40).map(|n| bench.try_note(&db, &format!("big{n}"), &big)).find_map(Result::err);
    assert!(matches!(full, Some(Error::Full)), "{full:?}");
    assert_eq!(db.read(|r| r.get::<Note>("n1")).unwrap().id(), "n1", "reading goes on");
    bench.limit_size(&db, false);
    bench.write_note(&db, "n2", "room again");
    db.checkpoint().unwrap();
    bench.sound();
}
