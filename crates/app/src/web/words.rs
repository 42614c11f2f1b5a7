//! Every word a screen says, in three languages, with a realm's own word set laid over it.

use std::collections::HashMap;
use std::fmt::Display;
use std::sync::{Arc, LazyLock};

const LOCALES: [(Lang, &str); 3] = [
    (Lang::Hans, include_str!("../../../../locales/zh-Hans.toml")),
    (Lang::Hant, include_str!("../../../../locales/zh-Hant.toml")),
    (Lang::En, include_str!("../../../../locales/en.toml")),
];

/// Word sets replace some words of a locale; `county-cn` is the locale itself.
const SETS: [(&str, &str); 3] = [
    ("county-cn", include_str!("../../../../words/county-cn.toml")),
    ("charity", include_str!("../../../../words/charity.toml")),
    ("school", include_str!("../../../../words/school.toml")),
];

type Table = HashMap<String, String>;

static TABLES: LazyLock<HashMap<(Lang, &'static str), Arc<Table>>> = LazyLock::new(|| {
    let mut all = HashMap::new();
    for (lang, text) in LOCALES {
        for (set, over) in SETS {
            let mut table = renamed(read(text), &pairs(over, lang.tag()));
            table.extend(read_section(over, lang.tag()));
            all.insert((lang, set), Arc::new(table));
        }
    }
    all
});

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lang {
    Hans,
    Hant,
    En,
}

impl Lang {
    pub const ALL: [Lang; 3] = [Lang::Hans, Lang::Hant, Lang::En];

    /// The BCP 47 tag, as in `<html lang>` and `?lang=`.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Hans => "zh-Hans",
            Lang::Hant => "zh-Hant",
            Lang::En => "en",
        }
    }

    /// How a speaker of it calls it.
    pub fn own_name(self) -> &'static str {
        match self {
            Lang::Hans => "简体",
            Lang::Hant => "繁體",
            Lang::En => "English",
        }
    }

    pub fn is_han(self) -> bool {
        self != Lang::En
    }

    pub fn parse(tag: &str) -> Option<Lang> {
        let tag = tag.trim().to_ascii_lowercase().replace('_', "-");
        match tag.as_str() {
            "zh-hant" | "zh-tw" | "zh-hk" | "zh-mo" => Some(Lang::Hant),
            _ if tag.starts_with("zh-hant-") => Some(Lang::Hant),
            _ if tag == "zh" || tag.starts_with("zh-") => Some(Lang::Hans),
            _ if tag == "en" || tag.starts_with("en-") => Some(Lang::En),
            _ => None,
        }
    }

    /// The best of a browser's list; Simplified Chinese when it names none of ours.
    pub fn from_accept_language(header: &str) -> Lang {
        let mut best = (0.0_f32, Lang::Hans);
        for part in header.split(',').take(20) {
            let mut pieces = part.split(';');
            let Some(lang) = pieces.next().and_then(Lang::parse) else {
                continue;
            };
            let weight = pieces.find_map(|piece| piece.trim().strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
            if weight > best.0 {
                best = (weight, lang);
            }
        }
        best.1
    }
}

/// The words of one language and one word set. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Words {
    lang: Lang,
    set: &'static str,
    table: Arc<Table>,
}

impl Words {
    /// An unknown set means the county's.
    pub fn new(lang: Lang, set: &str) -> Words {
        let set = SETS.iter().map(|(name, _)| *name).find(|name| *name == set).unwrap_or("county-cn");
        Words { lang, set, table: TABLES.get(&(lang, set)).cloned().unwrap_or_default() }
    }

    /// The same set in another language.
    pub fn in_language(&self, lang: Lang) -> Words {
        Words::new(lang, self.set)
    }

    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The word for a key. A missing one fails a test; elsewhere a reader sees the key, not a crash.
    pub fn t<'a>(&'a self, key: &'a str) -> &'a str {
        match self.table.get(key) {
            Some(word) => word,
            None if cfg!(test) => panic!("no word for {key} in {}", self.lang.tag()),
            None => key,
        }
    }

    /// The sentence for a key with `{name}`s filled in, in one pass: a value never becomes a placeholder.
    pub fn f(&self, key: &str, values: &[(&str, &dyn Display)]) -> String {
        fill(self.t(key), |name| values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_string()))
    }

    #[cfg(test)]
    pub(super) fn keys(&self) -> impl Iterator<Item = (&str, &str)> {
        self.table.iter().map(|(key, word)| (key.as_str(), word.as_str()))
    }
}

/// Whether a text is the key of a word.
#[cfg(test)]
pub fn known(words: &Words, key: &str) -> bool {
    words.table.contains_key(key)
}

/// Replaces each `{name}`; an unknown name stays as it stands.
pub fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(length) = rest[open..].find('}') else {
            break;
        };
        out.push_str(&rest[..open]);
        match value(&rest[open + 1..open + length]) {
            Some(word) => out.push_str(&word),
            None => out.push_str(&rest[open..=open + length]),
        }
        rest = &rest[open + length + 1..];
    }
    out.push_str(rest);
    out
}

fn read(text: &str) -> Table {
    let mut flat = Table::new();
    // The files are embedded and read by tests: a broken one cannot be shipped.
    let table: toml::Table = text.parse().expect("embedded words are valid TOML");
    flatten("", &table, &mut flat);
    flat
}

fn read_section(text: &str, tag: &str) -> Table {
    let mut flat = Table::new();
    let table: toml::Table = text.parse().expect("embedded words are valid TOML");
    if let Some(section) = table.get(tag).and_then(|value| value.as_table()) {
        flatten("", section, &mut flat);
    }
    flat
}

/// What a set calls things, pair by pair: the county's word and its own. A pair of twice the same word keeps it.
fn pairs(text: &str, tag: &str) -> Vec<(String, String)> {
    let table: toml::Table = text.parse().expect("embedded words are valid TOML");
    let list = table.get(tag).and_then(|section| section.get("instead")).and_then(|list| list.as_array());
    let pair = |both: &toml::Value| Some((both.get(0)?.as_str()?.to_owned(), both.get(1)?.as_str()?.to_owned()));
    list.into_iter().flatten().filter_map(pair).collect()
}

/// Words that name the county's things in passing, or columns of a file: no set renames these.
pub(super) const AS_THEY_ARE: [&str; 9] = [
    "import.people_hint",
    "import.deeds_hint",
    "need.role",
    "need.group_kind",
    "groups.import_hint",
    "households.import_hint",
    "rosters.import_hint",
    "first.words_",
    "first.rules_",
];

fn renamed(mut table: Table, pairs: &[(String, String)]) -> Table {
    for (_, word) in table.iter_mut().filter(|(key, _)| !AS_THEY_ARE.iter().any(|kept| key.starts_with(kept))) {
        if pairs.iter().any(|(from, _)| word.to_lowercase().contains(from)) {
            *word = rename(word, pairs);
        }
    }
    table
}

/// One pass from left to right, the first pair that fits; gaps in braces stay.
fn rename(word: &str, pairs: &[(String, String)]) -> String {
    let mut out = String::with_capacity(word.len() + 8);
    let mut rest = word;
    while let Some(letter) = rest.chars().next() {
        let gap = rest.find('}').filter(|_| letter == '{').map(|end| end + 1);
        let inside_word = letter.is_ascii_alphabetic() && out.ends_with(|c: char| c.is_ascii_alphanumeric());
        let fits = pairs.iter().find(|(from, _)| !inside_word && starts(rest, from));
        let taken = match (gap, fits) {
            (Some(end), _) => {
                out.push_str(&rest[..end]);
                end
            }
            (None, Some((from, to))) => {
                let capital = letter.is_ascii_uppercase();
                out.extend(to.chars().enumerate().map(|(n, c)| if n == 0 && capital { c.to_ascii_uppercase() } else { c }));
                from.len()
            }
            (None, None) => {
                out.push(letter);
                letter.len_utf8()
            }
        };
        rest = &rest[taken..];
    }
    out
}

/// Whether the text begins with the word, and the word ends where it does.
fn starts(text: &str, word: &str) -> bool {
    let (Some(head), Some(rest)) = (text.get(..word.len()), text.get(word.len()..)) else { return false };
    let letter = |c: char| c.is_ascii_alphabetic();
    head.eq_ignore_ascii_case(word) && !(word.ends_with(letter) && rest.starts_with(letter))
}

fn flatten(prefix: &str, table: &toml::Table, flat: &mut Table) {
    for (key, value) in table {
        let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            toml::Value::String(word) => {
                flat.insert(path, word.clone());
            }
            toml::Value::Table(inner) => flatten(&path, inner, flat),
            _ => {}
        }
    }
}
