//! A spreadsheet (XLSX) as the CSV text it would be saved as: its first sheet, a row a line, so that both ways of bringing a table
//! are one from here on.
use super::table::ROWS_MOST;
use crate::web::Fault;
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, Xlsx};
use std::io::Cursor;

/// The most a file may unfold to, in bytes: a small archive can hold an endless one.
const UNFOLDED_MOST: u64 = 1024 * 1024 * 1024;
const COLUMNS_MOST: usize = 200;
/// The most characters of the whole table: rows as they are read hold some fifteen times as much.
const TEXT_MOST: usize = 128 * 1024 * 1024;

/// Whether these bytes are an archive, as every XLSX is.
pub fn is_spreadsheet(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// The first sheet as CSV: dates as ISO days, numbers as they read, formulas as their results, line breaks in cells as spaces.
/// Line n is the sheet's row n.
/// # Errors
/// `Invalid` when it cannot be read or is too large.
pub fn csv_of(bytes: &[u8]) -> Result<String, Fault> {
    check_size(bytes)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(unread)?;
    let sheets = book.sheets_metadata().iter();
    let name = sheets.filter(|s| s.typ == SheetType::WorkSheet).map(|s| s.name.clone()).next().ok_or_else(|| unread("no sheet"))?;
    let mut cells = book.worksheet_cells_reader(&name).map_err(unread)?;
    let mut text = Written::default();
    while let Some(cell) = cells.next_cell().map_err(unread)? {
        let value = text_of(cell.get_value());
        if !value.is_empty() {
            let (row, column) = cell.get_position();
            text.put(row as usize, column as usize, value)?;
        }
    }
    text.end()
}

/// The same table with a column before the others that holds one value in every row; as it is where it has that column.
/// # Errors
/// `Invalid` when it is no table.
pub fn with_column(text: &str, column: &str, value: &str) -> Result<String, Fault> {
    let csv = |e: csv::Error| Fault::says("file", "need.csv", &[("what", &e)]);
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let (mut out, mut header) = (csv::WriterBuilder::new().flexible(true).from_writer(Vec::new()), true);
    for record in reader.records() {
        let record = record.map_err(csv)?;
        if header
            && record.iter().any(|title| title.trim().eq_ignore_ascii_case(column) || super::pattern::column(title.trim()) == Some(column))
        {
            return Ok(text.to_owned());
        }
        out.write_record([if header { column } else { value }].into_iter().chain(&record)).map_err(csv)?;
        header = false;
    }
    String::from_utf8(out.into_inner().map_err(|e| unread(e.error()))?).map_err(unread)
}

/// The table as it grows: one row is held as fields, what is above it is text. Every row is as wide as the header, or as wide as it is where it
/// holds more; rows without a cell stay empty lines.
#[derive(Default)]
struct Written {
    text: Vec<u8>,
    /// Of the first row that holds anything.
    width: usize,
    row: usize,
    fields: Vec<String>,
}

impl Written {
    fn put(&mut self, row: usize, column: usize, value: String) -> Result<(), Fault> {
        if row < self.row {
            return Err(unread("rows out of order"));
        }
        if row > ROWS_MOST || column >= COLUMNS_MOST || self.text.len() > TEXT_MOST {
            return Err(Fault::says("file", "need.fewer_rows", &[("most", &ROWS_MOST)]));
        }
        while self.row < row {
            self.line()?;
        }
        if self.fields.len() <= column {
            self.fields.resize_with(column + 1, String::new);
        }
        self.fields[column] = value;
        Ok(())
    }

    fn line(&mut self) -> Result<(), Fault> {
        let fields = std::mem::take(&mut self.fields);
        self.row += 1;
        if fields.is_empty() {
            self.text.push(b'\n');
            return Ok(());
        }
        self.width = if self.width == 0 { fields.len() } else { self.width };
        let mut out = csv::WriterBuilder::new().flexible(true).from_writer(&mut self.text);
        let gaps = std::iter::repeat_n("", self.width.saturating_sub(fields.len()));
        out.write_record(fields.iter().map(String::as_str).chain(gaps)).map_err(unread)?;
        out.flush().map_err(unread)
    }

    fn end(mut self) -> Result<String, Fault> {
        if !self.fields.is_empty() {
            self.line()?;
        }
        String::from_utf8(self.text).map_err(unread)
    }
}

fn text_of(value: &DataRef<'_>) -> String {
    let text = match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.as_str(),
        DataRef::SharedString(text) => text,
        DataRef::Int(number) => return number.to_string(),
        DataRef::Float(number) => return decimal(*number),
        DataRef::Bool(yes) => return u8::from(*yes).to_string(),
        DataRef::DateTime(at) => return day_or_time(at),
        // An error of the sheet's own stays visible as what it is: the row is then refused, and named.
        DataRef::Error(error) => return error.to_string(),
        DataRef::Empty => return String::new(),
    };
    let text = text.strip_suffix("T00:00:00").unwrap_or(text);
    text.split(['\r', '\n']).map(str::trim).filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Nine digits behind the point: 0.1 + 0.2 reads 0.3.
fn decimal(number: f64) -> String {
    let text = format!("{number:.9}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn day_or_time(at: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, _, _) = at.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}");
    if at.is_duration() || at.as_f64() < 1.0 {
        return time;
    }
    let day = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute) == (0, 0) { day } else { format!("{day} {time}") }
}

fn check_size(bytes: &[u8]) -> Result<(), Fault> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(unread)?;
    let mut size = 0_u64;
    for n in 0..archive.len() {
        size = size.saturating_add(archive.by_index_raw(n).map_err(unread)?.size());
    }
    if size > UNFOLDED_MOST { Err(Fault::TooLarge) } else { Ok(()) }
}

fn unread(what: impl std::fmt::Display) -> Fault {
    Fault::says("file", "need.sheet", &[("what", &what)])
}

#[cfg(test)]
mod tests {
    use super::{csv_of, is_spreadsheet, with_column};
    use paper::xlsx::{Cell, Sheet};

    #[test]
    fn a_sheet_is_the_table_it_would_be_saved_as() {
        let mut sheet = Sheet::new("人员", &["code", "name", "rank", "skills"], &[]).unwrap();
        sheet.row(&[Cell::Whole(140_525), Cell::Text("张,三\n四"), Cell::Milli(300, 1)]).unwrap();
        sheet.row(&[]).unwrap();
        sheet.row(&[Cell::Text("007"), Cell::Empty, Cell::Empty, Cell::Text("=x")]).unwrap();
        let bytes = sheet.bytes().unwrap();
        assert!(is_spreadsheet(&bytes));
        assert_eq!(csv_of(&bytes).unwrap(), "code,name,rank,skills\n140525,\"张,三 四\",0.3,\n\n007,,,=x\n");
        assert!(csv_of(b"PK\x03\x04 but nothing more").is_err());
    }

    #[test]
    fn as_many_rows_are_taken_as_of_a_text_and_above_that_a_sentence_says_so() {
        use super::Written;
        let mut text = Written::default();
        let mut put = |row: usize| text.put(row, 0, "x".to_owned());
        assert!(put(0).is_ok() && put(350_000).is_ok() && put(super::ROWS_MOST).is_ok());
        let fault = put(super::ROWS_MOST + 1).unwrap_err();
        let w = crate::web::words::Words::new(crate::web::words::Lang::En, "county-cn");
        assert_eq!(fault.sentence(&w), "The file holds more than 500000 rows. Divide it and import the parts.");
        assert!(put(3).is_err(), "a row above one that was read");
        assert_eq!(text.end().unwrap().lines().count(), super::ROWS_MOST + 1, "the header and all rows");
    }

    #[test]
    fn a_column_is_put_before_the_others_unless_it_is_there() {
        assert_eq!(with_column("\u{feff}name,unit\n甲,\"a,b\"\n", "roster", "17").unwrap(), "roster,name,unit\n17,甲,\"a,b\"\n");
        for there in ["Roster,name\n3,甲\n", "名称,名册编号\n甲,3\n"] {
            assert_eq!(with_column(there, "roster", "17").unwrap(), there);
        }
        assert_eq!(with_column("", "roster", "17").unwrap(), "");
    }

    #[test]
    fn dates_become_days_and_formulas_their_results() {
        use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let day = ExcelDateTime::from_ymd(2017, 3, 18).unwrap();
        sheet.write_with_format(0, 0, day, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
        sheet.write_formula(0, 1, Formula::new("=1+0.5").set_result("1.5")).unwrap();
        let time = ExcelDateTime::from_hms(8, 10, 0).unwrap();
        sheet.write_with_format(0, 2, time, &Format::new().set_num_format("hh:mm")).unwrap();
        assert_eq!(csv_of(&book.save_to_buffer().unwrap()).unwrap(), "2017-03-18,1.5,08:10\n");
    }
}
