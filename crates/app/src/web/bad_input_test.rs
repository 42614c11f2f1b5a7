//! What people send that cannot be taken, and a disk that is full: each is said clearly, and nothing is written.
use crate::campaigns::file::CampaignFile;
use crate::powers::Power;
use crate::town::county::County;
use crate::town::{Reply, Town, on_both};
use axum::body::Body;
use axum::http::{Request, header};

const WAITING: &str = "sum.litter.1.20170301-20170331.received";

fn size(town: &Town) -> i64 {
    town.app.db.read(|r| r.log_size()).unwrap()
}

/// Refused with this status and sentence; the log is as long as before.
fn refused(town: &Town, reply: &Reply, status: u16, sentence: &str, before: i64) {
    let main = reply.body.split("<main").nth(1).unwrap_or(&reply.body);
    assert_eq!(reply.status, status, "{main}");
    let said: Vec<&str> = main.split("class=\"err\"").skip(1).filter_map(|rest| rest.split("</p>").next()).collect();
    assert!(main.contains(sentence), "“{sentence}” is not said, but {said:?}");
    assert_eq!(size(town), before, "something was written");
}

/// The recording form with a file, as a browser sends it.
fn with_file(town: &Town, cookie: &str, id: &str, bytes: &[u8]) -> Reply {
    let mut body = Vec::new();
    for (name, value) in [("id", id), ("item", "litter"), ("indicator", "litter"), ("quantity", "2"), ("day", "2017-03-20")] {
        body.extend(format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    body.extend(b"--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"photo.png\"\r\n\r\n");
    body.extend(bytes);
    body.extend(b"\r\n--cut--\r\n");
    let request = Request::post("/deeds").header(header::COOKIE, cookie).header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut");
    town.send(request.body(Body::from(body)).unwrap())
}

#[test]
fn a_full_disk_is_said_reading_goes_on_and_it_recovers_without_a_restart() {
    // A limit on the file stands for the disk; only SQLite has one.
    let town = Town::open(None);
    let county = County::found(&town);
    assert_eq!(county.record("member", "before-0001", &[]).status, 303);
    let token = county.token("member");
    town.app.db.limit_pages(1).unwrap();
    let long = "很".repeat(1900);
    let full = (0..200)
        .map(|n| county.record("member", &format!("full-{n:05}"), &[("words", &long)]))
        .find(|reply| reply.status != 303)
        .expect("the disk is full at last");
    assert_eq!((full.status, full.headers[header::RETRY_AFTER].as_bytes()), (507, b"30".as_slice()));
    assert!(full.body.contains("存放的地方满了"), "{}", full.body);
    let stored = county.value(WAITING);
    let deed = format!(r#"{{"id":"full-api-1","indicator":"litter","unit":"101","day":"2017-03-20","quantity":"2","words":"{long}"}}"#);
    let request = || {
        let post = Request::post("/api/v1/deeds").header(header::AUTHORIZATION, format!("Bearer {token}"));
        town.send(post.body(Body::from(deed.clone())).unwrap())
    };
    let problem = request();
    assert_eq!((problem.status, problem.headers[header::RETRY_AFTER].as_bytes()), (507, b"30".as_slice()), "{}", problem.body);
    assert!(problem.body.contains("\"code\":\"full\""));
    for path in ["/", "/units/101", "/deeds/before-0001", "/mine", "/todo", "/capture/litter"] {
        assert_eq!(town.get(path, county.as_who("member")).status, 200, "{path}: reading goes on");
    }
    assert_eq!(county.value(WAITING), stored, "what was refused is in no figure");
    town.app.db.limit_pages(1_000_000).unwrap();
    assert_eq!(request().status, 201);
    assert_eq!(county.record("member", "after-0001", &[("words", &long)]).status, 303);
    town.ends_well();
}

#[test]
fn what_a_form_holds_wrongly_is_named_and_what_was_typed_is_kept() {
    on_both(|town| {
        let county = County::found(town);
        let before = size(town);
        let far = "9".repeat(40);
        let cases: &[(&str, &str, &str)] = &[
            ("day", "2017-04-01", "这一天不在里面"),
            ("day", "2017-02-28", "这一天不在里面"),
            ("day", "2017-02-30", "不是日历上的一天"),
            ("quantity", "-1", "这里只填数字"),
            ("quantity", "1.5方", "这里只填数字"),
            ("quantity", "0", "数量"),
            ("quantity", "1.55", "数量"),
            ("quantity", "31", "一件最多30立方米"),
            ("quantity", &far, "数量"),
            ("quantity", "一车", "数量"),
            ("indicator", "gold", "gold"),
            ("item", "tree", "请换一个事项"),
            ("others", "没这个人", "没这个人"),
            ("group", "none", "这个组那天没有成员"),
            ("public_count", "-3", "群众人数要在0到"),
            ("served_kind", "ghost", "服务对象填得不对"),
            ("began", "25:00", "时间写得不对"),
            ("on_behalf", "nobody", "nobody"),
        ];
        for (field, value, sentence) in cases {
            let reply = county.record("member", "wrong-0001", &[(field, value), ("place", "村西河沟")]);
            refused(town, &reply, 422, sentence, before);
            assert!(["item", "indicator"].contains(field) || reply.body.contains("村西河沟"), "{field}: what was typed is kept");
        }
        refused(town, &county.record("member", "x", &[]), 422, "编号", before);
        refused(town, &county.record("", "wrong-0001", &[]), 401, "请先登录", before);
        let not_hers = county.record("member", "wrong-0001", &[("on_behalf", "stray")]);
        refused(town, &not_hers, 403, "没有改动", before);
        assert_eq!(town.get("/capture/none", county.as_who("member")).status, 404);
        assert_eq!(town.get("/units/999", "").status, 404);
        assert_eq!(town.get("/figures/sum.litter.999.20170301-20170331.verified", "").status, 404);
        town.ends_well();
    });
}

#[test]
fn a_file_too_large_or_not_what_it_says_is_not_kept() {
    on_both(|town| {
        let county = County::found(town);
        let (before, member) = (size(town), county.as_who("member").to_owned());
        refused(town, &with_file(town, &member, "file-0001", b"<script>alert(1)</script>"), 422, "请附照片", before);
        let png = crate::photos::tests::made(1, image::ImageFormat::Png);
        let large = [&png[..], &vec![0; 13 * 1024 * 1024]].concat();
        refused(town, &with_file(town, &member, "file-0001", &large), 422, "最大12 MB", before);
        let blobs = || std::fs::read_dir(town.app.db.config().dir.join("blobs")).unwrap().count();
        assert_eq!(blobs(), 0, "nothing of it is on the disk");
        assert_eq!(with_file(town, &member, "file-0001", &png).status, 303);
        assert_eq!(blobs(), 1);
        town.ends_well();
    });
}

/// A campaign of 102 alone.
const THEIRS: &str = r#"
id = "theirs"
name = "大箕春播"
unit = "102"
from = "2017-03-01"
to = "2017-03-31"
[[items]]
id = "sowing"
name = "春播"
label = "播"
way = "own"
[[items.indicators]]
id = "sowing"
name = "春播"
measure = "亩"
decimals = 1
most = "30"
"#;

#[test]
fn an_item_of_others_is_refused_and_nothing_is_written() {
    on_both(|town| {
        let county = County::found(town);
        town.write(Power::ManageCampaigns, |tx| CampaignFile::read(THEIRS)?.make(tx));
        let before = size(town);
        let item = [("item", "sowing"), ("indicator", "sowing")];
        let reply = county.record("member", "not-ours-1", &item);
        assert_eq!((reply.status, size(town)), (422, before), "{}", reply.body);
        let deed = r#"{"id":"not-ours-2","indicator":"sowing","unit":"101","day":"2017-03-20","quantity":"2"}"#;
        let post = Request::post("/api/v1/deeds").header(header::AUTHORIZATION, format!("Bearer {}", county.token("member")));
        let reply = town.send(post.body(Body::from(deed)).unwrap());
        assert_eq!(reply.status, 422, "{}", reply.body);
        assert!(reply.body.contains("\"field\":\"unit\""), "{}", reply.body);
        assert_eq!(county.record("stray", "theirs-0001", &item).status, 303, "and those whose it is record it");
        town.ends_well();
    });
}
