//! The command line. Exit codes: 0 done, 1 found something wrong, 2 could not be done.
mod backup;
mod bench;
mod bulletin;
mod demo;
mod draw;
mod erase;
mod import;
mod invite;
mod lint;
mod pair;
mod paste;
mod photos;
mod restore;
mod serve;
mod verify;

use crate::web::Fault;
use crate::web::words::{Lang, Words};
use clap::{Args, Parser, Subcommand};
use ledger::{Clock, Config, Db, MachineClock};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

#[derive(Parser)]
#[command(name = "chunman", version, about = "Public-service campaigns from set-up to the printed bulletin")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// Where the data lies.
#[derive(Args, Clone, Debug)]
pub struct Place {
    /// Folder of the data: database (SQLite), files, keys.
    #[arg(long, env = "CHUNMAN_DATA", default_value = "data")]
    pub data: PathBuf,
    /// A PostgreSQL database instead of SQLite: postgres://user@host/name
    #[arg(long, env = "CHUNMAN_DATABASE")]
    pub database: Option<String>,
}

#[derive(Subcommand)]
enum Command {
    /// Build the demonstration and serve it.
    Demo(demo::Demo),
    /// Serve the realm; an empty folder becomes one through a one-time link.
    Serve(serve::Serve),
    /// Bring in units, people, groups or deeds from a CSV file: checked whole, then applied in steps.
    Import(import::ImportFile),
    /// Read a campaign file by the rules: what is not allowed, why, and what to do instead.
    Lint(lint::Lint),
    /// Write a bulletin to standard output as a page, a text or a document.
    Bulletin(bulletin::ShowBulletin),
    /// The spot checks by lot; `--verify` repeats a draw from the log alone.
    Draw(draw::Draws),
    /// Read a text copied from a chat or a spreadsheet as deeds; nothing is stored.
    Paste(paste::Paste),
    /// Find who looks after which household at the least cost in all, within everybody's load; nothing is stored.
    Pair(pair::Pair),
    /// Find nearly the same photographs in two folders; nothing is stored.
    #[command(subcommand)]
    Photos(photos::Photos),
    /// Replay the log and compare it with every row, sum and file.
    Verify(verify::Verify),
    /// Copy everything but the signing keys into a new folder; the server may be running.
    Backup(backup::Backup),
    /// Put a backup into an empty place.
    Restore(restore::Restore),
    /// Measure: deeds acknowledged a second, figure pages, start, memory. Prints JSON.
    Bench(bench::Bench),
    /// Take the personal values of a person or of one record out for good; deeds and sums stay.
    Erase(erase::Erase),
    /// Make a one-time code for a person and show its address and QR code.
    Invite(invite::Invite),
    /// Make a bearer token for a person.
    Token(invite::MakeToken),
}

/// Why a command stopped: a sentence for the person at the terminal.
pub type Outcome = Result<ExitCode, String>;

pub fn run() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into()))
        .with_writer(std::io::stderr)
        .init();
    let outcome = match Cli::parse().command {
        Command::Demo(demo) => demo.run(),
        Command::Serve(serve) => serve.run(),
        Command::Import(import) => import.run(),
        Command::Lint(lint) => lint.run(),
        Command::Bulletin(bulletin) => bulletin.run(),
        Command::Draw(draws) => draws.run(),
        Command::Paste(paste) => paste.run(),
        Command::Pair(pair) => pair.run(),
        Command::Photos(photos) => photos.run(),
        Command::Verify(verify) => verify.run(),
        Command::Backup(backup) => backup.run(),
        Command::Restore(restore) => restore.run(),
        Command::Bench(bench) => bench.run(),
        Command::Erase(erase) => erase.run(),
        Command::Invite(invite) => invite.run(),
        Command::Token(token) => token.run(),
    };
    outcome.unwrap_or_else(|sentence| {
        eprintln!("{sentence}");
        ExitCode::from(2)
    })
}

impl Place {
    /// The ledger's configuration, on the machine's clock.
    pub fn config(&self) -> Config {
        self.config_at(Arc::new(MachineClock::default()))
    }
    pub fn config_at(&self, clock: Arc<dyn Clock>) -> Config {
        Config { dir: self.data.clone(), postgres: self.database.clone(), origin: "chunman.local/log/realm".into(), clock, seed: None }
    }
    /// Opens the data for serving or writing. A demonstration's clock runs by the offset kept in its realm.
    pub fn open(&self) -> Result<Db, String> {
        let clock = Arc::new(MachineClock::default());
        let db = Db::open(self.config_at(clock.clone()), &crate::tables::SCHEMA).map_err(|e| in_words(&e))?;
        let realm = db.read(crate::realm::Realm::find).map_err(|e| in_words(&e))?;
        clock.offset_ms.store(realm.map_or(0, |r| r.offset_ms), std::sync::atomic::Ordering::Relaxed);
        Ok(db)
    }
}

/// The words of the terminal's language: `LANG`, English where it names none of ours.
pub fn terminal_words() -> Words {
    let lang = std::env::var("LC_ALL").or_else(|_| std::env::var("LANG")).unwrap_or_default();
    Words::new(lang.split('.').next().and_then(Lang::parse).unwrap_or(Lang::En), "county-cn")
}

/// A fault as a sentence for the terminal, with what to do now.
pub fn said(fault: &Fault) -> String {
    let w = terminal_words();
    match fault {
        Fault::Broken(what) => in_words(&ledger::Error::Broken(what.clone())),
        Fault::Invalid { .. } => fault.sentence(&w),
        other => format!("{}{}{}", other.sentence(&w), if w.lang().is_han() { "" } else { " " }, other.advice(&w)),
    }
}

/// Why the data could not be read or written, as a sentence that says what became of it and what to do.
pub fn in_words(e: &ledger::Error) -> String {
    match e {
        ledger::Error::Locked(what) => format!(
            "Another process uses the data in {what}, probably the server. Nothing was changed. Stop it first, or do this in the browser."
        ),
        ledger::Error::Full => "There is no room left on the disk. Nothing was written; make room and do it again.".to_owned(),
        ledger::Error::Broken(what) if what.contains("file is not a database") => {
            "The file realm.sqlite in the data's folder is not a database, or it is damaged. Nothing was changed. Restore the newest backup into an empty folder.".to_owned()
        }
        other => {
            let text = other.to_string();
            let mut letters = text.chars();
            let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
            format!("{first}{}.", letters.as_str().trim_end_matches('.'))
        }
    }
}
