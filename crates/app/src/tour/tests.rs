//! The tour is a demonstration's, and nobody else's.
use crate::powers::Power;
use crate::realm::Realm;
use crate::town::county::County;
use crate::town::{Town, on_both};

/// From now on this realm is a demonstration.
fn demonstrate(town: &Town) {
    town.write(Power::ManageRealm, |tx| {
        let realm = Realm::find(tx)?.unwrap();
        Ok(tx.update(&realm, &Realm { demonstration: true, ..realm.clone() })?)
    });
}

#[test]
fn only_in_a_demonstration_one_is_its_persons_with_one_click() {
    on_both(|town| {
        let _county = County::found(town);
        for (code, name, unit, role) in
            [("zhangxiaomei", "张小", "101", ""), ("liguohua", "李国", "101", "clerk"), ("zhaoming", "赵明", "1", "office")]
        {
            town.person(code, name, unit, role);
            town.enter(code);
        }
        assert_eq!((town.get("/tour", "").status, town.post("/tour/zhangxiaomei", &[], "").status), (404, 404), "a realm of people");
        demonstrate(town);
        let page = town.get("/tour", "").body;
        for said in ["五分钟导览", "/tour/zhangxiaomei", "/tour/liguohua", "make demo-tamper", "/verify?q=sum.litter."] {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(!page.contains("/tour/zhaoming"), "there is no draft to write");
        assert!(town.get("/", "").body.contains("href=\"/tour\""), "the banner leads there");
        let phone = town.post("/tour/zhangxiaomei", &[], "");
        assert_eq!((phone.status, phone.location.as_str()), (303, "/capture/litter"));
        assert!(town.get(&phone.location, &phone.cookie).body.contains("张小"));
        assert_eq!(town.post("/tour/liguohua", &[], "").location, "/checks");
        assert_eq!(town.post("/tour/member", &[], "").status, 404, "nobody but those named");
        town.ends_well();
    });
}
