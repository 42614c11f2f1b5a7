//! Hints as sentences, each with where it is put right.
use super::{Advice, At, Kind, of};
use crate::households::file::File;
use crate::households::lists::word;
use crate::households::sections::Section;
use crate::web::Fault;
use crate::web::layout::Link;
use crate::web::words::Words;
use ledger::Read;

/// `pairs`: the reader may say who is responsible; without that a hint about it leads nowhere but to the file.
/// # Errors
/// As [`of`].
pub fn lines(r: &mut Read, w: &Words, file: &File, today: &str, pairs: bool) -> Result<Vec<Link>, Fault> {
    Ok(of(r, file, today)?.into_iter().map(|advice| line(w, file, &advice, pairs)).collect())
}

fn line(w: &Words, file: &File, advice: &Advice, pairs: bool) -> Link {
    // What is a code in a hint is a word on a page.
    let what = match advice.kind {
        Kind::CauseWithoutMeasure => word(w, "cause", &advice.what),
        Kind::NotNeededWhy => word(w, "reach", &advice.what),
        Kind::NeedOverdue => w.t(&format!("topic.{}", advice.what)).to_owned(),
        _ => advice.what.clone(),
    };
    let href = match &advice.at {
        At::Form(Section::Responsible, _) if !pairs => file.household.path(),
        At::Form(section, at) => format!("{}/{}?at={at}", file.household.path(), section.word()),
        At::Page(href) => href.clone(),
    };
    Link { href, label: w.f(&format!("advice.{}", advice.kind.word()), &[("what", &what)]) }
}
