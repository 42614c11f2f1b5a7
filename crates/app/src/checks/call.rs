//! The other side is called by a unit drawn by lot: neither the helper nor the caller chooses (decision 0037).
use crate::deeds::{Correction, Deed, state};
use crate::orgs;
use crate::people;
use crate::realm::{Realm, today};
use crate::web::Fault;
use ledger::{Read, Tx, record};
use sha2::{Digest, Sha256};

record! {
    /// Under the deed's own id.
    pub struct Call in "calls" {
        position: i64 as open,
        unit: String as open,
        /// The units it was drawn for before, in order, between spaces.
        passed: String as open,
        /// Why it was drawn again.
        reason: Option<String> as personal,
        drawn_at: String,
    }
}

/// The most characters of a reason.
const REASON_MOST: usize = 200;

impl Call {
    /// Draws for a record that came in or was changed, unless the unit that was drawn may still call. Nothing where no unit is apart from the
    /// helpers': any clerk who is may then ask.
    /// # Errors
    /// When the data cannot be read.
    pub fn draw(tx: &mut Tx, deed: &Deed, day: &str) -> Result<(), Fault> {
        let near = near(tx, deed)?;
        match tx.find::<Self>(&deed.id)? {
            Some(call) if near.contains(&call.unit) => call.pass(tx, &near, None, day).map(|_| ()),
            Some(_) => Ok(()),
            None => {
                let Some(unit) = lot(tx, &deed.id, &near, &[], day)? else { return Ok(()) };
                let (position, drawn_at) = (tx.position(), tx.now());
                tx.insert(&Self { id: deed.id.clone(), rev: 1, position, unit, passed: String::new(), reason: None, drawn_at })?;
                Ok(())
            }
        }
    }

    /// Draws again, for whoever was drawn cannot ask; not the same, and none that was drawn before as long as there is another.
    /// # Errors
    /// `Invalid` without a reason, or when no other unit could call; `Closed` when the record waits no longer; `Missing` when nobody was drawn for it.
    pub fn again(tx: &mut Tx, deed: &Deed, reason: &str) -> Result<(), Fault> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Fault::invalid("reason", "need.call_reason"));
        }
        if reason.chars().count() > REASON_MOST {
            return Err(Fault::says("reason", "need.shorter", &[("most", &REASON_MOST)]));
        }
        if deed.state != state::RECEIVED && Correction::waiting(tx, &deed.id)?.is_none() {
            return Err(Fault::Closed("closed.record"));
        }
        let call: Self = tx.get(&deed.id)?;
        let (near, realm) = (near(tx, deed)?, Realm::find(tx)?.ok_or(Fault::NotSetUp)?);
        let day = today(&realm, tx.now_ms());
        if call.pass(tx, &near, Some(reason.to_owned()), &day)? { Ok(()) } else { Err(Fault::invalid("reason", "need.other_caller")) }
    }

    /// Draws another unit; false where there is none.
    fn pass(self, tx: &mut Tx, near: &[String], reason: Option<String>, day: &str) -> Result<bool, Fault> {
        let all: Vec<&str> = self.passed.split_whitespace().chain([self.unit.as_str()]).collect();
        for passed in [&all[..], &all[all.len() - 1..]] {
            if let Some(unit) = lot(tx, &self.id, near, passed, day)? {
                let (passed, drawn_at) = (passed.join(" "), tx.now());
                tx.update(&self, &Self { unit, passed, reason, drawn_at, ..self.clone() })?;
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Those who can ask: the clerks of the unit who hold a post, by code.
    /// # Errors
    /// When the data cannot be read.
    pub fn clerks(&self, r: &mut Read, day: &str) -> ledger::Result<Vec<people::Person>> {
        r.all(
            "WHERE name IS NOT NULL AND id IN (SELECT person FROM roles WHERE role = 'clerk' AND unit = $1)
                AND id IN (SELECT person FROM posts WHERE from_day <= $2 AND to_day >= $2) ORDER BY code",
            &[self.unit.as_str().into(), day.into()],
        )
    }
}

/// The units whose clerks are of the helpers' side: the record's own, those of everyone who had a hand in it, and all above these.
fn near(r: &mut Read, deed: &Deed) -> Result<Vec<String>, Fault> {
    let mut own: Vec<String> = deed.people().map(|(_, unit)| unit.to_owned()).collect();
    own.push(deed.unit.clone());
    for person in [&deed.recorder, &deed.entered_by] {
        own.extend(people::find::unit_on(r, person, &deed.day)?);
    }
    own.sort();
    own.dedup();
    let mut near = Vec::new();
    for unit in own {
        near.extend(orgs::find::line(r, &unit, &deed.day)?);
    }
    Ok(near)
}

/// One of the units right below the top whose clerks could call, or where there is none, of any others; not one of `near` or `passed`.
/// Which one follows from the log's salt, which nobody outside knows, and the record's id: drawn anew it is the same.
fn lot(r: &mut Read, deed: &str, near: &[String], passed: &[&str], day: &str) -> Result<Option<String>, Fault> {
    const WITH_CLERKS: &str = "SELECT DISTINCT u.code, CASE WHEN u.parent IN (SELECT code FROM units WHERE parent = '') THEN 0 ELSE 1 END
        FROM units u JOIN roles r ON r.unit = u.code AND r.role = 'clerk' JOIN posts p ON p.person = r.person
        WHERE u.merged = 0 AND u.from_day <= $1 AND u.to_day >= $1 AND p.from_day <= $1 AND p.to_day >= $1 ORDER BY 2, 1";
    let mut apart: Vec<(String, i64)> = Vec::new();
    for row in r.rows(WITH_CLERKS, &[day.into()])? {
        let (unit, deep) = (row.text(0)?, row.int(1)?);
        if !near.contains(&unit) && apart.first().is_none_or(|(_, first)| *first == deep) {
            apart.push((unit, deep));
        }
    }
    apart.retain(|(unit, _)| !passed.contains(&unit.as_str()));
    if apart.is_empty() {
        return Ok(None);
    }
    let salt = r.salt()?;
    let drawn = Sha256::new().chain_update(b"chunman/call/1\0").chain_update(salt).chain_update(format!("{deed}\0{}", passed.join(" ")));
    let number = drawn.finalize().iter().take(7).fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte));
    Ok(Some(apart.swap_remove(number % apart.len()).0))
}
