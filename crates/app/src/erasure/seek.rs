//! Where an administrator finds what is to be erased although they may not open it: a household by its code, a need or a roster's line by its number; and
//! what they erased before.
use super::Erasure;
use super::pages::{ErasedBefore, SeekPage};
use super::things::{Kind, Thing};
use crate::households::Household;
use crate::needs::Need;
use crate::powers::Power;
use crate::realm::local;
use crate::rosters::{self, Subject};
use crate::web::forms::{Choice, Errors};
use crate::web::layout::Place;
use crate::web::{Cx, Fault};
use ledger::{Read, Record};

/// Erasures on the page.
const SHOWN: usize = 20;

/// What the form asks for.
#[derive(serde::Deserialize, Default, Clone)]
pub struct Sought {
    #[serde(default)]
    kind: String,
    /// A household's code, or a number.
    #[serde(default)]
    code: String,
}

const KINDS: [(&str, Kind, &str); 3] = [
    ("household", Kind::Household, "erasure.by_code"),
    ("need", Kind::Need, "erasure.by_need"),
    ("subject", Kind::Subject, "erasure.by_subject"),
];

impl Sought {
    /// The page before it is erased, where there is such a thing and the reader may.
    /// # Errors
    /// `Invalid` for a code that nothing has which the reader may erase.
    pub fn found(&self, r: &mut Read, cx: &Cx) -> Result<Option<String>, Fault> {
        let code = self.code.trim();
        if code.is_empty() {
            return Ok(None);
        }
        let (_, kind, _) =
            KINDS.into_iter().find(|(word, _, _)| *word == self.kind).ok_or_else(|| Fault::invalid("kind", "erasure.need_kind"))?;
        let none = || Fault::invalid("code", "erasure.need_code");
        let key = if kind == Kind::Subject { rosters::numbers_of(r, code)?.ok_or_else(none)? } else { code.to_owned() };
        let thing = Thing::find(r, kind, &key).map_err(|fault| if matches!(fault, Fault::Missing) { none() } else { fault })?;
        if cx.may(r, &thing.power()).is_err() { Err(none()) } else { Ok(Some(format!("{}/erasure", thing.path()))) }
    }
}

/// # Errors
/// `Barred` for who is no administrator.
pub fn page(r: &mut Read, cx: &Cx, sought: &Sought, fault: Option<&Fault>) -> Result<SeekPage, Fault> {
    cx.may(r, &Power::SeekErasure)?;
    let (shell, actor, zone) = (cx.shell(r, Place::Other)?, cx.actor(r)?, cx.realm(r)?.zone);
    let on = if sought.kind.is_empty() { "household" } else { &sought.kind };
    let own: Vec<Erasure> =
        r.all(&format!("WHERE made_by = $1 ORDER BY made_at DESC, id DESC LIMIT {SHOWN}"), &[actor.pseudonym.as_str().into()])?;
    let mut done = Vec::new();
    for erasure in own {
        done.push(ErasedBefore { what: called(r, &shell.w, &erasure.object)?, at: local(&zone, &erasure.made_at), reason: erasure.reason });
    }
    Ok(SeekPage {
        kinds: KINDS.iter().map(|(word, _, key)| Choice::new(word, shell.t(key), *word == on)).collect(),
        code: sought.code.clone(),
        done,
        errors: fault.map_or_else(Errors::default, |fault| Errors::of_fault(&shell.w, fault)),
        shell,
    })
}

/// What was erased, by code or number: a name is gone.
fn called(r: &mut Read, w: &crate::web::words::Words, object: &str) -> Result<String, Fault> {
    let (table, id) = object.split_once('/').unwrap_or((object, ""));
    let said = match table {
        Household::TABLE => r.find::<Household>(id)?.map(|home| w.f("households.file_of", &[("code", &home.code)])),
        Need::TABLE => r.find::<Need>(id)?.map(|need| w.f("needs.of_number", &[("n", &need.position)])),
        Subject::TABLE => r.find::<Subject>(id)?.map(|subject| w.f("rosters.of_number", &[("n", &subject.position)])),
        _ => None,
    };
    Ok(said.unwrap_or_else(|| w.t("erasure.of_other").to_owned()))
}
