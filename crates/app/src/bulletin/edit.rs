//! The writer's desk: the text beside its figures, what moved, stories to take from, who is not named yet, who signed.
use super::model::{Bulletin, DRAFT, Placed, STEPS};
use super::pages::{Answered, EditPage, MovedCard, Picker, PlacedCard, Signed, StepCard, Story, TimeCard};
use super::paper::{Paper, href, language, on_behalf};
use super::verbs::{Sheet, Signature};
use super::wording::Wording;
use super::{find, text, value};
use crate::asked::TimeTold;
use crate::campaigns::{self, Campaign};
use crate::deeds::view::Lookup;
use crate::figures::{Measure, Question, view};
use crate::orgs;
use crate::powers::Power;
use crate::web::forms::{Choice, Errors};
use crate::web::layout::{Fig, Place};
use crate::web::words::Words;
use crate::web::{Cx, Fault};
use ledger::Read;
use serde::Deserialize;

/// What the page is asked beside the bulletin.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    /// A figure's question to be placed.
    #[serde(default)]
    pub figure: String,
    /// The unit of which stories are listed.
    #[serde(default)]
    pub of: String,
    #[serde(default)]
    pub done: String,
}

const STORIES: usize = 8;

/// # Errors
/// `Barred` for others than writers, `Closed` when it is no draft.
pub fn page(r: &mut Read, cx: &Cx, id: &str, asked: &Asked, errors: Errors) -> Result<EditPage, Fault> {
    cx.may(r, &Power::WriteBulletin)?;
    let b: Bulletin = r.get(id)?;
    if b.state != DRAFT {
        return Err(Fault::Closed("closed.bulletin"));
    }
    let shell = cx.shell(r, Place::Bulletins)?;
    let w = shell.w.in_language(language(&b));
    let campaign: Campaign = r.get(&b.campaign)?;
    let placed = find::placed(r, id)?;
    let paper = Paper::of(r, &shell.w, &b)?;
    let cards = placed.iter().map(|p| card(r, &shell.w, &w, &b, p)).collect::<Result<Vec<_>, _>>()?;
    let moved = b.moved(r)?.iter().map(|(note, p, now)| moved_card(r, &shell.w, &w, (*note, p, *now))).collect::<Result<Vec<_>, _>>()?;
    let own_name = cx.actor(r)?.name;
    let said = |number: i64| cards.iter().find(|c| c.number == number).map(|c| c.said.clone());
    Ok(EditPage {
        id: b.id.clone(),
        rev: b.rev,
        sheet: Sheet { text: text::written(&b.text, said), ..Sheet::of(&b) },
        unsaved: String::new(),
        done: done(&asked.done, moved.is_empty()),
        moved,
        picker: picker(r, &shell.w, &w, &campaign, &b, &asked.figure)?,
        stories: stories(r, &shell.w, (&campaign, &b), &placed, &asked.of)?,
        story_units: story_units(r, &campaign, &b, &asked.of, shell.t("bulletin.all_units"))?,
        unnamed: unnamed(r, &campaign, &b, &paper)?,
        steps: steps(r, &shell.w, &b)?,
        lacks: b.lacks(r)?.iter().map(|fault| sentence(&shell.w, fault)).collect(),
        claims: paper.claims(),
        placed: cards,
        time: time(r, &w, &b)?,
        paper,
        signature: Signature { step: next_step(r, &b)?.to_owned(), name: own_name, how: String::new(), day: cx.today(r)? },
        errors,
        shell,
    })
}

/// The line about the time asked of staff, in the text's language.
fn time(r: &mut Read, w: &Words, b: &Bulletin) -> Result<TimeCard, Fault> {
    let (printed, now) = (TimeTold::of(r, &b.id)?, TimeTold::now(r, b)?);
    let said = |told: Option<&TimeTold>| told.map(|told| told.said(w)).unwrap_or_default();
    let moved = printed.as_ref().zip(now.as_ref()).is_some_and(|(printed, now)| !printed.says_as(now));
    Ok(TimeCard { printed: said(printed.as_ref()), now: said(now.as_ref()), moved })
}

/// What the page says was done.
fn done(asked: &str, all: bool) -> &'static str {
    match asked {
        "saved" => "bulletin.saved",
        "confirmed" | "confirmed_one" if all => "bulletin.confirmed",
        "confirmed_one" => "bulletin.confirmed_one",
        "confirmed" => "bulletin.moved_again",
        _ => "",
    }
}

/// A fault in the reader's words; numbers in a row are joined as their language joins them.
pub fn sentence(w: &Words, fault: &Fault) -> String {
    let said = fault.sentence(w);
    if w.lang().is_han() { said } else { said.replace('、', ", ") }
}

fn wordings(r: &mut Read, w: &Words, what: &str, milli: i64, on: &str) -> Result<Vec<Choice>, Fault> {
    let amount = value::amount(r, w, what, milli)?;
    Ok(amount.offered(w.lang()).into_iter().map(|(wording, text)| Choice::new(wording.word(), &text, wording.word() == on)).collect())
}

/// `words` are the reader's, `w` the text's.
fn card(r: &mut Read, words: &Words, w: &Words, b: &Bulletin, p: &Placed) -> Result<PlacedCard, Fault> {
    let said = value::said(r, w, p)?;
    let (sentence, wordings) = match p.deed() {
        Some(_) => (String::new(), Vec::new()),
        None => (view::sentence(r, words, &p.what.parse()?)?, wordings(r, w, &p.what, p.value, &p.wording)?),
    };
    Ok(PlacedCard { number: p.number, said, sentence, href: href(b, p), wordings, used: text::gaps(&b.text).contains(&p.number) })
}

/// A figure in the text of which the records have moved since.
fn moved_card(r: &mut Read, words: &Words, w: &Words, (note, p, now): (usize, &Placed, i64)) -> Result<MovedCard, Fault> {
    let q: Question = p.what.parse()?;
    Ok(MovedCard {
        number: p.number,
        note,
        was: value::exactly(r, w, &p.what, p.value)?,
        now: Fig { text: value::exactly(r, w, &p.what, now)?, unit: String::new(), href: Some(q.href()) },
        sentence: view::sentence(r, words, &q)?,
        shown: format!("{} {now}", p.number),
    })
}

const MEASURES: [Measure; 8] = [
    Measure::Sum,
    Measure::Deeds,
    Measure::Persons,
    Measure::Times,
    Measure::Served,
    Measure::Subjects("household"),
    Measure::Subjects("enterprise"),
    Measure::Public,
];

fn picker(r: &mut Read, words: &Words, w: &Words, campaign: &Campaign, b: &Bulletin, asked: &str) -> Result<Picker, Fault> {
    let q: Option<Question> = asked.rsplit('/').next().and_then(|id| id.parse().ok());
    let on = |value: &str, of: fn(&Question) -> String| q.as_ref().is_some_and(|q| of(q) == value);
    let measure = |m: &Measure| Choice::new(&m.word(), words.t(measure_key(*m)), on(&m.word(), |q| q.measure.word()));
    let mut indicators = Vec::new();
    // Its own campaign's first, then those beside it: a bulletin tells of them all.
    let beside = campaigns::find::beside(r, campaign)?;
    for of in std::iter::once(campaign).chain(&beside) {
        for (item, of_item) in campaigns::find::items(r, &of.id)? {
            for i in &of_item {
                let within = |whole: &str, part: &str| words.f("bulletin.indicator", &[("item", &whole), ("name", &part)]);
                let label = if of_item.len() > 1 { within(&item.name, &i.name) } else { item.name.clone() };
                let label = if of.id == campaign.id { label } else { within(&of.name, &label) };
                indicators.push(Choice::new(&i.id, &label, on(&i.id, |q| q.indicators.join("~"))));
            }
        }
    }
    let mut places = Vec::new();
    if let Some(root) = orgs::find::named(r, &campaign.unit, &b.day)? {
        places.push(Choice::new(&root.code, &root.name, on(&root.code, |q| q.places.join("~"))));
    }
    for group in find::sets_of_units(r)? {
        let code = format!("@{}", group.id);
        places.push(Choice::new(&code, &group.name, on(&code, |q| q.places.join("~"))));
    }
    for unit in orgs::find::children(r, &campaign.unit, &b.day)? {
        places.push(Choice::new(&unit.code, &unit.name, on(&unit.code, |q| q.places.join("~"))));
    }
    let states = ["verified", "received"].map(|s| Choice::new(s, words.t(&format!("state.{s}")), on(s, |q| q.state.clone())));
    Ok(Picker {
        measures: MEASURES.iter().map(measure).collect(),
        indicators,
        places,
        states: states.to_vec(),
        from: q.as_ref().map_or(&campaign.from_day, |q| &q.from).clone(),
        to: q.as_ref().map_or(&campaign.to_day, |q| &q.to).clone(),
        figure: asked.to_owned(),
        answer: q.map(|q| answered(r, words, w, &q)).transpose()?,
    })
}

fn measure_key(measure: Measure) -> &'static str {
    match measure {
        Measure::Sum => "bulletin.of_sum",
        Measure::Deeds => "bulletin.of_deeds",
        Measure::Persons => "bulletin.of_persons",
        Measure::Times => "bulletin.of_times",
        Measure::Served => "bulletin.of_served",
        Measure::Subjects("household") => "bulletin.of_households",
        Measure::Subjects("enterprise") => "bulletin.of_enterprises",
        _ => "bulletin.of_public",
    }
}

fn answered(r: &mut Read, words: &Words, w: &Words, q: &Question) -> Result<Answered, Fault> {
    let (id, now) = (q.to_string(), value::of(r, &q.to_string())?);
    let wordings = wordings(r, w, &id, now, Wording::Exact.word())?;
    Ok(Answered { value: view::shown(r, words, q, now)?, sentence: view::sentence(r, words, q)?, id, wordings })
}

fn stories(r: &mut Read, words: &Words, (campaign, b): (&Campaign, &Bulletin), placed: &[Placed], of: &str) -> Result<Vec<Story>, Fault> {
    let unit = if of.is_empty() { &campaign.unit } else { of };
    let mut look = Lookup::new(words);
    let deeds = find::stories(r, campaign, unit, &b.day, STORIES)?;
    let story = |deed: &crate::deeds::Deed, r: &mut Read| -> Result<Story, Fault> {
        let used = placed.iter().any(|p| p.deed() == Some(&deed.id) && text::gaps(&b.text).contains(&p.number));
        let unit = look.unit(r, &deed.unit, &deed.day)?;
        let (words, day) = (deed.words.clone().unwrap_or_default(), deed.day.clone());
        Ok(Story { deed: deed.id.clone(), href: format!("/deeds/{}", deed.id), words, unit, day, position: deed.position, used })
    };
    deeds
        .iter()
        .map({
            let mut story = story;
            move |deed| story(deed, r)
        })
        .collect()
}

fn story_units(r: &mut Read, campaign: &Campaign, b: &Bulletin, of: &str, all: &str) -> Result<Vec<Choice>, Fault> {
    let children = orgs::find::children(r, &campaign.unit, &b.day)?;
    let all = Choice::new("", all, of.is_empty());
    Ok([all].into_iter().chain(children.iter().map(|u| Choice::new(&u.code, &u.name, u.code == of))).collect())
}

/// Endings that a text leaves away: 金村 for 金村镇.
const ENDINGS: [&str; 6] = ["镇", "乡", "街道", "局", "委员会", "办事处"];

/// The units that the text does not name, in official order, each with whether there are stories of it.
fn unnamed(r: &mut Read, campaign: &Campaign, b: &Bulletin, paper: &Paper) -> Result<Vec<(String, bool)>, Fault> {
    let (words, storied) = (paper.all_words(), find::storied(r, campaign, &b.day)?);
    let mut out = Vec::new();
    for unit in orgs::find::children(r, &campaign.unit, &b.day)? {
        let stem = ENDINGS.iter().find_map(|e| unit.name.strip_suffix(e)).filter(|stem| stem.chars().count() > 1).unwrap_or(&unit.name);
        if !words.contains(stem) {
            out.push((unit.name.clone(), storied.contains(&unit.code)));
        }
    }
    Ok(out)
}

/// The first step that nobody has signed.
fn next_step(r: &mut Read, b: &Bulletin) -> Result<&'static str, Fault> {
    let (signed, hash) = (find::sign_offs(r, &b.id)?, b.hash(r)?);
    Ok(STEPS.into_iter().find(|step| find::signature(&signed, step, &hash).is_none()).unwrap_or(STEPS[0]))
}

fn steps(r: &mut Read, words: &Words, b: &Bulletin) -> Result<Vec<StepCard>, Fault> {
    let (signed, hash) = (find::sign_offs(r, &b.id)?, b.hash(r)?);
    let mut cards = Vec::new();
    for step in STEPS {
        let done = find::signature(&signed, step, &hash).map(|s| {
            let note = on_behalf(r, words, s)?;
            Ok::<_, Fault>(Signed { name: s.name.clone(), day: s.day.clone(), note, changed: s.signed != hash })
        });
        cards.push(StepCard { step, done: done.transpose()? });
    }
    Ok(cards)
}
