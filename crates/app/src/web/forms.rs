//! What forms share: choices, the sentences beside a field that could not be taken, and the way back to a form that was refused.
use super::fault_page::FaultPage;
use super::layout::Place;
use super::speak::page_with_status;
use super::words::Words;
use super::{Answer, Cx, Fault, Fields, see_other};
use askama::Template;
use axum::http::StatusCode;
use ledger::Read;

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

/// A form that was refused: what it held, and why.
pub type Refused<'a> = Option<(&'a Fields, &'a Fault)>;

/// What was done leads on; what was refused comes back in its form, as it was typed.
/// # Errors
/// Any fault but `Invalid`, and what drawing the form again returns.
pub async fn answer<T, P: Template>(
    cx: &Cx,
    done: Result<T, Fault>,
    fields: Fields,
    then: impl FnOnce(&T) -> String,
    again: impl FnOnce(&mut Read, &Cx, Refused) -> Result<P, Fault> + Send + 'static,
) -> Answer {
    match done {
        Ok(made) => see_other(&then(&made)),
        Err(fault @ Fault::Invalid { .. }) => {
            let drawn =
                move |r: &mut Read, cx: &Cx| again(r, cx, Some((&fields, &fault)))?.render().map_err(|e| Fault::broken(e.to_string()));
            Ok(page_with_status(StatusCode::UNPROCESSABLE_ENTITY, cx.read(drawn).await?))
        }
        Err(fault) => given_back(cx, &fields, fault).await,
    }
}

/// A fault's own answer; where somebody else was quicker, with what was written in vain, to be copied from.
/// # Errors
/// Any other fault.
pub async fn given_back(cx: &Cx, fields: &Fields, fault: Fault) -> Answer {
    if !matches!(fault, Fault::Stale) {
        return Err(fault);
    }
    let words = fields.words();
    let drawn = move |r: &mut Read, cx: &Cx| {
        let page = FaultPage { words, ..fault.page(cx.shell(r, Place::Other)?) };
        page.render().map_err(|e| Fault::broken(e.to_string()))
    };
    Ok(page_with_status(StatusCode::CONFLICT, cx.read(drawn).await?))
}

/// Sentences by field name; a sentence without a field stands above the form.
#[derive(Clone, Debug, Default)]
pub struct Errors(pub Vec<(String, String)>);

impl Errors {
    /// What a fault says, beside the field it is about.
    pub fn of_fault(w: &Words, fault: &Fault) -> Self {
        Self(vec![(fault.field().unwrap_or("").to_owned(), fault.sentence(w))])
    }
    /// The same of a form that was refused; none of a fresh one.
    pub fn of_refused(w: &Words, refused: Refused) -> Self {
        refused.map_or_else(Self::default, |(_, fault)| Self::of_fault(w, fault))
    }

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
