//! What a table is: a Record (in the log), Derived (rebuildable) or Scratch (may be lost).
use crate::{Read, Result, Value};

/// Who may see a column's value, and whether it can be erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// Stands in the leaf's text, which the log publishes.
    Open,
    /// Only its commitment stands in the leaf.
    Closed,
    /// As `Closed`, and can be erased from the row and every change set.
    Personal,
}

/// A column of a Record table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    pub name: &'static str,
    pub sight: Sight,
}

/// A row that is written through the door. `COLUMNS` starts with `id` and `rev`.
pub trait Record: Sized + Clone {
    const TABLE: &'static str;
    const COLUMNS: &'static [Column];
    fn values(&self) -> Vec<Value>;
    /// # Errors
    /// `Broken` when a column holds another kind of value than the field.
    fn from_row(row: Vec<Value>) -> Result<Self>;
    fn id(&self) -> &str;
    fn rev(&self) -> i64;
    /// Called by the door alone: a row's `rev` is the number of its versions.
    fn with_rev(&self, rev: i64) -> Self;
}

/// Declares a struct and its [`Record`]. `id: String` and `rev: i64` are added in front; a column is `closed` unless it
/// says `as open` or `as personal`.
#[macro_export]
macro_rules! record {
    ($(#[$meta:meta])* pub struct $name:ident in $table:literal {
        $($(#[$fmeta:meta])* $field:ident : $ty:ty $(as $sight:ident)?),* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name { pub id: String, pub rev: i64, $($(#[$fmeta])* pub $field: $ty),* }
        impl $crate::Record for $name {
            const TABLE: &'static str = $table;
            const COLUMNS: &'static [$crate::Column] = &[
                $crate::Column { name: "id", sight: $crate::Sight::Closed },
                $crate::Column { name: "rev", sight: $crate::Sight::Closed },
                $($crate::Column { name: stringify!($field), sight: $crate::record!(@sight $($sight)?) }),*
            ];
            fn values(&self) -> Vec<$crate::Value> {
                vec![$crate::Field::put(&self.id), $crate::Field::put(&self.rev), $($crate::Field::put(&self.$field)),*]
            }
            fn from_row(row: Vec<$crate::Value>) -> $crate::Result<Self> {
                let mut cells = row.into_iter();
                let mut next = || cells.next().ok_or_else(|| $crate::Error::Broken(concat!("a column of ", $table, " is missing").into()));
                Ok(Self { id: $crate::Field::take(next()?)?, rev: $crate::Field::take(next()?)?, $($field: $crate::Field::take(next()?)?),* })
            }
            fn id(&self) -> &str { &self.id }
            fn rev(&self) -> i64 { self.rev }
            fn with_rev(&self, rev: i64) -> Self { Self { rev, ..self.clone() } }
        }
    };
    (@sight) => { $crate::Sight::Closed };
    (@sight open) => { $crate::Sight::Open };
    (@sight personal) => { $crate::Sight::Personal };
}

/// A Derived table of sums: rows are added up in memory and written once a group.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Tally {
    pub table: &'static str,
    pub keys: &'static [&'static str],
    pub sums: &'static [&'static str],
}

/// A row of a [`Tally`]: its key and its sums.
pub type TallyRow = (Vec<Value>, Vec<i64>);

/// What a table is to the log.
#[derive(Clone, Copy)]
pub enum Kind {
    Record(&'static [Column]),
    /// Rebuilt from Records by the function, and compared by `verify`. Rows whose sums are all 0 count as absent.
    Derived(&'static Tally, fn(&mut Read) -> Result<Vec<TallyRow>>),
    Scratch,
}

/// One declared table.
#[derive(Clone, Copy)]
pub struct Table {
    pub name: &'static str,
    pub kind: Kind,
    /// Seldom written, read with nearly every write: the writer keeps what it read of it.
    pub(crate) steady: bool,
}

impl Table {
    pub const fn record<T: Record>() -> Self {
        Self { name: T::TABLE, kind: Kind::Record(T::COLUMNS), steady: false }
    }
    /// As [`Table::record`], seldom written and read with nearly every write.
    pub const fn steady<T: Record>() -> Self {
        Self { steady: true, ..Self::record::<T>() }
    }
    pub const fn derived(tally: &'static Tally, rebuild: fn(&mut Read) -> Result<Vec<TallyRow>>) -> Self {
        Self { name: tally.table, kind: Kind::Derived(tally, rebuild), steady: false }
    }
    pub const fn scratch(name: &'static str) -> Self {
        Self { name, kind: Kind::Scratch, steady: false }
    }
}

/// One cell of a change set as an upcast sees it: column name and value.
pub type Cells = Vec<(String, Value)>;

/// A numbered step of the schema. The SQL is in the common dialect (`TEXT`, `BIGINT`, `BYTEA`).
#[derive(Clone, Copy)]
pub struct Migration {
    pub number: i64,
    pub sql: &'static str,
    /// Brings a row of an older change set (of the named table) to this schema, as the SQL did to the stored rows.
    pub upcast: Option<fn(&str, &mut Cells)>,
}

/// Everything the ledger knows of the product's tables: one declaration in one file.
#[derive(Clone, Copy)]
pub struct Schema {
    pub migrations: &'static [Migration],
    pub tables: &'static [Table],
    /// Record table and column whose values name blobs by SHA-256 in hex, checked by `verify`.
    pub blobs: Option<(&'static str, &'static str)>,
}

impl Schema {
    /// The newest schema number this release knows.
    pub fn newest(&self) -> i64 {
        self.migrations.iter().map(|m| m.number).max().unwrap_or(0)
    }
    /// The ledger's own tables and the product's.
    pub fn all_tables(&self) -> impl Iterator<Item = &Table> {
        crate::migrate::OWN_TABLES.iter().chain(self.tables)
    }
    pub(crate) fn records(&self) -> impl Iterator<Item = (&'static str, &'static [Column])> {
        self.all_tables().filter_map(|t| if let Kind::Record(columns) = t.kind { Some((t.name, columns)) } else { None })
    }
}
