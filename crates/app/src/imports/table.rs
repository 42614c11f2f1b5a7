//! A CSV file as rows that remember their line.
use crate::web::Fault;
use csv::{ReaderBuilder, StringRecord, Trim};

/// The most rows below the header that one file may hold, a text or a sheet. A row of a household takes about a kilobyte while it is read
/// and a check holds all of them; half a million leave room on a server of 4 GB.
pub const ROWS_MOST: usize = 500_000;

/// Rows of another width than the header that are named at once.
const WIDE_NAMED: usize = 20;

/// A file that was read: every row has as many fields as the header.
pub struct Table {
    header: Vec<String>,
    rows: Vec<(u64, StringRecord)>,
}

/// One row, asked by column.
#[derive(Clone, Copy)]
pub struct Line<'a> {
    pub number: u64,
    header: &'a [String],
    fields: &'a StringRecord,
}

impl Table {
    /// # Errors
    /// `Invalid` when it is not UTF-8, not CSV, too long, or its header is not one of `columns` with all of `needed`.
    pub fn read(bytes: &[u8], columns: &[&str], needed: &[&str]) -> Result<Self, Fault> {
        let text =
            std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)).map_err(|_| Fault::invalid("file", "need.utf8"))?;
        let mut reader = ReaderBuilder::new().flexible(true).trim(Trim::All).from_reader(text.as_bytes());
        let csv = |e: csv::Error| Fault::says("file", "need.csv", &[("what", &e)]);
        let called = |title: &str| {
            // As a page says it: 编号（code）.
            let name = super::pattern::code(title).to_lowercase();
            let known = columns.contains(&name.as_str());
            let column = if known { None } else { super::pattern::column(title).filter(|column| columns.contains(column)) };
            column.map_or(if known { name } else { title.to_lowercase() }, ToOwned::to_owned)
        };
        let header: Vec<String> = reader.headers().map_err(csv)?.iter().map(called).collect();
        if let Some(stranger) = header.iter().find(|h| !columns.contains(&h.as_str())) {
            return Err(Fault::says("file", "need.column_known", &[("column", stranger), ("columns", &columns.join(", "))]));
        }
        if let Some(missing) = needed.iter().find(|n| !header.iter().any(|h| h == *n)) {
            return Err(Fault::says("file", "need.column", &[("column", missing), ("columns", &columns.join(", "))]));
        }
        let (mut rows, mut wide) = (Vec::new(), Vec::new());
        for record in reader.records() {
            let record = record.map_err(csv)?;
            let number = record.position().map_or(0, |at| line(text, at));
            // What is empty beyond the header is nothing.
            if record.len() < header.len() || record.iter().skip(header.len()).any(|cell| !cell.is_empty()) {
                wide.push(number);
            }
            rows.push((number, record));
            if rows.len() > ROWS_MOST {
                return Err(Fault::says("file", "need.fewer_rows", &[("most", &ROWS_MOST)]));
            }
        }
        if !wide.is_empty() {
            let lines = wide.iter().take(WIDE_NAMED).map(ToString::to_string).collect::<Vec<_>>().join(" · ");
            return Err(Fault::says("file", "need.row_wider", &[("lines", &lines), ("columns", &header.len())]));
        }
        if rows.is_empty() {
            return Err(Fault::invalid("file", "need.rows"));
        }
        Ok(Self { header, rows })
    }

    pub fn columns(&self) -> &[String] {
        &self.header
    }
    pub fn len(&self) -> usize {
        self.rows.len()
    }
    pub fn line(&self, n: usize) -> Line<'_> {
        let (number, fields) = &self.rows[n];
        Line { number: *number, header: &self.header, fields }
    }
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        (0..self.len()).map(|n| self.line(n))
    }
}

/// The line a record begins on: the reader's position lies before the empty lines it then skips.
fn line(text: &str, at: &csv::Position) -> u64 {
    let rest = usize::try_from(at.byte()).ok().and_then(|byte| text.get(byte..)).unwrap_or("");
    at.line() + rest.bytes().take_while(|b| matches!(b, b'\r' | b'\n')).filter(|b| *b == b'\n').count() as u64
}

impl<'a> Line<'a> {
    /// The field of a column; empty where the file has no such column.
    pub fn get(&self, column: &str) -> &'a str {
        self.header.iter().position(|h| h == column).and_then(|n| self.fields.get(n)).unwrap_or("")
    }
    pub fn text(&self, column: &str) -> String {
        self.get(column).to_owned()
    }
    /// The fields with another text in one column; none where the file has no such column.
    pub fn with(&self, column: &str, text: &str) -> Option<StringRecord> {
        let at = self.header.iter().position(|h| h == column)?;
        Some(self.fields.iter().enumerate().map(|(n, field)| if n == at { text } else { field }).collect())
    }
    /// The row with other fields.
    pub fn of<'b>(&self, fields: &'b StringRecord) -> Line<'b>
    where
        'a: 'b,
    {
        Line { fields, ..*self }
    }
    /// A whole number; 0 when the field is empty.
    /// # Errors
    /// `Invalid` for anything else.
    pub fn whole(&self, column: &'static str) -> Result<i64, Fault> {
        let text = self.get(column);
        if text.is_empty() { Ok(0) } else { text.parse().map_err(|_| Fault::says(column, "need.whole", &[("text", &text)])) }
    }
    pub fn fields(&self) -> Vec<String> {
        self.fields.iter().map(ToOwned::to_owned).collect()
    }
    /// The row as it came, its fields apart by a character no field holds.
    pub fn raw(&self) -> String {
        self.fields.iter().collect::<Vec<_>>().join("\u{1f}")
    }
}

#[cfg(test)]
mod tests {
    use super::Table;
    use crate::web::Fault;

    #[test]
    fn a_byte_order_mark_is_tolerated_and_another_encoding_is_named() {
        let table = Table::read(b"\xEF\xBB\xBFcode,name\n1, A \n\n2,\"B,\nC\"\n3,D\n", &["code", "name"], &["code"]).unwrap();
        let read: Vec<_> = table.lines().map(|l| (l.number, l.get("code"), l.get("name"))).collect();
        assert_eq!(read, [(2, "1", "A"), (4, "2", "B,\nC"), (6, "3", "D")]);
        assert!(Table::read(b"code\n\xD6\xDC", &["code"], &[]).is_err());
        assert!(Table::read(b"code,shoe\n", &["code"], &[]).is_err());
        assert!(Table::read(b"name\n", &["code", "name"], &["code"]).is_err());
        assert!(Table::read(b"code,name\n2,two,,\n", &["code", "name"], &["code"]).is_ok(), "what is empty beyond the header is nothing");
        let wide = Table::read(b"code,name\n1,one,more\n2,two\n3\n", &["code", "name"], &["code"]);
        assert!(matches!(wide, Err(Fault::Invalid { key: "need.row_wider", ref gaps, .. }) if gaps[0].1 == "2 · 4"));
    }
}
