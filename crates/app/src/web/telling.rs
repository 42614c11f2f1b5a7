//! A page in plain words, for a chat: what it says, its figures with their state, the day, and where to look. Made of what the
//! page itself holds, so its reader tells no more than they see.
use super::deed_line::DeedLine;
use super::download::Columns;
use super::format::{day_year, instant, quantity};
use super::layout::{Fig, Shell};
use super::pieces::{ItemFigure, UnitTile};
use super::words::Words;
use crate::realm::valid_day;
use paper::xlsx::Cell;

/// Lines of a list that a chat is told; the rest is at the page's address.
const LINES_MOST: usize = 12;

pub struct Telling<'a> {
    shell: &'a Shell,
    lines: Vec<String>,
}

impl Shell {
    /// Begins with what the page is about.
    pub fn tell(&self, about: &str) -> Telling<'_> {
        Telling { shell: self, lines: vec![about.trim().to_owned()] }
    }

    /// A figure as plain text, as 13106.5立方米.
    pub fn plain(&self, fig: &Fig) -> String {
        self.amount(&fig.text, &fig.unit)
    }

    /// What is there of several, one mark between them by language.
    pub fn joined(&self, parts: &[&str], han: &str, english: &str) -> String {
        let there: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
        there.join(if self.lang().is_han() { han } else { english })
    }
}

impl Telling<'_> {
    /// One more sentence.
    pub fn say(mut self, sentence: impl AsRef<str>) -> Self {
        self.lines.extend(Some(sentence.as_ref().trim().to_owned()).filter(|line| !line.is_empty()));
        self
    }

    /// A name and what belongs to it, as 清一片垃圾：13106.5立方米.
    pub fn named(self, name: &str, value: &str) -> Self {
        let line = format!("{name}{}{value}", self.shell.t("form.colon"));
        if value.is_empty() { self } else { self.say(line) }
    }

    /// A sentence around a figure, which stands at `{n}`.
    pub fn figure(self, key: &str, fig: &Fig) -> Self {
        let sentence = self.shell.one(key, "n", self.shell.plain(fig));
        self.say(sentence)
    }

    /// The lines of a list, each of several parts; of a long one the first.
    pub fn list<'b, T: 'b>(mut self, rows: impl IntoIterator<Item = &'b T>, parts: impl Fn(&'b T) -> Vec<&'b str>) -> Self {
        let mut rows = rows.into_iter();
        for (n, row) in rows.by_ref().take(LINES_MOST).enumerate() {
            let line = self.shell.joined(&parts(row), "，", ", ");
            self.lines.push(self.shell.f("tell.line", &[("n", &(n + 1)), ("text", &line)]));
        }
        let more = if rows.next().is_some() { self.shell.t("tell.more") } else { "" };
        self.say(more)
    }

    /// Items added up, with what waits.
    pub fn items(self, figures: &[ItemFigure]) -> Self {
        let shell = self.shell;
        figures.iter().fold(self, |told, it| {
            let told = told.named(&it.name, &amounts(shell, &it.value, it.waiting.as_ref()));
            it.more.iter().fold(told, |told, other| told.named(&other.name, &amounts(shell, &other.value, other.waiting.as_ref())))
        })
    }

    /// Units that have begun something, with what.
    pub fn units(self, tiles: &[UnitTile]) -> Self {
        let comma = self.shell.t("form.comma").to_owned();
        let begun: Vec<[String; 2]> =
            tiles.iter().map(|tile| [tile.name.clone(), tile.begun().join(&comma)]).filter(|[_, items]| !items.is_empty()).collect();
        let heading = if begun.is_empty() { "" } else { self.shell.t("units.items_begun") };
        self.say(heading).list(&begun, |parts| parts.iter().map(String::as_str).collect())
    }

    /// A list's rows, each by its columns.
    pub fn rows<T: Columns>(self, rows: &[T]) -> Self {
        let w = self.shell.w.clone();
        let told: Vec<Vec<String>> = rows.iter().map(|row| row.cells(&w).iter().map(|cell| said(&w, cell)).collect()).collect();
        self.list(&told, |parts| parts.iter().map(String::as_str).collect())
    }

    /// Records, as much of each as its reader sees.
    pub fn records(self, lines: &[DeedLine]) -> Self {
        let shell = self.shell;
        let told: Vec<[String; 8]> = lines
            .iter()
            .map(|line| {
                [
                    line.item.clone(),
                    line.words.trim_end_matches(['。', '.']).to_owned(),
                    line.unit.clone(),
                    line.who.clone(),
                    shell.joined(&[&line.quantity, &line.measure], "", " "),
                    line.place.clone(),
                    super::format::day(shell.lang(), &line.day),
                    line.state.map_or_else(String::new, |state| state.word(&shell.w).to_owned()),
                ]
            })
            .collect();
        self.list(&told, |parts| parts.iter().map(String::as_str).collect())
    }

    /// With the day it is said on, and the page's address.
    pub fn end(self) -> String {
        let shell = self.shell;
        let today =
            if shell.today.is_empty() { String::new() } else { shell.one("tell.as_of", "day", day_year(shell.lang(), &shell.today)) };
        self.say(today).say(shell.own_address()).lines.join("\n")
    }
}

/// A figure and what waits, where something does.
fn amounts(shell: &Shell, value: &Fig, waiting: Option<&Fig>) -> String {
    let waiting = waiting.map_or_else(String::new, |fig| shell.one("figures.waiting", "n", shell.plain(fig)));
    shell.joined(&[&shell.plain(value), &waiting], "，", ", ")
}

/// A cell as a chat says it: days and instants in words.
fn said(w: &Words, cell: &Cell<'_>) -> String {
    match cell {
        Cell::Text(text) if text.len() >= 10 && valid_day(&text.chars().take(10).collect::<String>()) => instant(w.lang(), text),
        Cell::Text(text) => (*text).to_owned(),
        Cell::Whole(n) => n.to_string(),
        Cell::Milli(n, decimals) => quantity(*n, *decimals),
        Cell::Empty => String::new(),
    }
}
