//! Stories of pairing through the page, on both databases; each ends with a replay.
use crate::town::county::County;
use crate::town::{Town, on_both};

fn homes(county: &County, count: usize) {
    for n in 1..=count {
        let (code, name) = (format!("p{n}"), format!("王守{}", ["仁", "义", "礼", "智", "信"][n % 5]));
        let form = [("unit", "1011"), ("code", code.as_str()), ("name", name.as_str())];
        assert_eq!(county.town.post("/households/new", &form, county.as_who("below")).status, 303);
    }
}

/// The proposal's form as it stands: every field of the page.
fn proposal(page: &str) -> Vec<(String, String)> {
    let value = |rest: &str| rest.split("value=\"").nth(1).and_then(|v| v.split('"').next()).unwrap_or("").to_owned();
    let mut form = Vec::new();
    for rest in page.split("<input type=\"hidden\" name=\"").skip(1) {
        form.push((rest.split('"').next().unwrap().to_owned(), value(rest)));
    }
    for rest in page.split("<select class=\"input\" name=\"with_").skip(1) {
        let on = rest.split("</select>").next().unwrap().split("<option ").find(|option| option.contains(" selected")).unwrap();
        form.push((format!("with_{}", rest.split('"').next().unwrap()), value(on)));
    }
    form
}

fn send(town: &Town, who: &str, form: &[(String, String)], more: &[(&str, &str)]) -> crate::town::Reply {
    let all: Vec<(&str, &str)> = more
        .iter()
        .copied()
        .chain(form.iter().map(|(n, v)| (n.as_str(), v.as_str())).filter(|(n, _)| more.iter().all(|(m, _)| m != n)))
        .collect();
    town.post("/pairs", &all, who)
}

#[test]
fn a_village_is_paired_changed_by_hand_and_handed_over() {
    on_both(|town| {
        let county = County::found(town);
        homes(&county, 4);
        let clerk = county.as_who("below");
        assert_eq!(town.get("/pairs?unit=1011", county.as_who("colleague")).status, 403);
        assert_eq!(town.get("/pairs?unit=102", clerk).status, 403);
        let page = town.get("/pairs?unit=1011", clerk).body;
        let form = proposal(&page);
        assert_eq!(form.iter().filter(|(n, _)| n.starts_with("with_")).count(), 4, "{page}");
        // The village's own clerk is nearest: all four until nobody takes more than two.
        assert!(form.iter().filter(|(n, _)| n.starts_with("with_")).all(|(_, v)| v == "below"), "{form:?}");
        let tried = send(town, clerk, &form, &[("most", "2"), ("step", "try")]).body;
        let two = proposal(&tried);
        assert_eq!(two.iter().filter(|(n, v)| n.starts_with("with_") && v == "below").count(), 2, "{two:?}");
        // One is changed by hand, the rest is found again around it.
        let fixed = send(town, clerk, &two, &[("most", "2"), ("with_p1", "colleague"), ("step", "try")]).body;
        let fixed = proposal(&fixed);
        assert!(
            fixed.contains(&("pin".into(), "p1 colleague".into())) && fixed.contains(&("with_p1".into(), "colleague".into())),
            "{fixed:?}"
        );
        // Asked for what cannot be, what was chosen by hand stays chosen, and what is shown cannot be applied.
        let refused = send(town, clerk, &fixed, &[("most", ""), ("step", "try")]).body;
        assert!(!refused.contains("value=\"apply\"") && refused.contains("name=\"most\" type=\"number\" value=\"\""), "{refused}");
        let refused = proposal(&refused);
        assert!(refused.contains(&("with_p1".into(), "colleague".into())), "{refused:?}");
        let again = proposal(&send(town, clerk, &refused, &[("most", "2"), ("step", "try")]).body);
        assert!(
            again.contains(&("pin".into(), "p1 colleague".into())) && again.iter().filter(|(n, _)| n == "pin").count() == 1,
            "{again:?}"
        );
        // Chosen back by hand it is as it was proposed, and fixed all the same, whatever was refused in between.
        let back = proposal(&send(town, clerk, &fixed, &[("most", "2"), ("with_p1", "below"), ("step", "try")]).body);
        let refused = proposal(&send(town, clerk, &back, &[("most", ""), ("step", "try")]).body);
        let again = proposal(&send(town, clerk, &refused, &[("most", "2"), ("step", "try")]).body);
        assert!(again.contains(&("pin".into(), "p1 below".into())), "{again:?}");
        let done = send(town, clerk, &fixed, &[("most", "2"), ("step", "apply")]);
        assert!(done.status == 200 && done.body.contains("马晋生"), "{}", done.body);
        assert_eq!(town.get("/households/p1", county.as_who("colleague")).status, 200, "who is responsible sees the file");
        assert_eq!(town.get("/households/p1", county.as_who("member")).status, 403);
        // Whoever knows a household keeps it, and nothing changes when the same is handed over again.
        let again = proposal(&town.get("/pairs?unit=1011", clerk).body);
        assert!(again.contains(&("with_p1".into(), "colleague".into())), "{again:?}");
        let nothing = send(town, clerk, &again, &[("most", "5"), ("step", "apply")]).body;
        assert!(nothing.contains("没有变动"), "{nothing}");
        town.ends_well();
    });
}

#[test]
fn whom_nobody_can_take_is_named_with_the_reason() {
    on_both(|town| {
        let county = County::found(town);
        homes(&county, 9);
        let form = [("name", "帮扶队"), ("kind", "people"), ("unit", "101"), ("from", "2017-03-01")];
        let team = town.post("/groups", &form, county.as_who("clerk")).location.trim_start_matches("/groups/").to_owned();
        for member in ["member", "colleague"] {
            let joined = [("member", member), ("from", "2017-03-01")];
            assert_eq!(town.post(&format!("/groups/{team}/members"), &joined, county.as_who("clerk")).status, 303);
        }
        let asked = [("unit", "101"), ("group", team.as_str()), ("most", "4"), ("step", "try")];
        let page = town.post("/pairs", &asked, county.as_who("clerk")).body;
        assert!(page.contains("9户只有2个人可选，他们最多能帮8户"), "{page}");
        assert_eq!(proposal(&page).iter().filter(|(n, _)| n.starts_with("with_")).count(), 8);
        let asked = [("unit", "101"), ("group", team.as_str()), ("most", "0"), ("step", "try")];
        assert!(town.post("/pairs", &asked, county.as_who("clerk")).body.contains("请写每人至多几户"));
        town.ends_well();
    });
}

#[test]
fn what_somebody_looks_after_elsewhere_is_taken_off_what_they_may_take_here() {
    on_both(|town| {
        let county = County::found(town);
        homes(&county, 3);
        // Two households of another township are in the hands of the village's clerk, who is nearest to all three.
        for code in ["q1", "q2"] {
            let form = [("unit", "102"), ("code", code), ("name", "靳来生")];
            assert_eq!(town.post("/households/new", &form, county.as_who("sibling")).status, 303);
            let path = format!("/households/{code}/responsible");
            let page = town.get(&path, county.as_who("sibling")).body;
            let seen = page.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
            let form = [("at", ""), ("seen", seen.as_str()), ("person", "below"), ("from", "2017-03-02")];
            assert_eq!(town.post(&path, &form, county.as_who("sibling")).status, 303);
        }
        let with = |most: &str| {
            let page = town.post("/pairs", &[("unit", "1011"), ("most", most), ("step", "try")], county.as_who("below")).body;
            let theirs = proposal(&page).iter().filter(|(name, v)| name.starts_with("with_") && v == "below").count();
            (theirs, page.contains("在别处已经帮2户"))
        };
        assert_eq!(with("5"), (3, true));
        assert_eq!(with("3"), (1, true), "three in all, two of them elsewhere");
        assert_eq!(with("2"), (0, false));
        town.ends_well();
    });
}

#[test]
fn skills_that_answer_a_cause_win_over_those_that_do_not() {
    on_both(|town| {
        let county = County::found(town);
        homes(&county, 2);
        let seen = |path: &str| town.get(path, county.as_who("below")).body;
        let page = seen("/households/p1/situation");
        let rev = page.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
        let form = [("at", ""), ("seen", rev.as_str()), ("main_cause", "illness")];
        assert_eq!(town.post("/households/p1/situation", &form, county.as_who("below")).status, 303);
        town.write(crate::powers::Power::ManagePeople, |tx| {
            let new = crate::people::NewPerson {
                code: "nurse".into(),
                name: "卫春兰".into(),
                unit: "1011".into(),
                skills: "护理".into(),
                ..Default::default()
            };
            crate::people::Person::add(tx, &new)
        });
        let form = proposal(&seen("/pairs?unit=1011"));
        assert!(form.contains(&("with_p1".into(), "nurse".into())), "{form:?}");
        town.ends_well();
    });
}

#[test]
fn a_pair_says_who_would_come_next_and_a_choice_by_hand_what_it_costs_more() {
    on_both(|town| {
        let county = County::found(town);
        homes(&county, 1);
        let seen = |path: &str| town.get(path, county.as_who("below")).body;
        let page = seen("/pairs?unit=1011");
        // The village's own clerk is nearest; of the township's the one with the first code.
        assert!(page.contains("其次是李国华：远5公里") && !page.contains("手工定的"), "{page}");
        let form = proposal(&page);
        let tried = send(town, county.as_who("below"), &form, &[("most", "5"), ("with_p1", "colleague"), ("step", "try")]).body;
        assert!(tried.contains("手工定的</span>") && tried.contains("算出来的是郑桂花，这样远5公里"), "{tried}");
        assert!(tried.contains("比算出来的相当于多走5公里"), "{tried}");
        assert!(tried.contains("value=\"below\"") && tried.contains("value=\"member\""), "whoever was fixed can be changed again");
        // Handed over by hand, he knows the household: that is worth more than the way.
        let fixed = proposal(&tried);
        assert_eq!(send(town, county.as_who("below"), &fixed, &[("most", "5"), ("step", "apply")]).status, 200);
        let page = seen("/pairs?unit=1011");
        assert!(page.contains("其次是郑桂花：近5公里，不是原来帮的人，合起来相当于远5公里"), "{page}");
        // A skill counts as it answers a cause.
        let rev = seen("/households/p1/situation");
        let rev = rev.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
        let form = [("at", ""), ("seen", rev.as_str()), ("main_cause", "illness")];
        assert_eq!(town.post("/households/p1/situation", &form, county.as_who("below")).status, 303);
        town.write(crate::powers::Power::ManagePeople, |tx| {
            let colleague = crate::people::find::by_code(tx, "colleague")?.unwrap();
            tx.update(&colleague, &crate::people::Person { skills: "护理".into(), ..colleague.clone() })?;
            Ok(())
        });
        let page = seen("/pairs?unit=1011");
        assert!(page.contains("近5公里，少对上1个原因，不是原来帮的人，合起来相当于远9公里"), "{page}");
        town.ends_well();
    });
}

#[test]
fn who_has_as_many_as_they_take_is_said_to_be_full() {
    on_both(|town| {
        let county = County::found(town);
        homes(&county, 3);
        let asked = [("unit", "1011"), ("most", "1"), ("step", "try")];
        let page = town.post("/pairs", &asked, county.as_who("below")).body;
        // Two of them have somebody of the township: the village's clerk is nearer to them, and has one already.
        assert_eq!(page.matches("其次是郑桂花：近5公里，已经帮满").count(), 2, "{page}");
        town.ends_well();
    });
}

#[test]
fn the_needs_of_who_looked_after_a_household_go_along_by_the_tick_of_its_row() {
    on_both(|town| {
        let county = County::found(town);
        homes(&county, 2);
        let apply = [("most", "5"), ("step", "apply")];
        let handed = |who: &str, form: &[(String, String)], more: &[(&str, &str)]| send(town, who, form, &[more, &apply].concat());
        let form = proposal(&town.get("/pairs?unit=1011", county.as_who("below")).body);
        assert_eq!(handed(county.as_who("below"), &form, &[("with_p1", "member"), ("with_p2", "member")]).status, 200);
        town.clock.advance_ms(86_400_000);
        let below = &town.enter("below");
        let mut needs = Vec::new();
        for code in ["p1", "p2"] {
            let raised = [("household", code), ("unit", "1011"), ("topic", "water"), ("words", "水窖裂了一道缝")];
            let need = town.post("/needs/new", &raised, below).location;
            let page = town.get(&format!("{need}/owner"), below).body;
            let seen = page.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
            let taken = [("seen", seen.as_str()), ("owner", "member"), ("due", "2017-04-05")];
            assert_eq!(town.post(&format!("{need}/owner"), &taken, below).status, 303);
            needs.push(need);
        }
        let page = town.get("/pairs?unit=1011", below).body;
        assert_eq!(page.matches("吃水，4月5日前").count(), 2, "{page}");
        assert!(!page.contains("水窖裂了"), "a list is no reading: {page}");
        // The tick is taken off one of them, which stays off when the rest is found again.
        let form: Vec<(String, String)> = proposal(&page).into_iter().filter(|(name, _)| name != "pass_p2").collect();
        let ticks = |page: &str| page.matches("type=\"checkbox\" name=\"pass_p").count() - page.matches("value=\"yes\" checked").count();
        let tried = send(town, below, &form, &[("most", "5"), ("pass_p1", "yes"), ("with_p1", "colleague"), ("step", "try")]).body;
        assert_eq!((ticks(&page), ticks(&tried)), (0, 1), "{tried}");
        let done = handed(below, &form, &[("pass_p1", "yes"), ("with_p1", "colleague"), ("with_p2", "colleague")]).body;
        assert!(done.contains("一起转过去的诉求") && done.contains("仍由原来的人办的诉求"), "{done}");
        let of = |need: &str| town.get(need, below).body;
        assert!(of(&needs[0]).contains("随户交接") && !of(&needs[0]).contains("已不负责这户"));
        assert!(!of(&needs[1]).contains("随户交接") && of(&needs[1]).contains("办的人已不负责这户"));
        town.ends_well();
    });
}
