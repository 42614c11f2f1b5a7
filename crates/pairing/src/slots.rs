//! The households of one official, the one that leaves most easily first: a binary heap in a plain list.

/// A household and the official's price at which it would leave, or less than that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    pub leaves_at: i64,
    pub household: u32,
}

#[derive(Clone, Debug, Default)]
pub struct Slots(Vec<Slot>);

impl Slots {
    pub fn len(&self) -> usize {
        self.0.len()
    }
    pub fn clear(&mut self) {
        self.0.clear();
    }
    pub fn first(&self) -> Option<Slot> {
        self.0.first().copied()
    }
    pub fn push(&mut self, slot: Slot) {
        let heap = &mut self.0;
        heap.push(slot);
        let mut at = heap.len() - 1;
        while at > 0 && heap[at] < heap[(at - 1) / 2] {
            heap.swap(at, (at - 1) / 2);
            at = (at - 1) / 2;
        }
    }
    /// Puts the first one, with a higher price, where it belongs.
    pub fn lift_first(&mut self, leaves_at: i64) {
        self.0[0].leaves_at = leaves_at;
        self.sink();
    }
    pub fn remove_first(&mut self) {
        if self.0.len() > 1 {
            self.0.swap_remove(0);
            self.sink();
        } else {
            self.0.clear();
        }
    }
    fn sink(&mut self) {
        let heap = &mut self.0;
        let mut at = 0;
        loop {
            let mut child = 2 * at + 1;
            if child >= heap.len() {
                return;
            }
            if child + 1 < heap.len() && heap[child + 1] < heap[child] {
                child += 1;
            }
            if heap[at] <= heap[child] {
                return;
            }
            heap.swap(at, child);
            at = child;
        }
    }
}
