//! The demonstration: invented people doing invented deeds through the same verbs and powers as anyone's, from a seed.
//! `world` what is being filled and how it is written to; `timeline` deeds with what becomes of each, played in the order of their instants;
//! `issues` the bulletins that tell of them; `zezhou` the county's March; `english` a school's and a charity's.
mod english;
mod issues;
#[cfg(test)]
mod tests;
mod timeline;
mod world;
mod zezhou;

use crate::web::Fault;
use clap::ValueEnum;
use ledger::{Db, SetClock};
use std::sync::Arc;

pub use world::World;

/// Everyone in a demonstration has this password.
pub const PASSWORD: &str = "spring2017";

/// When every demonstration begins: 31 March 2017, 10:00 in Shanghai.
pub const BEGINS: &str = "2017-03-31T02:00:00Z";

/// Which demonstration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Which {
    /// Zezhou County's “Six Ones”.
    County,
    /// A school's spring, in English.
    School,
    /// A charity's spring, in English.
    Charity,
}

/// A person to be: code, name, unit, post, role.
pub type Persona = (&'static str, &'static str, &'static str, &'static str, &'static str);

impl Which {
    /// The persons a visitor may be.
    pub fn personas(self) -> &'static [Persona] {
        match self {
            Which::County => &zezhou::PERSONAS,
            Which::School => &english::SCHOOL.personas,
            Which::Charity => &english::CHARITY.personas,
        }
    }
}

/// How it is made.
#[derive(Debug, Clone)]
pub struct Making {
    pub which: Which,
    /// A few hundred deeds in place of the county's whole month: what its bulletins tell is there all the same.
    pub small: bool,
    /// What the demonstration's clock will be ahead of the machine's, in milliseconds.
    pub offset_ms: i64,
    pub seed: u64,
    /// Of everyone's password.
    pub hash: String,
}

/// Fills empty data; `progress` is told how many of how many deeds are recorded.
/// # Errors
/// When something of it is refused: the demonstration keeps the product's rules.
pub fn fill(db: Db, clock: Arc<SetClock>, making: &Making, progress: impl FnMut(usize, usize) + 'static) -> Result<(), Fault> {
    let mut world = World::new(db, clock, making, Box::new(progress));
    match making.which {
        Which::County => zezhou::fill(&mut world, making)?,
        Which::School => english::SCHOOL.fill(&mut world, making)?,
        Which::Charity => english::CHARITY.fill(&mut world, making)?,
    }
    world.now(world::instant(BEGINS));
    Ok(world.db.checkpoint()?)
}
