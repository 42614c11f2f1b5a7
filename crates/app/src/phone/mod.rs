//! What phones send from their queues: operations in batches, photographs in pieces (docs/sync.md). Every operation goes through the verb that
//! the pages use, under a warrant of its own; what it adds is only that the same one twice is one.
mod anchor;
pub mod api;
mod chains;
mod model;
pub mod order;
pub mod pieces;
mod said;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;
mod visit;

pub use chains::forget;
pub use model::Operation;
