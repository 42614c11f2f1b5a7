//! The rows of a pasted text: as they were read, and as they were corrected in place.
use super::find::Scene;
use super::reading::{Entry, Name, Understood, read};
use crate::orgs;
use crate::web::format::quantity;
use crate::web::{Fault, Fields};
use ledger::Read;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// The most deeds of one text.
pub const ROWS_MOST: usize = 200;
/// The most bytes of one text.
pub const TEXT_MOST: usize = 128 * 1024;

/// One deed to be, as its reader corrects it.
pub struct Row {
    /// The same for the same line in the same text of a unit, campaign and day: the deed's id. It is public and in the log for good, so
    /// that it must not let anybody try out names.
    pub key: String,
    pub entry: Entry,
    pub raw: String,
    /// For each name as written what stands in its field.
    pub who: Vec<String>,
    /// An indicator's id, or empty.
    pub what: String,
    pub quantity: String,
    pub day: String,
    pub place: String,
    pub words: String,
    pub take: bool,
    /// Another unit that the line speaks of, by name.
    pub elsewhere: String,
    /// The place is that of a unit below which the line names.
    pub placed: bool,
}

/// Reads a text. Every row has at least one field for a name.
/// # Errors
/// `Invalid` on the text when it is empty, too long, or holds no deed or too many.
pub fn rows(r: &mut Read, scene: &Scene, text: &str) -> Result<(Vec<Row>, Understood), Fault> {
    if text.trim().is_empty() {
        return Err(Fault::invalid("text", "need.paste_text"));
    }
    if text.len() > TEXT_MOST {
        return Err(Fault::invalid("text", "need.paste_shorter"));
    }
    let understood = read(&scene.ground, text);
    if understood.entries.is_empty() {
        return Err(Fault::says("text", "need.paste_nothing", &[("campaign", &scene.campaign.name)]));
    }
    if understood.entries.len() > ROWS_MOST {
        return Err(Fault::says("text", "need.paste_fewer", &[("n", &understood.entries.len()), ("most", &ROWS_MOST)]));
    }
    let lines: Vec<&str> = text.lines().collect();
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut rows = Vec::with_capacity(understood.entries.len());
    for entry in &understood.entries {
        let raw = lines.get(entry.line.saturating_sub(1)).copied().unwrap_or("").trim();
        rows.push(row(r, scene, entry, raw, &mut seen)?);
    }
    Ok((rows, understood))
}

fn row(r: &mut Read, scene: &Scene, entry: &Entry, raw: &str, seen: &mut HashMap<String, usize>) -> Result<Row, Fault> {
    let day = entry.day.map_or_else(|| scene.day.clone(), |d| d.to_string());
    let item = entry.item.map_or("", |n| &scene.items[n].0.id);
    let said = [scene.salt.as_str(), &scene.unit.code, &scene.campaign.id, &day, item, raw].join("\u{1f}");
    let times = seen.entry(said.clone()).or_default();
    *times += 1;
    let key = format!("paste-{}", &hex::encode(Sha256::digest(format!("{said}\u{1f}{times}")))[..32]);
    let measure = entry.item.and_then(|n| scene.items[n].1.get(entry.indicator.unwrap_or(0)));
    let mut who: Vec<String> = entry.names.iter().map(|name| value_of(scene, name)).collect();
    if who.is_empty() {
        who.push(String::new());
    }
    let (elsewhere, below) = other_unit(r, scene, entry)?;
    let placed = entry.place.is_empty() && !below.is_empty();
    Ok(Row {
        key,
        raw: raw.to_owned(),
        who,
        what: measure.map(|i| i.id.clone()).unwrap_or_default(),
        quantity: entry.quantity.map(|q| quantity(q, 3)).unwrap_or_default(),
        day,
        place: if placed { below } else { entry.place.clone() },
        words: entry.words.clone(),
        take: !entry.doubts.twice && !entry.doubts.undone && elsewhere.is_empty(),
        elsewhere,
        placed,
        entry: entry.clone(),
    })
}

/// What stands in the field of a name: the person, nothing while one of several is to be chosen, or what was written.
fn value_of(scene: &Scene, name: &Name) -> String {
    match (name.person, &name.candidates[..]) {
        (Some(person), _) => scene.labels[person].clone(),
        (None, []) => name.written.clone(),
        (None, _) => String::new(),
    }
}

/// The name of a unit the line speaks of that is neither this one nor above or below it; the name of one below it.
fn other_unit(r: &mut Read, scene: &Scene, entry: &Entry) -> Result<(String, String), Fault> {
    let (named, own) = (&entry.unit, &scene.unit.code);
    if named.is_empty() || named == own || orgs::find::within(r, own, named, &scene.day)? {
        return Ok((String::new(), String::new()));
    }
    let name = orgs::find::named(r, named, &scene.day)?.map_or_else(|| named.clone(), |u| u.name);
    let below = orgs::find::within(r, named, own, &scene.day)?;
    Ok(if below { (String::new(), name) } else { (name, String::new()) })
}

impl Row {
    /// Takes what a form says of the row, the `n`th of it.
    /// # Errors
    /// `Invalid` on the text when the form speaks of another row: what the text is read against has changed.
    pub fn correct(&mut self, fields: &Fields, n: usize) -> Result<(), Fault> {
        let name = |part: &str| format!("r{n}.{part}");
        if fields.get(&name("key")) != self.key {
            return Err(Fault::invalid("text", "need.paste_changed"));
        }
        self.take = fields.get(&name("take")) == "yes";
        for (k, who) in self.who.iter_mut().enumerate() {
            fields.get(&name(&format!("who{k}"))).clone_into(who);
        }
        fields.get(&name("what")).clone_into(&mut self.what);
        fields.get(&name("quantity")).clone_into(&mut self.quantity);
        fields.get(&name("day")).clone_into(&mut self.day);
        fields.get(&name("place")).clone_into(&mut self.place);
        fields.get(&name("words")).clone_into(&mut self.words);
        Ok(())
    }
}
