//! GET /tour, and being one of the demonstration's persons with one click.
use super::pages::{Card, Go, TourPage};
use crate::accounts::{Account, routes::enter, sessions::Kind};
use crate::bulletin;
use crate::campaigns;
use crate::demo::{Persona, Which};
use crate::figures::{Measure, Question};
use crate::people;
use crate::web::layout::Place;
use crate::web::{Answer, App, Cx, Fault};
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use ledger::Read;

pub fn routes() -> Router<App> {
    Router::new().route("/tour", get(show)).route("/tour/{code}", post(be))
}

async fn show(cx: Cx) -> Answer {
    cx.page(|r, cx| {
        let personas = personas(r, cx)?;
        let shell = cx.shell(r, Place::Other)?;
        Ok(TourPage { cards: cards(r, cx, personas)?, shell })
    })
    .await
}

/// The persons to be, in a demonstration and nowhere else: everyone knows their password there.
fn personas(r: &mut Read, cx: &Cx) -> Result<&'static [Persona], Fault> {
    if !cx.realm(r)?.demonstration {
        return Err(Fault::Missing);
    }
    for world in [Which::County, Which::School, Which::Charity] {
        if people::find::by_code(r, world.personas()[0].0)?.is_some() {
            return Ok(world.personas());
        }
    }
    Err(Fault::Missing)
}

async fn be(cx: Cx, Path(code): Path<String>) -> Answer {
    let (account, at) = cx
        .read(move |r, cx| {
            let place = personas(r, cx)?.iter().position(|p| p.0 == code).ok_or(Fault::Missing)?;
            let person = people::find::by_code(r, &code)?.ok_or(Fault::Missing)?;
            let at = begins(r, cx, place)?;
            Ok((r.get::<Account>(&person.id)?, cx.shell(r, Place::Other)?.href(&at)))
        })
        .await?;
    enter(&cx, account, Kind::Desk, String::new(), &at).await
}

/// Where each persona begins: recording, checking, writing, or what waits.
fn begins(r: &mut Read, cx: &Cx, place: usize) -> Result<String, Fault> {
    Ok(match place {
        0 => shown(r, cx)?.map_or("/mine".to_owned(), |(item, _)| format!("/capture/{item}")),
        1 => "/checks".to_owned(),
        2 => bulletin::find::drafts(r)?.first().map_or("/bulletins".to_owned(), |draft| format!("/bulletins/{}/edit", draft.id)),
        _ => "/todo".to_owned(),
    })
}

/// The item that the tour records, and its figure over the whole campaign.
fn shown(r: &mut Read, cx: &Cx) -> Result<Option<(String, Question)>, Fault> {
    let today = cx.today(r)?;
    let Some(campaign) = campaigns::find::current(r, &today)? else { return Ok(None) };
    let items = campaigns::find::items(r, &campaign.id)?;
    let best = items.iter().find(|(item, _)| item.id == "litter").or(items.first());
    let Some((item, Some(indicator))) = best.map(|(item, indicators)| (item, indicators.first())) else { return Ok(None) };
    let q = Question::new(Measure::Sum, &[&indicator.id], &campaign.unit, &campaign.from_day, &campaign.to_day);
    Ok(Some((item.id.clone(), q)))
}

fn cards(r: &mut Read, cx: &Cx, personas: &'static [Persona]) -> Result<Vec<Card>, Fault> {
    let be = |key, place: usize| Card { key, go: Go::Be(&personas[place]) };
    let open = |key, href| Card { key, go: Go::Open(href) };
    let live = shown(r, cx)?.map_or("/".to_owned(), |(_, q)| q.href());
    let mut cards =
        vec![open("open", printed(r)?.unwrap_or_else(|| live.clone())), be("record", 0), be("check", 1), open("moved", live.clone())];
    cards.extend((!bulletin::find::drafts(r)?.is_empty()).then(|| be("draft", 2)));
    cards.push(open("verify", live.replace("/figures/", "/verify?q=")));
    cards.push(Card { key: "tamper", go: Go::Run("make demo-tamper") });
    let beside = cx.app.settings.beside.as_str();
    let near = !beside.is_empty() && beside.split(':').next() == cx.host.split(':').next();
    let go = if near {
        Go::Open(format!("http://{beside}/?lang=en"))
    } else {
        Go::Run("target/debug/chunman demo --world school --data school")
    };
    cards.extend((personas == Which::County.personas()).then_some(Card { key: "school", go }));
    Ok(cards)
}

/// The figure in print that is made of the cases the county solved, as it was published.
fn printed(r: &mut Read) -> Result<Option<String>, Fault> {
    let Some(issue) = bulletin::find::latest(r)? else { return Ok(None) };
    let placed = bulletin::find::placed(r, &issue.id)?;
    let sum = |of: &str| placed.iter().find(|p| p.what.starts_with(of));
    Ok(sum("sum.difficulties.").or_else(|| sum("sum.")).map(|p| format!("/bulletins/{}/figures/{}", issue.id, p.number)))
}
