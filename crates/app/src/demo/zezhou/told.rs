//! What the county's bulletins tell, as records: each figure of the news report is made of deeds of its own, and no record stands for several.
use super::families;
use super::groups::is_along;
use super::households;
use super::month::{CLEARING, LEADERS_PLANT, LOST, when};
use super::people::{BODIES, Team};
use super::rosters::{COOPERATIVES, HOUSEHOLDS, MACHINES_OFFICE};
use super::units::VOLUNTEERS;
use super::{World, midnight};
use crate::deeds::{Content, Served};
use crate::demo::timeline::{DAY, Draft, Fate, HOUR, OnRoster, Raised};
use crate::needs::NewNeed;
use std::collections::BTreeSet;

/// Cubic metres in thousandths: along the roads, and cleared by three townships in the month.
const ROADS: i64 = 968_000;
const CLEARED: i64 = 9_731_000;
/// The weekends along the roads.
const WEEKENDS: [usize; 4] = [18, 19, 25, 26];
const DIFFICULTIES: usize = 65;
const SHANHE: &str = "140525110";
/// Whose clerk asks the people of 山河 whether it is done: nobody there helped.
const NEIGHBOURS: &str = "140525105";
/// Difficulties said to be solved that nobody has asked about yet.
const UNASKED: usize = 6;

/// All of them. # Order matters: a seed makes the same ones.
pub fn drafts(world: &mut World, teams: &[Team], subjects: Vec<OnRoster>) -> Vec<Draft> {
    let mut all = planting(world, teams);
    all.push(lost_and_found(teams));
    all.extend(at_xiyu(world, teams));
    all.extend(machines(world, teams, subjects));
    all.extend(roads(world, teams));
    all.extend(clearing(world, teams));
    all.extend(difficulties(world, teams));
    all
}

fn of<'a>(teams: &'a [Team], unit: &str) -> &'a Team {
    teams.iter().find(|team| team.unit == unit).unwrap_or(&teams[0])
}

fn day(day: usize) -> String {
    format!("2017-03-{day:02}")
}

/// Approved, in time, by the nearest clerk who may.
fn deed(team: &Team, indicator: &'static str, people: Vec<String>, at: i64, content: Content) -> Draft {
    let recorder = people[0].clone();
    let in_it: Vec<&str> = people.iter().map(String::as_str).collect();
    let checker = team.checker(&in_it);
    Draft {
        indicator,
        unit: team.unit.clone(),
        entered_by: recorder.clone(),
        recorder,
        checker,
        publish: !content.words.is_empty(),
        content: Content { people, ..content },
        at,
        fate: Fate::Approved,
        tag: "",
        need: None,
        roster: None,
        confirmed: None,
    }
}

/// So many different ones of a team.
fn some_of(world: &mut World, members: &[String], count: usize) -> Vec<String> {
    let mut left = members.to_vec();
    (0..count.clamp(1, left.len())).map(|_| left.swap_remove(world.below(left.len()))).collect()
}

/// The leaders of the four bodies plant on 11 March, before anyone else does.
fn planting(world: &mut World, teams: &[Team]) -> Vec<Draft> {
    let mut all = Vec::new();
    for body in BODIES {
        let team = of(teams, body);
        for (n, pair) in team.leaders.chunks(2).enumerate() {
            let quantity = world.quantity(8_000, 16_000, 1_000);
            let words = if n == 0 { "在龙月生态园挖坑、扶苗、培土、浇水，栽下侧柏。" } else { "" };
            let place = "龙月生态园".to_owned();
            let (began, ended) = (Some("09:00".to_owned()), Some("10:40".to_owned()));
            let content = Content { day: day(LEADERS_PLANT), began, ended, quantity, place, words: words.into(), ..Content::default() };
            let mut planted = deed(team, "trees", pair.to_vec(), midnight(LEADERS_PLANT) + 11 * HOUR, content);
            planted.tag = if body == BODIES[0] && n == 0 { "planting" } else { "" };
            all.push(planted);
        }
    }
    all
}

/// A child lost at 大阳 is found within half an hour: minutes are computed from the two times.
fn lost_and_found(teams: &[Team]) -> Draft {
    let team = of(teams, LOST.0);
    let content = Content {
        day: day(LOST.1),
        began: Some("15:10".into()),
        ended: Some("15:37".into()),
        quantity: 1000,
        place: "大阳古镇".into(),
        served: vec![Served { kind: "child".into(), count: 1, subject: None }],
        words: "赶会的人多，一个孩子和家人走散，大家在各个群里转发消息，在东街口找到，交到家人手里。".into(),
        ..Content::default()
    };
    let people = team.members.iter().take(3).cloned().collect();
    Draft { tag: "found", ..deed(team, "good-deeds", people, midnight(LOST.1) + 16 * HOUR, content) }
}

/// Volunteers with skills at the home for the elderly at 西峪.
fn at_xiyu(world: &mut World, teams: &[Team]) -> Vec<Draft> {
    const VISIT: [(&str, usize, i64, &str); 4] = [
        ("到西峪村敬老院打扫房间、拆洗被褥、擦窗户。", 8, 38, "xiyu"),
        ("在西峪村敬老院给老人理发、剪指甲。", 4, 31, ""),
        ("在西峪村敬老院给老人量血压、做健康检查。", 4, 36, ""),
        ("在西峪村敬老院给老人唱了一上午上党梆子。", 7, 38, ""),
    ];
    let team = of(teams, VOLUNTEERS);
    let mut left = team.members.as_slice();
    let mut all = Vec::new();
    for (words, count, elders, tag) in VISIT {
        let (here, rest) = left.split_at(count.min(left.len()));
        left = rest;
        let content = Content {
            day: day(12),
            began: Some("09:00".into()),
            ended: Some("11:30".into()),
            quantity: 1000,
            place: "西峪村敬老院".into(),
            served: vec![Served { kind: "elder".into(), count: elders, subject: None }],
            words: words.into(),
            ..Content::default()
        };
        let at = midnight(12) + 13 * HOUR + i64::try_from(world.below(3_600_000)).unwrap_or(0);
        all.push(Draft { tag, ..deed(team, "good-deeds", here.to_vec(), at, content) });
    }
    all
}

/// Co-operatives and households whose machines are serviced before the ploughing: each is a service of its roster.
fn machines(world: &mut World, teams: &[Team], subjects: Vec<OnRoster>) -> Vec<Draft> {
    const DONE: [&str; 4] = ["发动机保养", "传动和制动", "农具挂接", "安全操作讲解"];
    let office = of(teams, MACHINES_OFFICE);
    let mut all = Vec::new();
    for (n, subject) in subjects.into_iter().enumerate() {
        let quantity = if n < COOPERATIVES { world.quantity(3_000, 9_000, 1_000) } else { world.quantity(1_000, 2_000, 1_000) };
        let words = match n % 6 {
            0 => "换了机油和滤芯，试了犁铧升降。",
            1 => "检修旋耕机，换了两副刀片。",
            2 => "调好播种机的下种量，讲了安全操作。",
            _ => "",
        };
        let on = 2 + n * 24 / (COOPERATIVES + HOUSEHOLDS);
        let content = Content { day: day(on), quantity, words: words.into(), ..Content::default() };
        let count = 2 + world.below(2);
        let (people, at) = (some_of(world, &office.members, count), when(world, on));
        let draft = deed(office, "machines", people, at, content);
        let ticks = DONE.into_iter().skip(n % 2).take(2 + n % 3).collect();
        all.push(Draft { tag: if n == 0 { "machines" } else { "" }, roster: Some((subject, ticks)), ..draft });
    }
    all
}

/// A kilometre of a road, by chainage.
fn section(n: usize) -> String {
    const ROADS: [(&str, usize, usize); 2] = [("207国道", 18, 42), ("陵沁线", 3, 37)];
    let (road, first, length) = ROADS[n % ROADS.len()];
    let at = first + n / ROADS.len() % length;
    format!("{road}{at}–{}公里", at + 1)
}

/// Seven sectors and seven townships clear the roads on two weekends.
fn roads(world: &mut World, teams: &[Team]) -> Vec<Draft> {
    let out: Vec<&Team> = teams.iter().filter(|team| team.unit == team.top && is_along(&team.top)).collect();
    let (mut left, mut all) = (ROADS, Vec::new());
    while left > 0 {
        let n = all.len();
        let (team, on) = (out[n % out.len()], WEEKENDS[n / out.len() % WEEKENDS.len()]);
        let quantity = world.quantity(1_500, 6_500, 500).min(left);
        left -= quantity;
        let words = ["沿线捡拾白色垃圾，装车运往填埋场。", "清理边沟里的杂物和塑料袋。", "铲掉护栏下的积土，清走废旧轮胎。", ""][n % 4];
        let public_count = if n.is_multiple_of(9) { 12 + i64::try_from(world.below(30)).unwrap_or(0) } else { 0 };
        let content = Content {
            day: day(on),
            began: Some("08:30".into()),
            ended: Some(world.word(&["10:30", "11:00", "11:30", "12:00"]).into()),
            quantity,
            how: world.word(&["cart", "cart", "weighed", "eye"]).into(),
            place: section(n),
            public_count,
            public_method: if public_count > 0 { "按发出的手套数".into() } else { String::new() },
            words: words.into(),
            ..Content::default()
        };
        let count = 3 + world.below(4);
        let (people, at) = (some_of(world, &team.members, count), midnight(on) + 12 * HOUR + minutes(world, 360));
        all.push(Draft { tag: if n == 0 { "roads-section" } else { "" }, ..deed(team, "litter", people, at, content) });
    }
    all
}

fn minutes(world: &mut World, most: usize) -> i64 {
    i64::try_from(world.below(most)).unwrap_or(0) * 60_000
}

/// Three townships clear old heaps all through the month, by cart and loader.
fn clearing(world: &mut World, teams: &[Team]) -> Vec<Draft> {
    let out: Vec<&Team> = teams.iter().filter(|team| CLEARING.contains(&team.top.as_str())).collect();
    let (mut left, mut all) = (CLEARED, Vec::new());
    while left > 0 {
        let (n, team) = (all.len(), out[world.below(out.len())]);
        let on = 1 + n * 27 / 620 % 27;
        let quantity = world.quantity(6_000, 26_000, 500).min(left);
        left -= quantity;
        let place = world.word(&["村口旧垃圾堆", "河道里", "废弃砖窑", "老井台边", "村后土沟", "公路边坡"]);
        let words = ["铲车装、农用车拉，积了几年的垃圾堆清走了。", "清河道，拉到填埋场。", "清完撒了石灰，平了地。", "", ""][n % 5];
        let content = Content {
            day: day(on),
            quantity,
            how: world.word(&["cart", "cart", "cart", "weighed"]).into(),
            place: format!("{}{place}", team.place()),
            words: words.into(),
            ..Content::default()
        };
        let count = 2 + world.below(4);
        let (people, at) = (some_of(world, &team.members, count), when(world, on));
        all.push(Draft { tag: if n == 0 { "clearing" } else { "" }, ..deed(team, "litter", people, at, content) });
    }
    all
}

/// Difficulties solved at 山河: each names whom it was for and what was done; a clerk of the neighbours asks them. The last ones wait for that.
fn difficulties(world: &mut World, teams: &[Team]) -> Vec<Draft> {
    // What about, what was asked for, how it was solved.
    const SOLVED: [(&str, &str, &str); 13] = [
        ("labour", "春播缺劳力，两亩地没犁", "春播缺劳力，请农机手把地犁完了，本人在地头看过。"),
        ("medicine", "药费没报下来，票据不全", "药费没报，陪着把票据补齐报下来了，回访时本人说钱已到账。"),
        ("water", "水窖裂缝，存不住水", "水窖裂缝，换了防渗布，蓄上水，户主确认不漏。"),
        ("road", "门前路塌了一截", "门前路塌了一截，垫平压实，邻居和本人都看过。"),
        ("farming", "春耕化肥没着落", "化肥没着落，赊来八袋送到家，本人签收。"),
        ("schooling", "孩子上学的助学金没办", "孩子上学的助学金办下来了，学校和家长都确认。"),
        ("allowance", "低保手续缺材料", "低保手续缺材料，跑了两趟补齐，民政所已受理并告知本人。"),
        ("papers", "残疾证过期，本人出不了门", "残疾证过期，上门拍照换了新证，本人收到。"),
        ("housing", "房顶漏雨", "房顶漏雨，换了瓦，下雨后回访不漏了。"),
        ("selling", "小米卖不出去", "小米卖不出去，联系超市收走，钱当面点清。"),
        ("power", "屋里电线老化", "电线老化，请电工换了线和闸，本人试过。"),
        ("farming", "想养猪，没有猪仔", "没有猪仔，合作社赊给两头，已进圈。"),
        ("other", "老人耳背没人管", "老人耳背没人管，配了助听器，回访时能听清了。"),
    ];
    let out: Vec<&Team> = teams.iter().filter(|team| team.top == SHANHE && team.is_village()).collect();
    // Nobody's name among those who help.
    const CONFIRMED: [(&str, &str); 7] = [
        ("秦改花", "phone"),
        ("靳拴柱", "person"),
        ("司小锁", "phone"),
        ("原腊梅", "phone"),
        ("武来娣", "person"),
        ("焦富娃", "phone"),
        ("成锁锁", "phone"),
    ];
    let asks = of(teams, NEIGHBOURS).clerks[0].clone();
    // No file has two of them: each is a household of its own.
    let mut files = BTreeSet::new();
    let mut one = |n: usize, world: &mut World| {
        let (team, on) = (out[n % out.len()], 3 + n * 23 / DIFFICULTIES);
        let (topic, asked, solved) = SOLVED[n % SOLVED.len()];
        let content = Content { day: day(on), quantity: 1000, place: team.place().to_owned(), words: solved.into(), ..Content::default() };
        let (people, at) = (some_of(world, &team.members, 2), when(world, on));
        let (tag, confirmed) = (if n == 0 { "difficulty" } else { "" }, Some(CONFIRMED[n % CONFIRMED.len()]));
        let household = households::file_for(&team.unit, topic, &mut files);
        let who = if household.is_empty() { families::some_name(n) } else { String::new() };
        let new = NewNeed { unit: team.unit.clone(), household, topic: topic.into(), who, words: asked.into(), ..NewNeed::default() };
        // Raised some days before, by the village's clerk; most are taken the same day, some after one or two.
        let (raised, waited) = (DAY * i64::try_from(2 + n % 6).unwrap_or(2), DAY * i64::try_from(n % 3).unwrap_or(0));
        let need = Some(Raised { new, by: team.clerks[0].clone(), raised, taken: raised - waited - HOUR, due: day((on + 3).min(31)) });
        let fate = if n < DIFFICULTIES { Fate::Approved } else { Fate::Waits };
        Draft { tag, confirmed, fate, need, checker: asks.clone(), ..deed(team, "difficulties", people, at, content) }
    };
    (0..DIFFICULTIES + UNASKED).map(|n| one(n, world)).collect()
}
