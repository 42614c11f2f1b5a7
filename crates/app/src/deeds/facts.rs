//! What a deed says of itself, as rows of label and value. Shared by the deed's page and the checker's queue.

use crate::needs::seen::Solved;
use crate::photos::pages::Attached;
use crate::rosters::seen::OnRoster;
use crate::web::format::day_year;
use crate::web::html::{Html, escape};
use crate::web::layout::Shell;

/// Empty fields are not shown; the caller has already masked names for its reader.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub recorder: String,
    /// Who typed it in, when not the recorder himself.
    pub clerk: String,
    /// The measure's name, when the item has several.
    pub indicator: String,
    /// Local ISO day.
    pub day: String,
    /// Local times, "08:10".
    pub began: String,
    pub ended: String,
    pub place: String,
    /// How measured, in words.
    pub how: String,
    pub people: Vec<String>,
    /// For whom, in words with their count, as 留守老人3户.
    pub served: Vec<String>,
    /// The need that it solved.
    pub need: Option<Solved>,
    /// The roster it is a service of.
    pub roster: Option<OnRoster>,
    pub public_count: String,
    pub public_method: String,
    pub words: String,
    pub files: Vec<Attached>,
    /// Say that nothing is attached and need not be (for the checker).
    pub say_no_files: bool,
}

impl Facts {
    pub fn rows(&self, shell: &Shell) -> Vec<(String, Html)> {
        let comma = shell.t("form.comma");
        let mut rows = Rows { shell, rows: Vec::new() };
        rows.text("deed.recorder", &self.recorder);
        rows.text("deed.clerk", &self.clerk);
        rows.text("deed.indicator", &self.indicator);
        rows.put("deed.day", shell.day_year(&self.day));
        if !self.began.is_empty() {
            rows.text("deed.clock", &[self.began.as_str(), self.ended.as_str()].join("–"));
        }
        rows.text("deed.place", &self.place);
        rows.text("deed.how", &self.how);
        rows.text("deed.people", &self.people.join(comma));
        rows.text("deed.served", &self.served.join(comma));
        if let Some(need) = &self.need {
            rows.put("needs.one", need.html(shell));
        }
        if let Some(roster) = &self.roster {
            rows.text("rosters.one", &roster.name);
            rows.text("rosters.checklist", &roster.ticks.join(comma));
        }
        if !self.public_count.is_empty() {
            let method = if self.public_method.is_empty() { shell.t("deed.by_estimate") } else { &self.public_method };
            rows.text("deed.public", &shell.f("deed.public_n", &[("n", &self.public_count), ("method", &method)]));
        }
        rows.text("deed.words", &self.words);
        self.attached(&mut rows);
        rows.rows
    }

    /// The same as plain text, files aside.
    pub fn told(&self, shell: &Shell) -> Vec<(String, String)> {
        let comma = shell.t("form.comma");
        let (people, served) = (self.people.join(comma), self.served.join(comma));
        let day = day_year(shell.lang(), &self.day);
        let all = [
            ("deed.recorder", &self.recorder),
            ("deed.day", &day),
            ("deed.place", &self.place),
            ("deed.people", &people),
            ("deed.served", &served),
            ("deed.words", &self.words),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| (shell.t(key).to_owned(), value.clone())).collect()
    }

    fn attached(&self, rows: &mut Rows<'_>) {
        if self.files.is_empty() {
            if self.say_no_files {
                rows.put("deed.files", Html(escape(rows.shell.t("deed.no_files"))));
            }
            return;
        }
        let all: Vec<String> = self.files.iter().map(|file| file.html(rows.shell).0).collect();
        rows.put("deed.files", Html(all.join(" ")));
    }
}

struct Rows<'a> {
    shell: &'a Shell,
    rows: Vec<(String, Html)>,
}

impl Rows<'_> {
    fn text(&mut self, key: &str, value: &str) {
        if !value.is_empty() {
            self.put(key, Html(format!("<span data-field>{}</span>", escape(value))));
        }
    }

    fn put(&mut self, key: &str, value: Html) {
        self.rows.push((self.shell.t(key).to_owned(), value));
    }
}
