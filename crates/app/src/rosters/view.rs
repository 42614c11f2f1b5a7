//! A roster as its reader sees it: its subjects, who serves them, how far they are; as a page and as files, masked for who has nothing to do with them.
use super::find::{self, Only, Standing};
use super::model::Roster;
use super::pages::{RosterPage, SubjectLine};
use super::subject::Subject;
use crate::campaigns;
use crate::deeds::Deed;
use crate::figures::view::fig;
use crate::needs::{self, pages::Stand};
use crate::people::{self, RoleKind};
use crate::powers::{Actor, Power};
use crate::web::download::{self, Download, Kind, files};
use crate::web::layout::{Fig, Link, Place};
use crate::web::words::Words;
use crate::web::{Cx, Fault};
use ledger::Read;

/// What the list is narrowed to.
#[derive(serde::Deserialize, Default, Clone)]
pub struct Asked {
    #[serde(default)]
    state: String,
    /// A subject's number: those after it.
    #[serde(default)]
    after: Option<i64>,
    /// Only those the reader serves.
    #[serde(default)]
    own: String,
}

const PAGE: usize = 50;

pub fn kind_word(w: &Words, kind: &str) -> String {
    w.t(&format!("roster_kind.{kind}")).to_owned()
}

pub fn stand(w: &Words, standing: Standing) -> Stand {
    let (class, sign) = match standing {
        Standing::Open => ("warn", "○"),
        Standing::Waiting => ("", "◑"),
        Standing::Served => ("ok", "✓"),
        Standing::Ended | Standing::Mistaken => ("", "–"),
    };
    Stand { label: w.t(&format!("served_state.{}", standing.word())).to_owned(), class, sign }
}

/// What a subject is called: whole for who serves it, of people 李某某 for the others.
/// # Errors
/// `Broken` when a value was changed behind the door.
pub fn name_of(r: &mut Read, w: &Words, roster: &Roster, subject: &Subject, whole: bool) -> Result<String, Fault> {
    let name = subject.seal(r)?.get::<Subject>(&subject.id, "name", &subject.name)?;
    Ok(match name.as_str() {
        "" => w.f("rosters.of_number", &[("n", &subject.position)]),
        _ if whole || !roster.is_of_people() => name,
        _ => people::masked(&name),
    })
}

/// The reader of one roster's list.
pub struct Reader<'a> {
    pub w: &'a Words,
    pub actor: &'a Actor,
    pub roster: &'a Roster,
    only: Only<'a>,
    /// A clerk of its unit.
    pub keeps: bool,
    /// Sees names whole in this list.
    whole: bool,
}

impl Reader<'_> {
    fn rows(&self, r: &mut Read, after: i64) -> Result<(Vec<SubjectLine>, Option<i64>), Fault> {
        let mut subjects = find::subjects(r, &self.roster.id, &self.only, after, PAGE + 1)?;
        let more = subjects.len() > PAGE;
        subjects.truncate(PAGE);
        let next = subjects.last().filter(|_| more).map(|(subject, _)| subject.position);
        Ok((subjects.iter().map(|(subject, standing)| self.row(r, subject, *standing)).collect::<Result<_, _>>()?, next))
    }

    fn row(&self, r: &mut Read, subject: &Subject, standing: Standing) -> Result<SubjectLine, Fault> {
        let seal = subject.seal(r)?;
        let serves = find::serving(r, &subject.id, &self.actor.day)?.map(|line| line.person).unwrap_or_default();
        let serve = standing == Standing::Open && (self.keeps || serves == self.actor.pseudonym);
        let path = subject.path(self.roster);
        Ok(SubjectLine {
            serve: serve.then(|| format!("{path}/service")),
            href: path,
            position: subject.position,
            name: name_of(r, self.w, self.roster, subject, self.whole)?,
            code: if self.whole || !self.roster.is_of_people() { subject.code.clone() } else { String::new() },
            unit: needs::unit_name(r, &subject.unit, &self.actor.day)?,
            place: if self.whole { seal.get::<Subject>(&subject.id, "place", &subject.place)? } else { String::new() },
            stand: stand(self.w, standing),
            serves: needs::called(r, self.w, &serves)?,
            served: served_on(r, subject)?,
            from: subject.from_day.clone(),
            ended: subject.ended_on.clone(),
        })
    }

    fn path(&self, standing: Option<Standing>) -> String {
        let own = if self.only.person.is_empty() { "" } else { "own=1" };
        let state = standing.map(|standing| format!("state={}", standing.word())).unwrap_or_default();
        let query: Vec<&str> = [own, state.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
        if query.is_empty() { self.roster.path() } else { format!("{}?{}", self.roster.path(), query.join("&")) }
    }

    fn kinds(&self, r: &mut Read) -> Result<Vec<(String, Fig, bool)>, Fault> {
        let mut kinds = Vec::new();
        for standing in std::iter::once(None).chain(Standing::ALL.map(Some)) {
            let count = find::count(r, &self.roster.id, &Only { standing, ..self.only })?;
            let on = standing == self.only.standing;
            if count > 0 || standing.is_none() || on {
                let whole = if self.only.person.is_empty() { "needs.all" } else { "rosters.mine" };
                let label = standing.map_or(whole.to_owned(), |standing| format!("served_state.{}", standing.word()));
                let measure = fig(r, self.w, &self.roster.listed())?.unit;
                kinds.push((self.w.t(&label).to_owned(), Fig::new(count.to_string(), measure, self.path(standing)), on));
            }
        }
        Ok(kinds)
    }
}

/// The day of the newest record that counts and says it was served, or nothing.
fn served_on(r: &mut Read, subject: &Subject) -> Result<String, Fault> {
    let mut days = Vec::new();
    for service in find::services(r, &subject.id)? {
        days.push(r.get::<Deed>(&service.deed)?);
    }
    Ok(days.into_iter().filter(Deed::counts).map(|deed| deed.day).max().unwrap_or_default())
}

/// Lists for the reader with their leave: who only serves somebody sees those alone.
pub fn reading<T>(
    r: &mut Read,
    cx: &Cx,
    (number, asked): (i64, &Asked),
    then: impl FnOnce(&mut Read, &Reader) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let roster = find::by_position(r, number)?.ok_or(Fault::Missing)?;
    cx.may(r, &Power::ReadRoster(roster.id.clone()))?;
    let (actor, w) = (cx.actor(r)?, cx.words(r)?);
    let keeps = actor.covers(r, RoleKind::Clerk, &roster.unit, &actor.day)?;
    let all = keeps || actor.covers(r, RoleKind::Leader, &roster.unit, &actor.day)?;
    let person = if all && asked.own.is_empty() { "" } else { actor.pseudonym.as_str() };
    let only = Only { day: &actor.day, person, standing: Standing::parse(&asked.state), unassigned: false };
    then(r, &Reader { w: &w, actor: &actor, roster: &roster, only, keeps, whole: keeps || !person.is_empty() })
}

/// # Errors
/// `Missing` when there is no such roster, `Barred` when it is not the reader's to see.
pub fn page(r: &mut Read, cx: &Cx, number: i64, asked: &Asked) -> Result<RosterPage, Fault> {
    let shell = cx.shell(r, Place::Other)?;
    reading(r, cx, (number, asked), |r, reader| {
        let (roster, w) = (reader.roster, &shell.w);
        let (rows, next) = reader.rows(r, asked.after.unwrap_or(-1))?;
        let (_, item, campaign) = campaigns::find::measure(r, &roster.indicator)?;
        let path = reader.path(reader.only.standing);
        let own = if reader.only.person.is_empty() { "" } else { "1" };
        let of_unit = cx.may(r, &Power::SeeRosters(roster.unit.clone())).is_ok();
        Ok(RosterPage {
            back: Link {
                href: if of_unit { format!("/rosters?unit={}", roster.unit) } else { "/rosters?own=1".to_owned() },
                label: w.t("rosters.title").to_owned(),
            },
            position: roster.position,
            name: roster.name.clone(),
            unit: Link { href: format!("/units/{}", roster.unit), label: needs::unit_name(r, &roster.unit, &reader.actor.day)? },
            kind: kind_word(w, &roster.kind),
            item: Link { href: format!("/campaigns/{}", campaign.id), label: item.name },
            from: roster.from_day.clone(),
            to: roster.to_day.clone(),
            checklist: roster.lines().map(ToOwned::to_owned).collect(),
            served: fig(r, w, &roster.served())?,
            waiting: Some(fig(r, w, &roster.served().waiting())?).filter(|fig| !fig.is_zero()),
            listed: fig(r, w, &roster.listed())?,
            kinds: reader.kinds(r)?,
            next: next.map(|after| format!("{path}{}after={after}", if path.contains('?') { '&' } else { '?' })),
            files: files(&format!("{}/subjects", roster.path()), &[("own", own), ("state", &asked.state)]),
            masked: !reader.whole && roster.is_of_people(),
            acts: if reader.keeps { acts(w, roster) } else { Vec::new() },
            other: other(r, &shell.w, reader, of_unit)?,
            rows,
            shell,
        })
    })
}

/// What its unit's clerk does with it.
fn acts(w: &Words, roster: &Roster) -> Vec<Link> {
    let link = |href: String, key: &str| Link { href, label: w.t(key).to_owned() };
    vec![
        link(format!("/import/subjects?roster={}", roster.position), "rosters.import"),
        link(format!("{}/subjects/new", roster.path()), "rosters.add"),
        link(format!("{}/assignment", roster.path()), "rosters.assign"),
        link(format!("{}/change", roster.path()), "rosters.change"),
    ]
}

/// From all to those one serves, and back.
fn other(r: &mut Read, w: &Words, reader: &Reader, of_unit: bool) -> Result<Option<Link>, Fault> {
    let link = |href: String, key: &str| Some(Link { href, label: w.t(key).to_owned() });
    if !reader.only.person.is_empty() {
        return Ok(if of_unit { link(reader.roster.path(), "rosters.see_all") } else { None });
    }
    let serves = find::is_assigned(r, &reader.actor.pseudonym, (&reader.roster.id, ""), &reader.actor.day)?;
    Ok(if serves { link(format!("{}?own=1", reader.roster.path()), "rosters.see_own") } else { None })
}

/// # Errors
/// As [`page`].
pub fn file(r: &mut Read, cx: &Cx, number: i64, asked: &Asked, kind: Kind) -> Result<Download, Fault> {
    reading(r, cx, (number, asked), |r, reader| download::list(kind, reader.w, &reader.roster.name, -1, |after| reader.rows(r, *after)))
}
