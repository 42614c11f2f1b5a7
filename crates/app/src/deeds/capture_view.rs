//! The recording form: drawn fresh, for a correction, or again with what was wrong; and read back.
use super::capture::{CapturePage, Measure, Typed};
use super::view::{decimals, hue};
use super::{Content, Deed, NewDeed, Served};
use crate::asked;
use crate::campaigns::{self, Indicator, Item, file::milli};
use crate::people::{self, Person, RoleKind};
use crate::powers::{Actor, Power};
use crate::web::format::quantity;
use crate::web::forms::{Choice, Errors};
use crate::web::layout::{Link, Place, Shell};
use crate::web::words::Words;
use crate::web::{Cx, Fault, Fields};
use ledger::Read;
use sha2::{Digest, Sha256};

/// What a form says, with its names resolved.
pub struct Draft {
    /// The person in whose name a clerk records; oneself when none.
    pub recorder: Option<String>,
    pub unit: String,
    pub content: Content,
}

/// How many people of one's unit the form lists.
const PEOPLE: i64 = 200;

impl Draft {
    /// # Errors
    /// `Invalid`, naming the field.
    pub fn of(r: &mut Read, actor: &Actor, fields: &Fields, files: Vec<String>) -> Result<Self, Fault> {
        let recorder = fields.some("on_behalf").map(|code| person(r, &code)).transpose()?;
        let day = match fields.get("day") {
            "" => actor.day.clone(),
            day => day.to_owned(),
        };
        let who = recorder.as_deref().unwrap_or(&actor.id).to_owned();
        let unit = people::find::unit_on(r, &who, &day)?.unwrap_or_else(|| actor.unit.clone());
        let mut content = read(r, fields, &unit, day)?;
        if !content.people.contains(&who) {
            content.people.insert(0, who);
        }
        content.files = files;
        Ok(Self { recorder, unit, content })
    }

    /// The deed under the form's or the operation's id, as `by` enters it.
    pub fn into_deed(self, id: &str, fields: &Fields, by: &str) -> NewDeed {
        let body = fields.body();
        NewDeed {
            id: id.to_owned(),
            indicator: fields.get("indicator").to_owned(),
            item: Some(fields.get("item").to_owned()),
            unit: self.unit,
            recorder: self.recorder.unwrap_or_else(|| by.to_owned()),
            entered_by: by.to_owned(),
            content: self.content,
            body_hash: hex::encode(Sha256::digest(&body)),
            body,
            import: String::new(),
            files_follow: false,
        }
    }

    /// The corrected content of a deed: its files stay, a new one is added.
    /// # Errors
    /// As [`Draft::of`].
    pub fn correcting(r: &mut Read, cx: &Cx, fields: &Fields, deed: &str, file: Option<String>) -> Result<Self, Fault> {
        let deed: Deed = r.get(deed)?;
        cx.actor(r)?;
        let mut content = read(r, fields, &deed.unit, fields.some("day").unwrap_or_else(|| deed.day.clone()))?;
        if deed.people().any(|(p, _)| p == deed.recorder) && !content.people.contains(&deed.recorder) {
            content.people.insert(0, deed.recorder.clone());
        }
        content.files = deed.files().map(ToOwned::to_owned).chain(file).collect();
        Ok(Self { recorder: None, unit: deed.unit, content })
    }
}

fn person(r: &mut Read, code: &str) -> Result<String, Fault> {
    let found = people::find::by_code(r, code)?;
    found.map(|p| p.id).ok_or_else(|| Fault::says("people", "need.person", &[("code", &code)]))
}

fn read(r: &mut Read, fields: &Fields, unit: &str, day: String) -> Result<Content, Fault> {
    let indicator: Indicator = r
        .find(fields.get("indicator"))?
        .ok_or_else(|| Fault::says("indicator", "need.indicator", &[("code", &fields.get("indicator"))]))?;
    let typed = fields.get("quantity");
    let quantity = milli(typed).ok_or_else(|| match typed.chars().all(|c| c.is_ascii_digit() || c == '.') {
        true => Fault::says("quantity", "need.quantity", &[("decimals", &indicator.decimals)]),
        false => Fault::invalid("quantity", "need.quantity_digits"),
    })?;
    let mut people = fields.all("people").map(|code| person(r, code)).collect::<Result<Vec<_>, _>>()?;
    for other in fields.get("others").split(['、', ',', '，', ';', '；', '\n', ' ']).map(str::trim).filter(|s| !s.is_empty()) {
        people.push(named(r, other, unit, &day)?);
    }
    if let Some(group) = fields.some("group") {
        let team = people::find::of_group(r, &group, &day)?;
        if team.is_empty() {
            return Err(Fault::invalid("group", "need.group_that_day"));
        }
        people.extend(team);
    }
    let mut seen = std::collections::HashSet::new();
    people.retain(|p| seen.insert(p.clone()));
    Ok(Content {
        day,
        began: fields.some("began"),
        ended: fields.some("ended"),
        quantity,
        how: fields.get("how").to_owned(),
        place: fields.get("place").to_owned(),
        people,
        public_count: number(fields, "public_count")?,
        public_method: fields.get("public_method").to_owned(),
        served: served(fields)?,
        words: fields.get("words").to_owned(),
        files: Vec::new(),
    })
}

fn number(fields: &Fields, name: &'static str) -> Result<i64, Fault> {
    match fields.get(name) {
        "" => Ok(0),
        text => text.parse().map_err(|_| Fault::invalid(name, "need.number")),
    }
}

fn served(fields: &Fields) -> Result<Vec<Served>, Fault> {
    let Some(kind) = fields.some("served_kind") else { return Ok(Vec::new()) };
    let count = number(fields, "served_count")?.max(1);
    Ok(vec![Served { kind, count, subject: fields.some("served_name") }])
}

/// A code, or a name that only one person of the unit has.
fn named(r: &mut Read, text: &str, unit: &str, day: &str) -> Result<String, Fault> {
    if let Some(person) = people::find::by_code(r, text)? {
        return Ok(person.id);
    }
    let same: Vec<Person> = people::find::of_unit(r, unit, day, "", 1000)?.into_iter().filter(|p| p.name() == text).collect();
    match same.as_slice() {
        [one] => Ok(one.id.clone()),
        [] => Err(Fault::says("others", "need.person", &[("code", &text)])),
        _ => Err(Fault::says("others", "need.one_person", &[("name", &text)])),
    }
}

/// A new form for an item.
/// # Errors
/// `Missing` when there is no such item, `Closed` when its campaign takes no records now.
pub fn fresh(r: &mut Read, cx: &Cx, item: &str) -> Result<CapturePage, Fault> {
    let today = cx.today(r)?;
    let item: Item = r.get(item)?;
    let campaign: campaigns::Campaign = r.get(&item.campaign)?;
    if let Some(fault) = campaign.refuses(&today) {
        return Err(fault);
    }
    let actor = cx.actor(r)?;
    if !crate::orgs::find::within(r, &actor.unit, &campaign.unit, &today)? && !actor.reaches(r, &[RoleKind::Clerk], &campaign.unit)? {
        return Err(Fault::Barred("barred.takes_part"));
    }
    let id = uuid(cx)?;
    let day = today.min(campaign.to_day.clone());
    let one = if campaigns::find::indicators(r, &item.id)?.iter().all(|i| i.most == 1000) { "1" } else { "" };
    let typed = Typed { quantity: one.to_owned(), day, ..Typed::default() };
    form(r, cx, &item, &Filled { id, typed, ..Filled::default() })
}

fn uuid(cx: &Cx) -> Result<String, Fault> {
    Ok(ledger::Chance::from_machine()?.uuid(cx.app.db.clock().now_ms()))
}

/// What a form starts with.
#[derive(Default)]
struct Filled {
    id: String,
    typed: Typed,
    indicator: String,
    how: String,
    kind: String,
    people: Vec<String>,
    group: String,
    deed: Option<Deed>,
    behalf: String,
    errors: Errors,
    /// On the pages before this one.
    measured: Option<asked::Measured>,
}

/// The form for the next version of a deed.
/// # Errors
/// `Missing` when there is no such deed.
pub fn correcting(r: &mut Read, cx: &Cx, id: &str) -> Result<CapturePage, Fault> {
    let deed: Deed = r.get(id)?;
    cx.may(r, &Power::Correct(deed.id.clone()))?;
    let item: Item = r.get(&deed.item)?;
    let c = Content::of(&deed);
    let served = c.served.first().cloned();
    let count = |n: i64| if n > 0 { n.to_string() } else { String::new() };
    let typed = Typed {
        quantity: quantity(c.quantity, 3),
        day: c.day,
        began: c.began.unwrap_or_default(),
        ended: c.ended.unwrap_or_default(),
        place: c.place,
        others: String::new(),
        served_count: served.as_ref().map_or_else(String::new, |s| s.count.to_string()),
        served_name: served.as_ref().and_then(|s| s.subject.clone()).unwrap_or_default(),
        public_count: count(c.public_count),
        public_method: c.public_method,
        words: c.words,
    };
    let filled = Filled {
        id: deed.id.clone(),
        typed,
        indicator: deed.indicator.clone(),
        how: c.how,
        kind: served.map(|s| s.kind).unwrap_or_default(),
        people: c.people,
        group: String::new(),
        behalf: String::new(),
        errors: Errors::default(),
        measured: None,
        deed: Some(deed),
    };
    form(r, cx, &item, &filled)
}

/// The form again, with what was typed and the sentence beside the field.
/// # Errors
/// `Missing` when there is no such item.
pub fn again(r: &mut Read, cx: &Cx, fields: &Fields, deed: Option<&str>, fault: &Fault) -> Result<CapturePage, Fault> {
    let item: Item = r.get(fields.get("item"))?;
    let mut errors = Errors::default();
    errors.add(fault.field().unwrap_or(""), fault.sentence(&cx.words(r)?));
    let get = |name: &str| fields.get(name).to_owned();
    let typed = Typed {
        quantity: get("quantity"),
        day: get("day"),
        began: get("began"),
        ended: get("ended"),
        place: get("place"),
        others: get("others"),
        served_count: get("served_count"),
        served_name: get("served_name"),
        public_count: get("public_count"),
        public_method: get("public_method"),
        words: get("words"),
    };
    let mut people = Vec::new();
    for code in fields.all("people") {
        people.extend(people::find::by_code(r, code)?.map(|p| p.id));
    }
    let deed = deed.map(|id| r.get::<Deed>(id)).transpose()?;
    let filled = Filled {
        id: get("id"),
        typed,
        indicator: get("indicator"),
        how: get("how"),
        kind: get("served_kind"),
        people,
        group: get("group"),
        behalf: get("on_behalf"),
        deed,
        errors,
        measured: asked::Measured::of(fields, cx.app.db.clock().now_ms()),
    };
    form(r, cx, &item, &filled)
}

fn form(r: &mut Read, cx: &Cx, item: &Item, filled: &Filled) -> Result<CapturePage, Fault> {
    let shell = cx.shell(r, Place::Mine)?;
    let actor = cx.actor(r)?;
    let campaign: campaigns::Campaign = r.get(&item.campaign)?;
    let indicators = campaigns::find::indicators(r, &item.id)?;
    let chosen =
        if filled.indicator.is_empty() { indicators.first().map(|i| i.id.clone()).unwrap_or_default() } else { filled.indicator.clone() };
    let hows = indicators.iter().find(|i| i.id == chosen).map(|i| i.hows.clone()).unwrap_or_default();
    let today = cx.today(r)?;
    let back = match &filled.deed {
        Some(deed) => Link { href: format!("/deeds/{}", deed.id), label: shell.t("received.see").to_owned() },
        None => Link { href: "/mine".into(), label: campaign.mine_called(&shell.w) },
    };
    let page = CapturePage {
        back,
        title: item.name.clone(),
        hue: hue(item),
        action: filled.deed.as_ref().map_or_else(|| "/deeds".to_owned(), |d| format!("/deeds/{}/correction", d.id)),
        id: filled.id.clone(),
        item: item.id.clone(),
        draft: filled.deed.is_none().then(|| draft_name(&actor.id, &item.id)),
        correcting: filled.deed.as_ref().map(|d| d.rev),
        returned: filled.deed.as_ref().filter(|d| d.state == super::state::RETURNED).map(|d| d.reason.clone()).unwrap_or_default(),
        measures: indicators.iter().map(|i| measure(&shell.w, i, &chosen)).collect(),
        justification: Some(item.justification.clone()).filter(|j| !j.is_empty()),
        place_required: item.evidence == "place" || item.required.split_whitespace().any(|field| field == "place"),
        file_required: item.evidence == "file",
        takes_file: true,
        people: colleagues(r, &shell.w, &actor, &today, &filled.people)?,
        groups: groups(r, &shell, &actor, &today, &filled.group)?,
        behalf: if filled.deed.is_none() { behalf(r, &shell, &actor, &today, &filled.behalf)? } else { Vec::new() },
        hows: choices(&shell, "how", hows.split(' ').filter(|h| !h.is_empty()), &filled.how),
        kinds: kinds(&shell, &filled.kind),
        until: filled.deed.is_none().then(|| campaign.recorded_until()),
        now: cx.local_now(r)?,
        end: campaign.to_day.clone(),
        first_day: campaign.from_day,
        last_day: campaign.to_day.min(today),
        form: filled.typed.clone(),
        errors: filled.errors.clone(),
        shell,
    };
    let drawn = asked::drawn::fresh(cx.app.db.clock().now_ms(), filled.measured, page.held());
    Ok(CapturePage { shell: Shell { drawn, ..page.shell.clone() }, ..page })
}

/// The name of a person's unfinished record of an item, on their own phone.
pub fn draft_name(person: &str, item: &str) -> String {
    format!("{person}:{item}")
}

fn measure(w: &Words, i: &Indicator, chosen: &str) -> Measure {
    let most = quantity(i.most, 3);
    Measure {
        id: i.id.clone(),
        name: i.name.clone(),
        measure: i.measure.clone(),
        hint: i.hint.clone(),
        much: w.f("need.quantity_most", &[("most", &most), ("measure", &i.measure)]),
        most,
        step: quantity(i.step, decimals(i)),
        on: i.id == chosen,
    }
}

fn choices<'a>(shell: &Shell, family: &str, values: impl Iterator<Item = &'a str>, on: &str) -> Vec<Choice> {
    values.map(|v| Choice::new(v, shell.t(&format!("{family}.{v}")), v == on)).collect()
}

fn kinds(shell: &Shell, on: &str) -> Vec<Choice> {
    let mut kinds = vec![Choice::new("", shell.t("form.none"), on.is_empty())];
    kinds.extend(choices(shell, "kind", Served::KINDS.into_iter(), on));
    kinds
}

/// The people of one's own unit without oneself, and everyone who is already in the record.
fn colleagues(r: &mut Read, w: &Words, actor: &Actor, today: &str, on: &[String]) -> Result<Vec<Choice>, Fault> {
    let mut people = people::find::of_unit(r, &actor.unit, today, "", PEOPLE)?;
    people.retain(|p| p.id != actor.id || on.contains(&p.id));
    for id in on {
        if !people.iter().any(|p| p.id == *id) {
            people.extend(r.find::<Person>(id)?);
        }
    }
    Ok(people.iter().map(|p| Choice::new(&p.code, &p.called(w), on.contains(&p.id))).collect())
}

/// Groups one may bring along: one's own, and those of one's unit and above it.
fn groups(r: &mut Read, shell: &Shell, actor: &Actor, today: &str, on: &str) -> Result<Vec<Choice>, Fault> {
    let groups = crate::orgs::groups::find::of_reader(r, &actor.pseudonym, &actor.unit, today)?;
    let mut groups: Vec<Choice> = groups.iter().map(|g| Choice::new(&g.id, &g.name, g.id == on)).collect();
    if !groups.is_empty() {
        groups.insert(0, Choice::new("", shell.t("form.none"), on.is_empty()));
    }
    Ok(groups)
}

fn behalf(r: &mut Read, shell: &Shell, actor: &Actor, today: &str, on: &str) -> Result<Vec<Choice>, Fault> {
    if !actor.has(RoleKind::Clerk) {
        return Ok(Vec::new());
    }
    let mut all = vec![Choice::new("", shell.t("capture.myself"), on.is_empty())];
    for (_, scope) in actor.roles.iter().filter(|(k, _)| *k == RoleKind::Clerk) {
        let people = people::find::of_unit(r, scope, today, "", PEOPLE)?;
        all.extend(people.iter().filter(|p| p.id != actor.id).map(|p| Choice::new(&p.code, p.name(), p.code == on)));
    }
    Ok(all)
}
