//! A figure opened: what it counts, how far to trust it, its parts, its records, its proof.

use askama::Template;

use crate::web::deed_line::DeedLine;
use crate::web::html::Html;
use crate::web::layout::{Fig, Link, Shell};

/// GET /figures/{id}
#[derive(Template)]
#[template(path = "figures/figure.html")]
pub struct FigurePage {
    pub shell: Shell,
    /// What this figure is a part of.
    pub up: Option<Link>,
    pub value: Fig,
    /// What it counts, in words.
    pub sentence: String,
    pub waiting: Option<Fig>,
    /// Over time, as a drawing; empty where there is nothing to compare.
    pub bars: Html,
    /// First and last day of the question.
    pub days: (String, String),
    /// The time just before, as long.
    pub before: Option<Fig>,
    pub quality: Vec<Quality>,
    pub parts: Vec<Part>,
    /// Parts are units (true) or days.
    pub parts_are_units: bool,
    pub records: Option<String>,
    pub proof: Option<Proof>,
    /// The figure as plain text with its date and address, for a chat.
    pub paragraph: String,
}

pub enum Quality {
    /// Received more than three days after the deed's day.
    Late(Fig),
    /// Changed after the campaign's last day.
    Edited(Fig),
    /// Nothing late, nothing changed.
    InTime,
    NotSpotChecked,
}

pub struct Part {
    pub label: String,
    pub value: Fig,
    /// First and last local ISO day of its records.
    pub days: Option<(String, String)>,
}

/// The checkpoint the figure stands under.
pub struct Proof {
    /// Leaves under the checkpoint.
    pub size: i64,
    /// Local instant.
    pub at: String,
    /// Hexadecimal root; shown shortened.
    pub root: String,
    /// The same as data, for a stranger's own check.
    pub data: Option<String>,
}

impl Proof {
    fn short(&self) -> &str {
        self.root.get(..16).unwrap_or(&self.root)
    }
}

/// GET /figures/{id}/records
#[derive(Template)]
#[template(path = "figures/records.html")]
pub struct RecordsPage {
    pub shell: Shell,
    /// The figure these records make.
    pub up: Link,
    pub total: Fig,
    /// How many records there are in all.
    pub count: Option<Fig>,
    pub sentence: String,
    pub rows: Vec<DeedLine>,
    pub first: Option<String>,
    pub next: Option<String>,
    /// The same list as files, masked for its reader: CSV, XLSX.
    pub files: Vec<String>,
}

/// GET /campaigns/{id}/board
#[derive(Template)]
#[template(path = "figures/board.html")]
pub struct BoardPage {
    pub shell: Shell,
    pub back: Link,
    /// Name and unit of measure of each indicator.
    pub columns: Vec<(String, String)>,
    pub rows: Vec<BoardRow>,
    /// The campaign's whole, an indicator each.
    pub totals: Vec<Fig>,
    pub files: Vec<String>,
    pub action: String,
    /// Local ISO days.
    pub from: String,
    pub to: String,
}

pub struct BoardRow {
    pub unit: Link,
    pub cells: Vec<Fig>,
}
