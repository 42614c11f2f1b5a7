//! Causes, measures and who is behind them; promises and needs whose day has passed.
use super::{Found, Kind};
use crate::households::Measure;
use crate::households::file::File;
use crate::households::sections::Section;
use crate::needs;
use crate::people;
use crate::realm::day_before;
use crate::visits;
use crate::web::Fault;
use ledger::Read;

pub fn check(r: &mut Read, file: &File, today: &str, found: &mut Found) -> Result<(), Fault> {
    let home = &file.household;
    let causes: Vec<&str> = home.causes().collect();
    if home.main_cause.is_empty() {
        found.say(Kind::CauseMissing, "", Section::Situation, "");
    }
    if causes.iter().enumerate().any(|(n, cause)| causes[..n].contains(cause)) {
        found.say(Kind::CauseTwice, "", Section::Situation, "");
    }
    let year = today.get(..4).and_then(|year| year.parse::<i64>().ok()).unwrap_or(0);
    for cause in causes.iter().filter(|cause| !file.measures.iter().any(|m| m.cause == **cause && m.year >= year - 1)) {
        found.say(Kind::CauseWithoutMeasure, (*cause).to_owned(), Section::Measure, "");
    }
    for measure in &file.measures {
        one(r, file, measure, (&causes, today), found)?;
    }
    responsible(r, file, today, found)?;
    for (topic, href) in needs::overdue(r, &home.id, today)? {
        found.page(Kind::NeedOverdue, topic, href);
    }
    for promise in visits::open_promises(r, &home.id)?.into_iter().filter(|promise| promise.due.as_str() < today) {
        let what = file.seal.get::<visits::Visit>(&promise.id, "promised", &promise.promised)?;
        found.page(Kind::PromiseOverdue, what, format!("/visits/{}", home.code));
    }
    Ok(())
}

fn one(r: &mut Read, file: &File, measure: &Measure, (causes, today): (&[&str], &str), found: &mut Found) -> Result<(), Fault> {
    let words = file.seal.get::<Measure>(&measure.id, "words", &measure.words)?;
    let waits = measure.done.is_empty();
    // What was done against a cause since overcome stays as it is.
    if measure.cause.is_empty() || waits && !causes.contains(&measure.cause.as_str()) {
        found.say(Kind::MeasureWithoutCause, &words, Section::Measure, &measure.id);
    }
    let late = waits && !measure.due.is_empty() && measure.due.as_str() < today;
    let unsaid = !waits && measure.result.is_none();
    if measure.owner.is_empty() || waits && measure.due.is_empty() || late || unsaid {
        found.say(Kind::MeasureUnfinished, &words, Section::Measure, &measure.id);
    }
    if waits && !measure.owner.is_empty() && left(r, &measure.owner, today)?.is_some() {
        found.say(Kind::PostEnded, &words, Section::Measure, &measure.id);
    }
    Ok(())
}

/// The name of somebody (a pseudonym) who holds no post on a day any more; none while they do.
fn left(r: &mut Read, pseudonym: &str, today: &str) -> Result<Option<String>, Fault> {
    let Some(person) = people::find::by_pseudonym(r, pseudonym)? else { return Ok(Some(String::new())) };
    let gone = people::find::unit_on(r, &person.id, today)?.is_none();
    Ok(gone.then(|| person.name().to_owned()))
}

/// A gap that ended longer ago is history, and nobody can close it any more.
const GAP_DAYS: i64 = 366;

/// Somebody is responsible today, and was without a gap since there was anybody, or for a year.
fn responsible(r: &mut Read, file: &File, today: &str, found: &mut Found) -> Result<(), Fault> {
    let recent = day_before(today, GAP_DAYS);
    let gap = file.pairings.windows(2).any(|pair| pair[0].from_day > recent && day_before(&pair[0].from_day, 1) > pair[1].to_day);
    let Some(line) = file.responsible(today).filter(|_| !gap) else {
        found.say(Kind::NobodyResponsible, "", Section::Responsible, "");
        return Ok(());
    };
    if let Some(name) = left(r, &line.person, today)? {
        found.say(Kind::PostEnded, name, Section::Responsible, "");
    }
    Ok(())
}
