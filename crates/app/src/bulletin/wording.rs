//! How a value may be written in a text: exactly, or round where that is true.
use crate::web::format::{grouped, quantity, shown};
use crate::web::words::Lang;

/// A way of writing a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wording {
    Exact,
    /// 近千: from 95 % of a power of ten up to it.
    Near,
    /// 150余: one to nine more than a full ten.
    Odd,
    /// 900多: more than a leading digit's round number, by at most half of it.
    Over,
    /// 约970: within 5 % of it.
    About,
}

impl Wording {
    pub const ALL: [Wording; 5] = [Wording::Exact, Wording::Near, Wording::Odd, Wording::Over, Wording::About];

    pub fn word(self) -> &'static str {
        match self {
            Wording::Exact => "exact",
            Wording::Near => "near",
            Wording::Odd => "odd",
            Wording::Over => "over",
            Wording::About => "about",
        }
    }
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|w| w.word() == word)
    }
}

/// A value with what it is counted in.
#[derive(Debug, Clone)]
pub struct Amount {
    /// Thousandths.
    pub milli: i64,
    pub decimals: u8,
    pub measure: String,
}

impl Amount {
    /// The amount in this wording; none where it would not be true.
    pub fn said(&self, lang: Lang, wording: Wording) -> Option<String> {
        if wording == Wording::Exact {
            return Some(self.measured(lang, &shown(lang, self.milli, self.decimals)));
        }
        let round = self.round(wording)?;
        let number = if wording == Wording::Near { near(lang, round) } else { number(lang, round) };
        let number = match (lang.is_han(), wording) {
            (true, Wording::Near) => format!("近{number}"),
            (true, Wording::Odd) => format!("{number}{}", if lang == Lang::Hant { "餘" } else { "余" }),
            (true, Wording::Over) => format!("{number}多"),
            (true, _) => format!("{}{number}", if lang == Lang::Hant { "約" } else { "约" }),
            (false, Wording::Near) => format!("nearly {number}"),
            (false, Wording::Odd) => format!("over {number}"),
            (false, Wording::Over) => format!("more than {number}"),
            (false, _) => format!("about {number}"),
        };
        Some(self.measured(lang, &number))
    }

    /// Every wording that is true of it, the exact one first; none of them twice.
    pub fn offered(&self, lang: Lang) -> Vec<(Wording, String)> {
        Wording::ALL.into_iter().filter_map(|wording| Some((wording, self.said(lang, wording)?))).collect()
    }

    /// The round whole number a wording names, where it is true.
    fn round(&self, wording: Wording) -> Option<i64> {
        let v = self.milli;
        let whole = v / 1000;
        if whole < 11 {
            return None;
        }
        let step = power_below(whole);
        match wording {
            Wording::Exact => None,
            Wording::Near => {
                let round = step * 10;
                (v < round * 1000 && v * 100 >= round * 95_000).then_some(round)
            }
            Wording::Odd => {
                let round = whole / 10 * 10;
                (whole < 1000 && whole > 20 && v > round * 1000).then_some(round)
            }
            Wording::Over => {
                let round = whole / step * step;
                (whole >= 100 && v > round * 1000 && 2 * (v - round * 1000) <= round * 1000).then_some(round)
            }
            Wording::About => {
                let step = (step / 10).max(10);
                let round = (v + step * 500) / (step * 1000) * step;
                (round > 0 && v != round * 1000 && (v - round * 1000).abs() * 100 <= round * 5000).then_some(round)
            }
        }
    }

    fn measured(&self, lang: Lang, number: &str) -> String {
        let measure = short(lang, &self.measure);
        if self.measure.is_empty() {
            number.to_owned()
        } else if lang.is_han() {
            format!("{number}{measure}")
        } else {
            format!("{number} {measure}")
        }
    }
}

/// The greatest power of ten that is not above a whole number of at least one.
fn power_below(whole: i64) -> i64 {
    let mut power = 1;
    while whole / power >= 10 {
        power *= 10;
    }
    power
}

/// What people write for a measure: 方 for 立方米.
fn short(lang: Lang, measure: &str) -> &str {
    if measure == "立方米" && lang.is_han() { "方" } else { measure }
}

/// A round number: 900, 1万, 12,000.
fn number(lang: Lang, round: i64) -> String {
    if !lang.is_han() {
        return grouped(&round.to_string());
    }
    let wan = if lang == Lang::Hant { "萬" } else { "万" };
    if round >= 10_000 && round % 1000 == 0 { format!("{}{wan}", quantity(round / 10, 1)) } else { round.to_string() }
}

/// What 近 stands before: 百, 千, 万, 10万.
fn near(lang: Lang, power: i64) -> String {
    match (lang, power) {
        (Lang::En, _) => number(lang, power),
        (_, 100) => "百".into(),
        (_, 1000) => "千".into(),
        (Lang::Hant, 10_000) => "萬".into(),
        (_, 10_000) => "万".into(),
        _ => number(lang, power),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::Chance;

    fn ways(whole: i64, measure: &str) -> String {
        let amount = Amount { milli: whole * 1000, decimals: 1, measure: measure.into() };
        amount.offered(Lang::Hans).into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn only_true_wordings_are_offered() {
        assert_eq!(ways(968, "立方米"), "968方 近千方 960余方 900多方 约970方");
        assert_eq!(ways(65, "件"), "65件 60余件");
        assert_eq!(ways(23, "人"), "23人 20余人");
        assert_eq!(ways(20, "人"), "20人");
        assert_eq!(ways(153, "户"), "153户 150余户 约150户");
        assert_eq!(ways(143, "户"), "143户 140余户 100多户 约140户");
        assert_eq!(ways(9_731, "立方米"), "9731方 近万方 9000多方 约9700方");
        assert_eq!(ways(950, "立方米"), "950方 近千方 900多方");
        assert_eq!(ways(949, "立方米"), "949方 940余方 900多方 约950方");
        assert_eq!(ways(1_000, "立方米"), "1000方");
        assert_eq!(ways(12_300, "立方米"), "12300方 1万多方 约1.2万方");
        assert_eq!(ways(0, "件"), "0件");
    }

    #[test]
    fn english_and_traditional_say_the_same() {
        let amount = Amount { milli: 12_345_500, decimals: 1, measure: "m³".into() };
        let texts: Vec<String> = amount.offered(Lang::En).into_iter().map(|(_, text)| text).collect();
        assert_eq!(texts, ["12,345.5 m³", "more than 10,000 m³", "about 12,000 m³"]);
        let amount = Amount { milli: 9_700_000, decimals: 0, measure: "立方米".into() };
        assert_eq!(amount.said(Lang::Hant, Wording::Near).unwrap(), "近萬方");
        assert_eq!(Amount { milli: 23_000, decimals: 0, measure: "people".into() }.said(Lang::En, Wording::Odd).unwrap(), "over 20 people");
    }

    #[test]
    fn what_a_round_wording_names_is_never_far() {
        let mut chance = Chance::seeded(7);
        for _ in 0..20_000 {
            let milli = i64::from(u32::from_be_bytes(chance.bytes()) % 200_000_000);
            let amount = Amount { milli, decimals: 3, measure: String::new() };
            for wording in &Wording::ALL[1..] {
                let Some(round) = amount.round(*wording) else { continue };
                let (v, round) = (milli as f64 / 1000.0, round as f64);
                let good = match wording {
                    Wording::Near => v < round && v >= 0.95 * round,
                    Wording::Odd => v > round && v < round + 10.0,
                    Wording::Over => v > round && v <= 1.5 * round,
                    _ => (v - round).abs() <= 0.05 * round,
                };
                assert!(good, "seed 7: {v} as {wording:?} of {round}");
            }
        }
    }
}
