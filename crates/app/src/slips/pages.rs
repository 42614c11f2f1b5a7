//! The slip as it is printed, and the pages of the one who answers it.
use crate::web::forms::Errors;
use crate::web::html::Html;
use crate::web::layout::{Link, Shell};
use crate::web::qr::qr_html;
use askama::Template;

/// What a slip asks about.
pub struct Asked {
    pub item: String,
    /// What the need that it solved was about; empty where it solved none.
    pub about: String,
    /// Local ISO day.
    pub day: String,
    pub quantity: String,
    pub measure: String,
    pub place: String,
    /// The helper's unit; nobody of it by name.
    pub unit: String,
}

/// POST /deeds/{id}/slip: the code is in this answer and nowhere else.
#[derive(Template)]
#[template(path = "slips/slip.html")]
pub struct SlipPage {
    pub shell: Shell,
    pub back: Link,
    pub asked: Asked,
    /// Whom it goes to, as the record names them; may be empty.
    pub to: Vec<String>,
    /// The code in groups.
    pub code: String,
    /// Where it is typed, and with the code in it.
    pub address: String,
    pub scan: String,
}

impl SlipPage {
    fn qr(&self) -> Html {
        qr_html(&self.scan)
    }
}

/// GET /confirm, GET /confirm/{code}, POST /confirm
#[derive(Template)]
#[template(path = "slips/confirm.html")]
pub struct ConfirmPage {
    pub shell: Shell,
    /// None until the code is known.
    pub asked: Option<Asked>,
    /// As it was typed; in groups where it is right.
    pub code: String,
    pub words: String,
    pub errors: Errors,
}

/// GET /confirm?done=yes
#[derive(Template)]
#[template(path = "slips/answered.html")]
pub struct AnsweredPage {
    pub shell: Shell,
}
