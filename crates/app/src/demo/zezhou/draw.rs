//! A spot check by lot of the month's litter: announced, frozen while nobody could know the number, drawn, visited, and closed before issue 9.
use super::super::timeline::Timeline;
use super::super::world::instant;
use super::World;
use crate::deeds::Deed;
use crate::lots::{Draw, Drawn, Notice, Visit, find};
use crate::people;
use crate::powers::{Power, Who};
use crate::web::Fault;
use crate::web::format::quantity;

/// What happens when, in UTC; the number is known from 21:30 of the 26th in Shanghai.
const ANNOUNCED: &str = "2017-03-24T01:30:00Z";
const FREEZES: &str = "2017-03-25T01:00:00Z";
const KNOWN: &str = "2017-03-26T21:30";
/// Two people who enter it, each at their time.
const ENTERED: [(&str, &str); 2] = [("zhaoming", "2017-03-27T00:40:00Z"), ("sunhui", "2017-03-27T00:55:00Z")];
const VISITED: &str = "2017-03-27T01:30:00Z";
const CLOSED: &str = "2017-03-28T09:00:00Z";
/// Minutes between one visit and the next.
const BETWEEN: i64 = 4;

const NUMBER: &str = "03 08 12 19 24 31 + 07";
const WORDS: &str = "现场量得少一些，已同记录人核对。";

/// # Errors
/// When a verb refuses something.
pub fn play(world: &mut World, timeline: &mut Timeline, small: bool) -> Result<(), Fault> {
    let office = person(world, ENTERED[0].0)?;
    let notice = Notice {
        indicator: "litter".into(),
        rate: if small { "10" } else { "2" }.into(),
        source: "福利彩票双色球3月26日开奖号码（演示中的号码为虚构）".into(),
        known_at: KNOWN.into(),
        ..Notice::default()
    };
    arrive(world, timeline, ANNOUNCED)?;
    let leave = || (Who::Person(office.clone()), Power::Draw("six-ones".into()));
    let (who, power) = leave();
    let id = world.write(who, power, move |tx| Ok(Draw::announce(tx, "six-ones", &notice)?.id))?;
    arrive(world, timeline, FREEZES)?;
    let ((who, power), of, blobs) = (leave(), id.clone(), world.db.blobs().clone());
    world.write(who, power, move |tx| tx.get::<Draw>(&of)?.freeze(tx, &blobs).map(|_| ()))?;
    world.db.checkpoint()?;
    for (code, at) in ENTERED {
        arrive(world, timeline, at)?;
        let (who, of, blobs) = (Who::Person(person(world, code)?), id.clone(), world.db.blobs().clone());
        world.write(who, Power::EnterNumber(id.clone()), move |tx| tx.get::<Draw>(&of)?.enter(tx, &blobs, NUMBER).map(|_| ()))?;
    }
    visit(world, &id)?;
    arrive(world, timeline, CLOSED)?;
    let ((who, power), of) = (leave(), id);
    world.write(who, power, move |tx| tx.get::<Draw>(&of)?.close(tx).map(|_| ()))
}

/// Everyone drawn goes and looks; of a few records less is found than was claimed.
fn visit(world: &mut World, draw: &str) -> Result<(), Fault> {
    let mut at = instant(VISITED);
    for row in world.db.read(|r| find::drawn(r, draw))?.into_iter().filter(|row| !row.checker.is_empty()) {
        let (found, words) = if world.likely(5) { (row.claimed * 6 / 10 / 100 * 100, WORDS) } else { (row.claimed, "") };
        let place = world.db.read(|r| r.get::<Deed>(&row.deed))?.place;
        let seen_at = if place.is_empty() { "记录所写的地方".to_owned() } else { place };
        let visit = Visit { found: quantity(found, 1), seen_at, words: words.to_owned() };
        let checker = world.db.read(|r| people::find::by_pseudonym(r, &row.checker))?.ok_or(Fault::Missing)?;
        let leave = (Who::Person(checker.id.clone()), Power::VisitDrawn(row.id.clone()));
        world.later(at, leave, 0, move |tx| tx.get::<Drawn>(&row.id)?.visit(tx, &checker.id, &visit).map(|_| ()))?;
        at += BETWEEN * 60_000;
    }
    world.settle()
}

/// What was to happen by an instant has happened, and it is that time.
fn arrive(world: &mut World, timeline: &mut Timeline, at: &str) -> Result<(), Fault> {
    timeline.play(world, instant(at))?;
    world.now(instant(at));
    Ok(())
}

fn person(world: &World, code: &str) -> Result<String, Fault> {
    Ok(world.db.read(|r| people::find::by_code(r, code))?.ok_or(Fault::Missing)?.id)
}
