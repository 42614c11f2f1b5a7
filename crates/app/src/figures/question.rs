//! A figure's question and its canonical text: measure × facts × where × when × state, safe in an address.
use crate::deeds::Served;
use crate::web::Fault;
use std::fmt;
use std::str::FromStr;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// The quantity, in thousandths of the indicator's measure.
    Sum,
    /// Deeds.
    Deeds,
    /// Distinct people under their own unit.
    Persons,
    /// Person-times under each person's own unit.
    Times,
    /// The uncounted public, as each deed says.
    Public,
    /// Minutes from began to ended.
    Minutes,
    /// Those served, as each deed counts them.
    Served,
    /// Distinct named subjects served, of one kind or (empty) of any.
    Subjects(&'static str),
    /// Deeds received more than three days after their day.
    Late,
    /// Deeds changed after their campaign's last day.
    Edited,
    /// Subjects on a roster, which is the question's place.
    Listed,
}

const MEASURES: [(Measure, &str); 11] = [
    (Measure::Sum, "sum"),
    (Measure::Deeds, "deeds"),
    (Measure::Persons, "persons"),
    (Measure::Times, "times"),
    (Measure::Public, "public"),
    (Measure::Minutes, "minutes"),
    (Measure::Served, "served"),
    (Measure::Subjects(""), "subjects"),
    (Measure::Late, "late"),
    (Measure::Edited, "edited"),
    (Measure::Listed, "listed"),
];

impl Measure {
    /// The word in an id: `sum`, `subjects-enterprise`.
    pub fn word(self) -> String {
        match self {
            Measure::Subjects(kind) if !kind.is_empty() => format!("subjects-{kind}"),
            other => MEASURES.iter().find(|(m, _)| *m == other).map_or("", |(_, w)| w).to_owned(),
        }
    }
    fn parse(word: &str) -> Option<Self> {
        if let Some(kind) = word.strip_prefix("subjects-") {
            return Served::KINDS.into_iter().find(|k| *k == kind).map(Measure::Subjects);
        }
        MEASURES.iter().find(|(_, w)| *w == word).map(|(m, _)| *m)
    }
    /// Whether it counts people, who stand under their own unit: its records are those in which they took part, whoever's deeds these are.
    pub fn is_of_people(self) -> bool {
        matches!(self, Measure::Persons | Measure::Times)
    }
    /// Whether it can be asked of a roster.
    fn is_of_rosters(self) -> bool {
        matches!(self, Measure::Sum | Measure::Deeds | Measure::Subjects(_) | Measure::Late | Measure::Edited | Measure::Listed)
    }
    /// Whether parts of it may overlap: a person may stand in several, and is counted once in their union.
    pub fn is_distinct(self) -> bool {
        matches!(self, Measure::Persons | Measure::Subjects(_) | Measure::Listed)
    }
}

/// A question over records. Indicators and places are sorted, so that one question has one id.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Question {
    pub measure: Measure,
    pub indicators: Vec<String>,
    /// Units by code, groups by `@id`, `=code` for what is a unit's own and not of those below it, or one
    /// roster, `*number`, for what was recorded as its services. Several are one ground, on which each record counts once.
    pub places: Vec<String>,
    /// Inclusive local days.
    pub from: String,
    pub to: String,
    /// `verified` or `received`.
    pub state: String,
}

const INDICATORS_MOST: usize = 120;
const PLACES_MOST: usize = 60;

impl Question {
    pub fn new(measure: Measure, indicators: &[&str], unit: &str, from: &str, to: &str) -> Self {
        let indicators = sorted(indicators);
        let places = sorted(&[unit]);
        Self { measure, indicators, places, from: from.to_owned(), to: to.to_owned(), state: "verified".to_owned() }
    }
    /// The same of what is received and waits for a check.
    pub fn waiting(&self) -> Self {
        Self { state: "received".to_owned(), ..self.clone() }
    }
    pub fn of(&self, measure: Measure) -> Self {
        Self { measure, ..self.clone() }
    }
    /// The same of one unit and some days.
    pub fn within(&self, unit: &str, from: &str, to: &str) -> Self {
        Self { places: sorted(&[unit]), ..self.during(from, to) }
    }
    /// The same of some units and groups together.
    pub fn over(&self, places: &[&str]) -> Self {
        Self { places: sorted(places), ..self.clone() }
    }
    pub fn during(&self, from: &str, to: &str) -> Self {
        Self { from: from.to_owned(), to: to.to_owned(), ..self.clone() }
    }
    /// The unit, when there is one and no other.
    pub fn unit(&self) -> Option<&str> {
        match self.places.as_slice() {
            [one] if !one.starts_with(['@', '=', '*']) => Some(one),
            _ => None,
        }
    }
    /// The roster's number, when it is the place.
    pub fn roster(&self) -> Option<i64> {
        if let [one] = self.places.as_slice() { one.strip_prefix('*')?.parse().ok() } else { None }
    }
    /// Whether its measure can be asked of its places: a roster stands alone.
    fn is_sound(&self) -> bool {
        match self.roster() {
            Some(number) => number >= 0 && self.measure.is_of_rosters() && (self.measure != Measure::Listed || self.state == "verified"),
            None => self.measure != Measure::Listed && !self.places.iter().any(|place| place.starts_with('*')),
        }
    }
    pub fn href(&self) -> String {
        format!("/figures/{self}")
    }
    pub fn records_href(&self) -> String {
        format!("/figures/{self}/records")
    }
}

fn sorted(words: &[&str]) -> Vec<String> {
    let mut words: Vec<String> = words.iter().map(|s| (*s).to_owned()).collect();
    words.sort();
    words.dedup();
    words
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let days = format!("{}-{}", self.from.replace('-', ""), self.to.replace('-', ""));
        let (facts, ground) = (self.indicators.join("~"), self.places.join("~"));
        write!(f, "{}.{facts}.{ground}.{days}.{}", self.measure.word(), self.state)
    }
}

impl FromStr for Question {
    type Err = Fault;
    fn from_str(text: &str) -> Result<Self, Fault> {
        let parts: Vec<&str> = text.split('.').collect();
        let [word, indicators, places, days, state] = parts.as_slice() else { return Err(Fault::Missing) };
        let measure = Measure::parse(word).ok_or(Fault::Missing)?;
        let (from, to) = days.split_once('-').ok_or(Fault::Missing)?;
        let indicators: Vec<&str> = indicators.split('~').collect();
        let places: Vec<&str> = places.split('~').collect();
        if !["verified", "received"].contains(state) || indicators.len() > INDICATORS_MOST || places.len() > PLACES_MOST {
            return Err(Fault::Missing);
        }
        let question = Self::new(measure, &indicators, "", &day(from)?, &day(to)?).over(&places);
        let question = Self { state: (*state).to_owned(), ..question };
        // One question has one id: another spelling is not found rather than answered twice.
        if question.to_string() == text && question.from <= question.to && question.is_sound() { Ok(question) } else { Err(Fault::Missing) }
    }
}

fn day(text: &str) -> Result<String, Fault> {
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Fault::Missing);
    }
    let day = format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]);
    if crate::realm::valid_day(&day) { Ok(day) } else { Err(Fault::Missing) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_reads_back_from_its_id() {
        let q = Question::new(Measure::Sum, &["litter", "a-tree"], "140525106", "2017-03-01", "2017-03-31");
        assert_eq!(q.to_string(), "sum.a-tree~litter.140525106.20170301-20170331.verified");
        assert_eq!(q.to_string().parse::<Question>().unwrap(), q);
        let q = q.over(&["@sectors", "140525107", "140525106", "140525107"]).of(Measure::Subjects("enterprise"));
        assert_eq!(q.to_string(), "subjects-enterprise.a-tree~litter.140525106~140525107~@sectors.20170301-20170331.verified");
        assert_eq!(q.to_string().parse::<Question>().unwrap(), q);
        let q = "subjects-household.a.*17.20170301-20170331.verified".parse::<Question>().unwrap();
        assert_eq!((q.roster(), q.unit()), (Some(17), None));
        assert!("listed.a.*17.20170301-20170331.verified".parse::<Question>().is_ok());
        for bad in [
            "listed.a.1.20170301-20170331.verified",
            "persons.a.*17.20170301-20170331.verified",
            "sum.a.*17~1.20170301-20170331.verified",
            "sum.a.*x.20170301-20170331.verified",
            "listed.a.*17.20170301-20170331.received",
            "",
            "sum",
            "sum.b~a.1.20170301-20170331.verified",
            "sum.a.2~1.20170301-20170331.verified",
            "sum.a.1.20170301-20170332.verified",
            "sum.a.1.20170331-20170301.verified",
            "avg.a.1.20170301-20170331.verified",
            "subjects-ghost.a.1.20170301-20170331.verified",
            "sum.a.1.20170301-20170331.refused",
        ] {
            assert!(bad.parse::<Question>().is_err(), "{bad}");
        }
    }
}
