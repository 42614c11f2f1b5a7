//! Invented lists of whom to serve: co-operatives and households whose machines are looked after before the ploughing, and older people who live alone.
//! They come in from sheets, as a clerk would bring them.
use super::World;
use super::people::Team;
use crate::demo::timeline::OnRoster;
use crate::demo::world::instant;
use crate::imports::{Import, Kind};
use crate::people;
use crate::powers::{Power, Who};
use crate::rosters::{NewRoster, NewService, Roster, Service, Subject};
use crate::web::Fault;
use crate::web::words::{Lang, Words};

pub const COOPERATIVES: usize = 45;
pub const HOUSEHOLDS: usize = 153;
pub const MACHINES_OFFICE: &str = "140525-06";
/// On the lists and not yet served.
const LEFT: (usize, usize) = (3, 12);
/// The township of a visitor's persons.
const NANCUN: &str = "140525106";
const MADE: &str = "2017-02-27T01:00:00Z";
/// Right after the draw is closed.
const SERVED: &str = "2017-03-28T09:00:00Z";

const MACHINE_LINES: &str = "发动机保养\n传动和制动\n农具挂接\n安全操作讲解";
const ELDER_LINES: &str = "看电线和插座\n看炉灶和烟道\n留下联系电话";
/// Who, which village of the township by its place in the tree, where, and who serves; those at the end nobody yet.
const ELDERS: [(&str, &str, &str); 10] = [
    ("耿小娥", "戏台后头", "zhangxiaomei"),
    ("靳来生", "井台西", "zhangxiaomei"),
    ("原改梅", "坡底头一家", "zhangxiaomei"),
    ("司长锁", "老供销社旁", "zhangxiaomei"),
    ("段秋叶", "河沿", "zhangxiaomei"),
    ("侯保堂", "大槐树下", "z0703"),
    ("焦月英", "学校对面", "z0703"),
    ("成三货", "场院边", ""),
    ("武桂兰", "村东头", ""),
    ("秦福祥", "庙后", ""),
];

/// Subjects of both lists of machines in their order, as far as they are served by deeds.
pub fn make(world: &World, teams: &[Team]) -> Result<Vec<OnRoster>, Fault> {
    world.now(instant(MADE));
    let villages: Vec<&Team> = teams.iter().filter(|t| t.is_village()).collect();
    let of = |unit: &str| teams.iter().find(|team| team.unit == unit).unwrap_or(&teams[0]);
    let clerk = of(MACHINES_OFFICE).clerks[0].clone();
    let line = |n: usize, name: String| format!("{name},{}\n", villages[n * 2 % villages.len()].unit);
    let cooperatives: String = (0..COOPERATIVES).map(|n| line(n, cooperative(n))).collect();
    let more: String = ["永丰", "新谷", "大田"].iter().take(LEFT.0).map(|name| line(name.len(), format!("{name}农机合作社"))).collect();
    let one = new("cooperatives", (MACHINES_OFFICE, "machines", "enterprise"), "春耕前检修农机的合作社", MACHINE_LINES);
    let mut served = bring(world, &clerk, &one, "name,unit", &(cooperatives + &more))?;
    served.truncate(COOPERATIVES);
    let household = |n: usize| {
        let village = villages[(n + COOPERATIVES) * 2 % villages.len()];
        format!("{}农机户第{}户,{}\n", village.name, n + 1, village.unit)
    };
    let households: String = (0..HOUSEHOLDS + LEFT.1).map(household).collect();
    let two = new("farm-households", (MACHINES_OFFICE, "machines", "household"), "春耕前检修农机的农户", MACHINE_LINES);
    let mut more = bring(world, &clerk, &two, "name,unit", &households)?;
    more.truncate(HOUSEHOLDS);
    served.append(&mut more);
    elders(world, of(NANCUN))?;
    Ok(served.into_iter().map(|subject| OnRoster { subject, clerk: clerk.clone() }).collect())
}

fn cooperative(n: usize) -> String {
    const FIRST: [&str; 9] = ["丰", "禾", "兴", "惠", "金", "绿", "富", "众", "泽"];
    const SECOND: [&str; 5] = ["源", "农", "田", "盛", "康"];
    format!("{}{}农机合作社", FIRST[n / SECOND.len()], SECOND[n % SECOND.len()])
}

fn new(id: &str, (unit, indicator, kind): (&str, &str, &str), name: &str, checklist: &str) -> NewRoster {
    let (unit, indicator, kind) = (unit.into(), indicator.into(), kind.into());
    let id = format!("roster-{id}");
    NewRoster { id, unit, indicator, kind, name: name.into(), checklist: checklist.into(), ..NewRoster::default() }
}

/// Sets a roster up and brings its sheet in; the subjects' ids in the sheet's order.
fn bring(world: &World, clerk: &str, new: &NewRoster, columns: &str, lines: &str) -> Result<Vec<String>, Fault> {
    let (who, power, of) = (Who::Person(clerk.to_owned()), Power::MakeRoster(new.unit.clone()), new.clone());
    let roster = world.write(who.clone(), power, move |tx| Roster::make(tx, &of))?;
    let sheet: String = lines.lines().map(|line| format!("{},{line}\n", roster.position)).collect();
    let sheet = format!("roster,{columns}\n{sheet}");
    let told = Import::read(Kind::Subjects, sheet.as_bytes(), who)?.run(&world.db, &Words::new(Lang::Hans, "county-cn"), |_| true)?;
    if told.state != "done" {
        return Err(Fault::broken(format!("a sheet of subjects: {:?}", told.faults.first())));
    }
    let rows =
        world.db.read(|r| r.rows("SELECT id FROM roster_subjects WHERE roster = $1 ORDER BY position", &[roster.id.as_str().into()]))?;
    Ok(rows.iter().map(|row| row.text(0)).collect::<ledger::Result<_>>()?)
}

fn elders(world: &World, team: &Team) -> Result<(), Fault> {
    let children = world.db.read(|r| crate::orgs::find::children(r, NANCUN, "2017-03-01"))?;
    let line = |(n, (name, place, serves)): (usize, &(&str, &str, &str))| {
        format!("{name},{},{place},1390000{n:04},{serves}\n", children[n % children.len().min(4)].code)
    };
    let lines: String = ELDERS.iter().enumerate().map(line).collect();
    let new = new("elders", (NANCUN, "good-deeds", "elder"), "独居老人用电用火查看", ELDER_LINES);
    bring(world, &team.clerks[0], &new, "name,unit,place,phone,serves", &lines).map(|_| ())
}

/// What a visitor's person did of them: it waits for a check.
/// # Errors
/// When something is refused.
pub fn open(world: &World) -> Result<(), Fault> {
    world.now(instant(SERVED));
    let subjects = world.db.read(|r| r.all::<Subject>("WHERE roster = $1 ORDER BY position", &["roster-elders".into()]))?;
    for (n, (subject, words)) in subjects.into_iter().zip(["插座松了，换了一个。", ""]).enumerate() {
        let server = world.db.read(|r| people::find::by_code(r, "zhangxiaomei"))?.ok_or(Fault::Missing)?;
        let new = NewService {
            deed: format!("service-open-{n}"),
            day: "2017-03-27".into(),
            quantity: 1000,
            ticks: ELDER_LINES.lines().map(ToOwned::to_owned).collect(),
            words: words.into(),
            with: Vec::new(),
        };
        let leave = (Who::Person(server.id.clone()), Power::ServeSubject(subject.id.clone()));
        world.write(leave.0, leave.1, move |tx| Service::make(tx, &subject, &new, (&server, &server.id)).map(|_| ()))?;
    }
    Ok(())
}
