//! One unit or one person, filled in field by field: the table of one row that it stands for.
use super::{Kind, RowFault};
use crate::households::{Field, Form};
use crate::orgs;
use crate::people::RoleKind;
use crate::web::forms::{Choice, Errors};
use crate::web::words::Words;
use crate::web::{Fault, Fields};
use ledger::Read;

/// What a form's fields begin with.
const ONE: &str = "one.";
/// The most units of a list; where there are more, the code is typed.
const UNITS_MOST: usize = 500;

fn columns(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Units => &["code", "name", "parent", "kind"],
        Kind::People => &["code", "name", "unit", "title", "role", "nicknames"],
        _ => &[],
    }
}

/// The fields of the form, as they were typed; none for what comes from files alone.
/// # Errors
/// When the data cannot be read.
pub fn fields(r: &mut Read, w: &Words, kind: Kind, today: &str, typed: Option<&Fields>) -> Result<Vec<Field>, Fault> {
    let mut form = Form::new(w, typed);
    for column in columns(kind) {
        let (name, label) = (format!("{ONE}{column}"), label(kind, column));
        match *column {
            "parent" | "unit" => match units(r, today)? {
                Some(units) => {
                    let first = units.first().map(|(code, _)| code.clone()).unwrap_or_default();
                    let options = |on: &str| units.iter().map(|(code, name)| Choice::new(code, name, code == on)).collect();
                    form.pick(&name, &label, options, &first);
                }
                None => {
                    form.text(&name, &label, "");
                }
            },
            "kind" => {
                let known = orgs::view::KINDS.map(|kind| (kind, orgs::view::kind(w, kind)));
                form.pick(&name, &label, |on| known.iter().map(|(_, word)| Choice::new(word, word, *word == on)).collect(), known[0].1);
            }
            "role" => {
                let roles = RoleKind::ALL.map(|role| (role.word(), w.t(&format!("role.{}", role.word())).to_owned()));
                let known = [("", w.t("one.no_role").to_owned())].into_iter().chain(roles);
                form.pick(&name, &label, |on| known.map(|(code, word)| Choice::new(code, &word, code == on)).collect(), "");
            }
            _ => {
                form.text(&name, &label, "");
            }
        }
    }
    Ok(form.fields)
}

fn label(kind: Kind, column: &str) -> String {
    match (kind, column) {
        (Kind::People, "name") => "one.full_name".to_owned(),
        _ => format!("one.{column}"),
    }
}

/// What is wrong with the one that was filled in, each beside its field; none where the fields of the form were not sent.
pub fn wrong(kind: Kind, fields: &Fields, faults: &[RowFault]) -> Option<Errors> {
    if faults.is_empty() || !is_filled(kind, fields) {
        return None;
    }
    let mut errors = Errors::default();
    for fault in faults {
        let field = columns(kind).iter().find(|column| **column == fault.field).map_or_else(String::new, |column| format!("{ONE}{column}"));
        errors.add(&field, fault.sentence.as_str());
    }
    Some(errors)
}

/// Whether it is that form that came, and not a table.
fn is_filled(kind: Kind, fields: &Fields) -> bool {
    columns(kind).iter().any(|column| fields.has(&format!("{ONE}{column}")))
}

/// Every unit of today by code and name, as the tree stands; none when there are too many to choose from.
fn units(r: &mut Read, today: &str) -> Result<Option<Vec<(String, String)>>, Fault> {
    let Some(root) = orgs::find::root(r)? else { return Ok(None) };
    let mut all = Vec::new();
    for (code, ..) in orgs::find::scope(r, &root.code, today, today)? {
        let unit = orgs::find::version(r, &code, today)?.filter(|unit| !unit.merged);
        all.extend(unit.map(|unit| (unit.code, unit.name)));
        if all.len() > UNITS_MOST {
            return Ok(None);
        }
    }
    // The whole before its parts.
    all.sort_by_key(|(code, _)| *code != root.code);
    Ok(Some(all))
}

/// The table that a filled-in form stands for; none where it is not that form.
/// # Errors
/// When a field cannot stand in a table.
pub fn table(kind: Kind, fields: &Fields) -> Result<Option<String>, Fault> {
    let columns = columns(kind);
    let of = |column: &&str| fields.get(&format!("{ONE}{column}")).trim().to_owned();
    if !is_filled(kind, fields) {
        return Ok(None);
    }
    let broken = |e: csv::Error| Fault::broken(e.to_string());
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(columns).map_err(broken)?;
    out.write_record(columns.iter().map(of)).map_err(broken)?;
    let bytes = out.into_inner().map_err(|e| Fault::broken(e.to_string()))?;
    String::from_utf8(bytes).map(Some).map_err(|e| Fault::broken(e.to_string()))
}
