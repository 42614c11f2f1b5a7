//! What a draw says, in words: how many were visited, how many were right, and within which bounds the whole is true.
use super::find::{self, Outcome};
use crate::figures::Question;
use crate::web::Fault;
use crate::web::html::{Html, escape};
use crate::web::layout::{Fig, Shell};
use crate::web::words::fill;
use ledger::Read;

/// A sentence and the numbers in its gaps.
pub struct Told {
    key: &'static str,
    gaps: Vec<(&'static str, Fig)>,
}

impl Told {
    /// `href` is where its numbers open; none on the draw's own page.
    pub fn of(shell: &Shell, outcome: &Outcome, href: Option<&str>) -> Self {
        let fig = |number: String, unit: &str| Fig { text: number, unit: unit.to_owned(), href: href.map(ToOwned::to_owned) };
        let records = |n: usize| fig(n.to_string(), shell.t("measure.deeds"));
        let visits = ("visits", records(outcome.visits));
        match outcome.share {
            Some(share) => {
                // Whole points, the interval not made narrower by it.
                let points = |part: f64| fig(format!("{part:.0}"), "");
                let right = records((outcome.visits as f64 * share.about).round() as usize);
                let (low, high) = (points((share.low * 100.0).floor()), points((share.high * 100.0).ceil()));
                Self { key: "draws.result", gaps: vec![visits, ("right", right), ("low", low), ("high", high)] }
            }
            None if outcome.waiting > 0 => Self { key: "draws.result_waits", gaps: vec![visits, ("waiting", records(outcome.waiting))] },
            None => Self { key: "draws.result_few", gaps: vec![visits] },
        }
    }

    pub fn html(&self, shell: &Shell) -> Html {
        let find = |name: &str| self.gaps.iter().find(|(gap, _)| *gap == name).map(|(_, figure)| shell.fig(figure).0);
        Html(fill(&escape(shell.t(self.key)), find))
    }

    pub fn plain(&self, shell: &Shell) -> String {
        let find = |name: &str| self.gaps.iter().find(|(gap, _)| *gap == name).map(|(_, figure)| shell.plain(figure));
        fill(shell.t(self.key), find)
    }
}

/// A sentence as a page says it, and as plain text.
pub struct Said {
    pub html: Html,
    pub plain: String,
}

/// What was found of a figure by lot, in words; none where nothing was drawn of it, or it is no sum of one measure.
/// # Errors
/// When the data cannot be read.
pub fn beside(r: &mut Read, shell: &Shell, q: &Question) -> Result<Option<Said>, Fault> {
    let Some((draw, outcome)) = find::beside(r, q)? else { return Ok(None) };
    let told = Told::of(shell, &outcome, Some(&draw.path()));
    Ok(Some(Said { html: told.html(shell), plain: told.plain(shell) }))
}
