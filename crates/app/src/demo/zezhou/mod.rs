//! Zezhou's March 2017: real units, invented people and events. What the news report tells comes out of records like any other: `told` makes
//! those, `month` everyone's daily ones around them.
mod draw;
mod families;
mod groups;
mod households;
mod month;
mod open;
mod people;
mod rosters;
mod told;
mod units;

use super::issues::Press;
use super::timeline::{Sayings, Timeline};
use super::world::instant;
use super::{BEGINS, Making, Persona, World};
use crate::campaigns::file::CampaignFile;
use crate::powers::{Power, Who};
use crate::realm::Realm;
use crate::web::Fault;

/// The county's campaign, and three units' own.
const CAMPAIGNS: [&str; 4] = [
    include_str!("../../../../../campaigns/six-ones.toml"),
    include_str!("../../../../../campaigns/spring-machines.toml"),
    include_str!("../../../../../campaigns/solved-in-shanhe.toml"),
    include_str!("../../../../../campaigns/solved-in-nanling.toml"),
];
/// The county's code.
const COUNTY: &str = "140525";

pub const PERSONAS: [Persona; 5] = [
    ("zhangxiaomei", "张晓梅", "140525106", "农技员", ""),
    ("liguohua", "李国华", "140525106", "办公室主任", "clerk"),
    ("zhaoming", "赵明", "140525", "活动办公室", "office"),
    ("admin", "周静", "140525", "信息中心", "administrator"),
    ("sunhui", "孙慧", "140525", "县纪委", "inspector"),
];

const PRESS: Press = Press {
    campaign: "six-ones",
    writer: "zhaoming",
    head: "“六个一”活动简报",
    office: "泽州县“六个一”活动办公室",
    files: &[include_str!("../../../demo/issue-9.toml"), include_str!("../../../demo/issue-10.toml")],
};

const SAYINGS: Sayings = Sayings {
    returned: &["请补充在哪里做的。", "请写清是哪一天做的。", "数量和说明对不上，请核对。"],
    refused: &["同一件事已经有一条记录。", "这是本职工作，不计入。", "不在活动时间内做的。"],
    withdrawn: &["记重了", "记错了事项", "记到别人名下了"],
    places: &["村委会门口", "村东头", "村口大槐树下", "小学门前"],
};

/// Everyday deeds of the whole month, and of a small demonstration.
const DEEDS: usize = 28_900;
const DEEDS_SMALL: usize = 300;

/// Instants of March 2017: midnight of a day in Shanghai.
fn midnight(day: usize) -> i64 {
    instant("2017-02-28T16:00:00Z") + i64::try_from(day - 1).unwrap_or(0) * super::timeline::DAY
}

/// # Errors
/// When something of it is refused.
pub fn fill(world: &mut World, making: &Making) -> Result<(), Fault> {
    world.now(instant("2017-02-20T01:00:00Z"));
    set_up(world, making.offset_ms)?;
    let teams = people::make(world, making.small)?;
    groups::make(world)?;
    households::make(world, &teams, making.seed)?;
    let subjects = rosters::make(world, &teams)?;
    let mut drafts = told::drafts(world, &teams, subjects);
    let count = if making.small { DEEDS_SMALL } else { DEEDS };
    drafts.extend((0..count).map(|_| month::draft(world, &teams)));
    let latest = instant(BEGINS) - super::timeline::HOUR / 2;
    let mut timeline = Timeline::of(world, drafts, &SAYINGS, latest);
    draw::play(world, &mut timeline, making.small)?;
    households::follow(world, &teams)?;
    open::make(world)?;
    rosters::open(world)?;
    PRESS.play(world, &mut timeline, latest)
}

fn set_up(world: &World, offset_ms: i64) -> Result<(), Fault> {
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
    world.write(Who::Stranger, Power::SetUp, move |tx| Realm::make(tx, &realm))?;
    units::make(world)?;
    CAMPAIGNS.iter().try_for_each(|file| {
        let campaign = CampaignFile::read(file)?;
        world.write(Who::Operator, Power::ManageCampaigns, move |tx| campaign.make(tx).map(|_| ()))
    })
}
