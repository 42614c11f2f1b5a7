//! Who was on a roster, as anybody may see it: a number and days, never a name.
use super::coverage;
use super::find;
use super::subject::Subject;
use crate::figures::{Question, view};
use crate::web::download::{Columns, files};
use crate::web::html::Html;
use crate::web::layout::{Fig, Link, Place, Shell};
use crate::web::words::Words;
use crate::web::{Cx, Fault};
use askama::Template;
use ledger::Read;
use paper::xlsx::Cell;

/// GET /figures/listed.…/records
#[derive(Template)]
#[template(path = "rosters/listed.html")]
pub struct ListedPage {
    pub shell: Shell,
    pub up: Link,
    pub total: Fig,
    pub title: String,
    pub sentence: Html,
    pub rows: Vec<ListedRow>,
    pub next: Option<String>,
    pub files: Vec<String>,
}

impl ListedPage {
    fn told(&self) -> String {
        self.shell.tell(&self.title).figure("rosters.listed_long", &self.total).end()
    }
}

pub struct ListedRow {
    pub position: i64,
    /// Local ISO days; the last may be nothing.
    pub from: String,
    pub to: String,
}

impl Columns for ListedRow {
    const COLUMNS: &'static [&'static str] = &["rosters.number", "rosters.on_from", "rosters.on_to"];
    fn cells<'a>(&'a self, _: &'a Words) -> Vec<Cell<'a>> {
        vec![Cell::Whole(self.position), Cell::Text(&self.from), Cell::Text(&self.to)]
    }
}

const PAGE: usize = 100;

/// A page of them behind a number, and where the next begins.
/// # Errors
/// `Missing` when there is no such roster.
pub fn rows(r: &mut Read, q: &Question, after: i64) -> Result<(Vec<ListedRow>, Option<i64>), Fault> {
    let roster = coverage::roster(r, q)?.ok_or(Fault::Missing)?;
    let mut subjects = find::on_it(r, &roster.id, (&q.from, &q.to), after, PAGE + 1)?;
    let more = subjects.len() > PAGE;
    subjects.truncate(PAGE);
    let next = subjects.last().filter(|_| more).map(|last| last.position);
    Ok((subjects.into_iter().map(|s| ListedRow { position: s.position, from: s.from_day, to: s.ended_on }).collect(), next))
}

/// # Errors
/// As [`rows`].
pub fn page(r: &mut Read, cx: &Cx, q: &Question, after: i64) -> Result<ListedPage, Fault> {
    let shell = cx.shell(r, Place::Other)?;
    let (rows, next) = rows(r, q, after)?;
    Ok(ListedPage {
        up: Link { href: q.href(), label: shell.t("figures.how").to_owned() },
        total: view::fig(r, &shell.w, q)?,
        title: view::sentence(r, &shell.w, q)?,
        sentence: view::said(r, &shell, q)?,
        next: next.map(|after| format!("{}?after={after}", q.records_href())),
        files: files(&q.records_href(), &[]),
        rows,
        shell,
    })
}

/// Subjects of a listed figure behind a number for a check of one's own: their number, their newest leaf, and what is said of them.
/// # Errors
/// When the data cannot be read.
pub fn proven(r: &mut Read, q: &Question, after: i64, limit: usize) -> Result<Vec<(i64, i64, String)>, Fault> {
    let roster = coverage::roster(r, q)?.ok_or(Fault::Missing)?;
    let mut all = Vec::new();
    for subject in find::on_it(r, &roster.id, (&q.from, &q.to), after, limit)? {
        let leaf = r.last_leaf::<Subject>(&subject.id)?.unwrap_or(subject.position);
        let line = serde_json::json!({ "subject": subject.id, "leaf": leaf, "position": subject.position });
        all.push((subject.position, leaf, line.to_string()));
    }
    Ok(all)
}
