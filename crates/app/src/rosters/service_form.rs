//! What is said after a service: what of the checklist was done, how many, a word. The rest is prefilled or folded.
use super::find;
use super::model::Roster;
use super::pages::ServePage;
use super::service::{NewService, SENT_BEFORE, Service};
use super::subject::Subject;
use super::subject_view::found;
use super::view::name_of;
use crate::campaigns::{self, file::milli};
use crate::deeds::ids_of_codes;
use crate::needs;
use crate::people::{self, Person, RoleKind};
use crate::powers::{Actor, Power};
use crate::web::forms::{Choice, Errors, Refused};
use crate::web::layout::{Link, Place};
use crate::web::words::Words;
use crate::web::{Cx, Fault, Fields};
use ledger::{Read, Tx};

/// # Errors
/// `Missing`; `Barred` when the subject is not the reader's to serve; `Closed` when it is no longer on the roster.
pub fn page(r: &mut Read, cx: &Cx, numbers: (i64, i64), refused: Refused) -> Result<ServePage, Fault> {
    let (roster, subject) = found(r, numbers)?;
    cx.may(r, &Power::ServeSubject(subject.id.clone()))?;
    subject.still_on()?;
    let (shell, actor) = (cx.shell(r, Place::Other)?, cx.actor(r)?);
    let (indicator, _, _) = campaigns::find::measure(r, &roster.indicator)?;
    let typed = |name: &str, fresh: &str| refused.map_or(fresh, |(fields, _)| fields.get(name)).to_owned();
    let id = match refused {
        Some((fields, fault)) if !fault.is_of(SENT_BEFORE) => fields.get("id").to_owned(),
        _ => ledger::Chance::from_machine()?.uuid(cx.app.db.clock().now_ms()),
    };
    let ticked = |line: &str| refused.is_some_and(|(fields, _)| fields.all("tick").any(|tick| tick == line));
    let seal = subject.seal(r)?;
    let last_day = actor.day.clone().min(roster.to_day.clone());
    let day = typed("day", &last_day);
    let held = [("quantity", "1"), ("day", day.as_str())];
    let shell = crate::asked::drawn::in_frame(cx, shell.clone(), refused.map(|(fields, _)| fields), held);
    Ok(ServePage {
        back: Link { href: roster.path(), label: roster.name.clone() },
        name: name_of(r, &shell.w, &roster, &subject, true)?,
        place: seal.get::<Subject>(&subject.id, "place", &subject.place)?,
        phone: seal.get::<Subject>(&subject.id, "phone", &subject.phone)?,
        action: format!("{}/service", subject.path(&roster)),
        id,
        quantity: typed("quantity", "1"),
        measure: indicator.measure,
        step: "1".to_owned(),
        ticks: roster.lines().map(|line| Choice::new(line, line, ticked(line))).collect(),
        words: typed("words", ""),
        day,
        first_day: roster.from_day.clone(),
        last_day,
        servers: servers(r, &shell.w, (&roster, &subject), &actor, refused)?,
        with: typed("with", ""),
        errors: Errors::of_refused(&shell.w, refused),
        shell,
    })
}

/// Whom a clerk may say it was: first of all who serves it. Others write down their own services.
fn servers(r: &mut Read, w: &Words, (roster, subject): (&Roster, &Subject), actor: &Actor, refused: Refused) -> Result<Vec<Choice>, Fault> {
    if !actor.covers(r, RoleKind::Clerk, &roster.unit, &actor.day)? {
        return Ok(Vec::new());
    }
    let mut people = needs::owners(r, w, &roster.unit, actor)?;
    let serves = find::serving(r, &subject.id, &actor.day)?.map(|line| line.person).unwrap_or_default();
    let serves = people::find::by_pseudonym(r, &serves)?;
    if let Some(person) = serves.as_ref().filter(|person| people.iter().all(|(code, _)| *code != person.code)) {
        people.insert(0, (person.code.clone(), person.called(w)));
    }
    let fresh = serves.map_or_else(|| actor.code.clone(), |person| person.code);
    let on = refused.map_or(fresh, |(fields, _)| fields.get("server").to_owned());
    Ok(people.iter().map(|(code, name)| Choice::new(code, name, *code == on)).collect())
}

/// Writes it down; `by` is the person, by id, who does.
/// # Errors
/// As [`Service::make`].
pub fn done(tx: &mut Tx, subject: &str, fields: &Fields, by: &str) -> Result<Service, Fault> {
    let subject: Subject = tx.get(subject)?;
    let code = fields.get("server");
    let server = if code.is_empty() { tx.find::<Person>(by)? } else { people::find::by_code(tx, code)? };
    let server = server.ok_or_else(|| Fault::says("server", "need.person", &[("code", &code)]))?;
    may_be_said_of(tx, &subject, &server, by)?;
    let codes: Vec<String> =
        fields.get("with").split([' ', ',', '，', '、', ';', '；']).filter(|word| !word.is_empty()).map(ToOwned::to_owned).collect();
    let new = NewService {
        deed: fields.get("id").to_owned(),
        day: fields.get("day").to_owned(),
        // What is no number becomes 0, which the deed's own check refuses with the decimals it may have.
        quantity: milli(fields.get("quantity")).unwrap_or(0),
        ticks: fields.all("tick").map(ToOwned::to_owned).collect(),
        words: fields.get("words").to_owned(),
        with: ids_of_codes(tx, &codes)?,
    };
    Service::make(tx, &subject, &new, (&server, by))
}

/// In somebody else's name only the clerk of the roster's unit writes a service down.
fn may_be_said_of(tx: &mut Tx, subject: &Subject, server: &Person, by: &str) -> Result<(), Fault> {
    if server.id == by {
        return Ok(());
    }
    let day = crate::households::today_of(tx)?;
    let (actor, roster) = (Actor::load(tx, by, &day)?, tx.get::<Roster>(&subject.roster)?);
    if actor.covers(tx, RoleKind::Clerk, &roster.unit, &day)? { Ok(()) } else { Err(Fault::Barred("barred.role")) }
}
