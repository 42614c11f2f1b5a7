//! The first run: a realm, its topmost unit and its administrator in one transaction.
use super::Account;
use crate::orgs::{NewUnit, Unit};
use crate::people::{NewPerson, Person, RoleKind};
use crate::realm::Realm;
use crate::web::Fault;
use ledger::Tx;

/// What the first run asks for.
#[derive(Debug, Clone)]
pub struct SetUp {
    pub realm: Realm,
    pub unit_code: String,
    pub name: String,
    pub code: String,
}

impl SetUp {
    /// Makes the realm. The administrator holds a post in the topmost unit and comes in with this password hash.
    /// # Errors
    /// `Invalid`, naming the field of the form; `Stale` when there is a realm.
    pub fn make(&self, tx: &mut Tx, password: String) -> Result<Account, Fault> {
        self.realm.check_contact()?;
        Realm::make(tx, &self.realm)?;
        let unit = NewUnit { code: self.unit_code.clone(), name: self.realm.name.clone(), ..NewUnit::default() };
        let unit = Unit::add(tx, &unit).map_err(of_the_unit)?;
        let person = NewPerson {
            code: self.code.clone(),
            name: self.name.clone(),
            unit: unit.code,
            role: RoleKind::Administrator.word().into(),
            ..NewPerson::default()
        };
        let person = Person::add(tx, &person)?;
        Account::open(tx, &person, Some(password))
    }
}

/// The form has two codes and two names: the unit's are called otherwise.
fn of_the_unit(fault: Fault) -> Fault {
    match fault {
        Fault::Invalid { field: "name", key, gaps } => Fault::Invalid { field: "realm", key, gaps },
        Fault::Invalid { key, gaps, .. } => Fault::Invalid { field: "unit_code", key, gaps },
        other => other,
    }
}
