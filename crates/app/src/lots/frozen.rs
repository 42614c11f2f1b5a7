//! The set a draw is made of, as it stood when it was frozen: the records with what they claim, and who may visit which of them. Both are
//! kept as files of lines; the second is not public, for it says who had a hand in which record.
use super::model::Draw;
use super::rota::{Hands, Rota};
use super::sample::Ticket;
use crate::campaigns::Campaign;
use crate::deeds::find::SETTLED;
use crate::orgs;
use crate::web::Fault;
use ledger::{Read, Row};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// More records than this are not drawn from at once.
const RECORDS_MOST: usize = 500_000;

/// What a draw is made of.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Frozen {
    pub tickets: Vec<Ticket>,
    /// Pseudonyms, in their order.
    pub rota: Vec<String>,
    /// Who of the rota may not visit a record, by its id.
    pub barred: BTreeMap<String, BTreeSet<String>>,
    /// Position and unit of each ticket.
    places: Vec<(i64, String)>,
}

impl Frozen {
    /// The set as the records stand: what is verified, and the rota of the day.
    /// # Errors
    /// `Invalid` when there are no records, too many, nobody on the rota, or a record that nobody may visit.
    pub fn of(r: &mut Read, draw: &Draw, day: &str) -> Result<Self, Fault> {
        let campaign: Campaign = r.get(&draw.campaign)?;
        let sql = format!(
            "SELECT id, position, unit, quantity, recorder, entered_by, people FROM deeds
             WHERE indicator = $1 AND state = 'verified' AND quantity > 0 AND {SETTLED} ORDER BY position LIMIT {}",
            RECORDS_MOST + 1
        );
        let rows = r.rows(&sql, &[(&draw.indicator).into()])?;
        if rows.is_empty() || rows.len() > RECORDS_MOST {
            return Err(Fault::says("freeze", "need.draw_records", &[("most", &RECORDS_MOST)]));
        }
        let mut tree = Tree { day: day.to_owned(), lines: BTreeMap::new() };
        let rota = Rota::of(r, draw, &campaign.unit, day)?;
        let decided = decided(r, &draw.indicator)?;
        let mut set = Self { rota: rota.pseudonyms(), ..Self::default() };
        for row in rows {
            set.add(r, draw, &campaign, &row, &mut tree, &rota, &decided)?;
        }
        Ok(set)
    }

    #[expect(clippy::too_many_arguments, reason = "one row of the set, with all it is judged by")]
    fn add(
        &mut self,
        r: &mut Read,
        draw: &Draw,
        campaign: &Campaign,
        row: &Row,
        tree: &mut Tree,
        rota: &Rota,
        decided: &BTreeMap<String, BTreeSet<String>>,
    ) -> Result<(), Fault> {
        let (id, unit, took_part) = (row.text(0)?, row.text(2)?, row.text(6)?);
        let line = tree.line(r, &unit)?;
        let mut hands = Hands::new(&took_part, &[row.text(4)?, row.text(5)?]);
        hands.people.extend(decided.get(&id).into_iter().flatten().cloned());
        let barred = rota.barred(&hands, &unit, &line);
        if barred.len() == self.rota.len() {
            return Err(Fault::says("freeze", "need.draw_checker", &[("unit", &unit)]));
        }
        if !barred.is_empty() {
            self.barred.insert(id.clone(), barred);
        }
        let below = line.iter().position(|code| *code == campaign.unit).and_then(|n| line.get(n.saturating_sub(1)));
        let stratum = if draw.strata == "unit" { below.unwrap_or(&unit).clone() } else { String::new() };
        self.places.push((row.int(1)?, unit));
        self.tickets.push(Ticket { id, stratum, claimed: row.int(3)? });
        Ok(())
    }

    pub fn claimed(&self) -> i64 {
        self.tickets.iter().map(|t| t.claimed).sum()
    }

    /// The records as everyone may have them: id, position, unit, stratum and thousandths claimed, apart by tabs.
    pub fn records_file(&self) -> String {
        let mut text = String::from("deed\tposition\tunit\tstratum\tclaimed\n");
        for (t, (position, unit)) in self.tickets.iter().zip(&self.places) {
            let _ = writeln!(text, "{}\t{position}\t{unit}\t{}\t{}", t.id, t.stratum, t.claimed);
        }
        text
    }

    /// The rota, one a line, and behind `not` a record and who may not visit it.
    pub fn checkers_file(&self) -> String {
        let mut text: String = self.rota.iter().map(|pseudonym| format!("checker\t{pseudonym}\n")).collect();
        for (deed, barred) in &self.barred {
            let barred: Vec<&str> = barred.iter().map(String::as_str).collect();
            let _ = writeln!(text, "not\t{deed}\t{}", barred.join(" "));
        }
        text
    }

    /// The set as its two files hold it.
    /// # Errors
    /// `Broken` when they are not such files.
    pub fn read(records: &str, checkers: &str) -> Result<Self, Fault> {
        let broken = || Fault::broken("the frozen list of a draw cannot be read");
        let mut set = Self::default();
        for line in records.lines().skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            let [id, position, unit, stratum, claimed] = cells[..] else { return Err(broken()) };
            set.places.push((position.parse().map_err(|_| broken())?, unit.to_owned()));
            let claimed = claimed.parse().map_err(|_| broken())?;
            set.tickets.push(Ticket { id: id.to_owned(), stratum: stratum.to_owned(), claimed });
        }
        for line in checkers.lines() {
            match line.split('\t').collect::<Vec<_>>()[..] {
                ["checker", pseudonym] => set.rota.push(pseudonym.to_owned()),
                ["not", deed, barred] => {
                    set.barred.insert(deed.to_owned(), barred.split(' ').map(ToOwned::to_owned).collect());
                }
                _ => return Err(broken()),
            }
        }
        Ok(set)
    }
}

/// Lines of units up the tree as it stands on the day, each asked once.
struct Tree {
    day: String,
    lines: BTreeMap<String, Vec<String>>,
}

impl Tree {
    fn line(&mut self, r: &mut Read, unit: &str) -> Result<Vec<String>, Fault> {
        if let Some(line) = self.lines.get(unit) {
            return Ok(line.clone());
        }
        // A unit that stands no more is judged as it last stood.
        let day = orgs::find::named(r, unit, &self.day)?.map_or_else(|| self.day.clone(), |u| self.day.clone().min(u.to_day));
        let line = orgs::find::line(r, unit, &day)?;
        self.lines.insert(unit.to_owned(), line.clone());
        Ok(line)
    }
}

/// Who decided on each deed of an indicator or corrected it: person ids.
fn decided(r: &mut Read, indicator: &str) -> Result<BTreeMap<String, BTreeSet<String>>, Fault> {
    let sql = "SELECT deed, checker FROM checks WHERE deed IN (SELECT id FROM deeds WHERE indicator = $1)
        UNION SELECT deed, made_by FROM corrections WHERE deed IN (SELECT id FROM deeds WHERE indicator = $1)";
    let mut decided: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in r.rows(sql, &[indicator.into()])? {
        decided.entry(row.text(0)?).or_default().insert(row.text(1)?);
    }
    Ok(decided)
}
