//! Deeds: one thing done, one record. Recorded, corrected, withdrawn; who took part may strike himself out.
pub mod api;
pub mod capture;
mod content;
pub mod facts;
pub mod files;
pub mod find;
mod model;
pub mod pages;
mod sent;
mod verbs;
mod view;

pub use content::{Content, Served};
pub use model::{Conflict, Correction, Deed, File, state};
pub use verbs::{NewDeed, Recorded, ids_of_codes};
pub use view::DeedView;
