//! The fields of a form, urlencoded or multipart alike, some of them several times, one of them perhaps a file.
use super::Fault;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use axum::{Form, RequestExt};

#[derive(Debug, Clone, Default)]
pub struct Fields {
    pairs: Vec<(String, String)>,
    /// An uploaded file, if one with content came.
    pub file: Option<Vec<u8>>,
    /// A file came that is larger than any form takes; the other fields are here.
    pub file_too_large: bool,
}

/// The most of a file that is kept, in bytes; the rest of a larger one is read past, so that what was typed beside it is not lost.
const FILE_MOST: usize = 12 * 1024 * 1024;
/// A form has fewer fields than this.
const FIELDS_MOST: usize = 1000;

impl<S: Send + Sync + 'static> FromRequest<S> for Fields {
    type Rejection = Fault;
    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        let multipart = request.headers().get(CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"multipart/form-data"));
        if multipart {
            let parts = Multipart::from_request(request, state).await.map_err(|_| Fault::invalid("body", "need.body"))?;
            return Self::read(parts, FILE_MOST).await;
        }
        let Form(pairs) = request.extract::<Form<Vec<(String, String)>>, _>().await.map_err(|e| too_large_or(e.into_response_status()))?;
        Ok(Self { pairs: pairs.into_iter().map(|(name, text)| (name, lines(text))).collect(), ..Self::default() })
    }
}

/// A browser ends the lines of a text as a telegraph did; here they end in one character, as in a file.
fn lines(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n") } else { text }
}

trait Status {
    fn into_response_status(self) -> u16;
}
impl<R: axum::response::IntoResponse> Status for R {
    fn into_response_status(self) -> u16 {
        self.into_response().status().as_u16()
    }
}

fn too_large_or(status: u16) -> Fault {
    if status == 413 { Fault::TooLarge } else { Fault::invalid("body", "need.body") }
}

impl From<Vec<(String, String)>> for Fields {
    fn from(pairs: Vec<(String, String)>) -> Self {
        Self { pairs, ..Self::default() }
    }
}

impl Fields {
    /// A form with a file of at most so many bytes.
    /// # Errors
    /// `TooLarge`, or `Invalid` for what is no form.
    pub async fn read(mut parts: Multipart, most: usize) -> Result<Self, Fault> {
        let mut fields = Self::default();
        while let Some(mut part) = parts.next_field().await.map_err(|e| too_large_or(e.status().as_u16()))? {
            let name = part.name().unwrap_or("").to_owned();
            if part.file_name().is_some() {
                let mut bytes = Vec::new();
                while let Some(chunk) = part.chunk().await.map_err(|e| too_large_or(e.status().as_u16()))? {
                    fields.file_too_large |= bytes.len() + chunk.len() > most;
                    if !fields.file_too_large {
                        bytes.extend_from_slice(&chunk);
                    }
                }
                fields.file = Some(bytes).filter(|b| !b.is_empty()).or(fields.file);
                continue;
            }
            let bytes = part.bytes().await.map_err(|e| too_large_or(e.status().as_u16()))?;
            if fields.pairs.len() < FIELDS_MOST {
                let text = String::from_utf8(bytes.to_vec()).map_err(|_| Fault::invalid("body", "need.body"))?;
                fields.pairs.push((name, lines(text)));
            }
        }
        Ok(fields)
    }
    /// The first value of a field, trimmed; empty when it is not there.
    pub fn get(&self, name: &str) -> &str {
        self.pairs.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.trim())
    }
    /// Whether the field came, be it empty.
    pub fn has(&self, name: &str) -> bool {
        self.pairs.iter().any(|(n, _)| n == name)
    }
    /// The first value of a field exactly as it came.
    pub fn raw(&self, name: &str) -> &str {
        self.pairs.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }
    /// Every value of a field that is not empty.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(n, v)| n == name && !v.trim().is_empty()).map(|(_, v)| v.trim())
    }
    /// A field as it was given, or `None` when it is empty.
    pub fn some(&self, name: &str) -> Option<String> {
        Some(self.get(name).to_owned()).filter(|v| !v.is_empty())
    }
    /// Every field as it came.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(n, v)| (n.as_str(), v.as_str()))
    }
    /// What somebody wrote in their own words, to be copied from: no codes, days or ticks.
    pub fn words(&self) -> Vec<String> {
        let own = |text: &&str| text.chars().count() > 3 && (text.contains(char::is_whitespace) || !text.is_ascii());
        self.pairs
            .iter()
            .filter(|(n, _)| n != crate::asked::drawn::FIELD)
            .map(|(_, v)| v.trim())
            .filter(own)
            .map(ToOwned::to_owned)
            .collect()
    }
    /// The fields as text, to be hashed: the same form sent twice is the same body, however long it was looked at.
    pub fn body(&self) -> String {
        self.pairs.iter().filter(|(n, _)| n != crate::asked::drawn::FIELD).map(|(n, v)| format!("{n}={v}\n")).collect()
    }
}
