//! What a checker has seen before: a correction beside what counts now, or a record that was sent back beside what it said then.
use super::{Decision, find};
use crate::deeds::view::{Lookup, decimals};
use crate::deeds::{Content, Correction, Deed, state};
use crate::web::Fault;
use crate::web::format::quantity;
use crate::web::html::{Html, escape};
use crate::web::layout::Shell;
use ledger::Read;

/// Why a record waits that was checked before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Again {
    /// A correction of a verified record.
    Correction,
    /// It was sent back for this reason and came again.
    SentBack(String),
}

impl Again {
    /// # Errors
    /// When the data cannot be read.
    pub fn of(r: &mut Read, deed: &Deed) -> Result<Option<Self>, Fault> {
        if deed.state == state::VERIFIED {
            return Ok(Some(Self::Correction));
        }
        let sent_back = find::of_deed(r, &deed.id)?.into_iter().rfind(|check| check.decision == Decision::Return.word());
        Ok(sent_back.map(|check| Self::SentBack(check.reason)))
    }

    /// The word in a list.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Correction => "checks.correction",
            Self::SentBack(_) => "checks.sent_back",
        }
    }
}

/// A field that says something else now.
pub struct Changed {
    pub label: String,
    /// Empty where there was, or is, nothing.
    pub old: Html,
    pub new: Html,
}

/// What the correction, or the record that came again, changes; nothing where the earlier version was erased.
/// # Errors
/// When the data cannot be read.
pub fn changes(r: &mut Read, shell: &Shell, look: &mut Lookup, deed: &Deed, again: &Again) -> Result<Vec<Changed>, Fault> {
    let before = match again {
        Again::Correction => Some(deed.clone()),
        Again::SentBack(_) => sent_back(r, deed)?,
    };
    let Some(before) = before else { return Ok(Vec::new()) };
    let correction = Correction::waiting(r, &deed.id)?.filter(|_| *again == Again::Correction);
    let now = correction.map_or_else(|| Ok(Content::of(deed)), |c| c.content())?;
    let (old, new) = (said(r, shell, look, &before, &Content::of(&before))?, said(r, shell, look, deed, &now)?);
    let of = |rows: &[(String, Html)], label: &str| {
        rows.iter().find(|(l, _)| l == label).map_or_else(|| Html(String::new()), |(_, html)| html.clone())
    };
    let mut labels: Vec<&String> = old.iter().chain(&new).map(|(label, _)| label).collect();
    labels.sort_by_key(|label| new.iter().position(|(l, _)| l == *label).unwrap_or(usize::MAX));
    labels.dedup();
    let both = labels.into_iter().map(|label| Changed { label: label.clone(), old: of(&old, label), new: of(&new, label) });
    Ok(both.filter(|c| c.old.0 != c.new.0).collect())
}

/// The record as it was when it was last sent back.
fn sent_back(r: &mut Read, deed: &Deed) -> Result<Option<Deed>, Fault> {
    for leaf in r.leaves::<Deed>(&deed.id)?.into_iter().rev() {
        if let Some(before) = r.version::<Deed>(leaf.position)?.filter(|before| before.state == state::RETURNED) {
            return Ok(Some(before));
        }
    }
    Ok(None)
}

fn said(r: &mut Read, shell: &Shell, look: &mut Lookup, deed: &Deed, content: &Content) -> Result<Vec<(String, Html)>, Fault> {
    let (indicator, _) = look.measure(r, &deed.indicator)?;
    let amount = shell.amount(&quantity(content.quantity, decimals(&indicator)), &indicator.measure);
    let amount = Html(format!("<span data-field>{}</span>", escape(&amount)));
    let facts = look.facts(r, &shell.w, deed, content, (true, true))?.rows(shell);
    Ok([(shell.t("deed.quantity").to_owned(), amount)].into_iter().chain(facts).collect())
}
