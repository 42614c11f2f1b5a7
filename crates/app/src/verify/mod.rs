//! 验真: a figure by its number or its address, with what the server says of it, and a check in the reader's own browser.
pub mod pages;
mod routes;
#[cfg(test)]
mod tests;

pub use routes::routes;

use sha2::{Digest, Sha256};

/// A key's fingerprint, to be compared by eye: the first half of its SHA-256 in groups of four. Without spaces, for print between Han.
pub fn fingerprint(vkey: &str) -> String {
    let hex = hex::encode(&Sha256::digest(vkey)[..16]);
    let groups: Vec<&str> = (0..8).filter_map(|n| hex.get(n * 4..n * 4 + 4)).collect();
    groups.join("-")
}

/// Where an issue is verified, as its prints say.
pub fn href_of_issue(bulletin: &str) -> String {
    format!("/verify?q={bulletin}")
}
