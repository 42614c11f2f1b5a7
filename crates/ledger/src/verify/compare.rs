//! The stored tables against the replayed ones, and the sums against the records.
use super::replay::Replay;
use super::{Fault, Report};
use crate::conn::Conn;
use crate::{Column, Kind, Read, Result, Row, Schema, Tally, Value};
use std::collections::BTreeMap;

const PAGE: usize = 1000;

pub(super) fn tables(r: &mut Read, replay: &mut Replay, schema: &Schema, report: &mut Report) -> Result<()> {
    for (table, columns) in schema.records() {
        let (mut stored, mut told) = (Pages::new(table, columns), Pages::new(table, columns));
        let (mut a, mut b) = (stored.next(r.conn)?, told.next(&mut replay.conn)?);
        loop {
            match (&a, &b) {
                (None, None) => break,
                (Some(x), Some(y)) if x.0[0] == y.0[0] => {
                    report.rows += 1;
                    differ(table, columns, x, y, report)?;
                    (a, b) = (stored.next(r.conn)?, told.next(&mut replay.conn)?);
                }
                (Some(x), y) if y.as_ref().is_none_or(|y| x.0[0] < y.0[0]) => {
                    report.faults.push(Fault::new(table, x.text(0)?, "the row is in no leaf of the log"));
                    a = stored.next(r.conn)?;
                }
                (_, Some(y)) => {
                    report.faults.push(Fault::new(table, y.text(0)?, "the row that the log tells of is missing"));
                    b = told.next(&mut replay.conn)?;
                }
                (Some(_), None) => break,
            }
        }
    }
    Ok(())
}

fn differ(table: &str, columns: &[Column], stored: &Row, told: &Row, report: &mut Report) -> Result<()> {
    for (column, (x, y)) in columns.iter().zip(stored.0.iter().zip(&told.0)) {
        if x != y {
            report.faults.push(Fault::new(table, stored.text(0)?, format!("column {} is not what the log says", column.name)));
        }
    }
    Ok(())
}

/// The rows of a table by id, a page at a time.
struct Pages {
    sql: String,
    page: std::vec::IntoIter<Row>,
    last: Option<Value>,
}

impl Pages {
    fn new(table: &str, columns: &[Column]) -> Self {
        let names: Vec<&str> = columns.iter().map(|c| c.name).collect();
        Self {
            sql: format!("SELECT {} FROM {table} WHERE id > $1 ORDER BY id LIMIT {PAGE}", names.join(", ")),
            page: Vec::new().into_iter(),
            last: Some("".into()),
        }
    }
    fn next(&mut self, conn: &mut Conn) -> Result<Option<Row>> {
        if self.page.len() == 0 {
            let Some(last) = self.last.take() else { return Ok(None) };
            let page = conn.rows(&self.sql, &[last])?;
            self.last = if page.len() == PAGE { page.last().map(|r| r.0[0].clone()) } else { None };
            self.page = page.into_iter();
        }
        Ok(self.page.next())
    }
}

/// Each Derived table equals what its function rebuilds from the records; rows of zeros count as absent.
pub(super) fn sums(r: &mut Read, schema: &Schema, report: &mut Report) -> Result<()> {
    for table in schema.tables {
        let Kind::Derived(tally, rebuild) = table.kind else { continue };
        let mut want: BTreeMap<Vec<Value>, Vec<i64>> = BTreeMap::new();
        for (key, sums) in rebuild(r)? {
            let entry = want.entry(key).or_insert_with(|| vec![0; sums.len()]);
            entry.iter_mut().zip(&sums).for_each(|(a, b)| *a += b);
        }
        want.retain(|_, sums| sums.iter().any(|s| *s != 0));
        for (key, sums) in stored_sums(r, tally)? {
            report.sums += 1;
            match want.remove(&key) {
                Some(expected) if expected == sums => {}
                Some(expected) => {
                    report.faults.push(Fault::new(tally.table, name(&key), format!("the sums are {sums:?}, the records make {expected:?}")))
                }
                None => report.faults.push(Fault::new(tally.table, name(&key), format!("the sums are {sums:?}, the records make none"))),
            }
        }
        for (key, sums) in want {
            report.faults.push(Fault::new(tally.table, name(&key), format!("the sums are missing, the records make {sums:?}")));
        }
    }
    Ok(())
}

fn stored_sums(r: &mut Read, tally: &Tally) -> Result<Vec<(Vec<Value>, Vec<i64>)>> {
    let columns: Vec<&str> = tally.keys.iter().chain(tally.sums).copied().collect();
    let mut out = Vec::new();
    r.each(&format!("SELECT {} FROM {}", columns.join(", "), tally.table), &[], |mut row| {
        let sums = row.0.split_off(tally.keys.len());
        let sums: Vec<i64> = sums.into_iter().map(crate::Field::take).collect::<Result<_>>()?;
        if sums.iter().any(|s| *s != 0) {
            out.push((row.0, sums));
        }
        Ok(())
    })?;
    Ok(out)
}

fn name(key: &[Value]) -> String {
    let words = key.iter().map(|v| match v {
        Value::Text(s) => s.clone(),
        Value::Int(n) => n.to_string(),
        other => format!("{other:?}"),
    });
    words.collect::<Vec<_>>().join(" ")
}
