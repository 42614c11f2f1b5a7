//! What waits for whom.
use super::Check;
use crate::deeds::Deed;
use crate::deeds::find::SETTLED;
use crate::people::RoleKind;
use crate::powers::Actor;
use crate::web::Fault;
use ledger::{Read, Value};

/// Whether a person made a waiting correction of the deed.
/// # Errors
/// When the data cannot be read.
pub fn corrected_by(r: &mut Read, deed: &str, person: &str) -> ledger::Result<bool> {
    Ok(r.int("SELECT COUNT(*) FROM corrections WHERE deed = $1 AND made_by = $2 AND state = 'received'", &[deed.into(), person.into()])?
        > 0)
}

/// # Errors
/// When the data cannot be read.
pub fn of_deed(r: &mut Read, deed: &str) -> ledger::Result<Vec<Check>> {
    r.all("WHERE deed = $1 ORDER BY position", &[deed.into()])
}

/// The scopes of a person's roles of these kinds, as parameters behind a day and another; none where there are none.
fn scoped(actor: &Actor, kinds: &[RoleKind], day: &str, second: &str) -> Option<(usize, Vec<Value>)> {
    let scopes: Vec<&String> = actor.roles.iter().filter(|(kind, _)| kinds.contains(kind)).map(|(_, scope)| scope).collect();
    let params = [day, second].into_iter().chain(scopes.iter().map(|scope| scope.as_str())).map(Value::from).collect();
    (!scopes.is_empty()).then_some((scopes.len(), params))
}

/// The units of a clerk's roles today, with all below, as a subquery of `$1` (day) and the roles' units from `$3` on.
fn below(scopes: usize) -> String {
    let roots: Vec<String> = (3..3 + scopes).map(|n| format!("${n}")).collect();
    format!(
        "WITH RECURSIVE below (code, depth) AS (
            SELECT code, CAST(0 AS BIGINT) FROM units WHERE code IN ({}) AND from_day <= $1 AND to_day >= $1
            UNION SELECT u.code, b.depth + 1 FROM below b JOIN units u ON u.parent = b.code
                WHERE u.from_day <= $1 AND u.to_day >= $1 AND b.depth < 20)",
        roots.join(", ")
    )
}

/// Deeds received, and verified ones with a correction that waits, which `$2` had no hand in.
const WAITS: &str = "recorder <> $2 AND entered_by <> $2
    AND NOT EXISTS (SELECT 1 FROM involved i WHERE i.person = $2 AND i.position = deeds.position AND i.times > 0)
    AND (state = 'received' OR state = 'verified' AND id IN (SELECT deed FROM corrections c WHERE c.state = 'received' AND c.made_by <> $2))";

/// No helper is of this clerk's side: of the own unit (the parameter `$own`), or of one whose clerk this is.
fn not_their_side(own: usize) -> String {
    format!(
        "unit <> ${own}
        AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.person IN (deeds.recorder, deeds.entered_by) AND p.from_day <= deeds.day AND p.to_day >= deeds.day
            AND (p.unit = ${own} OR p.unit IN (SELECT code FROM below)))
        AND ' ' || people || ' ' NOT LIKE '%@' || ${own} || ' %'
        AND NOT EXISTS (SELECT 1 FROM below b WHERE ' ' || deeds.people || ' ' LIKE '%@' || b.code || ' %')"
    )
}

/// The lot did not fall on a unit whose clerk this is not.
const DRAWN: &str = "NOT EXISTS (SELECT 1 FROM calls c WHERE c.id = deeds.id AND c.unit NOT IN (SELECT code FROM below))";

/// Indicators of items verified in one of these ways, of campaigns that have not ended: deeds are found by them.
fn verified_by(ways: &str) -> String {
    format!(
        "indicator IN (SELECT n.id FROM indicators n JOIN items i ON i.id = n.item JOIN campaigns c ON c.id = i.campaign
            WHERE i.way IN ({ways}) AND c.state <> 'closed')"
    )
}

/// What a checker's queue holds, as `powers::may_check` decides: of the own units, and of the others what is checked from outside.
fn waiting(own: usize) -> [String; 2] {
    let (other, confirm, side) = (verified_by("'other'"), verified_by("'confirm'"), not_their_side(own));
    let outside = verified_by("'other', 'confirm'");
    [
        format!(
            "unit IN (SELECT code FROM below) AND item IN (SELECT i.id FROM items i JOIN campaigns c ON c.id = i.campaign
                WHERE i.way NOT IN ('other', 'confirm') AND c.state <> 'closed') AND {SETTLED} AND {WAITS}"
        ),
        format!(
            "{outside} AND unit NOT IN (SELECT code FROM below) AND ({other} OR {confirm} AND {side} AND {DRAWN}) AND {SETTLED} AND {WAITS}"
        ),
    ]
}

/// What waits for a person's check.
#[derive(Default)]
pub struct Queue {
    /// A page of it, oldest first, with one more where it goes on.
    pub deeds: Vec<Deed>,
    /// How many there are, and how many of them are corrections of verified records.
    pub count: i64,
    pub corrections: i64,
}

/// The first of the deeds whose other side this person is to ask.
/// # Errors
/// When the data cannot be read.
pub fn to_ask(r: &mut Read, actor: &Actor) -> Result<Option<String>, Fault> {
    let Some((scopes, mut params)) = scoped(actor, &[RoleKind::Clerk], &actor.day, &actor.id) else { return Ok(None) };
    params.push(actor.unit.as_str().into());
    let (below, [_, outside]) = (below(scopes), waiting(params.len()));
    let drawn = format!("{below} SELECT id FROM deeds WHERE {outside} AND id IN (SELECT id FROM calls) ORDER BY position LIMIT 1");
    Ok(r.row(&drawn, &params)?.map(|row| row.text(0)).transpose()?)
}

/// The deed in this office's scope whose other side waits longest to be asked, if it has since before a day.
/// # Errors
/// When the data cannot be read.
pub fn unasked(r: &mut Read, actor: &Actor, before: &str) -> Result<Option<String>, Fault> {
    let Some((scopes, params)) = scoped(actor, &[RoleKind::Office, RoleKind::Administrator], &actor.day, before) else { return Ok(None) };
    let late = format!(
        "{} SELECT d.id FROM calls c JOIN deeds d ON d.id = c.id WHERE c.drawn_at < $2 AND d.unit IN (SELECT code FROM below)
            AND (d.state = 'received' OR d.state = 'verified' AND d.id IN (SELECT deed FROM corrections x WHERE x.state = 'received'))
            AND d.item IN (SELECT i.id FROM items i JOIN campaigns k ON k.id = i.campaign WHERE k.state <> 'closed') ORDER BY c.drawn_at, d.position LIMIT 1",
        below(scopes)
    );
    Ok(r.row(&late, &params)?.map(|row| row.text(0)).transpose()?)
}

/// The deeds that wait for this person's check.
/// # Errors
/// When the data cannot be read.
pub fn queue(r: &mut Read, actor: &Actor, day: &str, after: i64, limit: usize) -> Result<Queue, Fault> {
    let mut queue = Queue::default();
    let Some((scopes, mut params)) = scoped(actor, &[RoleKind::Clerk], day, &actor.id) else { return Ok(queue) };
    let columns: Vec<&str> = <Deed as ledger::Record>::COLUMNS.iter().map(|c| c.name).collect();
    let below = below(scopes);
    let [own, outside] = waiting(params.len() + 1);
    for (condition, more) in [(own, None), (outside, Some(Value::from(actor.unit.as_str())))] {
        params.extend(more);
        let page = format!("AND position > {after} ORDER BY position LIMIT {}", limit + 1);
        for row in r.rows(&format!("{below} SELECT {} FROM deeds WHERE {condition} {page}", columns.join(", ")), &params)? {
            queue.deeds.push(ledger::Record::from_row(row.0)?);
        }
        let counts = format!("{below} SELECT COUNT(*), COUNT(*) FILTER (WHERE state = 'verified') FROM deeds WHERE {condition}");
        if let Some(row) = r.row(&counts, &params)? {
            queue.count += row.int(0)?;
            queue.corrections += row.int(1)?;
        }
    }
    queue.deeds.sort_by_key(|d: &Deed| d.position);
    queue.deeds.truncate(limit + 1);
    Ok(queue)
}
