//! The tour as a page.

use askama::Template;

use crate::demo::Persona;
use crate::web::layout::Shell;

/// GET /tour
#[derive(Template)]
#[template(path = "tour/tour.html")]
pub struct TourPage {
    pub shell: Shell,
    pub cards: Vec<Card>,
}

/// One thing to see.
pub struct Card {
    /// Its words stand under `tour` and `tour_more`.
    pub key: &'static str,
    pub go: Go,
}

pub enum Go {
    Open(String),
    Be(&'static Persona),
    /// What the terminal is told.
    Run(&'static str),
}

impl TourPage {
    /// The button that makes one a persona, as 做张晓梅（农技员）, and where it goes.
    fn be(&self, (code, name, _, post, _): &Persona) -> (String, String) {
        (self.shell.f("tour.be", &[("name", name), ("post", post)]), self.shell.href(&format!("/tour/{code}")))
    }
}

impl Card {
    fn title(&self, shell: &Shell) -> String {
        shell.t(&format!("tour.{}", self.key)).to_owned()
    }
    fn more(&self, shell: &Shell) -> String {
        shell.t(&format!("tour_more.{}", self.key)).to_owned()
    }
}
