//! What a definition asks of those who record: fields, proofs, personal data; and what it publishes.
use super::definition::{Definition, Entry, denies, on, reason};
use super::pack::Rule;
use super::structure::Hit;
use super::text::{self, key};
use regex::Regex;
use toml::{Table, Value};

/// More fields than this, beside item and quantity, want a reason.
const FIELDS_MOST: usize = 4;

/// One field that is asked.
struct Field<'a> {
    path: String,
    name: String,
    required: bool,
    /// Its own table and those around it, outermost first.
    around: Vec<&'a Table>,
    item: Option<usize>,
}

/// Whether a key holds a list of fields.
pub fn is_list(key: &str) -> bool {
    is_required_list(key)
        || ["optional", "optional_fields", "may_fill", "collect", "collects", "personal", "personal_data", "data", "可选"].contains(&key)
}

fn is_required_list(key: &str) -> bool {
    [
        "required",
        "required_fields",
        "require",
        "requires",
        "must",
        "must_fill",
        "mandatory",
        "mandatory_fields",
        "fields",
        "form",
        "form_fields",
        "ask",
        "asks",
        "asked",
        "questions",
        "inputs",
        "columns",
        "extra_fields",
        "required_evidence",
        "evidence_required",
        "proof",
        "proofs",
        "attachments",
        "必填",
        "必填项",
        "填写",
    ]
    .contains(&key)
}

fn fields<'a>(d: &Definition<'a>) -> Vec<Field<'a>> {
    let mut all = Vec::new();
    for entry in d.entries.iter().filter(|e| !e.element && is_list(&e.key)) {
        let must = is_required_list(&entry.key);
        match entry.value {
            Value::Array(list) => list.iter().enumerate().for_each(|(n, v)| of_element(entry, n, v, must, &mut all)),
            Value::Table(table) => table.iter().for_each(|(name, v)| of_key(entry, name, v, must, &mut all)),
            Value::String(text) => {
                let names = text.split([' ', ',', '，', '、', ';']).filter(|n| !n.is_empty());
                all.extend(names.filter(|n| on(&Value::String((*n).to_owned()))).map(|n| field(entry, entry.path.clone(), n, must, None)));
            }
            _ => {}
        }
    }
    all
}

fn field<'a>(entry: &Entry<'a>, path: String, name: &str, required: bool, own: Option<&'a Table>) -> Field<'a> {
    let around = entry.around.iter().copied().chain(own).collect();
    Field { path, name: key(name), required, around, item: entry.item }
}

fn of_element<'a>(entry: &Entry<'a>, n: usize, value: &'a Value, must: bool, all: &mut Vec<Field<'a>>) {
    let path = format!("{}[{n}]", entry.path);
    match value {
        Value::String(name) => all.push(field(entry, path, name, must, None)),
        Value::Table(own) => {
            let name = ["id", "name", "field", "label", "key"].iter().find_map(|k| own.get(*k)?.as_str()).unwrap_or("");
            all.push(field(entry, path, name, is_required(own, must && entry.key != "fields" && entry.key != "form"), Some(own)));
        }
        _ => {}
    }
}

fn of_key<'a>(entry: &Entry<'a>, name: &str, value: &'a Value, must: bool, all: &mut Vec<Field<'a>>) {
    let path = format!("{}.{name}", entry.path);
    match value {
        Value::Table(own) => all.push(field(entry, path, name, is_required(own, must && entry.key != "fields"), Some(own))),
        other if on(other) => all.push(field(entry, path, name, must, None)),
        _ => {}
    }
}

fn is_required(own: &Table, usual: bool) -> bool {
    let says = |name: &str| own.get(name).map(on);
    says("required").or(says("mandatory")).or(says("must")).unwrap_or(usual && says("optional") != Some(true))
}

/// Kinds of evidence that an item demands by the usual key.
fn evidence_of(entry: &Entry) -> Option<String> {
    let kind = entry.value.as_str().filter(|_| entry.key == "evidence" && on(entry.value))?;
    Some(key(kind))
}

/// Items that ask for more than four fields without a reason shown.
pub fn many(d: &Definition) -> Vec<Hit> {
    let all = fields(d);
    let common = all.iter().filter(|f| f.item.is_none() && f.required).count();
    let mut found = Vec::new();
    for (n, item) in d.items.iter().enumerate() {
        let own: Vec<&Field> = all.iter().filter(|f| f.item == Some(n) && f.required).collect();
        let proof = d.within(Some(n)).filter_map(evidence_of).filter(|kind| !own.iter().any(|f| f.name == *kind)).count();
        let told = reason(&[item.table]) || own.iter().any(|f| reason(&f.around[1..]));
        if own.len() + common + proof > FIELDS_MOST && !told && !reason(&[d.top]) {
            let path = own.last().map_or(item.path.clone(), |f| f.path.split('[').take(2).collect::<Vec<_>>().join("["));
            found.push((list_path(&path, own.len() > 1), String::new()));
        }
    }
    if d.items.is_empty() && common > FIELDS_MOST && !reason(&[d.top]) {
        found.push(("required".to_owned(), String::new()));
    }
    found
}

/// `items[0].required` for any of its elements.
fn list_path(path: &str, list: bool) -> String {
    if !list {
        return path.to_owned();
    }
    path.trim_end_matches(|c: char| c == ']' || c.is_ascii_digit()).trim_end_matches('[').to_owned()
}

/// Proof demanded without a reason: by `evidence`, by a list of fields, by a key of its own.
pub fn evidence(rule: &Rule, d: &Definition) -> Vec<Hit> {
    let Some(names) = &rule.topic_name else { return Vec::new() };
    let proof = |name: &str| names.is_match(name) || name.split('_').any(|w| names.is_match(w)) && !name.contains("place");
    let mut found: Vec<Hit> = Vec::new();
    for entry in d.entries.iter().filter(|e| !reason(&e.around)) {
        let by_evidence = !entry.element && entry.key == "evidence" && demands(entry.value) && !table_reason(entry.value);
        let by_key = !entry.element
            && !is_list(&entry.key)
            && entry.key != "evidence"
            && proof(&entry.key)
            && forces(&entry.key)
            && on(entry.value)
            && !table_reason(entry.value);
        if by_evidence || by_key {
            found.push((entry.path.clone(), String::new()));
        }
    }
    let fields = fields(d).into_iter().filter(|f| f.required && proof(&f.name) && !reason(&f.around));
    found.extend(fields.map(|f| (f.path, String::new())));
    found
}

fn demands(value: &Value) -> bool {
    match value {
        Value::Table(t) => on(value) && t.get("required").is_none_or(on) && t.get("optional").is_none_or(|o| !on(o)),
        other => on(other),
    }
}

fn table_reason(value: &Value) -> bool {
    value.as_table().is_some_and(|t| reason(&[t]))
}

/// Whether a key about proofs demands them, rather than allowing or limiting them.
fn forces(key: &str) -> bool {
    let spares = [
        "max",
        "most",
        "allow",
        "allowed",
        "may",
        "optional",
        "suggested",
        "public",
        "publish",
        "show",
        "display",
        "cover",
        "consent",
        "retention",
        "keep",
        "hide",
        "erase",
        "sensitive",
        "cleaned",
        "repaired",
    ];
    !denies(key) && !key.split('_').any(|w| spares.contains(&w))
}

/// Fields that ask for what records hold.
pub fn held(rule: &Rule, d: &Definition) -> Vec<Hit> {
    let Some(names) = &rule.topic_name else { return Vec::new() };
    let all = fields(d)
        .into_iter()
        .filter(|f| !["optional", "optional_fields"].contains(&f.path.rsplit('.').next().unwrap_or("").split('[').next().unwrap_or("")));
    all.filter(|f| names.is_match(&f.name) && !reason(&f.around[f.around.len() - 1..])).map(|f| (f.path, String::new())).collect()
}

/// Sensitive data that is not marked, or without separate consent.
pub fn sensitive(rule: &Rule, d: &Definition) -> Vec<Hit> {
    let Some(names) = &rule.topic_name else { return Vec::new() };
    personal(names, d, |around| marked(around) && consents(around))
}

/// Minors' data, or minors taking part, without a guardian's consent.
pub fn minors(rule: &Rule, d: &Definition) -> Vec<Hit> {
    let Some(names) = &rule.topic_name else { return Vec::new() };
    let mut found = personal(names, d, consents);
    let young = |e: &&Entry| {
        let age = ["min_age", "minimum_age", "age_from", "from_age", "ages_from", "youngest"].contains(&e.key.as_str())
            && number(e.value).is_some_and(|n| n < 18.0);
        let ages = ["age", "ages", "age_group", "age_range"].contains(&e.key.as_str()) && number(e.value).is_some_and(|n| n < 18.0);
        let named = [
            "minors",
            "minors_take_part",
            "minors_allowed",
            "children_take_part",
            "children_record",
            "under_18",
            "under_14",
            "under_16",
            "participants_under_18",
            "pupils_record",
        ];
        let who = ["participants", "audience", "open_to", "who", "recorders"].contains(&e.key.as_str())
            && e.value.as_str().is_some_and(|v| {
                text::key(v).split('_').any(|w| ["children", "minors", "pupils", "kids", "儿童", "未成年人", "学生", "小学生"].contains(&w))
            });
        !e.element && (age || ages || who || named.contains(&e.key.as_str()) && on(e.value)) && !consents(&e.around)
    };
    found.extend(d.entries.iter().filter(young).map(|e| (e.path.clone(), String::new())));
    found
}

/// The first number in a value: 8 in `ages = "8-14"`.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(n) => Some(*n as f64),
        Value::Float(n) => Some(*n),
        Value::String(text) => text.split(|c: char| !c.is_ascii_digit()).find(|s| !s.is_empty())?.parse().ok(),
        Value::Array(all) => all.first().and_then(number),
        _ => None,
    }
}

/// Fields, proofs and keys that name personal data, where what stands around is not enough.
fn personal(names: &Regex, d: &Definition, enough: impl Fn(&[&Table]) -> bool) -> Vec<Hit> {
    let all = fields(d).into_iter().filter(|f| names.is_match(&f.name) && !enough(&f.around));
    let mut found: Vec<Hit> = all.map(|f| (f.path, String::new())).collect();
    for entry in d.entries.iter().filter(|e| !e.element && !is_list(&e.key)) {
        let collects = entry
            .key
            .split_once('_')
            .filter(|(verb, _)| ["collect", "require", "record", "ask", "store", "need"].contains(verb))
            .map(|(_, what)| what);
        let ends = entry.key.strip_suffix("_required").or(collects).unwrap_or(&entry.key);
        let by_key = names.is_match(ends) && !denies(&entry.key) && on(entry.value) && !inside_declaration(entry);
        let by_evidence = evidence_of(entry).is_some_and(|kind| names.is_match(&kind));
        if (by_key || by_evidence) && !enough(&entry.around) && !entry.value.as_table().is_some_and(|t| enough(&[t])) {
            found.push((entry.path.clone(), String::new()));
        }
    }
    found
}

/// Inside `[fields.health]`, `[sensitive]` and the like the names are already seen.
fn inside_declaration(entry: &Entry) -> bool {
    entry.path.split('.').rev().skip(1).any(|part| {
        let name = part.split('[').next().unwrap_or("");
        is_list(name) || name.contains("sensitive") || name.contains("consent") || name.contains("publi")
    })
}

fn marked(around: &[&Table]) -> bool {
    around.iter().flat_map(|t| t.iter()).any(|(name, value)| {
        let key = key(name);
        key.contains("sensitive") && on(value)
            || ["type", "kind", "class", "sensitivity", "category"].contains(&key.as_str())
                && value.as_str().is_some_and(|v| v.to_lowercase().contains("sensitive") || v.contains("敏感"))
            || key.contains("敏感") && on(value)
    })
}

fn consents(around: &[&Table]) -> bool {
    let yes = |value: &Value| {
        on(value)
            && value.as_str().is_none_or(|v| !["implied", "general", "assumed", "not_needed", "not_required"].contains(&key(v).as_str()))
    };
    around.iter().flat_map(|t| t.iter()).any(|(name, value)| {
        let key = key(name);
        (key.contains("consent") || key.contains("同意")) && !denies(&key) && yes(value)
    })
}

/// What is published names people served, or their papers.
pub fn published(rule: &Rule, d: &Definition) -> Vec<Hit> {
    let Some(names) = &rule.topic_name else { return Vec::new() };
    let publishes = |key: &str| {
        key.split('_').any(|w| ["public", "publish", "published", "publishes", "publicly", "show", "shown", "display", "open"].contains(&w))
            || key.contains("公开")
            || key.contains("公示")
    };
    let hit = |e: &&Entry| {
        if !publishes(&e.key) || denies(&e.key) {
            return false;
        }
        let what: Vec<&str> = e.key.split('_').filter(|w| !publishes(w)).collect();
        let by_key = !e.element && names.is_match(&what.join("_")) && on(e.value);
        let by_value = e.value.as_str().is_some_and(|v| v.split([' ', ',', '，', '、']).any(|n| names.is_match(&key(n))));
        let by_table = e.value.as_table().is_some_and(|t| t.iter().any(|(n, v)| names.is_match(&key(n)) && on(v)));
        by_key || by_value || by_table
    };
    d.entries.iter().filter(hit).map(|e| (e.path.clone(), String::new())).collect()
}
