//! Cost scaling for an instance that can be served: push and relabel (Goldberg and Tarjan) on the officials and one sink.
//!
//! A household is always with somebody, so it needs no node: moving it from `j` to `k` is an arc of the length `cost(k) − cost(j)`. An official with more than
//! its share raises its price until somebody leaves, or until the sink takes more of it (between `lo` and `hi`). Costs are multiplied by `factor`, more than
//! there are nodes, so that ε = 1 is exact (a cycle that saves anything would save `factor`). Where room is far away prices are raised at once by the way there.
use crate::NONE;
use crate::callers::Callers;
use crate::instance::Instance;
use crate::slots::{Slot, Slots};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// No arc: a price that is never reached.
const NEVER: i64 = i64::MAX / 2;
/// How much finer each round is, and the first round's part of the largest cost; both as measured fastest.
const FINER: i64 = 5;
const FIRST: i64 = 20;
/// How often a price may rise before a look far ahead, for each node: it takes as long as some five rises a node, and pays where room is far away.
const PATIENCE: usize = 6;

pub struct Scaling<'a> {
    net: &'a Instance,
    factor: i64,
    /// Scaled prices: officials, then the sink.
    price: Vec<i64>,
    /// Each household's edge, `NONE` where it has no candidate.
    at: Vec<u32>,
    slots: Vec<Slots>,
    /// What the sink takes of each official, between `lo` and `hi`.
    taken: Vec<u32>,
    excess: Vec<i64>,
    active: VecDeque<u32>,
    waits: Vec<bool>,
    /// Officials of whom the sink takes more than the least, by price; prices may have risen since.
    givers: BinaryHeap<Reverse<(i64, u32)>>,
    /// How often a price rose in this round since the last look far ahead.
    rises: usize,
    /// Made at the first look far ahead.
    callers: Option<Callers>,
}

/// The two cheapest edges of a household, prices counted.
struct Best {
    edge: u32,
    value: i64,
    second: i64,
}

impl<'a> Scaling<'a> {
    /// Each household's edge and exact prices of the officials, the sink's being 0. The instance is one that can be served and whose least loads can be met.
    pub fn solve(net: &'a Instance) -> (Vec<u32>, Vec<i64>) {
        let nodes = net.officials.len() + 1;
        let factor = i64::try_from(nodes).unwrap_or(NEVER) + 1;
        let mut scaling = Self {
            net,
            factor,
            price: vec![0; nodes],
            at: vec![NONE; net.households()],
            slots: vec![Slots::default(); nodes - 1],
            taken: vec![0; nodes - 1],
            excess: vec![0; nodes],
            active: VecDeque::new(),
            waits: vec![false; nodes],
            givers: BinaryHeap::new(),
            rises: 0,
            callers: None,
        };
        let mut epsilon = (net.costliest() * factor / FIRST).max(1);
        scaling.refine(epsilon);
        while epsilon > 1 {
            epsilon = (epsilon / FINER).max(1);
            scaling.refine(epsilon);
        }
        let prices = scaling.exact_prices();
        (scaling.at, prices)
    }

    fn refine(&mut self, epsilon: i64) {
        self.settle_households(epsilon);
        self.settle_sink(epsilon);
        self.rises = 0;
        while let Some(node) = self.active.pop_front() {
            self.waits[node as usize] = false;
            if node as usize == self.slots.len() {
                self.relieve_sink(epsilon);
            } else {
                self.relieve(node as usize, epsilon);
            }
            if self.rises > PATIENCE * self.price.len() {
                self.look_far(epsilon);
            }
        }
    }

    /// Moves every household that would save more than ε.
    fn settle_households(&mut self, epsilon: i64) {
        self.slots.iter_mut().for_each(Slots::clear);
        for i in self.net.numbers() {
            let best = self.best(i, NONE);
            let at = self.at[i as usize];
            if at == NONE || self.scaled(at) + self.price[self.net.official(at)] > best.value + epsilon {
                self.at[i as usize] = best.edge;
            }
            let at = self.at[i as usize];
            if at != NONE {
                self.slots[self.net.official(at)].push(Slot { leaves_at: -NEVER, household: i });
            }
        }
    }

    /// What the sink takes at these prices, and who has more than that.
    fn settle_sink(&mut self, epsilon: i64) {
        self.givers.clear();
        let sink = self.slots.len();
        self.excess[sink] = 0;
        for j in 0..sink {
            let (bounds, load) = (self.net.officials[j], u32::try_from(self.slots[j].len()).unwrap_or(NONE));
            let above = self.price[j] - self.price[sink];
            self.taken[j] = if above > epsilon {
                bounds.hi
            } else if above < -epsilon {
                bounds.lo
            } else {
                load.clamp(bounds.lo, bounds.hi)
            };
            self.excess[j] = i64::from(load) - i64::from(self.taken[j]);
            self.excess[sink] -= self.excess[j];
            if self.taken[j] > bounds.lo {
                self.givers.push(Reverse((self.price[j], number(j))));
            }
            self.wake(j);
        }
        self.wake(sink);
    }

    fn wake(&mut self, node: usize) {
        if self.excess[node] > 0 && !std::mem::replace(&mut self.waits[node], true) {
            self.active.push_back(number(node));
        }
    }

    /// The sink gives back what it took too much, to the cheapest first.
    fn relieve_sink(&mut self, epsilon: i64) {
        let sink = self.slots.len();
        while self.excess[sink] > 0 {
            let Reverse((price, j)) = self.givers.pop().expect("least loads that can be met leave somebody to give back to");
            let (j, node) = (j as usize, j);
            let spare = self.taken[j] - self.net.officials[j].lo;
            if spare == 0 {
                continue;
            }
            if self.price[j] > price {
                self.givers.push(Reverse((self.price[j], node)));
                continue;
            }
            self.price[sink] = self.price[sink].max(price + epsilon);
            let units = self.excess[sink].min(i64::from(spare));
            self.taken[j] -= u32::try_from(units).unwrap_or(spare);
            self.excess[j] += units;
            self.excess[sink] -= units;
            self.wake(j);
            if self.taken[j] > self.net.officials[j].lo {
                self.givers.push(Reverse((price, node)));
            }
        }
    }

    /// The official raises its price until as many have left as it has too many.
    fn relieve(&mut self, j: usize, epsilon: i64) {
        let sink = self.slots.len();
        while self.excess[j] > 0 {
            let to_sink = if self.taken[j] < self.net.officials[j].hi { self.price[sink] } else { NEVER };
            let leaver = self.first_leaver(j, to_sink);
            let threshold = leaver.as_ref().map_or(to_sink, |(slot, _)| slot.leaves_at);
            assert!(threshold < NEVER, "every household can be served");
            if threshold >= self.price[j] {
                self.price[j] = threshold + epsilon;
                self.rises += 1;
            }
            match leaver {
                Some((slot, best)) => self.move_first(j, slot, &best),
                None => self.give_sink(j),
            }
        }
    }

    /// Whoever leaves at the lowest price, where that is under `limit`. Prices only rise within a round, so what a slot says is at most what is true.
    fn first_leaver(&mut self, j: usize, limit: i64) -> Option<(Slot, Best)> {
        loop {
            let slot = self.slots[j].first().filter(|slot| slot.leaves_at < limit)?;
            let at = self.at[slot.household as usize];
            let best = self.best(slot.household, at);
            let leaves_at = best.value - self.scaled(at);
            if leaves_at <= slot.leaves_at {
                return Some((slot, best));
            }
            self.slots[j].lift_first(leaves_at);
        }
    }

    fn give_sink(&mut self, j: usize) {
        let (sink, bounds) = (self.slots.len(), self.net.officials[j]);
        if self.taken[j] == bounds.lo {
            self.givers.push(Reverse((self.price[j], number(j))));
        }
        let room = bounds.hi - self.taken[j];
        let units = self.excess[j].min(i64::from(room));
        self.taken[j] += u32::try_from(units).unwrap_or(room);
        self.excess[j] -= units;
        self.excess[sink] += units;
        self.wake(sink);
    }

    fn move_first(&mut self, j: usize, slot: Slot, best: &Best) {
        self.slots[j].remove_first();
        let back = self.scaled(self.at[slot.household as usize]) + self.price[j];
        let k = self.net.official(best.edge);
        self.at[slot.household as usize] = best.edge;
        let leaves_at = best.second.min(back) - self.scaled(best.edge);
        self.slots[k].push(Slot { leaves_at, ..slot });
        self.excess[j] -= 1;
        self.excess[k] += 1;
        self.wake(k);
    }

    /// Raises every price by the way from there to whoever has too few, so that the next moves lead there. Keeps what a round keeps: a move costs −ε at the least.
    fn look_far(&mut self, epsilon: i64) {
        self.rises = 0;
        let callers = self.callers.take().unwrap_or_else(|| Callers::of(self.net));
        let mut seekers = self.excess.iter().filter(|e| **e > 0).count();
        let (mut way, mut done) = (vec![NEVER; self.excess.len()], vec![false; self.excess.len()]);
        let mut queue: BinaryHeap<Reverse<(i64, u32)>> = BinaryHeap::new();
        for (j, way) in way.iter_mut().enumerate().filter(|(j, _)| self.excess[*j] < 0) {
            *way = 0;
            queue.push(Reverse((0, number(j))));
        }
        let mut farthest = 0;
        while let Some(Reverse((distance, node))) = queue.pop() {
            let node = node as usize;
            if std::mem::replace(&mut done[node], true) {
                continue;
            }
            farthest = distance;
            seekers -= usize::from(self.excess[node] > 0);
            if seekers == 0 {
                break;
            }
            self.before(&callers, node, |from, length| {
                let through = distance + length + epsilon;
                if through < way[from] {
                    way[from] = through;
                    queue.push(Reverse((through, number(from))));
                }
            });
        }
        self.price.iter_mut().zip(way).for_each(|(price, way)| *price += way.min(farthest));
        self.callers = Some(callers);
    }

    /// From where one more can come to a node, and what that costs over the prices.
    fn before(&self, callers: &Callers, node: usize, mut reach: impl FnMut(usize, i64)) {
        let (sink, price) = (self.slots.len(), self.price[node]);
        if node == sink {
            (0..sink).filter(|&j| self.taken[j] < self.net.officials[j].hi).for_each(|j| reach(j, price - self.price[j]));
            return;
        }
        if self.taken[node] > self.net.officials[node].lo {
            reach(sink, price - self.price[sink]);
        }
        for &(i, edge) in callers.of_official(node) {
            let at = self.at[i as usize];
            let from = self.net.official(at);
            if from != node {
                reach(from, self.scaled(edge) + price - self.scaled(at) - self.price[from]);
            }
        }
    }

    fn scaled(&self, edge: u32) -> i64 {
        self.net.cost[edge as usize] * self.factor
    }

    fn best(&self, household: u32, but: u32) -> Best {
        let mut best = Best { edge: NONE, value: NEVER, second: NEVER };
        let row = self.net.row(household);
        for (edge, (&who, &cost)) in (self.net.start[household as usize]..).zip(self.net.who[row.clone()].iter().zip(&self.net.cost[row])) {
            if edge == but {
                continue;
            }
            let value = cost * self.factor + self.price[who as usize];
            if value < best.value {
                best = Best { edge, value, second: best.value };
            } else if value < best.second {
                best.second = value;
            }
        }
        best
    }

    /// Whole prices that are exact. A residue that no price has exists, there being more of them than nodes; rounding down from just above it breaks no arc,
    /// since an arc is short by 1 at most and nobody's price lies within that 1.
    fn exact_prices(&self) -> Vec<i64> {
        let mut had = vec![false; self.slots.len() + 2];
        self.price.iter().for_each(|p| had[usize::try_from(p.rem_euclid(self.factor)).unwrap_or(0)] = true);
        let free = had.iter().position(|had| !had).expect("fewer nodes than residues");
        let whole = |p: &i64| (p - i64::try_from(free).unwrap_or(0) - 1).div_euclid(self.factor);
        let sink = self.price.last().map_or(0, whole);
        self.price[..self.slots.len()].iter().map(|p| whole(p) - sink).collect()
    }
}

fn number(node: usize) -> u32 {
    u32::try_from(node).unwrap_or(NONE)
}
