//! Units in words.
use crate::web::words::{Lang, Words};

/// What a unit is, 镇 or 县直单位; a realm's own kinds are shown as they are.
pub fn kind<'a>(w: &'a Words, kind: &'a str) -> &'a str {
    match kind {
        "county" => w.t("unit_kind.county"),
        "bureau" => w.t("unit_kind.bureau"),
        "township" => w.t("unit_kind.township"),
        "village" => w.t("unit_kind.village"),
        "team" => w.t("unit_kind.team"),
        own => own,
    }
}

/// The kinds below the first unit that every word set has its own words for.
pub const KINDS: [&str; 4] = ["township", "bureau", "village", "team"];

/// The kind that a text names, in whatever language of a set or as a file writes it; a realm's own is itself.
pub fn kind_named(set: &str, text: &str) -> String {
    let called = |kind: &&&str| Lang::ALL.into_iter().any(|lang| self::kind(&Words::new(lang, set), kind).eq_ignore_ascii_case(text));
    KINDS.iter().chain(&["county"]).find(called).map_or(text, |kind| kind).to_owned()
}

/// The title over several of a kind, 各乡镇.
pub fn kind_group(w: &Words, kind: &str) -> String {
    match kind {
        "bureau" => w.t("unit_kinds.bureau").to_owned(),
        "township" => w.t("unit_kinds.township").to_owned(),
        "village" => w.t("unit_kinds.village").to_owned(),
        "team" => w.t("unit_kinds.team").to_owned(),
        own => own.chars().take(1).flat_map(char::to_uppercase).chain(own.chars().skip(1)).collect(),
    }
}
