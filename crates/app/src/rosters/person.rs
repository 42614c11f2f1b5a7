//! Who serves whom, from–to; a change stands on the next line.
use super::find;
use super::subject::Subject;
use crate::households::today_of;
use crate::people::{self, Person};
use crate::realm::{OPEN_END, day_before};
use crate::web::Fault;
use ledger::{Read, Tx, record};

record! {
    /// Somebody is to serve a subject. `person` is a pseudonym.
    pub struct Assignment in "roster_assignments" {
        roster: String,
        subject: String,
        person: String,
        from_day: String,
        to_day: String,
        made_by: String,
        made_at: String,
    }
}

impl Assignment {
    /// Gives a subject to somebody from today on; to the same person changes nothing.
    /// # Errors
    /// `Closed` when the subject is no longer on its roster.
    pub fn give(tx: &mut Tx, subject: &Subject, to: &Person) -> Result<(), Fault> {
        subject.still_on()?;
        let today = today_of(tx)?;
        if people::find::unit_on(tx, &to.id, &today)?.is_none() {
            return Err(Fault::says("other", "need.in_post", &[("name", &to.name())]));
        }
        if let Some(last) = Self::of(tx, &subject.id)? {
            if last.person == to.pseudonym && find::serving(tx, &subject.id, &today)?.is_some() {
                return Ok(());
            }
            // Given on on the same day: that line says who it is; the log has who it was.
            if last.from_day >= today {
                tx.update(&last, &Assignment { person: to.pseudonym.clone(), ..last.clone() })?;
                return Ok(());
            }
            tx.update(&last, &Assignment { to_day: day_before(&today, 1), ..last.clone() })?;
        }
        let (id, made_by, made_at) = (tx.uuid(), tx.warrant().who().to_owned(), tx.now());
        tx.insert(&Assignment {
            id,
            rev: 1,
            roster: subject.roster.clone(),
            subject: subject.id.clone(),
            person: to.pseudonym.clone(),
            from_day: today,
            to_day: OPEN_END.to_owned(),
            made_by,
            made_at,
        })?;
        Ok(())
    }

    /// The line that nobody ended; it holds while the post does in which the subject was given ([`find::serving`]).
    /// # Errors
    /// When the data cannot be read.
    fn of(r: &mut Read, subject: &str) -> ledger::Result<Option<Assignment>> {
        r.one("WHERE subject = $1 AND to_day = $2", &[subject.into(), OPEN_END.into()])
    }

    /// All of them, the newest first.
    /// # Errors
    /// When the data cannot be read.
    pub fn all(r: &mut Read, subject: &str) -> ledger::Result<Vec<Assignment>> {
        r.all("WHERE subject = $1 ORDER BY from_day DESC, made_at DESC", &[subject.into()])
    }
}
