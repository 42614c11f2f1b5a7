//! What stays of a campaign as one file: its definition, its figures, its records as this reader sees them.
use super::file::CampaignFile;
use super::{Campaign, Indicator, find};
use crate::deeds::{Deed, DeedView, find::SETTLED};
use crate::figures::{self, Measure, Question};
use crate::orgs;
use crate::powers::Actor;
use crate::web::Fault;
use crate::web::download::{Download, Kind};
use crate::web::format::quantity;
use ledger::Read;
use paper::xlsx::Cell;
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

/// Each measure for the campaign's unit and those right below it: approved, waiting, records, people; and the id of its figure.
fn figures(r: &mut Read, campaign: &Campaign, indicators: &[Indicator]) -> Result<Vec<u8>, Fault> {
    let header = ["figure", "unit", "unit_name", "indicator", "name", "measure", "verified", "received", "deeds", "persons"];
    let mut table = Download::new(Kind::Csv, "figures", &header)?;
    let top = orgs::find::named(r, &campaign.unit, &campaign.to_day)?.into_iter();
    let units: Vec<_> = top.chain(orgs::find::children(r, &campaign.unit, &campaign.to_day)?).collect();
    for unit in &units {
        for n in indicators {
            let q = Question::new(Measure::Sum, &[&n.id], &unit.code, &campaign.from_day, &campaign.to_day);
            let mut value = |q: &Question| figures::find::value(r, q);
            let (verified, received) = (quantity(value(&q)?, 3), quantity(value(&q.waiting())?, 3));
            let (deeds, persons) = (value(&q.of(Measure::Deeds))?.to_string(), value(&q.of(Measure::Persons))?.to_string());
            let cells = [&q.to_string(), &unit.code, &unit.name, &n.id, &n.name, &n.measure, &verified, &received, &deeds, &persons];
            table.row(&cells.map(|cell| Cell::Text(cell)))?;
        }
    }
    table.bytes()
}

/// Rows read at once.
const PAGE: i64 = 1000;

/// Every record in the order of its number, masked for the reader.
fn deeds(r: &mut Read, indicators: &[Indicator], reader: &Actor) -> Result<Vec<u8>, Fault> {
    let header = ["position", "id", "item", "indicator", "unit", "day", "quantity", "measure", "place", "state", "recorder", "words"];
    let mut table = Download::new(Kind::Csv, "deeds", &header)?;
    for n in indicators {
        let mut after = -1;
        loop {
            let tail = format!("WHERE indicator = $1 AND position > $2 AND {SETTLED} ORDER BY position LIMIT $3");
            let page: Vec<Deed> = r.all(&tail, &[n.id.as_str().into(), after.into(), PAGE.into()])?;
            let Some(last) = page.last() else { break };
            after = last.position;
            for deed in &page {
                let seen = DeedView::of(r, deed, Some(reader))?;
                let (who, words) = seen.inside.map(|i| (i.recorder, i.words)).unwrap_or_default();
                let position = seen.position.to_string();
                let cells = [
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
                ];
                table.row(&cells.map(|cell| Cell::Text(cell)))?;
            }
        }
    }
    table.bytes()
}
