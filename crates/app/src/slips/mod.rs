//! A slip with a code, printed by the clerk of a third unit who checks a record and given to the household, home or enterprise that was served: they answer by it,
//! without an account. The helper and the helper's unit never have it in hand, nor the code on their pages (0032).
mod code;
pub mod find;
mod model;
pub mod pages;
pub mod routes;
#[cfg(test)]
mod tests;
mod view;

pub use find::reply;
pub use model::{Reply, Slip};
pub use view::{printed, said};
