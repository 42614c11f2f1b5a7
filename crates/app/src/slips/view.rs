//! What a slip asks, and what was answered, in words.
use super::find;
use super::pages::Asked;
use super::{Reply, Slip};
use crate::campaigns;
use crate::deeds::view::decimals;
use crate::deeds::{Content, Deed};
use crate::needs;
use crate::orgs;
use crate::realm::{Realm, local_day};
use crate::web::Fault;
use crate::web::format::{day_year, quantity};
use crate::web::words::Words;
use ledger::Read;

/// # Errors
/// When the data cannot be read.
pub fn asked(r: &mut Read, w: &Words, deed: &Deed, content: &Content) -> Result<Asked, Fault> {
    let (indicator, item, _) = campaigns::find::measure(r, &deed.indicator)?;
    Ok(Asked {
        item: item.name,
        about: needs::about(r, w, &deed.id)?,
        day: content.day.clone(),
        quantity: quantity(content.quantity, decimals(&indicator)),
        measure: indicator.measure,
        place: content.place.clone(),
        unit: orgs::find::named(r, &deed.unit, &content.day)?.map_or_else(|| deed.unit.clone(), |unit| unit.name),
    })
}

/// That a slip was printed and is not answered yet, for its checker; empty where none is.
/// # Errors
/// When the data cannot be read.
pub fn printed(r: &mut Read, w: &Words, deed: &str) -> Result<String, Fault> {
    let Some(slip) = find::newest(r, deed)?.filter(Slip::is_open) else { return Ok(String::new()) };
    let zone = Realm::find(r)?.ok_or(Fault::NotSetUp)?.zone;
    let key = if slip.asks(r)?.is_some() { "slip.printed" } else { "slip.printed_void" };
    Ok(w.f(key, &[("day", &day_year(w.lang(), &local_day(&zone, &slip.printed_at)))]))
}

/// What the other side answered, for its checker: the sentence, and their words.
/// # Errors
/// When the data cannot be read.
pub fn said(r: &mut Read, w: &Words, deed: &str) -> Result<Option<(String, String)>, Fault> {
    let Some(slip) = find::reply(r, deed)? else { return Ok(None) };
    let key = match slip.reply() {
        Some(Reply::Yes) => "slip.said_yes",
        Some(Reply::Other) => "slip.said_other",
        Some(Reply::Unknown) => "slip.said_unknown",
        None => return Ok(None),
    };
    let zone = Realm::find(r)?.ok_or(Fault::NotSetUp)?.zone;
    let sentence = w.f(key, &[("day", &day_year(w.lang(), &local_day(&zone, &slip.answered_at)))]);
    Ok(Some((sentence, slip.words.unwrap_or_default())))
}
