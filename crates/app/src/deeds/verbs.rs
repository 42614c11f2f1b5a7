//! What can be done with a deed. Each verb keeps the sums in step.
use super::{Conflict, Content, Correction, Deed, state};
use crate::campaigns::{self, Campaign, life::still_open};
use crate::checks::Call;
use crate::figures::cells;
use crate::orgs::{self, Import};
use crate::people::Person;
use crate::realm::{Realm, today};
use crate::web::Fault;
use ledger::{Read, Tx};
use sha2::{Digest, Sha256};

/// A deed as it comes in.
#[derive(Debug, Clone)]
pub struct NewDeed {
    pub id: String,
    pub indicator: String,
    /// The item, where the sender named it; it must be the indicator's.
    pub item: Option<String>,
    pub unit: String,
    /// Person ids.
    pub recorder: String,
    pub entered_by: String,
    pub content: Content,
    /// The body as it came, and its SHA-256.
    pub body: String,
    pub body_hash: String,
    /// The import it belongs to, or empty.
    pub import: String,
    /// Its text came first: files it names may follow.
    pub files_follow: bool,
}

impl NewDeed {
    /// A deed that follows from something else that is written down (a need, a visit, a service), told by `of`: nobody sent a body of it, so what it says stands
    /// for one. `by` is the person, by id, who types it in.
    pub fn follows(of: &str, id: String, (unit, indicator): (&str, &str), (recorder, by): (&str, &str), content: Content) -> Self {
        let body = format!("{of} {content:?}");
        Self {
            id,
            indicator: indicator.to_owned(),
            item: None,
            unit: unit.to_owned(),
            recorder: recorder.to_owned(),
            entered_by: by.to_owned(),
            content,
            body_hash: hex::encode(Sha256::digest(&body)),
            body,
            import: String::new(),
            files_follow: false,
        }
    }
}

/// What became of a deed that came in.
#[derive(Debug, Clone)]
pub enum Recorded {
    New(Deed),
    /// The same body came before: the original answer again.
    Same(Deed),
    /// Another body under the same id: it is kept for the unit's clerk.
    Kept {
        deed: Deed,
        conflict: String,
    },
}

impl Recorded {
    pub fn deed(&self) -> &Deed {
        match self {
            Recorded::New(deed) | Recorded::Same(deed) | Recorded::Kept { deed, .. } => deed,
        }
    }
}

/// The realm's zone and day.
fn here(tx: &mut Tx) -> Result<(String, String), Fault> {
    let realm = Realm::find(tx)?.ok_or(Fault::NotSetUp)?;
    let day = today(&realm, tx.now_ms());
    Ok((realm.zone, day))
}

/// A campaign that has ended, or whose days are too long ago, takes no record. Said at a field, so that the form keeps what was typed.
fn in_time(campaign: &Campaign, today: &str) -> Result<(), Fault> {
    match campaign.refuses(today) {
        Some(Fault::Over { day, .. }) => Err(Fault::says("day", "need.recorded_until", &[("day", &day)])),
        Some(_) if campaign.state == "closed" => Err(Fault::says("item", "need.campaign_over", &[("name", &campaign.name)])),
        _ => Ok(()),
    }
}

impl Deed {
    /// Records a deed.
    /// # Errors
    /// `Invalid`, naming the field; nothing is written then.
    pub fn record(tx: &mut Tx, new: NewDeed) -> Result<Recorded, Fault> {
        if let Some(there) = tx.find::<Deed>(&new.id)? {
            // Of an erased record nobody can say whether the body is the same; keeping another one would bring back what was erased.
            return if there.body_hash.is_empty() || there.body_hash == new.body_hash {
                Ok(Recorded::Same(there))
            } else {
                Self::keep_other(tx, there, new)
            };
        }
        check_id(&new.id)?;
        let measure = campaigns::find::measure(tx, &new.indicator)
            .map_err(|_| Fault::says("indicator", "need.indicator", &[("code", &new.indicator)]))?;
        let (zone, today) = here(tx)?;
        if new.item.as_ref().is_some_and(|item| *item != measure.1.id) || measure.2.state == "draft" {
            return Err(Fault::says("item", "need.item", &[("code", &measure.1.name)]));
        }
        in_time(&measure.2, &today)?;
        new.content.check(&measure, &today)?;
        if !new.files_follow {
            new.content.check_files(tx, &[])?;
        }
        let line = orgs::find::line(tx, &new.unit, &new.content.day)?;
        if line.is_empty() {
            return Err(Fault::says("unit", "need.unit", &[("code", &new.unit)]));
        }
        if !line.contains(&measure.2.unit) {
            let name = orgs::find::named(tx, &new.unit, &new.content.day)?.map_or_else(|| new.unit.clone(), |unit| unit.name);
            return Err(Fault::says("unit", "need.unit_takes_part", &[("unit", &name)]));
        }
        if let Some(merged) = orgs::find::version(tx, &new.unit, &new.content.day)?.filter(|unit| unit.merged) {
            return Err(Fault::says("unit", "need.unit_merged", &[("code", &new.unit), ("into", &merged.parent)]));
        }
        let verified = measure.1.way == "none";
        let bare = Self::bare(tx, &new, &measure.1.id, verified);
        let deed = new.content.onto(tx, &bare)?;
        tx.insert(&deed)?;
        if measure.1.way == "confirm" {
            Call::draw(tx, &deed, &today)?;
        }
        if Import::counts(tx, &deed.import)? {
            cells::count_in(tx, &deed, &zone, &line, 1)?;
        }
        Ok(Recorded::New(deed))
    }

    fn bare(tx: &Tx, new: &NewDeed, item: &str, verified: bool) -> Deed {
        Deed {
            id: new.id.clone(),
            rev: 1,
            position: tx.position(),
            item: item.to_owned(),
            indicator: new.indicator.clone(),
            unit: new.unit.clone(),
            recorder: new.recorder.clone(),
            entered_by: new.entered_by.clone(),
            day: String::new(),
            began: None,
            ended: None,
            quantity: 0,
            how: String::new(),
            place: String::new(),
            people: String::new(),
            public_count: 0,
            public_method: String::new(),
            served: None,
            words: None,
            files: String::new(),
            state: if verified { state::VERIFIED } else { state::RECEIVED }.to_owned(),
            reason: String::new(),
            visit: false,
            published: false,
            edited: false,
            received: tx.now(),
            body_hash: new.body_hash.clone(),
            import: new.import.clone(),
        }
    }

    fn keep_other(tx: &mut Tx, there: Deed, new: NewDeed) -> Result<Recorded, Fault> {
        let conflict = Conflict::keep(tx, &there, new.body, &new.body_hash, &new.entered_by)?;
        Ok(Recorded::Kept { deed: there, conflict })
    }

    /// Puts a changed version in the place of this one and moves the sums with it.
    fn replace(self, tx: &mut Tx, after: &Deed) -> Result<Deed, Fault> {
        let (zone, today) = here(tx)?;
        let changed = Content::of(&self) != Content::of(after);
        let edited = self.edited || changed && today > campaigns::find::measure(tx, &self.indicator)?.2.to_day;
        let after = tx.update(&self, &Deed { edited, ..after.clone() })?;
        if Import::counts(tx, &self.import)? {
            cells::count(tx, &self, &zone, -1)?;
            cells::count(tx, &after, &zone, 1)?;
        }
        Ok(after)
    }

    /// Corrects: before it is verified in place, afterwards as a version that waits.
    /// # Errors
    /// `Invalid`, naming the field; `Closed` when the record is withdrawn or refused, or its campaign has ended; `Stale`.
    pub fn correct(self, tx: &mut Tx, rev: i64, content: &Content, by: &str) -> Result<Deed, Fault> {
        let before = Content::newest(tx, &self)?.files;
        content.check_files(tx, &[Content::of(&self).files, before].concat())?;
        self.change(tx, rev, content, by)
    }

    /// As [`Deed::correct`], where files may follow.
    /// # Errors
    /// The same.
    pub fn change(self, tx: &mut Tx, rev: i64, content: &Content, by: &str) -> Result<Deed, Fault> {
        let measure = campaigns::find::measure(tx, &self.indicator)?;
        let (_, today) = here(tx)?;
        if rev != self.rev {
            return Err(Fault::Stale);
        }
        still_open(tx, &self.indicator)?;
        content.check(&measure, &today)?;
        if orgs::find::version(tx, &self.unit, &content.day)?.is_none() {
            return Err(Fault::says("day", "need.unit", &[("code", &self.unit)]));
        }
        match self.state.as_str() {
            state::RECEIVED | state::RETURNED => {
                let after = content.onto(tx, &self)?;
                let after = Deed { state: state::RECEIVED.into(), reason: String::new(), visit: false, published: false, ..after };
                let after = self.replace(tx, &after)?;
                if measure.1.way == "confirm" {
                    Call::draw(tx, &after, &today)?;
                }
                Ok(after)
            }
            state::VERIFIED => {
                content.people_with_units(tx)?;
                self.await_check(tx, content, by)?;
                Ok(self)
            }
            _ => Err(Fault::Closed("closed.record")),
        }
    }

    fn await_check(&self, tx: &mut Tx, content: &Content, by: &str) -> Result<(), Fault> {
        if let Some(before) = Correction::waiting(tx, &self.id)? {
            tx.update(&before, &Correction { state: state::REPLACED.into(), ..before.clone() })?;
        }
        let row = Correction {
            id: tx.uuid(),
            rev: 1,
            position: tx.position(),
            deed: self.id.clone(),
            made_by: by.to_owned(),
            content: Some(serde_json::to_string(content).map_err(|e| Fault::broken(e.to_string()))?),
            state: state::RECEIVED.into(),
            reason: String::new(),
            received: tx.now(),
        };
        tx.insert(&row)?;
        Ok(())
    }

    /// Withdraws: it stays on record and is in no figure.
    /// # Errors
    /// `Closed` when it is not counted anyway; `Stale`.
    pub fn withdraw(self, tx: &mut Tx, rev: i64, reason: &str) -> Result<Deed, Fault> {
        if rev != self.rev {
            return Err(Fault::Stale);
        }
        if [state::WITHDRAWN, state::REFUSED].contains(&self.state.as_str()) {
            return Err(Fault::Closed("closed.record"));
        }
        if let Some(before) = Correction::waiting(tx, &self.id)? {
            tx.update(&before, &Correction { state: state::WITHDRAWN.into(), ..before.clone() })?;
        }
        let after = Deed { state: state::WITHDRAWN.into(), reason: reason.trim().to_owned(), ..self.clone() };
        self.replace(tx, &after)
    }

    /// Takes one person out of those who took part; the quantity stays.
    /// # Errors
    /// `Missing` when they were not among them.
    pub fn strike_out(self, tx: &mut Tx, person: &str) -> Result<Deed, Fault> {
        let rest: Vec<String> = self.people().filter(|(p, _)| *p != person).map(|(p, u)| format!("{p}@{u}")).collect();
        if rest.len() == self.people().count() {
            return Err(Fault::Missing);
        }
        let after = Deed { people: rest.join(" "), ..self.clone() };
        self.replace(tx, &after)
    }

    /// Somebody who took part belonged to another unit that day than was known; their deed counts there for them.
    /// # Errors
    /// When the data cannot be written.
    pub fn belonged(self, tx: &mut Tx, person: &str, unit: &str) -> Result<Deed, Fault> {
        let mut people: Vec<String> = Vec::new();
        for (who, theirs) in self.people() {
            let entry = format!("{who}@{}", if who == person { unit } else { theirs });
            if !people.contains(&entry) {
                people.push(entry);
            }
        }
        let after = Deed { people: people.join(" "), ..self.clone() };
        if after.people == self.people { Ok(self) } else { self.replace(tx, &after) }
    }

    /// A checker's decision changes the state, and with an approved correction the content.
    /// # Errors
    /// When the data cannot be written.
    pub fn decided(self, tx: &mut Tx, after: &Deed) -> Result<Deed, Fault> {
        self.replace(tx, after)
    }
}

impl Correction {
    /// The correction of a deed that waits for a check.
    /// # Errors
    /// When the data cannot be read.
    pub fn waiting(r: &mut Read, deed: &str) -> ledger::Result<Option<Self>> {
        r.one("WHERE deed = $1 AND state = 'received' ORDER BY position DESC LIMIT 1", &[deed.into()])
    }
    /// # Errors
    /// `Broken` when the row holds none; an erased one has none.
    pub fn content(&self) -> Result<Content, Fault> {
        serde_json::from_str(self.content.as_deref().unwrap_or("")).map_err(|e| Fault::broken(e.to_string()))
    }
}

impl Conflict {
    /// Keeps what somebody else said of a deed, for its unit's clerk; the same said again is kept once. Its id is returned.
    /// # Errors
    /// When the data cannot be written.
    pub fn keep(tx: &mut Tx, deed: &Deed, body: String, hash: &str, sender: &str) -> Result<String, Fault> {
        let id = format!("{}-{}", deed.id, hash.get(..16).unwrap_or(""));
        if tx.find::<Self>(&id)?.is_none() {
            tx.insert(&Self {
                id: id.clone(),
                rev: 1,
                deed: deed.id.clone(),
                unit: deed.unit.clone(),
                body: Some(body),
                sender: sender.to_owned(),
                made_at: tx.now(),
                state: "open".into(),
            })?;
        }
        Ok(id)
    }

    /// Decides which of two bodies counts. Keeping the second corrects the record with it.
    /// # Errors
    /// `Stale` when it was decided before; `Invalid` when the second cannot be taken.
    pub fn resolve(tx: &mut Tx, id: &str, second: bool, by: &str) -> Result<(), Fault> {
        let conflict: Conflict = tx.get(id)?;
        if conflict.state != "open" {
            return Err(Fault::Stale);
        }
        if second {
            let deed: Deed = tx.get(&conflict.deed)?;
            let content = Content::of_body(tx, &conflict, &deed)?;
            let rev = deed.rev;
            deed.correct(tx, rev, &content, by)?;
        }
        let state = if second { "second" } else { "first" };
        tx.update(&conflict, &Conflict { state: state.into(), ..conflict.clone() })?;
        Ok(())
    }
}

impl Import {
    /// Whether deeds of this import are in figures: those of an unfinished one are not.
    /// # Errors
    /// When the data cannot be read.
    pub fn counts(r: &mut Read, import: &str) -> Result<bool, Fault> {
        Ok(import.is_empty() || r.find::<Import>(import)?.is_some_and(|i| i.state == "done"))
    }
}

/// An id is given by the client: a UUID, or another short word of its own.
/// # Errors
/// `Invalid` for anything else.
pub fn check_id(id: &str) -> Result<(), Fault> {
    let good = (8..=64).contains(&id.len()) && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if good { Ok(()) } else { Err(Fault::invalid("id", "need.id")) }
}

/// Names given as codes, as person ids; unknown ones are named.
/// # Errors
/// `Invalid` with the code that nobody has.
pub fn ids_of_codes(r: &mut Read, codes: &[String]) -> Result<Vec<String>, Fault> {
    let find = |code: &String| -> Result<String, Fault> {
        let person: Option<Person> = crate::people::find::by_code(r, code)?;
        person.map(|p| p.id).ok_or_else(|| Fault::says("people", "need.person", &[("code", code)]))
    };
    codes.iter().map(find).collect()
}
