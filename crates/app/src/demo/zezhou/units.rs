//! The county as it was in March 2017: units of the time, the bureaus in official order, one team of volunteers.
use super::{COUNTY, World};
use crate::orgs::changes::{Change, What};
use crate::orgs::{NewUnit, Unit};
use crate::powers::{Power, Who};
use crate::web::Fault;

const UNITS: &str = include_str!("../../../demo/units.csv");
const TOWNSHIPS: &str = include_str!("../../../demo/townships.csv");
const LIZHAI: &str = include_str!("../../../demo/lizhai.csv");
const BUREAUS: &str = include_str!("../../../demo/bureaus.csv");

pub const LIZHAI_CODE: &str = "140525-lizhai";
/// The Youth League committee's volunteers.
pub const VOLUNTEERS: &str = "140525-05-01";
/// Before today's names and borders held. Invented, as the reason in each unit's history says.
const CHANGED: &str = "2021-01-01";
const REASON: &str = "日期和去向为演示虚构";

/// The rows of a file with a header line.
fn rows(file: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    file.lines().skip(1).map(|line| line.split(',').collect())
}

/// Code, name and sector of each bureau, in official order.
pub fn bureaus() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    rows(BUREAUS).map(|row| (row[0], row[1], row[2]))
}

/// Code and name in March 2017 of each township, in the order of the tiles.
pub fn townships() -> impl Iterator<Item = (&'static str, &'static str)> {
    rows(TOWNSHIPS).map(|row| (row[0], row[1]))
}

/// Column and row of a township's tile.
fn tile(code: &str) -> Option<(i64, i64)> {
    let row = rows(TOWNSHIPS).find(|row| row[0] == code)?;
    Some((row[2].parse().ok()?, row[3].parse().ok()?))
}

/// Code, name and township of each village.
pub fn villages() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let today = rows(UNITS).filter(|row| row[3] == "village").map(|row| (row[0], row[1], row[2]));
    today.chain(rows(LIZHAI).map(|row| (row[0], row[1], LIZHAI_CODE)))
}

/// # Errors
/// When something of it is refused.
pub fn make(world: &World) -> Result<(), Fault> {
    world.write(Who::Operator, Power::ManageUnits, |tx| all().iter().try_for_each(|unit| Unit::add(tx, unit).map(|_| ())))?;
    let change = |unit: &str, what| Change { unit: unit.into(), day: CHANGED.into(), reason: REASON.into(), what };
    let changes = [
        change("140525114", What::Rename("川底镇".into())),
        change("140525115", What::Rename("南岭镇".into())),
        change(LIZHAI_CODE, What::Merge("140525115".into())),
    ];
    changes.into_iter().try_for_each(|change| world.write(Who::Operator, change.power(), move |tx| change.make(tx)))
}

fn all() -> Vec<NewUnit> {
    let county = [unit(COUNTY, "泽州县", "", "county", 0)];
    let bureaus = (1..).zip(bureaus()).map(|(rank, (code, name, _))| unit(code, name, COUNTY, "bureau", rank));
    let townships = (101..).zip(townships());
    let townships = townships.map(|(rank, (code, name))| NewUnit { tile: tile(code), ..unit(code, name, COUNTY, "township", rank) });
    let villages = villages().map(|(code, name, township)| unit(code, name, township, "village", 0));
    let team = [unit(VOLUNTEERS, "青年志愿服务队", "140525-05", "team", 0)];
    county.into_iter().chain(bureaus).chain(townships).chain(villages).chain(team).collect()
}

fn unit(code: &str, name: &str, parent: &str, kind: &str, rank: i64) -> NewUnit {
    NewUnit { code: code.into(), name: name.into(), parent: parent.into(), kind: kind.into(), rank, ..NewUnit::default() }
}
