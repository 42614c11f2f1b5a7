//! Which campaign a realm's pages show when there are several.
use super::{CampaignFile, Town, send, spring};
use crate::orgs::{NewUnit, Unit};
use crate::powers::Power;
use crate::town::on_both;

/// Opens a campaign of a unit with these days; its ids are its own.
fn open(town: &Town, admin: &str, id: &str, unit: &str, from: &str, to: &str) {
    let mut file =
        CampaignFile { id: id.into(), name: id.into(), slogan: id.into(), unit: unit.into(), from: from.into(), to: to.into(), ..spring() };
    file.items[0].id = format!("{id}-tree");
    file.items[0].indicators[0].id = format!("{id}-trees");
    let opened = send(town, admin, &file, None, "open");
    assert_eq!(opened.status, 303, "{}", opened.body);
}

fn shown(town: &Town) -> String {
    let page = town.get("/", "").body;
    page.split("<h1 class=\"slogan\">").nth(1).and_then(|rest| rest.split("</h1>").next()).unwrap_or_default().to_owned()
}

#[test]
fn what_takes_records_is_shown_first_then_the_whole_organisations_then_the_latest() {
    on_both(|town| {
        let admin = town.set_up();
        town.write(Power::ManageUnits, |tx| {
            let village =
                NewUnit { code: "11".into(), name: "崔庄".into(), parent: "1".into(), kind: "village".into(), ..NewUnit::default() };
            Unit::add(tx, &village)
        });
        open(town, &admin, "february", "1", "2017-02-01", "2017-02-28");
        assert_eq!(shown(town), "february", "there is no other");
        open(town, &admin, "march", "1", "2017-03-01", "2017-03-31");
        assert_eq!(shown(town), "march", "the other one takes none any more");
        open(town, &admin, "may", "1", "2017-05-01", "2017-05-31");
        assert_eq!(shown(town), "march", "one to come does not take the place of one that runs");
        open(town, &admin, "last-days", "1", "2017-03-20", "2017-03-31");
        assert_eq!(shown(town), "last-days", "of two that run the one that began last");
        open(town, &admin, "village", "11", "2017-03-25", "2017-04-30");
        assert_eq!(shown(town), "last-days", "a village's own is not the county's");
        assert!(town.get("/", "").body.contains("/campaigns/village"), "and is named there");
        town.clock.advance_ms(3 * 86_400_000);
        assert_eq!(shown(town), "last-days", "records of its last evening are still taken");
        town.clock.advance_ms(86_400_000);
        assert_eq!(shown(town), "village", "the only one that takes any");
        for id in ["village", "may"] {
            assert_eq!(town.post(&format!("/campaigns/{id}/close"), &[], &town.enter("admin")).status, 303);
        }
        assert_eq!(shown(town), "last-days", "an open one before those that have ended");
        for id in ["last-days", "march", "february"] {
            assert_eq!(town.post(&format!("/campaigns/{id}/close"), &[], &town.enter("admin")).status, 303);
        }
        assert_eq!(shown(town), "may");
        town.ends_well();
    });
}
