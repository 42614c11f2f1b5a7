//! Stories of needs, on both databases: raised, taken, solved by a record that the other side confirms, opened again. Each ends with a replay.
use crate::town::county::County;
use crate::town::{Reply, on_both};

const FIGURE: &str = "sum.visits.1011.20170301-20170331.verified";
const CANARIES: [&str; 3] = ["王满囤家", "13935600042", "水窖裂了一道缝"];

/// A need of the village, raised by its clerk; its number.
pub fn one(county: &County) -> String {
    raise(county, "below", &[("who", CANARIES[0]), ("phone", CANARIES[1]), ("words", CANARIES[2]), ("topic", "water"), ("unit", "1011")])
}

fn raise(county: &County, who: &str, form: &[(&str, &str)]) -> String {
    let made = county.town.post("/needs/new", form, county.as_who(who));
    assert_eq!(made.status, 303, "{}", made.body);
    made.location.trim_start_matches("/needs/").to_owned()
}

/// A form of the need's page, sent back filled in.
fn fill(county: &County, who: &str, number: &str, act: &str, fields: &[(&str, &str)]) -> Reply {
    let path = format!("/needs/{number}/{act}");
    let page = county.town.get(&path, county.as_who(who)).body;
    let kept =
        |name: &str| page.split(&format!("name=\"{name}\" value=\"")).nth(1).and_then(|r| r.split('"').next()).unwrap_or("").to_owned();
    let (at, seen) = (kept("at"), kept("seen"));
    let mut form = vec![("at", at.as_str()), ("seen", seen.as_str())];
    form.extend_from_slice(fields);
    county.town.post(&path, &form, county.as_who(who))
}

fn take(county: &County, number: &str) {
    let taken = fill(county, "below", number, "owner", &[("owner", "member"), ("due", "2017-04-05")]);
    assert_eq!(taken.status, 303, "{}", taken.body);
}

/// The deed that solved it.
fn solved(county: &County, number: &str) -> String {
    let done = fill(county, "member", number, "solution", &[("words", "换了防渗布，蓄上水不漏"), ("day", "2017-03-31")]);
    assert_eq!(done.status, 303, "{}", done.body);
    let page = county.town.get(&format!("/needs/{number}"), county.as_who("member")).body;
    page.split("href=\"/deeds/").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned()
}

fn confirm(county: &County, deed: &str, rev: &str) -> Reply {
    let verdict = [
        ("deed", deed),
        ("rev", rev),
        ("verdict", "approve"),
        ("confirmed_by", "王满囤"),
        ("confirmed_on", "2017-03-31"),
        ("how", "phone"),
    ];
    county.town.post("/checks", &verdict, county.as_who(county.caller(deed)))
}

#[test]
fn a_need_is_raised_taken_solved_and_confirmed_and_the_figure_is_of_its_record() {
    on_both(|town| {
        let county = County::found(town);
        county.open_confirmed();
        let number = one(&county);
        let page = |who: &str| town.get(&format!("/needs/{number}"), county.as_who(who)).body;
        assert!(town.get("/todo", county.as_who("below")).body.contains("困难诉求没人接手"), "its clerk is told");
        assert!(page("below").contains("已提出") && page("below").contains("还没有人接手"));
        take(&county, &number);
        assert!(town.get("/todo", county.as_who("member")).body.contains("吃水，4月5日前"), "so is who owns it");
        assert!(page("member").contains("在办"));
        let deed = solved(&county, &number);
        assert!(page("member").contains("已办结，等回访"));
        assert_eq!(county.value(FIGURE), "0", "nobody confirmed it yet");
        // Whoever asks the other side reads the need; nobody on the helper's side decides.
        let queue = town.get(&format!("/checks?at={deed}"), county.as_who(county.caller(&deed))).body;
        assert!(queue.contains(&format!("/needs/{number}\"")), "{queue}");
        assert!(page(county.caller(&deed)).contains(CANARIES[1]), "the telephone, to call back");
        // On paper it is said what it was about, not for whom.
        let slip = town.post(&format!("/deeds/{deed}/slip"), &[], county.as_who(county.caller(&deed))).body;
        assert!(slip.contains("<dd>吃水</dd>") && !slip.contains(&format!("№{number}")), "{slip}");
        assert_eq!(confirm(&county, &deed, "1").status, 303);
        assert!(page("member").contains("经回访确认") && page("member").contains("<b>回访确认</b>"), "{}", page("member"));
        assert_eq!(county.value(FIGURE), "1");
        assert_eq!(
            town.get(&format!("/needs/{number}"), county.as_who(county.caller(&deed))).status,
            403,
            "after that it is none of theirs"
        );
        // The record tells a stranger when it was raised and taken, and of whom nothing.
        let record = town.get(&format!("/deeds/{deed}"), "").body;
        assert!(record.contains("</time>提出") && record.contains("</time>接手"), "{record}");
        assert!(CANARIES.iter().all(|canary| !record.contains(canary)));
        let list = town.get("/needs?unit=101", county.as_who("clerk")).body;
        assert!(list.contains("半数在提出后") && list.contains("经回访确认"), "{list}");
        town.ends_well();
    });
}

#[test]
fn what_was_not_solved_leaves_the_figure_and_what_came_back_stays_in_it() {
    on_both(|town| {
        let county = County::found(town);
        county.open_confirmed();
        let number = one(&county);
        take(&county, &number);
        let deed = solved(&county, &number);
        assert_eq!(
            fill(&county, "member", &number, "solution", &[("words", "又一次"), ("day", "2017-03-31")]).status,
            409,
            "once is enough"
        );
        assert_eq!(confirm(&county, &deed, "1").status, 303);
        assert_eq!(fill(&county, "below", &number, "reopening", &[("why", ""), ("never", "yes")]).status, 422, "not without a reason");
        assert_eq!(fill(&county, "below", &number, "reopening", &[("why", "回访说还是漏"), ("never", "yes")]).status, 303);
        assert_eq!(county.value(FIGURE), "0", "the record was withdrawn");
        take(&county, &number);
        let again = solved(&county, &number);
        assert_ne!(again, deed);
        assert_eq!(confirm(&county, &again, "1").status, 303);
        assert_eq!(county.value(FIGURE), "1");
        assert_eq!(fill(&county, "below", &number, "reopening", &[("why", "开春又裂了")]).status, 303);
        assert_eq!(county.value(FIGURE), "1", "it was solved then");
        let page = town.get(&format!("/needs/{number}"), county.as_who("below")).body;
        for step in ["提出", "接手", "办结", "重新打开", "回访说还是漏", "开春又裂了"] {
            assert!(page.contains(step), "{step}: {page}");
        }
        assert_eq!(fill(&county, "below", &number, "closing", &[("why", "转给水利部门了")]).status, 303);
        // One that was sent back is put right at the record: a second one would count twice.
        let other = one(&county);
        take(&county, &other);
        let deed = solved(&county, &other);
        let back = [("deed", deed.as_str()), ("rev", "1"), ("verdict", "return"), ("reason", "请写清换了什么")];
        assert_eq!(town.post("/checks", &back, county.as_who(county.caller(&deed))).status, 303);
        assert!(town.get(&format!("/needs/{other}"), county.as_who("member")).body.contains("<b>退回补正</b>"));
        assert_eq!(fill(&county, "member", &other, "solution", &[("words", "再来"), ("day", "2017-03-31")]).status, 409);
        assert!(town.get("/needs?unit=1011&state=closed", county.as_who("below")).body.contains("不再办理"));
        town.ends_well();
    });
}

#[test]
fn a_need_hangs_on_a_households_file_and_goes_with_it() {
    on_both(|town| {
        let county = County::found(town);
        county.open_confirmed();
        crate::households::tests::one(&county);
        let form = [("household", "h1"), ("unit", "1011"), ("topic", "medicine"), ("words", "慢病药没报")];
        assert_eq!(town.post("/needs/new", &form, county.as_who("colleague")).status, 403, "who is not responsible sees no file");
        let number = raise(&county, "member", &form);
        let home = town.get("/households/h1", county.as_who("member")).body;
        assert!(home.contains("看病吃药") && home.contains(&format!("/needs/{number}\"")), "{home}");
        let page = town.get(&format!("/needs/{number}"), county.as_who("member")).body;
        assert!(page.contains("王守信") && page.contains("慢病药没报"), "the name stands in the file: {page}");
        take(&county, &number);
        let deed = solved(&county, &number);
        // None was noted with the need: whoever calls back is told the household's, and not led to the file.
        let asked = town.get(&format!("/needs/{number}"), county.as_who(county.caller(&deed)));
        assert!(asked.body.contains("tel:13935611207") && !asked.body.contains("/households/h1"), "{} {}", asked.status, asked.body);
        let sure = [("reason", "本人要求"), ("sure", "yes")];
        assert_eq!(town.post("/households/h1/erasure", &sure, county.as_who("admin")).status, 303);
        assert_eq!(town.holds("慢病药没报"), [""; 0]);
        let page = town.get(&format!("/needs/{number}"), county.as_who("below")).body;
        assert!(page.contains("已办结，等回访") && page.contains("<b>个人资料已抹去</b>"), "what was done stays: {page}");
        town.ends_well();
    });
}

#[test]
fn names_and_words_are_for_who_deals_with_it_and_every_opening_is_written_down() {
    on_both(|town| {
        let county = County::found(town);
        county.open_confirmed();
        let number = one(&county);
        take(&county, &number);
        for (who, status) in [
            ("", 401),
            ("below", 200),
            ("clerk", 200),
            ("parent", 200),
            ("member", 200),
            ("leader", 200),
            ("colleague", 403),
            ("sibling", 403),
            ("bureau", 403),
            ("office", 403),
            ("inspector", 403),
            ("admin", 403),
        ] {
            assert_eq!(town.get(&format!("/needs/{number}"), county.as_who(who)).status, status, "{who}");
        }
        for path in [format!("/needs/{number}"), "/needs?unit=101".to_owned(), "/needs.csv?unit=101".to_owned()] {
            let masked = town.get(&path, county.as_who("leader"));
            assert!(masked.status == 200 && masked.body.contains("吃水"), "{path}: {}", masked.body);
            assert!(CANARIES.iter().all(|canary| !masked.body.contains(canary)), "{path}");
        }
        assert_eq!(town.holds(CANARIES[2]), [""; 0], "sealed wherever it lies");
        let log = town.get("/readings.csv", county.as_who("inspector")).body;
        assert!(log.contains(&format!("困难第{number}号")) && !log.contains(CANARIES[0]), "{log}");
        // Somebody of the village's township raises one; somebody of another may not.
        let form = [("who", "李婶"), ("words", "门前路塌了"), ("topic", "road"), ("unit", "1011")];
        assert_eq!(town.post("/needs/new", &form, county.as_who("stray")).status, 403);
        raise(&county, "colleague", &form);
        // An id that a client gives stands in the log: one with a line of its own would say what nobody decided.
        let forged: Vec<(&str, &str)> = [("at", "forged-id\nby somebody-else")].into_iter().chain(form).collect();
        assert_eq!(town.post("/needs/new", &forged, county.as_who("colleague")).status, 422);
        for (field, bad) in [("who", ""), ("words", " "), ("topic", "sorrow")] {
            let wrong: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, if *n == field { bad } else { *v })).collect();
            let reply = town.post("/needs/new", &wrong, county.as_who("colleague"));
            assert_eq!(reply.status, 422, "{field}");
        }
        assert_eq!(fill(&county, "below", &number, "owner", &[("owner", "colleague"), ("due", "2017-03-30"), ("why", "换人")]).status, 422);
        assert_eq!(fill(&county, "below", &number, "owner", &[("owner", "colleague"), ("due", "2017-04-06")]).status, 422, "why");
        let far = fill(&county, "below", &number, "owner", &[("owner", "colleague"), ("due", "2999-04-06"), ("why", "换人")]);
        assert!(far.status == 422 && far.body.contains("期限太远了"), "{}", far.body);
        let solved = |day| fill(&county, "member", &number, "solution", &[("words", "修好了"), ("day", day)]);
        assert!(solved("2017-03-30").body.contains("提出"), "solved before it was raised");
        assert_eq!((solved("2017-03-30").status, solved("2017-04-30").status), (422, 422));
        let handed = [("owner", "member"), ("other", "colleague"), ("due", "2017-04-06"), ("why", "张晓梅去县里开会")];
        let done = fill(&county, "member", &number, "owner", &handed);
        assert!(done.status == 303 && done.location.ends_with("done=handed"), "{}", done.location);
        assert!(town.get(&done.location, county.as_who("member")).body.contains("已转交，以后由对方办理"));
        assert_eq!(town.get(&format!("/needs/{number}"), county.as_who("member")).status, 403, "handed on, it is none of hers");
        assert!(town.get(&format!("/needs/{number}"), county.as_who("colleague")).body.contains("张晓梅去县里开会"));
        let sure = [("reason", "本人要求"), ("sure", "yes")];
        assert_eq!(town.post(&format!("/needs/{number}/erasure"), &sure, county.as_who("clerk")).status, 403);
        assert_eq!(town.post(&format!("/needs/{number}/erasure"), &sure, county.as_who("admin")).status, 303);
        assert!(!town.get(&format!("/needs/{number}"), county.as_who("colleague")).body.contains("张晓梅去县里开会"));
        let gone = town.get(&format!("/needs/{number}"), county.as_who("below")).body;
        assert!(!gone.contains(&format!("/needs/{number}/reopening")) && gone.contains("<b>个人资料已抹去</b>"), "it is history: {gone}");
        assert_eq!(town.get(&format!("/needs/{number}/reopening"), county.as_who("below")).status, 409);
        town.ends_well();
    });
}

/// Hands `h1` over by the file's form, sent back as it was drawn, with what is changed and what is not sent.
fn hand_over(county: &County, to: &str, without: &[&str]) -> String {
    hand_over_from(county, to, "", without)
}

/// As of a day; "" for the one that the form proposes.
fn hand_over_from(county: &County, to: &str, from: &str, without: &[&str]) -> String {
    let path = "/households/h1/responsible";
    let page = county.town.get(path, county.as_who("clerk")).body;
    let mut form: Vec<(String, String)> = vec![("person".to_owned(), to.to_owned())];
    for input in page.split("<input ").skip(1).filter_map(|rest| rest.split('>').next()) {
        let of = |name: &str| input.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("").to_owned();
        let (name, ticked) = (of("name"), !input.contains("checkbox") || input.contains("checked"));
        let value = if name == "from" && !from.is_empty() { from.to_owned() } else { of("value") };
        if ticked && name != "person" && !without.iter().any(|id| name == format!("pass_{id}")) {
            form.push((name, value));
        }
    }
    let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let done = county.town.post(path, &form, county.as_who("clerk"));
    assert_eq!(done.status, 303, "{}", done.body);
    page
}

#[test]
fn a_households_open_needs_go_with_it_to_who_looks_after_it_next_unless_the_tick_is_taken_off() {
    on_both(|town| {
        let county = County::found(town);
        crate::households::tests::one(&county);
        let on = |topic: &'static str, words: &'static str| [("household", "h1"), ("unit", "1011"), ("topic", topic), ("words", words)];
        let raised = |topic, words| raise(&county, "below", &on(topic, words));
        let (water, road, papers, lent) =
            (raised("water", "水窖裂了一道缝"), raised("road", "门前路塌了"), raised("papers", "残疾证没办"), raised("power", "电线老化"));
        for number in [&water, &road] {
            take(&county, number);
        }
        // Somebody else has one of them, and never looked after the household.
        let given = fill(&county, "below", &lent, "owner", &[("owner", "clerk"), ("due", "2017-04-06")]);
        assert_eq!(given.status, 303, "{}", given.body);
        let page = |number: &str, who: &str| town.get(&format!("/needs/{number}"), county.as_who(who));
        let id = |number: &str| {
            let number: i64 = number.parse().unwrap();
            town.app.db.read(|r| super::by_position(r, number)).unwrap().unwrap().id
        };
        let drawn = hand_over(&county, "colleague", &[&id(&road)]);
        assert!(drawn.contains("吃水，4月5日前：水窖裂了一道缝") && drawn.contains("门前路塌了"), "{drawn}");
        assert!(!drawn.contains("残疾证没办") && !drawn.contains("电线老化"), "what is not the helper's stays where it is: {drawn}");
        let passed = page(&water, "colleague").body;
        assert!(passed.contains("随户交接") && passed.contains("马晋生") && passed.contains("4月5日"), "{passed}");
        assert_eq!(page(&water, "member").status, 403, "it is none of hers any more");
        let stays = page(&road, "member").body;
        assert!(stays.contains("办的人已不负责这户") && !stays.contains("随户交接"), "{stays}");
        assert!(!page(&lent, "below").body.contains("已不负责这户") && !page(&papers, "below").body.contains("已不负责这户"));
        let list = town.get("/needs?unit=101&state=left", county.as_who("clerk")).body;
        assert!(list.contains("门前路") || list.contains(&format!("/needs/{road}\"")), "{list}");
        assert!([&water, &papers, &lent].iter().all(|number| !list.contains(&format!("/needs/{number}\""))), "{list}");
        assert!(town.get("/needs?unit=101", county.as_who("leader")).body.contains("办的人已不负责这户"), "whoever sees the list is told");
        // To the same person again nothing moves.
        hand_over(&county, "colleague", &[]);
        assert_eq!(page(&water, "colleague").body.matches("随户交接").count(), 1);
        // As of a later day: until then the need is where it is.
        hand_over_from(&county, "member", "2017-04-03", &[]);
        let ahead = || town.app.db.read(|r| r.int("SELECT COUNT(*) FROM pairings WHERE from_day > '2017-03-31'", &[])).unwrap();
        assert_eq!(ahead(), 1);
        assert_eq!(page(&water, "colleague").body.matches("随户交接").count(), 1);
        assert_eq!(page(&water, "member").status, 403);
        // What has not begun gives way: it was a slip of the pen.
        hand_over(&county, "colleague", &[]);
        assert_eq!((ahead(), page(&water, "colleague").status), (0, 200));
        town.ends_well();
    });
}
