//! Many closures in one transaction: what fails undoes its own and nobody else's.
use crate::bench::{self, Bench, COUNTS, Note, note, on_both};
use ledger::{Blob, Db, Error, Tx};
use std::sync::mpsc::{Receiver, channel};

type Outcome = Result<(), Error>;
type Act = Box<dyn FnOnce(&mut Tx) -> Outcome + Send>;

/// Holds the writer until all of `acts` wait, so that they form one group; gives their outcomes in order.
fn as_one_group(db: &Db, acts: Vec<Act>) -> Vec<Outcome> {
    let (held, hold) = channel::<()>();
    let (started, start) = channel();
    db.submit(
        bench::leave,
        move |_| {
            started.send(()).unwrap();
            hold.recv().unwrap();
            Ok::<_, Error>(())
        },
        |_| {},
    );
    start.recv().unwrap();
    let groups = db.pulse().groups.load(std::sync::atomic::Ordering::SeqCst);
    let answers: Vec<Receiver<Outcome>> = acts
        .into_iter()
        .map(|act| {
            let (send, receive) = channel();
            db.submit(bench::leave, act, move |o| send.send(o).unwrap());
            receive
        })
        .collect();
    held.send(()).unwrap();
    let outcomes = answers.into_iter().map(|a| a.recv().unwrap()).collect();
    assert!(db.pulse().groups.load(std::sync::atomic::Ordering::SeqCst) <= groups + 2, "they were one group");
    outcomes
}

fn good(id: String) -> Act {
    Box::new(move |tx| {
        tx.insert(&note(&id, "good"))?;
        tx.add(&COUNTS, vec!["t".into()], &[1]);
        Ok(())
    })
}

fn spoilt(id: String, how: fn(&mut Tx) -> Outcome) -> Act {
    Box::new(move |tx| {
        tx.insert(&note(&id, "never seen"))?;
        tx.add(&COUNTS, vec!["t".into()], &[1]);
        tx.int("SELECT n FROM counts WHERE topic = 't'", &[])?;
        how(tx)
    })
}

fn fails(_: &mut Tx) -> Outcome {
    Err(Error::Broken("no".into()))
}
#[allow(clippy::panic)]
fn panics(_: &mut Tx) -> Outcome {
    panic!("as the test wants")
}
fn goes_stale(tx: &mut Tx) -> Outcome {
    let old = tx.get::<Note>("base")?;
    let new = tx.update(&old, &old)?;
    tx.update(&new, &new)?;
    tx.update(&new, &new).map(|_| ())
}
fn repeats_an_id(tx: &mut Tx) -> Outcome {
    tx.insert(&note("base", "taken")).map(|_| ())
}

#[test]
fn a_failing_closure_in_each_place_undoes_its_own_and_nobody_elses() {
    std::panic::set_hook(Box::new(|_| {}));
    on_both(|bench| {
        for (k, how) in [fails, panics, goes_stale, repeats_an_id].into_iter().enumerate() {
            let bench = if bench.is_sqlite() { &Bench::sqlite(bench.config().clock) } else { bench };
            let db = bench.open();
            if db.read(|r| r.find::<Note>("base")).unwrap().is_none() {
                bench.write_note(&db, "base", "base");
            }
            for place in 0..4 {
                let acts = (0..4)
                    .map(|n| {
                        let id = format!("{k}-{place}-{n}");
                        if n == place { spoilt(id, how) } else { good(id) }
                    })
                    .collect();
                let before = db.read(|r| r.log_size()).unwrap();
                let outcomes = as_one_group(&db, acts);
                for (n, outcome) in outcomes.iter().enumerate() {
                    assert_eq!(outcome.is_err(), n == place, "place {place} of failure {k}: {outcome:?}");
                    let row = db.read(|r| r.find::<Note>(&format!("{k}-{place}-{n}"))).unwrap();
                    assert_eq!(row.is_none(), n == place);
                }
                assert_eq!(db.read(|r| r.log_size()).unwrap(), before + 3, "three leaves, no gap");
            }
            db.checkpoint().unwrap();
            bench.sound();
        }
    });
    let _ = std::panic::take_hook();
}

#[test]
fn what_was_laid_is_brought_to_the_disk_once_a_group_and_before_nothing_that_failed() {
    on_both(|bench| {
        let db = bench.open();
        let flushes = || db.pulse().flushes.load(std::sync::atomic::Ordering::SeqCst);
        let leans = |id: &str, how: fn(&mut Tx) -> Outcome| -> Act {
            let (id, db) = (id.to_owned(), db.clone());
            Box::new(move |tx| {
                let file = db.blobs().lay(&Blob::of(id.as_bytes()))?;
                tx.lean_on_blobs();
                tx.insert(&Note { file: Some(file), ..note(&id, "with a file") })?;
                tx.add(&COUNTS, vec!["t".into()], &[1]);
                how(tx)
            })
        };
        assert!(as_one_group(&db, vec![good("plain".into())]).iter().all(Result::is_ok));
        assert_eq!(flushes(), 0);
        let outcomes = as_one_group(&db, vec![leans("a", |_| Ok(())), good("b".into()), leans("c", |_| Ok(()))]);
        assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
        assert_eq!(flushes(), 1);
        assert!(as_one_group(&db, vec![leans("d", fails)]).iter().all(Result::is_err));
        assert_eq!(flushes(), 1, "nothing names it");
        db.checkpoint().unwrap();
        bench.sound();
    });
}

#[test]
fn when_the_commit_fails_everyone_is_told_and_the_next_group_goes_on() {
    on_both(|bench| {
        let db = bench.open();
        bench.write_note(&db, "base", "base");
        db.checkpoint().unwrap();
        let size = db.read(|r| r.log_size()).unwrap();
        db.fail_next_commit();
        let lost = bench.try_note(&db, "lost", "x");
        assert!(matches!(bench::failed(&lost), Error::Lost(_)));
        assert_eq!(db.read(|r| r.log_size()).unwrap(), size);
        // The group that holds the writer commits first; the failure hits the group behind it.
        let outcomes = as_one_group_failing(&db, vec![good("a".into()), spoilt("b".into(), fails), good("c".into())]);
        assert!(
            matches!(outcomes[0], Err(Error::Lost(_))) && outcomes[1].is_err() && matches!(outcomes[2], Err(Error::Lost(_))),
            "{outcomes:?}"
        );
        bench.write_note(&db, "after", "y");
        db.checkpoint().unwrap();
        bench.sound();
    });
}

fn as_one_group_failing(db: &Db, mut acts: Vec<Act>) -> Vec<Outcome> {
    let (db2, first) = (db.clone(), acts.remove(0));
    acts.insert(
        0,
        Box::new(move |tx| {
            db2.fail_next_commit();
            first(tx)
        }),
    );
    as_one_group(db, acts)
}
