//! The unit's desk: who has access, and a new one-time code in two taps.
use super::pages::{Access, AccessPage, AccessState, CodePage};
use super::{Account, Invitation, Token, find};
use crate::orgs;
use crate::people::{self, Person};
use crate::powers::{Power, outranks};
use crate::realm::local;
use crate::web::download::{self, Kind, files};
use crate::web::html::query_value;
use crate::web::layout::{Link, Place, Shell};
use crate::web::{Answer, App, Cx, Fault};
use axum::Router;
use axum::extract::{Path, Query};
use axum::routing::{get, post};
use ledger::Read;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/units/{code}/access", get(access))
        .route("/units/{code}/access.csv", get(file))
        .route("/units/{code}/access.xlsx", get(file))
        .route("/units/{code}/access/{person}", post(reopen))
}

/// A page of a list.
const PAGE: usize = 50;

#[derive(serde::Deserialize, Default)]
pub struct Search {
    #[serde(default)]
    pub q: String,
    #[serde(default)]
    pub after: String,
}

async fn access(cx: Cx, Path(code): Path<String>, Query(search): Query<Search>) -> Answer {
    cx.page(move |r, cx| access_page(r, cx, &code, &search)).await
}

fn access_page(r: &mut Read, cx: &Cx, code: &str, search: &Search) -> Result<AccessPage, Fault> {
    cx.may(r, &Power::SeeAccess(code.to_owned()))?;
    let today = cx.today(r)?;
    let unit = orgs::find::named(r, code, &today)?.ok_or(Fault::Missing)?;
    let q = search.q.trim();
    let (people, next) = listed(r, cx, code, q, &search.after)?;
    let next = next.map(|after| format!("/units/{code}/access?q={}&after={}", query_value(q), query_value(&after)));
    let back = Link { href: format!("/units/{code}"), label: unit.name.clone() };
    Ok(AccessPage {
        shell: cx.shell(r, Place::Units)?,
        back,
        sheet: format!("/units/{code}/invitations"),
        unit: unit.name,
        files: files(&format!("/units/{code}/access"), &[("q", q)]),
        people,
        query: q.to_owned(),
        next,
    })
}

async fn file(cx: Cx, kind: Kind, Path(code): Path<String>, Query(search): Query<Search>) -> Answer {
    let file = cx.read(move |r, cx| {
        cx.may(r, &Power::SeeAccess(code.clone()))?;
        let w = cx.words(r)?;
        download::list(kind, &w, w.t("access.title"), String::new(), |after| listed(r, cx, &code, search.q.trim(), after))
    });
    file.await?.answer()
}

/// A page of the unit's people, and the code it goes on behind.
fn listed(r: &mut Read, cx: &Cx, code: &str, q: &str, after: &str) -> Result<(Vec<Access>, Option<String>), Fault> {
    let (today, now) = (cx.today(r)?, ledger::stamp(cx.app.db.clock().now_ms()));
    let mut rows = find::access(r, code, (&today, &now), q, after, PAGE as i64 + 1)?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|last| last.code.clone());
    let actor = cx.actor(r)?;
    let mut beyond = Vec::new();
    for row in &rows {
        beyond.push(outranks(r, &row.id, &actor, &today)?);
    }
    let one = |(row, beyond): (find::AccessRow, bool)| Access {
        reopen: (!beyond).then(|| format!("/units/{code}/access/{}", row.code)),
        name: row.name,
        code: row.code,
        post: row.title,
        state: match (row.invited, row.open) {
            (true, _) => AccessState::Invited,
            (false, true) => AccessState::Open,
            (false, false) => AccessState::Never,
        },
    };
    Ok((rows.into_iter().zip(beyond).map(one).collect(), next))
}

async fn reopen(cx: Cx, Path((unit, code)): Path<(String, String)>) -> Answer {
    let person: Person = cx.read(move |r, _| people::find::by_code(r, &code)?.ok_or(Fault::Missing)).await?;
    let invited = person.clone();
    let power = Power::Invite(person.id.clone());
    let (code, until, reopened) = cx
        .write(power, move |tx| {
            // Opened again: the phone may be in other hands, and so may what was made for it.
            let reopened = tx.find::<Account>(&invited.id)?.is_some();
            if reopened {
                Token::end_all(tx, &invited.id)?;
            }
            let code = Invitation::make(tx, &invited)?;
            let until = Invitation::open(tx, &code, "")?.0.until;
            Ok((code, until, reopened))
        })
        .await?;
    // The code is in this answer and nowhere else.
    cx.page(move |r, cx| Ok(CodePage { reopened, ..code_page(r, cx, &unit, &person, code, &until)? })).await
}

fn code_page(r: &mut Read, cx: &Cx, unit: &str, person: &Person, code: String, until: &str) -> Result<CodePage, Fault> {
    let (shell, realm, today) = (cx.shell(r, Place::Units)?, cx.realm(r)?, cx.today(r)?);
    // This page has no address of its own: another language is asked for where it came from.
    let shell = Shell { path: format!("/units/{unit}/access"), ..shell };
    let name = orgs::find::named(r, unit, &today)?.map(|u| u.name).unwrap_or_default();
    Ok(CodePage {
        back: Link { href: format!("/units/{unit}/access"), label: shell.t("access.title").to_owned() },
        name: person.name().to_owned(),
        unit: name,
        address: format!("{}/join/{code}", cx.origin()),
        code,
        until: local(&realm.zone, until),
        reopened: false,
        only_here: cx.is_only_here(),
        shell,
    })
}
