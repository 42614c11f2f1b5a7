//! 待办 and the pages of the desk.
pub mod pages;
pub mod routes;
