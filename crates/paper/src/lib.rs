//! Documents: plain data in, bytes out. No database, no web.
pub mod docx;
pub mod qr;
pub mod xlsx;
