//! Invitations of a unit on one sheet to print: a card with a one-time code for everyone who cannot sign in.
use super::pages::{Card, SheetPage};
use super::{Invitation, find};
use crate::orgs;
use crate::people;
use crate::powers::Power;
use crate::realm::{Realm, local, today};
use crate::web::layout::{Fig, Link, Place};
use crate::web::{Answer, App, Cx, Fault, Fields};
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use ledger::{Read, Tx};

pub fn routes() -> Router<App> {
    Router::new().route("/units/{code}/invitations", get(sheet).post(make))
}

/// Cards on one sheet.
const CARDS: usize = 60;
/// Beyond this nobody counts on.
const COUNTED: usize = 10_000;

/// Name, post and code of each, and until when the codes hold.
type Made = (Vec<(String, String, String)>, String);

async fn sheet(cx: Cx, Path(unit): Path<String>) -> Answer {
    cx.page(move |r, cx| page(r, cx, &unit, (Vec::new(), String::new()))).await
}

async fn make(cx: Cx, Path(unit): Path<String>, fields: Fields) -> Answer {
    let (of, again) = (unit.clone(), !fields.get("again").is_empty());
    let made = cx.write(Power::InviteUnit(unit.clone()), move |tx| invite(tx, &of, again)).await?;
    // The codes are in this answer and nowhere else.
    cx.page(move |r, cx| page(r, cx, &unit, made)).await
}

fn invite(tx: &mut Tx, unit: &str, again: bool) -> Result<Made, Fault> {
    let (now, realm) = (tx.now(), Realm::find(tx)?.ok_or(Fault::NotSetUp)?);
    let day = today(&realm, tx.now_ms());
    let (mut cards, mut until) = (Vec::new(), String::new());
    for person in find::without_access(tx, unit, (&day, &now), again, CARDS)? {
        let code = Invitation::make(tx, &person)?;
        until = Invitation::open(tx, &code, "")?.0.until;
        let posts = people::find::posts(tx, &person.id)?;
        let title = posts.into_iter().find(|p| p.unit == unit && p.from_day <= day && p.to_day >= day).map(|p| p.title);
        cards.push((person.name().to_owned(), title.unwrap_or_default(), code));
    }
    Ok((cards, until))
}

fn page(r: &mut Read, cx: &Cx, unit: &str, (cards, until): Made) -> Result<SheetPage, Fault> {
    cx.may(r, &Power::InviteUnit(unit.to_owned()))?;
    let (shell, day, now) = (cx.shell(r, Place::Units)?, cx.today(r)?, ledger::stamp(cx.app.db.clock().now_ms()));
    let name = orgs::find::named(r, unit, &day)?.ok_or(Fault::Missing)?.name;
    let access = format!("/units/{unit}/access");
    let mut count = |again: bool| -> Result<Fig, Fault> {
        let people = find::without_access(r, unit, (&day, &now), again, COUNTED)?.len();
        Ok(Fig::new(people.to_string(), shell.t("measure.persons"), &access))
    };
    let card = |(name, post, code): (String, String, String)| Card { address: format!("{}/join/{code}", cx.origin()), name, post, code };
    Ok(SheetPage {
        back: Link { href: access.clone(), label: shell.t("access.title").to_owned() },
        action: format!("/units/{unit}/invitations"),
        unit: name,
        fresh: count(false)?,
        all: count(true)?,
        cards: cards.into_iter().map(card).collect(),
        until: local(&cx.realm(r)?.zone, &until),
        only_here: cx.is_only_here(),
        shell,
    })
}
