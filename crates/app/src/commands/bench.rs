//! `chunman bench`: the server as a child, driven over HTTP from this process; figures as JSON.
mod beside;
mod child;
mod households;
mod http;
mod lists;
mod load;
mod people;
mod town;

use super::Outcome;
use child::Server;
use clap::Args;
use lists::Lists;
use load::{Load, Pages};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;
use town::Town;

#[derive(Args)]
pub struct Bench {
    /// Deeds the realm holds while it is measured at full size.
    #[arg(long, default_value_t = 20_000)]
    pub deeds: usize,
    #[arg(long, default_value_t = 32)]
    pub clients: usize,
    /// Rows of a file of people that is imported at the end.
    #[arg(long, default_value_t = 100_000)]
    pub people: usize,
    /// How long the load is measured.
    #[arg(long, default_value_t = 30)]
    pub seconds: u64,
    #[arg(long, default_value_t = 5)]
    pub warm_up: u64,
    /// An empty folder on the disk to be measured, or one that an earlier run filled: it goes on from there. A temporary one otherwise.
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// Measure so many household files instead: import, opening one, finding a name.
    #[arg(long)]
    pub households: Option<usize>,
    /// An empty PostgreSQL database instead of SQLite.
    #[arg(long)]
    pub database: Option<String>,
}

/// The smaller of the two sizes at which figure pages are measured.
const SMALL: usize = 10_000;
/// The smaller of the two at which lists are measured, when the realm grows past it.
const MILLION: usize = 1_000_000;

impl Bench {
    pub fn run(self) -> Outcome {
        let (dir, ours) = match &self.data {
            Some(dir) => (dir.clone(), false),
            None => (std::env::temp_dir().join(format!("chunman-bench-{}", std::process::id())), true),
        };
        let measured = match self.households {
            Some(count) => std::fs::create_dir_all(&dir)
                .map_err(|e| e.to_string())
                .and_then(|()| households::measure(&super::Place { data: dir.clone(), database: self.database.clone() }, count)),
            None => self.measure(&dir),
        };
        if ours {
            let _ = std::fs::remove_dir_all(&dir);
        }
        println!("{}", serde_json::to_string_pretty(&measured?).map_err(|e| e.to_string())?);
        Ok(ExitCode::SUCCESS)
    }

    fn measure(&self, dir: &Path) -> Result<Value, String> {
        let place = super::Place { data: dir.to_owned(), database: self.database.clone() };
        let (town, there) = match dir.join("realm.sqlite").exists() {
            true => Town::again(&place, self.clients.max(1))?,
            false => (Town::found(&place, self.clients.max(1))?, 0),
        };
        let first = SMALL.min(self.deeds).max(there);
        town.fill(&place, there, first)?;
        // A realm that is larger already says nothing of the small size.
        let small = if first > SMALL { None } else { Some(Pages::measure(&Server::start(&place)?, &town)?) };
        let before = if (first..self.deeds).contains(&MILLION) { MILLION } else { first };
        let mut loading = town.fill(&place, first, before)?;
        let million = if before == MILLION { Some(Lists::measure(&Server::start(&place)?, &town, MILLION)?) } else { None };
        if before < self.deeds {
            if before == MILLION && self.database.is_none() {
                beside::keep(dir)?;
            }
            loading = town.fill(&place, before, self.deeds)?;
        }
        let server = Server::start(&place)?;
        let (start_ms, idle_mb) = (server.start_ms, server.rss_mb()?);
        let full = Pages::measure(&server, &town)?;
        let beside = beside::measure(dir, &server, &town)?;
        let lists = Lists::measure(&server, &town, self.deeds)?;
        let seconds = Duration::from_secs;
        let alone = Load::run(&server, &town, 1, (seconds(1), seconds(self.seconds.clamp(2, 10))), &[])?;
        let many = (seconds(self.warm_up), seconds(self.seconds.max(1)));
        let (many, photo) = (Load::run(&server, &town, self.clients, many, &[])?, load::photo()?);
        let photos = Load::run(&server, &town, self.clients, (seconds(1), seconds(self.seconds.clamp(2, 10))), &photo)?;
        let busy_mb = server.rss_mb()?;
        drop(server);
        let people_seconds = people::import(&place, self.people)?;
        let (one, group) = ledger::limits(dir).map_err(|e| e.to_string())?;
        Ok(json!({
            "database": if self.database.is_some() { "PostgreSQL" } else { "SQLite, synchronous=FULL" },
            "deeds": self.deeds, "clients": self.clients, "seconds": self.seconds, "warm_up": self.warm_up,
            "profile": if cfg!(debug_assertions) { "dev (opt-level 1, ledger 3)" } else { "release" },
            "cores": std::thread::available_parallelism().map_or(0, usize::from),
            "load": many, "one_client": alone, "load_with_photos": photos, "photo_kb": photo.len() / 1024,
            "pages_at_10000": small, "pages_at_full_size": full, "lists": lists, "lists_at_1000000": million,
            "board_side_by_side": beside,
            "figure_full_over_small": small.as_ref().map(|small| round(full.figure_p50_ms / small.figure_p50_ms.max(0.001))),
            "start_ms": start_ms, "idle_mb": idle_mb, "busy_mb": busy_mb,
            "bulk_deeds_per_second": loading,
            "import": { "people": self.people, "seconds": people_seconds },
            "machine": { "sqlite_full_rows_per_second_1_a_transaction": one.round(), "sqlite_full_rows_per_second_64_a_transaction": group.round() },
        }))
    }
}

/// Three digits behind the point.
fn round(x: f64) -> f64 {
    (x * 1000.0).round() / 1000.0
}

/// The value below which the share `q` of sorted microseconds lies, in milliseconds.
fn percentile(sorted: &[u32], q: f64) -> f64 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "an index within the list")]
    let n = ((sorted.len() as f64 - 1.0).max(0.0) * q).round() as usize;
    round(f64::from(sorted.get(n).copied().unwrap_or(0)) / 1000.0)
}

/// A stopwatch.
#[allow(clippy::disallowed_methods, reason = "how long something took is not a fact that is recorded")]
fn now() -> std::time::Instant {
    std::time::Instant::now()
}
