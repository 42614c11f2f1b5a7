//! Questions about draws.
use super::estimate::{Share, VISITS_LEAST, share, wrong};
use super::model::{DONE, DRAWN, Draw, Drawn, Entered};
use crate::figures::{Measure, Question, ground};
use crate::web::Fault;
use ledger::{Read, Result};

/// The draws of a campaign, the newest first.
/// # Errors
/// When the data cannot be read.
pub fn of_campaign(r: &mut Read, campaign: &str) -> Result<Vec<Draw>> {
    r.all("WHERE campaign = $1 ORDER BY announced_at DESC, id LIMIT 200", &[campaign.into()])
}

/// The draw of a measure that is announced or frozen.
/// # Errors
/// When the data cannot be read.
pub fn under_way(r: &mut Read, indicator: &str) -> Result<Option<Draw>> {
    r.one("WHERE indicator = $1 AND state IN ('announced', 'frozen') LIMIT 1", &[indicator.into()])
}

/// Draws in a state, the oldest first.
/// # Errors
/// When the data cannot be read.
pub fn in_state(r: &mut Read, state: &str) -> Result<Vec<Draw>> {
    r.all("WHERE state = $1 ORDER BY known_at, id LIMIT 50", &[state.into()])
}

/// The number that waits for another person's.
/// # Errors
/// When the data cannot be read.
pub fn standing_number(r: &mut Read, draw: &str) -> Result<Option<Entered>> {
    r.one("WHERE draw = $1 AND stands = 1 ORDER BY entered_at LIMIT 1", &[draw.into()])
}

/// The drawn records in their order.
/// # Errors
/// When the data cannot be read.
pub fn drawn(r: &mut Read, draw: &str) -> Result<Vec<Drawn>> {
    r.all("WHERE draw = $1 ORDER BY place", &[draw.into()])
}

/// Whether the record still stands: one that was withdrawn or is not counted any more needs no visit, and counts as not found.
const STANDS: &str = "deed IN (SELECT id FROM deeds WHERE state IN ('verified', 'received'))";

/// The visits that wait for a checker (a pseudonym), those drawn first before others.
/// # Errors
/// When the data cannot be read.
pub fn visits(r: &mut Read, checker: &str) -> Result<Vec<Drawn>> {
    let tail = format!(
        "WHERE checker = $1 AND found IS NULL AND draw IN (SELECT id FROM draws WHERE state = 'drawn') AND {STANDS} ORDER BY draw, place LIMIT 200"
    );
    r.all(&tail, &[checker.into()])
}

/// Whether a checker (a pseudonym) was drawn for a deed in a draw that is open.
/// # Errors
/// When the data cannot be read.
pub fn is_checker(r: &mut Read, checker: &str, deed: &str) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM drawn WHERE deed = $1 AND checker = $2 AND draw IN (SELECT id FROM draws WHERE state = 'drawn')";
    Ok(r.int(sql, &[deed.into(), checker.into()])? > 0)
}

/// What the visits of a draw, or of those of its records that lie within a figure, say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// Records visited, or counted as not found.
    pub visits: usize,
    /// Drawn records that still wait for their visit.
    pub waiting: usize,
    /// None while visits wait, or when there are too few.
    pub share: Option<Share>,
}

impl Outcome {
    /// Of what is wrong of each drawn record, with its hits; nothing where a visit waits.
    pub fn of(found: &[(Option<f64>, i64)]) -> Self {
        let waiting = found.iter().filter(|(wrong, _)| wrong.is_none()).count();
        let visits = found.len() - waiting;
        let hits = |(wrong, hits): &(Option<f64>, i64)| std::iter::repeat_n(wrong.unwrap_or(1.0), usize::try_from(*hits).unwrap_or(1));
        let wrongs: Vec<f64> = found.iter().flat_map(hits).collect();
        Self { visits, waiting, share: if waiting == 0 && visits >= VISITS_LEAST { share(&wrongs) } else { None } }
    }
}

/// A drawn record's unit and day, and what is wrong of it with its hits.
type Found = (String, String, (Option<f64>, i64));

/// What was found of each drawn record, in the order of the draw.
fn found(r: &mut Read, draw: &Draw) -> Result<Vec<Found>> {
    let sql = "SELECT d.unit, d.day, l.claimed, l.found, l.hits, d.state FROM drawn l JOIN deeds d ON d.id = l.deed WHERE l.draw = $1 ORDER BY l.place";
    let read = |row: &ledger::Row| -> Result<Found> {
        let found = row.get::<Option<i64>>(3)?;
        // What is gone, or was left unvisited when the draw was closed, was not found.
        let lost = draw.is(DONE) || !["verified", "received"].contains(&row.text(5)?.as_str());
        let found = found.or(lost.then_some(0));
        Ok((row.text(0)?, row.text(1)?, (found.map(|f| row.int(2).map(|claimed| wrong(claimed, f))).transpose()?, row.int(4)?)))
    };
    r.rows(sql, &[(&draw.id).into()])?.iter().map(read).collect()
}

/// What a draw says of all its records.
/// # Errors
/// When the data cannot be read.
pub fn outcome(r: &mut Read, draw: &Draw) -> Result<Outcome> {
    Ok(Outcome::of(&found(r, draw)?.into_iter().map(|(.., found)| found).collect::<Vec<_>>()))
}

/// The newest drawn draw of a figure's measure, and what it says of the figure; none where the figure is not the sum of one measure.
/// # Errors
/// When the data cannot be read.
pub fn beside(r: &mut Read, q: &Question) -> std::result::Result<Option<(Draw, Outcome)>, Fault> {
    let ([indicator], Measure::Sum, "verified") = (&q.indicators[..], q.measure, q.state.as_str()) else { return Ok(None) };
    // What was drawn of a unit was not drawn of its roster.
    if q.roster().is_some() {
        return Ok(None);
    }
    let newest = format!("WHERE indicator = $1 AND state IN ('{DRAWN}', '{DONE}') ORDER BY announced_at DESC, id LIMIT 1");
    let Some(draw) = r.one::<Draw>(&newest, &[indicator.into()])? else { return Ok(None) };
    let units = ground::units(r, q)?;
    let within = |unit: &str, day: &str| {
        units.get(unit).is_some_and(|spans| spans.iter().any(|(from, to)| from.as_str() <= day && day <= to.as_str()))
    };
    let here: Vec<_> = found(r, &draw)?.into_iter().filter(|(unit, day, _)| within(unit, day)).map(|(.., found)| found).collect();
    Ok(Some((draw, Outcome::of(&here))))
}
