//! Deeds: one thing done, one record. Recorded, corrected, withdrawn; who took part may strike himself out.
pub mod api;
pub mod capture;
pub mod capture_view;
mod content;
mod data;
mod deed_view;
pub mod facts;
pub mod fields;
pub mod files;
pub mod find;
mod mine_view;
mod model;
pub mod pages;
pub mod put;
pub mod receipt;
pub mod routes;
mod sent;
mod verbs;
pub mod view;

pub use content::{Content, Served};
pub use data::DeedView;
pub use model::{Conflict, Correction, Deed, File, state};
pub use sent::DeedBody;
pub use verbs::{NewDeed, Recorded, check_id, ids_of_codes};
