//! Invented people: in every township, bureau and village, each with a clerk; the county's leaders; the persons a visitor may be.
use super::units::{self, VOLUNTEERS};
use super::{COUNTY, PERSONAS, World};
use crate::accounts::Account;
use crate::people::{NewPerson, Person, RoleKind};
use crate::powers::{Power, Who};
use crate::web::Fault;

const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑牛韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文原司成靳焦裴和";
const FIRST: &str = "建志国海春永卫玉文晓雪桂明喜翠根瑞长爱红福秀丽俊立正振树天新成庆广世学德金银宝兴启贵富来保山水云月";
const SECOND: &str = "军强平生华燕兰斌东芳顺霞旺英林峰梅香珍凤琴玲莲娥忠义信仁礼青松柏川河田禾丰年才良昌盛和宁安康善勤贤虎龙亮光";
const OFFICE_POSTS: [&str; 4] = ["干部", "科员", "主任科员", "工作人员"];
const TOWNSHIP_POSTS: [&str; 5] = ["干部", "农业干事", "民政干事", "林业员", "文化站长"];
/// A village's people after its clerk.
const VILLAGE_POSTS: [&str; 5] = ["党支部书记", "村委会主任", "妇联主任", "护林员", "村民小组长"];
/// What people of a post are good at, by which they fit a household's cause.
const SKILLS: [(&str, &str); 10] = [
    ("党支部书记", "修路、工程"),
    ("村委会主任", "小额信贷、财务"),
    ("妇联主任", "护理、辅导作业"),
    ("护林员", "种植技术、农机"),
    ("村民小组长", "养殖、打井"),
    ("干部", "法律、财务"),
    ("农业干事", "农技、养殖培训"),
    ("民政干事", "医保、康复"),
    ("林业员", "种植技术"),
    ("文化站长", "教书、辅导"),
];
const LEADER_POST: &str = "县级领导";

/// Members in each township and bureau beside its clerk, leaders in each of the four offices, volunteers.
const MEMBERS: usize = 7;
const LEADERS: usize = 6;
const TEAM: usize = 23;
/// The offices of the four leadership bodies.
pub const BODIES: [&str; 4] = ["140525-01", "140525-02", "140525-03", "140525-04"];

/// A unit that takes part, with its people by id.
#[derive(Debug, Clone, Default)]
pub struct Team {
    pub unit: String,
    pub name: String,
    /// The township or bureau that it is or lies in.
    pub top: String,
    pub members: Vec<String>,
    /// The county's leaders among its people.
    pub leaders: Vec<String>,
    /// Its clerks, the nearest first.
    pub clerks: Vec<String>,
}

impl Team {
    /// The clerk who may check a deed of these people.
    pub fn checker(&self, in_it: &[&str]) -> String {
        self.clerks.iter().find(|clerk| !in_it.contains(&clerk.as_str())).cloned().unwrap_or_default()
    }
    pub fn is_village(&self) -> bool {
        self.unit != self.top && self.unit != VOLUNTEERS
    }
    /// 西峪 for 西峪村委会.
    pub fn place(&self) -> &str {
        self.name.trim_end_matches("社区居民委员会").trim_end_matches("村委会").trim_end_matches('村')
    }
}

/// A colleague of 李国华: “老李” may be either.
const COLLEAGUE: (&str, &str) = ("z0703", "李卫东");

/// Somebody to be added, and whether they can sign in.
struct New {
    person: NewPerson,
    enters: bool,
}

/// Makes everyone.
/// # Errors
/// When something is refused.
pub fn make(world: &mut World, small: bool) -> Result<Vec<Team>, Fault> {
    let townships = (100..116).map(|n| format!("{COUNTY}{n}"));
    let order = ["05", "06", "07", "08"].map(|n| format!("{COUNTY}-{n}"));
    let first: Vec<String> = townships.chain(BODIES.map(ToOwned::to_owned)).chain(order).collect();
    let rest = units::bureaus().map(|(code, _, _)| code).chain([units::LIZHAI_CODE]).filter(|code| !first.iter().any(|f| f == code));
    let codes: Vec<String> = first.iter().cloned().chain(rest.map(ToOwned::to_owned)).collect();
    let names: Vec<(&str, &str)> = units::townships().chain(units::bureaus().map(|(code, name, _)| (code, name))).collect();
    let mut teams = Vec::new();
    for (n, code) in codes.iter().enumerate() {
        let new = office(world, n + 1, code);
        let team = Team { name: names.iter().find(|(c, _)| c == code).map_or("", |(_, name)| name).into(), ..Team::default() };
        teams.push(add(world, team, code, code, new)?);
    }
    let above = |teams: &[Team], top: &str| teams.iter().find(|t| t.unit == top).map(|t| t.clerks.clone()).unwrap_or_default();
    for (code, name, township) in units::villages() {
        let new = village(world, code, if small { 1 } else { VILLAGE_POSTS.len() });
        let team = Team { name: name.into(), ..Team::default() };
        let mut team = add(world, team, code, township, new)?;
        team.clerks.extend(above(&teams, township));
        teams.push(team);
    }
    let new = volunteers(world);
    let team = Team { name: "青年志愿服务队".into(), ..Team::default() };
    let mut team = add(world, team, VOLUNTEERS, "140525-05", new)?;
    team.clerks = above(&teams, "140525-05");
    teams.push(team);
    let county = personas(COUNTY).collect();
    add(world, Team::default(), COUNTY, COUNTY, county)?;
    Ok(teams)
}

fn name(world: &mut World) -> String {
    loop {
        let letter = |world: &mut World, from: &str| from.chars().nth(world.below(from.chars().count())).unwrap_or('王');
        let (surname, first, second) = (letter(world, SURNAMES), letter(world, FIRST), letter(world, SECOND));
        let name = if world.likely(15) { format!("{surname}{second}") } else { format!("{surname}{first}{second}") };
        // A visitor's person has no namesake, also not by ear.
        let like = surname == '张' && first == '晓' || surname == '李' && first == '国';
        if !like && PERSONAS.iter().all(|p| p.1 != name) {
            return name;
        }
    }
}

fn person(world: &mut World, code: String, unit: &str, title: &str, role: &str) -> New {
    let skills = SKILLS.iter().find(|(post, _)| *post == title).map_or("", |(_, skills)| skills).into();
    let (unit, title, role, phone) = (unit.into(), title.into(), role.into(), phone(&code));
    let person = NewPerson { code, name: name(world), unit, title, skills, role, phone, ..NewPerson::default() };
    New { person, enters: true }
}

/// A telephone that nobody has, the same for the same code.
fn phone(code: &str) -> String {
    format!("1380000{:04}", code.bytes().fold(7_u32, |sum, byte| (sum * 31 + u32::from(byte)) % 10_000))
}

fn personas(unit: &str) -> impl Iterator<Item = New> {
    PERSONAS.iter().filter(move |p| p.2 == unit).map(|(code, name, unit, title, role)| {
        // As her colleagues call her in the chat.
        let nicknames = if *code == "zhangxiaomei" { "梅子".into() } else { String::new() };
        let (phone, code, name) = (phone(code), (*code).into(), (*name).into());
        let (unit, title, role) = ((*unit).into(), (*title).into(), (*role).into());
        New { person: NewPerson { code, name, unit, title, role, phone, nicknames, ..NewPerson::default() }, enters: true }
    })
}

fn office(world: &mut World, n: usize, unit: &str) -> Vec<New> {
    let mut new = Vec::new();
    for place in 0..=MEMBERS {
        let clerk = place == 0 && unit != "140525106";
        let posts: &[&'static str] = if unit.contains('-') && unit != units::LIZHAI_CODE { &OFFICE_POSTS } else { &TOWNSHIP_POSTS };
        let (title, role) = if clerk { ("经办人", "clerk") } else { (world.word(posts), "") };
        let mut one = person(world, format!("z{n:02}{place:02}"), unit, title, role);
        if one.person.code == COLLEAGUE.0 {
            one.person.name = COLLEAGUE.1.into();
        }
        new.push(one);
    }
    if BODIES.contains(&unit) {
        new.extend((0..LEADERS).map(|place| person(world, format!("l{n:02}{place:02}"), unit, LEADER_POST, "")));
    }
    new.extend(personas(unit));
    new
}

/// A village's people; only its clerk can sign in.
fn village(world: &mut World, unit: &str, members: usize) -> Vec<New> {
    let short = unit.trim_start_matches(COUNTY).trim_start_matches('-');
    let clerk = person(world, format!("v{short}-0"), unit, "文书", "clerk");
    let mut new = vec![clerk];
    for (n, post) in VILLAGE_POSTS.iter().take(members).enumerate() {
        new.push(New { enters: false, ..person(world, format!("v{short}-{}", n + 1), unit, post, "") });
    }
    new
}

/// The volunteers, each with a skill.
fn volunteers(world: &mut World) -> Vec<New> {
    const SKILLS: [&str; 5] = ["理发", "健康检查", "戏曲演出", "保洁", "家电维修"];
    let one = |n: usize, world: &mut World| {
        let new = person(world, format!("y{n:02}"), VOLUNTEERS, "志愿者", "");
        New { person: NewPerson { skills: SKILLS[n % SKILLS.len()].into(), ..new.person }, enters: false }
    };
    (0..TEAM).map(|n| one(n, world)).collect()
}

fn add(world: &World, team: Team, unit: &str, top: &str, new: Vec<New>) -> Result<Team, Fault> {
    let hash = world.hash.clone();
    let people = world.write(Who::Operator, Power::ManagePeople, move |tx| {
        let mut people = Vec::new();
        for New { person: new, enters } in new {
            let person = Person::add(tx, &new)?;
            if enters {
                Account::open(tx, &person, Some(hash.clone()))?;
            }
            people.push((person.id, RoleKind::parse(&new.role), new.title == LEADER_POST));
        }
        Ok(people)
    })?;
    let of = |wanted: fn(&(String, Option<RoleKind>, bool)) -> bool| people.iter().filter(|p| wanted(p)).map(|p| p.0.clone()).collect();
    Ok(Team {
        unit: unit.into(),
        top: top.into(),
        members: of(|p| p.1.is_none() && !p.2),
        leaders: of(|p| p.2),
        clerks: of(|p| p.1 == Some(RoleKind::Clerk)),
        ..team
    })
}
