//! What can be done with a need, each by a form of its own; and the form for a new one.
use super::find;
use super::model::{Need, NewNeed, Standing, TOPICS, said};
use super::solve::{self, Solution};
use super::view;
use crate::deeds;
use crate::households::{Form, FormPage};
use crate::orgs;
use crate::people;
use crate::powers::{Actor, Power};
use crate::visits::SENT_BEFORE;
use crate::web::forms::{Choice, Errors, Refused};
use crate::web::layout::{Link, Place};
use crate::web::{Cx, Fault, Fields};
use ledger::{Read, Tx};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Solve,
    Give,
    Close,
    Reopen,
}

/// Units below one's own among which a new need may be.
const UNITS_MOST: usize = 300;

impl Act {
    pub const ALL: [Act; 4] = [Act::Solve, Act::Give, Act::Close, Act::Reopen];
    pub fn word(self) -> &'static str {
        match self {
            Act::Solve => "solution",
            Act::Give => "owner",
            Act::Close => "closing",
            Act::Reopen => "reopening",
        }
    }
    pub fn parse(word: &str) -> Result<Self, Fault> {
        Self::ALL.into_iter().find(|act| act.word() == word).ok_or(Fault::Missing)
    }
    /// What its button says; a need that has an owner is handed on.
    pub fn label(self, owned: bool) -> &'static str {
        match self {
            Act::Solve => "needs.solve",
            Act::Give if owned => "needs.hand",
            Act::Give => "needs.take",
            Act::Close => "needs.close",
            Act::Reopen => "needs.reopen",
        }
    }
    pub fn power(self, need: &str) -> Power {
        let id = need.to_owned();
        if self == Act::Reopen { Power::ReopenNeed(id) } else { Power::KeepNeed(id) }
    }
    /// Whether it can be done with a need that is so far.
    pub fn fits(self, standing: Standing) -> bool {
        match self {
            Act::Solve => standing == Standing::Taken,
            Act::Give | Act::Close => standing.is_open(),
            Act::Reopen => !standing.is_open(),
        }
    }

    fn fields(self, r: &mut Read, need: &Need, actor: &Actor, form: &mut Form) -> Result<(), Fault> {
        let day = actor.day.as_str();
        match self {
            Act::Give => {
                view::pick_person(r, form, (&need.unit, actor), ("owner", "needs.owner"), (&need.owner, None))?;
                form.day("due", "needs.due", &need.due);
                if !need.owner.is_empty() {
                    form.long("why", "needs.why_handed", "");
                }
            }
            Act::Solve => {
                let fitting = solve::indicators(r, &need.unit, day)?;
                if fitting.is_empty() {
                    return Err(Fault::Closed("closed.no_confirming_item"));
                }
                form.long("words", "needs.solved_words", "");
                form.day("day", "needs.solved_day", day);
                let hint = form.w.t("needs.helpers_hint").to_owned();
                form.text("people", "needs.helpers", "").hint = hint;
                if fitting.len() > 1 {
                    let options = |on: &str| fitting.iter().map(|i| Choice::new(&i.id, &i.name, i.id == on)).collect();
                    form.pick("indicator", "needs.item", options, "");
                }
            }
            Act::Close => form.long("why", "needs.why_closed", ""),
            Act::Reopen => {
                form.long("why", "needs.why_reopened", "");
                if !need.deed.is_empty() {
                    let (came_back, never) = (form.w.t("needs.came_back").to_owned(), form.w.t("needs.never_solved").to_owned());
                    let options = |on: &str| vec![Choice::new("", &came_back, on.is_empty()), Choice::new("yes", &never, on == "yes")];
                    form.pick("never", "needs.which_way", options, "");
                }
            }
        }
        Ok(())
    }

    /// Does it.
    /// # Errors
    /// `Invalid` when a field is wrong; `Stale` when the need is not what the form saw.
    pub fn done(self, tx: &mut Tx, need: Need, fields: &Fields, by: &str) -> Result<(), Fault> {
        if fields.get("seen") != need.rev.to_string() {
            return Err(Fault::Stale);
        }
        match self {
            Act::Give => {
                let (field, code) = view::picked(fields, "owner");
                let person = people::find::by_code(tx, code)?.ok_or_else(|| Fault::says(field, "need.person", &[("code", &code)]))?;
                // Whoever comes later understands why it changed hands, or its day.
                if !need.owner.is_empty() && (need.owner != person.pseudonym || need.due != fields.get("due")) {
                    said("why", fields.get("why"))?;
                }
                need.give(tx, &person, fields.get("due"), fields.get("why")).map(|_| ())
            }
            Act::Solve => {
                said("words", fields.get("words"))?;
                let codes: Vec<String> = words(fields.get("people"));
                let solution = Solution {
                    deed: fields.get("at").to_owned(),
                    indicator: fields.get("indicator").to_owned(),
                    day: fields.get("day").to_owned(),
                    words: fields.get("words").to_owned(),
                    told: fields.get("words").to_owned(),
                    people: deeds::ids_of_codes(tx, &codes)?,
                };
                need.solve(tx, &solution, by).map(|_| ())
            }
            Act::Close => need.close(tx, fields.get("why")).map(|_| ()),
            Act::Reopen => need.reopen(tx, fields.get("why"), fields.get("never") == "yes").map(|_| ()),
        }
    }
}

/// Codes apart by spaces or any comma.
fn words(text: &str) -> Vec<String> {
    text.split([' ', ',', '，', '、', ';', '；']).filter(|word| !word.is_empty()).map(ToOwned::to_owned).collect()
}

/// An id that makes the same form sent twice one.
fn fresh(cx: &Cx, refused: Refused) -> Result<String, Fault> {
    match refused {
        Some((fields, fault)) if !fault.is_of(SENT_BEFORE) => Ok(fields.get("at").to_owned()),
        _ => Ok(ledger::Chance::from_machine()?.uuid(cx.app.db.clock().now_ms())),
    }
}

/// # Errors
/// `Barred` when it is not the reader's to do.
pub fn page(r: &mut Read, cx: &Cx, (position, act): (i64, Act), refused: Refused) -> Result<FormPage, Fault> {
    let need = find::by_position(r, position)?.ok_or(Fault::Missing)?;
    cx.may(r, &act.power(&need.id))?;
    if refused.is_none() && (!act.fits(need.standing(r)?) || need.is_erased()) {
        return Err(Fault::Closed(if act == Act::Reopen && !need.is_erased() { "closed.need_open" } else { "closed.need" }));
    }
    let (shell, actor) = (cx.shell(r, Place::Other)?, cx.actor(r)?);
    let mut form = Form::new(&shell.w, refused.map(|(fields, _)| fields));
    act.fields(r, &need, &actor, &mut form)?;
    let fields = form.fields;
    Ok(FormPage {
        send: None,
        back: Link { href: need.path(), label: shell.f("needs.of_number", &[("n", &need.position)]) },
        title: shell.t(act.label(!need.owner.is_empty())).to_owned(),
        action: format!("{}/{}", need.path(), act.word()),
        at: fresh(cx, refused)?,
        seen: refused.map_or_else(|| need.rev.to_string(), |(fields, _)| fields.get("seen").to_owned()),
        errors: Errors::of_refused(&shell.w, refused),
        measured: false,
        fields,
        shell,
    }
    .measured(cx, refused))
}

/// The form for a new need, in a unit or of a household (by code).
/// # Errors
/// `Barred` when the reader may raise none there.
pub fn new(r: &mut Read, cx: &Cx, (unit, household): (&str, &str), refused: Refused) -> Result<FormPage, Fault> {
    let (shell, actor) = (cx.shell(r, Place::Other)?, cx.actor(r)?);
    let home = crate::households::find::by_code(r, household)?;
    let unit = home.as_ref().map_or(if unit.is_empty() { actor.unit.as_str() } else { unit }, |home| home.unit.as_str()).to_owned();
    cx.may(r, &Power::RaiseNeed { unit: unit.clone(), household: household.to_owned() })?;
    let mut form = Form::new(&shell.w, refused.map(|(fields, _)| fields));
    if home.is_some() {
        form.kept("household", household);
        form.kept("unit", &unit);
    } else {
        let units = places(r, &actor, &unit)?;
        form.pick("unit", "deed.unit", |on| units.iter().map(|(code, name)| Choice::new(code, name, code == on)).collect(), &unit);
        form.text("who", "needs.who", "");
        form.text("phone", "households.phone", "");
    }
    let topics =
        |w: &crate::web::words::Words, on: &str| TOPICS.iter().map(|code| Choice::new(code, &view::topic(w, code), *code == on)).collect();
    let w = form.w;
    form.pick("topic", "needs.topic", |on| topics(w, on), "other");
    form.long("words", "needs.words", "");
    let fields = form.fields;
    let back = match &home {
        Some(home) => Link { href: home.path(), label: home.code.clone() },
        None => Link { href: "/needs".to_owned(), label: shell.t("needs.title").to_owned() },
    };
    let (title, at) = (shell.t("needs.new").to_owned(), fresh(cx, refused)?);
    Ok(FormPage {
        send: None,
        back,
        title,
        action: "/needs/new".to_owned(),
        at,
        seen: String::new(),
        errors: Errors::of_refused(&shell.w, refused),
        measured: false,
        fields,
        shell,
    }
    .measured(cx, refused))
}

/// Units among which a new need may be: the one asked for, one's own, and those right below.
fn places(r: &mut Read, actor: &Actor, unit: &str) -> Result<Vec<(String, String)>, Fault> {
    let mut all: Vec<(String, String)> = Vec::new();
    for code in [unit, actor.unit.as_str()] {
        let own = orgs::find::named(r, code, &actor.day)?;
        let below = orgs::find::children(r, code, &actor.day)?;
        for unit in own.into_iter().chain(below) {
            if all.len() < UNITS_MOST && !all.iter().any(|(code, _)| *code == unit.code) {
                all.push((unit.code, unit.name));
            }
        }
    }
    Ok(all)
}

pub fn read_new(fields: &Fields) -> NewNeed {
    let text = |name: &str| fields.get(name).to_owned();
    NewNeed {
        id: text("at"),
        unit: text("unit"),
        household: text("household"),
        topic: text("topic"),
        who: text("who"),
        phone: text("phone"),
        words: text("words"),
    }
}
