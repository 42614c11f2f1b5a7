//! The county's 口 and an invented team of volunteers.
use super::World;
use crate::orgs::Group;
use crate::orgs::groups::{NewGroup, NewMember};
use crate::powers::{Power, Who};
use crate::web::Fault;

/// Code, name, kind, unit, members.
const GROUPS: [(&str, &str, &str, &str, &[&str]); 3] = [
    ("leading-bodies", "四大班子", "units", "140525", &["140525-01", "140525-02", "140525-03", "140525-04"]),
    ("farm-offices", "农口", "units", "140525", &["140525-06", "140525-08"]),
    ("spring-team", "春耕助农队", "people", "140525106", &["zhangxiaomei", "z0701", "z0702", "z0704"]),
];

/// # Errors
/// When something of it is refused.
pub fn make(world: &World) -> Result<(), Fault> {
    world.write(Who::Operator, Power::ImportGroups, |tx| {
        for (code, name, kind, unit, members) in GROUPS {
            let group = NewGroup { code: code.into(), name: name.into(), kind: kind.into(), unit: unit.into(), ..NewGroup::default() };
            for member in members {
                Group::bring(tx, &group, &NewMember { code: (*member).into(), from: "2017-03-01".into(), ..NewMember::default() })?;
            }
        }
        Ok(())
    })
}
