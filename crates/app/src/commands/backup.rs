//! `chunman backup DIR`: safe while the server runs.
use super::{Outcome, Place, in_words, restore::bar};
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Args)]
pub struct Backup {
    #[command(flatten)]
    pub place: Place,
    /// A folder that does not exist yet.
    pub to: PathBuf,
}

impl Backup {
    pub fn run(self) -> Outcome {
        let bar = bar();
        let outcome = ledger::backup(&self.place.config(), &crate::tables::SCHEMA, &self.to, |what| bar.set_message(what.to_owned()));
        bar.finish_and_clear();
        outcome.map_err(|e| in_words(&e))?;
        println!("The backup is whole: {}. It holds no key; keep DIR/keys apart from it.", self.to.display());
        let (sealed, _) = ledger::read_only(&self.place.config(), |r| crate::sealing::unreadable(r, &[])).map_err(|e| in_words(&e))?;
        if sealed > 0 {
            println!(
                "Sealed files in it: {sealed}. Without DIR/keys/seal-*.key nobody reads their names and words again, not even you: keep a copy of those keys elsewhere."
            );
        }
        Ok(ExitCode::SUCCESS)
    }
}
