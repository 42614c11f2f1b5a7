//! Why a household is with whom it is, why some cannot be served, and why some officials have less than their least.
use crate::NONE;
use crate::callers::Callers;
use crate::instance::{Asks, Instance};
use crate::solved::Solved;

/// What a pair costs, beside the household's cheapest other candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    pub official: u32,
    pub cost: i64,
    pub other: Option<Other>,
}

/// Of several that cost the same, the one who would cost least in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Other {
    pub official: u32,
    pub cost: i64,
    pub full: bool,
    /// All pairs together would cost at least this much more, were the household with this one: others would have to move. What it costs exactly, `Solved::again`
    /// says of the instance with `Change::Pin`.
    pub in_all_at_least: i64,
}

/// Everything that could not be done. Households and officials by number, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gaps {
    /// Households without any candidate.
    pub without: Vec<u32>,
    pub full: Vec<Full>,
    pub short: Vec<Short>,
}

/// `wanting` households have these officials and nobody else, who together take `room` at the most. Another plan may leave out others of them, never fewer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Full {
    pub unserved: Vec<u32>,
    pub officials: Vec<u32>,
    pub wanting: u64,
    pub room: u64,
}

/// These officials together need `need` households at least, and only `can` have any of them as a candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Short {
    /// Who has too few, and how many are missing.
    pub missing: Vec<(u32, u32)>,
    pub officials: Vec<u32>,
    pub need: u64,
    pub can: u64,
}

impl Solved {
    /// Nothing for a household that nobody serves.
    pub fn account(&self, net: &Instance, loads: &[u32], household: u32) -> Option<Account> {
        let own = self.at.get(household as usize).copied().filter(|&edge| edge != NONE)? as usize;
        let value = |e: usize| net.cost[e] + self.prices[net.who[e] as usize];
        let cheapest = net.row(household).filter(|&e| e != own).min_by_key(|&e| (net.cost[e], value(e)));
        let other = cheapest.map(|e| Other {
            official: net.who[e],
            cost: net.cost[e],
            full: loads[net.who[e] as usize] >= net.officials[net.who[e] as usize].hi,
            in_all_at_least: value(e) - value(own),
        });
        Some(Account { official: net.who[own], cost: net.cost[own], other })
    }

    pub fn gaps(&self, net: &Instance) -> Gaps {
        let unserved: Vec<u32> =
            net.numbers().filter(|&i| self.with[i as usize] == NONE && net.asks[i as usize] != Asks::Nothing).collect();
        let (without, crowded): (Vec<u32>, Vec<u32>) = unserved.into_iter().partition(|&i| net.row(i).is_empty());
        let loads = self.loads();
        let short: Vec<u32> =
            (0u32..).zip(net.officials.iter().zip(&loads)).filter(|(_, (o, load))| *load < &o.lo).map(|(j, _)| j).collect();
        Gaps { without, full: self.full(net, &loads, &crowded), short: self.short(net, &loads, &short) }
    }

    /// From each unserved household to its candidates, to whom they serve, to their candidates: all of them are full.
    fn full(&self, net: &Instance, loads: &[u32], unserved: &[u32]) -> Vec<Full> {
        if unserved.is_empty() {
            return Vec::new();
        }
        let mut here = vec![Vec::new(); loads.len()];
        net.numbers().filter(|&i| self.with[i as usize] != NONE).for_each(|i| here[self.with[i as usize] as usize].push(i));
        let row = |i: u32| net.row(i).map(|e| net.who[e]);
        let groups = Groups::spread(loads.len(), unserved.iter().map(|&i| row(i).collect()), |j| {
            here[j as usize].iter().flat_map(|&i| row(i)).collect()
        });
        let one = |(from, officials): (Vec<usize>, Vec<u32>)| Full {
            wanting: sum(&officials, |j| loads[j]) + from.len() as u64,
            room: sum(&officials, |j| net.officials[j].hi),
            unserved: from.into_iter().map(|n| unserved[n]).collect(),
            officials,
        };
        groups.into_iter().map(one).collect()
    }

    /// From each official with too few to whoever could come, to whom they are with: nobody there has more than the least.
    fn short(&self, net: &Instance, loads: &[u32], short: &[u32]) -> Vec<Short> {
        if short.is_empty() {
            return Vec::new();
        }
        let callers = Callers::of(net);
        let near = |j: u32| callers.of_official(j as usize).iter().map(|(i, _)| self.with[*i as usize]).filter(|&k| k != NONE).collect();
        let groups = Groups::spread(loads.len(), short.iter().map(|&j| vec![j]), near);
        let one = |(from, officials): (Vec<usize>, Vec<u32>)| Short {
            missing: from.into_iter().map(|n| (short[n], net.officials[short[n] as usize].lo - loads[short[n] as usize])).collect(),
            need: sum(&officials, |j| net.officials[j].lo),
            can: sum(&officials, |j| loads[j]),
            officials,
        };
        groups.into_iter().map(one).collect()
    }
}

fn sum(officials: &[u32], of: impl Fn(usize) -> u32) -> u64 {
    officials.iter().map(|&j| u64::from(of(j as usize))).sum()
}

/// Groups of officials that grow together where they touch.
struct Groups {
    /// Each official's group or `NONE`.
    of: Vec<u32>,
    /// Each group's older group that it became part of, or itself.
    into: Vec<u32>,
}

impl Groups {
    /// Everything reached from each start; groups that meet are one. Gives each group's starts and officials.
    fn spread(officials: usize, starts: impl Iterator<Item = Vec<u32>>, near: impl Fn(u32) -> Vec<u32>) -> Vec<(Vec<usize>, Vec<u32>)> {
        let mut groups = Self { of: vec![NONE; officials], into: Vec::new() };
        for (group, mut stack) in (0u32..).zip(starts) {
            groups.into.push(group);
            while let Some(j) = stack.pop() {
                match groups.of[j as usize] {
                    NONE => {
                        groups.of[j as usize] = group;
                        stack.extend(near(j));
                    }
                    met => groups.join(met, group),
                }
            }
        }
        let mut found: Vec<(Vec<usize>, Vec<u32>)> = vec![Default::default(); groups.into.len()];
        (0..groups.into.len()).for_each(|n| found[groups.root(groups.into[n])].0.push(n));
        (0u32..).zip(&groups.of).filter(|(_, group)| **group != NONE).for_each(|(j, group)| found[groups.root(*group)].1.push(j));
        found.retain(|(starts, _)| !starts.is_empty());
        found
    }

    fn root(&self, group: u32) -> usize {
        let mut at = group;
        while self.into[at as usize] != at {
            at = self.into[at as usize];
        }
        at as usize
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.into[a.max(b)] = u32::try_from(a.min(b)).unwrap_or(NONE);
    }
}
