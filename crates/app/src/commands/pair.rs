//! `chunman pair`.
use super::{Outcome, terminal_words};
use crate::web::words::Words;
use clap::Args;
use pairing::{Full, Gaps, Instance, Sheet, Short, Solved, Unread, solve, verify};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const MEANINGS: &str = "\
Every household gets one official, every official between lo and hi households, at the least cost in all. Where that cannot be done, as many
households are served as can be, and least loads are met as far as they can be. Nothing is stored.

Officials file: a CSV with the columns id, lo, hi. Edges file: a CSV with household, official, cost (whole numbers); a row without official and
cost names a household that has no candidate. Both may be packed with gzip.

With --json an object is printed:
  cost      of all pairs
  seconds   of the search, without reading and writing
  unserved  [{household, why}]: who cannot be served
  short     [{official, missing, why}]: who has less than the least
With --pairs FILE a CSV is written: household, official, cost, and the household's cheapest other candidate: other, other_cost, other_full,
in_all_at_least (all pairs together would cost at least that much more with it).";

#[derive(Args)]
#[command(after_long_help = MEANINGS)]
pub struct Pair {
    /// Who may serve: id,lo,hi (CSV).
    #[arg(long)]
    officials: PathBuf,
    /// Who may serve whom: household,official,cost (CSV).
    #[arg(long)]
    edges: PathBuf,
    /// Write the pairs there (CSV).
    #[arg(long)]
    pairs: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// How many officials a sentence names.
const NAMED: usize = 5;

impl Pair {
    /// 0 when pairs were found, also when somebody cannot be served; 1 when rows are wrong; 2 when a file cannot be read or written.
    pub fn run(self) -> Outcome {
        let sheet = match Sheet::read(&self.officials, &self.edges) {
            Ok(sheet) => sheet,
            Err(Unread::Rows(rows)) => {
                rows.iter().for_each(|row| eprintln!("{row}"));
                return Ok(ExitCode::from(1));
            }
            Err(other) => return Err(other.to_string()),
        };
        let (solved, seconds) = timed(&sheet.instance);
        verify(&sheet.instance, &solved).map_err(|what| format!("The pairs found do not hold: {what}. Please report this."))?;
        if let Some(file) = &self.pairs {
            write(&sheet, &solved, file).map_err(|e| format!("{}: {e}", file.display()))?;
        }
        let told = Told { sheet: &sheet, gaps: solved.gaps(&sheet.instance), w: terminal_words() };
        if self.json {
            println!("{}", serde_json::to_string_pretty(&told.json(&solved, seconds)).unwrap_or_default());
        } else {
            told.lines(&solved, seconds).iter().for_each(|line| println!("{line}"));
        }
        Ok(ExitCode::SUCCESS)
    }
}

#[allow(clippy::disallowed_methods, reason = "how long something took is not a fact that is recorded")]
fn timed(instance: &Instance) -> (Solved, f64) {
    let begun = std::time::Instant::now();
    let solved = solve(instance);
    (solved, begun.elapsed().as_secs_f64())
}

struct Told<'a> {
    sheet: &'a Sheet,
    gaps: Gaps,
    w: Words,
}

impl Told<'_> {
    fn json(&self, solved: &Solved, seconds: f64) -> Value {
        let unserved: Vec<Value> = self.unserved().map(|(household, why)| json!({ "household": household, "why": why })).collect();
        let one = |gap: &Short| {
            let why = self.short(gap);
            let missing = |(j, n): &(u32, u32)| json!({ "official": self.sheet.officials[*j as usize], "missing": n, "why": why });
            gap.missing.iter().map(missing).collect::<Vec<_>>()
        };
        let short: Vec<Value> = self.gaps.short.iter().flat_map(one).collect();
        json!({ "cost": solved.cost, "seconds": seconds, "unserved": unserved, "short": short })
    }

    fn lines(&self, solved: &Solved, seconds: f64) -> Vec<String> {
        let pairs = (0u32..).take(self.sheet.households.len()).filter(|&i| solved.official(i).is_some()).count();
        let seconds = format!("{seconds:.2}");
        let mut lines = vec![self.w.f("pairing.done", &[("pairs", &pairs), ("cost", &solved.cost), ("seconds", &seconds)])];
        lines.extend(self.unserved().map(|(household, why)| self.w.f("pairing.unserved", &[("household", &household), ("why", &why)])));
        for gap in &self.gaps.short {
            let why = self.short(gap);
            let line = |(j, n): &(u32, u32)| {
                let official = &self.sheet.officials[*j as usize];
                self.w.f("pairing.short", &[("official", official), ("missing", n), ("why", &why)])
            };
            lines.extend(gap.missing.iter().map(line));
        }
        lines
    }

    /// Each household that nobody serves, with the reason.
    fn unserved(&self) -> impl Iterator<Item = (&str, String)> {
        let household = |i: u32| self.sheet.households[i as usize].as_str();
        let without = self.gaps.without.iter().map(move |&i| (household(i), self.w.t("pairing.without").to_owned()));
        let full = self.gaps.full.iter().flat_map(move |gap| {
            let why = self.full(gap);
            gap.unserved.iter().map(move |&i| (household(i), why.clone()))
        });
        without.chain(full)
    }

    fn full(&self, gap: &Full) -> String {
        let officials = self.names(&gap.officials);
        self.w.f("pairing.full", &[("wanting", &gap.wanting), ("officials", &officials), ("room", &gap.room)])
    }

    fn short(&self, gap: &Short) -> String {
        let officials = self.names(&gap.officials);
        self.w.f("pairing.why_short", &[("officials", &officials), ("need", &gap.need), ("can", &gap.can)])
    }

    fn names(&self, officials: &[u32]) -> String {
        let first: Vec<&str> = officials.iter().take(NAMED).map(|&j| self.sheet.officials[j as usize].as_str()).collect();
        let first = first.join(self.w.t("pairing.and"));
        match officials.len().saturating_sub(NAMED) {
            0 => first,
            more => self.w.f("pairing.more", &[("officials", &first), ("more", &more)]),
        }
    }
}

fn write(sheet: &Sheet, solved: &Solved, file: &Path) -> Result<(), csv::Error> {
    let mut out = csv::Writer::from_path(file)?;
    out.write_record(["household", "official", "cost", "other", "other_cost", "other_full", "in_all_at_least"])?;
    let loads = solved.loads();
    for (i, household) in (0u32..).zip(&sheet.households) {
        let Some(account) = solved.account(&sheet.instance, &loads, i) else { continue };
        let official = |j: u32| sheet.officials[j as usize].clone();
        let other =
            account.other.map(|o| [official(o.official), o.cost.to_string(), u8::from(o.full).to_string(), o.in_all_at_least.to_string()]);
        let own = [household.clone(), official(account.official), account.cost.to_string()];
        out.write_record(own.iter().chain(&other.unwrap_or_default()))?;
    }
    out.flush()?;
    Ok(())
}
