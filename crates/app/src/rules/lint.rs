//! The lint: every rule of a pack asked of a definition.
use super::definition::Definition;
use super::pack::{Pack, Rule};
use super::{structure, text};
use crate::web::words::{Lang, Words};
use serde::Deserialize;
use toml::{Table, Value};

/// What a hit does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Refuse,
    Warn,
}

impl Level {
    pub fn word(self) -> &'static str {
        match self {
            Level::Refuse => "refuse",
            Level::Warn => "warn",
        }
    }
}

/// Something the rules refuse or warn of.
#[derive(Debug, Clone)]
pub struct Finding {
    pub rule: &'static Rule,
    pub level: Level,
    /// Where: `items[3].target`.
    pub field: String,
    /// The word that was found; empty when it is no matter of words.
    pub found: String,
}

impl Finding {
    /// Why, with the word that was found in front.
    pub fn why(&self, w: &Words) -> String {
        let why = self.rule.why(w.lang());
        if self.found.is_empty() { why.to_owned() } else { w.f("rules.found", &[("word", &self.found), ("why", &why)]) }
    }
    /// The same with its source.
    pub fn why_and_source(&self, w: &Words) -> String {
        w.f("rules.why_and_source", &[("why", &self.why(w)), ("source", &self.rule.source(w.lang()))])
    }
    pub fn instead(&self, lang: Lang) -> &'static str {
        self.rule.instead(lang)
    }
}

/// Reads a definition by the rules of a pack: refusals first, each in the order of the file.
pub fn lint(pack: &'static Pack, top: &Table) -> Vec<Finding> {
    let definition = Definition::of(top);
    let mut found: Vec<Finding> = Vec::new();
    for rule in &pack.rules {
        for (field, word) in structure::hits(rule, &definition) {
            found.push(Finding { rule, level: rule.level, field, found: word });
        }
    }
    for rule in &pack.rules {
        for (field, word) in wording(rule, &definition) {
            if !found.iter().any(|f| f.rule.id == rule.id && f.field == field) {
                found.push(Finding { rule, level: Level::Warn, field, found: word });
            }
        }
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|f| seen.insert((f.rule.id.as_str(), f.field.clone())));
    found.sort_by_key(|f| f.level);
    found
}

/// Why a file's text is no campaign.
#[derive(Debug)]
pub enum Unreadable {
    NotToml(String),
    NotCampaign,
}

/// Reads a file's text by a pack, or by the one it names.
/// # Errors
/// When it is no TOML or no campaign.
pub fn lint_text(pack: Option<&'static Pack>, text: &str) -> Result<Vec<Finding>, Unreadable> {
    let text = text.trim_start_matches('\u{feff}');
    let top: Table = text.parse().map_err(|e: toml::de::Error| Unreadable::NotToml(e.to_string().trim().replace('\n', " ")))?;
    if !["items", "name", "id"].iter().any(|key| top.contains_key(*key)) {
        return Err(Unreadable::NotCampaign);
    }
    let own = top.get("rules").and_then(Value::as_str).and_then(Pack::named);
    Ok(lint(pack.or(own).unwrap_or(Pack::of("cn")), &top))
}

/// Keys whose text is a code, not words.
const CODES: [&str; 13] = ["id", "from", "to", "unit", "lead", "way", "evidence", "per", "rules", "most", "step", "target", "also"];

/// Where texts speak of what the rule bars.
fn wording(rule: &Rule, definition: &Definition) -> Vec<(String, String)> {
    let Some(words) = &rule.words else { return Vec::new() };
    let texts = definition.entries.iter().filter(|e| !CODES.contains(&e.key.as_str()));
    texts
        .filter(|entry| !entry.item.and_then(|n| definition.items.get(n)).is_some_and(|i| structure::spares_measure(rule, i, &entry.path)))
        .filter_map(|entry| {
            let text = text::plain(entry.value.as_str()?);
            let found = text::says(words, rule.except.as_ref(), &text)?;
            Some((entry.path.clone(), found.to_owned()))
        })
        .collect()
}
