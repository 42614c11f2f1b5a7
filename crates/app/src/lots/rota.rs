//! Who may be drawn as a checker, and whom of them a record bars: nobody visits what is of their own unit or line, what they or their unit
//! had a hand in, or what they decide on anyway. The discipline role is never on it.
use super::model::Draw;
use crate::orgs;
use crate::people::{self, Person, RoleKind};
use crate::web::Fault;
use ledger::Read;
use std::collections::BTreeSet;

struct Checker {
    person: String,
    pseudonym: String,
    /// The unit and those above it, up to the topmost.
    line: Vec<String>,
    /// Units whose clerk this is.
    clerk_of: Vec<String>,
}

pub struct Rota {
    checkers: Vec<Checker>,
    /// The campaign's unit, which is above everyone: who belongs to it may visit what is below.
    top: String,
    /// Unit of each person with a post that day.
    units: std::collections::HashMap<String, String>,
}

/// Whoever had a hand in a record.
#[derive(Default)]
pub struct Hands {
    /// Ids.
    pub people: BTreeSet<String>,
    /// Units of those who took part, as the record says.
    units: BTreeSet<String>,
}

impl Hands {
    /// `took_part` as a deed's row has it, and who recorded it and typed it in.
    pub fn new(took_part: &str, recorders: &[String]) -> Self {
        let mut hands = Self { people: recorders.iter().cloned().collect(), units: BTreeSet::new() };
        for (person, unit) in took_part.split(' ').filter_map(|p| p.split_once('@')) {
            hands.people.insert(person.to_owned());
            hands.units.insert(unit.to_owned());
        }
        hands
    }
}

impl Rota {
    /// Those of the draw's group, or every unit's clerk, with a post in the campaign's unit or below it that day; by pseudonym.
    /// # Errors
    /// `Invalid` when there is nobody.
    pub fn of(r: &mut Read, draw: &Draw, top: &str, day: &str) -> Result<Self, Fault> {
        let ids = if draw.rota.is_empty() { clerks(r)? } else { people::find::of_group(r, &draw.rota, day)? };
        let mut checkers = Vec::new();
        for id in ids {
            let roles = people::find::scopes(r, &id, day)?;
            let (person, Some(unit)) = (r.get::<Person>(&id)?, people::find::unit_on(r, &id, day)?) else { continue };
            let line = orgs::find::line(r, &unit, day)?;
            if person.name.is_none()
                || !line.iter().any(|code| code == top)
                || roles.iter().any(|(role, _)| role == RoleKind::Inspector.word())
            {
                continue;
            }
            let clerk_of = roles.into_iter().filter(|(role, _)| role == RoleKind::Clerk.word()).map(|(_, unit)| unit).collect();
            checkers.push(Checker { person: id, pseudonym: person.pseudonym, line, clerk_of });
        }
        checkers.sort_by(|a, b| a.pseudonym.cmp(&b.pseudonym));
        if checkers.is_empty() {
            return Err(Fault::invalid("freeze", "need.draw_rota"));
        }
        let rows = r.rows("SELECT person, unit FROM posts WHERE from_day <= $1 AND to_day >= $1 ORDER BY from_day", &[day.into()])?;
        let units = rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?))).collect::<ledger::Result<_>>()?;
        Ok(Self { checkers, top: top.to_owned(), units })
    }

    pub fn pseudonyms(&self) -> Vec<String> {
        self.checkers.iter().map(|c| c.pseudonym.clone()).collect()
    }

    /// Who may not visit a record of a unit, whose line up the tree is given.
    pub fn barred(&self, hands: &Hands, unit: &str, line: &[String]) -> BTreeSet<String> {
        let mut helpers: BTreeSet<&str> = hands.units.iter().map(String::as_str).collect();
        helpers.extend(hands.people.iter().filter_map(|person| self.units.get(person)).map(String::as_str));
        let bars = |c: &&Checker| {
            let own = c.line.first().map_or("", String::as_str);
            hands.people.contains(&c.person)
                || own == unit
                || helpers.contains(own)
                || c.line.iter().any(|code| code == unit && code != &self.top)
                || line.iter().any(|code| code == own && code != &self.top)
                || c.clerk_of.iter().any(|of| line.contains(of))
        };
        self.checkers.iter().filter(bars).map(|c| c.pseudonym.clone()).collect()
    }
}

fn clerks(r: &mut Read) -> Result<Vec<String>, Fault> {
    let rows = r.rows("SELECT DISTINCT person FROM roles WHERE role = 'clerk' ORDER BY person", &[])?;
    Ok(rows.iter().map(|row| row.text(0)).collect::<ledger::Result<_>>()?)
}
