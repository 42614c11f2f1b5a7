//! What a confirmation recorded, to look at again and to tell in a chat.
use super::find;
use super::pages::ReceiptPage;
use crate::checks::charge;
use crate::deeds::Deed;
use crate::deeds::state::RECEIVED;
use crate::deeds::view::Lookup;
use crate::orgs::{self, Import};
use crate::powers::Power;
use crate::realm::local_day;
use crate::web::layout::{Fig, Place};
use crate::web::{Cx, Fault};
use ledger::Read;

/// The most earlier confirmations that are linked.
const EARLIER_MOST: usize = 10;

/// Where a confirmation is looked at; `before` are those that recorded some of its lines earlier.
pub fn href(import: &str, before: &[String]) -> String {
    let before: Vec<&str> = before.iter().filter(|b| *b != import).map(String::as_str).take(EARLIER_MOST).collect();
    match (import, &before[..]) {
        ("", [first, rest @ ..]) => format!("/paste/{first}?again=1&before={}", rest.join(".")),
        _ => format!("/paste/{import}?before={}", before.join(".")),
    }
}

/// # Errors
/// `Missing` when there is no such confirmation, `Barred` for all but clerks of its unit.
pub fn page(r: &mut Read, cx: &Cx, id: &str, again: bool, before: &str) -> Result<ReceiptPage, Fault> {
    let import = r.find::<Import>(id)?.filter(|i| i.kind == "paste").ok_or(Fault::Missing)?;
    let deeds = find::deeds_of(r, id)?;
    let first = deeds.first().ok_or(Fault::Missing)?;
    cx.may(r, &Power::RecordAll { unit: first.unit.clone(), deeds: Vec::new() })?;
    let shell = cx.shell(r, Place::Paste)?;
    let zone = cx.realm(r)?.zone;
    let day = local_day(&zone, &import.started);
    let unit = orgs::find::named(r, &first.unit, &first.day)?.map_or_else(|| first.unit.clone(), |u| u.name);
    let mut look = Lookup::new(&shell.w);
    let lines = deeds.iter().map(|deed| look.line(r, deed, true)).collect::<Result<Vec<_>, _>>()?;
    let today = cx.today(r)?;
    let waiting: Vec<Deed> = deeds.iter().filter(|deed| deed.state == RECEIVED).cloned().collect();
    let by = charge::of_these(r, &shell.w, &waiting, &today)?;
    let count = Fig::new(deeds.len().to_string(), shell.t("measure.deeds"), "#rows");
    let mut earlier = Vec::new();
    for id in before.split('.').filter(|id| !id.is_empty()).take(EARLIER_MOST) {
        if r.find::<Import>(id)?.is_some_and(|i| i.kind == "paste") {
            earlier.push(format!("/paste/{id}"));
        }
    }
    Ok(ReceiptPage { again, count, by, unit, day, lines, earlier, shell })
}
