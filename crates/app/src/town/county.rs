//! A county in which somebody stands in every relation to a deed of its first township.
use super::Town;
use crate::orgs::{NewUnit, Unit};
use crate::people;
use crate::powers::Power;
use std::collections::BTreeMap;

/// Code, name, unit, role. The administrator `admin` (陈立) comes with the first run.
const PEOPLE: [(&str, &str, &str, &str); 11] = [
    ("member", "张晓梅", "101", ""),
    ("colleague", "马晋生", "101", ""),
    ("clerk", "李国华", "101", "clerk"),
    ("below", "郑桂花", "1011", "clerk"),
    ("sibling", "钱进", "102", "clerk"),
    ("stray", "孙立", "102", ""),
    ("bureau", "何平", "103", "clerk"),
    ("parent", "吴敏", "1", "clerk"),
    ("leader", "贾镇长", "101", "leader"),
    ("office", "赵明", "1", "office"),
    ("inspector", "宋廉", "1", "inspector"),
];

const UNITS: [(&str, &str, &str, &str); 4] = [
    ("101", "南村镇", "1", "township"),
    ("1011", "崔庄村", "101", "village"),
    ("102", "大箕镇", "1", "township"),
    ("103", "财政局", "1", "bureau"),
];

/// A campaign whose records the other side confirms.
const CONFIRMED: &str = r#"id = "care"
name = "邻里相助"
from = "2017-03-01"
to = "2017-03-31"
[[items]]
id = "visit"
name = "看望一位老人"
label = "看"
way = "confirm"
[[items.indicators]]
id = "visits"
name = "看望"
measure = "次"
most = "9"
"#;

pub struct County<'a> {
    pub town: &'a Town,
    /// A session of each, by code; strangers have none.
    pub cookies: BTreeMap<&'static str, String>,
}

impl<'a> County<'a> {
    pub fn found(town: &'a Town) -> Self {
        let mut cookies = BTreeMap::from([("", String::new()), ("admin", town.set_up())]);
        town.write(Power::ManageUnits, |tx| {
            for (code, name, parent, kind) in UNITS {
                let new = NewUnit { code: code.into(), name: name.into(), parent: parent.into(), kind: kind.into(), ..NewUnit::default() };
                Unit::add(tx, &new)?;
            }
            Ok(())
        });
        let campaign = include_str!("../../../../campaigns/six-ones.toml").replace("\"140525\"", "\"1\"");
        town.write(Power::ManageCampaigns, move |tx| crate::campaigns::file::CampaignFile::read(&campaign)?.make(tx));
        for (code, name, unit, role) in PEOPLE {
            town.person(code, name, unit, role);
            cookies.insert(code, town.enter(code));
        }
        Self { town, cookies }
    }

    pub fn as_who(&self, code: &str) -> &str {
        &self.cookies[code]
    }
    /// The clerk the lot fell on for a record of 101: `sibling` of 102 or `bureau` of 103.
    pub fn caller(&self, deed: &str) -> &'static str {
        let call = self.town.app.db.read(|r| r.get::<crate::checks::Call>(deed)).unwrap();
        if call.unit == "102" { "sibling" } else { "bureau" }
    }
    /// A bearer token of the person.
    pub fn token(&self, code: &str) -> String {
        let code = code.to_owned();
        self.town.write(Power::OwnAccess, move |tx| {
            let person = people::find::by_code(tx, &code)?.ok_or(crate::web::Fault::Missing)?;
            crate::accounts::Token::make(tx, &person, "story")
        })
    }
    /// Records as the page does; what it answers.
    pub fn record(&self, code: &str, id: &str, more: &[(&str, &str)]) -> super::Reply {
        let usual = [("id", id), ("item", "litter"), ("indicator", "litter"), ("quantity", "2"), ("day", "2017-03-20")];
        let form: Vec<(&str, &str)> =
            more.iter().copied().chain(usual.into_iter().filter(|(n, _)| more.iter().all(|(m, _)| m != n))).collect();
        self.town.post("/deeds", &form, self.as_who(code))
    }
    /// Opens a unit's own campaign, with the county's items under other ids.
    pub fn open_own(&self, unit: &'static str) {
        self.town.write(Power::ManageCampaigns, move |tx| {
            let mut file = crate::campaigns::file::CampaignFile::read(include_str!("../../../../campaigns/six-ones.toml"))?;
            (file.id, file.unit) = (format!("own-{unit}"), unit.to_owned());
            for item in &mut file.items {
                item.id = format!("own-{}", item.id);
                item.indicators.iter_mut().for_each(|i| i.id = format!("own-{}", i.id));
            }
            file.make(tx)
        });
    }
    /// Opens a campaign whose visits (`visits`) the other side confirms; the rules have nothing against it.
    pub fn open_confirmed(&self) {
        let made = self.town.post("/campaigns/import", &[("text", CONFIRMED), ("confirm", "yes")], self.as_who("admin"));
        assert_eq!(made.status, 303, "{}", made.body);
    }
    /// The value of a figure, as strangers are told it.
    pub fn value(&self, figure: &str) -> String {
        let reply = self.town.get(&format!("/api/v1/figures/{figure}"), "");
        serde_json::from_str::<serde_json::Value>(&reply.body).unwrap()["value"].as_str().unwrap_or_default().to_owned()
    }
}
