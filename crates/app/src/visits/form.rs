//! The four fields after a visit: what was seen, what was promised, who does it, by when. The rest is prefilled or folded.
use super::model::{NewVisit, SENT_BEFORE, WAYS};
use super::pages::VisitPage;
use super::{Visit, find};
use crate::asked;
use crate::campaigns;
use crate::households::{self, File, Measure, lists};
use crate::needs;
use crate::powers::{Actor, Power};
use crate::web::forms::{Choice, Errors, Refused};
use crate::web::layout::{Link, Place};
use crate::web::words::Words;
use crate::web::{Cx, Fault, Fields};
use ledger::Read;

/// # Errors
/// `Missing` when there is no such household, `Barred` when it is not the reader's to visit.
pub fn page(r: &mut Read, cx: &Cx, code: &str, refused: Refused) -> Result<VisitPage, Fault> {
    let file = File::open(r, code)?;
    cx.may(r, &Power::VisitHousehold(file.household.id.clone()))?;
    let (shell, actor) = (cx.shell(r, Place::Other)?, cx.actor(r)?);
    let w = &shell.w;
    let typed = |name: &str| refused.map_or("", |(fields, _)| fields.get(name)).to_owned();
    let id = match refused {
        Some((fields, fault)) if !fault.is_of(SENT_BEFORE) => fields.get("id").to_owned(),
        _ => ledger::Chance::from_machine()?.uuid(cx.app.db.clock().now_ms()),
    };
    let title =
        households::head_name(r, &file.household)?.map_or_else(|| code.to_owned(), |name| w.f("households.called", &[("name", &name)]));
    let way = Some(typed("way")).filter(|way| !way.is_empty()).unwrap_or_else(|| WAYS[0].to_owned());
    let owner = Some(typed("owner")).filter(|owner| !owner.is_empty()).unwrap_or_else(|| actor.code.clone());
    let day = Some(typed("day")).filter(|day| !day.is_empty()).unwrap_or_else(|| actor.day.clone());
    // Who could not solve it from its own page either is not asked.
    let solves = needs::indicators(r, &file.household.unit, &day)?.into_iter().next();
    let solves = solves.map(|indicator| campaigns::find::measure(r, &indicator.id)).transpose()?.map(|(_, item, _)| item.name);
    let items = items(r, w, &actor, refused)?;
    let indicator = items.iter().find(|item| item.on).map_or("", |item| item.value.as_str());
    let held = [("owner", owner.as_str()), ("day", &day), ("way", &way), ("indicator", indicator)];
    let shell = asked::drawn::in_frame(cx, shell.clone(), refused.map(|(fields, _)| fields), held);
    Ok(VisitPage {
        back: Link { href: "/visits".to_owned(), label: w.t("visits.title").to_owned() },
        title,
        action: format!("/visits/{code}"),
        id,
        saw: typed("saw"),
        promised: typed("promised"),
        due: typed("due"),
        owners: owners(r, w, &file, &actor, &owner)?,
        ways: WAYS.iter().map(|code| Choice::new(code, w.t(&format!("visits.by_{code}")), *code == way)).collect(),
        kept: kept(r, w, &file, refused)?,
        measures: measures(w, &file, &typed("measure"))?,
        measure_done: !typed("measure_done").is_empty(),
        needs: open_needs(r, w, &file, &typed("need"))?,
        need_solved: solves.map(|item| (!typed("need_solved").is_empty(), item)),
        items,
        day,
        errors: Errors::of_refused(w, refused),
        shell,
    })
}

fn owners(r: &mut Read, w: &Words, file: &File, actor: &Actor, on: &str) -> Result<Vec<Choice>, Fault> {
    let people = needs::owners(r, w, &file.household.unit, actor)?;
    Ok(people.iter().map(|(code, name)| Choice::new(code, name, code == on)).collect())
}

fn kept(r: &mut Read, w: &Words, file: &File, refused: Refused) -> Result<Vec<Choice>, Fault> {
    let mut all = Vec::new();
    for promise in find::open_promises(r, &file.household.id)? {
        let what = file.seal.get::<Visit>(&promise.id, "promised", &promise.promised)?;
        let on = refused.is_some_and(|(fields, _)| fields.all("kept").any(|id| id == promise.id));
        all.push(Choice::new(&promise.id, &w.f("visits.kept", &[("what", &what)]), on));
    }
    Ok(all)
}

/// Options with none first; none at all where there is nothing to choose.
fn with_none(w: &Words, options: Vec<Choice>) -> Vec<Choice> {
    if options.is_empty() {
        return options;
    }
    let none = Choice::new("", w.t("visits.none_of_these"), options.iter().all(|option| !option.on));
    std::iter::once(none).chain(options).collect()
}

fn measures(w: &Words, file: &File, on: &str) -> Result<Vec<Choice>, Fault> {
    let mut all = Vec::new();
    for measure in file.measures.iter().filter(|measure| measure.done.is_empty()) {
        let words = file.seal.get::<Measure>(&measure.id, "words", &measure.words)?;
        let cause = lists::word(w, "cause", &measure.cause);
        all.push(Choice::new(&measure.id, &if cause.is_empty() { words } else { format!("{cause} · {words}") }, measure.id == on));
    }
    Ok(with_none(w, all))
}

fn open_needs(r: &mut Read, w: &Words, file: &File, on: &str) -> Result<Vec<Choice>, Fault> {
    let all = needs::choices(r, w, &file.household.id, on)?;
    Ok(with_none(w, all))
}

/// Under what it is recorded: as the last visit was.
fn items(r: &mut Read, w: &Words, actor: &Actor, refused: Refused) -> Result<Vec<Choice>, Fault> {
    let on = match refused {
        Some((fields, _)) => fields.get("indicator").to_owned(),
        None => find::last_indicator(r, &actor.pseudonym)?.unwrap_or_default(),
    };
    let all = find::items(r, &actor.unit, &actor.day)?;
    Ok(with_none(w, all.iter().map(|(item, indicator)| Choice::new(&indicator.id, &item.name, indicator.id == on)).collect()))
}

pub fn read(fields: &Fields) -> NewVisit {
    let text = |name: &str| fields.get(name).to_owned();
    NewVisit {
        id: text("id"),
        day: text("day"),
        way: text("way"),
        saw: text("saw"),
        promised: text("promised"),
        owner: text("owner"),
        due: text("due"),
        kept: fields.all("kept").map(ToOwned::to_owned).collect(),
        measure: text("measure"),
        measure_done: fields.has("measure_done"),
        need: text("need"),
        need_solved: fields.has("need_solved"),
        indicator: text("indicator"),
    }
}
