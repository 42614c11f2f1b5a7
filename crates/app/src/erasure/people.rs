//! The personal values of a person: name, telephone, skills, nicknames; and the words of records that name them.
use super::Erasure;
use crate::accounts;
use crate::people::{Person, Post, Role, find};
use crate::realm::{Realm, today};
use crate::web::Fault;
use ledger::Tx;

impl Person {
    /// Whether the personal values were taken out: a person who has them has a name.
    pub fn is_erased(&self) -> bool {
        self.name.is_none()
    }

    /// Takes the personal values out. Access, roles and posts end; what the person
    /// did goes on counting under a pseudonym.
    /// # Errors
    /// `Invalid` without a reason, or when nobody would be left to administer the realm; `Closed` when it was done before; `Stale`.
    pub fn erase_details(self, tx: &mut Tx, reason: &str) -> Result<(), Fault> {
        if self.is_erased() {
            return Err(Fault::Closed("erasure.closed"));
        }
        let others = "SELECT COUNT(*) FROM roles WHERE role = 'administrator' AND person <> $1";
        let roles = find::roles(tx, &self.id)?;
        if roles.iter().any(|role| role.role == "administrator") && tx.int(others, &[(&self.id).into()])? == 0 {
            return Err(Fault::invalid("sure", "erasure.need_administrator"));
        }
        Erasure::note::<Person>(tx, &self.id, reason)?;
        accounts::end_access(tx, &self.id)?;
        self.end_posts(tx, &roles)?;
        tx.erase(&self)?;
        Ok(())
    }

    /// Today is the last day of whatever they hold.
    fn end_posts(&self, tx: &mut Tx, roles: &[Role]) -> Result<(), Fault> {
        for role in roles {
            tx.delete(role)?;
        }
        let realm = Realm::find(tx)?.ok_or(Fault::NotSetUp)?;
        let today = today(&realm, tx.now_ms());
        for post in find::posts(tx, &self.id)? {
            if post.from_day > today {
                tx.delete(&post)?;
            } else if post.to_day > today {
                tx.update(&post, &Post { to_day: today.clone(), ..post.clone() })?;
            }
        }
        Ok(())
    }
}
