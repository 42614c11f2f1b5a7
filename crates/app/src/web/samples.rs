//! Every page with realistic samples in every language, written to `target/samples/` for eyes and for axe.
//! People and figures are invented.

mod administration;
mod bulletin;
mod desk;
mod door;
mod handed;
mod households;
mod lots;
mod needs;
mod orgs;
mod paste;
mod public;
mod rosters;
mod set_up;
mod slips;
mod verify;

use std::path::PathBuf;

use askama::Template;

use super::deed_line::{DeedLine, State};
use super::layout::{Fig, Person, Place, Shell};
use super::pieces::{ItemFigure, OtherMeasure, Petal, TileGroup, UnitTile};
use super::words::{Lang, Words};

/// The campaign's items: name, one-character label, measure — as a campaign file gives them in each language.
const ITEMS: [[(&str, &str, &str); 3]; 6] = [
    [("做一件好事", "事", "件"), ("做一件好事", "事", "件"), ("A good deed", "D", "deeds")],
    [("栽一棵绿树", "树", "棵"), ("栽一棵綠樹", "樹", "棵"), ("Plant a tree", "T", "trees")],
    [("清一片垃圾", "清", "立方米"), ("清一片垃圾", "清", "立方米"), ("Clear litter", "L", "m³")],
    [("发一条微信", "信", "条"), ("發一條微信", "信", "條"), ("Write a post", "P", "posts")],
    [("帮一个贫困户", "户", "户"), ("幫一個貧困戶", "戶", "戶"), ("Help a household", "H", "households")],
    [("记一条廉政箴言", "言", "条"), ("記一條廉政箴言", "言", "條"), ("Note a pledge", "N", "pledges")],
];
const TOWNS: [&str; 17] = [
    "下村镇",
    "大阳镇",
    "南村镇",
    "巴公镇",
    "大东沟镇",
    "川底乡",
    "高都镇",
    "北义城镇",
    "周村镇",
    "金村镇",
    "柳树口镇",
    "南岭乡",
    "犁川镇",
    "大箕镇",
    "李寨乡",
    "晋庙铺镇",
    "山河镇",
];
const VALUES: [(&str, &str); 6] = [("8412", "243"), ("12930", "188"), ("13106.5", "76.5"), ("6204", ""), ("3118", "96"), ("5907", "")];

struct World {
    lang: Lang,
    signed_in: bool,
}

impl World {
    fn pick<'a>(&self, three: &[&'a str; 3]) -> &'a str {
        three[self.lang as usize]
    }

    fn item(&self, index: usize) -> (&'static str, &'static str, &'static str) {
        ITEMS[index][self.lang as usize]
    }

    fn shell(&self, path: &str, here: Place) -> Shell {
        let w = Words::new(self.lang, "county-cn");
        let mine = self.pick(&["我的六个一", "我的六個一", "My six ones"]);
        Shell {
            realm_name: self.pick(&["泽州县", "澤州縣", "Zezhou County"]).to_owned(),
            demo: Some("2017-03-31T10:00".to_owned()),
            today: "2017-03-31".to_owned(),
            person: self.signed_in.then(|| Person {
                code: "zhangxiaomei".to_owned(),
                name: "陈立".to_owned(),
                unit: "大东沟镇".to_owned(),
                roles: self.pick(&["单位经办人", "單位經辦人", "unit clerk"]).to_owned(),
            }),
            nav: if self.signed_in { Shell::own_nav(&w, mine, true, here) } else { Shell::public_nav(&w, Some("/figures/all"), here) },
            w,
            phone: "0356-3000000".to_owned(),
            address: "山西省晋城市泽州县“六个一”活动办公室 048000".to_owned(),
            path: path.to_owned(),
            origin: "http://127.0.0.1:8140".to_owned(),
            lang_explicit: !self.signed_in,
            large: false,
            drawn: "t1490925600000~0~0~".to_owned(),
        }
    }

    fn figures(&self) -> Vec<ItemFigure> {
        let mut all = Vec::new();
        for (index, (value, waiting)) in VALUES.iter().enumerate() {
            let (name, _, measure) = self.item(index);
            all.push(ItemFigure {
                hue: index as u8 + 1,
                name: name.to_owned(),
                value: Fig::new(*value, measure, format!("/figures/item-{index}")),
                more: (index == 2)
                    .then(|| OtherMeasure {
                        name: self.item(index).0.to_owned(),
                        value: Fig::new("14", measure, "/figures/item-2-more"),
                        waiting: Some(Fig::new("1", measure, "/figures/w-2-more")),
                    })
                    .into_iter()
                    .collect(),
                waiting: (!waiting.is_empty()).then(|| Fig::new(*waiting, measure, format!("/figures/w-{index}"))),
                note: self.pick(&["自愿，不设计划数", "自願，不設計劃數", "Voluntary, no planned number"]).to_owned(),
                planned: if index == 0 {
                    self.pick(&["4000件（全活动）", "4000件（全活動）", "4,000 deeds (whole campaign)"]).to_owned()
                } else {
                    String::new()
                },
            });
        }
        all
    }

    fn petals(&self, parts: [f32; 6]) -> Vec<Petal> {
        parts.iter().enumerate().map(|(i, part)| Petal { part: *part, label: self.item(i).1.to_owned() }).collect()
    }

    fn tile(&self, index: usize, name: &str) -> UnitTile {
        let items = (0..6).map(|i| (self.item(i).0.to_owned(), i != 5 || !index.is_multiple_of(4))).collect();
        UnitTile { name: name.to_owned(), href: format!("/units/14052510{index}"), items, at: None }
    }

    fn groups(&self) -> Vec<TileGroup> {
        let towns = TOWNS.iter().enumerate().map(|(i, name)| self.tile(i, name)).collect();
        let bureaus = ["团县委", "县财政局", "县农机部门"].iter().enumerate().map(|(i, name)| self.tile(i, name));
        vec![
            TileGroup { title: self.pick(&["各乡镇", "各鄉鎮", "Townships"]).to_owned(), tiles: towns },
            TileGroup { title: self.pick(&["县直单位", "縣直單位", "Bureaus"]).to_owned(), tiles: bureaus.collect() },
        ]
    }

    fn line(&self, index: usize, quantity: &str, unit: &str, words: &str, state: Option<State>) -> DeedLine {
        let (item, _, measure) = self.item(index);
        DeedLine {
            href: format!("/deeds/0190-{index}"),
            hue: index as u8 + 1,
            item: item.to_owned(),
            quantity: quantity.to_owned(),
            measure: measure.to_owned(),
            unit: unit.to_owned(),
            day: "2017-03-30".to_owned(),
            place: if index == 2 { "207国道41–42公里".to_owned() } else { String::new() },
            who: if self.signed_in { "赵志强".to_owned() } else { String::new() },
            words: words.to_owned(),
            state,
            position: 10_382 + index as i64,
        }
    }

    fn feed(&self) -> Vec<DeedLine> {
        vec![
            self.line(0, "1", "大阳镇", "帮助走失儿童与家人团聚", None),
            self.line(0, "23", "南村镇", "西峪村敬老院：打扫、理发、体检、演出", None),
            self.line(2, "968", "大东沟镇", "", None),
            self.line(1, "420", "大箕镇", "龙月生态园“播种希望，染绿太行”", None),
            self.line(4, "1", "山河镇", "", None),
        ]
    }
}

/// Where samples go: beside the build, whatever it is called.
fn folder(lang: Lang) -> PathBuf {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target"), PathBuf::from);
    let folder = target.join("samples").join(lang.tag());
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Writes one page with its style and script beside it, after looking at what every page must hold.
fn keep(lang: Lang, name: &str, page: &impl Template) {
    let html = page.render().unwrap();
    assert_eq!(html.matches("<h1").count(), 1, "{name}: one h1");
    assert!(!html.contains(" style=") && !html.contains("onclick"), "{name}: nothing the content policy forbids");
    let faults = super::seen::Seen::of(&html).faults(lang);
    assert!(faults.is_empty(), "{name} {}: {faults:#?}", lang.tag());
    let local = html.replace("\"/assets/", "\"../assets/");
    std::fs::write(folder(lang).join(format!("{name}.html")), local).unwrap();
}

fn write_assets() {
    let folder = folder(Lang::Hans).join("../assets");
    std::fs::create_dir_all(&folder).unwrap();
    for href in [
        super::assets::css_href(),
        super::assets::js_href(),
        super::assets::desk_js_href(),
        super::assets::icon_href(),
        super::assets::verify_js_href(),
        super::assets::draft_js_href(),
        super::assets::unsent_js_href(),
    ] {
        let (bytes, _) = super::assets::find(href).unwrap();
        std::fs::write(folder.join(href.trim_start_matches("/assets/")), bytes).unwrap();
    }
}

#[test]
fn every_page_in_every_language() {
    write_assets();
    for lang in Lang::ALL {
        public::all(&World { lang, signed_in: false });
        door::all(&World { lang, signed_in: false });
        desk::all(&World { lang, signed_in: true });
        administration::all(&World { lang, signed_in: true });
        set_up::all(&World { lang, signed_in: true });
        bulletin::public(&World { lang, signed_in: false });
        verify::all(&World { lang, signed_in: false });
        bulletin::desk(&World { lang, signed_in: true });
        handed::all(&World { lang, signed_in: true });
        households::all(&World { lang, signed_in: true });
        needs::all(&World { lang, signed_in: true });
        rosters::all(&World { lang, signed_in: true });
        lots::all(&World { lang, signed_in: true });
        lots::public(&World { lang, signed_in: false });
        slips::all(&World { lang, signed_in: true });
        slips::public(&World { lang, signed_in: false });
        orgs::all(&World { lang, signed_in: true });
        paste::all(&World { lang, signed_in: true });
    }
}
