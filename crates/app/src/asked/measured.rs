//! What a form says of itself when it comes back. It is taken from the browser's word, within bounds, and never refused.
use super::drawn::{self, Came};
use crate::web::Fields;

/// Seconds in which a form was worked on, and the fields filled in by hand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Measured {
    pub seconds: i64,
    pub fields: i64,
}

/// The most one form is believed: two hours, and as many fields as a pasted chat's rows have.
const SECONDS_MOST: i64 = 2 * 3600;
const FIELDS_MOST: i64 = 2000;
/// Without script nobody knows when its reader looked away.
const UNSEEN_MOST: i64 = 10 * 60;
/// What a page carries along without anybody filling it in.
const CARRIED: [&str; 9] = ["id", "item", "rev", "at", "seen", "verdict", "step", "token", drawn::FIELD];

impl Measured {
    /// None when the form does not say when it was drawn: then nothing was measured.
    pub fn of(form: &Fields, now_ms: i64) -> Option<Self> {
        let came = Came::read(form.get(drawn::FIELD))?;
        let passed = (now_ms - came.drawn_ms).max(0) / 1000;
        let Came { before, watched, .. } = &came;
        let measured = if *watched {
            *before
        } else {
            Self {
                seconds: before.seconds.saturating_add(passed.min(UNSEEN_MOST)),
                fields: before.fields.saturating_add(by_hand(form, &came)),
            }
        };
        Some(Self { seconds: measured.seconds.clamp(0, SECONDS_MOST), fields: measured.fields.clamp(0, FIELDS_MOST) })
    }
}

/// Fields that hold something which was not in them when the form was drawn.
fn by_hand(form: &Fields, came: &Came) -> i64 {
    let filled = form.pairs().filter(|(name, value)| {
        let carried = CARRIED.contains(name) || *name == "deed" && !value.contains(':') || name.ends_with(".key");
        !carried && !value.trim().is_empty() && !came.held(name, value)
    });
    i64::try_from(filled.count()).unwrap_or(FIELDS_MOST) + i64::from(form.file.is_some())
}
