//! A plan with the prices that prove it.
use crate::NONE;
use crate::instance::Instance;
use crate::mend::Mend;
use crate::part::Part;
use crate::room::Room;
use crate::scaling::Scaling;

/// Who serves whom. As many are served as can be, least loads are met as far as they can be, and of such plans this is one of the cheapest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solved {
    /// Of the pairs, in all.
    pub cost: i64,
    /// Each household's edge or `NONE`.
    pub(crate) at: Vec<u32>,
    /// Each household's official or `NONE`.
    pub(crate) with: Vec<u32>,
    /// What one more household in an official's load would cost the others: above 0 for who is full, below 0 for who is at the least load.
    pub(crate) prices: Vec<i64>,
    /// What serving one household more is worth.
    pub(crate) worth: i64,
}

/// Solves from nothing.
pub fn solve(net: &Instance) -> Solved {
    let room = Room::make(net);
    let lacks = |i: u32| room.at[i as usize] == NONE && !net.row(i).is_empty();
    if net.numbers().any(lacks) || (0u32..).take(net.officials.len()).any(|j| room.is_short(j)) {
        return Part::of(net, &room).solve(net);
    }
    let (at, prices) = Scaling::solve(net);
    // Where all is done any worth will do that is above what was paid.
    let highest = prices.iter().map(|price| price.abs()).max().unwrap_or(0);
    Solved::of(net, at, prices, net.worth() + highest)
}

impl Solved {
    pub(crate) fn of(net: &Instance, at: Vec<u32>, prices: Vec<i64>, worth: i64) -> Self {
        let cost = at.iter().filter(|&&edge| edge != NONE).map(|&edge| net.cost[edge as usize]).sum();
        let with = at.iter().map(|&edge| if edge == NONE { NONE } else { net.who[edge as usize] }).collect();
        Self { cost, at, with, prices, worth }
    }

    /// The best plan after changes (`Instance::changed`), from this one's prices; from nothing where too much has changed for that to be quicker.
    pub fn again(&self, net: &Instance) -> Self {
        let worth = self.worth.max(net.worth());
        let mend = Mend::begin(net, &self.with, self.prices.clone(), worth);
        if mend.imbalance() > net.households() / 10 {
            return solve(net);
        }
        let (at, prices) = mend.finish();
        Self::of(net, at, prices, worth)
    }

    /// Who serves the household.
    pub fn official(&self, household: u32) -> Option<u32> {
        self.with.get(household as usize).copied().filter(|&j| j != NONE)
    }
    /// Official by official, how many it serves.
    pub fn loads(&self) -> Vec<u32> {
        let mut loads = vec![0; self.prices.len()];
        self.with.iter().filter(|&&j| j != NONE).for_each(|&j| loads[j as usize] += 1);
        loads
    }
}
