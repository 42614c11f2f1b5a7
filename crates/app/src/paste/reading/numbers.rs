//! Numbers as people write them: 1.5, １,２００, 三十五, 一百二, 半, 两, 十来, 三五, a dozen, half.

/// A number that was read: `milli` is empty for one that says no number (几).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    pub end: usize,
    pub milli: Option<i64>,
    /// It is about so much.
    pub guess: bool,
    /// Written in words or in Han: alone, without a measure, it may be no number at all.
    pub word: bool,
}

/// The number that begins here.
pub fn number_at(c: &[char], i: usize) -> Option<Number> {
    let first = *c.get(i)?;
    let part = match first {
        '½' => 500,
        '¼' => 250,
        '¾' => 750,
        _ => 0,
    };
    if part > 0 {
        return Some(Number { end: i + 1, milli: Some(part), guess: false, word: false });
    }
    if first.is_ascii_digit() { digits(c, i) } else { han(c, i).or_else(|| english(c, i)) }
}

fn run(c: &[char], i: usize) -> usize {
    c[i.min(c.len())..].iter().take_while(|c| c.is_ascii_digit()).count()
}

fn digits(c: &[char], i: usize) -> Option<Number> {
    let mut end = i + run(c, i);
    let mut whole: String = c[i..end].iter().collect();
    // 1,200: groups of three behind commas.
    while whole.len() <= 12 && c.get(end) == Some(&',') && run(c, end + 1) == 3 {
        whole.extend(&c[end + 1..end + 4]);
        end += 4;
    }
    if whole.len() > 9 {
        return None;
    }
    let mut milli = whole.parse::<i64>().ok()? * 1000;
    if c.get(end) == Some(&'.') && run(c, end + 1) > 0 {
        let part = run(c, end + 1);
        let text: String = c[end + 1..end + 1 + part.min(3)].iter().collect();
        milli += format!("{text:0<3}").parse::<i64>().ok()?;
        end += 1 + part;
    } else if c.get(end) == Some(&'/') && run(c, end + 1) == 1 && whole.len() == 1 {
        let below = i64::from(c[end + 1].to_digit(10)?);
        if below > milli / 1000 {
            milli /= below;
            end += 2;
        }
    }
    if c.get(end) == Some(&'½') {
        (milli, end) = (milli + 500, end + 1);
    }
    let (milli, end) = thousands(c, end, milli);
    let (to, end) = range(c, end, milli);
    Some(Number { end, milli: Some(milli), guess: to, word: false })
}

/// 1.5万, 3千, 2k.
fn thousands(c: &[char], end: usize, milli: i64) -> (i64, usize) {
    let times = match c.get(end) {
        Some('万') => 10_000,
        Some('千') if !matches!(c.get(end + 1), Some('米' | '克')) => 1000,
        Some('百') => 100,
        _ => return (milli, end),
    };
    (milli.saturating_mul(times), end + 1)
}

/// 3-5 and 3~5 mean at least 3; a guess.
fn range(c: &[char], end: usize, from: i64) -> (bool, usize) {
    if !matches!(c.get(end), Some('-' | '~' | '至' | '到')) || run(c, end + 1) == 0 {
        return (false, end);
    }
    match digits(c, end + 1) {
        Some(Number { milli: Some(to), end, .. }) if to > from && to <= from * 4 => (true, end),
        _ => (false, end),
    }
}

const DIGITS: &str = "零一二三四五六七八九";

fn digit(c: char) -> Option<i64> {
    let at = |set: &str| set.chars().position(|d| d == c).and_then(|n| i64::try_from(n).ok());
    match c {
        '〇' => Some(0),
        '两' | '俩' => Some(2),
        '仨' => Some(3),
        _ => at(DIGITS).or_else(|| at("零壹贰叁肆伍陆柒捌玖")),
    }
}

fn unit(c: char) -> Option<i64> {
    match c {
        '十' | '拾' => Some(10),
        '百' | '佰' => Some(100),
        '千' | '仟' => Some(1000),
        '万' => Some(10_000),
        _ => None,
    }
}

fn is_numeral(c: char) -> bool {
    digit(c).is_some() || unit(c).is_some() || matches!(c, '半' | '几' | '数' | '上' | '好' | '多' | '来' | '余' | '廿')
}

fn han(c: &[char], i: usize) -> Option<Number> {
    let mut end = i;
    let first = c[i];
    // 上百, 好几, 数十: words that only begin a number before certain others.
    match first {
        '上' if !matches!(c.get(i + 1), Some('百' | '千' | '万')) => return None,
        '好' | '数' if !matches!(c.get(i + 1), Some('几' | '十' | '百' | '千')) => return None,
        '多' | '来' | '余' => return None,
        _ => {}
    }
    while end < c.len() && is_numeral(c[end]) {
        if matches!(c[end], '多' | '来' | '余') && unit(c[end - 1]).is_none() && end > i || matches!(c[end], '上' | '好' | '数') && end > i
        {
            break;
        }
        if c[end] == '来' && !c.get(end + 1).is_some_and(|n| super::fold::is_han(*n)) {
            break;
        }
        end += 1;
    }
    if end == i {
        return None;
    }
    let text = &c[i..end];
    let (milli, guess) = value(text)?;
    Some(Number { end, milli, guess, word: true })
}

/// What a run of numerals says, and whether only about.
fn value(text: &[char]) -> Option<(Option<i64>, bool)> {
    if text == ['半'] {
        return Some((Some(500), false));
    }
    if matches!(text, ['几' | '数'] | ['好', '几' | '多'] | ['数' | '几', ..]) && !text.iter().any(|c| digit(*c).is_some()) {
        return Some((None, true));
    }
    let core: Vec<char> = text.iter().copied().filter(|c| !matches!(c, '几' | '数' | '上' | '好' | '多' | '来' | '余' | '半')).collect();
    let about = core.len() < text.len();
    let half = text.last() == Some(&'半');
    let only_half = half && core.len() + 1 == text.len();
    if let [a, b] = core[..]
        && let (Some(a), Some(b)) = (digit(a), digit(b))
    {
        // 三五棵, 七八袋: at least the first.
        return (b > a && b - a <= 2).then_some((Some(a * 1000), true));
    }
    if core.len() >= 3 && core.iter().all(|c| digit(*c).is_some()) {
        return None;
    }
    let whole = added(&core)?;
    Some((Some(whole * 1000 + if half { 500 } else { 0 }), about && !only_half))
}

/// 一百二十, 一百二, 两千五, 三万六: the digit at the end counts in the unit below.
fn added(text: &[char]) -> Option<i64> {
    let (mut all, mut section, mut waiting, mut last) = (0_i64, 0_i64, None::<i64>, 1_i64);
    let mut zero = false;
    for c in text {
        match (*c, digit(*c), unit(*c)) {
            ('廿', ..) => section += 20,
            (_, Some(0), _) => zero = true,
            (_, Some(d), _) => waiting = Some(d),
            (_, _, Some(10_000)) => {
                all = (all + section + waiting.take().unwrap_or(0)).max(1).checked_mul(10_000)?;
                (section, last, zero) = (0, 10_000, false);
            }
            (_, _, Some(u)) => {
                section += waiting.take().unwrap_or(1) * u;
                (last, zero) = (u, false);
            }
            _ => return None,
        }
    }
    let tail = waiting.unwrap_or(0) * if last > 10 && !zero { last / 10 } else { 1 };
    Some(all + section + tail)
}

#[rustfmt::skip]
const ENGLISH: &[(&str, i64)] = &[("one", 1), ("two", 2), ("three", 3), ("four", 4), ("five", 5), ("six", 6), ("seven", 7), ("eight", 8), ("nine", 9), ("ten", 10),
    ("eleven", 11), ("twelve", 12), ("thirteen", 13), ("fourteen", 14), ("fifteen", 15), ("sixteen", 16), ("seventeen", 17), ("eighteen", 18), ("nineteen", 19),
    ("twenty", 20), ("thirty", 30), ("forty", 40), ("fifty", 50), ("sixty", 60), ("seventy", 70), ("eighty", 80), ("ninety", 90), ("hundred", 100), ("a", 1), ("an", 1)];

/// The word of Latin letters that begins here and where it ends.
pub fn word_at(c: &[char], i: usize) -> (String, usize) {
    let end = i + c[i.min(c.len())..].iter().take_while(|c| super::fold::is_letter(**c)).count();
    (c[i.min(c.len())..end.min(c.len())].iter().collect(), end)
}

fn english(c: &[char], i: usize) -> Option<Number> {
    if i > 0 && super::fold::is_letter(c[i - 1]) {
        return None;
    }
    let (word, end) = word_at(c, i);
    let next = |end: usize| {
        let from = end + c[end..].iter().take_while(|c| matches!(c, ' ' | '-')).count();
        word_at(c, from)
    };
    let made = |milli, end, guess| Some(Number { end, milli: Some(milli), guess, word: true });
    match word.as_str() {
        "half" => match next(end) {
            (article, after) if article == "a" || article == "an" => {
                if next(after).0 == "dozen" {
                    made(6000, next(after).1, false)
                } else {
                    made(500, after, false)
                }
            }
            _ => made(500, end, false),
        },
        "dozen" => made(12_000, end, false),
        "couple" => made(2000, end_of(c, end), true),
        "few" | "several" | "some" | "many" => Some(Number { end, milli: None, guess: true, word: true }),
        _ => {
            let one = ENGLISH.iter().find(|(name, _)| *name == word)?.1;
            match next(end) {
                (dozen, after) if dozen == "dozen" => made(one * 12_000, after, false),
                (couple, after) if couple == "couple" => made(2000, end_of(c, after), true),
                (few, after) if few == "few" => Some(Number { end: after, milli: None, guess: true, word: true }),
                (hundred, after) if hundred == "hundred" && one < 20 => made(one * 100_000, after, false),
                (small, after) if (20..100).contains(&one) => match ENGLISH.iter().find(|(name, n)| *name == small && *n < 10) {
                    Some((_, n)) if small != "a" && small != "an" => made((one + n) * 1000, after, false),
                    _ => made(one * 1000, end, false),
                },
                _ => made(one * 1000, end, false),
            }
        }
    }
}

/// Behind "couple": an "of" belongs to it.
fn end_of(c: &[char], end: usize) -> usize {
    if super::fold::at(c, end, " of") { end + 3 } else { end }
}

#[cfg(test)]
mod tests {
    use super::number_at;

    fn read(text: &str) -> (Option<i64>, bool, usize) {
        let c: Vec<char> = text.chars().collect();
        number_at(&c, 0).map_or((Some(-1), false, 0), |n| (n.milli, n.guess, n.end))
    }

    #[test]
    fn numbers_as_people_write_them() {
        for (text, milli, guess, end) in [
            ("1.5方", 1500, false, 3),
            ("1,200元", 1_200_000, false, 5),
            ("1.5万元", 15_000_000, false, 4),
            ("三十五棵", 35_000, false, 3),
            ("一百二十", 120_000, false, 4),
            ("一百二", 120_000, false, 3),
            ("一百零二", 102_000, false, 4),
            ("两千五", 2_500_000, false, 3),
            ("十来袋", 10_000, true, 2),
            ("二十多棵", 20_000, true, 3),
            ("三五棵", 3000, true, 2),
            ("半方", 500, false, 1),
            ("上百棵", 100_000, true, 2),
            ("3-5棵", 3000, true, 3),
            ("1/2方", 500, false, 3),
            ("half an hour", 500, false, 7),
            ("a dozen bags", 12_000, false, 7),
            ("a couple of bags", 2000, true, 11),
            ("twenty-five", 25_000, false, 11),
        ] {
            assert_eq!(read(text), (Some(milli), guess, end), "{text}");
        }
        assert_eq!(read("几棵"), (None, true, 1));
        assert_eq!(read("bags").0, Some(-1));
        assert_eq!(read("多好").0, Some(-1));
    }
}
