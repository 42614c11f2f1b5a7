//! What people change by hand, and the instance that comes of it.
use crate::instance::{Asks, Edge, Instance, Official, Refusal};
use std::collections::HashMap;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The household goes to this official, before anybody else does; what is said of its pairs later undoes that.
    Pin { household: u32, official: u32 },
    /// The household does not go to this official.
    Forbid { household: u32, official: u32 },
    /// The pair is possible and costs this.
    Cost(Edge),
    /// An official takes between these.
    Load { official: u32, bounds: Official },
    /// Another official, who gets the next number.
    Join(Official),
    /// Another household, which gets the next number: its candidates and their costs.
    Come(Vec<(u32, i64)>),
    /// The household wants nobody any more; its number stays.
    Leave { household: u32 },
}

impl Instance {
    /// The instance with the changes made in their order; numbers stay as they are.
    ///
    /// # Errors
    /// As `new`; an unknown number is `Unknown` with the change's place.
    pub fn changed(&self, changes: &[Change]) -> Result<Self, Refusal> {
        let mut draft = Draft { old: self, officials: self.officials.clone(), asks: self.asks.clone(), rows: HashMap::new() };
        for (edge, change) in changes.iter().enumerate() {
            draft.make(change).ok_or(Refusal::Unknown { edge })?;
        }
        let next = draft.done()?;
        next.sound()?;
        Ok(next)
    }
}

struct Draft<'a> {
    old: &'a Instance,
    officials: Vec<Official>,
    asks: Vec<Asks>,
    /// The rows that change, or come.
    rows: HashMap<u32, Vec<(u32, i64)>>,
}

impl Draft<'_> {
    /// Nothing when the change names a number that is not there.
    fn make(&mut self, change: &Change) -> Option<()> {
        match change {
            Change::Pin { household, official } => {
                let row = self.row(*household)?;
                row.iter().any(|(who, _)| who == official).then(|| row.retain(|(who, _)| who == official))?;
                self.asks[*household as usize] = Asks::Pinned;
            }
            Change::Forbid { household, official } => self.row(*household)?.retain(|(who, _)| who != official),
            Change::Cost(e) => {
                self.officials.get(e.official as usize)?;
                let row = self.row(e.household)?;
                match row.iter_mut().find(|(who, _)| *who == e.official) {
                    Some(pair) => pair.1 = e.cost,
                    None => row.push((e.official, e.cost)),
                }
            }
            Change::Load { official, bounds } => *self.officials.get_mut(*official as usize)? = *bounds,
            Change::Join(bounds) => self.officials.push(*bounds),
            Change::Come(candidates) => {
                candidates.iter().all(|(who, _)| (*who as usize) < self.officials.len()).then_some(())?;
                self.rows.insert(u32::try_from(self.asks.len()).ok()?, candidates.clone());
                self.asks.push(Asks::Any);
            }
            Change::Leave { household } => {
                self.row(*household)?.clear();
                self.asks[*household as usize] = Asks::Nothing;
            }
        }
        Some(())
    }

    fn row(&mut self, household: u32) -> Option<&mut Vec<(u32, i64)>> {
        ((household as usize) < self.asks.len()).then_some(())?;
        let (old, asks) = (self.old, &mut self.asks[household as usize]);
        *asks = if *asks == Asks::Pinned { Asks::Any } else { *asks };
        Some(self.rows.entry(household).or_insert_with(|| old.row(household).map(|e| (old.who[e], old.cost[e])).collect()))
    }

    fn done(self) -> Result<Instance, Refusal> {
        let (old, edges) = (self.old, self.old.who.len());
        let (mut start, mut who, mut cost) = (vec![0], Vec::with_capacity(edges), Vec::with_capacity(edges));
        for i in (0u32..).take(self.asks.len()) {
            if let Some(row) = self.rows.get(&i) {
                who.extend(row.iter().map(|(who, _)| who));
                cost.extend(row.iter().map(|(_, cost)| cost));
            } else {
                who.extend_from_slice(&old.who[old.row(i)]);
                cost.extend_from_slice(&old.cost[old.row(i)]);
            }
            start.push(u32::try_from(who.len()).map_err(|_| Refusal::TooLarge)?);
        }
        Ok(Instance { officials: self.officials, start, who, cost, asks: self.asks })
    }
}
