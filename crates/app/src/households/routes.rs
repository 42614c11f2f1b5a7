//! Households: the list, a file, its forms. Whoever opens a file or a form of it leaves a reading behind, before the page is drawn.
use super::file::File;
use super::form::Form;
use super::listing::{self, Asked};
use super::lists::Lists;
use super::model::{Household, NewHousehold};
use super::pages::FormPage;
use super::sections::{Section, member_fields, read_member};
use super::{MemberContent, card, find, matrix, trail, view};
use crate::asked::{self, Asking, Measured};
use crate::erasure;
use crate::orgs;
use crate::people::{Reading, RoleKind};
use crate::powers::Power;
use crate::sealing::Seal;
use crate::web::download::Kind;
use crate::web::forms::{Choice, Errors, Refused, answer};
use crate::web::layout::{Link, Place};
use crate::web::{Answer, App, Cx, Fault, Fields};
use axum::Router;
use axum::extract::{Path, Query};
use axum::routing::get;
use ledger::{Read, Tx};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/households", get(list))
        .route("/households.csv", get(list_file))
        .route("/households.xlsx", get(list_file))
        .route("/households/new", get(new).post(open))
        .route("/households/{code}", get(file))
        .route("/reaches", get(reaches))
        .route("/households/{code}/card", get(wall_card))
        .route("/households/{code}/readings", get(readings))
        .route("/households/{code}/versions", get(versions))
        .route("/households/{code}/{section}", get(form).post(save))
}

#[derive(serde::Deserialize, Default)]
struct At {
    #[serde(default)]
    at: String,
    #[serde(default)]
    unit: String,
}

async fn list(cx: Cx, Query(asked): Query<Asked>) -> Answer {
    cx.page(move |r, cx| listing::page(r, cx, &asked)).await
}

async fn list_file(cx: Cx, kind: Kind, Query(asked): Query<Asked>) -> Answer {
    cx.read(move |r, cx| listing::file(r, cx, &asked, kind)).await?.answer()
}

/// Writes down that the file is opened, under the decision that it may be.
async fn opened(cx: &Cx, code: &str) -> Result<(), Fault> {
    let code = code.to_owned();
    let home: Household = cx
        .read(move |r, cx| {
            cx.person()?;
            find::by_code(r, &code)?.ok_or(Fault::Missing)
        })
        .await?;
    let (id, erases) = (home.id.clone(), Power::EraseHousehold(home.id.clone()));
    match cx.write(Power::ReadHousehold(home.id), move |tx| Reading::note(tx, &id)).await {
        Err(fault) => Err(erasure::routes::unopened(cx, fault, erases).await),
        done => done,
    }
}

async fn file(cx: Cx, Path(code): Path<String>) -> Answer {
    opened(&cx, &code).await?;
    cx.page(move |r, cx| view::page(r, cx, &code)).await
}

async fn wall_card(cx: Cx, Path(code): Path<String>) -> Answer {
    opened(&cx, &code).await?;
    cx.page(move |r, cx| card::page(r, cx, &code)).await
}

async fn reaches(cx: Cx, Query(asked): Query<At>) -> Answer {
    cx.page(move |r, cx| {
        let unit = cx.actor(r)?.unit_of_list(&asked.unit, "");
        matrix::page(r, cx, &unit)
    })
    .await
}

async fn readings(cx: Cx, Path(code): Path<String>) -> Answer {
    opened(&cx, &code).await?;
    cx.page(move |r, cx| trail::readings(r, cx, &code)).await
}

async fn versions(cx: Cx, Path(code): Path<String>) -> Answer {
    opened(&cx, &code).await?;
    cx.page(move |r, cx| trail::versions(r, cx, &code)).await
}

async fn form(cx: Cx, Path((code, section)): Path<(String, String)>, Query(asked): Query<At>) -> Answer {
    let section = Section::parse(&section)?;
    opened(&cx, &code).await?;
    cx.page(move |r, cx| form_page(r, cx, &code, section, &asked.at, None)).await
}

fn form_page(r: &mut Read, cx: &Cx, code: &str, section: Section, at: &str, refused: Refused) -> Result<FormPage, Fault> {
    let file = File::open(r, code)?;
    cx.may(r, &section.power(&file.household.id))?;
    match &file.seal {
        Seal::Open(_) => {}
        Seal::Erased => return Err(Fault::Closed("erasure.closed")),
        Seal::Locked(_) => return Err(Fault::Closed("closed.locked")),
    }
    let (shell, actor) = (cx.shell(r, Place::Other)?, cx.actor(r)?);
    let mut form = Form::new(&shell.w, refused.map(|(fields, _)| fields));
    section.form(r, &file, at, &mut form, &actor)?;
    let fields = form.fields;
    let label = view::head_of(&file, true)?.unwrap_or_else(|| code.to_owned());
    Ok(FormPage {
        send: None,
        back: Link { href: file.household.path(), label },
        title: shell.t(&format!("section.{}", section.word())).to_owned(),
        action: format!("{}/{}", file.household.path(), section.word()),
        at: at.to_owned(),
        seen: refused.map_or_else(|| section.seen(&file, at), |(fields, _)| fields.get("seen").to_owned()),
        errors: Errors::of_refused(&shell.w, refused),
        measured: false,
        fields,
        shell,
    }
    .measured(cx, refused))
}

async fn save(cx: Cx, Path((code, section)): Path<(String, String)>, fields: Fields) -> Answer {
    let section = Section::parse(&section)?;
    let home: Household = {
        let code = code.clone();
        cx.read(move |r, cx| {
            cx.person()?;
            find::by_code(r, &code)?.ok_or(Fault::Missing)
        })
        .await?
    };
    let (path, form, of) = (home.path(), fields.clone(), code.clone());
    let measured = Measured::of(&fields, cx.app.db.clock().now_ms());
    let saved = cx.write(section.power(&home.id), move |tx| {
        let file = File::open(tx, &of)?;
        section.save(tx, &file, &form)?;
        Asking::keep_own(tx, asked::Form::Household, measured)
    });
    let (saved, at) = (saved.await, fields.get("at").to_owned());
    answer(&cx, saved, fields, |()| path, move |r, cx, refused| form_page(r, cx, &code, section, &at, refused)).await
}

async fn new(cx: Cx, Query(asked): Query<At>) -> Answer {
    cx.page(move |r, cx| new_page(r, cx, &asked.unit, None)).await
}

fn new_page(r: &mut Read, cx: &Cx, unit: &str, refused: Refused) -> Result<FormPage, Fault> {
    // Without a unit it is the first that the reader is a clerk of.
    let first = cx.actor(r)?.roles.into_iter().find(|(kind, _)| *kind == RoleKind::Clerk).map(|(_, unit)| unit).unwrap_or_default();
    let unit = if unit.is_empty() { first.as_str() } else { unit };
    cx.may(r, &Power::OpenHousehold(unit.to_owned()))?;
    let shell = cx.shell(r, Place::Other)?;
    let mut form = Form::new(&shell.w, refused.map(|(fields, _)| fields));
    let places = villages(r, unit, &shell.today)?;
    let on = if places.len() == 1 { unit } else { "" };
    form.pick("unit", "households.unit", |on| places.iter().map(|(code, name)| Choice::new(code, name, code == on)).collect(), on);
    form.text("code", "households.code", "").hint = shell.t("households.code_hint").to_owned();
    form.day("opened", "households.opened", &shell.today);
    form.head(shell.t("households.head").to_owned());
    member_fields(Lists::of(r)?, &MemberContent { relation: "head".into(), ..MemberContent::default() }, &mut form);
    let fields = form.fields.into_iter().filter(|field| field.name != "relation").collect();
    let label = orgs::find::named(r, unit, &shell.today)?.map_or_else(|| unit.to_owned(), |unit| unit.name);
    Ok(FormPage {
        send: None,
        back: Link { href: format!("/households?unit={unit}"), label },
        title: shell.t("households.new").to_owned(),
        action: "/households/new".to_owned(),
        at: unit.to_owned(),
        seen: String::new(),
        errors: Errors::of_refused(&shell.w, refused),
        measured: false,
        fields,
        shell,
    }
    .measured(cx, refused))
}

/// Where a file may be: the unit itself when nothing is below it, else what is, with nothing chosen first.
fn villages(r: &mut Read, unit: &str, day: &str) -> Result<Vec<(String, String)>, Fault> {
    let mut found = Vec::new();
    let below = orgs::find::scope(r, unit, day, day)?;
    for (code, _, _) in below.iter().filter(|(code, _, _)| below.len() == 1 || code != unit).take(UNITS_MOST) {
        found.push((code.clone(), orgs::find::named(r, code, day)?.map_or_else(|| code.clone(), |unit| unit.name)));
    }
    if found.len() > 1 {
        found.insert(0, (String::new(), "—".to_owned()));
    }
    Ok(found)
}

/// Units on offer for a new file.
const UNITS_MOST: usize = 600;

async fn open(cx: Cx, fields: Fields) -> Answer {
    let (unit, at) = (fields.get("unit").to_owned(), fields.get("at").to_owned());
    let new = NewHousehold {
        code: fields.get("code").to_owned(),
        unit: unit.clone(),
        head: MemberContent { relation: "head".into(), ..read_member(&fields) },
        from: fields.get("opened").to_owned(),
    };
    let measured = Measured::of(&fields, cx.app.db.clock().now_ms());
    let write = move |tx: &mut Tx| {
        let made = Household::open(tx, &new)?;
        Asking::keep_own(tx, asked::Form::Household, measured)?;
        Ok(made)
    };
    let made = match unit.as_str() {
        "" => Err(Fault::invalid("unit", "need.choose_unit")),
        _ => cx.write(Power::OpenHousehold(unit.clone()), write).await,
    };
    let of = if at.is_empty() { unit } else { at };
    answer(&cx, made, fields, Household::path, move |r, cx, refused| new_page(r, cx, &of, refused)).await
}
