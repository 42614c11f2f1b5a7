//! What a file may say: lists by word set, as data. Words for the codes are in `locales/`.
use crate::realm::Realm;
use crate::web::Fault;
use crate::web::forms::Choice;
use crate::web::words::Words;
use ledger::Read;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lists {
    pub causes: Vec<String>,
    pub reaches: Vec<String>,
    /// Kinds of household under watch.
    pub watches: Vec<String>,
    pub sources: Vec<String>,
    /// Sources that are taken off the income.
    pub costs: Vec<String>,
    /// Grounds of the exit test; without any there is none.
    pub grounds: Vec<String>,
    pub identity_numbers: bool,
    /// Words of a person's skills that answer a cause, by cause.
    #[serde(default)]
    skills: BTreeMap<String, Vec<String>>,
    /// Yearly net income per head that the exit test asks for, in yuan, by year.
    #[serde(default)]
    lines: BTreeMap<String, i64>,
}

static SETS: LazyLock<BTreeMap<&str, Lists>> = LazyLock::new(|| {
    let sets = [
        ("county-cn", include_str!("../../../../words/households/county-cn.toml")),
        ("charity", include_str!("../../../../words/households/charity.toml")),
        ("school", include_str!("../../../../words/households/school.toml")),
    ];
    // Embedded and read by a test: a broken one cannot be shipped.
    sets.into_iter().map(|(set, text)| (set, toml::from_str(text).expect("embedded lists are valid TOML"))).collect()
});

/// Lists that are the same everywhere.
pub const RELATIONS: [&str; 9] = ["head", "spouse", "child", "child_in_law", "grandchild", "parent", "grandparent", "sibling", "other"];
pub const SEXES: [&str; 2] = ["male", "female"];
pub const LABOUR: [&str; 4] = ["skilled", "ordinary", "weak", "none"];
pub const SCHOOLING: [&str; 8] = ["none", "kindergarten", "primary", "junior", "senior", "vocational", "college", "dropped_out"];
pub const HOUSING: [&str; 5] = ["safe", "repaired", "unsafe_c", "unsafe_d", "none"];
pub const WATER: [&str; 4] = ["tap", "well", "shared", "unsafe"];
pub const STATES: [&str; 4] = ["done", "doing", "needed", "not_needed"];
pub const KINDS: [&str; 5] = ["visit", "call", "event", "handover", "note"];
pub const CONSENTS: [&str; 3] = ["signed", "spoken", "refused"];
pub const CONSENT_BY: [&str; 2] = ["self", "guardian"];
pub const MET: [&str; 2] = ["yes", "no"];

impl Lists {
    /// Of a word set; an unknown one has the county's.
    pub fn of_set(set: &str) -> &'static Lists {
        SETS.get(set).unwrap_or(&SETS["county-cn"])
    }
    /// # Errors
    /// `NotSetUp` when there is no realm.
    pub fn of(r: &mut Read) -> Result<&'static Lists, Fault> {
        Ok(Self::of_set(&Realm::find(r)?.ok_or(Fault::NotSetUp)?.words))
    }
    /// The income line of a year in fen: its own, or the last one before it.
    pub fn line(&self, year: i64) -> Option<i64> {
        self.lines.range(..=year.to_string()).next_back().map(|(_, yuan)| yuan * 100)
    }
    /// Those of some causes that a skill can answer.
    pub fn answerable<'a>(&'a self, causes: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
        causes.filter(|cause| self.skills.contains_key(*cause)).collect()
    }
    /// The causes that somebody's skills answer, in their own words.
    pub fn answered_by(&self, skills: &str) -> Vec<&str> {
        let skills = skills.to_lowercase();
        self.skills
            .iter()
            .filter(|(_, words)| words.iter().any(|word| skills.contains(word.as_str())))
            .map(|(cause, _)| cause.as_str())
            .collect()
    }
    pub fn has_exit(&self) -> bool {
        !self.grounds.is_empty()
    }
    pub fn money(&self) -> impl Iterator<Item = &str> {
        self.sources.iter().chain(&self.costs).map(String::as_str)
    }
    /// +1 for what comes in, −1 for what it cost.
    pub fn sign(&self, source: &str) -> i64 {
        if self.costs.iter().any(|cost| cost == source) { -1 } else { 1 }
    }
}

/// The word for a code of a list; nothing for no code.
pub fn word(w: &Words, list: &str, code: &str) -> String {
    if code.is_empty() {
        return String::new();
    }
    let key = match list {
        "cause" => format!("cause.{code}"),
        "reach" => format!("reach.{code}"),
        "state" => format!("reach_state.{code}"),
        "watch" => format!("watch.{code}"),
        "source" => format!("source.{code}"),
        "ground" => format!("ground.{code}"),
        "relation" => format!("relation.{code}"),
        "sex" => format!("sex.{code}"),
        "labour" => format!("labour.{code}"),
        "schooling" => format!("schooled.{code}"),
        "housing" => format!("housed.{code}"),
        "water" => format!("water.{code}"),
        "kind" => format!("entry.{code}"),
        "consent" => format!("consent.{code}"),
        "met" => format!("met.{code}"),
        _ => format!("consent_by.{code}"),
    };
    w.t(&key).to_owned()
}

/// Options of a select, with none chosen first.
pub fn choices<S: AsRef<str>>(w: &Words, list: &str, codes: &[S], on: &str) -> Vec<Choice> {
    let none = Choice::new("", w.t("households.not_said"), on.is_empty());
    let one = |code: &S| Choice::new(code.as_ref(), &word(w, list, code.as_ref()), code.as_ref() == on);
    std::iter::once(none).chain(codes.iter().map(one)).collect()
}

/// A code of a list, or nothing; the list's own word is taken for it as well, in whatever language.
/// # Errors
/// `Invalid` for anything else.
pub fn code<S: AsRef<str>>(field: &'static str, list: &str, codes: &[S], text: &str) -> Result<String, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(String::new());
    }
    let called = |code: &str| crate::web::words::Lang::ALL.iter().any(|lang| word(&Words::new(*lang, "county-cn"), list, code) == text);
    let found = codes.iter().map(AsRef::as_ref).find(|code| *code == text || called(code));
    found.map(ToOwned::to_owned).ok_or_else(|| Fault::says(field, "need.of_list", &[("text", &text)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_county_has_lines_and_an_exit_test_and_the_others_have_lists_of_their_own() {
        let county = Lists::of_set("county-cn");
        assert_eq!((county.line(2013), county.line(2016), county.line(2030)), (None, Some(295_200), Some(400_000)));
        assert!(county.has_exit() && county.reaches.len() == 6 && county.watches.len() == 3 && county.causes.len() == 12);
        for set in ["charity", "school"] {
            let lists = Lists::of_set(set);
            assert!(!lists.has_exit() && !lists.causes.is_empty() && !lists.identity_numbers && lists.line(2017).is_none());
        }
        assert_eq!((county.sign("wage"), county.sign("costs")), (1, -1));
    }

    #[test]
    fn a_code_is_taken_by_its_word_in_any_language() {
        let causes = &Lists::of_set("county-cn").causes;
        let taken = ["illness", "因病", " 因病 ", ""].map(|text| code("main_cause", "cause", causes, text).unwrap());
        assert_eq!(taken, ["illness", "illness", "illness", ""]);
        assert!(code("main_cause", "cause", causes, "alone").is_err());
    }
}
