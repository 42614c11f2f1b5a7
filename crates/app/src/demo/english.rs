//! A school's spring and a charity's, in English, under the general rules and in their own words.
use super::issues::Press;
use super::timeline::{DAY, Draft, Fate, HOUR, Sayings, Timeline};
use super::world::instant;
use super::{BEGINS, Making, Persona, World};
use crate::accounts::Account;
use crate::campaigns::file::CampaignFile;
use crate::deeds::{Content, Served};
use crate::orgs::{NewUnit, Unit};
use crate::people::{NewPerson, Person, RoleKind};
use crate::powers::{Power, Who};
use crate::realm::Realm;
use crate::web::Fault;

/// A kind of deed. Quantities in thousandths: least, most, step.
struct Kind {
    indicator: &'static str,
    quantity: (i64, i64, i64),
    words: &'static [&'static str],
    places: &'static [&'static str],
    served: &'static str,
}

/// An organisation and what its people do.
pub struct Setting {
    name: &'static str,
    words: &'static str,
    telephone: &'static str,
    address: &'static str,
    campaign: &'static str,
    /// Code, name, parent, kind, a line each; people belong to the lowest.
    units: &'static str,
    pub personas: [Persona; 4],
    /// What the people of the lowest units are, and who checks there.
    member: &'static str,
    clerk: &'static str,
    kinds: &'static [Kind],
    press: Press,
}

const DEEDS: usize = 300;
/// People in each lowest unit beside its clerk.
const MEMBERS: usize = 9;
const ZONE: &str = "Europe/London";
const FIRST: [&str; 40] = [
    "Amelia", "Ben", "Chloe", "Daniel", "Elsie", "Farah", "George", "Hana", "Isaac", "Jia", "Kofi", "Lily", "Marcus", "Nadia", "Oliver",
    "Priya", "Quinn", "Rosa", "Samuel", "Tara", "Umar", "Violet", "William", "Yusuf", "Zoe", "Alfie", "Bella", "Callum", "Daisy", "Ewan",
    "Freya", "Gita", "Harry", "Imogen", "Jack", "Keira", "Leo", "Maya", "Noah", "Orla",
];
const LAST: [&str; 36] = [
    "Adams", "Baker", "Clarke", "Davies", "Evans", "Fletcher", "Green", "Hughes", "Iqbal", "Jones", "Khan", "Lewis", "Mason", "Nolan",
    "Owen", "Patel", "Quick", "Roberts", "Shah", "Taylor", "Usher", "Vaughan", "Walker", "Young", "Ahmed", "Brook", "Cole", "Dunn",
    "Ellis", "Ford", "Grant", "Hill", "Ingram", "Joyce", "Kerr", "Lamb",
];
const SAYINGS: Sayings = Sayings {
    returned: &["Please say where it was.", "Please say on which day."],
    refused: &["There is a record of this already."],
    withdrawn: &["Entered twice"],
    places: &["By the main gate", "In the hall"],
};

pub const SCHOOL: Setting = Setting {
    name: "Riverside School",
    words: "school",
    telephone: "01632 960001",
    address: "1 River Road (invented)",
    campaign: include_str!("../../../../campaigns/kind-spring.toml"),
    units: include_str!("../../demo/school.csv"),
    personas: [
        ("reed", "Tom Reed", "3b", "pupil", ""),
        ("price", "Hannah Price", "3b", "class teacher", "clerk"),
        ("grey", "Ann Grey", "school", "deputy head", "office"),
        ("admin", "Paul West", "school", "computing", "administrator"),
    ],
    member: "pupil",
    clerk: "class teacher",
    kinds: &[
        Kind {
            indicator: "stories-read",
            quantity: (1000, 3000, 1000),
            words: &["We read under the big tree.", "She read the last page by herself.", "We took turns with the voices.", ""],
            places: &["Library", "Reading corner", "Playground"],
            served: "child",
        },
        Kind {
            indicator: "litter-bags",
            quantity: (500, 2000, 500),
            words: &["Mostly crisp packets by the fence.", "Cleared the path to the bus stop.", ""],
            places: &["Field", "River path", "Front gate"],
            served: "",
        },
        Kind {
            indicator: "things-planted",
            quantity: (1000, 8000, 1000),
            words: &["Beans along the south wall.", "Two apple trees by the gate.", ""],
            places: &["School garden", "Front gate"],
            served: "",
        },
        Kind {
            indicator: "good-turns",
            quantity: (1000, 1000, 1000),
            words: &[
                "Helped a new pupil find the way.",
                "Carried the chairs after assembly.",
                "Wrote a card for Mrs Lamb in hospital.",
                "",
            ],
            places: &["Hall", "Classroom", ""],
            served: "other",
        },
    ],
    press: Press {
        campaign: "kind-spring",
        writer: "grey",
        head: "A Kind Spring",
        office: "Riverside School",
        files: &[include_str!("../../demo/school-issue.toml")],
    },
};

pub const CHARITY: Setting = Setting {
    name: "Open Door",
    words: "charity",
    telephone: "01632 960002",
    address: "22 Market Street (invented)",
    campaign: include_str!("../../../../campaigns/warm-march.toml"),
    units: include_str!("../../demo/charity.csv"),
    personas: [
        ("okoro", "Grace Okoro", "east-1", "volunteer", ""),
        ("byrne", "Liam Byrne", "east-1", "team coordinator", "clerk"),
        ("stone", "Judith Stone", "head", "campaign lead", "office"),
        ("admin", "Omar Haddad", "head", "systems", "administrator"),
    ],
    member: "volunteer",
    clerk: "team coordinator",
    kinds: &[
        Kind {
            indicator: "meals",
            quantity: (5000, 40_000, 1000),
            words: &["Soup and bread, and time to talk.", "Delivered by bicycle in the rain.", ""],
            places: &["Market hall", "St Anne's", "Doorstep round"],
            served: "other",
        },
        Kind {
            indicator: "visits",
            quantity: (1000, 1000, 1000),
            words: &["We went through the gas bill together.", "A walk to the shop and back.", "Played cards for an hour.", ""],
            places: &["At home", "Day centre"],
            served: "elder",
        },
        Kind {
            indicator: "repairs",
            quantity: (1000, 3000, 1000),
            words: &["Bled the radiators and fixed a draught.", "Put a rail by the front step.", "Changed the smoke alarm.", ""],
            places: &["At home"],
            served: "household",
        },
        Kind {
            indicator: "hours",
            quantity: (1000, 5000, 500),
            words: &["Sorting coats.", "On the phones.", ""],
            places: &["Warehouse", "Office"],
            served: "",
        },
    ],
    press: Press {
        campaign: "warm-march",
        writer: "stone",
        head: "A Warm March",
        office: "Open Door",
        files: &[include_str!("../../demo/charity-issue.toml")],
    },
};

/// A lowest unit with its people by id.
struct Team {
    unit: String,
    clerk: String,
    members: Vec<String>,
}

impl Setting {
    /// # Errors
    /// When something of it is refused.
    pub fn fill(&self, world: &mut World, making: &Making) -> Result<(), Fault> {
        world.now(instant("2017-02-20T09:00:00Z"));
        self.set_up(world, making.offset_ms)?;
        let teams = self.people(world)?;
        let drafts = (0..DEEDS).map(|_| self.draft(world, &teams)).collect();
        let latest = instant(BEGINS) - HOUR / 2;
        let mut timeline = Timeline::of(world, drafts, &SAYINGS, latest);
        self.press.play(world, &mut timeline, latest)
    }

    fn set_up(&self, world: &World, offset_ms: i64) -> Result<(), Fault> {
        let realm = Realm {
            id: "realm".into(),
            rev: 1,
            name: self.name.into(),
            zone: ZONE.into(),
            rules: "general".into(),
            words: self.words.into(),
            telephone: self.telephone.into(),
            address: self.address.into(),
            offset_ms,
            demonstration: true,
            currency: "GBP".into(),
        };
        world.write(Who::Stranger, Power::SetUp, move |tx| Realm::make(tx, &realm))?;
        let units: Vec<NewUnit> = self.units().map(|[code, name, parent, kind]| unit(code, name, parent, kind)).collect();
        world.write(Who::Operator, Power::ManageUnits, move |tx| units.iter().try_for_each(|unit| Unit::add(tx, unit).map(|_| ())))?;
        let campaign = CampaignFile::read(self.campaign)?;
        world.write(Who::Operator, Power::ManageCampaigns, move |tx| campaign.make(tx))?;
        Ok(())
    }

    fn units(&self) -> impl Iterator<Item = [&'static str; 4]> {
        self.units.lines().skip(1).filter_map(|line| line.split(',').collect::<Vec<_>>().try_into().ok())
    }

    fn people(&self, world: &mut World) -> Result<Vec<Team>, Fault> {
        let parents: Vec<&str> = self.units().map(|u| u[2]).collect();
        let mut teams = Vec::new();
        for (n, [code, _, _, _]) in self.units().enumerate() {
            let mut new: Vec<NewPerson> = self.personas.iter().filter(|p| p.2 == code).map(|p| person(p.0, p.1, code, p.3, p.4)).collect();
            if !parents.contains(&code) {
                let clerk = new.iter().any(|p| p.role == "clerk");
                for place in usize::from(clerk)..=MEMBERS {
                    let (title, role) = if place == 0 { (self.clerk, "clerk") } else { (self.member, "") };
                    let name = format!("{} {}", world.word(&FIRST), world.word(&LAST));
                    new.push(person(&format!("p{n:02}{place:02}"), &name, code, title, role));
                }
            }
            let team = enter(world, code, new)?;
            teams.extend((!team.clerk.is_empty() && !team.members.is_empty()).then_some(team));
        }
        Ok(teams)
    }

    fn draft(&self, world: &mut World, teams: &[Team]) -> Draft {
        let (team, kind) = (&teams[world.below(teams.len())], &self.kinds[world.below(self.kinds.len())]);
        let (day, hour) = (1 + world.below(31), 8 + world.below(9));
        let late = if day < 24 && world.likely(6) { 5 } else { 0 };
        let at = instant("2017-03-01T00:00:00Z") + i64::try_from(day - 1 + late).unwrap_or(0) * DAY;
        let hour = if day == 31 { 1 } else { hour };
        let at = at + i64::try_from(hour).unwrap_or(0) * HOUR + i64::try_from(world.below(3_600_000)).unwrap_or(0) * i64::from(hour > 1);
        let recorder = team.members[world.below(team.members.len())].clone();
        let mut people = vec![recorder.clone()];
        people.extend((0..world.below(3)).map(|_| team.members[world.below(team.members.len())].clone()));
        people.sort();
        people.dedup();
        let (least, most, step) = kind.quantity;
        let served = Served { kind: kind.served.into(), count: 1 + i64::try_from(world.below(4)).unwrap_or(0), subject: None };
        let content = Content {
            day: format!("2017-03-{day:02}"),
            quantity: world.quantity(least, most, step),
            place: world.word(kind.places).into(),
            people,
            served: if kind.served.is_empty() { Vec::new() } else { vec![served] },
            words: world.word(kind.words).into(),
            ..Content::default()
        };
        Draft {
            indicator: kind.indicator,
            unit: team.unit.clone(),
            entered_by: recorder.clone(),
            recorder,
            checker: team.clerk.clone(),
            publish: !content.words.is_empty(),
            content,
            at,
            fate: fate(world),
            tag: "",
            need: None,
            roster: None,
            confirmed: None,
        }
    }
}

fn fate(world: &mut World) -> Fate {
    match world.below(30) {
        0 => Fate::Returned,
        1 => Fate::ReturnedAndCorrected,
        2 => Fate::Refused,
        3 => Fate::Withdrawn,
        4 => Fate::CorrectedAfter,
        5 => Fate::Waits,
        _ => Fate::Approved,
    }
}

fn unit(code: &str, name: &str, parent: &str, kind: &str) -> NewUnit {
    NewUnit { code: code.into(), name: name.into(), parent: parent.into(), kind: kind.into(), ..NewUnit::default() }
}

fn person(code: &str, name: &str, unit: &str, title: &str, role: &str) -> NewPerson {
    NewPerson { code: code.into(), name: name.into(), unit: unit.into(), title: title.into(), role: role.into(), ..NewPerson::default() }
}

/// Adds people and opens their access.
fn enter(world: &World, unit: &str, new: Vec<NewPerson>) -> Result<Team, Fault> {
    let hash = world.hash.clone();
    let people = world.write(Who::Operator, Power::ManagePeople, move |tx| {
        let one = |new: &NewPerson, tx: &mut ledger::Tx| -> Result<_, Fault> {
            let person = Person::add(tx, new)?;
            Account::open(tx, &person, Some(hash.clone()))?;
            Ok((person.id, RoleKind::parse(&new.role) == Some(RoleKind::Clerk)))
        };
        new.iter().map(|new| one(new, tx)).collect::<Result<Vec<_>, Fault>>()
    })?;
    let clerk = people.iter().find(|(_, clerk)| *clerk).map(|(id, _)| id.clone()).unwrap_or_default();
    Ok(Team { unit: unit.to_owned(), clerk, members: people.into_iter().filter(|(_, clerk)| !clerk).map(|(id, _)| id).collect() })
}
