//! Backup and restore: a restore is a new epoch that says what it knows to be lost.
use crate::bench::{Note, SCHEMA, on_both};
use ledger::{Db, Error};

#[test]
fn a_restore_opens_an_epoch_that_lists_what_is_lost() {
    on_both(|bench| {
        let db = bench.open();
        bench.write_note(&db, "kept", "kept");
        db.checkpoint().unwrap();
        let saved = bench.dir().with_file_name("saved");
        ledger::backup(&bench.config(), &SCHEMA, &saved, |_| {}).unwrap();
        assert!(!saved.join("keys").exists(), "a backup holds no signing key");
        let size = db.read(|r| r.log_size()).unwrap();
        bench.write_note(&db, "lost", "lost");
        db.checkpoint().unwrap();
        drop(db);
        let target = bench.elsewhere();
        std::fs::create_dir_all(&target.dir).unwrap();
        std::fs::copy(bench.dir().join("checkpoint"), target.dir.join("checkpoint")).unwrap();
        let epoch = ledger::restore(&target, &SCHEMA, &saved, |_| {}).unwrap();
        assert_eq!((epoch.id.as_str(), epoch.lost_from, epoch.lost_to), ("e2", Some(size), Some(size)));
        assert_eq!(ledger::verify(&target, &SCHEMA, |_| {}).unwrap().faults, []);
        let db = Db::open(target.clone(), &SCHEMA).unwrap();
        assert_eq!(db.read(|r| r.get::<Note>("kept")).unwrap().words.as_deref(), Some("kept"));
        assert!(db.read(|r| r.find::<Note>("lost")).unwrap().is_none());
        drop(db);
        let again = ledger::restore(&target, &SCHEMA, &saved, |_| {});
        assert!(matches!(again, Err(Error::Taken(_))), "{again:?}");
        std::fs::write(saved.join("realm.sqlite"), b"cut short").unwrap();
        assert!(ledger::restore(&bench.elsewhere_again(), &SCHEMA, &saved, |_| {}).is_err());
    });
}
