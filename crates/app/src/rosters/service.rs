//! A service is one deed: recorded here with what is known of the subject, checked where all deeds of its item are, so that nothing is typed twice.
use super::model::Roster;
use super::subject::Subject;
use crate::deeds::{Content, Deed, NewDeed, Recorded, Served};
use crate::orgs;
use crate::people::Person;
use crate::web::Fault;
use ledger::{Tx, record};

record! {
    /// Which deed served which subject, and what of the checklist was done: lines as they were called then.
    pub struct Service in "roster_services" { roster: String as open, subject: String as open, deed: String as open, ticks: String }
}

/// What is said of a service.
#[derive(Debug, Clone, Default)]
pub struct NewService {
    /// The deed's id, given by the sender; empty for the next.
    pub deed: String,
    pub day: String,
    /// Thousandths of the indicator's measure.
    pub quantity: i64,
    /// Lines of the checklist.
    pub ticks: Vec<String>,
    pub words: String,
    /// Person ids of those who were there with whoever served.
    pub with: Vec<String>,
}

/// The key of the sentence for another service under an id that was sent before.
pub const SENT_BEFORE: &str = "need.sent_before";

impl Service {
    /// Records it; `by` is the person, by id, who types it in. The very same once more changes nothing.
    /// # Errors
    /// `Invalid` when a field is wrong, or another one came under this id; `Closed` when the subject is no longer on the roster.
    pub fn make(tx: &mut Tx, subject: &Subject, new: &NewService, (server, by): (&Person, &str)) -> Result<Service, Fault> {
        let roster: Roster = tx.get(&subject.roster)?;
        let deed = new.as_deed(tx, (&roster, subject), (server, by))?;
        if let Some(there) = tx.one::<Service>("WHERE deed = $1", &[deed.id.as_str().into()])? {
            let said = there.subject == subject.id && there.ticks == new.kept(&roster);
            let same = said && tx.get::<Deed>(&there.deed)?.body_hash == deed.body_hash;
            return if same { Ok(there) } else { Err(Fault::invalid("words", SENT_BEFORE)) };
        }
        subject.still_on()?;
        if new.day < roster.from_day || new.day > roster.to_day {
            return Err(Fault::says("day", "need.roster_day", &[("from", &roster.from_day), ("to", &roster.to_day)]));
        }
        if !roster.checklist.is_empty() && new.kept(&roster).is_empty() {
            return Err(Fault::invalid("tick", "need.tick_done"));
        }
        let Recorded::New(deed) = Deed::record(tx, deed)? else { return Err(Fault::invalid("words", SENT_BEFORE)) };
        let service = Service {
            id: tx.uuid(),
            rev: 1,
            roster: roster.id.clone(),
            subject: subject.id.clone(),
            deed: deed.id,
            ticks: new.kept(&roster),
        };
        tx.insert(&service)?;
        Ok(service)
    }

    pub fn ticked(&self) -> impl Iterator<Item = &str> {
        self.ticks.lines()
    }
}

impl NewService {
    /// What was ticked, in the checklist's order.
    fn kept(&self, roster: &Roster) -> String {
        roster.lines().filter(|line| self.ticks.iter().any(|tick| tick == line)).collect::<Vec<_>>().join("\n")
    }

    fn as_deed(&self, tx: &mut Tx, (roster, subject): (&Roster, &Subject), (server, by): (&Person, &str)) -> Result<NewDeed, Fault> {
        let place = orgs::find::named(tx, &subject.unit, &self.day)?.map(|unit| unit.name).unwrap_or_default();
        let seal = subject.seal(tx)?;
        let who = subject.called_in_deed(roster, &seal)?;
        let mut people = vec![server.id.clone()];
        people.extend(self.with.iter().filter(|id| **id != server.id).cloned());
        let content = Content {
            day: self.day.clone(),
            quantity: self.quantity,
            place,
            people,
            served: vec![Served { kind: roster.served_kind().into(), count: 1, subject: Some(who) }],
            words: self.words.trim().to_owned(),
            ..Content::default()
        };
        let id = if self.deed.is_empty() { tx.uuid() } else { self.deed.clone() };
        Ok(NewDeed::follows(&subject.id, id, (&roster.unit, &roster.indicator), (&server.id, by), content))
    }
}
