//! A deed as data, masked for its reader.
use super::{Content, Deed, Served};
use crate::api::proof::LeafProof;
use crate::campaigns;
use crate::checks;
use crate::people::{Person, masked};
use crate::powers::{Actor, sees_names};
use crate::web::{Fault, format};
use ledger::Read;
use serde::Serialize;
use utoipa::ToSchema;

/// In the place of a name that was erased.
const ERASED: &str = "(erased)";

/// What anyone sees, and `inside` for those who may; of a deed marked fit to publish strangers see that too, names masked.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeedView {
    pub id: String,
    pub position: i64,
    pub item: String,
    pub indicator: String,
    pub unit: String,
    pub day: String,
    /// Decimal text in `measure`.
    pub quantity: String,
    pub measure: String,
    pub place: String,
    pub state: String,
    pub inside: Option<Inside>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proof: Option<LeafProof>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Inside {
    pub recorder: String,
    pub people: Vec<String>,
    pub began: Option<String>,
    pub ended: Option<String>,
    pub how: String,
    pub public_count: i64,
    pub public_method: String,
    /// For whom; left out for strangers, always.
    pub served: Option<Vec<Served>>,
    pub words: String,
    pub files: Vec<String>,
    /// Those of them that the phone has not sent yet.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files_under_way: Vec<String>,
    pub reason: Option<String>,
    /// Who of the other side confirmed it, where that is the item's way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<ConfirmedView>,
    /// The version, for whoever corrects or checks it.
    pub rev: i64,
}

/// The other side's confirmation.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConfirmedView {
    pub by: String,
    /// Local day.
    pub on: String,
    /// `phone` or `person`.
    pub how: String,
}

impl DeedView {
    /// # Errors
    /// When the data cannot be read.
    pub fn of(r: &mut Read, deed: &Deed, reader: Option<&Actor>) -> Result<Self, Fault> {
        let (indicator, _, _) = campaigns::find::measure(r, &deed.indicator)?;
        let full = sees_names(r, reader, deed)?;
        let inside = if full || deed.published { Some(Inside::of(r, deed, full)?) } else { None };
        Ok(Self {
            id: deed.id.clone(),
            position: deed.position,
            item: deed.item.clone(),
            indicator: deed.indicator.clone(),
            unit: deed.unit.clone(),
            day: deed.day.clone(),
            quantity: format::quantity(deed.quantity, 3),
            measure: indicator.measure,
            place: deed.place.clone(),
            state: deed.state.clone(),
            inside,
            proof: None,
        })
    }
}

impl Inside {
    fn of(r: &mut Read, deed: &Deed, full: bool) -> Result<Self, Fault> {
        let mut name = |id: &str| -> Result<String, Fault> {
            let person: Option<Person> = r.find(id)?;
            if person.as_ref().is_some_and(Person::is_erased) {
                return Ok(ERASED.to_owned());
            }
            let name = person.as_ref().map_or("", Person::name);
            Ok(if full { name.to_owned() } else { masked(name) })
        };
        Ok(Self {
            recorder: name(&deed.recorder)?,
            people: deed.people().map(|(person, _)| name(person)).collect::<Result<_, _>>()?,
            began: deed.began.clone(),
            ended: deed.ended.clone(),
            how: deed.how.clone(),
            public_count: deed.public_count,
            public_method: deed.public_method.clone(),
            served: full.then(|| deed.served()),
            words: deed.words.clone().unwrap_or_default(),
            files: deed.files().map(ToOwned::to_owned).collect(),
            files_under_way: Content::of(deed).files_under_way(r)?.into_iter().map(ToOwned::to_owned).collect(),
            reason: full.then(|| deed.reason.clone()),
            confirmed: if full { confirmed(r, deed)? } else { None },
            rev: deed.rev,
        })
    }
}

/// The newest confirmation of a deed that counts.
fn confirmed(r: &mut Read, deed: &Deed) -> Result<Option<ConfirmedView>, Fault> {
    let newest = checks::find::of_deed(r, &deed.id)?.into_iter().rfind(|c| !c.how.is_empty() && deed.state == super::state::VERIFIED);
    Ok(newest.map(|c| ConfirmedView { by: c.confirmed_by.unwrap_or_default(), on: c.confirmed_on, how: c.how }))
}
