//! Groups at the desk: make, rename, end, add and take out members. Every form works without script.
use super::view::{self, Asked};
use super::{Group, GroupMember, NewGroup, NewMember, find};
use crate::powers::Power;
use crate::web::download::Kind;
use crate::web::forms::answer;
use crate::web::{Answer, App, Cx, Fault, Fields};
use axum::Router;
use axum::extract::{Path, Query};
use axum::routing::{get, post};
use ledger::Tx;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/groups", get(list).post(make))
        .route("/groups.csv", get(list_file))
        .route("/groups.xlsx", get(list_file))
        .route("/groups/{id}", get(group))
        .route("/groups/{id}/members.csv", get(member_file))
        .route("/groups/{id}/members.xlsx", get(member_file))
        .route("/groups/{id}/name", post(rename))
        .route("/groups/{id}/end", post(end))
        .route("/groups/{id}/members", post(add))
        .route("/groups/{id}/members/{member}", post(remove))
}

async fn list(cx: Cx, Query(asked): Query<Asked>) -> Answer {
    cx.page(move |r, cx| view::list(r, cx, &asked, None)).await
}

async fn group(cx: Cx, Path(id): Path<String>, Query(asked): Query<Asked>) -> Answer {
    cx.page(move |r, cx| view::group(r, cx, &id, &asked.after, None)).await
}

async fn list_file(cx: Cx, kind: Kind, Query(asked): Query<Asked>) -> Answer {
    cx.read(move |r, cx| view::list_file(r, cx, &asked, kind)).await?.answer()
}

async fn member_file(cx: Cx, kind: Kind, Path(id): Path<String>) -> Answer {
    cx.read(move |r, cx| view::member_file(r, cx, &id, kind)).await?.answer()
}

async fn make(cx: Cx, fields: Fields) -> Answer {
    let text = |name: &str| fields.get(name).to_owned();
    let new = NewGroup { name: text("name"), kind: text("kind"), unit: text("unit"), from: text("from"), ..NewGroup::default() };
    let power = Power::MakeGroup { kind: new.kind.clone(), unit: new.unit.clone() };
    let asked = Asked { unit: text("unit"), ..Asked::default() };
    let made = cx.write(power, move |tx| Group::make(tx, &new)).await;
    let path = |group: &Group| format!("/groups/{}", group.id);
    answer(&cx, made, fields, path, move |r, cx, refused| view::list(r, cx, &asked, refused)).await
}

/// Does something with a group, and shows it; or the group again with what was wrong.
async fn keep(
    cx: Cx,
    id: String,
    fields: Fields,
    act: impl FnOnce(&mut Tx, Group, &Fields) -> Result<(), Fault> + Send + 'static,
) -> Answer {
    let (group, form) = (id.clone(), fields.clone());
    let outcome = cx.write(Power::KeepGroup(id.clone()), move |tx| {
        let group = tx.get::<Group>(&group)?;
        act(tx, group, &form)
    });
    let (done, path) = (outcome.await, format!("/groups/{id}"));
    answer(&cx, done, fields, |()| path, move |r, cx, refused| view::group(r, cx, &id, "", refused)).await
}

fn rev(fields: &Fields) -> i64 {
    fields.get("rev").parse().unwrap_or(0)
}

async fn rename(cx: Cx, Path(id): Path<String>, fields: Fields) -> Answer {
    keep(cx, id, fields, |tx, group, fields| group.rename(tx, rev(fields), fields.get("name")).map(|_| ())).await
}

async fn end(cx: Cx, Path(id): Path<String>, fields: Fields) -> Answer {
    keep(cx, id, fields, |tx, group, fields| group.end(tx, rev(fields), fields.get("to")).map(|_| ())).await
}

async fn remove(cx: Cx, Path((id, member)): Path<(String, String)>, fields: Fields) -> Answer {
    keep(cx, id, fields, move |tx, group, fields| GroupMember::leave(tx, &group, &member, fields.get("last"))).await
}

async fn add(cx: Cx, Path(id): Path<String>, fields: Fields) -> Answer {
    keep(cx, id, fields, |tx, group, fields| {
        let mut codes: Vec<String> = fields.all("member").map(ToOwned::to_owned).collect();
        codes.extend(others(tx, &group, fields)?);
        if codes.is_empty() {
            return Err(Fault::invalid("others", "need.member"));
        }
        let (from, to) = (fields.get("from"), fields.get("until"));
        codes.into_iter().try_for_each(|code| group.add(tx, &NewMember { code, from: from.to_owned(), to: to.to_owned() }))
    })
    .await
}

/// Who is written as a code or a name that only one has.
fn others(tx: &mut Tx, group: &Group, fields: &Fields) -> Result<Vec<String>, Fault> {
    let day = crate::realm::Realm::find(tx)?.map(|realm| crate::realm::today(&realm, tx.now_ms())).unwrap_or_default();
    let mut codes = Vec::new();
    for text in fields.get("others").split(['、', ',', '，', ';', '；', '\n', ' ']).map(str::trim).filter(|s| !s.is_empty()) {
        let same = find::codes_of_name(tx, group, text, &day)?;
        match same.as_slice() {
            [] => codes.push(text.to_owned()),
            [one] => codes.push(one.clone()),
            _ => return Err(Fault::says("others", "need.one_of_name", &[("name", &text)])),
        }
    }
    Ok(codes)
}
