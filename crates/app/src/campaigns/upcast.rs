//! Change sets from before the columns of migration 9, brought to it as its SQL brings the stored rows.
use ledger::{Cells, Value};

/// Table, column and what rows from before it hold.
const ADDED: [(&str, &str, &str); 6] = [
    ("campaigns", "switches", ""),
    ("campaigns", "complaints", ""),
    ("items", "per", "campaign"),
    ("items", "required", ""),
    ("indicators", "also", ""),
    ("realms", "currency", "CNY"),
];

pub fn upcast(table: &str, row: &mut Cells) {
    for (_, column, value) in ADDED.iter().filter(|(of, ..)| *of == table) {
        row.push(((*column).to_owned(), Value::Text((*value).to_owned())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_upcast_adds_what_the_step_adds() {
        let step = include_str!("../../../../migrations/0009_campaigns.sql");
        for (table, column, value) in ADDED {
            let said = format!("ALTER TABLE {table} ADD COLUMN {column} TEXT NOT NULL DEFAULT '{value}'");
            assert!(step.contains(&said), "{said}");
        }
        assert_eq!(step.matches("ADD COLUMN").count(), ADDED.len());
        let mut row: Cells = vec![("id".into(), Value::Text("tree".into()))];
        upcast("items", &mut row);
        assert_eq!(row.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["id", "per", "required"]);
    }
}
