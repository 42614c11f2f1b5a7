//! The pieces of a line in parts, one deed each: where the next one begins, what only refines or remarks, whose names it shares.
use super::amounts::fits;
use super::fold::{Folded, is_gap};
use super::ground::Ground;
use super::measure::Sure;
use super::names::Name;
use super::rest;
use super::scan::{Piece, Quantity, Token};
use jiff::civil::Date;

/// Part of a line with at most one quantity.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    pub names: Vec<Name>,
    pub hits: Vec<(usize, i64)>,
    pub quantity: Option<Quantity>,
    pub day: Option<Date>,
    pub units: Vec<usize>,
    pub ditto: bool,
    pub each: bool,
    pub refined: bool,
    pub pieces: Vec<Piece>,
}

/// The parts of a line, each with the names it has of its own or shares.
pub fn drafts(ground: &Ground, line: &Folded, pieces: &[Piece]) -> Vec<Draft> {
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
            Token::Quantity(q) if full && beside(ground, now, q) => {
                let hits = now.hits.clone();
                begin(line, &mut all);
                if let Some(now) = all.last_mut() {
                    now.hits = hits;
                }
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
    share_names(&mut all);
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

/// 1袋 20分钟, where the item counts both: the second is a record of its own, of the same item.
fn beside(ground: &Ground, now: &Draft, q: &Quantity) -> bool {
    let (Some(first), Some((item, _))) = (&now.quantity, best(ground, now, None)) else { return false };
    let counted = |measure: &str| fits(ground, item, measure).filter(|fit| fit.3 > Sure::Hint).map(|fit| fit.0);
    matches!((counted(&first.measure), counted(&q.measure)), (Some(a), Some(b)) if a != b)
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
pub fn best(ground: &Ground, draft: &Draft, context: Option<usize>) -> Option<(usize, i64)> {
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

#[cfg(test)]
mod tests {
    use super::super::ground::{Ground, Known, KnownItem, KnownMeasure};
    use super::super::read;

    #[test]
    fn an_item_counted_in_two_measures_makes_a_record_of_each() {
        let measure = |name: &str, measure: &str| KnownMeasure::new(name, measure, Some(500_000), "");
        let item = |id: &str, name: &str, measures: Vec<KnownMeasure>| KnownItem {
            id: id.to_owned(),
            name: name.to_owned(),
            label: String::new(),
            measures,
        };
        let items = vec![
            item("yard", "扫操场", vec![measure("垃圾", "袋"), measure("用时", "分钟")]),
            item("reading", "陪读", vec![measure("时间", "分钟")]),
        ];
        let known = |code: &str, name: &str| Known { code: code.to_owned(), name: name.to_owned(), ..Known::default() };
        let ground = Ground::new(vec![known("a", "陈小明"), known("b", "李娟")], Vec::new(), items, None);
        let said = |text: &str| {
            let of = |e: &super::super::Entry| (e.names.first().and_then(|n| n.person), e.item, e.indicator, e.quantity);
            read(&ground, text).entries.iter().map(of).collect::<Vec<_>>()
        };
        let one = (Some(0), Some(0), Some(0), Some(1000));
        assert_eq!(said("陈小明 扫操场1袋 20分钟"), [one, (Some(0), Some(0), Some(1), Some(20_000))]);
        assert_eq!(
            said("1. 陈小明 扫操场 1袋，20分钟\n2. 李娟 陪读20分钟"),
            [one, (Some(0), Some(0), Some(1), Some(20_000)), (Some(1), Some(1), Some(0), Some(20_000))]
        );
        // As above is all of it.
        assert_eq!(
            said("1. 陈小明 扫操场 1袋 20分钟\n2. 李娟 同上")[2..],
            [(Some(1), Some(0), Some(0), Some(1000)), (Some(1), Some(0), Some(1), Some(20_000))]
        );
    }

    #[test]
    fn what_is_planned_or_was_not_done_is_for_its_reader_to_tick() {
        let item = |id: &str, name: &str, measure: &str| KnownItem {
            id: id.to_owned(),
            name: name.to_owned(),
            label: String::new(),
            measures: vec![KnownMeasure::new(name, measure, Some(500_000), "")],
        };
        let items = vec![item("tree", "植树", "棵"), item("litter", "Pick up litter", "minute"), item("tale", "Read aloud", "story")];
        let known = |code: &str, name: &str| Known { code: code.to_owned(), name: name.to_owned(), ..Known::default() };
        let ground = Ground::new(vec![known("a", "陈小明"), known("b", "Gracie Hall")], Vec::new(), items, None);
        let entry = |text: &str| read(&ground, text).entries.pop().unwrap_or_default();
        for (text, undone) in [
            ("陈小明 植树4棵", false),
            ("陈小明 明天植树4棵", true),
            ("陈小明 打算植树4棵", true),
            ("陈小明 没有植树 4棵", true),
            ("陈小明 植树4棵，没有发现死苗", false),
            ("Gracie Hall litter 45 minutes", false),
            ("Gracie Hall litter 45 minutes tomorrow", true),
            ("Gracie Hall did not pick up litter, 45 minutes", true),
            ("Gracie Hall picked up no litter, 45 minutes", true),
            ("Gracie Hall hopes to read 3 stories", true),
            ("陈小明 不植树4棵", true),
            ("陈小明 忘了植树4棵", true),
            ("陈小明 要植树4棵", true),
            ("陈小明 植树4棵，不小心划了手", false),
        ] {
            assert_eq!(entry(text).doubts.undone, undone, "{text}");
        }
        assert!(entry("陈小明 明天植树4棵\nGracie Hall 同上").doubts.undone, "as above is as planned");
        let told = |text: &str| (entry(text).item, entry(text).quantity);
        assert_eq!(told("Gracie Hall 3 stories"), (Some(2), Some(3000)));
        assert_eq!(told("Gracie Hall an hour and a half, litter"), (Some(1), Some(90_000)));
    }
}
