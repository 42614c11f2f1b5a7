//! What is to be paired: officials with bounds, households, and who may serve whom at what cost.
use crate::NONE;
use std::ops::Range;
use thiserror::Error;

/// Somebody who serves between `lo` and `hi` households.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Official {
    pub lo: u32,
    pub hi: u32,
}

/// A possible pair. Households and officials are numbered from 0; the cost may be negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    pub household: u32,
    pub official: u32,
    pub cost: i64,
}

/// What is asked for a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asks {
    /// One of its candidates.
    Any,
    /// Its one candidate, before anybody else gets theirs.
    Pinned,
    /// Nothing: it left, and keeps its number.
    Nothing,
}

/// Why no instance was made. `edge` is a place in the list of edges.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum Refusal {
    #[error("official {official} has a least load above the most")]
    Bounds { official: usize },
    #[error("edge {edge} names a household or an official that is not there")]
    Unknown { edge: usize },
    #[error("edge {edge} names a pair for the second time")]
    Twice { edge: usize },
    #[error("more households are pinned to official {official} than it takes")]
    Pinned { official: usize },
    #[error("the costs are too large for so many officials")]
    TooLarge,
}

/// The largest |cost| × (officials + 2)². Prices of the scaled problem stay under 200 times this, which fits 64 bits.
const LARGEST: i128 = 1 << 54;

/// Officials and, household by household, its candidates: 12 bytes an edge.
#[derive(Clone, Debug)]
pub struct Instance {
    pub(crate) officials: Vec<Official>,
    /// Household `i` has the edges `start[i]..start[i + 1]`.
    pub(crate) start: Vec<u32>,
    pub(crate) who: Vec<u32>,
    pub(crate) cost: Vec<i64>,
    pub(crate) asks: Vec<Asks>,
}

impl Instance {
    /// # Errors
    /// The first thing that is wrong with the officials or the edges.
    pub fn new(officials: Vec<Official>, households: usize, edges: &[Edge]) -> Result<Self, Refusal> {
        let known = |e: &Edge| (e.household as usize) < households && (e.official as usize) < officials.len();
        if let Some(edge) = edges.iter().position(|e| !known(e)) {
            return Err(Refusal::Unknown { edge });
        }
        let mut start = vec![0u32; households + 1];
        edges.iter().for_each(|e| start[e.household as usize + 1] += 1);
        (0..households).for_each(|i| start[i + 1] += start[i]);
        let mut next = start.clone();
        let (mut who, mut cost) = (vec![0; edges.len()], vec![0; edges.len()]);
        for e in edges {
            let at = &mut next[e.household as usize];
            (who[*at as usize], cost[*at as usize]) = (e.official, e.cost);
            *at += 1;
        }
        let made = Self { officials, start, who, cost, asks: vec![Asks::Any; households] };
        made.sound().map_err(|refusal| made.place(refusal, edges))?;
        Ok(made)
    }

    /// Bounds in order, no pair twice, numbers that fit. An edge is named by its place in the rows.
    pub(crate) fn sound(&self) -> Result<(), Refusal> {
        if let Some(official) = self.officials.iter().position(|o| o.lo > o.hi) {
            return Err(Refusal::Bounds { official });
        }
        let mut seen = vec![NONE; self.officials.len()];
        for i in self.numbers() {
            for edge in self.row(i) {
                if std::mem::replace(&mut seen[self.who[edge] as usize], i) == i {
                    return Err(Refusal::Twice { edge });
                }
            }
        }
        let mut room: Vec<u32> = self.officials.iter().map(|o| o.hi).collect();
        for i in self.numbers().filter(|&i| self.asks[i as usize] == Asks::Pinned) {
            let official = self.official(self.start[i as usize]);
            room[official] = room[official].checked_sub(1).ok_or(Refusal::Pinned { official })?;
        }
        let nodes = self.officials.len() as i128 + 2;
        if i128::from(self.costliest()) * nodes * nodes > LARGEST { Err(Refusal::TooLarge) } else { Ok(()) }
    }

    /// The refusal with the place in the list of edges instead of that in the rows.
    fn place(&self, refusal: Refusal, edges: &[Edge]) -> Refusal {
        let Refusal::Twice { edge } = refusal else { return refusal };
        let household = self.start.partition_point(|s| *s as usize <= edge) - 1;
        let same = |e: &Edge| e.household as usize == household && e.official == self.who[edge];
        let second = edges.iter().enumerate().filter(|(_, e)| same(e)).nth(1);
        Refusal::Twice { edge: second.map_or(edge, |(at, _)| at) }
    }

    pub fn officials(&self) -> &[Official] {
        &self.officials
    }
    pub fn households(&self) -> usize {
        self.asks.len()
    }
    pub fn edges(&self) -> usize {
        self.who.len()
    }
    /// Who may serve the household, at what cost.
    pub fn candidates(&self, household: u32) -> impl Iterator<Item = (u32, i64)> {
        self.row(household).map(|e| (self.who[e], self.cost[e]))
    }
    pub(crate) fn numbers(&self) -> Range<u32> {
        0..u32::try_from(self.asks.len()).unwrap_or(NONE)
    }
    pub(crate) fn row(&self, household: u32) -> Range<usize> {
        self.start[household as usize] as usize..self.start[household as usize + 1] as usize
    }
    pub(crate) fn official(&self, edge: u32) -> usize {
        self.who[edge as usize] as usize
    }
    /// The largest |cost|, at least 1.
    pub(crate) fn costliest(&self) -> i64 {
        let largest = self.cost.iter().map(|c| c.unsigned_abs()).max().unwrap_or(0);
        i64::try_from(largest).unwrap_or(i64::MAX).max(1)
    }
    /// More than any chain of moves can cost: what serving one more household, or giving one more to an official under its least, is worth.
    pub(crate) fn worth(&self) -> i64 {
        let nodes = i64::try_from(self.officials.len()).unwrap_or(i64::MAX).saturating_add(2);
        self.costliest().saturating_mul(nodes).saturating_mul(2).saturating_add(1)
    }
    /// What serving this one is worth where serving one is worth `worth`: a pinned one goes before all others.
    pub(crate) fn worth_of(&self, household: u32, worth: i64) -> i64 {
        if self.asks[household as usize] == Asks::Pinned { 2 * worth } else { worth }
    }
}
