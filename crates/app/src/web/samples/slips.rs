//! A slip by which the other side answers: printed, asked for, answered.
use super::desk::link;
use super::{World, keep};
use crate::slips::pages::{AnsweredPage, Asked, ConfirmPage, SlipPage};
use crate::web::forms::Errors;
use crate::web::layout::Place;

fn asked() -> Asked {
    Asked {
        about: "人畜吃水".to_owned(),
        item: "办结一件困难".to_owned(),
        day: "2017-03-20".to_owned(),
        quantity: "1".to_owned(),
        measure: "件".to_owned(),
        place: "山河镇李家庄村".to_owned(),
        unit: "山河镇".to_owned(),
    }
}

/// As its checker prints it.
pub fn all(world: &World) {
    let page = SlipPage {
        shell: world.shell("/deeds/d2/slip", Place::Checks),
        back: link("/checks?at=d2", "审核"),
        asked: asked(),
        to: vec!["王大爷（户）".to_owned()],
        code: "4821 9037 1560 2284".to_owned(),
        address: "https://example.cn/confirm".to_owned(),
        scan: "https://example.cn/confirm/4821903715602284".to_owned(),
    };
    keep(world.lang, "slip", &page);
}

/// As whoever was served sees it.
pub fn public(world: &World) {
    let page = |asked, code: &str, errors| ConfirmPage {
        shell: world.shell("/confirm", Place::Other),
        asked,
        code: code.to_owned(),
        words: String::new(),
        errors,
    };
    keep(world.lang, "confirm", &page(Some(asked()), "4821 9037 1560 2284", Errors::default()));
    keep(world.lang, "confirm-code", &page(None, "", Errors::default()));
    let mut wrong = Errors::default();
    wrong.add("code", world.shell("/", Place::Other).t("need.slip_unknown"));
    keep(world.lang, "confirm-wrong", &page(None, "4821 9037", wrong));
    keep(world.lang, "confirm-answered", &AnsweredPage { shell: world.shell("/confirm?done=yes", Place::Other) });
}
