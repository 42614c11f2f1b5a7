//! My items: what I did, item by item, and what I recorded last.
use super::pages::{MinePage, MyItem, MyStatus};
use super::view::{Lookup, decimals, hue};
use super::{find, state};
use crate::campaigns::{self, Indicator, Item};
use crate::figures::pages::RecordsPage;
use crate::orgs;
use crate::web::download::{self, Download, Kind, files};
use crate::web::format::quantity;
use crate::web::html::{Html, escape};
use crate::web::layout::{Fig, Link, Place};
use crate::web::pieces::Petal;
use crate::web::{Cx, Fault};
use ledger::Read;

/// Records under the items, and on a page of earlier ones.
const LATEST: usize = 6;
const EARLIER: usize = 50;

/// # Errors
/// `SignIn` for strangers.
pub fn page(r: &mut Read, cx: &Cx, before: Option<i64>) -> Result<MinePage, Fault> {
    let actor = cx.actor(r)?;
    let shell = cx.shell(r, Place::Mine)?;
    let today = cx.today(r)?;
    let unit = orgs::find::named(r, &actor.unit, &today)?.map(|u| u.name).unwrap_or_default();
    let campaign = campaigns::find::current(r, &today)?;
    let (mut petals, mut tiles) = (Vec::new(), Vec::new());
    // A unit's own campaign is its people's.
    let line = orgs::find::line(r, &actor.unit, &today)?;
    let mut shown: Vec<_> = campaigns::find::taking(r, &today)?.into_iter().filter(|c| line.contains(&c.unit)).collect();
    if shown.is_empty() {
        shown.extend(campaign.clone());
    }
    let several = shown.len() > 1;
    for campaign in &shown {
        for (item, indicators) in campaigns::find::items(r, &campaign.id)? {
            let status = status(r, &actor.id, &item, &indicators)?;
            let part = match status {
                MyStatus::Done(..) => 1.0,
                MyStatus::Waiting(_) => 2.0 / 3.0,
                MyStatus::Returned => 1.0 / 3.0,
                MyStatus::NotYet => 0.0,
            };
            petals.push(Petal { part, label: item.label.clone() });
            let done = matches!(status, MyStatus::Done(..));
            let of = if several { campaign.name.clone() } else { String::new() };
            tiles.push(MyItem { of, hue: hue(&item), name: item.name.clone(), href: format!("/capture/{}", item.id), done, status });
        }
    }
    let closed = match &campaign {
        None => shell.t("campaign.none_now").to_owned(),
        Some(_) if several => String::new(),
        Some(c) => c.refuses(&today).map_or_else(String::new, |fault| fault.sentence(&shell.w)),
    };
    let most = if before.is_some() { EARLIER } else { LATEST };
    let mut latest = find::of_person(r, &actor.id, before.unwrap_or(i64::MAX), most + 1)?;
    let more = latest.len() > most;
    latest.truncate(most);
    Ok(MinePage {
        files: files("/mine", &[]),
        unit,
        name: actor.name.clone(),
        title: campaign.filter(|_| !several).map_or_else(|| shell.t("nav.mine").to_owned(), |c| c.mine_called(&shell.w)),
        petals,
        tiles,
        latest: Lookup::new(&shell.w).lines(r, &latest, Some(&actor))?,
        next: latest.last().filter(|_| more).map(|last| format!("/mine?before={}", last.position)),
        closed,
        shell,
    })
}

/// My deeds as a file, of one item or of all.
/// # Errors
/// `SignIn` for strangers, `Missing` when there is no such item.
pub fn file(r: &mut Read, cx: &Cx, item: Option<&str>, kind: Kind) -> Result<Download, Fault> {
    let (actor, w) = (cx.actor(r)?, cx.words(r)?);
    let item = item.map(|id| r.get::<Item>(id)).transpose()?;
    let title = item.as_ref().map_or(w.t("nav.mine"), |item| &item.name);
    let mut look = Lookup::new(&w);
    download::list(kind, &w, title, i64::MAX, |before| {
        let deeds = find::of_person(r, &actor.id, *before, ROWS)?;
        let next = deeds.last().filter(|_| deeds.len() == ROWS).map(|last| last.position);
        let asked: Vec<_> = deeds.into_iter().filter(|deed| item.as_ref().is_none_or(|item| deed.item == item.id)).collect();
        Ok((look.lines(r, &asked, Some(&actor))?, next))
    })
}

/// Rows read at once for a file.
const ROWS: usize = 500;

/// What I did for an item: the quantity where I recorded, else that I took part; verified before waiting.
fn status(r: &mut Read, person: &str, item: &Item, indicators: &[Indicator]) -> Result<MyStatus, Fault> {
    let deeds = find::of_person_and_item(r, person, &item.id)?;
    let sum = |state: &str| -> (i64, i64) {
        let mine = deeds.iter().filter(|d| d.state == state);
        mine.fold((0, 0), |(n, q), d| (n + 1, q + if d.recorder == person { d.quantity } else { 0 }))
    };
    let ((done, done_sum), (waits, waits_sum)) = (sum(state::VERIFIED), sum(state::RECEIVED));
    let fig = |count: i64, sum: i64| {
        let first = indicators.first().filter(|_| sum > 0);
        let (text, unit) = first.map_or_else(|| (count.to_string(), String::new()), |i| (quantity(sum, decimals(i)), i.measure.clone()));
        Fig { text, unit, href: Some(format!("/mine/{}", item.id)) }
    };
    Ok(match (done, waits) {
        (1.., _) => MyStatus::Done(fig(done, done_sum), (waits > 0).then(|| fig(waits, waits_sum))),
        (_, 1..) => MyStatus::Waiting(fig(waits, waits_sum)),
        _ if deeds.iter().any(|d| d.state == state::RETURNED) => MyStatus::Returned,
        _ => MyStatus::NotYet,
    })
}

/// What my number of an item is made of: the deeds I recorded or took part in.
/// # Errors
/// `SignIn` for strangers, `Missing` when there is no such item.
pub fn of_item(r: &mut Read, cx: &Cx, item: &str) -> Result<RecordsPage, Fault> {
    let actor = cx.actor(r)?;
    let shell = cx.shell(r, Place::Mine)?;
    let item: Item = r.get(item)?;
    let campaign: campaigns::Campaign = r.get(&item.campaign)?;
    let deeds = find::of_person_and_item(r, &actor.id, &item.id)?;
    let count = Fig { text: deeds.len().to_string(), unit: shell.t("measure.deeds").to_owned(), href: Some(format!("/mine/{}", item.id)) };
    Ok(RecordsPage {
        up: Link { href: "/mine".into(), label: campaign.mine_called(&shell.w) },
        total: count.clone(),
        count: Some(count),
        sentence: Html(escape(&item.name)),
        title: item.name,
        rows: Lookup::new(&shell.w).lines(r, &deeds, Some(&actor))?,
        first: None,
        next: None,
        files: files(&format!("/mine/{}/records", item.id), &[]),
        shell,
    })
}
