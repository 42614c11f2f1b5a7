//! A figure's question and its canonical text: measure × facts × where × when × state, safe in an address.
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
    /// Person-times, at the deeds' unit.
    Times,
    /// Deeds received more than three days after their day.
    Late,
}

const MEASURES: [(Measure, &str); 5] =
    [(Measure::Sum, "sum"), (Measure::Deeds, "deeds"), (Measure::Persons, "persons"), (Measure::Times, "times"), (Measure::Late, "late")];

/// A question over records. Indicators are sorted, so that one question has one id.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Question {
    pub measure: Measure,
    pub indicators: Vec<String>,
    pub unit: String,
    /// Inclusive local days.
    pub from: String,
    pub to: String,
    /// `verified` or `received`.
    pub state: String,
}

impl Question {
    pub fn new(measure: Measure, indicators: &[&str], unit: &str, from: &str, to: &str) -> Self {
        let mut indicators: Vec<String> = indicators.iter().map(|s| (*s).to_owned()).collect();
        indicators.sort();
        indicators.dedup();
        Self { measure, indicators, unit: unit.to_owned(), from: from.to_owned(), to: to.to_owned(), state: "verified".to_owned() }
    }
    /// The same of what is received and waits for a check.
    pub fn waiting(&self) -> Self {
        Self { state: "received".to_owned(), ..self.clone() }
    }
    pub fn of(&self, measure: Measure) -> Self {
        Self { measure, ..self.clone() }
    }
    pub fn within(&self, unit: &str, from: &str, to: &str) -> Self {
        Self { unit: unit.to_owned(), from: from.to_owned(), to: to.to_owned(), ..self.clone() }
    }
    pub fn href(&self) -> String {
        format!("/figures/{self}")
    }
    pub fn records_href(&self) -> String {
        format!("/figures/{self}/records")
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let word = MEASURES.iter().find(|(m, _)| *m == self.measure).map_or("", |(_, w)| w);
        let days = format!("{}-{}", self.from.replace('-', ""), self.to.replace('-', ""));
        write!(f, "{word}.{}.{}.{days}.{}", self.indicators.join("~"), self.unit, self.state)
    }
}

impl FromStr for Question {
    type Err = Fault;
    fn from_str(text: &str) -> Result<Self, Fault> {
        let parts: Vec<&str> = text.split('.').collect();
        let [word, indicators, unit, days, state] = parts.as_slice() else { return Err(Fault::Missing) };
        let (measure, _) = MEASURES.iter().find(|(_, w)| w == word).ok_or(Fault::Missing)?;
        let (from, to) = days.split_once('-').ok_or(Fault::Missing)?;
        let indicators: Vec<&str> = indicators.split('~').collect();
        if !["verified", "received"].contains(state) || indicators.len() > 40 {
            return Err(Fault::Missing);
        }
        let question = Self::new(*measure, &indicators, unit, &day(from)?, &day(to)?);
        let question = Self { state: (*state).to_owned(), ..question };
        // One question has one id: another spelling is not found rather than answered twice.
        if question.to_string() == text { Ok(question) } else { Err(Fault::Missing) }
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
        for bad in [
            "",
            "sum",
            "sum.b~a.1.20170301-20170331.verified",
            "sum.a.1.20170301-20170332.verified",
            "avg.a.1.20170301-20170331.verified",
            "sum.a.1.20170301-20170331.refused",
        ] {
            assert!(bad.parse::<Question>().is_err(), "{bad}");
        }
    }
}
