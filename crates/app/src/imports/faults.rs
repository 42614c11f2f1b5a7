//! What is wrong with a file, told in one go: every wrong row, and what is wrong with it besides the first thing found. A wrong field is looked
//! behind by putting another in its place, in a write that is undone anyway; so its row lands, and a row that doubles its code or
//! stands below it is judged as it will be.
use super::rows::Rows;
use super::run::STEP;
use super::table::Line;
use crate::orgs;
use crate::powers::Who;
use crate::web::Fault;
use csv::StringRecord;
use ledger::Tx;
use std::collections::HashMap;
use std::sync::Arc;

/// Told how many rows of a check are done.
pub type Looked = Arc<dyn Fn(usize) + Send + Sync>;

/// Every fault of every row, by line.
/// # Errors
/// What ends the whole check: no fault of a row.
pub fn wrong_rows(tx: &mut Tx, rows: &Rows, (import, who): (&str, &Who), looked: &Looked) -> Result<Vec<(u64, Fault)>, Fault> {
    tx.rehearse();
    let root = orgs::find::root(tx)?.map(|unit| unit.code).unwrap_or_default();
    let mut check = Check { rows, import, who, root, right: None, landed: HashMap::new() };
    let mut wrong: Vec<(u64, Fault)> = Vec::new();
    for n in 0..rows.len() {
        if n % STEP == 0 {
            looked(n);
        }
        wrong.extend(check.row(tx, n)?.into_iter().map(|fault| (rows.nth(n).number, fault)));
    }
    wrong.sort_by_key(|(line, _)| *line);
    Ok(wrong)
}

struct Check<'a> {
    rows: &'a Rows,
    import: &'a str,
    who: &'a Who,
    /// The code of the unit above all.
    root: String,
    /// The last row that was right as it stood.
    right: Option<usize>,
    /// Under what a row landed whose own code was wrong; none where it landed nowhere.
    landed: HashMap<String, Option<String>>,
}

impl Check<'_> {
    /// The faults of one row; none of one that leans on a row that landed nowhere.
    fn row(&mut self, tx: &mut Tx, n: usize) -> Result<Vec<Fault>, Fault> {
        let (line, leaning) = (self.rows.nth(n), self.rows.leaning());
        let mut told: Vec<Fault> = Vec::new();
        let mut mended: Option<StringRecord> = None;
        if let Some(there) = leaning.and_then(|(_, on)| Some((on, self.landed.get(line.get(on))?))) {
            let (on, Some(code)) = there else { return Ok(told) };
            mended = line.with(on, code);
        }
        let mut put: Vec<&str> = Vec::new();
        let landed = loop {
            let now = mended.as_ref().map_or(line, |fields| line.of(fields));
            let fault = match self.rows.apply(tx, now, self.import, self.who) {
                Ok(()) => break Some(now.get(leaning.map_or("", |(own, _)| own)).to_owned()),
                Err(fault @ (Fault::Invalid { .. } | Fault::Missing)) => fault,
                Err(fault) => return Err(fault),
            };
            let field = fault.field().unwrap_or("");
            let again = put.contains(&field);
            let fields = if again { None } else { now.with(field, &self.stand_in(field, line)) };
            if !again && !put.iter().any(|column| spoils(column, field)) {
                told.push(fault);
            }
            let Some(fields) = fields else { break None };
            (mended, put) = (Some(fields), [put, vec![field]].concat());
        };
        if put.is_empty() {
            self.right = if mended.is_none() { Some(n) } else { self.right };
        } else if let Some((own, _)) = leaning.filter(|(own, _)| landed.as_deref() != Some(line.get(own))) {
            self.landed.entry(line.get(own).to_owned()).or_insert(landed);
        }
        Ok(told)
    }

    /// What is put in the place of a wrong field: what need not be filled in is left empty, a code is one that nothing has, and the rest is
    /// as in a row that was right.
    fn stand_in(&self, column: &str, line: Line) -> String {
        let right = self.right.map(|n| self.rows.nth(n).get(column));
        match column {
            "code" | "id" | "household" | "group" => format!("row-{}", line.number),
            "name" => "-".to_owned(),
            "quantity" => "1".to_owned(),
            "unit" | "parent" => right.unwrap_or(&self.root).to_owned(),
            "indicator" | "recorder" | "day" | "kind" | "member" | "relation" | "roster" => right.unwrap_or("").to_owned(),
            _ => String::new(),
        }
    }
}

/// Whether with something else in `column` nothing can be said of `field`.
fn spoils(column: &str, field: &str) -> bool {
    match column {
        "indicator" | "roster" | "group" | "relation" => true,
        "unit" | "day" => !["quantity", "id", "place", "words", "how", "role", "rank", "nicknames"].contains(&field),
        "recorder" => ["unit", "people"].contains(&field),
        "name" | "kind" => ["code", "group"].contains(&field),
        "household" => field == "relation",
        "parent" | "from" | "to" | "member" => ["from", "to", "unit", "parent", "member"].contains(&field),
        _ => false,
    }
}
