//! The form before a file is handed out: whose part of it, to whom.
use super::NewHandOut;
use super::model::TO;
use crate::households::lists::word;
use crate::households::{File, Form, FormPage, Member};
use crate::powers::Power;
use crate::sealing::Seal;
use crate::web::forms::{Choice, Errors, Refused};
use crate::web::layout::{Link, Place};
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
    let mut members = vec![(String::new(), w.t("handed.whole").to_owned())];
    for member in &file.members {
        let name = file.seal.get::<Member>(&member.id, "name", &member.name)?;
        if !name.is_empty() {
            members.push((member.id.clone(), format!("{name} · {}", word(w, "relation", &member.relation))));
        }
    }
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
        fields,
        shell,
    })
}

pub fn read(fields: &Fields) -> NewHandOut {
    let text = |name: &str| fields.get(name).to_owned();
    NewHandOut { member: text("member"), to_whom: text("to_whom"), recipient: text("recipient") }
}
