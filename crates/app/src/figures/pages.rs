//! A figure opened: what it counts, how far to trust it, its parts, its records, its proof.

use askama::Template;

use crate::lots::told::Said;
use crate::web::deed_line::DeedLine;
use crate::web::download::{Columns, number};
use crate::web::format::day;
use crate::web::html::Html;
use crate::web::layout::{Fig, Link, Shell};
use crate::web::words::Words;
use paper::xlsx::Cell;

/// GET /figures/{id}
#[derive(Template)]
#[template(path = "figures/figure.html")]
pub struct FigurePage {
    pub shell: Shell,
    /// What this figure is a part of.
    pub up: Option<Link>,
    pub value: Fig,
    /// What it counts, in words.
    pub title: String,
    /// The same, its days as dates.
    pub sentence: Html,
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
    /// The parts as files.
    pub files: Vec<String>,
    pub proof: Option<Proof>,
}

impl FigurePage {
    fn verify(&self) -> String {
        let id = self.value.href.as_deref().unwrap_or("").trim_start_matches("/figures/");
        format!("/verify?q={id}")
    }
    fn told(&self) -> String {
        let told = self.shell.tell(&self.title).say(self.shell.plain(&self.value));
        let told = self.waiting.iter().fold(told, |told, waiting| told.figure("figures.waiting_long", waiting));
        let checked = self.quality.iter().filter_map(|line| if let Quality::SpotChecked(said) = line { Some(&said.plain) } else { None });
        let told = checked.fold(told, |told, said| told.say(said));
        let parts: Vec<[String; 2]> = self.parts.iter().map(|part| [part.name.clone(), self.shell.plain(&part.value)]).collect();
        told.list(&parts, |parts| parts.iter().map(String::as_str).collect()).end()
    }
}

pub enum Quality {
    /// Received more than three days after the deed's day.
    Late(Fig),
    /// Changed after the campaign's last day.
    Edited(Fig),
    /// Nothing late, nothing changed.
    InTime,
    /// What was drawn by lot and visited, in words.
    SpotChecked(Said),
    /// Where its campaign's draws are.
    NotSpotChecked(String),
}

impl Columns for Part {
    const COLUMNS: &'static [&'static str] = &["figures.part", "deed.quantity", "figures.measure", "figures.first_day", "figures.last_day"];
    fn cells<'a>(&'a self, _: &'a Words) -> Vec<Cell<'a>> {
        let (from, to) = self.days.as_ref().map_or(("", ""), |(from, to)| (from, to));
        vec![Cell::Text(&self.name), number(&self.value.text), Cell::Text(&self.value.unit), Cell::Text(from), Cell::Text(to)]
    }
}

pub struct Part {
    /// The unit or the day in words; on the page a day is a date.
    pub name: String,
    pub label: Html,
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
    /// The number of the last leaf under it: the first one's is nought.
    pub fn last(&self) -> i64 {
        self.size - 1
    }
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
    pub title: String,
    pub sentence: Html,
    pub rows: Vec<DeedLine>,
    pub first: Option<String>,
    pub next: Option<String>,
    /// The same list as files, masked for its reader: CSV, XLSX.
    pub files: Vec<String>,
}

impl RecordsPage {
    fn told(&self) -> String {
        let told = self.shell.tell(&self.title).figure("figures.total", &self.total);
        let told = self.count.iter().fold(told, |told, count| told.figure("figures.count", count));
        // The table says neither who recorded nor in which words.
        let row = |line: &DeedLine| DeedLine { who: String::new(), words: String::new(), ..line.clone() };
        told.records(&self.rows.iter().map(row).collect::<Vec<_>>()).end()
    }
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

impl BoardPage {
    fn told(&self) -> String {
        let days = self.shell.f("form.days", &[("from", &day(self.shell.lang(), &self.from)), ("to", &day(self.shell.lang(), &self.to))]);
        let told = self.shell.tell(&self.back.label).say(days).say(self.shell.t("board.says"));
        let said = |fig: &Fig, measure: &str| self.shell.plain(&Fig { unit: measure.to_owned(), ..fig.clone() });
        let told =
            (self.columns.iter().zip(&self.totals)).fold(told, |told, ((name, measure), total)| told.named(name, &said(total, measure)));
        let rows: Vec<Vec<String>> = self.rows.iter().map(|row| row.told(&self.columns, said)).collect();
        told.list(&rows, |parts| parts.iter().map(String::as_str).collect()).end()
    }
}

impl BoardRow {
    /// The unit and what it has, without what it has not begun.
    fn told(&self, columns: &[(String, String)], said: impl Fn(&Fig, &str) -> String) -> Vec<String> {
        let begun = columns.iter().zip(&self.cells).filter(|(_, cell)| !cell.is_zero());
        [self.unit.label.clone()].into_iter().chain(begun.map(|((name, measure), cell)| format!("{name}{}", said(cell, measure)))).collect()
    }
}

pub struct BoardRow {
    pub unit: Link,
    pub cells: Vec<Fig>,
}
