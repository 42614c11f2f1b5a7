//! Every list as files: the rows of its page, as narrowed there, for its reader, and nothing a spreadsheet would run.
use crate::doors::Things;
use crate::imports::sheet::csv_of;
use crate::powers::Power;
use crate::town::county::County;
use crate::town::on_both;

/// Who asks, the file without its ending, what is in it, and what is not.
const LISTS: [(&str, &str, &[&str], &[&str]); 26] = [
    ("clerk", "/people", &["张晓梅,member,南村镇", "马晋生", "'=HYPERLINK(1)"], &["孙立", "何平"]),
    ("clerk", "/people?q=晓梅", &["张晓梅"], &["马晋生"]),
    ("office", "/people", &["孙立", "何平"], &[]),
    ("clerk", "/units/101/access", &["张晓梅,member", "'=HYPERLINK(1)", "已给登录码"], &["郑桂花", "{code}"]),
    ("clerk", "/units/101/access?q=晓梅", &["张晓梅"], &["马晋生"]),
    ("clerk", "/households?unit=1011", &["h1,王守信,崔庄村,因病", "张晓梅"], &["140502"]),
    ("leader", "/households?unit=1011", &["h1,王某某,崔庄村"], &["王守信"]),
    ("member", "/households?own=1", &["h1,王守信"], &[]),
    ("clerk", "/rosters?unit=101", &["独居老人用电查看,老人,南村镇,2017-03-01,2017-03-31,0,3"], &[]),
    ("clerk", "/rosters/{roster}/subjects", &["耿小娥,,崔庄村,戏台后头第三家,还没有服务,张晓梅", "原改梅"], &["13935611208"]),
    ("leader", "/rosters/{roster}/subjects", &["耿某某,,崔庄村,,还没有服务,张晓梅"], &["耿小娥", "戏台"]),
    ("member", "/rosters/{roster}/subjects?state=open", &["耿小娥", "靳来生"], &["原改梅"]),
    ("clerk", "/groups", &["春耕助农队,人员组,南村镇"], &[]),
    ("clerk", "/groups?q=没有", &["名称"], &["春耕助农队"]),
    ("member", "/groups/{team}/members", &["张晓梅,member,南村镇,2017-03-01,"], &["马晋生"]),
    ("clerk", "/checks", &["清一片垃圾,2,立方米,南村镇,2017-03-20", "张晓梅", "待审核", "'+1"], &["审核通过"]),
    ("member", "/mine", &["清一片垃圾", "张晓梅", "审核通过", "待审核"], &["孙立"]),
    ("member", "/mine/litter/records", &["清一片垃圾"], &["栽一棵绿树"]),
    ("", "/campaigns", &["“六个一”活动", "2017-03-01,2017-03-31,泽州县"], &["草稿"]),
    ("", "/units/1/below", &["101,南村镇,乡镇", "清一片垃圾", "102,大箕镇"], &["崔庄村"]),
    ("", "/units/101/below", &["1011,崔庄村"], &["大箕镇"]),
    ("", "/bulletins", &["2017-03-31"], &["张晓梅"]),
    ("", "/figures/sum.litter.1.20170301-20170331.verified/parts", &["南村镇,2,立方米,2017-03-20,2017-03-20"], &["大箕镇"]),
    ("", "/campaigns/six-ones/draws", &["清一片垃圾,正在看,双色球开奖号,2017-03-31T10:05:00", "栽一棵绿树,已公布"], &["何平"]),
    ("", "/draws/{drawn}/drawn", &["南村镇,2017-03-20,2,立方米,还没有看"], &["何平"]),
    ("office", "/draws/{drawn}/drawn", &["还没有看,何平"], &[]),
];

#[test]
fn every_list_is_a_file_as_it_is_narrowed_and_masked() {
    on_both(|town| {
        let county = County::found(town);
        let things = Things::make(&county);
        town.person("odd", "=HYPERLINK(1)", "101", "");
        assert_eq!(county.record("member", "deed-tree", &[("item", "tree"), ("indicator", "trees"), ("place", "+1")]).status, 303);
        let invited = town.post("/units/101/access/colleague", &[], county.as_who("clerk")).body;
        let code = invited.split("class=\"code-big\" data-field>").nth(1).and_then(|rest| rest.split('<').next()).unwrap().to_owned();
        for (who, path, there, not_there) in LISTS {
            let path = things.fill(path, who);
            let (path, query) = path.split_once('?').map_or((path.as_str(), String::new()), |(path, query)| {
                let (name, value) = query.split_once('=').unwrap();
                (path, format!("?{name}={}", crate::web::html::query_value(value)))
            });
            let get = |ending: &str| town.get(&format!("{path}.{ending}{query}"), county.as_who(who));
            let (csv, xlsx) = (get("csv"), get("xlsx"));
            assert_eq!((csv.status, xlsx.status), (200, 200), "{path}");
            for text in there {
                assert!(csv.body.contains(text), "{path} lacks {text}:\n{}", csv.body);
            }
            for text in not_there.iter().map(|text| text.replace("{code}", &code)) {
                assert!(!csv.body.contains(&text), "{path} has {text}:\n{}", csv.body);
            }
            // In a sheet text is text: nothing has to be said before it.
            let rows = |text: &str| text.lines().count();
            let sheet = csv_of(&xlsx.bytes).unwrap();
            assert_eq!(rows(&sheet), rows(&csv.body), "{path}:\n{sheet}\n{}", csv.body);
        }
        town.ends_well();
    });
}

/// The list and its files are one question: what a longer list goes on with is in the file.
#[test]
fn a_list_of_several_pages_is_one_file() {
    on_both(|town| {
        let county = County::found(town);
        town.write(Power::ManagePeople, |tx| {
            for n in 0..120 {
                let new =
                    crate::people::NewPerson {
                        code: format!("p{n:03}"), name: format!("王{n}"), unit: "101".into(), ..Default::default()
                    };
                crate::people::Person::add(tx, &new)?;
            }
            Ok(())
        });
        for path in ["/people.csv", "/units/101/access.csv"] {
            let body = town.get(path, county.as_who("clerk")).body;
            let codes: Vec<&str> =
                body.lines().filter_map(|line| line.split(',').find(|cell| cell.starts_with("p0") || cell.starts_with("p1"))).collect();
            assert!(codes.len() == 120 && codes.windows(2).all(|pair| pair[0] < pair[1]), "{path}: {codes:?}");
        }
        town.ends_well();
    });
}
