//! The paste desk.
use super::{World, keep};
use crate::paste::pages::{PastePage, PreviewPage, ReceiptPage, RowView, WhoField};
use crate::web::deed_line::{DeedLine, State};
use crate::web::forms::{Choice, Errors};
use crate::web::layout::{Fig, Link, Place};

const TEXT: &str = "#接龙 3月20日集中清理\n1. 张小梅 清垃圾2方 东河边\n2. 梅子 植树5棵\n3. 老王 帮扶1户\n大家辛苦了！";

pub fn all(world: &World) {
    form(world);
    preview(world);
    receipt(world);
}

fn form(world: &World) {
    let page = |text: &str, errors: Errors| PastePage {
        shell: world.shell("/paste", Place::Paste),
        units: vec![Choice::new("140525105", "大东沟镇", true)],
        campaigns: vec![Choice::new("six-ones", "“六个一”活动", true)],
        day: "2017-03-20".to_owned(),
        last_day: "2017-03-31".to_owned(),
        text: text.to_owned(),
        errors,
        ways: vec![Link {
            href: "/import/deeds".to_owned(), label: world.pick(&["导入表格", "匯入表格", "Import a table"]).to_owned()
        }],
    };
    keep(world.lang, "paste", &page("", Errors::default()));
    let mut errors = Errors::default();
    errors.add("text", world.shell("/paste", Place::Paste).t("need.paste_text"));
    keep(world.lang, "paste-wrong", &page("", errors));
    keep(world.lang, "paste-none", &PastePage { campaigns: vec![], ..page("", Errors::default()) });
}

fn row(world: &World, n: usize, raw: &str, name: &str, value: &str) -> RowView {
    let (item, _, measure) = world.item(n % 6);
    let who = WhoField { name: "who0".to_owned(), label: name.to_owned(), value: value.to_owned(), choices: vec![] };
    RowView {
        n,
        key: format!("paste-{n:032}"),
        line: n + 2,
        raw: raw.to_owned(),
        take: true,
        sum: format!("{value} · {item} · 2{measure}"),
        guesses: vec![],
        asks: vec![],
        notes: vec![],
        who: vec![who],
        whats: vec![Choice::new("i", item, true)],
        measure: measure.to_owned(),
        quantity: "2".to_owned(),
        day: "2017-03-20".to_owned(),
        place: "东河边".to_owned(),
        words: String::new(),
        before: None,
        errors: Errors::default(),
    }
}

fn preview(world: &World) {
    let shell = world.shell("/paste", Place::Paste);
    let fig = |n: &str| Fig { text: n.to_owned(), unit: shell.t("measure.deeds").to_owned(), href: None };
    let mut guessed = row(world, 0, "1. 张小梅 清垃圾2方 东河边", "张小梅", "张晓梅");
    guessed.guesses.push(shell.f("paste.guess_name", &[("written", &"张小梅"), ("name", &"张晓梅")]));
    let mut nickname = row(world, 1, "2. 梅子 植树5棵", "梅子", "张晓梅");
    nickname.notes.push(shell.f("paste.nickname", &[("written", &"梅子"), ("name", &"张晓梅")]));
    let mut wrong = row(world, 2, "3. 老王 帮扶1户", "老王", "");
    wrong.who[0].choices = vec![
        Choice::new("", &shell.one("paste.which", "name", "老王"), true),
        Choice::new("王建军", "王建军 · 科员", false),
        Choice::new("-", shell.t("paste.not_this"), false),
    ];
    wrong.asks.push(shell.one("paste.ask_several", "written", "老王"));
    wrong.errors.add("who", shell.one("need.paste_choose", "name", "老王"));
    let before = RowView {
        before: Some(("/deeds/1".to_owned(), 73_894, Some(State::Verified))),
        ..row(world, 3, "4. 侯丽 清垃圾1方", "侯丽", "侯丽")
    };
    let page = PreviewPage {
        unit: "140525105".to_owned(),
        campaign: "six-ones".to_owned(),
        day: "2017-03-20".to_owned(),
        text: TEXT.to_owned(),
        unit_name: "大东沟镇".to_owned(),
        campaign_name: "“六个一”活动".to_owned(),
        read: fig("4"),
        guessed: Some(fig("2")),
        wrong: Some(fig("1")),
        refused: true,
        rows: vec![guessed, nickname, wrong, before],
        left: vec![(6, "大家辛苦了！".to_owned(), shell.t("paste.left_heading").to_owned())],
        people: vec!["张晓梅".to_owned(), "王建军".to_owned()],
        last_day: "2017-03-31".to_owned(),
        errors: Errors::default(),
        shell,
    };
    keep(world.lang, "paste-preview", &page);
}

fn receipt(world: &World) {
    let (item, _, measure) = world.item(2);
    let line = |position: i64, who: &str| DeedLine {
        href: format!("/deeds/{position}"),
        hue: 3,
        item: item.to_owned(),
        quantity: "2".to_owned(),
        measure: measure.to_owned(),
        unit: "大东沟镇".to_owned(),
        day: "2017-03-20".to_owned(),
        place: "东河边".to_owned(),
        who: who.to_owned(),
        words: String::new(),
        state: Some(State::Received),
        position,
    };
    let shell = world.shell("/paste/1", Place::Paste);
    let page = |again: bool| ReceiptPage {
        again,
        count: Fig { text: "2".to_owned(), unit: shell.t("measure.deeds").to_owned(), href: None },
        by: "李国华".to_owned(),
        unit: "大东沟镇".to_owned(),
        day: "2017-03-20".to_owned(),
        lines: vec![line(73_901, "张晓梅"), line(73_902, "王建军")],
        earlier: vec!["/paste/0".to_owned()],
        shell: shell.clone(),
    };
    keep(world.lang, "paste-done", &page(false));
    keep(world.lang, "paste-before", &page(true));
}
