//! A sheet of deeds to be filled in: what may be chosen stands in lists, and what is filled in reads like any table of deeds.
use crate::campaigns::{self, Campaign, Indicator};
use crate::orgs;
use crate::people::{self, RoleKind};
use crate::powers::{Actor, Power};
use crate::web::words::{Lang, Words};
use crate::web::{Answer, Cx, Fault};
use axum::http::header;
use axum::response::IntoResponse;
use ledger::Read;
use paper::xlsx::{Choice, Form};

/// The columns in their order, as a file may name them, with what titles them, their width and whether they must be filled in.
const COLUMNS: [(&str, &str, u8, bool); 9] = [
    ("indicator", "pattern.indicator", 34, true),
    ("unit", "pattern.unit", 26, true),
    ("recorder", "pattern.recorder", 24, true),
    ("day", "pattern.day", 14, true),
    ("quantity", "pattern.quantity", 10, true),
    ("place", "pattern.place", 20, false),
    ("people", "pattern.people", 30, false),
    ("how", "pattern.how", 16, false),
    ("words", "pattern.words", 40, false),
];
/// Roles over a unit with which its deeds are brought in, as `powers::may_import` decides.
const ROLES: [RoleKind; 3] = [RoleKind::Clerk, RoleKind::Office, RoleKind::Administrator];
/// The most values of one list.
const LISTED_MOST: usize = 2000;
const SETS: [&str; 3] = ["county-cn", "charity", "school"];
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// GET /import/deeds/pattern.xlsx
pub async fn pattern(cx: Cx) -> Answer {
    cx.person()?;
    let (form, name) = cx.read(|r, cx| Ok((form(r, cx)?, cx.words(r)?.t("pattern.file").to_owned()))).await?;
    let bytes = tokio::task::spawn_blocking(move || form.bytes()).await.map_err(|e| Fault::broken(e.to_string()))?;
    let bytes = bytes.map_err(|e| Fault::broken(e.to_string()))?;
    let name = crate::web::html::query_value(&name);
    let headers = [
        (header::CONTENT_TYPE, XLSX.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"pattern.xlsx\"; filename*=UTF-8''{name}.xlsx")),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

fn form(r: &mut Read, cx: &Cx) -> Result<Form, Fault> {
    cx.may(r, &Power::ImportDeeds)?;
    let (w, actor, today) = (cx.words(r)?, cx.actor(r)?, cx.today(r)?);
    let people = people(r, &actor, &today)?;
    let campaigns = campaigns::find::taking_from(r, &actor, &ROLES)?;
    let choice = |column: u16, values: Vec<String>, only: bool| Choice { column, values, only };
    let choices = vec![
        choice(0, measures(r, &campaigns)?, true),
        choice(1, units(r, &actor, &today)?, true),
        choice(2, people.clone(), true),
        choice(3, days(&campaigns, &today), false),
        // Several take part at once: another text than one of the list is only asked about.
        choice(6, people, false),
        choice(7, hows(r, &w, &campaigns)?, true),
    ];
    Ok(Form {
        name: w.t("pattern.sheet").to_owned(),
        lists: w.t("pattern.lists").to_owned(),
        columns: COLUMNS.iter().map(|(_, title, width, must)| (w.t(title).to_owned(), *width, *must)).collect(),
        example: Vec::new(),
        choices,
        refusal: w.t("pattern.refusal").to_owned(),
        about: Some((w.t("pattern.about").to_owned(), about(w.lang(), &cx.realm(r)?.words))),
    })
}

/// How the sheet is filled in, in every language, the reader's own first.
fn about(own: Lang, set: &str) -> Vec<String> {
    let others = Lang::ALL.into_iter().filter(|lang| *lang != own);
    let mut lines = Vec::new();
    for lang in std::iter::once(own).chain(others) {
        let w = Words::new(lang, set);
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(lang.own_name().to_owned());
        lines.extend(["pattern.how_rows", "pattern.how_lists", "pattern.how_people", "pattern.how_import"].map(|key| w.t(key).to_owned()));
    }
    lines
}

/// A name with the code that an import reads.
fn coded(name: &str, code: &str) -> String {
    format!("{name}（{code}）")
}

/// Every measure of the campaigns with what it is chosen by.
fn indicators(r: &mut Read, campaigns: &[Campaign]) -> Result<Vec<(String, Indicator)>, Fault> {
    let mut all = Vec::new();
    for campaign in campaigns {
        for (item, measures) in campaigns::find::items(r, &campaign.id)? {
            let several = measures.len() > 1;
            all.extend(measures.into_iter().map(|i| (i.called(&item, several), i)));
        }
    }
    Ok(all)
}

fn measures(r: &mut Read, campaigns: &[Campaign]) -> Result<Vec<String>, Fault> {
    Ok(indicators(r, campaigns)?.iter().map(|(label, i)| coded(&format!("{label} · {}", i.measure), &i.id)).collect())
}

fn hows(r: &mut Read, w: &Words, campaigns: &[Campaign]) -> Result<Vec<String>, Fault> {
    let mut all: Vec<String> = Vec::new();
    for (_, indicator) in indicators(r, campaigns)? {
        for how in indicator.hows.split(' ').filter(|how| !how.is_empty()) {
            let value = coded(w.t(&format!("how.{how}")), how);
            if !all.contains(&value) {
                all.push(value);
            }
        }
    }
    Ok(all)
}

/// The last two weeks, the newest first: other days may be written.
fn days(campaigns: &[Campaign], today: &str) -> Vec<String> {
    let last = campaigns.iter().map(|c| c.to_day.as_str()).max().unwrap_or_default().min(today);
    (0..14).map(|n| crate::realm::day_before(last, n)).collect()
}

/// Units that the reader's roles cover: the deeds of others are refused.
fn units(r: &mut Read, actor: &Actor, today: &str) -> Result<Vec<String>, Fault> {
    let mut all: Vec<String> = Vec::new();
    for (_, scope) in actor.roles.iter().filter(|(kind, _)| ROLES.contains(kind)) {
        for (code, ..) in orgs::find::scope(r, scope, today, today)? {
            let unit = orgs::find::version(r, &code, today)?.filter(|u| !u.merged);
            all.extend(unit.map(|u| coded(&u.name, &u.code)).filter(|value| !all.contains(value)));
            if all.len() == LISTED_MOST {
                return Ok(all);
            }
        }
    }
    Ok(all)
}

fn people(r: &mut Read, actor: &Actor, today: &str) -> Result<Vec<String>, Fault> {
    let (all, _) = people::find::listed(r, &actor.id, today, "", "", i64::try_from(LISTED_MOST).unwrap_or(i64::MAX))?;
    let mut all: Vec<String> = all.into_iter().filter(|p| !p.name.is_empty()).map(|p| coded(&p.name, &p.code)).collect();
    all.dedup();
    Ok(all)
}

/// Whether a word of the product, in whatever language and words, is this text.
pub fn says(key: &str, text: &str) -> bool {
    Lang::ALL.into_iter().any(|lang| SETS.iter().any(|set| Words::new(lang, set).t(key).eq_ignore_ascii_case(text)))
}

/// The column that a title of the sheet stands for, in whatever language and words it was made.
pub fn column(title: &str) -> Option<&'static str> {
    let own = COLUMNS.iter().find(|(_, key, ..)| says(key, title)).map(|(name, ..)| *name);
    let titled = |titles: &str| titles.split(' ').any(|t| t == title);
    own.or_else(|| TITLES.iter().find(|(_, hans, hant)| titled(hans) || titled(hant)).map(|(name, ..)| *name))
}

/// What a page calls a column: 编号（code）; in English by its name alone. Things have another word for their name than people have.
pub fn named(w: &Words, column: &str, things: bool) -> String {
    let own = COLUMNS.iter().find(|(name, ..)| *name == column).map(|(_, key, ..)| w.t(key));
    let title = TITLES.iter().find(|(name, ..)| *name == column).map(|(_, hans, hant)| if w.lang() == Lang::Hant { hant } else { hans });
    let nth = usize::from(things && column == "name");
    match own.or_else(|| title?.split(' ').nth(nth)) {
        Some(title) if w.lang().is_han() => format!("{title}（{column}）"),
        _ => column.to_owned(),
    }
}

/// What columns are called in tables that are at hand, in simplified and in traditional characters; the first is what a page calls them.
const TITLES: [(&str, &str, &str); 40] = [
    ("code", "编号 代码 工号", "編號 代碼 工號"),
    ("name", "姓名 名称", "姓名 名稱"),
    ("parent", "上级单位 上级", "上級單位 上級"),
    ("kind", "类别 类型", "類別 類型"),
    ("unit", "单位 单位编号 单位代码", "單位 單位編號 單位代碼"),
    ("title", "职务 岗位", "職務 崗位"),
    ("phone", "电话 手机 手机号", "電話 手機 手機號"),
    ("skills", "特长 技能", "特長 技能"),
    ("role", "角色", "角色"),
    ("nicknames", "昵称 群昵称", "暱稱 群暱稱"),
    ("rank", "次序 排序", "次序 排序"),
    ("from", "起 从 开始", "起 從 開始"),
    ("to", "止 到 结束", "止 到 結束"),
    ("column", "列", "欄"),
    ("row", "行", "橫列"),
    ("group", "组 组编号", "組 組編號"),
    ("member", "成员", "成員"),
    ("household", "户编号", "戶編號"),
    ("relation", "与户主关系", "與戶主關係"),
    ("sex", "性别", "性別"),
    ("birth", "出生日期", "出生日期"),
    ("number", "身份证号 证件号", "身分證號 證件號"),
    ("health", "健康状况", "健康狀況"),
    ("labour", "劳动能力", "勞動能力"),
    ("schooling", "文化程度", "文化程度"),
    ("main_cause", "主要致贫原因 主因", "主要致貧原因 主因"),
    ("other_causes", "其他致贫原因 其他原因", "其他致貧原因 其他原因"),
    ("watch", "监测类型", "監測類型"),
    ("housing", "住房", "住房"),
    ("land", "耕地 耕地（亩）", "耕地 耕地（畝）"),
    ("water", "饮水", "飲水"),
    ("address", "住址 地址", "住址 地址"),
    ("bank", "银行账号", "銀行帳號"),
    ("responsible", "帮扶责任人 责任人 责任人编号", "幫扶責任人 責任人 責任人編號"),
    ("consent_by", "同意人", "同意人"),
    ("consent_day", "同意日期", "同意日期"),
    ("roster", "名册编号 名册 名册号", "名冊編號 名冊 名冊號"),
    ("place", "地点 所在地", "地點 所在地"),
    ("note", "备注", "備註"),
    ("serves", "服务人 由谁服务", "服務人 由誰服務"),
];

/// The code in 清一片垃圾（litter）; anything else is itself.
pub fn code(value: &str) -> String {
    let inside = |open: char, close: char| value.strip_suffix(close)?.rsplit_once(open).map(|(_, code)| code.trim());
    inside('（', '）').or_else(|| inside('(', ')')).filter(|code| !code.is_empty()).unwrap_or(value).to_owned()
}

/// 2017/3/12, 2017.3.12, 2017年3月12日 as 2017-03-12; anything else is itself, and is refused as what it is.
pub fn day(value: &str) -> String {
    let parts: Vec<&str> = value.trim_end_matches('日').split(['/', '.', '-', '年', '月']).map(str::trim).collect();
    let [year, month, day] = parts[..] else { return value.to_owned() };
    match (year.len(), month.parse::<u8>(), day.parse::<u8>()) {
        (4, Ok(month), Ok(day)) => format!("{year}-{month:02}-{day:02}"),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{code, column, day};

    #[test]
    fn what_a_sheet_says_becomes_what_a_table_says() {
        assert_eq!((code("清一片垃圾（litter）"), code("Ann (a-1)"), code("litter")), ("litter".into(), "a-1".into(), "litter".into()));
        assert_eq!((code("（）"), code("张三（上）（z3）")), ("（）".into(), "z3".into()));
        assert_eq!(
            (day("2017/3/1"), day("2017年3月12日"), day("2017-03-12")),
            ("2017-03-01".into(), "2017-03-12".into(), "2017-03-12".into())
        );
        assert_eq!((day("3月12日"), day("x/y/z")), ("3月12日".into(), "x/y/z".into()));
        assert_eq!(
            (column("统计项"), column("單位"), column("Quantity"), column("shoe")),
            (Some("indicator"), Some("unit"), Some("quantity"), None)
        );
    }
}
