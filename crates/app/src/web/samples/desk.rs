//! What the signed-in see.

use super::public::{deed, facts};
use super::{World, keep};
use crate::checks::again::Changed;
use crate::checks::pages::{Asked, Detail, QueuePage, Row};
use crate::deeds::capture::{CapturePage, Measure, Typed};
use crate::deeds::pages::{Body, ConflictPage, MinePage, MyItem, MyStatus, ReceivedPage};
use crate::desk::overview::{Now, OverviewPage};
use crate::desk::pages::{Move, TodoPage};
use crate::photos::pages::Near;
use crate::web::deed_line::State;
use crate::web::download;
use crate::web::format::day_year;
use crate::web::forms::{Choice, Errors};
use crate::web::html::Html;
use crate::web::layout::{Fig, Link, Place};

pub fn all(world: &World) {
    todo(world);
    mine(world);
    captures(world);
    overview(world);
    received(world);
    queue(world);
    keep(world.lang, "deed-staff", &deed(world));
}

pub fn link(href: &str, label: &str) -> Link {
    Link { href: href.to_owned(), label: label.to_owned() }
}

fn mine_link(world: &World) -> Link {
    link("/mine", world.pick(&["我的六个一", "我的六個一", "My six ones"]))
}

fn todo(world: &World) {
    let pieces = world.item(0).2;
    let people = world.pick(&["人", "人", "people"]);
    let moves = vec![
        Move::Checks { waiting: Fig::new("34", pieces, "/figures/w"), href: "/checks".to_owned(), oldest: Some("2017-03-30".to_owned()) },
        Move::Returned {
            title: "清一片垃圾 · 6立方米".to_owned(),
            reason: "请写明在哪一段。".to_owned(),
            href: "/deeds/1/correction".to_owned(),
        },
        Move::Invitations { people: Fig::new("5", people, "/units/1/access"), href: "/units/1/access".to_owned() },
        Move::Needs { raised: Fig::new("2", world.shell("/todo", Place::Todo).t("measure.needs"), "/needs"), href: "/needs".to_owned() },
        Move::Conflicts { waiting: Fig::new("1", pieces, "/conflicts/1"), href: "/conflicts/1".to_owned() },
    ];
    let links = vec![
        link("/mine", mine_link(world).label.as_str()),
        link("/checks", world.pick(&["审核", "審核", "Checks"])),
        link("/units/1", "大东沟镇"),
    ];
    keep(world.lang, "todo", &TodoPage { shell: world.shell("/todo", Place::Todo), moves, links: links.clone(), notice: String::new() });
    keep(world.lang, "todo-empty", &TodoPage { shell: world.shell("/todo", Place::Todo), moves: vec![], links, notice: String::new() });
}

fn mine(world: &World) {
    let status = |index: usize| match index {
        0 => MyStatus::Done(Fig::new("2", world.item(0).2, ""), Some(Fig::new("1", world.item(0).2, ""))),
        1 => MyStatus::Done(Fig::new("1", world.item(1).2, ""), None),
        3 => MyStatus::Waiting(Fig::new("3", world.item(3).2, "")),
        4 => MyStatus::Returned,
        _ => MyStatus::NotYet,
    };
    let tile = |i: usize| MyItem {
        of: String::new(),
        hue: i as u8 + 1,
        name: world.item(i).0.to_owned(),
        href: format!("/capture/{i}"),
        done: i < 2,
        status: status(i),
    };
    let page = MinePage {
        files: download::files("/mine", &[]),
        shell: world.shell("/mine", Place::Mine),
        unit: "金村镇".to_owned(),
        name: "张晓梅".to_owned(),
        title: mine_link(world).label,
        petals: world.petals([1.0, 1.0, 0.0, 0.4, 0.4, 0.0]),
        tiles: (0..6).map(tile).collect(),
        latest: vec![
            world.line(1, "1", "金村镇", "", Some(State::Verified)),
            world.line(3, "3", "金村镇", "", Some(State::Received)),
            world.line(4, "1", "金村镇", "", Some(State::Returned)),
        ],
        next: Some("/mine?before=10371".to_owned()),
        closed: String::new(),
    };
    keep(world.lang, "mine", &page);
}

fn captures(world: &World) {
    keep(world.lang, "capture", &capture(world));
    let mut wrong = capture(world);
    wrong.form.quantity = "-3".to_owned();
    wrong.errors.add("quantity", world.pick(&["数量要大于零。", "數量要大於零。", "The quantity must be more than zero."]));
    wrong.errors.add("place", world.pick(&["这一项要写在哪。", "這一項要寫在哪。", "This item needs a place."]));
    (wrong.correcting, wrong.draft) = (Some(2), None);
    wrong.returned = "请写明在哪一段。".to_owned();
    wrong.justification = Some("路段清理要核对起止公里。".to_owned());
    wrong.place_required = true;
    wrong.measures.push(Measure {
        id: "bags".to_owned(),
        name: "袋装".to_owned(),
        measure: "袋".to_owned(),
        hint: String::new(),
        most: "200".to_owned(),
        much: String::new(),
        step: "1".to_owned(),
        on: false,
    });
    wrong.behalf = vec![Choice::new("", "本人", true), Choice::new("zhangxm", "张晓梅", false)];
    keep(world.lang, "capture-wrong", &wrong);
}

fn capture(world: &World) -> CapturePage {
    let (item, _, measure) = world.item(2);
    CapturePage {
        shell: world.shell("/capture/litter", Place::Mine),
        back: mine_link(world),
        title: item.to_owned(),
        hue: 3,
        action: "/deeds".to_owned(),
        id: "0190a0b0-0000-7000-8000-000000000001".to_owned(),
        item: "litter".to_owned(),
        draft: Some("p1:litter".to_owned()),
        correcting: None,
        returned: String::new(),
        measures: vec![Measure {
            id: "litter".to_owned(),
            name: item.to_owned(),
            measure: measure.to_owned(),
            hint: world
                .pick(&[
                    "一辆三轮车约1方，一个编织袋约0.1方",
                    "一輛三輪車約1方，一個編織袋約0.1方",
                    "A cartload is about 1 m³, a sack about 0.1 m³",
                ])
                .to_owned(),
            most: "30".to_owned(),
            much: String::new(),
            step: "0.5".to_owned(),
            on: true,
        }],
        justification: None,
        place_required: false,
        file_required: false,
        takes_file: true,
        people: ["王建军", "侯丽", "卫东", "常燕"].iter().map(|n| Choice { hint: "科员".to_owned(), ..Choice::new(n, n, false) }).collect(),
        groups: vec![Choice::new("", "—", true), Choice::new("league", "团委", false)],
        behalf: vec![],
        hows: ["目测", "按车", "按袋", "过磅"].iter().map(|n| Choice::new(n, n, *n == "按车")).collect(),
        kinds: ["—", "留守老人", "残疾人", "合作社"].iter().map(|n| Choice::new(n, n, false)).collect(),
        now: "2017-03-30T10:00".to_owned(),
        end: "2017-03-31".to_owned(),
        first_day: "2017-03-01".to_owned(),
        last_day: "2017-03-31".to_owned(),
        until: Some("2017-04-03".to_owned()),
        form: Typed { quantity: "1.5".to_owned(), day: "2017-03-31".to_owned(), ..Typed::default() },
        errors: Errors::default(),
    }
}

fn overview(world: &World) {
    let fig = |n: &str, unit: [&'static str; 3]| Fig::new(n, world.pick(&unit), "/figures/x");
    let link = |label: &str| Link { href: "/units/140525107".to_owned(), label: label.to_owned() };
    let now = Now {
        campaign: "“六个一”活动".to_owned(),
        done: fig("412", ["件", "件", "records"]),
        people: fig("65", ["人", "人", "people"]),
        items: world.figures(),
        waiting: Some(fig("14", ["件", "件", "records"])),
        by: "常燕、卫东".to_owned(),
        checks: None,
        week: Some(fig("31", ["件", "件", "records"])),
        not_begun: vec![link("春播村"), link("土河村")],
        oldest: vec![world.line(2, "1.5", "河底村", "", Some(State::Received))],
    };
    let back = Link { href: "/units/140525107".to_owned(), label: "大东沟镇".to_owned() };
    let shell = world.shell("/units/140525107/overview", Place::Other);
    keep(world.lang, "overview", &OverviewPage { shell, back, name: "大东沟镇".to_owned(), now: Some(now) });
}

fn received(world: &World) {
    let (item, _, measure) = world.item(2);
    let page = ReceivedPage {
        sent: "p1:litter".to_owned(),
        twin: Some(("/deeds/d1".to_owned(), 10_380)),
        shell: world.shell("/deeds/0190/received", Place::Mine),
        position: 73_894,
        item: item.to_owned(),
        quantity: "1.5".to_owned(),
        measure: measure.to_owned(),
        sealed: false,
        lines: Vec::new(),
        see: Some(link("/deeds/0190", world.pick(&["看这条记录", "看這條記錄", "See the record"]))),
        next: world.shell("/", Place::Mine).t("received.correctable").to_owned(),
        checker: world.pick(&["本单位经办人", "本單位經辦人", "Your unit's clerk"]).to_owned(),
        again: link("/capture/litter", world.pick(&["再记一件", "再記一件", "Record another"])),
        mine: mine_link(world),
    };
    keep(world.lang, "received", &page);
    let body = |at: &str, quantity: &str| Body {
        at: at.to_owned(),
        from: "手机".to_owned(),
        quantity: quantity.to_owned(),
        measure: measure.to_owned(),
        facts: facts(),
    };
    let conflict = ConflictPage {
        shell: world.shell("/conflicts/1", Place::Todo),
        back: link("/todo", world.pick(&["待办", "待辦", "To do"])),
        action: "/conflicts/1".to_owned(),
        title: item.to_owned(),
        first: body("2017-03-30T12:05", "6"),
        second: body("2017-03-30T12:09", "16"),
    };
    keep(world.lang, "conflict", &conflict);
}

fn choices(all: &[&str]) -> Vec<Choice> {
    all.iter().map(|n| Choice::new(n, n, false)).collect()
}

/// What is asked where the other side confirms.
fn asked(world: &World) -> Asked {
    Asked {
        by: "王大爷".to_owned(),
        on: "2017-03-30".to_owned(),
        from: "2017-03-29".to_owned(),
        to: "2017-03-31".to_owned(),
        hows: choices(&[world.pick(&["打电话", "打電話", "By telephone"]), world.pick(&["当面", "當面", "In person"])]),
        printed: world.shell("/", Place::Checks).one("slip.printed", "day", day_year(world.lang, "2017-03-30")),
    }
}

fn queue(world: &World) {
    let row = |i: usize, quantity: &str| Row {
        id: format!("d{i}"),
        line: world.line(i % 6, quantity, "大东沟镇", "", None),
        rev: 1,
        open: i == 2,
        ticked: Some(i == 3),
        again: if i == 1 { world.pick(&["更正", "更正", "Correction"]).to_owned() } else { String::new() },
        replied: i == 4,
    };
    let (item, _, measure) = world.item(2);
    let detail = |confirm| Detail {
        id: "d2".to_owned(),
        rev: 1,
        href: "/deeds/d2".to_owned(),
        hue: 3,
        item: item.to_owned(),
        quantity: "6".to_owned(),
        measure: measure.to_owned(),
        unit: "大东沟镇".to_owned(),
        position: 10_384,
        again: Some((
            world
                .pick(&[
                    "退回过，补正后又报上来。退回时写的是：",
                    "退回過，補正後又報上來。退回時寫的是：",
                    "It was sent back and has come again. The reason then:",
                ])
                .to_owned(),
            "请写明在哪。".to_owned(),
        )),
        changes: vec![Changed {
            label: world.pick(&["地点", "地點", "Place"]).to_owned(),
            old: Html::default(),
            new: Html("<span data-field>大东沟村口</span>".to_owned()),
        }],
        facts: facts(),
        near: Near(vec![("/deeds/0188".to_owned(), 10_371)]),
        visit: false,
        barred: String::new(),
        returns: choices(&["请写明在哪。", "数量与人数对不上，请核对。", "请写明怎么量的。"]),
        refusals: choices(&["同一件事已有记录。", "不在活动期内。"]),
        can_publish: true,
        confirm,
        reply: None,
    };
    let reply = Some((
        world.shell("/", Place::Checks).one("slip.said_other", "day", day_year(world.lang, "2017-03-31")),
        "来过一次，不是两次。".to_owned(),
    ));
    let page = |rows, at| QueuePage {
        files: download::files("/checks", &[]),
        shell: world.shell("/checks?at=d2", Place::Checks),
        waiting: Fig::new("34", world.item(0).2, "/figures/w"),
        corrections: Some(Fig::new("3", world.item(0).2, "/figures/w")),
        oldest: Some("2017-03-30".to_owned()),
        rows,
        next: Some("/checks?after=9".to_owned()),
        at,
        was: None,
        notice: String::new(),
        errors: Errors::default(),
        reason_text: String::new(),
    };
    let rows = || (0..9).map(|i| row(i, ["1", "12", "6", "0.5", "1"][i % 5])).collect::<Vec<_>>();
    keep(world.lang, "queue", &page(rows(), Some(detail(None))));
    keep(world.lang, "queue-confirm", &page(rows(), Some(Detail { reply, ..detail(Some(asked(world))) })));
    keep(world.lang, "queue-list", &page(rows(), None));
    keep(world.lang, "queue-empty", &page(vec![], None));
}
