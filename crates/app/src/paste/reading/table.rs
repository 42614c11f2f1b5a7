//! Rows copied from a spreadsheet: which column is what, and what a gap or a 〃 stands for.
use super::amounts::fits;
use super::clauses::{Around, entries};
use super::fold::{fold, folded, is_han};
use super::ground::Ground;
use super::names::Name;
use super::scan::{Token, scan};
use super::{Doubts, Entry};

#[derive(Debug, Clone, PartialEq, Eq)]
enum Column {
    Index,
    Names,
    Unit,
    Day,
    Item,
    Place,
    Words,
    /// With the measure its title names.
    Quantity(String),
    Measure,
    /// An item of its own; its cells are quantities.
    Of(usize, String),
    Other,
}

#[rustfmt::skip]
const TITLES: &[(&str, &[&str])] = &[
    ("index", &["序号", "编号", "序", "no", "no.", "#", "号", "num", "number"]),
    ("names", &["姓名", "名字", "人员", "参加人", "参加人员", "参与人", "参与人员", "志愿者", "报告人", "填报人", "责任人", "完成人", "干部", "党员", "学生", "学生姓名", "同学", "队员", "name", "names", "volunteer", "volunteers", "who", "person", "people", "member", "参与者", "记录人", "上报人"]),
    ("unit", &["单位", "部门", "所在单位", "工作单位", "乡镇", "村", "村社", "组织", "支部", "班级", "班", "街道", "社区", "所属", "team", "unit", "branch", "group", "class", "department", "乡镇(街道)", "单位名称", "科室"]),
    ("day", &["日期", "时间", "活动时间", "活动日期", "date", "day", "when", "完成时间", "完成日期"]),
    ("item", &["事项", "项目", "内容", "类别", "活动", "任务", "活动内容", "服务内容", "服务项目", "实事", "类型", "item", "activity", "what", "task", "type", "工作内容", "事项名称", "完成事项", "活动项目"]),
    ("quantity", &["数量", "完成数", "完成数量", "工作量", "完成量", "数", "数值", "数目", "quantity", "amount", "qty", "how much", "how many", "count", "次数", "完成情况"]),
    ("measure", &["计量单位", "量词", "计量", "measure", "units", "uom"]),
    ("place", &["地点", "位置", "路段", "活动地点", "place", "where", "location", "地址", "区域"]),
    ("words", &["备注", "说明", "情况说明", "详情", "描述", "情况", "notes", "note", "remarks", "remark", "comment", "comments", "words", "具体内容", "具体情况", "备注说明"]),
    ("other", &["电话", "联系电话", "手机", "手机号", "签名", "审核", "审核人", "身份证", "照片", "佐证", "phone", "signature", "性别", "年龄", "职务", "状态"]),
];

pub struct Table {
    columns: Vec<Column>,
    mark: Mark,
    above: Vec<String>,
    above_names: Vec<Name>,
}

/// What parts the cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Tab,
    Bar,
    Comma,
    Blanks,
}

fn split(line: &str, mark: Mark) -> Vec<String> {
    let clean = |c: &str| c.trim().trim_matches('"').trim().to_owned();
    let keep = |c: &str| if clean(c).is_empty() { c.trim().chars().filter(|c| *c != ' ').take(1).collect() } else { clean(c) };
    match mark {
        Mark::Tab => line.split('\t').map(keep).collect(),
        Mark::Bar => line.trim().trim_matches(['|', '｜']).split(['|', '｜']).map(keep).collect(),
        Mark::Comma => line.split([',', '，']).map(keep).collect(),
        Mark::Blanks => line.trim().split("  ").map(str::trim).filter(|c| !c.is_empty()).map(clean).collect(),
    }
}

impl Table {
    /// The table that this line heads, when at least two of its cells are titles and one says who, what or how much.
    pub fn header(ground: &Ground, line: &str) -> Option<Self> {
        let marks = [
            (Mark::Tab, line.contains('\t')),
            (Mark::Bar, line.contains(['|', '｜'])),
            (Mark::Comma, line.contains([',', '，'])),
            (Mark::Blanks, line.contains("  ")),
        ];
        let (mark, _) = marks.into_iter().find(|(_, there)| *there)?;
        let cells = split(line, mark);
        let columns: Vec<Column> = cells.iter().map(|cell| column(ground, cell)).collect();
        let titles = columns.iter().filter(|c| **c != Column::Other).count();
        let plain = cells.iter().zip(&columns).filter(|(cell, column)| matches!(column, Column::Of(..)) || is_title(cell)).count();
        let counts = columns.iter().any(|c| matches!(c, Column::Names | Column::Quantity(_) | Column::Of(..)));
        let head = columns.iter().any(|c| !matches!(c, Column::Of(..) | Column::Other));
        (cells.len() >= 2 && titles >= 2 && plain >= 2 && counts && head).then(|| Self {
            columns,
            mark,
            above: Vec::new(),
            above_names: Vec::new(),
        })
    }

    /// The entries of a row; none when the line is no row of this table.
    pub fn row(&mut self, ground: &Ground, line: &str, number: usize, around: &Around) -> Option<Vec<Entry>> {
        let mut cells = split(line, self.mark);
        if cells.len() < 2 && self.columns.len() > 1 {
            return None;
        }
        if self.mark == Mark::Bar && cells.iter().all(|c| c.chars().all(|c| "-: ".contains(c))) {
            return Some(Vec::new());
        }
        cells.resize(self.columns.len().max(cells.len()), String::new());
        let carried = self.carry(&mut cells);
        let mut row = Row::default();
        for (column, cell) in self.columns.iter().zip(&cells) {
            row.read(ground, column, cell, around);
        }
        if row.names.is_empty() && !carried && row.quantities.is_empty() && row.text.is_empty() {
            return Some(Vec::new());
        }
        if !row.names.is_empty() {
            self.above_names.clone_from(&row.names);
        }
        self.above = cells;
        Some(row.entries(ground, number, around, carried))
    }

    /// Fills gaps of joined cells and 〃 from above; whether a name was filled in.
    fn carry(&self, cells: &mut [String]) -> bool {
        let filled = cells
            .iter()
            .zip(&self.columns)
            .any(|(c, k)| !c.is_empty() && matches!(k, Column::Quantity(_) | Column::Of(..) | Column::Item | Column::Words));
        let mut carried = false;
        for (n, cell) in cells.iter_mut().enumerate() {
            let Some(above) = self.above.get(n).filter(|a| !a.is_empty()) else { continue };
            let kind = self.columns.get(n).unwrap_or(&Column::Other);
            let gap =
                cell.is_empty() && filled && matches!(kind, Column::Names | Column::Unit | Column::Day | Column::Item | Column::Measure);
            if is_ditto(cell) || gap {
                carried |= gap && *kind == Column::Names;
                cell.clone_from(above);
            }
        }
        carried
    }
}

pub fn is_ditto(cell: &str) -> bool {
    matches!(folded(cell).as_str(), "同上" | "\"" | "〃" | "″" | "''" | "同" | "如上" | "ditto" | "same" | "\"\"" | "同前")
}

fn is_title(cell: &str) -> bool {
    let (name, _) = title(cell);
    TITLES.iter().any(|(_, titles)| titles.contains(&name.as_str()))
}

/// A title and the measure in its brackets: 数量（方）, 捐款/元.
fn title(cell: &str) -> (String, String) {
    let text = folded(cell).replace(' ', "");
    let text = if folded(cell).is_ascii() { folded(cell) } else { text };
    // 地点：文化广场 is a cell that says so itself; only a quantity has its measure behind a colon.
    let counts = |name: &str| TITLES.iter().any(|(kind, titles)| *kind == "quantity" && titles.contains(&name.trim()));
    let told = text.split_once(':').is_some_and(|(name, rest)| !rest.is_empty() && !counts(name));
    match text.split_once(['(', '/', '[', ':']).filter(|_| !told) {
        Some((name, rest)) => {
            (name.trim().to_owned(), rest.trim_end_matches([')', ']', ':']).trim().trim_start_matches("单位:").to_owned())
        }
        None => (text.clone(), String::new()),
    }
}

fn column(ground: &Ground, cell: &str) -> Column {
    let (name, measure) = title(cell);
    let kind =
        TITLES.iter().find(|(_, titles)| titles.contains(&name.as_str()) || titles.contains(&folded(cell).as_str())).map(|(kind, _)| *kind);
    match kind {
        Some("index") => Column::Index,
        Some("names") => Column::Names,
        Some("unit") if ground.measures.contains(&measure) => Column::Measure,
        Some("unit") => Column::Unit,
        Some("day") if measure.is_empty() || !is_minutes(&measure) => Column::Day,
        Some("item") => Column::Item,
        Some("quantity") => Column::Quantity(measure),
        Some("measure") => Column::Measure,
        Some("place") => Column::Place,
        Some("words") => Column::Words,
        Some("other") => Column::Other,
        _ => match counted(ground, &name) {
            Some(measure) => Column::Quantity(measure),
            None => of_item(ground, &name, &measure),
        },
    }
}

/// 棵数, 户数: a column of quantities in this measure.
fn counted(ground: &Ground, name: &str) -> Option<String> {
    let measure = name.strip_suffix(['数', '量'])?;
    ground.measures.iter().any(|m| m == measure).then(|| measure.to_owned())
}

fn is_minutes(measure: &str) -> bool {
    super::measure::ratio(measure, "分钟").is_some()
}

/// A column of one item's quantities, or of one measure's.
fn of_item(ground: &Ground, name: &str, measure: &str) -> Column {
    let line = fold(name);
    if line.c.is_empty() || line.c.len() > 20 || line.c.iter().any(char::is_ascii_digit) {
        return Column::Other;
    }
    let mut scores = vec![0_i64; ground.items.len()];
    for piece in scan(ground, &line, 0, line.c.len(), None) {
        match piece.token {
            Token::Item(hits) => hits.iter().for_each(|(item, weight)| scores[*item] += weight),
            Token::Name(_) | Token::Quantity(_) => return Column::Other,
            _ => {}
        }
    }
    for (n, score) in scores.iter_mut().enumerate() {
        let own = if measure.is_empty() { name } else { measure };
        *score += if fits(ground, n, own).is_some() { 20 } else { 0 };
    }
    let best = scores.iter().enumerate().max_by_key(|(n, s)| (**s, std::cmp::Reverse(*n)));
    match best {
        Some((item, score)) if *score >= 8 => Column::Of(item, measure.to_owned()),
        _ => Column::Other,
    }
}

/// What the cells of one row say.
#[derive(Default)]
struct Row {
    names: Vec<Name>,
    units: Vec<usize>,
    unit_text: String,
    day: Option<jiff::civil::Date>,
    item: String,
    place: String,
    words: String,
    measure: String,
    quantities: Vec<(Option<usize>, String, String)>,
    text: String,
}

impl Row {
    fn read(&mut self, ground: &Ground, column: &Column, cell: &str, around: &Around) {
        if cell.is_empty() || matches!(folded(cell).as_str(), "-" | "/" | "\\" | "—" | "--" | "无" | "none" | "n/a") {
            return;
        }
        match column {
            Column::Names => self.names = names_of(ground, cell, around),
            Column::Unit => self.unit(ground, cell),
            Column::Day => {
                let c = fold(cell).c;
                self.day = super::days::day_at(&c, 0, ground.today).and_then(|d| d.date);
            }
            Column::Item => self.item = cell.to_owned(),
            Column::Place => self.place = cell.to_owned(),
            Column::Words => self.words = cell.to_owned(),
            Column::Measure => self.measure = folded(cell),
            Column::Quantity(measure) => self.quantities.push((None, cell.to_owned(), measure.clone())),
            Column::Of(item, measure) => self.quantities.push((Some(*item), cell.to_owned(), measure.clone())),
            Column::Other if !cell.chars().all(|c| c.is_ascii_digit()) => self.text = cell.to_owned(),
            Column::Index | Column::Other => {}
        }
    }

    /// 单位 heads a column of units, or of measures.
    fn unit(&mut self, ground: &Ground, cell: &str) {
        let line = fold(cell);
        let known = scan(ground, &line, 0, line.c.len(), None)
            .into_iter()
            .find_map(|p| if let Token::Unit(units) = p.token { Some(units) } else { None });
        match known {
            Some(units) => self.units = units,
            None if ground.measures.contains(&folded(cell)) => self.measure = folded(cell),
            None => self.unit_text = cell.to_owned(),
        }
    }

    fn entries(mut self, ground: &Ground, number: usize, around: &Around, carried: bool) -> Vec<Entry> {
        if self.quantities.is_empty() {
            self.quantities.push((None, String::new(), String::new()));
        }
        let prefix =
            self.units.first().map(|n| format!("{}\t", ground.units[*n].name)).filter(|_| self.units.len() == 1).unwrap_or_default();
        let mut made = Vec::new();
        for (item, cell, measure) in &self.quantities {
            let number_cell = numbered(cell, if measure.is_empty() { &self.measure } else { measure });
            if item.is_some() && is_none(cell) {
                continue;
            }
            // The row as a line with hard marks: names stand aside, so that nobody is read out of words.
            let item_text = if item.is_some() { "" } else { &self.item };
            let line = fold(&format!("{prefix}{item_text}\t{number_cell}"));
            let pieces = scan(ground, &line, 0, line.c.len(), None);
            let placed = Around { sender: None, listed: true, above: Vec::new(), item: item.or(around.item), ..around.clone() };
            let Some(mut entry) = entries(ground, &line, number, pieces, &placed).into_iter().next() else { continue };
            self.complete(ground, &mut entry, around, carried, *item, prefix.is_empty());
            made.push(entry);
        }
        made
    }

    fn complete(&self, ground: &Ground, entry: &mut Entry, around: &Around, carried: bool, item: Option<usize>, no_unit: bool) {
        let own = entry.names.iter().filter(|n| n.person.is_some()).cloned().collect::<Vec<_>>();
        entry.names = if self.names.is_empty() { own } else { self.names.clone() };
        for name in &mut entry.names {
            if let Some(one) = self.one_in_units(ground, name) {
                (name.person, name.certain) = (Some(one), folded(&name.written) == folded(&ground.people[one].name));
            }
        }
        let first = entry.names.first().and_then(|n| n.person).map(|n| ground.people[n].unit.clone());
        entry.unit = match (&self.units[..], first) {
            ([one], Some(own)) if own.starts_with(&ground.units[*one].key) => own,
            ([one], _) => ground.units[*one].key.clone(),
            (_, Some(own)) => own,
            _ if no_unit => around.unit.clone().unwrap_or_default(),
            _ => String::new(),
        };
        let differs = matches!((&self.units[..], entry.names.first().and_then(|n| n.person)), ([one], Some(p)) if !ground.people[p].unit.starts_with(&ground.units[*one].key));
        if let Some(item) = item {
            (entry.item, entry.doubts.item) = (Some(item), false);
        }
        entry.doubts =
            Doubts { names: carried || entry.names.is_empty() || entry.names.iter().any(|n| !n.certain), unit: differs, ..entry.doubts };
        if !self.place.is_empty() {
            entry.place.clone_from(&self.place);
        }
        let words: Vec<&str> = [entry.words.as_str(), &self.words, &self.text].into_iter().filter(|w| !w.is_empty()).collect();
        entry.words = words.join("，");
        entry.day = self.day.or(entry.day);
    }

    fn one_in_units(&self, ground: &Ground, name: &Name) -> Option<usize> {
        if name.person.is_some() {
            return None;
        }
        let here: Vec<usize> =
            name.candidates.iter().copied().filter(|n| self.units.iter().any(|u| ground.units[*u].key == ground.people[*n].unit)).collect();
        if let [one] = here[..] { Some(one) } else { None }
    }
}

fn is_none(cell: &str) -> bool {
    matches!(folded(cell).as_str(), "" | "0" | "-" | "/" | "无" | "0.0" | "\\" | "x" | "×" | "—")
}

/// The cell with its column's measure behind a bare number.
fn numbered(cell: &str, measure: &str) -> String {
    let c = fold(cell).c;
    let bare = super::numbers::number_at(&c, 0).is_some_and(|n| n.end == c.len());
    if bare && !measure.is_empty() {
        format!("{cell}{}{measure}", if measure.chars().next().is_some_and(is_han) { "" } else { " " })
    } else {
        cell.to_owned()
    }
}

/// Every name of a cell.
fn names_of(ground: &Ground, cell: &str, around: &Around) -> Vec<Name> {
    let parts = cell.split(['、', '，', ',', ';', '；', '/', '+', '&', '\n']).flat_map(|part| {
        let whole = ground.names.resolve(part.trim(), around.unit.as_deref());
        let han = part.chars().any(is_han);
        if whole.candidates.is_empty() && han && part.trim().contains(' ') {
            part.split_whitespace().map(ToOwned::to_owned).collect::<Vec<_>>()
        } else {
            vec![part.trim().to_owned()]
        }
    });
    let mut names: Vec<Name> = Vec::new();
    for part in parts {
        let written =
            part.trim_start_matches('@').trim_matches(['(', ')', '（', '）']).split(['(', '（']).next().unwrap_or("").trim().to_owned();
        if !written.is_empty() {
            let name = ground.names.resolve(&written, around.unit.as_deref());
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

/// Gaps and 〃 of a row without a header, from the row above; whether a name was filled in.
pub fn carry(ground: &Ground, cells: &mut [String], above: &[String]) -> bool {
    let mut carried = false;
    let filled = cells.iter().any(|c| !c.is_empty());
    for (n, cell) in cells.iter_mut().enumerate() {
        let Some(above) = above.get(n).filter(|a| !a.is_empty()) else { continue };
        if is_ditto(cell) {
            cell.clone_from(above);
        } else if cell.is_empty() && filled {
            let line = fold(above);
            let pieces = scan(ground, &line, 0, line.c.len(), None);
            let facts: Vec<&Token> = pieces.iter().map(|p| &p.token).filter(|t| **t != Token::Gap).collect();
            let name = !facts.is_empty() && facts.iter().all(|t| matches!(t, Token::Name(_)));
            let other =
                !facts.is_empty() && facts.iter().all(|t| matches!(t, Token::Unit(_) | Token::Day(_)) || matches!(t, Token::Item(_)));
            if name || other {
                carried |= name;
                cell.clone_from(above);
            }
        }
    }
    carried
}
