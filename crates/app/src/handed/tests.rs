//! Stories of what is handed out, on both databases. Each ends with a replay.
use crate::households::tests as homes;
use crate::town::county::County;
use crate::town::{Reply, on_both};

const TAKEN_BY: &str = "王守信本人签收";

fn ask(county: &County, who: &str, form: &[(&str, &str)]) -> Reply {
    county.town.post("/households/h1/hand-out", form, county.as_who(who))
}

/// Hands out the file of `h1`, or one member's part; the handing-out's id.
pub fn hand_out(county: &County, who: &str, member: &str) -> String {
    let done = ask(county, who, &[("member", member), ("to_whom", "self"), ("recipient", TAKEN_BY)]);
    assert_eq!(done.status, 303, "{}", done.body);
    done.location.trim_start_matches("/hand-outs/").to_owned()
}

/// The id of the member with this relation, the newest.
fn member(county: &County, relation: &str) -> String {
    let sql = "SELECT id FROM members WHERE relation = $1 ORDER BY place DESC";
    county.town.app.db.read(|r| r.row(sql, &[relation.into()])).unwrap().unwrap().text(0).unwrap()
}

fn add(county: &County, form: &[(&str, &str)]) {
    let page = county.town.get("/households/h1/member", county.as_who("clerk")).body;
    let seen = page.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let all: Vec<(&str, &str)> = [("at", ""), ("seen", seen.as_str())].into_iter().chain(form.iter().copied()).collect();
    assert_eq!(county.town.post("/households/h1/member", &all, county.as_who("clerk")).status, 303);
}

#[test]
fn the_whole_file_is_handed_out_unmasked_once_it_is_written_down_to_whom() {
    on_both(|town| {
        let county = County::found(town);
        homes::one(&county);
        for (form, field) in
            [(vec![("to_whom", "nobody"), ("recipient", "x")], "to_whom"), (vec![("to_whom", "self"), ("recipient", " ")], "recipient")]
        {
            let wrong = ask(&county, "member", &form);
            assert!(wrong.status == 422 && wrong.body.contains(&format!("id=\"e-{field}\"")) || wrong.body.contains("role=\"alert\""));
        }
        let id = hand_out(&county, "member", "");
        let page = town.get(&format!("/hand-outs/{id}"), county.as_who("member")).body;
        let data = town.get(&format!("/hand-outs/{id}/data.json"), county.as_who("member"));
        let parts: serde_json::Value = serde_json::from_str(&data.body).unwrap();
        for (field, value) in homes::CANARIES {
            assert!(page.contains(value), "{field} is theirs: {page}");
            assert!(parts.to_string().contains(value), "{field} in the data");
        }
        assert!(page.contains(TAKEN_BY) && page.contains("张晓梅") && page.contains("2500.5"), "{page}");
        // Who handed it out opens it that day; nobody else ever.
        assert_eq!(town.get(&format!("/hand-outs/{id}"), county.as_who("clerk")).status, 403);
        assert_eq!(ask(&county, "leader", &[("to_whom", "self"), ("recipient", "x")]).status, 403);
        assert_eq!(town.holds(TAKEN_BY), [""; 0], "the name is sealed");
        let trail = town.get("/households/h1/readings", county.as_who("clerk")).body;
        assert!(trail.contains(&format!("全户台账交给{TAKEN_BY}（本人或户主）")), "{trail}");
        town.clock.advance_ms(86_400_000);
        assert_eq!(town.get(&format!("/hand-outs/{id}"), &town.enter("member")).status, 409, "the day is over");
        town.ends_well();
    });
}

#[test]
fn one_member_is_handed_what_is_theirs_and_nothing_of_the_others_and_a_childs_part_goes_to_a_guardian() {
    on_both(|town| {
        let county = County::found(town);
        homes::one(&county);
        add(&county, &[("name", "王小满"), ("relation", "child"), ("birth", "2008-05-01")]);
        let id = hand_out(&county, "clerk", &member(&county, "spouse"));
        let page = town.get(&format!("/hand-outs/{id}"), county.as_who("clerk")).body;
        assert!(page.contains("赵桂芳") && page.contains("户编号"), "{page}");
        for (field, value) in homes::CANARIES.into_iter().filter(|(field, _)| *field != "spouse") {
            // The recipient's name was typed by who handed it out.
            assert!(!page.replace(TAKEN_BY, "").contains(value), "{field} is another's: {page}");
        }
        let child = member(&county, "child");
        let refused = ask(&county, "clerk", &[("member", &child), ("to_whom", "self"), ("recipient", "王小满")]);
        assert!(refused.status == 422 && refused.body.contains("只能交给监护人"), "{}", refused.body);
        assert_eq!(ask(&county, "clerk", &[("member", &child), ("to_whom", "guardian"), ("recipient", "王守信")]).status, 303);
        // It goes with the file.
        let sure = [("reason", "本人要求"), ("sure", "yes")];
        assert_eq!(town.post("/households/h1/erasure", &sure, county.as_who("admin")).status, 303);
        let left = town.app.db.read(|r| r.int("SELECT COUNT(*) FROM hand_outs WHERE recipient IS NOT NULL", &[])).unwrap();
        assert_eq!(left, 0);
        assert_eq!(town.get("/households/h1/hand-out", county.as_who("clerk")).status, 409);
        town.ends_well();
    });
}

#[test]
fn the_years_list_tells_who_read_which_minors_data_when_and_how_often_and_names_nobody() {
    on_both(|town| {
        let county = County::found(town);
        homes::one(&county);
        let empty = town.get("/minors", county.as_who("admin")).body;
        assert!(empty.contains("这一年没有人查阅过"), "grown-ups are none of its matter: {empty}");
        add(&county, &[("name", "王小满"), ("relation", "child"), ("birth", "2003-04-02")]);
        add(&county, &[("name", "王小雪"), ("relation", "grandchild"), ("number", "140525199904015512")]);
        add(&county, &[("name", "王大成"), ("relation", "child")]);
        town.clock.advance_ms(86_400_000);
        for _ in 0..3 {
            assert_eq!(town.get("/households/h1", &town.enter("member")).status, 200);
        }
        town.clock.advance_ms(86_400_000);
        assert_eq!(town.get("/households/h1", &town.enter("member")).status, 200);
        let (inspector, admin) = (town.enter("inspector"), town.enter("admin"));
        let list = town.get("/minors.csv?year=2017", &inspector).body;
        // The first turned fourteen between the two readings; the second became eighteen on the first of them; of the third nobody knows.
        let of = |day: &str, who: &str, age: &str, times: u8| format!("{day},h1,{who},{age},崔庄村,张某某,member,南村镇,{times}");
        for line in [
            of("2017-04-01", "第3位成员（子女）", "不满14周岁", 3),
            of("2017-04-02", "第3位成员（子女）", "14至17周岁", 1),
            of("2017-04-01", "第5位成员（子女）", "没写出生日期，可能未成年", 3),
        ] {
            assert!(list.contains(&line), "{line}\n{list}");
        }
        assert!(!list.contains("2017-04-01,h1,第4位成员"), "eighteen that day: {list}");
        assert!(list.contains("2017-03-31,h1,第4位成员（孙辈）,14至17周岁"), "{list}");
        for name in ["王小满", "王小雪", "王大成", "王守信", "赵桂芳"] {
            assert!(!list.contains(name), "{name}");
        }
        assert!(town.get("/minors?year=2016", &admin).body.contains("这一年没有人查阅过"));
        assert_eq!(town.get("/minors?year=soon", &admin).status, 422);
        let page = town.get("/minors?year=2017", &admin).body;
        assert!(page.contains("宋某") && page.contains("陈某"), "looking at it is written down: {page}");
        for who in ["", "member", "clerk", "leader", "office"] {
            assert_ne!(town.get("/minors", county.as_who(who)).status, 200, "{who}");
        }
        let rows = town.app.db.read(|r| r.int("SELECT COUNT(*) FROM hand_outs WHERE household = '' AND year = 2017", &[])).unwrap();
        assert_eq!(rows, 3, "once a person, year and day");
        town.ends_well();
    });
}

#[test]
fn readings_of_minors_whose_data_was_erased_since_stay_in_the_years_list() {
    on_both(|town| {
        let county = County::found(town);
        homes::one(&county);
        add(&county, &[("name", "王小满"), ("relation", "child"), ("birth", "2003-04-02")]);
        add(&county, &[("name", "王小雪"), ("relation", "grandchild"), ("birth", "2010-01-05")]);
        assert_eq!(town.get("/households/h1", county.as_who("member")).status, 200);
        let list = || town.get("/minors.csv?year=2017", county.as_who("inspector")).body;
        let of = |place: u8, relation: &str, age: &str| format!("2017-03-31,h1,第{place}位成员（{relation}）,{age},崔庄村,张某某,member,");
        assert!(list().contains(&of(3, "子女", "不满14周岁")) && list().contains(&of(4, "孙辈", "不满14周岁")), "{}", list());
        let erase = |whose: &str| {
            let sure = [("reason", "本人要求"), ("sure", "yes"), ("whose", whose)];
            assert_eq!(town.post("/households/h1/erasure", &sure, county.as_who("admin")).status, 303);
        };
        let unknown = "没写出生日期，可能未成年";
        erase(&member(&county, "child"));
        assert!(list().contains(&of(3, "子女", unknown)) && list().contains(&of(4, "孙辈", "不满14周岁")), "{}", list());
        erase("");
        let left = list();
        assert!(left.contains(&of(3, "子女", unknown)) && left.contains(&of(4, "孙辈", unknown)), "{left}");
        assert!(["王小满", "王小雪", "2003-04-02"].iter().all(|text| !left.contains(text)), "{left}");
        town.ends_well();
    });
}

#[test]
fn two_children_of_one_name_are_told_apart() {
    on_both(|town| {
        let county = County::found(town);
        homes::one(&county);
        for birth in ["2004-03-01", "2011-08-12", ""] {
            add(&county, &[("name", "王小满"), ("relation", "child"), ("birth", birth)]);
        }
        add(&county, &[("name", "王小满"), ("relation", "child")]);
        let page = town.get("/households/h1/hand-out", county.as_who("member")).body;
        for label in [
            "王小满 · 子女 · 2004年出生<",
            "王小满 · 子女 · 2011年出生<",
            "王小满 · 子女 · 第5位成员（子女）",
            "王小满 · 子女 · 第6位成员（子女）",
        ] {
            assert_eq!(page.matches(label).count(), 1, "{label}: {page}");
        }
        town.ends_well();
    });
}

#[test]
fn a_reading_of_a_list_of_children_is_on_the_years_list_by_number_and_one_of_elders_is_not() {
    on_both(|town| {
        let county = County::found(town);
        let (elders, subjects) = crate::rosters::tests::filled(&county);
        let (number, child) = crate::rosters::tests::of_children(&county);
        for path in [format!("/rosters/{elders}/subjects/{}", subjects[0]), format!("/rosters/{number}/subjects/{child}")] {
            for path in [path.clone(), format!("{path}/service")] {
                assert_eq!(town.get(&path, county.as_who("member")).status, 200, "{path}");
            }
        }
        assert_eq!(town.get(&format!("/rosters/{number}/subjects/{child}"), county.as_who("leader")).status, 200, "masked is no reading");
        for who in ["inspector", "admin"] {
            let list = town.get("/minors.csv?year=2017", county.as_who(who)).body;
            let line = format!("2017-03-31,名册上第{child}号,儿童,没写出生日期，可能未成年,南村镇,张某某,member,南村镇,2");
            assert!(list.contains(&line) && list.lines().count() == 2, "{line}\n{list}");
            assert!(!list.contains("靳小苗"));
        }
        town.ends_well();
    });
}
