//! What strangers see.

use super::{World, keep};
use crate::campaigns::closing::{Closing, Kept};
use crate::campaigns::pages::{Campaign, CampaignPage};
use crate::deeds::facts::Facts;
use crate::deeds::pages::{Acts, Called, DeedPage, Event, LeafProof, Step};
use crate::figures::pages::{BoardPage, BoardRow, FigurePage, Part, Proof, Quality, RecordsPage};
use crate::orgs::pages::{UnitPage, UnitsPage};
use crate::photos::pages::Near;
use crate::web::deed_line::State;
use crate::web::download;
use crate::web::fault_page::FaultPage;
use crate::web::html::{Html, escape};
use crate::web::layout::{Fig, Link, Place};

pub fn all(world: &World) {
    campaigns(world);
    figures(world);
    board(world);
    units(world);
    keep(world.lang, "deed", &deed(world));
    fault(world);
}

fn campaign(world: &World, begun: bool) -> Campaign {
    Campaign {
        state: world.pick(&["进行中 · 今天是最后一天", "進行中 · 今天是最後一天", "Running · last day today"]).to_owned(),
        running: true,
        name: world.pick(&["“六个一”活动", "「六個一」活動", "Six ones"]).to_owned(),
        others: vec![],
        complaints: String::new(),
        slogan: "务实清廉、春满泽州".to_owned(),
        blurb: world
            .pick(&[
                "“六个一”活动。每一个数都能点开，看到它由哪些实事加起来。",
                "「六個一」活動。每一個數都能點開，看到它由哪些實事加起來。",
                "The Six Ones campaign. Every figure opens to the work it is made of.",
            ])
            .to_owned(),
        first_day: "2017-03-01".to_owned(),
        last_day: "2017-03-31".to_owned(),
        petals: world.petals(if begun { [0.9, 1.0, 0.7, 0.6, 0.75, 0.62] } else { [0.0; 6] }),
        figures: world.figures(),
        groups: world.groups(),
        unit: Link { href: "/units/140525".to_owned(), label: "泽州县".to_owned() },
        feed: if begun { world.feed() } else { Vec::new() },
        feed_href: begun.then(|| "/figures/all/records".to_owned()),
        record: Some("/mine".to_owned()),
        until: None,
        closing: None,
    }
}

fn closed(world: &World) -> Campaign {
    let kept = |index: usize, planned: &str| {
        let it = &world.figures()[index];
        Kept {
            hue: it.hue,
            name: it.name.clone(),
            planned: planned.to_owned(),
            done: it.value.clone(),
            checked: crate::web::html::Html(String::new()),
        }
    };
    let days = (1..=31).map(|n| (format!("2017-03-{n:02}"), n * 7 % 13)).collect();
    let closing = Closing {
        kept: vec![kept(0, world.pick(&["15000棵（整个活动）", "15000棵（整個活動）", "15,000 trees (whole campaign)"])), kept(2, "")],
        bars: crate::figures::plot::bars(&days, "2017-03-01", "2017-03-31", "3"),
        days: ("2017-03-01".to_owned(), "2017-03-31".to_owned()),
        deeds: Fig::new("12450", world.pick(&["件", "件", "records"]), "/figures/all"),
        unchecked: Some(Fig::new("14", world.pick(&["件", "件", "records"]), "/figures/w")),
        issues: vec![link("/bulletins/b-1", "务实清廉、春满泽州")],
        archive: Some("/campaigns/six-ones/archive.zip".to_owned()),
    };
    let state = world.pick(&["已经结束", "已經結束", "Ended"]).to_owned();
    Campaign { state, running: false, record: None, closing: Some(closing), ..campaign(world, true) }
}

fn campaigns(world: &World) {
    let page = |campaign, set_up| CampaignPage { shell: world.shell("/", Place::Campaign), campaign, set_up };
    keep(world.lang, "campaign", &page(Some(campaign(world, true)), None));
    keep(world.lang, "campaign-empty", &page(Some(campaign(world, false)), None));
    keep(world.lang, "campaign-closed", &page(Some(closed(world)), None));
    keep(world.lang, "campaign-none", &page(None, Some("/campaigns/import".to_owned())));
    let mut large = page(Some(campaign(world, true)), None);
    large.shell.large = true;
    keep(world.lang, "campaign-large", &large);
}

fn link(href: &str, label: &str) -> Link {
    Link { href: href.to_owned(), label: label.to_owned() }
}

fn figures(world: &World) {
    let measure = world.item(4).2;
    let sentence = world.pick(&[
        "山河镇三月“帮一个贫困户”，审核通过的。",
        "山河鎮三月「幫一個貧困戶」，審核通過的。",
        "Help a household, Shanhe, March: approved.",
    ]);
    let part = |label: &str, n: &str| Part {
        name: label.to_owned(),
        label: Html(escape(label)),
        value: Fig::new(n, measure, "/figures/part"),
        days: Some(("2017-03-05".to_owned(), "2017-03-28".to_owned())),
    };
    let page = FigurePage {
        shell: world.shell("/figures/x", Place::Deeds),
        up: Some(link("/figures/y", "泽州县")),
        value: Fig { text: "65".to_owned(), unit: measure.to_owned(), href: None },
        title: sentence.to_owned(),
        sentence: Html(escape(sentence)),
        waiting: Some(Fig::new("4", measure, "/figures/w")),
        bars: crate::figures::plot::bars(
            &(1..=31).map(|n| (format!("2017-03-{n:02}"), n * 7 % 13)).collect(),
            "2017-03-01",
            "2017-03-31",
            world.pick(&["从3月1日到3月31日逐日的多少", "從3月1日到3月31日逐日的多少", "How much on each day from 1 March to 31 March"]),
        ),
        days: ("2017-03-01".to_owned(), "2017-03-31".to_owned()),
        before: Some(Fig::new("9", measure, "/figures/before")),
        quality: vec![
            Quality::Late(Fig::new("3", measure, "/figures/late")),
            Quality::Edited(Fig::new("2", measure, "/figures/edited")),
            Quality::NotSpotChecked("/campaigns/six-ones/draws".to_owned()),
        ],
        parts: vec![part("春播村", "31"), part("土河村", "19"), part("河底村", "15")],
        parts_are_units: true,
        records: Some("/figures/x/records".to_owned()),
        files: vec!["/figures/x/parts.csv".to_owned(), "/figures/x/parts.xlsx".to_owned()],
        proof: Some(Proof {
            size: 48_213,
            at: "2017-03-31T10:00".to_owned(),
            root: "9f2c".repeat(16),
            data: Some("/api/v1/checkpoints/48213".to_owned()),
        }),
    };
    keep(world.lang, "figure", &page);
    let rows = vec![
        world.line(4, "1", "春播村", "", Some(State::Verified)),
        world.line(2, "1.5", "土河村", "", Some(State::Verified)),
        world.line(1, "12", "河底村", "", Some(State::Received)),
    ];
    let records = RecordsPage {
        shell: world.shell("/figures/x/records?after=9", Place::Deeds),
        up: link("/figures/x", world.pick(&["这个数", "這個數", "The figure"])),
        total: Fig::new("65", measure, "/figures/x"),
        count: Some(Fig::new("58", world.pick(&["条", "條", ""]), "/figures/c")),
        title: sentence.to_owned(),
        sentence: Html(escape(sentence)),
        rows,
        first: Some("/figures/x/records".to_owned()),
        next: Some("/figures/x/records?after=10382".to_owned()),
        files: vec!["/figures/x/records.csv".to_owned(), "/figures/x/records.xlsx".to_owned()],
    };
    keep(world.lang, "records", &records);
}

fn board(world: &World) {
    let fig = |n: &str| Fig::new(n, "", "/figures/x");
    let row = |name: &str, values: [&str; 3]| BoardRow { unit: link("/units/1", name), cells: values.map(fig).to_vec() };
    let column = |n: usize, measure: &str| (world.item(n).0.to_owned(), measure.to_owned());
    let page = BoardPage {
        shell: world.shell("/campaigns/x/board", Place::Other),
        back: link("/campaigns/x", "“六个一”活动"),
        columns: vec![column(0, "件"), column(1, "棵"), column(2, "立方米")],
        rows: vec![row("南村镇", ["12", "350", "18.5"]), row("大东沟镇", ["9", "0", "1204"])],
        totals: ["21", "350", "1222.5"].map(fig).to_vec(),
        files: vec!["/campaigns/x/board.csv".to_owned(), "/campaigns/x/board.xlsx".to_owned()],
        action: "/campaigns/x/board".to_owned(),
        from: "2017-03-01".to_owned(),
        to: "2017-03-31".to_owned(),
    };
    keep(world.lang, "board", &page);
}

fn units(world: &World) {
    let page = UnitPage {
        files: download::files("/units/x/below", &[]),
        shell: world.shell("/units/140525105", Place::Units),
        name: "大东沟镇".to_owned(),
        kind: world.pick(&["镇", "鎮", "Town"]).to_owned(),
        code: "140525105".to_owned(),
        since: Some("2001-01-01".to_owned()),
        until: None,
        crumbs: vec![link("/units/140525", "泽州县")],
        figures: world.figures(),
        children: ["东沟村", "辛壁村", "峪南村", "贾辛庄村"].iter().enumerate().map(|(i, n)| world.tile(i, n)).collect(),
        feed: world.feed(),
        feed_href: Some("/figures/u/records".to_owned()),
        access: None,
        desks: None,
    };
    keep(world.lang, "unit", &page);
    let units = UnitsPage {
        files: download::files("/units/x/below", &[]),
        shell: world.shell("/units", Place::Units),
        root: Some(link("/units/140525", "泽州县")),
        groups: world.groups(),
        import: None,
        desks: Vec::new(),
    };
    keep(world.lang, "units", &units);
}

pub fn facts() -> Facts {
    Facts {
        recorder: "赵志强".to_owned(),
        day: "2017-03-30".to_owned(),
        began: "08:10".to_owned(),
        ended: "11:40".to_owned(),
        place: "207国道41–42公里".to_owned(),
        how: "按车（三轮车6车）".to_owned(),
        people: ["侯丽", "卫东", "常燕", "牛建国"].map(str::to_owned).into(),
        public_count: "12".to_owned(),
        words: "沿线捡拾白色垃圾，装车运往填埋场。".to_owned(),
        say_no_files: true,
        ..Facts::default()
    }
}

pub fn event(what: Step, who: &str, at: &str, reason: &str, position: i64) -> Event {
    Event { what, who: who.to_owned(), at: at.to_owned(), reason: reason.to_owned(), position }
}

pub fn deed(world: &World) -> DeedPage {
    let (item, _, measure) = world.item(2);
    DeedPage {
        id: "d-1".to_owned(),
        shell: world.shell("/deeds/0190", Place::Deeds),
        back: Some(link("/figures/x/records", world.pick(&["明细", "明細", "Records"]))),
        hue: 3,
        item: item.to_owned(),
        quantity: "6".to_owned(),
        measure: measure.to_owned(),
        unit: link("/units/140525105", "大东沟镇"),
        state: State::Verified,
        position: 10_382,
        facts: if world.signed_in {
            facts()
        } else {
            Facts { day: "2017-03-30".to_owned(), place: "207国道41–42公里".to_owned(), ..Facts::default() }
        },
        near: if world.signed_in { Near(vec![("/deeds/0188".to_owned(), 10_371)]) } else { Near::default() },
        call: world.signed_in.then(|| Called {
            unit: "大东沟镇".to_owned(),
            clerks: vec!["陈某某（z0500）".to_owned()],
            again: "/deeds/0190/caller".to_owned(),
            reason: "电话打不通".to_owned(),
        }),
        note: if world.signed_in { world.shell("/", Place::Other).t("deed.correction_waits").to_owned() } else { String::new() },
        history: vec![
            event(Step::Recorded, "赵某某", "2017-03-30T12:05", "", 10_382),
            event(Step::Returned, "陈某某", "2017-03-30T16:20", "请写明在哪一段。", 10_401),
            event(Step::Corrected, "赵某某", "2017-03-30T17:02", "", 10_433),
            event(Step::Approved, "陈某某", "2017-03-31T08:30", "", 10_480),
        ],
        proof: Some(LeafProof {
            leaf: "1a5e".repeat(16),
            index: 10_381,
            size: 48_213,
            at: "2017-03-31T10:00".to_owned(),
            root: "9f2c".repeat(16),
            path: vec!["77b0".repeat(16), "c41d".repeat(16)],
        }),
        acts: if world.signed_in {
            Acts {
                correct: Some("/deeds/0190/correction".to_owned()),
                withdraw: Some("/deeds/0190/withdrawal".to_owned()),
                strike_out: Some("/deeds/0190/absence".to_owned()),
                check: None,
                erase: Some("/deeds/0190/erasure".to_owned()),
                rev: 2,
            }
        } else {
            Acts::default()
        },
        logged_reading: world.signed_in,
        erased: None,
    }
}

fn fault(world: &World) {
    let page = FaultPage {
        shell: world.shell("/deeds/none", Place::Other),
        title: world.pick(&["没有找到这一页", "沒有找到這一頁", "This page was not found"]).to_owned(),
        happened: Html(
            world
                .pick(&[
                    "地址可能抄错了，或者这条记录不对外公开。您的数据没有变化。",
                    "地址可能抄錯了，或者這條記錄不對外公開。您的資料沒有變化。",
                    "The address may be mistyped, or the record is not public. Nothing of yours has changed.",
                ])
                .to_owned(),
        ),
        now: world.pick(&["请回到活动首页再找。", "請回到活動首頁再找。", "Please start again from the campaign."]).to_owned(),
        ways: vec![link("/", world.pick(&["回到活动", "回到活動", "To the campaign"]))],
        whom: String::new(),
        words: vec!["窖里还是存不住水，答应星期五前再拉两吨。".to_owned()],
        code: "MISSING-7Q4".to_owned(),
    };
    keep(world.lang, "fault", &page);
}
