//! The four things a column may hold, the same on both databases.
use crate::{Error, Result};

/// A stored value. Booleans are 0 and 1, instants and days are text, quantities are thousandths.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Value {
    /// The bytes a commitment covers: one letter for the kind, then the content.
    pub(crate) fn canonical(&self, out: &mut Vec<u8>) {
        match self {
            Value::Null => out.push(b'n'),
            Value::Int(n) => {
                out.push(b'i');
                out.extend_from_slice(n.to_string().as_bytes());
            }
            Value::Text(s) => {
                out.push(b't');
                out.extend_from_slice(s.as_bytes());
            }
            Value::Bytes(b) => {
                out.push(b'b');
                out.extend_from_slice(b);
            }
        }
    }

    /// The inverse of [`Value::canonical`].
    pub(crate) fn from_canonical(bytes: &[u8]) -> Result<Self> {
        let (kind, rest) = bytes.split_first().ok_or_else(|| Error::broken("an empty value"))?;
        let text = || String::from_utf8(rest.to_vec()).map_err(Error::broken);
        Ok(match kind {
            b'n' => Value::Null,
            b'i' => Value::Int(text()?.parse().map_err(Error::broken)?),
            b't' => Value::Text(text()?),
            b'b' => Value::Bytes(rest.to_vec()),
            other => return Err(Error::broken(format!("unknown value kind {other}"))),
        })
    }
}

/// A Rust type that one column holds.
pub trait Field: Sized {
    fn put(&self) -> Value;
    /// # Errors
    /// `Broken` when the column holds another kind of value.
    fn take(value: Value) -> Result<Self>;
}

impl Field for String {
    fn put(&self) -> Value {
        Value::Text(self.clone())
    }
    /// An erased text reads as the empty text.
    fn take(value: Value) -> Result<Self> {
        match value {
            Value::Text(s) => Ok(s),
            Value::Null => Ok(String::new()),
            other => Err(Error::broken(format!("text expected, found {other:?}"))),
        }
    }
}

impl Field for i64 {
    fn put(&self) -> Value {
        Value::Int(*self)
    }
    fn take(value: Value) -> Result<Self> {
        match value {
            Value::Int(n) => Ok(n),
            other => Err(Error::broken(format!("integer expected, found {other:?}"))),
        }
    }
}

impl Field for bool {
    fn put(&self) -> Value {
        Value::Int(i64::from(*self))
    }
    fn take(value: Value) -> Result<Self> {
        i64::take(value).map(|n| n != 0)
    }
}

impl<T: Field> Field for Option<T> {
    fn put(&self) -> Value {
        self.as_ref().map_or(Value::Null, Field::put)
    }
    fn take(value: Value) -> Result<Self> {
        if value == Value::Null { Ok(None) } else { T::take(value).map(Some) }
    }
}

macro_rules! from {
    ($($t:ty => $v:expr),* $(,)?) => { $(impl From<$t> for Value { fn from(x: $t) -> Self { ($v)(x) } })* };
}
from! {
    &str => |s: &str| Value::Text(s.to_owned()),
    String => Value::Text,
    &String => |s: &String| Value::Text(s.clone()),
    i64 => Value::Int,
    i32 => |n: i32| Value::Int(n.into()),
    u32 => |n: u32| Value::Int(n.into()),
    bool => |b: bool| Value::Int(b.into()),
    Vec<u8> => Value::Bytes,
}

/// One row of a SELECT, read by position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row(pub Vec<Value>);

impl Row {
    /// The column at `n` as `T`; a NULL text reads as the empty text.
    /// # Errors
    /// `Broken` when the column is missing or holds another kind of value.
    pub fn get<T: Field>(&self, n: usize) -> Result<T> {
        T::take(self.0.get(n).cloned().ok_or_else(|| Error::broken("a column is missing"))?)
    }
    /// Shorthand for `get::<String>`.
    /// # Errors
    /// As [`Row::get`].
    pub fn text(&self, n: usize) -> Result<String> {
        self.get(n)
    }
    /// Shorthand for `get::<i64>`; NULL (an empty sum) reads as 0.
    /// # Errors
    /// As [`Row::get`].
    pub fn int(&self, n: usize) -> Result<i64> {
        Ok(self.get::<Option<i64>>(n)?.unwrap_or(0))
    }
}
