//! A household's file as who is responsible sees it, the list, a form, who read it.
use super::desk::link;
use super::{World, keep};
use crate::households::pages::{
    CardPage, Cell, EntryLine, Exit, FilePage, FormPage, HouseholdRow, HouseholdsPage, Line, MatrixPage, MatrixRow, MeasureLine,
    MemberCard, Money, MoneyHead, ReachCell, Trail, TrailPage,
};
use crate::needs::pages::Stand;
use crate::web::download;
use crate::web::forms::Errors;
use crate::web::layout::{Fig, Place};

fn text(text: &str) -> String {
    text.to_owned()
}

pub fn all(world: &World) {
    file(world);
    list(world);
    form(world);
    trail(world);
}

fn list(world: &World) {
    let row = |head: &str, code: &str, responsible: &str| HouseholdRow {
        href: format!("/households/{code}"),
        code: text(code),
        head: text(head),
        unit: text("葛万村"),
        cause: world.pick(&["因病", "因病", "Illness"]).to_owned(),
        watch: String::new(),
        responsible: text(responsible),
    };
    let shell = world.shell("/households?unit=1", Place::Other);
    let page = HouseholdsPage {
        unit: Some(link("/units/1", "葛万村")),
        unit_code: text("1"),
        query: String::new(),
        count: Fig::new("2", shell.t("households.measure"), "/households?unit=1"),
        rows: vec![row("李长根", "ge-001", "张晓梅"), row("赵四娃", "ge-002", "")],
        next: Some(text("/households?after=x")),
        files: download::files("/households", &[("unit", "1")]),
        below: vec![link("/households?unit=2", "东头组")],
        new: Some(text("/households/new?unit=1")),
        import: Some(text("/import/households")),
        reaches: Some(text("/reaches?unit=1")),
        pairs: Some(text("/pairs?unit=1")),
        own: Some(text("/households?own=1")),
        by_name: true,
        errors: Errors::default(),
        shell,
    };
    keep(world.lang, "households", &page);
}

fn money(world: &World) -> Money {
    let shell = world.shell("/households/ge-001", Place::Other);
    let word = |key: &str| shell.t(key).to_owned();
    Money {
        heads: vec![
            MoneyHead { year: 2016, planned: false, change: Some(text("/households/ge-001/income?at=2016")) },
            MoneyHead { year: 2017, planned: true, change: None },
        ],
        rows: vec![(word("source.wage"), vec![text("900"), text("1100")]), (word("source.business"), vec![text("1300"), text("2400")])],
        net: vec![Some((Fig::new("1100", "", "#income"), shell.f("households.how_net", &[("total", &"2200"), ("heads", &2)]))), None],
        line: vec![text("2952"), text("2952")],
    }
}

fn file_page(world: &World) -> FilePage {
    let shell = world.shell("/households/ge-001", Place::Other);
    let word = |key: &str| shell.t(key).to_owned();
    let reach = |key: &str, state: &str, done| ReachCell { name: word(key), state: word(state), done, note: String::new() };
    let member = |name: &str, relation: &str, left: &str| MemberCard {
        name: text(name),
        relation: word(relation),
        facts: vec![word("sex.male"), word("labour.weak")],
        birth: text("1951-07-23"),
        number: text("**************1217"),
        health: word("cause.illness"),
        left: text(left),
        change: Some(text("/households/ge-001/member?at=1")),
    };
    FilePage {
        units: vec![text("南岭乡"), text("葛万村")],
        back: link("/households?unit=1", shell.t("households.title")),
        code: text("ge-001"),
        title: shell.f("households.called", &[("name", &"李长根")]),
        people: Fig::new("2", word("people.measure"), "#members"),
        chips: vec![word("cause.illness"), word("cause.no_labour"), word("watch.sudden")],
        shut: String::new(),
        whole: true,
        responsible: Some(Line { name: text("张晓梅"), unit: text("金村镇"), from: text("2017-03-02"), to: None }),
        advice: vec![
            link("/households/ge-001/situation?at=", shell.t("advice.consent_missing")),
            link("/households/ge-001/income?at=", &shell.f("advice.year_missing", &[("what", &"2016")])),
        ],
        first: true,
        before: vec![Line { name: text("马晋生"), unit: text("南岭乡"), from: text("2016-01-01"), to: Some(text("2017-03-01")) }],
        reaches: vec![
            reach("reach.facilities", "reach_state.done", true),
            reach("reach.industry", "reach_state.doing", false),
            reach("reach.housing", "reach_state.not_needed", false),
        ],
        money: Some(money(world)),
        entries: vec![EntryLine {
            day: text("2017-03-22"),
            kind: word("entry.visit"),
            words: text("答应送蜂箱10个"),
            who: text("张晓梅"),
            deed: Some(text("/deeds/0188")),
        }],
        needs: vec![(
            link("/needs/10382", shell.t("topic.water")),
            Stand { label: word("standing.taken"), class: "", sign: "◔" },
            text("2017-03-20"),
        )],
        members: vec![member("李长根", "relation.head", ""), member("李小根", "relation.child", "2016-09-01")],
        situation: vec![(word("households.housing"), word("housed.repaired")), (word("households.land"), text("3.5"))],
        plans: vec![(text("2017"), text("养蜂十箱"), None)],
        measures: vec![MeasureLine {
            year: 2017,
            cause: word("cause.illness"),
            words: text("送蜂箱10个"),
            owner: text("张晓梅"),
            due: text("2017-03-31"),
            done: String::new(),
            result: String::new(),
            change: None,
        }],
        exit: Some(Exit {
            year: 2016,
            grounds: vec![(word("ground.food"), word("met.yes"), String::new())],
            income: word("households.under_line"),
            change: None,
        }),
        acts: vec![link("/households/ge-001/entry", shell.t("section.entry"))],
        more: vec![link("/households/ge-001/readings", shell.t("households.readings"))],
        shell,
    }
}

fn file(world: &World) {
    keep(world.lang, "household", &file_page(world));
    let (shell, file) = (world.shell("/households/ge-001/card", Place::Other), file_page(world));
    keep(
        world.lang,
        "household-card",
        &CardPage {
            back: link("/households/ge-001", "李长根"),
            file,
            head: text("李长根"),
            phone: text("13900000000"),
            net: text("1100"),
            shell,
        },
    );
    let shell = world.shell("/reaches?unit=1", Place::Other);
    let of = |n: &str| Fig::new(n, "", "/reaches?unit=2");
    let row = |name: &str, cells| MatrixRow { link: link("/reaches?unit=2", name), cells };
    let page = MatrixPage {
        back: link("/households?unit=1", shell.t("households.title")),
        unit: text("南岭乡"),
        heads: vec![shell.t("reach.facilities").to_owned(), shell.t("reach.housing").to_owned()],
        rows: vec![
            row("葛万村", vec![Cell::Of(of("3"), of("14")), Cell::Nothing]),
            row("李长根", vec![Cell::State(shell.t("reach_state.done").to_owned(), true), Cell::Nothing]),
        ],
        shell,
    };
    keep(world.lang, "reaches", &page);
}

fn form(world: &World) {
    let shell = world.shell("/households/ge-001/member", Place::Other);
    let mut form = crate::households::sample_form(&shell.w);
    form.truncate(12);
    let page = FormPage {
        send: None,
        measured: true,
        back: link("/households/ge-001", "李长根"),
        title: shell.t("section.member").to_owned(),
        action: text("/households/ge-001/member"),
        at: String::new(),
        seen: text("0.0"),
        fields: form,
        errors: Errors(vec![(text("name"), shell.t("need.member_name").to_owned())]),
        shell,
    };
    keep(world.lang, "household-form", &page);
}

fn trail(world: &World) {
    let shell = world.shell("/households/ge-001/versions", Place::Other);
    let row = |times, changes| Trail {
        who: text("张晓梅"),
        unit: text("南岭村"),
        at: text("2017-03-22T10:12"),
        of: shell.t("section.measure").to_owned(),
        times,
        changes,
    };
    let page = TrailPage {
        back: link("/households/ge-001", "李长根"),
        title: shell.t("households.versions").to_owned(),
        hint: shell.t("households.versions_more").to_owned(),
        rows: vec![row(1, vec![(shell.t("households.words").to_owned(), text("送蜂箱8个"), text("送蜂箱10个"))]), row(3, vec![])],
        shell,
    };
    keep(world.lang, "household-versions", &page);
}
