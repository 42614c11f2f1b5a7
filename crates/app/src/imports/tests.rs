//! Stories of bringing files in, on both databases; each ends with a replay.
use super::{Import, Kind, Told};
use crate::api::tests::place::{Place, on_both};
use crate::orgs;
use crate::powers::Who;
use crate::town::Town;
use crate::town::county::County;
use crate::web::Fault;
use crate::web::words::{Lang, Words};
use calamine::Reader;
use paper::xlsx::Cell;
use std::fmt::Write;

const WAITING: &str = "/api/v1/figures/sum.trees.140525.20170301-20170331.received";

fn import(kind: Kind, bytes: &[u8]) -> Import {
    Import::read(kind, bytes, Who::Operator).unwrap()
}

fn words() -> Words {
    Words::new(Lang::En, "county-cn")
}

/// Deeds of two trees each; `wrong` puts something else into one row.
fn deeds(rows: usize, wrong: impl Fn(usize) -> Option<&'static str>) -> String {
    let mut file = "\u{feff}indicator,unit,recorder,day,quantity,people\n".to_owned();
    for n in 0..rows {
        let usual = "trees,140525100,li,2017-03-12,2,li;wang";
        writeln!(file, "{}", wrong(n).unwrap_or(usual)).unwrap();
    }
    file
}

fn run(town: &Place, import: &Import, steps: usize) -> Told {
    let mut left = steps + 1;
    let told = import.run(&town.db, &words(), |_| {
        left = left.saturating_sub(1);
        left > 0
    });
    told.unwrap()
}

#[test]
fn one_wrong_row_of_five_thousand_is_named_and_nothing_is_written() {
    on_both(|town| {
        let before = town.log_size();
        let file = deeds(5000, |n| (n == 3210).then_some("trees,140525100,li,2017-04-12,2,li"));
        let told = run(town, &import(Kind::Deeds, file.as_bytes()), usize::MAX - 1);
        assert_eq!((told.state, told.done, told.faults.len()), ("wrong", 0, 1));
        assert_eq!((told.faults[0].line, told.faults[0].field.as_str()), (3212, "day"));
        assert!(told.faults[0].sentence.contains("31 March 2017"), "{}", told.faults[0].sentence);
        assert_eq!(town.log_size(), before);
        assert_eq!(town.get("", WAITING).1["value"], "0");
    });
}

#[test]
fn an_unfinished_import_is_in_no_figure_and_the_same_file_continues() {
    on_both(|town| {
        let file = deeds(450, |_| None);
        let read = import(Kind::Deeds, file.as_bytes());
        let told = run(town, &read, 1);
        assert_eq!((told.state, told.done), ("stopped", 200));
        assert_eq!(town.get("", WAITING).1["value"], "0", "not yet in any figure");
        assert_eq!(town.get("", &format!("{WAITING}/records")).1["records"].as_array().map(Vec::len), Some(0));
        town.sound();
        let told = run(town, &import(Kind::Deeds, file.as_bytes()), usize::MAX - 1);
        assert_eq!((told.state, told.done), ("done", 450));
        assert_eq!(town.get("", WAITING).1["value"], "900", "each counted once");
        let after = town.log_size();
        assert_eq!(run(town, &read, usize::MAX - 1).state, "done");
        assert_eq!(town.log_size(), after, "the same file again writes nothing");
        let records: Vec<orgs::Import> = town.db.read(|r| r.all("", &[])).unwrap();
        assert_eq!((records.len(), records[0].state.as_str()), (1, "done"));
    });
}

#[test]
fn a_check_writes_nothing_and_names_every_wrong_row() {
    on_both(|town| {
        let before = town.log_size();
        let wrong = |n| match n {
            1 => Some("trees,140525100,li,2017-03-12,-2,li"),
            2 => Some("trees,140525100,li,2017-03-12,9999,li"),
            3 => Some("trees,999,li,2017-03-12,2,li"),
            4 => Some("trees,140525100,ghost,2017-03-12,2,li"),
            5 => Some("trees,140525100,li,2017-03-12,2,li;ghost"),
            6 => Some("gold,140525100,li,2017-03-12,2,li"),
            _ => None,
        };
        let told = import(Kind::Deeds, deeds(9, wrong).as_bytes()).check(&town.db, &words()).unwrap();
        let named: Vec<(u64, &str)> = told.faults.iter().map(|f| (f.line, f.field.as_str())).collect();
        assert_eq!(named, [(3, "quantity"), (4, "quantity"), (5, "unit"), (6, "recorder"), (7, "people"), (8, "indicator")]);
        assert_eq!(town.log_size(), before);
    });
}

#[test]
fn units_come_in_any_order_and_only_the_wrong_one_is_named() {
    on_both(|town| {
        let file = "code,name,parent,kind\n1405251022,北村,140525102,village\n140525102,大东沟镇,140525,township\n";
        assert_eq!(run(town, &import(Kind::Units, file.as_bytes()), usize::MAX - 1).state, "done");
        let lost = "code,name,parent,kind\n2,下,1,team\n1,上,nowhere,village\n3,好,140525,village\n";
        let told = run(town, &import(Kind::Units, lost.as_bytes()), usize::MAX - 1);
        assert_eq!(told.faults.iter().map(|f| (f.line, f.field.as_str())).collect::<Vec<_>>(), [(3, "parent")]);
        let ring = "code,name,parent,kind\n7,甲,8,team\n8,乙,7,team\n";
        assert_eq!(run(town, &import(Kind::Units, ring.as_bytes()), usize::MAX - 1).state, "wrong");
        let people = "code,name,unit,role,rank\nwu,吴,1405251022,clerk,3\nwu2,吴,nowhere,,x\n";
        let told = run(town, &import(Kind::People, people.as_bytes()), usize::MAX - 1);
        assert_eq!(told.faults.iter().map(|f| (f.line, f.field.as_str())).collect::<Vec<_>>(), [(3, "rank"), (3, "unit")]);
    });
}

#[test]
fn one_check_names_every_wrong_row_and_what_else_is_wrong_with_it() {
    on_both(|town| {
        let before = town.log_size();
        let named = |kind: Kind, file: &str| -> Vec<(u64, String)> {
            let told = import(kind, file.as_bytes()).check(&town.db, &words()).unwrap();
            assert!(told.wrong() <= told.faults.len());
            told.faults.into_iter().map(|fault| (fault.line, fault.field)).collect()
        };
        let of = |some: &[(u64, &str)]| some.iter().map(|(line, field)| (*line, (*field).to_owned())).collect::<Vec<_>>();
        // The second has the code of the first, which is wrong itself; the third is wrong twice.
        let people =
            "code,name,unit,role,rank\nwu,吴,nowhere,,1\nwu,武,140525100,,2\nzheng,郑,140525100,chief,x\nnewcomer,孙,140525100,,3\n";
        assert_eq!(named(Kind::People, people), of(&[(2, "unit"), (3, "code"), (4, "rank"), (4, "role")]));
        // A unit below one whose code is wrong is looked at, and is right; the other has a fault of its own.
        let units = "code,name,parent,kind,rank\na b,上,140525,village,\nu1,下,a b,team,\nu2,下二,a b,team,x\nu2,下三,140525,team,\n";
        assert_eq!(named(Kind::Units, units), of(&[(2, "code"), (4, "rank"), (5, "code")]));
        // With another measure in its place nothing can be said of the day.
        let deeds = "indicator,unit,recorder,day,quantity\ntrees,140525100,li,2017-03-12,2\ngold,140525100,li,2017-04-12,x\ntrees,140525100,li,2017-04-12,x\n";
        assert_eq!(named(Kind::Deeds, deeds), of(&[(3, "indicator"), (4, "day"), (4, "quantity")]));
        assert_eq!(town.log_size(), before);
    });
}

#[test]
fn the_first_rows_are_shown_as_they_were_understood() {
    let read = Import::read(
        Kind::Units,
        "\u{feff}Code,Name,Parent,Kind\r\n1 ,\"甲,乙\",,county\r\n\r\n2,丙,1,township\r\n".as_bytes(),
        Who::Operator,
    )
    .unwrap();
    assert_eq!(read.first().columns, ["code", "name", "parent", "kind"]);
    let rows: Vec<(u64, String)> = read.first().rows.iter().map(|(line, fields)| (*line, fields.join("|"))).collect();
    assert_eq!(rows, [(2, "1|甲,乙||county".into()), (4, "2|丙|1|township".into())]);
}

#[test]
fn a_file_that_is_no_table_of_ours_is_said_at_once() {
    let read = |bytes: &[u8]| match Import::read(Kind::Units, bytes, Who::Operator) {
        Err(fault @ Fault::Invalid { .. }) => fault.sentence(&words()),
        _ => String::new(),
    };
    assert!(read(b"code,name\n\xd6\xd0,\xce\xc4\n").contains("UTF-8"));
    assert!(read(b"code,name,kind\n").contains("parent"));
    assert!(read(b"code,name,parent,kind,shoe\n").contains("shoe"));
}

#[test]
fn a_spreadsheet_is_the_same_import_as_its_csv() {
    on_both(|town| {
        let mut sheet = paper::xlsx::Sheet::new("人员", &["code", "name", "unit", "rank"], &[]).unwrap();
        sheet.row(&[Cell::Text("wu"), Cell::Text("吴"), Cell::Whole(140_525), Cell::Whole(3)]).unwrap();
        sheet.row(&[Cell::Text("zheng"), Cell::Text("郑"), Cell::Text("nowhere")]).unwrap();
        let bytes = sheet.bytes().unwrap();
        let told = run(town, &import(Kind::People, &bytes), usize::MAX - 1);
        assert_eq!(told.faults.iter().map(|f| (f.line, f.field.as_str())).collect::<Vec<_>>(), [(3, "unit")]);
        let csv = "code,name,unit,rank\nwu,吴,140525,3\nzheng,郑,nowhere,\n";
        assert_eq!(import(Kind::People, &bytes).token(), import(Kind::People, csv.as_bytes()).token());
    });
}

#[test]
fn a_clerk_brings_in_only_the_own_units_deeds() {
    on_both(|town| {
        let before = town.log_size();
        let read = |code: &str| Import::read(Kind::Deeds, deeds(3, |_| None).as_bytes(), Who::Person(town.id(code))).unwrap();
        let told = run(town, &read("qian"), usize::MAX - 1);
        assert_eq!((told.state, told.faults.len(), told.faults[0].field.as_str()), ("wrong", 3, "unit"));
        assert!(told.faults[0].sentence.contains("140525100"), "{}", told.faults[0].sentence);
        assert_eq!(town.log_size(), before);
        assert!(matches!(read("li").check(&town.db, &words()), Err(Fault::Barred(_))), "members bring in nothing");
        assert_eq!(run(town, &read("he"), usize::MAX - 1).state, "done", "the county's clerk does");
    });
}

/// The values of a column of the sheet that holds the lists.
fn listed(bytes: &[u8], sheet: &str, column: u32) -> Vec<String> {
    let mut book = calamine::Xlsx::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let rows = range.end().unwrap().0;
    (0..=rows).filter_map(|row| range.get_value((row, column))).map(ToString::to_string).filter(|v| !v.is_empty()).collect()
}

fn send_file(town: &Town, cookie: &str, step: &str, token: &str, bytes: &[u8]) -> crate::town::Reply {
    let mut body = Vec::new();
    for (name, value) in [("step", step), ("token", token)] {
        write_bytes(&mut body, &format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    }
    write_bytes(&mut body, "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\n\r\n");
    body.extend_from_slice(bytes);
    write_bytes(&mut body, "\r\n--cut--\r\n");
    let request =
        axum::http::Request::post("/import/deeds").header("cookie", cookie).header("content-type", "multipart/form-data; boundary=cut");
    town.send(request.body(axum::body::Body::from(body)).unwrap())
}

fn write_bytes(body: &mut Vec<u8>, text: &str) {
    body.extend_from_slice(text.as_bytes());
}

#[test]
fn the_sheet_to_fill_in_lists_what_one_looks_after_and_reads_like_any_table() {
    crate::town::on_both(|town| {
        let county = County::found(town);
        county.open_own("102");
        let pattern = town.get("/import/deeds/pattern.xlsx", county.as_who("clerk"));
        assert_eq!((pattern.status, &pattern.bytes[..2]), (200, &b"PK"[..]));
        let titles: Vec<String> = (0..9).flat_map(|column| listed(&pattern.bytes, "实事", column)).collect();
        let lists: Vec<Vec<String>> = (0..3).map(|column| listed(&pattern.bytes, "可选项", column)).collect();
        assert_eq!(lists[1], ["南村镇（101）", "崔庄村（1011）"], "no unit of others");
        assert!(lists[0].iter().all(|measure| !measure.contains("own-")), "nor their campaign: {:?}", lists[0]);
        let theirs = town.get("/import/deeds/pattern.xlsx", county.as_who("sibling"));
        assert!(listed(&theirs.bytes, "可选项", 0).iter().any(|measure| measure.contains("own-litter")));
        assert!(lists[2].contains(&"张晓梅（member）".to_owned()) && !lists[2].iter().any(|p| p.contains("钱进")), "{:?}", lists[2]);
        assert!(listed(&pattern.bytes, "怎么填", 0).iter().any(|line| line.contains("One row for each")), "three languages");
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        let mut sheet = paper::xlsx::Sheet::new("实事", &titles, &[]).unwrap();
        let litter = lists[0].iter().find(|m| m.contains("litter")).unwrap();
        for (day, people) in [("2017/3/12", "张晓梅（member）；colleague"), ("2017-03-13", "")] {
            let cells = [litter, &lists[1][0], "张晓梅（member）", day, "2.5", "东河边", people, "目测（eye）", "清到河口"];
            sheet.row(&cells.map(Cell::Text)).unwrap();
        }
        let filled = sheet.bytes().unwrap();
        let checked = send_file(town, county.as_who("clerk"), "check", "", &filled);
        assert!(checked.body.contains("全部正确"), "{}", checked.body);
        let text = crate::imports::sheet::csv_of(&filled).unwrap();
        let token = Import::read(Kind::Deeds, &filled, Who::Operator).unwrap().token().to_owned();
        let apply = [("step", "apply"), ("token", token.as_str()), ("text", text.as_str())];
        assert_eq!(town.post("/import/deeds", &apply, county.as_who("clerk")).status, 303);
        let done = || town.get(&format!("/import/deeds?token={token}"), county.as_who("clerk")).body.contains("导入完成");
        assert!((0..2000).any(|_| done()), "it ends");
        assert_eq!(county.value("sum.litter.101.20170301-20170331.received"), "5");
        assert_eq!(county.value("persons.litter.101.20170301-20170331.received"), "2");
        let id = town.app.db.read(|r| r.row("SELECT id FROM deeds ORDER BY position LIMIT 1", &[])).unwrap().unwrap().text(0).unwrap();
        let verdict = [("deed", id.as_str()), ("rev", "1"), ("verdict", "approve")];
        assert_eq!(town.post("/checks", &verdict, county.as_who("clerk")).status, 403, "who brought it in does not check it");
        assert_eq!(town.post("/checks", &verdict, county.as_who("parent")).status, 303);
        town.ends_well();
    });
}
