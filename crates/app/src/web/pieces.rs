//! Plain pieces several pages show: an item's figure, a unit's tile, a petal.

use super::blossom;
use super::download::Columns;
use super::html::Html;
use super::layout::{Fig, Shell};
use super::words::Words;
use paper::xlsx::Cell;

/// One item of a campaign or of a unit, added up.
#[derive(Clone, Debug)]
pub struct ItemFigure {
    /// Position of the item in the campaign, from 1.
    pub hue: u8,
    pub name: String,
    pub value: Fig,
    /// Its other measures.
    pub more: Vec<OtherMeasure>,
    /// What is received and not yet checked.
    pub waiting: Option<Fig>,
    /// In place of `waiting`, as 自愿，不设计划数.
    pub note: String,
    /// The planned number in its measure, and whose; empty where there is none.
    pub planned: String,
}

/// What else an item is measured in.
#[derive(Clone, Debug)]
pub struct OtherMeasure {
    pub name: String,
    pub value: Fig,
    pub waiting: Option<Fig>,
}

/// A unit that can be opened: which items it has begun, never how far it is.
#[derive(Clone, Debug)]
pub struct UnitTile {
    pub name: String,
    pub href: String,
    /// One an item: its name, and whether the unit has begun it.
    pub items: Vec<(String, bool)>,
    /// Column and row where it is laid, as on a map.
    pub at: Option<(i64, i64)>,
}

/// How many columns tiles take that are all laid by hand; none when one is not.
pub fn laid(tiles: &[UnitTile]) -> Option<i64> {
    tiles.iter().map(|tile| Some(tile.at?.0)).collect::<Option<Vec<_>>>()?.into_iter().max()
}

impl UnitTile {
    /// Where it stands, as the grid reads it.
    pub fn place(&self) -> String {
        self.at.map(|(column, row)| format!("--column:{column};--row:{row}")).unwrap_or_default()
    }

    /// The items the unit has begun.
    pub fn begun(&self) -> Vec<&str> {
        self.items.iter().filter(|(_, begun)| *begun).map(|(name, _)| name.as_str()).collect()
    }

    pub fn strip(&self, shell: &Shell) -> Html {
        let on: Vec<bool> = self.items.iter().map(|(_, begun)| *begun).collect();
        let titles: Vec<&str> = self.items.iter().map(|(name, _)| name.as_str()).collect();
        let begun = self.begun();
        let alt = if begun.is_empty() {
            shell.t("units.none_begun").to_owned()
        } else {
            shell.one("units.begun", "items", begun.join(shell.t("form.comma")))
        };
        blossom::strip(&on, &titles, &alt)
    }
}

/// A unit below another, as a list says it.
#[derive(Clone, Debug)]
pub struct UnitRow {
    pub code: String,
    pub name: String,
    /// Its kind in words.
    pub kind: String,
    /// The items it has begun, in words.
    pub begun: String,
}

impl Columns for UnitRow {
    const COLUMNS: &'static [&'static str] = &["figures.unit_code", "deed.unit", "units.kind", "units.items_begun"];
    fn cells<'a>(&'a self, _: &'a Words) -> Vec<Cell<'a>> {
        [&self.code, &self.name, &self.kind, &self.begun].map(|text| Cell::Text(text)).into()
    }
}

/// A titled set of tiles, as 乡镇 or 县直单位.
#[derive(Clone, Debug)]
pub struct TileGroup {
    pub title: String,
    pub tiles: Vec<UnitTile>,
}

/// One petal: its share 0..=1 and its one-character label.
#[derive(Clone, Debug)]
pub struct Petal {
    pub part: f32,
    pub label: String,
}

/// A blossom of petals, `size` pixels wide.
pub fn bloom(petals: &[Petal], size: u32, alt: &str) -> Html {
    let parts: Vec<f32> = petals.iter().map(|petal| petal.part).collect();
    let labels: Vec<&str> = petals.iter().map(|petal| petal.label.as_str()).collect();
    blossom::blossom(&parts, &labels, size, alt)
}
