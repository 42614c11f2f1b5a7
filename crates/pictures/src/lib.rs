//! Photographs: bytes in, plain data out. Reads JPEG, PNG and WebP within hard limits, makes copies without anything the camera wrote beside the picture,
//! and finds nearly the same picture again among many. No database, no web.
mod hash;
mod library;
mod picture;
mod region;
mod whole;

pub use hash::{Form, Hash};
pub use library::{Library, Match, THRESHOLD};
pub use picture::{Kind, Picture, Refusal};
pub use region::{Question, Shape, Signature};
