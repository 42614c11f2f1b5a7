//! A whole text, line by line: what is a heading, a comment, a table, an entry.
use super::clauses::{Around, entries};
use super::fold::{Folded, fold, is_han};
use super::ground::Ground;
use super::names::Name;
use super::numbering::Numbering;
use super::scan::{Piece, Token, scan};
use super::table::Table;
use super::{Entry, Left, Understood, days};

const TOTALS: &[&str] =
    &["合计", "总计", "共计", "小计", "累计", "总共", "总数", "以上", "total", "sum", "subtotal", "in total", "grand total", "汇总"];
#[rustfmt::skip]
const EXAMPLES: &[&str] = &[
    "例:", "例如", "例 ", "示例", "举例", "如:", "比如", "格式", "模板", "范例", "样例", "例子", "参考格式", "e.g.", "eg:", "example", "for example", "format",
    "(例", "【例", "*例",
];
#[rustfmt::skip]
const CANCELLED: &[&str] = &[
    "取消", "撤销", "作废", "不算了", "不算数", "退出", "划掉", "删除", "撤回", "请忽略", "报错了", "填错", "来不了", "去不了", "请假", "cancelled", "canceled", "cancel",
    "withdrawn", "withdrew", "void", "can't make it", "cannot make it", "ignore this", "delete this",
];
#[rustfmt::skip]
const HEADS: &[&str] = &[
    "全体", "大家好", "各单位", "各组", "everyone", "dear all", "hi all", "接龙", "截止", "截至", "报名", "要求", "请大家", "请各位", "请还没", "请未", "通知", "提示", "注意",
    "格式", "规则", "说明", "统计表", "登记表", "公告", "sign-up", "sign up", "signup", "deadline", "please", "list of", "登记", "汇总表", "统计", "填报", "温馨",
    "各位", "@所有人", "所有人",
];

/// Reads a text.
pub fn read(ground: &Ground, text: &str) -> Understood {
    let mut reader = Reader {
        ground,
        around: Around::default(),
        table: None,
        seen: Vec::new(),
        list: Numbering::default(),
        made: Understood::default(),
        above_cells: Vec::new(),
        pending: Vec::new(),
    };
    for (n, line) in text.lines().enumerate() {
        reader.line(n + 1, line);
    }
    reader.settle();
    let mut made = reader.made;
    mark_twins(&mut made.entries);
    made
}

struct Reader<'a> {
    ground: &'a Ground,
    around: Around,
    table: Option<Table>,
    /// Numbered lines as they stood: a list that is posted again repeats them.
    seen: Vec<String>,
    list: Numbering,
    made: Understood,
    /// The cells of the row above, for rows without a header.
    above_cells: Vec<String>,
    /// Names that stood alone: the next line may say what they did.
    pending: Vec<Entry>,
}

impl Reader<'_> {
    fn line(&mut self, number: usize, raw: &str) {
        let line = fold(raw);
        let text: String = line.c.iter().collect::<String>().trim().to_owned();
        if text.is_empty() {
            (self.table, self.above_cells) = (None, Vec::new());
            return;
        }
        if is_total(&text) {
            self.skip(number, Left::Total);
        } else if begins(&text, EXAMPLES) {
            self.skip(number, Left::Example);
        } else if is_cancelled(raw, &text) {
            self.list.last += 1;
            self.skip(number, Left::Cancelled);
        } else if let Some(sender) = self.sender(&line) {
            self.settle();
            self.around.sender = Some(sender);
        } else if let Some(table) = Table::header(self.ground, raw) {
            self.table = Some(table);
        } else if let Some(mut table) = self.table.take() {
            match table.row(self.ground, raw, number, &self.around) {
                Some(entries) => {
                    self.add(number, entries);
                    self.table = Some(table);
                }
                None => self.plain(number, raw, &line, &text),
            }
        } else {
            self.plain(number, raw, &line, &text);
        }
    }

    fn skip(&mut self, line: usize, why: Left) {
        self.made.left.push((line, why));
    }

    /// Nothing followed the names that stood alone: they are entries, or nothing where nothing is asked.
    fn settle(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        // Line 0: a name alone in a text that asks for nothing.
        for entry in pending.into_iter().filter(|e| e.line > 0) {
            self.around.above = vec![entry.clone()];
            self.made.entries.push(entry);
        }
    }

    fn add(&mut self, number: usize, entries: Vec<Entry>) {
        if entries.is_empty() {
            self.skip(number, Left::Nothing);
        }
        if !entries.is_empty() {
            self.around.above.clone_from(&entries);
        }
        self.made.entries.extend(entries);
    }

    fn plain(&mut self, number: usize, raw: &str, line: &Folded, text: &str) {
        if raw.contains('\t') {
            self.settle();
            self.cells(number, raw);
            return;
        }
        let (from, listed) = self.list.read(self.ground, line);
        if listed && self.repeated(text) {
            return self.skip(number, Left::Repeated);
        }
        let to = line.c.len();
        let pieces = scan(self.ground, line, from, to, self.around.unit.as_deref());
        if self.heading(line, text, &pieces, listed) && self.pending.is_empty() {
            return self.skip(number, Left::Heading);
        }
        if pieces.iter().all(Piece::is_gap) {
            return;
        }
        let has = |f: fn(&Token) -> bool| pieces.iter().any(|p| f(&p.token));
        let named = has(|t| matches!(t, Token::Name(_)));
        let facts = has(|t| matches!(t, Token::Quantity(_) | Token::Item(_) | Token::Ditto));
        let mut around = Around { listed, ..self.around.clone() };
        if !named
            && facts
            && !listed
            && let Some(waiting) = self.pending.pop()
        {
            around.sender = waiting.names.first().cloned();
            let mut made = entries(self.ground, line, number, pieces, &around);
            made.iter_mut().for_each(|e| e.names.clone_from(&waiting.names));
            return self.add(number, made);
        }
        self.settle();
        let alone = named && !facts && pieces.iter().filter(|p| p.is_text()).all(|p| super::rest::trimmed(line, p.from, p.to).is_empty());
        if alone {
            around.listed = true;
        }
        let made = entries(self.ground, line, number, pieces, &around);
        if alone && made.len() == 1 && made[0].quantity.is_none() {
            self.pending = made.into_iter().map(|e| Entry { doubts: super::Doubts { quantity: true, ..e.doubts }, ..e }).collect();
            if !listed && self.around.item.is_none() {
                self.pending.iter_mut().for_each(|e| e.line = 0);
            }
            return;
        }
        self.add(number, made);
    }

    /// A row without a header: gaps and 〃 are as above, and then it is a line with hard marks.
    fn cells(&mut self, number: usize, raw: &str) {
        let mut cells: Vec<String> = raw
            .split('\t')
            .map(|c| c.trim().trim_matches('"').to_owned())
            .zip(raw.split('\t'))
            .map(|(c, r)| if c.is_empty() { r.trim().to_owned() } else { c })
            .collect();
        let index = cells.first().is_some_and(|c| !c.is_empty() && c.chars().all(|c| c.is_ascii_digit()) && c.len() <= 3)
            && cells.iter().skip(1).any(|c| c.chars().any(|c| is_han(c) || c.is_alphabetic()));
        if index
            && (cells[0].parse::<u64>() == Ok(self.list.last + 1)
                || cells[0] == "1"
                || self.above_cells.first().is_some_and(String::is_empty))
        {
            self.list.last = cells[0].parse().unwrap_or(0);
            cells[0] = String::new();
        }
        if cells.first().is_some_and(|c| !c.is_empty() && self.ground.people.iter().any(|p| p.code == *c)) {
            cells[0] = String::new();
        }
        let carried = super::table::carry(self.ground, &mut cells, &self.above_cells);
        let joined = fold(&cells.join("\t"));
        self.above_cells = cells;
        let pieces = scan(self.ground, &joined, 0, joined.c.len(), self.around.unit.as_deref());
        let text: String = joined.c.iter().collect();
        if self.heading(&joined, text.trim(), &pieces, false) {
            return self.skip(number, Left::Heading);
        }
        let around = Around { listed: index, sender: None, ..self.around.clone() };
        let mut made = entries(self.ground, &joined, number, pieces, &around);
        for entry in &mut made {
            entry.doubts.names |= carried;
        }
        self.add(number, made);
    }

    fn repeated(&mut self, text: &str) -> bool {
        let text = text.to_owned();
        let there = self.seen.contains(&text);
        if !there {
            self.seen.push(text);
        }
        there
    }

    /// A chat's line of who and when: 张晓梅 10:32.
    fn sender(&self, line: &Folded) -> Option<Name> {
        let c = &line.c;
        let text: String = c.iter().collect::<String>().trim_end().to_owned();
        let time = text.rsplit(' ').next()?;
        let clock: Vec<char> = time.chars().collect();
        if !time.contains(':') || days::time_at(&clock, 0) != Some(clock.len()) {
            return None;
        }
        let pieces = scan(self.ground, line, 0, c.len(), None);
        let left = pieces.iter().filter(|p| !p.is_gap() && !matches!(p.token, Token::Day(_))).collect::<Vec<_>>();
        match left[..] {
            [Piece { token: Token::Name(name), .. }] => Some(name.clone()),
            [Piece { token: Token::Text, from, to }] => {
                let written: String = line.raw[*from..*to].iter().collect();
                let name = self.ground.names.resolve(written.trim(), None);
                (!name.candidates.is_empty() || self.ground.names.looks_like(written.trim())).then_some(name)
            }
            _ => None,
        }
    }

    /// Whether the line only says what the next ones are about; then it is remembered.
    fn heading(&mut self, line: &Folded, text: &str, pieces: &[Piece], listed: bool) -> bool {
        let has = |f: fn(&Token) -> bool| pieces.iter().any(|p| f(&p.token));
        let named = has(|t| matches!(t, Token::Name(_))) || has(|t| matches!(t, Token::Ditto));
        let quantity = has(|t| matches!(t, Token::Quantity(_)));
        let said = text.starts_with('#') || HEADS.iter().any(|h| text.contains(h));
        if named || listed && !said {
            return false;
        }
        let facts = has(|t| matches!(t, Token::Item(_) | Token::Day(_) | Token::Unit(_)));
        let left: usize = pieces.iter().filter(|p| p.is_text()).map(|p| super::rest::trimmed(line, p.from, p.to).len()).sum();
        let only = facts && !quantity && (left <= 8 || said);
        let from_name = pieces.iter().find(|p| !p.is_gap()).filter(|p| p.is_text()).is_some_and(|p| {
            let text = super::rest::trimmed(line, p.from, p.to);
            let name = self.ground.names.resolve(&text.iter().collect::<String>(), None);
            text.len() >= 2
                && (!name.candidates.is_empty()
                    || self.ground.names.looks_like(&text.iter().collect::<String>())
                        && super::rest::place(text).is_none()
                        && has(|t| matches!(t, Token::Item(_)))
                        && text.len() <= 3
                        && text.iter().all(|c| is_han(*c)))
        });
        if !said && (from_name || !only) || said && from_name && quantity {
            return false;
        }
        let text_only_item = self.only_item(pieces);
        if text_only_item.is_some() || has(|t| matches!(t, Token::Item(_))) {
            self.around.item = text_only_item;
        }
        self.remember(text, pieces, said);
        true
    }

    fn remember(&mut self, text: &str, pieces: &[Piece], said: bool) {
        let limit = ["截止", "截至", "之前", "日前", "deadline", "before", " by "].iter().any(|w| text.contains(w));
        for piece in pieces {
            match &piece.token {
                Token::Day(day) if !limit && day.is_some() => self.around.day = *day,
                Token::Unit(units) => {
                    if let [one] = units[..] {
                        self.around.unit = Some(self.ground.units[one].key.clone());
                    }
                }
                _ => {}
            }
        }
        if !said {
            self.around.sender = None;
        }
    }

    /// The one item that a heading speaks of; none when there are several.
    fn only_item(&self, pieces: &[Piece]) -> Option<usize> {
        let mut scores = vec![0_i64; self.ground.items.len()];
        for piece in pieces {
            if let Token::Item(hits) = &piece.token {
                for (item, weight) in hits {
                    scores[*item] += weight;
                }
            }
        }
        let (best, top) = scores.iter().enumerate().max_by_key(|(n, s)| (**s, std::cmp::Reverse(*n)))?;
        let next = scores.iter().enumerate().filter(|(n, _)| *n != best).map(|(_, s)| *s).max().unwrap_or(0);
        (*top > 0 && next * 2 <= *top || *top >= next + 15).then_some(best).filter(|_| *top > 0)
    }
}

fn begins(text: &str, words: &[&str]) -> bool {
    let text = text.trim_start_matches(['(', '*', '-', ' ', '【', '[', '#']);
    words.iter().any(|w| text.starts_with(w.trim_start_matches(['(', '*', '【'])))
}

/// 合计：12棵. A line that begins so and names nobody.
fn is_total(text: &str) -> bool {
    let cells: Vec<&str> = text.split(['\t', '|']).map(str::trim).filter(|c| !c.is_empty()).collect();
    cells.iter().take(2).any(|cell| {
        TOTALS.iter().any(|t| cell.strip_prefix(t).is_some_and(|rest| rest.chars().next().is_none_or(|c| !c.is_alphabetic() || is_han(c))))
    })
}

fn is_cancelled(raw: &str, text: &str) -> bool {
    let words = CANCELLED.iter().any(|w| text.contains(w));
    let marks = raw.contains(['❌', '✖', '✗', '✘', '\u{336}', '🚫'])
        || text.starts_with("~~") && text.trim_end().ends_with("~~")
        || text.starts_with("<del>")
        || text.starts_with("[已取消]");
    words || marks
}

/// The same entry twice in a text may be one deed.
fn mark_twins(entries: &mut [Entry]) {
    for n in 1..entries.len() {
        let (before, rest) = entries.split_at_mut(n);
        let own = &mut rest[0];
        let twin = |e: &Entry| {
            (&e.names, e.item, e.quantity, &e.place, &e.words, e.day)
                == (&own.names, own.item, own.quantity, &own.place, &own.words, own.day)
        };
        if before.iter().any(|e| e.line != own.line && twin(e)) && own.quantity.is_some() {
            own.doubts.twice = true;
        }
    }
}
