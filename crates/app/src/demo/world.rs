//! A world being filled. Writes go to the writer in one order and are answered later, so that many share a COMMIT; each sets the clock
//! on the writer's thread just before it runs, so that it is written at its own instant whoever shares its group.
use super::Making;
use crate::powers::{Power, Who, decide};
use crate::web::Fault;
use ledger::{Chance, Clock, Db, Read, SetClock, Tx};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, Sender, channel};

/// How many deeds a write recorded, or why it was refused.
type Outcome = Result<usize, Fault>;

/// Writes on their way at once.
const WAITING_MOST: usize = 1024;

pub struct World {
    pub db: Db,
    clock: Arc<SetClock>,
    chance: Chance,
    /// Of everyone's password.
    pub hash: String,
    answers: (Sender<Outcome>, Receiver<Outcome>),
    waiting: usize,
    /// How many deeds are recorded, and how many will be.
    done: usize,
    pub all: usize,
    progress: Box<dyn FnMut(usize, usize)>,
}

/// Milliseconds of an instant.
pub fn instant(text: &str) -> i64 {
    SetClock::at(text).now_ms()
}

impl World {
    pub fn new(db: Db, clock: Arc<SetClock>, making: &Making, progress: Box<dyn FnMut(usize, usize)>) -> Self {
        let (chance, hash) = (Chance::seeded(making.seed), making.hash.clone());
        Self { db, clock, chance, hash, answers: channel(), waiting: 0, done: 0, all: 0, progress }
    }

    /// Sets the clock for what is written and waited for.
    pub fn now(&self, at: i64) {
        self.clock.0.store(at, Ordering::Relaxed);
    }

    /// Writes as somebody, under the power that decides for everybody, and waits for it.
    pub fn write<T: Send + 'static>(
        &self,
        who: Who,
        power: Power,
        act: impl FnOnce(&mut Tx) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let now = self.clock.now_ms();
        self.db.write(move |r| decide(r, &who, &power, now), act)
    }

    /// Writes at an instant, after all that was given before and before all that will be. `deeds` is how many it records.
    /// # Errors
    /// Why an earlier one was refused.
    pub fn later(
        &mut self,
        at: i64,
        (who, power): (Who, Power),
        deeds: usize,
        act: impl FnOnce(&mut Tx) -> Result<(), Fault> + Send + 'static,
    ) -> Result<(), Fault> {
        self.later_as(at, (move |_: &mut Read| Ok(who), power), deeds, act)
    }

    /// As [`World::later`], by whoever is found when it is their turn.
    /// # Errors
    /// The same.
    pub fn later_as(
        &mut self,
        at: i64,
        (who, power): (impl FnOnce(&mut Read) -> Result<Who, Fault> + Send + 'static, Power),
        deeds: usize,
        act: impl FnOnce(&mut Tx) -> Result<(), Fault> + Send + 'static,
    ) -> Result<(), Fault> {
        while self.waiting >= WAITING_MOST {
            self.answer()?;
        }
        let (clock, answer) = (self.clock.clone(), self.answers.0.clone());
        let leave = move |r: &mut Read| {
            clock.0.store(at, Ordering::Relaxed);
            let who = who(r)?;
            decide(r, &who, &power, at)
        };
        self.db.submit(leave, act, move |outcome: Result<(), Fault>| {
            let _ = answer.send(outcome.map(|()| deeds));
        });
        self.waiting += 1;
        Ok(())
    }

    /// Waits until everything is written.
    /// # Errors
    /// Why something was refused.
    pub fn settle(&mut self) -> Result<(), Fault> {
        while self.waiting > 0 {
            self.answer()?;
        }
        Ok(())
    }

    fn answer(&mut self) -> Result<(), Fault> {
        let outcome = self.answers.1.recv().map_err(|_| Fault::broken("the writer stopped".to_owned()))?;
        self.waiting -= 1;
        self.done += outcome?;
        (self.progress)(self.done, self.all);
        Ok(())
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        let bytes: [u8; 4] = self.chance.bytes();
        u32::from_be_bytes(bytes) as usize % n.max(1)
    }

    /// Whether something happens that does so `of` times in a hundred.
    pub fn likely(&mut self, of: usize) -> bool {
        self.below(100) < of
    }

    /// One of them.
    pub fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }

    /// One of these texts; empty where there are none.
    pub fn word(&mut self, from: &[&'static str]) -> &'static str {
        if from.is_empty() { "" } else { self.pick(from) }
    }

    /// From least to most in steps, all in thousandths.
    pub fn quantity(&mut self, least: i64, most: i64, step: i64) -> i64 {
        let steps = usize::try_from((most - least) / step.max(1)).unwrap_or(0);
        least + step * i64::try_from(self.below(steps + 1)).unwrap_or(0)
    }

    pub fn uuid(&mut self, at: i64) -> String {
        self.chance.uuid(at)
    }
}
