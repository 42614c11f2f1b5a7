//! The proposal as a page, and what came of it.
use super::pages::{DonePage, Handed, PairsPage, Row};
use super::plan::{self, Plan, Wish};
use super::routes::Change;
use super::why;
use crate::households::{self, Household, find as homes, lists};
use crate::needs;
use crate::orgs;
use crate::people;
use crate::powers::Power;
use crate::web::forms::{Choice, Errors};
use crate::web::layout::{Link, Place};
use crate::web::words::Words;
use crate::web::{Cx, Fault};
use ledger::Read;

/// Candidates to choose from by hand.
const OPTIONS: usize = 30;

/// # Errors
/// `Barred` when the unit's households are not the reader's to pair.
pub fn page(r: &mut Read, cx: &Cx, wish: &Wish, errors: Option<Fault>) -> Result<PairsPage, Fault> {
    cx.may(r, &Power::PairUnit(wish.unit.clone()))?;
    let (shell, day) = (cx.shell(r, Place::Other)?, cx.today(r)?);
    let w = &shell.w;
    // What cannot be paired as it was asked for is worked out without what was fixed by hand, which stays chosen, and cannot be applied.
    let (plan, errors, refused) = match (Plan::of(r, wish, &day), errors) {
        (Ok(plan), errors) => (plan, errors, false),
        (Err(fault @ Fault::Invalid { .. }), _) => {
            let bare = Wish { most: wish.most.max(1), pins: std::collections::BTreeMap::new(), ..wish.clone() };
            (Plan::of(r, &bare, &day)?, Some(fault), true)
        }
        (Err(fault), _) => return Err(fault),
    };
    let mut rows = Vec::new();
    for at in 0..plan.homes.len() {
        rows.extend(row(r, w, (&plan, wish), at, &day)?);
    }
    // The form says a choice that differs from what is shown by itself; one that happens to be the same stays fixed.
    let differs = |code: &String, person: &String| rows.iter().any(|row| row.code == *code && row.with != *person);
    let kept = |code: &String, person: &String| if refused { !differs(code, person) } else { plan.knows(code, person) };
    let pins = wish.pins.iter().filter(|(code, person)| kept(code, person)).map(|(code, person)| format!("{code} {person}")).collect();
    if refused {
        choose(r, w, &mut rows, wish)?;
    }
    let none = Choice::new("", w.t("pairs.own_people"), wish.group.is_empty());
    let groups = plan::groups(r, &wish.unit, &day)?;
    let unit_name = orgs::find::named(r, &wish.unit, &day)?.map_or_else(|| wish.unit.clone(), |unit| unit.name);
    Ok(PairsPage {
        back: Link { href: format!("/households?unit={}", wish.unit), label: w.t("households.title").to_owned() },
        unit: wish.unit.clone(),
        unit_name,
        groups: std::iter::once(none).chain(groups.iter().map(|g| Choice::new(&g.id, &g.name, g.id == wish.group))).collect(),
        most: if wish.most > 0 { wish.most.to_string() } else { String::new() },
        refused,
        cut: plan.cut,
        dearer: plan.dearer().map(|n| w.f(if n == 0 { "pairs.no_dearer" } else { "pairs.dearer" }, &[("n", &n)])).unwrap_or_default(),
        unserved: unserved(r, w, &plan)?,
        rows,
        pins,
        errors: errors.map_or_else(Errors::default, |fault| Errors::of_fault(w, &fault)),
        shell,
    })
}

fn name_of(r: &mut Read, w: &Words, home: &Household) -> Result<String, Fault> {
    Ok(households::head_name(r, home)?.map_or_else(|| home.code.clone(), |name| w.f("households.called", &[("name", &name)])))
}

fn row(r: &mut Read, w: &Words, (plan, wish): (&Plan, &Wish), at: usize, day: &str) -> Result<Option<Row>, Fault> {
    let Some((helper, reason)) = plan.with(at) else { return Ok(None) };
    let home = &plan.homes[at];
    let causes: Vec<String> = home.household.causes().map(|cause| lists::word(w, "cause", cause)).collect();
    let with = helper.person.code.clone();
    let mut options: Vec<Choice> = plan
        .candidates(at, OPTIONS)
        .iter()
        .map(|one| Choice::new(&one.person.code, &one.person.called(w), one.person.code == with))
        .collect();
    if options.iter().all(|option| !option.on) {
        options.insert(0, Choice::new(&with, &helper.person.called(w), true));
    }
    let now = people::find::by_pseudonym(r, &home.now)?;
    Ok(Some(Row {
        code: home.household.code.clone(),
        name: name_of(r, w, &home.household)?,
        unit: orgs::find::named(r, &home.household.unit, day)?.map_or_else(|| home.household.unit.clone(), |unit| unit.name),
        causes: causes.join(w.t("form.comma")),
        now: now.as_ref().map_or_else(String::new, |person| person.called(w)),
        now_code: now.map(|person| person.code).unwrap_or_default(),
        changes: home.now != helper.person.pseudonym,
        needs: needs::held(r, w, &home.household.id, &home.now, false)?.into_iter().map(|need| need.label).collect(),
        needs_go: !wish.needs_stay.contains(&home.household.code),
        with,
        options,
        why: why::reasons(w, reason, helper.elsewhere),
        beside: why::beside(w, plan, at),
        fixed: plan.is_fixed(at),
    }))
}

/// Shows each household with whom it was given by hand, beside what was worked out without that.
fn choose(r: &mut Read, w: &Words, rows: &mut [Row], wish: &Wish) -> Result<(), Fault> {
    for row in rows {
        let Some(person) = wish.pins.get(&row.code) else { continue };
        row.options.iter_mut().for_each(|option| option.on = option.value == *person);
        if let (true, Some(known)) = (row.options.iter().all(|option| !option.on), people::find::by_code(r, person)?) {
            row.options.insert(0, Choice::new(person, &known.called(w), true));
        }
    }
    Ok(())
}

fn unserved(r: &mut Read, w: &Words, plan: &Plan) -> Result<Vec<(String, String)>, Fault> {
    let mut all = Vec::new();
    for at in &plan.gaps.without {
        all.push((name_of(r, w, &plan.homes[*at as usize].household)?, w.t("pairing.without").to_owned()));
    }
    for full in &plan.gaps.full {
        let why = w.f("pairs.full", &[("wanting", &full.wanting), ("people", &full.officials.len()), ("room", &full.room)]);
        for at in &full.unserved {
            all.push((name_of(r, w, &plan.homes[*at as usize].household)?, why.clone()));
        }
    }
    Ok(all)
}

/// What was handed over: who sees which file now, and who no more; and whose its needs are.
/// # Errors
/// When the data cannot be read.
pub fn done(r: &mut Read, cx: &Cx, unit: &str, changed: &[Change]) -> Result<DonePage, Fault> {
    let shell = cx.shell(r, Place::Other)?;
    let w = &shell.w;
    let mut rows = Vec::new();
    for Change { code, before, passed } in changed {
        let home = homes::by_code(r, code)?.ok_or(Fault::Missing)?;
        let now = homes::pairings(r, &home.id)?.into_iter().next().map(|line| line.person).unwrap_or_default();
        let link = |need: needs::Held| Link { href: need.href, label: need.label };
        let mut theirs: Vec<Link> = needs::held(r, w, &home.id, &now, false)?.into_iter().map(link).collect();
        theirs.retain(|need| passed.iter().any(|number| need.href == format!("/needs/{number}")));
        rows.push(Handed {
            home: Link { href: home.path(), label: name_of(r, w, &home)? },
            before: needs::called(r, w, before)?,
            now: needs::called(r, w, &now)?,
            passed: theirs,
            stayed: needs::held(r, w, &home.id, before, false)?.into_iter().map(link).collect(),
        });
    }
    Ok(DonePage { back: Link { href: format!("/households?unit={unit}"), label: w.t("households.title").to_owned() }, rows, shell })
}
