//! What pieces mean once the whole line is known: which numbers count, which units are places, which texts are names.
use super::amounts::fits;
use super::clauses::Around;
use super::fold::{Folded, is_gap};
use super::ground::Ground;
use super::names::Name;
use super::rest;
use super::scan::{Piece, Token};

/// Measures that tell of something beside the deed where no item is measured so.
const ASIDE: &[&str] =
    &["天", "日", "day", "小时", "个小时", "分钟", "分", "min", "minute", "h", "hr", "hour", "人", "名", "位", "个人", "people", "person"];

/// Numbers that measure no item become text where others do; bare ones count only where nothing is measured. How many people
/// there were is no quantity behind their names.
pub fn quantities(ground: &Ground, pieces: &mut [Piece], around: &Around) {
    heads(pieces);
    let any = |measure: &str| (0..ground.items.len()).any(|n| fits(ground, n, measure).is_some());
    let aside = |measure: &str| ASIDE.contains(&measure);
    let own = |p: &Piece| matches!(&p.token, Token::Quantity(q) if !q.measure.is_empty() && any(&q.measure));
    let counts = pieces.iter().any(own);
    let measured = pieces.iter().any(|p| matches!(&p.token, Token::Quantity(q) if !q.measure.is_empty() && !aside(&q.measure)));
    let names = pieces.iter().any(|p| matches!(p.token, Token::Name(_) | Token::Item(_))) || around.item.is_some();
    let mut bare = false;
    for piece in pieces {
        let Token::Quantity(q) = &piece.token else { continue };
        let keep = if counts {
            !q.measure.is_empty() && any(&q.measure)
        } else if measured {
            !q.measure.is_empty() && !aside(&q.measure)
        } else {
            q.measure.is_empty() && names && !std::mem::replace(&mut bare, true)
        };
        if !keep {
            piece.token = Token::Text;
        }
    }
}

/// 张三、李四二人, 张三等8人: a count of those who stand before.
fn heads(pieces: &mut [Piece]) {
    let mut names = 0_i64;
    for n in 0..pieces.len() {
        match &pieces[n].token {
            Token::Name(_) => names += 1,
            Token::Quantity(q) if names > 0 && ["人", "名", "位", "个人", "people"].contains(&q.measure.as_str()) => {
                let before = pieces[..n].iter().rev().find(|p| !p.is_gap()).is_some_and(|p| matches!(p.token, Token::Name(_)));
                let text = n.checked_sub(1).is_some_and(|k| pieces[k].is_text());
                if before && q.milli == Some(names * 1000) && names > 1
                    || text
                        && pieces[..n].iter().rev().nth(1).is_some_and(|p| matches!(p.token, Token::Name(_)))
                        && pieces[n - 1].to - pieces[n - 1].from == 1
                {
                    pieces[n].token = Token::Gap;
                }
            }
            _ => {}
        }
    }
}

/// A unit behind people of another, not in brackets, is where it was.
pub fn units(ground: &Ground, line: &Folded, pieces: &mut [Piece]) {
    let mut own: Vec<&str> = Vec::new();
    for n in 0..pieces.len() {
        match &pieces[n].token {
            Token::Name(name) => own.extend(name.person.iter().chain(&name.candidates).map(|p| ground.people[*p].unit.as_str())),
            Token::Unit(units) if !own.is_empty() => {
                let theirs = units.iter().any(|u| own.iter().any(|o| o.starts_with(ground.units[*u].key.as_str())));
                let bracket = n > 0 && pieces[n - 1].is_gap() && line.c[pieces[n - 1].from..pieces[n - 1].to].contains(&'(');
                if !theirs && !bracket {
                    pieces[n].token = Token::Text;
                }
            }
            _ => {}
        }
    }
}

/// Texts at the head of a line, or beside names, that may be names mistyped or unknown.
pub fn names(ground: &Ground, line: &Folded, pieces: &mut Vec<Piece>, around: &Around) {
    let known = pieces.iter().any(|p| matches!(p.token, Token::Name(_)));
    let first_fact =
        pieces.iter().position(|p| matches!(p.token, Token::Quantity(_) | Token::Item(_) | Token::Ditto)).unwrap_or(pieces.len());
    let mut n = 0;
    let mut found = known;
    let joined = |pieces: &[Piece], n: usize| known && touches_name(pieces, n) && joiner(line, pieces, n);
    while n < pieces.len() {
        let head = n < first_fact;
        if pieces[n].is_text() && (head || !found) {
            let beside = !known || head && touches_name(pieces, n);
            let strict = !head || !beside || known && !joined(pieces, n);
            if let Some(parts) = split_names(ground, line, &pieces[n], around, strict, head) {
                let count = parts.iter().filter(|p| matches!(p.token, Token::Name(_))).count();
                found |= count > 0;
                let len = parts.len();
                pieces.splice(n..=n, parts);
                n += len;
                continue;
            }
        }
        n += 1;
    }
}

/// Whether a name stands next to this text with only a mark of a list between.
fn touches_name(pieces: &[Piece], n: usize) -> bool {
    let name = |p: Option<&Piece>| p.is_some_and(|p| matches!(p.token, Token::Name(_)));
    let past = |step: i64| {
        let at = |k: i64| usize::try_from(k).ok().and_then(|k| pieces.get(k));
        let k = i64::try_from(n).unwrap_or(0);
        if at(k + step).is_some_and(Piece::is_gap) { name(at(k + 2 * step)) } else { name(at(k + step)) }
    };
    past(1) || past(-1)
}

/// Whether 和, 、 or another mark of a list binds this text to the name beside it.
fn joiner(line: &Folded, pieces: &[Piece], n: usize) -> bool {
    let first = line.c[pieces[n].from..pieces[n].to].iter().find(|c| !c.is_whitespace());
    let mark = |k: Option<usize>| {
        k.and_then(|k| pieces.get(k)).is_some_and(|p| p.is_gap() && line.c[p.from..p.to].iter().any(|c| "、+&".contains(*c)))
    };
    first.is_some_and(|c| "和与及跟同".contains(*c)) || mark(n.checked_sub(1)) || mark(Some(n + 1))
}

/// A text as a name and what follows it, when it can be one.
fn split_names(ground: &Ground, line: &Folded, piece: &Piece, around: &Around, strict: bool, head: bool) -> Option<Vec<Piece>> {
    let mut text = rest::trimmed(line, piece.from, piece.to);
    while text.first().is_some_and(|c| "跟同".contains(*c)) {
        text = &text[1..];
    }
    if text.len() < 2 {
        return None;
    }
    let from = piece.from + line.raw[piece.from..piece.to].windows(text.len()).position(|w| w == text)?;
    let resolve = |from: usize, to: usize| ground.names.resolve(&line.raw[from..to].iter().collect::<String>(), around.unit.as_deref());
    let made = |name: Name, to: usize| {
        let mut out = vec![Piece { from: piece.from, to, token: Token::Name(name) }];
        if to < piece.to {
            out.push(Piece { from: to, to: piece.to, token: Token::Text });
        }
        Some(out)
    };
    let whole = resolve(from, from + text.len());
    let han = text.iter().all(|c| super::fold::is_han(*c));
    let written: String = text.iter().collect();
    let placelike = rest::place(text).is_some();
    let too_long = placelike && text.len() > 3 || han && text.len() > 5;
    if !whole.candidates.is_empty() && !too_long {
        return made(whole, from + text.len());
    }
    if let Some(both) = joined_names(ground, line, piece, from, text.len(), around) {
        return Some(both);
    }
    if han && head {
        for count in [4, 3, 2] {
            if text.len() > count {
                let name = resolve(from, from + count);
                if !name.candidates.is_empty() && "在到去于今帮负也共又从把给".contains(text[count]) {
                    return made(name, from + count);
                }
            }
        }
    }
    let unknown = ground.names.looks_like(&written) && (!placelike || head && !han && !strict) && (!strict || head && !han);
    let bounded = line.c.get(from + text.len()).is_none_or(|c| is_gap(*c)) || piece.to == from + text.len();
    (unknown && bounded && head).then(|| made(whole, from + text.len())).flatten()
}

/// 张小梅和王墙: two names with a word between.
fn joined_names(ground: &Ground, line: &Folded, piece: &Piece, from: usize, count: usize, around: &Around) -> Option<Vec<Piece>> {
    let at = (from + 2..from + count.saturating_sub(1)).find(|n| "和与及跟同".contains(line.c[*n]))?;
    let name = |a: usize, b: usize| ground.names.resolve(&line.raw[a..b].iter().collect::<String>(), around.unit.as_deref());
    let (one, two) = (name(from, at), name(at + 1, from + count));
    (!one.candidates.is_empty() && !two.candidates.is_empty()).then(|| {
        vec![
            Piece { from: piece.from, to: at, token: Token::Name(one) },
            Piece { from: at, to: at + 1, token: Token::Gap },
            Piece { from: at + 1, to: piece.to, token: Token::Name(two) },
        ]
    })
}
