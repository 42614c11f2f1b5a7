//! The personal values of a roster's subject: who it is goes, with the key; that it was on the roster, and the deeds that served it, stay.
use super::Erasure;
use super::pages::ErasurePage;
use super::routes::{Refused, answer, confirmed, errors};
use crate::powers::Power;
use crate::rosters::{self, Roster, Subject};
use crate::sealing::FileKey;
use crate::web::layout::{Link, Place};
use crate::web::{Answer, Cx, Fault, Fields};
use axum::extract::Path;
use ledger::{Read, Tx};

impl Subject {
    /// # Errors
    /// `Invalid` without a reason; `Closed` when it was done before.
    pub fn erase_details(self, tx: &mut Tx, reason: &str) -> Result<(), Fault> {
        let key: FileKey = tx.get(&self.id)?;
        if key.wrapped.is_none() {
            return Err(Fault::Closed("erasure.closed"));
        }
        Erasure::note::<Subject>(tx, &self.id, reason)?;
        tx.erase(&self)?;
        tx.erase(&key)?;
        Ok(())
    }
}

fn found(r: &mut Read, cx: &Cx, (number, subject): (i64, i64)) -> Result<(Roster, Subject), Fault> {
    cx.person()?;
    let roster = rosters::by_position(r, number)?.ok_or(Fault::Missing)?;
    let subject = rosters::subject_at(r, &roster.id, subject)?.ok_or(Fault::Missing)?;
    cx.may(r, &Power::EraseSubject(subject.id.clone()))?;
    Ok((roster, subject))
}

pub async fn form(cx: Cx, Path(numbers): Path<(i64, i64)>) -> Answer {
    cx.page(move |r, cx| page(r, cx, numbers, None)).await
}

fn page(r: &mut Read, cx: &Cx, numbers: (i64, i64), refused: Refused) -> Result<ErasurePage, Fault> {
    let (roster, subject) = found(r, cx, numbers)?;
    if subject.name.is_none() {
        return Err(Fault::Closed("erasure.closed"));
    }
    let shell = cx.shell(r, Place::Other)?;
    let lines = |keys: &[&str]| keys.iter().map(|key| shell.t(key).to_owned()).collect();
    Ok(ErasurePage {
        back: Link { href: "/todo".to_owned(), label: shell.t("nav.todo").to_owned() },
        action: format!("{}/erasure", subject.path(&roster)),
        whose: shell.f("rosters.of_number", &[("n", &subject.position)]),
        goes: lines(&["erasure.subject_goes", "erasure.versions_go"]),
        stays: lines(&["erasure.subject_stays", "erasure.log_stays", "erasure.backups_stay"]),
        whose_of: Vec::new(),
        naming: Vec::new(),
        beyond: false,
        reason: refused.map_or("", |(fields, _)| fields.get("reason")).to_owned(),
        errors: errors(&shell, refused),
        shell,
    })
}

pub async fn erase(cx: Cx, Path(numbers): Path<(i64, i64)>, fields: Fields) -> Answer {
    let done = goes(&cx, numbers, &fields).await;
    answer(cx, fields, done, "/todo".to_owned(), move |r, cx, refused| page(r, cx, numbers, refused)).await
}

async fn goes(cx: &Cx, numbers: (i64, i64), fields: &Fields) -> Result<(), Fault> {
    let (_, subject) = cx.read(move |r, cx| found(r, cx, numbers)).await?;
    let reason = confirmed(fields)?;
    cx.write(Power::EraseSubject(subject.id.clone()), move |tx| tx.get::<Subject>(&subject.id)?.erase_details(tx, &reason)).await
}
