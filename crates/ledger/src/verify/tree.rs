//! The leaves in their order: hashes, heads, change sets; and the checkpoints over them.
use super::replay::Replay;
use super::{Fault, Report, Stage, told};
use crate::merkle::{self, Edge, Hash};
use crate::migrate::Epoch;
use crate::{Head, Read, Result, Value, change, checkpoint};
use std::collections::HashMap;

const PAGE: i64 = 2000;

/// Walks the first `all` leaves, feeds the replay, and returns the root at each size that a checkpoint names.
pub(super) fn walk(
    r: &mut Read,
    replay: &mut Replay,
    report: &mut Report,
    all: i64,
    progress: &mut impl FnMut(Stage),
) -> Result<HashMap<i64, Hash>> {
    let sizes: Vec<i64> = r.rows("SELECT size FROM log_checkpoints", &[])?.iter().map(|row| row.int(0)).collect::<Result<_>>()?;
    let (mut edge, mut roots, mut next) = (Edge::default(), HashMap::new(), 0);
    let orphans = "SELECT c.position FROM log_changes c LEFT JOIN log_leaves l ON l.position = c.position WHERE l.position IS NULL";
    for row in r.rows(orphans, &[])? {
        report.faults.push(Fault::new("log_changes", row.int(0)?, "a change set without a leaf"));
    }
    while next < all {
        let sql = "SELECT l.position, l.object, l.body, l.hashes, c.cells FROM log_leaves l LEFT JOIN log_changes c ON c.position = l.position \
                   WHERE l.position >= $1 AND l.position < $2 ORDER BY l.position LIMIT $3";
        let page = r.rows(sql, &[next.into(), all.into(), PAGE.into()])?;
        if page.is_empty() {
            report.faults.push(Fault::new("log_leaves", next, "the leaf is missing"));
            break;
        }
        for row in page {
            let position = row.int(0)?;
            while next < position {
                report.faults.push(Fault::new("log_leaves", next, "the leaf is missing"));
                next += 1;
            }
            next = position + 1;
            let body = row.text(2)?;
            let closed = edge.push(merkle::leaf_hash(body.as_bytes())).concat();
            if row.0[3] != Value::Bytes(closed) {
                report.faults.push(Fault::new("log_leaves", position, "the stored hashes do not follow from the leaves"));
            }
            leaf(position, &row.text(1)?, &body, &row.0[4], replay, report)?;
            if sizes.contains(&next) {
                roots.insert(next, edge.root());
            }
        }
        report.leaves = next;
        progress(Stage::Leaves { done: next, all });
    }
    Ok(roots)
}

fn leaf(position: i64, object: &str, body: &str, cells: &Value, replay: &mut Replay, report: &mut Report) -> Result<()> {
    let Some(head) = told(Head::parse(body), "log_leaves", position, report) else { return Ok(()) };
    if object != format!("{}/{}", head.table, head.id) {
        report.faults.push(Fault::new("log_leaves", position, "the leaf is filed under another record than it names"));
    }
    let Value::Bytes(bytes) = cells else {
        report.faults.push(Fault::new("log_changes", position, "the change set is missing"));
        return Ok(());
    };
    let Some(cells) = told(change::decode(bytes), "log_changes", position, report) else { return Ok(()) };
    if hex::encode(change::root(&cells)) != head.root {
        report.faults.push(Fault::new("log_changes", position, format!("the change set of {object} is not what its leaf commits to")));
    }
    replay.apply(position, &head, cells, report)
}

/// Every checkpoint verifies, is a prefix of today's tree, and none is missing.
pub(super) fn checkpoints(r: &mut Read, roots: &HashMap<i64, Hash>, file: Option<&str>, report: &mut Report) -> Result<()> {
    let vkeys: Vec<Epoch> = r.all("ORDER BY id", &[])?;
    let (mut number, mut covered, mut newest) = (0, 0, None);
    for row in r.rows("SELECT seq, size, note FROM log_checkpoints ORDER BY seq", &[])? {
        let (seq, size, note) = (row.int(0)?, row.int(1)?, row.text(2)?);
        report.checkpoints += 1;
        number += 1;
        if seq != number {
            report.faults.push(Fault::new("log_checkpoints", number, "the checkpoint is missing"));
            number = seq;
        }
        if size <= covered {
            report.faults.push(Fault::new("log_checkpoints", seq, "the checkpoint does not reach further than the one before it"));
        }
        covered = size;
        let origin = note.lines().next().unwrap_or("");
        let Some(epoch) = vkeys.iter().find(|e| e.origin == origin) else {
            report.faults.push(Fault::new("log_checkpoints", seq, "the checkpoint is of another log"));
            continue;
        };
        let Some(opened) = told(checkpoint::open(&note, &epoch.vkey), "log_checkpoints", seq, report) else { continue };
        if i64::try_from(opened.size) != Ok(size) {
            report.faults.push(Fault::new("log_checkpoints", seq, "the row and the note name different sizes"));
        } else if size > report.leaves {
            report.faults.push(Fault::new(
                "log_checkpoints",
                seq,
                format!("it covers {size} leaves, the log has {}: the end of the log was removed", report.leaves),
            ));
        } else if roots.get(&size) != Some(&opened.root) {
            report.faults.push(Fault::new("log_checkpoints", seq, format!("the first {size} leaves are not those that were signed")));
        }
        newest = Some(note);
    }
    newest_is_known(file, newest.as_deref(), r, report)
}

/// `DIR/checkpoint` outlives rows that are removed from the database.
fn newest_is_known(file: Option<&str>, newest: Option<&str>, r: &mut Read, report: &mut Report) -> Result<()> {
    match (file, newest) {
        (None, None) => {}
        (None, Some(_)) => report.faults.push(Fault::new("checkpoint", "file", "the checkpoint file is missing")),
        (Some(file), _) => {
            if r.rows("SELECT seq FROM log_checkpoints WHERE note = $1", &[file.into()])?.is_empty() {
                report.faults.push(Fault::new("log_checkpoints", "newest", "the checkpoint that was signed last is not in the database"));
            }
        }
    }
    Ok(())
}
