//! 验真: nothing asked yet, an issue's notes, a published figure, one of now, what was not found.
use super::{World, keep};
use crate::figures::pages::Proof;
use crate::verify::pages::{Claim, NoteRow, Record, Subject, VerifyPage};
use crate::web::deed_line::State;
use crate::web::forms::Errors;
use crate::web::html::Html;
use crate::web::layout::{Fig, Link, Place};

const FIGURE: &str = "sum.litter.@three.20170301-20170331.verified";

pub fn all(world: &World) {
    let page = |q: &str, subject| VerifyPage {
        shell: world.shell("/verify", Place::Verify),
        q: q.to_owned(),
        errors: Errors::default(),
        subject,
        keys: vec!["town.example/log/zezhou-e1+1a2b3c4d+AQ==".to_owned()],
    };
    keep(world.lang, "verify-empty", &page("", Subject::Nothing));
    let link = |href: &str, label: &str| Link { href: href.to_owned(), label: label.to_owned() };
    let name = world.pick(&["第9期　注1", "第9期　註1", "No. 9, note 1"]);
    let row = NoteRow { name: name.to_owned(), link: link("/verify?q=b-9/1", "近万方") };
    keep(world.lang, "verify-issue", &page("9", Subject::Issue(link("/bulletins/b-9", "务实清廉、春满泽州"), vec![row])));
    keep(world.lang, "verify-several", &page("9/1", Subject::Issues(vec![link("/verify?q=b-9/1", "务实清廉、春满泽州")])));
    keep(world.lang, "verify", &page(FIGURE, Subject::Claim(Box::new(claim(world)))));
    let published = Claim {
        name: Some(link("/bulletins/b-9/figures/1", name)),
        said: "近万方".to_owned(),
        frozen: Some(("2017-03-31T10:00".to_owned(), 73_894)),
        now: Some(Fig::new("9740", world.item(2).2, "/figures/litter")),
        live: Some(link("/verify?q=x", world.shell("/", Place::Other).t("verify.live"))),
        ..claim(world)
    };
    keep(world.lang, "verify-published", &page("9/1", Subject::Claim(Box::new(published))));
    keep(world.lang, "verify-record", &page("deeds/d-1", Subject::Record(Box::new(record(world)))));
    let mut missing = page("9/99", Subject::Nothing);
    missing.errors.add("q", missing.shell.t("verify.nothing").to_owned());
    keep(world.lang, "verify-missing", &missing);
}

fn claim(world: &World) -> Claim {
    let sentence = world.pick(&["这三个乡镇清一片垃圾。", "這三個鄉鎮清一片垃圾。", "Litter cleared in the three townships."]);
    Claim {
        name: None,
        withdrawn: String::new(),
        said: String::new(),
        value: Fig::new("9731.5", world.item(2).2, "/figures/litter"),
        raw: 9_731_500,
        title: sentence.to_owned(),
        sentence: Html(sentence.to_owned()),
        question: FIGURE.to_owned(),
        frozen: None,
        now: None,
        records: "/figures/litter/records".to_owned(),
        count: Some(Fig::new("1832", world.pick(&["条", "條", "records"]), "/figures/deeds")),
        proof: "/api/v1/figures/litter/proof".to_owned(),
        live: None,
        fingerprint: "9f2c-0b1e-77b0-c41d-1a5e-9f2c-0b1e-77b0".to_owned(),
        checkpoint: Some(checkpoint()),
    }
}

fn checkpoint() -> Proof {
    Proof { size: 73_901, at: "2017-03-31T10:00".to_owned(), root: "9f2c".repeat(16), data: None }
}

fn record(world: &World) -> Record {
    let (_, item, measure) = world.item(2);
    Record {
        id: "d-1".to_owned(),
        item: item.to_owned(),
        quantity: "12.5".to_owned(),
        measure: measure.to_owned(),
        unit: world.pick(&["南岭乡", "南嶺鄉", "Nanling"]).to_owned(),
        day: "2017-03-18".to_owned(),
        state: State::Verified,
        position: 73_894,
        raw: 12_500,
        fingerprint: "9f2c-0b1e-77b0-c41d-1a5e-9f2c-0b1e-77b0".to_owned(),
        checkpoint: Some(checkpoint()),
    }
}
