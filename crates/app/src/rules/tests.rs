//! Every rule on its examples, on ordinary campaigns, and on the ways in which people write the same thing.
use super::pack::Rule;
use super::{Finding, Level, Pack, lint_text};
use crate::web::words::{Lang, Words};
use crate::web::words_test::{FORBIDDEN, fault};
use std::path::{Path, PathBuf};

fn found(text: &str) -> Vec<Finding> {
    lint_text(None, text).unwrap()
}

fn says(found: &[Finding]) -> Vec<String> {
    found.iter().map(|f| format!("{} {} {} {}", f.level.word(), f.rule.id, f.field, f.found)).collect()
}

fn examples(pack: &Pack, rule: &Rule, kind: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules").join(&pack.name).join("examples").join(&rule.id);
    let all = std::fs::read_dir(&folder).unwrap_or_else(|_| panic!("{}", folder.display()));
    let mut all: Vec<PathBuf> = all.map(|e| e.unwrap().path()).filter(|p| p.to_string_lossy().contains(kind)).collect();
    all.sort();
    all
}

#[test]
fn each_rule_refuses_its_three_examples_and_lets_its_two_pass() {
    for pack in Pack::NAMES.map(Pack::of) {
        for rule in &pack.rules {
            let (refused, allowed) = (examples(pack, rule, "refused"), examples(pack, rule, "allowed"));
            assert_eq!((refused.len(), allowed.len()), (3, 2), "{}", rule.id);
            for file in refused {
                let found = found(&std::fs::read_to_string(&file).unwrap());
                assert!(found.iter().any(|f| f.level == Level::Refuse && f.rule.id == rule.id), "{}: {:?}", file.display(), says(&found));
            }
            for file in allowed {
                assert_eq!(says(&found(&std::fs::read_to_string(&file).unwrap())), Vec::<String>::new(), "{}", file.display());
            }
        }
    }
}

#[test]
fn the_shipped_campaign_passes_and_posts_with_a_planned_number_do_not() {
    let six = include_str!("../../../../campaigns/six-ones.toml");
    assert_eq!(says(&found(six)), Vec::<String>::new());
    let posts = six.replace("note = \"自愿，不设计划数\"", "target = \"1\"\nper = \"person\"");
    assert_eq!(says(&found(&posts)), ["refuse no-post-targets items[3].target "]);
}

#[test]
fn every_sentence_is_there_in_three_languages_and_fit_for_a_screen() {
    for rule in Pack::NAMES.map(Pack::of).iter().flat_map(|pack| &pack.rules) {
        for lang in Lang::ALL {
            for text in [rule.why(lang).to_owned(), rule.instead(lang).to_owned(), rule.source(lang)] {
                assert!(!text.is_empty(), "{}", rule.id);
                assert!(!FORBIDDEN.iter().any(|bad| text.contains(bad)), "{}: {text}", rule.id);
                assert!(!lang.is_han() || fault(&text).is_none(), "{}: {text}", rule.id);
            }
        }
    }
}

/// A campaign with one item; `top` and `item` are further lines.
fn campaign(blurb: &str, top: &str, item: &str) -> String {
    format!(
        "id = \"c\"\nname = \"敬老月\"\nfrom = \"2026-03-01\"\nto = \"2026-03-31\"\nblurb = \"{blurb}\"\n{top}\n[[items]]\nid = \"visit\"\nname = \"看望老人\"\nlabel = \"访\"\n{item}\n\
         [[items.indicators]]\nid = \"visits\"\nname = \"看望\"\nmeasure = \"次\"\nmost = \"5\"\n"
    )
}

#[test]
fn texts_warn_however_they_are_written_and_only_when_they_mean_it() {
    for said in [
        "每天打卡",
        "积 分兑换",
        "積分超市",
        "按排名通报",
        "看点赞数",
        "統計點讚數",
        "学习时长达标",
        "學習時長",
        "在線時長",
        "Join our leaderboard!",
        "Daily check-in by nine",
        "Keep your streak",
        "Earn points for every tree",
        "Units are ranked every week",
        "零投诉单位",
        "必须上传照片",
        "全程留痕",
        "限期安装",
        "the most likes wins",
        "Collect points and win",
        "ＬＥＡＤＥＲＢＯＡＲＤ",
        "不仅排名，还要通报",
        "未打卡人员通报批评",
        "check in daily before 9",
        "We rank pupils every week",
        "The best class wins a trip",
        "Class of the week",
        "Gold, silver and bronze for helpers",
        "月底先进评比",
    ] {
        let found = found(&campaign(said, "", ""));
        assert!(found.len() == 1 && found[0].level == Level::Warn && found[0].field == "blurb", "{said}: {:?}", says(&found));
    }
    for plain in [
        "不排名，不打卡，不计积分",
        "No ranking, points or streaks.",
        "学分照常",
        "修积分电路",
        "微积分辅导",
        "垃圾堆积分类清运",
        "check in on elders",
        "Clean the water points",
        "排名不分先后",
        "安排名单见附件",
        "为身边好人点赞",
        "Meet at the collection points along the river",
        "a high-ranking official came",
        "安装路灯",
        "没有排行榜",
        "增加分类垃圾桶",
        "一处分类投放点",
        "We check in with neighbours by phone",
        "Windows are streak-free",
        "Anyone who likes trees is welcome",
        "写的人不求转发",
        "分头巡查，各负其责",
    ] {
        assert_eq!(says(&found(&campaign(plain, "", ""))), Vec::<String>::new(), "{plain}");
    }
}

#[test]
fn keys_that_name_the_thing_refuse_when_they_are_on() {
    for (top, rule) in [
        ("ranking = true", "no-comparison"),
        ("leaderboard = \"units\"", "no-comparison"),
        ("show_completion_rate = true", "no-comparison"),
        ("sort_by = \"completion\"", "no-comparison"),
        ("points = 5", "no-points"),
        ("checkIn = \"daily\"", "no-check-in"),
        ("\"积分\" = true", "no-points"),
        ("features = [\"leaderboard\"]", "no-comparison"),
        ("online_time = true", "no-online-time"),
        ("install_rate = \"95%\"", "no-forced-install"),
        ("required = [\"photo\"]", "evidence-needs-reason"),
        ("streak = true", "no-check-in"),
        ("zero_complaints = true", "no-case-targets"),
        ("daily_report = true", "no-repeat-forms"),
        ("permanent = true", "has-end"),
        ("complaints = \"none\"", "complaint-way"),
    ] {
        let found = found(&campaign("", top, ""));
        assert!(found.iter().any(|f| f.level == Level::Refuse && f.rule.id == rule), "{top}: {:?}", says(&found));
        assert!(found.iter().all(|f| f.rule.id == rule), "{top}: {:?}", says(&found));
    }
    for top in [
        "ranking = false",
        "no_ranking = true",
        "points = 0",
        "leaderboard = \"none\"",
        "hide_ranking = true",
        "rules = \"cn\"",
        "complaints = \"0356-3030001\"",
    ] {
        assert_eq!(says(&found(&campaign("", top, ""))), Vec::<String>::new(), "{top}");
    }
}

#[test]
fn items_are_read_by_what_they_ask_and_plan() {
    for (item, rule) in [
        ("evidence = \"file\"", "evidence-needs-reason"),
        ("evidence = \"place\"\njustification = \"\"", "evidence-needs-reason"),
        ("required = [\"a\",\"b\",\"c\",\"d\",\"e\"]", "ask-little"),
        ("required = [\"姓名\"]", "no-repeat-forms"),
        ("required = [\"身份证号\"]", "sensitive-consent"),
        ("gps_track = true", "evidence-needs-reason"),
        ("points_per_unit = 2", "no-points"),
        ("judged_by = \"likes\"", "no-reach"),
        ("check_in = \"daily\"", "no-check-in"),
    ] {
        let found = found(&campaign("", "", item));
        assert!(
            found.iter().any(|f| f.level == Level::Refuse && f.rule.id == rule && f.field.starts_with("items[0].")),
            "{item}: {:?}",
            says(&found)
        );
    }
    for item in [
        "evidence = \"place\"\njustification = \"要找得到那户人家\"",
        "required = [\"place\"]",
        "target = \"300\"",
        "target_per_person = 2",
        "required = [\"a\",\"b\",\"c\",\"d\"]",
    ] {
        assert_eq!(says(&found(&campaign("", "", item))), Vec::<String>::new(), "{item}");
    }
}

#[test]
fn what_is_no_campaign_is_said() {
    assert!(lint_text(None, "id = ").is_err());
    assert!(lint_text(None, "shoe = 1").is_err());
    let w = Words::new(Lang::En, "county-cn");
    let found = found(&campaign("", "ranking = true", ""));
    assert!(found[0].why_and_source(&w).contains("2024"), "{}", found[0].why_and_source(&w));
}

/// Names whose words mean something else beside the same measure.
#[test]
fn a_measure_is_read_with_what_it_is_of() {
    let of = |name: &str, measure: &str, target: &str| {
        let text = campaign("", "", target)
            .replace("看望老人", name)
            .replace("看望", name)
            .replace("measure = \"次\"", &format!("measure = \"{measure}\""));
        says(&found(&text))
    };
    assert_eq!(of("Clean a water point", "points", ""), Vec::<String>::new());
    assert_eq!(of("Repair sign posts", "posts", "target = \"20\""), Vec::<String>::new());
    assert_eq!(of("Earn merits", "points", ""), ["refuse no-points items[0].indicators[0].measure points"]);
    assert_eq!(of("Write about the village", "posts", "target = \"20\""), ["refuse no-post-targets items[0].target "]);
}
