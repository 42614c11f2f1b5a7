//! Structural hits: a key or choice that names the thing, an item that counts it, a condition.
use super::definition::{Definition, Entry, ItemView, denies, given, on, tables};
use super::pack::{Check, Rule};
use super::{asked, complaints, text};
use crate::realm::valid_day;
use toml::{Table, Value};

/// Where, and the word that was found.
pub type Hit = (String, String);

pub fn hits(rule: &Rule, d: &Definition) -> Vec<Hit> {
    let mut found = keys(rule, d);
    found.extend(counts(rule, d));
    found.extend(match rule.check {
        None | Some(Check::RankingOfPeople) => Vec::new(),
        Some(Check::Target) => targets(rule, d, given),
        Some(Check::PostTarget) => [targets(rule, d, on), obliged(rule, d)].concat(),
        Some(Check::StudyTime) => study_time(d),
        Some(Check::End) => end(d),
        Some(Check::Erasure) => erasure(d),
        Some(Check::ManyFields) => asked::many(d),
        Some(Check::Evidence) => asked::evidence(rule, d),
        Some(Check::Held) => asked::held(rule, d),
        Some(Check::Sensitive) => asked::sensitive(rule, d),
        Some(Check::Minors) => asked::minors(rule, d),
        Some(Check::PublicList) => asked::published(rule, d),
        Some(Check::ComplaintsOff) => complaints::off(d),
        Some(Check::ComplaintsLine) => [complaints::line(d), if rule_alone(d, rule) { complaints::off(d) } else { Vec::new() }].concat(),
    });
    found
}

/// The general pack has one rule for both; in the other, closing complaints is a rule of its own.
fn rule_alone(_: &Definition, rule: &Rule) -> bool {
    super::Pack::of("general").rules.iter().any(|r| std::ptr::eq(r, rule))
}

/// Whether the item, or the campaign, says that safety or an emergency is the reason.
fn excused(rule: &Rule, d: &Definition, item: Option<usize>) -> bool {
    rule.excused
        && (says_safety(d.top) || item.and_then(|n| d.items.get(n)).is_some_and(|i| says_safety(i.table) || is_emergency(&i.about)))
}

fn says_safety(table: &Table) -> bool {
    table.iter().any(|(name, value)| {
        let key = text::key(name);
        let named = ["safety", "emergency", "安全", "应急"].iter().any(|w| key == *w || key.starts_with(&format!("{w}_")));
        let told = ["purpose", "exception", "exempt", "kind", "category", "reason", "justification"].contains(&key.as_str());
        named && on(value) || told && value.as_str().is_some_and(|v| is_emergency(&text::plain(v)))
    })
}

fn is_emergency(text: &str) -> bool {
    [
        "防汛",
        "抗旱",
        "应急",
        "抢险",
        "救援",
        "防火",
        "火情",
        "地震",
        "疫情",
        "安全生产",
        "安全值守",
        "安全巡",
        "值守",
        "emergency",
        "rescue",
        "flood",
        "wildfire",
        "fire watch",
        "safety",
        "evacuat",
    ]
    .iter()
    .any(|word| text.contains(word))
}

/// Keys whose value is a text or a code of the usual format: their value is no choice.
const USUAL: [&str; 25] = [
    "id",
    "name",
    "mine",
    "slogan",
    "blurb",
    "unit",
    "from",
    "to",
    "rules",
    "label",
    "way",
    "evidence",
    "justification",
    "note",
    "measure",
    "hint",
    "how",
    "lead",
    "per",
    "title",
    "description",
    "text",
    "complaints",
    "also",
    "switches",
];

/// Keys that name the thing and are switched on; choices that name it.
fn keys(rule: &Rule, d: &Definition) -> Vec<Hit> {
    let Some(names) = &rule.keys else { return Vec::new() };
    let named = |key: &str| names.is_match(key) || !key.is_ascii() && rule.counts.as_ref().is_some_and(|c| c.is_match(key));
    let hit = |entry: &&Entry| {
        if excused(rule, d, entry.item) {
            return false;
        }
        // `never_delete` is a name of its own, not a denial.
        let whole = names.find(&entry.key).is_some_and(|m| m.start() == 0);
        let by_key = !entry.element
            && !USUAL.contains(&entry.key.as_str())
            && named(&entry.key)
            && (whole || !denies(&entry.key))
            && on(entry.value);
        by_key && !free(rule, entry) || chosen(entry).is_some_and(|choice| named(&choice) && !denies(&choice)) && !denies(&entry.key)
    };
    d.entries.iter().filter(hit).map(|e| (e.path.clone(), String::new())).collect()
}

/// A choice is a short text that is no sentence: `display = "ranking"`, `features = ["points"]`.
fn chosen(entry: &Entry) -> Option<String> {
    let usual = USUAL.contains(&entry.key.as_str())
        || asked::is_list(&entry.key)
        || entry.key.contains("consent")
        || entry.key.contains("sensitive");
    let text = entry.value.as_str().filter(|t| !usual && t.chars().count() <= 40)?;
    let choice = text::key(text);
    (choice.split('_').count() <= 4 && choice.split('_').all(|w| w.len() < 20)).then_some(choice)
}

/// A ranking of units or teams where only people are meant.
fn free(rule: &Rule, entry: &Entry) -> bool {
    let units = ["unit", "team", "class", "school", "group", "branch", "town", "village", "单位", "团队", "班级"];
    let of_units = |text: &str| {
        units.iter().any(|u| {
            text.split('_').any(|w| w.trim_end_matches("es").trim_end_matches('s') == u.trim_end_matches('s'))
                || !u.is_ascii() && text.contains(u)
        })
    };
    rule.check == Some(Check::RankingOfPeople)
        && (of_units(&entry.key) || entry.value.as_str().is_some_and(|v| of_units(&text::key(v)) && !text::key(v).contains("people")))
}

/// An item or a measure that counts it.
fn counts(rule: &Rule, d: &Definition) -> Vec<Hit> {
    let Some(words) = &rule.counts else { return Vec::new() };
    let of_item = |(n, item): (usize, &ItemView)| {
        let excused = excused(rule, d, Some(n));
        let all = item.counted.iter().filter(move |_| !excused);
        // A measure says little alone: what it is of may spare it (water points, counted in points).
        all.filter_map(|(path, counted)| {
            let word = text::says(words, rule.except.as_ref(), counted)?.to_owned();
            (!spares_measure(rule, item, path)).then(|| (path.clone(), word))
        })
        .collect::<Vec<_>>()
    };
    d.items.iter().enumerate().flat_map(of_item).collect()
}

/// Whether what a measure is of makes its word harmless.
pub fn spares_measure(rule: &Rule, item: &ItemView, path: &str) -> bool {
    path.ends_with(".measure") && rule.except.as_ref().is_some_and(|e| e.is_match(&item.about))
}

/// Words of keys that set a planned number.
fn sets_number(key: &str) -> bool {
    let words: Vec<&str> = key.split('_').collect();
    let any = |names: &[&str]| words.iter().any(|w| names.contains(w));
    any(&["target", "targets", "quota", "quotas", "goal", "goals", "minimum", "min", "planned", "plan", "norm", "norms", "required_number"])
        || key.contains("at_least")
        || key.ends_with("per_person")
        || key.ends_with("per_unit")
        || ["目标", "指标", "计划数", "任务数", "定额"].iter().any(|w| key.contains(w))
}

/// Whether an item is about the rule's topic. A word that one of its names spares (sign posts) is spared in its measure (posts).
fn speaks_of(rule: &Rule, item: &ItemView) -> bool {
    let spared: Vec<&str> = rule.except.iter().flat_map(|e| e.find_iter(&item.about)).map(|m| m.as_str()).collect();
    let hit = |text: &str| rule.topic.as_ref().and_then(|t| text::says(t, rule.except.as_ref(), text).map(ToOwned::to_owned));
    item.about.lines().filter_map(hit).any(|word| !spared.iter().any(|s| s.contains(&word)))
}

/// Planned numbers on what the rule's topic speaks of: at the item, its measures, or in a table of the campaign.
fn targets(rule: &Rule, d: &Definition, counts: fn(&Value) -> bool) -> Vec<Hit> {
    let about = |text: &str| rule.topic.as_ref().is_some_and(|t| text::says(t, rule.except.as_ref(), text).is_some());
    let on_topic: Vec<usize> = (0..d.items.len()).filter(|n| speaks_of(rule, &d.items[*n])).collect();
    let sets = |e: &&Entry| !e.element && sets_number(&e.key) && !denies(&e.key) && counts(e.value);
    let mut found: Vec<Hit> = Vec::new();
    for item in &on_topic {
        found.extend(d.within(Some(*item)).filter(sets).map(|e| (e.path.clone(), String::new())));
    }
    for entry in d.within(None).filter(sets) {
        found.extend(campaign_target(entry, d, &on_topic, about).map(|path| (path, String::new())));
    }
    found
}

/// A planned number set for the whole campaign: for every item, or in a table by item.
fn campaign_target(entry: &Entry, d: &Definition, on_topic: &[usize], about: impl Fn(&str) -> bool) -> Option<String> {
    let names: Vec<&str> = on_topic.iter().flat_map(|n| ids(d.items[*n].table)).collect();
    let hit = |name: &str| names.contains(&name) || about(&text::plain(&name.replace(['-', '_'], " ")));
    match entry.value {
        Value::Table(table) => {
            table.iter().find(|(name, value)| hit(name) && given(value)).map(|(name, _)| format!("{}.{name}", entry.path))
        }
        Value::Array(_) => {
            let mut rows = tables(Some(entry.value)).enumerate();
            rows.find(|(_, row)| row.values().filter_map(Value::as_str).any(hit)).map(|(n, _)| format!("{}[{n}]", entry.path))
        }
        _ => (!on_topic.is_empty() || about(&entry.key.replace('_', " "))).then(|| entry.path.clone()),
    }
}

fn ids(item: &Table) -> impl Iterator<Item = &str> {
    let own = item.get("id").and_then(Value::as_str);
    own.into_iter().chain(tables(item.get("indicators")).filter_map(|n| n.get("id")?.as_str()))
}

/// Posts that everyone is obliged to write.
fn obliged(rule: &Rule, d: &Definition) -> Vec<Hit> {
    let items = (0..d.items.len()).filter(|n| speaks_of(rule, &d.items[*n]));
    let obliges = |e: &&Entry| {
        ["mandatory", "compulsory", "obligatory", "everyone", "required", "必须"].contains(&e.key.as_str())
            && e.value.as_bool() == Some(true)
    };
    items.flat_map(|n| d.within(Some(n)).filter(obliges).map(|e| (e.path.clone(), String::new())).collect::<Vec<_>>()).collect()
}

/// Learning counted in hours or minutes; teaching is no learning.
fn study_time(d: &Definition) -> Vec<Hit> {
    let learns = ["学习", "自学", "study", "studying", "learning", "reading hours"];
    let teaches = ["教", "辅导", "陪", "帮", "助", "培训别人", "teach", "tutor", "help", "coach", "lesson"];
    let timed = ["小时", "分钟", "学时", "钟头", "hour", "hours", "minute", "minutes", "min", "mins", "h"];
    let of = |item: &ItemView| {
        let has = |words: &[&str]| words.iter().any(|w| item.about.contains(w));
        let measure = item.counted.iter().find(|(path, m)| path.ends_with("measure") && timed.contains(&m.as_str()))?;
        (has(&learns) && !has(&teaches)).then(|| (measure.0.clone(), measure.1.clone()))
    };
    d.items.iter().filter_map(of).collect()
}

/// No last day, or one that is none.
fn end(d: &Definition) -> Vec<Hit> {
    let day = |name: &str| match d.top.get(name) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Datetime(day)) => day.to_string().chars().take(10).collect(),
        _ => String::new(),
    };
    let (from, to) = (day("from"), day("to"));
    let year = |day: &str| day.get(..4).and_then(|y| y.parse::<i64>().ok());
    let endless = match (year(&from), year(&to)) {
        (Some(a), Some(b)) => b - a > 10,
        _ => true,
    };
    let mut found = Vec::new();
    if !valid_day(&to) || endless && valid_day(&from) {
        found.push(("to".to_owned(), String::new()));
    }
    let off = |e: &&Entry| {
        let ends = [
            "ends",
            "reminders_end",
            "groups_end",
            "close_groups",
            "close_at_end",
            "groups_close",
            "reminders_stop",
            "stop_reminders",
            "channels_end",
        ];
        ends.contains(&e.key.as_str()) && !on(e.value)
    };
    found.extend(d.entries.iter().filter(off).map(|e| (e.path.clone(), String::new())));
    found
}

/// Erasure switched off, or keeping for ever.
fn erasure(d: &Definition) -> Vec<Hit> {
    let may = [
        "erasable",
        "erasure",
        "erase",
        "deletion",
        "deletable",
        "can_delete",
        "can_erase",
        "allow_erasure",
        "allow_deletion",
        "allow_delete",
        "right_to_erasure",
        "delete_on_request",
        "erase_on_request",
        "erasure_on_request",
    ];
    let keeps = [
        "retention",
        "retain",
        "keep",
        "keep_until",
        "kept_until",
        "keep_for",
        "storage",
        "delete_after",
        "erase_after",
        "keep_names",
        "keep_data",
        "保存",
        "保存期限",
    ];
    let for_ever = [
        "forever",
        "for_ever",
        "permanent",
        "permanently",
        "indefinite",
        "indefinitely",
        "always",
        "unlimited",
        "never",
        "永久",
        "长期",
        "永远",
        "永久保存",
    ];
    let hit = |e: &&Entry| {
        may.contains(&e.key.as_str()) && !on(e.value)
            || keeps.iter().any(|k| e.key == *k || e.key.ends_with(&format!("_{k}")) || e.key.starts_with(&format!("{k}_")))
                && e.value.as_str().is_some_and(|v| for_ever.contains(&text::key(v).as_str()) || v.trim().starts_with("9999"))
    };
    d.entries.iter().filter(hit).map(|e| (e.path.clone(), String::new())).collect()
}
