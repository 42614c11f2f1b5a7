//! The document that is handed out, and the year's list of readings of minors.
use crate::web::download::Columns;
use crate::web::layout::{Link, Shell};
use crate::web::words::Words;
use askama::Template;
use paper::xlsx::Cell;

/// Some rows under a heading; `name` is the same in every language.
#[derive(Debug, Clone)]
pub struct Part {
    pub name: &'static str,
    pub title: String,
    /// Label and value.
    pub rows: Vec<(String, String)>,
}

impl Part {
    pub fn new(w: &Words, name: &'static str, title: &str, rows: Vec<(String, String)>) -> Self {
        Self { name, title: w.t(title).to_owned(), rows: Self::filled(rows) }
    }
    pub fn filled(rows: Vec<(String, String)>) -> Vec<(String, String)> {
        rows.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }
}

/// GET /hand-outs/{id}
#[derive(Template)]
#[template(path = "handed/document.html")]
pub struct DocumentPage {
    pub shell: Shell,
    pub back: Link,
    /// Whose file.
    pub whose: String,
    /// To whom, in words.
    pub to: String,
    pub by: String,
    /// A local instant.
    pub at: String,
    pub parts: Vec<Part>,
    /// The same as data.
    pub data: String,
}

/// GET /minors?year=
#[derive(Template)]
#[template(path = "handed/minors.html")]
pub struct MinorsPage {
    pub shell: Shell,
    pub year: String,
    pub rows: Vec<MinorRow>,
    pub next: Option<String>,
    pub files: Vec<String>,
    /// Who looked at the list of this year or took it away, masked, with a code, and on which local day.
    pub seen: Vec<(String, String, String)>,
}

/// Somebody read a file in which a minor's data stands. Nobody is named.
#[derive(Debug, Clone)]
pub struct MinorRow {
    /// A local ISO day.
    pub day: String,
    /// The household's code, or which line of a roster.
    pub household: String,
    /// Which member, in words.
    pub member: String,
    /// Under fourteen, under eighteen, or not known.
    pub age: String,
    pub unit: String,
    pub reader: String,
    pub code: String,
    pub reader_unit: String,
    pub times: i64,
}

impl MinorsPage {
    fn told(&self) -> String {
        self.shell.tell(self.shell.t("minors.title")).say(&self.year).rows(&self.rows).end()
    }
}

impl Columns for MinorRow {
    const COLUMNS: &'static [&'static str] = &[
        "households.day",
        "minors.file",
        "minors.member",
        "minors.age",
        "deed.unit",
        "readings.reader",
        "readings.reader_code",
        "readings.reader_unit",
        "readings.times",
    ];
    fn cells<'a>(&'a self, _: &'a Words) -> Vec<Cell<'a>> {
        let text = [&self.day, &self.household, &self.member, &self.age, &self.unit, &self.reader, &self.code, &self.reader_unit];
        text.into_iter().map(|text| Cell::Text(text)).chain([Cell::Whole(self.times)]).collect()
    }
}
