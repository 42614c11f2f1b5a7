//! Sums that are added up in memory and written once a group: the cells and presence rows of figures.
use crate::conn::Conn;
use crate::{Kind, Read, Result, Schema, Tally, Value};
use std::collections::{BTreeMap, HashMap};

/// Keys and what is added to each.
type Sums = HashMap<Vec<Value>, Vec<i64>>;

#[derive(Debug, Default, Clone)]
pub(crate) struct Tallies(BTreeMap<&'static str, (Option<&'static Tally>, Sums)>);

impl Tallies {
    pub fn add(&mut self, tally: &'static Tally, key: Vec<Value>, deltas: &[i64]) {
        let entry = self.0.entry(tally.table).or_default();
        entry.0 = Some(tally);
        let sums = entry.1.entry(key).or_insert_with(|| vec![0; deltas.len()]);
        for (sum, delta) in sums.iter_mut().zip(deltas) {
            *sum += delta;
        }
    }
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    pub fn touches(&self, sql: &str) -> bool {
        self.0.keys().any(|table| sql.contains(table))
    }
    pub fn merge(&mut self, other: Tallies) {
        for (_, (tally, rows)) in other.0 {
            for (key, sums) in rows {
                if let Some(tally) = tally {
                    self.add(tally, key, &sums);
                }
            }
        }
    }
    pub fn write(&self, conn: &mut Conn) -> Result<()> {
        for (tally, rows) in self.0.values() {
            let Some(tally) = tally else { continue };
            let sql = upsert(tally);
            for (key, sums) in rows.iter().filter(|(_, sums)| sums.iter().any(|s| *s != 0)) {
                let params: Vec<Value> = key.iter().cloned().chain(sums.iter().map(|s| Value::Int(*s))).collect();
                conn.execute(&sql, &params)?;
            }
        }
        Ok(())
    }
}

/// Makes every Derived table anew from the records, as a step of the schema may have changed what it holds.
pub(crate) fn refill(conn: &mut Conn, schema: &Schema) -> Result<()> {
    for table in schema.tables {
        let Kind::Derived(tally, rebuild) = table.kind else { continue };
        let rows = rebuild(&mut Read::new(conn, Tallies::default()))?;
        conn.execute(&format!("DELETE FROM {}", tally.table), &[])?;
        let mut sums = Tallies::default();
        rows.into_iter().for_each(|(key, row)| sums.add(tally, key, &row));
        sums.write(conn)?;
    }
    Ok(())
}

fn upsert(t: &Tally) -> String {
    let columns: Vec<&str> = t.keys.iter().chain(t.sums).copied().collect();
    let marks: Vec<String> = (1..=columns.len()).map(|n| format!("${n}")).collect();
    let sets: Vec<String> = t.sums.iter().map(|s| format!("{s} = {}.{s} + excluded.{s}", t.table)).collect();
    format!(
        "INSERT INTO {} ({}) VALUES ({}) ON CONFLICT ({}) DO UPDATE SET {}",
        t.table,
        columns.join(", "),
        marks.join(", "),
        t.keys.join(", "),
        sets.join(", ")
    )
}
