//! `chunman verify`: 0 sound, 1 not (each fault is named), 2 could not be done.
use super::{Outcome, Place, in_words};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use ledger::{Report, Stage};
use serde_json::json;
use std::process::ExitCode;

#[derive(Args)]
pub struct Verify {
    #[command(flatten)]
    pub place: Place,
    /// Tell the outcome as JSON.
    #[arg(long)]
    pub json: bool,
}

impl Verify {
    pub fn run(self) -> Outcome {
        let bar = if self.json { ProgressBar::hidden() } else { ProgressBar::new(0) };
        bar.set_style(ProgressStyle::with_template("{msg:12} {bar:40} {pos}/{len}").unwrap_or(ProgressStyle::default_bar()));
        let report = ledger::verify(&self.place.config(), &crate::tables::SCHEMA, |stage| show(&bar, stage));
        bar.finish_and_clear();
        let report = report.map_err(|e| in_words(&e))?;
        println!("{}", if self.json { as_json(&report) } else { as_text(&report) });
        Ok(ExitCode::from(u8::from(!report.faults.is_empty())))
    }
}

fn show(bar: &ProgressBar, stage: Stage) {
    match stage {
        Stage::Leaves { done, all } => {
            bar.set_message("leaves");
            bar.set_length(all.unsigned_abs());
            bar.set_position(done.unsigned_abs());
        }
        Stage::Tables => bar.set_message("tables"),
        Stage::Sums => bar.set_message("sums"),
        Stage::Blobs => bar.set_message("files"),
    }
}

fn as_text(report: &Report) -> String {
    let mut lines: Vec<String> = report.faults.iter().map(ToString::to_string).collect();
    let verdict = if lines.is_empty() { "sound".to_owned() } else { format!("{} faults", lines.len()) };
    lines.push(format!(
        "{verdict}: {} leaves, {} rows, {} sums, {} files, {} checkpoints",
        report.leaves, report.rows, report.sums, report.blobs, report.checkpoints
    ));
    lines.join("\n")
}

fn as_json(report: &Report) -> String {
    let faults: Vec<_> = report.faults.iter().map(|f| json!({ "place": f.place, "object": f.object, "what": f.what })).collect();
    let told = json!({ "sound": faults.is_empty(), "leaves": report.leaves, "rows": report.rows, "sums": report.sums, "files": report.blobs, "checkpoints": report.checkpoints, "faults": faults });
    serde_json::to_string_pretty(&told).unwrap_or_default()
}
