//! Two people changed one record. What only one of them touched is taken; what both made different keeps both.
use serde_json::{Map, Value};

/// Fields by name. Both sides write a value the same way, so that equal means equal.
pub type Fields = Map<String, Value>;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// What is to be written.
    pub set: Fields,
    /// What the record keeps as it is, and the clerk chooses.
    pub both: Fields,
}

/// `now` is the record, `was` what the sender saw of it, `is` what the sender made of that. Files are a set: each is added or taken
/// away for itself.
pub fn merge(now: &Fields, was: &Fields, is: &Fields) -> Merged {
    let mut merged = Merged::default();
    for (name, wanted) in is {
        let (here, seen) = (now.get(name).unwrap_or(&Value::Null), was.get(name).unwrap_or(&Value::Null));
        if here == wanted || wanted == seen {
            continue;
        }
        if here == seen {
            merged.set.insert(name.clone(), wanted.clone());
        } else if name == "files" {
            merged.set.insert(name.clone(), united(here, seen, wanted));
        } else {
            merged.both.insert(name.clone(), wanted.clone());
        }
    }
    merged
}

fn united(here: &Value, seen: &Value, wanted: &Value) -> Value {
    let list = |v: &Value| v.as_array().cloned().unwrap_or_default();
    let (seen, wanted) = (list(seen), list(wanted));
    let mut all = list(here);
    all.retain(|file| !seen.contains(file) || wanted.contains(file));
    for file in wanted {
        if !seen.contains(&file) && !all.contains(&file) {
            all.push(file);
        }
    }
    all.into()
}

#[cfg(test)]
mod tests {
    use super::{Fields, Merged, merge};
    use serde_json::{Value, json};

    fn fields(value: Value) -> Fields {
        value.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn what_one_touched_is_taken_and_what_both_touched_keeps_both() {
        let now = fields(json!({"quantity": "2", "place": "村口", "words": "ours", "files": ["a", "c"]}));
        let was = fields(json!({"quantity": "1", "place": "村口", "words": "ours", "files": ["a"]}));
        let is = fields(json!({"quantity": "3", "place": "河边", "words": "ours", "files": ["b"]}));
        let merged = merge(&now, &was, &is);
        assert_eq!(merged.set, fields(json!({"place": "河边", "files": ["c", "b"]})));
        assert_eq!(merged.both, fields(json!({"quantity": "3"})));
        assert_eq!(merge(&is, &was, &is), Merged::default(), "what stands already is nothing to do");
    }
}
