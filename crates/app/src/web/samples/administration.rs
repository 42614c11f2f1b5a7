//! What those see who bring people in, look after them, and read files.

use super::desk::link;
use super::{World, keep};
use crate::accounts::pages::{Access, AccessPage, AccessState, CodePage, MySessionsPage, Session};
use crate::campaigns::pages::{CampaignImportPage, Finding, Preview};
use crate::desk::pages::{ImportPage, ImportState, WrongRow};
use crate::imports::First;
use crate::people::pages::{Granted, Granting, Naming, PeoplePage, PersonPage, PersonRow, Post, Posting};
use crate::web::download;
use crate::web::forms::{Choice, Errors};
use crate::web::layout::{Fig, Link, Place};

pub fn all(world: &World) {
    access(world);
    people(world);
    imports(world);
    campaign_import(world);
}

fn access(world: &World) {
    let one = |name: &str, state| Access {
        name: name.to_owned(),
        code: "z0101".to_owned(),
        post: "科员".to_owned(),
        state,
        reopen: Some("/people/x/code".to_owned()),
    };
    let page = AccessPage {
        files: download::files("/units/x/access", &[]),
        shell: world.shell("/units/1/access", Place::Units),
        back: link("/units/1", "大东沟镇"),
        sheet: "/units/1/invitations".to_owned(),
        unit: "大东沟镇".to_owned(),
        people: vec![one("侯丽", AccessState::Open), one("卫东", AccessState::Invited), one("常燕", AccessState::Never)],
        query: String::new(),
        next: None,
    };
    keep(world.lang, "access", &page);
    let code = CodePage {
        only_here: false,
        reopened: true,
        shell: world.shell("/people/x/code", Place::Units),
        back: link("/units/1/access", "大东沟镇"),
        name: "常燕".to_owned(),
        unit: "大东沟镇".to_owned(),
        code: "7QKD-41TX".to_owned(),
        address: "http://127.0.0.1:8140/join/7QKD-41TX".to_owned(),
        until: "2017-04-03T10:00".to_owned(),
    };
    keep(world.lang, "code", &code);
    let session = |id: &str, device: &str, here| Session {
        id: id.to_owned(),
        device: device.to_owned(),
        since: "2017-03-02T08:00".to_owned(),
        seen: "2017-03-31T09:50".to_owned(),
        here,
    };
    let sessions = MySessionsPage {
        shell: world.shell("/sessions", Place::Other),
        sessions: vec![session("1", "Chrome · Windows", true), session("2", "WeChat · Android", false)],
        notice: String::new(),
    };
    keep(world.lang, "sessions", &sessions);
}

fn people(world: &World) {
    let row = |name: &str, code: &str| PersonRow {
        href: format!("/people/{code}"),
        name: name.to_owned(),
        code: code.to_owned(),
        unit: "大东沟镇".to_owned(),
        post: "科员".to_owned(),
    };
    let page = PeoplePage {
        files: download::files("/people", &[]),
        shell: world.shell("/people", Place::Units),
        query: "大东沟".to_owned(),
        count: Fig::new("31", world.pick(&["人", "人", "people"]), "/people"),
        rows: vec![row("侯丽", "ddg-012"), row("卫东", "ddg-013"), row("常燕", "ddg-014")],
        next: None,
        import: Some("/import/people".to_owned()),
    };
    keep(world.lang, "people", &page);
    let person = PersonPage {
        shell: world.shell("/people/ddg-012", Place::Units),
        back: link("/people", world.pick(&["人员", "人員", "People"])),
        name: "侯丽".to_owned(),
        code: "ddg-012".to_owned(),
        posts: vec![Post {
            unit: link("/units/1", "大东沟镇"), post: "科员".to_owned(), since: "2015-06-01".to_owned(), until: None
        }],
        fields: vec![(world.pick(&["特长", "特長", "Skills"]).to_owned(), "理发、农机".to_owned())],
        roles: vec![Granted {
            words: world.pick(&["大阳镇单位经办人", "大陽鎮單位經辦人", "unit clerk in Dayang"]).to_owned(),
            end: Some("/people/b1/roles/r1/end".to_owned()),
        }],
        granting: Some(Granting {
            kinds: vec![
                Choice::new("clerk", world.pick(&["单位经办人", "單位經辦人", "unit clerk"]), true),
                Choice::new("office", world.pick(&["活动办公室", "活動辦公室", "campaign office"]), false),
            ],
            unit: "140525109".to_owned(),
        }),
        reopen: Some("/people/ddg-012/code".to_owned()),
        invited_before: true,
        erase: Some("/people/ddg-012/erasure".to_owned()),
        erased: None,
        readings: None,
        logged: true,
        posting: Some(Posting {
            seen: "1.1".to_owned(),
            units: vec![Choice::new("140525100", "南村镇", false)],
            unit: String::new(),
            title: "科员".to_owned(),
            from: "2017-03-31".to_owned(),
            last: "2017-03-31".to_owned(),
        }),
        naming: Some(Naming { rev: 1, nicknames: "梅子;晓梅姐".to_owned() }),
        errors: Errors::default(),
    };
    keep(world.lang, "person", &person);
}

fn imports(world: &World) {
    let rows = world.pick(&["行", "列", "rows"]);
    let page = |state, text: &str| ImportPage {
        shell: world.shell("/import/deeds", Place::Other),
        one: Vec::new(),
        action: "/import/deeds".to_owned(),
        kinds: vec![
            (Link { href: "/import/units".to_owned(), label: world.pick(&["单位", "單位", "Units"]).to_owned() }, false),
            (Link { href: "/import/deeds".to_owned(), label: world.pick(&["实事", "實事", "Work done"]).to_owned() }, true),
        ],
        needed: "indicator,unit,recorder,day,quantity".to_owned(),
        more: "id,place".to_owned(),
        hint: String::new(),
        counted: false,
        pattern: Some("/import/deeds/pattern.xlsx".to_owned()),
        first: First {
            columns: ["indicator", "unit", "recorder", "day", "quantity"].map(ToOwned::to_owned).to_vec(),
            rows: vec![(2, ["trees", "140525105", "z0101", "2017-03-12", "2"].map(ToOwned::to_owned).to_vec())],
        },
        back: None,
        next: None,
        result: "/todo".to_owned(),
        text: text.to_owned(),
        errors: Errors::default(),
        state,
    };
    let fig = |n: &str| Fig { text: n.to_owned(), unit: rows.to_owned(), href: None };
    keep(world.lang, "import", &page(ImportState::Empty, ""));
    let wrong = vec![WrongRow { line: 417, field: "unit".to_owned(), sentence: "没有编号为140525999的单位。".to_owned() }];
    keep(
        world.lang,
        "import-wrong",
        &page(ImportState::Checked { token: "t".to_owned(), good: fig("4999"), wrong, more_wrong: false }, "id,item"),
    );
    keep(
        world.lang,
        "import-sound",
        &page(ImportState::Checked { token: "t".to_owned(), good: fig("5000"), wrong: vec![], more_wrong: false }, ""),
    );
    keep(
        world.lang,
        "import-running",
        &page(ImportState::Running { token: "t".to_owned(), done: 1200, total: 5000, rows: fig("1200") }, ""),
    );
    keep(world.lang, "import-done", &page(ImportState::Done { rows: fig("5000"), before: false }, ""));
    keep(world.lang, "import-stopped", &page(ImportState::Stopped { rows: fig("1200") }, ""));
}

fn campaign_import(world: &World) {
    let page = CampaignImportPage {
        shell: world.shell("/campaigns/import", Place::Other),
        action: "/campaigns/import".to_owned(),
        text: "title = \"六个一\"".to_owned(),
        errors: Errors::default(),
        findings: vec![Finding {
            refused: true,
            field: "items[3].target".to_owned(),
            sentence: "不能给转发量设计划数。".to_owned(),
            instead: "改为只数写了几条。".to_owned(),
            source: "国办函〔2026〕12号".to_owned(),
        }],
        preview: Some(Preview {
            over: true,
            title: "六个一".to_owned(),
            first_day: "2017-03-01".to_owned(),
            last_day: "2017-03-31".to_owned(),
            items: (0..6).map(|i| (world.item(i).0.to_owned(), world.item(i).2.to_owned())).collect(),
            sound: false,
        }),
    };
    keep(world.lang, "campaign-import", &page);
}
