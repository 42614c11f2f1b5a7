//! Coming in, as stories.
use crate::powers::Power;
use crate::town::{PASSWORD, SET_UP_CODE, Town, on_both};
use sha2::Digest;

const MINUTE_MS: i64 = 60_000;

/// The one-time code on a code page.
fn code_on(page: &str) -> String {
    let address = page.split("https://town.example/join/").nth(1).expect("an address to join");
    address.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
}

fn signed_in(town: &Town, cookie: &str) -> bool {
    town.get("/sessions", cookie).status == 200
}

fn sign_in(town: &Town, code: &str, password: &str) -> crate::town::Reply {
    town.post("/sign-in", &[("code", code), ("password", password), ("next", "/mine")], "")
}

#[test]
fn the_first_run_makes_a_realm_once() {
    on_both(|town| {
        let link = format!("/first-run/{SET_UP_CODE}");
        let begin = |path: &str| {
            let reply = town.get(path, "");
            let offers = reply.body.contains("href=\"/sign-in\"") || reply.body.contains("/sign-in?next");
            (reply.status, reply.body.contains("一次性地址"), offers)
        };
        for path in ["/", "/sign-in", "/units", "/sessions", "/todo"] {
            assert_eq!(begin(path), (503, true, false), "{path}: nobody can sign in yet, and the page says what to do");
        }
        assert_eq!(begin(&link), (200, false, false));
        assert_eq!(town.get("/first-run/another", "").status, 404);
        assert!(town.get(&link, "").body.contains("Asia/Shanghai"));
        let wrong = town.post(&link, &[("realm", "泽州县"), ("password", "short"), ("password_again", "short")], "");
        assert_eq!(wrong.status, 422);
        assert!(
            wrong.body.contains("请用至少八个字符") && wrong.body.contains("value=\"泽州县\""),
            "the sentence is there and what was typed is kept"
        );
        let unknown_zone = [
            ("realm", "泽州县"),
            ("time_zone", "Moon/Sea"),
            ("phone", "1"),
            ("address", "1"),
            ("password", PASSWORD),
            ("password_again", PASSWORD),
        ];
        assert!(town.post(&link, &unknown_zone, "").body.contains("没有这个时区"));
        let cookie = town.set_up();
        assert!(signed_in(town, &cookie));
        assert_eq!(town.get(&link, "").status, 410, "the link works once");
        assert_eq!(town.post(&link, &[("realm", "另一个县")], "").status, 410);
        town.ends_well();
    });
}

#[test]
fn wrong_passwords_make_the_code_wait() {
    on_both(|town| {
        town.set_up();
        let right = sign_in(town, "admin", PASSWORD);
        assert_eq!((right.status, right.location.as_str()), (303, "/mine"));
        let (wrong, nobody) = (sign_in(town, "admin", "guess"), sign_in(town, "nobody", "guess"));
        let told = |body: &str| body.contains("编号或密码不对");
        assert!(wrong.status == 422 && nobody.status == 422 && told(&wrong.body) && told(&nobody.body), "both are told the same");
        for _ in 1..5 {
            assert_eq!(sign_in(town, "admin", "guess").status, 422);
        }
        let waits = || {
            let reply = sign_in(town, "admin", PASSWORD);
            let after = reply.headers.get("retry-after").map_or("", |v| v.to_str().unwrap()).to_owned();
            (reply.status, after, reply.body)
        };
        let (status, after, body) = waits();
        assert_eq!((status, after.as_str()), (429, "30"), "even the right one has to wait");
        assert!(body.contains("还要等<time datetime=\"PT30S\">30秒</time>才能再试"), "{body}");
        town.clock.advance_ms(MINUTE_MS / 6 + 1);
        assert_eq!(waits().1, "20", "what is left is said truly, never too little");
        town.clock.advance_ms(MINUTE_MS / 3 - 1);
        assert_eq!(sign_in(town, "admin", "guess").status, 422);
        assert!(waits().2.contains("还要等<time datetime=\"PT60S\">1分钟</time>"), "the wait grows");
        town.clock.advance_ms(MINUTE_MS / 2);
        assert_eq!(sign_in(town, "admin", PASSWORD).status, 429);
        town.clock.advance_ms(MINUTE_MS / 2);
        assert_eq!(sign_in(town, "admin", PASSWORD).status, 303);
        assert_eq!(sign_in(town, "admin", "guess").status, 422, "and is forgotten afterwards");
        town.ends_well();
    });
}

#[test]
fn a_code_opens_access_and_a_newer_one_voids_it() {
    on_both(|town| {
        let admin = town.set_up();
        town.person("zxm", "张晓梅", "1", "");
        let path = "/units/1/access/zxm";
        assert!(town.get("/units/1/access?q=%E6%99%93%E6%A2%85", &admin).body.contains("还没有开通"));
        let first = code_on(&town.post(path, &[], &admin).body);
        assert!(town.get("/units/1/access?q=zxm", &admin).body.contains("已给登录码"));
        let second = code_on(&town.post(path, &[], &admin).body);
        assert_eq!(town.get(&format!("/join/{first}"), "").status, 410, "the newer code voids the older one");
        assert!(town.get(&format!("/join/{second}"), "").body.contains("张晓梅，您好"));
        let phone = town.post(&format!("/join/{second}"), &[("own_phone", "yes")], "").cookie;
        assert_eq!(town.get(&format!("/join/{second}"), "").status, 410, "a code works once");
        town.clock.advance_ms(30 * 24 * 60 * MINUTE_MS);
        assert!(signed_in(town, &phone), "her own phone stays signed in");
        assert_eq!(town.get("/units/1/access", &phone).status, 403);
        assert_eq!(town.post(path, &[], &phone).status, 403, "a member gives no codes");
        let admin = sign_in(town, "admin", PASSWORD).cookie;
        let third = code_on(&town.post(path, &[], &admin).body);
        let desk = town.post(&format!("/join/{third}"), &[], "").cookie;
        assert!(signed_in(town, &desk) && !signed_in(town, &phone), "opening access again ends the sessions before it");
        let fourth = code_on(&town.post(path, &[], &admin).body);
        town.clock.advance_ms(15 * 24 * 60 * MINUTE_MS);
        assert_eq!(town.post(&format!("/join/{fourth}"), &[], "").status, 410, "a code runs out");
        town.ends_well();
    });
}

#[test]
fn a_sheet_invites_those_of_a_unit_who_cannot_sign_in_and_shows_each_code_once() {
    on_both(|town| {
        let admin = town.set_up();
        for n in 0..61 {
            town.person(&format!("z{n:02}"), &format!("张{n}"), "1", "");
        }
        town.enter("z00");
        let path = "/units/1/invitations";
        assert!(town.get(path, &admin).body.contains("<form method=\"post\" action=\"/units/1/invitations\""));
        let first = town.post(path, &[], &admin).body;
        let codes: Vec<&str> = first.split("<p class=\"code-big\" data-field>").skip(1).map(|rest| &rest[..14]).collect();
        assert_eq!(codes.len(), 60, "all but the one who has access");
        assert!(!first.contains("<b data-field>张0<") && first.contains("<b data-field>张1<") && first.contains("<svg class=\"qr\""));
        assert!(!town.get(path, &admin).body.contains(codes[0]), "shown once");
        let join = |code: &str| town.get(&format!("/join/{code}"), "").status;
        assert_eq!(join(codes[0]), 200);
        assert!(!town.post(path, &[], &admin).body.contains("code-big"), "those who hold a code keep it");
        assert_eq!(join(codes[0]), 200);
        let second = town.post(path, &[("again", "yes")], &admin).body;
        assert!(second.contains("code-big") && !second.contains(codes[0]));
        assert_eq!(join(codes[0]), 410, "a newer code voids the older one");
        let member = town.enter("z01");
        assert_eq!(
            (town.get(path, &member).status, town.post(path, &[], &member).status, town.post(path, &[], "").status),
            (403, 403, 401)
        );
        town.ends_well();
    });
}

#[test]
fn who_holds_a_role_needs_a_password() {
    on_both(|town| {
        let admin = town.set_up();
        town.person("clerk", "侯丽", "1", "clerk");
        let code = code_on(&town.post("/units/1/access/clerk", &[], &admin).body);
        let path = format!("/join/{code}");
        assert_eq!(town.post(&path, &[("own_phone", "yes")], "").status, 422);
        let differ = town.post(&path, &[("password", PASSWORD), ("password_again", "another one")], "");
        assert!(differ.status == 422 && differ.body.contains("两次输入的密码不一样"));
        assert_eq!(town.post(&path, &[("password", PASSWORD), ("password_again", PASSWORD)], "").status, 303);
        assert_eq!(sign_in(town, "clerk", PASSWORD).status, 303);
        town.ends_well();
    });
}

#[test]
fn signing_out_here_and_everywhere() {
    on_both(|town| {
        let first = town.set_up();
        let second = sign_in(town, "admin", PASSWORD).cookie;
        assert!(town.post("/sign-out", &[], &second).cookie.is_empty());
        assert!(!signed_in(town, &second) && signed_in(town, &first));
        let third = sign_in(town, "admin", PASSWORD).cookie;
        let here = town.post("/sessions/end", &[("all", "yes")], &third).cookie;
        assert!(signed_in(town, &here) && !signed_in(town, &first) && !signed_in(town, &third));
        assert_eq!(town.post("/sessions/end", &[("all", "yes")], "").status, 401);
        town.ends_well();
    });
}

#[test]
fn reading_a_file_leaves_a_trace_that_its_person_sees() {
    on_both(|town| {
        let admin = town.set_up();
        town.person("zxm", "张晓梅", "1", "");
        let own = town.enter("zxm");
        assert!(!town.get("/people/zxm", &own).body.contains("本次查阅已登记"));
        assert!(town.get("/people/zxm/readings", &own).body.contains("还没有人看过"));
        assert!(town.get("/people?q=%E5%BC%A0", &admin).body.contains("张晓梅"));
        assert!(town.get("/people/zxm", &admin).body.contains("本次查阅已登记"));
        assert!(town.get("/people/zxm/readings", &own).body.contains("陈立"));
        assert_eq!(town.get("/people/zxm/readings", &admin).status, 404, "only her own");
        assert_eq!(
            (town.get("/people", &own).status, town.get("/people/admin", &own).status, town.get("/people/zxm", "").status),
            (403, 403, 401)
        );
        town.ends_well();
    });
}

/// What the interface answers to a bearer token that puts an empty file.
fn knock(town: &Town, token: &str) -> u16 {
    let put = axum::http::Request::put(format!("/api/v1/blobs/{}", "0".repeat(64))).header("authorization", format!("Bearer {token}"));
    town.send(put.body(axum::body::Body::empty()).unwrap()).status
}

#[test]
fn tokens_end_with_a_new_code_and_with_signing_out_everywhere() {
    on_both(|town| {
        let admin = town.set_up();
        let zxm = town.person("zxm", "张晓梅", "1", "");
        let token = |town: &Town| {
            let person = zxm.clone();
            town.write(Power::GiveToken(zxm.id.clone()), move |tx| crate::accounts::Token::make(tx, &person, "story"))
        };
        let before = token(town);
        let page = town.post("/units/1/access/zxm", &[], &admin).body;
        assert!(!page.contains("接口令牌"), "a first code ends nothing");
        let phone = town.post(&format!("/join/{}", code_on(&page)), &[], "").cookie;
        assert_eq!(knock(town, &before), 422, "the token holds: only the file is not taken");
        let laid = |token: &str, bytes: &[u8]| {
            let sha256 = hex::encode(sha2::Sha256::digest(bytes));
            let put = axum::http::Request::put(format!("/api/v1/blobs/{sha256}")).header("authorization", format!("Bearer {token}"));
            let status = town.send(put.body(axum::body::Body::from(bytes.to_vec())).unwrap()).status;
            (status, town.app.db.blobs().has(&sha256))
        };
        assert_eq!(laid(&before, &crate::photos::tests::shot(1)), (201, true));
        let page = town.post("/units/1/access/zxm", &[], &admin).body;
        assert!(page.contains("接口令牌已经作废"), "{page}");
        assert_eq!(knock(town, &before), 401, "opened again by the clerk");
        assert_eq!(laid(&before, &crate::photos::tests::shot(2)), (401, false), "and nothing of theirs is taken any more");
        assert!(signed_in(town, &phone), "the phone goes on until the code is used");
        let between = token(town);
        town.post(&format!("/join/{}", code_on(&page)), &[], "");
        assert_eq!((knock(town, &between), signed_in(town, &phone)), (401, false), "and when the code is used");
        let (again, others) = (token(town), token(town));
        let here = town.enter("zxm");
        assert!(town.get("/sessions", &here).body.contains("接口令牌也全部作废"));
        let reply = town.post("/sessions/end", &[("all", "yes")], &here);
        assert!(town.get(&reply.location, &reply.cookie).body.contains("接口令牌都已作废"));
        assert_eq!((knock(town, &again), knock(town, &others)), (401, 401));
        town.ends_well();
    });
}

#[test]
fn last_used_moves_with_use_and_is_written_seldom() {
    on_both(|town| {
        let admin = town.set_up();
        let seen = |cookie: &str| {
            town.app.db.scratch(|_| Ok(())).unwrap();
            let page = town.get("/sessions", cookie).body;
            page.split("最近使用").nth(1).unwrap().split('<').nth(1).unwrap().split('"').nth(1).unwrap().to_owned()
        };
        let groups = || {
            town.app.db.scratch(|_| Ok(())).unwrap();
            town.app.db.pulse().closures.load(std::sync::atomic::Ordering::Relaxed)
        };
        assert_eq!(seen(&admin), "2017-03-31T10:00:00");
        town.clock.advance_ms(4 * MINUTE_MS);
        let before = groups();
        for _ in 0..20 {
            town.get("/", &admin);
        }
        assert_eq!(groups() - before, 1, "a few minutes are not worth a write: the one is our own");
        town.clock.advance_ms(2 * MINUTE_MS);
        town.get("/units", &admin);
        assert_eq!(seen(&admin), "2017-03-31T10:06:00");
        town.clock.advance_ms(60 * MINUTE_MS);
        town.get("/units", "chunman=made-up");
        let before = groups();
        town.get("/units", "");
        assert_eq!(groups() - before, 1, "strangers write nothing");
        assert_eq!(seen(&town.enter("admin")), "2017-03-31T11:06:00");
        town.ends_well();
    });
}

#[test]
fn a_made_up_token_or_session_takes_no_turn_of_the_writer() {
    on_both(|town| {
        let county = crate::town::county::County::found(town);
        let closures = || {
            town.app.db.scratch(|_| Ok(())).unwrap();
            town.app.db.pulse().closures.load(std::sync::atomic::Ordering::Relaxed)
        };
        let post = |token: &str, id: &str| {
            let body = format!(r#"{{"id":"{id}","indicator":"litter","unit":"101","day":"2017-03-20","quantity":"2"}}"#);
            let request = axum::http::Request::post("/api/v1/deeds").header("authorization", format!("Bearer {token}"));
            town.send(request.body(axum::body::Body::from(body)).unwrap()).status
        };
        let before = closures();
        assert_eq!((post("made-up", "made-up-1"), knock(town, "made-up")), (401, 401));
        for path in ["/deeds", "/checks", "/sessions/end", "/units/1/access/member", "/people/member/posts", "/groups", "/campaigns"] {
            let reply = town.post(path, &[("deed", "none"), ("verdict", "approve"), ("rev", "1")], "chunman=made-up");
            assert!(reply.status >= 400 && reply.status < 500, "{path}: {}", reply.status);
        }
        assert_eq!(closures() - before, 1, "only our own");
        let token = county.token("member");
        assert_eq!(post(&token, "honest-01"), 201);
        // Who the token stands for is read again where it is decided: one that ends on the way writes nothing.
        let ends = |tx: &mut ledger::Tx| {
            let person = crate::people::find::by_code(tx, "member")?.unwrap();
            crate::accounts::Token::end_all(tx, &person.id)
        };
        let who = crate::powers::Who::Bearer(token.clone());
        town.write(Power::OwnAccess, ends);
        let late = town.app.db.write(move |r| crate::powers::decide(r, &who, &Power::PutFile, 0), |_| Ok(()));
        assert!(matches!(late, Err(crate::web::Fault::SignIn)));
        assert_eq!(post(&token, "honest-02"), 401);
        town.ends_well();
    });
}
