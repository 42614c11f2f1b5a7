//! The sections of a file: the form of each and the verb that takes it. `at` is a member's or measure's id or a year, or nothing for another.
use super::file::File;
use super::form::{Form, is_ticked};
use super::lists::{self, CONSENT_BY, CONSENTS, HOUSING, KINDS, LABOUR, Lists, MET, RELATIONS, SCHOOLING, SEXES, STATES, WATER};
use super::members::{Member, MemberContent};
use super::model::{Household, Situation, today_of};
use super::money::{self, Income, yuan};
use super::work::{Entry, Measure, MeasureContent, Plan, pseudonym};
use super::{Ground, Pairing, Reach, find};
use crate::campaigns::file::milli;
use crate::needs;
use crate::powers::{Actor, Power};
use crate::sealing::Seal;
use crate::web::format::quantity;
use crate::web::{Fault, Fields};
use ledger::{Read, Tx};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    Situation,
    Member,
    Income,
    Plan,
    Measure,
    Entry,
    Reaches,
    Exit,
    Responsible,
}

impl Section {
    pub const ALL: [Section; 9] = [
        Section::Situation,
        Section::Member,
        Section::Income,
        Section::Plan,
        Section::Measure,
        Section::Entry,
        Section::Reaches,
        Section::Exit,
        Section::Responsible,
    ];
    pub fn word(self) -> &'static str {
        match self {
            Section::Situation => "situation",
            Section::Member => "member",
            Section::Income => "income",
            Section::Plan => "plan",
            Section::Measure => "measure",
            Section::Entry => "entry",
            Section::Reaches => "reaches",
            Section::Exit => "exit",
            Section::Responsible => "responsible",
        }
    }
    pub fn parse(word: &str) -> Result<Self, Fault> {
        Self::ALL.into_iter().find(|section| section.word() == word).ok_or(Fault::Missing)
    }
    pub fn power(self, household: &str) -> Power {
        let id = household.to_owned();
        if self == Section::Responsible { Power::PairHousehold(id) } else { Power::KeepHousehold(id) }
    }

    /// What its writer saw: a form over something else is stale.
    pub fn seen(self, file: &File, at: &str) -> String {
        let year = at.parse::<i64>().unwrap_or(0);
        let sum = |revs: Vec<i64>| format!("{}.{}", revs.len(), revs.iter().sum::<i64>());
        match self {
            Section::Situation => file.household.rev.to_string(),
            Section::Member => sum(file.members.iter().filter(|m| m.id == at).map(|m| m.rev).collect()),
            Section::Income => sum(file.incomes.iter().filter(|i| i.year == year).map(|i| i.rev).collect()),
            Section::Plan => sum(file.plans.iter().filter(|p| p.year == year).map(|p| p.rev).collect()),
            Section::Measure => sum(file.measures.iter().filter(|m| m.id == at).map(|m| m.rev).collect()),
            Section::Entry => String::new(),
            Section::Reaches => sum(file.reaches.iter().map(|r| r.rev).collect()),
            Section::Exit => sum(file.grounds.iter().filter(|g| g.year == year).map(|g| g.rev).collect()),
            Section::Responsible => sum(file.pairings.iter().map(|p| p.rev).collect()),
        }
    }

    /// The form's fields.
    /// # Errors
    /// `Missing` when there is nothing at `at`.
    pub fn form(self, r: &mut Read, file: &File, at: &str, form: &mut Form, actor: &Actor) -> Result<(), Fault> {
        let today = actor.day.as_str();
        match self {
            Section::Situation => situation(file, form),
            Section::Member => member(file, at, form),
            Section::Income => income(file, at, form, today),
            Section::Plan => plan(file, at, form, today),
            Section::Measure => measure(r, file, at, form, actor),
            Section::Entry => {
                form.day("day", "households.day", today);
                form.choice("kind", "households.kind", ("kind", &KINDS), "visit");
                form.long("words", "households.words", "");
                Ok(())
            }
            Section::Reaches => reaches(file, form),
            Section::Exit => exit(file, at, form, today),
            Section::Responsible => {
                let now = file.responsible(today).map(|line| line.person.clone()).unwrap_or_default();
                let nobody = now.is_empty().then_some("—");
                needs::pick_person(r, form, (&file.household.unit, actor), ("person", "households.responsible"), (&now, nobody))?;
                form.day("from", "households.from", today);
                passed(r, file, form, today)
            }
        }
    }

    /// Takes the form.
    /// # Errors
    /// `Invalid` when a field is wrong; `Stale` when the file is not what the form saw.
    pub fn save(self, tx: &mut Tx, file: &File, fields: &Fields) -> Result<(), Fault> {
        let (home, seal, at) = (&file.household, &file.seal, fields.get("at"));
        if fields.get("seen") != self.seen(file, at) {
            return Err(Fault::Stale);
        }
        let text = |name: &str| fields.get(name).to_owned();
        match self {
            Section::Situation => home.clone().change(tx, seal, &read_situation(fields)?).map(|_| ()),
            Section::Member => match file.members.iter().find(|m| m.id == at) {
                Some(there) => there.clone().change(tx, home, seal, &read_member(fields)),
                None => Member::add(tx, home, seal, &read_member(fields)).map(|_| ()),
            },
            Section::Income => Income::save(tx, home, year_of(fields, |y| file.incomes.iter().any(|i| i.year == y))?, fields),
            Section::Plan => Plan::write(tx, home, seal, year_of(fields, |y| file.plans.iter().any(|p| p.year == y))?, fields.get("words")),
            Section::Measure => {
                let new = MeasureContent {
                    year: money::year(fields.get("year"))?,
                    cause: text("cause"),
                    owner: needs::picked(fields, "owner").1.to_owned(),
                    due: text("due"),
                    done: text("done"),
                    words: text("words"),
                    result: text("result"),
                };
                match file.measures.iter().find(|m| m.id == at) {
                    Some(there) => there.clone().change(tx, seal, &new),
                    None => Measure::add(tx, home, seal, &new).map(|_| ()),
                }
            }
            Section::Entry => Entry::write(tx, home, seal, (fields.get("day"), fields.get("kind"), fields.get("words"))),
            Section::Reaches => say_reaches(tx, home, seal, fields),
            Section::Exit => say_exit(tx, home, seal, year_of(fields, |y| file.grounds.iter().any(|g| g.year == y))?, fields),
            Section::Responsible => hand_over(tx, file, fields),
        }
    }
}

/// What whoever is responsible has taken of the household's needs goes along with it.
fn passed(r: &mut Read, file: &File, form: &mut Form, today: &str) -> Result<(), Fault> {
    let Some(before) = file.responsible(today) else { return Ok(()) };
    let held = needs::held(r, form.w, &file.household.id, &before.person, true)?;
    if !held.is_empty() {
        form.head(form.w.t("households.needs_go").to_owned());
    }
    held.into_iter().for_each(|need| form.tick(&format!("pass_{}", need.id), need.label));
    if file.measures.iter().any(|measure| measure.owner == before.person && measure.done.is_empty()) {
        form.head(form.w.t("households.measures_go").to_owned());
    }
    Ok(())
}

fn hand_over(tx: &mut Tx, file: &File, fields: &Fields) -> Result<(), Fault> {
    let (home, (field, code), today) = (&file.household, needs::picked(fields, "person"), today_of(tx)?);
    if code.is_empty() {
        return Err(Fault::invalid(field, "need.choose_person"));
    }
    let to = pseudonym(tx, field, code)?;
    Pairing::hand_over(tx, home, code, fields.get("from"))?;
    // Handed over as of a later day, needs and measures stay until then; what is left behind is told of.
    let now = find::is_responsible(tx, &to, &home.id, &today)?;
    if let Some(before) = file.responsible(&today).filter(|before| now && before.person != to) {
        needs::pass_on(tx, &home.id, (&before.person, &to), |id| is_ticked(fields, &format!("pass_{id}")))?;
        Measure::pass_on(tx, &home.id, &before.person, &to)?;
    }
    Ok(())
}

fn situation(file: &File, form: &mut Form) -> Result<(), Fault> {
    let (h, l) = (&file.household, file.lists);
    let text = |column: &str, sealed| file.seal.get::<Household>(&h.id, column, sealed);
    let mut others = h.other_causes.split(';');
    form.choice("main_cause", "households.main_cause", ("cause", &l.causes), &h.main_cause);
    form.choice("other_1", "households.other_cause", ("cause", &l.causes), others.next().unwrap_or(""));
    form.choice("other_2", "households.other_cause", ("cause", &l.causes), others.next().unwrap_or(""));
    if !l.watches.is_empty() {
        form.choice("watch", "households.watch", ("watch", &l.watches), &h.watch);
    }
    form.choice("housing", "households.housing", ("housing", &HOUSING), &h.housing);
    form.text("land", "households.land", &h.land.map_or_else(String::new, |land| quantity(land, 1)));
    form.choice("water", "households.water", ("water", &WATER), &h.water);
    form.text("address", "households.address", &text("address", &h.address)?);
    form.text("phone", "households.phone", &text("phone", &h.phone)?);
    form.text("bank", "households.bank", &text("bank", &h.bank)?);
    form.choice("consent_how", "households.consent", ("consent", &CONSENTS), &h.consent_how);
    form.day("consent_day", "households.consent_day", &h.consent_day);
    if l.has_exit() {
        form.day("exited", "households.exited", &h.exited);
    }
    form.long("note", "households.note", &text("note", &h.note)?);
    Ok(())
}

fn read_situation(fields: &Fields) -> Result<Situation, Fault> {
    let text = |name: &str| fields.get(name).to_owned();
    let land = match fields.get("land") {
        "" => None,
        land => Some(milli(land).ok_or(Fault::invalid("land", "need.land"))?),
    };
    Ok(Situation {
        watch: text("watch"),
        main_cause: text("main_cause"),
        others: [text("other_1"), text("other_2")].into_iter().filter(|c| !c.is_empty()).collect(),
        housing: text("housing"),
        land,
        water: text("water"),
        exited: text("exited"),
        consent_day: text("consent_day"),
        consent_how: text("consent_how"),
        address: text("address"),
        phone: text("phone"),
        bank: text("bank"),
        note: text("note"),
    })
}

fn member(file: &File, at: &str, form: &mut Form) -> Result<(), Fault> {
    let there = file.members.iter().find(|member| member.id == at);
    if there.is_none() && !at.is_empty() {
        return Err(Fault::Missing);
    }
    let m = there.map(|member| member.content(&file.seal)).transpose()?.unwrap_or_default();
    member_fields(file.lists, &m, form);
    form.day("from", "households.since", &m.from);
    form.day("to", "households.until", &m.to);
    form.choice("consent_by", "households.consent_by", ("consent_by", &CONSENT_BY), &m.consent_by);
    form.day("consent_day", "households.consent_day", &m.consent_day);
    Ok(())
}

/// The fields that also the form for a new household has, for its head.
pub fn member_fields(lists: &Lists, m: &MemberContent, form: &mut Form) {
    form.text("name", "households.name", &m.name);
    form.choice("relation", "households.relation", ("relation", &RELATIONS), &m.relation);
    form.choice("sex", "households.sex", ("sex", &SEXES), &m.sex);
    form.day("birth", "households.birth", &m.birth);
    if lists.identity_numbers {
        form.text("number", "households.number", &m.number);
    }
    form.text("health", "households.health", &m.health);
    form.choice("labour", "households.labour", ("labour", &LABOUR), &m.labour);
    form.choice("schooling", "households.schooling", ("schooling", &SCHOOLING), &m.schooling);
}

pub fn read_member(fields: &Fields) -> MemberContent {
    let text = |name: &str| fields.get(name).to_owned();
    MemberContent {
        relation: text("relation"),
        sex: text("sex"),
        labour: text("labour"),
        schooling: text("schooling"),
        from: text("from"),
        to: text("to"),
        consent_day: text("consent_day"),
        consent_by: text("consent_by"),
        name: text("name"),
        birth: text("birth"),
        number: text("number"),
        health: text("health"),
    }
}

/// The year a form is for: its own, or a new one, of which nothing is written yet.
fn year_of(fields: &Fields, is_there: impl Fn(i64) -> bool) -> Result<i64, Fault> {
    let at = fields.get("at");
    let year = money::year(if at.is_empty() { fields.get("year") } else { at })?;
    if at.is_empty() && is_there(year) { Err(Fault::says("year", "need.year_there", &[("year", &year)])) } else { Ok(year) }
}

/// The year at `at`, or this one.
fn year_at<'a>(at: &'a str, today: &'a str) -> &'a str {
    if at.is_empty() { today.get(..4).unwrap_or("") } else { at }
}

fn income(file: &File, at: &str, form: &mut Form, today: &str) -> Result<(), Fault> {
    let year = year_at(at, today);
    let number = money::year(year)?;
    if at.is_empty() {
        form.text("year", "households.year", year);
    }
    for (planned, head) in [(false, "households.was"), (true, "households.plan_head")] {
        form.head(form.w.t(head).to_owned());
        for source in file.lists.money() {
            let there = file.incomes.iter().find(|i| i.year == number && i.source == source && i.planned == planned);
            let name = format!("{}_{source}", if planned { "plan" } else { "was" });
            form.called(&name, lists::word(form.w, "source", source), &there.map_or_else(String::new, |i| yuan(i.fen)));
        }
    }
    Ok(())
}

fn plan(file: &File, at: &str, form: &mut Form, today: &str) -> Result<(), Fault> {
    let year = year_at(at, today);
    let number = money::year(year)?;
    let there = file.plans.iter().find(|plan| plan.year == number);
    let words = there.map(|plan| file.seal.get::<Plan>(&plan.id, "words", &plan.words)).transpose()?.unwrap_or_default();
    if at.is_empty() {
        form.text("year", "households.year", year);
    }
    form.long("words", "households.plan", &words);
    Ok(())
}

fn measure(r: &mut Read, file: &File, at: &str, form: &mut Form, actor: &Actor) -> Result<(), Fault> {
    let today = actor.day.as_str();
    let there = file.measures.iter().find(|measure| measure.id == at);
    if there.is_none() && !at.is_empty() {
        return Err(Fault::Missing);
    }
    let owner = there.map(|m| m.owner.clone()).or_else(|| file.responsible(today).map(|line| line.person.clone())).unwrap_or_default();
    let text = |column: &str| {
        there.map_or_else(
            || Ok(String::new()),
            |m| file.seal.get::<Measure>(&m.id, column, if column == "words" { &m.words } else { &m.result }),
        )
    };
    let day = |of: fn(&Measure) -> &String| there.map(|m| of(m).clone()).unwrap_or_default();
    form.text("year", "households.year", &there.map_or_else(|| year_at("", today).to_owned(), |m| m.year.to_string()));
    let mine: Vec<&str> = file.household.causes().collect();
    form.choice("cause", "households.answers", ("cause", &mine), &day(|m| &m.cause));
    form.long("words", "households.measure_words", &text("words")?);
    let nobody = form.w.t("needs.nobody_yet").to_owned();
    needs::pick_person(r, form, (&file.household.unit, actor), ("owner", "households.owner"), (&owner, Some(&nobody)))?;
    form.day("due", "households.due", &day(|m| &m.due));
    form.day("done", "households.done", &day(|m| &m.done));
    form.long("result", "households.result", &text("result")?);
    Ok(())
}

fn reaches(file: &File, form: &mut Form) -> Result<(), Fault> {
    for reach in &file.lists.reaches {
        let there = file.reaches.iter().find(|row| row.reach == *reach);
        let note = there.map(|row| file.seal.get::<Reach>(&row.id, "note", &row.note)).transpose()?.unwrap_or_default();
        form.head(lists::word(form.w, "reach", reach));
        form.choice(&format!("state_{reach}"), "households.state", ("state", &STATES), there.map_or("", |row| &row.state));
        form.text(&format!("note_{reach}"), "households.why", &note);
    }
    Ok(())
}

fn say_reaches(tx: &mut Tx, home: &Household, seal: &Seal, fields: &Fields) -> Result<(), Fault> {
    for reach in &Lists::of(tx)?.reaches {
        let said = (fields.get(&format!("state_{reach}")).to_owned(), fields.get(&format!("note_{reach}")).to_owned());
        Reach::say(tx, seal, (&home.id, &home.unit), reach, (&said.0, &said.1))?;
    }
    Ok(())
}

fn exit(file: &File, at: &str, form: &mut Form, today: &str) -> Result<(), Fault> {
    if !file.lists.has_exit() {
        return Err(Fault::Missing);
    }
    let year = year_at(at, today);
    let number = money::year(year)?;
    if at.is_empty() {
        form.text("year", "households.year", year);
    }
    for ground in &file.lists.grounds {
        let there = file.grounds.iter().find(|row| row.year == number && row.ground == *ground);
        let basis = there.map(|row| file.seal.get::<Ground>(&row.id, "basis", &row.basis)).transpose()?.unwrap_or_default();
        form.head(lists::word(form.w, "ground", ground));
        form.choice(&format!("met_{ground}"), "households.met", ("met", &MET), there.map_or("", |row| &row.met));
        form.text(&format!("basis_{ground}"), "households.basis", &basis);
    }
    Ok(())
}

fn say_exit(tx: &mut Tx, home: &Household, seal: &Seal, year: i64, fields: &Fields) -> Result<(), Fault> {
    for ground in &Lists::of(tx)?.grounds {
        let said = (fields.get(&format!("met_{ground}")).to_owned(), fields.get(&format!("basis_{ground}")).to_owned());
        Ground::say(tx, home, seal, year, (ground, &said.0, &said.1))?;
    }
    Ok(())
}
