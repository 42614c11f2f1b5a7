//! The fields of a form as data: one template draws every section of a file.
use super::lists;
use crate::web::Fields;
use crate::web::forms::Choice;
use crate::web::words::Words;

/// One field. `shape` is `text`, `date`, `long`, `choice`, `tick`, `kept` (unseen) or `head` (a line between groups of fields).
pub struct Field {
    pub name: String,
    pub label: String,
    pub shape: &'static str,
    pub value: String,
    pub options: Vec<Choice>,
    pub hint: String,
}

impl Field {
    pub fn is(&self, shape: &str) -> bool {
        self.shape == shape
    }
}

/// Whether a box came ticked. One that was not shown is: it would have been.
pub fn is_ticked(fields: &Fields, name: &str) -> bool {
    fields.has(name) || !fields.has(&format!("shown_{name}"))
}

/// Fields being laid out; what was typed before stands over what is stored.
pub struct Form<'a> {
    pub w: &'a Words,
    typed: Option<&'a Fields>,
    pub fields: Vec<Field>,
}

impl<'a> Form<'a> {
    pub fn new(w: &'a Words, typed: Option<&'a Fields>) -> Self {
        Self { w, typed, fields: Vec::new() }
    }
    fn value(&self, name: &str, stored: &str) -> String {
        self.typed.filter(|typed| typed.has(name)).map_or(stored, |typed| typed.get(name)).to_owned()
    }
    fn add(&mut self, shape: &'static str, name: &str, label: String, stored: &str) -> &mut Field {
        let field =
            Field { name: name.to_owned(), label, shape, value: self.value(name, stored), options: Vec::new(), hint: String::new() };
        self.fields.push(field);
        let last = self.fields.len() - 1;
        &mut self.fields[last]
    }
    pub fn text(&mut self, name: &str, label: &str, stored: &str) -> &mut Field {
        let label = self.w.t(label).to_owned();
        self.add("text", name, label, stored)
    }
    pub fn called(&mut self, name: &str, label: String, stored: &str) -> &mut Field {
        self.add("text", name, label, stored)
    }
    pub fn day(&mut self, name: &str, label: &str, stored: &str) {
        let label = self.w.t(label).to_owned();
        self.add("date", name, label, stored);
    }
    pub fn long(&mut self, name: &str, label: &str, stored: &str) {
        let label = self.w.t(label).to_owned();
        self.add("long", name, label, stored);
    }
    /// A choice among options that are not a list's, with which of them is on.
    pub fn pick(&mut self, name: &str, label: &str, options: impl FnOnce(&str) -> Vec<Choice>, stored: &str) {
        let (label, on) = (self.w.t(label).to_owned(), self.value(name, stored));
        self.add("choice", name, label, stored).options = options(&on);
    }
    /// What the form carries along unseen.
    pub fn kept(&mut self, name: &str, stored: &str) {
        self.add("kept", name, String::new(), stored);
    }
    /// A box that is ticked until somebody takes the tick off.
    pub fn tick(&mut self, name: &str, label: String) {
        let on = self.typed.is_none_or(|typed| is_ticked(typed, name));
        self.fields.push(Field {
            name: name.to_owned(),
            label,
            shape: "tick",
            value: if on { "yes".to_owned() } else { String::new() },
            options: Vec::new(),
            hint: String::new(),
        });
    }
    pub fn head(&mut self, label: String) {
        self.add("head", "", label, "");
    }
    pub fn choice<S: AsRef<str>>(&mut self, name: &str, label: &str, (list, codes): (&str, &[S]), stored: &str) {
        let label = self.w.t(label).to_owned();
        let on = self.value(name, stored);
        let options = lists::choices(self.w, list, codes, &on);
        self.add("choice", name, label, stored).options = options;
    }
}
