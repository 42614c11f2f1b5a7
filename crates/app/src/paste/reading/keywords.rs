//! Which words speak of which item: those of its own names, and what people call such deeds elsewhere.
use super::fold::{at, folded, is_han, is_letter};
use super::ground::KnownItem;

/// A word of an item. Weights are in tenths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyword {
    pub text: String,
    pub item: usize,
    pub weight: i64,
}

#[derive(Debug, Default)]
pub struct Keywords {
    all: Vec<Keyword>,
}

/// Words that mean one kind of deed. An item in whose names one of them stands goes by all of them.
#[rustfmt::skip]
const KINDS: &[&str] = &[
    "树 植树 栽树 种树 栽种 种植 树苗 苗木 补植 绿化 造林 栽植 树木 绿树 栽 植 种 tree plant sapling planted planting",
    "垃圾 捡垃圾 拾垃圾 清垃圾 清理 清运 清扫 打扫 保洁 清洁 捡拾 捡 烟头 白色污染 杂物 环境卫生 卫生 拉圾 扫街 大扫除 litter rubbish trash garbage clean cleanup cleaned cleaning beach",
    "漂浮物 打捞 捞 水草 水葫芦 河面 清漂",
    "贫困户 困难户 脱贫户 困难群众 困难家庭 贫困 帮扶 帮困 慰问 走访 看望 探望 探访 入户 结对 低保户 五保户",
    "老人 孤寡 孤寡老人 敬老 空巢 五保 养老院 敬老院 留守老人 高龄 看望 探望 慰问 走访 探访 陪老人 老年人 elder elderly senior",
    "留守儿童 儿童 孩子 关爱儿童 陪读",
    "微信 朋友圈 公众号 推文 转发 发文 抖音 短视频 微博 发帖 推送 post posted wechat",
    "箴言 格言 廉政 警句 名言 座右铭 maxim pledge motto",
    "好事 好人好事 做好事 助人为乐",
    "献血 无偿献血 blood",
    "捐款 捐钱 募捐 善款 捐资 爱心款 献爱心 捐 donate donated donation fundraise",
    "捐物 捐赠 捐衣 旧衣 衣物 捐书 旧书 物资 捐 donate donated",
    "宣讲 宣传 讲座 讲课 普法 宣教 政策 talk lecture",
    "传单 宣传单 宣传册 明白纸 发放资料 发传单 leaflet flyer",
    "义诊 看诊 体检 量血压 测血压 测血糖 看病 问诊 健康检查 接诊 坐诊 clinic patient",
    "巡河 巡查 护河 河道 巡护 巡堤 巡渠 巡湖 巡 patrol",
    "读书 看书 阅读 读 课外书 借书 绘本 好书 读完 reading read book",
    "家务 做家务 洗碗 扫地 拖地 做饭 洗衣 洗衣服 叠被 叠被子 整理房间 倒垃圾 擦桌子 收拾房间 刷碗 chores dishes",
    "劳动 义务劳动 拔草 除草 值日 浇花 种菜 锄草 labour gardening weeding",
    "送餐 配餐 爱心餐 送饭 盒饭 meal lunch dinner food",
    "辅导 作业 支教 教学 补课 辅导功课 辅导作业 tutoring tutor homework lesson taught teach teaching",
    "修路 补路 道路 路面 修桥 road",
    "交通 劝导 执勤 文明交通 站岗 疏导 文明劝导",
    "防火 护林 森林防火 巡山",
    "防汛 沙袋 排涝 抗洪",
    "隐患 安全检查 排查 隐患排查 查隐患",
    "小广告 牛皮癣 铲广告",
    "花 花苗 种花 栽花 花草 flower",
    "理发 剪发 剪头 haircut",
    "志愿 志愿服务 服务时长 义工 volunteer volunteered volunteering",
    "电话 通话 打电话 call called phone ring rang",
    "拜访 登门 visit visited visiting neighbour neighbor",
    "骑行 步行 走路 徒步 walk walked cycled bike",
    "节水 节电 节能 光盘 energy",
    "回收 分类 垃圾分类 旧电池 废纸 recycle recycling recycled",
    "疫苗 接种 消毒 vaccine",
    "缝 缝补 修鞋 维修 修理 修家电 repair repaired mended fixed",
    "写字 书法 写春联 春联 福字",
    "give gave given giving",
];

/// Verbs that a longer word may begin with.
const VERBS: &str = "做读捐栽清帮扫送写献办看巡种植捡学讲护爱敬助救修发记养陪教打探关创";
/// Measure words behind 一 in a name: 栽一棵绿树.
const COUNTERS: &str = "件棵片条个段次本场户位篇份堂节名项处盏回遍封张把支枝道间所台束天则句趟小顿";
const STOP: &[&str] = &["a", "an", "the", "of", "one", "to", "and", "for", "in", "on", "at", "your", "with", "or", "my", "our"];
/// Words of letters that say little by themselves.
const COMMON: &[&str] = &["time", "club", "day", "group", "work", "number", "new", "people", "home", "good", "help", "make", "community"];

impl Keywords {
    pub fn new(items: &[KnownItem]) -> Self {
        let mut all: Vec<Keyword> = Vec::new();
        for (n, item) in items.iter().enumerate() {
            let mut add = |text: &str, weight: i64| {
                let text = text.trim();
                if text.is_empty() || STOP.contains(&text) {
                    return;
                }
                match all.iter_mut().find(|k| k.item == n && k.text == text) {
                    Some(there) => there.weight = there.weight.max(weight),
                    None => all.push(Keyword { text: text.to_owned(), item: n, weight }),
                }
            };
            let names: Vec<String> = std::iter::once(&item.name).chain(item.measures.iter().map(|m| &m.name)).map(|s| folded(s)).collect();
            for name in &names {
                own_words(name, &mut add);
            }
            let texts = [names.join(" "), folded(&item.id.replace('-', " ")), folded(&item.label)].join(" ");
            for kind in KINDS {
                if kind.split(' ').any(|word| belongs(word, &texts)) {
                    for word in kind.split(' ') {
                        add(word, if word.chars().count() == 1 { 8 } else { 22 });
                    }
                }
            }
        }
        all.sort_by_key(|k| std::cmp::Reverse(k.text.chars().count()));
        Self { all }
    }

    /// The words that begin here, the longest of each item.
    pub fn at(&self, c: &[char], i: usize) -> Vec<&Keyword> {
        let mut found: Vec<&Keyword> = Vec::new();
        for word in self.all.iter().filter(|k| stands(c, i, &k.text)) {
            if !found.iter().any(|f| f.item == word.item) {
                found.push(word);
            }
        }
        found
    }
}

/// A word of Han stands anywhere; one of letters must be whole, in any of its forms.
pub fn stands(c: &[char], i: usize, word: &str) -> bool {
    if word.chars().next().is_some_and(is_han) {
        return at(c, i, word);
    }
    if i > 0 && is_letter(c[i - 1]) {
        return false;
    }
    let letters = |from: usize| c[from.min(c.len())..].iter().take_while(|c| is_letter(**c)).collect::<String>();
    // story, stories
    if word.strip_suffix('y').is_some_and(|stem| at(c, i, stem) && letters(i + stem.chars().count()) == "ies") {
        return true;
    }
    if !at(c, i, word) {
        return false;
    }
    let end = i + word.chars().count();
    let rest = letters(end);
    ["", "s", "es", "ed", "d", "ing", "er", "ers", "'s"].contains(&rest.as_str())
}

/// How many characters a word that stands here covers: of letters, all of it.
pub fn length(c: &[char], i: usize, word: &str) -> usize {
    let own = word.chars().count();
    if word.chars().next().is_some_and(is_han) { own } else { own + c[i + own..].iter().take_while(|c| is_letter(**c)).count() }
}

/// Whether a kind's word is one of the item's: single characters only where they are a word there.
fn belongs(word: &str, texts: &str) -> bool {
    let c: Vec<char> = texts.chars().collect();
    match word.chars().count() {
        1 if word.chars().all(is_han) => matches!(word, "树" | "花" | "巡" | "捞" | "缝") && texts.contains(word),
        _ if word.chars().next().is_some_and(is_han) => texts.contains(word),
        _ => (0..c.len()).any(|i| stands(&c, i, word)),
    }
}

/// The words of a name: of 栽一棵绿树 栽, 绿树 and 树; of Clean a beach clean and beach.
fn own_words(name: &str, add: &mut impl FnMut(&str, i64)) {
    for piece in pieces(name) {
        let c: Vec<char> = piece.chars().collect();
        let part = |from: usize, to: usize| c[from..to].iter().collect::<String>();
        if !c.iter().all(|c| is_han(*c)) {
            for word in piece.split(|c: char| !is_letter(c)).filter(|w| w.len() > 2) {
                let weight = if COMMON.contains(&stem(word)) {
                    6
                } else if word.len() >= 4 {
                    35
                } else {
                    25
                };
                add(stem(word), weight);
            }
            continue;
        }
        match c.len() {
            0 => {}
            1 => {
                if !"做办发记写送帮有完成开参".contains(c[0]) {
                    add(&piece, 9);
                }
            }
            2 => {
                add(&piece, 35);
                if "绿好新旧小老大".contains(c[0]) && !"事物人户家的".contains(c[1]) {
                    add(&part(1, 2), 8);
                }
            }
            3 => {
                add(&piece, 45);
                add(&if VERBS.contains(c[0]) { part(1, 3) } else { part(0, 2) }, 28);
            }
            n => {
                add(&piece, 60);
                add(&part(0, 2), 28);
                add(&part(n - 2, n), 28);
                if n >= 5 {
                    add(&part(2, n), 35);
                }
                if n == 6 {
                    add(&part(2, 4), 20);
                }
            }
        }
    }
}

/// The simplest form of a word of letters.
fn stem(word: &str) -> &str {
    for (ending, least) in [("ing", 6), ("ies", 6), ("es", 6), ("s", 4)] {
        if let Some(short) = word.strip_suffix(ending).filter(|_| word.len() >= least && !word.ends_with("ss")) {
            return if ending == "es" && !["sh", "ch", "x", "ss"].iter().any(|e| short.ends_with(e)) {
                &word[..word.len() - 1]
            } else {
                short
            };
        }
    }
    word
}

/// A name without 一棵 and the like, and without what only says that it is counted.
fn pieces(name: &str) -> Vec<String> {
    let c: Vec<char> = name.chars().collect();
    let mut pieces = vec![String::new()];
    let mut n = 0;
    while n < c.len() {
        let counted = matches!(c[n], '一' | '1' | '每') && c.get(n + 1).is_some_and(|x| COUNTERS.contains(*x));
        let counted_two = counted && (at(&c, n + 1, "人次") || at(&c, n + 1, "公里") || at(&c, n + 1, "小时") || at(&c, n + 1, "分钟"));
        if counted {
            n += if counted_two { 3 } else { 2 };
            pieces.push(String::new());
        } else if !is_han(c[n]) && !is_letter(c[n]) && c[n] != ' ' {
            n += 1;
            pieces.push(String::new());
        } else {
            if let Some(last) = pieces.last_mut() {
                last.push(c[n]);
            }
            n += 1;
        }
    }
    let endings = ["户数", "人次", "场次", "金额", "里程", "时间", "数量", "次数", "人数", "件数", "面积", "重量", "时长", "总数"];
    let short = |piece: &String| {
        let piece = piece.trim();
        endings.iter().find_map(|e| piece.strip_suffix(e)).filter(|p| p.chars().count() >= 2).unwrap_or(piece).to_owned()
    };
    pieces.iter().map(short).filter(|p| !p.is_empty()).collect()
}
