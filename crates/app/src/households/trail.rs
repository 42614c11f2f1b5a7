//! How a file was before: each version of each of its rows, as the log has them, and who read it.
use super::file::File;
use super::lists::word;
use super::pages::{Trail, TrailPage};
use super::{Entry, Ground, Household, Income, Measure, Member, Pairing, Plan, Reach, find, money, view};
use crate::handed;
use crate::orgs;
use crate::people;
use crate::powers::{self, Power};
use crate::realm::{OPEN_END, local, valid_day};
use crate::sealing::Seal;
use crate::web::format::{day_year, quantity};
use crate::web::layout::{Link, Place};
use crate::web::words::Words;
use crate::web::{Cx, Fault};
use ledger::{Field, Head, Read, Record, Sealed, Value};
use std::collections::BTreeMap;

/// The column of who is responsible, a pseudonym.
const WHOSE: &str = "person";
/// Columns with pseudonyms.
const PEOPLE: [&str; 2] = [WHOSE, "owner"];
/// Columns by which a row is told from others of its section.
const TELLS: [&str; 4] = ["name", "year", "reach", "ground"];

/// Versions on the page, the newest first.
const MOST: usize = 300;

/// # Errors
/// `Barred` for who does not see the file whole.
fn allowed(r: &mut Read, cx: &Cx, file: &File) -> Result<(), Fault> {
    cx.may(r, &Power::ReadHousehold(file.household.id.clone()))?;
    let actor = cx.actor(r)?;
    if powers::sees_household(r, &actor, &file.household.id, &file.household.unit)? { Ok(()) } else { Err(Fault::Barred("barred.role")) }
}

fn page(r: &mut Read, cx: &Cx, file: &File, (title, hint): (&str, &str), rows: Vec<Trail>) -> Result<TrailPage, Fault> {
    let shell = cx.shell(r, Place::Other)?;
    let label = view::head_of(file, true)?.unwrap_or_else(|| file.household.code.clone());
    Ok(TrailPage {
        back: Link { href: file.household.path(), label },
        title: shell.t(title).to_owned(),
        hint: shell.t(hint).to_owned(),
        rows,
        shell,
    })
}

/// # Errors
/// As the file itself.
pub fn readings(r: &mut Read, cx: &Cx, code: &str) -> Result<TrailPage, Fault> {
    let file = File::open(r, code)?;
    allowed(r, cx, &file)?;
    let (zone, w, today) = (cx.realm(r)?.zone, cx.words(r)?, cx.today(r)?);
    let (mut rows, mut people) = (Vec::new(), Staff::new(&w, &today));
    for reading in find::readings(r, &file.household.id)? {
        let (who, unit) = people.of(r, &reading.reader)?;
        rows.push(Trail { who, unit, at: local(&zone, &reading.made_at), of: String::new(), times: reading.times, changes: Vec::new() });
    }
    for line in handed::lines(r, &w, &file.household.id, &file.seal)? {
        let changes = vec![(w.t("handed.handed").to_owned(), String::new(), line.what)];
        let (who, unit) = people.of(r, &line.made_by)?;
        rows.push(Trail { who, unit, of: String::new(), at: local(&zone, &line.made_at), times: 1, changes });
    }
    rows.sort_by(|a, b| b.at.cmp(&a.at));
    page(r, cx, &file, ("households.readings", "people.readings_more"), rows)
}

/// # Errors
/// As the file itself.
pub fn versions(r: &mut Read, cx: &Cx, code: &str) -> Result<TrailPage, Fault> {
    let file = File::open(r, code)?;
    allowed(r, cx, &file)?;
    let (zone, w, today) = (cx.realm(r)?.zone, cx.words(r)?, cx.today(r)?);
    let (mut all, mut people): (Vec<(i64, Trail)>, _) = (Vec::new(), Staff::new(&w, &today));
    let mut story = Story { seal: &file.seal, w: &w, zone: &zone, people: &mut people, all: &mut all };
    story.of::<Household>(r, "section.situation", [file.household.id.as_str()])?;
    story.of::<Member>(r, "section.member", file.members.iter().map(|row| row.id.as_str()))?;
    story.of::<Income>(r, "section.income", file.incomes.iter().map(|row| row.id.as_str()))?;
    story.of::<Plan>(r, "section.plan", file.plans.iter().map(|row| row.id.as_str()))?;
    story.of::<Measure>(r, "section.measure", file.measures.iter().map(|row| row.id.as_str()))?;
    story.of::<Entry>(r, "households.ledger", file.entries.iter().map(|row| row.id.as_str()))?;
    story.of::<Reach>(r, "section.reaches", file.reaches.iter().map(|row| row.id.as_str()))?;
    story.of::<Ground>(r, "section.exit", file.grounds.iter().map(|row| row.id.as_str()))?;
    story.of::<Pairing>(r, "section.responsible", file.pairings.iter().map(|row| row.id.as_str()))?;
    all.sort_by_key(|(position, _)| -position);
    all.truncate(MOST);
    let mut rows = Vec::new();
    for (_, mut trail) in all {
        (trail.who, trail.unit) = people.of(r, &trail.who)?;
        rows.push(trail);
    }
    page(r, cx, &file, ("households.versions", "households.versions_more"), rows)
}

/// Staff by pseudonym, each looked up once: what they are called, and the unit they are in or were in last.
struct Staff<'a> {
    w: &'a Words,
    today: &'a str,
    known: BTreeMap<String, (String, String)>,
}

impl<'a> Staff<'a> {
    fn new(w: &'a Words, today: &'a str) -> Self {
        Self { w, today, known: BTreeMap::new() }
    }
    fn of(&mut self, r: &mut Read, pseudonym: &str) -> Result<(String, String), Fault> {
        if let Some(known) = self.known.get(pseudonym) {
            return Ok(known.clone());
        }
        let person = people::find::by_pseudonym(r, pseudonym)?;
        let unit = person.as_ref().map(|person| people::find::unit_near(r, &person.id, self.today)).transpose()?.flatten();
        let unit = match unit {
            Some(code) => orgs::find::named(r, &code, self.today)?.map_or(code, |unit| unit.name),
            None => String::new(),
        };
        let known = (view::called(r, self.w, pseudonym)?, unit);
        self.known.insert(pseudonym.to_owned(), known.clone());
        Ok(known)
    }
}

struct Story<'a, 'w> {
    seal: &'a Seal,
    w: &'a Words,
    zone: &'a str,
    people: &'a mut Staff<'w>,
    all: &'a mut Vec<(i64, Trail)>,
}

impl Story<'_, '_> {
    /// What changed from each version of these rows, of a section of the file, to the next.
    fn of<'i, T: Record>(&mut self, r: &mut Read, section: &str, ids: impl IntoIterator<Item = &'i str>) -> Result<(), Fault> {
        for id in ids {
            let mut before: Vec<String> = vec![String::new(); T::COLUMNS.len()];
            for leaf in r.leaves::<T>(id)? {
                let head = Head::parse(&leaf.body)?;
                let Some(row) = r.version::<T>(leaf.position)? else { continue };
                let mut after = Vec::with_capacity(before.len());
                for (column, value) in T::COLUMNS.iter().zip(row.values()) {
                    let said = self.said::<T>(id, column.name, value)?;
                    after.push(if PEOPLE.contains(&column.name) && !said.is_empty() { self.whose(r, &said)? } else { said });
                }
                let changes = T::COLUMNS.iter().zip(before.iter().zip(&after)).filter(|(_, (was, becomes))| was != becomes);
                let named = changes.filter_map(|(column, (was, becomes))| {
                    Some((self.w.t(label(T::TABLE, column.name)?).to_owned(), was.clone(), becomes.clone()))
                });
                let mut changes: Vec<_> = named.collect();
                // A line that ends is somebody's too.
                let whose = T::COLUMNS.iter().position(|column| column.name == WHOSE).filter(|n| before[*n] == after[*n]);
                if let Some(n) = whose.filter(|_| !changes.is_empty()) {
                    changes.insert(0, (self.w.t("households.responsible").to_owned(), String::new(), after[n].clone()));
                }
                if !changes.is_empty() {
                    let of = self.called::<T>(section, &before, &after);
                    let trail = Trail { who: head.who, unit: String::new(), at: local(self.zone, &head.time), of, times: 1, changes };
                    self.all.push((leaf.position, trail));
                }
                before = after;
            }
        }
        Ok(())
    }

    /// Which part of the file a row is: its section, and whose, of which year or about what, where that does not change itself.
    fn called<T: Record>(&self, section: &str, before: &[String], after: &[String]) -> String {
        let told = T::COLUMNS.iter().zip(before.iter().zip(after)).find(|(column, _)| TELLS.contains(&column.name));
        let told = told.filter(|(_, (was, is))| was == is && !is.is_empty()).map(|(_, (_, is))| is.as_str());
        [Some(self.w.t(section)), told].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// Whose line it is, with their unit.
    fn whose(&mut self, r: &mut Read, pseudonym: &str) -> Result<String, Fault> {
        let (name, unit) = self.people.of(r, pseudonym)?;
        Ok(if unit.is_empty() { name } else { format!("{name} · {unit}") })
    }

    /// A cell in words.
    fn said<T: Record>(&self, id: &str, column: &str, value: Value) -> Result<String, Fault> {
        Ok(match value {
            Value::Null => String::new(),
            Value::Bytes(_) => {
                let text = self.seal.get::<T>(id, column, &Some(Sealed::take(value)?))?;
                match column {
                    "number" | "bank" => view::ends_in(&text),
                    "birth" if valid_day(&text) => day_year(self.w.lang(), &text),
                    _ => text,
                }
            }
            Value::Int(n) => match column {
                "fen" => money::yuan(n),
                "land" => quantity(n, 1),
                "planned" => self.w.t(if n == 1 { "households.planned" } else { "households.was" }).to_owned(),
                _ => n.to_string(),
            },
            Value::Text(text) if text == OPEN_END => String::new(),
            Value::Text(text) if valid_day(&text) => day_year(self.w.lang(), &text),
            Value::Text(text) => match list(column) {
                Some(list) => text.split(';').map(|code| word(self.w, list, code)).collect::<Vec<_>>().join(self.w.t("form.comma")),
                None => text,
            },
        })
    }
}

/// The list a column's codes are of.
fn list(column: &str) -> Option<&'static str> {
    Some(match column {
        "main_cause" | "other_causes" | "cause" => "cause",
        "watch" => "watch",
        "housing" => "housing",
        "water" => "water",
        "consent_how" => "consent",
        "consent_by" => "consent_by",
        "relation" => "relation",
        "sex" => "sex",
        "labour" => "labour",
        "schooling" => "schooling",
        "source" => "source",
        "kind" => "kind",
        "state" => "state",
        "reach" => "reach",
        "ground" => "ground",
        "met" => "met",
        _ => return None,
    })
}

/// What a column is called on the page; none for those that tell nobody anything.
fn label(table: &str, column: &str) -> Option<&'static str> {
    Some(match column {
        "words" if table == Plan::TABLE => "households.plan",
        "words" if table == Measure::TABLE => "households.measure_words",
        "note" if table == Reach::TABLE => "households.why",
        "planned" => "households.planned_or_not",
        "owner" => "households.measure_owner",
        WHOSE => "households.responsible",
        "main_cause" => "households.main_cause",
        "other_causes" => "households.other_cause",
        "watch" => "households.watch",
        "housing" => "households.housing",
        "land" => "households.land",
        "water" => "households.water",
        "exited" => "households.exited",
        "consent_day" => "households.consent_day",
        "consent_how" => "households.consent",
        "consent_by" => "households.consent_by",
        "address" => "households.address",
        "phone" => "households.phone",
        "bank" => "households.bank",
        "note" => "households.note",
        "relation" => "households.relation",
        "sex" => "households.sex",
        "labour" => "households.labour",
        "schooling" => "households.schooling",
        "name" => "households.name",
        "birth" => "households.birth",
        "number" => "households.number",
        "health" => "households.health",
        "year" => "households.year",
        "source" => "section.income",
        "kind" => "households.kind",
        "fen" => "households.amount",
        "words" => "households.words",
        "cause" => "households.answers",
        "due" => "households.due",
        "done" => "households.done",
        "result" => "households.result",
        "state" => "households.state",
        "reach" => "section.reaches",
        "ground" => "section.exit",
        "met" => "households.met",
        "basis" => "households.basis",
        "from_day" => "households.from",
        "to_day" => "households.until",
        "day" => "households.day",
        _ => return None,
    })
}
