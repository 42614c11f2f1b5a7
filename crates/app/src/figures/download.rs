//! The records of a figure as a file, masked for its reader.
use super::opened::known;
use super::records::Line;
use super::{Measure, Question, ground, records, view};
use crate::campaigns::{self, Indicator, Item};
use crate::deeds::view::{Lookup, decimals};
use crate::orgs::{self, Eras};
use crate::powers::{Actor, sees_by_role};
use crate::rosters;
use crate::web::download::{self, Download, Kind};
use crate::web::{Answer, App, Cx, Fault};
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use ledger::Read;
use paper::xlsx::Cell;
use std::collections::HashMap;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/figures/{id}/records.csv", get(|cx: Cx, Path(id): Path<String>| file(cx, id, Kind::Csv)))
        .route("/figures/{id}/records.xlsx", get(|cx: Cx, Path(id): Path<String>| file(cx, id, Kind::Xlsx)))
}

async fn file(cx: Cx, id: String, kind: Kind) -> Answer {
    let q: Question = id.parse()?;
    cx.read(move |r, cx| write(r, cx, &q, kind)).await?.answer()
}

/// The columns, by the keys of their names.
const COLUMNS: [&str; 11] = [
    "deed.position",
    "deed.item",
    "deed.indicator",
    "deed.quantity",
    "figures.measure",
    "figures.unit_code",
    "deed.unit",
    "deed.day",
    "deed.place",
    "deed.recorder",
    "deed.words",
];

fn write(r: &mut Read, cx: &Cx, q: &Question, kind: Kind) -> Result<Download, Fault> {
    known(r, q)?;
    let w = cx.words(r)?;
    if q.measure == Measure::Listed {
        let title = view::sentence(r, &w, q)?;
        return download::list(kind, &w, title.trim_end_matches(['。', '.']), -1, |after| rosters::listed_rows(r, q, *after));
    }
    let header = COLUMNS.map(|key| w.t(key));
    let name = view::sentence(r, &w, q)?.trim_end_matches(['。', '.']).to_owned();
    let reader = if cx.person().is_ok() { Some(cx.actor(r)?) } else { None };
    let file = Download::new(kind, &name, &header)?;
    let (facets, zone) = (campaigns::find::serving(r, &q.indicators)?, cx.realm(r)?.zone);
    let mut lines =
        Lines { file, reader, facets: HashMap::new(), here: Here::default(), look: Lookup::new(&w), eras: orgs::find::eras(r)? };
    for facet in &facets {
        let (indicator, item, _) = campaigns::find::measure(r, facet)?;
        lines.facets.insert(facet.clone(), (indicator, item));
    }
    let (ground, named) = (ground::units(r, q)?, lines.reader.is_some());
    for (unit, spans) in &ground {
        let mut after = Some(-1);
        while let Some(position) = after {
            let page = records::lines(r, q, &facets, (unit, position), spans, named)?;
            after = page.last().filter(|_| page.len() == records::LINES).map(|last| last.position);
            for line in page.iter().filter(|line| line.counts(q, &ground, unit, &zone)) {
                lines.add(r, line)?;
            }
        }
    }
    Ok(lines.file)
}

struct Lines {
    file: Download,
    reader: Option<Actor>,
    facets: HashMap<String, (Indicator, Item)>,
    here: Here,
    look: Lookup,
    eras: Eras,
}

/// What is the same for many lines of a unit: by era the unit's name, and by indicator whether the reader's roles open names.
#[derive(Default)]
struct Here {
    unit: String,
    eras: HashMap<usize, (String, HashMap<String, bool>)>,
}

impl Lines {
    fn add(&mut self, r: &mut Read, line: &Line) -> Result<(), Fault> {
        if self.here.unit != line.unit {
            self.here = Here { unit: line.unit.clone(), eras: HashMap::new() };
        }
        let era = self.eras.of(&line.day);
        if !self.here.eras.contains_key(&era) {
            let name = self.look.unit(r, &line.unit, &line.day)?;
            self.here.eras.insert(era, (name, HashMap::new()));
        }
        let open = self.opens(r, line, era)?;
        let recorder = if open { self.look.name_for(r, &line.recorder, true)? } else { String::new() };
        let words = line.words.as_deref().filter(|_| open || line.published).unwrap_or("");
        let (Some((indicator, item)), Some((unit, _))) = (self.facets.get(&line.indicator), self.here.eras.get(&era)) else {
            return Err(Fault::Missing);
        };
        self.file.row(&[
            Cell::Whole(line.position),
            Cell::Text(&item.name),
            Cell::Text(&indicator.name),
            Cell::Milli(line.quantity, decimals(indicator)),
            Cell::Text(&indicator.measure),
            Cell::Text(&line.unit),
            Cell::Text(unit),
            Cell::Text(&line.day),
            Cell::Text(&line.place),
            Cell::Text(&recorder),
            Cell::Text(words),
        ])
    }

    /// Whether the reader sees the names and words of a line, as `powers` decides.
    fn opens(&mut self, r: &mut Read, line: &Line, era: usize) -> Result<bool, Fault> {
        let Some(reader) = &self.reader else { return Ok(false) };
        if line.is_of(&reader.id) {
            return Ok(true);
        }
        let Some((_, opened)) = self.here.eras.get_mut(&era) else { return Ok(false) };
        if let Some(open) = opened.get(&line.indicator) {
            return Ok(*open);
        }
        let open = sees_by_role(r, reader, &line.indicator, &line.unit, &line.day)?;
        opened.insert(line.indicator.clone(), open);
        Ok(open)
    }
}
