//! Stories of photographs through the routes, on both databases: what leaves, to whom, what is refused, and what a checker is told.
use super::Darkroom;
use crate::town::county::County;
use crate::town::{Reply, Town, on_both};
use axum::body::Body;
use axum::http::{Request, header};
use image::{ImageFormat, Rgb, RgbImage, imageops};
use sha2::{Digest, Sha256};
use std::io::Cursor;

/// Where the camera says it was; must never leave.
const WHERE: &str = "GPS 35.5N 112.9E";

/// A picture of its own for each seed.
pub fn made(seed: u32, format: ImageFormat) -> Vec<u8> {
    bytes(&picture(seed), format)
}

/// As a camera writes it: a JPEG that also says where it was.
pub fn shot(seed: u32) -> Vec<u8> {
    let jpeg = made(seed, ImageFormat::Jpeg);
    let mut out = jpeg[..2].to_vec();
    out.extend([0xff, 0xe1, 0, u8::try_from(WHERE.len() + 8).unwrap()]);
    out.extend(b"Exif\0\0");
    out.extend(WHERE.bytes());
    out.extend(&jpeg[2..]);
    out
}

fn picture(seed: u32) -> RgbImage {
    RgbImage::from_fn(320, 240, |x, y| {
        let tile = (x / 40 + y / 40 * 8 + seed * 97).wrapping_mul(2_654_435_761);
        Rgb([tile >> 24, tile >> 16, tile >> 8].map(|c| u8::try_from(c % 256).unwrap()))
    })
}

/// A picture that is nothing like those of other seeds.
fn unlike(seed: u32) -> RgbImage {
    RgbImage::from_fn(320, 240, |x, y| {
        let tile = Sha256::digest([seed, x / 40, y / 40].map(u32::to_be_bytes).concat());
        Rgb([tile[0], tile[1], tile[2]])
    })
}

fn bytes(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn name_of(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// The recording form with a file, as a browser sends it.
fn record(county: &County, id: &str, name: &str, bytes: &[u8]) -> Reply {
    record_under(county, "litter", id, name, bytes)
}

fn record_under(county: &County, item: &str, id: &str, name: &str, bytes: &[u8]) -> Reply {
    let mut body = Vec::new();
    for (name, value) in
        [("id", id), ("item", item), ("indicator", item), ("quantity", "2"), ("day", "2017-03-20"), ("people", "colleague")]
    {
        body.extend(format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    body.extend(format!("--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n").bytes());
    body.extend(bytes);
    body.extend(b"\r\n--cut--\r\n");
    let request = Request::post("/deeds")
        .header(header::COOKIE, county.as_who("member"))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut");
    county.town.send(request.body(Body::from(body)).unwrap())
}

pub fn develop(town: &Town) {
    let mut room = Darkroom::open(&town.app.db).unwrap();
    while room.develop_next().unwrap() {}
}

/// How many files lie on the disk.
fn kept(town: &Town) -> usize {
    let folders = std::fs::read_dir(town.app.db.config().dir.join("blobs")).unwrap();
    folders.map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap().count()).sum()
}

fn number(town: &Town, id: &str) -> i64 {
    town.app.db.read(|r| r.int("SELECT position FROM deeds WHERE id = $1", &[id.into()])).unwrap()
}

#[test]
fn a_photograph_leaves_without_what_the_camera_wrote_and_the_original_is_its_checkers() {
    on_both(|town| {
        let county = County::found(town);
        let shot = shot(1);
        assert_eq!(record(&county, "d-photo-01", "a.jpg", &shot).status, 303);
        let file = format!("/files/{}", name_of(&shot));
        let get = |path: &str, who: &str| town.get(path, county.as_who(who));
        let waiting = get(&file, "member");
        assert_eq!(waiting.status, 503);
        assert!(waiting.body.contains("照片正在准备") && waiting.headers.contains_key(header::RETRY_AFTER), "{}", waiting.body);
        assert!(get("/deeds/d-photo-01", "member").body.contains("照片正在准备"));
        develop(town);
        for who in ["member", "colleague", "clerk", "office"] {
            for path in [file.clone(), format!("{file}/thumbnail")] {
                let copy = get(&path, who);
                assert_eq!((copy.status, copy.headers[header::CONTENT_TYPE].to_str().unwrap()), (200, "image/jpeg"), "{who} {path}");
                assert!(!copy.body.contains("GPS") && !copy.body.contains("Exif"), "{who} {path}");
                assert!(pictures::Picture::read(&copy.bytes).is_ok());
            }
            assert_eq!(get("/deeds/d-photo-01", who).body.contains(&format!("{file}/original")), who == "clerk", "{who}");
            let original = get(&format!("{file}/original"), who);
            assert_eq!(original.status, if who == "clerk" { 200 } else { 403 }, "{who}");
            assert_eq!(original.bytes == shot, who == "clerk", "{who}");
        }
        assert_eq!(town.get(&file, "").status, 401);
        assert!(!town.get("/deeds/d-photo-01", "").body.contains("/files/"));
        town.ends_well();
    });
}

#[test]
fn its_checker_alone_is_told_that_nearly_the_same_photograph_stands_elsewhere() {
    on_both(|town| {
        let county = County::found(town);
        let mirrored = bytes(&imageops::flip_horizontal(&picture(1)), ImageFormat::Png);
        for (id, file) in [("d-first-01", shot(1)), ("d-mirrored", mirrored), ("d-other-01", shot(2)), ("d-same-01", shot(2))] {
            assert_eq!(record(&county, id, "a.jpg", &file).status, 303);
        }
        develop(town);
        let page = |id: &str, who: &str| town.get(&format!("/deeds/{id}"), county.as_who(who)).body;
        let hint = "提示（仅供抽查参考）";
        for (id, other) in [("d-mirrored", "d-first-01"), ("d-first-01", "d-mirrored"), ("d-same-01", "d-other-01")] {
            let seen = page(id, "clerk");
            let said = seen.split(hint).nth(1).unwrap_or_else(|| panic!("{id}: {seen}")).split("</section>").next().unwrap();
            assert!(said.contains(&format!("第{}号", number(town, other))) && said.contains(&format!("/deeds/{other}")), "{said}");
            assert!(!said.contains("张晓梅"), "never with a name: {said}");
            for who in ["member", "colleague", "office", "sibling"] {
                assert!(!page(id, who).contains(hint), "{id} as {who}");
            }
            assert!(!town.get(&format!("/deeds/{id}"), "").body.contains(hint));
            let desk = town.get(&format!("/checks?at={id}"), county.as_who("clerk")).body;
            assert!(desk.contains(hint) && desk.contains(&format!("/deeds/{other}")), "at the desk too: {desk}");
        }
        assert_eq!(town.post("/deeds/d-first-01/withdrawal", &[("rev", "1")], county.as_who("member")).status, 303);
        assert!(!page("d-mirrored", "clerk").contains(hint), "what was withdrawn is nobody's double");
        let pairs = || town.app.db.read(|r| r.int("SELECT COUNT(*) FROM near_pictures", &[])).unwrap();
        assert!(pairs() > 0);
        assert_eq!(town.post("/campaigns/six-ones/close", &[], county.as_who("office")).status, 303);
        assert_eq!(pairs(), 0, "which ones are alike is forgotten when the campaign ends");
        assert!(!page("d-same-01", "clerk").contains(hint));
        town.ends_well();
    });
}

#[test]
fn which_photographs_are_alike_is_forgotten_with_the_campaign_whoever_held_them_and_not_found_out_afterwards() {
    on_both(|town| {
        let county = County::found(town);
        county.open_own("101");
        let twice = |item: &str, id: &str, seed: u32| {
            for (end, format) in [("once", ImageFormat::Jpeg), ("again", ImageFormat::Png)] {
                assert_eq!(record_under(&county, item, &format!("{id}-{end}"), "a.jpg", &bytes(&unlike(seed), format)).status, 303);
            }
        };
        twice("litter", "d-of-the-county", 1);
        twice("own-litter", "d-of-the-township", 2);
        develop(town);
        // Of two photographs no record holds any more nobody is told.
        town.app.db.scratch(|s| s.execute("INSERT INTO near_pictures (id, near) VALUES ('gone', 'long')", &[]).map(drop)).unwrap();
        let pairs = || town.app.db.read(|r| r.int("SELECT COUNT(*) FROM near_pictures", &[])).unwrap();
        assert_eq!(pairs(), 3);
        assert_eq!(town.post("/campaigns/six-ones/close", &[], county.as_who("office")).status, 303);
        assert_eq!(pairs(), 1, "those of the campaign that goes on stay");
        twice("own-litter", "d-late", 3);
        assert_eq!(town.post("/campaigns/own-101/close", &[], county.as_who("office")).status, 303);
        develop(town);
        assert_eq!(pairs(), 0, "what is developed after the end is compared with nothing");
        town.ends_well();
    });
}

#[test]
fn bombs_cut_files_wrong_types_and_17_megabytes_are_refused_with_a_sentence() {
    on_both(|town| {
        let county = County::found(town);
        let before = town.app.db.read(|r| r.log_size()).unwrap();
        let jpeg = shot(3);
        let mut bomb = made(3, ImageFormat::Jpeg);
        let frame = bomb.windows(2).position(|w| w == [0xff, 0xc0]).unwrap();
        bomb[frame + 5..frame + 9].copy_from_slice(&[0xff; 4]);
        let large = [jpeg.clone(), vec![0; 17 * 1024 * 1024 - jpeg.len()]].concat();
        let png = made(3, ImageFormat::Png);
        for (name, file, status, sentence) in [
            ("bomb.jpg", &bomb[..], 422, "像素太多"),
            ("cut.jpg", &jpeg[..jpeg.len() / 2], 422, "在传送中断了"),
            ("cut.png", &png[..png.len() - 20], 422, "在传送中断了"),
            ("photo.jpg", b"<svg onload=alert(1)>", 422, "请附照片"),
            ("large.jpg", &large, 422, "最大12 MB"),
        ] {
            let reply = record(&county, "d-refused", name, file);
            assert_eq!(reply.status, status, "{name}");
            assert!(reply.body.contains(sentence), "{name}: {}", reply.body);
        }
        assert_eq!((kept(town), town.app.db.read(|r| r.log_size()).unwrap()), (0, before), "nothing of it is kept");
        town.ends_well();
    });
}

#[test]
fn a_name_that_climbs_out_of_its_folder_is_no_name() {
    on_both(|town| {
        let county = County::found(town);
        assert_eq!(record(&county, "d-climbs", "../../../keys/realm.key", &shot(4)).status, 303);
        assert_eq!(kept(town), 1);
        let stored = town.app.db.config().dir.join("blobs").join(&name_of(&shot(4))[..2]).join(name_of(&shot(4)));
        assert!(stored.exists(), "a file is called by its content alone");
        for path in ["..%2f..%2fkeys", "%2e%2e%2fcheckpoint", "..", "%00", "AB"] {
            for end in ["", "/thumbnail", "/original"] {
                let status = town.get(&format!("/files/{path}{end}"), county.as_who("clerk")).status;
                assert!([404, 400].contains(&status), "{path}{end}: {status}");
            }
        }
        town.ends_well();
    });
}

#[test]
fn a_pdf_is_its_checkers_and_a_picture_that_cannot_be_opened_is_said_to_be_so() {
    on_both(|town| {
        let county = County::found(town);
        let pdf = b"%PDF-1.4 a scan";
        assert_eq!(record(&county, "d-paper-01", "a.pdf", pdf).status, 303);
        // Whole by its own account, and nothing but noise inside.
        let mut noise = made(5, ImageFormat::Png);
        let data = noise.windows(4).position(|w| w == b"IDAT").unwrap() + 4;
        noise[data..data + 200].fill(7);
        assert_eq!(record(&county, "d-noise-01", "a.png", &noise).status, 303);
        develop(town);
        let file = |bytes: &[u8], end: &str, who: &str| town.get(&format!("/files/{}{end}", name_of(bytes)), county.as_who(who)).status;
        assert_eq!((file(pdf, "", "clerk"), file(pdf, "/original", "clerk")), (200, 200));
        assert_eq!((file(pdf, "", "member"), file(pdf, "/original", "office")), (403, 403));
        assert!(town.get("/deeds/d-paper-01", county.as_who("member")).body.contains("审核这条记录的人可以打开"));
        assert_eq!((file(&noise, "", "member"), file(&noise, "/original", "clerk")), (422, 200));
        assert!(town.get("/deeds/d-noise-01", county.as_who("member")).body.contains("照片打不开"));
        town.ends_well();
    });
}

#[test]
fn erasing_the_record_takes_the_copies_from_the_disk_and_lost_copies_are_made_again() {
    on_both(|town| {
        let county = County::found(town);
        let shot = shot(6);
        assert_eq!(record(&county, "d-gone-01", "a.jpg", &shot).status, 303);
        develop(town);
        assert_eq!(kept(town), 3, "the file, its copy, its thumbnail");
        let copy: String = town.app.db.read(|r| r.row("SELECT copy FROM pictures", &[])).unwrap().unwrap().text(0).unwrap();
        town.app.db.blobs().remove(&copy).unwrap();
        let file = format!("/files/{}", name_of(&shot));
        assert_eq!(town.get(&file, county.as_who("member")).status, 503);
        develop(town);
        assert_eq!(town.get(&file, county.as_who("member")).status, 200);
        let form = [("reason", "本人来信"), ("sure", "yes")];
        assert_eq!(town.post("/deeds/d-gone-01/erasure", &form, county.as_who("office")).status, 303);
        assert_eq!(kept(town), 0);
        assert_eq!(town.app.db.read(|r| r.int("SELECT COUNT(*) FROM pictures", &[])).unwrap(), 0);
        town.ends_well();
    });
}

#[test]
fn a_file_is_found_by_whichever_of_a_records_files_it_is() {
    on_both(|town| {
        let county = County::found(town);
        let token = county.token("member");
        let send = |method: &str, path: &str, body: Vec<u8>| {
            let request = Request::builder().method(method).uri(path).header("authorization", format!("Bearer {token}"));
            town.send(request.body(Body::from(body)).unwrap()).status
        };
        let names: Vec<String> = [1, 2, 3].map(|seed| name_of(&shot(seed))).into();
        for (seed, name) in (1..).zip(&names) {
            assert_eq!(send("PUT", &format!("/api/v1/blobs/{name}"), shot(seed)), 201);
        }
        let deed = |id: &str, files: &[&String]| {
            let body =
                serde_json::json!({ "id": id, "indicator": "litter", "unit": "101", "day": "2017-03-20", "quantity": "2", "files": files });
            assert_eq!(send("POST", "/api/v1/deeds", body.to_string().into_bytes()), 201);
        };
        deed("deed-of-three", &[&names[0], &names[1], &names[2]]);
        deed("deed-of-one", &[&names[1]]);
        let of = |name: &str| {
            let deeds = town.app.db.read(|r| crate::deeds::find::with_file(r, name)).unwrap();
            deeds.into_iter().map(|deed| deed.id).collect::<Vec<_>>()
        };
        assert_eq!(of(&names[0]), ["deed-of-three"]);
        assert_eq!(of(&names[1]), ["deed-of-three", "deed-of-one"]);
        assert_eq!(of(&names[2]), ["deed-of-three"]);
        assert_eq!(of(&names[2].replace(char::is_alphabetic, "0")), [""; 0]);
        town.ends_well();
    });
}
