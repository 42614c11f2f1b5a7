//! Deeds: one thing done, one record. Recorded, corrected, withdrawn; who took part may strike himself out.
pub mod capture;
mod content;
pub mod facts;
pub mod find;
mod model;
pub mod pages;
mod verbs;

pub use content::{Content, Served};
pub use model::{Conflict, Correction, Deed, File, state};
pub use verbs::{NewDeed, Recorded};
