//! A roster set up and changed, a subject put on it and taken off, who serves whom.
use super::find::{self, Only, Standing};
use super::model::{KINDS, NewRoster, Roster};
use super::pages::{AssignLine, AssignPage};
use super::person::Assignment;
use super::subject::{NewSubject, Subject};
use super::subject_view::found;
use super::view::{kind_word, name_of};
use crate::campaigns;
use crate::households::{Form, FormPage};
use crate::needs;
use crate::orgs;
use crate::people::{self, RoleKind};
use crate::powers::Power;
use crate::web::forms::{Choice, Errors, Refused};
use crate::web::layout::{Link, Place};
use crate::web::{Cx, Fault, Fields};
use ledger::{Read, Tx};

/// An id that makes the same form sent twice one.
fn fresh(cx: &Cx, refused: Refused) -> Result<String, Fault> {
    match refused {
        Some((fields, _)) => Ok(fields.get("at").to_owned()),
        None => Ok(ledger::Chance::from_machine()?.uuid(cx.app.db.clock().now_ms())),
    }
}

/// What services of a unit may count as today: items that ask nothing a service does not say.
fn indicators(r: &mut Read, unit: &str, day: &str) -> Result<Vec<(String, String)>, Fault> {
    let mut all = Vec::new();
    for (item, indicators) in campaigns::find::open_to(r, unit, day)? {
        let said = ["place", "served"];
        if item.evidence == "file" || item.required.split_whitespace().any(|word| !said.contains(&word)) {
            continue;
        }
        let several = indicators.len() > 1;
        all.extend(indicators.iter().map(|indicator| (indicator.id.clone(), indicator.called(&item, several))));
    }
    Ok(all)
}

/// The form for a new roster of a unit.
/// # Errors
/// `Barred` when the reader may set none up there; `Closed` while no campaign takes its records.
pub fn new(r: &mut Read, cx: &Cx, unit: &str, refused: Refused) -> Result<FormPage, Fault> {
    // Without a unit it is the first that the reader is a clerk of.
    let first = cx.actor(r)?.roles.into_iter().find(|(kind, _)| *kind == RoleKind::Clerk).map(|(_, unit)| unit).unwrap_or_default();
    let unit = if unit.is_empty() { first.as_str() } else { unit };
    cx.may(r, &Power::MakeRoster(unit.to_owned()))?;
    let (shell, day) = (cx.shell(r, Place::Other)?, cx.today(r)?);
    let fitting = indicators(r, unit, &day)?;
    if fitting.is_empty() {
        return Err(Fault::Closed("closed.no_item"));
    }
    let mut form = Form::new(&shell.w, refused.map(|(fields, _)| fields));
    form.kept("unit", unit);
    form.text("name", "rosters.name", "").hint = shell.t("rosters.name_hint").to_owned();
    let w = &shell.w;
    form.pick(
        "kind",
        "rosters.kind",
        |on| KINDS.iter().map(|kind| Choice::new(kind, &kind_word(w, kind), *kind == on)).collect(),
        KINDS[0],
    );
    form.pick("indicator", "rosters.item", |on| fitting.iter().map(|(id, name)| Choice::new(id, name, id == on)).collect(), "");
    details(&mut form, "", "", "");
    let (fields, label) = (form.fields, orgs::find::named(r, unit, &day)?.map_or_else(|| unit.to_owned(), |unit| unit.name));
    Ok(FormPage {
        send: None,
        back: Link { href: format!("/rosters?unit={unit}"), label },
        title: shell.t("rosters.new").to_owned(),
        action: "/rosters/new".to_owned(),
        at: fresh(cx, refused)?,
        seen: String::new(),
        errors: Errors::of_refused(&shell.w, refused),
        measured: false,
        fields,
        shell,
    })
}

fn details(form: &mut Form, checklist: &str, from: &str, to: &str) {
    form.long("checklist", "rosters.checklist_lines", checklist);
    form.day("from", "rosters.from_optional", from);
    form.day("to", "rosters.to_optional", to);
}

/// # Errors
/// `Missing`, `Barred`.
pub fn change(r: &mut Read, cx: &Cx, number: i64, refused: Refused) -> Result<FormPage, Fault> {
    let roster = find::by_position(r, number)?.ok_or(Fault::Missing)?;
    cx.may(r, &Power::KeepRoster(roster.id.clone()))?;
    let shell = cx.shell(r, Place::Other)?;
    let mut form = Form::new(&shell.w, refused.map(|(fields, _)| fields));
    form.text("name", "rosters.name", &roster.name);
    details(&mut form, &roster.checklist, &roster.from_day, &roster.to_day);
    let fields = form.fields;
    Ok(FormPage {
        send: None,
        back: Link { href: roster.path(), label: roster.name.clone() },
        title: shell.t("rosters.change").to_owned(),
        action: format!("{}/change", roster.path()),
        at: String::new(),
        seen: refused.map_or_else(|| roster.rev.to_string(), |(fields, _)| fields.get("seen").to_owned()),
        errors: Errors::of_refused(&shell.w, refused),
        measured: false,
        fields,
        shell,
    })
}

pub fn read_roster(fields: &Fields) -> NewRoster {
    let text = |name: &str| fields.get(name).to_owned();
    NewRoster {
        id: text("at"),
        unit: text("unit"),
        indicator: text("indicator"),
        kind: text("kind"),
        name: text("name"),
        checklist: text("checklist"),
        from: text("from"),
        to: text("to"),
    }
}

/// The form for a subject that is put on the roster by hand.
/// # Errors
/// `Missing`, `Barred`.
pub fn add(r: &mut Read, cx: &Cx, number: i64, refused: Refused) -> Result<FormPage, Fault> {
    let roster = find::by_position(r, number)?.ok_or(Fault::Missing)?;
    cx.may(r, &Power::KeepRoster(roster.id.clone()))?;
    let (shell, day) = (cx.shell(r, Place::Other)?, cx.today(r)?);
    let mut places = vec![(roster.unit.clone(), needs::unit_name(r, &roster.unit, &day)?)];
    places.extend(orgs::find::children(r, &roster.unit, &day)?.into_iter().take(UNITS_MOST).map(|unit| (unit.code, unit.name)));
    let mut form = Form::new(&shell.w, refused.map(|(fields, _)| fields));
    form.text("name", "rosters.subject", "");
    form.pick(
        "unit",
        "rosters.village",
        |on| places.iter().map(|(code, name)| Choice::new(code, name, code == on)).collect(),
        &roster.unit,
    );
    form.text("place", "rosters.place", "");
    form.text("phone", "households.phone", "");
    form.text("code", "rosters.code", "").hint = shell.t("rosters.code_hint").to_owned();
    form.long("note", "rosters.note", "");
    let fields = form.fields;
    Ok(FormPage {
        send: None,
        back: Link { href: roster.path(), label: roster.name.clone() },
        title: shell.t("rosters.add").to_owned(),
        action: format!("{}/subjects/new", roster.path()),
        at: fresh(cx, refused)?,
        seen: String::new(),
        errors: Errors::of_refused(&shell.w, refused),
        measured: false,
        fields,
        shell,
    })
}

/// Units on offer.
const UNITS_MOST: usize = 600;

pub fn read_subject(fields: &Fields) -> NewSubject {
    let text = |name: &str| fields.get(name).to_owned();
    NewSubject {
        id: text("at"),
        code: text("code"),
        unit: text("unit"),
        name: text("name"),
        place: text("place"),
        phone: text("phone"),
        note: text("note"),
        import: String::new(),
    }
}

/// Taking a subject off.
/// # Errors
/// `Missing`, `Barred`; `Closed` when it is off.
pub fn end(r: &mut Read, cx: &Cx, numbers: (i64, i64), refused: Refused) -> Result<FormPage, Fault> {
    let (roster, subject) = found(r, numbers)?;
    cx.may(r, &Power::KeepRoster(roster.id.clone()))?;
    subject.still_on()?;
    let shell = cx.shell(r, Place::Other)?;
    let mut form = Form::new(&shell.w, refused.map(|(fields, _)| fields));
    let (ended, mistaken) = (shell.t("rosters.is_ended"), shell.t("rosters.is_mistaken"));
    let options = |on: &str| vec![Choice::new("", ended, on.is_empty()), Choice::new("yes", mistaken, on == "yes")];
    form.pick("mistaken", "rosters.why_end", options, "");
    let fields = form.fields;
    Ok(FormPage {
        send: None,
        back: Link { href: subject.path(&roster), label: name_of(r, &shell.w, &roster, &subject, true)? },
        title: shell.t("rosters.end").to_owned(),
        action: format!("{}/end", subject.path(&roster)),
        at: String::new(),
        seen: String::new(),
        errors: Errors::of_refused(&shell.w, refused),
        measured: false,
        fields,
        shell,
    })
}

/// What the page of who serves whom is asked for.
#[derive(serde::Deserialize, Default, Clone)]
pub struct AskedWhom {
    /// A subject's number: this one, ticked.
    #[serde(default)]
    subject: Option<i64>,
    #[serde(default)]
    after: Option<i64>,
    /// All that are still to serve, not only those nobody serves.
    #[serde(default)]
    all: String,
}

/// Subjects on one page.
const PAGE: usize = 60;

/// # Errors
/// `Missing`, `Barred`.
pub fn assign(r: &mut Read, cx: &Cx, number: i64, asked: &AskedWhom, refused: Refused) -> Result<AssignPage, Fault> {
    let roster = find::by_position(r, number)?.ok_or(Fault::Missing)?;
    cx.may(r, &Power::KeepRoster(roster.id.clone()))?;
    let (shell, actor) = (cx.shell(r, Place::Other)?, cx.actor(r)?);
    let (w, all) = (&shell.w, !asked.all.is_empty());
    let subjects = match asked.subject {
        Some(position) => find::subject_at(r, &roster.id, position)?.into_iter().collect(),
        None => {
            let only = Only { day: &actor.day, person: "", standing: Some(Standing::Open), unassigned: !all };
            let open = find::subjects(r, &roster.id, &only, asked.after.unwrap_or(-1), PAGE + 1)?;
            open.into_iter().map(|(subject, _)| subject).collect::<Vec<_>>()
        }
    };
    let on = |position: i64| match refused {
        Some((fields, _)) => fields.all("subject").any(|number| number == position.to_string()),
        None => asked.subject == Some(position),
    };
    let mut rows = Vec::new();
    for subject in subjects.iter().take(PAGE) {
        let serves = find::serving(r, &subject.id, &actor.day)?.map(|line| line.person).unwrap_or_default();
        rows.push(AssignLine {
            position: subject.position,
            name: name_of(r, w, &roster, subject, true)?,
            unit: needs::unit_name(r, &subject.unit, &actor.day)?,
            serves: needs::called(r, w, &serves)?,
            on: on(subject.position),
        });
    }
    let typed = |name: &str| refused.map_or("", |(fields, _)| fields.get(name)).to_owned();
    let mut people = needs::owners(r, w, &roster.unit, &actor)?;
    let serves = match (asked.subject, subjects.first()) {
        (Some(_), Some(subject)) => find::serving(r, &subject.id, &actor.day)?.map(|line| line.person),
        _ => None,
    };
    let serves = serves.map_or(Ok(None), |person| people::find::by_pseudonym(r, &person))?;
    // Whoever serves it may be from elsewhere.
    if let Some(person) = serves.as_ref().filter(|person| people.iter().all(|(code, _)| *code != person.code)) {
        people.insert(0, (person.code.clone(), person.called(w)));
    }
    let serves = serves.map_or_else(|| actor.code.clone(), |person| person.code);
    let chosen = if refused.is_some() { typed("person") } else { serves };
    let path = format!("{}/assignment", roster.path());
    let (href, key) = if all || asked.subject.is_some() {
        (path.clone(), "rosters.see_unassigned")
    } else {
        (format!("{path}?all=1"), "rosters.see_open")
    };
    let last = rows.last().filter(|_| subjects.len() > PAGE).map(|row| row.position);
    Ok(AssignPage {
        back: Link { href: roster.path(), label: roster.name.clone() },
        people: people.iter().map(|(code, name)| Choice::new(code, name, *code == chosen)).collect(),
        other: typed("other"),
        next: last.map(|after| format!("{path}?after={after}{}", if all { "&all=1" } else { "" })),
        action: if all { format!("{path}?all=1") } else { path },
        others: Link { href, label: w.t(key).to_owned() },
        all,
        rows,
        errors: Errors::of_refused(&shell.w, refused),
        shell,
    })
}

/// Gives the ticked subjects to the chosen person, all or none.
/// # Errors
/// `Invalid` when nobody was ticked or there is no such person; `Missing` for a subject of another roster.
pub fn give(tx: &mut Tx, roster: &Roster, fields: &Fields) -> Result<(), Fault> {
    let (field, code) = needs::picked(fields, "person");
    let person = people::find::by_code(tx, code)?.ok_or_else(|| Fault::says(field, "need.person", &[("code", &code)]))?;
    let numbers: Vec<i64> = fields.all("subject").filter_map(|number| number.parse().ok()).collect();
    if numbers.is_empty() {
        return Err(Fault::invalid("subject", "need.tick_one"));
    }
    for number in numbers {
        let subject: Subject = find::subject_at(tx, &roster.id, number)?.ok_or(Fault::Missing)?;
        Assignment::give(tx, &subject, &person)?;
    }
    Ok(())
}
