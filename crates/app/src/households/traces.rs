//! What a member's name is found by: keyed hashes of every two letters in a row, within one township, so that equal names in two townships
//! have nothing in common and a stolen database has no names. The table is made of what the members' rows hold.
use ledger::{Read, Tally, TallyRow, Tx};

pub static TRACES: Tally = Tally { table: "household_traces", keys: &["trace", "household"], sums: &["n"] };

/// The most letters of a name that leave a trace.
const LETTERS_MOST: usize = 40;

/// Every two letters in a row, small, without spaces.
pub fn pairs(text: &str) -> Vec<String> {
    let letters: Vec<char> =
        text.chars().filter(|c| !c.is_whitespace() && *c != '·').flat_map(char::to_lowercase).take(LETTERS_MOST).collect();
    let mut pairs: Vec<String> = letters.windows(2).map(|two| two.iter().collect()).collect();
    pairs.sort();
    pairs.dedup();
    pairs
}

/// What a row keeps of a name.
pub fn of_name(r: &Read, scope: &str, name: &str) -> Option<String> {
    let keys = r.keys();
    let traces: Vec<String> =
        pairs(name).iter().filter_map(|pair| keys.traces(&format!("name/{scope}"), pair).into_iter().next()).collect();
    Some(traces.join(" ")).filter(|all| !all.is_empty())
}

/// Under every key there is, for one scope: each pair's traces.
pub fn asked(r: &Read, scope: &str, text: &str) -> Vec<Vec<String>> {
    let keys = r.keys();
    pairs(text).iter().map(|pair| keys.traces(&format!("name/{scope}"), pair)).collect()
}

/// What a row keeps of an identity number, the same in the whole realm.
pub fn of_number(r: &Read, number: &str) -> Option<String> {
    let plain: String = number.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    if plain.is_empty() { None } else { r.keys().traces("number", &plain).into_iter().next() }
}

/// Adds a row's traces to the table, or takes them out again.
pub fn count(tx: &mut Tx, household: &str, traces: &Option<String>, by: i64) {
    for trace in traces.iter().flat_map(|all| all.split(' ')) {
        tx.add(&TRACES, vec![trace.into(), household.into()], &[by]);
    }
}

/// # Errors
/// When the data cannot be read.
pub fn rebuild(r: &mut Read) -> ledger::Result<Vec<TallyRow>> {
    let mut rows: std::collections::BTreeMap<(String, String), i64> = std::collections::BTreeMap::new();
    r.each("SELECT household, name_traces FROM members WHERE name_traces IS NOT NULL", &[], |row| {
        let household = row.text(0)?;
        for trace in row.text(1)?.split(' ') {
            *rows.entry((trace.to_owned(), household.clone())).or_default() += 1;
        }
        Ok(())
    })?;
    Ok(rows.into_iter().map(|((trace, household), n)| (vec![trace.into(), household.into()], vec![n])).collect())
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_name_of_two_letters_is_one_pair() {
        assert_eq!(super::pairs("李长根"), ["李长", "长根"]);
        assert_eq!(
            (super::pairs("李 刚"), super::pairs("李"), super::pairs("Ann")),
            (vec!["李刚".to_owned()], vec![], vec!["an".into(), "nn".into()])
        );
    }
}
