//! A list as a file to keep: CSV or XLSX, the same rows, nothing in it that a spreadsheet would run.
use super::deed_line::DeedLine;
use super::format::quantity;
use super::words::Words;
use super::{Answer, App, Fault};
use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use axum::response::IntoResponse;
use paper::xlsx::{Cell, Sheet};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Csv,
    Xlsx,
}

/// As the path asked for ends.
impl FromRequestParts<App> for Kind {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Fault> {
        let path = parts.uri.path();
        if path.ends_with(".xlsx") { Ok(Kind::Xlsx) } else { path.ends_with(".csv").then_some(Kind::Csv).ok_or(Fault::Missing) }
    }
}

/// A row of a list. The list says its columns once: what is on the page, in the file and told to a chat is made of the same.
pub trait Columns {
    /// By the keys of their names.
    const COLUMNS: &'static [&'static str];
    fn cells<'a>(&'a self, w: &'a Words) -> Vec<Cell<'a>>;
}

/// A whole list as a file: `page` gives the rows behind a key and where it goes on, with the reader's leave, as it does for the page.
/// # Errors
/// What `page` returns, and when there is no room for the file.
pub fn list<T: Columns, K>(
    kind: Kind,
    w: &Words,
    title: &str,
    first: K,
    mut page: impl FnMut(&K) -> Result<(Vec<T>, Option<K>), Fault>,
) -> Result<Download, Fault> {
    let mut file = Download::new(kind, title, &T::COLUMNS.iter().map(|key| w.t(key)).collect::<Vec<_>>())?;
    let mut next = Some(first);
    while let Some(key) = next {
        let (rows, after) = page(&key)?;
        for row in &rows {
            file.row(&row.cells(w))?;
        }
        next = after;
    }
    Ok(file)
}

/// The same list as CSV and as XLSX: `path` with what the list is narrowed to.
pub fn files(path: &str, narrowed: &[(&str, &str)]) -> Vec<String> {
    let asked: Vec<String> =
        narrowed.iter().filter(|(_, v)| !v.is_empty()).map(|(n, v)| format!("{n}={}", super::html::query_value(v))).collect();
    let query = if asked.is_empty() { String::new() } else { format!("?{}", asked.join("&")) };
    ["csv", "xlsx"].map(|kind| format!("{path}.{kind}{query}")).to_vec()
}

/// The text of a shown number as a number; what is none stays text.
pub fn number(text: &str) -> Cell<'_> {
    let decimals = text.split_once('.').map_or(0, |(_, part)| part.len());
    let milli = crate::campaigns::file::milli(text.trim_start_matches('−')).zip(u8::try_from(decimals).ok());
    milli.map_or(Cell::Text(text), |(n, decimals)| Cell::Milli(if text.starts_with('−') { -n } else { n }, decimals))
}

impl Columns for DeedLine {
    const COLUMNS: &'static [&'static str] = &[
        "deed.position",
        "deed.item",
        "deed.quantity",
        "figures.measure",
        "deed.unit",
        "deed.day",
        "deed.place",
        "deed.recorder",
        "deed.words",
        "deed.state",
    ];
    fn cells<'a>(&'a self, w: &'a Words) -> Vec<Cell<'a>> {
        let text = [&self.measure, &self.unit, &self.day, &self.place, &self.who, &self.words].map(|text| Cell::Text(text));
        let state = self.state.map_or("", |state| state.word(w));
        [Cell::Whole(self.position), Cell::Text(&self.item), number(&self.quantity)]
            .into_iter()
            .chain(text)
            .chain([Cell::Text(state)])
            .collect()
    }
}

/// A file being written, row by row.
pub struct Download {
    /// Its name without the ending.
    name: String,
    to: To,
}

enum To {
    Csv(Box<csv::Writer<Vec<u8>>>),
    Xlsx(Box<Sheet>),
}

impl Download {
    /// # Errors
    /// When there is no room for it.
    pub fn new(kind: Kind, name: &str, header: &[&str]) -> Result<Self, Fault> {
        let to = match kind {
            Kind::Xlsx => To::Xlsx(Box::new(Sheet::new(name, header, &[]).map_err(unwritten)?)),
            Kind::Csv => {
                // With a byte order mark spreadsheets read it as what it is.
                let mut rows = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xEF\xBB\xBF".to_vec());
                rows.write_record(header).map_err(unwritten)?;
                To::Csv(Box::new(rows))
            }
        };
        Ok(Self { name: name.to_owned(), to })
    }

    /// # Errors
    /// When there is no room for it, or a sheet has no further row.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Fault> {
        match &mut self.to {
            To::Xlsx(sheet) => sheet.row(cells).map_err(unwritten),
            To::Csv(rows) => {
                for cell in cells {
                    match cell {
                        Cell::Text(text) if runs(text) => rows.write_field(format!("'{text}")),
                        Cell::Text(text) => rows.write_field(text),
                        Cell::Whole(number) => rows.write_field(number.to_string()),
                        Cell::Milli(milli, decimals) => rows.write_field(quantity(*milli, *decimals)),
                        Cell::Empty => rows.write_field(""),
                    }
                    .map_err(unwritten)?;
                }
                rows.write_record(None::<&[u8]>).map_err(unwritten)
            }
        }
    }

    /// # Errors
    /// When it cannot be put together.
    pub fn bytes(self) -> Result<Vec<u8>, Fault> {
        match self.to {
            To::Csv(rows) => rows.into_inner().map_err(|e| Fault::broken(e.to_string())),
            To::Xlsx(sheet) => sheet.bytes().map_err(unwritten),
        }
    }

    /// The file as an answer.
    /// # Errors
    /// When it cannot be put together.
    pub fn answer(self) -> Answer {
        let (kind, ending) = match self.to {
            To::Csv(_) => ("text/csv; charset=utf-8", "csv"),
            To::Xlsx(_) => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        };
        let name = super::html::query_value(&self.name);
        let headers = [
            (header::CONTENT_TYPE, kind.to_owned()),
            (header::CONTENT_DISPOSITION, format!("attachment; filename=\"list.{ending}\"; filename*=UTF-8''{name}.{ending}")),
            (header::CACHE_CONTROL, "private, no-store".to_owned()),
        ];
        Ok((headers, self.bytes()?).into_response())
    }
}

/// Whether a spreadsheet would take the text for a formula.
fn runs(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

fn unwritten(e: impl std::fmt::Display) -> Fault {
    Fault::broken(e.to_string())
}
