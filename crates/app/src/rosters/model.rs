//! A roster: whose it is, whom it lists, what is done for each.
use crate::campaigns;
use crate::households::{at_most, today_of};
use crate::orgs;
use crate::realm::valid_day;
use crate::web::Fault;
use ledger::{Tx, record};

record! {
    /// A list of subjects to serve. Services are recorded in its unit, under its indicator.
    pub struct Roster in "rosters" {
        /// Log position of its first version: the number people know it by.
        position: i64 as open,
        unit: String as open,
        indicator: String as open,
        /// One of [`KINDS`].
        kind: String as open,
        name: String,
        /// What is done at a service, a line each; may be empty.
        checklist: String,
        /// Local days, inclusive; within its campaign's.
        from_day: String as open,
        to_day: String as open,
        /// A pseudonym.
        made_by: String,
        made_at: String,
    }
}

/// Kinds of subject.
pub const KINDS: [&str; 8] = ["household", "enterprise", "machine", "elder", "left-behind", "disabled", "child", "person"];
/// The kinds that a deed counts by themselves; the others it counts as `other`.
const COUNTED: [&str; 6] = ["household", "enterprise", "elder", "left-behind", "disabled", "child"];

/// The kinds whose subjects may be minors: of a line nothing says how old somebody is.
pub const OF_MINORS: [&str; 2] = ["child", "left-behind"];

const NAME_MOST: usize = 60;
const LINES_MOST: usize = 12;
const LINE_MOST: usize = 60;

/// What a form says of a roster.
#[derive(Debug, Clone, Default)]
pub struct NewRoster {
    /// Given by the sender, so that the same one sent twice is one; empty for the next.
    pub id: String,
    pub unit: String,
    pub indicator: String,
    pub kind: String,
    pub name: String,
    pub checklist: String,
    /// Empty for the campaign's.
    pub from: String,
    pub to: String,
}

impl NewRoster {
    /// Its name, its checklist and its days, as they are stored.
    fn read(&self, tx: &mut Tx, unit: &str, indicator: &str) -> Result<(String, String, [String; 2]), Fault> {
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            return Err(Fault::invalid("name", "need.roster_name"));
        }
        at_most("name", &name, NAME_MOST)?;
        let (_, _, campaign) = campaigns::find::measure(tx, indicator).map_err(|_| Fault::invalid("indicator", "need.which_item"))?;
        let or = |day: &str, other: &str| if day.is_empty() { other.to_owned() } else { day.to_owned() };
        let days = [or(&self.from, &campaign.from_day), or(&self.to, &campaign.to_day)];
        let within = |day: &String| valid_day(day) && *day >= campaign.from_day && *day <= campaign.to_day;
        // Of two days in the wrong order the one that was typed is the wrong one, and the last where both were.
        let wrong = match (within(&days[0]), within(&days[1])) {
            (false, _) => Some("from"),
            (_, false) => Some("to"),
            _ if days[0] > days[1] => Some(if self.to.is_empty() { "from" } else { "to" }),
            _ => None,
        };
        if let Some(field) = wrong {
            return Err(Fault::says(field, "need.roster_days", &[("from", &campaign.from_day), ("to", &campaign.to_day)]));
        }
        if !orgs::find::line(tx, unit, &days[0])?.contains(&campaign.unit) {
            return Err(Fault::says("unit", "need.unit_takes_part", &[("unit", &unit)]));
        }
        Ok((name, checklist(&self.checklist)?, days))
    }
}

/// Lines as they are kept: one each, without empty ones and without the same twice.
fn checklist(text: &str) -> Result<String, Fault> {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    if lines.len() > LINES_MOST || lines.iter().any(|line| line.chars().count() > LINE_MOST) {
        return Err(Fault::says("checklist", "need.checklist", &[("most", &LINES_MOST), ("letters", &LINE_MOST)]));
    }
    Ok(lines.join("\n"))
}

impl Roster {
    /// Sets a roster up. The very same id once more changes nothing.
    /// # Errors
    /// `Invalid` when a field is wrong.
    pub fn make(tx: &mut Tx, new: &NewRoster) -> Result<Roster, Fault> {
        if let Some(there) = tx.find::<Roster>(&new.id)? {
            return Ok(there);
        }
        if !new.id.is_empty() {
            crate::deeds::check_id(&new.id)?;
        }
        if !KINDS.contains(&new.kind.as_str()) {
            return Err(Fault::invalid("kind", "need.roster_kind"));
        }
        let (name, checklist, [from_day, to_day]) = new.read(tx, &new.unit, &new.indicator)?;
        let id = if new.id.is_empty() { tx.uuid() } else { new.id.clone() };
        let (position, made_by, made_at) = (tx.position(), tx.warrant().who().to_owned(), tx.now());
        let (unit, indicator, kind) = (new.unit.clone(), new.indicator.clone(), new.kind.clone());
        let roster = Roster { id, rev: 1, position, unit, indicator, kind, name, checklist, from_day, to_day, made_by, made_at };
        tx.insert(&roster)?;
        Ok(roster)
    }

    /// Another name, checklist or days. Whose it is, whom it lists and what its services count as stay: records lean on them.
    /// # Errors
    /// `Invalid` when a field is wrong; `Stale` when the form saw another version.
    pub fn change(self, tx: &mut Tx, rev: i64, new: &NewRoster) -> Result<Roster, Fault> {
        if rev != self.rev {
            return Err(Fault::Stale);
        }
        let (name, checklist, [from_day, to_day]) = new.read(tx, &self.unit, &self.indicator)?;
        let after = Roster { name, checklist, from_day, to_day, ..self.clone() };
        if [&after.name, &after.checklist, &after.from_day, &after.to_day] == [&self.name, &self.checklist, &self.from_day, &self.to_day] {
            return Ok(self);
        }
        Ok(tx.update(&self, &after)?)
    }

    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.checklist.lines()
    }
    /// Whether it lists people: their names are masked for who has nothing to do with them, and telephones read are written down.
    pub fn is_of_people(&self) -> bool {
        !["enterprise", "machine"].contains(&self.kind.as_str())
    }
    /// What a deed counts a subject as.
    pub fn served_kind(&self) -> &'static str {
        COUNTED.into_iter().find(|kind| *kind == self.kind).unwrap_or("other")
    }
    /// The day on which somebody is put on it: today, or its nearest day.
    pub(super) fn day_on(&self, tx: &mut Tx) -> Result<String, Fault> {
        Ok(today_of(tx)?.clamp(self.from_day.clone(), self.to_day.clone()))
    }
    pub fn path(&self) -> String {
        format!("/rosters/{}", self.position)
    }
}
