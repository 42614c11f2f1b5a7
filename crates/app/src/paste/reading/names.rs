//! Whom a written name means: in full, by nickname, by surname and title, with a character mistyped.
use super::fold::{folded, is_han};
use super::ground::Known;
use pinyin::ToPinyin;
use std::collections::HashMap;

/// A name as it was written, and whom it means.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Name {
    pub written: String,
    pub person: Option<usize>,
    /// Who else may be meant, when several may.
    pub candidates: Vec<usize>,
    pub certain: bool,
}

#[derive(Debug, Default)]
pub struct Names {
    full: HashMap<String, Vec<usize>>,
    nick: HashMap<String, Vec<usize>>,
    folded: Vec<String>,
    units: Vec<String>,
    titles: Vec<String>,
    /// All of both, longest first.
    listed: Vec<(String, bool)>,
}

#[rustfmt::skip]
pub const TITLES: &[&str] = &[
    "副书记", "副主任", "副局长", "副镇长", "副乡长", "副校长", "书记", "主任", "局长", "镇长", "乡长", "县长", "科长", "站长", "所长", "队长", "组长", "校长", "院长", "会长", "村长",
    "支书", "会计", "老师", "医生", "大夫", "护士", "警官", "师傅", "总", "工", "姐", "哥", "叔", "姨", "婶", "伯", "同志", "同学", "部长", "经理", "干事", "秘书", "班长",
    "主席", "委员", "阿姨", "大爷", "大妈", "大姐", "大哥", "女士", "先生", "董", "处长", "教练", "委",
];
#[rustfmt::skip]
const KIN: &[&str] = &["妈妈", "爸爸", "家长", "爷爷", "奶奶", "姥姥", "姥爷", "外婆", "外公", "母亲", "父亲", "妈", "爸"];
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺";
const COMPOUND: &[&str] = &["欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "端木", "南宫"];

impl Names {
    pub fn new(people: &[Known]) -> Self {
        let mut names = Self::default();
        for (n, person) in people.iter().enumerate() {
            let full = folded(&person.name);
            names.full.entry(full.clone()).or_default().push(n);
            for nick in &person.nicknames {
                names.nick.entry(folded(nick)).or_default().push(n);
            }
            names.folded.push(full);
            names.units.push(person.unit.clone());
            names.titles.push(person.title.clone());
        }
        names.listed = names.full.keys().map(|k| (k.clone(), true)).chain(names.nick.keys().map(|k| (k.clone(), false))).collect();
        names.listed.retain(|(name, _)| name.chars().count() >= 2);
        names.listed.sort_by(|a, b| b.0.chars().count().cmp(&a.0.chars().count()).then(b.1.cmp(&a.1)).then(a.0.cmp(&b.0)));
        names
    }

    /// Full names and nicknames, longest first, with whether it is a full one.
    pub fn listed(&self) -> &[(String, bool)] {
        &self.listed
    }

    /// Whom it means. `unit` is the unit the text speaks of, and decides between people of one name.
    pub fn resolve(&self, written: &str, unit: Option<&str>) -> Name {
        let name = folded(written);
        let made = |candidates: Vec<usize>, certain: bool| self.choose(written, candidates, certain, unit);
        if let Some(found) = self.full.get(&name) {
            return made(found.clone(), true);
        }
        if let Some(found) = self.nick.get(&name) {
            return made(found.clone(), true);
        }
        let bare = without_title(&name);
        if bare != name
            && let Some(found) = self.full.get(bare).or_else(|| self.nick.get(bare))
        {
            return made(found.clone(), true);
        }
        if let Some(candidates) = self.by_surname(&name) {
            return made(candidates, false);
        }
        let near = self.near(bare);
        if !near.is_empty() {
            return made(near, false);
        }
        let part = self.by_part(&name);
        made(part, false)
    }

    fn choose(&self, written: &str, mut candidates: Vec<usize>, certain: bool, unit: Option<&str>) -> Name {
        candidates.sort_unstable();
        candidates.dedup();
        if let Some(unit) = unit.filter(|_| candidates.len() > 1) {
            let here: Vec<usize> = candidates.iter().copied().filter(|n| self.units[*n] == unit).collect();
            if !here.is_empty() {
                candidates = here;
            }
        }
        let person = if let [one] = candidates[..] { Some(one) } else { None };
        Name { written: written.trim().to_owned(), person, certain: certain && person.is_some(), candidates }
    }

    /// 老王, 小李, 王书记, 李主任: everyone of that surname; one whose post is that title stands alone.
    fn by_surname(&self, name: &str) -> Option<Vec<usize>> {
        let (surname, title) = surname_of(name)?;
        let all: Vec<usize> = (0..self.folded.len()).filter(|n| self.folded[*n].starts_with(&surname)).collect();
        let posted: Vec<usize> = all.iter().copied().filter(|n| !title.is_empty() && self.titles[*n].contains(title)).collect();
        Some(if posted.is_empty() { all } else { posted })
    }

    /// Names within one mistake: a character mistyped, missing, too many, two changed places, or all of the same sound.
    fn near(&self, name: &str) -> Vec<usize> {
        let written: Vec<char> = name.chars().collect();
        let measured =
            self.folded.iter().enumerate().filter_map(|(n, full)| Some((distance(&written, &full.chars().collect::<Vec<_>>())?, n)));
        let all: Vec<(u8, usize)> = measured.collect();
        let Some(best) = all.iter().map(|(d, _)| *d).min() else { return Vec::new() };
        all.into_iter().filter(|(d, _)| *d == best).map(|(_, n)| n).collect()
    }

    /// A given name alone: 晓梅, Maria.
    fn by_part(&self, name: &str) -> Vec<usize> {
        let count = name.chars().count();
        let part = |full: &String| {
            if name.chars().all(is_han) {
                count >= 2 && full.chars().count() > count && full.ends_with(name)
            } else {
                count >= 3 && full.split(' ').any(|word| word == name)
            }
        };
        (0..self.folded.len()).filter(|n| part(&self.folded[*n])).collect()
    }

    /// Whether one of the people bears this surname.
    fn has_surname(&self, c: char) -> bool {
        self.folded.iter().any(|full| full.starts_with(c))
    }

    /// Whether it could be a person's name that the list does not have.
    pub fn looks_like(&self, written: &str) -> bool {
        let c: Vec<char> = folded(written).chars().collect();
        if c.iter().all(|c| is_han(*c)) {
            let compound = COMPOUND.iter().any(|s| written.starts_with(s));
            let surname = c.first().is_some_and(|f| SURNAMES.contains(*f) || self.has_surname(*f));
            return (2..=3).contains(&c.len()) && surname || c.len() == 4 && compound;
        }
        let words: Vec<&str> = written.split_whitespace().collect();
        let capital = |w: &&str| {
            w.chars().next().is_some_and(char::is_uppercase)
                && w.chars().skip(1).all(|c| c.is_lowercase() || c == '\'' || c == '-' || c == '’' || c.is_uppercase())
        };
        (1..=3).contains(&words.len()) && words.iter().all(capital)
    }
}

/// 王书记 gives 王 and 书记; 老王 gives 王 and nothing.
pub fn surname_of(name: &str) -> Option<(String, &str)> {
    let c: Vec<char> = name.chars().collect();
    let surname = |c: char| SURNAMES.contains(c);
    if let [lead, one] = c[..]
        && "老小阿".contains(lead)
        && surname(one)
    {
        return Some((one.to_string(), ""));
    }
    let title = TITLES.iter().find(|t| name.ends_with(**t))?;
    let stem = name.strip_suffix(title)?;
    let one = COMPOUND.contains(&stem) || stem.chars().count() == 1 && stem.chars().all(surname);
    one.then(|| (stem.to_owned(), *title))
}

/// 高翔老师, 吴宇航妈妈: the name alone.
pub fn without_title(name: &str) -> &str {
    let endings = TITLES.iter().chain(KIN).filter(|t| t.chars().count() >= 2);
    endings.filter_map(|t| name.strip_suffix(t)).filter(|n| n.chars().count() >= 2).min_by_key(|n| n.len()).unwrap_or(name)
}

/// The title or kin word that stands at the beginning of what follows a name.
pub fn title_at(c: &[char], i: usize) -> usize {
    let texts = TITLES.iter().chain(KIN).copied().filter(|t| t.chars().count() >= 2 || *t == "妈" || *t == "爸");
    super::fold::longest(c, i, texts).map_or(0, |t| t.chars().count())
}

/// How far apart, from 1; none when too far. Sounds decide between equal ones, and whether a name of two characters may be meant at all.
fn distance(a: &[char], b: &[char]) -> Option<u8> {
    let han = a.iter().chain(b).all(|c| is_han(*c) || *c == '·');
    if a == b || a.len() < 2 || b.len() < 2 {
        return None;
    }
    if !han {
        // A mistype in a name of letters; the first letters stay.
        return (a.len() >= 5 && a[0] == b[0] && edits(a, b) <= 1).then_some(2);
    }
    if a.len() == b.len() {
        let differ: Vec<usize> = (0..a.len()).filter(|n| a[*n] != b[*n]).collect();
        let sound = differ.iter().all(|n| same_sound(a[*n], b[*n]));
        return match (differ.len(), sound) {
            (1, true) => Some(1),
            (2, true) if a.len() >= 3 => Some(2),
            (1, false) if a.len() >= 3 => Some(3),
            (2, false) if a.len() >= 3 && differ[1] == differ[0] + 1 && a[differ[0]] == b[differ[1]] && a[differ[1]] == b[differ[0]] => {
                Some(4)
            }
            _ => None,
        };
    }
    // One missing or one too many; the surname stays.
    (a[0] == b[0] && a.len().max(b.len()) >= 3 && a.len().abs_diff(b.len()) == 1 && edits(a, b) == 1).then_some(5)
}

/// Equal but for tone, n and ng, z and zh.
fn same_sound(a: char, b: char) -> bool {
    let sound = |c: char| c.to_pinyin().map(|p| p.plain().replace("ng", "n").replace("zh", "z").replace("ch", "c").replace("sh", "s"));
    matches!((sound(a), sound(b)), (Some(a), Some(b)) if a == b)
}

fn edits(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut left = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let up = row[j + 1];
            row[j + 1] = (left + usize::from(x != y)).min(up + 1).min(row[j] + 1);
            left = up;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::{Known, Names};

    #[test]
    fn whom_a_name_means() {
        let person = |name: &str, unit: &str, nick: &[&str]| Known {
            name: name.into(),
            unit: unit.into(),
            nicknames: nick.iter().map(|n| (*n).to_owned()).collect(),
            ..Known::default()
        };
        let people = [
            person("张晓梅", "a", &["梅子"]),
            person("李国华", "a", &[]),
            person("张伟", "a", &[]),
            person("张伟", "b", &[]),
            person("王强", "a", &[]),
            person("Anna Kowalski", "a", &[]),
        ];
        let names = Names::new(&people);
        let who = |written: &str, unit: Option<&str>| {
            let name = names.resolve(written, unit);
            (name.person, name.certain)
        };
        assert_eq!(who("张晓梅", None), (Some(0), true));
        assert_eq!(who("梅子", None), (Some(0), true));
        assert_eq!(who("张小美", None), (Some(0), false), "of the same sound");
        assert_eq!(who("张晓丽", None), (Some(0), false), "one mistyped");
        assert_eq!(who("王墙", None), (Some(4), false));
        assert_eq!(who("王芳", None), (None, false), "another person");
        assert_eq!(who("李主任", None), (Some(1), false));
        assert_eq!(who("老王", None), (Some(4), false));
        assert_eq!(who("张伟", None), (None, false));
        assert_eq!(who("张伟", Some("b")), (Some(3), true));
        assert_eq!(who("晓梅", None), (Some(0), false));
        assert_eq!(who("anna kowalsky", None), (Some(5), false));
    }
}
