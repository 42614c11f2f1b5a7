//! Stories of lists as files and of the board, through the routes, on both databases; each ends with a replay.
use crate::orgs::{NewUnit, Unit};
use crate::powers::Power;
use crate::town::{Town, on_both};
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;

const LITTER: &str = "/figures/sum.litter.1.20170301-20170331.verified";

/// Two townships, a campaign; one approved and one waiting deed each, of the 18th and of the 20th.
fn month(town: &Town) {
    town.set_up();
    town.write(Power::ManageUnits, |tx| {
        for (code, name) in [("101", "南村镇"), ("102", "大箕镇")] {
            let kind = "township".to_owned();
            Unit::add(tx, &NewUnit { code: code.into(), name: name.into(), parent: "1".into(), kind, ..NewUnit::default() })?;
        }
        Ok(())
    });
    let campaign = include_str!("../../../../campaigns/six-ones.toml");
    town.write(Power::ManageCampaigns, move |tx| crate::campaigns::file::CampaignFile::read(campaign)?.make(tx));
    for (code, name, unit, role) in
        [("clerk", "侯丽", "101", "clerk"), ("li", "李强", "101", ""), ("sun", "孙立", "102", ""), ("he", "何平", "1", "clerk")]
    {
        town.person(code, name, unit, role);
    }
    let checker = town.enter("he");
    for (who, id, day, quantity, words) in [
        ("li", "deed-0001", "2017-03-18", "1.5", "=1+1"),
        ("li", "deed-0002", "2017-03-20", "2", ""),
        ("sun", "deed-0003", "2017-03-20", "4", "路边"),
    ] {
        let form = [("id", id), ("item", "litter"), ("indicator", "litter"), ("quantity", quantity), ("day", day), ("words", words)];
        assert_eq!(town.post("/deeds", &form, &town.enter(who)).status, 303);
        if id != "deed-0002" {
            let check = [("deed", id), ("rev", "1"), ("verdict", "approve")];
            let reply = town.post("/checks", &check, &checker);
            assert_eq!(reply.status, 303, "{}", reply.body);
        }
    }
}

#[test]
fn records_are_taken_home_as_filtered_masked_and_without_formulas() {
    on_both(|town| {
        month(town);
        let csv = |cookie: &str| town.get(&format!("{LITTER}/records.csv"), cookie).body;
        let strangers = csv("");
        assert_eq!(strangers.lines().count(), 3, "a header and the two approved: {strangers}");
        assert!(strangers.contains(",1.5,立方米,101,南村镇,2017-03-18,"), "{strangers}");
        assert!(!strangers.contains("李强") && !strangers.contains("路边"), "names and words are not for strangers");
        let clerks = csv(&town.enter("clerk"));
        assert!(clerks.contains("李强") && clerks.contains("'=1+1"), "one's own unit is open, and runs nothing: {clerks}");
        assert!(!clerks.contains("孙立"), "another unit's is not: {clerks}");
        let own = town.get(&format!("{}/records.csv", LITTER.replace(".1.", ".102.")), "").body;
        assert_eq!(own.lines().count(), 2, "exactly what the figure asks");
        assert_eq!(town.get("/figures/sum.gold.1.20170301-20170331.verified/records.csv", "").status, 404);
        town.ends_well();
    });
}

#[test]
fn a_spreadsheet_holds_the_same_rows() {
    on_both(|town| {
        month(town);
        let bytes = town.get(&format!("{LITTER}/records.xlsx"), "").bytes;
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        let quantities: Vec<&Data> = sheet.rows().skip(1).map(|row| &row[3]).collect();
        assert_eq!(sheet.rows().count(), 3);
        assert_eq!(quantities, [&Data::Float(1.5), &Data::Float(4.0)], "numbers, not text");
        town.ends_well();
    });
}

#[test]
fn the_board_says_what_the_figures_say() {
    on_both(|town| {
        month(town);
        let clerk = town.enter("clerk");
        assert_eq!(town.get("/campaigns/six-ones/board", "").status, 401);
        assert_eq!(town.get("/campaigns/six-ones/board", &town.enter("li")).status, 403, "who has no desk has no board");
        let board = |days: &str| -> serde_json::Value {
            serde_json::from_str(&town.get(&format!("/api/v1/campaigns/six-ones/board{days}"), &clerk).body).unwrap()
        };
        let month = board("");
        let litter = month["indicators"].as_array().unwrap().iter().position(|i| i == "litter").unwrap();
        let values = |board: &serde_json::Value| -> Vec<String> {
            board["rows"].as_array().unwrap().iter().map(|row| row["values"][litter].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(values(&month), ["1.5", "4"]);
        assert_eq!(values(&board("?from=2017-03-19&to=2017-03-31")), ["0", "4"], "another period, from the same sums");
        let page = town.get("/campaigns/six-ones/board", &clerk).body;
        assert!(page.contains("/figures/sum.litter.101.20170301-20170331.verified"), "each cell opens");
        let wrong = town.get("/campaigns/six-ones/board?from=2017-03-31&to=2017-03-01", &clerk);
        assert_eq!(wrong.status, 422);
        // What is approved meanwhile is in the next look.
        assert_eq!(town.post("/checks", &[("deed", "deed-0002"), ("rev", "1"), ("verdict", "approve")], &clerk).status, 303);
        assert_eq!(values(&board("")), ["3.5", "4"]);
        town.ends_well();
    });
}
