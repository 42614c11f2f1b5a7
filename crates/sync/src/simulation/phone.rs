//! A phone: a queue that is alive, what of it is stored, and what its owner saw of deeds.
use crate::{Device, Fields, Piece, Request};
use std::collections::BTreeMap;

/// What survives a kill.
#[derive(Clone)]
pub struct Disk {
    queue: String,
    pub photos: BTreeMap<String, Vec<u8>>,
    /// Deeds as they were last shown here, with what was changed since.
    pub known: BTreeMap<String, Fields>,
}

pub struct Phone {
    pub person: String,
    pub queue: Device,
    pub disk: Disk,
    /// An older copy of it, as a backup holds.
    pub old: Option<Disk>,
    /// What is under way, since when (world time).
    pub busy: Option<(Request, i64)>,
    /// Its clock, less the world's.
    pub skew: i64,
    /// Raised at each start: what was sent before answers nobody.
    pub life: u32,
}

impl Phone {
    pub fn new(device: &str, person: &str, piece: usize) -> Self {
        let mut queue = Device::new(device, person);
        queue.piece = piece;
        let disk = Disk { queue: queue.to_json(), photos: BTreeMap::new(), known: BTreeMap::new() };
        Self { person: person.to_owned(), queue, disk, old: None, busy: None, skew: 0, life: 0 }
    }

    pub fn save(&mut self) {
        self.disk.queue = self.queue.to_json();
    }

    /// The program ends and starts again from what is stored. Photographs that nothing names are left-overs.
    pub fn kill(&mut self) -> Result<(), String> {
        let piece = self.queue.piece;
        self.queue = Device::of_json(&self.disk.queue).map_err(|e| format!("the stored queue cannot be read: {e}"))?;
        self.queue.piece = piece;
        self.disk.photos.retain(|sha256, _| self.queue.photos.contains_key(sha256));
        self.busy = None;
        self.life += 1;
        Ok(())
    }

    /// The bytes that go with a request.
    pub fn bytes(&self, request: &Request) -> Result<Vec<u8>, String> {
        let Request::Part { sha256, piece: Piece::Part { from, len, .. } } = request else { return Ok(Vec::new()) };
        let photo = self.disk.photos.get(sha256).ok_or_else(|| format!("photograph {sha256} is gone from the phone before it was sent"))?;
        Ok(photo[*from..*from + *len].to_vec())
    }
}
