//! Stories of drafts.
use super::{CampaignFile, find_all, send, spring, stored};
use crate::town::on_both;

#[test]
fn a_draft_is_saved_unfinished_seen_by_nobody_and_opened_when_it_is_whole_and_allowed() {
    on_both(|town| {
        let admin = town.set_up();
        assert_eq!(town.get("/campaigns/new", "").status, 401);
        assert_eq!(town.get("/campaigns/new", &admin).status, 200);
        let mut file = CampaignFile { to: String::new(), ..spring() };
        file.items[0].name = String::new();
        assert_eq!(send(town, &admin, &file, None, "save").location, "/campaigns/spring/edit?done=saved");
        assert_eq!(town.get("/campaigns/spring", "").status, 404, "a draft is no page");
        assert_eq!(town.get("/campaigns/spring.toml", "").status, 401);
        assert!(!town.get("/campaigns", "").body.contains("spring"));
        let (_, rev, state) = stored(town, "spring");
        assert_eq!(state, "draft");
        let reply = send(town, &admin, &file, Some(rev), "open");
        assert_eq!(reply.status, 422);
        assert!(reply.body.contains("err-items[0].name") && reply.body.contains("err-to"), "{}", reply.body);
        assert!(
            reply.body.contains("<a href=\"#f-to\" data-field>到哪天：") && reply.body.contains("href=\"#f-items[0].name\""),
            "{}",
            reply.body
        );
        let mut ranked = spring();
        ranked.items[0].indicators[0].name = "名次".into();
        let reply = send(town, &admin, &ranked, Some(rev), "open");
        assert_eq!(reply.status, 422);
        assert!(reply.body.contains("整治形式主义为基层减负若干规定") && reply.body.contains("不允许"), "{}", reply.body);
        assert!(reply.body.contains("href=\"#f-items[0].indicators[0].name\" data-field>栽一棵树 · "), "the way there: {}", reply.body);
        assert_eq!(stored(town, "spring").2, "draft", "what is refused is not opened");
        assert_eq!(send(town, &admin, &spring(), Some(rev), "open").location, "/campaigns/spring");
        assert_eq!(stored(town, "spring").2, "open");
        assert!(town.get("/", "").body.contains("春季植树"));
        assert_eq!(send(town, &admin, &spring(), Some(rev), "save").status, 409, "an older version does not overwrite");
        town.ends_well();
    });
}

#[test]
fn a_draft_is_given_up_whole() {
    on_both(|town| {
        let admin = town.set_up();
        assert_eq!(send(town, &admin, &spring(), None, "save").status, 303);
        assert!(town.get("/campaigns", &admin).body.contains("/campaigns/spring/discard"));
        assert_eq!(town.post("/campaigns/spring/discard", &[], &town.enter_as_member()).status, 403);
        assert_eq!(town.post("/campaigns/spring/discard", &[], &admin).location, "/campaigns");
        assert!(find_all(town).is_empty());
        assert_eq!(send(town, &admin, &spring(), None, "open").status, 303, "its names are free again");
        town.ends_well();
    });
}
