//! What personal values are taken out of: found by what its address says, with the power that it takes, and what goes and stays.
use super::find;
use crate::deeds::Deed;
use crate::households::{self, File, Household, Member};
use crate::needs::{self, Need};
use crate::people::{self, Person};
use crate::powers::Power;
use crate::rosters::{self, Subject};
use crate::sealing::{FileKey, Seal};
use crate::web::Fault;
use ledger::{Read, Tx};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Person,
    Deed,
    Household,
    Need,
    /// Of a roster.
    Subject,
}

/// What is erased, as it was found.
#[derive(Debug, Clone)]
pub enum Thing {
    Person(Person),
    Deed(Box<Deed>),
    Household(Box<Household>),
    Need(Box<Need>),
    /// With its own page.
    Subject(Box<Subject>, String),
}

/// What goes with it, or how little of it goes.
#[derive(Debug, Clone, Default)]
pub struct Ticked {
    /// Records whose words name them.
    pub deeds: Vec<String>,
    /// Of a household one member alone, by id; empty for the whole.
    pub member: String,
}

impl Thing {
    /// By a person's or household's code, a record's id, a need's number, or those of a roster and a subject on it.
    /// # Errors
    /// `Missing` when there is none.
    pub fn find(r: &mut Read, kind: Kind, key: &str) -> Result<Self, Fault> {
        let found = match kind {
            Kind::Person => people::find::by_code(r, key)?.map(Self::Person),
            Kind::Deed => r.find::<Deed>(key)?.map(|deed| Self::Deed(deed.into())),
            Kind::Household => households::find::by_code(r, key)?.map(|home| Self::Household(home.into())),
            Kind::Need => match key.parse() {
                Ok(number) => needs::by_position(r, number)?.map(|need| Self::Need(need.into())),
                Err(_) => None,
            },
            Kind::Subject => {
                let numbers = key.split_once('/').and_then(|(roster, subject)| Some((roster.parse().ok()?, subject.parse().ok()?)));
                let (roster, subject) = rosters::found(r, numbers.ok_or(Fault::Missing)?)?;
                let path = subject.path(&roster);
                Some(Self::Subject(subject.into(), path))
            }
        };
        found.ok_or(Fault::Missing)
    }

    pub fn power(&self) -> Power {
        match self {
            Self::Person(person) => Power::ErasePerson(person.id.clone()),
            Self::Deed(deed) => Power::EraseDeed(deed.id.clone()),
            Self::Household(home) => Power::EraseHousehold(home.id.clone()),
            Self::Need(need) => Power::EraseNeed(need.id.clone()),
            Self::Subject(subject, _) => Power::EraseSubject(subject.id.clone()),
        }
    }

    /// Its own page; who erases a household or a need may not open it.
    pub fn path(&self) -> String {
        match self {
            Self::Person(person) => format!("/people/{}", person.code),
            Self::Deed(deed) => format!("/deeds/{}", deed.id),
            Self::Household(home) => home.path(),
            Self::Need(need) => need.path(),
            Self::Subject(_, path) => path.clone(),
        }
    }

    /// # Errors
    /// When the data cannot be read.
    pub fn is_erased(&self, r: &mut Read) -> Result<bool, Fault> {
        Ok(match self {
            Self::Person(person) => person.is_erased(),
            Self::Deed(_) => false,
            Self::Household(home) => r.get::<FileKey>(&home.id)?.wrapped.is_none(),
            Self::Need(need) => need.words.is_none(),
            Self::Subject(subject, _) => subject.name.is_none(),
        })
    }

    /// Keys of the sentences on what goes, and on what stays.
    pub fn told(&self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::Person(_) => (
                &["erasure.person_goes", "erasure.access_goes", "erasure.posts_end", "erasure.words_go"],
                &["erasure.deeds_stay", "erasure.code_stays", "erasure.log_stays", "erasure.backups_stay"],
            ),
            Self::Deed(_) => (
                &["erasure.deed_goes", "erasure.subjects_go", "erasure.files_go", "erasure.versions_go"],
                &["erasure.quantity_stays", "erasure.people_stay", "erasure.log_stays", "erasure.backups_stay"],
            ),
            Self::Household(_) => (
                &["erasure.household_goes", "erasure.household_words_go", "erasure.household_key_goes"],
                &["erasure.household_stays", "erasure.member_words_stay", "erasure.log_stays", "erasure.backups_stay"],
            ),
            Self::Need(_) => {
                (&["erasure.need_goes", "erasure.versions_go"], &["erasure.need_stays", "erasure.log_stays", "erasure.backups_stay"])
            }
            Self::Subject(..) => {
                (&["erasure.subject_goes", "erasure.versions_go"], &["erasure.subject_stays", "erasure.log_stays", "erasure.backups_stay"])
            }
        }
    }

    /// The records of which some version names a person, or somebody of a household. Others of the same name are among them: whoever erases looks.
    /// # Errors
    /// When the data cannot be read.
    pub fn naming(&self, r: &mut Read) -> Result<Vec<Deed>, Fault> {
        match self {
            Self::Person(person) => {
                let words = person.name.iter().chain(&person.phone).cloned().chain(person.nicknames().map(ToOwned::to_owned));
                find::naming(r, words.collect())
            }
            Self::Household(home) => {
                let words = sealed_names(r, home)?;
                find::naming(r, words)
            }
            Self::Deed(_) | Self::Need(_) | Self::Subject(..) => Ok(Vec::new()),
        }
    }

    /// Takes the personal values out, as the thing stands in this writing.
    /// # Errors
    /// `Invalid` without a reason; `Closed` when it was done before; `Stale`.
    pub fn erase(&self, tx: &mut Tx, reason: &str, ticked: &Ticked) -> Result<(), Fault> {
        match self {
            Self::Person(person) => tx.get::<Person>(&person.id)?.erase_details(tx, reason)?,
            Self::Deed(deed) => tx.get::<Deed>(&deed.id)?.erase_details(tx, reason)?,
            Self::Need(need) => tx.get::<Need>(&need.id)?.erase_details(tx, reason)?,
            Self::Subject(subject, _) => tx.get::<Subject>(&subject.id)?.erase_details(tx, reason)?,
            Self::Household(home) if ticked.member.is_empty() => tx.get::<Household>(&home.id)?.erase_details(tx, reason)?,
            Self::Household(home) => {
                let member: Member = tx.get(&ticked.member)?;
                if member.household != home.id {
                    return Err(Fault::Missing);
                }
                member.erase_details(tx, reason)?;
            }
        }
        ticked.deeds.iter().try_for_each(|id| tx.get::<Deed>(id)?.erase_details(tx, reason))
    }
}

/// What the members of a household are called and reached by, while its file still opens.
fn sealed_names(r: &mut Read, home: &Household) -> Result<Vec<String>, Fault> {
    let file = File::open(r, &home.code)?;
    let mut words = vec![file.seal.get::<Household>(&home.id, "phone", &home.phone)?];
    if let Seal::Open(_) = &file.seal {
        for member in &file.members {
            let known = member.content(&file.seal)?;
            words.extend([known.name, known.number]);
        }
    }
    Ok(words)
}
