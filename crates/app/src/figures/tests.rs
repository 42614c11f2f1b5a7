//! Random months: every figure equals brute force over the records, on both databases.
use super::{Measure, Question, find};
use crate::api::tests::place::{Place, on_both};
use crate::checks::Decision;
use crate::deeds::{Content, Deed, NewDeed, Recorded, state};
use crate::powers::{Power, Who, decide};
use crate::web::Fault;
use ledger::{Chance, Read, Tx};
use std::collections::HashSet;

const UNITS: [(&str, &[&str]); 2] = [("140525100", &["li", "wang", "zhao"]), ("140525101", &["sun", "qian"])];
const INDICATORS: [&str; 4] = ["litter", "trees", "good-deeds", "households"];

struct Month<'a> {
    town: &'a Place,
    chance: Chance,
    deeds: Vec<String>,
}

impl Month<'_> {
    fn below(&mut self, n: usize) -> usize {
        usize::from(u16::from_be_bytes(self.chance.bytes())) % n
    }
    fn write<T: Send + 'static>(
        &self,
        person: &str,
        power: Power,
        act: impl FnOnce(&mut Tx) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let (who, now) = (Who::Person(person.to_owned()), self.town.db.clock().now_ms());
        self.town.db.write(move |r| decide(r, &who, &power, now), act)
    }
    fn content(&mut self, members: &[&str], indicator: &str) -> Content {
        let most = if indicator == "good-deeds" { 1 } else { 5 };
        let mut people: Vec<String> = members.iter().map(|code| self.town.id(code)).collect();
        people.truncate(1 + self.below(members.len()));
        let quantity = 1000 * (1 + i64::try_from(self.below(most)).unwrap());
        Content {
            day: format!("2017-03-{:02}", 1 + self.below(31)),
            quantity,
            people,
            public_count: i64::try_from(self.below(9)).unwrap(),
            ..Content::default()
        }
    }
    fn record(&mut self) -> Result<(), Fault> {
        let (unit, members) = UNITS[self.below(2)];
        let indicator = INDICATORS[self.below(INDICATORS.len())];
        let content = self.content(members, indicator);
        let recorder = self.town.id(members[0]);
        let id = self.chance.uuid(1_490_000_000_000);
        self.deeds.push(id.clone());
        let new = NewDeed {
            body_hash: id.clone(),
            body: String::new(),
            id,
            indicator: indicator.into(),
            item: None,
            unit: unit.into(),
            recorder: recorder.clone(),
            entered_by: recorder.clone(),
            content,
            import: String::new(),
        };
        let power = Power::Record { unit: unit.into(), recorder: recorder.clone(), day: new.content.day.clone() };
        let recorded = self.write(&recorder, power, move |tx| Deed::record(tx, new))?;
        assert!(matches!(recorded, Recorded::New(_)));
        Ok(())
    }
    /// Something happens to a deed; what the rules refuse leaves everything as it was.
    fn befall(&mut self) {
        if self.deeds.is_empty() {
            return;
        }
        let index = self.below(self.deeds.len());
        let id = self.deeds[index].clone();
        let deed: Deed = self.town.db.read(|r| r.get(&id)).unwrap();
        let (rev, checker) = (deed.rev, self.town.id("he"));
        let members = if deed.unit == UNITS[0].0 { UNITS[0].1 } else { UNITS[1].1 };
        let decision = [Decision::Approve, Decision::Approve, Decision::Return, Decision::Refuse, Decision::Visit][self.below(5)];
        let content = self.content(members, &deed.indicator.clone());
        let person = deed.recorder.clone();
        let outcome = match self.below(8) {
            0..=3 => self.write(&checker.clone(), Power::Check(id), move |tx| deed.check(tx, &checker, rev, decision, "why", false)),
            4 | 5 => self.write(&person.clone(), Power::Correct(id), move |tx| deed.correct(tx, rev, &content, &person)),
            6 => self.write(&person, Power::Withdraw(id), move |tx| deed.withdraw(tx, rev, "")),
            _ => self.write(&person.clone(), Power::StrikeOut(id), move |tx| deed.strike_out(tx, &person)),
        };
        assert!(!matches!(outcome, Err(Fault::Broken(_))), "{outcome:?}");
    }
    fn question(&mut self) -> Question {
        let measure = [Measure::Sum, Measure::Deeds, Measure::Persons, Measure::Times, Measure::Late][self.below(5)];
        let unit = ["140525", "140525100", "140525101"][self.below(3)];
        let (a, b) = (1 + self.below(31), 1 + self.below(31));
        let indicators: Vec<&str> = INDICATORS.into_iter().filter(|_| self.below(2) == 0).chain(["litter"]).collect();
        let question = Question::new(measure, &indicators, unit, &format!("2017-03-{:02}", a.min(b)), &format!("2017-03-{:02}", a.max(b)));
        if self.below(3) == 0 { question.waiting() } else { question }
    }
}

/// The answer by walking over every record.
fn brute_force(deeds: &[Deed], q: &Question) -> i64 {
    let under = |unit: &str| unit == q.unit || q.unit == "140525";
    let state = if q.state == "verified" { state::VERIFIED } else { state::RECEIVED };
    let in_time = |d: &&Deed| d.state == state && q.indicators.contains(&d.indicator) && d.day >= q.from && d.day <= q.to;
    let here = deeds.iter().filter(in_time).filter(|d| under(&d.unit));
    match q.measure {
        Measure::Sum => here.map(|d| d.quantity).sum(),
        Measure::Deeds => here.count() as i64,
        Measure::Times => here.map(|d| d.people().count() as i64).sum(),
        // Everything is recorded on 31 March: a day before the 28th is more than three days ago.
        Measure::Late => here.filter(|d| d.day.as_str() < "2017-03-28").count() as i64,
        Measure::Persons => {
            let people: HashSet<&str> =
                deeds.iter().filter(in_time).flat_map(Deed::people).filter(|(_, unit)| under(unit)).map(|(p, _)| p).collect();
            people.len() as i64
        }
    }
}

fn listed(r: &mut Read, q: &Question) -> Result<i64, Fault> {
    let (mut count, mut after) = (0, None);
    loop {
        let (page, next) = find::records(r, q, after.as_ref(), 3)?;
        count += page.len() as i64;
        match next {
            Some(key) => after = Some(key),
            None => return Ok(count),
        }
    }
}

#[test]
fn every_figure_equals_brute_force() {
    on_both(|town| {
        for seed in 0..4 {
            println!("seed {seed}");
            let mut month = Month { town, chance: Chance::seeded(seed), deeds: Vec::new() };
            for _ in 0..120 {
                if month.below(3) == 0 { month.record().unwrap() } else { month.befall() }
            }
            let deeds: Vec<Deed> = town.db.read(|r| r.all("ORDER BY position", &[])).unwrap();
            for _ in 0..150 {
                let q = month.question();
                let value = town.db.read(|r| find::value(r, &q)).unwrap();
                assert_eq!(value, brute_force(&deeds, &q), "seed {seed}: {q}");
                let (parts, units) = town.db.read(|r| find::parts(r, &q)).unwrap();
                if units && q.measure != Measure::Persons || !parts.is_empty() && !units {
                    assert_eq!(parts.iter().map(|p| p.value).sum::<i64>(), value, "seed {seed}: the parts of {q}");
                }
                if matches!(q.measure, Measure::Deeds | Measure::Late) {
                    assert_eq!(town.db.read(|r| listed(r, &q)).unwrap(), value, "seed {seed}: the records of {q}");
                }
            }
        }
    });
}
