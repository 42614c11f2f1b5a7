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
        self.tell_of_sealed()?;
        Ok(ExitCode::SUCCESS)
    }

    /// Says what cannot be read for want of a key.
    fn tell_of_sealed(&self) -> Result<(), String> {
        let config = self.place.config();
        let keys = ledger::Keys::there(&config.dir).map_err(|e| in_words(&e))?;
        let names: Vec<&str> = keys.names().collect();
        let (all, locked) = ledger::read_only(&config, |r| crate::sealing::unreadable(r, &names)).map_err(|e| in_words(&e))?;
        let folder = config.dir.join("keys");
        if locked > 0 {
            println!(
                "Sealed files: {all}, of which {locked} cannot be read: their names, numbers, telephones and words are sealed under keys that are not in {}. \
                 Put the old server's seal-*.key files there (as seal-0.key, if the name is taken) and start again. Everything else is here.",
                folder.display()
            );
        } else if all > 0 {
            println!("Sealed files: {all}; their keys are in {}.", folder.display());
        }
        Ok(())
    }
}

/// A line that says which table is being copied.
pub fn bar() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    bar.set_style(ProgressStyle::with_template("{spinner} {msg}").unwrap_or(ProgressStyle::default_spinner()));
    bar
}
