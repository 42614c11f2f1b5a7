//! The demonstration: Zezhou's real units, invented people, deeds made through the same verbs and powers as anyone's.
mod deeds;
mod groups;
mod people;

use crate::campaigns::file::CampaignFile;
use crate::orgs::{NewUnit, Unit};
use crate::powers::{Power, Who, decide};
use crate::realm::Realm;
use crate::web::Fault;
use ledger::{Chance, Db, SetClock, Tx};
use std::sync::Arc;

pub use people::{PASSWORD, ROLES};

const UNITS: &str = include_str!("../../demo/units.csv");
const CAMPAIGN: &str = include_str!("../../../../campaigns/six-ones.toml");
/// The county office's bureaus: code, name.
const BUREAUS: [(&str, &str); 8] = [
    ("140525-01", "县委办公室"),
    ("140525-02", "县人大常委会办公室"),
    ("140525-03", "县政府办公室"),
    ("140525-04", "县政协办公室"),
    ("140525-05", "团县委"),
    ("140525-06", "县农机服务中心"),
    ("140525-07", "县财政局"),
    ("140525-08", "县工商质监局"),
];

/// When the demonstration begins: 31 March 2017, 10:00 in Shanghai.
pub const BEGINS: &str = "2017-03-31T02:00:00Z";

/// A world being filled: its data, its clock and its chance.
pub struct World {
    pub db: Db,
    pub clock: Arc<SetClock>,
    pub chance: Chance,
}

/// Fills empty data. `offset_ms` is what the demonstration's clock will be ahead of the machine's; `progress` is told how many
/// of how many deeds are made.
/// # Errors
/// When something of it is refused: the demonstration keeps the product's rules.
pub fn fill(db: Db, clock: Arc<SetClock>, offset_ms: i64, seed: u64, progress: impl FnMut(usize, usize)) -> Result<(), Fault> {
    let mut world = World { db, clock, chance: Chance::seeded(seed) };
    world.clock.0.store(SetClock::at("2017-02-20T01:00:00Z").0.into_inner(), std::sync::atomic::Ordering::Relaxed);
    world.set_up(offset_ms)?;
    let people = people::make(&mut world)?;
    groups::make(&world)?;
    deeds::make(&mut world, &people, progress)?;
    world.clock.0.store(SetClock::at(BEGINS).0.into_inner(), std::sync::atomic::Ordering::Relaxed);
    Ok(world.db.checkpoint()?)
}

impl World {
    /// Writes as somebody, under the power that decides for everybody.
    pub fn write<T: Send + 'static>(
        &self,
        who: Who,
        power: Power,
        act: impl FnOnce(&mut Tx) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let now = self.db.clock().now_ms();
        self.db.write(move |r| decide(r, &who, &power, now), act)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        let bytes: [u8; 4] = self.chance.bytes();
        u32::from_be_bytes(bytes) as usize % n.max(1)
    }

    fn set_up(&mut self, offset_ms: i64) -> Result<(), Fault> {
        let realm = Realm {
            id: "realm".into(),
            rev: 1,
            name: "泽州县".into(),
            zone: "Asia/Shanghai".into(),
            rules: "cn".into(),
            words: "county-cn".into(),
            telephone: "0356-0000000".into(),
            address: "泽州县“六个一”活动办公室（虚构地址）".into(),
            offset_ms,
            demonstration: true,
            currency: "CNY".into(),
        };
        self.write(Who::Stranger, Power::SetUp, move |tx| Realm::make(tx, &realm))?;
        self.write(Who::Operator, Power::ManageUnits, |tx| {
            for unit in units() {
                Unit::add(tx, &unit)?;
            }
            Ok(())
        })?;
        let campaign = CampaignFile::read(CAMPAIGN)?;
        self.write(Who::Operator, Power::ManageCampaigns, move |tx| campaign.make(tx))?;
        Ok(())
    }
}

/// The county, its townships and villages from the file, and the bureaus.
fn units() -> Vec<NewUnit> {
    let rows = UNITS.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        let (code, name, parent, kind) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
        Some(NewUnit { code: code.into(), name: name.into(), parent: parent.into(), kind: kind.into(), rank: 50, ..NewUnit::default() })
    });
    let bureaus = (1..).zip(BUREAUS).map(|(rank, (code, name))| NewUnit {
        code: code.into(),
        name: name.into(),
        parent: "140525".into(),
        kind: "bureau".into(),
        rank,
        ..NewUnit::default()
    });
    rows.chain(bureaus).collect()
}
