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

/// The units below (and with) a unit today, as a subquery of `$1` (unit) and `$2` (day).
const BELOW: &str = "WITH RECURSIVE below (code, depth) AS (
        SELECT code, CAST(0 AS BIGINT) FROM units WHERE code = $1 AND from_day <= $2 AND to_day >= $2
        UNION ALL SELECT u.code, b.depth + 1 FROM below b JOIN units u ON u.parent = b.code WHERE u.from_day <= $2 AND u.to_day >= $2 AND b.depth < 20)";

/// What a checker's queue holds: deeds received, and verified ones with a correction that waits; of items whose way is theirs.
fn waiting(own: bool) -> String {
    let (place, way) = if own { ("IN", "<> 'other'") } else { ("NOT IN", "= 'other'") };
    format!(
        "unit {place} (SELECT code FROM below) AND item IN (SELECT id FROM items WHERE way {way}) AND {SETTLED}
         AND recorder <> $3 AND entered_by <> $3 AND NOT EXISTS (SELECT 1 FROM taken_part t WHERE t.person = $3 AND t.deed = deeds.id AND t.times > 0)
         AND (state = 'received' OR state = 'verified' AND id IN (SELECT deed FROM corrections c WHERE c.state = 'received' AND c.made_by <> $3))"
    )
}

/// The deeds that wait for this person's check, oldest first, and how many there are.
/// # Errors
/// When the data cannot be read.
pub fn queue(r: &mut Read, actor: &Actor, day: &str, after: i64, limit: usize) -> Result<(Vec<Deed>, i64), Fault> {
    let columns: Vec<&str> = <Deed as ledger::Record>::COLUMNS.iter().map(|c| c.name).collect();
    let (mut deeds, mut count): (Vec<Deed>, i64) = (Vec::new(), 0);
    for (_, scope) in actor.roles.iter().filter(|(kind, _)| *kind == RoleKind::Clerk) {
        for own in [true, false] {
            let params: [Value; 3] = [scope.into(), day.into(), actor.id.as_str().into()];
            let condition = waiting(own);
            let sql = format!(
                "{BELOW} SELECT {} FROM deeds WHERE {condition} AND position > {after} ORDER BY position LIMIT {}",
                columns.join(", "),
                limit + 1
            );
            for row in r.rows(&sql, &params)? {
                deeds.push(ledger::Record::from_row(row.0)?);
            }
            count += r.int(&format!("{BELOW} SELECT COUNT(*) FROM deeds WHERE {condition}"), &params)?;
        }
    }
    deeds.sort_by_key(|d: &Deed| d.position);
    deeds.dedup_by(|a, b| a.id == b.id);
    deeds.truncate(limit + 1);
    Ok((deeds, count))
}
