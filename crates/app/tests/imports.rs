//! An import whose server is killed: the next server says how far it is, the same file continues, the command line knows it.
#![allow(clippy::unwrap_used)]
mod program;

use program::{ask, chunman, run, serve, token};
use sha2::{Digest, Sha256};
use std::fmt::Write;

const FIGURE: &str = "/api/v1/figures/sum.litter.140525106.20170328-20170328.received";

/// Posts the form of the import page with a bearer token.
fn form(address: &str, token: &str, step: &str, text: &str, file: &str) -> Option<u16> {
    let text: String = text.bytes().map(|b| format!("%{b:02x}")).collect();
    let body = format!("step={step}&token={file}&text={text}");
    let request = format!(
        "POST /import/deeds HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer {token}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    program::raw(address, &request)
}

#[test]
fn an_import_goes_on_after_its_server_was_killed_and_is_known_by_the_command_line() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let data = data.to_str().unwrap();
    chunman(&["demo", "--small", "--no-serve", "--data", data]);
    let mut text = "indicator,unit,recorder,day,quantity\n".to_owned();
    for _ in 0..4000 {
        writeln!(text, "litter,140525106,zhangxiaomei,2017-03-28,1").unwrap();
    }
    let file = dir.path().join("deeds.csv");
    std::fs::write(&file, &text).unwrap();
    let known = hex::encode(Sha256::digest(text.trim_end()));
    let bearer = token(data, "zhaoming");
    let mut server = serve(data);
    let value = |address: &str| {
        ask(address, "", "GET", FIGURE, "").unwrap().1.split("\"value\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    let before: i64 = value(&server.address).parse().unwrap();
    let page = |address: &str| ask(address, &bearer, "GET", &format!("/import/deeds?token={known}&lang=en"), "").unwrap().1;
    assert_eq!(form(&server.address, &bearer, "apply", &text, &known), Some(303));
    let progress = |page: &str| page.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()?.parse::<i64>().ok());
    while progress(page(&server.address).split("<progress").nth(1).expect("it still runs")).unwrap_or(0) == 0 {}
    server.kill();
    let server = serve(data);
    let stopped = page(&server.address);
    assert!(stopped.contains("Stopped") && stopped.contains("Import the same file again"), "{stopped}");
    assert_eq!(value(&server.address), before.to_string(), "what is half brought in is in no figure");
    assert_eq!(form(&server.address, &bearer, "apply", &text, &known), Some(303));
    while page(&server.address).contains("<progress") {}
    assert!(page(&server.address).contains("Import done"));
    assert_eq!(value(&server.address), (before + 4000).to_string(), "each once");
    drop(server);
    let again = run(&["import", "deeds", file.to_str().unwrap(), "--json", "--data", data]);
    assert!(again.code == Some(0) && again.out.contains("\"before\": true"), "{again:?}");
    assert!(chunman(&["verify", "--data", data]).starts_with("sound"));
}
