//! What of rosters waits for one person: subjects they serve, and for a clerk those that nobody serves.
use super::find::{self, Whose};
use crate::people::RoleKind;
use crate::powers::Actor;
use crate::web::Fault;
use crate::web::format::day;
use crate::web::layout::Shell;
use ledger::Read;

/// Lines of one kind.
const LINES: usize = 3;

/// A key of `todo.*`, what it is about, and where it is done.
type Move = (&'static str, String, String);

/// # Errors
/// When the data cannot be read.
pub fn of(r: &mut Read, shell: &Shell, actor: &Actor) -> Result<Vec<Move>, Fault> {
    let mut moves = Vec::new();
    for roster in find::with_work(r, &Whose::Person(&actor.pseudonym), &actor.day, LINES)? {
        let detail = shell.f("rosters.until", &[("name", &roster.name), ("day", &day(shell.lang(), &roster.to_day))]);
        moves.push(("todo.roster", detail, format!("{}?own=1&state=open", roster.path())));
    }
    for (_, unit) in actor.roles.iter().filter(|(kind, _)| *kind == RoleKind::Clerk) {
        for roster in find::with_work(r, &Whose::Unit(unit), &actor.day, LINES)? {
            moves.push(("todo.roster_unassigned", roster.name.clone(), format!("{}/assignment", roster.path())));
        }
    }
    Ok(moves)
}
