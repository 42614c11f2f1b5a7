//! The form before a file is handed out: whose part of it, to whom.
use super::NewHandOut;
use super::model::TO;
use crate::households::lists::word;
use crate::households::{File, Form, FormPage};
use crate::powers::Power;
use crate::sealing::Seal;
use crate::web::forms::{Choice, Errors, Refused};
use crate::web::layout::{Link, Place};
use crate::web::words::Words;
use crate::web::{Cx, Fault, Fields};
use ledger::Read;

/// # Errors
/// `Barred` for who does not see the file whole; `Closed` where it does not open.
pub fn page(r: &mut Read, cx: &Cx, code: &str, refused: Refused) -> Result<FormPage, Fault> {
    let file = File::open(r, code)?;
    cx.may(r, &Power::HandOut(file.household.id.clone()))?;
    if !matches!(file.seal, Seal::Open(_)) {
        return Err(Fault::Closed(if matches!(file.seal, Seal::Erased) { "erasure.closed" } else { "closed.locked" }));
    }
    let shell = cx.shell(r, Place::Other)?;
    let w = &shell.w;
    let members = members(w, &file)?;
    let mut form = Form::new(w, refused.map(|(fields, _)| fields));
    form.pick("member", "handed.what", |on| members.iter().map(|(id, name)| Choice::new(id, name, id == on)).collect(), "");
    let to = |on: &str| TO.iter().map(|to| Choice::new(to, w.t(&format!("handed_to.{to}")), *to == on)).collect();
    form.pick("to_whom", "handed.to_whom", to, TO[0]);
    form.text("recipient", "handed.recipient", "").hint = w.t("handed.recipient_hint").to_owned();
    let fields = form.fields;
    Ok(FormPage {
        back: Link { href: file.household.path(), label: code.to_owned() },
        title: w.t("handed.title").to_owned(),
        action: format!("{}/hand-out", file.household.path()),
        at: String::new(),
        seen: String::new(),
        send: Some(w.t("handed.send").to_owned()),
        errors: Errors::of_refused(w, refused),
        measured: false,
        fields,
        shell,
    })
}

/// The whole file, and each member: two of one name are told apart by the year they were born in, and where that does not do, by their place.
fn members(w: &Words, file: &File) -> Result<Vec<(String, String)>, Fault> {
    let mut named = Vec::new();
    for (n, member) in file.members.iter().enumerate().filter(|(_, member)| member.name.is_some()) {
        let m = member.content(&file.seal)?;
        let born = m.born().map(|day| w.f("handed.born", &[("year", &&day[..4])]));
        let relation = word(w, "relation", &m.relation);
        let parts = [Some(m.name), Some(relation.clone()), born].into_iter().flatten().collect::<Vec<_>>();
        named.push((member.id.clone(), parts.join(" · "), w.f("erasure.one_member", &[("n", &(n + 1)), ("relation", &relation)])));
    }
    let mut all = vec![(String::new(), w.t("handed.whole").to_owned())];
    for (id, label, place) in &named {
        let twice = named.iter().filter(|(_, other, _)| other == label).count() > 1;
        all.push((id.clone(), if twice { format!("{label} · {place}") } else { label.clone() }));
    }
    Ok(all)
}

pub fn read(fields: &Fields) -> NewHandOut {
    let text = |name: &str| fields.get(name).to_owned();
    NewHandOut { member: text("member"), to_whom: text("to_whom"), recipient: text("recipient") }
}
