//! What can go wrong behind the door, by meaning.

/// An error of the ledger. Each says what happened to the data.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// There is no such row.
    #[error("there is no {table} {id}")]
    Missing { table: &'static str, id: String },
    /// The caller's copy is older than the stored row; nothing was written.
    #[error("{table} {id} was changed by someone else; nothing was written")]
    Stale { table: &'static str, id: String },
    /// A row with this identity is already there; nothing was written.
    #[error("{0} is already taken; nothing was written")]
    Taken(String),
    /// The disk or the database has no room; nothing was written, reading goes on.
    #[error("there is no room left on the disk; nothing was written")]
    Full,
    /// The transaction of the whole group was lost; nothing of it was written.
    #[error("the database could not commit ({0}); nothing was written")]
    Lost(String),
    /// Another process serves this data.
    #[error("another process is using this data: {0}")]
    Locked(String),
    /// The data was written by a newer release.
    #[error("this data has schema {found}, this release knows up to {known}; use the newer release")]
    Newer { found: i64, known: i64 },
    /// The data was written by an older release, and this only reads it.
    #[error(
        "this data has schema {found}, this release works with {known}; start the server once with this release, which brings it up to date"
    )]
    Older { found: i64, known: i64 },
    /// Something that must not happen: a fault of the program or of the storage.
    #[error("{0}")]
    Broken(String),
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub(crate) fn broken(what: impl std::fmt::Display) -> Self {
        Error::Broken(what.to_string())
    }
}

impl From<rusqlite::Error> for Error {
    fn from(e: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{ConstraintViolation, DatabaseBusy, DatabaseLocked, DiskFull};
        match e.sqlite_error_code() {
            Some(DiskFull) => Error::Full,
            Some(DatabaseBusy | DatabaseLocked) => Error::Locked(e.to_string()),
            Some(ConstraintViolation) if e.to_string().contains("UNIQUE") => Error::Taken(e.to_string()),
            _ => Error::broken(e),
        }
    }
}

impl From<postgres::Error> for Error {
    fn from(e: postgres::Error) -> Self {
        use postgres::error::SqlState;
        match e.code() {
            Some(&SqlState::DISK_FULL) => Error::Full,
            Some(&SqlState::UNIQUE_VIOLATION) => Error::Taken(e.as_db_error().map_or_else(|| e.to_string(), |d| d.message().to_owned())),
            _ => Error::Broken(e.as_db_error().map_or_else(|| e.to_string(), |d| format!("{}: {}", d.code().code(), d.message()))),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(e: std::io::Error) -> Self {
        if e.kind() == std::io::ErrorKind::StorageFull { Error::Full } else { Error::broken(e) }
    }
}
