//! The imports this server is working at, by token. Lost when it stops: the same file then continues from its record.
use crate::web::Fault;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[derive(Debug, Default)]
pub struct Tasks(Mutex<HashMap<String, Task>>);

#[derive(Debug)]
struct Task {
    stop: Arc<AtomicBool>,
    rows: usize,
    /// What ended it, when it did not end well.
    fault: Option<Fault>,
}

/// Faults that are remembered; beyond that the oldest work is long forgotten by its reader.
const MOST: usize = 100;

impl Tasks {
    fn all(&self) -> MutexGuard<'_, HashMap<String, Task>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
    /// The flag that stops it; `None` when the same file is being imported already.
    pub fn begin(&self, token: &str, rows: usize) -> Option<Arc<AtomicBool>> {
        let mut all = self.all();
        if all.get(token).is_some_and(|task| task.fault.is_none()) {
            return None;
        }
        if all.len() >= MOST {
            all.retain(|_, task| task.fault.is_none());
        }
        let stop = Arc::new(AtomicBool::new(false));
        all.insert(token.to_owned(), Task { stop: stop.clone(), rows, fault: None });
        Some(stop)
    }
    pub fn end(&self, token: &str, fault: Option<Fault>) {
        let mut all = self.all();
        match (fault, all.get_mut(token)) {
            (Some(fault), Some(task)) => task.fault = Some(fault),
            _ => drop(all.remove(token)),
        }
    }
    pub fn stop(&self, token: &str) {
        if let Some(task) = self.all().get(token) {
            task.stop.store(true, Ordering::Relaxed);
        }
    }
    /// How many rows the work has, while it runs.
    pub fn rows(&self, token: &str) -> Option<usize> {
        self.all().get(token).filter(|task| task.fault.is_none()).map(|task| task.rows)
    }
    pub fn fault(&self, token: &str) -> Option<Fault> {
        self.all().get(token).and_then(|task| task.fault.clone())
    }
}
