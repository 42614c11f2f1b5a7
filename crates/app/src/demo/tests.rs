//! The demonstrations keep what they promise: each figure by its question and by counting records by hand; a seed makes the same again.
use super::{BEGINS, Making, Which, fill};
use crate::bulletin::Bulletin;
use crate::deeds::Deed;
use crate::figures::{Measure, Question, find as figures};
use crate::lots;
use crate::powers::{Power, Who, decide};
use crate::tables::SCHEMA;
use ledger::{Config, Db, SetClock};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

fn config(dir: &std::path::Path, clock: Arc<SetClock>, seed: u64) -> Config {
    Config { dir: dir.join("data"), postgres: None, origin: "test.example/log/demo".into(), clock, seed: Some(seed) }
}

/// A filled world, and its configuration.
fn filled(dir: &std::path::Path, which: Which, small: bool, seed: u64) -> (Db, Config) {
    let clock = Arc::new(SetClock::at(BEGINS));
    let config = config(dir, clock.clone(), seed);
    let db = Db::open(config.clone(), &SCHEMA).unwrap();
    let making = Making { which, small, offset_ms: 0, seed, hash: "no password".into() };
    fill(db.clone(), clock, &making, |_, _| {}).unwrap();
    (db, config)
}

/// A deed as its row says, of those that are verified.
struct Row {
    indicator: String,
    unit: String,
    day: String,
    quantity: i64,
    people: Vec<(String, String)>,
    served: Vec<(String, Option<String>)>,
    minutes: i64,
}

fn verified(db: &Db) -> Vec<Row> {
    let sql = "SELECT indicator, unit, day, quantity, people, COALESCE(served, '[]'), COALESCE(began, ''), COALESCE(ended, '') FROM deeds WHERE state = 'verified'";
    let rows = db.read(|r| r.rows(sql, &[])).unwrap();
    let clock = |t: &str| t.split_once(':').map_or(0, |(h, m)| h.parse::<i64>().unwrap() * 60 + m.parse::<i64>().unwrap());
    let of = |row: &ledger::Row| {
        let served: serde_json::Value = serde_json::from_str(&row.text(5).unwrap()).unwrap();
        let served = served.as_array().unwrap().iter().map(|s| (s["kind"].as_str().unwrap().into(), s["subject"].as_str().map(Into::into)));
        let pair = |p: &str| p.split_once('@').map(|(a, b)| (a.to_owned(), b.to_owned()));
        Row {
            indicator: row.text(0).unwrap(),
            unit: row.text(1).unwrap(),
            day: row.text(2).unwrap()[8..].to_owned(),
            quantity: row.int(3).unwrap(),
            people: row.text(4).unwrap().split(' ').filter_map(pair).collect(),
            served: served.collect(),
            minutes: clock(&row.text(7).unwrap()) - clock(&row.text(6).unwrap()),
        }
    };
    rows.iter().map(of).collect()
}

/// What lies below a unit in March 2017, itself among it, walked by hand.
fn below(db: &Db, top: &str) -> BTreeSet<String> {
    let sql = "SELECT code, parent FROM units WHERE from_day <= '2017-03-15' AND to_day >= '2017-03-15'";
    let rows = db.read(|r| r.rows(sql, &[])).unwrap();
    let parents: BTreeMap<String, String> = rows.iter().map(|row| (row.text(0).unwrap(), row.text(1).unwrap())).collect();
    let lies = |code: &&String| {
        let mut at = Some(*code);
        while let Some(unit) = at {
            if unit == top {
                return true;
            }
            at = parents.get(unit);
        }
        false
    };
    parents.keys().filter(lies).cloned().collect()
}

fn members(db: &Db, group: &str) -> BTreeSet<String> {
    let rows = db.read(|r| r.rows("SELECT member FROM group_members WHERE group_id = $1", &[group.into()])).unwrap();
    rows.iter().flat_map(|row| below(db, &row.text(0).unwrap())).collect()
}

fn asked(db: &Db, question: &str) -> i64 {
    let q: Question = question.parse().unwrap();
    db.read(|r| figures::value(r, &q)).unwrap()
}

/// The sum of some rows.
fn sum(rows: &[Row], of: impl Fn(&&Row) -> bool) -> i64 {
    rows.iter().filter(of).map(|row| row.quantity).sum()
}

fn subjects(rows: &[Row], indicator: &str, kind: &str) -> i64 {
    let named = rows.iter().filter(|r| r.indicator == indicator).flat_map(|r| &r.served).filter(|s| s.0 == kind);
    i64::try_from(named.filter_map(|s| s.1.as_ref()).collect::<BTreeSet<_>>().len()).unwrap()
}

/// What the report tells, from the whole month or the small one.
fn tells_what_the_report_tells(db: &Db) {
    let rows = verified(db);
    let mut along = members(db, "seven-sectors");
    along.extend(members(db, "seven-townships"));
    let roads = asked(db, "sum.litter.@seven-sectors~@seven-townships.20170318-20170326.verified");
    let weekends = ["18", "19", "25", "26"];
    let on_roads = |r: &&Row| r.indicator == "litter" && along.contains(&r.unit) && weekends.contains(&r.day.as_str());
    assert_eq!(roads, sum(&rows, on_roads), "nothing on the days between");
    assert!((950_000..1_000_000).contains(&roads), "{roads}");

    let volunteers = asked(db, "persons.good-deeds.140525-05-01.20170312-20170312.verified");
    let there = rows.iter().filter(|r| r.indicator == "good-deeds" && r.day == "12").flat_map(|r| &r.people);
    let there: BTreeSet<&String> = there.filter(|(_, unit)| unit == "140525-05-01").map(|(person, _)| person).collect();
    assert_eq!((volunteers, there.len()), (23, 23));

    let minutes = asked(db, "minutes.good-deeds.=140525109.20170305-20170305.verified");
    let searched: Vec<i64> =
        rows.iter().filter(|r| r.unit == "140525109" && r.day == "05" && r.indicator == "good-deeds").map(|r| r.minutes).collect();
    assert_eq!((minutes, searched), (27, vec![27]), "from its two times");

    for (kind, count) in [("enterprise", 45), ("household", 153)] {
        let question = format!("subjects-{kind}.machines.140525-06.20170301-20170331.verified");
        assert_eq!((asked(db, &question), subjects(&rows, "machines", kind)), (count, count), "{kind}");
    }
    assert_eq!(rows.iter().filter(|r| r.indicator == "machines").count(), 45 + 153, "a deed each");

    let cleared = asked(db, "sum.litter.140525102~140525104~140525114.20170301-20170331.verified");
    let three: BTreeSet<String> = ["140525102", "140525104", "140525114"].iter().flat_map(|unit| below(db, unit)).collect();
    assert_eq!(cleared, sum(&rows, |r| r.indicator == "litter" && three.contains(&r.unit)));
    assert!((9_500_000..10_000_000).contains(&cleared), "{cleared}");
    let county = asked(db, "sum.litter.140525.20170301-20170331.verified");
    assert_eq!(county, sum(&rows, |r| r.indicator == "litter"));
    assert!(county >= cleared + roads, "{county}");
    assert!(rows.iter().all(|r| r.indicator != "litter" || r.quantity <= 30_000), "one deed is one deed");

    let shanhe = below(db, "140525110");
    let solved: Vec<&Row> = rows.iter().filter(|r| r.indicator == "difficulties").collect();
    assert!(solved.iter().all(|r| shanhe.contains(&r.unit) && r.quantity == 1000));
    assert_eq!((asked(db, "deeds.difficulties.140525110.20170301-20170331.verified"), solved.len()), (65, 65));
    assert_eq!(asked(db, "subjects-household.difficulties.140525110.20170301-20170331.verified"), 65);
    assert_eq!(subjects(&rows, "difficulties", "household"), 65);

    // Each was confirmed by somebody of the other side, and a few wait for that.
    let confirmed = "SELECT COUNT(*) FROM checks c JOIN deeds d ON d.id = c.deed WHERE d.indicator = 'difficulties' AND d.state = 'verified' AND c.confirmed_by IS NOT NULL AND c.confirmed_on >= d.day AND c.how IN ('phone', 'person') AND c.position > d.position";
    assert_eq!(db.read(|r| r.int(confirmed, &[])).unwrap(), 65);
    assert_eq!(asked(db, "deeds.difficulties.140525110.20170301-20170331.received"), 6);

    let planted = asked(db, "sum.trees.@leading-bodies.20170311-20170311.verified");
    let bodies = members(db, "leading-bodies");
    assert_eq!(planted, sum(&rows, |r| r.indicator == "trees" && r.day == "11" && bodies.contains(&r.unit)));
    assert!(planted > 0 && planted == asked(db, "sum.trees.140525.20170301-20170311.verified"), "before any unit's");
}

/// Issue 9 is published, issue 10 is a draft; between them they hold these wordings.
fn is_told_by_its_bulletins(db: &Db) {
    let (published, draft): (Vec<Bulletin>, Vec<Bulletin>) =
        db.read(|r| r.all::<Bulletin>("ORDER BY number", &[])).unwrap().into_iter().partition(|b| b.state == "published");
    assert_eq!((published.len(), published[0].number, draft.len(), draft[0].number), (1, 9, 1, 10));
    let placed = db.read(|r| r.rows("SELECT what, wording, value FROM placed WHERE wording <> ''", &[])).unwrap();
    let said: BTreeMap<String, (String, i64)> =
        placed.iter().map(|row| (row.text(0).unwrap(), (row.text(1).unwrap(), row.int(2).unwrap()))).collect();
    for (what, wording) in [
        ("sum.litter.@seven-sectors~@seven-townships.20170318-20170326.verified", "near"),
        ("persons.good-deeds.140525-05-01.20170312-20170312.verified", "odd"),
        ("minutes.good-deeds.=140525109.20170305-20170305.verified", "exact"),
        ("subjects-enterprise.machines.140525-06.20170301-20170328.verified", "exact"),
        ("subjects-household.machines.140525-06.20170301-20170328.verified", "odd"),
        ("sum.litter.140525102~140525104~140525114.20170301-20170331.verified", "near"),
        ("sum.difficulties.140525110.20170301-20170328.verified", "exact"),
        ("sum.trees.@leading-bodies.20170311-20170311.verified", "exact"),
    ] {
        assert_eq!(said.get(what), Some(&(wording.to_owned(), asked(db, what))), "{what}: worded so, and nothing of it moved");
    }
}

/// The lot is the one that the log gives, and says something of the county's litter.
fn was_spot_checked(db: &Db) {
    let repeated =
        db.read(|r| lots::repeat::drawn(r, None)?.iter().map(|id| lots::repeat::repeat(r, id)).collect::<Result<Vec<_>, _>>()).unwrap();
    let [draw] = &repeated[..] else { panic!("one draw") };
    assert_eq!(draw.faults, Vec::<String>::new());
    assert!((15..=200).contains(&draw.drawn) && draw.drawn < draw.records, "{} of {}", draw.drawn, draw.records);
    let q: Question = "sum.litter.140525.20170301-20170331.verified".parse().unwrap();
    let (_, outcome) = db.read(|r| lots::find::beside(r, &q)).unwrap().unwrap();
    assert!(outcome.waiting == 0 && outcome.share.is_some_and(|share| share.about > 0.9 && share.low < share.high), "{outcome:?}");
}

/// One of a question's answers, counted by hand from the rows.
fn by_hand(db: &Db, rows: &[Row], question: &str) -> i64 {
    let q: Question = question.parse().unwrap();
    let places: BTreeSet<String> = q.places.iter().flat_map(|place| below(db, place)).collect();
    let on = |day: &str| (q.from.as_str()..=q.to.as_str()).contains(&format!("2017-03-{day}").as_str());
    let of = |r: &&Row| q.indicators.contains(&r.indicator) && on(&r.day);
    let here = |r: &&Row| of(r) && places.contains(&r.unit);
    let count = match q.measure {
        Measure::Sum => return rows.iter().filter(here).map(|r| r.quantity).sum(),
        Measure::Deeds => rows.iter().filter(here).count(),
        Measure::Persons => {
            let people = rows.iter().filter(of).flat_map(|r| &r.people).filter(|(_, unit)| places.contains(unit));
            people.map(|(person, _)| person).collect::<BTreeSet<_>>().len()
        }
        other => panic!("{other:?} is not counted here"),
    };
    i64::try_from(count).unwrap()
}

/// Of thirty thousand deeds one is withdrawn: the draft names the figures that it moves, and no other.
fn one_deed_moves_exactly_its_figures(db: &Db) {
    let draft: Bulletin = db.read(|r| r.one("WHERE state = 'draft'", &[])).unwrap().unwrap();
    let told = |db: &Db| -> BTreeSet<String> { db.read(|r| draft.moved(r)).unwrap().into_iter().map(|(_, p, _)| p.what).collect() };
    // Stories are figures of one deed each and stand for themselves.
    let used = db.read(|r| draft.used(r)).unwrap().into_iter().map(|p| p.what).filter(|what| what.parse::<Question>().is_ok());
    let (used, moved): (Vec<String>, BTreeSet<String>) = (used.collect(), told(db));
    let cleared = "sum.litter.140525102~140525104~140525114.20170301-20170331.verified";
    let before = verified(db);
    let deed = "WHERE indicator = 'litter' AND state = 'verified' AND unit IN (SELECT code FROM units WHERE parent = '140525102') ORDER BY position LIMIT 1";
    let deed: Deed = db.read(|r| r.one(deed, &[])).unwrap().unwrap();
    let leave = Power::Withdraw(deed.id.clone());
    let now = deed.rev;
    db.write(move |r| decide(r, &Who::Operator, &leave, 0), move |tx| deed.withdraw(tx, now, "记错了").map(|_| ())).unwrap();
    let after = verified(db);
    assert_eq!(before.len() - after.len(), 1);
    let moves = |what: &&String| by_hand(db, &before, what) != by_hand(db, &after, what);
    let expected: BTreeSet<String> = used.iter().filter(moves).cloned().collect();
    assert_eq!(told(db), moved.union(&expected).cloned().collect(), "before: {moved:?}");
    assert!(expected.contains(cleared) && (3..8).contains(&expected.len()) && used.len() > 15, "{expected:?} of {used:?}");
}

#[test]
fn what_a_bulletin_says_of_the_six_ones_together_counts_their_own_items_and_no_other_campaigns() {
    let six = crate::campaigns::file::CampaignFile::read(include_str!("../../../../campaigns/six-ones.toml")).unwrap();
    let mut ids: Vec<&str> = six.items.iter().flat_map(|item| &item.indicators).map(|i| i.id.as_str()).collect();
    ids.sort_unstable();
    for (issue, together) in [(include_str!("../../demo/issue-9.toml"), 0), (include_str!("../../demo/issue-10.toml"), 2)] {
        let issue: toml::Table = issue.parse().unwrap();
        let asked = issue["figures"].as_array().unwrap().iter().map(|f| f["question"].as_str().unwrap().split('.').nth(1).unwrap());
        let several: Vec<&str> = asked.filter(|indicators| indicators.contains('~')).collect();
        assert_eq!(several, vec![ids.join("~"); together]);
    }
}

#[test]
fn the_countys_whole_month_tells_what_the_report_tells() {
    let dir = tempfile::tempdir().unwrap();
    let (db, _) = filled(dir.path(), Which::County, false, 2017);
    let count = |sql: &str| db.read(|r| r.int(sql, &[])).unwrap();
    assert!(count("SELECT COUNT(*) FROM deeds") >= 30_000);
    assert!(count("SELECT COUNT(DISTINCT person) FROM posts") >= 3_000);
    assert_eq!(count("SELECT COUNT(DISTINCT code) FROM units WHERE kind = 'township'"), 17);
    assert!(count("SELECT COUNT(DISTINCT code) FROM units WHERE kind = 'bureau'") >= 20);
    for state in ["received", "verified", "returned", "refused", "withdrawn"] {
        assert!(count(&format!("SELECT COUNT(*) FROM deeds WHERE state = '{state}'")) > 100, "{state}");
    }
    for (what, sql) in [
        ("late", "SELECT CAST(SUM(late) AS BIGINT) FROM cells WHERE unit = '140525'"),
        ("corrected", "SELECT COUNT(*) FROM corrections WHERE state = 'verified'"),
        ("on behalf", "SELECT COUNT(*) FROM deeds WHERE recorder <> entered_by"),
        ("several people", "SELECT COUNT(*) FROM deeds WHERE people LIKE '% %'"),
        ("the public", "SELECT COUNT(*) FROM deeds WHERE public_count > 0 AND public_method <> ''"),
        ("minutes", "SELECT COUNT(*) FROM deeds WHERE ended > began"),
        ("road sections", "SELECT COUNT(DISTINCT place) FROM deeds WHERE place LIKE '207国道%公里' OR place LIKE '陵沁线%公里'"),
    ] {
        assert!(count(sql) > 50, "{what}: {}", count(sql));
    }
    let backwards = "SELECT COUNT(*) FROM checks c JOIN deeds d ON d.id = c.deed WHERE c.made_at <= d.received OR c.position <= d.position";
    assert_eq!(count(backwards), 0, "the log goes forward in time");
    let ahead =
        "SELECT COUNT(*) FROM (SELECT received, LAG(received) OVER (ORDER BY position) AS before FROM deeds) l WHERE before > received";
    assert_eq!(count(ahead), 0, "positions follow the clock");
    tells_what_the_report_tells(&db);
    is_told_by_its_bulletins(&db);
    was_spot_checked(&db);
    one_deed_moves_exactly_its_figures(&db);
}

#[test]
fn a_seed_makes_the_same_demonstration_again_and_another_seed_another() {
    let made = |which, seed| {
        let dir = tempfile::tempdir().unwrap();
        let (db, config) = filled(dir.path(), which, true, seed);
        let report = ledger::verify(&config, &SCHEMA, |_| {}).unwrap();
        assert_eq!(report.faults.iter().map(ToString::to_string).collect::<Vec<_>>(), Vec::<String>::new());
        if which == Which::County {
            tells_what_the_report_tells(&db);
            is_told_by_its_bulletins(&db);
            was_spot_checked(&db);
        }
        // The first line of a checkpoint is its origin, the second the log's size, the third its root over every leaf.
        let note = std::fs::read_to_string(config.dir.join("checkpoint")).unwrap();
        note.lines().take(3).map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    for which in [Which::County, Which::School, Which::Charity] {
        assert_eq!(made(which, 2017), made(which, 2017), "{which:?}");
        assert_ne!(made(which, 2017)[2], made(which, 7)[2], "{which:?}");
    }
}

#[test]
fn a_school_and_a_charity_are_filled_in_english() {
    for which in [Which::School, Which::Charity] {
        let dir = tempfile::tempdir().unwrap();
        let (db, _) = filled(dir.path(), which, false, 2017);
        let texts = db.read(|r| r.rows("SELECT name FROM units UNION ALL SELECT name FROM people UNION ALL SELECT words FROM deeds WHERE words IS NOT NULL UNION ALL SELECT place FROM deeds UNION ALL SELECT reason FROM deeds", &[])).unwrap();
        let han = |text: &String| text.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c));
        let texts: Vec<String> = texts.iter().map(|row| row.text(0).unwrap()).collect();
        assert_eq!(texts.iter().filter(|text| han(text)).collect::<Vec<_>>(), Vec::<&String>::new());
        assert_eq!(db.read(|r| r.int("SELECT COUNT(*) FROM deeds", &[])).unwrap(), 300);
        for state in ["received", "verified", "returned", "refused", "withdrawn"] {
            assert!(db.read(|r| r.int("SELECT COUNT(*) FROM deeds WHERE state = $1", &[state.into()])).unwrap() > 0, "{which:?}: {state}");
        }
        let issue = db.read(crate::bulletin::find::latest).unwrap().expect("a bulletin is published");
        let placed = db.read(|r| crate::bulletin::find::placed(r, &issue.id)).unwrap();
        assert!(issue.number == 1 && placed.len() > 4 && placed.iter().all(|p| p.value > 0 && !p.inputs.is_empty()), "{which:?}");
        for (code, _, _, _, _) in which.personas() {
            assert!(db.read(|r| crate::people::find::by_code(r, code)).unwrap().is_some(), "{code}");
        }
    }
}
