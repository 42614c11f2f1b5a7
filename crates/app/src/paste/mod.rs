//! What people write into chats and sheets, read as deeds that somebody still looks at.
mod reading;

pub use reading::{Entry, Ground, read};
