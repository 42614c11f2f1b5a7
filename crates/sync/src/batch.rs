//! Several operations in one request, as the texts they are.
use serde::Deserialize;
use serde_json::value::RawValue;

#[cfg_attr(feature = "described", derive(utoipa::ToSchema))]
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    /// The installation.
    pub device: String,
    /// The code of whose queue it is.
    pub person: String,
    #[cfg_attr(feature = "described", schema(value_type = Vec<crate::Op>))]
    pub ops: Vec<Box<RawValue>>,
}

impl Batch {
    /// # Errors
    /// What is wrong with the text. Operations are not looked into.
    pub fn read(body: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(body)
    }
}

/// The body of a batch: the kept texts joined, byte for byte.
pub fn join(device: &str, person: &str, ops: &[&str]) -> String {
    format!("{{\"device\":{},\"person\":{},\"ops\":[{}]}}", quoted(device), quoted(person), ops.join(","))
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::{Batch, join};

    #[test]
    fn an_operation_arrives_byte_for_byte() {
        let texts = [r#"{"id":"a",  "x":1.50}"#, r#"{"id":"b"}"#];
        let read = Batch::read(join("d\"", "li", &texts).as_bytes()).unwrap();
        assert_eq!((read.device.as_str(), read.ops.iter().map(|o| o.get()).collect::<Vec<_>>()), ("d\"", texts.to_vec()));
    }
}
