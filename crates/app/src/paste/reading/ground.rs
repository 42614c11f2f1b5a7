//! What a text is read against: people, units, items. It comes from files or from the realm; the reading does not care.
use super::fold::folded;
use super::keywords::Keywords;
use super::measure::{self, Hint};
use super::names::Names;
use crate::web::Fault;
use jiff::civil::Date;

/// A person who may be meant.
#[derive(Debug, Clone, Default)]
pub struct Known {
    pub code: String,
    pub name: String,
    /// As the people file writes it, or the unit's code in the realm.
    pub unit: String,
    pub title: String,
    pub nicknames: Vec<String>,
}

/// A unit that may be named: what is given back, and what it is called.
#[derive(Debug, Clone, Default)]
pub struct KnownUnit {
    pub key: String,
    pub name: String,
}

#[derive(Debug, Clone, Default)]
pub struct KnownItem {
    pub id: String,
    pub name: String,
    pub label: String,
    pub measures: Vec<KnownMeasure>,
}

/// One of an item's indicators.
#[derive(Debug, Clone, Default)]
pub struct KnownMeasure {
    pub name: String,
    /// Folded.
    pub measure: String,
    /// The most one deed may hold, in thousandths.
    pub most: Option<i64>,
    pub hints: Vec<Hint>,
}

impl KnownMeasure {
    pub fn new(name: &str, measure: &str, most: Option<i64>, hint: &str) -> Self {
        Self { name: name.to_owned(), measure: folded(measure), most, hints: measure::hints(hint) }
    }
}

/// Everything a text is read against.
#[derive(Debug, Default)]
pub struct Ground {
    pub people: Vec<Known>,
    pub items: Vec<KnownItem>,
    pub units: Vec<KnownUnit>,
    /// The day that 昨天 and 周六 are counted from.
    pub today: Option<Date>,
    pub names: Names,
    pub keywords: Keywords,
    /// Words that may stand behind a number, longest first.
    pub measures: Vec<String>,
    /// What units are called in texts, folded: in full, and without 乡 and 镇.
    pub unit_names: Vec<(String, usize, bool)>,
}

impl Ground {
    pub fn new(people: Vec<Known>, mut units: Vec<KnownUnit>, items: Vec<KnownItem>, today: Option<Date>) -> Self {
        for person in &people {
            if !person.unit.is_empty() && !units.iter().any(|u| u.key == person.unit) {
                units.push(KnownUnit { key: person.unit.clone(), name: person.unit.clone() });
            }
        }
        let names = Names::new(&people);
        let keywords = Keywords::new(&items);
        let mut measures: Vec<String> = measure::words().map(ToOwned::to_owned).collect();
        for known in items.iter().flat_map(|i| &i.measures) {
            measures.push(known.measure.clone());
            measures.extend(known.hints.iter().map(|h| h.0.trim_start_matches(['个', '辆', '只', '条', '艘']).to_owned()));
        }
        measures.retain(|m| !m.is_empty());
        measures.sort_by_key(|m| std::cmp::Reverse(m.chars().count()));
        measures.dedup();
        let unit_names = unit_names(&units);
        Self { people, items, units, today, names, keywords, measures, unit_names }
    }

    /// # Errors
    /// `Invalid` when one of the two cannot be read.
    pub fn of_files(people: &str, items: &str, today: Option<Date>) -> Result<Self, Fault> {
        Ok(Self::new(people_of(people)?, Vec::new(), items_of(items)?, today))
    }
}

#[rustfmt::skip]
const ENDINGS: &[&str] = &[
    "镇", "乡", "村", "街道", "街道办", "街道办事处", "办事处", "社区", "县", "区", "局", "村委会", "社区居委会", "居委会", "社区居民委员会", "村民委员会", "team", "branch",
];

/// Every name a unit goes by, folded, with whether it is the full one.
fn unit_names(units: &[KnownUnit]) -> Vec<(String, usize, bool)> {
    let mut names = Vec::new();
    let mut add = |name: &str, unit: usize, full: bool| {
        let name = name.trim().to_owned();
        let han = name.chars().any(super::fold::is_han);
        if name.chars().count() >= if han { 2 } else { 4 } && !names.contains(&(name.clone(), unit, full)) {
            names.push((name, unit, full));
        }
    };
    for (n, unit) in units.iter().enumerate() {
        let full = folded(&unit.name);
        add(&full, n, true);
        let bare =
            ["县", "市", "区", "省"].iter().find_map(|p| full.strip_prefix(p)).filter(|b| b.chars().count() >= 2 && !full.contains('村'));
        for name in [Some(full.as_str()), bare].into_iter().flatten() {
            add(name, n, name == full);
            for ending in ENDINGS {
                if let Some(short) = name.strip_suffix(ending) {
                    add(short, n, false);
                    if *ending == "村委会" || *ending == "村民委员会" {
                        add(&format!("{short}村"), n, true);
                    }
                }
            }
        }
        // 下村镇崔庄村: the village alone, too.
        if let Some((_, village)) = full.split_once(['镇', '乡']).filter(|(_, v)| v.ends_with('村') && v.chars().count() >= 2) {
            add(village, n, false);
            add(village.trim_end_matches('村'), n, false);
        }
    }
    names.sort_by_key(|(name, _, _)| std::cmp::Reverse(name.chars().count()));
    names
}

/// code,name,unit,nicknames; the last may be missing, columns may stand in any order.
fn people_of(text: &str) -> Result<Vec<Known>, Fault> {
    let bad = |what: &dyn std::fmt::Display| Fault::says("people", "need.csv", &[("what", what)]);
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().map_err(|e| bad(&e))?.iter().map(str::to_lowercase).collect();
    let column = |names: &[&str]| header.iter().position(|h| names.contains(&h.as_str()));
    let name = column(&["name", "姓名"])
        .ok_or_else(|| Fault::says("people", "need.column", &[("column", &"name"), ("columns", &"code,name,unit,nicknames")]))?;
    let (code, unit) = (column(&["code", "代码", "编号"]), column(&["unit", "单位"]));
    let (nick, title) = (column(&["nicknames", "nickname", "昵称"]), column(&["title", "post", "职务"]));
    let mut people = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| bad(&e))?;
        let get = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or("").to_owned();
        let person = Known { code: get(code), name: get(Some(name)), unit: get(unit), title: get(title), nicknames: nicknames(&get(nick)) };
        if !person.name.is_empty() {
            people.push(person);
        }
    }
    Ok(people)
}

/// Nicknames stand apart by ; 、 , | or / — and by spaces where they are Han.
fn nicknames(text: &str) -> Vec<String> {
    let parts = text.split([';', '；', '、', ',', '，', '|', '/']);
    let split = |part: &str| -> Vec<String> {
        if part.chars().any(super::fold::is_han) {
            part.split_whitespace().map(ToOwned::to_owned).collect()
        } else {
            vec![part.trim().to_owned()]
        }
    };
    parts.flat_map(split).filter(|n| !n.is_empty()).collect()
}

/// A campaign file, read for what it calls things: whatever else it says is another reader's.
fn items_of(text: &str) -> Result<Vec<KnownItem>, Fault> {
    let bad = |what: &dyn std::fmt::Display| Fault::says("items", "need.toml", &[("what", what)]);
    let file: toml::Table = text.parse().map_err(|e: toml::de::Error| bad(&e.message()))?;
    let text = |table: &toml::Table, key: &str| match table.get(key) {
        Some(toml::Value::String(text)) => text.clone(),
        Some(value @ (toml::Value::Integer(_) | toml::Value::Float(_))) => value.to_string(),
        _ => String::new(),
    };
    let list = |table: &toml::Table, key: &str| table.get(key).and_then(toml::Value::as_array).cloned().unwrap_or_default();
    let mut items = Vec::new();
    for item in list(&file, "items").iter().filter_map(toml::Value::as_table) {
        let mut rows: Vec<toml::Table> = list(item, "indicators").iter().filter_map(toml::Value::as_table).cloned().collect();
        if rows.is_empty() && item.contains_key("measure") {
            rows.push(item.clone());
        }
        let measure = |row: &toml::Table| {
            let most = crate::campaigns::file::milli(&text(row, "most"));
            KnownMeasure::new(&text(row, "name"), &text(row, "measure"), most, &text(row, "hint"))
        };
        items.push(KnownItem {
            id: text(item, "id"),
            name: text(item, "name"),
            label: text(item, "label"),
            measures: rows.iter().map(measure).collect(),
        });
    }
    if items.is_empty() { Err(bad(&"[[items]]")) } else { Ok(items) }
}
