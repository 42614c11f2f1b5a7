//! A leaf's text: what happened, when, where, under whose key, the fields that may be public, and the root over all of it.
use crate::merkle::Hash;
use crate::{Column, Error, Result, Sight, Value};
use std::fmt::Write;

/// A leaf is smaller than this.
pub const LIMIT: usize = 64 * 1024;

/// The permission decision: who, what, where. It heads every leaf that is written under it. Only the product's `powers` may
/// mint one (a test on the sources checks that).
#[derive(Debug, Clone)]
pub struct Warrant {
    who: String,
    act: &'static str,
    unit: String,
}

impl Warrant {
    /// `who` is the actor's pseudonym, `act` the power's name, `unit` the code of the unit it is used in.
    pub fn mint(who: &str, act: &'static str, unit: &str) -> Self {
        Self { who: who.to_owned(), act, unit: unit.to_owned() }
    }
    pub fn who(&self) -> &str {
        &self.who
    }
    pub fn unit(&self) -> &str {
        &self.unit
    }
}

/// What was done to the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Insert,
    Update,
    Delete,
    Erase,
}

impl Deed {
    fn word(self) -> &'static str {
        match self {
            Deed::Insert => "insert",
            Deed::Update => "update",
            Deed::Delete => "delete",
            Deed::Erase => "erase",
        }
    }
    fn parse(word: &str) -> Result<Self> {
        [Deed::Insert, Deed::Update, Deed::Delete, Deed::Erase]
            .into_iter()
            .find(|d| d.word() == word)
            .ok_or_else(|| Error::broken(format!("unknown kind of leaf {word}")))
    }
}

/// The head of a leaf, as read back from its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub schema: i64,
    pub deed: Deed,
    pub act: String,
    pub time: String,
    pub unit: String,
    pub table: String,
    pub id: String,
    pub prev: Option<i64>,
    pub who: String,
    pub root: String,
}

pub(crate) struct Draft<'a> {
    pub schema: i64,
    pub deed: Deed,
    pub warrant: &'a Warrant,
    pub time: &'a str,
    pub object: &'a str,
    pub prev: Option<i64>,
    pub columns: &'a [Column],
    pub values: &'a [Value],
    pub root: Hash,
}

impl Draft<'_> {
    pub fn text(&self) -> Result<String> {
        let w = self.warrant;
        let prev = self.prev.map_or_else(|| "-".to_owned(), |p| p.to_string());
        let mut out = format!(
            "chunman {}\nkind {} {}\ntime {}\nunit {}\nobject {}\nprev {prev}\nby {}\n",
            self.schema,
            self.deed.word(),
            w.act,
            self.time,
            word(&w.unit),
            self.object,
            word(&w.who)
        );
        for (column, value) in self.columns.iter().zip(self.values).filter(|(c, _)| c.sight == Sight::Open) {
            let _ = match value {
                Value::Null => continue,
                Value::Int(n) => writeln!(out, "field {} {n}", column.name),
                Value::Text(s) => writeln!(out, "field {} {}", column.name, escape(s)),
                Value::Bytes(b) => writeln!(out, "field {} {}", column.name, hex::encode(b)),
            };
        }
        // A line of its own in a name would say what nobody decided.
        if self.object.chars().any(char::is_control) {
            return Err(Error::broken("an identity holds a control character"));
        }
        let _ = writeln!(out, "root {}", hex::encode(self.root));
        if out.len() >= LIMIT { Err(Error::broken(format!("{} is too large for a leaf of the log", self.object))) } else { Ok(out) }
    }
}

fn word(s: &str) -> &str {
    if s.is_empty() { "-" } else { s }
}

fn escape(s: &str) -> String {
    s.replace('\\', "\\\\").replace('\n', "\\n")
}

impl Head {
    /// # Errors
    /// `Broken` when the text is not a leaf's.
    pub fn parse(text: &str) -> Result<Self> {
        let mut lines = text.lines();
        let mut line = |name: &str| {
            lines
                .next()
                .and_then(|l| l.strip_prefix(name))
                .and_then(|l| l.strip_prefix(' '))
                .ok_or_else(|| Error::broken(format!("the leaf lacks its line “{name}”")))
        };
        let schema = line("chunman")?.parse().map_err(Error::broken)?;
        let (deed, act) = line("kind")?.split_once(' ').ok_or_else(|| Error::broken("the leaf lacks its kind"))?;
        let (time, unit, object, prev, who) = (line("time")?, line("unit")?, line("object")?, line("prev")?, line("by")?);
        let (table, id) = object.split_once('/').ok_or_else(|| Error::broken("the leaf lacks its object"))?;
        let root = text.lines().last().and_then(|l| l.strip_prefix("root ")).ok_or_else(|| Error::broken("the leaf lacks its root"))?;
        Ok(Self {
            schema,
            deed: Deed::parse(deed)?,
            act: act.to_owned(),
            time: time.to_owned(),
            unit: unit.to_owned(),
            table: table.to_owned(),
            id: id.to_owned(),
            prev: if prev == "-" { None } else { Some(prev.parse().map_err(Error::broken)?) },
            who: who.to_owned(),
            root: root.to_owned(),
        })
    }
}
