//! What a deed says, apart from whose it is: the part that a correction changes. Everything is checked here.
use super::{Conflict, Correction, Deed, File, fields};
use crate::campaigns::{Campaign, Indicator, Item};
use crate::people;
use crate::realm::valid_day;
use crate::web::Fault;
use ::sync::Fields;
use ledger::Read;
use serde::{Deserialize, Serialize};

/// For whom: a kind (`elder` `left-behind` `disabled` `child` `household` `enterprise` `public` `other`), how many, and who.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Served {
    pub kind: String,
    pub count: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
}

impl Served {
    pub const KINDS: [&'static str; 8] = ["elder", "left-behind", "disabled", "child", "household", "enterprise", "public", "other"];
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub day: String,
    #[serde(default)]
    pub began: Option<String>,
    #[serde(default)]
    pub ended: Option<String>,
    /// Thousandths.
    pub quantity: i64,
    #[serde(default)]
    pub how: String,
    #[serde(default)]
    pub place: String,
    /// Person ids.
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
    #[serde(default)]
    pub files: Vec<String>,
}

const PLACE_MOST: usize = 200;
const WORDS_MOST: usize = 2000;
const PEOPLE_MOST: usize = 200;
const PUBLIC_MOST: i64 = 100_000;
const FILES_MOST: usize = 9;

/// What the item asks for, and why: a sentence in the middle of one, without its full stop.
fn asked_for(field: &'static str, item: &Item) -> Fault {
    Fault::says(field, "need.evidence", &[("why", &item.justification.trim_end_matches(['。', '.', '！', '；']))])
}

impl Content {
    pub fn of(deed: &Deed) -> Self {
        Self {
            day: deed.day.clone(),
            began: deed.began.clone(),
            ended: deed.ended.clone(),
            quantity: deed.quantity,
            how: deed.how.clone(),
            place: deed.place.clone(),
            people: deed.people().map(|(p, _)| p.to_owned()).collect(),
            public_count: deed.public_count,
            public_method: deed.public_method.clone(),
            served: deed.served(),
            words: deed.words.clone().unwrap_or_default(),
            files: deed.files().map(ToOwned::to_owned).collect(),
        }
    }

    /// What the other body of a conflict says; what it does not say stays as it is in the record.
    /// # Errors
    /// `Invalid` when the body cannot be read as a deed.
    pub fn of_body(r: &mut Read, conflict: &Conflict, deed: &Deed) -> Result<Self, Fault> {
        let text = conflict.body.as_deref().ok_or(Fault::Missing)?;
        let said = serde_json::from_str(text).unwrap_or_else(|_| form_body(text));
        let known = said.into_iter().filter(|(name, _)| fields::NAMES.contains(&name.as_str())).collect();
        let said = fields::typed(r, &known)?;
        Self::newest(r, deed)?.with(said)
    }

    /// What a record says, with the correction that waits for its check if there is one.
    /// # Errors
    /// When the data cannot be read.
    pub fn newest(r: &mut Read, deed: &Deed) -> Result<Self, Fault> {
        Correction::waiting(r, &deed.id)?.map_or_else(|| Ok(Self::of(deed)), |correction| correction.content())
    }

    /// Checks everything against the item's rules; whether its files are here is asked for itself.
    /// # Errors
    /// `Invalid`, naming the field.
    pub fn check(&self, measure: &(Indicator, Item, Campaign), today: &str) -> Result<(), Fault> {
        let (indicator, item, campaign) = measure;
        self.check_day(campaign, today)?;
        self.check_quantity(indicator)?;
        if !self.how.is_empty() && !indicator.hows.split(' ').any(|h| h == self.how) {
            return Err(Fault::says("how", "need.how", &[("how", &self.how)]));
        }
        let required = |missing: bool, field| if missing { Err(asked_for(field, item)) } else { Ok(()) };
        required(item.evidence == "place" && self.place.trim().is_empty(), "place")?;
        required(item.evidence == "file" && self.files.is_empty(), "file")?;
        self.check_required(item)?;
        self.check_lengths()
    }

    /// Of the files it names, those that are not here: still on their way from a phone, or never sent.
    /// # Errors
    /// When the data cannot be read.
    pub fn files_under_way(&self, r: &mut Read) -> Result<Vec<&str>, Fault> {
        let mut missing = Vec::new();
        for file in &self.files {
            if !r.find::<File>(file)?.is_some_and(|f| f.is_attachment()) {
                missing.push(file.as_str());
            }
        }
        Ok(missing)
    }

    /// Refuses files that are not here, except what `before` named as well.
    /// # Errors
    /// `Invalid`, naming the file.
    pub fn check_files(&self, r: &mut Read, before: &[String]) -> Result<(), Fault> {
        match self.files_under_way(r)?.into_iter().find(|file| !before.iter().any(|b| b == file)) {
            Some(file) => Err(Fault::says("files", "need.file", &[("file", &file)])),
            None => Ok(()),
        }
    }

    /// What the item asks beside its quantity.
    fn check_required(&self, item: &Item) -> Result<(), Fault> {
        for word in item.required.split_whitespace() {
            let (missing, field) = match word {
                "place" => (self.place.trim().is_empty(), "place"),
                "people" => (self.people.len() < 2, "people"),
                "how" => (self.how.is_empty(), "how"),
                "words" => (self.words.trim().is_empty(), "words"),
                "public" => (self.public_count == 0, "public_count"),
                "served" => (self.served.is_empty(), "served"),
                "times" => (self.began.is_none() || self.ended.is_none(), "began"),
                _ => (false, ""),
            };
            if missing && item.justification.is_empty() {
                return Err(Fault::invalid(field, "need.given"));
            }
            if missing {
                return Err(asked_for(field, item));
            }
        }
        Ok(())
    }

    fn check_day(&self, campaign: &Campaign, today: &str) -> Result<(), Fault> {
        if !valid_day(&self.day) {
            return Err(Fault::invalid("day", "need.day"));
        }
        if self.day < campaign.from_day || self.day > campaign.to_day {
            return Err(Fault::says("day", "need.day_in", &[("from", &campaign.from_day), ("to", &campaign.to_day)]));
        }
        if self.day.as_str() > today {
            return Err(Fault::invalid("day", "need.day_past"));
        }
        let clock = |t: &str| t.len() == 5 && t.parse::<jiff::civil::Time>().is_ok();
        for (field, time) in [("began", &self.began), ("ended", &self.ended)] {
            if time.as_deref().is_some_and(|t| !clock(t)) {
                return Err(Fault::invalid(field, "need.time"));
            }
        }
        match (&self.began, &self.ended) {
            (Some(a), Some(b)) if a > b => Err(Fault::invalid("ended", "need.times")),
            _ => Ok(()),
        }
    }

    fn check_quantity(&self, indicator: &Indicator) -> Result<(), Fault> {
        let step = 10_i64.pow(u32::try_from(3 - indicator.decimals.clamp(0, 3)).unwrap_or(0));
        if self.quantity <= 0 || self.quantity % step != 0 {
            return Err(Fault::says("quantity", "need.quantity", &[("decimals", &indicator.decimals)]));
        }
        if self.quantity > indicator.most {
            let most = crate::web::format::quantity(indicator.most, 3);
            return Err(Fault::says("quantity", "need.quantity_most", &[("most", &most), ("measure", &indicator.measure)]));
        }
        Ok(())
    }

    fn check_lengths(&self) -> Result<(), Fault> {
        let long = |field, most: usize| Err(Fault::says(field, "need.shorter", &[("most", &most)]));
        if self.place.chars().count() > PLACE_MOST {
            return long("place", PLACE_MOST);
        }
        if self.words.chars().count() > WORDS_MOST {
            return long("words", WORDS_MOST);
        }
        if self.files.len() > FILES_MOST {
            return long("files", FILES_MOST);
        }
        if let Some(file) = self.files.iter().find(|file| !super::files::is_name(file)) {
            return Err(Fault::says("files", "need.file", &[("file", file)]));
        }
        if self.people.len() > PEOPLE_MOST {
            return long("people", PEOPLE_MOST);
        }
        if !(0..=PUBLIC_MOST).contains(&self.public_count) || self.public_method.chars().count() > 60 {
            return Err(Fault::says("public_count", "need.public", &[("most", &PUBLIC_MOST)]));
        }
        let wrong = |s: &Served| {
            !Served::KINDS.contains(&s.kind.as_str())
                || !(1..=10_000).contains(&s.count)
                || s.subject.as_ref().is_some_and(|x| x.chars().count() > 100)
        };
        if self.served.len() > 20 || self.served.iter().any(wrong) {
            return Err(Fault::invalid("served", "need.served"));
        }
        Ok(())
    }

    /// Those who took part with their own unit on the day, as the row holds them.
    /// # Errors
    /// `Invalid` when somebody is unknown or held no post that day.
    pub fn people_with_units(&self, r: &mut Read) -> Result<String, Fault> {
        let mut seen: Vec<String> = Vec::with_capacity(self.people.len());
        for person in &self.people {
            let unit =
                people::find::unit_on(r, person, &self.day)?.ok_or_else(|| Fault::says("people", "need.person", &[("code", person)]))?;
            let entry = format!("{person}@{unit}");
            if !seen.contains(&entry) {
                seen.push(entry);
            }
        }
        Ok(seen.join(" "))
    }

    /// The deed with this content.
    /// # Errors
    /// As [`Content::people_with_units`].
    pub fn onto(&self, r: &mut Read, deed: &Deed) -> Result<Deed, Fault> {
        let text = |s: &str| Some(s.trim().to_owned()).filter(|s| !s.is_empty());
        Ok(Deed {
            day: self.day.clone(),
            began: self.began.clone(),
            ended: self.ended.clone(),
            quantity: self.quantity,
            how: self.how.clone(),
            place: self.place.trim().to_owned(),
            people: self.people_with_units(r)?,
            public_count: self.public_count,
            public_method: self.public_method.trim().to_owned(),
            served: if self.served.is_empty() {
                None
            } else {
                Some(serde_json::to_string(&self.served).map_err(|e| Fault::broken(e.to_string()))?)
            },
            words: text(&self.words),
            files: self.files.join(" "),
            ..deed.clone()
        })
    }
}

/// A form's body: a line a field. What is chosen in it, as who took part, is no text and is left out.
fn form_body(text: &str) -> Fields {
    let plain = ["quantity", "day", "place", "words", "how"];
    let lines = text
        .lines()
        .filter_map(|l| l.split_once('='))
        .filter(|(name, value)| plain.contains(name) && !(*name == "day" && value.is_empty()));
    lines.map(|(name, value)| (name.to_owned(), value.into())).collect()
}
