//! Roles are given and taken back at the person's page, by the administrator.
use super::pages::{Granted, Granting};
use super::{Person, Role, RoleKind, find};
use crate::orgs;
use crate::powers::Power;
use crate::web::cx::role_word;
use crate::web::forms::Choice;
use crate::web::layout::Shell;
use crate::web::{Answer, App, Cx, Fault, Fields, see_other};
use axum::Router;
use axum::extract::Path;
use axum::routing::post;
use ledger::{Read, Tx};

pub fn routes() -> Router<App> {
    Router::new().route("/people/{code}/roles", post(give)).route("/people/{code}/roles/{id}/end", post(take_back))
}

impl Person {
    /// Gives a role over a unit and all below it; one that the person has already changes nothing.
    /// # Errors
    /// `Invalid` when there is no such role or unit.
    pub fn take_on(&self, tx: &mut Tx, role: &str, unit: &str, day: &str) -> Result<(), Fault> {
        let kind = RoleKind::parse(role).ok_or_else(|| Fault::says("role", "need.role", &[("role", &role)]))?;
        if orgs::find::version(tx, unit, day)?.is_none_or(|unit| unit.merged) {
            return Err(Fault::says("role_unit", "need.unit", &[("code", &unit)]));
        }
        let has = find::roles(tx, &self.id)?.iter().any(|there| there.role == role && there.unit == unit);
        if has { Ok(()) } else { self.give_role(tx, kind, unit) }
    }
}

impl Role {
    /// # Errors
    /// `Invalid` when nobody would be left who can give roles.
    pub fn take_back(self, tx: &mut Tx) -> Result<(), Fault> {
        let last = self.role == RoleKind::Administrator.word() && find::with_role(tx, RoleKind::Administrator)? < 2;
        if last { Err(Fault::invalid("role", "need.administrator")) } else { Ok(tx.delete(&self)?) }
    }
}

async fn give(cx: Cx, Path(code): Path<String>, fields: Fields) -> Answer {
    let form = fields.clone();
    change(cx, code, fields, move |tx, person, day| {
        let text = form.get("role_unit");
        let unit = orgs::changes::find::code_of(tx, text, day)?.ok_or_else(|| Fault::says("role_unit", "need.unit", &[("code", &text)]))?;
        person.take_on(tx, form.get("role"), &unit, day)
    })
    .await
}

async fn take_back(cx: Cx, Path((code, id)): Path<(String, String)>, fields: Fields) -> Answer {
    change(cx, code, fields, move |tx, person, _| match tx.find::<Role>(&id)?.filter(|role| role.person == person.id) {
        Some(role) => role.take_back(tx),
        None => Err(Fault::Stale),
    })
    .await
}

/// Changes somebody's roles and shows their page; or the page again with what was wrong.
async fn change(
    cx: Cx,
    code: String,
    fields: Fields,
    act: impl FnOnce(&mut Tx, &Person, &str) -> Result<(), Fault> + Send + 'static,
) -> Answer {
    let (person, day) = cx.read(move |r, cx| Ok((find::by_code(r, &code)?.ok_or(Fault::Missing)?, cx.today(r)?))).await?;
    let (whose, page) = (person.clone(), format!("/people/{}", person.code));
    match cx.write(Power::GiveRoles, move |tx| act(tx, &whose, &day)).await {
        Ok(()) => see_other(&page),
        Err(fault @ Fault::Invalid { .. }) => super::routes::again(&cx, person, fields, fault).await,
        Err(fault) => Err(fault),
    }
}

/// What a person may do and where; who may change that is offered it.
/// # Errors
/// When the data cannot be read.
pub fn granted(r: &mut Read, cx: &Cx, shell: &Shell, person: &Person, today: &str) -> Result<Vec<Granted>, Fault> {
    let may = cx.may(r, &Power::GiveRoles).is_ok();
    let mut all = Vec::new();
    for role in find::roles(r, &person.id)? {
        let Some(kind) = RoleKind::parse(&role.role) else { continue };
        let unit = orgs::find::named(r, &role.unit, today)?.map_or_else(|| role.unit.clone(), |u| u.name);
        let words = shell.f("people.role_in", &[("role", &role_word(&shell.w, kind)), ("unit", &unit)]);
        all.push(Granted { words, end: may.then(|| format!("/people/{}/roles/{}/end", person.code, role.id)) });
    }
    Ok(all)
}

/// The form that gives another; `typed` is one that was refused.
/// # Errors
/// When the data cannot be read.
pub fn granting(
    r: &mut Read,
    cx: &Cx,
    shell: &Shell,
    person: &Person,
    today: &str,
    typed: Option<&Fields>,
) -> Result<Option<Granting>, Fault> {
    if person.is_erased() || cx.may(r, &Power::GiveRoles).is_err() {
        return Ok(None);
    }
    let own = find::unit_on(r, &person.id, today)?.unwrap_or_default();
    let (unit, role) = typed.map_or((own.as_str(), ""), |fields| (fields.get("role_unit"), fields.get("role")));
    let kinds = RoleKind::ALL.map(|kind| Choice::new(kind.word(), role_word(&shell.w, kind), kind.word() == role)).into();
    Ok(Some(Granting { kinds, unit: unit.to_owned() }))
}
