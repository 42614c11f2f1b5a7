//! A group, its members, and what can be done with them.
use super::find;
use crate::orgs::{self, find::within};
use crate::people::{self, Person};
use crate::realm::{OPEN_END, Realm, day_before, today, valid_day};
use crate::web::Fault;
use ledger::{Read, Tx, record};

record! {
    /// A named, dated set of units or people.
    pub struct Group in "groups" {
        name: String as open,
        /// `units` or `people`.
        kind: String as open,
        from_day: String as open,
        to_day: String as open,
        /// The unit it belongs to: every member lies in it or below it.
        unit: String as open,
    }
}

record! {
    pub struct GroupMember in "group_members" {
        group_id: String as open,
        /// A unit's code or a person's pseudonym, as the group's kind says.
        member: String as open,
        from_day: String as open,
        to_day: String as open,
    }
}

/// What a new group needs. Its code is made up when it is left empty; days are inclusive, empty for open ends.
#[derive(Debug, Clone, Default)]
pub struct NewGroup {
    pub code: String,
    pub name: String,
    pub kind: String,
    pub unit: String,
    pub from: String,
    pub to: String,
}

/// A member as a file or a form names it: a unit's or a person's code.
#[derive(Debug, Clone, Default)]
pub struct NewMember {
    pub code: String,
    pub from: String,
    pub to: String,
}

/// The two kinds of group.
pub const KINDS: [&str; 2] = ["units", "people"];
const NAME_MOST: usize = 60;

/// Inclusive days, an empty end being open.
fn days(from: &str, to: &str) -> Result<(String, String), Fault> {
    let end = if to.is_empty() { OPEN_END } else { to };
    if !from.is_empty() && !valid_day(from) || !valid_day(end) || from > end {
        return Err(Fault::invalid("from", "need.days"));
    }
    Ok((from.to_owned(), end.to_owned()))
}

fn name_of(name: &str) -> Result<String, Fault> {
    let name = name.trim();
    let good = !name.is_empty() && name.chars().count() <= NAME_MOST;
    if good { Ok(name.to_owned()) } else { Err(Fault::says("name", "need.group_name", &[("most", &NAME_MOST)])) }
}

impl Group {
    /// Makes a group; the very same again changes nothing.
    /// # Errors
    /// `Invalid` when a field is wrong or the code is another group's.
    pub fn make(tx: &mut Tx, new: &NewGroup) -> Result<Self, Fault> {
        let (name, (from_day, to_day)) = (name_of(&new.name)?, days(&new.from, &new.to)?);
        let code = new.code.trim();
        if code.len() > 40 || !code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            return Err(Fault::says("group", "need.group_code", &[("code", &code)]));
        }
        if !KINDS.contains(&new.kind.as_str()) {
            return Err(Fault::says("kind", "need.group_kind", &[("kind", &new.kind)]));
        }
        if orgs::find::named(tx, &new.unit, &from_day)?.is_none() {
            return Err(Fault::says("unit", "need.unit", &[("code", &new.unit)]));
        }
        if let Some(there) = tx.find::<Self>(code)? {
            let same = there.name == name && there.kind == new.kind && there.unit == new.unit;
            return if same { Ok(there) } else { Err(Fault::says("group", "need.group_taken", &[("code", &code)])) };
        }
        let id = if code.is_empty() { format!("g-{}", hex::encode(tx.random::<5>())) } else { code.to_owned() };
        let group = Self { id, rev: 1, name, kind: new.kind.clone(), from_day, to_day, unit: new.unit.clone() };
        tx.insert(&group)?;
        Ok(group)
    }

    /// # Errors
    /// `Invalid` when the name is empty or too long, `Stale` when `rev` is not the newest.
    pub fn rename(self, tx: &mut Tx, rev: i64, name: &str) -> Result<Self, Fault> {
        let after = Self { name: name_of(name)?, ..self.clone() };
        self.replace(tx, rev, &after)
    }

    /// Sets the group's last day; empty opens it again. Nobody is a member after it.
    /// # Errors
    /// `Invalid` when the day is none or lies before the first, `Stale` when `rev` is not the newest.
    pub fn end(self, tx: &mut Tx, rev: i64, to: &str) -> Result<Self, Fault> {
        let (_, to_day) = days(&self.from_day, to).map_err(|_| Fault::invalid("to", "need.days"))?;
        let after = Self { to_day, ..self.clone() };
        self.replace(tx, rev, &after)
    }

    fn replace(self, tx: &mut Tx, rev: i64, after: &Self) -> Result<Self, Fault> {
        if rev != self.rev {
            return Err(Fault::Stale);
        }
        if self == *after { Ok(self) } else { Ok(tx.update(&self, after)?) }
    }

    /// Adds a member; the very same again changes nothing.
    /// # Errors
    /// `Invalid` when nobody has the code, the member lies outside the group's unit, or is a member on one of the days already.
    pub fn add(&self, tx: &mut Tx, new: &NewMember) -> Result<(), Fault> {
        let (from_day, to_day) = days(&new.from, &new.to)?;
        let member = self.member(tx, new)?;
        let others = find::periods(tx, &self.id, &member)?;
        if others.iter().any(|m| m.from_day == from_day && m.to_day == to_day) {
            return Ok(());
        }
        if others.iter().any(|m| m.from_day <= to_day && from_day <= m.to_day) {
            return Err(Fault::says("member", "need.member_twice", &[("code", &new.code)]));
        }
        let row = GroupMember { id: tx.uuid(), rev: 1, group_id: self.id.clone(), member, from_day, to_day };
        tx.insert(&row)?;
        Ok(())
    }

    /// The member as its row names it.
    fn member(&self, tx: &mut Tx, new: &NewMember) -> Result<String, Fault> {
        let now = Realm::find(tx)?.map(|realm| today(&realm, tx.now_ms())).unwrap_or_default();
        if self.kind == "units" {
            let unit = orgs::find::named(tx, &new.code, &new.from)?.filter(|u| new.to.is_empty() || u.from_day <= new.to);
            let unit = unit.ok_or_else(|| Fault::says("member", "need.unit", &[("code", &new.code)]))?;
            let day = new.from.clone().max(unit.from_day.clone()).max(self.from_day.clone());
            let day = if day.is_empty() { now } else { day };
            return if within(tx, &unit.code, &self.unit, &day)? { Ok(unit.code) } else { Err(self.outside(&new.code)) };
        }
        let person = people::find::by_code(tx, &new.code)?.ok_or_else(|| Fault::says("member", "need.person", &[("code", &new.code)]))?;
        if self.takes(tx, &person, new, &now)? { Ok(person.pseudonym) } else { Err(self.outside(&new.code)) }
    }

    /// Whether the person holds a post in the group's unit or below it on one of the days.
    fn takes(&self, tx: &mut Tx, person: &Person, new: &NewMember, now: &str) -> Result<bool, Fault> {
        for post in people::find::posts(tx, &person.id)? {
            let meets = post.to_day >= new.from && (new.to.is_empty() || post.from_day <= new.to);
            let day = post.from_day.max(new.from.clone());
            let day = if day.is_empty() { now } else { &day };
            if meets && within(tx, &post.unit, &self.unit, day)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn outside(&self, code: &str) -> Fault {
        Fault::says("member", "need.member_of", &[("code", &code), ("unit", &self.unit)])
    }

    /// A line of a file: the group, made when it is not there, and one member of it; a line without a member makes the group alone.
    /// # Errors
    /// As [`Group::make`] and [`Group::add`].
    pub fn bring(tx: &mut Tx, group: &NewGroup, member: &NewMember) -> Result<(), Fault> {
        if group.code.trim().is_empty() {
            return Err(Fault::says("group", "need.group_code", &[("code", &"")]));
        }
        let unit = match orgs::find::root(tx)? {
            Some(root) if group.unit.is_empty() => root.code,
            _ => group.unit.clone(),
        };
        let group = Self::make(tx, &NewGroup { unit, ..group.clone() })?;
        if member.code.is_empty() { Ok(()) } else { group.add(tx, member) }
    }

    /// Whether somebody is or was in it, by the name the log knows.
    /// # Errors
    /// When the data cannot be read.
    pub fn holds(&self, r: &mut Read, pseudonym: &str) -> Result<bool, Fault> {
        Ok(!find::periods(r, &self.id, pseudonym)?.is_empty())
    }
}

impl GroupMember {
    /// Ends a membership with its last day. A last day before the first means that there was none.
    /// # Errors
    /// `Invalid` when it is no day, or the membership ends before it; `Missing` when it is another group's.
    pub fn leave(tx: &mut Tx, group: &Group, id: &str, last: &str) -> Result<(), Fault> {
        let row = tx.find::<Self>(id)?.filter(|m| m.group_id == group.id).ok_or(Fault::Missing)?;
        if !valid_day(last) {
            return Err(Fault::invalid("last", "need.day"));
        }
        if last < row.from_day.as_str() {
            return Ok(tx.delete(&row)?);
        }
        if last > row.to_day.as_str() {
            return Err(Fault::says("last", "need.member_left", &[("day", &row.to_day)]));
        }
        tx.update(&row, &Self { to_day: last.to_owned(), ..row.clone() })?;
        Ok(())
    }

    /// The day after which nobody would notice: what a form proposes as the last day.
    pub fn last_proposed(&self, today: &str) -> String {
        let yesterday = day_before(today, 1);
        if self.to_day < yesterday { self.to_day.clone() } else { yesterday }
    }
}
