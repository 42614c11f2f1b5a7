//! A file handed to whom it is about, and the year's list of readings of minors.
use super::desk::link;
use super::{World, keep};
use crate::handed::pages::{DocumentPage, MinorRow, MinorsPage, Part};
use crate::web::download;
use crate::web::layout::{Place, Shell};

pub fn all(world: &World) {
    keep(world.lang, "hand-out", &document(world.shell("/hand-outs/h1", Place::Other)));
    keep(world.lang, "minors", &minors(world.shell("/minors?year=2017", Place::Other)));
}

fn document(shell: Shell) -> DocumentPage {
    let row = |label: &str, value: &str| (shell.t(label).to_owned(), value.to_owned());
    let member = vec![
        row("households.name", "李长根"),
        row("households.birth", "1951-07-23"),
        row("households.number", "140502195107231217"),
        row("households.health", "矽肺二期"),
    ];
    let ledger = vec![("2017-03-22".to_owned(), "入户走访，问了药费报销的事，答应月底前办好 · 张晓梅".to_owned())];
    DocumentPage {
        back: link("/households/ge-001", "李长根"),
        whose: shell.f("households.called", &[("name", &"李长根")]),
        to: shell.f("handed.whole_to", &[("name", &"李长根"), ("as", &shell.t("handed_to.self"))]),
        by: "张晓梅".to_owned(),
        at: "2017-03-30T09:12".to_owned(),
        parts: vec![
            Part { name: "member", title: "李长根".to_owned(), rows: member },
            Part::new(&shell.w, "ledger", "households.ledger", ledger),
        ],
        data: "/hand-outs/h1/data.json".to_owned(),
        shell,
    }
}

fn minors(shell: Shell) -> MinorsPage {
    let row = |day: &str, place: usize, age: &str, times| MinorRow {
        day: day.to_owned(),
        household: "ge-001".to_owned(),
        member: shell.f("erasure.one_member", &[("n", &place), ("relation", &shell.t("relation.grandchild"))]),
        age: shell.t(age).to_owned(),
        unit: "葛万村".to_owned(),
        reader: "张某某".to_owned(),
        code: "zhangxiaomei".to_owned(),
        reader_unit: "南岭乡".to_owned(),
        times,
    };
    MinorsPage {
        year: "2017".to_owned(),
        rows: vec![row("2017-03-22", 3, "minors.child", 2), row("2017-03-30", 4, "minors.unknown", 1)],
        next: Some("/minors?year=2017&after=x".to_owned()),
        files: download::files("/minors", &[("year", "2017")]),
        seen: vec![("宋某".to_owned(), "inspector".to_owned(), "2017-03-31".to_owned())],
        shell,
    }
}
