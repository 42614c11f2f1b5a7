//! The desk's pages from what was read.
use super::find;
use super::find::Scene;
use super::pages::{PastePage, PreviewPage, RowView, WhoField};
use super::preview::Preview;
use super::reading::{Amount, Left, Name};
use super::rows::Row;
use crate::campaigns::{self, Indicator};
use crate::orgs;
use crate::people::RoleKind;
use crate::powers::Power;
use crate::web::deed_line::State;
use crate::web::forms::{Choice, Errors};
use crate::web::layout::{Fig, Link, Place, Shell};
use crate::web::{Cx, Fault, Fields, format};
use ledger::Read;

/// The form, with what was typed when it could not be read.
/// # Errors
/// `Barred` for everyone but clerks.
pub fn form(r: &mut Read, cx: &Cx, fields: &Fields, errors: Errors) -> Result<PastePage, Fault> {
    cx.may(r, &Power::Paste)?;
    let (shell, actor, today) = (cx.shell(r, Place::Paste)?, cx.actor(r)?, cx.today(r)?);
    let campaigns = campaigns::find::taking_from(r, &actor, &[RoleKind::Clerk])?;
    let asked = fields.some("unit").unwrap_or_else(|| actor.unit.clone());
    // Where several may be chosen, the one at first is the unit's.
    let line = orgs::find::line(r, &asked, &today)?;
    let on = campaigns.iter().find(|c| c.id == fields.get("campaign"));
    let on = on.or_else(|| campaigns.iter().find(|c| line.contains(&c.unit))).or(campaigns.first());
    let last_day = on.map_or_else(|| today.clone(), |c| c.to_day.clone().min(today.clone()));
    let units = find::units(r, &actor, &last_day)?;
    let mut ways = Vec::new();
    if cx.may(r, &Power::ImportDeeds).is_ok() {
        ways.push(Link { href: "/import/deeds/pattern.xlsx".into(), label: shell.t("pattern.get").to_owned() });
        ways.push(Link { href: "/import/deeds".into(), label: shell.t("paste.import").to_owned() });
    }
    let day = fields.some("day").unwrap_or_else(|| last_day.clone());
    let held = [("unit", asked.as_str()), ("campaign", on.map_or("", |c| c.id.as_str())), ("day", &day), ("text", fields.raw("text"))];
    let shell = Shell { drawn: crate::asked::drawn::again(cx.app.db.clock().now_ms(), fields, held), ..shell };
    Ok(PastePage {
        units: units.iter().map(|u| Choice::new(&u.code, &u.name, u.code == asked)).collect(),
        campaigns: campaigns.iter().map(|c| Choice::new(&c.id, &c.name, on.is_some_and(|on| on.id == c.id))).collect(),
        day,
        last_day,
        text: fields.raw("text").to_owned(),
        errors,
        ways,
        shell,
    })
}

/// What was understood, row by row.
/// # Errors
/// When the data cannot be read.
pub fn preview(r: &mut Read, cx: &Cx, made: &Preview, refused: bool) -> Result<PreviewPage, Fault> {
    let shell = cx.shell(r, Place::Paste)?;
    let mut errors = Errors::default();
    if refused && made.nothing() {
        errors.add("", shell.t("need.paste_ticked"));
    }
    let scene = &made.scene;
    let today = cx.today(r)?;
    let fig = |n: usize| Fig::new(n.to_string(), shell.t("measure.deeds"), "#rows");
    let some = |n: usize| Some(fig(n)).filter(|_| n > 0);
    let rows: Vec<RowView> = (0..made.rows.len()).map(|n| row(&shell, made, n)).collect();
    let fresh = || rows.iter().filter(|row| row.before.is_none());
    let lines: Vec<&str> = made.text.lines().collect();
    let left = made.understood.left.iter().map(|(n, why)| {
        let raw = lines.get(n.saturating_sub(1)).copied().unwrap_or("").trim().to_owned();
        (*n, raw, reason(&shell, *why).to_owned())
    });
    Ok(PreviewPage {
        unit: scene.unit.code.clone(),
        campaign: scene.campaign.id.clone(),
        day: scene.day.clone(),
        text: made.text.clone(),
        unit_name: scene.unit.name.clone(),
        campaign_name: scene.campaign.name.clone(),
        read: fig(rows.len()),
        guessed: some(fresh().filter(|row| !row.guesses.is_empty()).count()),
        wrong: some(fresh().filter(|row| row.errors.any()).count()),
        left: left.collect(),
        people: scene.labels.clone(),
        last_day: scene.campaign.to_day.clone().min(today),
        rows,
        refused,
        errors,
        shell,
    })
}

fn row(shell: &Shell, made: &Preview, n: usize) -> RowView {
    let (scene, row) = (&made.scene, &made.rows[n]);
    let mut errors = Errors::default();
    if let Some(fault) = &made.faults[n] {
        errors.add(shown_at(fault.field().unwrap_or("")), fault.sentence(&shell.w));
    }
    let chosen = measures(scene).find(|(_, i)| i.id == row.what);
    let measure = chosen.as_ref().map(|(_, i)| i.measure.clone()).unwrap_or_default();
    let mut whats: Vec<Choice> = measures(scene).map(|(label, i)| Choice::new(&i.id, &label, i.id == row.what)).collect();
    if chosen.is_none() {
        whats.insert(0, Choice::new("", shell.t("paste.choose"), true));
    }
    RowView {
        n,
        key: row.key.clone(),
        line: row.entry.line,
        raw: row.raw.clone(),
        take: row.take,
        sum: sum(shell, row, chosen.map(|(label, _)| label).unwrap_or_default(), &measure),
        guesses: guesses(shell, scene, row),
        asks: asks(shell, scene, row),
        notes: nicknames(shell, scene, row),
        who: row.who.iter().enumerate().map(|(k, value)| who(shell, scene, row.entry.names.get(k), k, value)).collect(),
        whats,
        measure,
        quantity: row.quantity.clone(),
        day: row.day.clone(),
        place: row.place.clone(),
        words: row.words.clone(),
        before: made.before[n].as_ref().map(|d| (format!("/deeds/{}", d.id), d.position, State::of(&d.state))),
        errors,
    }
}

/// The field of the row that a verb's complaint belongs to.
fn shown_at(field: &str) -> &str {
    match field {
        "people" | "recorder" => "who",
        "indicator" | "item" => "what",
        "who" | "what" | "quantity" | "day" | "place" | "words" => field,
        _ => "row",
    }
}

/// Every measure with what it is chosen by: its item, and its own name where the item has several.
fn measures(scene: &Scene) -> impl Iterator<Item = (String, &Indicator)> {
    scene.items.iter().flat_map(|(item, all)| all.iter().map(move |i| (i.called(item, all.len() > 1), i)))
}

fn sum(shell: &Shell, row: &Row, item: String, measure: &str) -> String {
    let who: Vec<&str> = row.who.iter().map(String::as_str).filter(|w| !w.is_empty() && *w != "-").collect();
    let much = if row.quantity.is_empty() { String::new() } else { shell.amount(&row.quantity, measure) };
    let day = format::day(shell.lang(), &row.day);
    let parts = [who.join(shell.t("form.comma")), item, much, row.place.clone(), day, row.words.clone()];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn who(shell: &Shell, scene: &Scene, name: Option<&Name>, k: usize, value: &str) -> WhoField {
    let several = name.filter(|n| n.person.is_none() && !n.candidates.is_empty());
    let label = match name {
        Some(name) => shell.one("paste.written", "name", &name.written),
        None => shell.t("paste.who").to_owned(),
    };
    let mut choices = Vec::new();
    if let Some(name) = several {
        choices.push(Choice::new("", &shell.one("paste.which", "name", &name.written), value.is_empty()));
        for at in &name.candidates {
            let label = scene.labels[*at].clone();
            let title = &scene.ground.people[*at].title;
            let shown = if title.is_empty() { label.clone() } else { format!("{label} · {title}") };
            choices.push(Choice::new(&label, &shown, label == value));
        }
        choices.push(Choice::new("-", shell.t("paste.not_this"), value == "-"));
    }
    WhoField { name: format!("who{k}"), label, value: value.to_owned(), choices }
}

/// What was guessed, and from what.
fn guesses(shell: &Shell, scene: &Scene, row: &Row) -> Vec<String> {
    let entry = &row.entry;
    let guessed = entry.names.iter().filter(|name| !name.certain);
    let name = |written: &str, at: usize| shell.f("paste.guess_name", &[("written", &written), ("name", &scene.labels[at])]);
    let mut said: Vec<String> = guessed.filter_map(|n| Some(name(&n.written, n.person?))).collect();
    if entry.carried && !entry.ditto {
        said.push(shell.t("paste.guess_carried").to_owned());
    }
    if entry.ditto {
        said.push(shell.t("paste.guess_ditto").to_owned());
    }
    match entry.item {
        Some(item) if entry.doubts.item => said.push(shell.one("paste.guess_item", "item", &scene.items[item].0.name)),
        _ => {}
    }
    said.extend(entry.amount.and_then(guessed_amount).map(|key| shell.t(key).to_owned()));
    if row.placed {
        said.push(shell.one("paste.guess_place", "unit", &row.place));
    }
    said
}

/// What its reader decides.
fn asks(shell: &Shell, scene: &Scene, row: &Row) -> Vec<String> {
    let mut said = Vec::new();
    if !row.elsewhere.is_empty() {
        said.push(shell.f("paste.ask_unit", &[("unit", &row.elsewhere), ("own", &scene.unit.name)]));
    }
    for name in row.entry.names.iter().filter(|name| name.person.is_none()) {
        let key = if name.candidates.is_empty() { "paste.ask_nobody" } else { "paste.ask_several" };
        said.push(shell.one(key, "written", &name.written));
    }
    if row.entry.amount == Some(Amount::Missing) && row.quantity.is_empty() {
        said.push(shell.t("paste.ask_amount").to_owned());
    }
    if row.entry.doubts.undone {
        said.push(shell.t("paste.ask_undone").to_owned());
    }
    if row.entry.doubts.twice {
        said.push(shell.t("paste.ask_twice").to_owned());
    }
    said
}

fn guessed_amount(amount: Amount) -> Option<&'static str> {
    Some(match amount {
        Amount::Missing => return None,
        Amount::About => "paste.amount_about",
        Amount::Thumb => "paste.amount_thumb",
        Amount::Finer => "paste.amount_finer",
        Amount::Each => "paste.amount_each",
        Amount::Strange => "paste.amount_strange",
        Amount::Much => "paste.amount_much",
    })
}

/// Nicknames that are registered: no guess, and worth saying.
fn nicknames(shell: &Shell, scene: &Scene, row: &Row) -> Vec<String> {
    let said = |name: &Name| {
        let at = name.person.filter(|_| name.certain)?;
        let known = &scene.ground.people[at];
        let nickname = known.nicknames.iter().any(|n| n.eq_ignore_ascii_case(name.written.trim()));
        nickname.then(|| shell.f("paste.nickname", &[("written", &name.written), ("name", &known.name)]))
    };
    row.entry.names.iter().filter_map(said).collect()
}

fn reason(shell: &Shell, why: Left) -> &str {
    shell.t(match why {
        Left::Heading => "paste.left_heading",
        Left::Total => "paste.left_total",
        Left::Example => "paste.left_example",
        Left::Cancelled => "paste.left_cancelled",
        Left::Repeated => "paste.left_repeated",
        Left::Nothing => "paste.left_nothing",
    })
}
