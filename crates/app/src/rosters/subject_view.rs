//! One subject: who it is, who serves it, what was done.
use super::find::{self, Standing};
use super::model::Roster;
use super::pages::{ServiceLine, SubjectPage};
use super::person::Assignment;
use super::subject::Subject;
use super::view::{name_of, stand};
use crate::deeds::Deed;
use crate::needs;
use crate::people::Person;
use crate::powers::{self, Power};
use crate::realm::OPEN_END;
use crate::sealing::Seal;
use crate::web::layout::{Link, Place};
use crate::web::words::Words;
use crate::web::{Cx, Fault};
use ledger::Read;

/// A roster and a subject of it, by their numbers.
/// # Errors
/// `Missing` when there is none.
pub fn found(r: &mut Read, (number, subject): (i64, i64)) -> Result<(Roster, Subject), Fault> {
    let roster = find::by_position(r, number)?.ok_or(Fault::Missing)?;
    let subject = find::subject_at(r, &roster.id, subject)?.ok_or(Fault::Missing)?;
    Ok((roster, subject))
}

/// Whether the reader sees a subject whole.
/// # Errors
/// `Barred` when they may not see it at all: who serves others of the roster sees not this one.
pub fn sees(r: &mut Read, cx: &Cx, roster: &Roster, subject: &Subject) -> Result<bool, Fault> {
    cx.may(r, &Power::ReadRoster(roster.id.clone()))?;
    let actor = cx.actor(r)?;
    let whole = powers::serves(r, &actor, subject, &roster.unit)?;
    if !whole {
        cx.may(r, &Power::SeeRosters(roster.unit.clone()))?;
    }
    Ok(whole)
}

/// # Errors
/// `Missing`, `Barred`.
pub fn page(r: &mut Read, cx: &Cx, numbers: (i64, i64)) -> Result<SubjectPage, Fault> {
    let (roster, subject) = found(r, numbers)?;
    let whole = sees(r, cx, &roster, &subject)?;
    let (shell, actor) = (cx.shell(r, Place::Other)?, cx.actor(r)?);
    let (w, seal, standing) = (&shell.w, subject.seal(r)?, find::standing(r, &subject.id)?);
    let open = |column: &str, sealed| if whole { seal.get::<Subject>(&subject.id, column, sealed) } else { Ok(String::new()) };
    let erased = subject.name.is_none();
    Ok(SubjectPage {
        back: Link { href: roster.path(), label: roster.name.clone() },
        position: subject.position,
        name: name_of(r, w, &roster, &subject, whole)?,
        code: if whole || !roster.is_of_people() { subject.code.clone() } else { String::new() },
        unit: needs::unit_name(r, &subject.unit, &actor.day)?,
        stand: stand(w, standing),
        logged: whole && roster.is_of_people(),
        shut: match &seal {
            Seal::Open(_) => String::new(),
            Seal::Erased => w.t("households.erased").to_owned(),
            Seal::Locked(master) => w.f("households.locked", &[("key", master)]),
        },
        place: open("place", &subject.place)?,
        phone: open("phone", &subject.phone)?,
        note: open("note", &subject.note)?,
        from: subject.from_day.clone(),
        ended: subject.ended_on.clone(),
        lines: lines(r, w, &subject, &actor.day)?,
        services: services(r, w, &subject)?,
        acts: if erased { Vec::new() } else { acts(r, cx, w, (&roster, &subject), standing)? },
        erase: (!erased && cx.may(r, &Power::EraseSubject(subject.id.clone())).is_ok())
            .then(|| format!("{}/erasure", subject.path(&roster))),
        whole,
        shell,
    })
}

/// Who was to serve it, from–to; of who left the unit since, that it is to be given on.
fn lines(r: &mut Read, w: &Words, subject: &Subject, day: &str) -> Result<Vec<(String, String, String)>, Fault> {
    let mut lines = Vec::new();
    let serving = find::serving(r, &subject.id, day)?.map(|line| line.id);
    for line in Assignment::all(r, &subject.id)? {
        let (to, mut who) = (if line.to_day == OPEN_END { String::new() } else { line.to_day }, needs::called(r, w, &line.person)?);
        if to.is_empty() && serving.as_ref() != Some(&line.id) {
            who = w.f("rosters.has_left", &[("name", &who)]);
        }
        lines.push((who, line.from_day, to));
    }
    Ok(lines)
}

fn services(r: &mut Read, w: &Words, subject: &Subject) -> Result<Vec<ServiceLine>, Fault> {
    let mut lines = Vec::new();
    for service in find::services(r, &subject.id)? {
        let deed: Deed = r.get(&service.deed)?;
        let server = r.find::<Person>(&deed.recorder)?;
        lines.push(ServiceLine {
            href: format!("/deeds/{}", deed.id),
            position: deed.position,
            state: w.t(&format!("state.{}", deed.state)).to_owned(),
            who: server.map(|person| person.called(w)).unwrap_or_default(),
            ticks: service.ticked().map(ToOwned::to_owned).collect(),
            day: deed.day,
        });
    }
    lines.sort_by(|a, b| (&b.day, b.position).cmp(&(&a.day, a.position)));
    Ok(lines)
}

fn acts(r: &mut Read, cx: &Cx, w: &Words, (roster, subject): (&Roster, &Subject), standing: Standing) -> Result<Vec<Link>, Fault> {
    let mut links = Vec::new();
    if !subject.ended_on.is_empty() {
        return Ok(links);
    }
    let link = |href: String, key: &str| Link { href, label: w.t(key).to_owned() };
    if cx.may(r, &Power::ServeSubject(subject.id.clone())).is_ok() {
        let key = if standing == Standing::Open { "rosters.serve" } else { "rosters.serve_again" };
        links.push(link(format!("{}/service", subject.path(roster)), key));
    }
    if cx.may(r, &Power::KeepRoster(roster.id.clone())).is_ok() {
        links.push(link(format!("{}/assignment?subject={}", roster.path(), subject.position), "rosters.assign_one"));
        links.push(link(format!("{}/end", subject.path(roster)), "rosters.end"));
    }
    Ok(links)
}
