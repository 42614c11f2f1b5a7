//! A file without its master key.
use super::one;
use crate::town::county::County;

#[test]
fn without_the_key_a_file_says_what_it_lacks_and_with_it_opens_again() {
    let town = crate::town::Town::open(None);
    let county = County::found(&town);
    one(&county);
    let keys = town.app.db.config().dir.join("keys");
    let saved = tempfile::tempdir().unwrap();
    ledger::backup(town.app.db.config(), &crate::tables::SCHEMA, &saved.path().join("b"), |_| {}).unwrap();
    assert!(!saved.path().join("b/keys").exists());
    let elsewhere = ledger::Config { dir: saved.path().join("new"), seed: Some(9), ..town.app.db.config().clone() };
    ledger::restore(&elsewhere, &crate::tables::SCHEMA, &saved.path().join("b"), |_| {}).unwrap();
    let look = || {
        let db = ledger::Db::open(elsewhere.clone(), &crate::tables::SCHEMA).unwrap();
        db.read(|r| {
            let file = crate::households::File::open(r, "h1")?;
            let name = crate::households::view::head_of(&file, true)?;
            Ok::<_, crate::web::Fault>((matches!(file.seal, crate::sealing::Seal::Locked(_)), name))
        })
        .unwrap()
    };
    assert_eq!(look(), (true, None), "made its own key, and says that the other is missing");
    let names = |dir: &std::path::Path| ledger::Keys::there(dir).unwrap().names().map(ToOwned::to_owned).collect::<Vec<_>>();
    let own = names(&elsewhere.dir);
    let count = |own: &[&str]| ledger::read_only(&elsewhere, |r| crate::sealing::unreadable(r, own)).unwrap();
    assert_eq!(count(&own.iter().map(String::as_str).collect::<Vec<_>>()), (1, 1));
    std::fs::copy(keys.join("seal-1.key"), elsewhere.dir.join("keys/seal-0.key")).unwrap();
    assert_eq!(look(), (false, Some("王守信".to_owned())));
    let report = ledger::verify(&elsewhere, &crate::tables::SCHEMA, |_| {}).unwrap();
    assert!(report.faults.is_empty());
}
