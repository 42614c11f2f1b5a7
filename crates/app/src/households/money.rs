//! Income by source and year, as it was and as it is planned. Net income per head is computed, never typed.
use super::lists::Lists;
use super::{Household, Member};
use crate::campaigns::file::milli;
use crate::web::{Fault, Fields};
use ledger::{Tx, record};

record! {
    /// Money of a source in a year, in fen; planned: what the year's plan expects.
    pub struct Income in "incomes" { household: String, year: i64, source: String, planned: bool, fen: i64 }
}

pub const YEARS: std::ops::RangeInclusive<i64> = 1990..=2100;
/// Fen.
const MOST: i64 = 100_000_000_000;

/// A year as it is typed.
/// # Errors
/// `Invalid` when it is none.
pub fn year(text: &str) -> Result<i64, Fault> {
    text.trim().parse().ok().filter(|year| YEARS.contains(year)).ok_or(Fault::invalid("year", "need.year"))
}

/// Yuan as it is typed, in fen.
/// # Errors
/// `Invalid` when it is no amount.
pub fn fen(field: &'static str, text: &str) -> Result<i64, Fault> {
    let (minus, plain) = text.strip_prefix(['-', '−']).map_or((false, text), |rest| (true, rest));
    let thousandths = milli(plain).filter(|milli| milli % 10 == 0).ok_or(Fault::invalid(field, "need.money"))?;
    let fen = thousandths / 10;
    if fen > MOST { Err(Fault::invalid(field, "need.money")) } else { Ok(if minus { -fen } else { fen }) }
}

/// Fen in yuan: whole ones without decimals.
pub fn yuan(fen: i64) -> String {
    let (sign, fen) = (if fen < 0 { "−" } else { "" }, fen.unsigned_abs());
    if fen % 100 == 0 { format!("{sign}{}", fen / 100) } else { format!("{sign}{}.{:02}", fen / 100, fen % 100) }
}

impl Income {
    fn id_of(household: &str, year: i64, source: &str, planned: bool) -> String {
        format!("{household}-{year}-{source}-{}", if planned { "plan" } else { "was" })
    }

    /// Writes one source of a year; nothing takes it out.
    /// # Errors
    /// When the data cannot be written.
    pub fn set(tx: &mut Tx, household: &Household, year: i64, (source, planned): (&str, bool), fen: Option<i64>) -> Result<(), Fault> {
        let id = Self::id_of(&household.id, year, source, planned);
        match (tx.find::<Income>(&id)?, fen) {
            (None, None) => {}
            (Some(there), None) => tx.delete(&there)?,
            (Some(there), Some(fen)) if there.fen == fen => {}
            (Some(there), Some(fen)) => drop(tx.update(&there, &Income { fen, ..there.clone() })?),
            (None, Some(fen)) => {
                tx.insert(&Income { id, rev: 1, household: household.id.clone(), year, source: source.to_owned(), planned, fen })?;
            }
        }
        Ok(())
    }

    /// A year's form: a field a source, as it was and as planned.
    /// # Errors
    /// `Invalid` when an amount is none.
    pub fn save(tx: &mut Tx, household: &Household, year: i64, fields: &Fields) -> Result<(), Fault> {
        let lists = Lists::of(tx)?;
        let sources: Vec<String> = lists.money().map(ToOwned::to_owned).collect();
        for (source, planned) in sources.iter().flat_map(|source| [(source, false), (source, true)]) {
            let name = format!("{}_{source}", if planned { "plan" } else { "was" });
            let text = fields.get(&name);
            let amount = if text.is_empty() { None } else { Some(fen("money", text)?) };
            Self::set(tx, household, year, (source, planned), amount)?;
        }
        Ok(())
    }
}

/// What a year comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Net {
    /// Fen of the household.
    pub total: i64,
    pub heads: i64,
    /// Fen a head, rounded.
    pub per_head: i64,
}

/// Net income of a year, as it was or planned; none where nothing is written or nobody lived there. Counted are the members on the year's
/// last day, or today while the year lasts.
pub fn net(lists: &Lists, incomes: &[Income], members: &[Member], (year, planned): (i64, bool), today: &str) -> Option<Net> {
    let mut parts = incomes.iter().filter(|income| income.year == year && income.planned == planned).peekable();
    parts.peek()?;
    let total: i64 = parts.map(|income| lists.sign(&income.source) * income.fen).sum();
    let end = format!("{year}-12-31");
    let day = if end.as_str() < today { end.as_str() } else { today };
    let heads = i64::try_from(members.iter().filter(|member| member.stands_on(day)).count()).unwrap_or(0);
    (heads > 0).then(|| Net { total, heads, per_head: (total * 2 + heads * total.signum()) / (heads * 2) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_to_the_fen_and_written_without_empty_decimals() {
        assert_eq!((fen("m", "2952").unwrap(), fen("m", "0.05").unwrap(), fen("m", "-12.5").unwrap()), (295_200, 5, -1250));
        assert!(fen("m", "1.234").is_err() && fen("m", "x").is_err());
        assert_eq!((yuan(295_200), yuan(5), yuan(-1250)), ("2952".into(), "0.05".into(), "−12.50".into()));
    }
}
