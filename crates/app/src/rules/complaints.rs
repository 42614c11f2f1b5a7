//! Complaints: that there is a way, and that it does not end where it began.
use super::definition::{Definition, Entry, on};
use super::structure::Hit;
use super::text;
use toml::Value;

fn is_complaint(entry: &&Entry) -> bool {
    let named = entry.key.split('_').any(|w| ["complaint", "complaints", "complain"].contains(&w)) || entry.key.contains("投诉");
    // A number beside complaints is a target, which is another rule's.
    let number =
        ["zero", "target", "targets", "max", "maximum", "limit", "count", "quota"].iter().any(|w| entry.key.split('_').any(|k| k == *w));
    named && !number
}

/// Switched off, left empty, hidden.
pub fn off(d: &Definition) -> Vec<Hit> {
    let hit = |e: &&Entry| {
        let first = e.key.split('_').next().unwrap_or("");
        let hides = ["hide", "hidden", "no", "disable", "close", "closed", "block", "without", "ignore"].contains(&first);
        let closes = ["_hidden", "_closed", "_disabled", "_off", "_ignored"].iter().any(|end| e.key.ends_with(end));
        let independent = e.key.contains("independent");
        !e.element && !independent && if hides || closes { on(e.value) } else { is_empty(e.value) }
    };
    // Outside `complaints = ""` of the usual format, which means the realm's own contact.
    let usual = |e: &&Entry| !(e.key == "complaints" && e.item.is_none() && e.value.as_str() == Some(""));
    d.entries.iter().filter(is_complaint).filter(usual).filter(hit).map(|e| (e.path.clone(), String::new())).collect()
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Table(table) => table.get("enabled").is_some_and(|v| !on(v)) || !table.is_empty() && table.values().all(|v| !on(v)),
        other => !on(other),
    }
}

/// Words for those who are in the line.
const LINE: [&str; 33] = [
    "unit",
    "own",
    "own_unit",
    "same_unit",
    "the_unit",
    "clerk",
    "unit_clerk",
    "line",
    "line_manager",
    "manager",
    "supervisor",
    "boss",
    "lead",
    "lead_unit",
    "leader",
    "team_leader",
    "coordinator",
    "organiser",
    "organizer",
    "office",
    "campaign_office",
    "recorder",
    "checker",
    "class_teacher",
    "teacher",
    "本单位",
    "单位",
    "经办人",
    "单位经办人",
    "责任单位",
    "活动办公室",
    "主管",
    "班主任",
];

/// Sent to the line, the unit that runs it, or one that leads an item.
pub fn line(d: &Definition) -> Vec<Hit> {
    let mut own: Vec<String> = d.top.get("unit").and_then(Value::as_str).map(text::key).into_iter().collect();
    own.extend(d.items.iter().filter_map(|i| i.table.get("lead").and_then(Value::as_str)).map(text::key));
    own.retain(|code| !code.is_empty());
    let ends_here = |value: &str| {
        let value = text::key(value);
        LINE.contains(&value.as_str()) || own.contains(&value)
    };
    let hit = |e: &&Entry| {
        let inside = e.key.contains("complaint")
            || e.key.contains("投诉")
            || e.path.split('.').rev().nth(1).is_some_and(|p| p.contains("complaint"));
        let says_not = e.key.contains("independent") && !on(e.value);
        inside && (says_not || e.value.as_str().is_some_and(ends_here))
    };
    d.entries.iter().filter(hit).map(|e| (e.path.clone(), String::new())).collect()
}
