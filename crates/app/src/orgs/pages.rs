//! Units in public: one unit, and the tree of all.

use askama::Template;

use crate::web::deed_line::DeedLine;
use crate::web::layout::{Link, Shell};
use crate::web::pieces::{ItemFigure, TileGroup, UnitTile};

/// GET /units/{code}
#[derive(Template)]
#[template(path = "orgs/unit.html")]
pub struct UnitPage {
    pub shell: Shell,
    pub name: String,
    /// Kind in words, as 镇, 县直单位.
    pub kind: String,
    pub code: String,
    /// Local ISO days between which the unit exists; open ends are None.
    pub since: Option<String>,
    pub until: Option<String>,
    /// From the root down to the parent.
    pub crumbs: Vec<Link>,
    pub figures: Vec<ItemFigure>,
    pub children: Vec<UnitTile>,
    /// The units below as files.
    pub files: Vec<String>,
    pub feed: Vec<DeedLine>,
    pub feed_href: Option<String>,
    /// The unit's access page, for its clerk.
    pub access: Option<String>,
    /// Its groups and its history, likewise.
    pub desks: Option<(String, String)>,
}

impl UnitPage {
    fn told(&self) -> String {
        self.shell.tell(&self.name).items(&self.figures).units(&self.children).records(&self.feed).end()
    }
}

/// GET /units
#[derive(Template)]
#[template(path = "orgs/units.html")]
pub struct UnitsPage {
    pub shell: Shell,
    /// The root unit, when the realm has one.
    pub root: Option<Link>,
    pub groups: Vec<TileGroup>,
    pub files: Vec<String>,
    /// Where this reader may import units.
    pub import: Option<String>,
    /// Where those who sit at a desk see people, and sets of units and teams.
    pub desks: Vec<Link>,
}

impl UnitsPage {
    fn told(&self) -> String {
        let told = self.shell.tell(self.root.as_ref().map_or(self.shell.t("nav.units"), |root| &root.label));
        self.groups.iter().fold(told, |told, group| told.say(&group.title).units(&group.tiles)).end()
    }
}
