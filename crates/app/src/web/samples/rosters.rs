//! A roster as its clerk sees it, a subject, the form after a service, who serves whom; and what anybody sees of the list.
use super::desk::link;
use super::{World, keep};
use crate::needs::pages::Stand;
use crate::rosters::ListedPage;
use crate::rosters::ListedRow;
use crate::rosters::pages::{AssignLine, AssignPage, RosterPage, RosterRow, RostersPage, ServePage, ServiceLine, SubjectLine, SubjectPage};
use crate::web::download;
use crate::web::forms::{Choice, Errors};
use crate::web::html::Html;
use crate::web::layout::{Fig, Place};

const NAME: &str = "独居老人用电用火查看";

fn text(text: &str) -> String {
    text.to_owned()
}

fn lines() -> Vec<String> {
    ["看电线和插座", "看炉灶和烟道", "留下联系电话"].map(text).to_vec()
}

pub fn all(world: &World) {
    list(world);
    roster(world);
    subject(world);
    serve(world);
    assign(world);
}

fn list(world: &World) {
    let shell = world.shell("/rosters?unit=1", Place::Other);
    let fig = |n: &str, measure: &str| Fig::new(n, shell.t("measure.persons"), format!("/figures/{measure}"));
    let row = RosterRow {
        href: text("/rosters/10382"),
        position: 10_382,
        name: text(NAME),
        kind: shell.t("roster_kind.elder").to_owned(),
        unit: text("南村镇"),
        from: text("2017-03-01"),
        to: text("2017-03-31"),
        served: fig("2", "subjects"),
        listed: fig("10", "listed"),
    };
    let page = RostersPage {
        unit: Some(link("/units/1", "南村镇")),
        rows: vec![row],
        next: Some(text("/rosters?unit=1&before=10")),
        files: download::files("/rosters", &[("unit", "1")]),
        below: vec![link("/rosters?unit=2", "崔庄村")],
        new: Some(text("/rosters/new?unit=1")),
        own: Some(text("/rosters?own=1")),
        shell,
    };
    keep(world.lang, "rosters", &page);
}

fn roster(world: &World) {
    let shell = world.shell("/rosters/10382", Place::Other);
    let word = |key: &str| shell.t(key).to_owned();
    let fig = |n: &str, at: &str| Fig::new(n, word("measure.persons"), at);
    let row = |name: &str, key: &str, sign, serves: &str, serve: Option<&str>| SubjectLine {
        href: text("/rosters/10382/subjects/10390"),
        serve: serve.map(text),
        position: 10_390,
        name: text(name),
        code: text("e-1"),
        unit: text("崔庄村"),
        place: text("戏台后头"),
        stand: Stand { label: word(key), class: "", sign },
        serves: text(serves),
        served: text(if serve.is_none() { "2017-03-27" } else { "" }),
        from: text("2017-03-01"),
        ended: String::new(),
    };
    let page = RosterPage {
        back: link("/rosters?unit=1", shell.t("rosters.title")),
        position: 10_382,
        name: text(NAME),
        unit: link("/units/1", "南村镇"),
        kind: word("roster_kind.elder"),
        item: link("/campaigns/six-ones", world.item(0).0),
        from: text("2017-03-01"),
        to: text("2017-03-31"),
        checklist: lines(),
        served: fig("2", "/figures/subjects"),
        waiting: Some(fig("1", "/figures/subjects-received")),
        listed: fig("10", "/figures/listed"),
        kinds: vec![(word("needs.all"), fig("10", "/rosters/10382"), true), (word("served_state.open"), fig("7", "/rosters/10382"), false)],
        rows: vec![
            row("耿小娥", "served_state.served", "✓", "张晓梅", None),
            row("武桂兰", "served_state.open", "○", "", Some("/rosters/10382/subjects/10390/service")),
        ],
        next: Some(text("/rosters/10382?after=10")),
        files: download::files("/rosters/10382/subjects", &[]),
        masked: true,
        acts: vec![
            link("/import/subjects?roster=10382", shell.t("rosters.import")),
            link("/rosters/10382/subjects/new", shell.t("rosters.add")),
        ],
        other: Some(link("/rosters/10382?own=1", shell.t("rosters.see_own"))),
        shell,
    };
    keep(world.lang, "roster", &page);
    let shell = world.shell("/figures/listed", Place::Other);
    let page = ListedPage {
        up: link("/figures/listed", shell.t("figures.how")),
        total: Fig::new("10", shell.t("measure.persons"), "/figures/listed"),
        title: text(NAME),
        sentence: Html(text(NAME)),
        rows: vec![ListedRow { position: 10_390, from: text("2017-03-01"), to: text("2017-03-20") }],
        next: Some(text("/figures/listed/records?after=10")),
        files: download::files("/figures/listed/records", &[]),
        shell,
    };
    keep(world.lang, "roster-listed", &page);
}

fn subject(world: &World) {
    let shell = world.shell("/rosters/10382/subjects/10390", Place::Other);
    let word = |key: &str| shell.t(key).to_owned();
    let page = SubjectPage {
        back: link("/rosters/10382", NAME),
        position: 10_390,
        name: text("耿小娥"),
        code: text("e-1"),
        unit: text("崔庄村"),
        stand: Stand { label: word("served_state.served"), class: "ok", sign: "✓" },
        whole: true,
        logged: true,
        shut: String::new(),
        place: text("戏台后头"),
        phone: text("13900000000"),
        note: text("耳背，敲门声大些"),
        from: text("2017-03-01"),
        ended: text("2017-03-20"),
        lines: vec![(text("张晓梅"), text("2017-03-12"), String::new()), (text("李卫东"), text("2017-03-01"), text("2017-03-11"))],
        services: vec![ServiceLine {
            day: text("2017-03-15"),
            href: text("/deeds/0190"),
            position: 10_411,
            state: word("state.verified"),
            who: text("张晓梅"),
            ticks: lines(),
        }],
        acts: vec![link("/rosters/10382/subjects/10390/service", shell.t("rosters.serve_again"))],
        erase: Some(text("/rosters/10382/subjects/10390/erasure")),
        shell,
    };
    keep(world.lang, "roster-subject", &page);
}

fn serve(world: &World) {
    let shell = world.shell("/rosters/10382/subjects/10390/service", Place::Other);
    let page = ServePage {
        back: link("/rosters/10382", NAME),
        name: text("耿小娥"),
        place: text("戏台后头"),
        phone: text("13900000000"),
        action: text("/rosters/10382/subjects/10390/service"),
        id: text("s-1"),
        quantity: text("1"),
        measure: world.item(0).1.to_owned(),
        step: text("1"),
        ticks: lines().iter().map(|line| Choice::new(line, line, true)).collect(),
        words: text("插座松了，换了一个。"),
        day: text("2017-03-31"),
        first_day: text("2017-03-01"),
        last_day: text("2017-03-31"),
        servers: vec![Choice::new("zhangxiaomei", "张晓梅", true)],
        with: String::new(),
        errors: Errors(vec![(text("day"), shell.t("need.day").to_owned())]),
        shell,
    };
    keep(world.lang, "roster-service", &page);
}

fn assign(world: &World) {
    let shell = world.shell("/rosters/10382/assignment", Place::Other);
    let row =
        |name: &str, serves: &str, on| AssignLine { position: 10_390, name: text(name), unit: text("崔庄村"), serves: text(serves), on };
    let page = AssignPage {
        back: link("/rosters/10382", NAME),
        action: text("/rosters/10382/assignment"),
        people: vec![Choice::new("zhangxiaomei", "张晓梅", true)],
        other: String::new(),
        rows: vec![row("武桂兰", "", true), row("秦福祥", "李卫东", false)],
        others: link("/rosters/10382/assignment?all=1", shell.t("rosters.see_open")),
        next: Some(text("/rosters/10382/assignment?after=10")),
        all: false,
        errors: Errors(vec![(text("subject"), shell.t("need.tick_one").to_owned())]),
        shell,
    };
    keep(world.lang, "roster-assignment", &page);
}
