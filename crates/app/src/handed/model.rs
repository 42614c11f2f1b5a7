//! A handing-out: what, to whom, by whom, on which day.
use crate::households::{Household, Member, at_most, find, today_of};
use crate::people::Reading;
use crate::sealing::Seal;
use crate::web::Fault;
use ledger::{Sealed, Tx, record};

record! {
    /// Data handed out. No column is public.
    pub struct HandOut in "hand_outs" {
        /// Whose file; empty for a year's list of readings of minors.
        household: String,
        /// One member's values alone; empty for the whole file.
        member: String,
        year: i64,
        /// One of [`TO`], or nothing for a list.
        to_whom: String,
        /// A pseudonym.
        made_by: String,
        made_at: String,
        /// A local day.
        day: String,
        /// The name of who took it, under the file's key.
        recipient: Option<Sealed> as personal,
    }
}

/// To whom a file may be handed: the person, their guardian, somebody they sent with a paper.
pub const TO: [&str; 3] = ["self", "guardian", "sent"];
/// Below this age a member's data is handed to a guardian.
pub const CHILD: i64 = 14;
const NAME_MOST: usize = 60;

/// What the form says.
#[derive(Debug, Clone, Default)]
pub struct NewHandOut {
    /// A member's id, or nothing for the whole file.
    pub member: String,
    pub to_whom: String,
    pub recipient: String,
}

impl HandOut {
    /// Writes down that a file, or one member's part of it, is handed out. It is a reading too.
    /// # Errors
    /// `Invalid` when a field is wrong; `Closed` where the file's key is not to be had.
    pub fn file(tx: &mut Tx, home: &Household, new: &NewHandOut) -> Result<HandOut, Fault> {
        if !TO.contains(&new.to_whom.as_str()) {
            return Err(Fault::invalid("to_whom", "handed.need_whom"));
        }
        if new.recipient.trim().is_empty() {
            return Err(Fault::invalid("recipient", "handed.need_recipient"));
        }
        at_most("recipient", &new.recipient, NAME_MOST)?;
        let (seal, day) = (Seal::of(tx, &home.id)?, today_of(tx)?);
        if !new.member.is_empty() {
            let members = find::members(tx, &home.id)?;
            let member: &Member = members.iter().find(|member| member.id == new.member).ok_or(Fault::Missing)?;
            let age = member.content(&seal)?.age_on(&day);
            if new.to_whom == "self" && age.is_some_and(|age| age < CHILD) {
                return Err(Fault::invalid("to_whom", "handed.need_guardian"));
            }
        }
        let id = tx.uuid();
        let recipient = seal.put::<HandOut>(tx, &id, "recipient", &new.recipient)?;
        let row = Self::blank(tx, id, day);
        let row = HandOut { household: home.id.clone(), member: new.member.clone(), to_whom: new.to_whom.clone(), recipient, ..row };
        tx.insert(&row)?;
        Reading::note(tx, &home.id)?;
        Ok(row)
    }

    /// Writes down that somebody looked at a year's list of readings of minors, or took it away: once a person, year and day.
    /// # Errors
    /// When the data cannot be written.
    pub fn list(tx: &mut Tx, year: i64) -> Result<(), Fault> {
        let (who, day) = (tx.warrant().who().to_owned(), today_of(tx)?);
        let there: Option<HandOut> =
            tx.one("WHERE household = '' AND year = $1 AND made_by = $2 AND day = $3 LIMIT 1", &[year.into(), who.into(), (&day).into()])?;
        if there.is_none() {
            let id = tx.uuid();
            let row = HandOut { year, ..Self::blank(tx, id, day) };
            tx.insert(&row)?;
        }
        Ok(())
    }

    fn blank(tx: &mut Tx, id: String, day: String) -> HandOut {
        let none = String::new;
        let (made_by, made_at) = (tx.warrant().who().to_owned(), tx.now());
        HandOut { id, rev: 1, household: none(), member: none(), year: 0, to_whom: none(), made_by, made_at, day, recipient: None }
    }
}
