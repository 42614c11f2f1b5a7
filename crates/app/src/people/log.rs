//! Who read whose file: for the inspectors of the units that those people belong to. Names are masked, so that looking here opens
//! nobody's file and is not itself written down; the reader's code says whom to ask.
use super::pages::{LogPage, LogRow};
use super::{find, masked};
use crate::orgs;
use crate::powers::Power;
use crate::realm::{local, valid_day};
use crate::web::download::{self, Download, Kind};
use crate::web::html::query_value;
use crate::web::layout::Place;
use crate::web::words::Words;
use crate::web::{Answer, App, Cx, Fault};
use axum::Router;
use axum::extract::Query;
use axum::routing::get;
use ledger::{Read, Row, Value};

pub fn routes() -> Router<App> {
    Router::new().route("/readings", get(show)).route("/readings.csv", get(file)).route("/readings.xlsx", get(file))
}

/// What the list is narrowed to, and where it goes on.
#[derive(serde::Deserialize, Default, Clone)]
struct Asked {
    /// Inclusive local days; empty for all.
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    /// The unit of the person whose file was read, with those below it; empty for all.
    #[serde(default)]
    unit: String,
    /// `instant,id` of the last row of the page before.
    #[serde(default)]
    after: String,
}

/// A page of the list, and rows read at once for a file.
const PAGE: usize = 50;
const ROWS: usize = 2000;

/// One reading as its inspector sees it.
struct Seen {
    key: (String, String),
    row: LogRow,
}

/// What is asked, in instants.
struct Bounds {
    from: String,
    to: String,
}

impl Asked {
    fn bounds(&self, zone: &str) -> Result<Bounds, Fault> {
        let start = |field, day: &str, days: i64| -> Result<String, Fault> {
            let date = Some(day).filter(|day| valid_day(day)).and_then(|day| day.parse::<jiff::civil::Date>().ok());
            let date = date.ok_or(Fault::invalid(field, "need.day"))?.saturating_add(jiff::Span::new().days(days));
            let at = date.in_tz(zone).map_err(|e| Fault::broken(e.to_string()))?;
            Ok(ledger::stamp(at.timestamp().as_millisecond()))
        };
        Ok(Bounds {
            from: if self.from.is_empty() { String::new() } else { start("from", &self.from, 0)? },
            to: if self.to.is_empty() { "9999".to_owned() } else { start("to", &self.to, 1)? },
        })
    }
    fn address(&self, path: &str) -> String {
        format!("{path}?from={}&to={}&unit={}", query_value(&self.from), query_value(&self.to), query_value(&self.unit))
    }
    fn key(&self) -> (String, String) {
        self.after.split_once(',').map_or_else(|| ("9999".to_owned(), String::new()), |(at, id)| (at.to_owned(), id.to_owned()))
    }
}

fn rows(r: &mut Read, cx: &Cx, w: &Words, asked: &Asked, (at, id): &(String, String), limit: usize) -> Result<Vec<Seen>, Fault> {
    let (zone, today) = (cx.realm(r)?.zone, cx.today(r)?);
    let bounds = asked.bounds(&zone)?;
    let unit = asked.unit.trim();
    let with: [Value; 7] =
        [cx.person()?.into(), today.as_str().into(), bounds.from.into(), bounds.to.into(), at.into(), id.into(), unit.into()];
    let found = find::readings_below(r, &with, limit)?;
    found.iter().map(|row| seen(r, w, &zone, &today, row)).collect()
}

fn seen(r: &mut Read, w: &Words, zone: &str, today: &str, row: &Row) -> Result<Seen, Fault> {
    let name = |n| row.get::<Option<String>>(n).map(|name| name.map_or_else(|| w.t("erasure.erased").to_owned(), |name| masked(&name)));
    let mut unit = |n| -> Result<String, Fault> {
        let code = row.text(n)?;
        Ok(orgs::find::named(r, &code, today)?.map_or(code, |unit| unit.name))
    };
    let made_at = row.text(0)?;
    Ok(Seen {
        row: LogRow {
            at: local(zone, &made_at),
            reader: name(2)?,
            code: row.text(3)?,
            reader_unit: unit(4)?,
            person: match row.text(7)? {
                _ if row.int(9)? > 0 => w.f("needs.of_number", &[("n", &row.int(9)?)]),
                _ if row.int(10)? > 0 => w.f("rosters.of_number", &[("n", &row.int(10)?)]),
                code if code.is_empty() => name(5)?,
                code => w.f("households.file_of", &[("code", &code)]),
            },
            times: row.int(8)?,
            unit: unit(6)?,
        },
        key: (made_at, row.text(1)?),
    })
}

async fn show(cx: Cx, Query(asked): Query<Asked>) -> Answer {
    cx.page(move |r, cx| page(r, cx, &asked)).await
}

fn page(r: &mut Read, cx: &Cx, asked: &Asked) -> Result<LogPage, Fault> {
    cx.may(r, &Power::SeeReadings)?;
    let shell = cx.shell(r, Place::Other)?;
    let mut found = rows(r, cx, &shell.w, asked, &asked.key(), PAGE + 1)?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = found.last().filter(|_| more).map(|last| {
        let after = format!("{},{}", last.key.0, last.key.1);
        format!("{}&after={}", asked.address("/readings"), query_value(&after))
    });
    Ok(LogPage {
        from: asked.from.clone(),
        to: asked.to.clone(),
        unit: asked.unit.clone(),
        rows: found.into_iter().map(|seen| seen.row).collect(),
        next,
        files: ["/readings.csv", "/readings.xlsx"].map(|path| asked.address(path)).to_vec(),
        shell,
    })
}

async fn file(cx: Cx, kind: Kind, Query(asked): Query<Asked>) -> Answer {
    cx.read(move |r, cx| write(r, cx, &asked, kind)).await?.answer()
}

fn write(r: &mut Read, cx: &Cx, asked: &Asked, kind: Kind) -> Result<Download, Fault> {
    cx.may(r, &Power::SeeReadings)?;
    let w = cx.words(r)?;
    download::list(kind, &w, w.t("readings.title"), Asked::default().key(), |key| {
        let page = rows(r, cx, &w, asked, key, ROWS)?;
        let next = page.last().map(|last| last.key.clone());
        Ok((page.into_iter().map(|seen| seen.row).collect(), next))
    })
}
