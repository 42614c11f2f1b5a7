//! The time asked of staff, for the campaign office.
use super::rows::{AskedRow, FEW, Said, Told};
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
            let week = self.shell.f("asked.week_of", &[("from", &from), ("to", &to)]);
            let week = if all.running { format!("{week} · {}", self.shell.t("asked.running")) } else { week };
            told.named(&week, &all.sentence(&self.shell.w))
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
    pub fn is_said(&self) -> bool {
        matches!(self.told, Told::Said(_))
    }
    /// Why it is not said.
    fn unsaid<'a>(&self, w: &'a Words) -> &'a str {
        w.t(if self.told == Told::Few { "asked.few" } else { "asked.beside" })
    }
    /// Minutes and fields a person, and of how many; or why it is not said.
    pub fn sentence(&self, w: &Words) -> String {
        let Told::Said(Said { people, minutes, fields }) = self.told else { return self.unsaid(w).to_owned() };
        w.f("asked.each", &[("minutes", &quantity(minutes, 1)), ("fields", &quantity(fields, 1)), ("people", &people)])
    }
}

impl Columns for AskedRow {
    const COLUMNS: &'static [&'static str] = &["asked.week", "asked.form", "asked.minutes", "asked.fields", "asked.people", "asked.whole"];
    fn cells<'a>(&'a self, w: &'a Words) -> Vec<Cell<'a>> {
        let said = match self.told {
            Told::Said(said) => [Cell::Milli(said.minutes, 1), Cell::Milli(said.fields, 1), Cell::Whole(said.people)],
            _ => [Cell::Empty, Cell::Empty, Cell::Text(self.unsaid(w))],
        };
        let running = if self.running { Cell::Text(w.t("asked.running")) } else { Cell::Empty };
        [Cell::Text(&self.week), Cell::Text(self.name(w))].into_iter().chain(said).chain([running]).collect()
    }
}
