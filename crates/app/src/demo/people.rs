//! Invented people: a clerk and some members in each township and bureau, and the persons a visitor may be.
use super::World;
use crate::accounts::Account;
use crate::people::{NewPerson, Person, RoleKind};
use crate::powers::{Power, Who};
use crate::web::Fault;

/// Everyone in the demonstration has this password.
pub const PASSWORD: &str = "spring2017";

/// The persons to be: code, name, unit, post, role.
pub const ROLES: [(&str, &str, &str, &str, &str); 4] = [
    ("zhangxiaomei", "张晓梅", "140525106", "农技员", ""),
    ("liguohua", "李国华", "140525106", "办公室主任", "clerk"),
    ("zhaoming", "赵明", "140525", "活动办公室", "office"),
    ("admin", "周静", "140525", "信息中心", "administrator"),
];

const SURNAMES: [&str; 24] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗", "梁", "宋",
    "郑", "牛",
];
const GIVEN: [&str; 28] = [
    "建军", "志强", "丽", "敏", "静", "伟", "秀英", "国强", "海燕", "春生", "小红", "建国", "玉兰", "文斌", "晓东", "雪梅", "永红", "卫东",
    "桂花", "明亮", "喜来", "翠平", "根旺", "瑞芳", "长顺", "爱国", "红霞", "福生",
];

/// Members in each unit beside its clerk.
const MEMBERS: usize = 7;

/// A unit that takes part: its code, its clerk's person id, its members' ids.
pub struct Team {
    pub unit: String,
    pub clerk: String,
    pub members: Vec<String>,
}

/// Makes everyone and opens their access.
/// # Errors
/// When something is refused.
pub fn make(world: &mut World) -> Result<Vec<Team>, Fault> {
    let hash = crate::accounts::hash_password(PASSWORD, PASSWORD)?;
    let mut teams: Vec<Team> = Vec::new();
    let codes: Vec<String> =
        (100..116).map(|n| format!("140525{n}")).chain(super::BUREAUS.iter().map(|(code, _)| (*code).to_owned())).collect();
    for (n, unit) in codes.iter().enumerate() {
        let mut new = Vec::new();
        for place in 0..=MEMBERS {
            let name = format!("{}{}", SURNAMES[world.below(SURNAMES.len())], GIVEN[world.below(GIVEN.len())]);
            let clerk = place == 0 && unit != "140525106";
            let (title, role) = if clerk { ("经办人", "clerk") } else { ("干部", "") };
            new.push(NewPerson {
                code: format!("z{:02}{place:02}", n + 1),
                name,
                unit: unit.clone(),
                title: title.into(),
                role: role.into(),
                ..NewPerson::default()
            });
        }
        for (code, name, _, title, role) in ROLES.iter().filter(|r| r.2 == unit) {
            new.push(NewPerson {
                code: (*code).into(),
                name: (*name).into(),
                unit: unit.clone(),
                title: (*title).into(),
                role: (*role).into(),
                // As her colleagues call her in the chat.
                nicknames: if *code == "zhangxiaomei" { "梅子".into() } else { String::new() },
                ..NewPerson::default()
            });
        }
        teams.push(team(world, unit, new, &hash)?);
    }
    let county: Vec<NewPerson> = ROLES
        .iter()
        .filter(|r| r.2 == "140525")
        .map(|(code, name, unit, title, role)| NewPerson {
            code: (*code).into(),
            name: (*name).into(),
            unit: (*unit).into(),
            title: (*title).into(),
            role: (*role).into(),
            ..NewPerson::default()
        })
        .collect();
    team(world, "140525", county, &hash)?;
    Ok(teams)
}

fn team(world: &World, unit: &str, new: Vec<NewPerson>, hash: &str) -> Result<Team, Fault> {
    let hash = hash.to_owned();
    let people = world.write(Who::Operator, Power::ManagePeople, move |tx| {
        let mut people = Vec::new();
        for one in new {
            let person = Person::add(tx, &one)?;
            Account::open(tx, &person, Some(hash.clone()))?;
            people.push((person.id, RoleKind::parse(&one.role) == Some(RoleKind::Clerk)));
        }
        Ok(people)
    })?;
    let clerk = people.iter().find(|(_, clerk)| *clerk).map(|(id, _)| id.clone()).unwrap_or_default();
    Ok(Team { unit: unit.to_owned(), clerk, members: people.into_iter().filter(|(_, clerk)| !clerk).map(|(id, _)| id).collect() })
}
