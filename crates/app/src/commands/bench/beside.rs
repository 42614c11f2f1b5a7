//! A realm at a million deeds beside the full one: both are asked in turn, so that whatever else the machine does meets both.
use super::child::Server;
use super::lists::{ASKED, ask_in, board};
use super::town::Town;
use super::{percentile, round};
use crate::commands::Place;
use serde::Serialize;
use std::path::{Path, PathBuf};

#[derive(Debug, Serialize)]
pub struct Beside {
    pub board_at_1000000_p50_ms: f64,
    pub board_at_full_size_p50_ms: f64,
    pub full_over_1000000: f64,
}

/// Where the copy of the realm lies.
fn copy_in(dir: &Path) -> PathBuf {
    dir.join("at-1000000")
}

/// Keeps the realm as it stands. Its server does not run.
pub fn keep(dir: &Path) -> Result<(), String> {
    copy(dir, &copy_in(dir)).map_err(|e| format!("{}: {e}", dir.display()))
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    let all: Vec<_> = std::fs::read_dir(from)?.collect::<Result<_, _>>()?;
    std::fs::create_dir_all(to)?;
    for entry in all {
        let into = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &into)?;
        } else {
            std::fs::copy(entry.path(), into)?;
        }
    }
    Ok(())
}

/// Asks the kept realm and the full one in turn; nothing where none was kept.
pub fn measure(dir: &Path, full: &Server, town: &Town) -> Result<Option<Beside>, String> {
    let kept = Place { data: copy_in(dir), database: None };
    if !kept.data.join("realm.sqlite").exists() {
        return Ok(None);
    }
    let million = Town::again(&kept, 1)?.0;
    let server = Server::start(&kept)?;
    let (mut small, mut large) = (server.client(&million.tokens[0])?, full.client(&town.tokens[0])?);
    // The first of each reads the sums of all days.
    ask_in(&mut small, &board(3))?;
    ask_in(&mut large, &board(3))?;
    let (mut of_small, mut of_large) = (Vec::new(), Vec::new());
    for n in 0..5 * ASKED {
        of_small.push(ask_in(&mut small, &board(n))?);
        of_large.push(ask_in(&mut large, &board(n))?);
    }
    of_small.sort_unstable();
    of_large.sort_unstable();
    let (before, now) = (percentile(&of_small, 0.5), percentile(&of_large, 0.5));
    Ok(Some(Beside { board_at_1000000_p50_ms: before, board_at_full_size_p50_ms: now, full_over_1000000: round(now / before.max(0.001)) }))
}
