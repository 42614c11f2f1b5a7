//! The order in which a phone made its operations, as far as it is known here (Scratch). What does not fit is a hint for sampling, never a
//! refusal, shown on no page, and gone when the campaign ends.
use crate::web::{Cx, Fault};
use ::sync::{Chain, Link, Op};
use ledger::{Read, Tx};

/// An installation in one person's hands.
pub fn id(device: &str, person: &str) -> String {
    format!("{device}/{person}")
}

/// # Errors
/// When the data cannot be read.
pub fn of(r: &mut Read, id: &str) -> ledger::Result<Option<Chain>> {
    let row = r.row("SELECT seq, hash FROM chains WHERE id = $1", &[id.into()])?;
    row.map(|row| Ok(Chain { seq: row.int(0)?, hash: row.text(1)? })).transpose()
}

/// Follows the operations of a batch; what each looks like, and the chain's new end.
pub fn follow<'a>(
    mut chain: Option<Chain>,
    ops: impl Iterator<Item = Option<(&'a Op, &'a str)>>,
) -> (Vec<Option<&'static str>>, Option<Chain>) {
    let mut hints = Vec::new();
    for op in ops {
        let followed = op.map(|(op, text)| Chain::follow(chain.as_ref(), op, text));
        hints.push(followed.as_ref().and_then(|(link, _)| match link {
            Link::Next | Link::Again => None,
            Link::Gap => Some("gap"),
            Link::Broken => Some("broken"),
        }));
        chain = followed.map(|(_, end)| end).or(chain);
    }
    (hints, chain)
}

/// Where a chain ends after a batch.
pub struct End {
    pub id: String,
    pub chain: Chain,
    /// How many of the batch did not fit.
    pub breaks: usize,
}

/// Notes the new end, once the batch is done. Should that fail, the next batch looks broken, and nothing else comes of it.
pub async fn keep(cx: &Cx, end: End) {
    let kept = cx.scratch(move |s| {
        let update = "UPDATE chains SET seq = $2, hash = $3, breaks = breaks + $4 WHERE id = $1";
        let breaks = i64::try_from(end.breaks).unwrap_or(i64::MAX);
        let row = [end.id.into(), end.chain.seq.into(), end.chain.hash.into(), breaks.into()];
        if s.execute(update, &row)? == 0 {
            s.execute("INSERT INTO chains (id, seq, hash, breaks) VALUES ($1, $2, $3, $4)", &row)?;
        }
        Ok(())
    });
    if let Err(fault) = kept.await {
        tracing::warn!("the end of a phone's chain was left out: {fault:?}");
    }
}

/// Notes that an operation on a deed does not fit.
/// # Errors
/// When the data cannot be written.
pub fn hint(tx: &mut Tx, op: &str, deed: &str, what: &str) -> Result<(), Fault> {
    tx.scratch("DELETE FROM chain_hints WHERE id = $1", &[op.into()])?;
    tx.scratch("INSERT INTO chain_hints (id, deed, what) VALUES ($1, $2, $3)", &[op.into(), deed.into(), what.into()])?;
    Ok(())
}

/// Takes out the hints of a campaign that ends.
/// # Errors
/// When the data cannot be written.
pub fn forget(tx: &mut Tx, campaign: &str) -> Result<(), Fault> {
    let of_campaign = "SELECT d.id FROM deeds d JOIN items i ON i.id = d.item WHERE i.campaign = $1";
    tx.scratch(&format!("DELETE FROM chain_hints WHERE deed IN ({of_campaign})"), &[campaign.into()])?;
    Ok(())
}
