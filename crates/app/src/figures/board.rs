//! A campaign's board: units by indicators, for any period. The sums of all days are read once and kept until the log moves.
use super::find::marks;
use super::{Measure, Question};
use crate::campaigns::{self, Campaign, Indicator};
use crate::orgs::{self, Unit};
use ledger::{Read, Result, Value};
use std::collections::HashMap;
use std::sync::Arc;

/// Quantities by place and indicator.
pub struct Board {
    pub indicators: Vec<Indicator>,
    pub rows: Vec<Row>,
}

/// One unit below the campaign's, or (first) what is the campaign's unit's own.
pub struct Row {
    /// A unit's code, or `=` and a unit's code.
    pub place: String,
    pub name: String,
    /// The days of the period on which it lay there.
    pub from: String,
    pub to: String,
    /// A value an indicator, in thousandths.
    pub values: Vec<i64>,
}

/// The days of one unit and indicator, with the sum up to and including each.
type Days = Vec<(String, i64)>;

/// The days of every unit and facet of a board.
type Grid = HashMap<(String, String), Days>;

impl Board {
    /// In official order.
    /// # Errors
    /// When the data cannot be read.
    pub fn of(r: &mut Read, campaign: &Campaign, state: &str, from: &str, to: &str) -> Result<Self> {
        let children = orgs::find::children_in(r, &campaign.unit, from, to)?;
        let indicators: Vec<Indicator> = campaigns::find::items(r, &campaign.id)?.into_iter().flat_map(|(_, all)| all).collect();
        let serving = |i: &Indicator, r: &mut Read| campaigns::find::serving(r, std::slice::from_ref(&i.id));
        let facets = indicators.iter().map(|i| serving(i, r)).collect::<Result<Vec<_>>>()?;
        let grid = grid(r, &campaign.unit, &children, &facets, state)?;
        let values = |unit: &str, from: &str, to: &str| -> Vec<i64> {
            let days = |facet: &String| grid.get(&(unit.to_owned(), facet.clone())).map_or(0, |days| between(days, from, to));
            facets.iter().map(|facets| facets.iter().map(days).sum()).collect()
        };
        let mut own = values(&campaign.unit, from, to);
        let mut rows: Vec<Row> = Vec::new();
        for Unit { code, name, from_day, to_day, .. } in children {
            let (from, to) = (from_day.max(from.to_owned()), to_day.min(to.to_owned()));
            let values = values(&code, &from, &to);
            own.iter_mut().zip(&values).for_each(|(own, n)| *own -= n);
            rows.push(Row { place: code, name, from, to, values });
        }
        if own.iter().any(|n| *n != 0) {
            let name = orgs::find::named(r, &campaign.unit, to)?.map_or_else(|| campaign.unit.clone(), |u| u.name);
            rows.insert(0, Row { place: format!("={}", campaign.unit), name, from: from.into(), to: to.into(), values: own });
        }
        Ok(Self { indicators, rows })
    }
}

impl Row {
    /// The question that a cell of the row answers.
    pub fn question(&self, indicator: &str) -> Question {
        Question::new(Measure::Sum, &[indicator], &self.place, &self.from, &self.to)
    }
}

fn grid(r: &mut Read, unit: &str, children: &[Unit], facets: &[Vec<String>], state: &str) -> Result<Arc<Grid>> {
    let facets: Vec<&str> = facets.iter().flatten().map(String::as_str).collect();
    let mut units: Vec<&str> = children.iter().map(|u| u.code.as_str()).chain([unit]).collect();
    units.sort_unstable();
    units.dedup();
    r.remembered(&format!("board {state} {} {}", units.join("~"), facets.join("~")), |r| {
        let sql = format!(
            "SELECT facet, day, quantity FROM cells WHERE unit = $1 AND state = $2 AND facet IN ({}) ORDER BY facet, day",
            marks(facets.len(), 3)
        );
        let mut grid = Grid::new();
        for unit in &units {
            let mut with: Vec<Value> = vec![(*unit).into(), state.into()];
            with.extend(facets.iter().map(|facet| Value::from(*facet)));
            for row in r.rows(&sql, &with)? {
                let days = grid.entry(((*unit).to_owned(), row.text(0)?)).or_default();
                let so_far = days.last().map_or(0, |(_, sum)| *sum);
                days.push((row.text(1)?, so_far + row.int(2)?));
            }
        }
        Ok(grid)
    })
}

/// What was added from one day to another.
fn between(days: &Days, from: &str, to: &str) -> i64 {
    let up_to = |n: usize| n.checked_sub(1).map_or(0, |n| days[n].1);
    up_to(days.partition_point(|(day, _)| day.as_str() <= to)) - up_to(days.partition_point(|(day, _)| day.as_str() < from))
}
