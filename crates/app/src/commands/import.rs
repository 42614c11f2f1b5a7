//! `chunman import`.
use super::{Outcome, Place, in_words, said, terminal_words};
use crate::imports::{Import, Kind, Told};
use crate::powers::Who;
use crate::realm::Realm;
use crate::web::Fault;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

#[derive(Args)]
pub struct ImportFile {
    #[command(flatten)]
    pub place: Place,
    /// What the file holds.
    pub kind: Kind,
    /// A CSV file in UTF-8 or a spreadsheet (XLSX, its first sheet), with a header.
    pub file: PathBuf,
    /// Only check; write nothing.
    #[arg(long)]
    pub check: bool,
    /// Tell the outcome as JSON.
    #[arg(long)]
    pub json: bool,
}

/// The most a file may hold, in bytes. A hundred thousand households with every column are some 60 MB of text and 25 MB as a spreadsheet.
const FILE_MOST: u64 = 128 * 1024 * 1024;

impl ImportFile {
    /// 0 when all is well, 1 when rows are wrong or it was stopped, 2 when it could not be done.
    pub fn run(self) -> Outcome {
        let name = self.file.display();
        let size = std::fs::metadata(&self.file).map_err(|e| unread(&name, &e))?.len();
        if size > FILE_MOST {
            return Err(format!("The file {name} holds {size} bytes; at most {FILE_MOST} are taken. Nothing was changed. Divide it."));
        }
        let bytes = std::fs::read(&self.file).map_err(|e| unread(&name, &e))?;
        let import = Import::read(self.kind, &bytes, Who::Operator).map_err(|f| said(&f))?;
        let db = self.place.open()?;
        if db.read(Realm::find).map_err(|e| in_words(&e))?.is_none() {
            return Err(said(&Fault::NotSetUp));
        }
        let told = self.watched(import, &db);
        Ok(tell(&told.map_err(|f| said(&f))?, self.json))
    }

    /// Checks and applies, each with a bar; Ctrl-C stops between steps.
    fn watched(&self, import: Import, db: &ledger::Db) -> Result<Told, Fault> {
        let stop = stop_on_interrupt();
        let bar = if self.json { ProgressBar::hidden() } else { ProgressBar::new(import.rows() as u64) };
        bar.set_style(ProgressStyle::with_template("{msg} {bar:40} {pos}/{len} {eta}").unwrap_or(ProgressStyle::default_bar()));
        bar.set_message("checking");
        let seen = bar.clone();
        let (import, words) = (import.watched(move |row| seen.set_position(row as u64)), terminal_words());
        let told = if self.check {
            import.check(db, &words)
        } else {
            import.run(db, &words, |at| {
                bar.set_message("applying");
                bar.set_position(at.done as u64);
                !stop.load(Ordering::Relaxed)
            })
        };
        bar.finish_and_clear();
        told
    }
}

fn unread(name: &impl std::fmt::Display, e: &std::io::Error) -> String {
    format!("The file {name} cannot be read: {e}. Nothing was changed.")
}

/// A flag that Ctrl-C raises.
fn stop_on_interrupt() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = stop.clone();
    std::thread::spawn(move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
        if runtime.block_on(tokio::signal::ctrl_c()).is_ok() {
            flag.store(true, Ordering::Relaxed);
        }
    });
    stop
}

fn tell(told: &Told, json: bool) -> ExitCode {
    if json {
        println!("{}", serde_json::to_string_pretty(told).unwrap_or_default());
    } else {
        for fault in &told.faults {
            println!("line {}, {}: {}", fault.line, fault.field, fault.sentence);
        }
        println!("{}: {} rows, {}, {} applied{}", told.kind, told.rows, told.state, told.done, advice(told));
    }
    ExitCode::from(u8::from(matches!(told.state, "wrong" | "stopped")))
}

fn advice(told: &Told) -> &'static str {
    match told.state {
        "wrong" => ". Nothing was written; mend these rows and import the file again.",
        "stopped" => ". Import the same file again to continue.",
        _ if told.before => ". This very file was imported before; nothing was written.",
        _ => ".",
    }
}
