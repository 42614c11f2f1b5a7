//! Units of measure: which words mean the same one, how one becomes another, and what an item's own hint says of a cart or a sack.
use super::fold::folded;
use super::numbers;

/// Words of one kind of measure, each with its size in the group's smallest unit (thousandths of it).
type Group = &'static [(&'static str, i64)];

#[rustfmt::skip]
const GROUPS: &[Group] = &[
    &[("棵", 1), ("株", 1), ("颗", 1), ("课树", 1), ("tree", 1), ("sapling", 1)],
    &[("立方米", 1), ("立方", 1), ("方", 1), ("立米", 1), ("m3", 1), ("m³", 1), ("㎥", 1), ("方量", 1), ("cubic metre", 1), ("cubic meter", 1)],
    &[("米", 1_000), ("m", 1_000), ("公里", 1_000_000), ("千米", 1_000_000), ("km", 1_000_000), ("里", 500_000), ("里地", 500_000), ("里路", 500_000),
        ("kilometre", 1_000_000), ("kilometer", 1_000_000), ("metre", 1_000), ("meter", 1_000), ("mile", 1_609_344), ("厘米", 10), ("cm", 10)],
    &[("公斤", 1_000), ("千克", 1_000), ("kg", 1_000), ("kilo", 1_000), ("斤", 500), ("市斤", 500), ("吨", 1_000_000), ("t", 1_000_000), ("克", 1), ("g", 1), ("两重", 50),
        ("lb", 454), ("pound", 454), ("ton", 1_000_000), ("tonne", 1_000_000)],
    &[("分钟", 1), ("分", 1), ("min", 1), ("minute", 1), ("小时", 60), ("个小时", 60), ("钟头", 60), ("学时", 60), ("工时", 60), ("h", 60), ("hr", 60), ("hour", 60)],
    &[("元", 100), ("块", 100), ("块钱", 100), ("元钱", 100), ("圆", 100), ("rmb", 100), ("yuan", 100), ("角", 10), ("毛", 10), ("毛钱", 10)],
    &[("£", 1), ("pound sterling", 1), ("gbp", 1), ("quid", 1)],
    &[("$", 1), ("dollar", 1), ("usd", 1), ("buck", 1)],
    &[("€", 1), ("euro", 1), ("eur", 1)],
    &[("平方米", 3), ("平米", 3), ("㎡", 3), ("m2", 3), ("m²", 3), ("平方", 3), ("平", 3), ("亩", 2_000), ("亩地", 2_000), ("公顷", 30_000), ("分地", 200)],
    &[("升", 1_000), ("l", 1_000), ("litre", 1_000), ("liter", 1_000), ("毫升", 1), ("ml", 1), ("cc", 1)],
    &[("本", 1), ("册", 1), ("本书", 1), ("book", 1)],
    &[("户", 1), ("家", 1), ("户次", 1), ("户人家", 1), ("家庭", 1), ("户家庭", 1), ("home", 1), ("house", 1), ("household", 1), ("family", 1), ("families", 1), ("neighbour", 1), ("neighbor", 1)],
    &[("人次", 1), ("人", 1), ("位", 1), ("名", 1), ("个人", 1), ("人数", 1), ("位老人", 1), ("名群众", 1), ("people", 1), ("person", 1), ("patient", 1), ("child", 1), ("children", 1), ("visitor", 1)],
    &[("场", 1), ("次", 1), ("场次", 1), ("回", 1), ("趟", 1), ("遍", 1), ("轮", 1), ("time", 1), ("session", 1), ("visit", 1), ("trip", 1), ("call", 1), ("talk", 1), ("donation", 1)],
    &[("件", 1), ("个", 1), ("桩", 1), ("样", 1), ("件事", 1), ("处", 1), ("项", 1), ("只", 1), ("套", 1), ("thing", 1), ("item", 1), ("piece", 1), ("deed", 1)],
    &[("条", 1), ("篇", 1), ("则", 1), ("句", 1), ("张", 1), ("幅", 1), ("post", 1), ("message", 1)],
    &[("袋", 1), ("包", 1), ("编织袋", 1), ("麻袋", 1), ("bag", 1), ("sack", 1)],
    &[("车", 1), ("三轮车", 1), ("三轮", 1), ("车次", 1), ("货车", 1), ("辆车", 1), ("cart", 1), ("cartload", 1), ("truck", 1), ("truckload", 1)],
    &[("船", 1), ("boat", 1), ("boatload", 1)],
    &[("桶", 1), ("bucket", 1)],
    &[("筐", 1), ("篓", 1), ("basket", 1)],
    &[("箱", 1), ("盒子", 1), ("box", 1), ("boxes", 1), ("crate", 1)],
    &[("份", 1), ("盒", 1), ("餐", 1), ("份餐", 1), ("顿", 1), ("meal", 1), ("dinner", 1), ("lunch", 1), ("lunches", 1), ("portion", 1)],
    &[("堂", 1), ("节", 1), ("节课", 1), ("课时", 1), ("lesson", 1), ("class", 1), ("classes", 1)],
    &[("瓶", 1), ("bottle", 1)],
    &[("盆", 1), ("pot", 1)],
    &[("把", 1)],
    &[("天", 1), ("日", 1), ("day", 1)],
];

/// How sure a conversion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sure {
    /// By the item's hint: about so much.
    Hint,
    /// Another unit of the same kind.
    Converted,
    /// Another word for it.
    Same,
    /// The item's own word.
    Own,
}

/// Every word that may stand behind a number, of any kind.
pub fn words() -> impl Iterator<Item = &'static str> {
    GROUPS.iter().flat_map(|group| group.iter().map(|(word, _)| *word))
}

fn place(word: &str) -> Option<(usize, i64)> {
    let find =
        |word: &str| GROUPS.iter().enumerate().find_map(|(n, group)| group.iter().find(|(w, _)| *w == word).map(|(_, size)| (n, *size)));
    find(word).or_else(|| find(word.strip_suffix("es")?)).or_else(|| find(word.strip_suffix('s')?))
}

/// How a measure of text stands to one of an item, as numerator and denominator.
pub fn ratio(from: &str, to: &str) -> Option<(i64, i64, Sure)> {
    if from == to {
        return Some((1, 1, Sure::Own));
    }
    let ((a, from), (b, to)) = (place(from)?, place(to)?);
    (a == b).then_some((from, to, if from == to { Sure::Same } else { Sure::Converted }))
}

/// What a hint says: 一辆三轮车约1方 is (辆三轮车, 1000, 方).
pub type Hint = (String, i64, String);

pub fn hints(text: &str) -> Vec<Hint> {
    let text = folded(text);
    parts(&text).into_iter().filter_map(|part| hint(&part)).collect()
}

/// A full stop parts only where it is no decimal point.
fn parts(text: &str) -> Vec<String> {
    let c: Vec<char> = text.chars().collect();
    let mut parts = vec![String::new()];
    for (n, ch) in c.iter().enumerate() {
        let digit = |at: Option<&char>| at.is_some_and(char::is_ascii_digit);
        let decimal = *ch == '.' && digit(n.checked_sub(1).and_then(|n| c.get(n))) && digit(c.get(n + 1));
        if ",、;。".contains(*ch) || *ch == '.' && !decimal {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(*ch);
        }
    }
    parts
}

fn hint(part: &str) -> Option<Hint> {
    let split = ["大约", "约合", "约", "折合", "折", "≈", "=", "等于", "about", "is", "相当于", "按"];
    let (at, word) = split.iter().filter_map(|word| part.find(word).map(|at| (at, *word))).min()?;
    let (what, much) = (part[..at].trim(), &part[at + word.len()..]);
    let what = ["一", "每", "1", "one ", "an ", "a "].iter().find_map(|one| what.strip_prefix(one)).unwrap_or(what).trim();
    let c: Vec<char> = much.trim().trim_start_matches("about").trim_start_matches("算").trim().chars().collect();
    let number = numbers::number_at(&c, 0)?;
    let measure: String = c[number.end..].iter().collect::<String>().trim().to_owned();
    (!what.is_empty()).then_some((what.to_owned(), number.milli?, measure))
}

/// Whether a hint speaks of this measure: 编织袋 of 袋, 三轮车 of 车.
pub fn speaks_of(hint: &Hint, measure: &str) -> bool {
    let Some((group, _)) = place(measure) else { return hint.0.ends_with(measure) };
    hint.0.ends_with(measure) || GROUPS[group].iter().any(|(word, _)| hint.0.ends_with(word))
}

#[cfg(test)]
mod tests {
    use super::{Sure, hints, ratio, speaks_of};

    #[test]
    fn measures_of_one_kind_become_each_other() {
        assert_eq!(ratio("方", "立方米"), Some((1, 1, Sure::Same)));
        assert_eq!(ratio("里", "公里"), Some((500_000, 1_000_000, Sure::Converted)));
        assert_eq!(ratio("homes", "households").map(|r| r.2), Some(Sure::Same));
        assert_eq!(ratio("吨", "立方米"), None);
    }

    #[test]
    fn a_hint_says_what_a_sack_holds() {
        let hints = hints("一辆三轮车约1方，一个编织袋约0.1方");
        assert_eq!(hints[1], ("个编织袋".to_owned(), 100, "方".to_owned()));
        assert!(speaks_of(&hints[1], "袋") && speaks_of(&hints[0], "车") && !speaks_of(&hints[0], "袋"));
    }
}
