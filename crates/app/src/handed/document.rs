//! A file as the person it is about may have it: everything that is theirs, unmasked, and nothing that is another household's. Of one member only what
//! is said of that member: incomes, plans and the ledger are the whole household's.
use super::find;
use super::pages::Part;
use crate::households::lists::word;
use crate::households::{self, File, Household, Member};
use crate::needs;
use crate::orgs;
use crate::people;
use crate::web::words::Words;
use crate::web::{Cx, Fault};
use ledger::Read;

/// # Errors
/// `Barred` for who does not see the file whole.
pub fn parts(r: &mut Read, cx: &Cx, code: &str, member: &str) -> Result<Vec<Part>, Fault> {
    let (file, w, day) = (File::open(r, code)?, cx.words(r)?, cx.today(r)?);
    let mut parts = Vec::new();
    if member.is_empty() {
        parts.extend(whole(r, cx, &w, &file)?);
    } else {
        let one = file.members.iter().find(|row| row.id == member).ok_or(Fault::Missing)?;
        let unit = orgs::find::named(r, &file.household.unit, &day)?.map_or_else(|| file.household.unit.clone(), |unit| unit.name);
        let mut part = of_member(&w, &file, one)?;
        part.rows.push((w.t("households.code").to_owned(), code.to_owned()));
        part.rows.push((w.t("deed.unit").to_owned(), unit));
        parts.push(part);
    }
    parts.push(readers(r, &w, &file)?);
    let handed = find::lines(r, &w, &file.household.id, &file.seal)?;
    // To whom the rest of the household was handed is not this member's.
    let handed = handed.into_iter().filter(|_| member.is_empty()).map(|line| (line.day, format!("{} · {}", line.what, line.who)));
    parts.push(Part::new(&w, "handed", "handed.before", handed.collect()));
    parts.retain(|part| !part.rows.is_empty());
    Ok(parts)
}

fn of_member(w: &Words, file: &File, member: &Member) -> Result<Part, Fault> {
    let m = member.content(&file.seal)?;
    let rows = [
        ("households.name", m.name.clone()),
        ("households.relation", word(w, "relation", &m.relation)),
        ("households.sex", word(w, "sex", &m.sex)),
        ("households.birth", m.birth),
        ("households.number", m.number),
        ("households.health", m.health),
        ("households.labour", word(w, "labour", &m.labour)),
        ("households.schooling", word(w, "schooling", &m.schooling)),
        ("households.from", m.from),
        ("households.until", m.to),
        ("households.consent_day", m.consent_day),
        ("households.consent_by", word(w, "consent_by", &m.consent_by)),
    ];
    let rows = rows.into_iter().map(|(label, value)| (w.t(label).to_owned(), value)).collect();
    Ok(Part { name: "member", title: m.name, rows: Part::filled(rows) })
}

/// Everything of the household.
fn whole(r: &mut Read, cx: &Cx, w: &Words, file: &File) -> Result<Vec<Part>, Fault> {
    let home = &file.household;
    let page = households::file_page(r, cx, &home.code)?;
    if !page.whole {
        return Err(Fault::Barred("barred.role"));
    }
    let comma = w.t("form.comma").to_owned();
    let mut situation = vec![
        (w.t("households.code").to_owned(), home.code.clone()),
        (w.t("deed.unit").to_owned(), page.units.join(" · ")),
        (w.t("households.main_cause").to_owned(), word(w, "cause", &home.main_cause)),
        (
            w.t("households.other_cause").to_owned(),
            home.causes().skip(1).map(|cause| word(w, "cause", cause)).collect::<Vec<_>>().join(&comma),
        ),
        (w.t("households.watch").to_owned(), word(w, "watch", &home.watch)),
    ];
    // The page shows the last digits of the account; who it belongs to has all of them.
    let (bank, account) = (w.t("households.bank"), file.seal.get::<Household>(&home.id, "bank", &home.bank)?);
    situation
        .extend(page.situation.into_iter().map(|(label, value)| if label == bank { (label, account.clone()) } else { (label, value) }));
    let mut parts = vec![Part::new(w, "situation", "households.situation", situation)];
    for member in &file.members {
        parts.push(of_member(w, file, member)?);
    }
    let money = page.money.map_or_else(Vec::new, |money| {
        let heads: Vec<String> = money
            .heads
            .iter()
            .map(|head| if head.planned { format!("{} {}", head.year, w.t("households.planned")) } else { head.year.to_string() })
            .collect();
        let of = |(source, amounts): (String, Vec<String>)| {
            heads.iter().zip(amounts).map(move |(head, amount)| (format!("{head} · {source}"), amount)).collect::<Vec<_>>()
        };
        money.rows.into_iter().flat_map(of).collect()
    });
    parts.push(Part::new(w, "money", "households.money", money));
    parts.push(Part::new(w, "plans", "households.plan", page.plans.into_iter().map(|(year, words, _)| (year, words)).collect()));
    let measures = page.measures.into_iter().map(|m| (m.year.to_string(), [m.cause, m.words, m.owner, m.due, m.done, m.result]));
    parts.push(Part::new(w, "measures", "households.measures", measures.map(|(year, said)| (year, joined(&said))).collect()));
    let needs = needs::said(r, w, &home.id)?.into_iter().map(|(day, topic, words)| (day, joined(&[topic, words])));
    parts.push(Part::new(w, "needs", "needs.title", needs.collect()));
    let entries = page.entries.into_iter().map(|e| (e.day, joined(&[e.kind, e.words, e.who])));
    parts.push(Part::new(w, "ledger", "households.ledger", entries.collect()));
    let reaches = page.reaches.into_iter().map(|reach| (reach.name, joined(&[reach.state, reach.note])));
    parts.push(Part::new(w, "reaches", "reaches.title", reaches.collect()));
    let exit = page
        .exit
        .map_or_else(Vec::new, |exit| exit.grounds.into_iter().map(|(ground, met, basis)| (ground, joined(&[met, basis]))).collect());
    parts.push(Part::new(w, "exit", "section.exit", exit));
    let lines = page.responsible.into_iter().chain(page.before);
    let lines = lines.map(|line| (line.from, joined(&[line.name, line.unit, line.to.unwrap_or_default()])));
    parts.push(Part::new(w, "responsible", "households.responsible", lines.collect()));
    Ok(parts)
}

/// What is there of several texts, one behind the other.
fn joined(texts: &[String]) -> String {
    texts.iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(" · ")
}

/// Who read the file, by day.
fn readers(r: &mut Read, w: &Words, file: &File) -> Result<Part, Fault> {
    let mut rows = Vec::new();
    for reading in households::find::readings(r, &file.household.id)? {
        let name = people::find::by_pseudonym(r, &reading.reader)?.map_or_else(|| reading.reader.clone(), |person| person.called(w));
        rows.push((reading.day, w.f("handed.read_by", &[("who", &name), ("n", &reading.times)])));
    }
    Ok(Part::new(w, "readings", "households.readings", rows))
}
