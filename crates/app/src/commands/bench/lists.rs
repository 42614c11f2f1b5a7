//! What is measured of lists: the board, pages of records, distinct people, files to take home.
use super::child::Server;
use super::http::Http;
use super::town::{COUNTY, INDICATORS, Town, WIDE_CAMPAIGN, township};
use super::{now, percentile, round};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct Lists {
    /// Sixty units by forty items, another period each time; the first reads the sums of all days.
    pub board_first_ms: f64,
    pub board_p50_ms: f64,
    pub board_p99_ms: f64,
    /// Fifty records behind a place anywhere in the list.
    pub list_p50_ms: f64,
    pub list_p99_ms: f64,
    /// The figure of distinct people of the county with all its parts: asked first, and again.
    pub distinct_cold_ms: f64,
    pub distinct_again_ms: f64,
    pub file_rows: usize,
    pub csv_ms: f64,
    pub xlsx_ms: f64,
    /// What the server held more of its own after the XLSX than before.
    pub xlsx_more_mb: f64,
}

pub const ASKED: usize = 200;
/// Rows of a file, about.
const ROWS: usize = 100_000;

impl Lists {
    pub fn measure(server: &Server, town: &Town, deeds: usize) -> Result<Self, String> {
        let mut http = server.client(&town.tokens[0])?;
        let all: Vec<&str> = sorted_indicators();
        let records = format!("/api/v1/figures/deeds.{}.{COUNTY}.20170301-20170331.received/records", all.join("~"));
        let place = |n: usize| {
            let unit = &town.people[n * 37 % town.people.len()].unit;
            format!("{records}?limit=50&after={unit},{}", n * deeds / ASKED)
        };
        let persons = format!("/api/v1/figures/persons.{}.{COUNTY}.20170301-20170331.received", all.join("~"));
        let board_first_ms = ask(&mut http, &board(3))?;
        let (board_p50_ms, board_p99_ms) = times(&mut http, board)?;
        let (list_p50_ms, list_p99_ms) = times(&mut http, place)?;
        let (distinct_cold_ms, distinct_again_ms) = (ask(&mut http, &persons)?, ask(&mut http, &persons)?);
        // A twelfth of all deeds is of one indicator: as many of them as make the rows wanted, or of one of them some townships, each a nineteenth.
        let some = (ROWS * 12).div_ceil(deeds.max(1)).clamp(1, INDICATORS.len());
        let townships = (ROWS * 12 * 19 / deeds.max(1)).max(1);
        let (places, rows) = match townships {
            18.. => (COUNTY.to_owned(), deeds * some / 12),
            _ => ((0..townships).map(township).collect::<Vec<_>>().join("~"), deeds * townships / 12 / 19),
        };
        let file = format!("/figures/deeds.{}.{places}.20170301-20170331.received/records", all[..some].join("~"));
        let csv_ms = ask(&mut http, &format!("{file}.csv"))?;
        let before = server.own_mb()?;
        let xlsx_ms = ask(&mut http, &format!("{file}.xlsx"))?;
        Ok(Self {
            board_first_ms,
            board_p50_ms,
            board_p99_ms,
            list_p50_ms,
            list_p99_ms,
            distinct_cold_ms,
            distinct_again_ms,
            file_rows: rows,
            csv_ms,
            xlsx_ms,
            xlsx_more_mb: round(server.own_mb()? - before),
        })
    }
}

/// The board of the n-th period.
pub fn board(n: usize) -> String {
    let (from, to) = (1 + n % 15, 16 + n / 15 % 16);
    format!("/api/v1/campaigns/{WIDE_CAMPAIGN}/board?from=2017-03-{from:02}&to=2017-03-{to:02}")
}

fn sorted_indicators() -> Vec<&'static str> {
    let mut all: Vec<&str> = INDICATORS.iter().map(|(id, _)| *id).collect();
    all.sort_unstable();
    all
}

fn ask(http: &mut Http, path: &str) -> Result<f64, String> {
    ask_in(http, path).map(|micros| round(f64::from(micros) / 1000.0))
}

/// How many microseconds a page took.
pub fn ask_in(http: &mut Http, path: &str) -> Result<u32, String> {
    let began = now();
    let status = http.get(path).map_err(|e| e.to_string())?;
    if status != 200 {
        return Err(format!("{path} answers {status}"));
    }
    Ok(u32::try_from(began.elapsed().as_micros()).unwrap_or(u32::MAX))
}

fn times(http: &mut Http, path: impl Fn(usize) -> String) -> Result<(f64, f64), String> {
    let micros = times_of(http, ASKED, path)?;
    Ok((percentile(&micros, 0.5), percentile(&micros, 0.99)))
}

/// Microseconds of so many pages, the quickest first.
pub fn times_of(http: &mut Http, count: usize, path: impl Fn(usize) -> String) -> Result<Vec<u32>, String> {
    let mut micros = Vec::with_capacity(count);
    for n in 0..count {
        micros.push(ask_in(http, &path(n))?);
    }
    micros.sort_unstable();
    Ok(micros)
}
