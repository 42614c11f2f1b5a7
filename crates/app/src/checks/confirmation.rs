//! The other side's confirmation: as a clerk of a third unit was given it, with who gave it, when and how; or by the code of a slip.
use super::Check;
use crate::deeds::Deed;
use crate::people::Person;
use crate::realm::{Realm, today, valid_day};
use crate::web::Fault;
use crate::web::format::day_year;
use crate::web::words::Words;
use ledger::{Cells, Read, Tx, Value};

/// How it may be given.
pub const HOWS: [&str; 2] = ["phone", "person"];
/// A name is no longer.
const NAME_MOST: usize = 60;

/// Who of the other side confirmed, on which local day, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Confirmation {
    pub by: String,
    pub on: String,
    pub how: String,
    /// They answered themselves, by a slip's code: nobody's name is asked for.
    coded: bool,
}

/// How, where they answered by a slip.
const CODE: &str = "code";

impl Confirmation {
    /// As a clerk was given it.
    pub fn given(by: &str, on: &str, how: &str) -> Self {
        Self { by: by.to_owned(), on: on.to_owned(), how: how.to_owned(), coded: false }
    }
    /// By the code of a slip, on a local day.
    pub fn by_code(on: String) -> Self {
        Self { by: String::new(), on, how: CODE.to_owned(), coded: true }
    }

    /// It is whole, between the deed's day and today, and not from the helpers' own mouth.
    /// # Errors
    /// `Invalid`, naming the field.
    pub fn check(&self, tx: &mut Tx, deed: &Deed) -> Result<(), Fault> {
        if self.coded {
            return Ok(());
        }
        let realm = Realm::find(tx)?.ok_or(Fault::NotSetUp)?;
        let today = today(&realm, tx.now_ms());
        if self.by.is_empty() {
            return Err(Fault::invalid("confirmed_by", "need.confirmed_by"));
        }
        if self.by.chars().count() > NAME_MOST {
            return Err(Fault::says("confirmed_by", "need.shorter", &[("most", &NAME_MOST)]));
        }
        if helpers(tx, deed)?.contains(&self.by) {
            return Err(Fault::invalid("confirmed_by", "need.confirmed_other"));
        }
        if !valid_day(&self.on) || self.on < deed.day || self.on > today {
            return Err(Fault::says("confirmed_on", "need.confirmed_on", &[("from", &deed.day), ("to", &today)]));
        }
        if !HOWS.contains(&self.how.as_str()) {
            return Err(Fault::invalid("how", "need.confirmed_how"));
        }
        Ok(())
    }
}

/// The names of those whose word is not the other side's.
fn helpers(r: &mut Read, deed: &Deed) -> Result<Vec<String>, Fault> {
    let ids = deed.people().map(|(person, _)| person).chain([deed.recorder.as_str(), deed.entered_by.as_str()]);
    let mut names = Vec::new();
    for id in ids {
        names.extend(r.find::<Person>(id)?.map(|person| person.name().to_owned()));
    }
    Ok(names)
}

/// Who confirmed, when and how, in words.
pub fn said(w: &Words, check: &Check) -> String {
    if check.how == CODE {
        return w.f("confirm.said_code", &[("on", &day_year(w.lang(), &check.confirmed_on))]);
    }
    let how = w.t(if check.how == "phone" { "confirm.phone" } else { "confirm.person" });
    let (who, on) = (check.confirmed_by.as_deref().unwrap_or(w.t("confirm.erased")), day_year(w.lang(), &check.confirmed_on));
    w.f("confirm.said", &[("who", &who), ("on", &on), ("how", &how)])
}

/// What older checks have in the columns of a confirmation.
pub fn upcast(table: &str, row: &mut Cells) {
    if table == "checks" {
        row.push(("confirmed_by".to_owned(), Value::Null));
        row.push(("confirmed_on".to_owned(), "".into()));
        row.push(("how".to_owned(), "".into()));
    }
}
