//! The archive of issues, and its feed.
use super::find;
use super::model::{Bulletin, WITHDRAWN};
use super::pages::{ArchivePage, IssueRow};
use super::paper::Paper;
use crate::campaigns;
use crate::powers::Power;
use crate::web::download::{self, Kind, files};
use crate::web::html::escape;
use crate::web::layout::Place;
use crate::web::{Answer, Cx, Fault};
use axum::http::header;
use axum::response::IntoResponse;
use ledger::Read;

/// Issues on the archive's page and in the feed.
const ISSUES: usize = 200;
const FEED: usize = 20;

/// The issues as a file.
pub async fn file(cx: Cx, kind: Kind) -> Answer {
    let file = cx.read(move |r, cx| {
        let w = cx.words(r)?;
        download::list(kind, &w, w.t("bulletin.archive"), (), |()| Ok((issued(r)?, None)))
    });
    file.await?.answer()
}

fn issued(r: &mut Read) -> Result<Vec<IssueRow>, Fault> {
    Ok(find::issued(r, ISSUES)?.into_iter().map(|b| row(b, "")).collect())
}

pub async fn list(cx: Cx) -> Answer {
    cx.page(page).await
}

fn page(r: &mut Read, cx: &Cx) -> Result<ArchivePage, Fault> {
    let shell = cx.shell(r, Place::Bulletins)?;
    let writer = cx.may(r, &Power::WriteBulletin).is_ok();
    let drafts = if writer { find::drafts(r)? } else { Vec::new() };
    let begin = if writer { campaigns::find::listed(r, false)? } else { Vec::new() };
    Ok(ArchivePage {
        issued: issued(r)?,
        files: files("/bulletins", &[]),
        drafts: drafts.into_iter().map(|b| row(b, "/edit")).collect(),
        begin: begin.into_iter().take(6).map(|c| (c.id, c.name)).collect(),
        shell,
    })
}

fn row(b: Bulletin, at: &str) -> IssueRow {
    let withdrawn = if b.state == WITHDRAWN { b.reason } else { String::new() };
    IssueRow { href: format!("/bulletins/{}{at}", b.id), number: b.number, title: b.title, office: b.office, day: b.day, withdrawn }
}

/// The newest issues as an Atom feed.
pub async fn feed(cx: Cx) -> Answer {
    let xml = cx.read(atom).await?;
    Ok(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], xml).into_response())
}

fn atom(r: &mut Read, cx: &Cx) -> Result<String, Fault> {
    let (w, realm, origin) = (cx.words(r)?, cx.realm(r)?, cx.origin());
    let issues = find::issued(r, FEED)?;
    let mut changed = Vec::with_capacity(issues.len());
    for b in &issues {
        changed.push(changed_at(r, b)?);
    }
    let updated = changed.iter().map(String::as_str).max().unwrap_or("1970-01-01T00:00:00Z").to_owned();
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>{0}/bulletins</id><title>{1}</title><updated>{2}</updated>\
         <link rel=\"self\" href=\"{0}/bulletins.atom\"/><link href=\"{0}/bulletins\"/>\n",
        escape(&origin),
        escape(&w.f("bulletin.feed", &[("realm", &realm.name)])),
        escape(&updated)
    );
    for (b, changed) in issues.into_iter().zip(changed) {
        let title = w.f("bulletin.feed_title", &[("n", &b.number), ("title", &b.title)]);
        let note = match b.state.as_str() {
            WITHDRAWN => w.f("bulletin.withdrawn_because", &[("reason", &b.reason)]),
            _ => Paper::of(r, &w, &b)?.beginning(),
        };
        xml.push_str(&format!(
            "<entry><id>{0}/bulletins/{1}</id><title>{2}</title><updated>{3}</updated><author><name>{4}</name></author><link href=\"{0}/bulletins/{1}\"/>\
             <summary>{5}</summary></entry>\n",
            escape(&origin),
            escape(&b.id),
            escape(&title),
            escape(&changed),
            escape(&b.office),
            escape(&note)
        ));
    }
    Ok(xml + "</feed>\n")
}

/// When its readers last had something new to see: it was published or withdrawn.
fn changed_at(r: &mut Read, b: &Bulletin) -> Result<String, Fault> {
    let Some(position) = r.last_leaf::<Bulletin>(&b.id)? else { return Ok(b.published_at.clone()) };
    Ok(ledger::Head::parse(&r.leaf(position)?.body)?.time)
}
