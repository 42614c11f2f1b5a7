//! Stories of pasting on both databases: through the routes, each ending with a replay.
use crate::town::county::County;
use crate::town::{Reply, Town, on_both};

const LITTER: &str = "sum.litter.101.20170301-20170331.received";
const TREES: &str = "sum.trees.101.20170301-20170331.received";

/// The fields of the page's last form, as a browser would send them without script.
pub fn fields_of(html: &str) -> Vec<(String, String)> {
    let form = html.rsplit("<form ").next().unwrap_or("");
    let (mut fields, mut rest, mut select) = (Vec::new(), form, None::<(String, Option<String>)>);
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let tag = &rest[..rest.find('>').unwrap_or(rest.len())];
        let attribute = |name: &str| {
            let value = tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?;
            Some(value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&"))
        };
        if tag.starts_with("input ") {
            let off = tag.contains("type=\"checkbox\"") && !tag.contains(" checked");
            if !off {
                fields.extend(attribute("name").map(|name| (name, attribute("value").unwrap_or_default())));
            }
        } else if tag.starts_with("select ") {
            select = attribute("name").map(|name| (name, None));
        } else if tag.starts_with("option") {
            if let Some((_, value)) = select.as_mut().filter(|(_, value)| value.is_none() || tag.contains(" selected")) {
                *value = attribute("value");
            }
        } else if tag.starts_with("/select") {
            fields.extend(select.take().map(|(name, value)| (name, value.unwrap_or_default())));
        }
    }
    fields
}

/// Pastes a text for a unit on 20 March.
pub fn paste(county: &County, who: &str, unit: &str, text: &str) -> Reply {
    let form = [("unit", unit), ("campaign", "six-ones"), ("day", "2017-03-20"), ("text", text), ("step", "read")];
    county.town.post("/paste", &form, county.as_who(who))
}

/// Confirms what a preview shows, with some fields filled otherwise; an empty tick is taken away.
pub fn confirm(county: &County, who: &str, preview: &Reply, changed: &[(&str, &str)]) -> Reply {
    let mut fields = fields_of(&preview.body);
    for (name, value) in changed {
        match fields.iter_mut().find(|(n, _)| n == name) {
            Some(field) => (*value).clone_into(&mut field.1),
            None => fields.push(((*name).to_owned(), (*value).to_owned())),
        }
    }
    fields.push(("step".into(), "confirm".into()));
    let form: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    county.town.post("/paste", &form, county.as_who(who))
}

fn deeds(town: &Town) -> i64 {
    town.app.db.read(|r| r.int("SELECT COUNT(*) FROM deeds", &[])).unwrap()
}

const CHAIN: &str =
    "#接龙 3月20日“六个一”活动\n1. 张小梅 清垃圾2方 东河边\n2. 李国华 植树5棵\n3. 马晋生 同上\n大家辛苦了！\n合计：2方、10棵";

#[test]
fn a_chain_is_looked_at_confirmed_once_and_never_counted_twice() {
    on_both(|town| {
        let county = County::found(town);
        let before = town.app.db.read(|r| r.int("SELECT COUNT(*) FROM log_leaves", &[])).unwrap();
        let preview = paste(&county, "clerk", "101", CHAIN);
        assert_eq!(preview.status, 200, "{}", preview.body);
        for said in ["“张小梅”认作张晓梅", "写的是“同上”", "合计，不另记", "东河边", "大家辛苦了", "现在还没有记"]
        {
            assert!(preview.body.contains(said), "{said}: {}", preview.body);
        }
        assert_eq!(deeds(town), 0);
        assert_eq!(town.app.db.read(|r| r.int("SELECT COUNT(*) FROM log_leaves", &[])).unwrap(), before, "nothing is kept of the text");
        let done = confirm(&county, "clerk", &preview, &[("r0.quantity", "3"), ("r0.words", "沿岸三百米")]);
        assert_eq!(done.status, 303, "{}", done.body);
        let receipt = town.get(&done.location, county.as_who("clerk"));
        assert!(receipt.status == 200 && receipt.body.contains("已代记") && receipt.body.contains("张晓梅"), "{}", receipt.body);
        assert_eq!((county.value(LITTER), county.value(TREES)), ("3".into(), "10".into()));
        let again = paste(&county, "clerk", "101", CHAIN);
        assert_eq!(again.body.matches("以前已经记过").count(), 3, "{}", again.body);
        assert_eq!(again.body.matches("待审核").count(), 3, "and how it stands");
        let done = confirm(&county, "clerk", &again, &[]);
        assert!(done.status == 303 && done.location.contains("again=1"), "{}", done.location);
        assert!(town.get(&done.location, county.as_who("clerk")).body.contains("这些以前已经记过"));
        assert_eq!((deeds(town), county.value(LITTER)), (3, "3".into()));
        let longer = paste(&county, "clerk", "101", &format!("{CHAIN}\n4. 马晋生 清垃圾1方"));
        let done = confirm(&county, "clerk", &longer, &[]);
        assert_eq!((done.status, deeds(town), county.value(LITTER)), (303, 4, "4".into()), "only what is new");
        assert!(town.get(&done.location, county.as_who("clerk")).body.contains("有几行以前已经记过"));
        town.ends_well();
    });
}

#[test]
fn what_is_pasted_is_recorded_like_any_deed_and_nobody_checks_their_own() {
    on_both(|town| {
        let county = County::found(town);
        let preview = paste(&county, "clerk", "101", "1. 张晓梅、马晋生 清垃圾2方");
        let done = confirm(&county, "clerk", &preview, &[]);
        let receipt = town.get(&done.location, county.as_who("clerk"));
        let id = receipt.body.split("/deeds/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let verdict = [("deed", id.as_str()), ("rev", "1"), ("verdict", "approve")];
        assert_eq!(town.post("/checks", &verdict, county.as_who("clerk")).status, 403, "the clerk typed it in");
        assert_eq!(town.post("/checks", &verdict, county.as_who("parent")).status, 303);
        assert_eq!(county.value("sum.litter.1.20170301-20170331.verified"), "2");
        assert_eq!(county.value("persons.litter.101.20170301-20170331.verified"), "2");
        let page = town.get(&format!("/deeds/{id}"), county.as_who("member")).body;
        assert!(page.contains("张晓梅") && page.contains("李国华"), "recorded in her name, typed in by the clerk: {page}");
        town.ends_well();
    });
}

#[test]
fn what_cannot_be_taken_is_said_beside_its_line_and_nothing_is_recorded() {
    on_both(|town| {
        let county = County::found(town);
        town.person("zw1", "张伟", "101", "");
        town.person("zw2", "张伟", "101", "");
        let text = "1. 钱进 植树5棵\n2. 张伟 植树2棵\n3. 张晓梅 植树\n4. 马晋生 4月2日 植树3棵\n5. 大箕镇 孙立 植树4棵\n6. 李国华 植树6棵";
        let preview = paste(&county, "parent", "101", text);
        for said in
            ["钱进在大箕镇，不在南村镇", "“张伟”可能是几个人", "没有写数量", "活动从2017年3月1日到2017年3月31日", "这一行写的是大箕镇"]
        {
            assert!(preview.body.contains(said), "{said}: {}", preview.body);
        }
        let refused = confirm(&county, "parent", &preview, &[]);
        assert_eq!((refused.status, deeds(town)), (422, 0));
        assert!(refused.body.contains("现在一行也没有记"), "{}", refused.body);
        let settled = [("r0.who0", "张晓梅"), ("r1.who0", "张伟（zw2）"), ("r2.quantity", "1"), ("r3.day", "2017-03-22")];
        let done = confirm(&county, "parent", &refused, &settled);
        assert_eq!((done.status, deeds(town)), (303, 5), "{}", done.body);
        assert_eq!(county.value(TREES), "17");
        let who = town.app.db.read(|r| r.row("SELECT p.code FROM deeds d JOIN people p ON p.id = d.recorder WHERE d.quantity = 2000", &[]));
        assert_eq!(who.unwrap().unwrap().text(0).unwrap(), "zw2");
        town.ends_well();
    });
}

#[test]
fn a_text_that_cannot_be_read_is_refused_in_words() {
    on_both(|town| {
        let county = County::found(town);
        let many: String = (0..201).fold(String::new(), |all, n| all + &format!("{}. 张晓梅 植树{}棵\n", n + 1, n + 1));
        for (text, said) in [(" \n", "还没有粘贴文字"), ("大家好！\n今天天气不错", "没有读出一件"), (&many, "一次最多200行")]
        {
            let reply = paste(&county, "clerk", "101", text);
            assert!(reply.status == 422 && reply.body.contains(said), "{said}: {}", reply.body);
        }
        let strange = paste(&county, "clerk", "101", "1. 张晓梅 唱歌3首");
        assert!(strange.body.contains("没有读出做的是哪一项"), "{}", strange.body);
        let form = |day: &'static str| [("unit", "101"), ("campaign", "six-ones"), ("day", day), ("text", "1. 张晓梅 植树3棵")];
        for (day, said) in [("2017-02-20", "活动从"), ("x", "这不是日历上的一天")] {
            let reply = town.post("/paste", &form(day), county.as_who("clerk"));
            assert!(reply.status == 422 && reply.body.contains(said), "{said}: {}", reply.body);
        }
        for who in ["member", "sibling", "below", "office"] {
            assert_eq!(town.post("/paste", &form("2017-03-20"), county.as_who(who)).status, 403, "{who}");
        }
        let unticked = paste(&county, "clerk", "101", "1. 张晓梅 植树3棵");
        let reply = confirm(&county, "clerk", &unticked, &[("r0.take", "")]);
        assert!(reply.status == 422 && reply.body.contains("一行也没有勾选"), "{}", reply.body);
        let unseen = [("unit", "101"), ("campaign", "six-ones"), ("day", "2017-03-20"), ("text", "1. 张晓梅 植树3棵"), ("step", "confirm")];
        assert_eq!(town.post("/paste", &unseen, county.as_who("clerk")).status, 200, "what nobody looked at is not recorded");
        assert_eq!(deeds(town), 0);
        town.ends_well();
    });
}

#[test]
fn what_changed_since_it_was_looked_at_is_looked_at_again() {
    on_both(|town| {
        let county = County::found(town);
        let preview = paste(&county, "clerk", "101", "1. 张晓梅 清垃圾2方\n2. 马晋生 植树3棵");
        let other = confirm(&county, "clerk", &preview, &[("r1.key", "paste-00000000000000000000000000000000")]);
        assert!(other.status == 422 && other.body.contains("刚刚有变动"), "{}", other.body);
        assert_eq!(deeds(town), 0);
        assert_eq!(confirm(&county, "clerk", &preview, &[]).status, 303);
        assert_eq!(confirm(&county, "clerk", &preview, &[]).status, 303, "sent twice");
        assert_eq!(deeds(town), 2);
        town.ends_well();
    });
}

/// The person's page, sent back with other nicknames.
fn nickname(county: &County, who: &str, person: &str, names: &str) -> Reply {
    let page = county.town.get(&format!("/people/{person}"), county.as_who(who)).body;
    let rev = page.split("name=\"rev\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("").to_owned();
    county.town.post(&format!("/people/{person}/nicknames"), &[("rev", &rev), ("nicknames", names)], county.as_who(who))
}

#[test]
fn a_nickname_that_is_registered_is_no_guess() {
    on_both(|town| {
        let county = County::found(town);
        let text = "1. 梅子 植树3棵";
        assert!(paste(&county, "clerk", "101", text).body.contains("“梅子”没有认出是谁"));
        assert_eq!(nickname(&county, "sibling", "member", "梅子").status, 403);
        assert_eq!(nickname(&county, "clerk", "member", "梅子； 小梅姐;梅子").status, 303);
        let page = town.get("/people/member", county.as_who("clerk")).body;
        assert!(page.contains("梅子、小梅姐"), "{page}");
        let preview = paste(&county, "clerk", "101", text);
        assert!(preview.body.contains("“梅子”是张晓梅登记的别名") && !preview.body.contains("猜的</b>"), "{}", preview.body);
        let done = confirm(&county, "clerk", &preview, &[]);
        assert_eq!((done.status, county.value(TREES)), (303, "3".into()));
        let strangers = town.get(&done.location.replace("/paste/", "/deeds/"), "").body
            + &town.get("/figures/sum.trees.101.20170301-20170331.received/records", "").body;
        assert!(!strangers.contains("梅子"), "outsiders see no nickname");
        let long = (0..13).map(|n| format!("别名{n}")).collect::<Vec<_>>().join(";");
        let refused = nickname(&county, "clerk", "member", &long);
        assert!(refused.status == 422 && refused.body.contains("别名最多12个") && refused.body.contains("别名12"), "{}", refused.body);
        let stale = [("rev", "1"), ("nicknames", "x")];
        assert_eq!(town.post("/people/member/nicknames", &stale, county.as_who("clerk")).status, 409);
        town.ends_well();
    });
}

#[test]
fn nicknames_come_with_a_file_of_people() {
    on_both(|town| {
        let county = County::found(town);
        let file = "code,name,unit,nicknames\nmember,张晓梅,101,梅子;梅姐\nnew,武长海,101,老武\n";
        let import = crate::imports::Import::read(crate::imports::Kind::People, file.as_bytes(), crate::powers::Who::Operator).unwrap();
        let words = crate::web::words::Words::new(crate::web::words::Lang::Hans, "county-cn");
        assert_eq!(import.run(&town.app.db, &words, |_| true).unwrap().state, "done");
        let preview = paste(&county, "clerk", "101", "1. 梅姐 植树3棵\n2. 老武 植树2棵").body;
        assert!(preview.contains("张晓梅 · 栽一棵绿树") && preview.contains("武长海 · 栽一棵绿树"), "{preview}");
        town.ends_well();
    });
}

#[test]
fn two_hundred_lines_are_recorded_with_one_confirmation() {
    on_both(|town| {
        let county = County::found(town);
        let lines: String = (1..=200).fold(String::new(), |all, n| all + &format!("{n}. 张晓梅 植树{n}棵\n"));
        let preview = paste(&county, "clerk", "101", &lines);
        assert_eq!(preview.status, 200);
        let done = confirm(&county, "clerk", &preview, &[]);
        assert_eq!((done.status, deeds(town), county.value(TREES)), (303, 200, "20100".into()));
        let receipt = town.get(&done.location, county.as_who("clerk")).body;
        assert_eq!(receipt.matches("data-position").count(), 200);
        town.ends_well();
    });
}

#[test]
fn only_campaigns_that_a_clerks_units_take_part_in_are_offered() {
    on_both(|town| {
        let county = County::found(town);
        county.open_own("102");
        let offered = |who: &str| {
            let page = town.get("/paste", county.as_who(who)).body;
            let chosen = page.contains("<option value=\"six-ones\" selected>");
            (page.contains("<option value=\"six-ones\""), page.contains("<option value=\"own-102\""), chosen)
        };
        assert_eq!(offered("clerk"), (true, false, true), "another township's own is not theirs");
        assert_eq!(offered("below"), (true, false, true));
        assert!(offered("sibling").1);
        assert_eq!(offered("parent"), (true, true, true), "a county's clerk records for both, and begins with the county's");
        town.ends_well();
    });
}
