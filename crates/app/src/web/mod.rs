//! What every page shares: words, dates, the frame around a page, the blossom and the embedded files.
//! Nothing here knows the database.

pub mod assets;
pub mod blossom;
pub mod deed_line;
pub mod fault_page;
pub mod format;
pub mod forms;
pub mod html;
pub mod layout;
pub mod pieces;
pub mod qr;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod samples_look;
pub mod words;
#[cfg(test)]
mod words_test;

#[allow(unused_imports)] // handlers use it
pub use qr::qr;
