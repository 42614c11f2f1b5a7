//! A file checks itself (建议补充): what is missing in it or does not fit together, for who keeps it. Never a figure, never counted, in no list and no
//! file: a hint to somebody who knows the household better than any rule. The kinds are in docs/household-checks.md.
mod exit;
mod money;
mod people;
mod shown;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod trial;
mod work;

pub use shown::lines;

use super::file::File;
use super::sections::Section;
use crate::web::Fault;
use ledger::Read;

/// What may be wrong. Its word is the sentence's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    CauseMissing,
    CauseTwice,
    MeasureWithoutCause,
    CauseWithoutMeasure,
    MeasureUnfinished,
    PostEnded,
    IncomeParts,
    IncomeAbsurd,
    YearMissing,
    IncomeUnchanged,
    InTwoHouseholds,
    CheckDigit,
    BirthOtherwise,
    AgeAndSchooling,
    AgeAndLabour,
    HeadNoMember,
    NoMembers,
    RelationContradicts,
    ExitWithoutGround,
    ExitUnderLine,
    NeedOverdue,
    PromiseOverdue,
    NotNeededWhy,
    NobodyResponsible,
    ConsentMissing,
}

impl Kind {
    #[cfg(test)]
    pub const ALL: [Kind; 25] = [
        Kind::CauseMissing,
        Kind::CauseTwice,
        Kind::MeasureWithoutCause,
        Kind::CauseWithoutMeasure,
        Kind::MeasureUnfinished,
        Kind::PostEnded,
        Kind::IncomeParts,
        Kind::IncomeAbsurd,
        Kind::YearMissing,
        Kind::IncomeUnchanged,
        Kind::InTwoHouseholds,
        Kind::CheckDigit,
        Kind::BirthOtherwise,
        Kind::AgeAndSchooling,
        Kind::AgeAndLabour,
        Kind::HeadNoMember,
        Kind::NoMembers,
        Kind::RelationContradicts,
        Kind::ExitWithoutGround,
        Kind::ExitUnderLine,
        Kind::NeedOverdue,
        Kind::PromiseOverdue,
        Kind::NotNeededWhy,
        Kind::NobodyResponsible,
        Kind::ConsentMissing,
    ];
    pub fn word(self) -> &'static str {
        match self {
            Kind::CauseMissing => "cause_missing",
            Kind::CauseTwice => "cause_twice",
            Kind::MeasureWithoutCause => "measure_without_cause",
            Kind::CauseWithoutMeasure => "cause_without_measure",
            Kind::MeasureUnfinished => "measure_unfinished",
            Kind::PostEnded => "post_ended",
            Kind::IncomeParts => "income_parts",
            Kind::IncomeAbsurd => "income_absurd",
            Kind::YearMissing => "year_missing",
            Kind::IncomeUnchanged => "income_unchanged",
            Kind::InTwoHouseholds => "in_two_households",
            Kind::CheckDigit => "check_digit",
            Kind::BirthOtherwise => "birth_otherwise",
            Kind::AgeAndSchooling => "age_and_schooling",
            Kind::AgeAndLabour => "age_and_labour",
            Kind::HeadNoMember => "head_no_member",
            Kind::NoMembers => "no_members",
            Kind::RelationContradicts => "relation_contradicts",
            Kind::ExitWithoutGround => "exit_without_ground",
            Kind::ExitUnderLine => "exit_under_line",
            Kind::NeedOverdue => "need_overdue",
            Kind::PromiseOverdue => "promise_overdue",
            Kind::NotNeededWhy => "not_needed_why",
            Kind::NobodyResponsible => "nobody_responsible",
            Kind::ConsentMissing => "consent_missing",
        }
    }
}

/// A hint: what about, and where it is put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    pub kind: Kind,
    /// What it is about: a name, a year, a measure's words; or nothing.
    pub what: String,
    pub at: At,
}

/// Where it is put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum At {
    /// A form of the file, for a row (its id, a year) or for nothing.
    Form(Section, String),
    /// Another page.
    Page(String),
}

/// Hints being collected.
#[derive(Default)]
struct Found(Vec<Advice>);

impl Found {
    fn say(&mut self, kind: Kind, what: impl Into<String>, section: Section, at: &str) {
        self.0.push(Advice { kind, what: what.into(), at: At::Form(section, at.to_owned()) });
    }
    fn page(&mut self, kind: Kind, what: impl Into<String>, href: String) {
        self.0.push(Advice { kind, what: what.into(), at: At::Page(href) });
    }
}

/// Everything that may be wrong in a file on a day, in the order of the kinds.
/// # Errors
/// When the data cannot be read, or a value was changed behind the door.
pub fn of(r: &mut Read, file: &File, today: &str) -> Result<Vec<Advice>, Fault> {
    let mut found = Found::default();
    people::check(r, file, today, &mut found)?;
    money::check(file, today, &mut found);
    work::check(r, file, today, &mut found)?;
    exit::check(file, today, &mut found);
    found.0.sort_by_key(|advice| advice.kind);
    Ok(found.0)
}
