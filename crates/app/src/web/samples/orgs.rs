//! What those who keep the organisation see.

use super::{World, keep};
use crate::accounts::pages::{Card, SheetPage};
use crate::asked::Form;
use crate::asked::pages::AskedPage;
use crate::asked::rows::{AskedRow, Said, Told};
use crate::erasure::pages::{ErasedBefore, ErasurePage, Naming, SeekPage};
use crate::orgs::changes::pages::{DeskPage, Done, Forms, Typed, Version};
use crate::orgs::groups::pages::{GroupPage, GroupRow, GroupsPage, KeepForms, MemberRow, NewForm};
use crate::people::pages::{LogPage, LogRow};
use crate::web::download;
use crate::web::forms::{Choice, Errors};
use crate::web::layout::{Fig, Link, Place};

pub fn all(world: &World) {
    groups(world);
    group(world);
    desk(world);
    sheet(world);
    erasure(world);
    readings(world);
    asked(world);
}

fn readings(world: &World) {
    let row = |at: &str, reader: &str, code: &str, unit: &str| LogRow {
        at: at.to_owned(),
        reader: reader.to_owned(),
        code: code.to_owned(),
        reader_unit: unit.to_owned(),
        person: "侯某某".to_owned(),
        unit: "大东沟镇".to_owned(),
        times: 2,
    };
    let page = LogPage {
        shell: world.shell("/readings", Place::Other),
        from: "2017-03-01".to_owned(),
        to: "2017-03-31".to_owned(),
        unit: String::new(),
        rows: vec![row("2017-03-30T09:12", "李某某", "ddg-001", "大东沟镇"), row("2017-03-28T16:40", "赵某", "office-2", "泽州县")],
        next: Some("/readings?after=x".to_owned()),
        files: vec!["/readings.csv".to_owned(), "/readings.xlsx".to_owned()],
    };
    keep(world.lang, "readings-log", &page);
}

fn erasure(world: &World) {
    let shell = world.shell("/people/ddg-012/erasure", Place::Other);
    let lines = |keys: &[&str]| keys.iter().map(|key| shell.t(key).to_owned()).collect();
    let naming = |position: i64, day: &str, on| Naming {
        id: format!("d-{position}"),
        href: format!("/deeds/d-{position}"),
        position,
        item: world.item(5).0.to_owned(),
        unit: "大东沟镇".to_owned(),
        day: day.to_owned(),
        on,
    };
    let page = ErasurePage {
        back: link("/people/ddg-012", "侯丽"),
        action: "/people/ddg-012/erasure".to_owned(),
        whose: "侯丽".to_owned(),
        goes: lines(&["erasure.person_goes", "erasure.access_goes", "erasure.posts_end", "erasure.words_go"]),
        stays: lines(&["erasure.deeds_stay", "erasure.code_stays", "erasure.log_stays", "erasure.backups_stay"]),
        whose_of: Vec::new(),
        naming: vec![naming(73_894, "2017-03-21", true), naming(74_102, "2017-03-28", false)],
        beyond: true,
        reason: String::new(),
        errors: Errors::default(),
        shell,
    };
    keep(world.lang, "erasure", &page);
    let shell = world.shell("/erasure", Place::Other);
    let kinds = [("household", "erasure.by_code"), ("need", "erasure.by_need"), ("subject", "erasure.by_subject")];
    let done = |code: &str, at: &str| ErasedBefore {
        what: shell.f("households.file_of", &[("code", &code)]),
        at: at.to_owned(),
        reason: world.pick(&["本人来信要求", "本人來信要求", "Asked for in a letter"]).to_owned(),
    };
    let page = SeekPage {
        kinds: kinds.iter().map(|(word, key)| Choice::new(word, shell.t(key), *word == "household")).collect(),
        code: String::new(),
        done: vec![done("ge-017", "2017-03-29T10:12"), done("ge-004", "2017-03-21T16:40")],
        errors: Errors::default(),
        shell,
    };
    keep(world.lang, "erasure-seek", &page);
}

fn link(href: &str, label: &str) -> Link {
    Link { href: href.to_owned(), label: label.to_owned() }
}

fn kind(world: &World, units: bool) -> String {
    world
        .pick(if units {
            &["单位组（口）", "單位組（口）", "Set of units"]
        } else {
            &["人员组", "人員組", "Team of people"]
        })
        .to_owned()
}

fn groups(world: &World) {
    let row = |name: &str, units, unit: &str, ended| GroupRow {
        href: "/groups/g-1".to_owned(),
        name: name.to_owned(),
        kind: kind(world, units),
        unit: unit.to_owned(),
        ended,
    };
    let form = NewForm {
        name: String::new(),
        kinds: vec![Choice::new("units", &kind(world, true), true), Choice::new("people", &kind(world, false), false)],
        units: vec![Choice::new("1", "泽州县", true)],
        from: "2017-03-31".to_owned(),
    };
    let page = GroupsPage {
        files: download::files("/groups", &[]),
        shell: world.shell("/groups", Place::Other),
        query: String::new(),
        unit: None,
        rows: vec![
            row("党群口", true, "泽州县", false),
            row("春耕助农队", false, "金村镇", false),
            row("207国道清理队", false, "大箕镇", true),
        ],
        next: None,
        import: Some("/import/groups".to_owned()),
        form: Some(form),
        errors: Errors::default(),
    };
    keep(world.lang, "groups", &page);
}

fn group(world: &World) {
    let shell = world.shell("/groups/g-1", Place::Other);
    let row = |name: &str, until: Option<&str>| MemberRow {
        from: String::new(),
        to: String::new(),
        id: format!("m-{name}"),
        name: name.to_owned(),
        href: "/people/z".to_owned(),
        code: "z0105".to_owned(),
        unit: "金村镇".to_owned(),
        days: shell.span("2017-03-01", until.or(Some("2017-03-31"))),
        past: until.is_some(),
        last: "2017-03-30".to_owned(),
    };
    let members = vec![row("张晓梅", None), row("王建军", None), row("侯丽", Some("2017-03-20"))];
    let mut errors = Errors::default();
    errors.add("member", world.pick(&["没有编号为x的人。", "沒有編號為x的人。", "Nobody has the code x."]));
    let page = GroupPage {
        files: download::files("/groups/x/members", &[]),
        back: link("/groups", world.pick(&["组", "組", "Groups"])),
        id: "g-1".to_owned(),
        name: "春耕助农队".to_owned(),
        kind: kind(world, false),
        unit: link("/units/1", "金村镇"),
        since: Some("2017-03-01".to_owned()),
        until: None,
        count: Fig::new("2", world.pick(&["人", "人", "people"]), "/groups/g-1"),
        members,
        next: None,
        keep: Some(KeepForms {
            rev: 1,
            to: String::new(),
            choices: ["卫东", "常燕"].iter().map(|n| Choice::new(n, n, false)).collect(),
            others: "x".to_owned(),
            from: "2017-03-31".to_owned(),
            until: String::new(),
        }),
        errors,
        shell,
    };
    keep(world.lang, "group", &page);
}

fn desk(world: &World) {
    let shell = world.shell("/units/140525109/desk", Place::Units);
    let version = |name: &str, from: &str, to: Option<&str>, above: &str, merged| Version {
        days: shell.span(from, to),
        name: name.to_owned(),
        above: Some(link("/units/1", above)),
        merged,
    };
    let mut errors = Errors::default();
    errors.add("into", world.pick(&["单位1405从2017-03-20起没有一直存在。", "單位1405從2017-03-20起沒有一直存在。", "1405 is not there."]));
    let typed = Typed {
        act: "merger".to_owned(),
        name: "李寨乡".to_owned(),
        into: "1405".to_owned(),
        day: "2017-03-20".to_owned(),
        rank: "15".to_owned(),
        ..Typed::default()
    };
    let page = DeskPage {
        back: link("/units/140525109", "李寨乡"),
        code: "140525109".to_owned(),
        name: "李寨乡".to_owned(),
        links: vec![link("/groups?unit=1", world.pick(&["组", "組", "Groups"]))],
        versions: vec![
            version("李寨乡", "2017-03-20", None, "晋庙铺镇（140525104）", true),
            version("李寨乡", "2001-01-01", Some("2017-03-19"), "泽州县（140525）", false),
        ],
        changes: vec![Done {
            sentence: world.pick(&["李寨乡并入晋庙铺镇", "李寨鄉併入晉廟鋪鎮", "Lizhai merged into Jinmiaopu"]).to_owned(),
            day: "2017-03-20".to_owned(),
            reason: "泽政发〔2017〕3号".to_owned(),
            who: "周静".to_owned(),
            at: "2017-03-31T09:50:00".to_owned(),
        }],
        forms: Some(Forms {
            seen: String::new(),
            root: false,
            merged: false,
            typed,
            parents: vec![Choice::new("140525104", "晋庙铺镇", false)],
            others: vec![Choice::new("140525104", "晋庙铺镇", false)],
        }),
        errors,
        shell,
    };
    keep(world.lang, "unit-desk", &page);
}

fn sheet(world: &World) {
    let card = |name: &str, code: &str| Card {
        name: name.to_owned(),
        post: "科员".to_owned(),
        code: code.to_owned(),
        address: format!("http://127.0.0.1:8140/join/{code}"),
    };
    let people = world.pick(&["人", "人", "people"]);
    let page = SheetPage {
        only_here: false,
        shell: world.shell("/units/1/invitations", Place::Units),
        back: link("/units/1/access", world.pick(&["登录开通", "登入開通", "Access"])),
        action: "/units/1/invitations".to_owned(),
        unit: "大东沟镇".to_owned(),
        fresh: Fig::new("1", people, "/units/1/access"),
        all: Fig::new("3", people, "/units/1/access"),
        cards: vec![card("侯丽", "7QKD-41TX-AAAA"), card("卫东", "7QKD-41TX-BBBB")],
        until: "2017-04-14T10:00".to_owned(),
    };
    keep(world.lang, "invitations", &page);
}

fn asked(world: &World) {
    let row = |week: &str, form, told| AskedRow { week: week.to_owned(), form, told, running: week > "2017-03-25" };
    let said = |people, minutes, fields| Told::Said(Said { people, minutes, fields });
    let week = |week: &str| {
        vec![
            row(week, None, said(412, 11_400, 9_300)),
            row(week, Some(Form::Record), said(398, 3_200, 4_100)),
            row(week, Some(Form::Check), said(41, 42_600, 31_000)),
            row(week, Some(Form::Paste), Told::Few),
            row(week, Some(Form::Visit), Told::Beside),
        ]
    };
    let page = |weeks| AskedPage {
        shell: world.shell("/time-asked", Place::Other),
        weeks,
        next: None,
        files: vec!["/time-asked.csv".into(), "/time-asked.xlsx".into()],
    };
    keep(
        world.lang,
        "time-asked",
        &AskedPage { next: Some("/time-asked?before=2017-03-20".into()), ..page(vec![week("2017-03-27"), week("2017-03-20")]) },
    );
    keep(world.lang, "time-asked-none", &page(Vec::new()));
}
