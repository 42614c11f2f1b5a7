//! A person, their posts and roles.
use super::{NewPost, find};
use crate::orgs;
use crate::realm::{OPEN_END, Realm, today, valid_day};
use crate::web::Fault;
use crate::web::words::Words;
use ledger::{Tx, record};

record! {
    /// A person. The pseudonym is the only name the log knows.
    pub struct Person in "people" {
        code: String,
        pseudonym: String as open,
        name: Option<String> as personal,
        phone: Option<String> as personal,
        skills: String as personal,
        rank: i64,
        /// What they are called in chats, apart by `;`.
        nicknames: Option<String> as personal,
    }
}

record! {
    /// Which unit a person belongs to, from–to.
    pub struct Post in "posts" { person: String, unit: String as open, title: String, from_day: String as open, to_day: String as open }
}

record! {
    /// What a person may do, in a unit and below it.
    pub struct Role in "roles" { person: String, role: String as open, unit: String as open, since: String as open }
}

record! {
    /// Somebody opened a personal file on a local day, so many times. `object` is a person's pseudonym, a household's, a need's or a
    /// roster's subject's id; a row of before
    /// there were days has none and is one opening.
    pub struct Reading in "readings" { reader: String as open, object: String as open, made_at: String as open, day: String as open, times: i64 as open }
}

/// What a role lets one do is in `powers.rs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleKind {
    Clerk,
    /// Looks at a unit and all below it, and acts on nothing.
    Leader,
    Office,
    Inspector,
    Administrator,
}

impl RoleKind {
    pub const ALL: [RoleKind; 5] = [RoleKind::Clerk, RoleKind::Leader, RoleKind::Office, RoleKind::Inspector, RoleKind::Administrator];
    /// Those who keep the people and groups of their units.
    pub const DESK: [RoleKind; 3] = [RoleKind::Clerk, RoleKind::Office, RoleKind::Administrator];
    pub fn word(self) -> &'static str {
        match self {
            RoleKind::Clerk => "clerk",
            RoleKind::Leader => "leader",
            RoleKind::Office => "office",
            RoleKind::Inspector => "inspector",
            RoleKind::Administrator => "administrator",
        }
    }
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.word() == word)
    }
}

/// What a new person needs. A first post is part of it.
#[derive(Debug, Clone, Default)]
pub struct NewPerson {
    pub code: String,
    pub name: String,
    pub unit: String,
    pub title: String,
    pub phone: String,
    pub skills: String,
    pub rank: i64,
    /// First day of the post; empty when it was always so.
    pub from: String,
    /// A role beside that of a member, in the same unit.
    pub role: String,
    /// Apart by `;`.
    pub nicknames: String,
}

/// The most nicknames of one person, and the most characters of one.
const NICKNAMES_MOST: usize = 12;
const NICKNAME_MOST: usize = 30;

/// Nicknames as they are kept: one each, apart by `;`; none when there are none.
fn nicknames(text: &str) -> Result<Option<String>, Fault> {
    let mut kept: Vec<&str> = Vec::new();
    for name in text.split([';', '；', '、', ',', '，', '\n']).map(str::trim).filter(|name| !name.is_empty()) {
        if !kept.contains(&name) {
            kept.push(name);
        }
    }
    if kept.len() > NICKNAMES_MOST || kept.iter().any(|name| name.chars().count() > NICKNAME_MOST) {
        return Err(Fault::says("nicknames", "need.nicknames", &[("most", &NICKNAMES_MOST), ("letters", &NICKNAME_MOST)]));
    }
    Ok(Some(kept.join(";")).filter(|all| !all.is_empty()))
}

impl Person {
    /// Adds a person with a post; the very same again changes nothing.
    /// # Errors
    /// `Invalid` when a field is wrong or the code belongs to somebody else.
    pub fn add(tx: &mut Tx, new: &NewPerson) -> Result<Person, Fault> {
        let code = new.code.trim();
        if code.is_empty() {
            return Err(Fault::invalid("code", "need.code_missing"));
        }
        if code.len() > 40 || !code.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)) {
            return Err(Fault::says("code", "need.person_code", &[("code", &new.code)]));
        }
        let name = new.name.trim();
        if name.is_empty() || name.chars().count() > 60 {
            return Err(Fault::says("name", "need.person_name", &[("code", &new.code)]));
        }
        if !new.from.is_empty() && !valid_day(&new.from) {
            return Err(Fault::invalid("from", "need.days"));
        }
        if orgs::find::version(tx, &new.unit, &new.from)?.is_none_or(|unit| unit.merged) {
            return Err(Fault::says("unit", "need.unit", &[("code", &new.unit)]));
        }
        if !new.role.is_empty() && RoleKind::parse(&new.role).is_none() {
            return Err(Fault::says("role", "need.role", &[("role", &new.role)]));
        }
        let nicknames = nicknames(&new.nicknames)?;
        if let Some(there) = find::by_code(tx, code)? {
            let there = if nicknames.is_some() && there.name() == name { there.call(tx, &new.nicknames)? } else { there };
            return there.again(tx, new, name);
        }
        let person = Self::insert(tx, new, code, name)?;
        if let Some(role) = RoleKind::parse(&new.role) {
            person.give_role(tx, role, &new.unit)?;
        }
        Ok(person)
    }

    /// The same person once more: in another unit as of a day they change their post, and the very same changes nothing.
    fn again(self, tx: &mut Tx, new: &NewPerson, name: &str) -> Result<Person, Fault> {
        if self.name.as_deref() != Some(name) {
            return Err(Fault::says("code", "need.person_taken", &[("code", &new.code)]));
        }
        let posts = find::posts(tx, &self.id)?;
        let known = posts.iter().any(|p| p.unit == new.unit && (new.from.is_empty() || p.from_day <= new.from && p.to_day >= new.from));
        if !known && new.from.is_empty() {
            return Err(Fault::says("from", "need.person_elsewhere", &[("code", &new.code)]));
        }
        if !known {
            let post = NewPost { unit: new.unit.clone(), title: new.title.clone(), from: new.from.clone() };
            self.take_post(tx, &post)?;
        }
        if !new.role.is_empty() {
            self.take_on(tx, &new.role, &new.unit, &new.from)?;
        }
        Ok(self)
    }

    fn insert(tx: &mut Tx, new: &NewPerson, code: &str, name: &str) -> Result<Person, Fault> {
        let pseudonym = format!("p{}", hex::encode(tx.random::<8>()));
        let phone = Some(new.phone.trim().to_owned()).filter(|p| !p.is_empty());
        let skills = new.skills.trim().to_owned();
        let person = Person {
            id: tx.uuid(),
            rev: 1,
            code: code.to_owned(),
            pseudonym,
            name: Some(name.to_owned()),
            phone,
            skills,
            rank: new.rank,
            nicknames: nicknames(&new.nicknames)?,
        };
        tx.insert(&person)?;
        let post = Post {
            id: tx.uuid(),
            rev: 1,
            person: person.id.clone(),
            unit: new.unit.clone(),
            title: new.title.trim().to_owned(),
            from_day: new.from.clone(),
            to_day: OPEN_END.to_owned(),
        };
        tx.insert(&post)?;
        Ok(person)
    }

    /// # Errors
    /// When the data cannot be written.
    pub fn give_role(&self, tx: &mut Tx, role: RoleKind, unit: &str) -> Result<(), Fault> {
        let role =
            Role { id: tx.uuid(), rev: 1, person: self.id.clone(), role: role.word().into(), unit: unit.to_owned(), since: tx.now() };
        tx.insert(&role)?;
        Ok(())
    }

    /// Gives the person these nicknames in the place of those there are.
    /// # Errors
    /// `Invalid` when there are too many, or one is too long.
    pub fn call(self, tx: &mut Tx, names: &str) -> Result<Person, Fault> {
        let nicknames = nicknames(names)?;
        if nicknames == self.nicknames {
            return Ok(self);
        }
        Ok(tx.update(&self, &Person { nicknames, ..self.clone() })?)
    }

    pub fn nicknames(&self) -> impl Iterator<Item = &str> {
        self.nicknames.as_deref().unwrap_or("").split(';').filter(|name| !name.is_empty())
    }

    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or("")
    }
    /// The name as pages show it: in its place a word where it was erased.
    pub fn called(&self, w: &Words) -> String {
        self.name.clone().unwrap_or_else(|| w.t("erasure.erased").to_owned())
    }
}

impl Reading {
    /// Writes down that the actor of this writing opened a file: one row a reader, file and local day, with how often.
    /// # Errors
    /// When the data cannot be written.
    pub fn note(tx: &mut Tx, object: &str) -> Result<(), Fault> {
        let (reader, realm) = (tx.warrant().who().to_owned(), Realm::find(tx)?.ok_or(Fault::NotSetUp)?);
        let day = today(&realm, tx.now_ms());
        if let Some(there) = find::reading_on(tx, &reader, object, &day)? {
            tx.update(&there, &Reading { times: there.times + 1, ..there.clone() })?;
        } else {
            let reading = Reading { id: tx.uuid(), rev: 1, reader, object: object.to_owned(), made_at: tx.now(), day, times: 1 };
            tx.insert(&reading)?;
        }
        Ok(())
    }
}

/// A name as outsiders see it: 李某某; for other scripts the first letter.
pub fn masked(name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) if ('\u{3400}'..='\u{9fff}').contains(&first) => {
            let rest = letters.count().clamp(1, 2);
            format!("{first}{}", "某".repeat(rest))
        }
        Some(first) => format!("{first}."),
        None => String::new(),
    }
}
