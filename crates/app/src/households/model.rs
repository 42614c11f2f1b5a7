//! The household itself: where it is filed, what holds it back, how it lives, whether it agreed.
use super::find;
use super::lists::{self, Lists};
use super::members::{Member, MemberContent};
use crate::orgs;
use crate::realm::{OPEN_END, Realm, today, valid_day};
use crate::sealing::{FileKey, Seal};
use crate::web::Fault;
use ledger::{Read, Sealed, Tx, record};

record! {
    /// A household's file. No column is public.
    pub struct Household in "households" {
        code: String,
        /// The village's or team's code.
        unit: String,
        /// The unit within which names are found: the one below the root that the household's lies in.
        scope: String,
        /// Local days of the file, inclusive.
        from_day: String,
        to_day: String,
        watch: String,
        main_cause: String,
        /// At most two, apart by `;`.
        other_causes: String,
        housing: String,
        /// Thousandths of a mu.
        land: Option<i64>,
        water: String,
        /// The local day on which it was said to have left the list, or nothing.
        exited: String,
        consent_day: String,
        consent_how: String,
        /// A pseudonym.
        made_by: String,
        made_at: String,
        address: Option<Sealed> as personal,
        phone: Option<Sealed> as personal,
        bank: Option<Sealed> as personal,
        note: Option<Sealed> as personal,
    }
}

/// What a new file needs.
#[derive(Debug, Clone, Default)]
pub struct NewHousehold {
    /// Empty: the unit's code and the next number.
    pub code: String,
    pub unit: String,
    pub head: MemberContent,
    /// The file's first local day; empty for today.
    pub from: String,
}

/// What may be changed of it.
#[derive(Debug, Clone, Default)]
pub struct Situation {
    pub watch: String,
    pub main_cause: String,
    pub others: Vec<String>,
    pub housing: String,
    pub land: Option<i64>,
    pub water: String,
    pub exited: String,
    pub consent_day: String,
    pub consent_how: String,
    pub address: String,
    pub phone: String,
    pub bank: String,
    pub note: String,
}

/// The most letters of one line, and of a longer text.
pub const LINE_MOST: usize = 120;
pub const TEXT_MOST: usize = 2000;
/// A village has fewer households than this.
const NUMBERS_MOST: i64 = 100_000;
/// Thousandths of a mu.
const LAND_MOST: i64 = 100_000_000;

/// # Errors
/// `Invalid` when the text is longer than it may be.
pub fn at_most(field: &'static str, text: &str, most: usize) -> Result<(), Fault> {
    if text.chars().count() > most { Err(Fault::says(field, "need.shorter", &[("most", &most)])) } else { Ok(()) }
}

/// A local day, or nothing.
/// # Errors
/// `Invalid` for anything else.
pub fn day_or_none(field: &'static str, text: &str) -> Result<String, Fault> {
    if text.is_empty() || valid_day(text) { Ok(text.to_owned()) } else { Err(Fault::invalid(field, "need.day")) }
}

/// Years ahead beyond which a day is a slip of the pen.
const YEARS_AHEAD: i64 = 10;

/// # Errors
/// `Invalid` when something is due on a day that nobody plans for.
pub fn due_within(tx: &mut Tx, field: &'static str, due: &str) -> Result<(), Fault> {
    let this: i64 = today_of(tx)?.get(..4).and_then(|year| year.parse().ok()).unwrap_or(0);
    let last = format!("{:04}-12-31", this + YEARS_AHEAD);
    if due > last.as_str() { Err(Fault::says(field, "need.due_far", &[("day", &last)])) } else { Ok(()) }
}

pub fn today_of(tx: &mut Tx) -> Result<String, Fault> {
    let realm = Realm::find(tx)?.ok_or(Fault::NotSetUp)?;
    Ok(today(&realm, tx.now_ms()))
}

/// The unit within which names of a household of this one are found.
/// # Errors
/// `Invalid` when there is no such unit on the day.
pub fn scope_of(r: &mut Read, unit: &str, day: &str) -> Result<String, Fault> {
    let line = orgs::find::line(r, unit, day)?;
    let below_root = line.len().saturating_sub(2);
    line.get(below_root).cloned().ok_or_else(|| Fault::says("unit", "need.unit", &[("code", &unit)]))
}

impl Household {
    /// Opens a file with its head; the very same once more changes nothing.
    /// # Errors
    /// `Invalid` when a field is wrong or the code is another household's.
    pub fn open(tx: &mut Tx, new: &NewHousehold) -> Result<Household, Fault> {
        let (today, unit) = (today_of(tx)?, new.unit.trim());
        let from = if new.from.is_empty() { today.clone() } else { day_or_none("from", &new.from)? };
        if from > today {
            return Err(Fault::invalid("from", "need.not_ahead"));
        }
        let scope = scope_of(tx, unit, &today)?;
        let code = if new.code.trim().is_empty() { next_code(tx, unit)? } else { new.code.trim().to_owned() };
        if code.len() > 40 || !code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            return Err(Fault::says("code", "need.household_code", &[("code", &code)]));
        }
        if find::by_code(tx, &code)?.is_some() {
            return Err(Fault::says("code", "need.household_taken", &[("code", &code)]));
        }
        let (id, made_by, made_at) = (tx.uuid(), tx.warrant().who().to_owned(), tx.now());
        let none = String::new;
        let household = Household {
            id: id.clone(),
            rev: 1,
            code,
            unit: unit.to_owned(),
            scope,
            from_day: from,
            to_day: OPEN_END.to_owned(),
            watch: none(),
            main_cause: none(),
            other_causes: none(),
            housing: none(),
            land: None,
            water: none(),
            exited: none(),
            consent_day: none(),
            consent_how: none(),
            made_by,
            made_at,
            address: None,
            phone: None,
            bank: None,
            note: None,
        };
        tx.insert(&household)?;
        let seal = FileKey::make(tx, &id)?;
        let head = MemberContent { relation: "head".into(), ..new.head.clone() };
        Member::add(tx, &household, &seal, &head)?;
        Ok(household)
    }

    /// # Errors
    /// `Invalid` when a field is wrong; `Stale` when it was changed meanwhile.
    pub fn change(self, tx: &mut Tx, seal: &Seal, new: &Situation) -> Result<Household, Fault> {
        new.check(Lists::of(tx)?)?;
        let id = self.id.clone();
        let texts = [
            ("address", &new.address, &self.address),
            ("phone", &new.phone, &self.phone),
            ("bank", &new.bank, &self.bank),
            ("note", &new.note, &self.note),
        ];
        let [address, phone, bank, note] = texts.map(|(column, text, was)| seal.renew::<Household>(tx, &id, column, (was, text)));
        let after = Household {
            watch: new.watch.clone(),
            main_cause: new.main_cause.clone(),
            other_causes: new.others.join(";"),
            housing: new.housing.clone(),
            land: new.land,
            water: new.water.clone(),
            exited: new.exited.clone(),
            consent_day: new.consent_day.clone(),
            consent_how: new.consent_how.clone(),
            address: address?,
            phone: phone?,
            bank: bank?,
            note: note?,
            ..self.clone()
        };
        if after == self { Ok(self) } else { Ok(tx.update(&self, &after)?) }
    }

    pub fn causes(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.main_cause.as_str()).chain(self.other_causes.split(';')).filter(|cause| !cause.is_empty())
    }
    pub fn path(&self) -> String {
        format!("/households/{}", self.code)
    }
}

impl Situation {
    fn check(&self, lists: &Lists) -> Result<(), Fault> {
        lists::code("watch", "watch", &lists.watches, &self.watch)?;
        for cause in self.others.iter().chain([&self.main_cause]) {
            lists::code("main_cause", "cause", &lists.causes, cause)?;
        }
        let twice = self.others.iter().enumerate().any(|(n, cause)| *cause == self.main_cause || self.others[..n].contains(cause));
        if self.others.len() > 2 || twice || self.main_cause.is_empty() && !self.others.is_empty() {
            return Err(Fault::invalid("others", "need.causes"));
        }
        lists::code("housing", "housing", &lists::HOUSING, &self.housing)?;
        lists::code("water", "water", &lists::WATER, &self.water)?;
        lists::code("consent_how", "consent", &lists::CONSENTS, &self.consent_how)?;
        day_or_none("exited", &self.exited)?;
        day_or_none("consent_day", &self.consent_day)?;
        if self.land.is_some_and(|land| !(0..=LAND_MOST).contains(&land)) {
            return Err(Fault::invalid("land", "need.land"));
        }
        [("address", &self.address), ("phone", &self.phone), ("bank", &self.bank)]
            .into_iter()
            .try_for_each(|(f, t)| at_most(f, t, LINE_MOST))?;
        at_most("note", &self.note, TEXT_MOST)
    }
}

/// The unit's code and the first number that no household has.
fn next_code(tx: &mut Tx, unit: &str) -> Result<String, Fault> {
    let have = tx.int("SELECT COUNT(*) FROM households WHERE unit = $1", &[unit.into()])?;
    for n in have + 1..have + NUMBERS_MOST {
        let code = format!("{unit}-{n:03}");
        if find::by_code(tx, &code)?.is_none() {
            return Ok(code);
        }
    }
    Err(Fault::invalid("code", "need.household_code"))
}
