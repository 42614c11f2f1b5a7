//! A plan re-solved after changes costs what solving from nothing costs.
#![allow(clippy::unwrap_used)]
mod common;
use common::{Dice, Plain};
use pairing::{Change, Edge, Instance, Solved, solve, verify};

fn change(dice: &mut Dice, net: &Instance, solved: &Solved, rows: &[Vec<(u32, i64)>]) -> Change {
    let household = dice.below(rows.len() as u64) as u32;
    let row = &rows[household as usize];
    let officials = net.officials().len();
    let one = |dice: &mut Dice| row.get(dice.below(row.len() as u64) as usize).copied();
    let costs = 1000;
    match (dice.below(7), one(dice)) {
        (0, Some((official, _))) => Change::Pin { household, official },
        (1, Some((official, _))) => Change::Forbid { household, official: solved.official(household).unwrap_or(official) },
        (2, _) => Change::Cost(Edge { household, official: dice.below(officials as u64) as u32, cost: dice.below(costs) as i64 }),
        (3, _) => Change::Load { official: dice.below(officials as u64) as u32, bounds: dice.official(8) },
        (4, _) => Change::Leave { household },
        (5, _) => Change::Join(dice.official(4)),
        _ => Change::Come(dice.row(officials, 6, costs)),
    }
}

/// Cost, and what could not be done.
fn told(net: &Instance, solved: &Solved) -> (i64, usize, u64) {
    let gaps = solved.gaps(net);
    let unserved = gaps.without.len() + gaps.full.iter().map(|gap| gap.unserved.len()).sum::<usize>();
    (solved.cost, unserved, gaps.short.iter().flat_map(|gap| &gap.missing).map(|(_, n)| u64::from(*n)).sum())
}

#[test]
fn after_any_changes_the_plan_is_as_good_as_one_from_nothing() {
    for seed in 0..1500 {
        let (officials, households, most) = [(4, 8, 3), (40, 150, 6), (40, 150, 4), (100, 300, 5)][seed as usize % 4];
        let plain = Plain::of(seed, officials, households, most, 7, if seed % 5 == 0 { 5 } else { 1000 });
        if plain.rows.is_empty() {
            continue;
        }
        let (mut dice, mut net) = (Dice(seed ^ 0xabcd), plain.instance());
        let mut solved = solve(&net);
        for round in 0..4 {
            let changes: Vec<Change> = (0..=dice.below(5)).map(|_| change(&mut dice, &net, &solved, &plain.rows)).collect();
            // A pair that an earlier change took away cannot be pinned.
            let Ok(next) = net.changed(&changes) else { continue };
            (solved, net) = (solved.again(&next), next);
            assert_eq!(verify(&net, &solved), Ok(()), "seed {seed}, round {round}: {changes:?}");
            assert_eq!(told(&net, &solved), told(&net, &solve(&net)), "seed {seed}, round {round}: {changes:?}");
        }
    }
}

#[test]
fn what_an_account_says_is_a_bound_on_what_another_official_costs_in_all() {
    let (mut seen, mut exact) = (0, 0);
    for seed in 0..60 {
        let net = Plain::of(seed, 20, 60, 6, 5, 300).instance();
        let solved = solve(&net);
        for household in 0..net.households() as u32 {
            let Some(other) = solved.account(&net, &solved.loads(), household).and_then(|account| account.other) else { continue };
            let Ok(pinned) = net.changed(&[Change::Pin { household, official: other.official }]) else { continue };
            let there = solved.again(&pinned);
            if told(&pinned, &there).1 == told(&net, &solved).1 && told(&pinned, &there).2 == told(&net, &solved).2 {
                assert!(
                    there.cost - solved.cost >= other.in_all_at_least && other.in_all_at_least >= 0,
                    "seed {seed}, household {household}: {other:?}, {:?}, {:?}",
                    told(&net, &solved),
                    told(&pinned, &there)
                );
                seen += 1;
                exact += usize::from(there.cost - solved.cost == other.in_all_at_least);
            }
        }
    }
    assert!(seen > 100 && exact > 20, "of {seen} bounds {exact} are exact");
}

#[test]
fn what_is_pinned_stays_also_where_not_all_can_be_served() {
    let mut left_out = 0;
    for seed in 0..400 {
        let (mut dice, mut net) = (Dice(seed), Plain::of(seed, 12, 60, 4, 4, 100).instance());
        let mut solved = solve(&net);
        let mut pins = Vec::new();
        for _ in 0..12 {
            let (household, official) = (dice.below(net.households() as u64) as u32, dice.below(net.officials().len() as u64) as u32);
            let Ok(next) = net.changed(&[Change::Pin { household, official }]) else { continue };
            pins.retain(|(i, _)| *i != household);
            pins.push((household, official));
            (solved, net) = (solved.again(&next), next);
            for plan in [&solved, &solve(&net)] {
                assert_eq!(verify(&net, plan), Ok(()), "seed {seed}, {pins:?}");
                assert!(pins.iter().all(|(i, j)| plan.official(*i) == Some(*j)), "seed {seed}, {pins:?}");
                left_out += told(&net, plan).1;
            }
        }
    }
    assert!(left_out > 1000, "{left_out}");
}
