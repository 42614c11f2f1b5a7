//! What the machine itself can do: plain SQLite in the same folder, without a log, a leaf or a check.
use crate::{Error, Result};
use std::path::Path;
use std::time::{Duration, Instant};

/// How long each way is tried.
const TRIED: Duration = Duration::from_secs(2);
/// About what the rows of one deed hold.
const BYTES: usize = 1200;

/// Rows a second under `synchronous=FULL`, one row a transaction and 64 rows a transaction. Leaves nothing behind.
/// # Errors
/// When the folder cannot be written.
pub fn limits(dir: &Path) -> Result<(f64, f64)> {
    let path = dir.join("limits.sqlite");
    let measured = measure(&path);
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(dir.join(format!("limits.sqlite{end}")));
    }
    measured
}

fn measure(path: &Path) -> Result<(f64, f64)> {
    let conn = rusqlite::Connection::open(path)?;
    conn.execute_batch("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE plain (id INTEGER PRIMARY KEY, body BLOB);")?;
    Ok((rows_a_second(&conn, 1)?, rows_a_second(&conn, 64)?))
}

#[allow(clippy::disallowed_methods, reason = "a stopwatch, not a fact that is recorded")]
fn rows_a_second(conn: &rusqlite::Connection, group: u32) -> Result<f64> {
    let body = vec![7_u8; BYTES];
    let (began, mut rows) = (Instant::now(), 0_u32);
    while began.elapsed() < TRIED {
        conn.execute_batch("BEGIN IMMEDIATE")?;
        for _ in 0..group {
            conn.prepare_cached("INSERT INTO plain (body) VALUES (?1)")?.execute([&body]).map_err(Error::from)?;
        }
        conn.execute_batch("COMMIT")?;
        rows += group;
    }
    Ok(f64::from(rows) / began.elapsed().as_secs_f64())
}
