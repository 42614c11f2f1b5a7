//! The sums that figures are read from: cells per unit and its ancestors, presence at people's own units. Both must equal
//! recomputation from records; `verify` does that with the functions at the end.
use crate::deeds::{Deed, find::SETTLED};
use crate::orgs::find::line;
use crate::realm::{Realm, day_before, local_day};
use crate::web::Fault;
use ledger::{Read, Record, Result, Tally, TallyRow, Tx, Value};
use std::collections::HashMap;

/// Sums per unit (its own deeds and all below, as the tree stood on the deed's day), indicator, state and day.
pub static CELLS: Tally =
    Tally { table: "cells", keys: &["unit", "facet", "state", "day"], sums: &["deeds", "quantity", "late", "times", "public"] };

/// In how many deeds a person took part, at the person's own unit.
pub static PRESENCE: Tally = Tally { table: "presence", keys: &["unit", "facet", "state", "person", "day"], sums: &["deeds"] };

/// Who took part in what, whatever its state.
pub static TAKEN_PART: Tally = Tally { table: "taken_part", keys: &["person", "deed"], sums: &["times"] };

/// Received more than this many days after the deed's day is late.
const LATE_DAYS: i64 = 3;

/// What one deed adds to one cell: deeds, quantity, late, person-times, uncounted public.
fn share(deed: &Deed, zone: &str) -> [i64; 5] {
    let times = i64::try_from(deed.people().count()).unwrap_or(0);
    [1, deed.quantity, i64::from(is_late(deed, zone)), times, deed.public_count]
}

/// Whether the deed came in more than three days after its day.
pub fn is_late(deed: &Deed, zone: &str) -> bool {
    day_before(&local_day(zone, &deed.received), LATE_DAYS) > deed.day
}

fn cell_key(unit: &str, deed: &Deed) -> Vec<Value> {
    vec![unit.into(), (&deed.indicator).into(), (&deed.state).into(), (&deed.day).into()]
}

fn presence_key(person: &str, unit: &str, deed: &Deed) -> Vec<Value> {
    vec![unit.into(), (&deed.indicator).into(), (&deed.state).into(), person.into(), (&deed.day).into()]
}

/// Adds a deed to every sum it stands in, or with `sign` −1 takes it out.
/// # Errors
/// When the tree cannot be read.
pub fn count(tx: &mut Tx, deed: &Deed, zone: &str, sign: i64) -> Result<(), Fault> {
    let line = line(tx, &deed.unit, &deed.day)?;
    count_in(tx, deed, zone, &line, sign);
    Ok(())
}

/// As [`count`], with the unit's line already read.
pub fn count_in(tx: &mut Tx, deed: &Deed, zone: &str, line: &[String], sign: i64) {
    for (person, _) in deed.people() {
        tx.add(&TAKEN_PART, vec![person.into(), (&deed.id).into()], &[sign]);
    }
    if !deed.counts() {
        return;
    }
    let share = share(deed, zone).map(|n| n * sign);
    for unit in line {
        tx.add(&CELLS, cell_key(unit, deed), &share);
    }
    for (person, unit) in deed.people() {
        tx.add(&PRESENCE, presence_key(person, unit, deed), &[sign]);
    }
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
        let key = (deed.unit.clone(), deed.day.clone());
        if !lines.contains_key(&key) {
            lines.insert(key.clone(), line(r, &deed.unit, &deed.day)?);
        }
        let share = share(deed, zone);
        for unit in &lines[&key] {
            let cell = sums.entry(cell_key(unit, deed)).or_insert_with(|| vec![0; 5]);
            cell.iter_mut().zip(share).for_each(|(a, b)| *a += b);
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
pub fn rebuild_taken_part(r: &mut Read) -> Result<Vec<TallyRow>> {
    let mut rows = Vec::new();
    each_deed(r, |_, deed, _| {
        rows.extend(deed.people().map(|(person, _)| (vec![person.into(), (&deed.id).into()], vec![1])));
        Ok(())
    })?;
    Ok(rows)
}
