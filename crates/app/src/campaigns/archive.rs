//! What stays of a campaign as one file: its definition, its figures, its records as this reader sees them.
use super::file::CampaignFile;
use super::{Campaign, Indicator, find};
use crate::deeds::{Deed, DeedView};
use crate::figures::{self, Measure, Question};
use crate::orgs;
use crate::powers::Actor;
use crate::web::Fault;
use crate::web::format::quantity;
use ledger::Read;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn broken(e: impl std::fmt::Display) -> Fault {
    Fault::broken(e.to_string())
}

/// A ZIP of `campaign.toml`, `figures.csv` and `deeds.csv`.
/// # Errors
/// `Missing` when there is no such campaign.
pub fn zip(r: &mut Read, id: &str, reader: &Actor) -> Result<Vec<u8>, Fault> {
    let (file, campaign) = CampaignFile::of(r, id)?;
    let indicators: Vec<Indicator> = find::items(r, id)?.into_iter().flat_map(|(_, n)| n).collect();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, bytes: &[u8]| -> Result<(), Fault> {
        zip.start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Stored)).map_err(broken)?;
        zip.write_all(bytes).map_err(broken)
    };
    put("campaign.toml", file.text().as_bytes())?;
    put("figures.csv", &figures(r, &campaign, &indicators)?)?;
    put("deeds.csv", &deeds(r, &indicators, reader)?)?;
    Ok(zip.finish().map_err(broken)?.into_inner())
}

/// A table that spreadsheets open as UTF-8 and in which no cell is a formula.
struct Table(csv::Writer<Vec<u8>>);

impl Table {
    fn new(header: &[&str]) -> Result<Self, Fault> {
        let mut table = Self(csv::Writer::from_writer("\u{feff}".as_bytes().to_vec()));
        table.row(header)?;
        Ok(table)
    }
    fn row(&mut self, cells: &[&str]) -> Result<(), Fault> {
        let safe = |cell: &&str| if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { (*cell).to_owned() };
        self.0.write_record(cells.iter().map(safe)).map_err(broken)
    }
    fn bytes(self) -> Result<Vec<u8>, Fault> {
        self.0.into_inner().map_err(broken)
    }
}

/// Each measure for the campaign's unit and those right below it: approved, waiting, records, people; and the id of its figure.
fn figures(r: &mut Read, campaign: &Campaign, indicators: &[Indicator]) -> Result<Vec<u8>, Fault> {
    let mut table =
        Table::new(&["figure", "unit", "unit_name", "indicator", "name", "measure", "verified", "received", "deeds", "persons"])?;
    let top = orgs::find::named(r, &campaign.unit, &campaign.to_day)?.into_iter();
    let units: Vec<_> = top.chain(orgs::find::children(r, &campaign.unit, &campaign.to_day)?).collect();
    for unit in &units {
        for n in indicators {
            let q = Question::new(Measure::Sum, &[&n.id], &unit.code, &campaign.from_day, &campaign.to_day);
            let mut value = |q: &Question| figures::find::value(r, q);
            let (verified, received) = (quantity(value(&q)?, 3), quantity(value(&q.waiting())?, 3));
            let (deeds, persons) = (value(&q.of(Measure::Deeds))?.to_string(), value(&q.of(Measure::Persons))?.to_string());
            table.row(&[&q.to_string(), &unit.code, &unit.name, &n.id, &n.name, &n.measure, &verified, &received, &deeds, &persons])?;
        }
    }
    table.bytes()
}

/// Rows read at once.
const PAGE: i64 = 1000;

/// Every record in the order of its number, masked for the reader.
fn deeds(r: &mut Read, indicators: &[Indicator], reader: &Actor) -> Result<Vec<u8>, Fault> {
    let header = ["position", "id", "item", "indicator", "unit", "day", "quantity", "measure", "place", "state", "recorder", "words"];
    let mut table = Table::new(&header)?;
    for n in indicators {
        let mut after = -1;
        loop {
            let tail = "WHERE indicator = $1 AND position > $2 ORDER BY position LIMIT $3";
            let page: Vec<Deed> = r.all(tail, &[n.id.as_str().into(), after.into(), PAGE.into()])?;
            let Some(last) = page.last() else { break };
            after = last.position;
            for deed in &page {
                let seen = DeedView::of(r, deed, Some(reader))?;
                let (who, words) = seen.inside.map(|i| (i.recorder, i.words)).unwrap_or_default();
                let position = seen.position.to_string();
                table.row(&[
                    &position,
                    &seen.id,
                    &seen.item,
                    &seen.indicator,
                    &seen.unit,
                    &seen.day,
                    &seen.quantity,
                    &seen.measure,
                    &seen.place,
                    &seen.state,
                    &who,
                    &words,
                ])?;
            }
        }
    }
    table.bytes()
}
