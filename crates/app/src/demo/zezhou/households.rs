//! Invented household files in villages of Nanling and Shanhe, opened and kept by the villages' clerks; some are in the hands of the persons a visitor may be.
//! Who lives there and what is done for them is told in `families.rs`.
use super::World;
use super::families::{Draws, Kind, members};
use super::people::Team;
use crate::demo::world::instant;
use crate::households::{
    self, Entry, File, Ground, Household, Income, Measure, MeasureContent, Member, MemberContent, NewHousehold, Pairing, Plan, Reach,
    Situation,
};
use crate::people::Person;
use crate::powers::{Power, Who};
use crate::sealing::Seal;
use crate::web::Fault;
use ledger::{Chance, Tx};
use std::collections::BTreeSet;

/// Villages of Nanling and Shanhe, and how many files each has.
const VILLAGES: [(&str, usize); 6] =
    [("140525115214", 14), ("140525115202", 10), ("140525115205", 8), ("140525110200", 12), ("140525110213", 10), ("140525110241", 6)];
/// Files that a visitor's person is responsible for: village, number, who.
const THEIRS: [(&str, usize, &str); 6] = [
    ("140525115214", 1, "zhangxiaomei"),
    ("140525115214", 2, "zhangxiaomei"),
    ("140525115214", 5, "zhangxiaomei"),
    ("140525110200", 1, "liguohua"),
    ("140525110200", 2, "liguohua"),
    ("140525110200", 3, "zhangxiaomei"),
];
/// When they were opened, and when the first person became responsible.
const OPENED: &str = "2017-02-22T01:00:00Z";
pub const SINCE: &str = "2017-02-22";
/// When the clerks wrote down what was done since.
const FOLLOWED: &str = "2017-03-28T09:00:00Z";

/// The code of a file of the village that a difficulty may be of, if there is one that was not taken yet.
pub fn file_for(unit: &str, topic: &str, taken: &mut BTreeSet<String>) -> String {
    let count = VILLAGES.iter().find(|(village, _)| *village == unit).map_or(0, |(_, count)| *count);
    let fits = |number: &usize| Kind::of(unit, *number).has(topic) || topic == "housing" && is_unsafe(*number);
    let mut codes = (1..=count).filter(fits).map(|number| format!("{unit}-{number:03}"));
    codes.find(|code| taken.insert(code.clone())).unwrap_or_default()
}

fn is_unsafe(number: usize) -> bool {
    number.is_multiple_of(4)
}

/// A household as it will be written.
struct Draft {
    unit: &'static str,
    number: usize,
    kind: Kind,
    members: Vec<MemberContent>,
    /// Yuan a year.
    wage: i64,
    business: i64,
    transfer: i64,
    responsible: String,
    /// Thousandths of a mu.
    land: i64,
}

/// Makes them; `seed` is theirs alone, so that nothing else of the county depends on them.
/// # Errors
/// When something is refused.
pub fn make(world: &mut World, teams: &[Team], seed: u64) -> Result<(), Fault> {
    let mut draws = Draws(Chance::seeded(seed.wrapping_add(6)));
    world.now(instant(OPENED));
    for (unit, count) in VILLAGES {
        let Some(team) = teams.iter().find(|team| team.unit == unit) else { continue };
        let (clerk, mut taken) = (team.clerks.first().cloned().unwrap_or_default(), Vec::new());
        for number in 1..=count {
            let draft = draft(&mut draws, (unit, number), team, &mut taken);
            let leave = (Who::Person(clerk.clone()), Power::OpenHousehold(unit.to_owned()));
            world.later(instant(OPENED), leave, 0, move |tx| draft.write(tx))?;
        }
    }
    world.settle()
}

fn draft(draws: &mut Draws, (unit, number): (&'static str, usize), team: &Team, taken: &mut Vec<String>) -> Draft {
    let (kind, first) = (Kind::of(unit, number), if unit == "140525115214" && number == 1 { "李长根" } else { "" });
    let members = members(draws, kind, (number, first), taken);
    let mut upto = |n: usize| i64::try_from(draws.below(n)).unwrap_or(0);
    let count = |of: fn(&&MemberContent) -> bool| i64::try_from(members.iter().filter(of).count()).unwrap_or(0);
    let workers = count(|m| ["ordinary", "skilled"].contains(&m.labour.as_str()));
    let pensioners = count(|m| m.birth.as_str() < "1957");
    let wage = workers * (1500 + 100 * upto(26));
    let business = 600 + 50 * upto(36) + 900 * workers;
    // 80 yuan a month and pensioner; what else the village hands on.
    let transfer = 960 * pensioners + 10 * (20 + upto(30)) + if kind == Kind::Disabled { 1320 } else { 0 };
    let land = 500 * (2 + upto(12));
    let theirs = THEIRS.iter().find(|(village, n, _)| *village == unit && *n == number).map(|(_, _, who)| (*who).to_owned());
    let member = team.members.get(draws.below(team.members.len())).cloned().unwrap_or_default();
    Draft { unit, number, kind, members, wage, business, transfer, responsible: theirs.unwrap_or(member), land }
}

impl Draft {
    fn write(self, tx: &mut Tx) -> Result<(), Fault> {
        let new = NewHousehold {
            code: format!("{}-{:03}", self.unit, self.number),
            unit: self.unit.into(),
            head: self.members[0].clone(),
            from: SINCE.into(),
        };
        let home = Household::open(tx, &new)?;
        let seal = Seal::of(tx, &home.id)?;
        for member in &self.members[1..] {
            Member::add(tx, &home, &seal, member)?;
        }
        // Members of the village are known by id, a visitor's persons by code.
        let code = tx.find::<Person>(&self.responsible)?.map_or_else(|| self.responsible.clone(), |person| person.code);
        Pairing::hand_over(tx, &home, &code, SINCE)?;
        home.clone().change(tx, &seal, &self.situation())?;
        self.money(tx, &home)?;
        self.work(tx, &home, &seal, &code)?;
        self.standing(tx, &home, &seal)
    }

    fn situation(&self) -> Situation {
        let causes: Vec<String> = self.kind.work(self.number).iter().map(|work| work.cause.to_owned()).collect();
        // Some household was not asked yet: its file says so.
        let asked = self.number % 6 != 5;
        Situation {
            main_cause: causes.first().cloned().unwrap_or_default(),
            others: causes.into_iter().skip(1).collect(),
            housing: if is_unsafe(self.number) { "unsafe_c" } else { "safe" }.into(),
            land: Some(self.land),
            water: self.water().into(),
            consent_day: if asked { SINCE } else { "" }.into(),
            consent_how: if asked { "signed" } else { "" }.into(),
            phone: format!("1390000{:04}", self.number),
            note: if self.kind == Kind::LeftBehind { "父母在外打工，孩子跟着爷爷奶奶。" } else { "" }.into(),
            ..Situation::default()
        }
    }

    fn water(&self) -> &'static str {
        match self.kind {
            Kind::NoWater => "unsafe",
            _ if self.number.is_multiple_of(5) => "well",
            _ => "tap",
        }
    }

    fn money(&self, tx: &mut Tx, home: &Household) -> Result<(), Fault> {
        let own = [("wage", self.wage), ("business", self.business), ("transfer", self.transfer), ("costs", self.business / 4)];
        for (year, tenths) in [(2015, 8), (2016, 10)] {
            for (source, yuan) in own.into_iter().filter(|(_, yuan)| *yuan > 0) {
                Income::set(tx, home, year, (source, false), Some(yuan * tenths * 10))?;
            }
        }
        for (source, yuan, percent) in [
            ("wage", self.wage, 110),
            ("business", self.business, 150),
            ("transfer", self.transfer, 100),
            ("costs", self.business / 4, 100),
        ] {
            if yuan > 0 {
                Income::set(tx, home, 2017, (source, true), Some(yuan * percent))?;
            }
        }
        Ok(())
    }

    /// Plan, measures and the ledger's first line.
    fn work(&self, tx: &mut Tx, home: &Household, seal: &Seal, owner: &str) -> Result<(), Fault> {
        let work = self.kind.work(self.number);
        let words: Vec<&str> = work.iter().map(|work| work.measure).collect();
        Plan::write(tx, home, seal, 2017, &format!("今年重点：{}。", words.join("；")))?;
        for work in work {
            let measure = MeasureContent {
                year: 2017,
                cause: work.cause.into(),
                owner: owner.into(),
                due: "2017-06-30".into(),
                words: work.measure.into(),
                ..MeasureContent::default()
            };
            Measure::add(tx, home, seal, &measure)?;
        }
        Entry::write(tx, home, seal, (SINCE, "visit", self.kind.told(self.number).first))
    }

    /// How far the reaches are, and what was met of the exit test last year.
    fn standing(&self, tx: &mut Tx, home: &Household, seal: &Seal) -> Result<(), Fault> {
        for reach in &households::lists::Lists::of(tx)?.reaches {
            Reach::say(tx, seal, (&home.id, &home.unit), reach, self.kind.reach(reach, is_unsafe(self.number)))?;
        }
        let pupils =
            self.members.iter().any(|m| ["primary", "junior", "senior"].contains(&m.schooling.as_str()) && m.birth.as_str() > "1998");
        let (sound, water) = (!is_unsafe(self.number), self.water());
        let grounds = [
            ("food", true, "入户看过，粮够吃到新粮下来"),
            ("clothing", true, "四季衣被都有"),
            ("education", true, if pupils { "孩子都在校" } else { "没有上学的孩子" }),
            ("medical", true, "参加了新农合"),
            ("housing", sound, if sound { "入户看过房子" } else { "后墙有裂缝，列进危房改造" }),
            (
                "water",
                water != "unsafe",
                if water == "tap" {
                    "自来水入户"
                } else if water == "well" {
                    "井水化验合格"
                } else {
                    "水窖存不住水"
                },
            ),
        ];
        let said = |(ground, met, basis)| Ground::say(tx, home, seal, 2016, (ground, if met { "yes" } else { "no" }, basis));
        grounds.into_iter().try_for_each(said)
    }
}

/// What the clerks wrote since: the ledger's next line, and measures that were done.
/// # Errors
/// When something is refused.
pub fn follow(world: &World, teams: &[Team]) -> Result<(), Fault> {
    world.now(instant(FOLLOWED));
    for (unit, count) in VILLAGES {
        let Some(clerk) = teams.iter().find(|team| team.unit == unit).and_then(|team| team.clerks.first()) else { continue };
        for number in 1..=count {
            let (code, kind) = (format!("{unit}-{number:03}"), Kind::of(unit, number));
            let id = world.db.read(|r| households::find::by_code(r, &code))?.ok_or(Fault::Missing)?.id;
            let leave = (Who::Person(clerk.clone()), Power::KeepHousehold(id));
            world.write(leave.0, leave.1, move |tx| since(tx, &code, kind, number))?;
        }
    }
    Ok(())
}

fn since(tx: &mut Tx, code: &str, kind: Kind, number: usize) -> Result<(), Fault> {
    let file = File::open(tx, code)?;
    let (day, words) = kind.told(number).since;
    Entry::write(tx, &file.household, &file.seal, (day, "visit", words))?;
    for work in kind.work(number) {
        let measure = file.measures.iter().find(|measure| measure.cause == work.cause);
        if let Some(((day, result), measure)) = work.done.zip(measure) {
            measure.clone().finish(tx, &file.seal, day, result)?;
        }
    }
    Ok(())
}
