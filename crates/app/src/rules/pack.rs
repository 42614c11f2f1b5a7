//! A rule pack as data, read once.
use crate::web::words::Lang;
use regex::{Regex, RegexBuilder};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A pack as it stands in its file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PackFile {
    name: String,
    sources: HashMap<String, Said>,
    rules: Vec<RuleFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    id: String,
    level: super::Level,
    source: Vec<String>,
    why: Said,
    instead: Said,
    check: Option<Check>,
    #[serde(default)]
    excused: bool,
    #[serde(default)]
    keys: Vec<String>,
    #[serde(default)]
    counts: Vec<String>,
    #[serde(default)]
    topic: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
}

/// A sentence in three languages.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    #[serde(rename = "zh-Hans")]
    hans: String,
    #[serde(rename = "zh-Hant")]
    hant: String,
    en: String,
}

impl Said {
    pub fn of(&self, lang: Lang) -> &str {
        match lang {
            Lang::Hans => &self.hans,
            Lang::Hant => &self.hant,
            Lang::En => &self.en,
        }
    }
}

/// Conditions that are more than a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    ManyFields,
    /// A planned number, zero included, on what `topic` speaks of.
    Target,
    /// A planned number or an obligation on it; zero means none.
    PostTarget,
    StudyTime,
    Evidence,
    Held,
    Sensitive,
    Minors,
    End,
    ComplaintsOff,
    ComplaintsLine,
    PublicList,
    Erasure,
    /// The rule's `keys` are about people; the same of units or teams is free.
    RankingOfPeople,
}

/// A rule, ready to be asked.
#[derive(Debug)]
pub struct Rule {
    pub id: String,
    pub level: super::Level,
    pub check: Option<Check>,
    pub excused: bool,
    source: Vec<Said>,
    why: Said,
    instead: Said,
    /// Whole words of a key: `(^|_)…(_|$)`.
    pub keys: Option<Regex>,
    /// A whole name, for fields that are asked and the like.
    pub topic_name: Option<Regex>,
    pub topic: Option<Regex>,
    pub counts: Option<Regex>,
    pub words: Option<Regex>,
    pub except: Option<Regex>,
}

impl Rule {
    pub fn why(&self, lang: Lang) -> &str {
        self.why.of(lang)
    }
    pub fn instead(&self, lang: Lang) -> &str {
        self.instead.of(lang)
    }
    /// The documents it follows, by name.
    pub fn source(&self, lang: Lang) -> String {
        let names: Vec<&str> = self.source.iter().map(|s| s.of(lang)).collect();
        names.join(if lang.is_han() { "、" } else { "; " })
    }
}

#[derive(Debug)]
pub struct Pack {
    pub name: String,
    pub rules: Vec<Rule>,
}

static PACKS: LazyLock<[Pack; 2]> = LazyLock::new(|| {
    // The files are embedded and read by tests: a broken one cannot be shipped.
    [include_str!("../../../../rules/cn.toml"), include_str!("../../../../rules/general.toml")]
        .map(|text| Pack::read(text).expect("embedded rules are sound"))
});

impl Pack {
    pub const NAMES: [&str; 2] = ["cn", "general"];

    pub fn named(name: &str) -> Option<&'static Pack> {
        PACKS.iter().find(|pack| pack.name == name)
    }
    /// The pack of that name; the stricter one for a name that is none.
    pub fn of(name: &str) -> &'static Pack {
        Pack::named(name).unwrap_or(&PACKS[0])
    }
    fn read(text: &str) -> Result<Self, String> {
        let file: PackFile = toml::from_str(text).map_err(|e| e.to_string())?;
        let rules = file.rules.into_iter().map(|rule| rule.ready(&file.sources)).collect::<Result<_, _>>()?;
        Ok(Self { name: file.name, rules })
    }
}

impl RuleFile {
    fn ready(self, sources: &HashMap<String, Said>) -> Result<Rule, String> {
        let source = self.source.iter().map(|s| sources.get(s).cloned().ok_or(format!("{}: no source {s}", self.id)));
        Ok(Rule {
            source: source.collect::<Result<_, _>>()?,
            keys: any(&self.keys, "(?:^|_)(?:", ")(?:_|$)")?,
            topic_name: any(&self.topic, "^(?:", ")$")?,
            topic: any(&self.topic, "(?:", ")")?,
            counts: any(&self.counts, "(?:", ")")?,
            words: any(&self.words, "(?:", ")")?,
            except: any(&self.except, "(?:", ")")?,
            id: self.id,
            level: self.level,
            check: self.check,
            excused: self.excused,
            why: self.why,
            instead: self.instead,
        })
    }
}

/// One expression for any of several.
fn any(patterns: &[String], before: &str, after: &str) -> Result<Option<Regex>, String> {
    if patterns.is_empty() {
        return Ok(None);
    }
    let all: Vec<String> = patterns.iter().map(|p| format!("(?:{p})")).collect();
    let built = RegexBuilder::new(&format!("{before}{}{after}", all.join("|"))).size_limit(1 << 24).build();
    built.map(Some).map_err(|e| e.to_string())
}
