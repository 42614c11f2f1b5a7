//! Shortest paths from prices that are almost right: each official with too many, then each with too few, is evened out at the least cost in all.
//!
//! A plan with its prices is exact when nobody saves anything (`proof.rs`). After changes every household takes what is cheapest at the old prices; where an
//! official's load then does not go with its price, one household at a time moves along the shortest path of moves, lengths being what a move costs over
//! the prices. Prices of officials nearer than the path's end rise (or fall) by the difference, so that all stays exact (Busacker and Gowen; Dijkstra).
use crate::NONE;
use crate::callers::Callers;
use crate::instance::Instance;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

const FAR: i64 = i64::MAX;

pub struct Mend<'a> {
    net: &'a Instance,
    /// What serving a household, or filling a least load, is worth.
    worth: i64,
    price: Vec<i64>,
    /// Each household's edge or `NONE`.
    at: Vec<u32>,
    here: Vec<Vec<u32>>,
    /// For each official the pairs that name it, as household and edge; made when somebody has too few.
    callers: Option<Callers>,
    distance: Vec<i64>,
    /// The move by which an official was reached: household and the edge that it takes.
    by: Vec<(u32, u32)>,
    touched: Vec<u32>,
    queue: BinaryHeap<Reverse<(i64, u32)>>,
}

/// Where a path ends: at an official, and the last move where that is not to or from an official (a household that is, or was, unserved).
#[derive(Clone, Copy)]
struct End {
    distance: i64,
    official: u32,
    household: u32,
    edge: u32,
}

impl End {
    const NOWHERE: Self = Self { distance: FAR, official: NONE, household: NONE, edge: NONE };
}

impl<'a> Mend<'a> {
    /// Every household where it is cheapest at these prices; where it was, if that is as cheap. `was` is an official or `NONE`.
    pub fn begin(net: &'a Instance, was: &[u32], mut price: Vec<i64>, worth: i64) -> Self {
        let officials = net.officials.len();
        price.resize(officials, 0);
        let mut mend = Self {
            net,
            worth,
            price,
            at: vec![NONE; net.households()],
            here: vec![Vec::new(); officials],
            callers: None,
            distance: vec![FAR; officials],
            by: vec![(NONE, NONE); officials],
            touched: Vec::new(),
            queue: BinaryHeap::new(),
        };
        for i in net.numbers() {
            let edge = mend.cheapest(i, was.get(i as usize).copied().unwrap_or(NONE));
            mend.put(i, edge);
        }
        mend
    }

    fn cheapest(&self, household: u32, was: u32) -> u32 {
        let (mut found, mut least) = (NONE, self.net.worth_of(household, self.worth));
        for (edge, e) in (self.net.start[household as usize]..).zip(self.net.row(household)) {
            let who = self.net.who[e];
            let value = self.net.cost[e] + self.price[who as usize];
            if value < least || (value == least && (who == was || found == NONE)) {
                (found, least) = (edge, value);
            }
        }
        found
    }

    /// How many households must move at least, were the prices right.
    pub fn imbalance(&self) -> usize {
        let gap = |j: usize| {
            let (load, o, price) = (self.load(j), self.net.officials[j], self.price[j]);
            let (least, most) = (
                if price > 0 {
                    o.hi
                } else if price > -self.worth {
                    o.lo
                } else {
                    0
                },
                if price >= 0 { o.hi } else { o.lo },
            );
            load.saturating_sub(most).max(least.saturating_sub(load)) as usize
        };
        (0..self.here.len()).map(gap).sum()
    }

    /// The exact plan: each household's edge or `NONE`, and the prices.
    pub fn finish(mut self) -> (Vec<u32>, Vec<i64>) {
        for j in 0..self.here.len() {
            while self.load(j) > 0 && self.toll(j, self.load(j) - 1) > self.price[j] {
                self.send_away(j);
            }
        }
        for j in 0..self.here.len() {
            while self.toll(j, self.load(j)) < self.price[j] {
                self.call_in(j);
            }
        }
        (self.at, self.price)
    }

    fn load(&self, official: usize) -> u32 {
        u32::try_from(self.here[official].len()).unwrap_or(NONE)
    }

    /// What one more household costs an official who has `load`: no more than its price when it should take it.
    fn toll(&self, official: usize, load: u32) -> i64 {
        let bounds = self.net.officials[official];
        if load < bounds.lo {
            -self.worth
        } else if load < bounds.hi {
            0
        } else {
            FAR
        }
    }

    /// One household of `source` goes, to whom that costs least in all: an official who may take one more, or nobody.
    fn send_away(&mut self, source: usize) {
        let mut end = End::NOWHERE;
        self.reach(source, 0, (NONE, NONE), FAR);
        while let Some((j, distance)) = self.next(end.distance) {
            let toll = self.toll(j, self.load(j) - u32::from(j == source));
            if toll < FAR {
                end = nearer(end, End { distance: distance + (toll - self.price[j]).max(0), official: number(j), ..End::NOWHERE });
            }
            for n in 0..self.here[j].len() {
                let i = self.here[j][n];
                let value = self.value(self.at[i as usize]);
                end = nearer(
                    end,
                    End { distance: distance + self.net.worth_of(i, self.worth) - value, official: number(j), household: i, edge: NONE },
                );
                for e in self.net.start[i as usize]..self.net.start[i as usize + 1] {
                    self.reach(self.net.official(e), distance + self.value(e) - value, (i, e), end.distance);
                }
            }
        }
        self.shift_prices(end.distance, 1);
        self.walk(end);
    }

    /// One household comes to `source`, from where that costs least in all: an official who may give one, or nobody.
    fn call_in(&mut self, source: usize) {
        let callers = self.callers.take().unwrap_or_else(|| Callers::of(self.net));
        let mut end = End::NOWHERE;
        self.reach(source, 0, (NONE, NONE), FAR);
        while let Some((j, distance)) = self.next(end.distance) {
            let load = self.load(j) + u32::from(j == source);
            if load > 0 {
                end = nearer(
                    end,
                    End { distance: distance + (self.price[j] - self.toll(j, load - 1)).max(0), official: number(j), ..End::NOWHERE },
                );
            }
            for &(i, e) in callers.of_official(j) {
                let (at, value) = (self.at[i as usize], self.value(e));
                if at == NONE {
                    end = nearer(
                        end,
                        End { distance: distance + value - self.net.worth_of(i, self.worth), official: number(j), household: i, edge: e },
                    );
                } else {
                    self.reach(self.net.official(at), distance + value - self.value(at), (i, e), end.distance);
                }
            }
        }
        self.callers = Some(callers);
        self.shift_prices(end.distance, -1);
        self.walk(end);
    }

    fn value(&self, edge: u32) -> i64 {
        self.net.cost[edge as usize] + self.price[self.net.official(edge)]
    }

    fn reach(&mut self, official: usize, distance: i64, by: (u32, u32), limit: i64) {
        if distance < self.distance[official] && distance < limit {
            if self.distance[official] == FAR {
                self.touched.push(number(official));
            }
            (self.distance[official], self.by[official]) = (distance, by);
            self.queue.push(Reverse((distance, number(official))));
        }
    }

    /// The nearest official not yet looked at, if it is nearer than `limit`.
    fn next(&mut self, limit: i64) -> Option<(usize, i64)> {
        while let Some(Reverse((distance, j))) = self.queue.pop() {
            if distance >= limit {
                break;
            }
            if distance == self.distance[j as usize] {
                return Some((j as usize, distance));
            }
        }
        self.queue.clear();
        None
    }

    fn shift_prices(&mut self, end: i64, sign: i64) {
        for &j in &self.touched {
            let nearer = (end - self.distance[j as usize]).max(0);
            self.price[j as usize] += sign * nearer;
            self.distance[j as usize] = FAR;
        }
        self.touched.clear();
    }

    /// Makes the moves of the path, from its end back to where it began.
    fn walk(&mut self, end: End) {
        if end.household != NONE {
            self.put(end.household, end.edge);
        }
        let mut official = end.official as usize;
        loop {
            let (household, edge) = self.by[official];
            if household == NONE {
                return;
            }
            let old = self.net.official(self.at[household as usize]);
            let new = self.net.official(edge);
            self.put(household, edge);
            official = if new == official { old } else { new };
        }
    }

    fn put(&mut self, household: u32, edge: u32) {
        let old = std::mem::replace(&mut self.at[household as usize], edge);
        if old != NONE {
            let here = &mut self.here[self.net.official(old)];
            here.iter().position(|&i| i == household).map(|n| here.swap_remove(n));
        }
        if edge != NONE {
            self.here[self.net.official(edge)].push(household);
        }
    }
}

fn nearer(a: End, b: End) -> End {
    if b.distance < a.distance { b } else { a }
}

fn number(official: usize) -> u32 {
    u32::try_from(official).unwrap_or(NONE)
}
