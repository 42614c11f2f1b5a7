//! The sums that figures are read from: cells per unit and its ancestors, presence at people's own units. Both must equal
//! recomputation from records; `verify` does that with the functions at the end.
use crate::deeds::{Deed, Served, find::SETTLED};
use crate::orgs;
use crate::realm::{Realm, day_before, local_day};
use crate::web::Fault;
use ledger::{Read, Record, Result, Tally, TallyRow, Tx, Value};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// Sums per unit (its own deeds and all below, as the tree stood on the deed's day), state and facet and day.
/// A facet is the indicator a deed is recorded under; which others it counts into follows from the indicators
/// (`campaigns::find::serving`).
pub static CELLS: Tally = Tally { table: "cells", keys: &["unit", "state", "facet", "day"], sums: &COLUMNS };
const COLUMNS: [&str; 8] = ["deeds", "quantity", "late", "edited", "times", "public", "minutes", "served"];

/// In how many deeds a person took part, at the person's own unit.
pub static PRESENCE: Tally = Tally { table: "presence", keys: &["unit", "state", "facet", "person", "day"], sums: &["deeds"] };

/// In how many deeds a named subject was served, at the deed's unit.
pub static SUBJECTS: Tally = Tally { table: "subjects", keys: &["unit", "state", "facet", "kind", "subject", "day"], sums: &["deeds"] };

/// Who recorded and who took part in what, whatever its state; the deed by its position.
pub static INVOLVED: Tally = Tally { table: "involved", keys: &["person", "position"], sums: &["recorded", "times"] };

/// How many people of a unit took part in a deed of another one, whatever its state; the deed by its position.
pub static AWAY: Tally = Tally { table: "away", keys: &["unit", "position"], sums: &["people"] };

/// Received more than this many days after the deed's day is late.
const LATE_DAYS: i64 = 3;

/// What one deed adds to one cell, as [`COLUMNS`] names it. Person-times are those of the deed's own unit.
fn share(deed: &Deed, zone: &str) -> [i64; 8] {
    let times = deed.people().map(|(_, unit)| i64::from(unit == deed.unit)).sum();
    let served = deed.served().iter().map(|s| s.count).sum();
    let (late, edited) = (i64::from(is_late(deed, zone)), i64::from(deed.edited));
    [1, deed.quantity, late, edited, times, deed.public_count, minutes(deed), served]
}

/// The own units of those who took part from elsewhere: a person-time counts at the person's own unit, whoever's deed it is.
fn guests(deed: &Deed) -> impl Iterator<Item = &str> {
    deed.people().map(|(_, unit)| unit).filter(|unit| *unit != deed.unit)
}

/// The key of a deed's cell at a unit.
fn cell_key(unit: &str, deed: &Deed) -> Vec<Value> {
    key([unit, &deed.state, &deed.indicator, &deed.day])
}

/// One person-time, as [`COLUMNS`] names it.
const ONE_TIME: [i64; 8] = [0, 0, 0, 0, 1, 0, 0, 0];

/// From began to ended; 0 where either is not said.
fn minutes(deed: &Deed) -> i64 {
    let at = |time: &Option<String>| -> Option<i64> {
        let (hours, minutes) = time.as_deref()?.split_once(':')?;
        Some(hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?)
    };
    at(&deed.ended).zip(at(&deed.began)).map_or(0, |(ended, began)| ended - began)
}

/// Whether the deed came in more than three days after its day.
pub fn is_late(deed: &Deed, zone: &str) -> bool {
    late(&deed.day, &deed.received, zone)
}

/// Whether what was done on a day was received more than three days after it.
pub fn late(day: &str, received: &str, zone: &str) -> bool {
    day_before(&local_day(zone, received), LATE_DAYS).as_str() > day
}

/// A named subject without its name: a derived table holds no personal value, and none that could be guessed without the log's salt.
fn hash(salt: &[u8], subject: &str) -> String {
    let digest = Sha256::new().chain_update(b"chunman/subject/1\0").chain_update(salt).chain_update(subject.trim()).finalize();
    hex::encode(&digest[..16])
}

fn key<const N: usize>(texts: [&str; N]) -> Vec<Value> {
    texts.into_iter().map(Value::from).collect()
}

fn presence_key(person: &str, unit: &str, deed: &Deed) -> Vec<Value> {
    key([unit, &deed.state, &deed.indicator, person, &deed.day])
}

/// What one deed adds to [`INVOLVED`].
fn involved(deed: &Deed) -> impl Iterator<Item = (Vec<Value>, [i64; 2])> {
    let took_part = deed.people().map(|(person, _)| (person, [0, 1]));
    let all = std::iter::once((deed.recorder.as_str(), [1, 0])).chain(took_part);
    all.map(|(person, sums)| (vec![person.into(), deed.position.into()], sums))
}

fn away_keys(deed: &Deed) -> impl Iterator<Item = Vec<Value>> {
    deed.people().filter(|(_, unit)| *unit != deed.unit).map(|(_, unit)| vec![unit.into(), deed.position.into()])
}

fn subject_keys(r: &mut Read, deed: &Deed) -> Result<Vec<Vec<Value>>> {
    let served = deed.served();
    if served.iter().all(|s| s.subject.is_none()) {
        return Ok(Vec::new());
    }
    let salt = r.salt()?;
    let named = |s: &Served| s.subject.as_deref().filter(|name| !name.trim().is_empty()).map(|name| (s.kind.clone(), hash(&salt, name)));
    let mut subjects: Vec<(String, String)> = served.iter().filter_map(named).collect();
    subjects.sort();
    subjects.dedup();
    let (unit, state, facet, day) = (&deed.unit, &deed.state, &deed.indicator, &deed.day);
    Ok(subjects.iter().map(|(kind, subject)| key([unit, state, facet, kind, subject, day])).collect())
}

/// Adds sums to one unit's cell of a day.
pub fn add(tx: &mut Tx, [unit, state, facet]: [&str; 3], day: &str, sums: &[i64]) {
    tx.add(&CELLS, key([unit, state, facet, day]), sums);
}

/// Adds a deed to every sum it stands in, or with `sign` −1 takes it out.
/// # Errors
/// When the tree cannot be read.
pub fn count(tx: &mut Tx, deed: &Deed, zone: &str, sign: i64) -> Result<(), Fault> {
    let line = orgs::find::line(tx, &deed.unit, &deed.day)?;
    count_in(tx, deed, zone, &line, sign)
}

/// As [`count`], with the unit's line already read.
/// # Errors
/// When the log cannot be read.
pub fn count_in(tx: &mut Tx, deed: &Deed, zone: &str, line: &[String], sign: i64) -> Result<(), Fault> {
    for (key, sums) in involved(deed) {
        tx.add(&INVOLVED, key, &sums.map(|n| n * sign));
    }
    for key in away_keys(deed) {
        tx.add(&AWAY, key, &[sign]);
    }
    if !deed.counts() {
        return Ok(());
    }
    let share = share(deed, zone).map(|n| n * sign);
    for unit in line {
        add(tx, [unit, &deed.state, &deed.indicator], &deed.day, &share);
    }
    for guest in guests(deed) {
        for unit in orgs::find::line(tx, guest, &deed.day)? {
            tx.add(&CELLS, cell_key(&unit, deed), &ONE_TIME.map(|n| n * sign));
        }
    }
    for (person, unit) in deed.people() {
        tx.add(&PRESENCE, presence_key(person, unit, deed), &[sign]);
    }
    for subject in subject_keys(tx, deed)? {
        tx.add(&SUBJECTS, subject, &[sign]);
    }
    Ok(())
}

/// Calls `f` for each deed that is in figures or lists, with the realm's zone.
fn each_deed(r: &mut Read, mut f: impl FnMut(&mut Read, &Deed, &str) -> Result<()>) -> Result<()> {
    let zone = Realm::find(r)?.map(|realm| realm.zone).unwrap_or_default();
    let mut after = String::new();
    loop {
        let page: Vec<Deed> = r.all(&format!("WHERE id > $1 AND {SETTLED} ORDER BY id LIMIT 1000"), &[after.as_str().into()])?;
        for deed in &page {
            f(r, deed, &zone)?;
        }
        match page.last() {
            Some(last) => last.id().clone_into(&mut after),
            None => return Ok(()),
        }
    }
}

/// # Errors
/// When the data cannot be read.
pub fn rebuild_cells(r: &mut Read) -> Result<Vec<TallyRow>> {
    let mut sums: HashMap<Vec<Value>, Vec<i64>> = HashMap::new();
    let mut lines: HashMap<(String, String), Vec<String>> = HashMap::new();
    each_deed(r, |r, deed, zone| {
        if !deed.counts() {
            return Ok(());
        }
        let own = std::iter::once((deed.unit.as_str(), share(deed, zone)));
        for (unit, share) in own.chain(guests(deed).map(|unit| (unit, ONE_TIME))) {
            let line_of = (unit.to_owned(), deed.day.clone());
            if !lines.contains_key(&line_of) {
                lines.insert(line_of.clone(), orgs::find::line(r, unit, &deed.day)?);
            }
            for unit in &lines[&line_of] {
                let cell = sums.entry(cell_key(unit, deed)).or_insert_with(|| vec![0; share.len()]);
                cell.iter_mut().zip(share).for_each(|(a, b)| *a += b);
            }
        }
        Ok(())
    })?;
    Ok(sums.into_iter().collect())
}

/// # Errors
/// When the data cannot be read.
pub fn rebuild_presence(r: &mut Read) -> Result<Vec<TallyRow>> {
    let mut sums: HashMap<Vec<Value>, Vec<i64>> = HashMap::new();
    each_deed(r, |_, deed, _| {
        for (person, unit) in deed.people().filter(|_| deed.counts()) {
            sums.entry(presence_key(person, unit, deed)).or_insert_with(|| vec![0])[0] += 1;
        }
        Ok(())
    })?;
    Ok(sums.into_iter().collect())
}

/// # Errors
/// When the data cannot be read.
pub fn rebuild_subjects(r: &mut Read) -> Result<Vec<TallyRow>> {
    let mut rows = Vec::new();
    each_deed(r, |r, deed, _| {
        if deed.counts() {
            rows.extend(subject_keys(r, deed)?.into_iter().map(|key| (key, vec![1])));
        }
        Ok(())
    })?;
    Ok(rows)
}

/// # Errors
/// When the data cannot be read.
pub fn rebuild_involved(r: &mut Read) -> Result<Vec<TallyRow>> {
    let mut rows = Vec::new();
    each_deed(r, |_, deed, _| {
        rows.extend(involved(deed).map(|(key, sums)| (key, sums.to_vec())));
        Ok(())
    })?;
    Ok(rows)
}

/// # Errors
/// When the data cannot be read.
pub fn rebuild_away(r: &mut Read) -> Result<Vec<TallyRow>> {
    let mut rows = Vec::new();
    each_deed(r, |_, deed, _| {
        rows.extend(away_keys(deed).map(|key| (key, vec![1])));
        Ok(())
    })?;
    Ok(rows)
}
