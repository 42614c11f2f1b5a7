//! Numbers with their measures in a line, and what they are in an item's own measure.
use super::fold::{at, is_gap, is_han, is_letter, longest};
use super::ground::Ground;
use super::scan::{Quantity, Scan, Token};
use super::{days, measure, numbers};

#[rustfmt::skip]
const ABOUT: &[&str] = &[
    "大约", "大概", "差不多", "将近", "估计", "大致", "约合", "约", "近", "不到", "超过", "至少", "~", "≈", "about ", "around ", "roughly ", "approx. ",
    "approx ", "nearly ", "almost ", "over ", "ca. ",
];

/// An hour and a half.
const AND_A_HALF: &str = " and a half";

impl Scan<'_> {
    pub(super) fn measure_at(&self, i: usize) -> Option<&str> {
        let c = self.c();
        let found = self.ground.measures.iter().find(|m| {
            let han = m.chars().last().is_some_and(is_han);
            if han {
                at(c, i, m) && !misread(m, c.get(i + m.chars().count()))
            } else {
                super::keywords::stands(c, i, m) || after_digit(c, i, m)
            }
        })?;
        Some(found)
    }

    /// A number with its measure, or a bare number that stands apart.
    pub(super) fn quantity(&self, i: usize) -> Option<(usize, Token)> {
        let c = self.c();
        let about = longest(c, i, ABOUT.iter().copied());
        let mut from = i + about.map_or(0, |w| w.chars().count());
        while about.is_some() && c.get(from) == Some(&' ') {
            from += 1;
        }
        let money = c.get(from).copied().filter(|s| "¥￥$£€".contains(*s));
        from += usize::from(money.is_some());
        let number = numbers::number_at(c, from)?;
        // 三轮车 is a cart, not three of something.
        if is_han(c[from]) && self.ground.measures.iter().any(|m| m.chars().count() > 1 && at(c, from, m)) {
            return None;
        }
        let before = i.checked_sub(1).map(|n| c[n]);
        if before.is_some_and(|b| b == '第' || is_letter(b) || b.is_ascii_digit() || b == '.' && i > 1 && c[i - 2].is_ascii_digit()) {
            return None;
        }
        let mut quantity = Quantity { milli: number.milli, measure: String::new(), guess: number.guess || about.is_some() };
        if let Some(sign) = money {
            quantity.measure = if "¥￥".contains(sign) { "元".into() } else { sign.to_string() };
            return Some((number.end, Token::Quantity(quantity)));
        }
        if self.is_time(from, number.end) {
            return None;
        }
        match self.measured(number.end, &mut quantity) {
            Some(end) => Some((end, Token::Quantity(quantity))),
            None => self.bare(i, number, quantity, about.is_some()),
        }
    }

    fn is_time(&self, from: usize, end: usize) -> bool {
        days::time_at(self.c(), from).is_some_and(|t| t > end)
            || days::day_at(self.c(), from, None).is_some_and(|d| !d.bare && d.end > end)
            || days::day_at(self.c(), from, None).is_some_and(|d| d.bare && d.end >= end && self.bare_day(from, d.end))
    }

    /// Reads on behind the number: 大袋, 个小时, 多棵, 方半, 左右.
    fn measured(&self, end: usize, quantity: &mut Quantity) -> Option<usize> {
        let c = self.c();
        let mut i = end;
        while c.get(i).is_some_and(|n| matches!(n, '多' | '余' | '来' | '几' | '+')) {
            quantity.guess = true;
            i += 1;
        }
        let mut half = 0;
        if at(c, i, "个半") {
            (half, i) = (500, i + 2);
        } else if c.get(i) == Some(&'个') && self.measure_at(i + 1).is_some_and(|m| m != "个") {
            i += 1;
        }
        i += usize::from(c.get(i) == Some(&' ') || c.get(i) == Some(&'\t') && self.fills_cell(i + 1));
        i += usize::from(c.get(i).is_some_and(|n| "大小整满".contains(*n)) && self.measure_at(i + 1).is_some());
        if self.measure_at(i).is_none() && c.get(i).is_some_and(|n| is_letter(*n)) {
            // 3 big bags
            let (_, after) = numbers::word_at(c, i);
            if c.get(after) == Some(&' ') && self.measure_at(after + 1).is_some() && !self.ground.keywords.at(c, i).iter().any(|_| true) {
                i = after + 1;
            }
        }
        let measure = self.measure_at(i)?.to_owned();
        i += super::keywords::length(c, i, &measure);
        if c.get(i) == Some(&'半') && c.get(i + 1).is_none_or(|n| is_gap(*n) || !is_han(*n)) {
            (half, i) = (500, i + 1);
        }
        if at(c, i, AND_A_HALF) {
            (half, i) = (500, i + AND_A_HALF.len());
        }
        if let Some(word) = longest(c, i, ["左右", "上下", "多", "以上", "来的", "+", "吧"]) {
            quantity.guess = true;
            i += word.chars().count();
        }
        quantity.milli = quantity.milli.map(|m| m + half);
        quantity.measure = measure;
        Some(i)
    }

    /// A cell that holds a measure and nothing else.
    fn fills_cell(&self, i: usize) -> bool {
        let c = self.c();
        self.measure_at(i).is_some_and(|m| c.get(i + super::keywords::length(c, i, m)).is_none_or(|n| *n == '\t'))
    }

    fn bare(&self, i: usize, number: numbers::Number, quantity: Quantity, about: bool) -> Option<(usize, Token)> {
        let c = self.c();
        let before = i.checked_sub(1).map(|n| c[n]);
        let left = before.is_none_or(is_gap) || !number.word && self.bounded(i);
        let right = c.get(number.end).is_none_or(|n| is_gap(*n));
        let dotted = c.get(number.end) == Some(&'.') && c.get(number.end + 1).is_some_and(char::is_ascii_digit);
        let latin = number.word && c[i..number.end].iter().any(|n| is_letter(*n));
        (left && right && !dotted && !latin || about && right && !number.word).then_some((number.end, Token::Quantity(quantity)))
    }
}

/// A measure of letters right behind digits: 3km, 2h, 1.5m³.
fn after_digit(c: &[char], i: usize, m: &str) -> bool {
    let end = i + m.chars().count();
    at(c, i, m)
        && i > 0
        && (c[i - 1].is_ascii_digit() || c[i - 1] == ' ')
        && c.get(end).is_none_or(|n| !is_letter(*n) || *n == 's' && c.get(end + 1).is_none_or(|x| !is_letter(*x)))
}

/// A measure that is only the beginning of another word: 方面, 家务, 条件.
fn misread(measure: &str, next: Option<&char>) -> bool {
    let Some(next) = next else { return false };
    match measure {
        "方" => "面便法式向案位".contains(*next),
        "里" => "面边".contains(*next),
        "条" => "件".contains(*next),
        "场" => "地所".contains(*next),
        "家" => "务里长属庭".contains(*next),
        "次" => "数日".contains(*next),
        "分" => "别享之类".contains(*next),
        "本" => "次人周月村".contains(*next),
        "个" => "月人半".contains(*next),
        "米" => "面粉油".contains(*next),
        "平" => "安时常".contains(*next),
        "回" => "来家去".contains(*next),
        "日" | "天" => "常然气".contains(*next),
        "人" => "民员".contains(*next),
        "包" => "括".contains(*next),
        "把" => "垃路".contains(*next),
        "处" => "理".contains(*next),
        "样" => "子".contains(*next),
        "节" => "约日电水".contains(*next),
        "项" => "目".contains(*next),
        _ => false,
    }
}

/// How a measure stands to those of an item: the indicator, numerator, denominator, how sure.
pub fn fits(ground: &Ground, item: usize, measure: &str) -> Option<(usize, i64, i64, measure::Sure)> {
    let known = &ground.items[item].measures;
    let direct = known.iter().enumerate().filter_map(|(n, k)| measure::ratio(measure, &k.measure).map(|(a, b, sure)| (n, a, b, sure)));
    direct.max_by_key(|(_, _, _, sure)| *sure).or_else(|| {
        known.iter().enumerate().find_map(|(n, k)| {
            let hint = k.hints.iter().find(|h| measure::speaks_of(h, measure))?;
            let (a, b, _) = if hint.2.is_empty() { (1, 1, measure::Sure::Hint) } else { measure::ratio(&hint.2, &k.measure)? };
            Some((n, hint.1 * a, 1000 * b, measure::Sure::Hint))
        })
    })
}
