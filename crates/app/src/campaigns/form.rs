//! The set-up form read back: the campaign as typed, and what the pressed button does to it.
use super::file::{CampaignFile, IndicatorFile, ItemFile};
use super::made::new_id;
use crate::web::Fields;
use ledger::Chance;

/// What the pressed button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Look at it again.
    Check,
    Save,
    Open,
    AddItem,
    RemoveItem(usize),
    /// Up by one.
    RaiseItem(usize),
    LowerItem(usize),
    AddMeasure(usize),
    RemoveMeasure(usize, usize),
}

impl Act {
    /// `remove-measure.2.0`; anything unknown only looks.
    pub fn parse(text: &str) -> Self {
        let mut parts = text.split('.');
        let word = parts.next().unwrap_or("");
        let at: Vec<usize> = parts.filter_map(|p| p.parse().ok()).collect();
        match (word, at.as_slice()) {
            ("save", _) => Act::Save,
            ("open", _) => Act::Open,
            ("add-item", _) => Act::AddItem,
            ("remove-item", [n]) => Act::RemoveItem(*n),
            ("raise-item", [n]) => Act::RaiseItem(*n),
            ("lower-item", [n]) => Act::LowerItem(*n),
            ("add-measure", [n]) => Act::AddMeasure(*n),
            ("remove-measure", [n, m]) => Act::RemoveMeasure(*n, *m),
            _ => Act::Check,
        }
    }

    pub fn apply(self, file: &mut CampaignFile, chance: &mut Chance) {
        let items = &mut file.items;
        match self {
            Act::AddItem => items.push(ItemFile::blank(chance)),
            Act::RemoveItem(n) if n < items.len() => {
                items.remove(n);
            }
            Act::RaiseItem(n) if n > 0 && n < items.len() => items.swap(n, n - 1),
            Act::LowerItem(n) if n + 1 < items.len() => items.swap(n, n + 1),
            Act::AddMeasure(n) if n < items.len() => items[n].indicators.push(IndicatorFile::blank(chance)),
            Act::RemoveMeasure(n, m) if n < items.len() && m < items[n].indicators.len() => {
                items[n].indicators.remove(m);
            }
            _ => {}
        }
    }
}

/// The form's fields are called as the places of the file: `items[0].name`.
pub fn read(fields: &Fields, chance: &mut Chance) -> CampaignFile {
    let text = |name: &str| fields.get(name).replace("\r\n", "\n");
    CampaignFile {
        id: fields.some("id").unwrap_or_else(|| new_id("c", chance)),
        name: text("name"),
        mine: text("mine"),
        slogan: text("slogan"),
        blurb: text("blurb"),
        unit: text("unit"),
        from: text("from"),
        to: text("to"),
        rules: None,
        complaints: text("complaints"),
        switches: fields.all("switches").map(ToOwned::to_owned).collect(),
        items: (0..)
            .map(|n| format!("items[{n}]"))
            .take_while(|path| fields.has(&format!("{path}.id")))
            .map(|path| item(fields, &path))
            .collect(),
    }
}

fn item(fields: &Fields, path: &str) -> ItemFile {
    let text = |name: &str| fields.get(&format!("{path}.{name}")).replace("\r\n", "\n");
    let or = |name: &str, usual: &str| Some(text(name)).filter(|t| !t.is_empty()).unwrap_or_else(|| usual.to_owned());
    let measures = (0..).map(|m| format!("{path}.indicators[{m}]")).take_while(|at| fields.has(&format!("{at}.id")));
    ItemFile {
        id: text("id"),
        name: text("name"),
        label: text("label"),
        way: or("way", "own"),
        evidence: or("evidence", "none"),
        justification: text("justification"),
        required: fields.all(&format!("{path}.required")).map(ToOwned::to_owned).collect(),
        target: Some(text("target")).filter(|t| !t.is_empty()),
        per: or("per", "campaign"),
        note: text("note"),
        lead: text("lead"),
        indicators: measures.map(|at| measure(fields, &at)).collect(),
    }
}

fn measure(fields: &Fields, path: &str) -> IndicatorFile {
    let text = |name: &str| fields.get(&format!("{path}.{name}")).to_owned();
    IndicatorFile {
        id: text("id"),
        name: text("name"),
        measure: text("measure"),
        decimals: text("decimals").parse().unwrap_or(0),
        most: text("most"),
        step: Some(text("step")).filter(|t| !t.is_empty()),
        hint: text("hint"),
        how: fields.all(&format!("{path}.how")).map(ToOwned::to_owned).collect(),
        also: text("also").split([' ', ',', '，', '、']).filter(|id| !id.is_empty()).map(ToOwned::to_owned).collect(),
    }
}
