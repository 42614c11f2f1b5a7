//! A spreadsheet (XLSX) as the CSV text it would be saved as: its first sheet, a row a line, so that both ways of bringing a table
//! are one from here on.
use crate::web::Fault;
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, Xlsx};
use std::io::Cursor;

/// The most a file may unfold to, in bytes: a small archive can hold an endless one.
const UNFOLDED_MOST: u64 = 512 * 1024 * 1024;
const COLUMNS_MOST: u32 = 200;
const ROWS_MOST: u32 = 210_000;
/// The most characters of the whole table.
const TEXT_MOST: usize = 64 * 1024 * 1024;

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
    let (mut rows, mut size): (Vec<Vec<String>>, usize) = (Vec::new(), 0);
    while let Some(cell) = cells.next_cell().map_err(unread)? {
        let text = text_of(cell.get_value());
        let (row, column) = cell.get_position();
        if text.is_empty() {
            continue;
        }
        size += text.len();
        if row >= ROWS_MOST || column >= COLUMNS_MOST || size > TEXT_MOST {
            return Err(Fault::says("file", "need.fewer_rows", &[("most", &200_000)]));
        }
        put(&mut rows, row as usize, column as usize, text);
    }
    written(&rows)
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

fn put(rows: &mut Vec<Vec<String>>, row: usize, column: usize, text: String) {
    if rows.len() <= row {
        rows.resize_with(row + 1, Vec::new);
    }
    let fields = &mut rows[row];
    if fields.len() <= column {
        fields.resize_with(column + 1, String::new);
    }
    fields[column] = text;
}

/// Every row as wide as the header, or as wide as it is where it holds more; rows without a cell stay empty lines.
fn written(rows: &[Vec<String>]) -> Result<String, Fault> {
    let width = rows.iter().find(|row| !row.is_empty()).map_or(0, Vec::len);
    let mut out = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let mut text = Vec::new();
    for row in rows {
        if !row.is_empty() {
            let gaps = std::iter::repeat_n("", width.saturating_sub(row.len()));
            out.write_record(row.iter().map(String::as_str).chain(gaps)).map_err(unread)?;
        }
        let line = out.into_inner().map_err(unread)?;
        text.extend_from_slice(if line.is_empty() { b"\n" } else { &line });
        out = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    }
    String::from_utf8(text).map_err(unread)
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
    use super::{csv_of, is_spreadsheet};
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
