//! The county's sectors (口), its leadership bodies, the townships along the roads, and a team for the spring ploughing.
use super::units;
use super::{COUNTY, World};
use crate::orgs::Group;
use crate::orgs::groups::{NewGroup, NewMember};
use crate::powers::{Power, Who};
use crate::web::Fault;

/// The sectors by the words of `bureaus.csv`: group, name.
const SECTORS: [(&str, &str, &str); 7] = [
    ("party", "party-offices", "党务口"),
    ("people", "people-offices", "群团口"),
    ("law", "law-offices", "政法口"),
    ("culture", "culture-offices", "文教卫口"),
    ("finance", "finance-offices", "财经口"),
    ("building", "building-offices", "城建口"),
    ("farm", "farm-offices", "农口"),
];

/// All offices of the seven sectors; the townships that G207 or the 陵沁线 runs through, an invented choice of seven.
pub const SEVEN_SECTORS: &str = "seven-sectors";
pub const SEVEN_TOWNSHIPS: &str = "seven-townships";
pub const ALONG: [&str; 7] = ["140525100", "140525106", "140525108", "140525113", "140525105", "140525111", "140525103"];

/// The leaders of each body: group, name, the letters their codes begin with.
const LEADERS: [(&str, &str, &str, &str); 4] = [
    ("party-committee", "县委领导", "140525-01", "l17"),
    ("peoples-congress", "县人大常委会领导", "140525-02", "l18"),
    ("government", "县政府领导", "140525-03", "l19"),
    ("consultative", "县政协领导", "140525-04", "l20"),
];

/// Whether a bureau is in one of the sectors, or a township along the roads.
pub fn is_along(top: &str) -> bool {
    ALONG.contains(&top) || units::bureaus().any(|(code, _, sector)| code == top && !sector.is_empty())
}

/// # Errors
/// When something of it is refused.
pub fn make(world: &World) -> Result<(), Fault> {
    let bring = |code: &str, name: &str, kind: &str, unit: &str, members: Vec<String>| {
        let group = NewGroup { code: code.into(), name: name.into(), kind: kind.into(), unit: unit.into(), ..NewGroup::default() };
        world.write(Who::Operator, Power::ImportGroups, move |tx| {
            members
                .into_iter()
                .try_for_each(|code| Group::bring(tx, &group, &NewMember { code, from: "2017-03-01".into(), ..NewMember::default() }))
        })
    };
    let own = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
    let in_sector = |wanted: &str| units::bureaus().filter(|b| b.2 == wanted).map(|b| b.0.to_owned()).collect::<Vec<_>>();
    bring("leading-bodies", "四大班子", "units", COUNTY, own(&super::people::BODIES))?;
    for (code, name, unit, letters) in LEADERS {
        bring(code, name, "people", unit, (0..6).map(|n| format!("{letters}{n:02}")).collect())?;
    }
    for (word, code, name) in SECTORS {
        bring(code, name, "units", COUNTY, in_sector(word))?;
    }
    bring(SEVEN_SECTORS, "县直七个口", "units", COUNTY, SECTORS.iter().flat_map(|(word, _, _)| in_sector(word)).collect())?;
    bring(SEVEN_TOWNSHIPS, "沿线七个乡镇", "units", COUNTY, own(&ALONG))?;
    bring("spring-team", "春耕助农队", "people", "140525106", own(&["zhangxiaomei", "z0701", "z0702", "z0704"]))
}
