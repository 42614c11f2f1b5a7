//! The checker's queue: list beside detail; one decision or several ticked.
use super::again::{Again, changes};
use super::confirmation::HOWS;
use super::pages::{Asked, Detail, QueuePage, Row};
use super::{Confirmation, Decision, Ruling, find};
use crate::asked::{self, Asking, Form, Measured};
use crate::deeds::view::{Lookup, decimals, hue};
use crate::deeds::{Content, Correction, Deed};
use crate::people::RoleKind;
use crate::photos::pages::Near;
use crate::powers::{Actor, Power, may_check};
use crate::realm::local_day;
use crate::slips;
use crate::web::download::{self, Kind, files};
use crate::web::format::quantity;
use crate::web::forms::{Choice, Errors};
use crate::web::layout::{Fig, Place, Shell};
use crate::web::{Answer, App, Cx, Fault, Fields, see_other};
use axum::Router;
use axum::extract::Query;
use axum::routing::get;
use ledger::Read;
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new().route("/checks", get(queue).post(check)).route("/checks.csv", get(file)).route("/checks.xlsx", get(file))
}

#[derive(Deserialize, Default, Clone)]
struct At {
    /// The deed shown beside the list.
    at: Option<String>,
    /// Position the list begins behind.
    after: Option<i64>,
    /// What was just done: a key of `notice.*`, and to which deed.
    done: Option<String>,
    was: Option<String>,
}

/// Rows the list holds.
const PAGE: usize = 30;

async fn queue(cx: Cx, Query(at): Query<At>) -> Answer {
    cx.page(move |r, cx| page(r, cx, &at, Errors::default(), &Fields::default())).await
}

/// Rows read at once for a file.
const ROWS: usize = 500;

async fn file(cx: Cx, kind: Kind) -> Answer {
    let file = cx.read(move |r, cx| {
        let actor = clerk(r, cx)?;
        let (w, today) = (cx.words(r)?, cx.today(r)?);
        let mut look = Lookup::new(&w);
        download::list(kind, &w, w.t("checks.title"), -1, |after| {
            let mut deeds = find::queue(r, &actor, &today, *after, ROWS)?.deeds;
            let more = deeds.len() > ROWS;
            deeds.truncate(ROWS);
            let next = deeds.last().filter(|_| more).map(|last| last.position);
            let lines = deeds.iter().map(|deed| look.line(r, deed, true)).collect::<Result<Vec<_>, _>>()?;
            Ok((lines, next))
        })
    });
    file.await?.answer()
}

/// The reader, who is a clerk.
/// # Errors
/// `Barred` for everyone else.
pub fn clerk(r: &mut Read, cx: &Cx) -> Result<Actor, Fault> {
    let actor = cx.actor(r)?;
    if actor.has(RoleKind::Clerk) { Ok(actor) } else { Err(Fault::Barred("barred.role")) }
}

/// The queue; `typed` is the form that could not be taken.
fn page(r: &mut Read, cx: &Cx, at: &At, errors: Errors, typed: &Fields) -> Result<QueuePage, Fault> {
    let actor = clerk(r, cx)?;
    let shell = cx.shell(r, Place::Checks)?;
    let today = cx.today(r)?;
    let find::Queue { mut deeds, count, corrections } = find::queue(r, &actor, &today, at.after.unwrap_or(-1), PAGE)?;
    let next = (deeds.len() > PAGE).then(|| deeds[PAGE - 1].position).map(|p| format!("/checks?after={p}"));
    deeds.truncate(PAGE);
    let zone = cx.realm(r)?.zone;
    let open = at.at.clone();
    let mut look = Lookup::new(&shell.w);
    let mut rows = Vec::new();
    for deed in &deeds {
        let (mut line, again) = (look.line(r, deed, true)?, Again::of(r, deed)?);
        if let Some(correction) = Correction::waiting(r, &deed.id)? {
            line.quantity = quantity(correction.content()?.quantity, decimals(&look.measure(r, &deed.indicator)?.0));
        }
        let after = at.after.map(|p| format!("&after={p}")).unwrap_or_default();
        line.href = format!("/checks?at={}{after}", deed.id);
        let confirm = crate::campaigns::find::measure(r, &deed.indicator)?.1.way == "confirm";
        let ticked = (!confirm && !deed.awaits_required_files(r)?).then_some(false);
        let again = again.map(|again| shell.t(again.key()).to_owned()).unwrap_or_default();
        let replied = confirm && slips::reply(r, &deed.id)?.is_some();
        rows.push(Row { id: deed.id.clone(), line, rev: deed.rev, open: open.as_ref() == Some(&deed.id), ticked, again, replied });
    }
    let detail = match open {
        Some(id) => r.find::<Deed>(&id)?.map(|deed| detail(r, &shell, &mut look, &actor, &deed)).transpose()?.flatten(),
        None => None,
    };
    let was = match at.was.as_deref().map(|id| r.find::<Deed>(id)).transpose()?.flatten() {
        Some(deed) if may_check(r, &actor, &deed)?.is_none() => Some(look.line(r, &deed, true)?),
        _ => None,
    };
    let detail = detail.map(|d| Detail { confirm: d.confirm.map(|asked| asked.typed(typed, &today)), ..d });
    let day = typed.some("confirmed_on").unwrap_or_else(|| today.clone());
    let held = typed.pairs().chain([("confirmed_on", day.as_str())]);
    let shell = Shell { drawn: asked::drawn::again(cx.app.db.clock().now_ms(), typed, held), ..shell };
    Ok(QueuePage {
        waiting: Fig::new(count.to_string(), shell.t("measure.deeds"), "/checks"),
        corrections: (corrections > 0).then(|| Fig::new(corrections.to_string(), shell.t("measure.deeds"), "/checks")),
        oldest: deeds.first().map(|d| local_day(&zone, &d.received)),
        notice: at.done.as_deref().and_then(|d| notice(&shell, d)).unwrap_or_default(),
        was,
        rows,
        next,
        files: files("/checks", &[]),
        at: detail,
        errors,
        reason_text: typed.get("reason_text").to_owned(),
        shell,
    })
}

fn notice(shell: &Shell, done: &str) -> Option<String> {
    let key = match done {
        "approve" => "step.approved",
        "return" => "step.returned",
        "refuse" => "step.refused",
        "visit" => "step.visit",
        "none" => "checks.none_ticked",
        _ => return None,
    };
    Some(shell.t(key).to_owned())
}

/// The deed beside the list, with what waits: the deed itself, or its correction.
fn detail(r: &mut Read, shell: &Shell, look: &mut Lookup, actor: &Actor, deed: &Deed) -> Result<Option<Detail>, Fault> {
    if !crate::orgs::Import::counts(r, &deed.import)? {
        return Ok(None);
    }
    let correction = Correction::waiting(r, &deed.id)?;
    if deed.state != "received" && correction.is_none() {
        return Ok(None);
    }
    let content = correction.as_ref().map_or_else(|| Ok(Content::of(deed)), Correction::content)?;
    let (indicator, mut item, _) = crate::campaigns::find::measure(r, &deed.indicator)?;
    let barred = may_check(r, actor, deed)?;
    if barred == Some(super::Barred::Role) {
        return Err(Fault::Barred("barred.check"));
    }
    let again = Again::of(r, deed)?;
    let changes = again.as_ref().map(|again| changes(r, shell, look, deed, again)).transpose()?.unwrap_or_default();
    let ready = |keys: &[&'static str]| keys.iter().map(|k| Choice::new(shell.t(k), shell.t(k), false)).collect();
    Ok(Some(Detail {
        id: deed.id.clone(),
        rev: deed.rev,
        href: format!("/deeds/{}", deed.id),
        hue: hue(&item),
        item: std::mem::take(&mut item.name),
        quantity: quantity(content.quantity, decimals(&indicator)),
        measure: indicator.measure,
        unit: look.unit(r, &deed.unit, &deed.day)?,
        position: deed.position,
        again: again.map(|again| match again {
            Again::Correction => (shell.t("checks.correction_more").to_owned(), String::new()),
            Again::SentBack(reason) => (shell.t("checks.sent_back_more").to_owned(), reason),
        }),
        changes,
        facts: look.facts(r, &shell.w, deed, &content, (true, barred.is_none()))?,
        near: if barred.is_none() { Near::of(r, deed)? } else { Near::default() },
        visit: deed.visit,
        barred: barred.map(|b| shell.t(b.key()).to_owned()).unwrap_or_default(),
        returns: ready(&["ready.no_place", "ready.quantity", "ready.people", "ready.day"]),
        refusals: ready(&["ready.twice", "ready.not_item", "ready.not_done"]),
        can_publish: !content.words.is_empty(),
        confirm: if item.way == "confirm" { Some(Asked::new(shell, &deed.day, slips::printed(r, &shell.w, &deed.id)?)) } else { None },
        reply: slips::said(r, &shell.w, &deed.id)?,
    }))
}

impl Asked {
    fn new(shell: &Shell, from: &str, printed: String) -> Self {
        let hows = HOWS.map(|how| Choice::new(how, shell.t(if how == "phone" { "confirm.phone" } else { "confirm.person" }), false));
        Self { by: String::new(), on: String::new(), from: from.to_owned(), to: String::new(), hows: hows.into(), printed }
    }
    /// With what was typed, the day being today's at first.
    fn typed(self, fields: &Fields, today: &str) -> Self {
        let on = fields.some("confirmed_on").unwrap_or_else(|| today.to_owned());
        let hows = self.hows.into_iter().map(|c| Choice { on: c.value == fields.get("how"), ..c }).collect();
        Self { by: fields.get("confirmed_by").to_owned(), on, to: today.to_owned(), hows, ..self }
    }
}

async fn check(cx: Cx, fields: Fields) -> Answer {
    if fields.get("verdict") == "approve_ticked" {
        return approve_ticked(cx, fields).await;
    }
    let decision = Decision::parse(fields.get("verdict")).ok_or_else(|| Fault::invalid("verdict", "need.choice"))?;
    let (id, rev) = (fields.get("deed").to_owned(), fields.get("rev").parse().map_err(|_| Fault::Stale)?);
    let measured = Measured::of(&fields, cx.app.db.clock().now_ms());
    match decide(&cx, id.clone(), rev, ruling(&fields, decision), measured).await {
        Ok(()) => next_of(cx, id, decision).await,
        Err(fault @ Fault::Invalid { .. }) => {
            cx.page(move |r, cx| {
                let mut errors = Errors::default();
                errors.add(fault.field().unwrap_or(""), fault.sentence(&cx.words(r)?));
                page(r, cx, &At { at: Some(id), ..At::default() }, errors, &fields)
            })
            .await
        }
        Err(fault) => Err(fault),
    }
}

fn ruling(fields: &Fields, decision: Decision) -> Ruling {
    Ruling {
        decision,
        reason: [fields.get("reason"), fields.get("reason_text")].join(" ").trim().to_owned(),
        publish: fields.get("publish") == "yes",
        confirmed: Some(Confirmation::given(fields.get("confirmed_by"), fields.get("confirmed_on"), fields.get("how"))),
    }
}

async fn decide(cx: &Cx, id: String, rev: i64, ruling: Ruling, measured: Option<Measured>) -> Result<(), Fault> {
    let person = cx.person()?;
    let deed = id.clone();
    cx.write(Power::Check(id), move |tx| {
        let deed: Deed = tx.get(&deed)?;
        deed.rule(tx, &person, rev, &ruling)?;
        Asking::keep_own(tx, Form::Check, measured)
    })
    .await
}

/// After a decision the next one that waits stands open.
async fn next_of(cx: Cx, id: String, decision: Decision) -> Answer {
    let next = cx
        .read(move |r, cx| {
            let actor = cx.actor(r)?;
            let today = cx.today(r)?;
            let position = r.get::<Deed>(&id)?.position;
            let behind = find::queue(r, &actor, &today, position, 1)?.deeds;
            let all = find::queue(r, &actor, &today, -1, 1)?.deeds;
            Ok((behind.into_iter().chain(all).find(|d| d.id != id).map(|d| d.id), id))
        })
        .await?;
    let (next, was) = next;
    let at = next.map(|id| format!("&at={id}")).unwrap_or_default();
    see_other(&format!("/checks?done={}&was={was}{at}", decision.word()))
}

/// Each ticked one is a decision of its own; one that changed meanwhile does not hold up the others.
async fn approve_ticked(cx: Cx, fields: Fields) -> Answer {
    if fields.all("deed").next().is_none() {
        return see_other("/checks?done=none");
    }
    let mut changed = 0;
    // One form, however many were ticked in it: it is told with the first that was decided.
    let mut measured = Measured::of(&fields, cx.app.db.clock().now_ms());
    for ticked in fields.all("deed").take(PAGE) {
        // What is approved is the version that was seen.
        let (id, rev) = ticked.split_once(':').ok_or(Fault::Stale)?;
        let rev = rev.parse().map_err(|_| Fault::Stale)?;
        match decide(&cx, id.to_owned(), rev, ruling(&Fields::default(), Decision::Approve), measured).await {
            Ok(()) => measured = None,
            Err(Fault::Stale | Fault::Barred(_)) => changed += 1,
            Err(fault) => return Err(fault),
        }
    }
    if changed > 0 { Err(Fault::Stale) } else { see_other("/checks?done=approve") }
}
