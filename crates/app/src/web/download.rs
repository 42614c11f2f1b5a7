//! A list as a file to keep: CSV or XLSX, the same rows, nothing in it that a spreadsheet would run.
use super::format::quantity;
use super::{Answer, Fault};
use axum::http::header;
use axum::response::IntoResponse;
use paper::xlsx::{Cell, Sheet};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Csv,
    Xlsx,
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
