//! The bulletin: the archive, an issue, a published figure, the writer's desk.
use super::{World, keep};
use crate::bulletin::pages::{
    Answered, ArchivePage, BulletinPage, EditPage, FrozenPage, IssueRow, MovedCard, MovedSince, Picker, PlacedCard, PublicationPage, Sheet,
    Signature, Signed, StepCard, Story, TimeCard,
};
use crate::bulletin::paper::{Hand, Line, Paper, Scan, Span};
use crate::web::download;
use crate::web::forms::{Choice, Errors};
use crate::web::layout::{Fig, Link, Place};

const ASKED: &str = "大东沟镇、川底乡、犁川镇3月1日至3月31日清一片垃圾，审核通过的数量。";

fn paper(draft: bool) -> Paper {
    let words = |text: &str| Span::Words(text.to_owned());
    let placed = |n, text: &str| Span::Placed(n, text.to_owned(), format!("/bulletins/b-1/figures/{n}"));
    let body = vec![
        words("大东沟、川底、犁川三个乡镇一个月清理垃圾"),
        placed(1, "近万方"),
        words("。山河镇集中解决实际困难"),
        placed(2, "65件"),
        words("。"),
    ];
    let claim = vec![words("活动"), Span::Claim("极大提升了知名度".to_owned()), words("。")];
    let line = |level, spans| Line { level, spans };
    Paper {
        number: 10,
        draft,
        withdrawn: String::new(),
        han: true,
        head: "活动简报".to_owned(),
        office: "泽州县“六个一”活动办公室".to_owned(),
        day: "2017-03-31".to_owned(),
        title: "我县“六个一”活动圆满收官".to_owned(),
        lines: vec![line(1, vec![words("一、总体情况")]), line(0, body), line(0, claim)],
        recipients: vec![("bulletin.report_to", "县委、县政府".to_owned()), ("bulletin.issue_to", "各乡镇、县直各单位".to_owned())],
        copies: 50,
        signed: vec![
            Hand { step: "bulletin.drafted", name: "赵明".to_owned(), note: String::new() },
            Hand { step: "bulletin.approved", name: "王主任".to_owned(), note: "代录：赵明，电话同意".to_owned() },
        ],
    }
}

fn row(number: i64, withdrawn: &str) -> IssueRow {
    IssueRow {
        href: format!("/bulletins/b-{number}"),
        number,
        title: "我县“六个一”活动圆满收官".to_owned(),
        office: "泽州县“六个一”活动办公室".to_owned(),
        day: "2017-03-31".to_owned(),
        withdrawn: withdrawn.to_owned(),
    }
}

pub fn public(world: &World) {
    let page = ArchivePage {
        files: download::files("/bulletins", &[]),
        shell: world.shell("/bulletins", Place::Bulletins),
        issued: vec![row(9, ""), row(8, "单位名称写错")],
        drafts: Vec::new(),
        begin: Vec::new(),
    };
    keep(world.lang, "bulletins", &page);
    let page = BulletinPage {
        shell: world.shell("/bulletins/b-9", Place::Bulletins),
        id: "b-9".to_owned(),
        rev: 2,
        paper: paper(false),
        scan: Some(Scan {
            number: 9,
            address: Some("https://town.example/verify?q=b-9".to_owned()),
            fingerprint: "9f2c-0b1e-77b0-c41d-1a5e-9f2c-0b1e-77b0".to_owned(),
        }),
        state: "published".to_owned(),
        reason: String::new(),
        other: Some(Link { href: "/bulletins/b-8".to_owned(), label: world.shell("/", Place::Other).t("bulletin.older").to_owned() }),
        moved: vec![MovedSince {
            note: 2,
            href: "/bulletins/b-9/figures/2".to_owned(),
            said: "65件".to_owned(),
            sentence: world
                .pick(&["办结一件困难，审核通过的件数。", "辦結一件困難，審核通過的件數。", "Difficulties solved, approved."])
                .to_owned(),
            now: Fig::new("66", "件", "/figures/needs"),
        }],
        paragraph: "活动简报\n第9期".to_owned(),
        writer: false,
        errors: Errors::default(),
    };
    keep(world.lang, "bulletin", &page);
    let page = FrozenPage {
        shell: world.shell("/bulletins/b-9/figures/1", Place::Bulletins),
        back: Link { href: "/bulletins/b-9#n1".to_owned(), label: world.pick(&["看这一期", "看這一期", "The issue"]).to_owned() },
        name: world.pick(&["第9期　注1", "第9期　註1", "No. 9, note 1"]).to_owned(),
        withdrawn: String::new(),
        said: "近万方".to_owned(),
        value: Fig { text: "9731.5".to_owned(), unit: "立方米".to_owned(), href: None },
        sentence: world.pick(&["这三个乡镇清一片垃圾。", "這三個鄉鎮清一片垃圾。", "Litter cleared in the three townships."]).to_owned(),
        at: "2017-03-31T10:00".to_owned(),
        size: 73_894,
        inputs: "/bulletins/b-9/figures/1/inputs".to_owned(),
        verify: "/verify?q=b-9/1".to_owned(),
        now: Some(Fig::new("9740", "立方米", "/figures/litter")),
        live: Link { href: "/figures/litter".to_owned(), label: world.shell("/", Place::Other).t("figures.how").to_owned() },
        rows: world.feed(),
        next: None,
    };
    keep(world.lang, "bulletin-figure", &page);
}

pub fn desk(world: &World) {
    let page = ArchivePage {
        files: download::files("/bulletins", &[]),
        shell: world.shell("/bulletins", Place::Bulletins),
        issued: vec![row(9, "")],
        drafts: vec![row(10, "")],
        begin: vec![("six-ones".to_owned(), "“六个一”活动".to_owned())],
    };
    keep(world.lang, "bulletins-desk", &page);
    let mut errors = Errors::default();
    errors.add("text", world.pick(&["第1号位置没有对应的数。", "第1號位置沒有對應的數。", "Nothing is placed as number 1."]));
    keep(world.lang, "bulletin-edit", &edit(world, errors));
    keep(world.lang, "bulletin-publication", &publication(world, Vec::new()));
    let lack = world.pick(&["还没有核稿。", "還沒有核稿。", "Nobody has edited it yet."]).to_owned();
    keep(world.lang, "bulletin-lacking", &publication(world, vec![lack]));
}

fn publication(world: &World, lacks: Vec<String>) -> PublicationPage {
    let asked = world.pick(&[ASKED, "清一片垃圾，審核通過的數量。", "Litter cleared, approved."]).to_owned();
    PublicationPage {
        shell: world.shell("/bulletins/b-10/publication", Place::Bulletins),
        id: "b-10".to_owned(),
        rev: 7,
        paper: paper(true),
        figures: vec![(1, "近万方".to_owned(), asked, "/figures/litter".to_owned())],
        lacks,
    }
}

fn edit(world: &World, errors: Errors) -> EditPage {
    let ways = || vec![Choice::new("exact", "9731方", false), Choice::new("near", "近万方", true)];
    let asked = || world.pick(&[ASKED, "清一片垃圾，審核通過的數量。", "Litter cleared, approved."]).to_owned();
    let moved = |number: i64, was: &str, now: &str| MovedCard {
        number,
        note: 2,
        was: was.to_owned(),
        now: Fig::new(now, "", "/figures/needs"),
        sentence: asked(),
        shown: format!("{number} 66000"),
    };
    let card = |number: i64, said: &str| PlacedCard {
        number,
        said: said.to_owned(),
        sentence: asked(),
        href: "/figures/litter".to_owned(),
        wordings: ways(),
        used: number < 3,
    };
    let step = |step, name: &str, changed| StepCard {
        step,
        done: (!name.is_empty()).then(|| Signed {
            name: name.to_owned(),
            day: "2017-03-31".to_owned(),
            note: "代录：赵明，电话同意".to_owned(),
            changed,
        }),
    };
    EditPage {
        shell: world.shell("/bulletins/b-10/edit", Place::Bulletins),
        id: "b-10".to_owned(),
        rev: 7,
        sheet: Sheet {
            number: "10".to_owned(),
            head: "活动简报".to_owned(),
            office: "泽州县“六个一”活动办公室".to_owned(),
            day: "2017-03-31".to_owned(),
            title: "我县“六个一”活动圆满收官".to_owned(),
            text: "一、总体情况\n大东沟、川底、犁川三个乡镇一个月清理垃圾{1 近万方}。".to_owned(),
            report_to: "县委、县政府".to_owned(),
            issue_to: "各乡镇、县直各单位".to_owned(),
            ..Sheet::default()
        },
        paper: paper(true),
        placed: vec![card(1, "近万方"), card(3, "65件")],
        unsaved: String::new(),
        moved: vec![moved(2, "65件", "66件"), moved(4, "9731方", "9740方")],
        picker: picker(world, ways()),
        stories: vec![story(4, false), story(5, true)],
        story_units: vec![Choice::new("", world.shell("/", Place::Other).t("bulletin.all_units"), true)],
        unnamed: vec![("下村镇".to_owned(), true), ("巴公镇".to_owned(), false)],
        steps: vec![step("drafted", "赵明", true), step("edited", "", false), step("approved", "王主任", false)],
        claims: vec!["极大提升了知名度".to_owned()],
        time: TimeCard {
            now: "2017年3月用本系统填报，平均每人每周约6.5分钟、4.2项。".to_owned(), ..TimeCard::default()
        },
        signature: Signature { name: "赵明".to_owned(), day: "2017-03-31".to_owned(), ..Signature::default() },
        lacks: vec![world.pick(&["还没有核稿。", "還沒有核稿。", "Nobody has edited it yet."]).to_owned()],
        errors,
        done: "bulletin.saved",
    }
}

fn picker(world: &World, ways: Vec<Choice>) -> Picker {
    let w = world.shell("/", Place::Other);
    Picker {
        measures: vec![Choice::new("sum", w.t("bulletin.of_sum"), true)],
        indicators: vec![Choice::new("litter", "清一片垃圾", true)],
        places: vec![Choice::new("140525", "泽州县", true), Choice::new("@three", "三个乡镇", false)],
        states: vec![Choice::new("verified", w.t("state.verified"), true)],
        from: "2017-03-01".to_owned(),
        to: "2017-03-31".to_owned(),
        figure: "sum.litter.@three.20170301-20170331.verified".to_owned(),
        answer: Some(Answered {
            value: Fig::new("9731.5", "立方米", "/figures/litter"),
            sentence: world.pick(&["三个乡镇清一片垃圾。", "三個鄉鎮清一片垃圾。", "Litter cleared in three townships."]).to_owned(),
            id: "sum.litter.@three.20170301-20170331.verified".to_owned(),
            wordings: ways,
        }),
    }
}

fn story(n: i64, used: bool) -> Story {
    Story {
        deed: format!("deed-{n}"),
        href: format!("/deeds/deed-{n}"),
        words: "帮助走失儿童与家人团聚".to_owned(),
        unit: "大阳镇".to_owned(),
        day: "2017-03-05".to_owned(),
        position: 10_382,
        used,
    }
}
