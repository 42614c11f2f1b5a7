//! The differences between the two databases that are not the drivers': one of the two named forks.

/// The common DDL (`TEXT`, `BIGINT`, `BYTEA`) for SQLite: strict tables, clustered where the key has several columns.
pub fn sqlite_ddl(sql: &str) -> String {
    statements(sql)
        .map(|s| {
            let s = s.replace("BIGINT", "INTEGER").replace("BYTEA", "BLOB");
            match (s.starts_with("CREATE TABLE"), s.contains("PRIMARY KEY (")) {
                (true, true) => format!("{s} STRICT, WITHOUT ROWID;\n"),
                (true, false) => format!("{s} STRICT;\n"),
                _ => format!("{s};\n"),
            }
        })
        .collect()
}

/// The common DDL for PostgreSQL: text compares by bytes, as in SQLite.
pub fn postgres_ddl(sql: &str) -> String {
    statements(sql).map(|s| format!("{};\n", s.replace(" TEXT", " TEXT COLLATE \"C\""))).collect()
}

fn statements(sql: &str) -> impl Iterator<Item = String> {
    let code: String = sql.lines().map(|l| l.split("--").next().unwrap_or("")).collect::<Vec<_>>().join("\n");
    code.split(';').map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect::<Vec<_>>().into_iter()
}

/// Whether a SELECT is one; writes have no other way than the door.
pub fn is_select(sql: &str) -> bool {
    let sql = sql.trim_start();
    let starts = |w: &str| sql.get(..w.len()).is_some_and(|s| s.eq_ignore_ascii_case(w));
    starts("SELECT") || starts("WITH") && !["INSERT ", "UPDATE ", "DELETE "].iter().any(|w| sql.to_ascii_uppercase().contains(w))
}
