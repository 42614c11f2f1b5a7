//! Who looks after which household: proposed at the least cost in all, explained, changed by hand, then handed over.
pub mod pages;
mod plan;
pub mod routes;
#[cfg(test)]
mod tests;
mod view;
mod why;
