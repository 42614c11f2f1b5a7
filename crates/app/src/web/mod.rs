//! What every page shares: words, dates, the frame around a page, the blossom and the embedded files.
//! Templates and words know no database; `cx` is the way to it.

pub mod assets;
#[cfg(test)]
mod bad_input_test;
pub mod blossom;
pub mod cx;
pub mod deed_line;
pub mod download;
pub mod fault;
pub mod fault_page;
pub mod fields;
pub mod format;
pub mod forms;
pub mod html;
pub mod kept;
pub mod layout;
pub mod pieces;
pub mod qr;
#[cfg(test)]
mod samples;
#[cfg(test)]
pub(crate) mod seen;
pub mod server;
pub mod speak;
pub mod telling;
pub mod tls;
pub mod words;
#[cfg(test)]
pub(crate) mod words_test;

pub use cx::{Answer, App, Bearer, Cx, Putting, Settings, see_other};
pub use fault::Fault;
pub use fields::Fields;
