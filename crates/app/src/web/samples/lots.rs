//! Spot checks by lot: a campaign's draws, one before, during and after it, a visit.
use super::desk::link;
use super::public::facts;
use super::{TOWNS, World, keep};
use crate::lots::find::Outcome;
use crate::lots::pages::{Acts, Announce, DrawPage, DrawRow, DrawnRow, DrawnStep, DrawsPage, FrozenStep, SealedStep, VisitPage};
use crate::lots::told::Told;
use crate::web::forms::{Choice, Errors};
use crate::web::html::Html;
use crate::web::layout::{Fig, Place};

const HASH: &str = "7a4f0c62a3a9f0c5fd5c2ce1a3b2de1f2b7f1b0a1d5c7f8e9d0c1b2a39485766";

pub fn all(world: &World) {
    let announce = |errors: Errors| DrawsPage { announce: Some(form(world)), errors, ..draws(world) };
    keep(world.lang, "draws-office", &announce(Errors::default()));
    let mut wrong = Errors::default();
    wrong.add("known_at", world.shell("/", Place::Other).t("need.draw_known_at"));
    keep(world.lang, "draws-wrong", &announce(wrong));
    let office = |acts: Acts| DrawPage { acts, frozen: None, drawn: None, rows: Vec::new(), ..draw(world) };
    keep(world.lang, "draw-announced", &office(Acts { freeze: true, discard: true, ..Acts::default() }));
    let numbered = DrawPage { frozen: Some(frozen(world)), ..office(Acts { number: true, discard: true, ..Acts::default() }) };
    keep(world.lang, "draw-number", &numbered);
    let mine = vec![link("/draws/l-1/visits/2", "大阳镇 · 小东河桥头 · 第10384号"), link("/draws/l-1/visits/9", "巴公镇 · 第10391号")];
    keep(world.lang, "draw-office", &DrawPage { acts: Acts { close: true, ..Acts::default() }, mine, ..draw(world) });
    keep(world.lang, "visit", &visit(world));
    let mut errors = Errors::default();
    errors.add("words", world.shell("/", Place::Other).t("need.draw_words"));
    keep(world.lang, "visit-wrong", &VisitPage { found: "4".to_owned(), errors, ..visit(world) });
}

pub fn public(world: &World) {
    keep(world.lang, "draws", &draws(world));
    let nameless = |row: DrawnRow| DrawnRow { checker: String::new(), found: None, ..row };
    let page = draw(world);
    keep(world.lang, "draw", &DrawPage { rows: page.rows.into_iter().map(nameless).collect(), ..draw(world) });
}

fn told(world: &World, href: Option<&str>) -> (Html, String) {
    let wrongs: Vec<(Option<f64>, i64)> = (0..75).map(|n| (Some(if n % 30 == 7 { 1.0 } else { 0.0 }), 1)).collect();
    let shell = world.shell("/draws/l-1", Place::Other);
    let told = Told::of(&shell, &Outcome::of(&wrongs), href);
    (told.html(&shell), told.plain(&shell))
}

fn draws(world: &World) -> DrawsPage {
    let shell = world.shell("/campaigns/six-ones/draws", Place::Other);
    let row = |n: usize, state: &str, drawn: bool| {
        let (result, told) = if drawn { told(world, Some("/draws/l-1")) } else { (Html(String::new()), String::new()) };
        DrawRow {
            href: format!("/draws/l-{n}"),
            item: world.item(n).0.to_owned(),
            state: shell.t(state).to_owned(),
            source: "4月2日福利彩票双色球开奖号".to_owned(),
            known_at: "2017-04-02T21:30".to_owned(),
            result,
            told,
        }
    };
    DrawsPage {
        back: link("/campaigns/six-ones", "“六个一”活动"),
        rows: vec![row(2, "draws.visiting", true), row(1, "draws.frozen", false), row(4, "draws.announced", false)],
        files: vec!["/campaigns/six-ones/draws.csv".to_owned(), "/campaigns/six-ones/draws.xlsx".to_owned()],
        announce: None,
        errors: Errors::default(),
        shell,
    }
}

fn form(world: &World) -> Announce {
    let shell = world.shell("/", Place::Other);
    let choice = |value: &str, key: &str, on: bool| Choice::new(value, shell.t(key), on);
    Announce {
        action: "/campaigns/six-ones/draws".to_owned(),
        indicators: (0..6).map(|n| Choice::new(&n.to_string(), world.item(n).0, n == 2)).collect(),
        strata: vec![choice("unit", "draws.by_unit", true), choice("", "draws.not_by_unit", false)],
        rotas: vec![choice("", "draws.clerks", true)],
        rate: "3".to_owned(),
        source: String::new(),
        known_at: String::new(),
    }
}

fn frozen(world: &World) -> FrozenStep {
    let (.., measure) = world.item(2);
    let shell = world.shell("/", Place::Other);
    FrozenStep {
        day: "2017-04-01".to_owned(),
        position: 41_806,
        size: Fig::field("2487", shell.t("measure.deeds")),
        claimed: Fig::field("13106.5", measure),
        hits: Fig::field("75", shell.t("measure.visits")),
        few: false,
        digest: HASH.to_owned(),
        file: "/draws/l-1/list".to_owned(),
        sealed: Some(SealedStep { size: 41_812, at: "2017-04-01T17:30:04".to_owned(), href: "/draws/l-1/checkpoint".to_owned() }),
    }
}

fn draw(world: &World) -> DrawPage {
    let shell = world.shell("/draws/l-1", Place::Other);
    let (result, result_told) = told(world, None);
    let (item, _, measure) = world.item(2);
    let row = |n: usize| DrawnRow {
        place: (n + 1).to_string(),
        deed: link(&format!("/deeds/0190-{n}"), &shell.f("position.no", &[("n", &(10_382 + n))])),
        unit: TOWNS[n].to_owned(),
        day: "2017-03-25".to_owned(),
        claimed: Fig::field("6.5", measure),
        state: shell.t(if n == 1 { "draws.to_visit" } else { "draws.visited" }).to_owned(),
        checker: if n.is_multiple_of(2) { "常燕" } else { "牛建国" }.to_owned(),
        found: (n != 1).then(|| Fig::field("6.5", measure)),
    };
    DrawPage {
        back: link("/campaigns/six-ones/draws", shell.t("draws.title")),
        id: "l-1".to_owned(),
        item: item.to_owned(),
        state: shell.t("draws.visiting").to_owned(),
        result,
        result_told,
        source: "4月2日福利彩票双色球开奖号".to_owned(),
        known_at: "2017-04-02T21:30".to_owned(),
        announced_at: "2017-03-31T09:12".to_owned(),
        rate: "3".to_owned(),
        strata: shell.t("draws.by_unit").to_owned(),
        rota: shell.t("draws.clerks").to_owned(),
        frozen: Some(frozen(world)),
        drawn: Some(DrawnStep {
            number: "03071219253108".to_owned(),
            seed: HASH.to_owned(),
            count: Fig::field("75", shell.t("measure.deeds")),
            shell_line: "(curl -s https://example.cn/draws/l-1/checkpoint; printf 03071219253108) | sha256sum".to_owned(),
            command: "chunman draw --verify l-1".to_owned(),
        }),
        acts: Acts::default(),
        next: shell.t("draws.next_visits").to_owned(),
        mine: Vec::new(),
        rows: (0..6).map(row).collect(),
        files: vec!["/draws/l-1/drawn.csv".to_owned(), "/draws/l-1/drawn.xlsx".to_owned()],
        errors: Errors::default(),
        notice: String::new(),
        shell,
    }
}

fn visit(world: &World) -> VisitPage {
    let (item, _, measure) = world.item(2);
    VisitPage {
        shell: world.shell("/draws/l-1/visits/2", Place::Todo),
        back: link("/draws/l-1", world.shell("/", Place::Other).t("draws.one")),
        action: "/draws/l-1/visits/2".to_owned(),
        hue: 3,
        item: item.to_owned(),
        claimed: Fig::field("6.5", measure),
        unit: "大阳镇".to_owned(),
        deed: "/deeds/0190-2".to_owned(),
        position: 10_384,
        facts: facts(),
        found: String::new(),
        seen_at: String::new(),
        words: String::new(),
        seen_on: String::new(),
        not_now: String::new(),
        errors: Errors::default(),
    }
}
