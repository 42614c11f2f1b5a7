//! A change of the tree moves sums, not records: what a unit has added up leaves the units that stand over it no longer and
//! enters those that do.
use super::cells::{self, CELLS};
use crate::orgs::find::line;
use ledger::{Result, Tx};
use std::collections::BTreeMap;

/// What stood over a unit on each day of a period on which it has sums.
pub struct Hung {
    unit: String,
    lines: BTreeMap<String, Vec<String>>,
}

impl Hung {
    /// As it is before the change. The unit's own sums must not change until [`Hung::rehang`].
    /// # Errors
    /// When the data cannot be read.
    pub fn before(tx: &mut Tx, unit: &str, from: &str, to: &str) -> Result<Self> {
        let sql = "SELECT DISTINCT day FROM cells WHERE unit = $1 AND day >= $2 AND day <= $3";
        let mut lines = BTreeMap::new();
        for row in tx.rows(sql, &[unit.into(), from.into(), to.into()])? {
            let day = row.text(0)?;
            lines.insert(day.clone(), line(tx, unit, &day)?);
        }
        Ok(Self { unit: unit.to_owned(), lines })
    }

    /// After the change: on each day whose line is another one, the unit's sums move with it.
    /// # Errors
    /// When the data cannot be read.
    pub fn rehang(self, tx: &mut Tx) -> Result<()> {
        for (day, before) in &self.lines {
            let after = line(tx, &self.unit, day)?;
            let left = before.iter().filter(|unit| !after.contains(unit)).map(|unit| (unit, -1));
            let entered = after.iter().filter(|unit| !before.contains(unit)).map(|unit| (unit, 1));
            let moves: Vec<(&String, i64)> = left.chain(entered).collect();
            if !moves.is_empty() {
                self.carry(tx, day, &moves)?;
            }
        }
        Ok(())
    }

    fn carry(&self, tx: &mut Tx, day: &str, moves: &[(&String, i64)]) -> Result<()> {
        let sql = format!("SELECT state, facet, {} FROM cells WHERE unit = $1 AND day = $2", CELLS.sums.join(", "));
        for row in tx.rows(&sql, &[self.unit.as_str().into(), day.into()])? {
            let (state, facet) = (row.text(0)?, row.text(1)?);
            let sums = (0..CELLS.sums.len()).map(|n| row.int(2 + n)).collect::<Result<Vec<i64>>>()?;
            for (unit, sign) in moves {
                let sums: Vec<i64> = sums.iter().map(|n| n * sign).collect();
                cells::add(tx, [unit, &state, &facet], day, &sums);
            }
        }
        Ok(())
    }
}
