//! In whose hands the records are that wait for a check.
use crate::campaigns::{Campaign, Item};
use crate::deeds::{self, Deed};
use crate::orgs;
use crate::web::words::Words;
use ledger::{Read, Result};
use std::collections::{BTreeMap, HashMap};

/// The records looked at, those that wait longest.
const LOOKED_AT: usize = 200;
/// The most names that are said.
const NAMED: usize = 6;

/// A clerk with a post: id, code and name.
type Clerk = (String, String, String);

/// The people in charge of what waits in a unit and below it, in a sentence's words: for each record the clerks nearest above it who had
/// no hand in it, by unit and code. What another unit's clerk checks is nobody's by name. Empty when nothing waits.
/// # Errors
/// When the data cannot be read.
pub fn of(r: &mut Read, w: &Words, unit: &str, campaign: &Campaign, day: &str) -> Result<String> {
    let waiting = deeds::find::waiting_longest(r, unit, &campaign.id, day, LOOKED_AT)?;
    of_these(r, w, &waiting, day)
}

/// The same of some records.
/// # Errors
/// When the data cannot be read.
pub fn of_these(r: &mut Read, w: &Words, waiting: &[Deed], day: &str) -> Result<String> {
    let mut outside: HashMap<&str, bool> = HashMap::new();
    let clerks = clerks(r, day)?;
    let mut lines: HashMap<String, Vec<String>> = HashMap::new();
    let (mut named, mut others, mut nobody) = (BTreeMap::new(), false, false);
    for deed in waiting {
        if !outside.contains_key(deed.item.as_str()) {
            outside.insert(&deed.item, r.get::<Item>(&deed.item)?.is_checked_outside());
        }
        if outside[deed.item.as_str()] {
            others = true;
            continue;
        }
        if !lines.contains_key(&deed.unit) {
            lines.insert(deed.unit.clone(), orgs::find::line(r, &deed.unit, day)?);
        }
        let found = lines[&deed.unit].iter().find_map(|above| Some((above, free(clerks.get(above)?, deed)?)));
        nobody |= found.is_none();
        for (above, (_, code, name)) in found.into_iter().flat_map(|(above, free)| free.into_iter().map(move |clerk| (above, clerk))) {
            named.insert((above.clone(), code.clone()), name.clone());
        }
    }
    let more = named.len() > NAMED;
    let mut said: Vec<String> = named.into_values().take(NAMED).collect();
    said.extend(more.then(|| w.t("checks.more_clerks").to_owned()));
    said.extend(others.then(|| w.t("received.other_clerk").to_owned()));
    said.extend(nobody.then(|| w.t("checks.no_clerk").to_owned()));
    said.dedup();
    Ok(said.join(w.t("form.comma")))
}

/// Those who had no hand in the deed; none when all of them had.
fn free<'a>(clerks: &'a [Clerk], deed: &Deed) -> Option<Vec<&'a Clerk>> {
    let free: Vec<&Clerk> = clerks.iter().filter(|(id, ..)| !deed.involves(id)).collect();
    (!free.is_empty()).then_some(free)
}

/// Every clerk who holds a post on a day, by the unit of the role or the one it was merged into.
fn clerks(r: &mut Read, day: &str) -> Result<HashMap<String, Vec<Clerk>>> {
    const CLERKS: &str = "SELECT DISTINCT CASE WHEN u.merged = 1 THEN u.parent ELSE u.code END, p.id, p.code, p.name
        FROM roles r JOIN people p ON p.id = r.person JOIN units u ON u.code = r.unit AND u.from_day <= $1 AND u.to_day >= $1
        WHERE r.role = 'clerk' AND p.name IS NOT NULL
            AND EXISTS (SELECT 1 FROM posts o WHERE o.person = p.id AND o.from_day <= $1 AND o.to_day >= $1)";
    let mut found: HashMap<String, Vec<Clerk>> = HashMap::new();
    for row in r.rows(CLERKS, &[day.into()])? {
        found.entry(row.text(0)?).or_default().push((row.text(1)?, row.text(2)?, row.text(3)?));
    }
    Ok(found)
}
