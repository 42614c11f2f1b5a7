//! Stories of bulletins, through the routes, on both databases; each ends with a replay.
use crate::town::county::County;
use crate::town::{Reply, Town, on_both};
use axum::body::Body;
use axum::http::{Request, header};

const LITTER: &str = "sum.litter.1.20170301-20170331.verified";
const PEOPLE: &str = "persons.litter.101.20170301-20170331.verified";

/// A desk with its writer: each form goes with what the page shows.
pub struct Desk<'a> {
    town: &'a Town,
    office: String,
    pub path: String,
    text: String,
}

impl<'a> Desk<'a> {
    pub fn begin(county: &County<'a>) -> Self {
        let (town, office) = (county.town, county.as_who("office").to_owned());
        let begun = town.post("/bulletins", &[("campaign", "six-ones")], &office);
        assert_eq!(begun.status, 303, "{}", begun.body);
        Self { town, office, path: begun.location.trim_end_matches("/edit").to_owned(), text: String::new() }
    }
    fn page(&self) -> String {
        self.town.get(&format!("{}/edit", self.path), &self.office).body
    }
    fn rev(&self) -> String {
        between(&self.page(), "name=\"rev\" value=\"", "\"")
    }
    /// Presses a button of the desk.
    pub fn press(&mut self, route: &str, more: &[(&str, &str)]) -> Reply {
        let rev = self.rev();
        let usual = [
            ("rev", rev.as_str()),
            ("number", "9"),
            ("head", "活动简报"),
            ("office", "活动办公室"),
            ("day", "2017-03-31"),
            ("title", "春满泽州"),
            ("text", self.text.as_str()),
            ("report_to", "县委"),
            ("copies", "50"),
        ];
        let form: Vec<(&str, &str)> =
            more.iter().copied().chain(usual.into_iter().filter(|(n, _)| more.iter().all(|(m, _)| m != n))).collect();
        let reply = self.town.post(&format!("{}/{route}", self.path), &form, &self.office);
        self.text = between(&self.page(), "name=\"text\" rows=\"18\">", "</textarea>");
        reply
    }
    pub fn done(&mut self, route: &str, more: &[(&str, &str)]) {
        let reply = self.press(route, more);
        assert_eq!(reply.status, 303, "{route}: {}", reply.body);
    }
    pub fn write(&mut self, text: &str) {
        self.done("text", &[("text", text)]);
    }
    pub fn place(&mut self, figure: &str, wording: &str) {
        self.done("figures", &[("placing", figure), ("wording", wording)]);
    }
    pub fn sign(&mut self, step: &str) {
        self.done("sign-offs", &[("step", step), ("signer", "王主任"), ("how", "电话同意"), ("signed_day", "2017-03-31")]);
    }
    /// Presses the button of the page before publication.
    pub fn confirm(&mut self) -> Reply {
        let rev = self.rev();
        self.town.post(&format!("{}/publication", self.path), &[("rev", &rev)], &self.office)
    }
    /// What the page before publication says.
    fn publication(&self) -> String {
        self.town.get(&format!("{}/publication", self.path), &self.office).body
    }
    /// Signed by all and published.
    pub fn publish(&mut self) {
        self.sign("edited");
        self.sign("approved");
        let reply = self.confirm();
        assert_eq!((reply.status, reply.location.as_str()), (303, self.path.as_str()), "{}", reply.body);
    }
}

fn between(text: &str, from: &str, to: &str) -> String {
    text.split(from).nth(1).and_then(|rest| rest.split(to).next()).unwrap_or("").to_owned()
}

/// Somebody clears litter and it is approved; `published` marks the words fit.
fn cleared(county: &County, id: &str, quantity: &str, words: &str, published: bool) {
    county.town.clock.advance_ms(1);
    assert_eq!(county.record("member", id, &[("quantity", quantity), ("words", words)]).status, 303);
    let mut verdict = vec![("deed", id), ("rev", "1"), ("verdict", "approve")];
    verdict.extend(published.then_some(("publish", "yes")));
    let checked = county.town.post("/checks", &verdict, county.as_who("clerk"));
    assert_eq!(checked.status, 303, "{}", checked.body);
}

#[test]
fn an_issue_is_written_signed_published_and_keeps_its_figures() {
    on_both(|town| {
        let county = County::found(town);
        for n in 0..4 {
            cleared(&county, &format!("deed-000{n}"), "25", "清理河道", false);
        }
        let mut desk = Desk::begin(&county);
        desk.write("一、总体情况\n全县清理垃圾。");
        let shown = desk.press("question", &[("figure", LITTER), ("ask", "typed")]);
        assert_eq!(shown.status, 303);
        let page = town.get(shown.location.split('#').next().unwrap(), &desk.office).body;
        assert!(page.contains("value=\"exact\"") && page.contains("100方") && !page.contains("近百方"), "only true wordings are offered");
        desk.place(LITTER, "exact");
        desk.place(PEOPLE, "exact");
        assert!(desk.text.ends_with("全县清理垃圾。{1 100方}{2 1人}"), "{}", desk.text);
        assert_eq!(desk.press("figures", &[("placing", LITTER), ("wording", "near")]).status, 422, "近 is not true of 100");
        desk.write("一、总体情况\n全县清理垃圾{1}，参加{2}，栽树上千棵。[群众满意]");
        let page = desk.page();
        assert!(page.contains("上千") && page.contains("群众满意"), "what no record supports is listed");
        assert_eq!(desk.confirm().status, 422, "nobody approved it");
        desk.sign("drafted");
        let early =
            desk.press("sign-offs", &[("step", "approved"), ("signer", "王主任"), ("how", "电话同意"), ("signed_day", "2017-03-31")]);
        assert!(early.status == 422 && early.body.contains("还没有核稿"), "nobody approves what nobody edited");
        let ahead = desk.press("sign-offs", &[("step", "edited"), ("signer", "王主任"), ("how", "电话同意"), ("signed_day", "2017-04-01")]);
        assert!(ahead.status == 422 && ahead.body.contains("这一天还没有到"), "nor on a day to come");
        desk.sign("edited");
        desk.sign("approved");
        assert_eq!(town.get(&desk.path, "").status, 404, "a draft is nobody else's");
        cleared(&county, "deed-late", "2", "再清理", false);
        let page = desk.page();
        assert!(
            page.contains("id=\"moved\"") && page.contains("100方</b> →") && page.contains(">102方</a>"),
            "the one figure that moved is named"
        );
        assert_eq!(page.matches("name=\"shown\"").count(), 1, "and no other");
        assert!(desk.confirm().body.contains("注1的数"), "it is not published over the writer's head");
        desk.done("confirmation", &[("shown", "1 102000")]);
        assert!(desk.text.contains("{1 102方}"));
        assert!(desk.page().contains("签发以后稿子又改过"), "it was changed after it was approved");
        assert_eq!(desk.confirm().status, 422);
        desk.publish();
        let page = town.get(&desk.path, "");
        assert!(page.body.contains("102方") && page.body.contains("活动简报") && page.body.contains("文字表述（无记录支撑）"));
        let figure = format!("{}/figures/1", desk.path);
        assert!(page.body.contains(&figure) && page.body.contains("各个数到现在都没有变"));
        cleared(&county, "deed-after", "3", "又清理", false);
        let page = town.get(&desk.path, "").body;
        assert!(page.contains(">102方</a>") && page.contains("105"), "the page keeps what was printed and says what changed since");
        let opened = town.get(&figure, "").body;
        assert!(opened.contains("102方") && opened.contains("/deeds/deed-late") && !opened.contains("/deeds/deed-after"));
        let correction = [("rev", "2"), ("item", "litter"), ("indicator", "litter"), ("quantity", "1"), ("day", "2017-03-20")];
        assert_eq!(town.post("/deeds/deed-late/correction", &correction, county.as_who("member")).status, 303);
        let rev = town.app.db.read(|r| r.get::<crate::deeds::Deed>("deed-late")).unwrap().rev.to_string();
        let verdict = [("deed", "deed-late"), ("rev", rev.as_str()), ("verdict", "approve")];
        assert_eq!(town.post("/checks", &verdict, county.as_who("clerk")).status, 303);
        let then = between(&town.get(&figure, "").body.replace('\n', ""), "/deeds/deed-late", "</li>");
        let now = town.get("/deeds/deed-late", county.as_who("member")).body;
        assert!(then.contains(">2立方米"), "a record stands there with what it counted then: {then}");
        assert!(now.contains("1立方米") && !now.contains("2立方米</"), "while the deed says what it counts now");
        let inputs = town.get(&format!("{figure}/inputs"), "").body;
        assert_eq!(inputs.lines().count(), 1 + 5, "what it is of, and five records, a line each");
        assert!(town.get("/bulletins", "").body.contains("春满泽州") && town.get("/bulletins.atom", "").body.contains("<entry>"));
        let text = town.get(&format!("{}/text", desk.path), "").body;
        assert!(text.contains("全县清理垃圾102方，参加1人，栽树上千棵（文字表述，无记录支撑）。"), "{text}");
        assert!(text.contains("报：县委") && text.contains("签发：王主任（代录：赵明，电话同意，3月31日）"), "{text}");
        let docx = town.get(&format!("{}/docx", desk.path), "");
        assert_eq!((docx.status, &docx.bytes[..2]), (200, &b"PK"[..]));
        town.ends_well();
    });
}

#[test]
fn a_story_is_a_sentence_made_of_its_record() {
    on_both(|town| {
        let county = County::found(town);
        cleared(&county, "deed-told", "2", "帮助走失儿童与家人团聚。", true);
        cleared(&county, "deed-quiet", "2", "不公开的话", false);
        let mut desk = Desk::begin(&county);
        let page = desk.page();
        assert!(page.contains("帮助走失儿童") && !page.contains("不公开的话"), "only words that are fit to publish");
        assert!(page.contains("未提及") && page.contains("大箕镇"), "who is not named yet");
        desk.write("开头。");
        desk.done("stories", &[("story", "deed-told"), ("caret", "2")]);
        assert!(desk.text.starts_with("开头3月20日，南村镇记录：“帮助走失儿童与家人团聚”（{1 第"), "{}", desk.text);
        assert_eq!(desk.press("stories", &[("story", "deed-quiet")]).status, 422);
        assert!(desk.page().contains("已经用了"));
        desk.publish();
        assert!(town.get(&desk.path, "").body.contains("href=\"/deeds/deed-told\""));
        town.ends_well();
    });
}

#[test]
fn figures_that_moved_are_taken_as_shown_before_anyone_edits_or_approves() {
    on_both(|town| {
        let county = County::found(town);
        cleared(&county, "deed-0001", "2", "清理", false);
        let mut desk = Desk::begin(&county);
        desk.write("清理垃圾");
        desk.place(LITTER, "exact");
        desk.place(&LITTER.replace("sum.", "deeds."), "exact");
        cleared(&county, "deed-0002", "3", "清理", false);
        let signature = |step| [("step", step), ("signer", "王主任"), ("how", "电话同意"), ("signed_day", "2017-03-31")];
        for step in ["edited", "approved"] {
            let refused = desk.press("sign-offs", &signature(step));
            assert!(refused.status == 422 && refused.body.contains("注1、2的数自插入以后变了"), "{step}: {}", refused.body);
        }
        desk.sign("drafted");
        assert!(desk.page().contains("id=\"lacks\"") && desk.page().contains("还没有核稿") && desk.page().contains("还没有签发"));
        // The list shows 5 and 2; while the writer looks, another record comes in.
        cleared(&county, "deed-0003", "1.5", "清理", false);
        desk.done("confirmation", &[("shown", "1 5000"), ("shown", "2 3")]);
        assert!(desk.text.contains("{1 2方}{2 3件}"), "what moved again is not taken unseen: {}", desk.text);
        let page = town.get(&format!("{}/edit?done=confirmed", desk.path), &desk.office).body;
        assert!(
            page.contains("刚才又变了") && page.contains("2方</b> →") && page.contains(">6.5方</a>"),
            "one wording on both sides: {page}"
        );
        desk.done("confirmation", &[("only", "2"), ("shown", "1 6500"), ("shown", "2 3")]);
        assert!(desk.text.contains("{1 2方}"), "only the one that was pressed");
        let shown = between(&desk.page(), "name=\"shown\" value=\"", "\"");
        desk.done("confirmation", &[("shown", &shown)]);
        assert!(desk.text.contains("{1 6.5方}{2 3件}") && !desk.page().contains("id=\"moved\""), "{}", desk.text);
        desk.publish();
        town.ends_well();
    });
}

#[test]
fn an_issue_is_published_on_the_text_that_was_edited_and_approved() {
    on_both(|town| {
        let county = County::found(town);
        let mut desk = Desk::begin(&county);
        desk.write("清理垃圾");
        desk.sign("drafted");
        desk.sign("edited");
        desk.write("清理垃圾，");
        desk.sign("approved");
        assert!(
            desk.page().contains("核稿以后稿子又改过") && desk.publication().contains("核稿以后稿子又改过"),
            "who edited, edited another text"
        );
        assert!(desk.confirm().status == 422 && !desk.page().contains("核稿：<span data-field>王主任"));
        desk.sign("edited");
        assert_eq!(desk.confirm().status, 303, "who drafted it, drafted it");
        town.ends_well();
    });
}

#[test]
fn one_looks_at_what_will_be_published_and_its_notes_are_numbered_as_they_stand() {
    on_both(|town| {
        let county = County::found(town);
        cleared(&county, "deed-told", "2", "账要算得清", true);
        let mut desk = Desk::begin(&county);
        // A story first, then two figures that were placed before it: notes are numbered as they stand.
        desk.place(LITTER, "exact");
        desk.place(&LITTER.replace("sum.", "deeds."), "exact");
        desk.done("stories", &[("story", "deed-told")]);
        desk.write("先看{3}，清理{2}，合计{1}，又说{2}。\n");
        let saved = desk.press("text", &[("then", "publication")]);
        assert_eq!(saved.location, format!("{}/publication", desk.path));
        desk.sign("edited");
        desk.sign("approved");
        let page = desk.publication();
        for said in
            ["人人能看", "刊发第9期", "春满泽州", "2017年3月31日", "王主任（代录：赵明，电话同意，3月31日）", ">2方</a>", ">1件</a>"]
        {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(town.get(&desk.path, "").status == 404, "looking publishes nothing");
        assert_eq!(desk.confirm().status, 303);
        let page = town.get(&desk.path, "").body;
        let at = |note: &str| page.find(note).unwrap_or_else(|| panic!("{note}: {page}"));
        assert!(at("id=\"n1\" href=\"/deeds/deed-told") < at("figures/2\">1件") && at("figures/2\">1件") < at("figures/3\">2方"), "{page}");
        assert!(page.contains("王主任（代录：赵明，电话同意，3月31日）"), "who noted it, and how it was given");
        town.ends_well();
    });
}

#[test]
fn a_figure_goes_where_the_cursor_stands_also_on_a_line_just_begun() {
    on_both(|town| {
        let county = County::found(town);
        cleared(&county, "deed-0001", "2", "清理", false);
        let mut desk = Desk::begin(&county);
        let asked = desk.press("question", &[("text", "一段。\r\n"), ("figure", LITTER), ("ask", "typed")]);
        assert_eq!((asked.status, desk.text.as_str()), (303, "一段。\n"), "looking at a figure keeps the line");
        desk.done("figures", &[("placing", LITTER), ("wording", "exact"), ("caret", "4")]);
        assert_eq!(desk.text, "一段。\n{1 2方}");
        desk.done("figures", &[("text", "一段。\r\n"), ("placing", LITTER), ("wording", "exact")]);
        assert_eq!(desk.text, "一段。\n{2 2方}", "without script it goes to the end");
        town.ends_well();
    });
}

#[test]
fn a_withdrawn_issue_says_why_and_is_issued_again() {
    on_both(|town| {
        let county = County::found(town);
        cleared(&county, "deed-0001", "2", "清理", false);
        let mut desk = Desk::begin(&county);
        desk.write("清理垃圾");
        desk.place(LITTER, "exact");
        desk.publish();
        let mut second = Desk::begin(&county);
        second.write("又一期");
        second.sign("edited");
        second.sign("approved");
        assert!(second.confirm().body.contains("第9期已经刊发"), "a number is given once");
        let rev = between(&town.get(&desk.path, &desk.office).body, "name=\"rev\" value=\"", "\"");
        let withdraw = |reason: &str| town.post(&format!("{}/withdrawal", desk.path), &[("rev", &rev), ("reason", reason)], &desk.office);
        assert_eq!(withdraw("").status, 422, "a reason is needed");
        assert!(town.get("/bulletins", "").body.contains("第9期，春满泽州"), "as a chat is told it");
        assert_eq!(withdraw("单位名称写错").status, 303);
        assert!(town.get(&desk.path, "").body.contains("单位名称写错"), "the page stays and says so");
        let again = town.post(&format!("{}/next", desk.path), &[], &desk.office);
        let mut third = Desk { path: again.location.trim_end_matches("/edit").to_owned(), ..desk };
        third.text = between(&third.page(), "name=\"text\" rows=\"18\">", "</textarea>");
        assert_eq!(third.text, "清理垃圾{1 2方}");
        third.publish();
        assert!(town.get(&third.path, "").body.contains("已经撤回的那一期"));
        town.ends_well();
    });
}

#[test]
fn two_writers_do_not_overwrite_each_other() {
    on_both(|town| {
        let county = County::found(town);
        let mut desk = Desk::begin(&county);
        desk.write("第一稿");
        let stale = town.post(&format!("{}/text", desk.path), &[("rev", "1"), ("day", "2017-03-31"), ("text", "另一人的稿")], &desk.office);
        assert_eq!(stale.status, 422);
        assert!(stale.body.contains("另一人的稿"), "what was typed is still there");
        assert_eq!(between(&desk.page(), "name=\"text\" rows=\"18\">", "</textarea>"), "第一稿");
        let bad = desk.press("text", &[("day", "2017-02-30"), ("text", "留着"), ("copies", "三十")]);
        assert!(bad.status == 422 && bad.body.contains("留着") && bad.body.contains("value=\"三十\""));
        let unsaid = desk.press("sign-offs", &[("step", "edited"), ("signer", "王主任"), ("signed_day", "2017-03-30")]);
        assert!(unsaid.status == 422 && unsaid.body.contains("value=\"王主任\"") && unsaid.body.contains("value=\"edited\" selected"));
        desk.done("end", &[]);
        assert_eq!(town.get(&desk.path, &desk.office).status, 404);
        town.ends_well();
    });
}

#[test]
fn an_office_of_one_township_writes_no_bulletin_of_the_county() {
    on_both(|town| {
        let county = County::found(town);
        town.person("their-office", "周正", "101", "office");
        let theirs = town.enter("their-office");
        assert_eq!(town.post("/bulletins", &[("campaign", "six-ones")], &theirs).status, 403);
        let desk = Desk::begin(&county);
        assert_eq!((town.get(&desk.path, &theirs).status, town.get(&format!("{}/edit", desk.path), &theirs).status), (404, 403));
        town.ends_well();
    });
}

#[test]
fn what_a_published_figure_is_made_of_outlives_an_erasure() {
    on_both(|town| {
        let county = County::found(town);
        cleared(&county, "deed-0001", "2", "清理", false);
        let mut desk = Desk::begin(&county);
        desk.write("清理垃圾");
        desk.place(LITTER, "exact");
        desk.publish();
        let inputs = format!("{}/figures/1/inputs", desk.path);
        let file = town.app.db.read(|r| r.row("SELECT inputs FROM placed WHERE inputs <> ''", &[])).unwrap().unwrap().text(0).unwrap();
        let deed =
            format!(r#"{{"id":"deed-borrows","indicator":"litter","unit":"101","day":"2017-03-20","quantity":"1","files":["{file}"]}}"#);
        let post = Request::post("/api/v1/deeds").header(header::AUTHORIZATION, format!("Bearer {}", county.token("member")));
        let borrowed = town.send(post.body(Body::from(deed)).unwrap());
        assert_eq!(borrowed.status, 422, "records behind a figure are nobody's attachment: {}", borrowed.body);
        let gone = town.post("/deeds/deed-0001/erasure", &[("reason", "本人要求"), ("sure", "yes")], county.as_who("office"));
        assert_eq!(gone.status, 303, "{}", gone.body);
        assert_eq!(town.get(&inputs, "").body.lines().count(), 1 + 1);
        town.ends_well();
    });
}
