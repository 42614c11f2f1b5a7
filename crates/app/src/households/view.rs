//! A file as its reader sees it. What is sealed is opened here and nowhere else on the way to a page.
use super::advice;
use super::file::{ENTRIES, File};
use super::lists::{Lists, word};
use super::money::yuan;
use super::pages::{EntryLine, Exit, FilePage, Line, MeasureLine, MemberCard, Money, MoneyHead, ReachCell};
use super::sections::Section;
use super::{Entry, Ground, Household, Measure, Member, Pairing, Plan, Reach};
use crate::needs;
use crate::orgs;
use crate::people::{self, masked};
use crate::powers::{self, Power};
use crate::realm::OPEN_END;
use crate::sealing::Seal;
use crate::visits::{self, Visit};
use crate::web::format::{day, day_year, quantity};
use crate::web::layout::{Fig, Link, Place};
use crate::web::words::Words;
use crate::web::{Cx, Fault};
use ledger::Read;

/// A file and who looks at it.
struct Look<'a> {
    file: &'a File,
    w: &'a Words,
    today: &'a str,
    /// The reader sees the sealed values.
    whole: bool,
    keeps: bool,
}

/// # Errors
/// `Missing` when there is no such file, `Barred` when the reader may not open it.
pub fn page(r: &mut Read, cx: &Cx, code: &str) -> Result<FilePage, Fault> {
    let file = File::open(r, code)?;
    let (id, unit) = (file.household.id.clone(), file.household.unit.clone());
    cx.may(r, &Power::ReadHousehold(id.clone()))?;
    let (shell, actor) = (cx.shell(r, Place::Other)?, cx.actor(r)?);
    let whole = powers::sees_household(r, &actor, &id, &unit)?;
    let keeps = whole && matches!(file.seal, Seal::Open(_));
    let look = Look { file: &file, w: &shell.w, today: &actor.day, whole, keeps };
    let clerk = cx.may(r, &Power::SeeHouseholds(unit.clone())).is_ok();
    let pairs = cx.may(r, &Power::PairHousehold(id.clone())).is_ok();
    Ok(FilePage {
        units: units(r, &unit, &actor.day)?,
        back: Link {
            href: if clerk { format!("/households?unit={unit}") } else { "/households".to_owned() },
            label: shell.t("households.title").to_owned(),
        },
        code: file.household.code.clone(),
        title: look.title()?,
        people: Fig::new(look.standing().to_string(), shell.t("people.measure"), "#members"),
        chips: look.chips(),
        shut: look.shut(),
        responsible: file.responsible(&actor.day).map(|line| look.line(r, line)).transpose()?,
        first: file.responsible(&actor.day).is_some_and(|line| line.person == actor.pseudonym),
        advice: if keeps { advice::lines(r, &shell.w, &file, &actor.day, pairs)? } else { Vec::new() },
        before: look.before(r)?,
        reaches: look.reaches()?,
        money: look.money(),
        entries: look.entries(r)?,
        members: look.members()?,
        needs: if whole { needs::lines(r, &shell.w, &id, &actor.day)? } else { Vec::new() },
        situation: look.situation()?,
        plans: look.plans()?,
        measures: look.measures(r)?,
        exit: look.exit()?,
        acts: look.acts(r, cx),
        more: look.more(r, cx),
        whole,
        shell,
    })
}

/// The names of a unit and those above it, without the root, the topmost first.
fn units(r: &mut Read, unit: &str, day: &str) -> Result<Vec<String>, Fault> {
    let line = orgs::find::line(r, unit, day)?;
    let below_root = if line.len() > 1 { line.len() - 1 } else { line.len() };
    let mut names = Vec::new();
    for code in line[..below_root].iter().rev() {
        names.extend(orgs::find::named(r, code, day)?.map(|unit| unit.name));
    }
    Ok(names)
}

/// What a person (a pseudonym) is called.
pub fn called(r: &mut Read, w: &Words, pseudonym: &str) -> Result<String, Fault> {
    Ok(people::find::by_pseudonym(r, pseudonym)?.map_or_else(|| pseudonym.to_owned(), |person| person.called(w)))
}

/// The head's name as a reader sees it; the code where there is none to be seen.
/// # Errors
/// `Broken` when a value was changed behind the door.
pub fn head_of(file: &File, whole: bool) -> Result<Option<String>, Fault> {
    let name = file.head().map(|head| head.content(&file.seal)).transpose()?.map(|head| head.name).filter(|name| !name.is_empty());
    Ok(name.map(|name| if whole { name } else { masked(&name) }))
}

/// The name of a household's head, whole: whoever shows it has asked who reads.
/// # Errors
/// `Broken` when a value was changed behind the door.
pub fn head_name(r: &mut Read, home: &Household) -> Result<Option<String>, Fault> {
    let heads: Vec<Member> = r.all("WHERE household = $1 AND relation = 'head' ORDER BY to_day DESC LIMIT 1", &[(&home.id).into()])?;
    let (Some(head), seal) = (heads.first(), Seal::of(r, &home.id)?) else { return Ok(None) };
    Ok(Some(head.content(&seal)?.name).filter(|name| !name.is_empty()))
}

/// All but the last four of a number.
pub fn ends_in(number: &str) -> String {
    let letters = number.chars().count();
    number.chars().enumerate().map(|(n, c)| if n + 4 < letters { '*' } else { c }).collect()
}

impl Look<'_> {
    fn change(&self, section: Section, at: &str) -> Option<String> {
        self.keeps.then(|| format!("{}/{}?at={at}", self.file.household.path(), section.word()))
    }
    fn standing(&self) -> usize {
        self.file.members.iter().filter(|member| member.stands_on(self.today)).count()
    }
    fn title(&self) -> Result<String, Fault> {
        let head = head_of(self.file, self.whole)?;
        Ok(head.map_or_else(|| self.file.household.code.clone(), |name| self.w.f("households.called", &[("name", &name)])))
    }
    fn chips(&self) -> Vec<String> {
        let h = &self.file.household;
        let main = (!h.main_cause.is_empty()).then(|| self.w.f("households.main", &[("cause", &word(self.w, "cause", &h.main_cause))]));
        let others = h.causes().skip(usize::from(main.is_some())).map(|cause| word(self.w, "cause", cause));
        let watch = Some(word(self.w, "watch", &h.watch)).filter(|watch| !watch.is_empty());
        main.into_iter().chain(others).chain(watch).collect()
    }
    fn shut(&self) -> String {
        match &self.file.seal {
            Seal::Open(_) => String::new(),
            Seal::Erased => self.w.t("households.erased").to_owned(),
            Seal::Locked(master) => self.w.f("households.locked", &[("key", master)]),
        }
    }
    fn line(&self, r: &mut Read, line: &Pairing) -> Result<Line, Fault> {
        let person = people::find::by_pseudonym(r, &line.person)?;
        let unit =
            person.as_ref().map(|person| people::find::unit_near(r, &person.id, self.today)).transpose()?.flatten().unwrap_or_default();
        Ok(Line {
            name: person.map_or_else(|| line.person.clone(), |person| person.called(self.w)),
            unit: orgs::find::named(r, &unit, self.today)?.map(|unit| unit.name).unwrap_or_default(),
            from: line.from_day.clone(),
            to: Some(line.to_day.clone()).filter(|day| day != OPEN_END),
        })
    }
    fn before(&self, r: &mut Read) -> Result<Vec<Line>, Fault> {
        let now = self.file.responsible(self.today).map(|line| line.id.as_str());
        self.file.pairings.iter().filter(|line| Some(line.id.as_str()) != now).map(|line| self.line(r, line)).collect()
    }
    fn reaches(&self) -> Result<Vec<ReachCell>, Fault> {
        let cell = |reach: &String| {
            let row = self.file.reaches.iter().find(|row| row.reach == *reach && !row.state.is_empty());
            let note = row.filter(|_| self.whole).map(|row| self.file.seal.get::<Reach>(&row.id, "note", &row.note)).transpose()?;
            Ok(ReachCell {
                name: word(self.w, "reach", reach),
                state: row.map_or_else(|| self.w.t("households.not_said").to_owned(), |row| word(self.w, "state", &row.state)),
                done: row.is_some_and(|row| row.state == "done"),
                note: note.unwrap_or_default(),
            })
        };
        self.file.lists.reaches.iter().map(cell).collect()
    }
    fn money(&self) -> Option<Money> {
        let (file, lists): (&File, &Lists) = (self.file, self.file.lists);
        let there = |year: i64, planned: bool| file.incomes.iter().any(|i| i.year == year && i.planned == planned);
        let columns: Vec<(i64, bool)> = file
            .years()
            .into_iter()
            .flat_map(|year| [(year, false), (year, true)])
            .filter(|(year, planned)| there(*year, *planned))
            .collect();
        if columns.is_empty() {
            return None;
        }
        let amount = |source: &str, (year, planned): (i64, bool)| {
            let row = file.incomes.iter().find(|i| i.source == source && i.year == year && i.planned == planned);
            row.map_or_else(String::new, |i| yuan(i.fen))
        };
        let net = |(year, planned): (i64, bool)| {
            let net = file.net(year, planned, self.today)?;
            let how = self.w.f("households.how_net", &[("total", &yuan(net.total)), ("heads", &net.heads)]);
            Some((Fig::new(yuan(net.per_head), "", "#income"), how))
        };
        Some(Money {
            heads: columns
                .iter()
                .map(|(year, planned)| MoneyHead {
                    year: *year,
                    planned: *planned,
                    change: self.change(Section::Income, &year.to_string()),
                })
                .collect(),
            rows: lists
                .money()
                .map(|source| (word(self.w, "source", source), columns.iter().map(|column| amount(source, *column)).collect::<Vec<_>>()))
                // Of a source of which no year says anything there is nothing to show.
                .filter(|(_, amounts)| amounts.iter().any(|amount| !amount.is_empty()))
                .collect(),
            net: columns.iter().map(|column| net(*column)).collect(),
            line: columns.iter().map(|(year, _)| lists.line(*year).map_or_else(String::new, yuan)).collect(),
        })
    }
    /// The ledger in the order of time, the newest first: what was written into it, and the visits.
    fn entries(&self, r: &mut Read) -> Result<Vec<EntryLine>, Fault> {
        let mut lines = Vec::new();
        if !self.whole {
            return Ok(lines);
        }
        for visit in visits::of_household(r, &self.file.household.id, ENTRIES)? {
            let text = |column: &str, sealed| self.file.seal.get::<Visit>(&visit.id, column, sealed);
            let (saw, promised) = (text("saw", &visit.saw)?, text("promised", &visit.promised)?);
            // What was seen is a sentence before what was promised.
            let ends =
                saw.is_empty() || saw.ends_with(['。', '！', '？', '.', '!', '?']) || promised.is_empty() && visit.kept_on.is_empty();
            let stop = if ends {
                ""
            } else if self.w.lang().is_han() {
                "。"
            } else {
                "."
            };
            let mut words = vec![format!("{saw}{stop}")];
            if !promised.is_empty() {
                let due = day(self.w.lang(), &visit.due);
                words.push(
                    self.w.f("visits.promised_by", &[("what", &promised), ("who", &called(r, self.w, &visit.owner)?), ("day", &due)]),
                );
            }
            if !visit.kept_on.is_empty() {
                words.push(self.w.f("visits.kept_on", &[("day", &day(self.w.lang(), &visit.kept_on))]));
            }
            if let Some(measure) = self.file.measures.iter().find(|measure| measure.id == visit.measure) {
                let what = self.file.seal.get::<Measure>(&measure.id, "words", &measure.words)?;
                words.push(self.w.f("visits.step_of", &[("what", &what)]));
            }
            lines.push(EntryLine {
                kind: word(self.w, "kind", &visit.way),
                words: words.join(if self.w.lang().is_han() { "" } else { " " }),
                who: called(r, self.w, &visit.visitor)?,
                deed: Some(visit.deed).filter(|deed| !deed.is_empty()).map(|deed| format!("/deeds/{deed}")),
                day: visit.day,
            });
        }
        for entry in &self.file.entries {
            lines.push(EntryLine {
                day: entry.day.clone(),
                kind: word(self.w, "kind", &entry.kind),
                words: self.file.seal.get::<Entry>(&entry.id, "words", &entry.words)?,
                who: called(r, self.w, &entry.made_by)?,
                deed: None,
            });
        }
        lines.sort_by(|a, b| b.day.cmp(&a.day));
        Ok(lines)
    }
    fn members(&self) -> Result<Vec<MemberCard>, Fault> {
        let card = |member: &super::Member| {
            let m = member.content(&self.file.seal)?;
            let facts = [("sex", &m.sex), ("labour", &m.labour), ("schooling", &m.schooling)].map(|(list, code)| word(self.w, list, code));
            let sealed = |text: String| if self.whole { text } else { String::new() };
            let name = if self.whole { m.name } else { masked(&m.name) };
            Ok(MemberCard {
                name: if !name.is_empty() {
                    name
                } else {
                    self.w.t(if member.name.is_none() { "erasure.erased" } else { "households.unnamed" }).to_owned()
                },
                relation: word(self.w, "relation", &m.relation),
                facts: facts.into_iter().filter(|fact| !fact.is_empty()).collect(),
                birth: sealed(m.birth),
                number: sealed(ends_in(&m.number)),
                health: sealed(m.health),
                left: if member.stands_on(self.today) { String::new() } else { m.to },
                change: self.change(Section::Member, &member.id),
            })
        };
        self.file.members.iter().map(card).collect()
    }
    fn situation(&self) -> Result<Vec<(String, String)>, Fault> {
        let h = &self.file.household;
        let full = |day: &str| if day.is_empty() { String::new() } else { day_year(self.w.lang(), day) };
        let mut rows = vec![
            ("households.housing", word(self.w, "housing", &h.housing)),
            ("households.land", h.land.map_or_else(String::new, |land| quantity(land, 1))),
            ("households.water", word(self.w, "water", &h.water)),
            ("households.consent", word(self.w, "consent", &h.consent_how)),
            ("households.consent_day", full(&h.consent_day)),
            ("households.exited", full(&h.exited)),
        ];
        if self.whole {
            let text = |column: &str, sealed| self.file.seal.get::<Household>(&h.id, column, sealed);
            rows.push(("households.address", text("address", &h.address)?));
            rows.push(("households.phone", text("phone", &h.phone)?));
            rows.push(("households.bank", ends_in(&text("bank", &h.bank)?)));
            rows.push(("households.note", text("note", &h.note)?));
        }
        Ok(rows.into_iter().filter(|(_, value)| !value.is_empty()).map(|(label, value)| (self.w.t(label).to_owned(), value)).collect())
    }
    fn plans(&self) -> Result<Vec<(String, String, Option<String>)>, Fault> {
        let row = |plan: &Plan| {
            let words = self.file.seal.get::<Plan>(&plan.id, "words", &plan.words)?;
            Ok((plan.year.to_string(), words, self.change(Section::Plan, &plan.year.to_string())))
        };
        self.file.plans.iter().filter(|_| self.whole).map(row).collect()
    }
    fn measures(&self, r: &mut Read) -> Result<Vec<MeasureLine>, Fault> {
        let mut lines = Vec::new();
        for m in &self.file.measures {
            let text =
                |column: &str, sealed| if self.whole { self.file.seal.get::<Measure>(&m.id, column, sealed) } else { Ok(String::new()) };
            lines.push(MeasureLine {
                year: m.year,
                cause: word(self.w, "cause", &m.cause),
                words: text("words", &m.words)?,
                owner: if m.owner.is_empty() { String::new() } else { called(r, self.w, &m.owner)? },
                due: m.due.clone(),
                done: m.done.clone(),
                result: text("result", &m.result)?,
                change: self.change(Section::Measure, &m.id),
            });
        }
        Ok(lines)
    }
    fn exit(&self) -> Result<Option<Exit>, Fault> {
        let Some(year) = self.file.grounds.first().map(|ground| ground.year) else { return Ok(None) };
        let mut grounds = Vec::new();
        for ground in &self.file.lists.grounds {
            let row = self.file.grounds.iter().find(|row| row.year == year && row.ground == *ground);
            let basis = row.filter(|_| self.whole).map(|row| self.file.seal.get::<Ground>(&row.id, "basis", &row.basis)).transpose()?;
            let met = row.map(|row| word(self.w, "met", &row.met)).filter(|met| !met.is_empty());
            grounds.push((
                word(self.w, "ground", ground),
                met.unwrap_or_else(|| self.w.t("households.not_said").to_owned()),
                basis.unwrap_or_default(),
            ));
        }
        let over = self.file.over_line(year, self.today);
        let income = over.map_or("", |over| self.w.t(if over { "households.over_line" } else { "households.under_line" })).to_owned();
        Ok(Some(Exit { year, grounds, income, change: self.change(Section::Exit, &year.to_string()) }))
    }
    fn acts(&self, r: &mut Read, cx: &Cx) -> Vec<Link> {
        let id = &self.file.household.id;
        let shown = |section: &Section| *section != Section::Exit || self.file.lists.has_exit();
        let fits = |section: &Section| *section != Section::Income || self.file.lists.money().next().is_some();
        let mut acts = Vec::new();
        for section in Section::ALL.into_iter().filter(|_| self.keeps).filter(|section| shown(section) && fits(section)) {
            if cx.may(r, &section.power(id)).is_ok() {
                let label = self.w.t(&format!("section.{}", section.word())).to_owned();
                acts.push(Link { href: format!("{}/{}", self.file.household.path(), section.word()), label });
            }
        }
        if self.keeps {
            acts.push(Link { href: format!("/visits/{}", self.file.household.code), label: self.w.t("visits.write").to_owned() });
            let href = format!("/needs/new?household={}", self.file.household.code);
            acts.push(Link { href, label: self.w.t("needs.new").to_owned() });
        }
        acts
    }
    fn more(&self, r: &mut Read, cx: &Cx) -> Vec<Link> {
        let (path, mut more) = (self.file.household.path(), Vec::new());
        if self.whole {
            if self.keeps {
                more.push(Link { href: format!("{path}/hand-out"), label: self.w.t("handed.title").to_owned() });
            }
            for (part, key) in [("card", "card.title"), ("readings", "households.readings"), ("versions", "households.versions")] {
                more.push(Link { href: format!("{path}/{part}"), label: self.w.t(key).to_owned() });
            }
        }
        if cx.may(r, &Power::EraseHousehold(self.file.household.id.clone())).is_ok() && !matches!(self.file.seal, Seal::Erased) {
            more.push(Link { href: format!("{path}/erasure"), label: format!("{}…", self.w.t("erasure.title")) });
        }
        more
    }
}
