//! A draw once more, from the log alone: the announcement, the set as the records stood, the number, and who is drawn; each compared with
//! what is stored.
use super::frozen::Frozen;
use super::model::{DONE, DRAWN, Draw, Drawn, Entered};
use super::sample::Seed;
use super::seal;
use crate::tables::SCHEMA;
use crate::web::Fault;
use ledger::{Head, Read};
use sha2::{Digest, Sha256};

/// What repeating a draw found; it holds when there are no faults.
pub struct Repeated {
    pub id: String,
    pub records: usize,
    pub drawn: usize,
    pub seed: String,
    /// Each a sentence.
    pub faults: Vec<String>,
}

/// The draws that can be repeated: all that were drawn, the oldest first, or the one.
/// # Errors
/// `Missing` when there is no such draw; `Closed` when it is not drawn yet.
pub fn drawn(r: &mut Read, id: Option<&str>) -> Result<Vec<String>, Fault> {
    let Some(id) = id else {
        let rows = r.rows("SELECT id FROM draws WHERE state IN ('drawn', 'done') ORDER BY announced_at, id", &[])?;
        return Ok(rows.iter().map(|row| row.text(0)).collect::<ledger::Result<_>>()?);
    };
    let draw: Draw = r.get(id)?;
    if draw.is(DRAWN) || draw.is(DONE) { Ok(vec![draw.id]) } else { Err(Fault::Closed("closed.draw_not_drawn")) }
}

/// # Errors
/// `Missing` when the log knows no such draw; `Broken` when the log itself is not sound: `chunman verify` says where.
pub fn repeat(r: &mut Read, id: &str) -> Result<Repeated, Fault> {
    let size = r.log_size()?;
    let (draw, numbers, logged) = ledger::as_of(r, &SCHEMA, size, |past| {
        let numbers: Vec<Entered> = past.all("WHERE draw = $1 AND stands = 1 ORDER BY entered_at, id", &[id.into()])?;
        let logged: Vec<Drawn> = past.all("WHERE draw = $1 ORDER BY place", &[id.into()])?;
        Ok::<_, Fault>((past.get::<Draw>(id)?, numbers, logged))
    })?;
    let set = ledger::as_of(r, &SCHEMA, draw.frozen_at, |past| Frozen::of(past, &draw, &draw.frozen_on))?;
    let mut faults = Faults(Vec::new());
    faults.of_set(&draw, &set);
    faults.of_time(r, &draw, &numbers)?;
    let seed = faults.of_seed(r, &draw)?;
    let lot = draw.lot(&seed, &set);
    faults.of_drawn("the log", &lot, &logged);
    let stored: Vec<Drawn> = r.all("WHERE draw = $1 ORDER BY place", &[id.into()])?;
    faults.of_drawn("the table", &lot, &stored);
    if r.find::<Draw>(id)?.as_ref() != Some(&draw) {
        faults.note("the draw's row is not what the log says");
    }
    Ok(Repeated { id: draw.id, records: set.tickets.len(), drawn: lot.len(), seed: seed.hex(), faults: faults.0 })
}

struct Faults(Vec<String>);

impl Faults {
    fn note(&mut self, what: impl Into<String>) {
        self.0.push(what.into());
    }
    fn unless(&mut self, holds: bool, what: &str) {
        if !holds {
            self.note(what);
        }
    }

    /// The lists that were frozen are those that the records make.
    fn of_set(&mut self, draw: &Draw, set: &Frozen) {
        let hash = |text: &str| hex::encode(Sha256::digest(text));
        self.unless(hash(&set.records_file()) == draw.records, "the frozen list is not the records as they stood");
        self.unless(hash(&set.checkers_file()) == draw.checkers, "the frozen rota is not who could be drawn");
        let size = i64::try_from(set.tickets.len()).unwrap_or(i64::MAX);
        self.unless(draw.size == size && draw.claimed == set.claimed(), "the size of the frozen list is not what was written down");
        self.unless(draw.hits == draw.hits_of(size), "the number of visits is not what was announced");
    }

    /// Announced, frozen and sealed before the number could be known; entered after it, by two people, as one number.
    fn of_time(&mut self, r: &mut Read, draw: &Draw, numbers: &[Entered]) -> Result<(), Fault> {
        let leaves = r.leaves::<Draw>(&draw.id)?;
        let announced = leaves.first().map(|leaf| Head::parse(&leaf.body)).transpose()?;
        let frozen = seal::leaf(r, draw)?;
        let frozen_at = frozen.as_ref().map(|leaf| Head::parse(&leaf.body)).transpose()?;
        let before = |head: &Option<Head>| head.as_ref().is_some_and(|head| head.time < draw.known_at);
        self.unless(before(&announced), "the draw was not announced before its number could be known");
        self.unless(before(&frozen_at), "the records were not frozen before the number could be known");
        // What was announced is what was drawn.
        let open = |name: &str, value: String| {
            let line = format!("field {name} {value}");
            leaves.iter().all(|leaf| leaf.body.lines().any(|l| l == line || l.trim_end() == line.trim_end()))
        };
        let same =
            open("rate", draw.rate.to_string()) && open("indicator", draw.indicator.clone()) && open("known_at", draw.known_at.clone());
        self.unless(
            same && open("strata", draw.strata.clone()) && open("rota", draw.rota.clone()),
            "what was announced was changed afterwards",
        );
        let agree = numbers.iter().all(|n| n.number == draw.number && n.entered_at >= draw.known_at);
        let people: std::collections::BTreeSet<&str> = numbers.iter().map(|n| n.entered_by.as_str()).collect();
        self.unless(agree && people.len() == 2 && numbers.len() == 2, "the number was not entered by two people after it was known");
        Ok(())
    }

    fn of_seed(&mut self, r: &mut Read, draw: &Draw) -> Result<Seed, Fault> {
        let checkpoint = seal::of(r, draw)?.ok_or(Fault::broken("no checkpoint covers the frozen list"))?;
        self.unless(checkpoint.size == draw.checkpoint, "the checkpoint is not the first that was signed over the frozen list");
        self.unless(seal::in_time(&checkpoint, draw), "the frozen list was not sealed before the number could be known");
        let seed = Seed::of(&seal::text(&checkpoint), &draw.number);
        self.unless(seed.hex() == draw.seed, "the seed is not the hash of the checkpoint and the number");
        Ok(seed)
    }

    fn of_drawn(&mut self, of: &str, lot: &[Drawn], stored: &[Drawn]) {
        let key = |d: &Drawn| (d.place, d.deed.clone(), d.hits, d.claimed, d.checker.clone());
        for there in stored.iter().filter(|d| !lot.iter().any(|l| key(l) == key(d))) {
            self.note(format!("{of} has {} as number {} for {}, which is not what the lot gives", there.deed, there.place, there.checker));
        }
        for missing in lot.iter().filter(|l| !stored.iter().any(|d| key(d) == key(l))) {
            self.note(format!("{of} lacks {} as number {} for {}", missing.deed, missing.place, missing.checker));
        }
    }
}
