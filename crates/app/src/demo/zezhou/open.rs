//! What is open when a visitor comes: needs that are theirs to solve or wait for somebody, and promises of their visits.
use super::World;
use crate::demo::world::instant;
use crate::households;
use crate::needs::{Need, NewNeed};
use crate::people::{self, Person};
use crate::powers::{Power, Who};
use crate::visits::{NewVisit, Visit};
use crate::web::Fault;
use ledger::Read;

/// Right after the draw is closed.
const RAISED: &str = "2017-03-28T09:00:00Z";

/// Whose, unit, household or name, topic, words, and by when it is to be solved, where somebody has taken it.
const OPEN: [(&str, &str, &str, &str, &str, &str); 4] = [
    ("liguohua", "140525110200", "140525110200-001", "water", "自来水管冻裂，接不上水", "2017-03-31"),
    ("zhangxiaomei", "140525110200", "140525110200-003", "schooling", "孩子的助学金表没填，学校催", "2017-03-30"),
    ("zhangxiaomei", "140525106", "耿大爷", "road", "巷口的路塌了一块，三轮车过不去", ""),
    ("zhangxiaomei", "140525106", "靳婶", "farming", "种谷子的膜没买上", ""),
];

/// Whose, the household, on which day, what was seen, what was promised, by when; recorded as households helped.
const VISITS: [(&str, &str, &str, &str, &str, &str); 3] = [
    ("zhangxiaomei", "140525115214-001", "2017-03-26", "看了放蜂箱的地方，向阳，离水近", "送蜂箱10个", "2017-03-29"),
    ("zhangxiaomei", "140525115214-002", "2017-03-27", "老两口身体还行，地还没犁", "约农机手来犁地", "2017-04-03"),
    ("liguohua", "140525110200-002", "2017-03-27", "药费单子齐了", "", ""),
];

/// # Errors
/// When something is refused.
pub fn make(world: &World) -> Result<(), Fault> {
    needs(world)?;
    for (n, (who, household, day, saw, promised, due)) in VISITS.into_iter().enumerate() {
        let (person, home) =
            world.db.read(|r| Ok::<_, Fault>((known(r, who)?, households::find::by_code(r, household)?.ok_or(Fault::Missing)?)))?;
        let new = NewVisit {
            id: format!("visit-open-{n}"),
            day: day.into(),
            way: "visit".into(),
            saw: saw.into(),
            promised: promised.into(),
            due: due.into(),
            indicator: "households".into(),
            ..NewVisit::default()
        };
        let power = Power::VisitHousehold(home.id.clone());
        world.write(Who::Person(person.id.clone()), power, move |tx| Visit::make(tx, &home, &new, &person, &person.id).map(|_| ()))?;
    }
    Ok(())
}

fn known(r: &mut Read, code: &str) -> Result<Person, Fault> {
    people::find::by_code(r, code)?.ok_or(Fault::Missing)
}

fn needs(world: &World) -> Result<(), Fault> {
    world.now(instant(RAISED));
    for (n, (who, unit, whose, topic, words, due)) in OPEN.into_iter().enumerate() {
        let person = world.db.read(|r| known(r, who))?;
        let (as_them, in_file) = (Who::Person(person.id.clone()), whose.starts_with(unit));
        let (household, name) = if in_file { (whose, "") } else { ("", whose) };
        let new = NewNeed {
            id: format!("need-open-{n}"),
            unit: unit.into(),
            household: household.into(),
            topic: topic.into(),
            who: name.into(),
            words: words.into(),
            ..NewNeed::default()
        };
        let power = Power::RaiseNeed { unit: unit.to_owned(), household: household.to_owned() };
        let need = world.write(as_them.clone(), power, move |tx| Need::raise(tx, &new))?;
        if !due.is_empty() {
            world.write(as_them, Power::KeepNeed(need.id.clone()), move |tx| need.give(tx, &person, due, "").map(|_| ()))?;
        }
    }
    Ok(())
}
