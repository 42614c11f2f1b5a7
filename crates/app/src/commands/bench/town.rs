//! A realm to measure: one county, 17 townships and 43 offices, some 400 villages, three thousand people, the campaign, a token for each client.
use super::now;
use crate::accounts::Token;
use crate::campaigns::file::CampaignFile;
use crate::commands::{Place, said};
use crate::deeds::{Content, Deed, NewDeed};
use crate::orgs::{NewUnit, Unit};
use crate::people::{self, NewPerson, Person};
use crate::powers::{Power, Who, decide};
use crate::realm::Realm;
use crate::web::Fault;
use jiff::Timestamp;
use ledger::{Clock, Db, MachineClock, Read, SetClock, Tx};
use std::sync::Arc;

pub const COUNTY: &str = "140525";
const TOWNSHIPS: usize = 17;
/// County offices beside the townships: sixty units below the county.
const BUREAUS: usize = 43;
const UNITS: usize = 470;
const PEOPLE: usize = 3000;
/// Deeds a write holds while the realm is filled.
const FILL: usize = 500;
/// The last day of the campaign, 10:00 in its zone.
const NOW: &str = "2017-03-31T02:00:00Z";
const CAMPAIGN: &str = include_str!("../../../../../campaigns/six-ones.toml");
pub const INDICATORS: [(&str, i64); 6] =
    [("trees", 3000), ("good-deeds", 1000), ("litter", 1500), ("posts", 1000), ("households", 1000), ("maxims", 1000)];

/// The campaign of the board, and how many items it has.
pub const WIDE_CAMPAIGN: &str = "wide";
const WIDE: usize = 40;

/// A campaign of forty items.
fn wide() -> String {
    let item = |n: usize| {
        format!(
            "[[items]]\nid = \"wide-item-{n:02}\"\nname = \"第{n}项\"\nlabel = \"项\"\nway = \"own\"\n[[items.indicators]]\nid = \"wide-{n:02}\"\nname = \"数量\"\nmeasure = \"件\"\nmost = \"9\"\n"
        )
    };
    let head = format!("id = \"{WIDE_CAMPAIGN}\"\nname = \"四十项\"\nfrom = \"2017-03-01\"\nto = \"2017-03-31\"\n");
    head + &(0..WIDE).map(item).collect::<String>()
}

/// Somebody of the town.
#[derive(Clone)]
pub struct Neighbour {
    pub id: String,
    pub code: String,
    pub unit: String,
}

pub struct Town {
    pub people: Vec<Neighbour>,
    /// Bearer tokens of the first people.
    pub tokens: Vec<String>,
}

/// The same place with the clock at the campaign's last day.
pub fn open(place: &Place) -> Result<Db, String> {
    Db::open(place.config_at(Arc::new(SetClock::at(NOW))), &crate::tables::SCHEMA).map_err(|e| e.to_string())
}

pub fn write<T: Send + 'static>(
    db: &Db,
    power: Power,
    act: impl FnOnce(&mut Tx) -> Result<T, Fault> + Send + 'static,
) -> Result<T, String> {
    let now = db.clock().now_ms();
    db.write(move |r| decide(r, &Who::Operator, &power, now), act).map_err(|f: Fault| said(&f))
}

/// Code and parent of the n-th unit.
fn unit(n: usize) -> (String, String) {
    match n {
        0 => (COUNTY.into(), String::new()),
        _ if n <= TOWNSHIPS + BUREAUS => (format!("{COUNTY}{:03}", 99 + n), COUNTY.into()),
        _ => {
            let parent = format!("{COUNTY}{:03}", 100 + n % TOWNSHIPS);
            (format!("{parent}{n:03}"), parent)
        }
    }
}

/// The code of a township, from 0.
pub fn township(n: usize) -> String {
    unit(1 + n % TOWNSHIPS).0
}

/// The code of some village.
pub fn village(n: usize) -> String {
    let first = TOWNSHIPS + BUREAUS + 1;
    unit(first + n % (UNITS - first)).0
}

impl Town {
    /// Makes the realm.
    pub fn found(place: &Place, tokens: usize) -> Result<Self, String> {
        let db = open(place)?;
        write(&db, Power::SetUp, |tx| Realm::make(tx, &realm()))?;
        write(&db, Power::ManageUnits, |tx| (0..UNITS).try_for_each(|n| add_unit(tx, n)))?;
        let people = write(&db, Power::ManagePeople, |tx| (0..PEOPLE).map(|n| add_person(tx, n)).collect::<Result<Vec<_>, _>>())?;
        for file in [CAMPAIGN.to_owned(), wide()] {
            let campaign = CampaignFile::read(&file).map_err(|f| said(&f))?;
            write(&db, Power::ManageCampaigns, move |tx| campaign.make(tx).map(|_| ()))?;
        }
        Self::with_tokens(&db, people, tokens)
    }

    /// The realm that an earlier run made, and how many deeds it was filled with.
    pub fn again(place: &Place, tokens: usize) -> Result<(Self, usize), String> {
        let db = open(place)?;
        let known = db.read(|r| {
            let neighbour = |r: &mut Read, n: usize| {
                let person = people::find::by_code(r, &code(n))?;
                Ok::<_, ledger::Error>(person.map(|p| Neighbour { id: p.id, code: p.code, unit: home(n) }))
            };
            let people = (0..PEOPLE).map(|n| neighbour(r, n)).collect::<Result<Option<Vec<_>>, _>>()?;
            let filled = r.int("SELECT COUNT(*) FROM deeds WHERE id >= 'filled-' AND id < 'filled.'", &[])?;
            Ok::<_, ledger::Error>(people.map(|people| (people, usize::try_from(filled).unwrap_or(0))))
        });
        let strange = || format!("{} holds a realm that no benchmark made; an empty folder is needed.", place.data.display());
        let (people, filled) = known.map_err(|e| e.to_string())?.ok_or_else(strange)?;
        Ok((Self::with_tokens(&db, people, tokens)?, filled))
    }

    fn with_tokens(db: &Db, people: Vec<Neighbour>, tokens: usize) -> Result<Self, String> {
        let owners: Vec<String> = people.iter().take(tokens).map(|p| p.id.clone()).collect();
        let tokens = write(db, Power::ManagePeople, move |tx| {
            owners
                .iter()
                .map(|id| tx.get::<Person>(id).map_err(Fault::from).and_then(|person| Token::make(tx, &person, "bench")))
                .collect::<Result<Vec<_>, _>>()
        })?;
        Ok(Self { people, tokens })
    }

    /// Records deeds `from` to `to` through the verb, many to a write; deeds a second.
    pub fn fill(&self, place: &Place, from: usize, to: usize) -> Result<f64, String> {
        let (db, began) = (open(place)?, now());
        for first in (from..to).step_by(FILL) {
            let deeds: Vec<NewDeed> = (first..(first + FILL).min(to)).map(|n| self.deed(n)).collect();
            write(&db, Power::ImportDeeds, |tx| deeds.into_iter().try_for_each(|deed| Deed::record(tx, deed).map(|_| ())))?;
        }
        #[allow(clippy::cast_precision_loss, reason = "a rate for reading")]
        let rate = to.saturating_sub(from) as f64 / began.elapsed().as_secs_f64();
        Ok(rate.round())
    }

    fn deed(&self, n: usize) -> NewDeed {
        // Every second deed is one of the forty's.
        let (indicator, quantity) = if n.is_multiple_of(2) {
            let (indicator, quantity) = INDICATORS[n / 2 % INDICATORS.len()];
            (indicator.to_owned(), quantity)
        } else {
            (format!("wide-{:02}", n / 2 % WIDE), 1000)
        };
        let (recorder, other) = (&self.people[n % PEOPLE], &self.people[(n * 7 + 1) % PEOPLE]);
        let content = Content {
            day: format!("2017-03-{:02}", 1 + n / 31 % 31),
            quantity,
            people: vec![recorder.id.clone(), other.id.clone()],
            ..Content::default()
        };
        NewDeed {
            id: format!("filled-{n:09}"),
            indicator,
            item: None,
            unit: recorder.unit.clone(),
            recorder: recorder.id.clone(),
            entered_by: recorder.id.clone(),
            content,
            body: String::new(),
            body_hash: format!("{n:064x}"),
            import: String::new(),
            files_follow: false,
        }
    }
}

fn realm() -> Realm {
    let ahead = NOW.parse::<Timestamp>().map_or(0, Timestamp::as_millisecond) - MachineClock::default().now_ms();
    Realm {
        id: "realm".into(),
        rev: 1,
        name: "泽州".into(),
        zone: "Asia/Shanghai".into(),
        rules: "cn".into(),
        words: "county-cn".into(),
        telephone: "12345".into(),
        address: "泽州".into(),
        offset_ms: ahead,
        demonstration: true,
        currency: "CNY".into(),
    }
}

fn add_unit(tx: &mut Tx, n: usize) -> Result<(), Fault> {
    let (code, parent) = unit(n);
    let kind = match n {
        0 => "county",
        _ if n <= TOWNSHIPS => "township",
        _ if n <= TOWNSHIPS + BUREAUS => "bureau",
        _ => "village",
    };
    Unit::add(tx, &NewUnit { name: format!("单位{n}"), code, parent, kind: kind.into(), ..NewUnit::default() })?;
    Ok(())
}

/// The n-th person's code, and their unit's.
fn code(n: usize) -> String {
    format!("b{n:04}")
}
fn home(n: usize) -> String {
    unit(1 + n % (UNITS - 1)).0
}

fn add_person(tx: &mut Tx, n: usize) -> Result<Neighbour, Fault> {
    let unit = home(n);
    // Somebody may see the board.
    let role = if n == 0 { "office" } else { "" };
    let new = NewPerson { code: code(n), name: format!("李{n}"), unit: unit.clone(), role: role.into(), ..NewPerson::default() };
    let person = Person::add(tx, &new)?;
    Ok(Neighbour { id: person.id, code: person.code, unit })
}
