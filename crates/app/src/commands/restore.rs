//! `chunman restore DIR`: into an empty place; a new epoch of the log says what may be lost.
use super::{Outcome, Place, in_words};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Args)]
pub struct Restore {
    #[command(flatten)]
    pub place: Place,
    /// The backup's folder.
    pub from: PathBuf,
}

impl Restore {
    pub fn run(self) -> Outcome {
        let bar = bar();
        let outcome = ledger::restore(&self.place.config(), &crate::tables::SCHEMA, &self.from, |what| bar.set_message(what.to_owned()));
        bar.finish_and_clear();
        let epoch = outcome.map_err(|e| in_words(&e))?;
        println!("Restored into {}. The log goes on as epoch {} ({}).", self.place.data.display(), epoch.id, epoch.origin);
        match (epoch.lost_from, epoch.lost_to) {
            (Some(from), Some(to)) => println!("Lost, for the last known checkpoint covered them: positions {from} to {to}."),
            _ => println!("No position that the last known checkpoint covers is lost."),
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// A line that says which table is being copied.
pub fn bar() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    bar.set_style(ProgressStyle::with_template("{spinner} {msg}").unwrap_or(ProgressStyle::default_spinner()));
    bar
}
