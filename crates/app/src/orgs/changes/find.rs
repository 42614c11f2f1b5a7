//! Questions about a unit's versions and what was done to it.
use crate::orgs::{Unit, UnitChange};
use crate::realm::{OPEN_END, day_before};
use ledger::{Read, Result};

/// Every version of a unit, oldest first.
/// # Errors
/// When the data cannot be read.
pub fn versions(r: &mut Read, code: &str) -> Result<Vec<Unit>> {
    r.all("WHERE code = $1 ORDER BY from_day", &[code.into()])
}

/// Versions of units that have `code` above them at some time from a day on.
/// # Errors
/// When the data cannot be read.
pub fn below_from(r: &mut Read, code: &str, day: &str) -> Result<Vec<Unit>> {
    r.all("WHERE parent = $1 AND to_day >= $2 ORDER BY code, from_day", &[code.into(), day.into()])
}

/// The days in a period on which some unit's version begins: between two of them no line changes but by ending.
/// # Errors
/// When the data cannot be read.
pub fn turns(r: &mut Read, from: &str, to: &str) -> Result<Vec<String>> {
    let sql = "SELECT DISTINCT from_day FROM units WHERE from_day > $1 AND from_day <= $2 ORDER BY from_day";
    let mut days = vec![from.to_owned()];
    for row in r.rows(sql, &[from.into(), to.into()])? {
        days.push(row.text(0)?);
    }
    Ok(days)
}

/// What was done to a unit, and what was merged into it, newest first.
/// # Errors
/// When the data cannot be read.
pub fn history(r: &mut Read, code: &str) -> Result<Vec<UnitChange>> {
    r.all("WHERE unit = $1 OR kind = 'merge' AND becomes = $1 ORDER BY made_at DESC, id DESC LIMIT 100", &[code.into()])
}

/// Whether somebody holds a post in a unit, or a record is dated, after a day.
/// # Errors
/// When the data cannot be read.
pub fn in_use_after(r: &mut Read, code: &str, day: &str) -> Result<(bool, bool)> {
    let posts = r.row("SELECT 1 FROM posts WHERE unit = $1 AND to_day > $2 LIMIT 1", &[code.into(), day.into()])?;
    let deeds = r.row("SELECT 1 FROM deeds WHERE unit = $1 AND day > $2 LIMIT 1", &[code.into(), day.into()])?;
    Ok((posts.is_some(), deeds.is_some()))
}

/// The code behind what somebody wrote: a code, or a name that only one unit has on a day. None when it is nobody's or several'.
/// # Errors
/// When the data cannot be read.
pub fn code_of(r: &mut Read, text: &str, day: &str) -> Result<Option<String>> {
    if crate::orgs::find::version(r, text, day)?.is_some() {
        return Ok(Some(text.to_owned()));
    }
    let sql = "SELECT DISTINCT code FROM units WHERE name = $1 AND from_day <= $2 AND to_day >= $2 LIMIT 2";
    let mut codes: Vec<String> = r.rows(sql, &[text.into(), day.into()])?.iter().map(|row| row.text(0)).collect::<Result<_>>()?;
    Ok(if codes.len() == 1 { codes.pop() } else { None })
}

/// Whether a unit stands and is not merged all through a period.
/// # Errors
/// When the data cannot be read.
pub fn stands(r: &mut Read, code: &str, from: &str, to: &str) -> Result<bool> {
    let mut next = from.to_owned();
    for version in versions(r, code)?.into_iter().filter(|v| v.to_day.as_str() >= from && v.from_day.as_str() <= to) {
        if version.from_day > next || version.merged {
            return Ok(false);
        }
        if version.to_day.as_str() >= to || version.to_day == OPEN_END {
            return Ok(true);
        }
        next = day_before(&version.to_day, -1);
    }
    Ok(false)
}
