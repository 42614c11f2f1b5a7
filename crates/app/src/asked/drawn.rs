//! The hidden field of a form: when it was drawn, what was measured on the pages before it, and what it held when it was drawn, so that the
//! fields filled in by hand can be told from those that were left as they were. With script (`desk.js`) the page counts for itself.
use super::Measured;
use crate::web::layout::Shell;
use crate::web::{Cx, Fields};
use sha2::{Digest, Sha256};

/// The field's name.
pub const FIELD: &str = "asked";
/// The most that is read of it, in bytes: a pasted chat's preview has many fields.
const MOST: usize = 32 * 1024;

/// The field of a form drawn now. `held`: names and values that stand in it already.
pub fn fresh<'a>(now_ms: i64, before: Option<Measured>, held: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let Measured { seconds, fields } = before.unwrap_or_default();
    let held: Vec<String> = held.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| mark(name, value)).collect();
    format!("t{now_ms}~{seconds}~{fields}~{}", held.join("."))
}

/// The field of a form drawn once more, after what was measured so far.
pub fn again<'a>(now_ms: i64, form: &Fields, held: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    fresh(now_ms, Measured::of(form, now_ms), held)
}

/// The frame of a page whose form is drawn, after what was measured of `typed`, if it was refused.
pub fn in_frame<'a>(cx: &Cx, shell: Shell, typed: Option<&Fields>, held: impl IntoIterator<Item = (&'a str, &'a str)>) -> Shell {
    let now = cx.app.db.clock().now_ms();
    Shell { drawn: fresh(now, typed.and_then(|form| Measured::of(form, now)), held), ..shell }
}

/// As it came back.
pub struct Came<'a> {
    pub drawn_ms: i64,
    /// On this page too, where `watched`: the script added to it.
    pub before: Measured,
    pub watched: bool,
    held: Vec<&'a str>,
}

impl<'a> Came<'a> {
    /// None for what is no such field.
    pub fn read(text: &'a str) -> Option<Self> {
        if text.len() > MOST {
            return None;
        }
        let watched = text.starts_with('s');
        let mut parts = text.strip_prefix(['s', 't'])?.split('~');
        let mut number = || parts.next()?.parse::<i64>().ok();
        let (drawn_ms, seconds, fields) = (number()?, number()?, number()?);
        let held = parts.next().unwrap_or("").split('.').collect();
        Some(Self { drawn_ms, before: Measured { seconds: seconds.max(0), fields: fields.max(0) }, watched, held })
    }

    /// Whether the form held this value when it was drawn.
    pub fn held(&self, name: &str, value: &str) -> bool {
        self.held.contains(&mark(name, value).as_str())
    }
}

/// Two bytes of a hash: it tells what was there from what was not, and holds nothing of it.
fn mark(name: &str, value: &str) -> String {
    hex::encode(&Sha256::digest(format!("{name}={}", value.trim().replace('\r', "")))[..2])
}
