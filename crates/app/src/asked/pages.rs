//! The time asked of staff, for the campaign office.
use super::rows::{AskedRow, FEW, Said};
use crate::realm::day_before;
use crate::web::download::Columns;
use crate::web::format::{day_year, quantity};
use crate::web::layout::Shell;
use crate::web::words::Words;
use askama::Template;
use paper::xlsx::Cell;

/// GET /time-asked?before=
#[derive(Template)]
#[template(path = "asked/asked.html")]
pub struct AskedPage {
    pub shell: Shell,
    /// The rows of each week, the newest week first.
    pub weeks: Vec<Vec<AskedRow>>,
    pub next: Option<String>,
    pub files: Vec<String>,
}

impl AskedPage {
    fn told(&self) -> String {
        let title = self.shell.tell(self.shell.t("asked.title"));
        let told = self.weeks.iter().filter_map(|week| week.first()).fold(title, |told, all| {
            let (from, to) = (day_year(self.shell.lang(), &all.week), day_year(self.shell.lang(), &all.last_day()));
            told.named(&self.shell.f("asked.week_of", &[("from", &from), ("to", &to)]), &all.sentence(&self.shell.w))
        });
        told.end()
    }
    fn few(&self) -> i64 {
        FEW
    }
}

impl AskedRow {
    /// The local Sunday.
    pub fn last_day(&self) -> String {
        day_before(&self.week, -6)
    }
    pub fn name<'a>(&self, w: &'a Words) -> &'a str {
        w.t(self.form.map_or("asked.all", super::Form::key))
    }
    /// Minutes and fields a person, and of how many; or that it is not said.
    pub fn sentence(&self, w: &Words) -> String {
        let Some(Said { people, minutes, fields }) = self.said else { return w.t("asked.few").to_owned() };
        w.f("asked.each", &[("minutes", &quantity(minutes, 1)), ("fields", &quantity(fields, 1)), ("people", &people)])
    }
}

impl Columns for AskedRow {
    const COLUMNS: &'static [&'static str] = &["asked.week", "asked.form", "asked.minutes", "asked.fields", "asked.people"];
    fn cells<'a>(&'a self, w: &'a Words) -> Vec<Cell<'a>> {
        let said = match self.said {
            Some(said) => [Cell::Milli(said.minutes, 1), Cell::Milli(said.fields, 1), Cell::Whole(said.people)],
            None => [Cell::Empty, Cell::Empty, Cell::Text(w.t("asked.few"))],
        };
        [Cell::Text(&self.week), Cell::Text(self.name(w))].into_iter().chain(said).collect()
    }
}
