//! Whether everybody can be served and every least load met, costs aside: augmenting paths, many a pass (Pothen and Fan).
use crate::NONE;
use crate::callers::Callers;
use crate::instance::{Asks, Instance};

/// A plan that serves as many as can be, and gives officials under their least as many as can be. Both at once: a path never takes a household away from
/// service, nor brings an official under its least.
pub struct Room<'a> {
    net: &'a Instance,
    /// Each household's official or `NONE`.
    pub at: Vec<u32>,
    here: Vec<Vec<u32>>,
    /// The pass in which an official was last looked at.
    seen: Vec<u32>,
    pass: u32,
}

/// Households that may move from here, and the move (household, official) by which this step was reached.
type Step = (Vec<u32>, Option<(u32, u32)>);

impl<'a> Room<'a> {
    pub fn make(net: &'a Instance) -> Self {
        let officials = net.officials.len();
        let mut room = Self { net, at: vec![NONE; net.households()], here: vec![Vec::new(); officials], seen: vec![0; officials], pass: 0 };
        let first = |pinned: bool| net.numbers().filter(move |&i| pinned == (net.asks[i as usize] == Asks::Pinned));
        for i in first(true).chain(first(false)) {
            let free = net.row(i).map(|e| net.who[e]).find(|&j| room.has_room(j));
            free.into_iter().for_each(|j| room.put(i, j));
        }
        let mut waiting: Vec<u32> = net.numbers().filter(|&i| room.at[i as usize] == NONE).collect();
        room.passes(|room| {
            let before = waiting.len();
            waiting.retain(|&i| !room.augment(vec![i], Self::has_room));
            waiting.len() < before
        });
        room.passes(|room| (0..officials).filter(|&j| room.hand_on(j)).count() > 0);
        room
    }

    pub fn load(&self, official: usize) -> u32 {
        u32::try_from(self.here[official].len()).unwrap_or(NONE)
    }
    /// Households that compete for too little room, which some of them get, and officials who are all full: whoever is reached from one that is not served.
    pub fn crowd(&self) -> (Vec<bool>, Vec<bool>) {
        let mut households: Vec<bool> = self.net.numbers().map(|i| self.at[i as usize] == NONE && !self.net.row(i).is_empty()).collect();
        let mut officials = vec![false; self.here.len()];
        let mut stack: Vec<u32> = self.net.numbers().filter(|&i| households[i as usize]).collect();
        while let Some(i) = stack.pop() {
            for &j in &self.net.who[self.net.row(i)] {
                if !std::mem::replace(&mut officials[j as usize], true) {
                    stack.extend(&self.here[j as usize]);
                }
            }
            households[i as usize] = true;
        }
        (households, officials)
    }

    /// Officials who have their least load at the most, some less, and the households who could come to any of them: all are with them.
    pub fn want(&self) -> (Vec<bool>, Vec<bool>) {
        let (mut households, mut officials) = (vec![false; self.at.len()], vec![false; self.here.len()]);
        let mut stack: Vec<u32> = (0u32..).take(self.here.len()).filter(|&j| self.is_short(j)).collect();
        let callers = if stack.is_empty() { None } else { Some(Callers::of(self.net)) };
        while let (Some(j), Some(callers)) = (stack.pop(), &callers) {
            if std::mem::replace(&mut officials[j as usize], true) {
                continue;
            }
            for &(i, _) in callers.of_official(j as usize) {
                if !std::mem::replace(&mut households[i as usize], true) {
                    stack.push(self.at[i as usize]);
                }
            }
        }
        (households, officials)
    }

    fn has_room(&self, official: u32) -> bool {
        self.load(official as usize) < self.net.officials[official as usize].hi
    }
    pub fn is_short(&self, official: u32) -> bool {
        self.load(official as usize) < self.net.officials[official as usize].lo
    }

    /// An official with more than the least lets one household go, for one who has less.
    fn hand_on(&mut self, j: usize) -> bool {
        let spare = self.load(j) > self.net.officials[j].lo;
        spare && std::mem::replace(&mut self.seen[j], self.pass) != self.pass && self.augment(self.here[j].clone(), Self::is_short)
    }

    fn passes(&mut self, mut pass: impl FnMut(&mut Self) -> bool) {
        loop {
            self.pass += 1;
            if !pass(self) {
                return;
            }
        }
    }

    /// Moves one of these households, and others on the way, so that an official who is `wanted` gets one more. Officials of this pass are not looked at again.
    fn augment(&mut self, from: Vec<u32>, wanted: fn(&Self, u32) -> bool) -> bool {
        let mut steps: Vec<Step> = vec![(from, None)];
        while let Some((movers, _)) = steps.last_mut() {
            let Some(i) = movers.pop() else {
                steps.pop();
                continue;
            };
            let row = &self.net.who[self.net.row(i)];
            if let Some(&j) = row.iter().find(|&&j| wanted(self, j)) {
                self.put(i, j);
                steps.iter().rev().filter_map(|(_, reached)| *reached).for_each(|(i, j)| self.put(i, j));
                return true;
            }
            let Some(&j) = row.iter().find(|&&j| self.seen[j as usize] != self.pass) else { continue };
            movers.push(i);
            self.seen[j as usize] = self.pass;
            steps.push((self.here[j as usize].clone(), Some((i, j))));
        }
        false
    }

    fn put(&mut self, household: u32, official: u32) {
        let old = std::mem::replace(&mut self.at[household as usize], official);
        if old != NONE {
            self.here[old as usize].retain(|&i| i != household);
        }
        self.here[official as usize].push(household);
    }
}
