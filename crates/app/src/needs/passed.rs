//! When a household is handed over, the needs that its helper has taken go along, unless whoever hands it over says otherwise.
use super::find;
use super::model::{Need, Standing, step};
use super::view::topic;
use crate::web::Fault;
use crate::web::format::day;
use crate::web::words::Words;
use ledger::{Read, Tx};

/// A need that a helper has taken and not solved.
pub struct Held {
    pub id: String,
    pub href: String,
    /// What about and by when; with its words, where they were asked for.
    pub label: String,
}

/// Those of a household that a person (a pseudonym) has taken, the newest first; `words` for who sees the file whole.
/// # Errors
/// `Broken` when a value was changed behind the door.
pub fn held(r: &mut Read, w: &Words, household: &str, owner: &str, words: bool) -> Result<Vec<Held>, Fault> {
    let mut held = Vec::new();
    for need in of(r, household, owner)? {
        let mut label = w.f("needs.due_of", &[("topic", &topic(w, &need.topic)), ("day", &day(w.lang(), &need.due))]);
        if words {
            let said = need.seal(r)?.get::<Need>(&need.id, "words", &need.words)?;
            label = format!("{label}{}{said}", w.t("form.colon"));
        }
        held.push(Held { href: need.path(), id: need.id, label });
    }
    Ok(held)
}

fn of(r: &mut Read, household: &str, owner: &str) -> Result<Vec<Need>, Fault> {
    let mut theirs = Vec::new();
    for need in find::of_household(r, household)? {
        if need.owner == owner && need.standing(r)? == Standing::Taken {
            theirs.push(need);
        }
    }
    Ok(theirs)
}

/// Passes on from one person to another (pseudonyms) those needs of a household of whose ids it is said; each keeps its day. Those that went.
/// # Errors
/// `Closed` where the file's key is not to be had; `Stale`.
pub fn pass_on(tx: &mut Tx, household: &str, (from, to): (&str, &str), goes: impl Fn(&str) -> bool) -> Result<Vec<Need>, Fault> {
    let mut passed = Vec::new();
    for need in of(tx, household, from)?.into_iter().filter(|need| goes(&need.id)) {
        let after = tx.update(&need, &Need { owner: to.to_owned(), ..need.clone() })?;
        let seal = after.seal(tx)?;
        after.note(tx, &seal, step::PASSED, "")?;
        passed.push(after);
    }
    Ok(passed)
}
