//! A need as its owner sees it, and the list; today's visits and the form after one.
use super::desk::link;
use super::{World, keep};
use crate::needs::pages::{NeedPage, NeedRow, NeedsPage, Stand, StepLine};
use crate::pairs::pages::{DonePage, Handed, PairsPage, Row};
use crate::visits::pages::{Card, OfflinePage, TodayPage, VisitPage};
use crate::web::download;
use crate::web::forms::{Choice, Errors};
use crate::web::layout::{Fig, Place};

fn text(text: &str) -> String {
    text.to_owned()
}

pub fn all(world: &World) {
    list(world);
    need(world);
    today(world);
    visit(world);
    pairs(world);
}

fn today(world: &World) {
    let shell = world.shell("/visits", Place::Other);
    let card = |name: &str, open, last| Card {
        name: shell.f("households.called", &[("name", &name)]),
        unit: text("葛万村"),
        address: text("村西头"),
        phone: text("13900000000"),
        is_due: true,
        last,
        open,
        visit: text("/visits/ge-001"),
        file: text("/households/ge-001"),
    };
    let promise = shell.f("visits.promise", &[("what", &"送蜂箱10个")]);
    let page = TodayPage {
        today: text("2017-03-31"),
        due: vec![card(
            "李长根",
            vec![(promise, text("2017-03-30"), true)],
            Some((text("2017-03-22"), shell.t("visits.by_visit").to_owned())),
        )],
        others: vec![card("赵四娃", vec![], None)],
        shell,
    };
    keep(world.lang, "visits", &page);
    keep(world.lang, "visits-offline", &OfflinePage { shell: world.shell("/visits/offline", Place::Other) });
}

fn visit(world: &World) {
    let shell = world.shell("/visits/ge-001", Place::Other);
    let pick = |label: &str| vec![Choice::new("", shell.t("visits.none_of_these"), true), Choice::new("1", label, false)];
    let page = VisitPage {
        back: link("/visits", shell.t("visits.title")),
        title: shell.f("households.called", &[("name", &"李长根")]),
        action: text("/visits/ge-001"),
        id: text("v-1"),
        saw: String::new(),
        promised: text("送蜂箱10个"),
        due: text("2017-03-31"),
        day: text("2017-03-31"),
        owners: vec![Choice::new("zhangxiaomei", "张晓梅", true)],
        ways: vec![Choice::new("visit", shell.t("visits.by_visit"), true), Choice::new("call", shell.t("visits.by_call"), false)],
        kept: vec![Choice::new("1", &shell.f("visits.kept", &[("what", &"带药费票据")]), false)],
        measures: pick(shell.t("cause.illness")),
        measure_done: false,
        needs: pick(shell.t("topic.water")),
        need_solved: Some((false, "办结一件困难".to_owned())),
        items: pick(world.item(5).0),
        errors: Errors(vec![(text("saw"), shell.t("need.saw").to_owned())]),
        shell,
    };
    keep(world.lang, "visit", &page);
}

fn list(world: &World) {
    let shell = world.shell("/needs?unit=1", Place::Other);
    let word = |key: &str| shell.t(key).to_owned();
    let row = |topic: &str, key: &str, owner: &str, overdue| NeedRow {
        href: text("/needs/10382"),
        position: 10_382,
        topic: word(topic),
        who: text("王满囤"),
        unit: text("葛万村"),
        owner: text(owner),
        stand: Stand { label: word(key), class: "", sign: "◔" },
        raised: text("2017-03-20"),
        taken: text("2017-03-21"),
        due: text("2017-03-28"),
        solved: String::new(),
        overdue,
        left: overdue,
    };
    let count = |key: &str, n: &str, on| (word(key), Fig::new(n, shell.t("measure.needs"), "/needs"), on);
    let page = NeedsPage {
        unit: Some(link("/units/1", "南岭乡")),
        kinds: vec![count("needs.all", "65", true), count("standing.raised", "3", false), count("standing.overdue", "1", false)],
        half: Some((Fig::new("1", shell.t("measure.days"), "/needs"), Fig::new("6", shell.t("measure.days"), "/needs"))),
        rows: vec![row("topic.water", "standing.taken", "张晓梅", true), row("topic.road", "standing.raised", "", false)],
        next: Some(text("/needs?unit=1&before=10")),
        files: download::files("/needs", &[("unit", "1")]),
        below: vec![link("/needs?unit=2", "东头组")],
        new: Some(text("/needs/new?unit=1")),
        own: Some(text("/needs?own=1")),
        shell,
    };
    keep(world.lang, "needs", &page);
}

fn need(world: &World) {
    let shell = world.shell("/needs/10382", Place::Other);
    let word = |key: &str| shell.t(key).to_owned();
    let step = |key: &str, words: &str, position, deed| StepLine {
        label: word(key),
        who: text("张晓梅"),
        owner: String::new(),
        due: String::new(),
        words: text(words),
        day: text("2017-03-20"),
        position,
        deed,
    };
    let page = NeedPage {
        back: link("/needs?unit=1", shell.t("needs.title")),
        position: 10_382,
        unit: link("/units/1", "葛万村"),
        topic: word("topic.water"),
        stand: Stand { label: word("standing.solved"), class: "", sign: "◑" },
        whole: true,
        shut: String::new(),
        who: text("王满囤"),
        phone: text("13900000000"),
        words: text("水窖裂了一道缝"),
        household: Some(link("/households/ge-001", "ge-001")),
        owner: text("张晓梅"),
        left: true,
        due: text("2017-03-28"),
        overdue: true,
        deed: Some(link("/deeds/0190", shell.t("needs.record"))),
        steps: vec![
            step("need_step.raised", "", 10_382, None),
            StepLine { owner: text("张晓梅"), due: text("2017-03-28"), ..step("need_step.taken", "", 10_390, None) },
            step("need_step.solved", "换了防渗布", 10_411, Some(text("/deeds/0190"))),
        ],
        acts: vec![link("/needs/10382/reopening", shell.t("needs.reopen"))],
        erase: Some(text("/needs/10382/erasure")),
        shell,
    };
    keep(world.lang, "need", &page);
}

fn pairs(world: &World) {
    let shell = world.shell("/pairs?unit=1", Place::Other);
    let options = vec![Choice::new("zhangxiaomei", "张晓梅", true), Choice::new("z0701", "马晋生", false)];
    let row = Row {
        code: text("ge-001"),
        name: shell.f("households.called", &[("name", &"李长根")]),
        unit: text("葛万村"),
        causes: shell.t("cause.illness").to_owned(),
        now: String::new(),
        now_code: String::new(),
        with: text("zhangxiaomei"),
        options,
        why: shell.t("pairs.same_unit").to_owned(),
        beside: shell.f("pairs.instead_of", &[("name", &"马晋生"), ("how", &shell.f("pairs.farther", &[("n", &5)]))]),
        fixed: true,
        changes: true,
        needs: vec![shell.t("topic.water").to_owned()],
        needs_go: true,
    };
    let page = PairsPage {
        back: link("/households?unit=1", shell.t("households.title")),
        unit: text("1"),
        unit_name: text("葛万村"),
        groups: vec![Choice::new("", shell.t("pairs.own_people"), true)],
        most: "5".to_owned(),
        refused: false,
        dearer: shell.f("pairs.dearer", &[("n", &5)]),
        cut: true,
        rows: vec![row],
        unserved: vec![(text("赵四娃"), shell.t("pairing.without").to_owned())],
        pins: vec![text("ge-001 zhangxiaomei")],
        errors: Errors::default(),
        shell,
    };
    keep(world.lang, "pairs", &page);
    let shell = world.shell("/pairs", Place::Other);
    let need = |key: &str| vec![link("/needs/10382", shell.t(key))];
    let rows = vec![Handed {
        home: link("/households/ge-001", "李长根"),
        before: text("马晋生"),
        now: text("张晓梅"),
        passed: need("topic.water"),
        stayed: need("topic.road"),
    }];
    keep(world.lang, "pairs-done", &DonePage { back: link("/households?unit=1", shell.t("households.title")), rows, shell });
}
