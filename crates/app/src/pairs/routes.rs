//! The proposal, what is changed in it by hand, and the handing over.
use super::plan::Wish;
use super::view;
use crate::households::{Household, Measure, Pairing, find as homes, is_ticked, today_of};
use crate::needs;
use crate::orgs;
use crate::people::{self, RoleKind};
use crate::powers::Power;
use crate::web::speak::page_with_status;
use crate::web::{Answer, App, Cx, Fault, Fields};
use askama::Template;
use axum::Router;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::routing::get;
use ledger::{Read, Tx};

pub fn routes() -> Router<App> {
    Router::new().route("/pairs", get(propose).post(change))
}

#[derive(serde::Deserialize, Default)]
struct Asked {
    #[serde(default)]
    unit: String,
}

/// Households that one person takes, where nobody says otherwise.
const MOST: u32 = 5;
const MOST_OF_ALL: u32 = 100;

async fn propose(cx: Cx, Query(asked): Query<Asked>) -> Answer {
    cx.page(move |r, cx| {
        let first = cx.actor(r)?.roles.into_iter().find(|(kind, _)| *kind == RoleKind::Clerk).map(|(_, unit)| unit).unwrap_or_default();
        let unit = if asked.unit.is_empty() { first } else { asked.unit.clone() };
        view::page(r, cx, &Wish { unit, most: MOST, ..Wish::default() }, None)
    })
    .await
}

/// What the form says: whoever was chosen otherwise than proposed is fixed, and what was fixed before stays so.
fn read(fields: &Fields) -> Wish {
    let mut pins: std::collections::BTreeMap<String, String> =
        fields.all("pin").filter_map(|pin| pin.split_once(' ')).map(|(code, person)| (code.to_owned(), person.to_owned())).collect();
    for row in chosen(fields).into_iter().filter(|row| row.with != row.was) {
        pins.insert(row.code, row.with);
    }
    let stay = |code: &&str| !is_ticked(fields, &format!("pass_{code}"));
    Wish {
        unit: fields.get("unit").to_owned(),
        group: fields.get("group").to_owned(),
        most: fields.get("most").parse().ok().filter(|most| (1..=MOST_OF_ALL).contains(most)).unwrap_or(0),
        pins,
        needs_stay: fields.all("home").filter(stay).map(ToOwned::to_owned).collect(),
    }
}

/// A household's row of the form: its code, who is chosen, who was proposed, who was responsible when it was drawn.
struct Chosen {
    code: String,
    with: String,
    was: String,
    now: String,
    /// The needs of who was responsible go along.
    needs_go: bool,
}

fn chosen(fields: &Fields) -> Vec<Chosen> {
    let of = |code: &str| {
        let said = |what: &str| fields.get(&format!("{what}_{code}")).to_owned();
        Chosen {
            code: code.to_owned(),
            with: said("with"),
            was: said("was"),
            now: said("now"),
            needs_go: is_ticked(fields, &format!("pass_{code}")),
        }
    };
    fields.all("home").map(of).collect()
}

async fn change(cx: Cx, fields: Fields) -> Answer {
    let wish = read(&fields);
    if fields.get("step") != "apply" {
        return cx.page(move |r, cx| view::page(r, cx, &wish, None)).await;
    }
    let (unit, pairs) = (wish.unit.clone(), chosen(&fields));
    let done = cx.write(Power::PairUnit(unit.clone()), move |tx| hand_over(tx, &unit, &pairs)).await;
    match done {
        Ok(changed) => cx.page(move |r, cx| view::done(r, cx, &wish.unit, &changed)).await,
        Err(fault @ Fault::Invalid { .. }) => {
            let drawn =
                move |r: &mut Read, cx: &Cx| view::page(r, cx, &wish, Some(fault))?.render().map_err(|e| Fault::broken(e.to_string()));
            Ok(page_with_status(StatusCode::UNPROCESSABLE_ENTITY, cx.read(drawn).await?))
        }
        Err(fault) => Err(fault),
    }
}

/// A household that was handed over.
pub struct Change {
    pub code: String,
    /// Who was responsible, a pseudonym.
    pub before: String,
    /// The needs that went along, by number.
    pub passed: Vec<i64>,
}

/// Hands each household to who was chosen, from today on; all or none. What changed.
fn hand_over(tx: &mut Tx, unit: &str, pairs: &[Chosen]) -> Result<Vec<Change>, Fault> {
    let day = today_of(tx)?;
    let mut changed = Vec::new();
    for Chosen { code, with: person, now, needs_go, .. } in pairs {
        let home: Household = homes::by_code(tx, code)?.ok_or(Fault::Missing)?;
        if !orgs::find::within(tx, &home.unit, unit, &day)? {
            return Err(Fault::Barred("barred.role"));
        }
        let before = homes::pairings(tx, &home.id)?.into_iter().find(|line| line.from_day <= day && line.to_day >= day);
        let before = before.map(|line| line.person).unwrap_or_default();
        // Another clerk handed it over meanwhile: nothing of this is done, and it is looked at again.
        if people::find::by_pseudonym(tx, &before)?.map(|person| person.code).unwrap_or_default() != *now {
            return Err(Fault::Stale);
        }
        let chosen = people::find::by_code(tx, person)?.ok_or_else(|| Fault::says("person", "need.person", &[("code", person)]))?;
        if chosen.pseudonym != before {
            Pairing::hand_over(tx, &home, person, &day)?;
            let passed = needs::pass_on(tx, &home.id, (&before, &chosen.pseudonym), |_| *needs_go)?;
            Measure::pass_on(tx, &home.id, &before, &chosen.pseudonym)?;
            changed.push(Change { code: code.clone(), before, passed: passed.into_iter().map(|need| need.position).collect() });
        }
    }
    Ok(changed)
}
