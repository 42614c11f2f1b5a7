//! Officials and possible pairs from two CSV files, plain or gzip; every wrong row with its line.
use crate::NONE;
use crate::instance::{Edge, Instance, Official, Refusal};
use csv::{Reader, ReaderBuilder, StringRecord, Trim};
use flate2::read::MultiGzDecoder;
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use thiserror::Error;

/// The most rows that are read of either file.
const ROWS_MOST: usize = 30_000_000;
/// The most wrong rows that are named.
const WRONG_MOST: usize = 20;

/// An instance with the names that the files give.
pub struct Sheet {
    pub officials: Vec<String>,
    pub households: Vec<String>,
    pub instance: Instance,
}

/// Why the files make no instance.
#[derive(Debug, Error)]
pub enum Unread {
    #[error("{file} cannot be read: {why}")]
    File { file: String, why: String },
    #[error("the files are wrong")]
    Rows(Vec<Wrong>),
    #[error("{0}")]
    Refused(Refusal),
}

/// A row that cannot be meant so. Lines are counted from 1, the header's.
#[derive(Debug, PartialEq, Eq, Error)]
#[error("{file}, line {line}: {what}")]
pub struct Wrong {
    pub file: String,
    pub line: u64,
    pub what: What,
}

#[derive(Debug, PartialEq, Eq, Error)]
pub enum What {
    #[error("the column “{0}” is missing")]
    Column(&'static str),
    #[error("“{value}” is not a whole number ({column})")]
    Number { column: &'static str, value: String },
    #[error("{0} is empty")]
    Empty(&'static str),
    #[error("the least, {lo}, is above the most, {hi}")]
    Bounds { lo: u32, hi: u32 },
    #[error("official {0} stands there for the second time")]
    SameOfficial(String),
    #[error("official {0} is not in the officials' file")]
    Unknown(String),
    #[error("household {household} and official {official} stand there for the second time")]
    SamePair { household: String, official: String },
}

impl Sheet {
    /// `officials` has the columns id, lo, hi; `edges` household, official, cost. Other columns are passed over. A row of `edges` without official and cost names a
    /// household that has no candidate.
    ///
    /// # Errors
    /// A file that cannot be read, or the first wrong rows of a file.
    pub fn read(officials: &Path, edges: &Path) -> Result<Self, Unread> {
        let mut table = Table::open(officials, ["id", "lo", "hi"])?;
        let mut names = Names::default();
        let mut bounds = Vec::new();
        while table.next()? {
            let read = official(table.row(), &mut names);
            bounds.extend(table.keep(read)?);
        }
        table.done()?;
        let mut table = Table::open(edges, ["household", "official", "cost"])?;
        let (mut households, mut pairs, mut places) = (Names::default(), Vec::new(), Vec::new());
        while table.next()? {
            let read = edge(table.row(), &names, &mut households);
            if let Some(pair) = table.keep(read)?.flatten() {
                pairs.push(pair);
                places.push(u32::try_from(table.place()).unwrap_or(NONE));
            }
        }
        table.done()?;
        let refused = |refusal| match refusal {
            Refusal::Twice { .. } => rows(edges, twice(&pairs, &places, &names.list, &households.list)),
            other => Unread::Refused(other),
        };
        let instance = Instance::new(bounds, households.list.len(), &pairs).map_err(refused)?;
        Ok(Self { officials: names.list, households: households.list, instance })
    }
}

/// Names in the order of their first mention.
#[derive(Default)]
struct Names {
    list: Vec<String>,
    number: HashMap<String, u32>,
}

impl Names {
    /// The number, and whether it is a new one.
    fn number(&mut self, name: &str) -> (u32, bool) {
        // Rows of one household mostly follow each other.
        if self.list.last().is_some_and(|last| last == name) {
            return (u32::try_from(self.list.len() - 1).unwrap_or(NONE), false);
        }
        if let Some(&number) = self.number.get(name) {
            return (number, false);
        }
        let number = u32::try_from(self.list.len()).unwrap_or(NONE);
        self.list.push(name.to_owned());
        self.number.insert(name.to_owned(), number);
        (number, true)
    }
}

fn official(row: [&str; 3], names: &mut Names) -> Result<Official, What> {
    let [id, lo, hi] = row;
    let (lo, hi) = (number::<u32>("lo", lo)?, number::<u32>("hi", hi)?);
    if lo > hi {
        return Err(What::Bounds { lo, hi });
    }
    match filled("id", id)? {
        id if names.number(id).1 => Ok(Official { lo, hi }),
        id => Err(What::SameOfficial(id.to_owned())),
    }
}

/// Nothing when the row names a household alone.
fn edge(row: [&str; 3], officials: &Names, households: &mut Names) -> Result<Option<Edge>, What> {
    let [household, official, cost] = row;
    let household = filled("household", household)?;
    if official.is_empty() && cost.is_empty() {
        households.number(household);
        return Ok(None);
    }
    let official = filled("official", official)?;
    let official = *officials.number.get(official).ok_or_else(|| What::Unknown(official.to_owned()))?;
    let cost = number("cost", cost)?;
    Ok(Some(Edge { household: households.number(household).0, official, cost }))
}

fn filled<'a>(column: &'static str, value: &'a str) -> Result<&'a str, What> {
    if value.is_empty() { Err(What::Empty(column)) } else { Ok(value) }
}

fn number<T: std::str::FromStr>(column: &'static str, value: &str) -> Result<T, What> {
    value.parse().map_err(|_| What::Number { column, value: value.to_owned() })
}

/// Every pair that stands there before, the first twenty, each with its place.
fn twice(pairs: &[Edge], places: &[u32], officials: &[String], households: &[String]) -> Vec<(u64, What)> {
    let mut seen = HashSet::new();
    let again = pairs.iter().zip(places).filter(|(e, _)| !seen.insert((e.household, e.official)));
    let wrong = |(e, place): (&Edge, &u32)| {
        let (household, official) = (households[e.household as usize].clone(), officials[e.official as usize].clone());
        (u64::from(*place), What::SamePair { household, official })
    };
    again.take(WRONG_MOST).map(wrong).collect()
}

/// Wrong rows with their lines, counted in the file read once more: the reader passes over blank lines without a word. A place is where in the plain file
/// the row before has ended.
fn rows(path: &Path, wrong: Vec<(u64, What)>) -> Unread {
    let mut bytes = Vec::new();
    let read = plain(path).and_then(|mut file| file.read_to_end(&mut bytes));
    if let Err(why) = read {
        return Unread::File { file: path.display().to_string(), why: why.to_string() };
    }
    let line = |place: u64| {
        let place = usize::try_from(place).unwrap_or(0).min(bytes.len());
        let blank = bytes[place..].iter().take_while(|b| b"\r\n".contains(b)).count();
        bytes[..place + blank].iter().filter(|b| **b == b'\n').count() as u64 + 1
    };
    Unread::Rows(wrong.into_iter().map(|(place, what)| Wrong { file: path.display().to_string(), line: line(place), what }).collect())
}

/// A file's rows, three columns of them.
struct Table<'a> {
    path: &'a Path,
    reader: Reader<Box<dyn Read>>,
    columns: [usize; 3],
    record: StringRecord,
    rows: usize,
    wrong: Vec<(u64, What)>,
}

impl<'a> Table<'a> {
    fn open(path: &'a Path, columns: [&'static str; 3]) -> Result<Self, Unread> {
        let unread = |why: &dyn std::fmt::Display| Unread::File { file: path.display().to_string(), why: why.to_string() };
        let mut reader = ReaderBuilder::new().flexible(true).trim(Trim::All).from_reader(plain(path).map_err(|e| unread(&e))?);
        let header = reader.headers().map_err(|e| unread(&e))?.clone();
        let place = |name| header.iter().position(|h| h.trim_start_matches('\u{feff}') == name).ok_or(name);
        let [a, b, c] = columns.map(|name| place(name).map_err(|name| rows(path, vec![(0, What::Column(name))])));
        Ok(Self { columns: [a?, b?, c?], path, reader, record: StringRecord::new(), rows: 0, wrong: Vec::new() })
    }

    fn next(&mut self) -> Result<bool, Unread> {
        let more = self.reader.read_record(&mut self.record).map_err(|e| self.unread(&e))?;
        self.rows += usize::from(more);
        if self.rows > ROWS_MOST { Err(self.unread(&format!("it has more than {ROWS_MOST} rows"))) } else { Ok(more) }
    }
    fn row(&self) -> [&str; 3] {
        self.columns.map(|n| self.record.get(n).unwrap_or_default())
    }
    fn place(&self) -> u64 {
        self.record.position().map_or(0, csv::Position::byte)
    }
    fn unread(&self, why: &dyn std::fmt::Display) -> Unread {
        Unread::File { file: self.path.display().to_string(), why: why.to_string() }
    }

    /// What was read, or nothing and the row is kept as wrong; an error at the last one that is named.
    fn keep<T>(&mut self, read: Result<T, What>) -> Result<Option<T>, Unread> {
        match read {
            Ok(read) => Ok(Some(read)),
            Err(what) => {
                self.wrong.push((self.place(), what));
                if self.wrong.len() < WRONG_MOST { Ok(None) } else { Err(rows(self.path, std::mem::take(&mut self.wrong))) }
            }
        }
    }
    /// Whether no row was wrong.
    fn done(self) -> Result<(), Unread> {
        if self.wrong.is_empty() { Ok(()) } else { Err(rows(self.path, self.wrong)) }
    }
}

/// The file's bytes, unpacked where they begin as gzip does.
fn plain(path: &Path) -> std::io::Result<Box<dyn Read>> {
    let mut file = BufReader::new(File::open(path)?);
    let packed = file.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    Ok(if packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) })
}
