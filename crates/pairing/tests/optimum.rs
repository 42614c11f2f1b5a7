//! The optimum against every plan there is, against another way of solving, and against what is known.
#![allow(clippy::unwrap_used)]
mod common;
use common::Plain;
use pairing::{Instance, Official, Solved, solve, verify};

/// Unserved, missing under the least loads, cost: the least of all plans.
fn of_all_plans(plain: &Plain) -> (usize, u32, i64) {
    fn go(plain: &Plain, i: usize, loads: &mut Vec<u32>, unserved: usize, cost: i64, best: &mut (usize, u32, i64)) {
        let Some(row) = plain.rows.get(i) else {
            let missing = plain.officials.iter().zip(loads.iter()).map(|(o, load)| o.lo.saturating_sub(*load)).sum();
            *best = (*best).min((unserved, missing, cost));
            return;
        };
        for &(j, more) in row {
            if loads[j as usize] < plain.officials[j as usize].hi {
                loads[j as usize] += 1;
                go(plain, i + 1, loads, unserved, cost + more, best);
                loads[j as usize] -= 1;
            }
        }
        go(plain, i + 1, loads, unserved + 1, cost, best);
    }
    let mut best = (usize::MAX, 0, 0);
    go(plain, 0, &mut vec![0; plain.officials.len()], 0, 0, &mut best);
    best
}

fn found(net: &Instance, solved: &Solved) -> (usize, u32, i64) {
    let unserved = (0..net.households() as u32).filter(|&i| solved.official(i).is_none()).count();
    let missing = net.officials().iter().zip(solved.loads()).map(|(o, load)| o.lo.saturating_sub(load)).sum();
    (unserved, missing, solved.cost)
}

#[test]
fn no_plan_of_a_small_instance_is_better_whether_it_can_be_served_or_not() {
    let mut kinds = [0; 4];
    for seed in 0..6000 {
        let plain = Plain::of(seed, 5, 7, 3, 4, if seed % 3 == 0 { 4 } else { 60 });
        let (net, best) = (plain.instance(), of_all_plans(&plain));
        let solved = solve(&net);
        assert_eq!(found(&net, &solved), best, "seed {seed}");
        assert_eq!(verify(&net, &solved), Ok(()), "seed {seed}");
        kinds[usize::from(best.0 > 0) + 2 * usize::from(best.1 > 0)] += 1;
    }
    assert!(kinds.iter().all(|n| *n > 100), "served, unserved, short and both: {kinds:?}");
}

#[test]
fn what_cannot_be_done_is_named_with_numbers_that_hold() {
    for seed in 0..3000 {
        let plain = Plain::of(seed, 6, 14, 3, 3, 50);
        let (net, solved) = {
            let net = plain.instance();
            let solved = solve(&net);
            (net, solved)
        };
        let (gaps, loads) = (solved.gaps(&net), solved.loads());
        let candidates = |i: u32| plain.rows[i as usize].iter().map(|(j, _)| *j).collect::<Vec<_>>();
        let mut named = gaps.without.clone();
        assert!(named.iter().all(|&i| candidates(i).is_empty()), "seed {seed}");
        for gap in &gaps.full {
            named.extend(&gap.unserved);
            let only = |i: &u32| !candidates(*i).is_empty() && candidates(*i).iter().all(|j| gap.officials.contains(j));
            let wanting = (0..plain.rows.len() as u32).filter(only).count() as u64;
            assert!(wanting >= gap.wanting && gap.unserved.iter().all(only), "seed {seed}");
            assert_eq!(gap.room, gap.officials.iter().map(|&j| u64::from(plain.officials[j as usize].hi)).sum(), "seed {seed}");
            assert_eq!(gap.wanting - gap.room, gap.unserved.len() as u64, "seed {seed}");
        }
        named.sort_unstable();
        assert_eq!(named, (0..plain.rows.len() as u32).filter(|&i| solved.official(i).is_none()).collect::<Vec<_>>(), "seed {seed}");
        let mut missing: Vec<(u32, u32)> = Vec::new();
        for gap in &gaps.short {
            missing.extend(&gap.missing);
            let could = (0..plain.rows.len() as u32).filter(|&i| candidates(i).iter().any(|j| gap.officials.contains(j))).count() as u64;
            assert_eq!(gap.can, could, "seed {seed}");
            assert_eq!(gap.need, gap.officials.iter().map(|&j| u64::from(plain.officials[j as usize].lo)).sum(), "seed {seed}");
            assert_eq!(gap.need - gap.can, gap.missing.iter().map(|(_, n)| u64::from(*n)).sum(), "seed {seed}");
        }
        missing.sort_unstable();
        let short = (0u32..).zip(plain.officials.iter().zip(&loads)).filter(|(_, (o, load))| o.lo > **load);
        assert_eq!(missing, short.map(|(j, (o, load))| (j, o.lo - load)).collect::<Vec<_>>(), "seed {seed}");
    }
}

#[test]
fn a_proof_fails_when_two_households_change_places() {
    let plain = Plain::of(7, 30, 200, 12, 6, 1000);
    let net = plain.instance();
    let solved = solve(&net);
    assert_eq!(verify(&net, &solved), Ok(()));
    let cheaper = {
        let mut plain = plain.clone();
        plain.rows.iter_mut().flatten().for_each(|pair| pair.1 = 1000 - pair.1);
        plain.instance()
    };
    assert!(verify(&cheaper, &solved).is_err());
    let less = {
        let mut plain = plain;
        plain.officials.iter_mut().for_each(|o| *o = Official { lo: 0, hi: o.hi / 2 });
        plain.instance()
    };
    assert!(verify(&less, &solved).is_err());
}

#[test]
fn the_county_costs_what_two_other_solvers_say() {
    let net = Plain::county().instance();
    let solved = solve(&net);
    assert_eq!((found(&net, &solved), verify(&net, &solved)), ((0, 0, 5_317_604), Ok(())));
}

/// Room is at the far end of a chain: without a look far ahead this takes minutes.
#[test]
fn room_that_is_far_away_is_found() {
    let n = 20_000u32;
    let chain = (0..n - 1).map(|i| vec![(i, 0), (i + 1, 1)]);
    let plain = Plain {
        officials: vec![Official { lo: 0, hi: 1 }; n as usize],
        rows: std::iter::once(vec![(0, 0), (1, 1)]).chain(chain).collect(),
    };
    let net = plain.instance();
    let solved = solve(&net);
    assert_eq!((found(&net, &solved), verify(&net, &solved)), ((0, 0, i64::from(n) - 1), Ok(())));
}
