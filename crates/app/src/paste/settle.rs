//! A row as the deed it would be: names as people, a number as thousandths. What cannot be settled is said beside its field.
use super::find::Scene;
use super::rows::Row;
use crate::campaigns::file::milli;
use crate::deeds::{Content, NewDeed};
use crate::people::{self, Person};
use crate::realm::valid_day;
use crate::web::Fault;
use ledger::Read;
use sha2::{Digest, Sha256};

/// The deed of a row, typed in by `clerk`: it is the unit's, recorded in the name of the first who belongs to it.
/// # Errors
/// `Invalid`, naming the field; `who` for all names.
pub fn deed(r: &mut Read, scene: &Scene, row: &Row, clerk: &str) -> Result<NewDeed, Fault> {
    if !row.elsewhere.is_empty() {
        return Err(Fault::says("row", "need.paste_unit", &[("unit", &row.elsewhere), ("own", &scene.unit.name)]));
    }
    if !valid_day(&row.day) {
        return Err(Fault::invalid("day", "need.day"));
    }
    let people = everyone(r, scene, row, clerk)?;
    let recorder = own(r, scene, &people, &row.day)?;
    let measures = || scene.items.iter().flat_map(|(item, all)| all.iter().map(move |i| (item, i)));
    let Some((item, indicator)) = measures().find(|(_, i)| i.id == row.what) else {
        return Err(Fault::invalid("what", "need.paste_item"));
    };
    if row.quantity.is_empty() {
        return Err(Fault::says("quantity", "need.paste_quantity", &[("measure", &indicator.measure)]));
    }
    let content = Content {
        day: row.day.clone(),
        // What is no number becomes 0, which the content's own check refuses with the decimals it may have.
        quantity: milli(&row.quantity).unwrap_or(0),
        place: row.place.clone(),
        people,
        words: row.words.clone(),
        ..Content::default()
    };
    let body = serde_json::json!({ "line": row.raw, "indicator": indicator.id, "content": content }).to_string();
    Ok(NewDeed {
        id: row.key.clone(),
        indicator: indicator.id.clone(),
        item: Some(item.id.clone()),
        unit: scene.unit.code.clone(),
        recorder,
        entered_by: clerk.to_owned(),
        content,
        body_hash: hex::encode(Sha256::digest(&body)),
        body,
        import: String::new(),
        files_follow: false,
    })
}

/// Everyone the row names, as ids.
fn everyone(r: &mut Read, scene: &Scene, row: &Row, clerk: &str) -> Result<Vec<String>, Fault> {
    let mut people: Vec<String> = Vec::new();
    for (n, who) in row.who.iter().enumerate() {
        // 不算这个人.
        if who == "-" {
            continue;
        }
        let several = row.entry.names.get(n).is_some_and(|name| name.person.is_none() && !name.candidates.is_empty());
        if who.is_empty() && several {
            return Err(Fault::says("who", "need.paste_choose", &[("name", &row.entry.names[n].written)]));
        }
        for name in who.split(['、', ',', '，', ';', '；']).map(str::trim).filter(|name| !name.is_empty()) {
            let person = person(r, scene, name, clerk)?;
            if !people.contains(&person) {
                people.push(person);
            }
        }
    }
    if people.is_empty() { Err(Fault::invalid("who", "need.paste_who")) } else { Ok(people) }
}

/// Whom a field means: one of the unit by label or name, anybody by code.
fn person(r: &mut Read, scene: &Scene, name: &str, clerk: &str) -> Result<String, Fault> {
    if let Some(at) = scene.labels.iter().position(|label| label == name) {
        return Ok(scene.people[at].id.clone());
    }
    if scene.people.iter().any(|p| p.name() == name) {
        return Err(Fault::says("who", "need.one_person", &[("name", &name)]));
    }
    if let Some(person) = people::find::by_code(r, name)? {
        return Ok(person.id);
    }
    Err(match elsewhere(r, scene, name, clerk)? {
        Some((unit, code)) => {
            Fault::says("who", "need.paste_elsewhere", &[("name", &name), ("unit", &unit), ("own", &scene.unit.name), ("code", &code)])
        }
        None => Fault::says("who", "need.paste_nobody", &[("name", &name), ("unit", &scene.unit.name)]),
    })
}

/// The unit and code of somebody of this name in another unit that the clerk sees the people of.
fn elsewhere(r: &mut Read, scene: &Scene, name: &str, clerk: &str) -> Result<Option<(String, String)>, Fault> {
    let (same, _) = people::find::listed(r, clerk, &scene.day, name, "", 20)?;
    Ok(same.into_iter().find(|p| p.name == name).map(|p| (p.unit_name, p.code)))
}

/// The first of them who belongs to the unit on the day.
fn own(r: &mut Read, scene: &Scene, people: &[String], day: &str) -> Result<String, Fault> {
    for id in people {
        if people::find::unit_on(r, id, day)?.as_deref() == Some(scene.unit.code.as_str()) {
            return Ok(id.clone());
        }
    }
    let first = people.first().map(|id| r.get::<Person>(id)).transpose()?;
    let name = first.map(|p| p.name().to_owned()).unwrap_or_default();
    Err(Fault::says("who", "need.paste_own", &[("name", &name), ("unit", &scene.unit.name), ("day", &day)]))
}
