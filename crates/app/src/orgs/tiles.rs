//! Where a unit's tile stands among its siblings', as on a map: laid by hand, from a file.
use crate::web::Fault;
use ledger::{Read, Tx, record};

record! {
    /// A place on the map of tiles. The id is the unit's code.
    pub struct Tile in "tiles" { place_column: i64 as open, place_row: i64 as open }
}

/// The most columns and rows.
const COLUMNS_MOST: i64 = 12;
const ROWS_MOST: i64 = 60;

impl Tile {
    /// Lays a unit's tile at a column and a row, counted from 1.
    /// # Errors
    /// `Invalid` when there is no such place.
    pub fn lay(tx: &mut Tx, unit: &str, (column, row): (i64, i64)) -> Result<(), Fault> {
        if !(1..=COLUMNS_MOST).contains(&column) || !(1..=ROWS_MOST).contains(&row) {
            return Err(Fault::says("column", "need.tile", &[("columns", &COLUMNS_MOST), ("rows", &ROWS_MOST)]));
        }
        let tile = Tile { id: unit.to_owned(), rev: 1, place_column: column, place_row: row };
        match tx.find::<Tile>(unit)? {
            Some(there) if (there.place_column, there.place_row) == (column, row) => {}
            Some(there) => {
                tx.update(&there, &Tile { rev: there.rev, ..tile })?;
            }
            None => {
                tx.insert(&tile)?;
            }
        }
        Ok(())
    }
}

/// Column and row of a unit's tile.
/// # Errors
/// When the data cannot be read.
pub fn of(r: &mut Read, unit: &str) -> ledger::Result<Option<(i64, i64)>> {
    Ok(r.find::<Tile>(unit)?.map(|tile| (tile.place_column, tile.place_row)))
}
