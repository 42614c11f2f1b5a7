//! Who can come in, and with what.
use crate::people::Person;
use crate::web::Fault;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use ledger::{Read, Tx, record};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

record! {
    /// A person's access; its id is the person's.
    pub struct Account in "accounts" {
        /// Argon2id; none for those who come in by their own phone alone.
        password: Option<String> as personal,
        opened: String,
        /// Raised by "sign out everywhere": older sessions and their copies are void.
        epoch: i64,
    }
}

record! {
    /// A one-time code that opens access; its id is the code's hash.
    pub struct Invitation in "invitations" { person: String, until: String, made_by: String as open, used: Option<String> }
}

record! {
    /// A bearer token for the interface; its id is the token's hash.
    pub struct Token in "tokens" { person: String, label: String, made: String, ended: Option<String> }
}

/// How long an invitation can be used, in days.
const INVITATION_DAYS: i64 = 14;
const DAY_MS: i64 = 86_400_000;
/// Letters that cannot be mistaken for one another, read out or typed.
const LETTERS: &[u8; 32] = b"23456789abcdefghjkmnpqrstuvwxyz2";
const PASSWORD_LEAST: usize = 8;

/// What is stored of a secret: its SHA-256. The secrets are random, so a plain hash tells nothing.
pub fn hash_code(code: &str) -> String {
    let plain: String = code.chars().filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_lowercase).collect();
    hex::encode(Sha256::digest(plain))
}

impl Invitation {
    /// Makes a one-time code for a person and voids the ones before it. The code is returned, only its hash is kept.
    /// # Errors
    /// When the data cannot be written.
    pub fn make(tx: &mut Tx, person: &Person) -> Result<String, Fault> {
        if person.is_erased() {
            return Err(Fault::Closed("erasure.closed"));
        }
        for old in tx.all::<Invitation>("WHERE person = $1 AND used IS NULL", &[person.id.as_str().into()])? {
            tx.update(&old, &Invitation { used: Some("void".into()), ..old.clone() })?;
        }
        let letters: String = tx.random::<12>().iter().map(|b| LETTERS[usize::from(b % 31)] as char).collect();
        let code = format!("{}-{}-{}", &letters[..4], &letters[4..8], &letters[8..]);
        let until = ledger::stamp(tx.now_ms() + INVITATION_DAYS * DAY_MS);
        let made_by = tx.warrant().who().to_owned();
        tx.insert(&Invitation { id: hash_code(&code), rev: 1, person: person.id.clone(), until, made_by, used: None })?;
        Ok(code)
    }

    /// The invitation of a code that can still be used, with its person.
    /// # Errors
    /// `Missing` when there is none.
    pub fn open(r: &mut Read, code: &str, now: &str) -> Result<(Invitation, Person), Fault> {
        let invitation = r.find::<Invitation>(&hash_code(code))?.filter(|i| i.used.is_none() && i.until.as_str() >= now);
        let invitation = invitation.ok_or(Fault::StaleCode)?;
        let person = r.get::<Person>(&invitation.person)?;
        Ok((invitation, person))
    }

    /// Uses the code up: the person has access from now on, with this password hash if one was set.
    /// # Errors
    /// `Stale` when someone used it in between.
    pub fn claim(self, tx: &mut Tx, password: Option<String>) -> Result<Account, Fault> {
        let now = tx.now();
        tx.update(&self, &Invitation { used: Some(now.clone()), ..self.clone() })?;
        match tx.find::<Account>(&self.person)? {
            Some(account) => {
                Token::end_all(tx, &account.id)?;
                let password = password.or_else(|| account.password.clone());
                Ok(tx.update(&account, &Account { password, epoch: account.epoch + 1, ..account.clone() })?)
            }
            None => {
                let account = Account { id: self.person.clone(), rev: 1, password, opened: now, epoch: 1 };
                tx.insert(&account)?;
                Ok(account)
            }
        }
    }
}

impl Account {
    /// Opens access at set-up, without a code.
    /// # Errors
    /// When the data cannot be written.
    pub fn open(tx: &mut Tx, person: &Person, password: Option<String>) -> Result<Account, Fault> {
        let account = Account { id: person.id.clone(), rev: 1, password, opened: tx.now(), epoch: 1 };
        tx.insert(&account)?;
        Ok(account)
    }
    /// Voids every session and every bearer token of this person.
    /// # Errors
    /// `Stale` when it was changed in between.
    pub fn end_sessions(self, tx: &mut Tx) -> Result<Account, Fault> {
        Token::end_all(tx, &self.id)?;
        Ok(tx.update(&self, &Account { epoch: self.epoch + 1, ..self.clone() })?)
    }
}

/// Whatever a person could come in with ends: password, sessions, tokens, invitations.
/// # Errors
/// When the data cannot be written.
pub fn end_access(tx: &mut Tx, person: &str) -> Result<(), Fault> {
    let now = tx.now();
    for token in tx.all::<Token>("WHERE person = $1 AND ended IS NULL", &[person.into()])? {
        tx.update(&token, &Token { ended: Some(now.clone()), ..token.clone() })?;
    }
    for invitation in tx.all::<Invitation>("WHERE person = $1 AND used IS NULL", &[person.into()])? {
        tx.update(&invitation, &Invitation { used: Some("void".into()), ..invitation.clone() })?;
    }
    if let Some(account) = tx.find::<Account>(person)? {
        let bare = tx.erase(&account)?;
        tx.delete(&bare)?;
    }
    tx.scratch("DELETE FROM sessions WHERE person = $1", &[person.into()])?;
    Ok(())
}

/// A hash that no password is compared with for its answer: where there is no account, the same work is done.
static NOBODYS: LazyLock<String> =
    LazyLock::new(|| argon2::Argon2::default().hash_password(b"nobody").map(|h| h.to_string()).unwrap_or_default());

/// Whether the password is the account's. Takes the same time without an account or a password of its own. Slow on purpose:
/// never call it inside a transaction.
pub fn knows(account: Option<&Account>, password: &str) -> bool {
    holds(account.and_then(|a| a.password.as_deref()), password)
}

/// Whether this is the secret of a hash; without one the answer takes as long.
pub fn holds(hash: Option<&str>, secret: &str) -> bool {
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(&NOBODYS)) else { return false };
    argon2::Argon2::default().verify_password(secret.as_bytes(), &parsed).is_ok() && hash.is_some()
}

/// Hashes a password that was typed twice. Slow on purpose.
/// # Errors
/// `Invalid` when it is too short or the two differ.
pub fn hash_password(password: &str, again: &str) -> Result<String, Fault> {
    if password.chars().count() < PASSWORD_LEAST {
        return Err(Fault::invalid("password", "need.password"));
    }
    if password != again {
        return Err(Fault::invalid("password_again", "need.password_again"));
    }
    let hash = argon2::Argon2::default().hash_password(password.as_bytes());
    hash.map(|h| h.to_string()).map_err(|e| Fault::broken(e.to_string()))
}

impl Token {
    /// Makes a bearer token; it is returned, only its hash is kept.
    /// # Errors
    /// When the data cannot be written.
    pub fn make(tx: &mut Tx, person: &Person, label: &str) -> Result<String, Fault> {
        let token = format!("cm{}", hex::encode(tx.random::<24>()));
        let made = tx.now();
        tx.insert(&Token { id: hash_code(&token), rev: 1, person: person.id.clone(), label: label.to_owned(), made, ended: None })?;
        Ok(token)
    }
    /// Ends every bearer token of a person.
    /// # Errors
    /// `Stale` when one was changed in between.
    pub fn end_all(tx: &mut Tx, person: &str) -> Result<(), Fault> {
        for token in tx.all::<Token>("WHERE person = $1 AND ended IS NULL ORDER BY id", &[person.into()])? {
            tx.update(&token, &Token { ended: Some(tx.now()), ..token.clone() })?;
        }
        Ok(())
    }
    /// The person a bearer token stands for.
    /// # Errors
    /// When the data cannot be read.
    pub fn person(r: &mut Read, token: &str) -> ledger::Result<Option<String>> {
        r.row("SELECT person FROM tokens WHERE id = $1 AND ended IS NULL", &[hash_code(token).into()])?.map(|row| row.text(0)).transpose()
    }
}
