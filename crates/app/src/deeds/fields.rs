//! A deed's content field by field, as a conflict or a phone's change says it.
use super::{Content, verbs::ids_of_codes};
use crate::campaigns::file::milli;
use crate::web::Fault;
use ::sync::Fields;
use ledger::Read;
use serde_json::Value;

/// The fields that may be changed, as in the body of POST /deeds.
pub const NAMES: [&str; 12] =
    ["day", "began", "ended", "quantity", "how", "place", "people", "public_count", "public_method", "served", "words", "files"];

impl Content {
    /// Each field by name; equal contents have equal fields.
    pub fn fields(&self) -> Fields {
        match serde_json::to_value(self) {
            Ok(Value::Object(fields)) => fields,
            _ => Fields::new(),
        }
    }

    /// The same with other values in some fields, which are typed ([`typed`]).
    /// # Errors
    /// `Invalid` when a value is none of its field.
    pub fn with(&self, other: Fields) -> Result<Self, Fault> {
        let mut fields = self.fields();
        fields.extend(other);
        serde_json::from_value(Value::Object(fields)).map_err(unreadable)
    }
}

fn unreadable(e: serde_json::Error) -> Fault {
    Fault::says("body", "need.json", &[("what", &e)])
}

/// Some fields of a body, as [`Content::fields`] writes them: quantities in thousandths, persons by id, texts without blanks around them.
/// # Errors
/// `Invalid`, naming the field.
pub fn typed(r: &mut Read, said: &Fields) -> Result<Fields, Fault> {
    let mut fields = Fields::new();
    for (name, value) in said {
        if !NAMES.contains(&name.as_str()) {
            return Err(Fault::says("body", "need.json", &[("what", name)]));
        }
        let value = match (name.as_str(), value) {
            ("quantity", value) => {
                value.as_str().and_then(milli).ok_or_else(|| Fault::says("quantity", "need.quantity", &[("decimals", &3)]))?.into()
            }
            ("people", Value::Array(codes)) => {
                let codes: Vec<String> = codes.iter().map(|c| c.as_str().unwrap_or_default().to_owned()).collect();
                ids_of_codes(r, &codes)?.into()
            }
            ("place" | "words" | "public_method", Value::String(text)) => text.trim().into(),
            (_, value) => value.clone(),
        };
        fields.insert(name.clone(), value);
    }
    // Read as content and written again: what means the same is the same.
    let mut written = Content::default().with(fields)?.fields();
    written.retain(|name, _| said.contains_key(name));
    Ok(written)
}
