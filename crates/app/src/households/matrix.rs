//! How far the reaches are (六个到村到户): units below × reach, each number down to its households; in a village, household × reach.
use super::Household;
use super::find::DOWN;
use super::lists::{self, Lists};
use super::names::{self, Names};
use super::pages::{Cell, MatrixPage, MatrixRow};
use crate::orgs;
use crate::people::masked;
use crate::powers::{self, Power};
use crate::web::layout::{Fig, Link, Place};
use crate::web::words::Words;
use crate::web::{Cx, Fault};
use ledger::Read;
use std::collections::BTreeMap;

/// Households on one page of a village.
const HOMES: usize = 200;

/// # Errors
/// `Barred` when the unit's households are not the reader's to see.
pub fn page(r: &mut Read, cx: &Cx, unit: &str) -> Result<MatrixPage, Fault> {
    if unit.is_empty() {
        return Err(Fault::Barred("barred.role"));
    }
    cx.may(r, &Power::SeeHouseholds(unit.to_owned()))?;
    let (shell, actor, lists) = (cx.shell(r, Place::Other)?, cx.actor(r)?, Lists::of(r)?);
    let day = actor.day.clone();
    let named = orgs::find::named(r, unit, &day)?.ok_or(Fault::Missing)?;
    let mut rows = Vec::new();
    for child in orgs::find::children(r, unit, &day)? {
        let counts = counts(r, &child.code, &day)?;
        if counts.values().any(|(_, all)| *all > 0) {
            let cell = |reach: &String| {
                let (done, all) = counts.get(reach).copied().unwrap_or_default();
                let href = format!("/reaches?unit={}", child.code);
                if all == 0 { Cell::Nothing } else { Cell::Of(Fig::new(done.to_string(), "", &href), Fig::new(all.to_string(), "", &href)) }
            };
            let cells = lists.reaches.iter().map(cell).collect();
            rows.push(MatrixRow { link: Link { href: format!("/reaches?unit={}", child.code), label: child.name }, cells });
        }
    }
    let whole = powers::keeps_households(r, &actor, unit)?;
    let homes = own(r, unit, &day)?;
    let (names, reaches) = (Names::of_heads(r, &homes)?, names::reaches(r, &homes)?);
    for home in &homes {
        let name = names.heads.get(&home.id).map(|name| if whole { name.clone() } else { masked(name) });
        rows.push(of_home(&shell.w, lists, home, (name, reaches.get(&home.id))));
    }
    Ok(MatrixPage {
        back: Link { href: format!("/households?unit={unit}"), label: shell.t("households.title").to_owned() },
        unit: named.name,
        heads: lists.reaches.iter().map(|reach| lists::word(&shell.w, "reach", reach)).collect(),
        rows,
        shell,
    })
}

/// Of each reach: in how many households of a unit and below it is done, of how many that it was needed in.
fn counts(r: &mut Read, unit: &str, day: &str) -> Result<BTreeMap<String, (i64, i64)>, Fault> {
    let sql = format!(
        "{DOWN} SELECT r.reach, r.state, COUNT(*) FROM reaches r JOIN households h ON h.id = r.subject AND h.from_day <= $2 AND h.to_day >= $2
        WHERE r.unit IN (SELECT code FROM down) AND r.state IN ('done', 'doing', 'needed')
        GROUP BY r.reach, r.state"
    );
    let mut counts: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for row in r.rows(&sql, &[unit.into(), day.into()])? {
        let (done, all) = counts.entry(row.text(0)?).or_default();
        let count = row.int(2)?;
        *all += count;
        *done += if row.text(1)? == "done" { count } else { 0 };
    }
    Ok(counts)
}

/// The households filed right under a unit.
fn own(r: &mut Read, unit: &str, day: &str) -> Result<Vec<Household>, Fault> {
    let tail = format!("WHERE unit = $1 AND from_day <= $2 AND to_day >= $2 ORDER BY code LIMIT {HOMES}");
    Ok(r.all(&tail, &[unit.into(), day.into()])?)
}

/// What a home is called, and how far its reaches are.
type Seen<'a> = (Option<String>, Option<&'a BTreeMap<String, String>>);

fn of_home(w: &Words, lists: &Lists, home: &Household, (name, states): Seen) -> MatrixRow {
    let cell = |reach: &String| match states.and_then(|states| states.get(reach)).map_or("", String::as_str) {
        "" => Cell::Nothing,
        state => Cell::State(lists::word(w, "state", state), state == "done"),
    };
    let label = name.unwrap_or_else(|| home.code.clone());
    MatrixRow { link: Link { href: home.path(), label }, cells: lists.reaches.iter().map(cell).collect() }
}
