//! GET /verify: reads what was asked and shows it.
use super::fingerprint;
use super::pages::{Claim, NoteRow, Record, Subject, VerifyPage};
use crate::bulletin::{self, Bulletin};
use crate::campaigns;
use crate::deeds::view::{Lookup, decimals};
use crate::deeds::{self, Deed};
use crate::figures::pages::Proof;
use crate::figures::{Measure, Question, find, opened, view};
use crate::realm::{Realm, local};
use crate::web::deed_line::State;
use crate::web::format::quantity;
use crate::web::forms::Errors;
use crate::web::layout::{Fig, Link, Place, Shell};
use crate::web::speak::page_with_status;
use crate::web::{Answer, App, Cx, Fault};
use askama::Template;
use axum::Router;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use ledger::{Checkpoint, Read};
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new().route("/verify", get(show))
}

#[derive(Deserialize)]
struct Search {
    /// A figure's number in print, its id, or the address of one of them.
    #[serde(default)]
    q: String,
}

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Figure(Question),
    /// A record by its id.
    Deed(String),
    /// A record by the number on its receipt.
    Receipt(i64),
    /// An issue by number or id, and one of its notes.
    Note(String, i64),
    Issue(String),
}

async fn show(cx: Cx, Query(search): Query<Search>) -> Answer {
    let q = search.q.trim().to_owned();
    let (status, html) = cx
        .read(move |r, cx| {
            let shell = cx.shell(r, Place::Verify)?;
            let subject = match Asked::read(&q).map(|asked| subject(r, cx, &shell, asked)).transpose() {
                Err(Fault::Missing) | Ok(None) if !q.is_empty() => None,
                other => Some(other?.unwrap_or(Subject::Nothing)),
            };
            let mut errors = Errors::default();
            if subject.is_none() {
                errors.add("q", shell.t("verify.nothing").to_owned());
            }
            let status = if subject.is_some() { StatusCode::OK } else { StatusCode::NOT_FOUND };
            let page = VerifyPage { q, errors, subject: subject.unwrap_or(Subject::Nothing), keys: r.vkeys()?, shell };
            Ok((status, page.render().map_err(|e| Fault::broken(e.to_string()))?))
        })
        .await?;
    Ok(if status == StatusCode::OK { Html(html).into_response() } else { page_with_status(status, html) })
}

impl Asked {
    /// `9/3`, 第9期注3, a figure's id, or an address that holds one of them.
    fn read(text: &str) -> Option<Self> {
        let text: String = text.chars().map(ascii_of).collect();
        if let Some((_, rest)) = text.split_once("/bulletins/") {
            let mut parts = rest.split(['/', '?', '#']);
            let id = parts.next()?.to_owned();
            return Some(match (parts.next(), parts.next().and_then(|n| n.parse().ok())) {
                (Some("figures"), Some(number)) => Asked::Note(id, number),
                _ => Asked::Issue(id),
            });
        }
        if let Some((_, rest)) = text.split_once("deeds/") {
            return Some(Asked::Deed(rest.split(['/', '?', '#']).next()?.to_owned()));
        }
        let id = text.split_once("/figures/").map_or(text.as_str(), |(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or(""));
        if let Ok(question) = id.parse() {
            return Some(Asked::Figure(question));
        }
        if let Some((issue, note)) = text.split_once('/') {
            return Some(Asked::Note(issue.trim().to_owned(), note.trim().parse().ok()?));
        }
        if !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            return Some(Asked::Issue(text));
        }
        let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).collect();
        match numbers.as_slice() {
            [number] if text.contains(['号', '號']) => number.parse().ok().map(Asked::Receipt),
            [issue] => Some(Asked::Issue((*issue).to_owned())),
            [issue, note] => Some(Asked::Note((*issue).to_owned(), note.parse().ok()?)),
            _ => None,
        }
    }
}

/// Full-width digits and strokes as people type them.
fn ascii_of(c: char) -> char {
    match c {
        '０'..='９' | '／' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

fn subject(r: &mut Read, cx: &Cx, shell: &Shell, asked: Asked) -> Result<Subject, Fault> {
    match asked {
        Asked::Figure(q) => Ok(Subject::Claim(Box::new(live(r, shell, &q)?))),
        Asked::Deed(id) => {
            let deed = deeds::find::settled(r, &id)?;
            record(r, shell, &deed)
        }
        Asked::Receipt(number) => {
            let deed = deeds::find::numbered(r, number)?.ok_or(Fault::Missing)?;
            record(r, shell, &deed)
        }
        // The number of a receipt and that of an issue look alike.
        Asked::Issue(called) => match (bulletin::find::called(r, &called)?.as_slice(), called.parse()) {
            ([issue], _) => notes(r, shell, issue),
            ([], Ok(number)) => subject(r, cx, shell, Asked::Receipt(number)),
            ([], Err(_)) => Err(Fault::Missing),
            (several, _) => Ok(choices(shell, several, None)),
        },
        Asked::Note(called, number) => match issues(r, &called)?.as_slice() {
            [issue] => match bulletin::find::one_placed(r, &issue.id, number)?.and_then(|placed| placed.deed().map(ToOwned::to_owned)) {
                Some(deed) => subject(r, cx, shell, Asked::Deed(deed)),
                None => Ok(Subject::Claim(Box::new(frozen(r, cx, shell, &issue.id, number)?))),
            },
            several => Ok(choices(shell, several, Some(number))),
        },
    }
}

/// The issues that are called so, by id or number.
fn issues(r: &mut Read, called: &str) -> Result<Vec<Bulletin>, Fault> {
    let found = bulletin::find::called(r, called)?;
    if found.is_empty() { Err(Fault::Missing) } else { Ok(found) }
}

fn choices(shell: &Shell, issues: &[Bulletin], note: Option<i64>) -> Subject {
    let note = note.map(|n| format!("/{n}")).unwrap_or_default();
    let link = |b: &Bulletin| Link { href: format!("/verify?q={}{note}", b.id), label: name_of(shell, b) };
    Subject::Issues(issues.iter().map(link).collect())
}

fn name_of(shell: &Shell, b: &Bulletin) -> String {
    let (name, withdrawn) = (shell.f("bulletin.issue", &[("n", &b.number), ("title", &b.title)]), b.withdrawn(&shell.w));
    if withdrawn.is_empty() { name } else { name + " " + &shell.f("bulletin.aside", &[("text", &withdrawn)]) }
}

fn notes(r: &mut Read, shell: &Shell, b: &Bulletin) -> Result<Subject, Fault> {
    let words = shell.w.in_language(bulletin::paper::language(b));
    let mut rows = Vec::new();
    for placed in bulletin::find::placed(r, &b.id)? {
        let said = bulletin::said(r, &words, &placed)?;
        let href = placed.deed().map_or_else(|| format!("/verify?q={}/{}", b.id, placed.number), |deed| format!("/verify?q=deeds/{deed}"));
        let name = shell.f("bulletin.note", &[("n", &b.number), ("number", &placed.number)]);
        rows.push(NoteRow { name, link: Link { href, label: said } });
    }
    Ok(Subject::Issue(Link { href: format!("/bulletins/{}", b.id), label: name_of(shell, b) }, rows))
}

fn live(r: &mut Read, shell: &Shell, q: &Question) -> Result<Claim, Fault> {
    opened::known(r, q)?;
    let (value, checkpoint) = (find::value(r, q)?, r.checkpoint()?);
    let key = r.vkey()?;
    let claim = claim(r, shell, q, value, &key, checkpoint)?;
    Ok(Claim { proof: format!("/api/v1/figures/{q}/proof"), ..claim })
}

fn frozen(r: &mut Read, cx: &Cx, shell: &Shell, id: &str, number: i64) -> Result<Claim, Fault> {
    let (b, placed) = bulletin::published(r, id, number)?;
    let q: Question = placed.what.parse()?;
    let sealed = bulletin::Sealed::of(r, cx.app.db.blobs(), &placed)?;
    let claim = claim(r, shell, &q, placed.value, &sealed.key, sealed.checkpoint)?;
    let (now, zone) = (find::value(r, &q)?, cx.realm(r)?.zone);
    let here = format!("/bulletins/{}/figures/{number}", b.id);
    Ok(Claim {
        name: Some(Link { href: here.clone(), label: shell.f("bulletin.note", &[("n", &b.number), ("number", &number)]) }),
        withdrawn: b.withdrawn(&shell.w),
        said: bulletin::said(r, &shell.w.in_language(bulletin::paper::language(&b)), &placed)?,
        frozen: Some((local(&zone, &b.published_at), b.frozen_at)),
        now: if now == placed.value { None } else { Some(view::shown(r, &shell.w, &q, now)?) },
        records: format!("{here}#records"),
        count: Some(Fig::new(sealed.kept.lines.len().to_string(), shell.t("measure.deeds"), format!("{here}#records"))),
        proof: format!("/api/v1/bulletins/{}/figures/{number}/proof", b.id),
        live: Some(Link { href: format!("/verify?q={q}"), label: shell.t("verify.live").to_owned() }),
        ..claim
    })
}

fn record(r: &mut Read, shell: &Shell, deed: &Deed) -> Result<Subject, Fault> {
    let (indicator, item, _) = campaigns::find::measure(r, &deed.indicator)?;
    let (key, checkpoint) = (r.vkey()?, r.checkpoint()?);
    Ok(Subject::Record(Box::new(Record {
        id: deed.id.clone(),
        item: item.name,
        quantity: quantity(deed.quantity, decimals(&indicator)),
        measure: indicator.measure,
        unit: Lookup::new(&shell.w).unit(r, &deed.unit, &deed.day)?,
        day: deed.day.clone(),
        state: State::of(&deed.state).unwrap_or(State::Received),
        position: deed.position,
        raw: deed.quantity,
        fingerprint: fingerprint(&key),
        checkpoint: under(r, checkpoint)?,
    })))
}

/// What is the same of both: the figure, its words, its records, the checkpoint it stands under.
fn claim(r: &mut Read, shell: &Shell, q: &Question, value: i64, key: &str, checkpoint: Option<Checkpoint>) -> Result<Claim, Fault> {
    Ok(Claim {
        name: None,
        withdrawn: String::new(),
        said: String::new(),
        value: view::shown(r, &shell.w, q, value)?,
        raw: value,
        title: view::sentence(r, &shell.w, q)?,
        sentence: view::said(r, shell, q)?,
        question: q.to_string(),
        frozen: None,
        now: None,
        records: q.records_href(),
        count: if q.measure == Measure::Sum { Some(view::fig(r, &shell.w, &q.of(Measure::Deeds))?) } else { None },
        proof: String::new(),
        live: None,
        fingerprint: fingerprint(key),
        checkpoint: under(r, checkpoint)?,
    })
}

fn under(r: &mut Read, checkpoint: Option<Checkpoint>) -> Result<Option<Proof>, Fault> {
    let zone = Realm::find(r)?.map(|realm| realm.zone).unwrap_or_default();
    Ok(checkpoint.map(|c| Proof { size: c.size, at: local(&zone, c.time()), root: c.root().to_owned(), data: None }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read_however_it_is_typed() {
        let note = |issue: &str, number| Some(Asked::Note(issue.to_owned(), number));
        for text in ["9/3", "９／３", " 9 / 3", "第9期注3", "第９期　注３", "No. 9, note 3"] {
            assert_eq!(Asked::read(text), note("9", 3), "{text}");
        }
        assert_eq!(Asked::read("https://a.cn/bulletins/0190-b/figures/3?lang=en"), note("0190-b", 3));
        assert_eq!(Asked::read("https://a.cn/bulletins/0190-b#n3"), Some(Asked::Issue("0190-b".to_owned())));
        assert_eq!(Asked::read("第9期"), Some(Asked::Issue("9".to_owned())));
        let id = "sum.litter.1~@three.20170301-20170331.verified";
        for text in [id.to_owned(), format!("https://a.cn/figures/{id}/records?after=1")] {
            assert!(matches!(Asked::read(&text), Some(Asked::Figure(q)) if q.to_string() == id), "{text}");
        }
        assert_eq!(Asked::read(""), None);
    }
}
