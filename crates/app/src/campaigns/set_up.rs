//! Setting a campaign up in the browser: the form goes back and forth, a draft is saved, an allowed one is opened.
use super::file::CampaignFile;
use super::form::{self, Act};
use super::made::new_id;
use super::pages::Finding;
use super::set_up_page::{Marks, SetUpPage};
use super::{Campaign, file::ItemFile, make::CLOSED, make::DRAFT};
use crate::orgs;
use crate::powers::Power;
use crate::web::forms::{Choice, Errors};
use crate::web::layout::Place;
use crate::web::speak::page_with_status;
use crate::web::{Answer, App, Cx, Fault, Fields, see_other};
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use jiff::{ToSpan, civil::Date};
use ledger::{Chance, Read};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/campaigns/new", get(new).post(send))
        .route("/campaigns/{id}/edit", get(edit).post(send))
        .route("/campaigns/lint", post(live))
}

/// What a form is about: the campaign as it is stored, when it is.
#[derive(Default)]
struct Form {
    file: CampaignFile,
    stored: Option<Campaign>,
    /// The version the reader started from.
    rev: Option<i64>,
    /// Whether it is looked at for what is missing too.
    whole: bool,
    fault: Option<Fault>,
    saved: bool,
    /// Whether it was asked what is to be changed.
    asked: bool,
    /// The items and measures whose folded part was open.
    unfolded: Vec<String>,
}

async fn new(cx: Cx) -> Answer {
    cx.page(|r, cx| {
        cx.may(r, &Power::ManageCampaigns)?;
        let mut chance = Chance::from_machine()?;
        let today = cx.today(r)?;
        let to = month_after(&today);
        let file = CampaignFile {
            id: new_id("c", &mut chance),
            from: today,
            to,
            items: vec![ItemFile::blank(&mut chance)],
            ..CampaignFile::default()
        };
        draw(r, cx, &Form { file, ..Form::default() })
    })
    .await
}

/// A month, first and last day included; what most campaigns take.
fn month_after(day: &str) -> String {
    let end = day.parse::<Date>().ok().and_then(|d| d.checked_add(1.month()).ok()?.checked_sub(1.day()).ok());
    end.map_or_else(|| day.to_owned(), |d| d.to_string())
}

async fn edit(cx: Cx, Path(id): Path<String>) -> Answer {
    let saved = cx.path.contains("done=saved");
    cx.page(move |r, cx| {
        cx.may(r, &Power::ManageCampaigns)?;
        let (file, stored) = CampaignFile::of(r, &id)?;
        if stored.state == CLOSED {
            return Err(Fault::Closed("closed.ended"));
        }
        let rev = Some(stored.rev);
        draw(r, cx, &Form { file, stored: Some(stored), rev, saved, ..Form::default() })
    })
    .await
}

async fn send(cx: Cx, fields: Fields) -> Answer {
    let mut chance = Chance::from_machine()?;
    let mut file = form::read(&fields, &mut chance);
    let (act, rev) = (Act::parse(fields.get("do")), fields.get("rev").parse().ok());
    act.apply(&mut file, &mut chance);
    let mut fault = None;
    if let Act::Save | Act::Open = act {
        let (wanted, id) = (file.clone(), file.id.clone());
        match cx.write(Power::ManageCampaigns, move |tx| wanted.save(tx, rev, act == Act::Open)).await {
            Ok(_) if act == Act::Open => return see_other(&format!("/campaigns/{id}")),
            Ok(_) => return see_other(&format!("/campaigns/{id}/edit?done=saved")),
            Err(invalid @ Fault::Invalid { .. }) => fault = Some(invalid),
            Err(other) => return Err(other),
        }
    }
    let unfolded = fields.get("unfolded").split(' ').map(ToOwned::to_owned).collect();
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let html = cx.read(move |r, cx| again(r, cx, (file, unfolded), rev, act, fault)).await?;
    Ok(page_with_status(status, html))
}

/// The form again, as it was typed.
fn again(
    r: &mut Read,
    cx: &Cx,
    (file, unfolded): (CampaignFile, Vec<String>),
    rev: Option<i64>,
    act: Act,
    fault: Option<Fault>,
) -> Result<String, Fault> {
    cx.may(r, &Power::ManageCampaigns)?;
    let stored = r.find::<Campaign>(&file.id)?;
    let open = stored.as_ref().is_some_and(|c| c.state != DRAFT);
    let whole = act == Act::Open || open && act == Act::Save;
    let page = draw(r, cx, &Form { file, stored, rev, whole, fault, asked: act == Act::Check, unfolded, ..Form::default() })?;
    page.render().map_err(|e| Fault::broken(e.to_string()))
}

/// Switches that any organisation may want.
const ANYWHERE: [&str; 3] = ["rank-order", "maxims", "missing-person"];
/// How many units a field offers.
const UNITS: usize = 600;

fn draw(r: &mut Read, cx: &Cx, form: &Form) -> Result<SetUpPage, Fault> {
    let shell = cx.shell(r, Place::Other)?;
    let (w, realm) = (shell.w.clone(), cx.realm(r)?);
    let mut wrongs = form.file.wrongs(form.whole);
    if let Some(stored) = form.stored.as_ref().filter(|_| form.whole || form.fault.is_some()) {
        wrongs.extend(form.file.held_by_records(r, stored)?);
    }
    let mut errors = Errors::default();
    wrongs.iter().for_each(|wrong| errors.add(&wrong.field, wrong.sentence(&w)));
    if let Some(fault) = form.fault.as_ref().filter(|f| !errors.any() || f.field() != Some("text")) {
        let field = fault.field().filter(|f| *f == "unit").unwrap_or("");
        errors.add(field, fault.sentence(&w));
    }
    let notes: Vec<Finding> = said_of(&form.file, &realm.rules, form.whole).iter().map(|f| Finding::of(f, &w)).collect();
    let told = match (form.asked && !errors.any(), notes.is_empty(), form.file.wrongs(true).is_empty()) {
        (false, ..) => "",
        // What is not allowed is said by itself, at the top.
        (_, false, _) if notes.iter().any(|note| note.refused) => "",
        (_, false, _) => "set_up.noted",
        (_, _, false) => "set_up.unfinished",
        _ => "set_up.sound",
    };
    let mut page = SetUpPage::draw(shell, &form.file, &mut Marks::new(&w, &errors, notes).unfolded(form.unfolded.clone()));
    page.draft = form.stored.as_ref().is_none_or(|c| c.state == DRAFT);
    page.action = if form.stored.is_some() { format!("/campaigns/{}/edit", form.file.id) } else { "/campaigns/new".to_owned() };
    page.title = w.t(if form.stored.is_some() { "set_up.edit" } else { "set_up.new" }).to_owned();
    (page.rev, page.saved) = (form.rev, form.saved);
    page.told = if told.is_empty() { String::new() } else { w.t(told).to_owned() };
    // The county's own words have these on; elsewhere its forms are not offered. What a file brought stays.
    let offered = |choice: &Choice| choice.on || realm.words != "county-cn" && ANYWHERE.contains(&choice.value.as_str());
    page.switches.choices.retain(offered);
    let today = cx.today(r)?;
    page.units = orgs::find::page_on(r, &today, "", UNITS)?.into_iter().map(|u| (u.code, u.name)).collect();
    Ok(page)
}

/// What the rules say; of a form that is not finished, nothing about the day that is not filled in yet.
fn said_of(file: &CampaignFile, pack: &str, whole: bool) -> Vec<crate::rules::Finding> {
    let mut found = file.findings(pack);
    found.retain(|f| whole || !(f.field == "to" && file.to.is_empty()));
    found
}

/// What the rules say of the form as it stands, for a page that asks while someone types.
async fn live(cx: Cx, fields: Fields) -> Answer {
    let file = form::read(&fields, &mut Chance::from_machine()?);
    let found = cx
        .read(move |r, cx| {
            cx.may(r, &Power::ManageCampaigns)?;
            let (w, realm) = (cx.words(r)?, cx.realm(r)?);
            Ok(said_of(&file, &realm.rules, false).iter().map(|f| as_json(f, &w)).collect::<Vec<_>>())
        })
        .await?;
    Ok(Json(found).into_response())
}

fn as_json(f: &crate::rules::Finding, w: &crate::web::words::Words) -> serde_json::Value {
    let label = w.t(if f.level == crate::rules::Level::Refuse { "campaign.refused" } else { "campaign.warned" });
    serde_json::json!({"rule": f.rule.id, "level": f.level.word(), "label": label, "field": f.field, "why": f.why(w), "instead": f.instead(w.lang()),
        "source": f.rule.source(w.lang())})
}
