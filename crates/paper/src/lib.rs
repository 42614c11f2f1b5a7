//! Documents: plain data in, bytes out. No database, no web.
pub mod xlsx;
