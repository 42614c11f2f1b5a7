//! Figures as pages show them: the number, its unit of measure, its sentence.
use super::{Measure, Question, find};
use crate::campaigns::{self, Campaign, Indicator, Item, closing::planned};
use crate::deeds::view::{decimals, hue};
use crate::orgs::{self, Group};
use crate::rosters::{self, coverage};
use crate::web::Fault;
use crate::web::format::{day, shown as text};
use crate::web::html::{Html, escape};
use crate::web::layout::{Fig, Shell};
use crate::web::pieces::{ItemFigure, OtherMeasure};
use crate::web::words::Words;
use ledger::Read;

/// A question answered for a page.
/// # Errors
/// When the data cannot be read.
pub fn fig(r: &mut Read, w: &Words, q: &Question) -> Result<Fig, Fault> {
    let value = find::value(r, q)?;
    shown(r, w, q, value)
}

/// A value that was already read, as a Figure.
/// # Errors
/// When the data cannot be read.
pub fn shown(r: &mut Read, w: &Words, q: &Question, value: i64) -> Result<Fig, Fault> {
    let (milli, decimals, measure) = amount(r, w, q, value)?;
    Ok(Fig::new(text(w.lang(), milli, decimals), measure, q.href()))
}

/// A value with what it is counted in: thousandths, decimals, measure.
/// # Errors
/// When the data cannot be read.
pub fn amount(r: &mut Read, w: &Words, q: &Question, value: i64) -> Result<(i64, u8, String), Fault> {
    if q.measure != Measure::Sum {
        let counts = matches!(q.measure, Measure::Subjects(_) | Measure::Listed);
        let roster = if counts { coverage::roster(r, q)? } else { None };
        return Ok((value * 1000, 0, w.t(roster.map_or(measure_key(q.measure), |roster| coverage::measure_key(&roster))).to_owned()));
    }
    let first = q.indicators.first().map(|i| r.find::<Indicator>(i)).transpose()?.flatten();
    Ok(first.map_or((value, 3, String::new()), |i| (value, decimals(&i), i.measure)))
}

/// What counts are counted in.
fn measure_key(measure: Measure) -> &'static str {
    match measure {
        Measure::Sum => "measure.rows",
        Measure::Deeds | Measure::Late | Measure::Edited => "measure.deeds",
        Measure::Persons | Measure::Public | Measure::Served => "measure.persons",
        Measure::Times => "measure.times",
        Measure::Minutes => "measure.minutes",
        Measure::Subjects("household") => "measure.households",
        Measure::Subjects("enterprise") => "measure.enterprises",
        Measure::Subjects(_) | Measure::Listed => "measure.subjects",
    }
}

/// What a figure counts, in words.
/// # Errors
/// When the data cannot be read.
pub fn sentence(r: &mut Read, w: &Words, q: &Question) -> Result<String, Fault> {
    let days = if q.from == q.to {
        day(w.lang(), &q.from)
    } else {
        w.f("sentence.days", &[("from", &day(w.lang(), &q.from)), ("to", &day(w.lang(), &q.to))])
    };
    worded(r, w, q, &days)
}

/// The same for a page, its days as dates.
/// # Errors
/// When the data cannot be read.
pub fn said(r: &mut Read, shell: &Shell, q: &Question) -> Result<Html, Fault> {
    let sentence = escape(&worded(r, &shell.w, q, DAYS)?);
    Ok(Html(sentence.replace(DAYS, &shell.days(&q.from, &q.to).0)))
}

/// Where the days go: no name holds it.
const DAYS: &str = "\u{1}";

fn worded(r: &mut Read, w: &Words, q: &Question, days: &str) -> Result<String, Fault> {
    let places = q.places.iter().map(|place| place_name(r, w, place, &q.to)).collect::<Result<Vec<_>, _>>()?;
    let mut items: Vec<String> = Vec::new();
    for id in &q.indicators {
        let (indicator, item, _) = campaigns::find::measure(r, id)?;
        let several = campaigns::find::indicators(r, &item.id)?.len() > 1;
        items.push(indicator.called(&item, several));
    }
    let items = if items.len() > 3 { w.t("sentence.all_items").to_owned() } else { items.join(w.t("form.comma")) };
    let state = w.t(if q.state == "verified" { "sentence.verified" } else { "sentence.received" });
    let unit = places.join(w.t("form.comma"));
    let gaps: [(&str, &dyn std::fmt::Display); 4] = [("unit", &unit), ("items", &items), ("days", &days), ("state", &state)];
    Ok(match q.measure {
        Measure::Sum => w.f("sentence.sum", &gaps),
        Measure::Deeds => w.f("sentence.deeds", &gaps),
        Measure::Persons => w.f("sentence.persons", &gaps),
        Measure::Times => w.f("sentence.times", &gaps),
        Measure::Public => w.f("sentence.public", &gaps),
        Measure::Minutes => w.f("sentence.minutes", &gaps),
        Measure::Served => w.f("sentence.served", &gaps),
        Measure::Subjects(_) => w.f("sentence.subjects", &gaps),
        Measure::Late => w.f("sentence.late", &gaps),
        Measure::Edited => w.f("sentence.edited", &gaps),
        Measure::Listed => w.f("sentence.listed", &[("unit", &unit), ("days", &days)]),
    })
}

/// A place of a question in words: a unit as it was called on the day, what is its own, a group.
/// # Errors
/// When the data cannot be read.
pub fn place_name(r: &mut Read, w: &Words, place: &str, on: &str) -> Result<String, Fault> {
    if let Some(group) = place.strip_prefix('@') {
        return Ok(r.find::<Group>(group)?.map_or_else(|| group.to_owned(), |g| g.name));
    }
    if let Some(number) = place.strip_prefix('*') {
        let roster = number.parse().map_or(Ok(None), |number| rosters::by_position(r, number))?;
        return Ok(w.f("sentence.roster", &[("name", &roster.map_or_else(|| number.to_owned(), |roster| roster.name))]));
    }
    let code = place.trim_start_matches('=');
    let name = orgs::find::named(r, code, on)?.map_or_else(|| code.to_owned(), |u| u.name);
    Ok(if place.starts_with('=') { w.f("sentence.own", &[("unit", &name)]) } else { name })
}

/// Each item's measures as Figures over the whole campaign, in a unit, each with what waits.
/// # Errors
/// When the data cannot be read.
pub fn of_items(
    r: &mut Read,
    w: &Words,
    campaign: &Campaign,
    items: &[(Item, Vec<Indicator>)],
    unit: &str,
) -> Result<Vec<ItemFigure>, Fault> {
    let waiting = |r: &mut Read, q: &Question| Ok::<_, Fault>(Some(fig(r, w, &q.waiting())?).filter(|f| !f.is_zero()));
    let one = |(item, indicators): &(Item, Vec<Indicator>), r: &mut Read| -> Result<ItemFigure, Fault> {
        let of = |id: &str| Question::new(Measure::Sum, &[id], unit, &campaign.from_day, &campaign.to_day);
        let q = of(indicators.first().map_or("", |i| &i.id));
        let more = indicators.iter().skip(1).map(|i| {
            let q = of(&i.id);
            Ok(OtherMeasure { name: i.name.clone(), value: fig(r, w, &q)?, waiting: waiting(r, &q)? })
        });
        let more = more.collect::<Result<_, Fault>>()?;
        // A unit's page does not set what is planned for all beside its own.
        let planned = if unit == campaign.unit { planned(w, item, indicators) } else { String::new() };
        let (value, waiting) = (fig(r, w, &q)?, waiting(r, &q)?);
        Ok(ItemFigure { hue: hue(item), name: item.name.clone(), value, more, waiting, note: item.note.clone(), planned })
    };
    items.iter().map(|item| one(item, r)).collect()
}

/// Which items a unit has begun: any deed verified or waiting.
/// # Errors
/// When the data cannot be read.
pub fn begun(r: &mut Read, items: &[(Item, Vec<Indicator>)], unit: &str, campaign: &Campaign) -> Result<Vec<(String, bool)>, Fault> {
    let sql =
        "SELECT DISTINCT facet FROM cells WHERE unit = $1 AND state IN ('received', 'verified') AND day >= $2 AND day <= $3 AND deeds > 0";
    let rows = r.rows(sql, &[unit.into(), (&campaign.from_day).into(), (&campaign.to_day).into()])?;
    let facets: Vec<String> = rows.iter().map(|row| row.text(0)).collect::<ledger::Result<_>>()?;
    Ok(items.iter().map(|(item, is)| (item.name.clone(), is.iter().any(|i| facets.contains(&i.id)))).collect())
}
