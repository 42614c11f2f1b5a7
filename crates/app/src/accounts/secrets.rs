//! Passwords and printed codes off the request's thread: each check takes some memory and time, so only a few run at once.
use super::{Account, hash_password, holds as has, knows};
use crate::web::Fault;
use tokio::sync::Semaphore;

static AT_ONCE: Semaphore = Semaphore::const_new(2);

async fn slowly<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    let _turn = AT_ONCE.acquire().await.map_err(|e| Fault::broken(e.to_string()))?;
    tokio::task::spawn_blocking(work).await.map_err(|e| Fault::broken(e.to_string()))
}

/// The hash of a password typed twice.
/// # Errors
/// `Invalid` when it is too short or the two differ.
pub async fn hash(password: String, again: String) -> Result<String, Fault> {
    slowly(move || hash_password(&password, &again)).await?
}

/// Whether this is the account's password.
/// # Errors
/// When the program is stopping.
pub async fn check(account: Option<Account>, password: String) -> Result<bool, Fault> {
    slowly(move || knows(account.as_ref(), &password)).await
}

/// Whether this is the secret of a hash.
/// # Errors
/// When the program is stopping.
pub async fn holds(hash: Option<String>, secret: String) -> Result<bool, Fault> {
    slowly(move || has(hash.as_deref(), &secret)).await
}
