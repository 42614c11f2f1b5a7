//! Coming in.

use super::{World, keep};
use crate::accounts::pages::{ClaimPage, FirstRunPage, SignInPage};
use crate::demo::Which;
use crate::tour::pages::{Card, Go, TourPage};
use crate::web::forms::{Choice, Errors};
use crate::web::layout::Place;

pub fn all(world: &World) {
    tour(world);
    sign_in(world);
    first_run(world);
    for (name, password_required) in [("claim", false), ("claim-desk", true)] {
        let page = ClaimPage {
            shell: world.shell("/join/7QKD-41TX", Place::Other),
            action: "/join/7QKD-41TX".to_owned(),
            name: "张晓梅".to_owned(),
            unit: "金村镇".to_owned(),
            password_required,
            errors: Errors::default(),
        };
        keep(world.lang, name, &page);
    }
}

fn sign_in(world: &World) {
    let mut errors = Errors::default();
    errors.add(
        "password",
        world.pick(&[
            "编号或密码不对，请再试一次。",
            "編號或密碼不對，請再試一次。",
            "The code or the password is not right. Please try again.",
        ]),
    );
    for (name, errors) in [("sign-in", Errors::default()), ("sign-in-wrong", errors)] {
        let page = SignInPage { shell: world.shell("/sign-in", Place::Other), code: "chenli".to_owned(), next: "/todo".to_owned(), errors };
        keep(world.lang, name, &page);
    }
}

fn first_run(world: &World) {
    let shell = world.shell("/first-run/k3", Place::Other);
    let page = FirstRunPage {
        action: "/first-run/k3".to_owned(),
        realm: String::new(),
        unit_code: "1".to_owned(),
        time_zones: vec![Choice::new("Asia/Shanghai", "Asia/Shanghai", true), Choice::new("Europe/Berlin", "Europe/Berlin", false)],
        rules: FirstRunPage::rule_choices(&shell, "cn"),
        word_sets: FirstRunPage::word_choices(&shell, "county-cn"),
        currencies: crate::realm::pages::currencies("CNY"),
        phone: String::new(),
        address: String::new(),
        name: String::new(),
        code: "admin".to_owned(),
        errors: Errors::default(),
        shell,
    };
    keep(world.lang, "first-run", &page);
}

fn tour(world: &World) {
    let card = |key, go| Card { key, go };
    let personas = Which::County.personas();
    let cards = vec![
        card("open", Go::Open("/bulletins/b-9/figures/1".to_owned())),
        card("record", Go::Be(&personas[0])),
        card("check", Go::Be(&personas[1])),
        card("moved", Go::Open("/figures/litter".to_owned())),
        card("draft", Go::Be(&personas[2])),
        card("verify", Go::Open("/verify?q=9/1".to_owned())),
        card("tamper", Go::Run("make demo-tamper")),
        card("school", Go::Run("chunman demo --world school")),
    ];
    keep(world.lang, "tour", &TourPage { shell: world.shell("/tour", Place::Other), cards });
}
