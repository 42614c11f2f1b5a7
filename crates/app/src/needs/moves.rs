//! What of the needs waits for one person: those they own, and for a clerk those that nobody has taken.
use super::find::{self, Only, Whose};
use super::model::Standing;
use super::view;
use crate::people::RoleKind;
use crate::powers::Actor;
use crate::web::Fault;
use crate::web::format::day;
use crate::web::layout::{Fig, Shell};
use ledger::Read;

/// Lines of one kind.
const LINES: usize = 3;

/// A key of `todo.*`, what it is about, and where it is done.
type Move = (&'static str, String, String);

/// # Errors
/// When the data cannot be read.
pub fn of(r: &mut Read, shell: &Shell, actor: &Actor) -> Result<Vec<Move>, Fault> {
    let mut moves = Vec::new();
    let all = find::owned(r, &actor.pseudonym, LINES + 1)?;
    for need in all.iter().take(LINES) {
        let late = !need.due.is_empty() && need.due < actor.day;
        let due = day(shell.lang(), &need.due);
        let detail = shell.f("needs.due_of", &[("topic", &view::topic(&shell.w, &need.topic)), ("day", &due)]);
        moves.push((if late { "todo.need_late" } else { "todo.need" }, detail, need.path()));
    }
    if all.len() > LINES {
        moves.push(("todo.need", shell.t("todo.need_more").to_owned(), "/needs?own=1".to_owned()));
    }
    Ok(moves)
}

/// Needs of a clerk's units that nobody has taken yet, as a Figure that opens to them.
/// # Errors
/// When the data cannot be read.
pub fn untaken(r: &mut Read, shell: &Shell, actor: &Actor) -> Result<Option<Fig>, Fault> {
    for (_, unit) in actor.roles.iter().filter(|(kind, _)| *kind == RoleKind::Clerk) {
        let raised = Only::Of(Standing::Raised);
        let count = find::count(r, &Whose::Unit(unit), raised, &actor.day)?;
        if count > 0 {
            return Ok(Some(Fig::new(count.to_string(), shell.t("measure.needs"), format!("/needs?unit={unit}&state={}", raised.word()))));
        }
    }
    Ok(None)
}
