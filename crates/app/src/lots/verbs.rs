//! A draw is announced, frozen, drawn on a number that two people enter, visited, and closed; or dropped before it is drawn.
use super::frozen::Frozen;
use super::model::{ANNOUNCED, DONE, DRAWN, DROPPED, Draw, Drawn, Entered, FOUND, FROZEN};
use super::sample::{Seed, checkers, records};
use super::{find, seal};
use crate::campaigns::{self, file::milli};
use crate::checks::Check;
use crate::deeds::{Deed, File};
use crate::orgs::Group;
use crate::realm::{Realm, instant, local_day, today};
use crate::web::Fault;
use ledger::{Blob, Blobs, Tx};

/// What the office says of a draw before it.
#[derive(Debug, Clone, Default)]
pub struct Notice {
    pub indicator: String,
    /// Visits for a hundred records, as typed.
    pub rate: String,
    pub strata: String,
    pub rota: String,
    pub source: String,
    /// Local `2017-04-02T21:30`.
    pub known_at: String,
}

/// What a checker found.
#[derive(Debug, Clone, Default)]
pub struct Visit {
    pub found: String,
    pub seen_at: String,
    pub words: String,
}

const SOURCE_MOST: usize = 120;
const PLACE_MOST: usize = 120;
const WORDS_MOST: usize = 500;
/// A public number has so many digits; fewer could be guessed.
const DIGITS: std::ops::RangeInclusive<usize> = 6..=60;

impl Draw {
    /// Announces a draw: which measure, how many visits, and from where the number will come, before anyone can know it.
    /// # Errors
    /// `Invalid`, naming the field; `Closed` when another draw of the measure is on its way.
    pub fn announce(tx: &mut Tx, campaign: &str, notice: &Notice) -> Result<Self, Fault> {
        let realm = Realm::find(tx)?.ok_or(Fault::NotSetUp)?;
        let measure = campaigns::find::measure(tx, &notice.indicator).map_err(|_| Fault::invalid("indicator", "need.choice"))?;
        if measure.2.id != campaign || measure.2.state == "draft" || !["", "unit"].contains(&notice.strata.as_str()) {
            return Err(Fault::invalid("indicator", "need.choice"));
        }
        if !notice.rota.is_empty() && tx.find::<Group>(&notice.rota)?.is_none_or(|g| g.kind != "people") {
            return Err(Fault::invalid("rota", "need.choice"));
        }
        let rate = milli(&notice.rate).map(|thousandths| thousandths / 100).filter(|rate| (1..=1000).contains(rate));
        let rate = rate.ok_or(Fault::invalid("rate", "need.draw_rate"))?;
        let source = notice.source.trim();
        if source.is_empty() || source.chars().count() > SOURCE_MOST {
            return Err(Fault::says("source", "need.draw_source", &[("most", &SOURCE_MOST)]));
        }
        let known_at = instant(&realm.zone, &notice.known_at).filter(|at| *at > tx.now());
        let known_at = known_at.ok_or(Fault::invalid("known_at", "need.draw_known_at"))?;
        if find::under_way(tx, &notice.indicator)?.is_some() {
            return Err(Fault::invalid("indicator", "need.draw_one"));
        }
        let id = format!("l-{}", hex::encode(tx.random::<5>()));
        let draw = Self { strata: notice.strata.clone(), rota: notice.rota.clone(), ..Self::bare(tx, id, campaign, &notice.indicator) };
        let draw = Self { rate, source: source.to_owned(), known_at, ..draw };
        tx.insert(&draw)?;
        Ok(draw)
    }

    fn bare(tx: &Tx, id: String, campaign: &str, indicator: &str) -> Self {
        Self {
            id,
            rev: 1,
            campaign: campaign.to_owned(),
            indicator: indicator.to_owned(),
            rate: 0,
            strata: String::new(),
            rota: String::new(),
            source: String::new(),
            known_at: String::new(),
            state: ANNOUNCED.into(),
            announced_at: tx.now(),
            frozen_at: 0,
            frozen_on: String::new(),
            records: String::new(),
            checkers: String::new(),
            size: 0,
            claimed: 0,
            hits: 0,
            checkpoint: 0,
            number: String::new(),
            seed: String::new(),
        }
    }

    /// Freezes the records as they stand, while nobody can know the number.
    /// # Errors
    /// `Closed` when it is too late, or frozen already; `Invalid` when nothing can be drawn.
    pub fn freeze(self, tx: &mut Tx, blobs: &Blobs) -> Result<Self, Fault> {
        if !self.is(ANNOUNCED) {
            return Err(Fault::Closed("closed.draw_frozen"));
        }
        if tx.now() >= self.known_at {
            return Err(Fault::Closed("closed.draw_late"));
        }
        let realm = Realm::find(tx)?.ok_or(Fault::NotSetUp)?;
        let (frozen_at, day) = (tx.position(), today(&realm, tx.now_ms()));
        let set = Frozen::of(tx, &self, &day)?;
        let records = keep(tx, blobs, "text/tab-separated-values", &set.records_file())?;
        let checkers = keep(tx, blobs, "text/x-checkers", &set.checkers_file())?;
        let size = i64::try_from(set.tickets.len()).unwrap_or(i64::MAX);
        let (claimed, hits) = (set.claimed(), self.hits_of(size));
        let after = Self { state: FROZEN.into(), frozen_at, frozen_on: day, records, checkers, size, claimed, hits, ..self.clone() };
        Ok(tx.update(&self, &after)?)
    }

    /// Gives it up before it is drawn; what was announced stays to be read.
    /// # Errors
    /// `Closed` when it is drawn.
    pub fn drop_it(self, tx: &mut Tx) -> Result<Self, Fault> {
        if !self.is(ANNOUNCED) && !self.is(FROZEN) {
            return Err(Fault::Closed("closed.draw_drawn"));
        }
        Ok(tx.update(&self, &Self { state: DROPPED.into(), ..self.clone() })?)
    }

    /// Takes the number from one person; when another's agrees, the records are drawn.
    /// # Errors
    /// `Closed` while it cannot be known or is not sealed; `Invalid` when it is no such number, the same person's, or not the other's.
    pub fn enter(self, tx: &mut Tx, blobs: &Blobs, number: &str) -> Result<Told, Fault> {
        if !self.is(FROZEN) {
            return Err(Fault::Closed(if self.is(ANNOUNCED) { "closed.draw_not_frozen" } else { "closed.draw_drawn" }));
        }
        if tx.now() < self.known_at {
            return Err(Fault::Closed("closed.draw_early"));
        }
        let number = digits(number).ok_or(Fault::invalid("number", "need.draw_number"))?;
        let by = tx.warrant().who().to_owned();
        let other = find::standing_number(tx, &self.id)?;
        if other.as_ref().is_some_and(|other| other.entered_by == by) {
            return Err(Fault::invalid("number", "need.draw_other_person"));
        }
        let stands = other.as_ref().is_none_or(|other| other.number == number);
        let entered = Entered { id: tx.uuid(), rev: 1, draw: self.id.clone(), number, entered_by: by, entered_at: tx.now(), stands };
        tx.insert(&entered)?;
        match other {
            None => Ok(Told::First),
            Some(other) if !stands => {
                tx.update(&other, &Entered { stands: false, ..other.clone() })?;
                Ok(Told::Differs)
            }
            Some(_) => self.draw(tx, blobs, &entered.number).map(|()| Told::Drawn),
        }
    }

    fn draw(self, tx: &mut Tx, blobs: &Blobs, number: &str) -> Result<(), Fault> {
        let checkpoint = seal::of(tx, &self)?.ok_or(Fault::Closed("closed.draw_unsealed"))?;
        if !seal::in_time(&checkpoint, &self) {
            return Err(Fault::Closed("closed.draw_sealed_late"));
        }
        let seed = Seed::of(&seal::text(&checkpoint), number);
        let set = read(blobs, &self)?;
        for row in self.lot(&seed, &set) {
            tx.insert(&row)?;
        }
        let after = Self { state: DRAWN.into(), checkpoint: checkpoint.size, number: number.to_owned(), seed: seed.hex(), ..self.clone() };
        tx.update(&self, &after)?;
        Ok(())
    }

    /// Who is drawn of a set by a seed.
    pub fn lot(&self, seed: &Seed, set: &Frozen) -> Vec<Drawn> {
        let picks = records(seed, &set.tickets, self.hits);
        let ids: Vec<&str> = picks.iter().map(|p| set.tickets[p.ticket].id.as_str()).collect();
        let may = |record: usize, checker: usize| set.barred.get(ids[record]).is_none_or(|not| !not.contains(&set.rota[checker]));
        let drawn = checkers(seed, &ids, &set.rota, may);
        let row = |((n, pick), checker): ((usize, &super::sample::Pick), Option<usize>)| Drawn {
            id: format!("{}-{}", self.id, n + 1),
            rev: 1,
            draw: self.id.clone(),
            place: i64::try_from(n + 1).unwrap_or(i64::MAX),
            deed: set.tickets[pick.ticket].id.clone(),
            hits: pick.hits,
            claimed: set.tickets[pick.ticket].claimed,
            checker: checker.map(|c| set.rota[c].clone()).unwrap_or_default(),
            found: None,
            seen_at: String::new(),
            seen_on: String::new(),
        };
        picks.iter().enumerate().zip(drawn).map(row).collect()
    }

    /// Closes it: what was not visited counts as not found.
    /// # Errors
    /// `Closed` when it is not drawn.
    pub fn close(self, tx: &mut Tx) -> Result<Self, Fault> {
        if !self.is(DRAWN) {
            return Err(Fault::Closed("closed.draw_not_drawn"));
        }
        Ok(tx.update(&self, &Self { state: DONE.into(), ..self.clone() })?)
    }
}

/// What became of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// It waits for another person's.
    First,
    /// It is not the other's: both begin again.
    Differs,
    Drawn,
}

impl Drawn {
    /// What its checker found; again, while the draw is open, in place of what was written before.
    /// # Errors
    /// `Closed` when the draw is; `Invalid`, naming the field.
    pub fn visit(self, tx: &mut Tx, checker: &str, visit: &Visit) -> Result<Self, Fault> {
        let (draw, deed): (Draw, Deed) = (tx.get(&self.draw)?, tx.get(&self.deed)?);
        let realm = Realm::find(tx)?.ok_or(Fault::NotSetUp)?;
        if !draw.is(DRAWN) {
            return Err(Fault::Closed("closed.draw_done"));
        }
        if !deed.counts() {
            return Err(Fault::Closed("closed.draw_gone"));
        }
        let (place, words) = (visit.seen_at.trim(), visit.words.trim());
        let found = milli(&visit.found).filter(|n| (0..=1_000_000_000).contains(n)).ok_or(Fault::invalid("found", "need.draw_found"))?;
        if place.is_empty() || place.chars().count() > PLACE_MOST {
            return Err(Fault::says("seen_at", "need.draw_place", &[("most", &PLACE_MOST)]));
        }
        if words.chars().count() > WORDS_MOST {
            return Err(Fault::says("words", "need.shorter", &[("most", &WORDS_MOST)]));
        }
        if words.is_empty() && found < self.claimed {
            return Err(Fault::invalid("words", "need.draw_words"));
        }
        let check = Check {
            id: tx.uuid(),
            rev: 1,
            position: tx.position(),
            deed: deed.id,
            decision: FOUND.into(),
            reason: words.to_owned(),
            checker: checker.to_owned(),
            made_at: tx.now(),
            confirmed_by: None,
            confirmed_on: String::new(),
            how: String::new(),
        };
        tx.insert(&check)?;
        let seen_on = local_day(&realm.zone, &tx.now());
        let after = Self { found: Some(found), seen_at: place.to_owned(), seen_on, ..self.clone() };
        Ok(tx.update(&self, &after)?)
    }
}

fn keep(tx: &mut Tx, blobs: &Blobs, kind: &str, text: &str) -> Result<String, Fault> {
    let sha256 = blobs.lay(&Blob::of(text.as_bytes()))?;
    let by = tx.warrant().who().to_owned();
    File::note(tx, &sha256, kind, text.len(), &by)?;
    Ok(sha256)
}

/// The frozen set as its files hold it.
/// # Errors
/// `Missing` when a file is not there; `Broken` when it is not such a file.
pub fn read(blobs: &Blobs, draw: &Draw) -> Result<Frozen, Fault> {
    let text = |sha256: &str| String::from_utf8(blobs.get(sha256)?).map_err(|e| Fault::broken(e.to_string()));
    Frozen::read(&text(&draw.records)?, &text(&draw.checkers)?)
}

/// The digits of a number as anyone writes it: `03 07 12 + 08`, full-width ones too.
fn digits(text: &str) -> Option<String> {
    let digit = |c: char| match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        _ => None,
    };
    let known = |c: char| digit(c).is_some() || c.is_whitespace() || "+-,，、＋－".contains(c);
    let found: String = text.chars().filter_map(digit).collect();
    (text.chars().all(known) && DIGITS.contains(&found.len())).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn a_number_is_its_digits() {
        assert_eq!(digits("03 07 12 19 25 31 + 08").as_deref(), Some("03071219253108"));
        assert_eq!(digits("０３，０７、１２").as_deref(), Some("030712"));
        assert_eq!((digits("03071"), digits("03 07 x 12 19"), digits("")), (None, None, None));
    }
}
