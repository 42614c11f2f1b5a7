//! Setting a campaign up: the form fresh, refused, and the list.
use super::{World, keep};
use crate::campaigns::closing::ClosingPage;
use crate::campaigns::file::CampaignFile;
use crate::campaigns::listing::{ListingPage, Row};
use crate::campaigns::pages::Finding;
use crate::campaigns::set_up_page::{Marks, SetUpPage};
use crate::realm::{Realm, pages::RealmPage};
use crate::web::forms::Errors;
use crate::web::layout::{Fig, Link, Place};

pub fn all(world: &World) {
    let text = include_str!("../../../../../campaigns/six-ones.toml");
    let sound: CampaignFile = toml::from_str(text).unwrap();
    keep(world.lang, "set-up", &page(world, &sound, &Errors::default()));
    let mut refused = sound.clone();
    refused.items[3].target = Some("3".into());
    refused.items[3].per = "person".into();
    refused.items[0].name = "每日签到".into();
    refused.blurb = "比一比谁的点击量高。".into();
    let mut errors = Errors::default();
    errors.add("to", world.pick(&["起止日期不对。", "起止日期不對。", "These days are not right."]));
    keep(world.lang, "set-up-refused", &page(world, &refused, &errors));
    listing(world);
    keep(world.lang, "realm", &RealmPage::draw(world.shell("/realm", Place::Other), &realm(), Errors::default(), true));
}

fn realm() -> Realm {
    Realm {
        id: "realm".into(),
        rev: 3,
        name: "泽州县".into(),
        zone: "Asia/Shanghai".into(),
        rules: "cn".into(),
        words: "county-cn".into(),
        telephone: "0356-3000000".into(),
        address: "山西省晋城市泽州县".into(),
        offset_ms: 0,
        demonstration: true,
        currency: "CNY".into(),
    }
}

fn page(world: &World, file: &CampaignFile, errors: &Errors) -> SetUpPage {
    let shell = world.shell("/campaigns/six-ones/edit", Place::Other);
    let w = shell.w.clone();
    let notes = file.findings("cn").iter().map(|f| Finding::of(f, &w)).collect();
    let mut page = SetUpPage::draw(shell, file, &mut Marks::new(&w, errors, notes));
    page.title = w.t("set_up.edit").to_owned();
    page.action = "/campaigns/six-ones/edit".to_owned();
    page.rev = Some(2);
    page.units = vec![("140525106".to_owned(), "金村镇".to_owned())];
    page
}

fn listing(world: &World) {
    let row = |state: &str, running| Row {
        name: "“六个一”活动".to_owned(),
        slogan: "务实清廉、春满泽州".to_owned(),
        state: world.shell("/", Place::Campaign).t(state).to_owned(),
        running,
        days: Some(("2017-03-01".to_owned(), "2017-03-31".to_owned())),
        unit: "泽州县".to_owned(),
        href: "/campaigns/six-ones".to_owned(),
        edit: Some("/campaigns/six-ones/edit".to_owned()),
        file: "/campaigns/six-ones.toml".to_owned(),
        archive: "/campaigns/six-ones/archive.zip".to_owned(),
        draws: "/campaigns/six-ones/draws".to_owned(),
        clone: "/campaigns/six-ones/clone".to_owned(),
        close: running.then(|| "/campaigns/six-ones/close".to_owned()),
        discard: (!running).then(|| "/campaigns/six-ones/discard".to_owned()),
    };
    let ask = ClosingPage {
        shell: world.shell("/campaigns/six-ones/close", Place::Campaign),
        name: "“六个一”活动".to_owned(),
        action: "/campaigns/six-ones/close".to_owned(),
        by: "常燕、卫东".to_owned(),
        records: "/figures/w/records".to_owned(),
        checks: None,
        waiting: Some(Fig::new("14", world.pick(&["件", "件", "records"]), "/figures/w")),
        back: Link { href: "/campaigns".to_owned(), label: world.pick(&["活动", "活動", "Campaigns"]).to_owned() },
    };
    keep(world.lang, "campaign-closing", &ask);
    let campaigns = vec![row("campaign.running", true), row("campaigns.draft", false)];
    keep(
        world.lang,
        "campaigns",
        &ListingPage { shell: world.shell("/campaigns", Place::Campaign), manages: true, campaigns, files: Vec::new() },
    );
}
