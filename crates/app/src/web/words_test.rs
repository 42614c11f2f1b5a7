//! The words themselves: none missing, none idle, none that a screen may not say.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::words::{Lang, Words};

const SETS: [&str; 3] = ["county-cn", "charity", "school"];
pub(crate) const FORBIDDEN: [&str; 17] = [
    "留痕",
    "打卡",
    "排名",
    "考核",
    "点赞",
    "积分",
    "在线时长",
    "异常",
    "嫌疑",
    "造假",
    "點讚",
    "點贊",
    "積分",
    "在線時長",
    "線上時長",
    "異常",
    "名次",
];

#[test]
fn every_word_asked_for_is_there_and_every_word_there_is_asked_for() {
    let (asked, named) = keys_in_sources();
    let families = families_in_sources();
    for lang in Lang::ALL {
        let words = Words::new(lang, "county-cn");
        let known: BTreeSet<&str> = words.keys().map(|(key, _)| key).collect();
        let missing: Vec<_> = asked.iter().filter(|key| !known.contains(key.as_str())).collect();
        assert!(missing.is_empty(), "{}: no words for {missing:?}", lang.tag());
        let idle: Vec<_> =
            known.iter().filter(|key| !named.contains(**key) && !families.iter().any(|f| key.starts_with(f.as_str()))).collect();
        assert!(idle.is_empty(), "{}: nobody says {idle:?}", lang.tag());
    }
}

#[test]
fn the_languages_and_the_sets_have_the_same_words_and_gaps() {
    let model: Vec<(String, BTreeSet<String>)> = shape(&Words::new(Lang::Hans, "county-cn"));
    for lang in Lang::ALL {
        for set in SETS {
            assert_eq!(shape(&Words::new(lang, set)), model, "{} {set}", lang.tag());
        }
    }
}

/// A charity has no 实事 and a school no unit's clerk, on whatever page.
#[test]
fn a_set_calls_things_its_own_way_everywhere() {
    for set in ["charity", "school"] {
        for lang in Lang::ALL {
            for (key, word) in Words::new(lang, set).keys() {
                let plain = word.replace("计量单位", "").replace("計量單位", "").to_lowercase().replace("unit of measure", "");
                let spoken: String = plain.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest)).collect();
                let left = ["实事", "實事", "经办人", "經辦人", "单位", "單位", "县直", "縣直", "work done", "clerk"]
                    .iter()
                    .find(|w| spoken.contains(**w));
                let unit = spoken.split(|c: char| !c.is_ascii_alphabetic()).any(|w| w == "unit" || w == "units");
                let kept = super::words::AS_THEY_ARE.iter().any(|prefix| key.starts_with(prefix));
                assert!(kept || left.is_none() && !unit, "{set} {} {key}: {word}", lang.tag());
            }
        }
    }
    assert_eq!(Words::new(Lang::En, "school").t("role.clerk"), "class teacher");
    assert_eq!(Words::new(Lang::Hans, "charity").t("set_up.measure"), "计量单位");
}

#[test]
fn chinese_is_set_as_chinese() {
    for lang in [Lang::Hans, Lang::Hant] {
        for set in SETS {
            for (key, word) in Words::new(lang, set).keys() {
                assert_eq!(fault(word), None, "{} {set} {key}: {word}", lang.tag());
            }
        }
    }
}

#[test]
fn no_screen_says_a_forbidden_word() {
    for lang in Lang::ALL {
        for set in SETS {
            for (key, word) in Words::new(lang, set).keys() {
                let found = FORBIDDEN.iter().find(|bad| word.contains(**bad));
                assert_eq!(found, None, "{key}: {word}");
            }
        }
    }
    for file in sources() {
        let text = std::fs::read_to_string(&file).unwrap();
        if file.extension().is_some_and(|ext| ext == "html") {
            assert!(!FORBIDDEN.iter().any(|bad| text.contains(bad)), "{}", file.display());
            assert!(!text.contains(is_han), "{}: words belong in locales/", file.display());
        }
    }
}

#[test]
fn browsers_ask_in_their_own_way() {
    assert_eq!(Lang::from_accept_language("zh-TW,zh;q=0.9,en;q=0.8"), Lang::Hant);
    assert_eq!(Lang::from_accept_language("zh-CN,en"), Lang::Hans);
    assert_eq!(Lang::from_accept_language("fr, en-GB;q=0.7, zh;q=0.3"), Lang::En);
    assert_eq!(Lang::from_accept_language("fr"), Lang::Hans);
    assert_eq!(Lang::parse("zh-Hant-HK"), Some(Lang::Hant));
}

#[test]
fn a_value_never_becomes_a_gap() {
    let words = Words::new(Lang::Hans, "county-cn");
    assert_eq!(words.f("deed.public_n", &[("n", &"{method}"), ("method", &"估计")]), "{method}人（估计）");
}

fn shape(words: &Words) -> Vec<(String, BTreeSet<String>)> {
    let mut all: Vec<_> = words.keys().map(|(key, word)| (key.to_owned(), gaps(word))).collect();
    all.sort();
    all
}

fn gaps(word: &str) -> BTreeSet<String> {
    word.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}

fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// What is wrong with a Chinese sentence, if anything.
pub(crate) fn fault(text: &str) -> Option<String> {
    let letters: Vec<char> = text.chars().collect();
    for pair in letters.windows(2) {
        let near_han = is_han(pair[0]) || is_han(pair[1]);
        if near_han && pair.iter().any(|letter| ",:;()?!".contains(*letter)) {
            return Some(format!("half-width mark in {}{}", pair[0], pair[1]));
        }
    }
    for three in letters.windows(3) {
        let ends = [three[0], three[2]];
        let mixed = ends.iter().any(|end| is_han(*end)) && ends.iter().any(|end| end.is_ascii_alphanumeric());
        if three[1] == ' ' && mixed {
            return Some(format!("typed space in {}{}{}", three[0], three[1], three[2]));
        }
    }
    None
}

/// Keys asked for by `t("…")` and its kin, and every literal that could be a key (a match arm's, a table's).
fn keys_in_sources() -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut asked, mut named) = (BTreeSet::new(), BTreeSet::new());
    for file in sources() {
        let text = std::fs::read_to_string(&file).unwrap();
        let pieces: Vec<&str> = text.split('"').collect();
        for pair in pieces.windows(2) {
            let [before, literal] = pair else { continue };
            if !looks_like_key(literal) {
                continue;
            }
            named.insert((*literal).to_owned());
            let call = before.trim_end();
            let asks =
                ["t(", "f(", "one(", "say(", "with("].iter().any(|name| call.strip_suffix(name).is_some_and(|rest| rest.ends_with('.')));
            // A fault carries its key to the reader's language: naming it is asking for it.
            let carried = ["need.", "barred.", "closed."].iter().any(|section| literal.starts_with(section));
            if asks || carried {
                asked.insert((*literal).to_owned());
            }
        }
    }
    asked.extend(words_of_faults());
    (asked, named)
}

/// Title, what happened and what to do now, for every kind that `Fault::kind` names.
fn words_of_faults() -> Vec<String> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/fault.rs")).unwrap();
    let kinds = text.lines().filter_map(|line| line.trim().strip_prefix("Fault::")?.split_once("=> (")?.1.split('"').nth(1));
    let words: Vec<String> = kinds.flat_map(|kind| ["title", "happened", "now"].map(|word| format!("faults.{kind}.{word}"))).collect();
    assert!(words.len() > 3 * 10, "the kinds of faults are found in their source");
    words
}

/// Sections whose keys are put together from a code, as `how.{}`: any of their words may be said.
fn families_in_sources() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for file in sources().iter().filter(|f| !f.ends_with("words_test.rs")) {
        let text = std::fs::read_to_string(file).unwrap();
        for literal in text.split('"') {
            let Some((family, _)) = literal.split_once('{') else { continue };
            if family
                .strip_suffix('.')
                .is_some_and(|section| !section.is_empty() && section.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
            {
                found.insert(family.to_owned());
            }
        }
    }
    found
}

fn looks_like_key(literal: &str) -> bool {
    literal.split_once('.').is_some_and(|(section, key)| {
        let word = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        word(section) && word(key)
    })
}

fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "rs" || ext == "html") {
            found.push(path);
        }
    }
}
