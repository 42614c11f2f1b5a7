//! A need as its reader sees it. What is sealed is opened here and in the list, and nowhere else on the way to a page.
use super::find;
use super::forms::Act;
use super::model::{Need, NeedStep, Standing, step};
use super::pages::{NeedPage, Stand, StepLine};
use crate::checks::{self, Decision};
use crate::deeds::Deed;
use crate::erasure::{self, Erasure};
use crate::households::{self, Form, Household};
use crate::orgs;
use crate::people;
use crate::powers::{self, Actor, Power};
use crate::realm::{Realm, local_day};
use crate::sealing::Seal;
use crate::web::forms::Choice;
use crate::web::layout::{Link, Place};
use crate::web::words::Words;
use crate::web::{Cx, Fault, Fields};
use ledger::Read;

/// What a need is about, in words.
pub fn topic(w: &Words, topic: &str) -> String {
    w.t(&format!("topic.{topic}")).to_owned()
}

pub fn stand(w: &Words, standing: Standing, overdue: bool) -> Stand {
    let (class, sign) = match standing {
        Standing::Raised => ("warn", "○"),
        Standing::Taken if overdue => ("warn", "!"),
        Standing::Taken => ("", "◔"),
        Standing::Solved => ("", "◑"),
        Standing::Confirmed => ("ok", "✓"),
        Standing::Closed => ("", "–"),
    };
    Stand { label: w.t(&format!("standing.{}", standing.word())).to_owned(), class, sign }
}

/// Whose it is, where the reader may know: the name that was said, or the household's.
/// # Errors
/// `Broken` when a value was changed behind the door.
pub fn whose(r: &mut Read, need: &Need, seal: &Seal) -> Result<String, Fault> {
    if need.is_erased() {
        return Ok(String::new());
    }
    let who = seal.get::<Need>(&need.id, "who", &need.who)?;
    if !who.is_empty() || need.household.is_empty() {
        return Ok(who);
    }
    let home: Household = r.get(&need.household)?;
    Ok(households::head_name(r, &home)?.unwrap_or(home.code))
}

/// Where they are called: what was noted with the need, or else the household's own. Whoever asks the other side has no file to look it up in.
fn phone(r: &mut Read, need: &Need, seal: &Seal) -> Result<String, Fault> {
    let noted = seal.get::<Need>(&need.id, "phone", &need.phone)?;
    if !noted.is_empty() || need.household.is_empty() || need.is_erased() {
        return Ok(noted);
    }
    let home: Household = r.get(&need.household)?;
    Seal::of(r, &home.id)?.get::<Household>(&home.id, "phone", &home.phone)
}

/// What a person (a pseudonym) is called; nothing for nobody.
pub fn called(r: &mut Read, w: &Words, pseudonym: &str) -> Result<String, Fault> {
    Ok(people::find::by_pseudonym(r, pseudonym)?.map_or_else(String::new, |person| person.called(w)))
}

/// # Errors
/// `Missing` when there is no such need, `Barred` when the reader may not open it.
pub fn page(r: &mut Read, cx: &Cx, position: i64) -> Result<NeedPage, Fault> {
    let need = find::by_position(r, position)?.ok_or(Fault::Missing)?;
    cx.may(r, &Power::ReadNeed(need.id.clone()))?;
    let (shell, actor) = (cx.shell(r, Place::Other)?, cx.actor(r)?);
    let whole = powers::sees_need(r, &actor, &need)?;
    let (seal, standing) = (need.seal(r)?, need.standing(r)?);
    let overdue = standing == Standing::Taken && need.due < actor.day;
    let open = |column: &str, sealed| if whole { seal.get::<Need>(&need.id, column, sealed) } else { Ok(String::new()) };
    let home = if need.household.is_empty() { None } else { r.find::<Household>(&need.household)? };
    let home = home.filter(|home| cx.may(r, &Power::ReadHousehold(home.id.clone())).is_ok());
    let deed = if need.deed.is_empty() { None } else { r.find::<Deed>(&need.deed)? };
    Ok(NeedPage {
        back: back(r, cx, &shell.w, &need)?,
        position,
        unit: Link { href: format!("/units/{}", need.unit), label: unit_name(r, &need.unit, &actor.day)? },
        topic: topic(&shell.w, &need.topic),
        stand: stand(&shell.w, standing, overdue),
        shut: match &seal {
            Seal::Open(_) => String::new(),
            Seal::Erased => shell.t("households.erased").to_owned(),
            Seal::Locked(master) => shell.f("households.locked", &[("key", master)]),
        },
        who: if whole { whose(r, &need, &seal)? } else { String::new() },
        phone: if whole { phone(r, &need, &seal)? } else { String::new() },
        words: open("words", &need.words)?,
        household: home.map(|home| Link { href: home.path(), label: home.code }),
        owner: called(r, &shell.w, &need.owner)?,
        left: standing == Standing::Taken && find::is_left(r, &need, &actor.day)?,
        due: if standing == Standing::Taken { need.due.clone() } else { String::new() },
        overdue,
        deed: deed.map(|deed| Link { href: format!("/deeds/{}", deed.id), label: shell.t("needs.record").to_owned() }),
        steps: steps(r, &shell.w, &need, whole.then_some(&seal))?,
        acts: if matches!(seal, Seal::Open(_)) && !need.is_erased() { acts(r, cx, &shell.w, &need, standing)? } else { Vec::new() },
        erase: cx.may(r, &Power::EraseNeed(need.id.clone())).is_ok().then(|| format!("{}/erasure", need.path())),
        whole,
        shell,
    })
}

/// The needs of a household, as its file lists them.
/// # Errors
/// When the data cannot be read.
pub fn lines(r: &mut Read, w: &Words, household: &str, today: &str) -> Result<Vec<(Link, Stand, String)>, Fault> {
    let mut lines = Vec::new();
    for need in find::of_household(r, household)? {
        let standing = need.standing(r)?;
        let overdue = standing == Standing::Taken && need.due.as_str() < today;
        lines.push((Link { href: need.path(), label: topic(w, &need.topic) }, stand(w, standing, overdue), need.raised_on));
    }
    Ok(lines)
}

/// What a household's needs say: the day each was raised, what about, and in which words.
/// # Errors
/// `Broken` when a value was changed behind the door.
pub fn said(r: &mut Read, w: &Words, household: &str) -> Result<Vec<(String, String, String)>, Fault> {
    let seal = Seal::of(r, household)?;
    let needs = find::of_household(r, household)?.into_iter();
    needs.map(|need| Ok((need.raised_on, topic(w, &need.topic), seal.get::<Need>(&need.id, "words", &need.words)?))).collect()
}

/// The open needs of a household: what about, and by when.
/// # Errors
/// When the data cannot be read.
pub fn open_of(r: &mut Read, w: &Words, household: &str) -> Result<Vec<(String, String)>, Fault> {
    let mut open = Vec::new();
    for need in find::of_household(r, household)? {
        if need.standing(r)?.is_open() {
            open.push((topic(w, &need.topic), need.due));
        }
    }
    Ok(open)
}

/// Needs of a household whose day has passed and that nobody solved: what about (its code), and where they open.
/// # Errors
/// When the data cannot be read.
pub fn overdue(r: &mut Read, household: &str, today: &str) -> Result<Vec<(String, String)>, Fault> {
    let mut late = Vec::new();
    for need in find::of_household(r, household)? {
        if need.standing(r)? == Standing::Taken && need.due.as_str() < today {
            late.push((need.topic.clone(), need.path()));
        }
    }
    Ok(late)
}

/// The same as options of a form, with their words: for who sees the file whole.
/// # Errors
/// `Broken` when a value was changed behind the door.
pub fn choices(r: &mut Read, w: &Words, household: &str, on: &str) -> Result<Vec<Choice>, Fault> {
    let mut open = Vec::new();
    for need in find::of_household(r, household)? {
        if need.standing(r)?.is_open() {
            let words = need.seal(r)?.get::<Need>(&need.id, "words", &need.words)?;
            open.push(Choice::new(&need.id, &format!("{} · {words}", topic(w, &need.topic)), need.id == on));
        }
    }
    Ok(open)
}

pub fn unit_name(r: &mut Read, unit: &str, day: &str) -> Result<String, Fault> {
    Ok(orgs::find::named(r, unit, day)?.map_or_else(|| unit.to_owned(), |unit| unit.name))
}

fn back(r: &mut Read, cx: &Cx, w: &Words, need: &Need) -> Result<Link, Fault> {
    let clerk = cx.may(r, &Power::SeeNeeds(need.unit.clone())).is_ok();
    let href = if clerk { format!("/needs?unit={}", need.unit) } else { "/needs?own=1".to_owned() };
    Ok(Link { href, label: w.t("needs.title").to_owned() })
}

fn acts(r: &mut Read, cx: &Cx, w: &Words, need: &Need, standing: Standing) -> Result<Vec<Link>, Fault> {
    let mut links = Vec::new();
    for act in Act::ALL {
        if act.fits(standing) && cx.may(r, &act.power(&need.id)).is_ok() {
            let key = act.label(!need.owner.is_empty());
            links.push(Link { href: format!("{}/{}", need.path(), act.word()), label: w.t(key).to_owned() });
        }
    }
    Ok(links)
}

fn steps(r: &mut Read, w: &Words, need: &Need, seal: Option<&Seal>) -> Result<Vec<StepLine>, Fault> {
    let mut lines: Vec<StepLine> = Vec::new();
    for it in find::steps(r, &need.id)? {
        let gives = [step::TAKEN, step::HANDED, step::PASSED].contains(&it.step.as_str());
        lines.push(StepLine {
            label: w.t(&format!("need_step.{}", it.step)).to_owned(),
            who: called(r, w, &it.made_by)?,
            owner: if gives { called(r, w, &it.owner)? } else { String::new() },
            due: if gives { it.due.clone() } else { String::new() },
            words: seal.map(|seal| seal.get::<NeedStep>(&it.id, "words", &it.words)).transpose()?.unwrap_or_default(),
            deed: (it.step == step::SOLVED).then(|| format!("/deeds/{}", it.deed)),
            day: it.day,
            position: it.position,
        });
        if it.step == step::SOLVED {
            asked(r, w, &it.deed, &mut lines)?;
        }
    }
    lines.extend(erased(r, w, need)?);
    lines.sort_by_key(|line| line.position);
    Ok(lines)
}

/// What came of asking the other side whether it is solved; who asked and why it was decided so stands with the record.
fn asked(r: &mut Read, w: &Words, deed: &str, lines: &mut Vec<StepLine>) -> Result<(), Fault> {
    let zone = Realm::find(r)?.ok_or(Fault::NotSetUp)?.zone;
    for check in checks::find::of_deed(r, deed)? {
        let key = match Decision::parse(&check.decision) {
            Some(Decision::Approve) => "need_step.confirmed",
            Some(Decision::Return) => "step.returned",
            Some(Decision::Refuse) => "step.refused",
            Some(Decision::Visit) | None => continue,
        };
        lines.push(StepLine::told(w.t(key), local_day(&zone, &check.made_at), check.position));
    }
    Ok(())
}

/// That what is personal of it was taken out, by itself or with its household.
fn erased(r: &mut Read, w: &Words, need: &Need) -> Result<Option<StepLine>, Fault> {
    let own = erasure::find::of::<Need>(r, &need.id)?;
    let Some(erasure) = own.map_or_else(|| erasure::find::of::<Household>(r, &need.household), |own| Ok(Some(own)))? else {
        return Ok(None);
    };
    let Some(leaf) = r.leaves::<Erasure>(&erasure.id)?.pop().filter(|_| need.words.is_none()) else { return Ok(None) };
    let zone = Realm::find(r)?.ok_or(Fault::NotSetUp)?.zone;
    Ok(Some(StepLine::told(w.t("erasure.step"), local_day(&zone, &erasure.made_at), leaf.position)))
}

/// Asks in a form who is to do something for a unit: a choice among those who work there, and a code for anybody else. `current` is a pseudonym; whoever
/// that is may be from elsewhere. Nobody may be chosen where `nobody` says so.
/// # Errors
/// When the data cannot be read.
pub fn pick_person(
    r: &mut Read,
    form: &mut Form,
    (unit, actor): (&str, &Actor),
    (name, label): (&str, &str),
    (current, nobody): (&str, Option<&str>),
) -> Result<(), Fault> {
    let mut people = owners(r, form.w, unit, actor)?;
    let current = people::find::by_pseudonym(r, current)?;
    if let Some(person) = current.as_ref().filter(|person| people.iter().all(|(code, _)| *code != person.code)) {
        people.insert(0, (person.code.clone(), person.called(form.w)));
    }
    if let Some(nobody) = nobody {
        people.insert(0, (String::new(), nobody.to_owned()));
    }
    let current = current.map_or_else(|| nobody.map_or_else(|| actor.code.clone(), |_| String::new()), |person| person.code);
    form.pick(name, label, |on| people.iter().map(|(code, name)| Choice::new(code, name, code == on)).collect(), &current);
    let hint = form.w.t("needs.other_owner_hint").to_owned();
    form.text("other", "needs.other_owner", "").hint = hint;
    Ok(())
}

/// The code that [`pick_person`] got, and the field that said it.
pub fn picked<'a>(fields: &'a Fields, name: &'static str) -> (&'static str, &'a str) {
    match fields.get("other").trim() {
        "" => (name, fields.get(name)),
        other => ("other", other),
    }
}

/// Who may own a need of a unit: those who work there or in a unit above it, the whole organisation's aside. Code and name.
/// # Errors
/// When the data cannot be read.
pub fn owners(r: &mut Read, w: &Words, unit: &str, actor: &Actor) -> Result<Vec<(String, String)>, Fault> {
    const EACH: i64 = 60;
    let line = orgs::find::line(r, unit, &actor.day)?;
    let below_root = line.len().saturating_sub(1).max(1);
    let mut found = vec![(actor.code.clone(), w.f("needs.myself", &[("name", &actor.name)]))];
    for code in line.iter().take(below_root) {
        for person in people::find::of_unit(r, code, &actor.day, "", EACH)? {
            if person.id != actor.id {
                found.push((person.code.clone(), person.called(w)));
            }
        }
    }
    Ok(found)
}
