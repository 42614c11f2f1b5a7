//! The pieces of a line as entries: who, what, how much.
use super::amounts::fits;
use super::fold::{Folded, is_gap};
use super::ground::Ground;
use super::measure::Sure;
use super::names::Name;
use super::rest;
use super::scan::{Piece, Quantity, Token};
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
    /// The entry above.
    pub above: Option<Entry>,
    /// The line has a number in a list.
    pub listed: bool,
}

/// Part of a line with at most one quantity.
#[derive(Debug, Clone, Default)]
struct Draft {
    names: Vec<Name>,
    hits: Vec<(usize, i64)>,
    quantity: Option<Quantity>,
    day: Option<Date>,
    units: Vec<usize>,
    ditto: bool,
    each: bool,
    refined: bool,
    pieces: Vec<Piece>,
}

/// The entries of a line.
pub fn entries(ground: &Ground, line: &Folded, number: usize, mut pieces: Vec<Piece>, around: &Around) -> Vec<Entry> {
    settle::quantities(ground, &mut pieces, around);
    settle::units(ground, line, &mut pieces);
    pieces = super::scan::join_words(pieces, &line.c);
    settle::names(ground, line, &mut pieces, around);
    let mut drafts = drafts(ground, line, pieces);
    share_names(&mut drafts);
    let mut made: Vec<Entry> = Vec::new();
    for draft in &drafts {
        let before = made.last().cloned().or_else(|| around.above.clone());
        if let Some(entry) = entry(ground, line, number, draft, around, before.as_ref(), made.last()) {
            made.push(entry);
        }
    }
    made
}

fn drafts(ground: &Ground, line: &Folded, pieces: Vec<Piece>) -> Vec<Draft> {
    let mut all: Vec<Draft> = vec![Draft::default()];
    let first_name = pieces.iter().position(|p| matches!(p.token, Token::Name(_)));
    let first_quantity = pieces.iter().position(|p| matches!(p.token, Token::Quantity(_)));
    // 3棵 张晓梅: names come behind what they did.
    let trailing = matches!((first_name, first_quantity), (Some(name), Some(quantity)) if quantity < name);
    for (n, piece) in pieces.iter().enumerate() {
        let (next, Some(now)) = (&pieces[n + 1..], all.last()) else { break };
        let (full, named) = (now.quantity.is_some(), !now.names.is_empty());
        match &piece.token {
            Token::Name(_) if full && named && !trailing && !last_is_name(now) => begin(line, &mut all),
            Token::Name(_) if full && !named && !trailing => begin(line, &mut all),
            Token::Item(hits)
                if full && !part_of(line, now, piece.from) && (begins_other(ground, now, hits, next) || trailing && named) =>
            {
                begin(line, &mut all)
            }
            Token::Quantity(q) if full => {
                if refines(ground, line, now, q, piece) {
                    let Some(now) = all.last_mut() else { break };
                    refine(ground, now, q);
                    now.pieces.push(piece.clone());
                    continue;
                }
                if remarks(line, now, piece.from) {
                    let Some(now) = all.last_mut() else { break };
                    now.pieces.push(Piece { token: Token::Text, ..piece.clone() });
                    continue;
                }
                begin(line, &mut all);
            }
            _ => {}
        }
        if let Some(now) = all.last_mut() {
            now.take(piece);
        }
    }
    all
}

/// Begins the next part. What stands behind the last hard mark belongs to it already.
fn begin(line: &Folded, all: &mut Vec<Draft>) {
    let Some(now) = all.last_mut() else { return };
    let last = now.pieces.iter().rposition(|p| matches!(p.token, Token::Quantity(_) | Token::Name(_))).map_or(0, |n| n + 1);
    let hard = |p: &Piece| p.is_gap() && line.c[p.from..p.to].iter().any(|c| ",;。|\t".contains(*c));
    let at = now.pieces.iter().skip(last).rposition(hard).map(|n| n + last);
    let moved = at.map(|at| now.pieces.split_off(at)).unwrap_or_default();
    now.hits = now.pieces.iter().flat_map(|p| if let Token::Item(hits) = &p.token { hits.clone() } else { Vec::new() }).collect();
    let mut next = Draft::default();
    moved.iter().for_each(|piece| next.take(piece));
    all.push(next);
}

/// （含补栽3棵）, 其中松树2棵: part of what was counted, no other deed.
fn part_of(line: &Folded, now: &Draft, at: usize) -> bool {
    let last = now.pieces.iter().rev().find(|p| matches!(p.token, Token::Quantity(_))).map_or(0, |p| p.to);
    let since: String = line.c[last..at].iter().collect();
    let begins = |at: usize| since[..at].chars().next_back().is_none_or(is_gap);
    ["含", "其中", "包括"].iter().any(|word| since.find(word).is_some_and(begins))
}

/// 成活12棵, 听众60人: words since the last number, and no item's: a remark, no other deed.
fn remarks(line: &Folded, now: &Draft, at: usize) -> bool {
    if part_of(line, now, at) {
        return true;
    }
    let since = now.pieces.iter().rev().take_while(|p| !matches!(p.token, Token::Quantity(_)));
    let mut text = false;
    for piece in since {
        match piece.token {
            Token::Name(_) | Token::Item(_) | Token::Day(_) => return false,
            Token::Text => {
                let words = rest::trimmed(line, piece.from, piece.to);
                text |= words.len() >= 2 && rest::place(words).is_none();
            }
            _ => {}
        }
    }
    text
}

/// Whether the last thing read is a name: 3棵 张三、李四.
fn last_is_name(draft: &Draft) -> bool {
    draft.pieces.iter().rev().find(|p| !p.is_gap()).is_some_and(|p| matches!(p.token, Token::Name(_)))
}

impl Draft {
    fn take(&mut self, piece: &Piece) {
        match &piece.token {
            Token::Name(name) if self.names.iter().any(|n| n == name || n.person.is_some() && n.person == name.person) => {}
            Token::Name(name) => self.names.push(name.clone()),
            Token::Item(hits) => self.hits.extend(hits),
            Token::Quantity(quantity) => self.quantity = Some(quantity.clone()),
            Token::Day(day) => self.day = self.day.or(*day),
            Token::Unit(units) if self.units.is_empty() => self.units.clone_from(units),
            // A second unit, or one behind people of another, is where it was.
            Token::Unit(_) => return self.pieces.push(Piece { token: Token::Text, ..piece.clone() }),
            Token::Ditto => self.ditto = true,
            Token::Each => self.each = true,
            _ => {}
        }
        self.pieces.push(piece.clone());
    }
}

/// Whether a word of another item begins another deed: a quantity follows it, or one that needs none.
fn begins_other(ground: &Ground, now: &Draft, hits: &[(usize, i64)], next: &[Piece]) -> bool {
    let Some(here) = best(ground, now, None).map(|(item, _)| item) else { return false };
    let Some(other) = hits.iter().max_by_key(|(_, w)| *w).map(|(item, _)| *item) else { return false };
    if hits.iter().any(|(item, _)| *item == here) {
        // The same words once more before another quantity: 植树 郑凯5棵 植树 周婷婷6棵.
        return now.hits.iter().any(|(item, _)| *item == here) && quantity_before_name_ends(next) && gap_before(now);
    }
    quantity_before_name_ends(next)
        || ground.items[other].measures.iter().any(|m| m.most == Some(1000)) && hits.iter().any(|(_, w)| *w >= 20)
}

fn gap_before(now: &Draft) -> bool {
    now.pieces.last().is_some_and(Piece::is_gap)
}

fn quantity_before_name_ends(next: &[Piece]) -> bool {
    next.iter().find(|p| matches!(p.token, Token::Quantity(_) | Token::Day(_))).is_some_and(|p| matches!(p.token, Token::Quantity(_)))
}

/// 2车（约4方）, 3袋合0.3方: the second quantity says the first more exactly.
fn refines(ground: &Ground, line: &Folded, now: &Draft, q: &Quantity, piece: &Piece) -> bool {
    let Some(first) = &now.quantity else { return false };
    let Some(last) = now.pieces.iter().rposition(|p| matches!(p.token, Token::Quantity(_))) else { return false };
    let between: String = line.c[now.pieces[last].to..piece.from].iter().collect();
    let plain =
        between.chars().all(|c| is_gap(c) && (q.guess || c != ',') && !";、".contains(c) || "共约合折计即大概重近算垃圾土".contains(c));
    if !plain || first.measure == q.measure {
        return false;
    }
    let items = |m: &str| (0..ground.items.len()).filter(|n| fits(ground, *n, m).is_some()).collect::<Vec<_>>();
    let (a, b) = (items(&first.measure), items(&q.measure));
    a.is_empty() || b.is_empty() || a.iter().any(|n| b.contains(n))
}

fn refine(ground: &Ground, now: &mut Draft, q: &Quantity) {
    let sure = |m: &str| (0..ground.items.len()).filter_map(|n| fits(ground, n, m)).map(|f| f.3).max();
    let first = now.quantity.as_ref().map(|f| f.measure.clone()).unwrap_or_default();
    if sure(&q.measure) > sure(&first) {
        now.quantity = Some(q.clone());
    }
    now.refined = true;
}

/// Parts without names are theirs who stand before; or behind, when nobody stands before.
fn share_names(drafts: &mut [Draft]) {
    for n in 1..drafts.len() {
        if drafts[n].names.is_empty() {
            drafts[n].names = drafts[n - 1].names.clone();
            drafts[n].units = drafts[n - 1].units.clone();
        }
        if drafts[n].day.is_none() {
            drafts[n].day = drafts[n - 1].day;
        }
    }
    for n in (0..drafts.len().saturating_sub(1)).rev() {
        if drafts[n].names.is_empty() {
            drafts[n].names = drafts[n + 1].names.clone();
            drafts[n].units = drafts[n + 1].units.clone();
        }
    }
}

/// The item a draft speaks of most, and how far the next one is behind.
fn best(ground: &Ground, draft: &Draft, context: Option<usize>) -> Option<(usize, i64)> {
    let mut scores: Vec<(i64, usize)> = (0..ground.items.len()).map(|n| (score(ground, draft, n, context), n)).collect();
    scores.sort_by_key(|(score, n)| (std::cmp::Reverse(*score), *n));
    let (top, item) = *scores.first()?;
    let second = scores.get(1).map_or(0, |s| s.0);
    (top > 0).then_some((item, top - second))
}

fn score(ground: &Ground, draft: &Draft, item: usize, context: Option<usize>) -> i64 {
    let words: i64 = draft.hits.iter().filter(|(n, _)| *n == item).map(|(_, w)| *w).sum();
    let measure = draft.quantity.as_ref().filter(|q| !q.measure.is_empty()).map_or(0, |q| match fits(ground, item, &q.measure) {
        Some((.., Sure::Own)) => 32,
        Some((.., Sure::Same)) => 26,
        Some((.., Sure::Converted)) => 16,
        Some((.., Sure::Hint)) => 12,
        None => -6,
    });
    (words + measure + if context == Some(item) { 13 } else { 0 }).max(0)
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
