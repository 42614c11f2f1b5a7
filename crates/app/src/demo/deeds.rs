//! A month of invented deeds, among them returned, refused, withdrawn, late and corrected ones.
use super::World;
use super::people::Team;
use crate::checks::Decision;
use crate::deeds::{Content, Deed, NewDeed, Served};
use crate::powers::{Power, Who};
use crate::web::Fault;
use ledger::Clock;
use sha2::{Digest, Sha256};
use std::sync::atomic::Ordering;

/// How many deeds the demonstration holds.
const DEEDS: usize = 420;

struct Kind {
    indicator: &'static str,
    /// Quantities in thousandths: least, step, steps.
    quantity: (i64, i64, usize),
    words: &'static [&'static str],
    places: &'static [&'static str],
    served: &'static [&'static str],
    how: &'static [&'static str],
}

const KINDS: [Kind; 6] = [
    Kind {
        indicator: "good-deeds",
        quantity: (1000, 0, 1),
        words: &[
            "给独居老人理发、剪指甲。",
            "帮邻居把春耕的种子运到地头。",
            "扶一位摔倒的老人去卫生院。",
            "给敬老院打扫院子、擦玻璃。",
            "送迷路的孩子回家。",
        ],
        places: &["敬老院", "便民服务中心", "村口", "集市"],
        served: &["elder", "left-behind", "disabled", "child"],
        how: &[],
    },
    Kind {
        indicator: "trees",
        quantity: (1000, 1000, 24),
        words: &["在荒坡上栽侧柏，浇了定根水。", "沿村路补栽国槐。", ""],
        places: &["龙月生态园", "村后荒坡", "207国道北侧", "学校操场边"],
        served: &[],
        how: &[],
    },
    Kind {
        indicator: "litter",
        quantity: (500, 500, 14),
        words: &["沿线捡拾白色垃圾，装车运往填埋场。", "清了河沟里的塑料袋。", ""],
        places: &["陵沁线12–13公里", "207国道41–42公里", "陵沁线20–21公里", "村西河沟"],
        served: &["public"],
        how: &["eye", "cart", "sack", "weighed"],
    },
    Kind {
        indicator: "posts",
        quantity: (1000, 0, 1),
        words: &["写了清理207国道的一天。", "介绍春耕农机检修。", ""],
        places: &[""],
        served: &[],
        how: &[],
    },
    Kind {
        indicator: "households",
        quantity: (1000, 0, 1),
        words: &["帮着把犁地的事约好了。", "送去化肥两袋，问了药费报销。", "陪着去办了低保手续。"],
        places: &["葛万村", "李寨村", "崔庄村", "西峪村"],
        served: &["household"],
        how: &[],
    },
    Kind {
        indicator: "maxims",
        quantity: (1000, 0, 1),
        words: &["心里装着百姓，手上才有分寸。", "公家的一分钱也有主人。", "账要算得清，话要说得明。"],
        places: &[""],
        served: &[],
        how: &[],
    },
];

/// What will happen to a deed after it came in.
#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Approved,
    Waits,
    Returned,
    ReturnedAndCorrected,
    Refused,
    Withdrawn,
    CorrectedAfter,
}

/// Makes all deeds in the order of their days.
/// # Errors
/// When something is refused.
pub fn make(world: &mut World, teams: &[Team], mut progress: impl FnMut(usize, usize)) -> Result<(), Fault> {
    for n in 0..DEEDS {
        let day = 1 + n * 31 / DEEDS;
        one(world, teams, n, day)?;
        progress(n + 1, DEEDS);
    }
    Ok(())
}

fn one(world: &mut World, teams: &[Team], n: usize, day: usize) -> Result<(), Fault> {
    // The four leadership bodies go first: they plant on 11 March, before any unit.
    let leaders = day == 11 && n.is_multiple_of(4);
    let team = if leaders { &teams[16 + world.below(4)] } else { &teams[world.below(teams.len())] };
    let mut kind = world.below(KINDS.len());
    if leaders {
        kind = 1;
    } else if kind == 1 && day < 12 {
        kind = 2;
    }
    let recorder = team.members[world.below(team.members.len())].clone();
    let late = n % 17 == 5 && day < 24;
    let hour = 8 + world.below(10);
    world.set_day(if late { day + 5 } else { day }, hour);
    let new = draft(world, team, &KINDS[kind], recorder.clone(), day);
    let id = new.id.clone();
    let power = Power::Record { unit: team.unit.clone(), recorder: recorder.clone(), day: new.content.day.clone() };
    let content = new.content.clone();
    world.write(Who::Person(recorder.clone()), power, move |tx| Deed::record(tx, new))?;
    if team.clerk.is_empty() || world.below(100) < 8 {
        return Ok(());
    }
    let fate = match n % 23 {
        3 => Fate::Returned,
        7 => Fate::ReturnedAndCorrected,
        11 => Fate::Refused,
        14 => Fate::Withdrawn,
        19 => Fate::CorrectedAfter,
        21 => Fate::Waits,
        _ => Fate::Approved,
    };
    world.clock.advance_ms(3_600_000);
    befall(world, team, &recorder, &id, fate, content)
}

fn draft(world: &mut World, team: &Team, kind: &Kind, recorder: String, day: usize) -> NewDeed {
    let pick = |world: &mut World, from: &'static [&'static str]| if from.is_empty() { "" } else { from[world.below(from.len())] };
    let (least, step, steps) = kind.quantity;
    let quantity = least + step * i64::try_from(world.below(steps)).unwrap_or(0);
    let mut people = vec![recorder.clone()];
    if step > 0 {
        let more = world.below(4);
        let others: Vec<String> = (0..more).map(|_| team.members[world.below(team.members.len())].clone()).collect();
        people.extend(others);
    }
    people.sort();
    people.dedup();
    let served = pick(world, kind.served);
    let now = world.clock.now_ms();
    let id = world.chance.uuid(now);
    let content = Content {
        day: format!("2017-03-{day:02}"),
        quantity,
        how: pick(world, kind.how).to_owned(),
        place: pick(world, kind.places).to_owned(),
        people,
        served: if served.is_empty() { Vec::new() } else { vec![Served { kind: served.to_owned(), count: 1, subject: None }] },
        words: pick(world, kind.words).to_owned(),
        ..Content::default()
    };
    let body = format!("{id} {content:?}");
    NewDeed {
        id,
        indicator: kind.indicator.to_owned(),
        item: None,
        unit: team.unit.clone(),
        recorder: recorder.clone(),
        entered_by: recorder,
        content,
        body_hash: hex::encode(Sha256::digest(&body)),
        body,
        import: String::new(),
    }
}

fn befall(world: &World, team: &Team, recorder: &str, id: &str, fate: Fate, content: Content) -> Result<(), Fault> {
    let check = |decision: Decision, reason: &'static str| {
        let (deed, clerk) = (id.to_owned(), team.clerk.clone());
        let act = move |tx: &mut ledger::Tx| {
            let deed: Deed = tx.get(&deed)?;
            let rev = deed.rev;
            deed.check(tx, &clerk, rev, decision, reason, true)
        };
        world.write(Who::Person(team.clerk.clone()), Power::Check(id.to_owned()), act).map(|_| ())
    };
    let correct = |place: &str| {
        let (deed, by) = (id.to_owned(), recorder.to_owned());
        let content = Content { place: place.to_owned(), ..content.clone() };
        let act = move |tx: &mut ledger::Tx| {
            let deed: Deed = tx.get(&deed)?;
            let rev = deed.rev;
            deed.correct(tx, rev, &content, &by)
        };
        world.write(Who::Person(recorder.to_owned()), Power::Correct(id.to_owned()), act).map(|_| ())
    };
    match fate {
        Fate::Waits => Ok(()),
        Fate::Approved => check(Decision::Approve, ""),
        Fate::Returned => check(Decision::Return, "请补充在哪里做的。"),
        Fate::Refused => check(Decision::Refuse, "同一件事已经有一条记录。"),
        Fate::ReturnedAndCorrected => {
            check(Decision::Return, "请补充在哪里做的。")?;
            correct("村委会门口")?;
            check(Decision::Approve, "")
        }
        Fate::CorrectedAfter => {
            check(Decision::Approve, "")?;
            correct("村东头")
        }
        Fate::Withdrawn => {
            let deed = id.to_owned();
            let act = move |tx: &mut ledger::Tx| {
                let deed: Deed = tx.get(&deed)?;
                let rev = deed.rev;
                deed.withdraw(tx, rev, "记重了")
            };
            world.write(Who::Person(recorder.to_owned()), Power::Withdraw(id.to_owned()), act).map(|_| ())
        }
    }
}

impl World {
    /// Sets the clock to a local hour of a day of March 2017 in Shanghai; it never runs past the demonstration's beginning.
    fn set_day(&self, day: usize, hour: usize) {
        let first = ledger::SetClock::at("2017-02-28T16:00:00Z").now_ms();
        let at = first + i64::try_from((day - 1) * 24 + hour).unwrap_or(0) * 3_600_000;
        let latest = ledger::SetClock::at(super::BEGINS).now_ms() - 3 * 3_600_000;
        self.clock.0.store(at.min(latest), Ordering::Relaxed);
    }
}
