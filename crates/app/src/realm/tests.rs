//! The realm's settings, on both databases.
use crate::town::on_both;

const FORM: [(&str, &str); 6] = [
    ("realm", "Riverside School"),
    ("rules", "general"),
    ("words", "school"),
    ("phone", "01632 960001"),
    ("address", "1 River Road"),
    ("currency", "GBP"),
];

#[test]
fn the_administrator_changes_words_and_rules_and_nobody_else_does() {
    on_both(|town| {
        let admin = town.set_up();
        town.person("li", "李国华", "1", "office");
        let office = town.enter("li");
        assert_eq!(town.get("/realm", "").status, 401);
        assert_eq!(town.get("/realm", &office).status, 403);
        assert!(town.get("/realm", &admin).body.contains("泽州县"));
        let with = |rev: &'static str| FORM.iter().copied().chain([("rev", rev)]).collect::<Vec<_>>();
        assert_eq!(town.post("/realm", &with("1"), &office).status, 403);
        assert_eq!(town.post("/realm", &with("1"), &admin).location, "/realm?done=saved");
        assert_eq!(town.post("/realm", &with("1"), &admin).status, 409, "an older version does not overwrite");
        let page = town.get("/realm?lang=en", &admin).body;
        assert!(page.contains("Riverside School") && page.contains("selected>GBP"), "{page}");
        assert!(town.get("/units?lang=en", "").body.contains("Classes"));
        for (name, value) in [("currency", "XXX"), ("words", "army"), ("rules", ""), ("phone", ""), ("realm", " ")] {
            let form: Vec<(&str, &str)> = with("2").into_iter().map(|(n, v)| if n == name { (n, value) } else { (n, v) }).collect();
            let reply = town.post("/realm", &form, &admin);
            assert_eq!(reply.status, 422, "{name}");
            assert!(reply.body.contains(&format!("err-{name}")), "{name}");
        }
        town.ends_well();
    });
}
