//! 待办 and the pages of the desk.
mod moves;
pub mod overview;
pub mod pages;
pub mod routes;
#[cfg(test)]
mod tests;
