//! What of the draws waits for one person: visits they were drawn for, and the next step of a draw.
use super::find;
use super::model::{ANNOUNCED, DRAWN, Draw, FROZEN};
use super::view::{visit_href, visit_label};
use crate::campaigns;
use crate::powers::{Actor, Power};
use crate::web::layout::Shell;
use crate::web::{Cx, Fault};
use ledger::Read;

/// Lines of one kind.
const LINES: usize = 3;

/// A key of `todo.*`, what it is about, and where it is done.
type Move = (&'static str, String, String);

/// # Errors
/// When the data cannot be read.
pub fn of(r: &mut Read, cx: &Cx, shell: &Shell, actor: &Actor) -> Result<Vec<Move>, Fault> {
    let mut moves = visits(r, shell, actor)?;
    let now = ledger::stamp(cx.app.db.clock().now_ms());
    for (state, key) in [(ANNOUNCED, "todo.draw_freeze"), (FROZEN, "todo.draw_number"), (DRAWN, "todo.draw_close")] {
        let mut lines = 0;
        for draw in find::in_state(r, state)? {
            if lines < LINES && waits(r, cx, actor, &draw, &now)? {
                lines += 1;
                let (_, item, _) = campaigns::find::measure(r, &draw.indicator)?;
                moves.push((key, item.name, draw.path()));
            }
        }
    }
    Ok(moves)
}

fn visits(r: &mut Read, shell: &Shell, actor: &Actor) -> Result<Vec<Move>, Fault> {
    let all = find::visits(r, &actor.pseudonym)?;
    let mut moves = Vec::new();
    for row in all.iter().take(LINES) {
        moves.push(("todo.draw_visit", visit_label(r, shell, row)?, visit_href(row)));
    }
    if let Some(more) = all.get(LINES) {
        moves.push(("todo.draw_visit", shell.t("todo.draw_more").to_owned(), format!("/draws/{}", more.draw)));
    }
    Ok(moves)
}

/// Whether the draw's next step is this person's, now.
fn waits(r: &mut Read, cx: &Cx, actor: &Actor, draw: &Draw, now: &str) -> Result<bool, Fault> {
    let known = now >= draw.known_at.as_str();
    Ok(match draw.state.as_str() {
        FROZEN => {
            let own = find::standing_number(r, &draw.id)?.is_some_and(|entered| entered.entered_by == actor.pseudonym);
            known && !own && cx.may(r, &Power::EnterNumber(draw.id.clone())).is_ok()
        }
        // One that was not frozen in time is to be given up.
        ANNOUNCED => cx.may(r, &Power::Draw(draw.campaign.clone())).is_ok(),
        _ => cx.may(r, &Power::Draw(draw.campaign.clone())).is_ok() && find::outcome(r, draw)?.waiting == 0,
    })
}
