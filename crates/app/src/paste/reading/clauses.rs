//! The parts of a line as entries: who, what, how much.
use super::amounts::fits;
use super::drafts::{Draft, best, drafts};
use super::fold::Folded;
use super::ground::Ground;
use super::measure::Sure;
use super::names::Name;
use super::rest;
use super::scan::Piece;
use super::settle;
use super::{Amount, Doubts, Entry};
use jiff::civil::Date;

/// What the text around a line says.
#[derive(Debug, Clone, Default)]
pub struct Around {
    pub item: Option<usize>,
    pub unit: Option<String>,
    pub day: Option<Date>,
    /// Whose message this is.
    pub sender: Option<Name>,
    /// The entries of the line above.
    pub above: Vec<Entry>,
    /// The line has a number in a list.
    pub listed: bool,
}

/// The entries of a line.
pub fn entries(ground: &Ground, line: &Folded, number: usize, mut pieces: Vec<Piece>, around: &Around) -> Vec<Entry> {
    settle::quantities(ground, &mut pieces, around);
    settle::units(ground, line, &mut pieces);
    pieces = super::scan::join_words(pieces, &line.c);
    settle::names(ground, line, &mut pieces, around);
    let mut made: Vec<Entry> = Vec::new();
    let mut bare_ditto = false;
    for draft in &drafts(ground, line, &pieces) {
        let before = made.last().cloned().or_else(|| around.above.last().cloned());
        bare_ditto = draft.ditto && draft.quantity.is_none() && draft.hits.is_empty();
        if let Some(entry) = entry(ground, line, number, draft, around, before.as_ref(), made.last()) {
            made.push(entry);
        }
    }
    if let ([own], true) = (&made[..], bare_ditto) {
        return as_above(own, &around.above);
    }
    made
}

/// 同上 behind a line of several deeds is all of them.
fn as_above(own: &Entry, above: &[Entry]) -> Vec<Entry> {
    if above.len() < 2 {
        return vec![own.clone()];
    }
    let one = |there: &Entry| Entry {
        item: there.item,
        indicator: there.indicator,
        quantity: there.quantity,
        amount: there.amount,
        doubts: Doubts {
            item: there.doubts.item,
            quantity: there.doubts.quantity,
            undone: own.doubts.undone || there.doubts.undone,
            ..own.doubts
        },
        ..own.clone()
    };
    above.iter().map(one).collect()
}

/// What is said of deeds to come; whoever writes only a number or a word of an item says nothing of the kind.
#[rustfmt::skip]
const TO_COME: &[&str] = &[
    "明天", "明日", "明儿", "后天", "下周", "下星期", "下个月", "下月", "打算", "计划", "改天", "tomorrow", "next week", "next month", " will ", "plan to", "plans to", "planning to",
    "going to", "intend", "hope to", "hopes to", "hoping to", "want to", "wants to", "should have", "to be ",
];
/// What denies, whatever stands behind it.
#[rustfmt::skip]
const DENIES: &[&str] = &[
    "忘了", "忘记", "没空", "没时间", "还没", "did not ", "didn't ", "have not ", "haven't ", "has not ", "hasn't ", "could not ", "couldn't ", "cannot ", "can't ", "not able ",
    "unable ", "forgot ", "not yet", " never ",
];
/// What denies, or speaks of what is to come, before a word of an item or of doing.
const NOT: &[&str] = &["没有", "没", "未", "不", "要", "想", "准备", "将", "not ", "no "];
const NOT_WHAT: &[&str] = &["去", "做", "参加", "干", "完成", "开始"];

/// Whether a part of a line with an amount tells of a plan, or that it was not done.
fn is_undone(ground: &Ground, line: &Folded, draft: &Draft) -> bool {
    let (Some(first), Some(last), true) = (draft.pieces.first(), draft.pieces.last(), draft.quantity.is_some()) else { return false };
    let said: String = line.c[first.from..last.to].iter().collect();
    let denies = |n: usize| {
        let behind = NOT.iter().filter(|not| super::fold::at(&line.c, n, not)).map(|not| n + not.chars().count());
        let apart = n == first.from || !super::fold::is_letter(line.c[n - 1]);
        behind
            .into_iter()
            .filter(|_| apart || super::fold::is_han(line.c[n]))
            .any(|at| !ground.keywords.at(&line.c, at).is_empty() || NOT_WHAT.iter().any(|w| super::fold::at(&line.c, at, w)))
    };
    TO_COME.iter().chain(DENIES).any(|word| said.contains(word)) || (first.from..last.to).any(denies)
}

fn entry(
    ground: &Ground,
    line: &Folded,
    number: usize,
    draft: &Draft,
    around: &Around,
    before: Option<&Entry>,
    same_line: Option<&Entry>,
) -> Option<Entry> {
    let mut entry = Entry { line: number, ..Entry::default() };
    entry.names.clone_from(&draft.names);
    let mut doubts = Doubts::default();
    let carried = entry.names.is_empty() && carry_names(&mut entry, draft, around, before);
    let context = same_line.and_then(|e| e.item).or(around.item);
    let (place, words) = rest::rest(line, &draft.pieces, &ground.measures);
    let item = best(ground, draft, context);
    let facts = draft.quantity.is_some() || draft.ditto || !draft.hits.is_empty();
    if entry.names.is_empty() && !(around.listed && facts)
        || same_line.is_some() && draft.quantity.is_none() && draft.hits.iter().all(|h| h.1 < 20) && !draft.ditto
    {
        return None;
    }
    if !facts && !around.listed && around.item.is_none() {
        return None;
    }
    doubts.names = carried || entry.names.is_empty() || entry.names.iter().any(|n| !n.certain);
    (entry.place, entry.words) = (place, words);
    match item {
        Some((item, lead)) => {
            entry.item = Some(item);
            doubts.item = lead <= 4 || draft.hits.is_empty() && around.item.is_some_and(|a| a != item) && same_line.is_none();
        }
        None => entry.item = context,
    }
    doubts.item |= entry.item.is_none();
    (entry.carried, entry.ditto) = (carried, draft.ditto);
    set_quantity(ground, draft, &mut entry, &mut doubts);
    if draft.ditto {
        ditto(draft, &mut entry, &mut doubts, before);
    }
    set_unit(ground, draft, around, &mut entry, &mut doubts);
    doubts.undone |= is_undone(ground, line, draft);
    entry.day = draft.day.or(around.day).or(if draft.ditto { before.and_then(|b| b.day) } else { None });
    entry.doubts = doubts;
    Some(entry)
}

/// A line without a name is its sender's, or the one's above; the latter is a guess.
fn carry_names(entry: &mut Entry, draft: &Draft, around: &Around, before: Option<&Entry>) -> bool {
    if let Some(sender) = &around.sender {
        entry.names = vec![sender.clone()];
        return false;
    }
    let facts = draft.quantity.is_some() && !draft.hits.is_empty() || draft.ditto;
    match before {
        Some(before) if facts && !around.listed || draft.ditto => {
            entry.names.clone_from(&before.names);
            !draft.ditto
        }
        _ => false,
    }
}

fn set_quantity(ground: &Ground, draft: &Draft, entry: &mut Entry, doubts: &mut Doubts) {
    entry.amount = amount(ground, draft, entry);
    doubts.quantity = entry.amount.is_some() || entry.item.is_none();
}

/// Sets item's measure and quantity; what was done for it, when it does not stand there plainly.
fn amount(ground: &Ground, draft: &Draft, entry: &mut Entry) -> Option<Amount> {
    let Some(item) = entry.item else {
        entry.quantity = draft.quantity.as_ref().and_then(|q| q.milli);
        return entry.quantity.is_none().then_some(Amount::Missing);
    };
    let measures = &ground.items[item].measures;
    entry.indicator = Some(0).filter(|_| !measures.is_empty());
    let Some(q) = &draft.quantity else {
        let one = measures.first().is_some_and(|m| m.most == Some(1000));
        entry.quantity = one.then_some(1000);
        return (!one).then_some(Amount::Missing);
    };
    let mut how = if q.guess || q.milli.is_none() { Some(Amount::About) } else { draft.refined.then_some(Amount::Finer) };
    entry.quantity = q.milli;
    if !q.measure.is_empty() {
        match fits(ground, item, &q.measure) {
            Some((indicator, a, b, sure)) => {
                entry.indicator = Some(indicator);
                entry.quantity = q.milli.map(|m| (m * a + b / 2) / b);
                how = if sure == Sure::Hint { Some(Amount::Thumb) } else { how };
            }
            None => how = Some(Amount::Strange),
        }
    }
    if draft.each && entry.names.len() > 1 {
        let times = i64::try_from(entry.names.len()).unwrap_or(1);
        entry.quantity = entry.quantity.map(|m| m * times);
        how = Some(Amount::Each);
    }
    let most = entry.indicator.and_then(|n| measures[n].most);
    if matches!((entry.quantity, most), (Some(q), Some(most)) if q > most) { Some(Amount::Much) } else { how }
}

/// 同上: what the line does not say itself is as above, with the doubts above.
fn ditto(draft: &Draft, entry: &mut Entry, doubts: &mut Doubts, before: Option<&Entry>) {
    let Some(before) = before else { return };
    if draft.names.is_empty() {
        entry.names.clone_from(&before.names);
        doubts.names = before.doubts.names;
    }
    doubts.undone |= before.doubts.undone;
    if draft.hits.is_empty() && draft.quantity.is_none() {
        (entry.item, entry.indicator) = (before.item, before.indicator);
        doubts.item = before.doubts.item;
    }
    if draft.quantity.is_none() {
        (entry.quantity, entry.amount) = (before.quantity, before.amount);
        doubts.quantity = before.doubts.quantity;
    } else if draft.hits.is_empty() && entry.item.is_none() {
        entry.item = before.item;
    }
    if entry.place.is_empty() {
        entry.place.clone_from(&before.place);
    }
}

/// The unit the line or its heading names, else the first person's.
fn set_unit(ground: &Ground, draft: &Draft, around: &Around, entry: &mut Entry, doubts: &mut Doubts) {
    let named: Vec<&str> = draft.units.iter().map(|n| ground.units[*n].key.as_str()).collect();
    for name in &mut entry.names {
        if name.person.is_none() && name.candidates.len() > 1 {
            let here: Vec<usize> = name.candidates.iter().copied().filter(|n| named.contains(&ground.people[*n].unit.as_str())).collect();
            if let [one] = here[..] {
                let exact = super::fold::folded(&name.written) == super::fold::folded(&ground.people[one].name)
                    || ground.people[one].nicknames.contains(&name.written);
                (name.person, name.certain) = (Some(one), exact);
            }
        }
    }
    if !entry.names.is_empty() {
        doubts.names = doubts.names && entry.names.iter().any(|n| !n.certain);
    }
    let own = entry.names.iter().find_map(|n| n.person).map(|n| ground.people[n].unit.clone());
    let first_known = entry.names.first().is_some_and(|n| n.person.is_some());
    entry.unit = match (&named[..], own) {
        ([one], Some(own)) => {
            doubts.unit = *one != own && !is_above(one, &own);
            if is_above(one, &own) { own } else { (*one).to_owned() }
        }
        ([one], None) => (*one).to_owned(),
        ([], Some(own)) if first_known || entry.names.is_empty() => own,
        ([], Some(own)) => around.unit.clone().unwrap_or(own),
        ([], None) => around.unit.clone().unwrap_or_default(),
        (several, Some(own)) => {
            doubts.unit = !several.contains(&own.as_str());
            own
        }
        (_, None) => {
            doubts.unit = true;
            String::new()
        }
    };
}

/// Whether one unit's name or code begins the other's: 下村镇 and 下村镇崔庄村, 140525106 and 140525106208.
fn is_above(above: &str, below: &str) -> bool {
    above != below && below.starts_with(above)
}
