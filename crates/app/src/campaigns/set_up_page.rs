//! The set-up form as a page: every field with what is wrong and what the rules say beside it.
use super::file::{CampaignFile, EVIDENCE, HOWS, IndicatorFile, ItemFile, PER, REQUIRED, SWITCHES, WAYS};
use super::pages::Finding;
use crate::web::forms::{Choice, Errors};
use crate::web::layout::Shell;
use crate::web::words::Words;
use askama::Template;

/// GET and POST /campaigns/new and /campaigns/{id}/edit.
#[derive(Template)]
#[template(path = "campaigns/set_up.html")]
pub struct SetUpPage {
    pub shell: Shell,
    pub title: String,
    pub action: String,
    pub id: String,
    /// The version that is being edited; none for one that is not saved yet.
    pub rev: Option<i64>,
    pub draft: bool,
    pub saved: bool,
    /// What came of looking at it, in words; empty where it was not, or where each place says it.
    pub told: String,
    pub name: Line,
    pub slogan: Line,
    pub blurb: Line,
    pub mine: Line,
    pub from: Line,
    pub to: Line,
    pub unit: Line,
    pub complaints: Line,
    pub switches: Picks,
    pub items: Vec<ItemForm>,
    /// What belongs to no field: faults first, then what the rules say.
    pub general: Line,
    pub refused: bool,
    /// Whether anything typed is wrong.
    pub wrong: bool,
    /// The way to each field with something wrong or refused, in the form's order: the field's id and what is said there.
    pub jumps: Vec<(String, String)>,
    /// Code and name, for fields that name a unit.
    pub units: Vec<(String, String)>,
}

/// One field: its place in the file is its name in the form.
#[derive(Default)]
pub struct Line {
    pub name: String,
    pub value: String,
    pub err: String,
    pub notes: Vec<Finding>,
}

/// Several choices under one name.
pub struct Picks {
    pub line: Line,
    pub choices: Vec<Choice>,
}

pub struct ItemForm {
    /// From 0, for the buttons.
    pub at: usize,
    pub id: String,
    pub path: String,
    pub title: String,
    pub name: Line,
    pub label: Line,
    pub note: Line,
    pub way: Picks,
    pub target: Line,
    pub per: Picks,
    pub evidence: Picks,
    pub justification: Line,
    pub required: Picks,
    pub lead: Line,
    pub measures: Vec<MeasureForm>,
    pub first: bool,
    pub last: bool,
    /// Whether the folded part says anything.
    pub unfolded: bool,
}

pub struct MeasureForm {
    pub at: usize,
    pub id: String,
    pub path: String,
    pub name: Line,
    pub measure: Line,
    pub decimals: Picks,
    pub most: Line,
    pub step: Line,
    pub hint: Line,
    pub how: Picks,
    pub also: Line,
    pub only: bool,
    pub unfolded: bool,
}

/// What fields are drawn from: the sentences and findings, each handed out to the field it belongs to.
pub struct Marks<'a> {
    pub w: &'a Words,
    pub errors: &'a Errors,
    pub notes: Vec<Finding>,
    /// The fields with something wrong or refused, and what is said there.
    pub jumps: Vec<(String, String)>,
    /// The item whose fields are drawn; empty for the campaign's own.
    within: String,
    /// The items and measures whose folded part the reader had open.
    unfolded: Vec<String>,
}

impl<'a> Marks<'a> {
    pub fn new(w: &'a Words, errors: &'a Errors, notes: Vec<Finding>) -> Self {
        Self { w, errors, notes, jumps: Vec::new(), within: String::new(), unfolded: Vec::new() }
    }
    pub fn unfolded(self, unfolded: Vec<String>) -> Self {
        Self { unfolded, ..self }
    }
}

impl Marks<'_> {
    /// A field, with the findings of its place and of what is inside it.
    fn line(&mut self, name: &str, value: &str) -> Line {
        let here = |f: &Finding| f.field == name || f.field.strip_prefix(name).is_some_and(|rest| rest.starts_with('['));
        let (mine, rest) = std::mem::take(&mut self.notes).into_iter().partition(here);
        self.notes = rest;
        let line = Line { name: name.to_owned(), value: value.to_owned(), err: self.errors.of(name).to_owned(), notes: mine };
        if let Some(said) = line.trouble() {
            let place = [self.within.as_str(), self.w.t(label(name))].iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>();
            self.jumps.push((line.name.clone(), [&place.join(" · "), said].map(|part| part.to_owned()).join(self.w.t("form.colon"))));
        }
        line
    }
    /// `family` is the words' key with `{}` for the choice.
    fn picks(&mut self, name: &str, family: &str, values: &[&str], on: impl Fn(&str) -> bool) -> Picks {
        let choice = |value: &&str| Choice::new(value, self.w.t(&family.replace("{}", &value.replace('-', "_"))), on(value));
        let choices = values.iter().map(choice).collect();
        Picks { line: self.line(name, ""), choices }
    }
}

/// What the page calls a field.
fn label(name: &str) -> &'static str {
    let last = name.rsplit('.').next().unwrap_or(name);
    match (last, name.starts_with("items["), name.contains(".indicators[")) {
        ("name", true, true) => "set_up.measure_name",
        ("name", true, false) => "set_up.item_name",
        ("how", ..) => "deed.how",
        ("evidence", ..) => "deed.files",
        (other, ..) => LABELS.iter().find(|key| key.ends_with(&format!(".{other}"))).copied().unwrap_or("set_up.about"),
    }
}

const LABELS: [&str; 23] = [
    "set_up.name",
    "set_up.slogan",
    "set_up.blurb",
    "set_up.from",
    "set_up.to",
    "set_up.mine",
    "set_up.unit",
    "set_up.complaints",
    "set_up.switches",
    "set_up.label",
    "set_up.note",
    "set_up.way",
    "set_up.target",
    "set_up.per",
    "set_up.justification",
    "set_up.required",
    "set_up.lead",
    "set_up.measure",
    "set_up.decimals",
    "set_up.most",
    "set_up.step",
    "set_up.hint",
    "set_up.also",
];

impl Line {
    pub fn is_marked(&self) -> bool {
        !self.err.is_empty() || !self.notes.is_empty()
    }
    /// What keeps it from being taken.
    fn trouble(&self) -> Option<&str> {
        if self.err.is_empty() { self.notes.iter().find(|note| note.refused).map(|note| note.sentence.as_str()) } else { Some(&self.err) }
    }
}

impl Picks {
    fn any(&self) -> bool {
        self.choices.iter().any(|c| c.on) || self.line.is_marked()
    }
}

impl SetUpPage {
    /// Every field of the file; what no field takes stays in `marks`.
    pub fn draw(shell: Shell, file: &CampaignFile, marks: &mut Marks) -> Self {
        let refused = marks.notes.iter().any(|f| f.refused);
        let mut page = Self {
            title: String::new(),
            action: String::new(),
            id: file.id.clone(),
            rev: None,
            draft: true,
            saved: false,
            told: String::new(),
            name: marks.line("name", &file.name),
            slogan: marks.line("slogan", &file.slogan),
            blurb: marks.line("blurb", &file.blurb),
            mine: marks.line("mine", &file.mine),
            from: marks.line("from", &file.from),
            to: marks.line("to", &file.to),
            unit: marks.line("unit", &file.unit),
            complaints: marks.line("complaints", &file.complaints),
            switches: marks.picks("switches", "switch.{}", &SWITCHES, |s| file.switches.iter().any(|on| on == s)),
            items: Vec::new(),
            general: Line::default(),
            refused,
            wrong: marks.errors.any(),
            jumps: Vec::new(),
            units: Vec::new(),
            shell,
        };
        let last = file.items.len().saturating_sub(1);
        page.items = file.items.iter().enumerate().map(|(n, item)| ItemForm::draw(n, n == last, item, marks)).collect();
        page.jumps = std::mem::take(&mut marks.jumps);
        let err = ["", "items", "text"].iter().map(|field| marks.errors.of(field)).find(|e| !e.is_empty()).unwrap_or("").to_owned();
        page.general = Line { notes: std::mem::take(&mut marks.notes), err, ..Line::default() };
        page
    }
}

impl ItemForm {
    fn draw(at: usize, last: bool, item: &ItemFile, marks: &mut Marks) -> Self {
        let path = format!("items[{at}]");
        let name = |field: &str| format!("{path}.{field}");
        let only = item.indicators.len() == 1;
        let title = if item.name.trim().is_empty() { marks.w.t("set_up.new_item").to_owned() } else { item.name.clone() };
        marks.within.clone_from(&title);
        let mut form = Self {
            at,
            id: item.id.clone(),
            title,
            name: marks.line(&name("name"), &item.name),
            label: marks.line(&name("label"), &item.label),
            note: marks.line(&name("note"), &item.note),
            way: marks.picks(&name("way"), "way.{}", &WAYS, |w| item.way == w),
            target: marks.line(&name("target"), item.target.as_deref().unwrap_or("")),
            per: marks.picks(&name("per"), "per.{}", &PER, |p| item.per == p),
            evidence: marks.picks(&name("evidence"), "evidence.{}", &EVIDENCE, |e| item.evidence == e),
            justification: marks.line(&name("justification"), &item.justification),
            required: marks.picks(&name("required"), "required.{}", &REQUIRED, |r| item.required.iter().any(|on| on == r)),
            lead: marks.line(&name("lead"), &item.lead),
            measures: Vec::new(),
            first: at == 0,
            last,
            unfolded: false,
            path: path.clone(),
        };
        let measures = item.indicators.iter().enumerate();
        form.measures = measures.map(|(m, n)| MeasureForm::draw(m, only, &format!("{path}.indicators[{m}]"), n, marks)).collect();
        let lines = [&form.note, &form.target, &form.justification, &form.lead, &form.way.line, &form.evidence.line, &form.per.line];
        form.unfolded = lines.iter().any(|l| !l.value.is_empty() || l.is_marked())
            || form.required.any()
            || item.way != "own"
            || item.evidence != "none"
            || marks.unfolded.contains(&form.id);
        form
    }
}

impl MeasureForm {
    fn draw(at: usize, only: bool, path: &str, n: &IndicatorFile, marks: &mut Marks) -> Self {
        let name = |field: &str| format!("{path}.{field}");
        let decimals = n.decimals.to_string();
        let mut form = Self {
            at,
            id: n.id.clone(),
            name: marks.line(&name("name"), &n.name),
            measure: marks.line(&name("measure"), &n.measure),
            decimals: marks.picks(&name("decimals"), "decimals.{}", &["0", "1", "2", "3"], |d| decimals == d),
            most: marks.line(&name("most"), &n.most),
            step: marks.line(&name("step"), n.step.as_deref().unwrap_or("")),
            hint: marks.line(&name("hint"), &n.hint),
            how: marks.picks(&name("how"), "how.{}", &HOWS, |h| n.how.iter().any(|on| on == h)),
            also: marks.line(&name("also"), &n.also.join(" ")),
            only,
            unfolded: false,
            path: path.to_owned(),
        };
        form.unfolded = [&form.step, &form.hint, &form.also].iter().any(|l| !l.value.is_empty() || l.is_marked())
            || form.how.any()
            || marks.unfolded.contains(&form.id);
        form
    }
}
