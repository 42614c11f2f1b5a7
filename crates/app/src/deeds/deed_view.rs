//! One record as a page: what it says, what happened to it, where it lies in the log, what its reader may do.
use super::facts::Facts;
use super::pages::{Acts, Body, Called, ConflictPage, DeedPage, Event, LeafProof, Step};
use super::view::{Lookup, decimals, hue};
use super::{Conflict, Content, Correction, Deed, find, state};
use crate::campaigns::{self, CLOSED};
use crate::checks::{self, Call, Decision};
use crate::erasure::{self, pages::Erased};
use crate::phone::Operation;
use crate::photos::pages::Near;
use crate::powers::{Actor, Power, may_check, sees_names};
use crate::realm::{Realm, local};
use crate::web::deed_line::State;
use crate::web::format::{instant, quantity};
use crate::web::layout::{Link, Place};
use crate::web::words::Words;
use crate::web::{Cx, Fault};
use ledger::Read;

/// # Errors
/// `Missing` when there is no such deed, or its import is not finished.
pub fn page(r: &mut Read, cx: &Cx, id: &str) -> Result<DeedPage, Fault> {
    let shell = cx.shell(r, Place::Other)?;
    let deed = find::settled(r, id)?;
    let actor = if cx.person().is_ok() { Some(cx.actor(r)?) } else { None };
    let open = sees_names(r, actor.as_ref(), &deed)?;
    let checks = actor.as_ref().map_or(Ok(false), |actor| may_check(r, actor, &deed).map(|barred| barred.is_none()))?;
    let (indicator, item, campaign) = campaigns::find::measure(r, &deed.indicator)?;
    let mut look = Lookup::new(&shell.w);
    let unit = look.unit(r, &deed.unit, &deed.day)?;
    let zone = cx.realm(r)?.zone;
    Ok(DeedPage {
        id: deed.id.clone(),
        back: None,
        hue: hue(&item),
        item: item.name,
        quantity: quantity(deed.quantity, decimals(&indicator)),
        measure: indicator.measure,
        unit: Link { href: format!("/units/{}", deed.unit), label: unit },
        state: State::of(&deed.state).unwrap_or(State::Received),
        position: deed.position,
        facts: facts(r, &mut look, &shell.w, &deed, actor.is_some(), (open, checks))?,
        near: if checks && campaign.state != CLOSED { Near::of(r, &deed)? } else { Near::default() },
        call: if campaign.state == CLOSED { None } else { call(r, &mut look, cx, &deed)? },
        note: note(r, &deed, campaign.state == CLOSED)?.map_or_else(String::new, |key| shell.t(key).to_owned()),
        history: history(r, &mut look, &shell.w, &deed, open)?
            .into_iter()
            .map(|e| if actor.is_some() || deed.published { e } else { e.nameless() })
            .collect(),
        proof: proof(r, &deed)?,
        acts: Acts {
            erase: cx.may(r, &Power::EraseDeed(deed.id.clone())).is_ok().then(|| format!("/deeds/{id}/erasure")),
            ..acts(r, actor.as_ref(), &deed, campaign.state == CLOSED)?
        },
        erased: erasure::find::of::<Deed>(r, &deed.id)?
            .map(|e| Erased { at: local(&zone, &e.made_at), reason: if actor.is_some() { e.reason } else { String::new() } }),
        logged_reading: false,
        shell,
    })
}

/// Who was drawn to ask the other side, while that waits, for whoever may draw again: the helpers are not told whom they would have to win over.
fn call(r: &mut Read, look: &mut Lookup, cx: &Cx, deed: &Deed) -> Result<Option<Called>, Fault> {
    if deed.state != state::RECEIVED && Correction::waiting(r, &deed.id)?.is_none() {
        return Ok(None);
    }
    let Some(call) = r.find::<Call>(&deed.id)? else { return Ok(None) };
    if cx.may(r, &Power::DrawCaller(deed.id.clone())).is_err() {
        return Ok(None);
    }
    let (day, words) = (cx.today(r)?, cx.words(r)?);
    let clerks =
        call.clerks(r, &day)?.iter().map(|clerk| words.f("confirm.clerk", &[("name", &clerk.name()), ("code", &clerk.code)])).collect();
    let (unit, again) = (look.unit(r, &call.unit, &day)?, format!("/deeds/{}/caller", deed.id));
    Ok(Some(Called { unit, clerks, again, reason: call.reason.unwrap_or_default() }))
}

/// What is to be said of a record's check.
fn note(r: &mut Read, deed: &Deed, over: bool) -> Result<Option<&'static str>, Fault> {
    Ok(match deed.state.as_str() {
        state::RECEIVED if over => Some("deed.never_checked"),
        state::VERIFIED if !over && Correction::waiting(r, &deed.id)?.is_some() => Some("deed.correction_waits"),
        _ => None,
    })
}

/// A stranger sees item, unit, day, quantity, place and state; names (masked) and words only where a checker marked them fit to
/// publish; whom it helped, never.
fn facts(r: &mut Read, look: &mut Lookup, w: &Words, deed: &Deed, signed_in: bool, opens: (bool, bool)) -> Result<Facts, Fault> {
    let facts = look.facts(r, w, deed, &Content::of(deed), opens)?;
    let (recorder, clerk, people, served) = (String::new(), String::new(), Vec::new(), Vec::new());
    Ok(match (signed_in, deed.published) {
        (true, _) => facts,
        (false, true) => Facts { served, ..facts },
        (false, false) => Facts { recorder, clerk, people, served, ..facts },
    })
}

/// What the log tells of the record, and why it was decided so. Reasons are for those who see names.
fn history(r: &mut Read, look: &mut Lookup, w: &Words, deed: &Deed, open: bool) -> Result<Vec<Event>, Fault> {
    let zone = Realm::find(r)?.map(|realm| realm.zone).unwrap_or_default();
    let mut events = Vec::new();
    for leaf in r.leaves::<Deed>(&deed.id)? {
        let head = ledger::Head::parse(&leaf.body)?;
        let what = match head.act.as_str() {
            _ if head.deed == ledger::LeafKind::Erase => Step::Erased,
            "correct" | "resolve" => Step::Corrected,
            "withdraw" => Step::Withdrawn,
            "strike-out" => Step::StruckOut,
            // Decisions are told by the checks below, with their reasons; what an erasure leaves is part of it.
            act if ["check", "confirm"].contains(&act) || act.starts_with("erase-") => continue,
            _ => Step::Recorded,
        };
        let by = crate::people::find::by_pseudonym(r, &head.who)?;
        let who = by.map_or(Ok(String::new()), |p| look.name_for(r, &p.id, open))?;
        let reason = match what {
            Step::Withdrawn if open => deed.reason.clone(),
            Step::Recorded if open => made_between(r, w, &zone, deed)?,
            _ => String::new(),
        };
        events.push(Event { what, who, at: local(&zone, &head.time), reason, position: leaf.position });
    }
    for c in find::corrections(r, &deed.id)? {
        let who = look.name_for(r, &c.made_by, open)?;
        events.push(Event { what: Step::Corrected, who, at: local(&zone, &c.received), reason: String::new(), position: c.position });
    }
    for c in checks::find::of_deed(r, &deed.id)? {
        let what = match Decision::parse(&c.decision) {
            None if c.decision == crate::lots::FOUND => Step::SpotChecked,
            Some(Decision::Approve) if !c.how.is_empty() => Step::Confirmed,
            Some(Decision::Approve) => Step::Approved,
            Some(Decision::Return) => Step::Returned,
            Some(Decision::Refuse) => Step::Refused,
            Some(Decision::Visit) | None => Step::VisitAsked,
        };
        let reason = match (open, c.how.is_empty()) {
            (false, _) => String::new(),
            (true, true) => c.reason,
            (true, false) => checks::confirmation::said(w, &c),
        };
        events.push(Event { what, who: look.name_for(r, &c.checker, open)?, at: local(&zone, &c.made_at), reason, position: c.position });
    }
    events.sort_by_key(|e| e.position);
    Ok(events)
}

/// Between which instants a phone made the record, in words: its own clock is not trusted.
fn made_between(r: &mut Read, w: &Words, zone: &str, deed: &Deed) -> Result<String, Fault> {
    let said = |after: String| {
        let instant = |at: &str| instant(w.lang(), &local(zone, at));
        w.f("deed.made_between", &[("after", &instant(&after)), ("received", &instant(&deed.received))])
    };
    Ok(Operation::not_before(r, &deed.id)?.map_or_else(String::new, said))
}

/// Where the newest version lies under the newest checkpoint; none while it is not sealed in yet.
pub(super) fn proof(r: &mut Read, deed: &Deed) -> Result<Option<LeafProof>, Fault> {
    let zone = Realm::find(r)?.map(|realm| realm.zone).unwrap_or_default();
    let (Some(index), Some(checkpoint)) = (r.last_leaf::<Deed>(&deed.id)?, r.checkpoint()?) else { return Ok(None) };
    if index >= checkpoint.size {
        return Ok(None);
    }
    let path = r.inclusion(index, checkpoint.size)?.iter().map(hex::encode).collect();
    let leaf = r.leaf(index)?.body;
    Ok(Some(LeafProof {
        leaf,
        index,
        size: checkpoint.size,
        at: local(&zone, checkpoint.time()),
        root: checkpoint.root().to_owned(),
        path,
    }))
}

/// What its reader may do; after the campaign's end nothing is checked or corrected.
fn acts(r: &mut Read, actor: Option<&Actor>, deed: &Deed, over: bool) -> Result<Acts, Fault> {
    let Some(actor) = actor else { return Ok(Acts::default()) };
    let own = deed.recorder == actor.id
        || deed.entered_by == actor.id
        || actor.covers(r, crate::people::RoleKind::Clerk, &deed.unit, &deed.day)?;
    let alive = ![state::WITHDRAWN, state::REFUSED].contains(&deed.state.as_str());
    let took_part = deed.people().any(|(p, _)| p == actor.id);
    let waits = deed.state == state::RECEIVED || Correction::waiting(r, &deed.id)?.is_some();
    let checks = !over && waits && may_check(r, actor, deed)?.is_none();
    let id = &deed.id;
    Ok(Acts {
        correct: (own && alive && !over).then(|| format!("/deeds/{id}/correction")),
        withdraw: (own && alive).then(|| format!("/deeds/{id}/withdrawal")),
        strike_out: (took_part && alive).then(|| format!("/deeds/{id}/strike-out")),
        check: checks.then(|| format!("/checks?at={id}")),
        erase: None,
        rev: deed.rev,
    })
}

/// Two bodies under one id, side by side, for the unit's clerk.
/// # Errors
/// `Barred` for everyone else.
pub fn conflict(r: &mut Read, cx: &Cx, id: &str) -> Result<ConflictPage, Fault> {
    let shell = cx.shell(r, Place::Todo)?;
    cx.may(r, &Power::Resolve(id.to_owned()))?;
    let conflict: Conflict = r.get(id)?;
    let deed: Deed = r.get(&conflict.deed)?;
    let zone = cx.realm(r)?.zone;
    let mut look = Lookup::new(&shell.w);
    let (indicator, item, _) = campaigns::find::measure(r, &deed.indicator)?;
    let other = Content::of_body(r, &conflict, &deed)?;
    let mut body = |r: &mut Read, content: &Content, at: &str, from: &str| -> Result<Body, Fault> {
        Ok(Body {
            at: local(&zone, at),
            from: look.name_for(r, from, true)?,
            quantity: quantity(content.quantity, decimals(&indicator)),
            measure: indicator.measure.clone(),
            facts: look.facts(r, &shell.w, &deed, content, (true, false))?,
        })
    };
    let newest = Content::newest(r, &deed)?;
    let first = body(r, &newest, &deed.received, &deed.entered_by)?;
    let second = body(r, &other, &conflict.made_at, &conflict.sender)?;
    let back = Link { href: "/todo".into(), label: shell.t("nav.todo").to_owned() };
    Ok(ConflictPage { back, action: format!("/conflicts/{id}"), title: item.name, first, second, shell })
}
