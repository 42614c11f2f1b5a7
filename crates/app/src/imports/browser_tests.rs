//! Stories of imports as the browser sees them: while they run, stopped, continued, wrong, too large, in before.
use super::{Import, Kind};
use crate::powers::{Power, Who, decide};
use crate::town::county::County;
use crate::town::{Reply, Town, on_both};
use crate::web::words::{Lang, Words};
use std::fmt::Write;
use std::sync::mpsc::{Sender, channel};

const WAITING: &str = "sum.litter.1.20170301-20170331.received";

fn deeds(rows: usize, usual: &str) -> String {
    let mut file = "indicator,unit,recorder,day,quantity,people,id\n".to_owned();
    for n in 0..rows {
        writeln!(file, "{usual},brought-in-{n:05}").unwrap();
    }
    file
}

const USUAL: &str = "litter,101,member,2017-03-12,1,member;colleague";

/// Posts the form of the page, its text as a browser sends it.
fn post(town: &Town, who: &str, step: &str, text: &str, token: &str) -> Reply {
    town.post("/import/deeds", &[("step", step), ("text", &text.replace('\n', "\r\n")), ("token", token)], who)
}

fn token(text: &str) -> String {
    Import::read(Kind::Deeds, text.as_bytes(), Who::Operator).unwrap().token().to_owned()
}

/// Keeps the writer busy until the sender is used or dropped: what is queued behind it waits.
fn hold(town: &Town) -> Sender<()> {
    let (let_go, held) = channel();
    let (begun, is_begun) = channel();
    let now = town.app.db.clock().now_ms();
    town.app.db.submit(
        move |r| decide(r, &Who::Operator, &Power::OwnAccess, now),
        move |_| {
            let _ = begun.send(());
            let _ = held.recv();
            Ok::<(), crate::web::Fault>(())
        },
        |_| {},
    );
    is_begun.recv().unwrap();
    let_go
}

fn done_rows(town: &Town) -> i64 {
    town.app.db.read(|r| r.int("SELECT COALESCE(MAX(done), 0) FROM imports", &[])).unwrap()
}

/// What a progress element holds.
fn progress(page: &str) -> Option<i64> {
    page.split("<progress class=\"progress\" value=\"").nth(1)?.split('"').next()?.parse().ok()
}

#[test]
fn while_it_runs_the_page_says_how_far_and_it_is_stopped_and_continued() {
    on_both(|town| {
        let county = County::found(town);
        let clerk = county.as_who("clerk");
        let text = deeds(3000, USUAL);
        let token = token(&text);
        let page = || town.get(&format!("/import/deeds?token={token}"), clerk).body;
        let checked = post(town, clerk, "check", &text, "").body;
        assert!(checked.contains("<h2>全部正确</h2>") && checked.contains(&format!("name=\"token\" value=\"{token}\"")), "{checked}");
        let held = hold(town);
        let begun = post(town, clerk, "apply", &text, &token);
        assert_eq!((begun.status, begun.location), (303, format!("/import/deeds?token={token}")));
        let first = page();
        assert!(first.contains("正在导入") && first.contains("max=\"3000\""), "{first}");
        // Without script: a link to the same page, and a form.
        assert!(
            first.contains(&format!("<a class=\"btn\" href=\"/import/deeds?token={token}\">看进度</a>"))
                && first.contains("value=\"stop\"")
        );
        assert!(first.contains("<noscript><meta http-equiv=\"refresh\" content=\"2\"></noscript>"), "and it comes again by itself");
        assert_eq!(progress(&first), Some(0));
        assert_eq!(post(town, clerk, "apply", &text, &token).status, 303, "sent twice it runs once");
        drop(held);
        while done_rows(town) < 400 {
            std::thread::yield_now();
        }
        let held = hold(town);
        let at = progress(&page()).expect("it still runs");
        assert!((400..3000).contains(&at) && at % 200 == 0, "{at}");
        assert_eq!(post(town, clerk, "stop", "", &token).status, 303);
        drop(held);
        while !page().contains("已停下") {
            std::thread::yield_now();
        }
        let stopped = done_rows(town);
        assert!((400..3000).contains(&stopped) && page().contains("都没有算数") && page().contains("再导入同一份文件会接着做完"));
        in_nothing(town, &county);
        assert_eq!(post(town, clerk, "apply", &text, &token).status, 303);
        while !page().contains("导入完成") {
            std::thread::yield_now();
        }
        assert!(page().contains("看导入的结果</a>") && !page().contains("http-equiv"), "{}", page());
        assert_eq!((county.value(WAITING).as_str(), done_rows(town)), ("3000", 3000), "each once");
        town.ends_well();
    });
}

/// An unfinished import is in no figure, list, file or queue.
fn in_nothing(town: &Town, county: &County) {
    assert_eq!(county.value(WAITING), "0");
    assert_eq!(county.value("persons.litter.1.20170301-20170331.received"), "0");
    let stranger = |path: &str| town.get(path, "");
    for (path, seen) in [
        (format!("/figures/{WAITING}/records"), "brought-in"),
        (format!("/figures/{WAITING}/records.csv"), "2017-03-12"),
        (format!("/api/v1/figures/{WAITING}/records"), "brought-in"),
        ("/units/101".to_owned(), "brought-in"),
        ("/".to_owned(), "brought-in"),
    ] {
        let reply = stranger(&path);
        assert!(reply.status == 200 && !reply.body.contains(seen), "{path}: {}", reply.body);
    }
    assert_eq!((stranger("/deeds/brought-in-00000").status, stranger("/api/v1/deeds/brought-in-00000").status), (404, 404));
    for (who, path) in [("member", "/mine"), ("member", "/mine/litter"), ("parent", "/checks"), ("parent", "/todo")] {
        assert!(!town.get(path, county.as_who(who)).body.contains("brought-in"), "{who} {path}");
    }
    let check = [("deed", "brought-in-00000"), ("rev", "1"), ("verdict", "approve")];
    let no = |path: &str, form: &[(&str, &str)], who: &str| assert_eq!(town.post(path, form, county.as_who(who)).status, 404, "{path}");
    no("/checks", &check, "parent");
    no("/deeds/brought-in-00000/withdrawal", &[("rev", "1")], "member");
    no("/deeds/brought-in-00000/strike-out", &[], "colleague");
    assert!(!town.get("/checks?at=brought-in-00000", county.as_who("parent")).body.contains("value=\"approve\""));
}

#[test]
fn every_wrong_row_is_named_and_all_of_them_are_a_file() {
    on_both(|town| {
        let county = County::found(town);
        let text = deeds(1500, "litter,101,ghost,2017-03-12,1,member");
        let checked = post(town, county.as_who("clerk"), "check", &text, "").body;
        assert_eq!(checked.matches("<li><b data-field>").count(), 200, "the page lists some");
        assert!(
            checked.contains("上面只列了一部分") && checked.contains("要改的行全部下载（CSV）") && !checked.contains("value=\"apply\"")
        );
        let file = post(town, county.as_who("clerk"), "wrong", &text, "");
        assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
        let lines: Vec<&str> = file.body.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!((lines.len(), lines[0]), (1501, "行,列,怎么改"));
        assert!(
            lines[1].starts_with("2,recorder,") && lines[1500].starts_with("1501,recorder,") && lines[1].contains("ghost"),
            "{}",
            lines[1]
        );
        assert_eq!(post(town, county.as_who("member"), "wrong", &text, "").status, 403);
        assert_eq!((done_rows(town), county.value(WAITING)), (0, "0".into()));
        town.ends_well();
    });
}

#[test]
fn a_clerk_brings_in_the_own_units_and_the_office_any() {
    on_both(|town| {
        let county = County::found(town);
        let text = deeds(3, USUAL);
        for (who, status) in [("", 401), ("member", 403), ("inspector", 403)] {
            for step in ["check", "apply", "stop", "wrong"] {
                assert_eq!(post(town, county.as_who(who), step, &text, &token(&text)).status, status, "{who} {step}");
            }
            assert_eq!(town.get("/import/deeds", county.as_who(who)).status, status, "{who}");
        }
        let foreign = post(town, county.as_who("sibling"), "check", &text, "").body;
        assert!(foreign.matches("<li><b data-field>").count() == 3 && foreign.contains("101") && !foreign.contains("value=\"apply\""));
        // The text may be sent without a check before it: it is looked at again.
        assert_eq!(post(town, county.as_who("sibling"), "apply", &text, &token(&text)).status, 303);
        let told = |who: &str| town.get(&format!("/import/deeds?token={}", token(&text)), county.as_who(who)).body;
        while told("sibling").contains("正在导入") {
            std::thread::yield_now();
        }
        assert_eq!((done_rows(town), county.value(WAITING)), (0, "0".into()));
        assert_eq!(post(town, county.as_who("office"), "apply", "indicator\n", &token(&text)).status, 422, "another text than was checked");
        for who in ["office", "clerk"] {
            assert!(post(town, county.as_who(who), "check", &text, "").body.contains("<h2>全部正确</h2>"), "{who}");
        }
        for kind in ["units", "people"] {
            assert_eq!(town.get(&format!("/import/{kind}"), county.as_who("clerk")).status, 403, "{kind}");
        }
        assert_eq!(post(town, county.as_who("office"), "apply", &text, &token(&text)).status, 303);
        while !told("office").contains("导入完成") {
            std::thread::yield_now();
        }
        assert_eq!(county.value(WAITING), "3");
        town.ends_well();
    });
}

#[test]
fn a_file_over_the_limit_is_said_and_the_same_file_by_either_way_is_known() {
    on_both(|town| {
        let county = County::found(town);
        let clerk = county.as_who("clerk");
        let large = town.post("/import/deeds", &[("step", "check"), ("text", &"x".repeat(5 * 1024 * 1024))], clerk);
        assert!(large.status == 413 && large.body.contains("没有写入") && large.body.contains("分几次提交"), "{}", large.body);
        let text = deeds(2, USUAL);
        let by_command = Import::read(Kind::Deeds, format!("\u{feff}{text}").as_bytes(), Who::Operator).unwrap();
        let words = Words::new(Lang::En, "county-cn");
        assert_eq!(by_command.run(&town.app.db, &words, |_| true).unwrap().state, "done");
        let size = town.app.db.read(|r| r.log_size()).unwrap();
        let again = post(town, clerk, "check", &text, "").body;
        assert!(again.contains("导入完成") && again.contains("这份文件以前已经导入") && !again.contains("value=\"apply\""), "{again}");
        assert_eq!(post(town, clerk, "apply", &text, &token(&text)).status, 303, "and once more by its address");
        let told = by_command.run(&town.app.db, &words, |_| true).unwrap();
        assert!(told.before && told.state == "done", "{told:?}");
        let one = Import::read(Kind::Deeds, text.replace('\n', "\r\n").as_bytes(), Who::Operator).unwrap();
        assert_eq!(one.token(), by_command.token());
        while town.get(&format!("/import/deeds?token={}", token(&text)), clerk).body.contains("正在导入") {
            std::thread::yield_now();
        }
        assert_eq!((town.app.db.read(|r| r.log_size()).unwrap(), county.value(WAITING)), (size, "2".into()));
        town.ends_well();
    });
}

#[test]
fn one_unit_or_person_is_filled_in_and_roles_are_called_as_pages_call_them() {
    on_both(|town| {
        let admin = town.set_up();
        let page = town.get("/import/units", &admin).body;
        assert!(page.contains("一个一个填") && page.contains("name=\"one.parent\""), "{page}");
        let unit = [("step", "check"), ("one.code", "11"), ("one.name", "下村镇"), ("one.parent", "1"), ("one.kind", "township")];
        let checked = town.post("/import/units", &unit, &admin).body;
        assert!(checked.contains("<h2>全部正确</h2>") && checked.contains("11,下村镇,1,township"), "{checked}");
        let bring = |kind: Kind, file: &str| {
            let import = Import::read(kind, file.as_bytes(), Who::Operator).unwrap();
            import.run(&town.app.db, &Words::new(Lang::Hans, "county-cn"), |_| true).unwrap().state
        };
        assert_eq!(bring(Kind::Units, "code,name,parent,kind\n11,下村镇,1,township\n"), "done");
        let person = [("step", "check"), ("one.code", "a1"), ("one.name", "王强"), ("one.unit", "11"), ("one.role", "clerk")];
        let checked = town.post("/import/people", &person, &admin).body;
        assert!(checked.contains("a1,王强,11,,clerk,") && checked.contains("<h2>全部正确</h2>"), "{checked}");
        let wrong =
            town.post("/import/people", &[("step", "check"), ("one.code", ""), ("one.name", "王强"), ("one.unit", "11")], &admin).body;
        assert!(wrong.contains("value=\"王强\"") && !wrong.contains("<h2>全部正确</h2>"), "what was typed is still there: {wrong}");
        assert!(wrong.contains("aria-describedby=\"err-one.code\"") && !wrong.contains("第2行"), "beside its field: {wrong}");
        // As a Chinese table calls columns and roles.
        assert_eq!(
            bring(
                Kind::People,
                "编号（code）,姓名,单位,角色\na1,王强,11,经办人\na2,李娟,11,单位负责人\na3,赵六,11,\na4,孙七,11,一般人员\na5,周八,11,member\n"
            ),
            "done"
        );
        let role = |code: &str| {
            town.app.db.read(|r| {
                let person = crate::people::find::by_code(r, code)?.unwrap();
                Ok::<_, ledger::Error>(crate::people::find::roles(r, &person.id)?.into_iter().map(|role| role.role).collect::<Vec<_>>())
            })
        };
        assert_eq!(
            (role("a1").unwrap(), role("a2").unwrap(), role("a3").unwrap()),
            (vec!["clerk".to_owned()], vec!["leader".to_owned()], vec![])
        );
        assert!(role("a4").unwrap().is_empty() && role("a5").unwrap().is_empty(), "a member's is none");
        town.ends_well();
    });
}

#[test]
fn tiles_are_laid_as_on_a_map_where_every_one_of_a_kind_has_its_place() {
    on_both(|town| {
        town.set_up();
        let campaign = include_str!("../../../../campaigns/six-ones.toml").replace("\"140525\"", "\"1\"");
        town.write(Power::ManageCampaigns, move |tx| crate::campaigns::file::CampaignFile::read(&campaign)?.make(tx));
        let bring = |columns: &str| {
            let file = format!("code,name,parent,kind,column,row\n11,下村镇,1,township,{columns}\n12,大东沟镇,1,township,2,3\n");
            let import = Import::read(Kind::Units, file.as_bytes(), Who::Operator).unwrap();
            import.run(&town.app.db, &Words::new(Lang::Hans, "county-cn"), |_| true).unwrap()
        };
        let wrong = bring("13,1");
        assert_eq!(wrong.faults.iter().map(|f| (f.line, f.field.as_str())).collect::<Vec<_>>(), [(2, "column")]);
        assert_eq!(bring(",").state, "done");
        assert!(!town.get("/", "").body.contains("towns laid"), "one of them has no place");
        assert_eq!(bring("1,1").state, "done");
        let page = town.get("/", "").body;
        assert!(page.contains("towns laid\" style=\"--columns:2\"") && page.contains("style=\"--column:2;--row:3\""), "{page}");
        town.ends_well();
    });
}
