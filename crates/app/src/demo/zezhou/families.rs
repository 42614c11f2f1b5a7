//! Invented families of Nanling and Shanhe. A family's story says what it lacks, who lives there and what is done about it: so its file hangs together, and
//! a difficulty is raised where it fits.
use crate::households::MemberContent;
use ledger::Chance;

/// What a family's life turns on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Two old people whose children work elsewhere.
    Old,
    Ill,
    /// Children at school.
    School,
    Unskilled,
    NoFunds,
    BadRoad,
    NoWater,
    Disabled,
    /// Grandparents with the children of those who work elsewhere.
    LeftBehind,
}

const KINDS: [Kind; 9] =
    [Kind::Ill, Kind::School, Kind::Old, Kind::NoFunds, Kind::LeftBehind, Kind::Unskilled, Kind::BadRoad, Kind::Disabled, Kind::NoWater];
/// Those of whom more is told elsewhere: visits, promises, needs that are open.
const TOLD: [(&str, usize, Kind); 5] = [
    ("140525115214", 1, Kind::Old),
    ("140525115214", 2, Kind::Old),
    ("140525110200", 1, Kind::NoWater),
    ("140525110200", 2, Kind::Ill),
    ("140525110200", 3, Kind::School),
];

/// Something done against a cause: what, and its result where it is done by then.
pub struct Work {
    pub cause: &'static str,
    pub measure: &'static str,
    pub done: Option<(&'static str, &'static str)>,
}

/// What the ledger says: at the opening of the file, and on a day since.
pub struct Told {
    pub first: &'static str,
    pub since: (&'static str, &'static str),
}

impl Kind {
    /// Of a village's file of this number.
    pub fn of(unit: &str, number: usize) -> Self {
        let told = TOLD.iter().find(|(village, n, _)| *village == unit && *n == number);
        let village: usize = unit.bytes().map(usize::from).sum();
        told.map_or(KINDS[(village + number) % KINDS.len()], |(.., kind)| *kind)
    }

    /// Whether a difficulty of this topic may be this family's.
    pub fn has(self, topic: &str) -> bool {
        match topic {
            "labour" | "other" => matches!(self, Kind::Old | Kind::LeftBehind),
            "medicine" => matches!(self, Kind::Ill | Kind::Old),
            "water" => self == Kind::NoWater,
            "road" => self == Kind::BadRoad,
            "farming" | "selling" => matches!(self, Kind::Unskilled | Kind::NoFunds),
            "schooling" => matches!(self, Kind::School | Kind::LeftBehind),
            "allowance" => matches!(self, Kind::Old | Kind::Disabled),
            "papers" => self == Kind::Disabled,
            "power" => true,
            _ => false,
        }
    }

    /// The main cause first.
    pub fn work(self, number: usize) -> Vec<Work> {
        let work = |cause, measure| Work { cause, measure, done: None };
        let done = |cause, measure, day, result| Work { cause, measure, done: Some((day, result)) };
        match self {
            Kind::Old if number % 2 == 1 => vec![
                work("no_labour", "送蜂箱10个，合作社包教包收"),
                done("illness", "陪着办慢病证，药费按月报销", "2017-03-20", "慢病证发下来了，2月的药费报了"),
            ],
            Kind::Old => vec![work("no_labour", "春耕秋收请农机手代耕"), work("illness", "村医每月上门量血压、送药")],
            Kind::Ill => vec![work("illness", "陪着办慢病证，药费按月报销")],
            Kind::School if number.is_multiple_of(2) => {
                vec![work("schooling", "申请教育资助，联系孩子的班主任"), work("illness", "给老人办慢病证，药费按月报销")]
            }
            Kind::School => vec![work("schooling", "申请教育资助，联系孩子的班主任")],
            Kind::Unskilled => vec![
                done("no_skill", "参加大棚种植培训，跟班15天", "2017-03-20", "培训学完了，领了结业证"),
                work("no_funds", "帮着申请小额贷款搭大棚"),
            ],
            Kind::NoFunds => vec![work("no_funds", "申请小额贷款养羊20只")],
            Kind::BadRoad => vec![work("transport", "入户路硬化80米，列进村里计划")],
            Kind::NoWater => vec![work("no_water", "修入户水管，水窖换防渗布")],
            Kind::Disabled => vec![
                done("disability", "办残疾人两项补贴", "2017-03-24", "补贴批下来了，从3月起发"),
                work("no_labour", "春耕秋收请农机手代耕"),
            ],
            Kind::LeftBehind => vec![work("no_labour", "春耕秋收请农机手代耕"), work("schooling", "放学后到村里的辅导班写作业")],
        }
    }

    pub fn told(self, number: usize) -> Told {
        let (first, day, since) = match self {
            Kind::Old if number % 2 == 1 => ("说起养蜂，本人愿意，以前养过几箱", "2017-03-15", "合作社说蜂箱月底到，先把场地平出来"),
            Kind::Old => ("问了春耕怎么办，儿女都在外头，地没人犁", "2017-03-16", "村里登记了要代耕的地，等农机手排日子"),
            Kind::Ill => ("带病历去镇卫生院问过，要先做一次体检", "2017-03-13", "陪着做了体检，还差两张药费单子"),
            Kind::School => ("看了孩子的成绩单，想接着念", "2017-03-10", "和班主任通了电话，要填一张申请表"),
            Kind::Unskilled => ("本人愿意学种大棚，留了电话", "2017-03-20", "培训班15天学完了，想先搭一个棚"),
            Kind::NoFunds => ("帮着填了贷款表，信用社说要担保人", "2017-03-17", "担保人找好了，信用社月底来看羊圈"),
            Kind::BadRoad => ("量了入户路，缺水泥两吨", "2017-03-21", "水泥拉来一吨，等天暖了动工"),
            Kind::NoWater => ("看了水管和水窖，冬天冻裂过一次", "2017-03-18", "水管接头换了两个，防渗布还没到"),
            Kind::Disabled => ("看了残疾证，补贴还没有办过", "2017-03-09", "补贴的材料交到民政所了"),
            Kind::LeftBehind => ("孩子的父母在外打工，过年才回来，地里缺人手", "2017-03-14", "和孩子的妈妈通了电话，说好每星期视频一次"),
        };
        Told { first, since: (day, since) }
    }

    /// What a reach of the file is: its state, and why where it is not needed.
    pub fn reach(self, reach: &str, unsafe_house: bool) -> (&'static str, &'static str) {
        match reach {
            "pairing" => ("done", ""),
            "relocation" => ("not_needed", "村子不搬迁"),
            "housing" if unsafe_house => ("doing", "列进危房改造，4月动工"),
            "housing" => ("not_needed", "房子结实，入户看过"),
            "facilities" if matches!(self, Kind::BadRoad | Kind::NoWater) => ("doing", ""),
            "facilities" => ("done", ""),
            "training" if self == Kind::Unskilled => ("doing", ""),
            "training" if matches!(self, Kind::Old | Kind::LeftBehind | Kind::Disabled) => ("not_needed", "家里没有能参加培训的劳力"),
            "training" => ("needed", ""),
            "industry" if matches!(self, Kind::Old | Kind::NoFunds | Kind::Unskilled) => ("doing", ""),
            _ => ("needed", ""),
        }
    }
}

/// Somebody to be made: relation, sex, the years of birth, and whether they are ill.
struct Kin(&'static str, &'static str, std::ops::Range<usize>, &'static str);

const SURNAMES: [&str; 16] = ["李", "王", "张", "赵", "刘", "司", "常", "郭", "成", "靳", "卫", "马", "焦", "段", "崔", "侯"];
const OLD_MEN: [&str; 14] =
    ["长根", "守信", "满囤", "来福", "双喜", "根旺", "三孩", "保山", "秋生", "铁锁", "玉堂", "小狗", "银河", "天顺"];
const MEN: [&str; 10] = ["建军", "卫东", "志强", "晓东", "海平", "文斌", "永红", "国强", "春生", "红卫"];
const OLD_WOMEN: [&str; 8] = ["改花", "月仙", "桂芳", "兰英", "麦叶", "秀莲", "爱香", "腊梅"];
const WOMEN: [&str; 8] = ["春娥", "巧云", "翠平", "雪梅", "海燕", "玉萍", "晋丽", "红霞"];
const BOYS: [&str; 8] = ["浩", "博", "小龙", "宇航", "鑫", "子轩", "文杰", "家豪"];
const GIRLS: [&str; 8] = ["婷婷", "佳佳", "丽娜", "雅琴", "文静", "欣怡", "雨欣", "思雨"];
/// Before it men and women have the names of the older people; whoever was born from the next on, those of children.
const OLDER: usize = 1966;
const YOUNGER: usize = 1997;

/// A name of the county's older people, the n-th.
pub fn some_name(n: usize) -> String {
    format!("{}{}", SURNAMES[n * 7 % SURNAMES.len()], OLD_MEN[(n * 5 + n / 14) % OLD_MEN.len()])
}

/// Chance of the files' own.
pub struct Draws(pub Chance);

impl Draws {
    pub fn below(&mut self, n: usize) -> usize {
        u32::from_be_bytes(self.0.bytes()) as usize % n.max(1)
    }
    fn pick(&mut self, from: &[&'static str]) -> &'static str {
        from[self.below(from.len())]
    }
}

/// Who lives there, the head first; nobody's name twice in a household, no head's twice in a village (`taken`).
pub fn members(draws: &mut Draws, kind: Kind, (number, first): (usize, &str), taken: &mut Vec<String>) -> Vec<MemberContent> {
    let (mut all, mut family): (Vec<MemberContent>, String) = (Vec::new(), String::new());
    for Kin(relation, sex, years, health) in kin(draws, kind, number) {
        // Husband and wife are of about one age.
        let years = match all.first().and_then(|head| head.birth.get(..4)?.parse::<usize>().ok()) {
            Some(near) if relation == "spouse" => near - 1..near + 4,
            _ => years,
        };
        let year = years.start + draws.below(years.len());
        let name = loop {
            let own = ["head", "child", "grandchild"].contains(&relation) && !family.is_empty();
            let surname = if own { family.clone() } else { draws.pick(&SURNAMES).to_owned() };
            let name = format!("{surname}{}", draws.pick(names_of(sex, year)));
            let name = if relation == "head" && !first.is_empty() { first.to_owned() } else { name };
            let twice = all.iter().any(|m| m.name == name) || relation == "head" && taken.contains(&name);
            if !twice {
                break name;
            }
        };
        if relation == "head" {
            family = name.chars().take(1).collect();
            taken.push(name.clone());
        }
        all.push(person(draws, (name, relation, sex), year, health));
    }
    all
}

fn names_of(sex: &str, year: usize) -> &'static [&'static str] {
    match (sex, year) {
        ("male", ..OLDER) => &OLD_MEN,
        ("male", ..YOUNGER) => &MEN,
        ("male", _) => &BOYS,
        (_, ..OLDER) => &OLD_WOMEN,
        (_, ..YOUNGER) => &WOMEN,
        _ => &GIRLS,
    }
}

fn kin(draws: &mut Draws, kind: Kind, number: usize) -> Vec<Kin> {
    let chronic = ["高血压", "腰腿病", "慢性支气管炎"][draws.below(3)];
    let sex = |draws: &mut Draws| if draws.below(2) == 0 { "male" } else { "female" };
    let couple = |years: std::ops::Range<usize>, health| vec![Kin("head", "male", years, health), Kin("spouse", "female", 0..1, "")];
    let mut all = match kind {
        Kind::Old => couple(1943..1951, chronic),
        Kind::Ill => couple(1958..1968, ["类风湿", "糖尿病", "慢性肾炎"][draws.below(3)]),
        Kind::School | Kind::NoFunds => couple(1968..1976, ""),
        Kind::Unskilled => couple(1976..1984, ""),
        Kind::BadRoad | Kind::NoWater => couple(1953..1963, ""),
        Kind::Disabled => vec![Kin("head", "male", 1966..1978, "肢体残疾二级"), Kin("parent", "female", 1938..1946, "")],
        Kind::LeftBehind => couple(1948..1956, chronic),
    };
    let (young, relation, years) = match kind {
        Kind::School => (1 + draws.below(2), "child", 2000..2011),
        Kind::NoFunds => (1, "child", 2000..2004),
        Kind::Unskilled => (1 + draws.below(2), "child", 2004..2012),
        Kind::LeftBehind => (1 + draws.below(2), "grandchild", 2004..2012),
        Kind::Ill | Kind::BadRoad => (1, "child", 1986..1994),
        _ => (0, "child", 0..1),
    };
    for _ in 0..young {
        all.push(Kin(relation, sex(draws), years.clone(), ""));
    }
    if kind == Kind::School && number.is_multiple_of(2) {
        all.push(Kin("parent", "female", 1940..1947, chronic));
    }
    all
}

fn person(draws: &mut Draws, (name, relation, sex): (String, &str, &str), year: usize, health: &str) -> MemberContent {
    let birth = format!("{year}-{:02}-{:02}", 1 + draws.below(12), 1 + draws.below(28));
    // Whole years at the beginning of the school year that is on.
    let age = 2016 - year - usize::from(&birth[5..] > "08-31");
    let schooling = match age {
        0..=2 => "none",
        3..=5 => "kindergarten",
        6..=11 => "primary",
        12..=14 => "junior",
        15..=17 => "senior",
        18..=40 => ["junior", "senior"][draws.below(2)],
        41..=62 => ["primary", "junior"][draws.below(2)],
        _ => ["none", "primary"][draws.below(2)],
    };
    let labour = match age {
        0..=17 => "none",
        18..=62 if health.is_empty() => ["ordinary", "ordinary", "skilled"][draws.below(3)],
        18..=75 => "weak",
        _ => "none",
    };
    let disabled = health.contains("残疾");
    // A sequence that no authority gives out; its last digit is odd for men and even for women.
    let sequence = 900 + 2 * draws.below(50) + usize::from(sex == "male");
    MemberContent {
        relation: relation.into(),
        sex: sex.into(),
        labour: if disabled { "none" } else { labour }.into(),
        schooling: schooling.into(),
        consent_day: super::households::SINCE.into(),
        consent_by: if age < 18 { "guardian" } else { "self" }.into(),
        number: with_check_digit(&format!("140525{}{sequence}", birth.replace('-', ""))),
        health: health.into(),
        name,
        birth,
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_check_digit_is_as_the_standard_says() {
        assert_eq!(with_check_digit("11010519491231002"), "11010519491231002X");
    }

    #[test]
    fn a_family_is_what_its_story_says() {
        let (mut draws, mut taken) = (Draws(Chance::seeded(3)), Vec::new());
        for (n, kind) in (0..40).flat_map(|n| KINDS.map(|kind| (n, kind))) {
            let all = members(&mut draws, kind, (n, ""), &mut taken);
            taken.truncate(20);
            let (names, ages): (BTreeSet<_>, Vec<i64>) =
                (all.iter().map(|m| &m.name).collect(), all.iter().map(|m| m.age_on("2017-03-31").unwrap()).collect());
            assert_eq!(names.len(), all.len(), "nobody's name twice: {names:?}");
            let young = all.iter().filter(|m| ["child", "grandchild"].contains(&m.relation.as_str()));
            let at_school =
                young.filter(|m| ["kindergarten", "primary", "junior", "senior"].contains(&m.schooling.as_str()) && m.labour == "none");
            match kind {
                Kind::Old => assert!(ages.iter().all(|age| *age >= 60), "{ages:?}"),
                Kind::School | Kind::LeftBehind | Kind::NoFunds | Kind::Unskilled => assert!(at_school.count() > 0, "{kind:?} {ages:?}"),
                Kind::Ill | Kind::Disabled => assert!(!all[0].health.is_empty() && all[0].labour != "ordinary"),
                Kind::BadRoad | Kind::NoWater => {}
            }
            let head = ages[0];
            for (m, age) in all.iter().zip(&ages).skip(1) {
                let fits = match m.relation.as_str() {
                    "child" => head - age >= 18,
                    "grandchild" => head - age >= 36,
                    "parent" => age - head >= 18,
                    _ => (head - age).abs() <= 5,
                };
                assert!(fits, "{kind:?} {}: {head} and {age}", m.relation);
            }
        }
    }
}
