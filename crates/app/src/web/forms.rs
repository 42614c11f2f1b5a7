//! What forms share: choices, and the sentences beside a field that could not be taken.

/// One radio, option or tick box.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: String,
    pub on: bool,
}

impl Choice {
    pub fn new(value: &str, label: &str, on: bool) -> Choice {
        Choice { value: value.to_owned(), label: label.to_owned(), hint: String::new(), on }
    }
}

/// Sentences by field name; a sentence without a field stands above the form.
#[derive(Clone, Debug, Default)]
pub struct Errors(pub Vec<(String, String)>);

impl Errors {
    pub fn add(&mut self, field: &str, sentence: impl Into<String>) {
        self.0.push((field.to_owned(), sentence.into()));
    }

    /// The sentence for a field, or an empty one.
    pub fn of(&self, field: &str) -> &str {
        self.0.iter().find(|(name, _)| name == field).map_or("", |(_, sentence)| sentence)
    }

    pub fn any(&self) -> bool {
        !self.0.is_empty()
    }

    /// Whether one of these fields, divided by spaces, is wrong: a folded part then stands open.
    pub fn among(&self, fields: &str) -> bool {
        self.0.iter().any(|(name, _)| fields.split(' ').any(|field| field == name))
    }

    /// What belongs to no field.
    pub fn general(&self) -> &str {
        self.of("")
    }
}
