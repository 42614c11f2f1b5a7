//! Random changes of the tree among random deeds: sums kept are sums recomputed, and every figure equals brute force, on both databases.
use super::tests::{UNITS, county};
use super::{Change, What};
use crate::checks::Decision;
use crate::deeds::{Content, Deed, NewDeed, Served, state};
use crate::figures::{Measure, Question, cells, find};
use crate::orgs::{Group, GroupMember, Unit};
use crate::people;
use crate::powers::{Power, Who, decide};
use crate::town::{Town, on_both};
use crate::web::Fault;
use ledger::{Chance, Read, Tally, TallyRow, Tx, Value};
use std::collections::{BTreeMap, BTreeSet};

const INDICATORS: [&str; 2] = ["litter", "trees"];
const TRIO: [(&str, &str, &str); 3] =
    [("11", "2017-01-01", "9999-12-31"), ("131", "2017-03-05", "2017-03-20"), ("121", "2017-03-10", "2017-03-31")];

/// A town in which months pass at random.
struct Years<'a> {
    town: &'a Town,
    chance: Chance,
    deeds: Vec<String>,
    refused: usize,
    done: usize,
}

impl Years<'_> {
    fn below(&mut self, n: usize) -> usize {
        usize::from(u16::from_be_bytes(self.chance.bytes())) % n
    }
    fn day(&mut self) -> String {
        format!("2017-03-{:02}", 1 + self.below(31))
    }
    fn unit(&mut self) -> &'static str {
        UNITS[self.below(UNITS.len())].0
    }
    fn write<T: Send + 'static>(&mut self, power: Power, act: impl FnOnce(&mut Tx) -> Result<T, Fault> + Send + 'static) {
        let now = self.town.app.db.clock().now_ms();
        match self.town.app.db.write(move |r| decide(r, &Who::Operator, &power, now), act) {
            Ok(_) => self.done += 1,
            Err(Fault::Broken(what)) => panic!("{what}"),
            Err(_) => self.refused += 1,
        }
    }
    fn record(&mut self) {
        let (unit, day) = (self.unit(), self.day());
        let person = format!("p{}", self.unit());
        let person = self.town.app.db.read(|r| people::find::by_code(r, &person)).unwrap().unwrap().id;
        let indicator = INDICATORS[self.below(2)];
        let id = self.chance.uuid(1_490_000_000_000);
        self.deeds.push(id.clone());
        let content = self.content(&person, &day);
        let new = NewDeed {
            body_hash: id.clone(),
            body: String::new(),
            id,
            indicator: indicator.into(),
            item: None,
            unit: unit.into(),
            recorder: person.clone(),
            entered_by: person.clone(),
            content,
            import: String::new(),
            files_follow: false,
        };
        self.write(Power::Record { unit: unit.into(), recorder: person, day }, move |tx| Deed::record(tx, new));
    }
    fn content(&mut self, person: &str, day: &str) -> Content {
        let other = format!("p{}", self.unit());
        let other = self.town.app.db.read(|r| people::find::by_code(r, &other)).unwrap().unwrap().id;
        let subject = Served { kind: "household".into(), count: 1, subject: Some(format!("s{}", self.below(4))) };
        let mut people = vec![person.to_owned(), other];
        people.dedup();
        Content {
            day: day.to_owned(),
            quantity: 1000 * (1 + i64::try_from(self.below(9)).unwrap()),
            people,
            public_count: i64::try_from(self.below(5)).unwrap(),
            served: vec![subject],
            ..Content::default()
        }
    }
    /// A decision, a correction or a withdrawal; what the rules refuse leaves everything as it was.
    fn befall(&mut self) {
        let Some(id) = (!self.deeds.is_empty()).then(|| self.below(self.deeds.len())).map(|n| self.deeds[n].clone()) else { return };
        let Some(deed) = self.town.app.db.read(|r| r.find::<Deed>(&id)).unwrap() else { return };
        let (rev, recorder, waiting) = (deed.rev, deed.recorder.clone(), self.below(2) == 0);
        let decision = [Decision::Approve, Decision::Approve, Decision::Return, Decision::Refuse][self.below(4)];
        let day = self.day();
        let content = self.content(&recorder, &day);
        match self.below(8) {
            0..=4 => self.write(Power::Check(id), move |tx| deed.check(tx, "checker", rev, decision, "why", waiting)),
            5 | 6 => self.write(Power::Correct(id), move |tx| deed.correct(tx, rev, &content, &recorder)),
            _ => self.write(Power::Withdraw(id), move |tx| deed.withdraw(tx, rev, "")),
        }
    }
    fn question(&mut self) -> Question {
        const MEASURES: [Measure; 8] = [
            Measure::Sum,
            Measure::Deeds,
            Measure::Persons,
            Measure::Times,
            Measure::Public,
            Measure::Served,
            Measure::Subjects(""),
            Measure::Subjects("household"),
        ];
        let (a, b) = (self.day(), self.day());
        let indicators = &INDICATORS[self.below(2)..];
        let question = Question::new(MEASURES[self.below(MEASURES.len())], indicators, "1", &a.clone().min(b.clone()), &a.max(b));
        let places: Vec<String> = (0..1 + self.below(4)).map(|_| self.place()).collect();
        let question = question.over(&places.iter().map(String::as_str).collect::<Vec<_>>());
        if self.below(3) == 0 { question.waiting() } else { question }
    }
    fn place(&mut self) -> String {
        let unit = self.unit();
        match self.below(6) {
            0 => "1".into(),
            1 => "@trio".into(),
            2 => format!("={unit}"),
            _ => unit.into(),
        }
    }
    fn change(&mut self) {
        let (unit, other, day) = (self.unit().to_owned(), self.unit(), self.day());
        let what = match self.below(10) {
            0 => What::Rename(format!("名{}", self.below(99))),
            1..=4 => What::Move(if self.below(4) == 0 { "1".into() } else { other.into() }),
            5 | 6 => What::Merge(other.into()),
            7 => What::Order(i64::try_from(self.below(9)).unwrap()),
            _ => What::End,
        };
        let day = if matches!(what, What::End) && self.below(2) == 0 { String::new() } else { day };
        let change = Change { unit, day, reason: String::new(), what };
        self.write(change.power(), move |tx| change.make(tx));
    }
}

fn stored(r: &mut Read, tally: &Tally) -> BTreeMap<String, Vec<i64>> {
    let columns: Vec<&str> = tally.keys.iter().chain(tally.sums).copied().collect();
    let rows = r.rows(&format!("SELECT {} FROM {}", columns.join(", "), tally.table), &[]).unwrap();
    summed(rows.into_iter().map(|row| {
        let (key, sums) = row.0.split_at(tally.keys.len());
        (key.to_vec(), sums.iter().map(|v| if let Value::Int(n) = v { *n } else { 0 }).collect())
    }))
}

fn summed(rows: impl Iterator<Item = TallyRow>) -> BTreeMap<String, Vec<i64>> {
    rows.filter(|(_, sums)| sums.iter().any(|n| *n != 0)).map(|(key, sums)| (format!("{key:?}"), sums)).collect()
}

/// The line of a unit by walking up its versions: independent of the query.
fn walked(units: &[Unit], code: &str, day: &str) -> BTreeSet<String> {
    let mut line = BTreeSet::new();
    let mut at = code.to_owned();
    while let Some(unit) = units.iter().find(|u| u.code == at && u.from_day.as_str() <= day && u.to_day.as_str() >= day) {
        assert!(line.insert(at.clone()), "a ring at {at} on {day}");
        at.clone_from(&unit.parent);
    }
    line
}

fn all_is_as_recomputed(r: &mut Read, seed: u64) {
    let rebuilt = summed(cells::rebuild_cells(r).unwrap().into_iter());
    assert_eq!(stored(r, &cells::CELLS), rebuilt, "seed {seed}: cells");
    let rebuilt = summed(cells::rebuild_presence(r).unwrap().into_iter());
    assert_eq!(stored(r, &cells::PRESENCE), rebuilt, "seed {seed}: presence");
    let units: Vec<Unit> = r.all("ORDER BY code, from_day", &[]).unwrap();
    let mut naive: BTreeMap<String, i64> = BTreeMap::new();
    for deed in r.all::<Deed>("", &[]).unwrap().iter().filter(|d| d.counts()) {
        let line = walked(&units, &deed.unit, &deed.day);
        assert!(line.contains("1"), "seed {seed}: nothing is left outside the county");
        line.into_iter().for_each(|unit| *naive.entry(unit).or_default() += deed.quantity);
    }
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for row in r.rows("SELECT unit, CAST(SUM(quantity) AS BIGINT) FROM cells GROUP BY unit", &[]).unwrap() {
        sums.insert(row.text(0).unwrap(), row.int(1).unwrap());
    }
    sums.retain(|_, n| *n != 0);
    assert_eq!(sums, naive, "seed {seed}: by walking");
}

/// Whether what a unit did on a day lies on one of the question's places, by walking up.
fn lies_on(units: &[Unit], q: &Question, unit: &str, day: &str) -> bool {
    let line = walked(units, unit, day);
    q.places.iter().any(|place| match (place.strip_prefix('='), place.as_str()) {
        (Some(own), _) => unit == own,
        (None, "@trio") => TRIO.iter().any(|(member, from, to)| *from <= day && day <= *to && line.contains(*member)),
        (None, code) => line.contains(code),
    })
}

fn brute_force(units: &[Unit], deeds: &[Deed], q: &Question) -> i64 {
    let state = if q.state == "verified" { state::VERIFIED } else { state::RECEIVED };
    let asked = |d: &&Deed| d.state == state && q.indicators.contains(&d.indicator) && d.day >= q.from && d.day <= q.to;
    let all: Vec<&Deed> = deeds.iter().filter(asked).collect();
    let here: Vec<&Deed> = all.iter().copied().filter(|d| lies_on(units, q, &d.unit, &d.day)).collect();
    let count = |n: usize| i64::try_from(n).unwrap();
    match q.measure {
        Measure::Sum => here.iter().map(|d| d.quantity).sum(),
        Measure::Deeds => count(here.len()),
        Measure::Times => {
            let times = all.iter().flat_map(|d| d.people().map(|(_, unit)| (unit, d.day.as_str())));
            count(times.filter(|(unit, day)| lies_on(units, q, unit, day)).count())
        }
        Measure::Public => here.iter().map(|d| d.public_count).sum(),
        Measure::Served => here.iter().flat_map(|d| d.served()).map(|s| s.count).sum(),
        Measure::Persons => {
            let present = all.iter().flat_map(|d| d.people().map(|(person, unit)| (person, unit, d.day.as_str())));
            count(present.filter(|(_, unit, day)| lies_on(units, q, unit, day)).map(|(p, ..)| p).collect::<BTreeSet<_>>().len())
        }
        Measure::Subjects(_) => count(here.iter().flat_map(|d| d.served()).filter_map(|s| s.subject).collect::<BTreeSet<_>>().len()),
        Measure::Minutes | Measure::Late | Measure::Edited | Measure::Listed => unreachable!("not asked here"),
    }
}

/// Three units together, each for days of its own.
fn trio(town: &Town) {
    town.write(Power::ManageUnits, |tx| {
        let (name, unit, to_day) = ("三乡", "1", "9999-12-31");
        tx.insert(&Group {
            id: "trio".into(),
            rev: 1,
            name: name.into(),
            kind: "units".into(),
            unit: unit.into(),
            from_day: String::new(),
            to_day: to_day.into(),
        })?;
        for (member, from, to) in TRIO {
            let id = format!("trio-{member}");
            tx.insert(&GroupMember {
                id,
                rev: 1,
                group_id: "trio".into(),
                member: member.into(),
                from_day: from.into(),
                to_day: to.into(),
            })?;
        }
        Ok(())
    });
}

fn every_figure_is_as_by_hand(years: &mut Years, seed: u64) -> i64 {
    let (units, deeds) = years
        .town
        .app
        .db
        .read(|r| Ok::<_, ledger::Error>((r.all::<Unit>("ORDER BY code, from_day", &[])?, r.all::<Deed>("ORDER BY position", &[])?)))
        .unwrap();
    let mut seen = 0;
    for _ in 0..120 {
        let q = years.question();
        let value = years.town.app.db.read(|r| find::value(r, &q)).unwrap();
        assert_eq!(value, brute_force(&units, &deeds, &q), "seed {seed}: {q}");
        seen += i64::from(value > 0);
    }
    seen
}

#[test]
fn random_changes_of_the_tree_keep_every_figure() {
    on_both(|town| {
        county(town);
        trio(town);
        let (mut done, mut refused) = (0, 0);
        for seed in 0..6 {
            println!("seed {seed}");
            let mut years = Years { town, chance: Chance::seeded(seed), deeds: Vec::new(), refused: 0, done: 0 };
            for _ in 0..70 {
                match years.below(7) {
                    0..=2 => years.record(),
                    3 | 4 => years.befall(),
                    _ => years.change(),
                }
            }
            (done, refused) = (done + years.done, refused + years.refused);
            town.app
                .db
                .read(|r| {
                    all_is_as_recomputed(r, seed);
                    Ok::<_, ledger::Error>(())
                })
                .unwrap();
            let seen = every_figure_is_as_by_hand(&mut years, seed);
            assert!(seen > 20, "seed {seed}: only {seen} figures are of something");
        }
        println!("{done} done, {refused} refused");
        assert!(done > refused / 2, "enough of it happened");
        town.ends_well();
    });
}
