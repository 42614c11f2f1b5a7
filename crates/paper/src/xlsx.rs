//! Spreadsheets (XLSX): rows that are written as they come, in constant memory, and forms to be filled in.
mod form;

pub use form::{Choice, Form};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use std::io::{Seek, Write};

/// One value of a row. Text stays text whatever it begins with: it never becomes a formula or a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<'a> {
    Text(&'a str),
    Whole(i64),
    /// A quantity in thousandths, shown with so many decimals.
    Milli(i64, u8),
    Empty,
}

/// What a spreadsheet cannot hold, or a temporary file that cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("the spreadsheet cannot be written: {0}")]
pub struct Unwritten(#[from] XlsxError);

/// The most characters a cell may hold; what is longer is cut.
const TEXT_MOST: usize = 32_767;

/// One sheet under a header row, written row by row into a temporary file: memory does not grow with it.
pub struct Sheet {
    book: Workbook,
    /// One for each number of decimals from none to three.
    formats: [Format; 4],
    next: u32,
}

impl Sheet {
    /// A sheet of this name with its header and the widths of its columns in characters (a default where there is none).
    /// # Errors
    /// When the temporary file cannot be made.
    pub fn new(name: &str, header: &[&str], widths: &[u8]) -> Result<Self, Unwritten> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet_with_constant_memory()?;
        sheet.set_name(sheet_name(name))?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, width) in (0u16..).zip(widths) {
            sheet.set_column_width(column, f64::from(*width))?;
        }
        let bold = Format::new().set_bold();
        for (column, title) in (0u16..).zip(header) {
            sheet.write_string_with_format(0, column, *title, &bold)?;
        }
        let formats = ["0", "0.0", "0.00", "0.000"].map(|pattern| Format::new().set_num_format(pattern));
        Ok(Self { book, formats, next: 1 })
    }

    /// # Errors
    /// When the sheet is full (1,048,576 rows) or the temporary file cannot be written.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Unwritten> {
        let sheet = self.book.worksheet_from_index(0)?;
        for (column, cell) in (0u16..).zip(cells) {
            put(sheet, self.next, column, *cell, &self.formats)?;
        }
        self.next += 1;
        Ok(())
    }

    /// # Errors
    /// When it cannot be put together.
    pub fn bytes(mut self) -> Result<Vec<u8>, Unwritten> {
        Ok(self.book.save_to_buffer()?)
    }

    /// Writes the finished file, for a writer that is a file itself.
    /// # Errors
    /// When it cannot be put together or written.
    pub fn write_to(mut self, out: impl Write + Seek + Send) -> Result<(), Unwritten> {
        Ok(self.book.save_to_writer(out)?)
    }
}

fn put(sheet: &mut Worksheet, row: u32, column: u16, cell: Cell<'_>, formats: &[Format; 4]) -> Result<(), XlsxError> {
    match cell {
        Cell::Text("") | Cell::Empty => {}
        Cell::Text(text) => {
            sheet.write_string(row, column, fitting(text))?;
        }
        // A sheet knows only floating point; up to 2^53 it holds every whole number.
        #[allow(clippy::cast_precision_loss)]
        Cell::Whole(number) => {
            sheet.write_number(row, column, number as f64)?;
        }
        #[allow(clippy::cast_precision_loss)]
        Cell::Milli(milli, decimals) => {
            sheet.write_number_with_format(row, column, milli as f64 / 1000.0, &formats[usize::from(decimals.min(3))])?;
        }
    }
    Ok(())
}

fn fitting(text: &str) -> &str {
    text.char_indices().nth(TEXT_MOST).map_or(text, |(at, _)| &text[..at])
}

/// A name that a sheet may have: 31 characters, without those that mean something in references.
fn sheet_name(name: &str) -> String {
    let kept: String = name.chars().filter(|c| !"[]:*?/\\'".contains(*c) && !c.is_control()).take(31).collect();
    if kept.trim().is_empty() { "Sheet".into() } else { kept }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Sheet};
    use calamine::{Data, Reader, Xlsx};
    use std::io::Cursor;

    #[test]
    fn what_looks_like_a_formula_stays_text() {
        let mut sheet = Sheet::new("实事/一", &["单位", "数量", "说明"], &[10, 8]).unwrap();
        sheet.row(&[Cell::Text("=1+2"), Cell::Milli(1500, 1), Cell::Text("https://example.org")]).unwrap();
        sheet.row(&[Cell::Text("+86"), Cell::Whole(7), Cell::Empty]).unwrap();
        let mut book = Xlsx::new(Cursor::new(sheet.bytes().unwrap())).unwrap();
        assert_eq!(book.sheet_names(), ["实事一"]);
        let range = book.worksheet_range("实事一").unwrap();
        let row = |n: usize| range.rows().nth(n).unwrap().to_vec();
        assert_eq!(row(1), [Data::String("=1+2".into()), Data::Float(1.5), Data::String("https://example.org".into())]);
        assert_eq!(row(2)[..2], [Data::String("+86".into()), Data::Float(7.0)]);
        assert!(book.worksheet_formula("实事一").unwrap().is_empty());
    }

    #[test]
    fn a_hundred_thousand_rows_are_written_row_by_row() {
        #[allow(clippy::disallowed_methods)]
        let begun = std::time::Instant::now();
        let mut sheet = Sheet::new("records", &["no"; 12], &[]).unwrap();
        for n in 0..100_000i64 {
            let text = format!("第{n}号，G207路段");
            let (a, b) = (Cell::Text(&text), Cell::Text("2017-03-18"));
            sheet.row(&[Cell::Whole(n), a, b, b, Cell::Milli(n * 100, 1), b, a, b, b, b, b, b]).unwrap();
        }
        let bytes = sheet.bytes().unwrap();
        println!("100,000 rows: {} bytes, {:?}", bytes.len(), begun.elapsed());
        assert_eq!(&bytes[..2], b"PK");
    }
}
