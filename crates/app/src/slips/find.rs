//! Questions about slips.
use super::Slip;
use crate::web::Fault;
use ledger::{Read, Result};

/// # Errors
/// When the data cannot be read.
pub fn by_locator(r: &mut Read, locator: &str) -> Result<Option<Slip>> {
    r.one("WHERE locator = $1", &[locator.into()])
}

/// The newest slip of a record.
/// # Errors
/// When the data cannot be read.
pub fn newest(r: &mut Read, deed: &str) -> Result<Option<Slip>> {
    r.one("WHERE deed = $1 ORDER BY printed_at DESC, id DESC LIMIT 1", &[deed.into()])
}

/// The newest answer to what waits of a record now.
/// # Errors
/// When the data cannot be read.
pub fn reply(r: &mut Read, deed: &str) -> std::result::Result<Option<Slip>, Fault> {
    let answered = r.one::<Slip>("WHERE deed = $1 AND state = 'answered' ORDER BY answered_at DESC, id DESC LIMIT 1", &[deed.into()])?;
    let Some(slip) = answered else { return Ok(None) };
    Ok(slip.asks(r)?.map(|_| slip))
}
