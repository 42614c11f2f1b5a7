//! Connections that read, lent to one snapshot at a time.
use crate::conn::Conn;
use crate::{Config, Result};
use std::sync::{Condvar, Mutex, PoisonError};

/// Reading connections, made when needed, at most [`POOL`] at once.
pub(crate) struct Pool {
    most: usize,
    free: Mutex<(Vec<Conn>, usize)>,
    given_back: Condvar,
}

const POOL: usize = 8;

impl Pool {
    pub fn new(config: &Config) -> Self {
        let most = if config.postgres.is_some() { POOL } else { 2 * POOL };
        Self { most, free: Mutex::new((Vec::new(), 0)), given_back: Condvar::new() }
    }
    pub fn take(&self, config: &Config) -> Result<Conn> {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(conn) = free.0.pop() {
                return Ok(conn);
            }
            if free.1 < self.most {
                free.1 += 1;
                drop(free);
                return config.connect_reader().inspect_err(|_| self.give(None));
            }
            free = self.given_back.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
    }
    /// Takes a connection back; `None` for one that broke.
    pub fn give(&self, conn: Option<Conn>) {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        match conn {
            Some(conn) => free.0.push(conn),
            None => free.1 -= 1,
        }
        self.given_back.notify_one();
    }
}
