//! What forms asked of people, added up.
use ledger::{Read, Result, Value};

/// Of one week: of one form, or of all of them together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sum {
    /// A form's word; empty for all.
    pub form: String,
    /// How many different people.
    pub people: i64,
    pub seconds: i64,
    pub fields: i64,
}

/// Weeks with forms, the newest first, before a Monday.
/// # Errors
/// When the data cannot be read.
pub fn weeks(r: &mut Read, before: &str, limit: usize) -> Result<Vec<String>> {
    let sql = format!("SELECT DISTINCT week FROM askings WHERE week < $1 ORDER BY week DESC LIMIT {limit}");
    r.rows(&sql, &[before.into()])?.iter().map(|row| row.text(0)).collect()
}

/// A week's sum of each form.
/// # Errors
/// When the data cannot be read.
pub fn of_forms(r: &mut Read, week: &str) -> Result<Vec<Sum>> {
    const SUMS: &str = "SELECT form, COUNT(DISTINCT person), CAST(SUM(seconds) AS BIGINT), CAST(SUM(fields) AS BIGINT)
        FROM askings WHERE week = $1 GROUP BY form ORDER BY form";
    let rows = r.rows(SUMS, &[week.into()])?;
    rows.iter().map(|row| Ok(Sum { form: row.text(0)?, people: row.int(1)?, seconds: row.int(2)?, fields: row.int(3)? })).collect()
}

/// A week's sum of all forms.
/// # Errors
/// When the data cannot be read.
pub fn of_all(r: &mut Read, week: &str) -> Result<Sum> {
    const SUM: &str = "SELECT COUNT(DISTINCT person), CAST(COALESCE(SUM(seconds), 0) AS BIGINT), CAST(COALESCE(SUM(fields), 0) AS BIGINT)
        FROM askings WHERE week = $1";
    let row = r.row(SUM, &[week.into()])?;
    row.map_or_else(
        || Ok(Sum::default()),
        |row| Ok(Sum { form: String::new(), people: row.int(0)?, seconds: row.int(1)?, fields: row.int(2)? }),
    )
}

/// How many different people filled in one of these forms in a week.
/// # Errors
/// When the data cannot be read.
pub fn people(r: &mut Read, week: &str, forms: &[String]) -> Result<i64> {
    let marks: Vec<String> = (2..2 + forms.len()).map(|n| format!("${n}")).collect();
    let sql = format!("SELECT COUNT(DISTINCT person) FROM askings WHERE week = $1 AND form IN ({})", marks.join(", "));
    let with: Vec<Value> = [week.into()].into_iter().chain(forms.iter().map(Into::into)).collect();
    r.int(&sql, &with)
}
