//! Time and chance, given from outside so that a story can be told twice.
use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::sync::atomic::{AtomicI64, Ordering};

/// Where "now" comes from, in milliseconds since 1970 UTC.
pub trait Clock: Send + Sync {
    fn now_ms(&self) -> i64;
}

/// The machine's clock, shifted by a fixed offset (a demonstration lives in its own time).
#[derive(Debug, Default)]
pub struct MachineClock {
    pub offset_ms: AtomicI64,
}

impl Clock for MachineClock {
    #[allow(clippy::disallowed_methods, reason = "the one place that asks the machine for the time")]
    fn now_ms(&self) -> i64 {
        jiff::Timestamp::now().as_millisecond() + self.offset_ms.load(Ordering::Relaxed)
    }
}

/// A clock that stands still until it is moved.
#[derive(Debug, Default)]
pub struct SetClock(pub AtomicI64);

impl SetClock {
    /// Starts at the instant, for example `2017-03-31T02:00:00Z`.
    /// # Panics
    /// When the text is not an instant: it is for tests and demonstrations.
    pub fn at(instant: &str) -> Self {
        let at: jiff::Timestamp = instant.parse().expect("an instant in RFC 3339");
        Self(AtomicI64::new(at.as_millisecond()))
    }
    pub fn advance_ms(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::Relaxed);
    }
}

impl Clock for SetClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// An instant as it is stored: fixed width, UTC, milliseconds.
pub fn stamp(ms: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(ms).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    format!("{at:.3}")
}

/// Random bytes: salts, ids, codes. Seeded in stories, from the operating system otherwise.
pub struct Chance(ChaCha12Rng);

impl Chance {
    pub fn seeded(seed: u64) -> Self {
        Self(ChaCha12Rng::seed_from_u64(seed))
    }
    /// # Errors
    /// When the operating system has no randomness to give.
    pub fn from_machine() -> crate::Result<Self> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(crate::Error::broken)?;
        Ok(Self(ChaCha12Rng::from_seed(seed)))
    }
    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut out = [0; N];
        self.0.fill_bytes(&mut out);
        out
    }
    /// A UUIDv7 for the instant.
    pub fn uuid(&mut self, now_ms: i64) -> String {
        let random: [u8; 10] = self.bytes();
        uuid::Builder::from_unix_timestamp_millis(u64::try_from(now_ms).unwrap_or(0), &random).into_uuid().to_string()
    }
}
