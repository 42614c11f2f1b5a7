//! Invented household files in villages of Nanling and Shanhe, opened and kept by the villages' clerks; some are in the hands of the persons a visitor may be.
use super::World;
use super::people::Team;
use crate::demo::world::instant;
use crate::households::{
    self, Entry, Ground, Household, Income, Measure, MeasureContent, Member, MemberContent, NewHousehold, Pairing, Plan, Reach, Situation,
};
use crate::people::Person;
use crate::powers::{Power, Who};
use crate::sealing::Seal;
use crate::web::Fault;
use ledger::{Chance, Tx};

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
const SINCE: &str = "2017-02-22";

const SURNAMES: [&str; 16] = ["李", "王", "张", "赵", "刘", "司", "常", "郭", "成", "靳", "卫", "马", "焦", "段", "崔", "侯"];
const OLD: [&str; 14] = ["长根", "守信", "满囤", "来福", "双喜", "根旺", "三孩", "保山", "秋生", "铁锁", "玉堂", "小狗", "银河", "天顺"];
const WIVES: [&str; 10] = ["桂芳", "秀莲", "改花", "月仙", "爱香", "春娥", "巧云", "翠平", "兰英", "麦叶"];
const YOUNG: [&str; 10] = ["志强", "晓东", "婷婷", "佳佳", "浩", "丽娜", "小龙", "雅琴", "博", "文静"];

/// A cause with a measure that answers it, and a line of the ledger.
const WORK: [(&str, &str, &str, &str); 6] = [
    ("illness", "陪着办慢病证，药费按月报销", "带病历去镇卫生院问过，慢病证4月发", "药费报了两个月"),
    ("no_labour", "送蜂箱10个，合作社包教包收", "问了放蜂箱的地方，答应月底送到", "蜂箱到了，还差两个"),
    ("no_skill", "参加大棚种植培训，跟班15天", "本人愿意学，留了电话", "培训学完了"),
    ("no_funds", "申请小额贷款养羊20只", "帮着填了贷款表，信用社说周五来看", ""),
    ("schooling", "申请教育资助，联系孩子的班主任", "孩子成绩稳，想上职校", "资助已经到账"),
    ("transport", "入户路硬化80米，列进村里计划", "量了路，缺水泥两吨", ""),
];

/// A name of the county's older people, the n-th.
pub fn some_name(n: usize) -> String {
    format!("{}{}", SURNAMES[n * 7 % SURNAMES.len()], OLD[(n * 5 + n / 14) % OLD.len()])
}

/// The code of a village's file of this number, where there is one.
pub fn file_of(unit: &str, number: usize) -> String {
    let there = VILLAGES.iter().any(|(village, count)| *village == unit && number <= *count);
    if there { format!("{unit}-{number:03}") } else { String::new() }
}

struct Draws(Chance);

impl Draws {
    fn below(&mut self, n: usize) -> usize {
        u32::from_be_bytes(self.0.bytes()) as usize % n.max(1)
    }
    fn pick(&mut self, from: &[&'static str]) -> &'static str {
        from[self.below(from.len())]
    }
}

/// A household as it will be written.
struct Draft {
    unit: &'static str,
    number: usize,
    members: Vec<MemberContent>,
    work: (&'static str, &'static str, &'static str, &'static str),
    other: &'static str,
    wage: i64,
    business: i64,
    responsible: String,
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
        let clerk = team.clerks.first().cloned().unwrap_or_default();
        for number in 1..=count {
            let draft = draft(&mut draws, unit, number, team);
            let leave = (Who::Person(clerk.clone()), Power::OpenHousehold(unit.to_owned()));
            world.later(instant(OPENED), leave, 0, move |tx| draft.write(tx))?;
        }
    }
    world.settle()
}

fn draft(draws: &mut Draws, unit: &'static str, number: usize, team: &Team) -> Draft {
    let surname = draws.pick(&SURNAMES);
    let first = unit == "140525115214" && number == 1;
    let head = if first { "李长根".to_owned() } else { format!("{surname}{}", draws.pick(&OLD)) };
    let family: String = head.chars().take(1).collect();
    let mut members = vec![person(draws, head, "head", 1948..1972)];
    if draws.below(10) < 8 {
        let wife = format!("{}{}", draws.pick(&SURNAMES), draws.pick(&WIVES));
        let near = members[0].birth.get(..4).and_then(|year| year.parse::<usize>().ok()).unwrap_or(1955);
        members.push(MemberContent { sex: "female".into(), ..person(draws, wife, "spouse", near - 2..near + 6) });
    }
    for _ in 0..draws.below(3) {
        let child = format!("{family}{}", draws.pick(&YOUNG));
        members.push(MemberContent {
            labour: "none".into(),
            schooling: "junior".into(),
            health: String::new(),
            ..person(draws, child, "child", 2000..2004)
        });
    }
    let theirs = THEIRS.iter().find(|(village, n, _)| *village == unit && *n == number).map(|(_, _, who)| (*who).to_owned());
    let member = team.members.get(draws.below(team.members.len())).cloned().unwrap_or_default();
    let work = if first { WORK[1] } else { WORK[draws.below(WORK.len())] };
    let other = ["illness", "disability", "no_water", ""][draws.below(4)];
    Draft {
        unit,
        number,
        members,
        work,
        other: if other == work.0 { "" } else { other },
        wage: 1000 + 100 * i64::try_from(draws.below(60)).unwrap_or(0),
        business: 800 + 50 * i64::try_from(draws.below(90)).unwrap_or(0),
        responsible: theirs.unwrap_or(member),
        land: 500 * (2 + i64::try_from(draws.below(12)).unwrap_or(0)),
    }
}

fn person(draws: &mut Draws, name: String, relation: &str, years: std::ops::Range<usize>) -> MemberContent {
    let birth = format!("{}-{:02}-{:02}", years.start + draws.below(years.len()), 1 + draws.below(12), 1 + draws.below(28));
    let health = ["", "", "高血压", "腰腿病", "慢性支气管炎"][draws.below(5)].to_owned();
    // A sequence that no authority gives out, with a check digit that is right.
    let number = with_check_digit(&format!("140525{}9{:02}", birth.replace('-', ""), draws.below(100)));
    MemberContent {
        relation: relation.into(),
        sex: "male".into(),
        labour: ["ordinary", "weak", "skilled"][draws.below(3)].into(),
        schooling: ["primary", "junior", "none"][draws.below(3)].into(),
        consent_day: SINCE.into(),
        consent_by: "self".into(),
        name,
        birth,
        number,
        health,
        ..MemberContent::default()
    }
}

/// GB 11643: the last of 18 from the weighted sum of the 17 before it.
fn with_check_digit(first: &str) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = first.chars().filter_map(|c| c.to_digit(10)).zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let last = b"10X98765432"[(sum % 11) as usize] as char;
    format!("{first}{last}")
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
        self.responsible(tx, &home)?;
        let situation = Situation {
            main_cause: self.work.0.into(),
            others: Some(self.other.to_owned()).into_iter().filter(|cause| !cause.is_empty()).collect(),
            housing: if self.number.is_multiple_of(4) { "unsafe_c" } else { "safe" }.into(),
            land: Some(self.land),
            water: if self.number.is_multiple_of(5) { "well" } else { "tap" }.into(),
            consent_day: SINCE.into(),
            consent_how: "signed".into(),
            phone: format!("1390000{:04}", self.number),
            ..Situation::default()
        };
        home.clone().change(tx, &seal, &situation)?;
        self.money(tx, &home)?;
        self.work(tx, &home, &seal)
    }

    /// Members of the village are known by id, a visitor's persons by code.
    fn responsible(&self, tx: &mut Tx, home: &Household) -> Result<(), Fault> {
        let code = tx.find::<Person>(&self.responsible)?.map_or_else(|| self.responsible.clone(), |person| person.code);
        Pairing::hand_over(tx, home, &code, SINCE)
    }

    fn money(&self, tx: &mut Tx, home: &Household) -> Result<(), Fault> {
        for (year, tenths) in [(2015, 8), (2016, 10)] {
            for (source, yuan) in [("wage", self.wage), ("business", self.business), ("transfer", 960), ("costs", self.business / 4)] {
                Income::set(tx, home, year, (source, false), Some(yuan * tenths * 10))?;
            }
        }
        Income::set(tx, home, 2017, ("wage", true), Some(self.wage * 110))?;
        Income::set(tx, home, 2017, ("business", true), Some(self.business * 180))
    }

    fn work(&self, tx: &mut Tx, home: &Household, seal: &Seal) -> Result<(), Fault> {
        let (cause, measure, line, result) = self.work;
        Plan::write(tx, home, seal, 2017, &format!("今年重点：{measure}。"))?;
        let measure = MeasureContent {
            year: 2017,
            cause: cause.into(),
            due: "2017-06-30".into(),
            words: measure.into(),
            result: result.into(),
            ..MeasureContent::default()
        };
        Measure::add(tx, home, seal, &measure)?;
        Entry::write(tx, home, seal, (SINCE, "visit", line))?;
        for (n, reach) in households::lists::Lists::of(tx)?.reaches.iter().enumerate() {
            let state = if reach == "pairing" { "done" } else { households::lists::STATES[(self.number + n) % 3] };
            Reach::say(tx, seal, (&home.id, &home.unit), reach, (state, ""))?;
        }
        Ground::say(tx, home, seal, 2016, ("food", "yes", ""))?;
        Ground::say(tx, home, seal, 2016, ("housing", if self.number.is_multiple_of(4) { "no" } else { "yes" }, "入户看过房子"))
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_check_digit_is_as_the_standard_says() {
        assert_eq!(super::with_check_digit("11010519491231002"), "11010519491231002X");
    }
}
