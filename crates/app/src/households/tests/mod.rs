//! Stories of household files through the routes, on both databases. Each ends with a replay.
mod canary;
mod erasure;
mod files;
mod import;
mod keys;

use crate::town::Reply;
use crate::town::county::County;

/// A value of its own in every field that is sealed.
pub const CANARIES: [(&str, &str); 14] = [
    ("name", "王守信"),
    ("birth", "1951-07-23"),
    ("number", "140502195107231217"),
    ("health", "矽肺二期"),
    ("spouse", "赵桂芳"),
    ("address", "崔庄村西头枣树院"),
    ("phone", "13935611207"),
    ("bank", "6228480178001234567"),
    ("note", "儿子欠着赌债"),
    ("plan", "先把药费报了再说"),
    ("measure", "送蜂箱十个"),
    ("result", "蜂箱到了少一个"),
    ("entry", "老伴夜里咳血"),
    ("basis", "屋后墙裂缝已补"),
];

fn canary(name: &str) -> &'static str {
    CANARIES.iter().find(|(n, _)| *n == name).unwrap().1
}

/// What a form of the page remembers, and the form sent back filled in.
fn fill(county: &County, who: &str, section: &str, at: &str, fields: &[(&str, &str)]) -> Reply {
    let path = format!("/households/h1/{section}");
    let page = county.town.get(&format!("{path}?at={at}"), county.as_who(who)).body;
    let seen = page.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("").to_owned();
    let mut form = vec![("at", at), ("seen", seen.as_str())];
    form.extend_from_slice(fields);
    county.town.post(&path, &form, county.as_who(who))
}

/// A household `h1` of the village with something in every section; member is responsible.
pub fn one(county: &County) {
    let clerk = county.as_who("clerk");
    let head = [
        ("unit", "1011"),
        ("code", "h1"),
        ("name", canary("name")),
        ("birth", canary("birth")),
        ("number", canary("number")),
        ("health", canary("health")),
        ("sex", "male"),
        ("labour", "weak"),
    ];
    let made = county.town.post("/households/new", &head, clerk);
    assert_eq!((made.status, made.location.as_str()), (303, "/households/h1"), "{}", made.body);
    let done = |section: &str, fields: &[(&str, &str)]| {
        let reply = fill(county, "clerk", section, "", fields);
        assert_eq!(reply.status, 303, "{section}: {}", reply.body);
    };
    done("responsible", &[("person", "member"), ("from", "2017-03-02")]);
    let situation = [
        ("main_cause", "illness"),
        ("other_1", "no_labour"),
        ("watch", "sudden"),
        ("housing", "repaired"),
        ("land", "3.5"),
        ("water", "tap"),
        ("address", canary("address")),
        ("phone", canary("phone")),
        ("bank", canary("bank")),
        ("note", canary("note")),
        ("consent_how", "signed"),
        ("consent_day", "2017-03-01"),
    ];
    done("situation", &situation);
    done("member", &[("name", canary("spouse")), ("relation", "spouse"), ("sex", "female")]);
    done("income", &[("year", "2016"), ("was_wage", "3000"), ("was_business", "2500.50"), ("was_costs", "500"), ("plan_wage", "6000")]);
    done("plan", &[("year", "2017"), ("words", canary("plan"))]);
    done(
        "measure",
        &[
            ("year", "2017"),
            ("cause", "illness"),
            ("words", canary("measure")),
            ("owner", "member"),
            ("due", "2017-03-31"),
            ("result", canary("result")),
        ],
    );
    done("entry", &[("day", "2017-03-22"), ("kind", "visit"), ("words", canary("entry"))]);
    done("reaches", &[("state_facilities", "done"), ("state_housing", "not_needed"), ("note_housing", "屋子是新的")]);
    done("exit", &[("year", "2016"), ("met_food", "yes"), ("met_housing", "yes"), ("basis_housing", canary("basis"))]);
}

/// The id of the head of `h1`.
fn head(county: &County) -> String {
    county
        .town
        .app
        .db
        .read(|r| {
            r.row("SELECT id FROM members WHERE relation = 'head' AND household = (SELECT id FROM households WHERE code = 'h1')", &[])
        })
        .unwrap()
        .unwrap()
        .text(0)
        .unwrap()
}
