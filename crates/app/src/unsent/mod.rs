//! What was recorded on a phone and is not here yet: its page, the script that makes pages open without a network, and the queue as a file.
mod bring;
pub mod pages;
pub mod routes;
