//! Household files: brought in from a spreadsheet, given a ledger, opened one after the other, found by two letters of a name.
use super::child::Server;
use super::town::{COUNTY, Town, village, write};
use super::{now, percentile, round};
use crate::commands::Place;
use crate::households::lists::Lists;
use crate::households::{Entry, Household, Reach, find};
use crate::people::{self, RoleKind};
use crate::powers::Power;
use crate::sealing::Seal;
use crate::web::Fault;
use ledger::Tx;
use paper::xlsx::{Cell, Sheet};
use serde_json::{Value, json};
use std::process::{Command, Stdio};

const SURNAMES: [char; 20] =
    ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴', '徐', '孙', '胡', '朱', '高', '林', '何', '郭', '马', '罗'];
const GIVEN: [char; 40] = [
    '建', '志', '国', '海', '春', '永', '卫', '玉', '文', '晓', '雪', '桂', '明', '喜', '翠', '根', '瑞', '长', '爱', '红', '福', '秀',
    '丽', '俊', '立', '正', '振', '树', '天', '新', '成', '庆', '广', '世', '学', '德', '金', '银', '宝', '兴',
];
const RELATIONS: [&str; 4] = ["head", "spouse", "child", "parent"];
/// Entries of a file, and how many are written at once.
const ENTRIES: usize = 20;
const FILL: usize = 100;
/// Files and names asked for.
const ASKED: usize = 500;

/// Three or four members a household.
fn members(n: usize) -> usize {
    3 + n % 2
}

fn name(n: usize, place: usize) -> String {
    let pick = |by: usize| GIVEN[(n * by + place * 11) % GIVEN.len()];
    [SURNAMES[n % SURNAMES.len()], pick(7), pick(13)].iter().collect()
}

/// A town with a clerk over all of it, and what importing its households took; nothing of what an earlier run imported.
fn settled(place: &Place, count: usize) -> Result<(Town, Value), String> {
    if place.data.join("realm.sqlite").exists() {
        return Ok((Town::again(place, 2)?.0, Value::Null));
    }
    let town = Town::found(place, 2)?;
    let clerk = town.people[1].code.clone();
    {
        let db = super::town::open(place)?;
        write(&db, Power::GiveRoles, move |tx| {
            let person = people::find::by_code(tx, &clerk)?.ok_or(Fault::Missing)?;
            person.give_role(tx, RoleKind::Clerk, COUNTY)
        })?;
    }
    let import = import(place, count)?;
    Ok((town, import))
}

pub fn measure(place: &Place, count: usize) -> Result<Value, String> {
    let (town, import) = settled(place, count)?;
    let began = now();
    fill(place, count)?;
    let entries_seconds = round(began.elapsed().as_secs_f64());
    let server = Server::start(place)?;
    let mut http = server.client(&town.tokens[1])?;
    let code = |n: usize| format!("h{:06}", n * 7919 % count);
    let open = super::lists::times_of(&mut http, ASKED, |n| format!("/households/{}", code(n)))?;
    let letters = |n: usize| crate::web::html::query_value(&name(n * 7919 % count, 0).chars().skip(1).collect::<String>());
    let township = |n: usize| format!("{COUNTY}{:03}", 100 + n % 17);
    let found = super::lists::times_of(&mut http, ASKED, |n| format!("/households?unit={}&q={}", township(n), letters(n)))?;
    let list = super::lists::times_of(&mut http, 100, |n| format!("/households?unit={}", village(n)))?;
    let matrix = super::lists::times_of(&mut http, 100, |n| format!("/reaches?unit={}", village(n)))?;
    let ms = |sorted: &[u32]| json!({ "p50_ms": percentile(sorted, 0.5), "p99_ms": percentile(sorted, 0.99) });
    Ok(json!({
        "households": count, "members": (0..count).map(members).sum::<usize>(), "entries": count * ENTRIES,
        "import_xlsx": import, "entries_seconds": entries_seconds, "open": ms(&open), "find_by_two_letters": ms(&found), "village_list": ms(&list), "village_matrix": ms(&matrix),
        "database": if place.database.is_some() { "PostgreSQL" } else { "SQLite, synchronous=FULL" },
        "profile": if cfg!(debug_assertions) { "dev (opt-level 1, ledger 3)" } else { "release" },
    }))
}

/// Seconds and memory that `import households` takes for a spreadsheet of so many.
fn import(place: &Place, count: usize) -> Result<Value, String> {
    let titles = ["household", "unit", "name", "relation", "birth", "number", "health", "labour", "main_cause", "phone"];
    let mut sheet = Sheet::new("households", &titles, &[]).map_err(|e| e.to_string())?;
    for n in 0..count {
        for (place, relation) in RELATIONS.iter().enumerate().take(members(n)) {
            let (code, unit, name) = (format!("h{n:06}"), village(n), name(n, place));
            let (birth, number) = (format!("19{:02}-03-12", 40 + (n + place) % 50), format!("140525{:011}X", n * 4 + place));
            let row = [&code, &unit, &name, *relation, &birth, &number, "高血压", "ordinary", "illness", "13900000000"];
            sheet.row(&row.map(Cell::Text)).map_err(|e| e.to_string())?;
        }
    }
    let file = place.data.join("households.xlsx");
    std::fs::write(&file, sheet.bytes().map_err(|e| e.to_string())?).map_err(|e| e.to_string())?;
    let mut command = Command::new(std::env::current_exe().map_err(|e| e.to_string())?);
    command.args(["import", "households"]).arg(&file).arg("--data").arg(&place.data).arg("--json").env_remove("CHUNMAN_DATABASE");
    if let Some(url) = &place.database {
        command.args(["--database", url]);
    }
    let began = now();
    let (status, peak_mb) = super::child::watched(command.stdout(Stdio::null())).map_err(|e| e.to_string())?;
    if status.success() {
        let mb = std::fs::metadata(&file).map_err(|e| e.to_string())?.len() / 1024 / 1024;
        Ok(json!({ "seconds": round(began.elapsed().as_secs_f64()), "file_mb": mb, "peak_mb": peak_mb }))
    } else {
        Err(format!("importing {count} households ended with {status}"))
    }
}

/// Gives each file its ledger and how far its reaches are.
fn fill(place: &Place, count: usize) -> Result<(), String> {
    let db = super::town::open(place)?;
    for first in (0..count).step_by(FILL) {
        write(&db, Power::ImportHouseholds, move |tx| (first..(first + FILL).min(count)).try_for_each(|n| ledger_of(tx, n)))?;
    }
    Ok(())
}

/// Once: what an earlier run wrote stays as it is.
fn ledger_of(tx: &mut Tx, n: usize) -> Result<(), Fault> {
    let home: Household = find::by_code(tx, &format!("h{n:06}"))?.ok_or(Fault::Missing)?;
    let seal = Seal::of(tx, &home.id)?;
    for (at, reach) in Lists::of(tx)?.reaches.iter().enumerate() {
        let state = if (n + at).is_multiple_of(2) { "done" } else { "needed" };
        Reach::say(tx, &seal, (&home.id, &home.unit), reach, (state, ""))?;
    }
    if tx.row("SELECT 1 FROM household_entries WHERE household = $1 LIMIT 1", &[(&home.id).into()])?.is_some() {
        return Ok(());
    }
    (0..ENTRIES).try_for_each(|at| {
        Entry::write(tx, &home, &seal, (&format!("2017-03-{:02}", 1 + at), "visit", "入户走访，问了药费报销的事，答应月底前办好"))
    })
}
