//! Photographs after they were put. Outside of any request each becomes a copy that may leave, without what the camera wrote, and a thumbnail; and it is looked for
//! among all others. Originals and PDFs are for those who check the record.
mod darkroom;
pub mod find;
pub mod pages;
pub mod routes;
#[cfg(test)]
pub mod tests;

pub use darkroom::{Bell, Darkroom, THREAD};

/// The kinds of file that pictures are made of.
pub const KINDS: [&str; 3] = ["image/jpeg", "image/png", "image/webp"];
