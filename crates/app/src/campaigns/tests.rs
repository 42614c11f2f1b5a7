//! Stories of campaigns, on both databases; each ends with a replay.
mod closing;
mod current;
mod drafts;
mod exported;
mod set_up;

use super::file::{CampaignFile, IndicatorFile, ItemFile};
use super::find;
use crate::town::{Reply, Town};

/// Every field of the set-up form as the page would send it.
fn form(file: &CampaignFile, rev: Option<i64>, act: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    let mut put = |name: String, value: &str| all.push((name, value.to_owned()));
    for (name, value) in [
        ("id", &file.id),
        ("name", &file.name),
        ("mine", &file.mine),
        ("slogan", &file.slogan),
        ("blurb", &file.blurb),
        ("unit", &file.unit),
        ("from", &file.from),
        ("to", &file.to),
        ("complaints", &file.complaints),
    ] {
        put(name.into(), value);
    }
    file.switches.iter().for_each(|s| put("switches".into(), s));
    for (n, item) in file.items.iter().enumerate() {
        let at = |name: &str| format!("items[{n}].{name}");
        for (name, value) in [
            ("id", item.id.as_str()),
            ("name", &item.name),
            ("label", &item.label),
            ("way", &item.way),
            ("evidence", &item.evidence),
            ("justification", &item.justification),
            ("target", item.target.as_deref().unwrap_or("")),
            ("per", &item.per),
            ("note", &item.note),
            ("lead", &item.lead),
        ] {
            put(at(name), value);
        }
        item.required.iter().for_each(|r| put(at("required"), r));
        for (m, i) in item.indicators.iter().enumerate() {
            let at = |name: &str| format!("items[{n}].indicators[{m}].{name}");
            for (name, value) in [
                ("id", i.id.as_str()),
                ("name", &i.name),
                ("measure", &i.measure),
                ("decimals", &i.decimals.to_string()),
                ("most", &i.most),
                ("step", i.step.as_deref().unwrap_or("")),
                ("hint", &i.hint),
                ("also", &i.also.join(" ")),
            ] {
                put(at(name), value);
            }
            i.how.iter().for_each(|h| put(at("how"), h));
        }
    }
    put("do".into(), act);
    if let Some(rev) = rev {
        put("rev".into(), &rev.to_string());
    }
    all
}

fn send(town: &Town, cookie: &str, file: &CampaignFile, rev: Option<i64>, act: &str) -> Reply {
    let path = if rev.is_some() { format!("/campaigns/{}/edit", file.id) } else { "/campaigns/new".to_owned() };
    let fields = form(file, rev, act);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    town.post(&path, &fields, cookie)
}

fn stored(town: &Town, id: &str) -> (CampaignFile, i64, String) {
    let id = id.to_owned();
    let (file, row) = town.app.db.read(|r| CampaignFile::of(r, &id)).unwrap();
    (file, row.rev, row.state)
}

fn spring() -> CampaignFile {
    let indicator =
        IndicatorFile { id: "trees".into(), name: "树木".into(), measure: "棵".into(), most: "500".into(), ..IndicatorFile::default() };
    let item = ItemFile {
        id: "tree".into(),
        name: "栽一棵树".into(),
        label: "树".into(),
        way: "none".into(),
        evidence: "none".into(),
        per: "campaign".into(),
        indicators: vec![indicator],
        ..ItemFile::default()
    };
    let days = ("2017-03-01".to_owned(), "2017-03-31".to_owned());
    CampaignFile {
        id: "spring".into(), name: "春季植树".into(), from: days.0, to: days.1, items: vec![item], ..CampaignFile::default()
    }
}

fn find_all(town: &Town) -> Vec<super::Campaign> {
    town.app.db.read(|r| find::listed(r, true)).unwrap()
}

impl Town {
    fn enter_as_member(&self) -> String {
        self.person("mem", "张三", "1", "");
        self.enter("mem")
    }
}
