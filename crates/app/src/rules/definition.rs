//! A campaign's definition as the lint sees it: every key with its path and what stands around it, and the items.
use super::text::key;
use toml::{Table, Value};

/// One key, or one element of a list, with where it stands.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// `items[3].target`
    pub path: String,
    /// The key as words; an element has its list's.
    pub key: String,
    pub value: &'a Value,
    /// The tables it stands in, outermost first.
    pub around: Vec<&'a Table>,
    /// The item it belongs to.
    pub item: Option<usize>,
    /// Whether it is an element of a list.
    pub element: bool,
}

/// An item with everything that says what it counts.
#[derive(Debug)]
pub struct ItemView<'a> {
    pub table: &'a Table,
    pub path: String,
    /// Path and text of ids, names and measures: what is counted.
    pub counted: Vec<(String, String)>,
    /// Everything it says, for what it is about.
    pub about: String,
}

#[derive(Debug)]
pub struct Definition<'a> {
    pub top: &'a Table,
    pub entries: Vec<Entry<'a>>,
    pub items: Vec<ItemView<'a>>,
}

impl<'a> Definition<'a> {
    pub fn of(top: &'a Table) -> Self {
        let mut entries = Vec::new();
        walk(top, "", &[], None, &mut entries);
        let items = tables(top.get("items")).enumerate().map(|(n, table)| ItemView::of(table, format!("items[{n}]"))).collect();
        Self { top, entries, items }
    }
    /// The entries of an item, or of the campaign itself.
    pub fn within(&self, item: Option<usize>) -> impl Iterator<Item = &Entry<'a>> {
        self.entries.iter().filter(move |e| e.item == item)
    }
}

impl<'a> ItemView<'a> {
    fn of(table: &'a Table, path: String) -> Self {
        let mut counted = Vec::new();
        let mut say = |path: String, table: &Table| {
            for name in ["name", "id", "measure"] {
                if let Some(text) = table.get(name).and_then(Value::as_str) {
                    let text = if name == "id" { text.replace(['-', '_'], " ") } else { text.to_owned() };
                    counted.push((format!("{path}.{name}"), super::text::plain(text.trim())));
                }
            }
        };
        say(path.clone(), table);
        for (n, indicator) in tables(table.get("indicators")).enumerate() {
            say(format!("{path}.indicators[{n}]"), indicator);
        }
        let about = counted.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n");
        Self { table, path, counted, about }
    }
}

/// The tables of an array of tables.
pub fn tables(value: Option<&Value>) -> impl Iterator<Item = &Table> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table)
}

fn walk<'a>(table: &'a Table, path: &str, around: &[&'a Table], item: Option<usize>, out: &mut Vec<Entry<'a>>) {
    let around: Vec<&Table> = around.iter().copied().chain([table]).collect();
    for (name, value) in table {
        let at = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let entry = |path: String, value: &'a Value, element| Entry { path, key: key(name), value, around: around.clone(), item, element };
        out.push(entry(at.clone(), value, false));
        match value {
            Value::Table(inner) => walk(inner, &at, &around, item, out),
            Value::Array(all) => {
                for (n, element) in all.iter().enumerate() {
                    let at = format!("{at}[{n}]");
                    match element {
                        Value::Table(inner) => {
                            let item = if path.is_empty() && name == "items" { Some(n) } else { item };
                            walk(inner, &at, &around, item, out);
                        }
                        other => out.push(entry(at, other, true)),
                    }
                }
            }
            _ => {}
        }
    }
}

/// Words that say that something is off.
const OFF: [&str; 18] = [
    "",
    "none",
    "no",
    "off",
    "false",
    "never",
    "0",
    "nil",
    "null",
    "optional",
    "voluntary",
    "disabled",
    "n_a",
    "无",
    "否",
    "不",
    "自愿",
    "可不附",
];

/// Whether a value switches its key on.
pub fn on(value: &Value) -> bool {
    match value {
        Value::Boolean(on) => *on,
        Value::Integer(n) => *n != 0,
        Value::Float(n) => *n != 0.0,
        Value::String(text) => !OFF.contains(&key(text).as_str()),
        Value::Array(all) => all.iter().any(on),
        Value::Table(table) => match table.get("enabled").or_else(|| table.get("required")).or_else(|| table.get("on")) {
            Some(says) => on(says),
            None => table.values().any(on),
        },
        Value::Datetime(_) => true,
    }
}

/// Whether a value says something at all, zero included.
pub fn given(value: &Value) -> bool {
    match value {
        Value::Integer(_) | Value::Float(_) => true,
        Value::String(text) => text.trim().parse::<f64>().is_ok() || on(value),
        Value::Array(all) => all.iter().any(given),
        Value::Table(table) => table.values().any(given),
        other => on(other),
    }
}

/// Whether a key says that the thing is *not* done: `no_ranking = true`.
pub fn denies(key: &str) -> bool {
    let first = key.split('_').next().unwrap_or("");
    [
        "no",
        "not",
        "without",
        "disable",
        "disabled",
        "hide",
        "never",
        "forbid",
        "forbidden",
        "ban",
        "skip",
        "exclude",
        "allow",
        "optional",
        "不",
        "无",
    ]
    .contains(&first)
        || key.ends_with("_optional")
        || key.ends_with("_off")
        || key.ends_with("_disabled")
}

/// A reason written in one of the tables around: more than a token.
pub fn reason(around: &[&Table]) -> bool {
    around.iter().rev().flat_map(|t| t.iter()).any(|(name, value)| is_reason(&key(name)) && value.as_str().is_some_and(is_written))
}

fn is_reason(key: &str) -> bool {
    ["justification", "justify", "justified", "reason", "why", "because", "necessity", "rationale", "理由", "原因", "必要性"]
        .iter()
        .any(|word| key == *word || key.starts_with(&format!("{word}_")) || key.ends_with(&format!("_{word}")))
}

/// At least four letters of Han, or two words.
fn is_written(text: &str) -> bool {
    let han = text.chars().filter(|c| super::text::is_han(*c)).count();
    let words = text.split_whitespace().filter(|w| w.chars().any(char::is_alphabetic)).count();
    let empty = ["上级要求", "工作需要", "考核需要", "按要求", "to be added", "to do"]
        .contains(&text.trim().to_lowercase().trim_end_matches(['。', '.']));
    !empty && (han >= 4 || words >= 2)
}
