//! People take up posts, change them and leave them as of a day, which may lie in the past. What somebody did from that day on counts
//! at the new unit; what was done before keeps the unit of its day.
use super::{Person, Post, find};
use crate::deeds::Deed;
use crate::orgs;
use crate::realm::{OPEN_END, day_before, valid_day};
use crate::web::Fault;
use ledger::Tx;

const TITLE_MOST: usize = 60;

/// A post somebody takes up.
#[derive(Debug, Clone, Default)]
pub struct NewPost {
    pub unit: String,
    pub title: String,
    /// Its first day.
    pub from: String,
}

impl Person {
    /// The person holds this post from its first day to where the post held on that day ends, or to the next one.
    /// What is so already changes nothing.
    /// # Errors
    /// `Invalid` when the day is none, or the unit does not stand all that time.
    pub fn take_post(&self, tx: &mut Tx, new: &NewPost) -> Result<(), Fault> {
        if !valid_day(&new.from) {
            return Err(Fault::invalid("from", "need.day"));
        }
        let title = new.title.trim();
        if title.chars().count() > TITLE_MOST {
            return Err(Fault::says("title", "need.shorter", &[("most", &TITLE_MOST)]));
        }
        let posts = find::posts(tx, &self.id)?;
        let held = posts.iter().find(|p| p.from_day <= new.from && p.to_day >= new.from).cloned();
        let next = posts.iter().filter(|p| p.from_day > new.from).map(|p| day_before(&p.from_day, 1)).min();
        let to = held.as_ref().map(|p| p.to_day.clone()).or(next).unwrap_or_else(|| OPEN_END.to_owned());
        if held.as_ref().is_some_and(|p| p.unit == new.unit && p.title == title) {
            return Ok(());
        }
        if !orgs::changes::find::stands(tx, &new.unit, &new.from, &to)? {
            return Err(Fault::says("unit", "need.parent_through", &[("code", &new.unit), ("day", &new.from)]));
        }
        let first = Post {
            id: String::new(),
            rev: 1,
            person: self.id.clone(),
            unit: String::new(),
            title: String::new(),
            from_day: String::new(),
            to_day: to,
        };
        let post = Post { unit: new.unit.clone(), title: title.to_owned(), ..held.clone().unwrap_or(first) };
        match held {
            Some(held) if held.from_day == new.from => drop(tx.update(&held, &post)?),
            held => {
                if let Some(held) = held {
                    tx.update(&held, &Post { to_day: day_before(&new.from, 1), ..held.clone() })?;
                }
                let post = Post { id: tx.uuid(), from_day: new.from.clone(), ..post.clone() };
                tx.insert(&post)?;
            }
        }
        self.rehome(tx, &post.unit, &new.from, &post.to_day)
    }

    /// What the person took part in on these days counts for them at this unit.
    fn rehome(&self, tx: &mut Tx, unit: &str, from: &str, to: &str) -> Result<(), Fault> {
        for deed in self.took_part(tx, from, to)? {
            deed.belonged(tx, &self.id, unit)?;
        }
        Ok(())
    }

    fn took_part(&self, tx: &mut Tx, from: &str, to: &str) -> Result<Vec<Deed>, Fault> {
        let tail = "WHERE position IN (SELECT position FROM involved WHERE person = $1 AND times > 0) AND day >= $2 AND day <= $3 ORDER BY position, id";
        Ok(tx.all(tail, &[self.id.as_str().into(), from.into(), to.into()])?)
    }

    /// The person's last day in any post: afterwards they belong to no unit and record nothing.
    /// # Errors
    /// `Invalid` when they hold no post on that day, or took part in something after it.
    pub fn leave(&self, tx: &mut Tx, last: &str) -> Result<(), Fault> {
        if !valid_day(last) {
            return Err(Fault::invalid("last", "need.day"));
        }
        let posts = find::posts(tx, &self.id)?;
        if !posts.iter().any(|p| p.from_day.as_str() <= last && last <= p.to_day.as_str()) {
            return Err(Fault::says("last", "need.person", &[("code", &self.code)]));
        }
        if !self.took_part(tx, &day_before(last, -1), OPEN_END)?.is_empty() {
            return Err(Fault::invalid("last", "need.left_deeds"));
        }
        for post in posts {
            if post.from_day.as_str() > last {
                tx.delete(&post)?;
            } else if post.to_day.as_str() > last {
                tx.update(&post, &Post { to_day: last.to_owned(), ..post.clone() })?;
            }
        }
        Ok(())
    }
}

impl Post {
    /// Every post in a unit goes on in another from a day: the unit was merged.
    /// # Errors
    /// When the data cannot be written.
    pub fn carry_over(tx: &mut Tx, unit: &str, into: &str, day: &str) -> Result<(), Fault> {
        for post in tx.all::<Self>("WHERE unit = $1 AND to_day >= $2 ORDER BY id", &[unit.into(), day.into()])? {
            if post.from_day.as_str() >= day {
                tx.update(&post, &Self { unit: into.to_owned(), ..post.clone() })?;
                continue;
            }
            tx.update(&post, &Self { to_day: day_before(day, 1), ..post.clone() })?;
            let next = Self { id: tx.uuid(), rev: 1, unit: into.to_owned(), from_day: day.to_owned(), ..post };
            tx.insert(&next)?;
        }
        Ok(())
    }
}
