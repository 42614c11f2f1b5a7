//! Random months: every figure equals brute force over the records, on both databases.
use super::{Measure, Question, find, records};
use crate::api::tests::place::{Place, on_both};
use crate::campaigns::file::CampaignFile;
use crate::checks::Decision;
use crate::deeds::{Content, Deed, NewDeed, Recorded, Served, state};
use crate::orgs::{Group, GroupMember, NewUnit, Unit};
use crate::people::{NewPerson, Person};
use crate::powers::{Power, Who, decide};
use crate::web::Fault;
use ledger::{Chance, Read, Tx};
use std::collections::HashSet;

const COUNTY: &str = "140525";
const NAN: &str = "140525100";
const XIA: &str = "140525101";
/// A village that lay in Nan until the 15th, and in Xia from the 16th on.
const MOVED: &str = "140525100001";
/// A group: Xia all month, the village from the 10th to the 20th.
const GROUP: &str = "@sevens";
const MEMBERS: [(&str, &str, &str); 2] = [(XIA, "2017-01-01", "9999-12-31"), (MOVED, "2017-03-10", "2017-03-20")];
const UNITS: [(&str, &[&str]); 4] =
    [(NAN, &["li", "wang", "zhao"]), (XIA, &["sun", "qian"]), (MOVED, &["zhou", "wu"]), (COUNTY, &["he", "deng"])];
/// The last is Xia's own campaign's, and counts into litter too.
const INDICATORS: [&str; 5] = ["litter", "trees", "good-deeds", "households", "batch-litter"];
const OWN_CAMPAIGN: &str = r#"
id = "batches"
name = "六个一批"
unit = "140525101"
from = "2017-03-01"
to = "2017-03-31"
[[items]]
id = "batch"
name = "清一批垃圾"
label = "批"
way = "own"
[[items.indicators]]
id = "batch-litter"
name = "垃圾"
measure = "立方米"
decimals = 1
most = "30"
also = ["litter"]
"#;

/// In milliseconds: from the campaign's last day to after it.
const TWO_DAYS: i64 = 172_800_000;

struct Month<'a> {
    town: &'a Place,
    chance: Chance,
    deeds: Vec<String>,
}

/// The village and its people, the group, the unit's own campaign.
fn widen(town: &Place) {
    let village = |parent: &str, from: &str, to: &str| NewUnit {
        code: MOVED.into(),
        name: "移村".into(),
        parent: parent.into(),
        kind: "village".into(),
        from: from.into(),
        to: to.into(),
        ..NewUnit::default()
    };
    let versions = [village(NAN, "", "2017-03-15"), village(XIA, "2017-03-16", "")];
    town.operate(Power::ManageUnits, move |tx| {
        versions.iter().try_for_each(|v| Unit::add(tx, v).map(|_| ()))?;
        let group = Group {
            id: "sevens".into(),
            rev: 1,
            name: "七口".into(),
            kind: "units".into(),
            unit: COUNTY.into(),
            from_day: String::new(),
            to_day: "9999-12-31".into(),
        };
        tx.insert(&group)?;
        for (unit, from, to) in MEMBERS {
            let id = format!("sevens-{unit}");
            let row = GroupMember { id, rev: 1, group_id: "sevens".into(), member: unit.into(), from_day: from.into(), to_day: to.into() };
            tx.insert(&row)?;
        }
        CampaignFile::read(OWN_CAMPAIGN)?.make(tx)?;
        Ok(())
    });
    town.operate(Power::ManagePeople, |tx| {
        for (code, unit) in [("zhou", MOVED), ("wu", MOVED), ("deng", COUNTY)] {
            Person::add(tx, &NewPerson { code: code.into(), name: code.into(), unit: unit.into(), ..NewPerson::default() })?;
        }
        Ok(())
    });
}

impl Month<'_> {
    fn below(&mut self, n: usize) -> usize {
        usize::from(u16::from_be_bytes(self.chance.bytes())) % n
    }
    fn day(&mut self) -> String {
        format!("2017-03-{:02}", 1 + self.below(31))
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
        // Somebody of another unit helps.
        let (_, others) = UNITS[self.below(4)];
        people.push(self.town.id(others[0]));
        let kinds = ["enterprise", "household"];
        let served = (0..self.below(3)).map(|_| Served {
            kind: kinds[self.below(2)].into(),
            count: 1 + self.below(3) as i64,
            subject: (self.below(2) == 0).then(|| format!("s{}", self.below(3))),
        });
        let served = served.collect();
        Content {
            day: self.day(),
            quantity: 1000 * (1 + self.below(most) as i64),
            people,
            public_count: self.below(9) as i64,
            began: Some("08:10".into()),
            ended: (self.below(2) == 0).then(|| format!("09:{:02}", self.below(60))),
            served,
            ..Content::default()
        }
    }
    fn record(&mut self) {
        let indicator = INDICATORS[self.below(INDICATORS.len())];
        let (unit, members) = if indicator == "batch-litter" { UNITS[1] } else { UNITS[self.below(4)] };
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
            files_follow: false,
        };
        let power = Power::Record { unit: unit.into(), recorder: recorder.clone(), day: new.content.day.clone() };
        let recorded = self.write(&recorder, power, move |tx| Deed::record(tx, new)).unwrap();
        assert!(matches!(recorded, Recorded::New(_)));
    }
    /// Something happens to a deed; what the rules refuse leaves everything as it was.
    fn befall(&mut self) {
        if self.deeds.is_empty() {
            return;
        }
        let index = self.below(self.deeds.len());
        let id = self.deeds[index].clone();
        let deed: Deed = self.town.db.read(|r| r.get(&id)).unwrap();
        let (rev, checker) = (deed.rev, self.town.id(if deed.unit == COUNTY { "zhao" } else { "he" }));
        let members = UNITS.iter().find(|(unit, _)| *unit == deed.unit).unwrap().1;
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
        const MEASURES: [Measure; 12] = [
            Measure::Sum,
            Measure::Deeds,
            Measure::Persons,
            Measure::Times,
            Measure::Public,
            Measure::Minutes,
            Measure::Served,
            Measure::Subjects(""),
            Measure::Subjects("household"),
            Measure::Late,
            Measure::Edited,
            Measure::Persons,
        ];
        const PLACES: [&str; 8] = [COUNTY, NAN, XIA, MOVED, GROUP, "=140525", "=140525101", "=140525100"];
        let (a, b) = (self.day(), self.day());
        let indicators: Vec<&str> = INDICATORS.into_iter().filter(|_| self.below(2) == 0).chain(["litter"]).collect();
        let question = Question::new(MEASURES[self.below(MEASURES.len())], &indicators, COUNTY, &a.clone().min(b.clone()), &a.max(b));
        let places: Vec<&str> = (0..1 + self.below(3)).map(|_| PLACES[self.below(PLACES.len())]).collect();
        let question = question.over(&places);
        if self.below(3) == 0 { question.waiting() } else { question }
    }
}

/// Whether a unit's records of a day lie in a place, said without the product's tree.
fn lies_in(unit: &str, place: &str, day: &str) -> bool {
    if let Some(own) = place.strip_prefix('=') {
        return unit == own;
    }
    if place == GROUP {
        return MEMBERS.iter().any(|(member, from, to)| *from <= day && day <= *to && lies_in(unit, member, day));
    }
    let above = if day <= "2017-03-15" { NAN } else { XIA };
    unit == place || place == COUNTY || unit == MOVED && place == above
}

/// The answer by walking over every record.
fn brute_force(deeds: &[Deed], q: &Question) -> i64 {
    let state = if q.state == "verified" { state::VERIFIED } else { state::RECEIVED };
    let asked =
        |d: &Deed| q.indicators.contains(&d.indicator) || d.indicator == "batch-litter" && q.indicators.iter().any(|i| i == "litter");
    let in_time = |d: &&Deed| d.state == state && asked(d) && d.day >= q.from && d.day <= q.to;
    let under = |unit: &str, day: &str| q.places.iter().any(|place| lies_in(unit, place, day));
    let here: Vec<&Deed> = deeds.iter().filter(in_time).filter(|d| under(&d.unit, &d.day)).collect();
    let sum = |of: fn(&Deed) -> i64| here.iter().map(|d| of(d)).sum();
    match q.measure {
        Measure::Sum => sum(|d| d.quantity),
        Measure::Deeds => here.len() as i64,
        Measure::Times => {
            let times = deeds.iter().filter(in_time).flat_map(|d| d.people().map(|(_, unit)| (unit, d.day.as_str())));
            times.filter(|(unit, day)| under(unit, day)).count() as i64
        }
        Measure::Public => sum(|d| d.public_count),
        Measure::Minutes => sum(|d| d.ended.as_ref().map_or(0, |end| 50 + end[3..].parse::<i64>().unwrap())),
        Measure::Served => sum(|d| d.served().iter().map(|s| s.count).sum()),
        Measure::Edited => sum(|d| i64::from(d.edited)),
        // Received on 31 March or on 2 April, 10:00 in Shanghai: more than three days before is before the 28th or the 30th.
        Measure::Late => {
            sum(|d| i64::from(d.day.as_str() < if d.received.starts_with("2017-03-31") { "2017-03-28" } else { "2017-03-30" }))
        }
        Measure::Listed => unreachable!("not asked here"),
        Measure::Persons => {
            let present = deeds.iter().filter(in_time).flat_map(|d| d.people().map(|(person, unit)| (person, unit, d.day.as_str())));
            present.filter(|(_, unit, day)| under(unit, day)).map(|(p, ..)| p).collect::<HashSet<_>>().len() as i64
        }
        Measure::Subjects(kind) => {
            let served = here.iter().flat_map(|d| d.served()).filter(|s| kind.is_empty() || s.kind == kind);
            served.filter_map(|s| Some((s.kind, s.subject?))).collect::<HashSet<_>>().len() as i64
        }
    }
}

/// All records that a figure opens to, page by page; each once.
fn listed(r: &mut Read, q: &Question) -> Result<Vec<Deed>, Fault> {
    let (mut all, mut after): (Vec<Deed>, _) = (Vec::new(), None);
    loop {
        let (page, next) = records::page(r, q, after.as_ref(), 3)?;
        assert!(page.iter().all(|deed| all.iter().all(|other| other.id != deed.id)), "{q} lists a record twice");
        all.extend(page);
        match next {
            Some(key) => after = Some(key),
            None => return Ok(all),
        }
    }
}

/// The records of a figure as its file has them.
fn lines(r: &mut Read, q: &Question) -> Vec<i64> {
    let (facets, ground) = (crate::campaigns::find::serving(r, &q.indicators).unwrap(), super::ground::units(r, q).unwrap());
    let mut all = Vec::new();
    for (unit, spans) in &ground {
        let page = records::lines(r, q, &facets, (unit, -1), spans, false).unwrap();
        all.extend(page.iter().filter(|line| line.counts(q, &ground, unit, "Asia/Shanghai")).map(|line| line.position));
    }
    all
}

#[test]
fn every_figure_equals_brute_force() {
    on_both(|town| {
        widen(town);
        for seed in 0..3 {
            println!("seed {seed}");
            let mut month = Month { town, chance: Chance::seeded(seed), deeds: Vec::new() };
            for n in 0..140 {
                if n == 90 {
                    town.clock.advance_ms(TWO_DAYS);
                }
                if month.below(3) == 0 { month.record() } else { month.befall() }
            }
            town.clock.advance_ms(-TWO_DAYS);
            let deeds: Vec<Deed> = town.db.read(|r| r.all("ORDER BY position", &[])).unwrap();
            assert!(deeds.iter().any(|d| d.edited), "seed {seed}: nothing was changed late");
            for _ in 0..200 {
                let q = month.question();
                let value = town.db.read(|r| find::value(r, &q)).unwrap();
                assert_eq!(value, brute_force(&deeds, &q), "seed {seed}: {q}");
                assert_eq!(town.db.read(|r| find::value(r, &q)).unwrap(), value, "seed {seed}: {q}, asked again");
                let (parts, places) = town.db.read(|r| find::parts(r, &q)).unwrap();
                if !q.measure.is_distinct() && (places || q.from < q.to) {
                    assert_eq!(parts.iter().map(|p| p.value).sum::<i64>(), value, "seed {seed}: the parts of {q}");
                }
                // What a figure opens to makes it again, and nothing else is among it.
                let opened = town.db.read(|r| listed(r, &q)).unwrap();
                assert_eq!(brute_force(&opened, &q), value, "seed {seed}: the records of {q}");
                if matches!(q.measure, Measure::Deeds | Measure::Late | Measure::Edited) {
                    assert_eq!(opened.len() as i64, value, "seed {seed}: the records of {q}");
                }
                if q.measure.is_of_people() {
                    let each = opened.iter().all(|deed| brute_force(std::slice::from_ref(deed), &q) > 0);
                    assert!(each, "seed {seed}: {q} lists a record in which nobody of it took part");
                }
                let positions: Vec<i64> = opened.iter().map(|deed| deed.position).collect();
                assert_eq!(town.db.read(|r| Ok::<_, Fault>(lines(r, &q))).unwrap(), positions, "seed {seed}: the file of {q}");
            }
        }
    });
}
