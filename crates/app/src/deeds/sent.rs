//! A deed as another program sends it.
use super::verbs::ids_of_codes;
use super::{Content, NewDeed, Served};
use crate::campaigns::file::milli;
use crate::orgs;
use crate::people;
use crate::realm::valid_day;
use crate::web::Fault;
use ledger::Read;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

/// The body of POST /deeds. Unknown fields are refused: a misspelt one would be lost in silence.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeedBody {
    /// Given by the sender, a UUIDv7; sending twice records once.
    pub id: String,
    /// The item's id; it must be the indicator's.
    #[serde(default)]
    pub item: Option<String>,
    pub indicator: String,
    /// The unit's code.
    pub unit: String,
    /// Local day of the realm, 2017-03-30.
    pub day: String,
    /// Local times, 08:10.
    #[serde(default)]
    pub began: Option<String>,
    #[serde(default)]
    pub ended: Option<String>,
    /// Decimal text, "1.5".
    pub quantity: String,
    #[serde(default)]
    pub how: String,
    #[serde(default)]
    pub place: String,
    /// Codes of those who took part; the sender alone when empty.
    #[serde(default)]
    pub people: Vec<String>,
    #[serde(default)]
    pub public_count: i64,
    #[serde(default)]
    pub public_method: String,
    #[serde(default)]
    pub served: Vec<Served>,
    #[serde(default)]
    pub words: String,
    /// SHA-256 of files that were put before.
    #[serde(default)]
    pub files: Vec<String>,
}

impl DeedBody {
    /// # Errors
    /// `Invalid` with what is wrong with the JSON.
    pub fn read(body: &[u8]) -> Result<Self, Fault> {
        serde_json::from_slice(body).map_err(|e| Fault::says("body", "need.json", &[("what", &e)]))
    }

    /// The deed with codes made into ids. The sender is the recorder in the own unit; elsewhere it is the first of those who
    /// took part that belongs to the unit, and the sender typed it in.
    /// # Errors
    /// `Invalid` with the code that nobody has, for a unit or a person.
    pub fn resolve(self, r: &mut Read, sender: &str, raw: &[u8]) -> Result<NewDeed, Fault> {
        self.check_place(r)?;
        let mut people = ids_of_codes(r, &self.people)?;
        let recorder = self.recorder(r, sender, &people)?;
        if people.is_empty() {
            people.push(recorder.clone());
        }
        // What is no number becomes 0, which the content's own check refuses with the decimals it may have.
        let quantity = milli(&self.quantity).unwrap_or(0);
        let content = Content {
            day: self.day,
            began: self.began,
            ended: self.ended,
            quantity,
            how: self.how,
            place: self.place,
            people,
            public_count: self.public_count,
            public_method: self.public_method,
            served: self.served,
            words: self.words,
            files: self.files,
        };
        let body = std::str::from_utf8(raw).map_err(|e| Fault::says("body", "need.json", &[("what", &e)]))?.to_owned();
        let (entered_by, body_hash) = (sender.to_owned(), hex::encode(Sha256::digest(raw)));
        Ok(NewDeed {
            id: self.id,
            indicator: self.indicator,
            item: self.item,
            unit: self.unit,
            recorder,
            entered_by,
            content,
            body,
            body_hash,
            import: String::new(),
            files_follow: false,
        })
    }

    /// Before it is asked whose the unit is: a unit that is not there is nobody's.
    fn check_place(&self, r: &mut Read) -> Result<(), Fault> {
        if !valid_day(&self.day) {
            return Err(Fault::invalid("day", "need.day"));
        }
        let there = orgs::find::version(r, &self.unit, &self.day)?.is_some();
        if there { Ok(()) } else { Err(Fault::says("unit", "need.unit", &[("code", &self.unit)])) }
    }

    fn recorder(&self, r: &mut Read, sender: &str, people: &[String]) -> Result<String, Fault> {
        for person in std::iter::once(sender).chain(people.iter().map(String::as_str)) {
            if people::find::unit_on(r, person, &self.day)?.as_deref() == Some(self.unit.as_str()) {
                return Ok(person.to_owned());
            }
        }
        Ok(sender.to_owned())
    }
}
