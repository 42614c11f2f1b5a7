//! Recording one deed, or correcting it: item and quantity; everything else prefilled or folded.

use askama::Template;

use crate::web::forms::{Choice, Errors};
use crate::web::layout::{Link, Shell};

/// GET /capture/{item}, and the answer to a POST that could not be taken.
#[derive(Template)]
#[template(path = "deeds/capture.html")]
pub struct CapturePage {
    pub shell: Shell,
    pub back: Link,
    /// The item's name.
    pub title: String,
    pub hue: u8,
    /// `/deeds`, or `/deeds/{id}/correction`.
    pub action: String,
    /// The deed's id, given by the server, so sending twice records once.
    pub id: String,
    pub item: String,
    /// Under which name the phone keeps what is typed; None for a correction.
    pub draft: Option<String>,
    /// The rev being corrected; None for a new deed.
    pub correcting: Option<i64>,
    /// Why it was returned, above the form.
    pub returned: String,
    pub measures: Vec<Measure>,
    /// Why a photo or place is required, shown to everyone asked; None when it is not.
    pub justification: Option<String>,
    pub place_required: bool,
    pub file_required: bool,
    /// A file may be attached; the form is then multipart.
    pub takes_file: bool,
    /// Own unit's people who can be ticked.
    pub people: Vec<Choice>,
    /// The whole of a group at once.
    pub groups: Vec<Choice>,
    /// In whose name a clerk may record; empty for everyone else. The first means oneself.
    pub behalf: Vec<Choice>,
    pub hows: Vec<Choice>,
    pub kinds: Vec<Choice>,
    pub first_day: String,
    pub last_day: String,
    /// The realm's local moment, `2017-03-30T10:00`, and the campaign's last day: a page that was kept goes on from there.
    pub now: String,
    pub end: String,
    /// Until when one may record; None for a correction.
    pub until: Option<String>,
    pub form: Typed,
    pub errors: Errors,
}

/// A measure of the item: its unit, its steps and a rule of thumb.
pub struct Measure {
    pub id: String,
    pub name: String,
    pub measure: String,
    /// As 一辆三轮车约1方.
    pub hint: String,
    /// The most one record may hold, as "30", and what is said of more.
    pub most: String,
    pub much: String,
    /// Step of − and +, as "0.5".
    pub step: String,
    pub on: bool,
}

/// What was typed, or stands prefilled.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub quantity: String,
    pub day: String,
    pub began: String,
    pub ended: String,
    pub place: String,
    /// Codes or names of people not in the list, divided by commas or lines.
    pub others: String,
    pub served_count: String,
    pub served_name: String,
    pub public_count: String,
    pub public_method: String,
    pub words: String,
}

impl CapturePage {
    /// What stands in its fields before anybody types, by name and value.
    pub fn held(&self) -> Vec<(&str, &str)> {
        let t = &self.form;
        let texts = [
            ("quantity", &t.quantity),
            ("day", &t.day),
            ("began", &t.began),
            ("ended", &t.ended),
            ("place", &t.place),
            ("others", &t.others),
            ("served_count", &t.served_count),
            ("served_name", &t.served_name),
            ("public_count", &t.public_count),
            ("public_method", &t.public_method),
            ("words", &t.words),
        ];
        let choices = [
            ("people", &self.people),
            ("group", &self.groups),
            ("on_behalf", &self.behalf),
            ("how", &self.hows),
            ("served_kind", &self.kinds),
        ];
        let chosen = choices.into_iter().flat_map(|(name, all)| all.iter().filter(|c| c.on).map(move |c| (name, c.value.as_str())));
        let measure = self.chosen().map(|measure| ("indicator", measure.id.as_str()));
        texts.into_iter().map(|(name, text)| (name, text.as_str())).chain(chosen).chain(measure).collect()
    }

    fn chosen(&self) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.on).or(self.measures.first())
    }

    fn step(&self) -> &str {
        self.chosen().map_or("1", |measure| &measure.step)
    }

    fn ask(&self) -> String {
        match self.chosen() {
            Some(measure) if self.measures.len() == 1 => self.shell.one("capture.how_much_in", "measure", &measure.measure),
            _ => self.shell.t("capture.how_much").to_owned(),
        }
    }

    fn hint(&self) -> &str {
        self.chosen().map_or("", |measure| &measure.hint)
    }

    fn with_whom_open(&self) -> bool {
        self.errors.among("people others group") || self.people.iter().any(|person| person.on) || !self.form.others.is_empty()
    }

    fn rest_open(&self) -> bool {
        let t = &self.form;
        let typed = [&t.began, &t.ended, &t.served_count, &t.served_name, &t.public_count, &t.public_method, &t.words];
        self.errors.among("how began ended served_kind served_count served_name public_count words file")
            || self.file_required
            || typed.iter().any(|text| !text.is_empty())
    }
}
