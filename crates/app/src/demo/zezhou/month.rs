//! Everyone's days: what people of the county record all through the month.
use super::groups::is_along;
use super::people::Team;
use super::{World, midnight};
use crate::deeds::{Content, Served};
use crate::demo::timeline::{DAY, Draft, Fate, HOUR};

/// One kind of everyday deed. Quantities in thousandths: least, most, step.
struct Kind {
    indicator: &'static str,
    /// How many of a hundred deeds.
    share: usize,
    quantity: (i64, i64, i64),
    words: &'static [&'static str],
    places: &'static [&'static str],
    served: &'static [&'static str],
    how: &'static [&'static str],
}

const GOOD: usize = 0;
const HOUSEHOLD: usize = 4;

const KINDS: [Kind; 6] = [
    Kind {
        indicator: "good-deeds",
        share: 27,
        quantity: (1000, 1000, 1000),
        words: &[
            "给独居老人理发、剪指甲。",
            "帮邻居把春耕的种子运到地头。",
            "扶一位摔倒的老人去卫生院。",
            "给敬老院打扫院子、擦玻璃。",
            "替外出打工的人家浇了一遍麦地。",
            "修好了巷口的路灯。",
            "给留守儿童补了一下午功课。",
            "教老人用手机给儿女打视频电话。",
            "帮残疾人办好了证件年审。",
            "把捡到的钱包送回失主手里。",
            "给孤寡老人换了煤炉的烟筒。",
            "雨天帮学生过河沟。",
            "帮着把堵了的水渠清开。",
            "",
            "",
        ],
        places: &["敬老院", "便民服务中心", "村口", "集市", "小学门前", "卫生室", "老人家里"],
        served: &["elder", "left-behind", "disabled", "child", "elder", "public"],
        how: &[],
    },
    Kind {
        indicator: "trees",
        share: 16,
        quantity: (1000, 6000, 1000),
        words: &[
            "在荒坡上栽侧柏，浇了定根水。",
            "沿村路补栽国槐。",
            "房前栽了香椿。",
            "在地埂上栽了核桃。",
            "给去年的树苗补了空。",
            "",
            "",
        ],
        places: &["村后荒坡", "207国道北侧", "学校操场边", "村路两旁", "河堤上", "村委会院里"],
        served: &[],
        how: &[],
    },
    Kind {
        indicator: "litter",
        share: 15,
        quantity: (100, 1500, 100),
        words: &["捡了白色垃圾，装袋运走。", "清了河沟里的塑料袋。", "把巷子里的柴草堆清走了。", "清了房后的积土和杂物。", "", ""],
        places: &["村西河沟", "村东巷子", "水池边", "戏台后面", "田间路上", "学校围墙外"],
        served: &["public"],
        how: &["eye", "sack", "sack", "cart"],
    },
    Kind {
        indicator: "posts",
        share: 12,
        quantity: (1000, 1000, 1000),
        words: &[
            "写了清理国道的一天。",
            "介绍春耕农机检修。",
            "发了村里老人看戏的照片。",
            "写了栽树的经过。",
            "转述村医讲的春季防病。",
            "",
        ],
        places: &[""],
        served: &[],
        how: &[],
    },
    Kind {
        indicator: "households",
        share: 16,
        quantity: (1000, 1000, 1000),
        words: &[
            "帮着把犁地的事约好了。",
            "送去化肥两袋，问了药费报销。",
            "陪着去办了低保手续。",
            "帮着联系了县医院的床位。",
            "商量了养蜂的打算，约好下月再来。",
            "把漏雨的屋角补好了。",
            "教着填了助学金的表。",
            "",
        ],
        places: &["户里", "地头", "村委会"],
        served: &["household"],
        how: &[],
    },
    Kind {
        indicator: "maxims",
        share: 14,
        quantity: (1000, 1000, 1000),
        words: &[
            "心里装着百姓，手上才有分寸。",
            "公家的一分钱也有主人。",
            "账要算得清，话要说得明。",
            "门常开着，风气就清。",
            "少说一句大话，多办一件小事。",
            "手莫伸，心自安。",
            "办事不分生熟，只分该不该。",
        ],
        places: &[""],
        served: &[],
        how: &[],
    },
];

/// Townships whose clearing of litter is told by itself.
pub const CLEARING: [&str; 3] = ["140525102", "140525114", "140525104"];
/// Two weekends and the days between, in which those along the roads clear nothing but the roads.
pub const ROAD_DAYS: std::ops::RangeInclusive<usize> = 18..=26;
/// The leadership bodies plant first.
pub const LEADERS_PLANT: usize = 11;
/// A child is lost and found in 大阳镇.
pub const LOST: (&str, usize) = ("140525109", 5);

/// The township of the persons a visitor may be: all of it is checked, so that what a visitor records is soon found in the queue.
const UP_TO_DATE: &str = "140525106";

/// One everyday deed.
pub fn draft(world: &mut World, teams: &[Team]) -> Draft {
    let team = somewhere(world, teams);
    let last = if team.top == UP_TO_DATE { 28 } else { 31 };
    let day = someday(world, last);
    let kind = &KINDS[kind(world, team, day)];
    let recorder = team.members[world.below(team.members.len())].clone();
    let people = together(world, team, &recorder, kind);
    // The clerk of a village enters what those say who have no telephone at hand.
    let on_behalf = team.is_village() && world.likely(12);
    let entered_by = if on_behalf { team.clerks[0].clone() } else { recorder.clone() };
    let mut in_it: Vec<&str> = people.iter().map(String::as_str).collect();
    in_it.push(&entered_by);
    let checker = team.checker(&in_it);
    let content = content(world, team, kind, day, people);
    let late = if world.likely(6) { 4 + world.below(3) } else { world.below(10) / 8 };
    let at = when(world, day) + i64::try_from(late).unwrap_or(0) * DAY;
    // What would be late after the end comes in on its own day.
    let at = if at > midnight(31) + 9 * HOUR { midnight(day) + 8 * HOUR + i64::try_from(world.below(3_600_000)).unwrap_or(0) } else { at };
    let publish = !content.words.is_empty() && world.likely(30);
    Draft {
        indicator: kind.indicator,
        unit: team.unit.clone(),
        recorder,
        entered_by,
        checker,
        content,
        at,
        fate: fate(world, team),
        publish,
        tag: "",
        need: None,
        roster: None,
        confirmed: None,
    }
}

/// A team by the number of its people.
fn somewhere<'a>(world: &mut World, teams: &'a [Team]) -> &'a Team {
    let all: usize = teams.iter().map(|team| team.members.len()).sum();
    let mut at = world.below(all);
    for team in teams {
        if at < team.members.len() {
            return team;
        }
        at -= team.members.len();
    }
    &teams[0]
}

/// A day of the month: fewer deeds at its beginning and on weekends, and few on the last morning.
fn someday(world: &mut World, last: usize) -> usize {
    loop {
        let day = 1 + world.below(last);
        // The first of March 2017 was a Wednesday.
        let usual = match day {
            31 => 15,
            _ if [4, 5].contains(&(day % 7)) => 60,
            _ => 100,
        };
        let keep = usual * (6 + day.min(6)) / 12;
        if world.likely(keep) {
            return day;
        }
    }
}

/// A kind by its share, and another one where what it would be is told by itself.
fn kind(world: &mut World, team: &Team, day: usize) -> usize {
    let mut at = world.below(100);
    let found = KINDS.iter().position(|kind| {
        let here = at < kind.share;
        at = at.saturating_sub(kind.share);
        here
    });
    let found = found.unwrap_or(GOOD);
    match KINDS[found].indicator {
        "trees" if day <= LEADERS_PLANT => HOUSEHOLD,
        "litter" if CLEARING.contains(&team.top.as_str()) => HOUSEHOLD,
        "litter" if ROAD_DAYS.contains(&day) && is_along(&team.top) => HOUSEHOLD,
        "good-deeds" if (team.unit.as_str(), day) == LOST => HOUSEHOLD,
        _ => found,
    }
}

fn together(world: &mut World, team: &Team, recorder: &str, kind: &Kind) -> Vec<String> {
    let alone = ["posts", "maxims"].contains(&kind.indicator) || world.likely(60);
    let more = if alone { 0 } else { 1 + world.below(3) };
    let mut people: Vec<String> = (0..more).map(|_| team.members[world.below(team.members.len())].clone()).collect();
    people.push(recorder.to_owned());
    people.sort();
    people.dedup();
    people
}

fn content(world: &mut World, team: &Team, kind: &Kind, day: usize, people: Vec<String>) -> Content {
    let (least, most, step) = kind.quantity;
    let quantity = world.quantity(least, most, step);
    let (how, words, served, spot) = (world.word(kind.how), world.word(kind.words), world.word(kind.served), world.word(kind.places));
    let place = if spot.is_empty() || world.likely(15) {
        String::new()
    } else {
        format!("{}{spot}", if team.is_village() { team.place() } else { "" })
    };
    let outside = ["good-deeds", "trees", "litter", "households"].contains(&kind.indicator);
    let (began, ended) = if outside && world.likely(25) { times(world) } else { (None, None) };
    let crowd = ["good-deeds", "trees", "litter"].contains(&kind.indicator) && world.likely(5);
    let (public_count, method) =
        if crowd { (8 + world.below(60), world.word(&["签到表", "按排点数", "发出的手套数"])) } else { (0, "") };
    let count = if served == "elder" || served == "public" { 1 + world.below(6) } else { 1 };
    Content {
        day: format!("2017-03-{day:02}"),
        began,
        ended,
        quantity,
        how: how.into(),
        place,
        people,
        public_count: i64::try_from(public_count).unwrap_or(0),
        public_method: method.into(),
        served: if served.is_empty() { Vec::new() } else { vec![some(served, count)] },
        words: words.into(),
        files: Vec::new(),
    }
}

/// So many of a kind, nobody by name.
fn some(kind: &str, count: usize) -> Served {
    Served { kind: kind.into(), count: i64::try_from(count).unwrap_or(1), subject: None }
}

fn times(world: &mut World) -> (Option<String>, Option<String>) {
    let began = 8 * 60 + 10 * world.below(48);
    let ended = began + 20 + 5 * world.below(28);
    let clock = |minutes: usize| Some(format!("{:02}:{:02}", minutes / 60, minutes % 60));
    (clock(began), clock(ended))
}

/// An instant of a day between eight and nine in the evening; on the last day before the demonstration begins.
pub fn when(world: &mut World, day: usize) -> i64 {
    let hours = if day == 31 { 1 } else { 13 };
    midnight(day) + 8 * HOUR + i64::try_from(world.below(hours * 3_600_000)).unwrap_or(0)
}

fn fate(world: &mut World, team: &Team) -> Fate {
    match world.below(1000) {
        82..95 | 110..135 if team.top == UP_TO_DATE && team.is_village() => Fate::CorrectedAndApproved,
        0..20 => Fate::Returned,
        20..55 => Fate::ReturnedAndCorrected,
        55..70 => Fate::Refused,
        70..82 => Fate::Withdrawn,
        82..95 => Fate::CorrectedAfter,
        95..110 => Fate::CorrectedAndApproved,
        110..135 => Fate::Waits,
        _ => Fate::Approved,
    }
}
